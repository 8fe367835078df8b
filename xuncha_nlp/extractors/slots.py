"""Slots (变量): persons, offices, places, organisations, dates, rounds, congresses, counts, masked text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from ..data import load_toml
from ..segment import is_word, tagged
from ..segment.clauses import clauses_of
from ..speeches import Speech, find_dates
from .model import Annotation
from .places import find_places

__all__ = ["SLOTS", "constant_persons", "find_slots"]

SLOTS = ("person", "office", "place", "organisation", "date", "round", "congress", "count", "masked")

# Where two slots overlap, the one that says more about the occasion is kept.
_ORDER = {label: rank for rank, label in enumerate(
    ("date", "masked", "person", "office", "congress", "round", "count", "organisation", "place")
)}  # fmt: skip

# A year and what ties it to the year behind it, and a character before it.
_SPAN = len("x2021——")

# Rank, start and negative end, which is the order of preference; label, rule and attributes.
_Found = tuple[int, int, int, str, str, dict[str, Any]]
_PREFERENCE = itemgetter(0, 1, 2)
_START = itemgetter(1)


class _Persons(NamedTuple):
    office: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    constant: re.Pattern[str]
    reach: int


@cache
def _rules() -> dict[str, Any]:
    return load_toml("slots.toml")


def _find(pattern: re.Pattern[str], view: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of the matches of a pattern made by `_anchored`."""
    done = 0
    for match in pattern.finditer(view):
        start, end = match.span(1)
        if start >= done:
            done = end
            yield start, end, match[1]


def _anchored(begins: str, pattern: str) -> re.Pattern[str]:
    """A pattern that is tried only at the characters that it can begin with, several times as fast.

    `re` passes over characters quickly only up to one of a set that a pattern begins with, and sees such
    a set in no pattern of many branches. So the set is matched first, and then, from behind its one
    character, the pattern itself is looked for: as group 1.
    """
    return re.compile(rf"[{begins}](?<=(?=({pattern}))[\s\S])")


@cache
def _pattern(label: str) -> re.Pattern[str]:
    return _anchored(_rules()["begins"][label], _rules()["patterns"][label])


@cache
def _around_dates() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = _rules()["date"]
    return re.compile(rules["behind"]), re.compile(rules["before"])


@cache
def _bodies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = _rules()["organisation"]
    return _anchored(rules["begins"], rules["pattern"]), re.compile(rules["generic"])


@cache
def _person_patterns() -> _Persons:
    rules = _rules()
    surname = rf"(?:{'|'.join(rules['compound_surnames'])}|[{rules['surnames']}])"
    given = rf"[^\W\d{rules['not_in_name']}]"
    offices = "|".join(sorted(rules["offices"], key=len, reverse=True))
    governing = "|".join(rules["before_name"])
    return _Persons(
        office=re.compile(offices),
        before=re.compile(rf"(?P<name>{surname}{given}{{0,2}})(?P<office>{offices})"),
        after=re.compile(
            rf"(?:{governing})[ ]{{0,2}}(?P<name>{surname}{given}{{1,2}})"
            r"(?=[、,。;)\s]|同志|等|[两二三几\d]+[位名]|$)"
        ),
        constant=re.compile("|".join(rules["constant_persons"])),
        reach=max(map(len, rules["compound_surnames"])) + 2,
    )


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
        the name without the office, the ISO date or span of years (2021/2026), the surface otherwise; and ``generic``, true for
        what is the same on every occasion (the General Secretary, 区委).

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "刚才，潘文博部长宣读了名单。2017年8月，首轮巡察启动。"))
    >>> [(each.label, each.attributes["value"]) for each in find_slots(speech)]
    [('person', '潘文博'), ('office', '部长'), ('date', '2017-08'), ('round', '首轮')]
    """
    view = speech.source.view[speech.start : speech.end]
    found = [
        *_persons(view, speech),
        *_byline(speech),
        *_dates(view),
        *_by_pattern(view),
        *_organisations(view),
    ]
    found += [_slot(start, end, "place", rule, name) for start, end, rule, name in find_places(speech)]
    found.sort(key=_PREFERENCE)
    taken: list[_Found] = []
    covered = bytearray(len(view))
    for each in found:
        start, end = each[1], -each[2]
        if covered.find(1, start, end) < 0:
            covered[start:end] = b"\1" * (end - start)
            taken.append(each)
    taken.sort(key=_START)
    begin = speech.start
    return [
        Annotation(start + begin, begin - to, "slot", label, rule, attributes)
        for _, start, to, label, rule, attributes in taken
    ]


def _slot(start: int, end: int, label: str, rule: str, value: str, *, generic: bool = False) -> _Found:
    return _ORDER[label], start, -end, label, rule, {"value": value, "generic": generic}


def _persons(view: str, speech: Speech) -> Iterator[_Found]:
    """Surname, up to two characters, office; or office and a name up to the next punctuation."""
    rules, patterns = _rules(), _person_patterns()
    clauses = clauses_of(speech.source.view)
    before = tuple(rules["before_surname"])
    position = 0
    for match in _before_offices(view):
        if match.start() < position:
            continue
        start, end = match.span("name")
        token = clauses.starting_at(speech.start + start)
        first = (view[start : start + token[1] - token[0]], token[2]) if token else None
        # The segmenter may have drawn the surname to a word that stands before it (办|秦, 从|何).
        drawn = first is None and view[start - 1 : start] in before
        if not (drawn or _is_name(match["name"], first, match["office"])):
            continue
        if clauses.ending_at(speech.start + end) is None:
            continue
        position = match.end()
        constant = match["name"] in rules["constant_persons"] or match["office"] == rules["constant_office"]
        yield _slot(*match.span("name"), "person", "name-office", match["name"], generic=constant)
        if not constant:
            yield _slot(*match.span("office"), "office", "name-office", match["office"])
    for match in patterns.after.finditer(view):
        if not _is_ordinary_word(match["name"]):
            yield _slot(*match.span("name"), "person", "office-name", match["name"])
    for match in patterns.constant.finditer(view):
        yield _slot(*match.span(), "person", "constant", match.group(), generic=True)


def _before_offices(view: str) -> Iterator[re.Match[str]]:
    """What may be a name and its office, found from the office, which is the rarer of the two."""
    patterns = _person_patterns()
    tried = 0
    for office in patterns.office.finditer(view):
        start = max(office.start() - patterns.reach, tried)
        while match := patterns.before.search(view, start, office.end()):
            yield match
            start = match.start() + 1
        tried = office.start()


def _is_name(name: str, first: tuple[str, str] | None, office: str) -> bool:
    """A name begins a word (not 安排何部长), and 同志 alone makes no name of what stands before it."""
    if first is None:
        return False
    word, tag = first
    if office == _rules()["courtesy"]:
        return word == name and tag == "nr"
    if word == name and len(name) > 1:
        return not _is_ordinary_word(name)
    # The segmenter may take a name's first two characters for a noun (方志|恒), not for a verb.
    return len(word) == 1 or tag.startswith("n")


@lru_cache(maxsize=1 << 14)
def _is_ordinary_word(name: str) -> bool:
    """Whether the dictionary has it as something else than a person (总书记强调, 单位主任)."""
    tag = tagged(name)[0][1]
    # What the dictionary has as a name of some other kind (nz, ns, nt) may be a person's all the same.
    return is_word(name) and (not tag.startswith("n") or tag == "n")


def _dates(view: str) -> Iterator[_Found]:
    behind, before = _around_dates()
    dates = []
    for start, end, value in find_dates(view):
        rest = behind.match(view, end)
        span = before.search(view, max(start - _SPAN, 0), start) if len(value) == len("2026") else None
        first = span.start() if span else start
        last = rest.end() if rest else end
        dates.append((first, last))
        iso = f"{span['year']}/{value}" if span else value
        yield _slot(first, last, "date", "calendar-date", iso)
    calendar = iter([*dates, (len(view), len(view))])
    start, end = next(calendar)
    for first, last, text in _find(_pattern("date_relative"), view):
        while end <= first:
            start, end = next(calendar)
        if first < start:
            yield _slot(first, last, "date", "relative-date", text)


def _by_pattern(view: str) -> Iterator[_Found]:
    for label in ("round", "congress", "masked", "count"):
        for start, end, text in _find(_pattern(label), view):
            yield _slot(start, end, label, f"{label}-pattern", text)


def _organisations(view: str) -> Iterator[_Found]:
    body, generic = _bodies()
    for start, end, text in _find(body, view):
        yield _slot(start, end, "organisation", "body", text, generic=bool(generic.match(text)))


def _byline(speech: Speech) -> Iterator[_Found]:
    """A speaker's line that is a name and nothing else."""
    text = speech.source.view
    for line in speech.header:
        name = text[line.start : line.end].strip("() ")
        if line.role == "byline" and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name):
            start = text.index(name, line.start) - speech.start
            yield _slot(start, start + len(name), "person", "byline", name)
