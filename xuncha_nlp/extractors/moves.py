"""Moves (语步): what a section does in the speech, by rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

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


@cache
def _rules() -> dict[str, Any]:
    return load_toml("moves.toml")


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
    for section in speech.sections:
        found += _tag(section, speech, None)
    if speech.closing:
        closing = text[speech.closing.start : speech.closing.end]
        ends = re.search(_rules()["place"]["adjournment"], closing)
        label = "adjournment" if ends else _rules()["place"]["closing"]
        found.append(_annotation(speech.closing.start, speech.closing.end, label, "place", 0, 0, []))
    return found


def _tag(section: Section, speech: Speech, above: str | None) -> Iterator[Annotation]:
    if section.inline:
        return
    label, score, evidence = _decide(section, speech, above)
    rule = "words"
    if label is None:
        label, rule = above, "section-above"
    if label:
        yield _annotation(section.start, section.end, label, rule, section.level, score, evidence)
    for child in section.children:
        yield from _tag(child, speech, label)


def _decide(section: Section, speech: Speech, above: str | None) -> tuple[str | None, int, list[str]]:
    rules = _rules()
    title = speech.title or ""
    window = min(section.end, section.heading_end + rules["text_window"])
    text = speech.source.text[section.heading_end : window]
    scores = []
    for label, record in rules["moves"].items():
        in_heading = [word for word in record["words"] if word in section.heading]
        in_text = [word for word in record["words"] if word in text]
        # A word of the title says what the speech is about, not what one section of it does.
        telling = [word for word in in_heading if word not in title]
        score = rules["heading_weight"] * len(telling) + len(in_text)
        score += rules["section_above"] if label == above else 0
        scores.append((score, label, in_heading + [word for word in in_text if word not in in_heading]))
    scores.sort(key=lambda each: -each[0])
    (best, label, evidence), (second, *_) = scores[0], scores[1]
    if best < rules["least"] or best == second:
        return None, best, []
    return label, best, evidence


def _annotation(
    start: int, end: int, label: str, rule: str, level: int, score: int, evidence: list[str]
) -> Annotation:
    return Annotation(start, end, "move", label, rule, {"level": level, "score": score, "evidence": evidence})
