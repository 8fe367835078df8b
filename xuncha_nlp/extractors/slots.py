"""Slots (变量): persons, offices, places, organisations, dates, rounds, congresses, counts, masked text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..data import load_toml
from ..segment import Token, is_word, tag_words
from ..speeches import Speech, find_dates
from .model import Annotation
from .places import find_places

__all__ = ["SLOTS", "constant_persons", "find_slots"]

SLOTS = ("person", "office", "place", "organisation", "date", "round", "congress", "count", "masked")

# Where two slots overlap, the one that says more about the occasion is kept.
_ORDER = {label: rank for rank, label in enumerate(
    ("date", "masked", "person", "office", "congress", "round", "count", "organisation", "place")
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
    view = speech.source.view[speech.start : speech.end]
    tokens = tag_words(view)
    found = [
        *_persons(view, tokens),
        *_byline(speech),
        *_dates(view),
        *_by_pattern(view),
        *_organisations(view),
    ]
    places = find_places(view, tokens, speech.source)
    found += [_slot(start, end, "place", rule, name) for start, end, rule, name in places]
    found.sort(key=lambda each: (_ORDER[each[2]], each[0], -each[1]))
    taken: list[_Found] = []
    covered: set[int] = set()
    for each in found:
        if covered.isdisjoint(range(each[0], each[1])):
            covered.update(range(each[0], each[1]))
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
    words = {token.start: token for token in tokens}
    inner = {offset for token in tokens for offset in range(token.start + 1, token.end)}
    surname = rf"(?:{'|'.join(rules['compound_surnames'])}|[{rules['surnames']}])"
    given = rf"[^\W\d{rules['not_in_name']}]"
    offices = "|".join(sorted(rules["offices"], key=len, reverse=True))
    before = re.compile(rf"(?P<name>{surname}{given}{{0,2}})(?P<office>{offices})")
    position = 0
    while match := before.search(view, position):
        position = match.start() + 1
        first = words.get(match.start())
        # The segmenter may have drawn the surname to a word that stands before it (办|秦, 从|何).
        drawn = first is None and view[match.start() - 1 : match.start()] in tuple(rules["before_surname"])
        if match.end("name") in inner or not (drawn or _is_name(match["name"], first, match["office"])):
            continue
        position = match.end()
        constant = match["name"] in rules["constant_persons"] or match["office"] == rules["constant_office"]
        yield _slot(*match.span("name"), "person", "name-office", match["name"], generic=constant)
        if not constant:
            yield _slot(*match.span("office"), "office", "name-office", match["office"])
    governing = "|".join(rules["before_name"])
    after = rf"(?:{governing})[ ]{{0,2}}(?P<name>{surname}{given}{{1,2}})(?=[、,。;)\s]|同志|等|[两二三几\d]+[位名]|$)"
    for match in re.finditer(after, view):
        if not _is_ordinary_word(match["name"]):
            yield _slot(*match.span("name"), "person", "office-name", match["name"])
    for match in re.finditer("|".join(rules["constant_persons"]), view):
        yield _slot(*match.span(), "person", "constant", match.group(), generic=True)


def _is_name(name: str, first: Token | None, office: str) -> bool:
    """A name begins a word (not 安排何部长), and 同志 alone makes no name of what stands before it."""
    if first is None:
        return False
    if office == _rules()["courtesy"]:
        return first.text == name and first.tag == "nr"
    if first.text == name and len(name) > 1:
        return not _is_ordinary_word(name)
    # The segmenter may take a name's first two characters for a noun (方志|恒), not for a verb.
    return len(first.text) == 1 or first.tag.startswith("n")


def _is_ordinary_word(name: str) -> bool:
    """Whether the dictionary has it as something else than a person (总书记强调, 单位主任)."""
    tag = tag_words(name)[0].tag
    # What the dictionary has as a name of some other kind (nz, ns, nt) may be a person's all the same.
    return is_word(name) and (not tag.startswith("n") or tag == "n")


def _dates(view: str) -> Iterator[_Found]:
    covered: set[int] = set()
    for start, end, value in find_dates(view):
        covered.update(range(start, end))
        yield _slot(start, end, "date", "calendar-date", value)
    for match in re.finditer(_rules()["patterns"]["date_relative"], view):
        if match.start() not in covered:
            yield _slot(*match.span(), "date", "relative-date", match.group())


def _by_pattern(view: str) -> Iterator[_Found]:
    for label in ("round", "congress", "masked", "count"):
        for match in re.finditer(_rules()["patterns"][label], view):
            yield _slot(*match.span(), label, f"{label}-pattern", match.group())


def _organisations(view: str) -> Iterator[_Found]:
    rules = _rules()["organisation"]
    for match in re.finditer(rules["pattern"], view):
        generic = bool(re.match(rules["generic"], match.group()))
        yield _slot(*match.span(), "organisation", "body", match.group(), generic=generic)


def _byline(speech: Speech) -> Iterator[_Found]:
    """A speaker's line that is a name and nothing else."""
    text = speech.source.view
    for line in speech.header:
        name = text[line.start : line.end].strip("() ")
        if line.role == "byline" and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name):
            start = text.index(name, line.start) - speech.start
            yield _slot(start, start + len(name), "person", "byline", name)
