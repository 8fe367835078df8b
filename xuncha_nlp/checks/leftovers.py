"""Leftovers of the old speech: its places, people, bodies, dates, rounds and figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..data import load_toml
from ..extractors import Annotation
from ..templating.fill import round_number
from ..templating.names import find_names, names_of
from .model import Finding
from .target import Target

__all__ = ["check_leftovers"]

_KINDS = {"place": "地名", "person": "人名", "organisation": "单位"}


def check_leftovers(target: Target) -> Iterator[Finding]:
    """Find what belongs to another occasion.

    Something that the plan's profile names is right here. Anything else is a leftover where an earlier
    speech has it too; where a plan is given and no earlier speech has it, it is merely not in the plan.
    Without a plan and without earlier speeches nothing can be said, and nothing is.
    """
    if target.corpus is None and target.plan is None:
        return
    names = _names(target)
    earlier = _earlier(target) | names
    known = target.plan.profile.known() if target.plan else []
    named = _named(target, known)
    for slot in find_names(target.speech, target.annotations("slot"), names):
        value = slot.attributes["value"]
        if (
            slot.attributes["generic"]
            or target.is_ours(slot.start, slot.end)
            or named.issuperset(range(slot.start, slot.end))
        ):
            continue
        if slot.label == "place" and any(each.startswith(value) for each in known):
            continue
        yield from _judge(target, slot, value, earlier.get((slot.label, value), ""))


def _named(target: Target, known: list[str]) -> set[int]:
    """Where the text has what the profile names, in its own words: 望河镇 inside 区水利局、望河镇主要负责同志."""
    speech = target.speech
    spans = [match.span() for each in known for match in re.finditer(re.escape(each), speech.text)]
    return {at + speech.start for start, end in spans for at in range(start, end)}


def _names(target: Target) -> dict[tuple[str, str], str]:
    """The places and persons of the earlier speeches, by which they are found where no rule tags them."""
    if target.corpus is None:
        return {}
    others = (each for each in target.corpus if each.source.sha256 != target.speech.source.sha256)
    return names_of(target.corpus, others)


def _earlier(target: Target) -> dict[tuple[str, str], str]:
    """The slots of the earlier speeches, each with the first speech that has it."""
    found: dict[tuple[str, str], str] = {}
    for speech in target.earlier():
        if target.corpus is None or speech.source.sha256 == target.speech.source.sha256:
            continue
        for slot in target.corpus.annotations(speech, "slot"):
            found.setdefault((slot.label, slot.attributes["value"]), speech.id)
    return found


def _judge(target: Target, slot: Annotation, value: str, old: str) -> Iterator[Finding]:
    place = (slot.start, slot.end)
    if slot.label in _KINDS:
        if old:
            yield target.at(f"leftover-{slot.label}", *place, f"也见于 {old}")
        elif target.plan:
            yield target.at("outside-profile", *place, slot.rule, kind=_KINDS[slot.label])
    elif slot.label == "date" and slot.rule == "relative-date":
        if target.date and value not in load_toml("filling.toml")["always_true"]:
            yield target.at("relative-date", *place, slot.rule, date=target.date)
    elif slot.label == "date" and old:
        yield target.at("leftover-date", *place, f"也见于 {old}")
    elif slot.label == "count" and old:
        yield target.at("count-to-confirm", *place, f"也见于 {old}")
    elif slot.label == "round" and old and target.plan and target.plan.profile.values.get("round"):
        wanted = target.plan.profile.values["round"]
        if round_number(value) not in (None, round_number(wanted)):
            yield target.at("leftover-round", *place, f"也见于 {old}", wanted=wanted)
