"""Which sections of the corpus go into a draft, and which of their points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from ..extractors import Annotation
from ..sources import fold
from ..speeches import Section, Speech
from .material import Material, Stretch, Wish
from .model import Origin
from .occasion import rules
from .plan import Plan, Wanted
from .standing import fits, is_new, off_frame, own_end, place_beside, talk_of, telling_words

__all__ = ["Choice", "Part", "choose_part", "choose_sections", "donors_of"]

_TOP_LEVEL = 1.5
# How much a section counts less that has too little for its share of the length.
_SHORT = 2.0
_ALTERNATIVES = 3
# Points are taken away down to this number, and added up to that; the length may miss its share by a part.
_FEWEST, _MOST, _SLACK = 2, 6, 0.12
# One that is so much better takes the place of a point.
_BETTER = 1.0
# A point that asks for more than one thing in so many characters is not added.
_PER_HOLE = 70
# Where points are looked for: in speeches of the genre or like it, under a heading that says what the section does;
# there by their own text, too; in all speeches. What one has to be worth to be added for the sake of the length,
# and how often its text has to say what the section does.
Reach = Literal["near", "text", "far"]
_WORTH: dict[Reach, float] = {"near": 0.5, "text": 0.5, "far": -0.3}
_OFTEN = 2
# What counts against a point whose heading goes by another frame: 看… beside headings that do not.
_OFF_FRAME = 0.7

# What a point is worth beside others.
_Value = Callable[[Stretch, list[Stretch]], float]


@dataclass
class Choice:
    """A section chosen for a place in the plan; None where the corpus has none.

    ``points`` are its points on lines of their own, which may come from other speeches, and ``leads`` what is
    put between the heading and them; ``held`` are the starts of points that stay with their formula.
    """

    wanted: Wanted
    base: Stretch | None
    points: list[Stretch] = field(default_factory=list)
    leads: list[Stretch] = field(default_factory=list)
    alternatives: tuple[Origin, ...] = ()
    reason: str = ""
    reasons: dict[int, str] = field(default_factory=dict)
    paragraphs: int | None = None
    fixed: bool = False
    held: frozenset[int] = frozenset()

    @property
    def length(self) -> int:
        """Characters of the section as it is now."""
        if self.base is None or not self.points:
            return self.base.length if self.base else 0
        lead = sum(each.length for each in self.leads)
        own = sum(
            len("".join(self.base.speech.source.text[each.start : each.end].split())) for each in self.own
        )
        return self.base.length - own + lead + sum(each.length for each in self.points)

    @property
    def own(self) -> list[Section]:
        """The points of the section as it was."""
        top = self.base.section if self.base else None
        return [child for child in top.children if not child.inline] if top else []


@dataclass(frozen=True, slots=True)
class Part:
    """An opening or a closing."""

    stretch: Stretch
    alternatives: tuple[Origin, ...]
    reason: str


def choose_sections(material: Material, wish: Wish, length: int) -> list[Choice]:
    """Choose a section for every place of the plan, in its order, and none twice.

    Parameters
    ----------
    material : Material
    wish : Wish
        What is wanted; what the sections bring is taken from it.
    length : int
        Characters that the sections are to have together, 0 for any.

    Returns
    -------
    list of Choice
        The same for the same corpus, plan and seed.
    """
    plan = material.plan
    choices: list[Choice] = []
    for wanted, target in zip(plan.sections, _targets(plan, length), strict=True):
        topic = " ".join((wanted.topic or f"{plan.kind.topic} {plan.topic}", wanted.heading))
        # A lone paragraph makes no section where there is a whole one. Of equals the first stays the first.
        ranked = sorted(
            _ranked(material, wanted, wish, target, topic),
            key=lambda each: (not _is_whole(material, each[2]), -each[0]),
        )
        if not ranked:
            choices.append(Choice(wanted, None))
            continue
        _, reason, base = ranked[0]
        others = tuple(each.origin for _, _, each in ranked[1 : _ALTERNATIVES + 1])
        choice = Choice(wanted, base, alternatives=others, reason=reason)
        _choose_points(material, choice, wish, target, topic)
        choices.append(choice)
    targets = dict(zip(map(id, choices), _targets(plan, length), strict=True))
    for reach in ("near", "text", "far"):
        # What one section has too little, others may have more; the one that lacks most comes first.
        for choice in sorted(choices, key=lambda each: each.length / max(1, targets[id(each)])):
            missing = round(length * (1 - _SLACK / 2)) - sum(each.length for each in choices)
            if length and missing > 0 and not choice.wanted.points:
                _add_points(material, choice, wish, choice.length + missing, "", reach=reach)
    return choices


def _targets(plan: Plan, length: int) -> list[int]:
    """How long each section is to be; 0 for any."""
    if not length:
        return [0] * len(plan.sections)
    given = sum(each.share for each in plan.sections)
    open_ones = sum(not each.share for each in plan.sections)
    rest = max(0, 100 - given) / open_ones if open_ones else 0
    # Where all shares are given they need not make up a hundred.
    whole = 100 if open_ones else given
    return [round(length * (each.share or rest) / whole) for each in plan.sections]


def _ranked(
    material: Material, wanted: Wanted, wish: Wish, target: int, topic: str
) -> Iterator[tuple[float, str, Stretch]]:
    for speech in material.speeches:
        if wanted.speech and speech.id != wanted.speech:
            continue
        for section, label in _labelled(material, speech):
            if label != wanted.move:
                continue
            stretch = material.stretch(speech, section.start, section.end, label, section)
            if any(stretch.overlaps(each) for each in wish.chosen):
                continue
            score, reason = material.score(stretch, wish, topic)
            score += _TOP_LEVEL if section.level == 1 else 0
            score -= _SHORT * max(0.0, 1 - stretch.length / target) if target else 0
            yield score, reason, stretch


def _is_whole(material: Material, stretch: Stretch) -> bool:
    section = stretch.section
    if section is None:
        return False
    own = [child for child in section.children if not child.inline]
    head = stretch.speech.source.text[stretch.start : own[0].start if own else section.heading_end]
    return (len(own) >= _FEWEST or section.level == 1) and not material.is_particular(head)


def _labelled(material: Material, speech: Speech) -> Iterator[tuple[Section, str]]:
    labels = {each.start: each.label for each in material.annotations(speech, "move")}
    for section in speech.walk():
        if not section.inline and section.start in labels:
            yield section, labels[section.start]


def _choose_points(material: Material, choice: Choice, wish: Wish, target: int, topic: str) -> None:
    """Take points away and add others until the section has its length, and better ones for those that do not fit."""
    base = choice.base
    if base is None:
        return
    own = choice.own
    labels = {section.start: label for section, label in _labelled(material, base.speech)}
    points = [
        material.stretch(base.speech, each.start, each.end, labels.get(each.start, ""), each) for each in own
    ]
    fixed = _held_together(material, base, own)
    lead = base.length - sum(each.length for each in points)
    wanted = choice.wanted.points
    if not points:
        choice.paragraphs = _paragraphs_for(base, target)
        wish.take(base)
        return

    def value(point: Stretch, others: list[Stretch]) -> float:
        return material.score(point, wish.with_others(others), topic)[0]

    def total() -> int:
        return lead + sum(each.length for each in points)

    def weakest() -> Stretch | None:
        free = [each for each in points if each.start not in fixed]
        rest = {id(each): [other for other in points if other is not each] for each in free}
        # Of equals the last goes.
        return min(reversed(free), key=lambda each: value(each, rest[id(each)]), default=None)

    fewest = min(wanted or _FEWEST, len(points))
    while (wanted and len(points) > wanted) or (
        target and not wanted and len(points) > fewest and total() > target * (1 + _SLACK)
    ):
        gone = weakest()
        if gone is None or (not wanted and total() - gone.length < target * (1 - 2 * _SLACK)):
            break
        points.remove(gone)
    choice.fixed, choice.held = fixed >= {each.start for each in own}, frozenset(fixed)
    _better_ones(points, donors_of(material, choice, wish), fixed, wish, value, always=bool(target))
    for point in [each for each in points if each.bad and each.start not in fixed]:
        # What must not be said is left out, where enough is left to be a section.
        if len(points) > max(_FEWEST, wanted):
            points.remove(point)
    choice.points = points
    for each in (_lead_of(material, base, own), *points):
        wish.take(each)
    for point in points:
        if not base.start <= point.start < base.end or point.speech is not base.speech:
            choice.reasons[id(point)] = f"换入的要点：{material.score(point, wish, topic)[1]}"
    if target:
        _add_points(material, choice, wish, target, topic)


def _add_points(
    material: Material, choice: Choice, wish: Wish, target: int, topic: str, *, reach: Reach = "near"
) -> None:
    """Add points of other sections until a section has its number of points or its length."""
    wanted = choice.wanted.points
    if choice.fixed or not choice.points:
        return
    donors = donors_of(material, choice, wish, reach)
    while len(choice.points) < (wanted or _MOST) and (wanted or choice.length < target * (1 - _SLACK)):
        room = target * (1 + _SLACK) - choice.length
        fitting = [
            (material.score(each, wish, topic), each) for each in donors
            if is_new(each, choice.points, wish) and (wanted or each.length <= room)
        ]  # fmt: skip
        if not fitting:
            break
        worthy = [each for each in fitting if wanted or each[0][0] >= _WORTH[reach]]
        (_, reason), best = max(
            worthy,
            key=lambda each: each[0][0] - (_OFF_FRAME if off_frame(each[1], choice.own) else 0.0),
            default=((0.0, ""), None),
        )
        if best is None:
            break
        choice.points.insert(place_beside(best, choice.points), best)
        choice.reasons[id(best)] = f"补入的要点：{reason}"
        wish.take(best)


def _lead_of(material: Material, base: Stretch, own: list[Section]) -> Stretch:
    """What stands above the points of a section."""
    return material.stretch(base.speech, base.start, own[0].start, base.label)


def _paragraphs_for(base: Stretch, target: int) -> int | None:
    """How many paragraphs of a section without points are kept; None for all."""
    if not target:
        return None
    lines = [line for line in base.speech.source.text[base.start : base.end].splitlines() if line.strip()]
    kept = length = 0
    for line in lines:
        if kept > 1 and length + len(line) > target * (1 + _SLACK):
            break
        kept += 1
        length += len(line)
    return kept


def _held_together(material: Material, base: Stretch, own: list[Section]) -> set[int]:
    """The starts of points that are the members of a known formula: they stay with it."""
    starts = {each.heading_start: each.start for each in own}
    held = set()
    for each in material.annotations(base.speech, "enumeration"):
        # 四项本领：甲、乙、丙、丁 above as many points names each of them.
        counted = each.attributes["declared"] == len(own) and not each.rule.endswith("/points")
        if counted and base.start <= each.start < own[0].start:
            return {point.start for point in own}
    for each in material.annotations(base.speech, "formula"):
        members = [member.start for member in each.attributes["members"] if member.start is not None]
        if has_fixed_members(material, each) and base.start <= each.start < base.end:
            held |= {starts[at] for at in members if at in starts}
    return held


def has_fixed_members(material: Material, formula: Annotation) -> bool:
    """Whether the lexicon says what a formula stands for; others mean what each speech makes of them."""
    entry = material.corpus.lexicon.surfaces.get(fold(formula.label))
    return entry is not None and any(version.items for version in entry.versions)


def donors_of(material: Material, choice: Choice, wish: Wish, reach: Reach = "near") -> list[Stretch]:
    """Points of the same move in other sections that can stand beside those of a section."""
    if not choice.own or (reach == "far" and choice.wanted.move in rules()["stage"]["moves"]):
        return []
    style, base = choice.own[0].style, choice.base.section if choice.base else None
    words = telling_words(material, choice.wanted, base)
    # Faults do not stand among tasks, nor do deeds, where the section has none.
    talks = {talk_of(base.heading) if base else "", *(talk_of(each.heading) for each in choice.own)}
    taken = (*wish.chosen, *((choice.base,) if choice.base else ()))
    found = []
    # A point of a speech of another kind is more often about something else.
    similar = [each for each in material.speeches if material.is_near(each)] if reach != "far" else []
    for speech in similar or material.speeches:
        # All of a speech on a particular occasion is about that.
        if material.is_particular(speech.title or ""):
            continue
        for section, label in _labelled(material, speech):
            if label != choice.wanted.move or section.level == 1 or not fits(section.style, style):
                continue
            above = next(each for each in speech.sections if each.start <= section.start < each.end)
            said = any(word in above.heading or word in section.heading for word in words)
            point = material.stretch(speech, section.start, own_end(speech, section), label, section)
            if reach == "text" and not said:
                text = speech.source.text[point.start : point.end]
                said = sum(map(text.count, set(words))) >= _OFTEN
            if not said or talk_of(section.heading, above.heading) not in talks:
                continue
            few = point.holes * _PER_HOLE <= point.length
            if few and not point.bad and not point.stale and not any(point.overlaps(each) for each in taken):
                found.append(point)
    return found


def _better_ones(
    points: list[Stretch], donors: list[Stretch], fixed: set[int], wish: Wish, value: _Value, *, always: bool
) -> None:
    """Put others in the place of points that must not stand, or that leave much more to be filled in."""
    for place, point in enumerate(points):
        weak = point.bad or point.over or (always and (point.holes or point.stale))
        if point.start in fixed or not weak:
            continue
        others = [each for each in points if each is not point]
        better = [each for each in donors if is_new(each, others, wish)]
        best = max(better, key=lambda each: value(each, others), default=None)
        if best and (point.bad or value(best, others) > value(point, others) + _BETTER):
            points[place] = best


def choose_part(material: Material, wish: Wish, moves: tuple[str, ...]) -> Part | None:
    """Choose an opening or a closing: the best of the speeches of the plan's genre or one like it.

    Where the genre has sentences of its own for that place, a speech of another genre serves no worse
    than they do, and None is returned.
    """
    kind = material.plan.kind
    own = kind.opening if "occasion" in moves else kind.closing
    ranked = []
    for speech in material.speeches:
        if own and speech.genre not in (kind.name, *kind.like):
            continue
        for each in material.annotations(speech, "move"):
            if each.label in moves and not each.attributes["level"]:
                stretch = material.stretch(speech, each.start, each.end, each.label)
                ranked.append((*material.score(stretch, wish, ""), stretch))
    ranked.sort(key=lambda each: -each[0])
    if not ranked:
        return None
    _, reason, best = ranked[0]
    wish.take(best)
    return Part(best, tuple(each.origin for *_, each in ranked[1 : _ALTERNATIVES + 1]), reason)
