"""Moves (语步): what a section does in the speech, by rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from ..data import load_toml
from ..speeches import Section, Speech
from .model import Annotation

__all__ = ["MOVES", "find_moves", "move_names"]

MOVES = (
    "occasion",
    "significance",
    "tasks",
    "methods",
    "results",
    "responsibility",
    "discipline",
    "call",
    "adjournment",
)


# The move (None where the words decide nothing), its score, and the words that decided.
_Decision = tuple[str | None, int, list[str]]


@cache
def _rules() -> dict[str, Any]:
    return load_toml("moves.toml")


class _Words(NamedTuple):
    """The words of all moves, to be found in one pass over a text; those of each move, and their order."""

    automaton: AhoCorasick
    of_move: dict[str, frozenset[str]]
    order: dict[str, dict[str, int]]

    def within(self, text: str) -> set[str]:
        """Return the words that stand in a text, one inside another included."""
        return set(self.automaton.find_matches_as_strings(text, overlapping=True))

    def of(self, label: str, found: set[str]) -> list[str]:
        """Return those of the words found that are a move's, in its order."""
        return sorted(found & self.of_move[label], key=self.order[label].__getitem__)


@cache
def _words() -> _Words:
    moves = {label: record["words"] for label, record in _rules()["moves"].items()}
    return _Words(
        AhoCorasick(sorted({word for words in moves.values() for word in words})),
        {label: frozenset(words) for label, words in moves.items()},
        {label: {word: index for index, word in enumerate(words)} for label, words in moves.items()},
    )


def move_names() -> dict[str, str]:
    """Return the Chinese name of every move.

    >>> move_names()["results"]
    '成果运用'
    """
    names = load_toml("words.toml")["label"]
    return {label: names[label] for label in MOVES}


def find_moves(speech: Speech) -> list[Annotation]:
    """Tag the opening, the closing and each section on a line of its own with its move.

    A section whose words decide nothing takes the move of the section that holds it; at level 1 it
    stays untagged.

    Returns
    -------
    list of Annotation
        In the order of the text. Attributes: ``level`` (0 for opening and closing), ``score`` and
        ``evidence``, the words that decided.
    """
    found = []
    opening = speech.opening
    text = speech.source.text
    words = text[opening.start : opening.end]
    if words.strip():
        start = opening.end - len(words.lstrip())
        end = opening.start + len(words.rstrip())
        label = _rules()["place"]["opening"]
        found.append(_annotation(start, end, label, "place", 0, 0, []))
    title_words = _words().within(speech.title or "")
    for section in speech.sections:
        found += _tag(section, title_words, text, None)
    if speech.closing:
        closing = text[speech.closing.start : speech.closing.end]
        ends = re.search(_rules()["place"]["adjournment"], closing)
        label = "adjournment" if ends else _rules()["place"]["closing"]
        found.append(_annotation(speech.closing.start, speech.closing.end, label, "place", 0, 0, []))
    return found


def _tag(section: Section, title_words: set[str], text: str, above: str | None) -> Iterator[Annotation]:
    if section.inline:
        return
    label, score, evidence = _decide(section, title_words, text, above)
    rule = "words"
    if label is None:
        label, rule = above, "section-above"
    if label:
        yield _annotation(section.start, section.end, label, rule, section.level, score, evidence)
    for child in section.children:
        yield from _tag(child, title_words, text, label)


def _decide(section: Section, title_words: set[str], text: str, above: str | None) -> _Decision:
    rules, words = _rules(), _words()
    window = min(section.end, section.heading_end + rules["text_window"])
    in_heading = words.within(section.heading)
    in_text = words.within(text[section.heading_end : window])
    # A word of the title says what the speech is about, not what one section of it does.
    telling = in_heading - title_words
    weight = rules["heading_weight"]
    scores = {label: len(in_text & own) + weight * len(telling & own) for label, own in words.of_move.items()}
    if above in scores:
        scores[above] += rules["section_above"]
    *_, second, best = sorted(scores.values())
    if best < rules["least"] or best == second:
        return None, best, []
    label = max(scores, key=scores.__getitem__)
    return label, best, words.of(label, in_heading) + words.of(label, in_text - in_heading)


def _annotation(
    start: int, end: int, label: str, rule: str, level: int, score: int, evidence: list[str]
) -> Annotation:
    return Annotation(start, end, "move", label, rule, {"level": level, "score": score, "evidence": evidence})
