"""Slots (变量): persons, offices, places, organisations, dates, rounds, congresses, counts, masked text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..data import load_toml
from ..segment import Token, tokenize
from ..sources import fold
from ..speeches import Speech, find_dates
from .model import Annotation

__all__ = ["SLOTS", "constant_persons", "find_slots"]

SLOTS = ("person", "office", "place", "organisation", "date", "round", "congress", "count", "masked")

# Where two slots overlap, the one that says more about the occasion is kept.
_ORDER = {label: rank for rank, label in enumerate(
    ("masked", "person", "office", "date", "congress", "round", "count", "organisation", "place")
)}  # fmt: skip

_Found = tuple[int, int, str, str, dict[str, Any]]


@cache
def _rules() -> dict[str, Any]:
    return load_toml("slots.toml")


def constant_persons() -> frozenset[str]:
    """Return the persons who are the same on every occasion, and so no slots to fill."""
    return frozenset(_rules()["constant_persons"])


def find_slots(speech: Speech) -> list[Annotation]:
    """Find what changes between occasions.

    Parameters
    ----------
    speech : Speech

    Returns
    -------
    list of Annotation
        In the order of the text, not overlapping. Every one has ``value``, the slot's normal form:
        the name without the office, the ISO date, the surface otherwise; and ``generic``, true for
        what is the same on every occasion (the General Secretary, 区委).

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "刚才，潘文博部长宣读了名单。2017年8月，首轮巡察启动。"))
    >>> [(each.label, each.attributes["value"]) for each in find_slots(speech)]
    [('person', '潘文博'), ('office', '部长'), ('date', '2017-08'), ('round', '首轮')]
    """
    text = speech.text
    view = fold(text)
    tokens = tokenize(view)
    found = [*_persons(view, tokens), *_dates(view), *_by_pattern(view), *_organisations(view, tokens)]
    found += _places(tokens)
    found.sort(key=lambda each: (_ORDER[each[2]], each[0], -each[1]))
    taken: list[_Found] = []
    for each in found:
        if all(each[1] <= other[0] or each[0] >= other[1] for other in taken):
            taken.append(each)
    return [
        Annotation(start + speech.start, end + speech.start, "slot", label, rule, attributes)
        for start, end, label, rule, attributes in sorted(taken, key=lambda each: each[0])
    ]


def _slot(start: int, end: int, label: str, rule: str, value: str, *, generic: bool = False) -> _Found:
    return start, end, label, rule, {"value": value, "generic": generic}


def _persons(view: str, tokens: list[Token]) -> Iterator[_Found]:
    """Surname, up to two characters, office; or office and a name up to the next punctuation."""
    rules = _rules()
    begins = {token.start for token in tokens}
    long_tokens = {token.start + offset for token in tokens for offset in range(1, len(token.text))}
    surname = rf"(?:{'|'.join(rules['compound_surnames'])}|[{rules['surnames']}])"
    given = rf"[^\W\d{rules['not_in_name']}]"
    offices = "|".join(sorted(rules["offices"], key=len, reverse=True))
    before = rf"(?P<name>{surname}{given}{{0,2}})(?P<office>{offices})"
    position = 0
    regex = re.compile(before)
    while match := regex.search(view, position):
        start = match.start()
        position = start + 1
        # A name does not begin in the middle of a word, nor with a longer word that is none (安排何部长).
        inside = start not in begins
        splits = match.end("name") in long_tokens
        first = next((token for token in tokens if token.start == start), None)
        word = first is not None and 2 <= len(first.text) < len(match["name"]) and first.text in _WORDS  # noqa: PLR2004
        if inside or splits or word:
            continue
        constant = match["name"] in rules["constant_persons"]
        yield _slot(*match.span("name"), "person", "name-office", match["name"], generic=constant)
        if not constant:
            yield _slot(*match.span("office"), "office", "name-office", match["office"])
        position = match.end()
    after = rf"(?<=(?:{'|'.join(rules['before_name'])}))(?P<name>{surname}{given}{{1,2}})(?=[、,。;)\s]|同志|$)"
    for match in re.finditer(after, view):
        yield _slot(*match.span("name"), "person", "office-name", match["name"])


# Words that begin with a surname's character and may stand before another surname.
_WORDS = frozenset({"安排", "任命", "请示", "向来", "高度", "和谐", "常务", "时任"})


def _dates(view: str) -> Iterator[_Found]:
    covered = []
    for start, end, value in find_dates(view):
        covered.append((start, end))
        yield _slot(start, end, "date", "calendar-date", value)
    for match in re.finditer(_rules()["patterns"]["date_relative"], view):
        if not any(start <= match.start() < end for start, end in covered):
            yield _slot(*match.span(), "date", "relative-date", match.group())


def _by_pattern(view: str) -> Iterator[_Found]:
    for label in ("round", "congress", "masked", "count"):
        for match in re.finditer(_rules()["patterns"][label], view):
            yield _slot(*match.span(), label, f"{label}-pattern", match.group())


def _organisations(view: str, tokens: list[Token]) -> Iterator[_Found]:
    begins = {token.start for token in tokens}
    rules = _rules()["organisation"]
    for match in re.finditer(rules["pattern"], view):
        if match.start() in begins:
            generic = bool(re.match(rules["generic"], match.group()))
            yield _slot(*match.span(), "organisation", "body", match.group(), generic=generic)


def _places(tokens: list[Token]) -> Iterator[_Found]:
    """A name and 省, 市, 区, 县 …: as one token, or a name of two characters and the suffix."""
    rules = _rules()["place"]
    suffix = rf"(?:{'|'.join(rules['long_suffixes'])}|[{rules['suffixes']}])"
    whole = re.compile(rf"(?=[^{rules['generic_before']}])[\u4e00-\u9fff]{{1,3}}[^{rules['generic_before']}\W]{suffix}")
    for index, token in enumerate(tokens):
        if whole.fullmatch(token.text):
            yield _slot(token.start, token.end, "place", "name-suffix", token.text)
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following and re.fullmatch(suffix, following.text):
            joined = token.text + following.text
            if len(token.text) == 2 and whole.fullmatch(joined) and token.text not in _GENERIC:  # noqa: PLR2004
                yield _slot(token.start, following.end, "place", "name-suffix", joined)


_GENERIC = frozenset({"有关", "所有", "全体", "其他", "部分", "相关", "个别", "重点", "试点", "先进", "美丽", "贫困"})
