"""Moves (语步): what a section does in the speech, by place, by a classifier, or by the section above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from ..data import load_toml
from ..speeches import Section, Speech
from .model import Annotation
from .move_model import Context, Model, look, move_words

__all__ = ["MOVES", "find_moves", "move_names", "text_below"]

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


def text_below(section: Section, text: str) -> str:
    """Return as much of the text below a section's heading as counts."""
    return text[section.heading_end : min(section.end, section.heading_end + _rules()["text_window"])]


def find_moves(speech: Speech) -> list[Annotation]:
    """Tag the opening, the closing and each section on a line of its own with its move.

    A section takes the move that the classifier (`xuncha_nlp.extractors.move_model`) finds most probable. One
    that has no word to go by takes the move of the section that holds it; at level 1 it stays untagged, as
    does one whose move is not probable enough.

    Returns
    -------
    list of Annotation
        In the order of the text. Attributes: ``level`` (0 for opening and closing), ``score`` (how much the
        words of ``moves.toml`` speak for it), ``probability`` (0 to 1; None for what is known by its place)
        and ``evidence``, the words that decided.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> text = "在动员会上的讲话\\n一、压实主体责任\\n话。\\n二、严明工作纪律\\n话。"
    >>> speech, = split(Source.from_text("a.txt", text))
    >>> [(each.label, each.rule) for each in find_moves(speech)]
    [('responsibility', 'model'), ('discipline', 'model')]
    """
    found = []
    opening = speech.opening
    text = speech.source.text
    words = text[opening.start : opening.end]
    if words.strip():
        start = opening.end - len(words.lstrip())
        end = opening.start + len(words.rstrip())
        found.append(_placed(start, end, _rules()["place"]["opening"]))
    found += _tag(speech.sections, speech.title or "", text, None)
    if speech.closing:
        closing = text[speech.closing.start : speech.closing.end]
        ends = re.search(_rules()["place"]["adjournment"], closing)
        label = "adjournment" if ends else _rules()["place"]["closing"]
        found.append(_placed(speech.closing.start, speech.closing.end, label))
    return found


def _tag(sections: Sequence[Section], title: str, text: str, above: str | None) -> Iterator[Annotation]:
    own_line = [each for each in sections if not each.inline]
    for number, section in enumerate(own_line):
        context = Context(title, section.level, number == 0, number == len(own_line) - 1, above)
        annotation = _decide(section, text, context)
        if annotation:
            yield annotation
        yield from _tag(section.children, title, text, annotation.label if annotation else None)


def _decide(section: Section, text: str, context: Context) -> Annotation | None:
    rules, model = _rules(), Model.load()
    seen = look(section.heading, text_below(section, text), context, model.grams)
    chances = model.judge(seen)
    if seen.heading or seen.text or seen.grams:
        probability = max(chances)
        index = chances.index(probability)
        evidence = model.deciding(seen, index, rules["evidence"])
        if probability < rules["least_probability"] or not (evidence or context.above):
            return None
        label, rule = model.classes[index], "model" if evidence else "section-above"
    elif context.above:
        label, rule, evidence = context.above, "section-above", []
        probability = chances[model.classes.index(label)]
    else:
        return None
    known = move_words()
    in_heading = {word for word in seen.heading if label in known.moves_of(word)}
    in_text = [word for word in seen.text if word not in in_heading and label in known.moves_of(word)]
    score = rules["heading_weight"] * len(in_heading) + len(in_text)
    return Annotation(
        section.start,
        section.end,
        "move",
        label,
        rule,
        {"level": section.level, "score": score, "probability": probability, "evidence": evidence},
    )


def _placed(start: int, end: int, label: str) -> Annotation:
    return Annotation(
        start, end, "move", label, "place", {"level": 0, "score": 0, "probability": None, "evidence": []}
    )
