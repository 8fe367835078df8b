"""Places: by name and suffix, by the list that they stand in, by dictionary and gazetteer, by their short form."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from ..segment import dictionary_words, is_word, tagged
from ..segment.clauses import Clauses, TaggedSpan, clauses_of
from ..speeches import Speech
from .found import ORDER, Found, slot_rules
from .gazetteer import candidates, full_names, name_of
from .place_facts import Facts, Place, facts_of

__all__ = ["find_places"]


_Span = tuple[int, int]
# A name has so many characters before its suffix.
_NAME = (2, 3, 4)
# What stands so far before and behind the beginning of a suffix tells whether it can be a name's.
_REACH = 3


class _Name(NamedTuple):
    """A name that the dictionary has for a place, and what it is good for."""

    text: str
    # It may stand without a suffix when it has a form with one; the dictionary has that form.
    may_be_bare: bool
    has_full_form: bool
    has_suffix: bool
    # It is sure to be a place though it be cut in the wrong place (对临|川区).
    is_sure: bool
    # It is in the segmenter's dictionary; the others are of the gazetteer.
    in_dictionary: bool
    # It is a word of its own, and a place only behind the name of what it lies in.
    needs_parent: bool


_Hit = tuple[int, int, _Name]


class _Patterns(NamedTuple):
    suffix: re.Pattern[str]
    own_suffix: re.Pattern[str]
    body: re.Pattern[str]
    full: re.Pattern[str]
    known: re.Pattern[str]
    listed: re.Pattern[str]
    stem: re.Pattern[str]
    inside: re.Pattern[str]
    not_before: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = slot_rules()["place"]
    return rules


@cache
def _not_places() -> frozenset[str]:
    return frozenset(_rules()["not_places"])


@cache
def _patterns() -> _Patterns:
    rules = _rules()
    suffix = rf"(?:{'|'.join(rules['long_suffixes'])}|[{rules['suffixes']}])"
    first = rf"[^\W\da-zA-Z{rules['never_first']}]"
    inside = rf"[^\W\da-zA-Z{rules['never_inside']}]"
    return _Patterns(
        suffix=re.compile(suffix),
        own_suffix=re.compile(rf"{suffix}(?!{rules['bodies']})"),
        body=re.compile(rf"[省市区县](?:{rules['bodies']})"),
        full=re.compile(rf"[{rules['never_first']}]?(?P<place>{first}{inside}{{1,3}}{suffix})"),
        known=re.compile(rf".{{2,3}}{suffix}"),
        # One character is matched and the rest looked at, so that the next name may begin in this one.
        listed=re.compile(
            rf"[{rules['list_before']}](?=(?P<place>{first}{inside}{{1,2}}{suffix})(?:{rules['list_after']}))"
        ),
        stem=re.compile(rf"{first}{inside}{{1,3}}"),
        inside=re.compile(rf"{inside}{{2}}"),
        not_before=re.compile(rules["not_before"]),
        opening=re.compile(rf"(?<![\w·])(?P<stem>{first}{inside})(?P<suffix>{rules['opening']})"),
    )


def find_places(speech: Speech) -> Iterator[Found]:
    """Find the places of a speech, some of them more than once and by more than one rule.

    What is a place in one speech of a compilation is one in all: the source is read as a whole, once.

    Parameters
    ----------
    speech : Speech

    Yields
    ------
    Found
        Slots with offsets into the speech. Of places with the same start the longer comes first, of the
        same place the better rule.
    """
    places, starts, known = _places(speech.source.view)
    begin, last, rank = speech.start, speech.end, ORDER["place"]
    for index in range(bisect_left(starts, begin), bisect_left(starts, last)):
        start, end, rule, name = places[index]
        if end <= last:
            yield rank, start - begin, begin - end, "place", rule, known.get(index) or known[name]


@lru_cache(maxsize=4)
def _places(view: str) -> tuple[list[Place], list[int], Facts]:
    """The places of a text, where they start, and what is known of each name or, if it differs, each place."""
    clauses = clauses_of(view)
    suffixes = list(map(re.Match.span, _patterns().suffix.finditer(view)))
    hits = _in_dictionary(view)
    found = [*_tagged(view, clauses, suffixes, hits), *_listed(view), *_opening(view, suffixes)]
    found += [
        (start, end, "dictionary" if name.in_dictionary else "gazetteer", name.text)
        for start, end, name in hits
        if (name.is_sure and _stands_alone(view, start, end, forward=not name.in_dictionary))
        or (name.needs_parent and _behind_parent(view, start, name.text))
    ]
    stems = {
        name.removesuffix(_suffix_of(name))
        for *_, rule, name in found
        if rule in ("name-suffix", "list-item", "opening")
    }
    bodies = _before_bodies(view, clauses)
    stems |= bodies.keys()
    stems -= _not_places()
    found += _short_forms(view, clauses, [stem for stem in sorted(stems) if _is_short_form(stem)])
    found.sort(key=lambda each: (each[0], -each[1]))
    return found, [each[0] for each in found], facts_of(found, bodies, _suffix_of)


@lru_cache(maxsize=1 << 12)
def _is_short_form(stem: str) -> bool:
    """Whether the stem of a name is a name as well: 和平 and 青石 are words of their own."""
    if len(stem) < min(_NAME) or stem in slot_rules()["gazetteer"]["ordinary_short"]:
        return False
    return not is_word(stem) or tagged(stem)[0][1].startswith(("ns", "nr", "nz", "nt"))


def _stands_alone(view: str, start: int, end: int, *, forward: bool) -> bool:
    """Whether a name is not cut out of other words: 东方市|场, 新|增城市; but 余杭区|委."""
    if forward and is_word(view[end - 1 : end + 1]) and not _patterns().body.match(view, end - 1):
        return False
    return start == 0 or not (is_word(view[start - 1 : start + 1]) and is_word(view[start + 1 : end]))


def _behind_parent(view: str, start: int, name: str) -> bool:
    """Whether the name of what it lies in stands before a name that is a word of its own: 洛阳市老城区."""
    before = view[max(start - 8, 0) : start]
    above = {code for each in candidates(name) for code in each.above()}
    return bool(before) and any(before.endswith(name_of(code)) for code in above)


@lru_cache(maxsize=1 << 14)
def _is_kind(name: str) -> bool:
    """Whether a name says only what kind of place it is: 中心镇, 民族地区, 大城市."""
    rules = _rules()
    kind = (
        name.endswith(tuple(rules["kinds"])) or name.removesuffix(_suffix_of(name)) in rules["kinds_of_towns"]
    )
    return kind and not candidates(name)


def _opening(view: str, suffixes: list[_Span]) -> Iterator[Place]:
    """A noun with 镇 at the beginning of a clause is a name, unless it says what kind of town: 青石镇工作扎实."""
    rules, opening = _rules(), _patterns().opening
    for at, _ in suffixes:
        # The cheapest question first: does a clause begin two characters before?
        if view[at] not in "镇乡街" or (at > 2 and view[at - 3].isalnum()):  # noqa: PLR2004
            continue
        match = opening.match(view, at - 2) if at > 1 else None
        if match is None:
            continue
        name = match.group()
        # 使|城镇, 如|城乡: the suffix ends a word.
        cut = name[1:] in _not_places() or name[1:] in rules["kinds_of_towns"]
        if not (cut or _is_kind(name) or name in _not_places()) and _is_noun(match["stem"]):
            yield *match.span(), "opening", name


@lru_cache(maxsize=1 << 12)
def _is_noun(word: str) -> bool:
    return not is_word(word) or tagged(word)[0][1].startswith("n")


@lru_cache(maxsize=1 << 15)
def _suffix_of(name: str) -> str:
    """The suffix at the end of a name, the longest where one ends in another (自治区)."""
    matches = (_patterns().suffix.fullmatch(name, start) for start in range(len(name)))
    return next((match.group() for match in matches if match), "")


@cache
def _dictionary() -> tuple[AhoCorasick, list[str], dict[int, _Name]]:
    known = dictionary_words("ns") - _not_places()
    names = sorted({*(name for name in known if len(name) > 1), *full_names(), *_ordinary()})
    return AhoCorasick(names), names, {}


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(slot_rules()["gazetteer"]["ordinary"])


def _in_dictionary(view: str) -> list[_Hit]:
    """Where the dictionary's names of places stand, whether as words or not."""
    automaton, names, known = _dictionary()
    hits = []
    for index, start, end in automaton.find_matches_as_indexes(view, overlapping=True):
        name = known.get(index)
        if name is None:
            name = known[index] = _name(names[index])
        hits.append((start, end, name))
    return hits


def _name(text: str) -> _Name:
    return _Name(
        text,
        may_be_bare=_may_be_bare(text),
        has_full_form=_has_full_form(text),
        has_suffix=bool(_suffix_of(text)),
        is_sure=text not in _ordinary()
        and not _is_kind(text)
        and (text in full_names() or bool(_patterns().known.fullmatch(text))),
        in_dictionary=text in dictionary_words("ns"),
        needs_parent=text in _ordinary(),
    )


def _may_be_bare(name: str) -> bool:
    ordinary = slot_rules()["gazetteer"]["ordinary_short"]
    return len(name) > 1 and name[0] not in _rules()["never_first"] and name not in ordinary


@lru_cache(maxsize=1 << 15)
def _has_full_form(name: str) -> bool:
    """A bare name (云川) is a place where the dictionary has it with its suffix (云川市)."""
    return any(is_word(name + suffix) for suffix in _rules()["suffixes"])


def _tagged(view: str, clauses: Clauses, suffixes: list[_Span], hits: list[_Hit]) -> Iterator[Place]:
    """A name with 省, 市, 区, 县 …, as one word or two; or a bare one that has such a form."""
    patterns = _patterns()
    # A bare name is a place, too, where this text has it with its suffix, one of a single character:
    # 城镇 is no place for all that there be 城镇社区.
    longest = max(_NAME)
    before = {view[max(start - longest, 0) : start] for start, end in suffixes if end == start + 1}
    full_here = {name[-length:] for name in before for length in _NAME if length <= len(name)}
    bare: set[str] = set()
    done = 0
    for offset in sorted(_worth_tagging(view, suffixes, hits, full_here)):
        if offset < done:
            continue
        tokens = clauses.at(offset)
        for index, (start, end, tag) in enumerate(tokens):
            if tag != "ns" or (name := view[start:end]) in _not_places():
                continue
            match = patterns.full.fullmatch(view, start, _end_of_name(view, tokens, index))
            if match:
                if not _is_kind(match["place"]):
                    yield *match.span("place"), "name-suffix", match["place"]
            elif (
                _may_be_bare(name)
                and (name in full_here or _has_full_form(name))
                and not patterns.not_before.match(view, end)
            ):
                bare.add(name)
                yield start, end, "dictionary", name
        done = tokens[-1][1] if tokens else offset
    # Where the text has such a name with its suffix, that is the name, however it was cut (澄|湖区), but
    # not where the suffix begins another word (长三角|区域).
    ends = {name[-1] for name in bare}
    for start, end in suffixes if bare else ():
        if view[start - 1] not in ends:
            continue
        for length in reversed(_NAME):
            name = view[max(start - length, 0) : start]
            if len(name) == length and name in bare and clauses.ending_at(end):
                yield start - length, end, "full-form", view[start - length : end]
                break


def _end_of_name(view: str, tokens: list[TaggedSpan], index: int) -> int:
    """Where the name ends that a token begins: behind its suffix, or behind a word that has it (澄|湖区)."""
    start, end, _ = tokens[index]
    if index + 1 == len(tokens):
        return end
    _, after, tag = tokens[index + 1]
    rest = view[end:after]
    cut = (
        tag == "ns" and end - start == 1 and len(rest) > 1 and rest not in _not_places() and _suffix_of(rest)
    )
    return after if cut or _patterns().suffix.fullmatch(rest) else end


def _worth_tagging(view: str, suffixes: list[_Span], hits: list[_Hit], full_here: set[str]) -> Iterator[int]:
    """Where a word may be tagged as a place and be one: offsets in the clauses to look at."""
    patterns = _patterns()
    # Names that no dictionary has, where they stand without the suffix that they have elsewhere.
    unknown: set[str] = set()
    for start, end in suffixes:
        around = view[max(start - _REACH, 0) : start + _REACH]
        if start < _REACH:
            around = "\n" * (_REACH - start) + around
        ends_a_name, names = _before_suffix(around, end - start)
        if ends_a_name:
            yield start - 1
        unknown.update(names)
    for start, end, name in hits:
        bare = name.may_be_bare and (name.has_full_form or name.text in full_here)
        if bare or name.has_suffix or patterns.suffix.match(view, end):
            yield start
    for _, start, end in AhoCorasick(sorted(unknown)).find_matches_as_indexes(view, overlapping=True):
        if not patterns.suffix.match(view, end):
            yield start


@lru_cache(maxsize=1 << 15)
def _before_suffix(around: str, length: int) -> tuple[bool, tuple[str, ...]]:
    """What stands before a suffix, given three characters before its beginning and three from there on.

    Whether it may be the end of a name that is in no dictionary, and what may be such names, however they
    are cut (澄|湖区).
    """
    if length > 1:
        return bool(_patterns().inside.fullmatch(around, 1, _REACH)), ()
    before, behind = around[_REACH - 1 : _REACH + 1], around[_REACH : _REACH + 2]
    begins_word = is_word(behind)
    ends_a_name = (
        bool(_patterns().inside.fullmatch(around, 1, _REACH)) and not begins_word and not is_word(before)
    )
    if before in _not_places() or (begins_word and not _patterns().body.match(around, _REACH)):
        return ends_a_name, ()
    names = (around[_REACH - size : _REACH] for size in (2, 3))
    stem = _patterns().stem
    return ends_a_name, tuple(name for name in names if stem.fullmatch(name) and not is_word(name))


def _listed(view: str) -> Iterator[Place]:
    """An unknown name with its suffix among others: 望河镇、柳圩镇6家单位."""
    done = 0
    for match in _patterns().listed.finditer(view):
        start, end = match.span("place")
        if start >= done:
            done = end
            if match["place"] not in _not_places() and not _is_kind(match["place"]):
                yield start, end, "list-item", match["place"]


def _before_bodies(view: str, clauses: Clauses) -> dict[str, str]:
    """The short forms that stand before a body, and their full forms: 澄湖 in 澄湖区委."""
    found: dict[str, str] = {}
    # The same words before the body are the same name, or the same that is none.
    seen: set[str] = set()
    for match in _patterns().body.finditer(view):
        end = match.start()
        before = view[max(end - max(_NAME), 0) : end]
        if before in seen or not _patterns().inside.fullmatch(before[-min(_NAME) :]):
            continue
        seen.add(before)
        token = clauses.ending_at(end)
        if token and token[2] == "ns":
            # 请 may be drawn to the name: 请澄湖|区委.
            start = token[0] + (view[token[0]] in _rules()["never_first"])
            if token[1] - start >= min(_NAME):
                found.setdefault(view[start : token[1]], view[start : end + 1])
    return found


def _short_forms(view: str, clauses: Clauses, stems: Collection[str]) -> Iterator[Place]:
    """A short form, with its suffix where that follows and begins no word nor a body (云川|市场, 澄湖|区委)."""
    patterns = _patterns()
    for _, start, end in AhoCorasick(stems).find_matches_as_indexes(view, overlapping=True):
        suffix = patterns.own_suffix.match(view, end)
        if suffix:
            token = clauses.starting_at(end)
            word = view[token[0] : token[1]] if token else ""
            whole_bodies = tuple(_rules()["whole_bodies"])
            if len(word) <= len(suffix.group()) or not is_word(word) or word.endswith(whole_bodies):
                yield start, suffix.end(), "stem", view[start : suffix.end()]
                continue
        if not patterns.not_before.match(view, end):
            yield start, end, "stem", view[start:end]
