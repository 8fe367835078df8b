"""Sentences that stand in a speech twice, word for word or nearly so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .model import Finding
from .overlap import counter_of
from .settings import settings
from .target import Target

__all__ = ["check_repeated"]

_SENTENCE = re.compile(r"[^\s。！？；!?;][^。！？；!?;\n]+[。！？；!?;]?[”’]?")
_WHITE = re.compile(r"\s")
_GRAM = 4
_FULL = "。！？；!?;"


class _Sentence(NamedTuple):
    start: int
    end: int
    key: str
    ended: bool


def check_repeated(target: Target) -> Iterator[Finding]:
    """Find long sentences that stand in the speech twice; formulae and titles of documents do not count."""
    first: dict[str, _Sentence] = {}
    found = []
    for each in _sentences(target):
        if each.key in first:
            at = first[each.key].start - target.speech.start + 1
            yield target.at("sentence-repeated", each.start, each.end, f"首见于第 {at} 字处")
        else:
            first[each.key] = each
            found.append(each)
    short = len(target.speech.text) <= settings("overlap")["most"]
    # A report sums up what it says at length.
    if short and target.speech.genre not in settings("structure")["written"]:
        yield from _alike(target, found)


def _sentences(target: Target) -> Iterator[_Sentence]:
    counted = counter_of(target.speech, target.own.annotations)
    text, least = target.speech.source.text, settings("overlap")["sentence"]
    headings = {each.heading_start for each in target.speech.walk() if not each.inline}
    for match in _SENTENCE.finditer(text, target.speech.body_start, target.speech.end):
        key = _WHITE.sub("", match.group()).strip("。！？；!?;”’")
        if len(key) < least or counted(*match.span()) < least:
            continue
        # A heading may be said again in the text, and the number before it is no part of the sentence.
        if not any(at in headings for at in (match.start(), *_inner(match))):
            yield _Sentence(*match.span(), key, match.group().rstrip("”’")[-1] in _FULL)


def _inner(match: re.Match[str]) -> Iterator[int]:
    """Places at which a heading may begin behind its number."""
    yield from range(match.start() + 1, min(match.start() + 8, match.end()))


def _alike(target: Target, found: list[_Sentence]) -> Iterator[Finding]:
    """Sentences of which one has most of the other's runs of four characters, formulae left out."""
    limits = settings("overlap")
    grams = [_grams(target, each) for each in found]
    places: dict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(grams):
        if not found[place].ended:
            # A line without a full stop heads what follows, which may say it again.
            continue
        shared: Counter[int] = Counter()
        for gram in own:
            if len(places[gram]) < limits["alike_most"]:
                shared.update(places[gram])
            places[gram].append(place)
        for other, count in sorted(shared.items()):
            least = min(len(own), len(grams[other]))
            if count >= limits["alike"] * least and least >= limits["sentence"] - _GRAM:
                each, before = found[place], found[other]
                yield target.at(
                    "sentence-alike", each.start, each.end,
                    target.speech.source.text[before.start : before.end].strip(), paragraph=target.paragraph(before.start),
                )  # fmt: skip
                break


def _grams(target: Target, sentence: _Sentence) -> set[str]:
    text = list(target.speech.source.text[sentence.start : sentence.end])
    for kind in ("formula", "citation"):
        for each in target.annotations(kind):
            if each.start < sentence.end and sentence.start < each.end:
                first, last = max(0, each.start - sentence.start), each.end - sentence.start
                text[first:last] = " " * len(text[first:last])
    return {
        run[at : at + _GRAM]
        for run in "".join(text).strip("。！？；!?;”’").split()
        for at in range(len(run) - _GRAM + 1)
    }
