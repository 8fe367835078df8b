"""A draft that is made of several speeches where they are equally good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .donors import donors_of
from .material import Material
from .select import Choice
from .standing import is_new, same_heading, subject_of
from .stretches import Stretch, Wish

__all__ = ["shares_of", "spread"]

# A point gives way to one that is worth at most so much less, and whose length is within a part of its own.
_EQUAL, _LONGER = 1.0, 0.4


def shares_of(wish: Wish) -> Counter[str]:
    """Return the characters that are taken from each speech."""
    found: Counter[str] = Counter()
    for each in wish.chosen:
        found[each.speech.id] += each.length
    return found


def spread(material: Material, choices: Sequence[Choice], wish: Wish) -> None:
    """Exchange points of the speech that has most of a draft for as good ones of others.

    Parameters
    ----------
    material : Material
    choices : sequence of Choice
        Changed in place. A section keeps half of its own points.
    wish : Wish
        Changed in place.
    """
    most = material.plan.spread / 100
    whole = max(1, sum(shares_of(wish).values()))
    if not most or not material.plan.characters:
        return
    while True:
        speech, count = max(shares_of(wish).items(), key=lambda each: each[1], default=("", 0))
        if count <= most * whole:
            return
        found = max(_exchanges(material, choices, wish, speech), key=lambda each: each[0], default=None)
        if found is None:
            return
        _, choice, old, new = found
        place = next(at for at, each in enumerate(choice.points) if each is old)
        choice.points[place] = new
        wish.chosen[:] = [new if each is old else each for each in wish.chosen]
        reason = material.score(new, _without(wish, new), "")[1]
        choice.reasons[id(new)] = f"换入的要点，免得过多取自 {speech}：{reason}"


def _exchanges(
    material: Material, choices: Sequence[Choice], wish: Wish, speech: str
) -> Iterator[tuple[float, Choice, Stretch, Stretch]]:
    """The points of a speech with what could stand for each, and how much worse that would be."""
    for choice in choices:
        own = [each for each in choice.points if choice.base and each.speech is choice.base.speech]
        if choice.fixed or choice.wanted.speech or 2 * len(own) <= len(choice.points):
            continue
        donors = [each.point for each in donors_of(material, choice, wish) if each.point.speech.id != speech]
        for old in choice.points:
            required = old.formulae & set(material.required)
            if (
                old.speech.id != speech
                or old.start in choice.held
                or "为“" in choice.reasons.get(id(old), "")
            ):
                continue
            rest = _without(wish, old)
            points = [each for each in choice.points if each is not old]
            worth = material.worth(old, rest, "")
            for new in donors:
                near = abs(new.length - old.length) <= _LONGER * old.length
                if near and required <= new.formulae and _alike(old, new) and is_new(new, points, rest):
                    gain = material.worth(new, rest, "") - worth
                    if gain >= -_EQUAL:
                        yield gain, choice, old, new


def _alike(one: Stretch, other: Stretch) -> bool:
    """Whether two points do the same for a section: they call upon the same, or have nearly the same heading."""
    if one.section is None or other.section is None:
        return False
    first, second = one.section.heading, other.section.heading
    return same_heading(first, second) or subject_of(first) == subject_of(second) != ""


def _without(wish: Wish, stretch: Stretch) -> Wish:
    return replace(wish, chosen=[each for each in wish.chosen if each is not stretch])
