"""Numbers as they are written in Chinese prose."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["CHARACTERS", "KINDS", "to_han", "to_int", "write"]

# Signs that stand for a number each, in their order.
_SIGNS = {
    "circled": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿",
    "bracketed": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "dotted": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "enclosed": "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
    "roman": "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ",
    "letter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
_VALUES = {sign: value for signs in _SIGNS.values() for value, sign in enumerate(signs, start=1)}
# Nearly all numerals of a text: one to 99, and the digits of a year. To ask the library of the others takes
# a tenth of a second to import.
_DIGITS = {"零": 0, "两": 2, **{sign: value for value, sign in enumerate("〇一二三四五六七八九")}}
_ONES = {"": 0, **{sign: value for sign, value in _DIGITS.items() if value and sign != "两"}}
_VALUES |= _DIGITS | {
    f"{tens}十{ones}": (ten or 1) * 10 + one for tens, ten in _ONES.items() for ones, one in _ONES.items()
}
# How they are written: 十二, not 一十二; 两 and 〇 are only read.
_HAN = {
    value: numeral
    for numeral, value in _VALUES.items()
    if set(numeral) <= set("一二三四五六七八九十") and "一十" not in numeral
}
_YEAR = re.compile("[〇零一二三四五六七八九]{4}")
# The characters of each kind of numeral that a numbering style may have.
CHARACTERS = {"han": "〇零一二两三四五六七八九十百千", "digit": "0123456789", **_SIGNS}
CHARACTERS["number"] = CHARACTERS["han"] + CHARACTERS["digit"]
# No number that counts sections is longer than 一千二百三十四. What was taken is not given back: 第十四届 is no 第十.
KINDS = {
    "han": f"[{CHARACTERS['han']}]{{1,7}}+",
    "digit": "[0-9]{1,2}+",
    "number": f"(?:[{CHARACTERS['han']}]{{1,7}}+|[0-9]{{1,4}}+)",
    **{kind: f"[{signs}]" for kind, signs in _SIGNS.items()},
}


def to_int(numeral: str) -> int:
    """Return the value of a numeral: Chinese, Arabic (also full-width), or a sign such as ③.

    Raises
    ------
    ValueError
        It is no number.

    Examples
    --------
    >>> [to_int(each) for each in ("三", "两", "二十一", "12", "③", "Ⅳ", "二〇一九")]
    [3, 2, 21, 12, 3, 4, 2019]
    """
    value = _VALUES.get(numeral)
    if value is None:
        value = _read(numeral)
    if value is None:
        raise ValueError(f"{numeral} is no number")
    return value


@lru_cache(maxsize=4096)
def _read(numeral: str) -> int | None:
    if numeral.isdecimal():
        return int(numeral)
    if _YEAR.fullmatch(numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    import cn2an

    try:
        return int(cn2an.cn2an(numeral, "normal"))
    except (ValueError, KeyError):  # 三十百; and 二十〇, at which the library stumbles
        return None


def to_han(number: int) -> str:
    """Write a number in Chinese numerals.

    >>> to_han(12)
    '十二'
    """
    if number in _HAN:
        return _HAN[number]
    import cn2an

    return str(cn2an.an2cn(number))


def write(kind: str, number: int) -> str:
    """Write a number in a kind of numeral; where the signs of that kind end, in Arabic and parentheses.

    >>> [write(kind, 2) for kind in ("han", "digit", "circled")], write("enclosed", 11)
    (['二', '2', '②'], '（11）')
    """
    if kind in ("han", "number"):
        return to_han(number)
    if kind == "digit":
        return str(number)
    signs = _SIGNS[kind]
    return signs[number - 1] if 0 < number <= len(signs) else f"（{number}）"
