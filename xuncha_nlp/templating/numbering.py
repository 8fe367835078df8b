"""Numbers and declared counts of a draft: what is numbered is numbered anew, what is counted is counted anew."""

from __future__ import annotations

from collections.abc import Iterator

from ..extractors import Annotation
from ..numerals import to_han
from ..sources import fold
from ..speeches import Section, Speech, styles, write_number
from .fill import Replacement
from .material import Material
from .plan import Plan
from .select import Choice, has_fixed_members

__all__ = ["recounts", "renumber", "spoken"]

_NUMERALS = "几一二两三四五六七八九十百0123456789"


def spoken(count: int) -> str:
    """Write a count as it is said: 两点, not 二点.

    >>> spoken(2), spoken(12)
    ('两', '十二')
    """
    return "两" if count == 2 else to_han(count)  # noqa: PLR2004


def renumber(section: Section, number: int, beside: str, plan: Plan) -> Iterator[Replacement]:
    """Number a point among its new neighbours, and what is below it by the plan's styles.

    Enumerating words (一是) keep their style and are counted anew.

    Parameters
    ----------
    section : Section
    number : int
        Its place.
    beside : str
        The style of the points that it stands beside.
    plan : Plan
    """
    style = beside if styles()[beside].points else plan.style_at(1)
    yield from _numbered(section, number, style)
    yield from _below(section, 2, plan)


def _numbered(section: Section, number: int, style: str) -> Iterator[Replacement]:
    if (style, number) != (section.style, section.number):
        yield Replacement(section.start, section.heading_start, write_number(style, number), "numbering")


def _below(section: Section, depth: int, plan: Plan) -> Iterator[Replacement]:
    own = [child for child in section.children if not child.inline]
    for number, child in enumerate(own, start=1):
        style = child.style if styles()[child.style].points else plan.style_at(depth)
        yield from _numbered(child, number, style)
        yield from _below(child, depth + 1, plan)


def recounts(
    material: Material, speech: Speech, start: int, end: int, choice: Choice | None, count: int
) -> list[Replacement]:
    """Correct the declared counts between two offsets.

    Parameters
    ----------
    material : Material
    speech : Speech
    start, end : int
        Offsets into its source.
    choice : Choice or None
        The section whose points are counted; None for an opening, which announces the sections.
    count : int
        How many points or sections there are now.

    Returns
    -------
    list of Replacement
        For an opening, of every count that announces sections; else of those that govern points on lines of
        their own, of which some are gone or to which some were added.
    """
    own = choice.own if choice else []
    heads = {each.heading_start: each.start for each in own}
    kept = {each.start for each in choice.points} if choice else set()
    found = []
    for each in _counts(material, speech):
        if not start <= each.start < end:
            continue
        members = {member.start for member in each.attributes["members"] if member.start is not None}
        if choice is None:
            found.append(_recount(speech, each, count))
        elif members and members <= set(heads):
            left = count if len(members) == len(own) else sum(heads[at] in kept for at in members)
            if left:
                found.append(_recount(speech, each, left))
    return found


def _counts(material: Material, speech: Speech) -> list[Annotation]:
    """Counts whose items are sections or points: announced ones, and formulae of the speech's own making."""
    return [
        each
        for kind in ("enumeration", "formula")
        for each in material.annotations(speech, kind)
        if each.rule.endswith("/points") and not (kind == "formula" and has_fixed_members(material, each))
    ]


def _recount(speech: Speech, counted: Annotation, count: int) -> Replacement:
    """The number at the head of 三点意见."""
    text = fold(speech.source.text[counted.start : counted.end])
    digits = len(text) - len(text.lstrip(_NUMERALS))
    return Replacement(counted.start, counted.start + digits, spoken(count), "count")
