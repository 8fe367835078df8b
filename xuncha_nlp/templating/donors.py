"""Points of other sections that could stand in one, and what speaks against each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .material import Material
from .occasion import rules
from .standing import fits, own_end, repeats, talk_of, talks_in, telling_words
from .stretches import Stretch, Wish

if TYPE_CHECKING:
    from .select import Choice

__all__ = ["REACHES", "Donor", "Reach", "donors_of", "objections", "tolerates"]

# Where points are looked for: in speeches of the genre or like it, under a heading that says what the section does;
# there by their own text, too; in all speeches; and at last whatever does the same for a speech.
Reach = Literal["near", "text", "far", "last"]
REACHES: tuple[Reach, ...] = ("near", "text", "far", "last")
# What may speak against a point that is taken in each.
_TOLERATED: dict[Reach, frozenset[str]] = {
    "near": frozenset(),
    "text": frozenset({"heading"}),
    "far": frozenset({"kind"}),
    "last": frozenset({"heading", "about", "kind", "stage", "holes", "subject", "alike"}),
}
# How much it counts against it there: it is taken where nothing better is left.
_WEIGHTS = {
    "heading": 0.2,
    "about": 0.8,
    "kind": 0.3,
    "stage": 0.5,
    "holes": 0.5,
    "subject": 0.8,
    "alike": 0.5,
}
# How often its text has to say what the section does.
_OFTEN = 2
# A point that asks for more than one thing in so many characters is not added.
_PER_HOLE = 70
# One that asks for more than one in so many says nothing by itself.
_FULL = 25


@dataclass(frozen=True, slots=True)
class Donor:
    """A point of another section, and the names of what speaks against it in this one, as in ``filling.toml``."""

    point: Stretch
    against: frozenset[str]

    @property
    def weight(self) -> float:
        """How much all of it counts."""
        return sum(_WEIGHTS.get(each, 0.0) for each in self.against)


def donors_of(material: Material, choice: Choice, wish: Wish, reach: Reach = "near") -> list[Donor]:
    """Points of the same move in other sections that can stand beside those of a section.

    What they say again of what is said already is not asked here: it changes with every point that is taken.
    """
    allowed = _TOLERATED[reach]
    taken = (*wish.chosen, *((choice.base,) if choice.base else ()))
    return [
        each for each in _all_donors(material, choice)
        if each.against <= allowed and not any(each.point.overlaps(other) for other in taken)
    ]  # fmt: skip


def objections(material: Material, choice: Choice, wish: Wish) -> Iterator[tuple[Stretch, str]]:
    """Yield the points that are of a section's move and not taken, each with what spoke against it most; or ``""``.

    What is taken, here or in another section, is not among them.
    """
    order = list(rules()["left_out"])
    for each in _all_donors(material, choice):
        if not any(each.point.overlaps(other) for other in wish.chosen):
            against = {*each.against, repeats(each.point, choice.points, wish)} - {""}
            yield each.point, next((name for name in order if name in against), "")


def tolerates(reach: Reach, against: str) -> bool:
    """Whether a point is taken of which this is to be said."""
    return not against or against in _TOLERATED[reach]


def _all_donors(material: Material, choice: Choice) -> tuple[Donor, ...]:
    if choice.donors is None:
        choice.donors = tuple(_find_donors(material, choice))
    return choice.donors


def _find_donors(material: Material, choice: Choice) -> Iterator[Donor]:
    if not choice.own:
        return
    style, base = choice.own[0].style, choice.base.section if choice.base else None
    words = telling_words(material, choice.wanted, base)
    talks = talks_in(base)
    # A point of a speech of another kind is more often about something else.
    near = any(map(material.is_near, material.speeches))
    later = material.plan.kind.name in rules()["stage"]["behind"]
    staged = choice.wanted.move in rules()["stage"]["moves"]
    for speech in material.speeches:
        foreign = near and not material.is_near(speech)
        # All of a speech on a particular occasion is about that.
        particular = material.is_particular(speech.title or "")
        for section, label in material.labelled(speech):
            if label != choice.wanted.move or section.level == 1:
                continue
            above = next(each for each in speech.sections if each.start <= section.start < each.end)
            point = material.stretch(speech, section.start, own_end(speech, section), label, section)
            said = speech.source.text[point.start : point.end]
            against = set()
            if not any(word in above.heading or word in section.heading for word in words):
                against.add("heading" if sum(map(said.count, set(words))) >= _OFTEN else "about")
            if foreign:
                against.add("stage" if staged else "kind")
            talk = talk_of(section.heading, above.heading)
            checks = {
                "during": later and re.search(rules()["stage"]["during"], said),
                "particular": particular,
                "style": not fits(section.style, style),
                "bad": point.bad,
                "stale": point.stale or re.search(rules()["stage"]["of_meeting"], said),
                # What was done, or was wrong, is a fact of the round of its own speech.
                "talk": talk not in talks or bool(talk and staged and foreign),
                "holes": point.holes * _PER_HOLE > point.length,
                "gaps": point.holes * _FULL > point.length,
            }
            yield Donor(point, frozenset(against | {name for name, found in checks.items() if found}))
