"""Numbers as they are written in Chinese prose."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["CIRCLED", "DIGIT", "HAN", "to_han", "to_int"]

HAN = "[〇零一二两三四五六七八九十百]{1,5}"
DIGIT = "[0-9]{1,2}"
CIRCLED = "[①-⑳]"


@lru_cache(maxsize=4096)
def to_int(numeral: str) -> int:
    """Return the value of a numeral: Chinese, Arabic (also full-width) or circled.

    Raises
    ------
    ValueError
        It is no number.

    Examples
    --------
    >>> [to_int(each) for each in ("三", "两", "二十一", "12", "③", "二〇一九")]
    [3, 2, 21, 12, 3, 2019]
    """
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1 and "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    import cn2an

    return int(cn2an.cn2an(numeral, "normal"))


def to_han(number: int) -> str:
    """Write a number in Chinese numerals.

    >>> to_han(12)
    '十二'
    """
    import cn2an

    return str(cn2an.an2cn(number))
