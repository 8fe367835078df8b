"""Slots of an old passage filled for the new occasion.

What the profile answers is replaced; what it does not, and what cannot be right a second time, becomes
a placeholder 【待填：…】. Nothing is guessed: a passage says less rather than something stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..data import load_toml
from ..extractors import Annotation
from ..speeches import Speech
from ..speeches.numerals import to_han, to_int
from .plan import Plan

__all__ = ["Replacement", "fill_slots", "placeholder", "round_number"]

_LONGEST_OFFICE = 12


@dataclass(frozen=True, slots=True)
class Replacement:
    """``source.text[start:end]`` is to become ``after``; ``slot`` says on whose account."""

    start: int
    end: int
    after: str
    slot: str


@cache
def _rules() -> dict[str, Any]:
    return load_toml("filling.toml")


def placeholder(what: str) -> str:
    """Write a placeholder.

    >>> placeholder("部长姓名")
    '【待填：部长姓名】'
    """
    return f"【{_rules()['placeholder']}：{what}】"


def fill_slots(speech: Speech, slots: Iterable[Annotation], plan: Plan) -> list[Replacement]:
    """Say what in a speech is to be replaced for the plan's occasion.

    Parameters
    ----------
    speech : Speech
        The speech that passages are taken from.
    slots : iterable of Annotation
        Its slots.
    plan : Plan
        The new occasion.

    Returns
    -------
    list of Replacement
        In the order of the text, not overlapping.
    """
    slots = list(slots)
    found = list(_written_out(speech, plan))
    covered = [(each.start, each.end) for each in found]
    for index, slot in enumerate(slots):
        if slot.attributes["generic"] or any(slot.start < end and start < slot.end for start, end in covered):
            continue
        # A round is told by its distance: the plan's own number may be another round of the old speech.
        if slot.label != "round" and slot.attributes["value"] in plan.profile.known():
            continue
        office = slots[index + 1] if index + 1 < len(slots) else slot
        after = _FILLERS[slot.label](speech, slot, office, plan)
        if after is not None and after != speech.source.text[slot.start : slot.end]:
            found.append(Replacement(slot.start, slot.end, after, slot.label))
    return _merged(speech, sorted(found, key=lambda each: each.start))


def _written_out(speech: Speech, plan: Plan) -> Iterator[Replacement]:
    """What the plan itself says is to be replaced, longest first."""
    old = sorted(plan.profile.replace, key=len, reverse=True)
    if old:
        for match in re.finditer("|".join(map(re.escape, old)), speech.text):
            start, end = match.span()
            after = plan.profile.replace[match.group()]
            yield Replacement(start + speech.start, end + speech.start, after, "replace")


def _merged(speech: Speech, found: list[Replacement]) -> list[Replacement]:
    """A list of units that are all to be filled in is one placeholder: 【待填：单位】."""
    merged: list[Replacement] = []
    for each in found:
        last = merged[-1] if merged else None
        if last and last.after == each.after and each.after.startswith("【"):
            between = speech.source.text[last.end : each.start]
            if between in ("、", "和", "及", "与", "，"):
                merged[-1] = Replacement(last.start, each.end, last.after, last.slot)
                continue
        merged.append(each)
    return merged


def _person(speech: Speech, slot: Annotation, office: Annotation, plan: Plan) -> str | None:
    """Whoever holds the same office now: 部长 for 刘文渊部长, but for 省委林向前书记 only who is 省委书记."""
    before = speech.source.text[max(0, slot.start - _LONGEST_OFFICE) : slot.start]
    body = re.search(_rules()["body"], before)
    behind = office.attributes["value"] if office.label == "office" and office.start == slot.end else ""
    if behind in ("", load_toml("slots.toml")["courtesy"]):
        title = re.search(_rules()["office"], before)
        held = title.group() if title else ""
    else:
        held = (body.group() if body else "") + behind
    return plan.profile.people.get(held) or placeholder(f"{held}姓名")


def _place(speech: Speech, slot: Annotation, office: Annotation, plan: Plan) -> str | None:  # noqa: ARG001
    # The short form of a place that is right here too (澄湖 for 澄湖区).
    if any(known.startswith(slot.attributes["value"]) for known in plan.profile.known()):
        return None
    return placeholder(_rules()["names"]["place"])


def _organisation(speech: Speech, slot: Annotation, office: Annotation, plan: Plan) -> str | None:  # noqa: ARG001
    return placeholder(_rules()["names"]["organisation"])


def _date(speech: Speech, slot: Annotation, office: Annotation, plan: Plan) -> str | None:  # noqa: ARG001
    """A date long past is history and stays; one of the old occasion's own year cannot be right again."""
    value = slot.attributes["value"]
    if slot.rule == "calendar-date":
        recent = speech.date is not None and int(value[:4]) >= int(speech.date[:4])
        return placeholder(_rules()["names"]["date"]) if recent else None
    if value in _rules()["relative_words"]:
        return None
    return placeholder(_rules()["names"]["date"])


def _round(speech: Speech, slot: Annotation, office: Annotation, plan: Plan) -> str | None:  # noqa: ARG001
    """Rounds keep their distance: with the third round now the seventh, the fourth is the eighth."""
    value = slot.attributes["value"]
    written = re.search(_rules()["round"], value)
    old, new = round_number(value), round_number(plan.profile.values.get("round", ""))
    if old is None or written is None:
        return None
    now = _current_round(speech)
    if value in _rules()["first_time"] and new != 1:
        return placeholder(_rules()["names"]["round"])
    if new is None or now is None or new + old - now < 1:
        return placeholder(_rules()["names"]["round"])
    number = new + old - now
    if number == old:
        return None
    return f"{value[: written.start()]}第{to_han(number)}轮{value[written.end() :]}"


def _current_round(speech: Speech) -> int | None:
    """The round that a speech is about: that of its title, else the first that it names."""
    for text in (speech.title or "", speech.text):
        number = round_number(text)
        if number is not None:
            return number
    return None


def round_number(text: str) -> int | None:
    """Return the number of the first round that a text names, or None.

    >>> [round_number(each) for each in ("本届区委首轮", "第十二轮", "本轮")]
    [1, 12, None]
    """
    match = re.search(_rules()["round"], text)
    if not match:
        return None
    return 1 if match.group().startswith("首") else to_int(match.group()[1:-1])


def _congress(speech: Speech, slot: Annotation, office: Annotation, plan: Plan) -> str | None:  # noqa: ARG001
    """A congress of one's own district, or one still to come, is replaced; those of the past stay."""
    text = speech.source.text
    local = re.match(_rules()["local_congress"], slot.attributes["value"])
    ahead = text[max(0, slot.start - 2) : slot.start].endswith(tuple(_rules()["ahead"]))
    if not (local or ahead):
        return None
    coming = "" if local else plan.profile.values.get("congress", "")
    return coming or placeholder(_rules()["names"]["congress"])


def _masked(speech: Speech, slot: Annotation, office: Annotation, plan: Plan) -> str | None:  # noqa: ARG001
    return placeholder(_rules()["names"]["masked"])


def _left(speech: Speech, slot: Annotation, office: Annotation, plan: Plan) -> str | None:  # noqa: ARG001
    """Offices go with their person; counts are the writer's to confirm, and the checks name them."""
    return None


_FILLERS = {
    "person": _person,
    "office": _left,
    "place": _place,
    "organisation": _organisation,
    "date": _date,
    "round": _round,
    "congress": _congress,
    "count": _left,
    "masked": _masked,
}
