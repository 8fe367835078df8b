"""Slots (变量): persons, offices, places, organisations, dates, rounds, congresses, counts, masked text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from ..data import load_toml
from ..segment import Token, is_word, tag_words
from ..sources import Source
from ..speeches import Speech, find_dates
from .model import Annotation

__all__ = ["SLOTS", "constant_persons", "find_slots"]

SLOTS = ("person", "office", "place", "organisation", "date", "round", "congress", "count", "masked")

# Where two slots overlap, the one that says more about the occasion is kept.
_ORDER = {label: rank for rank, label in enumerate(
    ("date", "masked", "person", "office", "congress", "round", "count", "organisation", "place")
)}  # fmt: skip

# Characters that a body takes behind its place at most.
_BODY = 4

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
    places = list(_places(view, tokens))
    found = [*_persons(view, tokens), *_dates(view), *_by_pattern(view), *_organisations(view)]
    found += [*places, *_stems(view, tokens, speech.source), *_byline(speech)]
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
        constant = match["name"] in rules["constant_persons"] or match["office"] == "总书记"
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
    if office == "同志":
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


def _places(view: str, tokens: list[Token]) -> Iterator[_Found]:
    """A name with 省, 市, 区, 县 …, as one word or two; or a place that the dictionary knows."""
    rules = _rules()["place"]
    suffix = rf"(?:{'|'.join(rules['long_suffixes'])}|[{rules['suffixes']}])"
    name = rf"[^\W\da-zA-Z{rules['never_first']}][^\W\da-zA-Z{rules['never_inside']}]{{1,3}}"
    full = re.compile(rf"(?P<lead>[{rules['never_first']}]?)(?P<place>{name}{suffix})")
    bare: set[str] = set()
    for index, token in enumerate(tokens):
        if token.tag != "ns" or token.text in rules["not_places"]:
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else token
        joined = token.text + following.text if re.fullmatch(suffix, following.text) else token.text
        match = full.fullmatch(joined)
        if match:
            start, end = match.span("place")
            yield _slot(token.start + start, token.start + end, "place", "name-suffix", match["place"])
        elif token.text[0] not in rules["never_first"] and _has_full_form(token.text, view):
            bare.add(token.text)
            yield _slot(token.start, token.end, "place", "dictionary", token.text)
    # Where the text has such a name with its suffix, that is the name, however it was cut (澄|湖区), but
    # not where the suffix begins another word (长三角|区域).
    ends = {token.end for token in tokens}
    for match in re.finditer(rf"(?:{'|'.join(sorted(bare))}){suffix}", view) if bare else ():
        if match.end() in ends:
            yield _slot(*match.span(), "place", "full-form", match.group())
    listed = rf"(?<=[{rules['list_before']}])(?P<place>{name[: -len('{1,3}')]}{{1,2}}{suffix})(?={rules['list_after']})"
    for match in re.finditer(listed, view):
        if match["place"] not in rules["not_places"]:
            yield _slot(*match.span("place"), "place", "list-item", match["place"])
    # The segmenter may cut a well-known name in the wrong place (对临|川区).
    for match in re.finditer(suffix, view):
        for length in (3, 2):
            start = match.start() - length
            place = view[max(start, 0) : match.end()]
            if (
                start >= 0
                and is_word(place)
                and tag_words(place)[0].tag == "ns"
                and place not in rules["not_places"]
            ):
                yield _slot(start, match.end(), "place", "dictionary", place)
                break


def _has_full_form(name: str, view: str) -> bool:
    """A bare name (云川) is a place where the dictionary or this text has it with its suffix (云川市)."""
    full = [name + suffix for suffix in _rules()["place"]["suffixes"]]
    return len(name) > 1 and any(is_word(each) or each in view for each in full)


def _stems(view: str, tokens: list[Token], source: Source) -> Iterator[_Found]:
    """What a compilation calls 临溪镇 is the same place without its suffix, in each of its speeches."""
    rules = _rules()["place"]
    suffix = rf"(?:{'|'.join(rules['long_suffixes'])}|[{rules['suffixes']}])"
    ends = {token.start: token.end for token in tokens}
    for stem in _stems_of(source):
        # With its suffix where that follows and begins no other word (云川|市场) nor a body (澄湖|区委).
        for match in re.finditer(rf"(?P<stem>{re.escape(stem)})(?:{suffix}(?!{rules['bodies']}))?", view):
            word = view[match.end("stem") : ends.get(match.end("stem"), 0)]
            whole = len(word) <= match.end() - match.end("stem") or not is_word(word) or word.endswith("党委")
            yield _slot(*match.span(0 if whole else "stem"), "place", "stem", match[0 if whole else "stem"])


@lru_cache(maxsize=8)
def _stems_of(source: Source) -> tuple[str, ...]:
    """Return the short forms of places: 临溪 of 临溪镇, 澄湖 in 澄湖区委."""
    rules = _rules()["place"]
    tokens = tag_words(source.view)
    suffix = rf"(?:{'|'.join(rules['long_suffixes'])}|[{rules['suffixes']}])$"
    found = {
        re.sub(suffix, "", attributes["value"])
        for *_, rule, attributes in _places(source.view, tokens)
        if rule in ("name-suffix", "list-item")
    }
    for token in tokens:
        body = re.match(rf"[省市区县](?:{rules['bodies']})", source.view[token.end : token.end + _BODY])
        if token.tag == "ns" and body and token.text not in rules["not_places"]:
            found.add(token.text)
    return tuple(sorted(stem for stem in found if len(stem) > 1 and stem not in rules["not_places"]))


def _byline(speech: Speech) -> Iterator[_Found]:
    """A speaker's line that is a name and nothing else."""
    text = speech.source.view
    for line in speech.header:
        name = text[line.start : line.end].strip("() ")
        if line.role == "byline" and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name):
            start = text.index(name, line.start) - speech.start
            yield _slot(start, start + len(name), "person", "byline", name)
