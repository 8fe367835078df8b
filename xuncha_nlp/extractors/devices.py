"""Rhetorical devices (修辞) that a writer looks for: 排比, runs of 四字格, 比喻 in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ..data import load_toml
from ..segment import tagged
from ..speeches import Speech
from .clause_marks import ClauseMarks
from .model import Annotation, Member
from .parallelism import parallels

__all__ = ["DEVICES", "find_devices"]

DEVICES = ("parallelism", "four-character", "metaphor")

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_PHRASE = re.compile(f"{_HAN}{{4}}")
_QUOTED = re.compile("“([^“”\n]{2,8})”")


def find_devices(speech: Speech) -> list[Annotation]:
    """Find the rhetorical devices of a speech.

    Returns
    -------
    list of Annotation
        In the order of the text. Labels: ``parallelism``, ``four-character``, ``metaphor``. Attributes:
        ``members`` (the clauses or phrases, with offsets; of a metaphor none), ``frame`` (what the clauses of
        a parallelism share), ``domain`` (the field that a metaphor's vehicle is taken from, where it is
        known) and ``evidence``.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> text = "要敢于亮剑，要敢于碰硬，要敢于担当。当好“探照灯”，做到敢闯敢试、善作善成、久久为功。"
    >>> speech, = split(Source.from_text("a.txt", text))
    >>> [(each.label, each.attributes["frame"] or each.attributes["domain"]) for each in find_devices(speech)]
    [('parallelism', '要敢于…'), ('metaphor', '光与声'), ('four-character', None)]
    """
    text = speech.source.view
    marks = ClauseMarks(text, speech.start, speech.end)
    found = [*_fours(text, marks, speech.start), *_metaphors(text, speech.start, speech.end)]
    for each in parallels(text, marks):
        members = [Member(speech.source.text[start:end], start, end) for start, end in each.members]
        (start, _), (_, end) = each.members[0], each.members[-1]
        found.append(_annotation(start, end, "parallelism", each.rule, members, each.frame))
    return sorted(found, key=lambda each: (each.start, each.end))


def _annotation(
    start: int,
    end: int,
    label: str,
    rule: str,
    members: list[Member],
    frame: str | None = None,
    domain: str | None = None,
    evidence: tuple[str, ...] = (),
) -> Annotation:
    attributes = {"members": members, "frame": frame, "domain": domain, "evidence": list(evidence)}
    return Annotation(start, end, "device", label, rule, attributes)


# Runs of four-character phrases


class _Four(NamedTuple):
    least: int
    predicate: tuple[str, ...]
    noun: tuple[str, ...]
    name: tuple[str, ...]
    phrases: frozenset[str]
    form: re.Pattern[str]
    no_phrase: re.Pattern[str]
    list_end: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def _four() -> _Four:
    rules = load_toml("devices.toml")["four"]
    return _Four(
        rules["least"],
        tuple(rules["predicate"]),
        tuple(rules["noun"]),
        tuple(rules["name"]),
        frozenset(rules["phrases"]),
        re.compile(rules["form"]),
        re.compile(rules["no_phrase"]),
        re.compile(rules["list_ends"]),
        re.compile(rf"(?:^|[,、;。!?:“‘(\s]|{'|'.join(rules['lead_in'])})$"),
        re.compile(r"$|[,、;。!?:”’)\s]|的"),
    )


def _fours(text: str, marks: ClauseMarks, start: int) -> Iterator[Annotation]:
    four = _four()
    for first, last in marks.fours():
        places = [at for at in range(first - 4, last + 2, 5) if _PHRASE.match(text, at)]
        # Where the first of them is only the end of a clause, or the last one only its beginning, it is none.
        if (
            places
            and places[0] < first
            and not (places[0] >= start and four.before.search(text[max(start, places[0] - 8) : places[0]]))
        ):
            del places[0]
        if places and places[-1] > last and not four.after.match(text, places[-1] + 4):
            del places[-1]
        # ，甲乙丙丁、其余: behind a comma this is the beginning of another list.
        if len(places) > 1 and text[places[-1] + 4 : places[-1] + 5] == "、" != text[places[-1] - 1]:
            del places[-1]
        if len(places) < four.least or places[-1] - places[0] != 5 * (len(places) - 1):
            continue
        phrases = [text[at : at + 4] for at in places]
        telling = _telling(phrases)
        # More than half: a list of things may hold a phrase or two.
        if 2 * len(telling) > len(phrases) and not _names(phrases):
            members = [Member(phrase, at, at + 4) for phrase, at in zip(phrases, places, strict=True)]
            evidence = tuple(dict.fromkeys(telling))
            yield _annotation(places[0], places[-1] + 4, "four-character", "run", members, evidence=evidence)


def _telling(phrases: list[str]) -> list[str]:
    """Those that predicate or are idioms: names of things, bodies and offices do not."""
    return [phrase for phrase in phrases if _predicates(phrase)]


# The same phrases stand in speech after speech.
@lru_cache(maxsize=1 << 13)
def _predicates(phrase: str) -> bool:
    four = _four()
    if phrase in four.phrases or four.form.search(phrase):
        return True
    tags = [tag for _, tag in tagged(phrase)]
    if tags[-1] in four.name or four.no_phrase.search(phrase):
        return False
    predicates = [tag.startswith(four.predicate) and tag not in four.noun for tag in tags]
    if four.list_end.search(phrase):
        # 加强 + 纪律, but 政治 + 纪律: before such an ending only a verb makes a sentence of it.
        return predicates[0] and tags[0].startswith("v") and len(tags) > 1
    return any(predicates)


def _names(phrases: list[str]) -> bool:
    """Whether all end in the same two characters that are a name of things: 四个意识."""
    return len({phrase[2:] for phrase in phrases}) == 1 and bool(_four().list_end.search(phrases[0]))


# Metaphors in quotation marks


class _Figures(NamedTuple):
    domains: dict[str, str]
    verbs: frozenset[str]
    plain: frozenset[str]
    name_follows: re.Pattern[str]
    not_figure: re.Pattern[str]
    # What the verbs end in, and how long the longest is.
    verb_ends: frozenset[str]
    longest_verb: int


@cache
def _figures() -> _Figures:
    rules: dict[str, Any] = load_toml("devices.toml")["metaphor"]
    domains: dict[str, str] = {}
    for domain, vehicles in rules["vehicles"].items():
        for vehicle in vehicles:
            domains.setdefault(vehicle, domain)
    words = rules["verbs"]["words"]
    verbs = frozenset(word + more for word in words for more in ("", "了", "起", "好"))
    return _Figures(
        domains,
        verbs,
        frozenset(rules["verbs"]["plain"]),
        re.compile(rules["name_follows"]),
        re.compile(f"{rules['numeral']}|{rules['sentence']}"),
        frozenset(verb[-1] for verb in verbs),
        max(map(len, verbs)),
    )


def _metaphors(text: str, start: int, end: int) -> Iterator[Annotation]:
    figures = _figures()
    for quoted in _QUOTED.finditer(text, start, end):
        word, at = quoted[1], quoted.start()
        vehicle, verb = _vehicle(word), None
        if text[at - 1 : at] in figures.verb_ends:
            before = text[max(start, at - figures.longest_verb) : at]
            verb = next((before[i:] for i in range(len(before) - 1) if before[i:] in figures.verbs), None)
        if not (vehicle or verb) or figures.name_follows.search(
            text[quoted.end() : min(end, quoted.end() + 4)]
        ):
            continue
        if vehicle:
            evidence = (vehicle, verb) if verb else (vehicle,)
            domain = figures.domains[vehicle]
            yield _annotation(
                quoted.start(1), quoted.end(1), "metaphor", "vehicle", [], domain=domain, evidence=evidence
            )
        elif verb and verb not in figures.plain and not figures.not_figure.search(word):
            yield _annotation(
                quoted.start(1), quoted.end(1), "metaphor", "governing-verb", [], evidence=(verb,)
            )


@lru_cache(maxsize=1 << 13)
def _vehicle(word: str) -> str | None:
    """The vehicle that a quoted word is or ends in."""
    domains = _figures().domains
    return next((word[at:] for at in range(len(word) - 1) if word[at:] in domains), None)
