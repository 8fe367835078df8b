"""Whether a point can stand in a section beside others: its number, its subject, and nothing said twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from ..data import load_toml
from ..speeches import Section, Speech, styles
from .material import Material
from .occasion import rules
from .plan import Wanted
from .stretches import Stretch, Wish

__all__ = [
    "fits",
    "is_new",
    "off_frame",
    "own_end",
    "place_beside",
    "repeats",
    "same_heading",
    "subject_of",
    "talk_of",
    "talks_in",
    "talks_of",
    "telling_words",
]

# A point that says so much of what is said already is no gain, and one that says so much is the same.
_SAME, _MUCH = 0.2, 0.4
# Headings that have so many of their runs of two characters in common say the same.
_ALIKE = 0.5
_QUOTED = re.compile("“([^“”]+)”")
# So many headings that begin alike have a frame.
_SEVERAL = 2


def fits(style: str, beside: str) -> bool:
    """Whether the heading of a point reads well with the number of the points beside it.

    一要 asks for a verb, which only the points of its own kind are sure to begin with; what stands behind 一要
    can stand behind any number.

    >>> fits("（一）", "一是"), fits("（一）", "一要"), fits("一要", "1.")
    (True, False, True)
    """
    return style == beside or not styles()[beside].points or beside == "一是"


def own_end(speech: Speech, section: Section) -> int:
    """Where a point ends that is taken out of its section: what follows the last one sums all of them up."""
    after = [each for each in speech.walk() if not each.inline and section.start < each.start < section.end]
    last = max(
        (each.end for each in speech.walk() if each.level < section.level and each.end == section.end),
        default=0,
    )
    if after or not last:
        return section.end
    text = speech.source.text
    line = text.find("\n", section.heading_end)
    alone = line < 0 or line >= section.end or not text[section.heading_end : line].strip(" 。：:")
    return section.end if alone else line


def telling_words(material: Material, wanted: Wanted, base: Section | None) -> list[str]:
    """The words in a section's heading that tell what it does: points that fit there have them above them, too."""
    heading = wanted.heading or (base.heading if base else "")
    words = load_toml("moves.toml")["moves"].get(wanted.move, {}).get("words", [])
    topic = [word for word in wanted.topic.split() if len(word) > 1]
    inside = [word for word in (*words, *topic) if word in heading]
    # A word of the title says what the speech is about, not what one section of it does.
    return [word for word in inside if word not in material.plan.title] or inside or topic


@cache
def _talks() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rules()["talk"][name]) for name in ("faults", "deeds")}


@cache
def _aims() -> re.Pattern[str]:
    return re.compile(rules()["talk"]["aims"])


@cache
def _subjects() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in rules()["subject"].items()}


def talk_of(*headings: str) -> str:
    """Return whether headings find fault, look back on what was done, or neither: ``""``.

    What is to be mended or achieved is neither.

    >>> [talk_of(each) for each in ("直面问题，看到存在的差距", "政治监督的定位越来越准", "着力纠正政治偏差")]
    ['faults', 'deeds', '']
    """
    telling = [each for each in headings if not _aims().search(each)]
    found = (name for each in telling for name, pattern in _talks().items() if pattern.search(each))
    return next(found, "")


def talks_of(text: str) -> frozenset[str]:
    """Return all that a text tells of: faults, deeds, both or neither.

    >>> sorted(talks_of("成效和存在的问题")), sorted(talks_of("成绩 经验"))
    (['deeds', 'faults'], ['deeds'])
    """
    return frozenset(name for name, pattern in _talks().items() if pattern.search(text))


def talks_in(base: Section | None) -> set[str]:
    """Return what the points of a section tell of: faults do not stand among tasks, nor do deeds.

    Where its heading says that it finds fault, or looks back, only such points stand in it.
    """
    if base is None:
        return {""}
    own = {talk_of(each.heading) for each in base.children if not each.inline}
    heading = talk_of(base.heading)
    return {heading, *own} - ({""} if heading else set())


def subject_of(heading: str) -> str:
    """Return whom a point calls upon, or what it is about where every speech has a point on it; ``""`` for others.

    >>> [subject_of(each) for each in ("压实领导责任", "领导机构要把好关", "被巡察单位要摆正位置", "盯住关键少数")]
    ['leaders', 'leaders', 'inspected', '']
    """
    return next((name for name, pattern in _subjects().items() if pattern.search(heading)), "")


def frame_of(headings: Sequence[str]) -> str:
    """Return what all of several headings begin with: 看 of 看政治、看用权; ``""`` where they are not alike.

    >>> frame_of(["看政治", "看用权"]), frame_of(["看政治", "管用权"]), frame_of(["看政治"])
    ('看', '', '')
    """
    if len(headings) < _SEVERAL:
        return ""
    first, last = min(headings), max(headings)
    same = next(
        (at for at, (one, two) in enumerate(zip(first, last, strict=False)) if one != two), len(first)
    )
    return first[:same]


def off_frame(point: Stretch, own: Sequence[Section]) -> bool:
    """Whether the heading of a point goes by another frame than those that it would stand beside."""
    section = point.section
    if section is None:
        return False
    beside = next(
        (
            each.children for each in point.speech.walk()
            if any(child.start == section.start and child.level == section.level for child in each.children)
        ),
        (),
    )  # fmt: skip
    its, theirs = (
        frame_of([child.heading for child in each if not child.inline and child.heading])
        for each in (beside, own)
    )
    return not (section.heading.startswith(theirs) and (not its or theirs.startswith(its[:1])))


def same_heading(one: str, other: str) -> bool:
    """Whether two headings say the same in nearly the same words, or are about the same formula.

    >>> same_heading("暴露的问题更值得警醒", "暴露出来的问题更要警醒"), same_heading("整改方案要实", "整改过程要严")
    (True, False)
    """
    if set(_QUOTED.findall(one)) & set(_QUOTED.findall(other)):
        return True
    first, second = ({each[at : at + 2] for at in range(len(each) - 1)} for each in (one, other))
    least = min(len(first), len(second))
    return one == other or (least > 0 and len(first & second) / least >= _ALIKE)


def is_new(point: Stretch, points: Sequence[Stretch], wish: Wish) -> bool:
    """Whether a point says what none of the others says: by its heading, by its words, by any sentence."""
    return not repeats(point, points, wish)


def repeats(point: Stretch, points: Sequence[Stretch], wish: Wish) -> str:
    """Return in what a point says what is said already; ``""`` where it is new.

    ``"same"`` for what is truly said twice: its heading, a sentence, or most of its words; ``"subject"`` where it
    calls upon those that another of ``points`` calls upon, ``"alike"`` where some of its words are in another.
    """
    others = [*points, *wish.chosen]
    if any(point is each for each in points):
        return "same"
    heading = point.section.heading if point.section else ""
    headings = [each.section.heading for each in others if each.section]
    if heading and any(same_heading(heading, each) for each in headings):
        return "same"
    said = point.said_in(others)
    if said >= _MUCH or point.says_again(others):
        return "same"
    subject = subject_of(heading)
    if subject and subject in {subject_of(each.section.heading) for each in points if each.section}:
        return "subject"
    return "alike" if said >= _SAME else ""


def place_beside(point: Stretch, points: Iterable[Stretch]) -> int:
    """Where a point is put among others: behind those that find fault, or look back, as it does; else at the end."""
    kept = list(points)
    talk = _talk(point)
    same = [place for place, each in enumerate(kept, start=1) if _talk(each) == talk]
    return same[-1] if talk and same else len(kept)


def _talk(point: Stretch) -> str:
    return talk_of(point.section.heading) if point.section else ""
