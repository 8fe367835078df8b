"""Counts: where a number stands with what it counts, and what number it is.

A writer who uses an old speech again has to look at every figure. So a count says its number, however it is
written (近百名, 500余万元, 百分之九十), the measure word and, where it is one of the list, what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ..numerals import to_int
from .found import ORDER, Found, anchored, attributes, find, slot, slot_rules

__all__ = ["find_counts", "read_count"]

_DIGITS = "一二两三四五六七八九"
# No noun of the list is longer.
_NOUN = 5
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
# A figure without one of the list behind it is a count from here on: 3个不固定 is a formula, 30个 is none.
_LARGE = r"\d{2,}|\d\.\d|\d,\d|\d[余多]?[百千万亿]"


class _Patterns(NamedTuple):
    figure: re.Pattern[str]
    rank: re.Pattern[str]
    before: re.Pattern[str]
    no_rank: re.Pattern[str]
    noun: re.Pattern[str]
    parts: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    rules = slot_rules()["count"]
    longest = {
        name: "|".join(sorted(map(re.escape, rules[name]), key=len, reverse=True))
        for name in ("units", "units_of_formulae", "measures", "pairs")
    }
    units, of_formulae, measures, pairs = longest.values()
    nouns = "|".join(sorted(rules["nouns"], key=len, reverse=True))
    after, arabic = rules["about_after"], rules["arabic"]
    # 三五 before 十: 三五十 is no pair.
    numeral = rf"[{_DIGITS}十百零]|千(?![瓦克米])"
    small = rf"(?:{pairs})(?![十百千])|[{_DIGITS}十百千]++[几余多]?"
    large = (
        rf"(?:(?:{pairs})(?![十百千])|[{_DIGITS}][十百千万](?:{numeral})*+|十[{_DIGITS}几余多]"
        rf"|[数几][十百千万]+|(?<=[近上逾约超])[十百千万]+|[百千](?=[余多]))[余多几]?[万亿]?"
    )
    figure = rf"{arabic}(?:[-~—至到]{{1,2}}{arabic})?[余多]?[十百千万亿]{{0,2}}[余多]?"
    noun = rf"(?:{after})?(?:{rules['modifiers']}){{0,2}}(?:{nouns})"
    # What is counted is no part of a longer word that says something else: 3个人 but not 3个人头.
    tail = rf"(?:(?:{units}|{of_formulae})(?:{noun}|(?:{after})?(?!{rules['not_behind']}))|(?:{measures})(?:{after})?)"
    count = (
        rf"(?<![\d.第A-Za-z{_DIGITS}十百千万亿点])(?:"
        rf"(?={_LARGE}){figure}{tail}"
        rf"|\d(?:[-~—至到]{{1,2}}\d{{1,2}})?(?:(?:{units}|{of_formulae}){noun}|(?!1[人批位处支])(?:{units})(?:{after})?|(?:{measures})(?:{after})?)"
        rf"|百分之[{_DIGITS}十百点零]+(?:{after})?"
        rf"|(?!一[^百千两二])(?:{small})(?:{units}|{of_formulae}){noun}"
        rf"|{large}(?:(?:{units}|[个项])(?:{after})?(?!{rules['not_behind']})|(?:{measures})(?:{after})?))"
    )
    # What can stand behind the first character of a count: 一是 and 三要 are passed over by it.
    words = (*rules["units"], *rules["units_of_formulae"], *rules["measures"])
    second = rf"\d.,~—至到\-分点余多几零十百千万亿{_DIGITS}{''.join(sorted({word[0] for word in words}))}"
    return _Patterns(
        anchored(rf"\d{_DIGITS}十百千万数几", count, second),
        re.compile(rf"第(?:(?<=[居列名]第)|(?<=[居列名]全[国省市区县]第))(?:\d+|[{_DIGITS}十]+)[位名]?"),
        re.compile(rf"(?<![赶反])(?:{rules['about_before']})$"),
        re.compile(rules["no_rank_before"]),
        re.compile(rf"(?:{nouns})$"),
        re.compile(
            rf"(?P<before>{rules['about_before']})?(?:(?P<share>百分之)?(?P<pair>{pairs})?"
            rf"(?P<number>{arabic}(?:[-~—至到]{{1,2}}{arabic})?|(?:[数几万点]|{numeral})*几?)"
            rf"(?P<odd>[余多])?(?P<scale>[十百千万亿]*)(?P<odder>[余多])?)"
            rf"(?P<unit>{measures}|{units}|{of_formulae})?(?P<after>{after})?(?P<noun>.*)"
        ),
    )


def find_counts(view: str) -> Iterator[Found]:
    """Find the counts of a text."""
    patterns, rank = _patterns(), ORDER["count"]
    for start, end, _ in find(patterns.figure, view):
        # 超过 may stand before it, and no approximation is longer than three characters.
        last = view[start - 1 : start]
        near = last in _last_characters()
        before = patterns.before.search(view, max(start - 3, 0), start) if near else None
        if before and before.group() == "上" and view[start] not in "百千万":
            before = None  # 以上3名, 上3个台阶
        begin = before.start() if before else start
        text = view[begin:end]
        if text[-1] in "名位" and patterns.no_rank.search(view, max(start - 2, 0), start):
            continue
        said = _said(text, "")
        if said["noun"] is None and said["unit"] in _classifiers():
            # 发现问题12个: what is counted may stand before.
            near = view[begin - 1 : begin] in _last_characters()
            noun = patterns.noun.search(view, max(begin - _NOUN, 0), begin) if near else None
            said = _said(text, noun.group()) if noun else said
        yield rank, begin, -end, "count", "count-pattern", said
    for match in patterns.rank.finditer(view):
        number = to_int(match.group().strip("第位名"))
        yield slot(*match.span(), "count", "rank", match.group(), number=number, unit="位")


@lru_cache(maxsize=1 << 14)
def _said(text: str, noun: str) -> dict[str, Any]:
    read = read_count(text)
    return attributes(text, **{**read, "noun": read["noun"] or noun or None})


@cache
def _last_characters() -> frozenset[str]:
    """What stands right before a count if a noun of the list does, or a word that makes it no exact one."""
    rules = slot_rules()["count"]
    nouns = {re.sub(r"\(.*?\)", "", noun)[-1] for noun in rules["nouns"]}
    return frozenset(nouns | set(re.findall(r"\w", rules["about_before"])))


@cache
def _classifiers() -> frozenset[str]:
    rules = slot_rules()["count"]
    return frozenset([*rules["units"], *rules["units_of_formulae"]])


def read_count(text: str) -> dict[str, Any]:
    """Return what a count says.

    Parameters
    ----------
    text : str
        The count as written, folded.

    Returns
    -------
    dict
        ``number``, an int where it is whole, None where it cannot be read; ``about``, the words that say that it is no exact one, else None
        (of 三五个 and of 3至5个 the number is the lower); ``unit``, the measure word; ``noun``, what is counted.

    Examples
    --------
    >>> read_count("12个被巡察单位")
    {'number': 12, 'about': None, 'unit': '个', 'noun': '被巡察单位'}
    >>> [read_count(each)["number"] for each in ("500余万元", "3.2亿元", "百分之九十五", "近百名", "十几件")]
    [5000000, 320000000, 95, 100, 10]
    >>> [read_count(each)["about"] for each in ("500余万元", "三五个", "近百名", "95%以上")]
    ['余', '三五', '近', '以上']
    """
    match = _patterns().parts.fullmatch(text)
    if match is None:
        return {"number": None, "about": None, "unit": None, "noun": None}
    parts = match.groupdict()
    try:
        number, vague = _number(parts["number"], parts["pair"])
    except ValueError:  # 十百: written like a number, and none
        return {"number": None, "about": None, "unit": parts["unit"], "noun": parts["noun"] or None}
    for scale in parts["scale"]:
        number *= _SCALES[scale]
    # 36.8亿 is whole, whatever the figures of a fraction make of it.
    number = round(number, 6)
    words = [parts["before"], vague, parts["odd"], parts["odder"], parts["after"]]
    unit = "%" if parts["share"] else parts["unit"]
    return {
        "number": int(number) if number == int(number) else number,
        "about": "…".join(filter(None, words)) or None,
        "unit": unit,
        "noun": parts["noun"] or None,
    }


def _number(written: str, pair: str | None) -> tuple[float, str | None]:
    """The number, and what of it is vague."""
    if pair:
        return to_int(pair[0]), pair
    figures = re.split("[-~—至到]+", written)
    if written[:1].isdecimal():
        vague = written if len(figures) > 1 else None
        return float(figures[0].replace(",", "")), vague
    if "点" in written:
        whole, _, rest = written.partition("点")
        return float(f"{_whole(whole)}.{''.join(str(to_int(each)) for each in rest)}"), None
    bare = written.strip("数几")
    return float(_whole(bare)), written if bare != written else None


def _whole(written: str) -> int:
    return to_int(f"一{written}" if written[:1] in tuple("百千万亿") else written)
