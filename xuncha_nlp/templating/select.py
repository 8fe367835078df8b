"""Which sections of the corpus go into a draft, and which of their points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ..extractors import Annotation
from ..sources import fold
from ..speeches import Section
from .donors import REACHES, Donor, Reach, donors_of, tolerates
from .material import Material
from .model import Origin
from .plan import Plan, Wanted
from .standing import is_new, off_frame, place_beside, repeats, talk_of, talks_of
from .stretches import Stretch, Wish

__all__ = ["Choice", "Part", "choose_part", "choose_sections", "fill_length", "targets_of"]

_TOP_LEVEL = 1.5
# How much a section counts less that has too little for its share of the length.
_SHORT = 2.0
_ALTERNATIVES = 3
# A section that finds fault where deeds are asked for, or that has none of the plan's words for it.
_OTHER_TALK, _OFF_TOPIC = 2.0, 1.0
# Points are taken away down to this number, and added up to that; the length may miss its share by a part.
_FEWEST, _MOST, _SLACK = 2, 6, 0.12
# A draft that is shorter by no more than that is long enough.
_NEARLY = 0.03
# One that is so much better takes the place of a point.
_BETTER = 1.0
# What a point has to be worth to be added for the sake of the length.
_WORTH: dict[Reach, float] = {"near": 0.5, "text": 0.5, "far": -0.3, "last": -1.5}
# What counts against a point whose heading goes by another frame: 看… beside headings that do not.
_OFF_FRAME = 0.7

# What a point is worth beside others.
_Value = Callable[[Stretch, list[Stretch]], float]


@dataclass
class Choice:
    """A section chosen for a place in the plan; None where the corpus has none.

    ``points`` are its points on lines of their own, which may come from other speeches, and ``leads`` what is
    put between the heading and them; ``held`` are the starts of points that stay with their formula. ``donors`` is what
    other sections have for it, once it has been looked for.
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
    donors: tuple[Donor, ...] | None = None

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
    for wanted, target in zip(plan.sections, targets_of(plan, length), strict=True):
        topic = _topic_of(plan, wanted)
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
    return choices


def fill_length(material: Material, choices: Sequence[Choice], wish: Wish, length: int) -> None:
    """Add points until the sections have their length together: what one has too little, others may have more.

    Parameters
    ----------
    material : Material
    choices : sequence of Choice
        Changed in place.
    wish : Wish
        Changed in place.
    length : int
        Characters that the sections are to have together, 0 for any.
    """
    plan = material.plan
    targets = dict(zip(map(id, choices), targets_of(plan, length), strict=True))
    for reach in REACHES:
        # What one section has too little, others may have more; the one that lacks most comes first.
        for choice in sorted(choices, key=lambda each: each.length / max(1, targets[id(each)])):
            missing = length - sum(each.length for each in choices)
            if missing > _NEARLY * length and not choice.wanted.points:
                topic = _topic_of(plan, choice.wanted) if reach == "last" else ""
                wanted = choice.length + missing
                _add_points(
                    material, choice, wish, wanted, topic, reach=reach, least=wanted - _NEARLY * length
                )


def _topic_of(plan: Plan, wanted: Wanted) -> str:
    return " ".join((wanted.topic or f"{plan.kind.topic} {plan.topic}", wanted.heading))


def targets_of(plan: Plan, length: int) -> list[int]:
    """Return how long each section is to be; 0 for any."""
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
        for section, label in material.labelled(speech):
            if label != wanted.move:
                continue
            stretch = material.stretch(speech, section.start, section.end, label, section)
            if any(stretch.overlaps(each) for each in wish.chosen):
                continue
            score, reason = material.score(stretch, wish, topic)
            score += _TOP_LEVEL if section.level == 1 else 0
            score -= _SHORT * max(0.0, 1 - stretch.length / target) if target else 0
            yield score - _amiss(material, wanted, stretch, topic), reason, stretch


def _amiss(material: Material, wanted: Wanted, stretch: Stretch, topic: str) -> float:
    """What counts against a section as the base, beside its score."""
    section = stretch.section
    if section is None:
        return 0.0
    talks, talk = talks_of(wanted.topic), talk_of(section.heading)
    other = _OTHER_TALK if talks and talk and talk not in talks else 0.0
    off = _OFF_TOPIC if wanted.topic and not material.relevance(stretch, topic) else 0.0
    return other + off


def _is_whole(material: Material, stretch: Stretch) -> bool:
    section = stretch.section
    if section is None:
        return False
    own = [child for child in section.children if not child.inline]
    head = stretch.speech.source.text[stretch.start : own[0].start if own else section.heading_end]
    return (len(own) >= _FEWEST or section.level == 1) and not material.is_particular(head)


def _choose_points(material: Material, choice: Choice, wish: Wish, target: int, topic: str) -> None:
    """Take points away and add others until the section has its length, and better ones for those that do not fit."""
    base = choice.base
    if base is None:
        return
    own = choice.own
    labels = {section.start: label for section, label in material.labelled(base.speech)}
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
    material: Material,
    choice: Choice,
    wish: Wish,
    target: int,
    topic: str,
    *,
    reach: Reach = "near",
    least: float | None = None,
) -> None:
    """Add points of other sections until a section has its number of points or its length, at least ``least``."""
    wanted = choice.wanted.points
    if choice.fixed or not choice.points:
        return
    donors = donors_of(material, choice, wish, reach)
    enough = target * (1 - _SLACK) if least is None else least
    most = target * (1 + _SLACK) if least is None else 2 * target - least
    while len(choice.points) < (wanted or _MOST) and (wanted or choice.length < enough):
        room = most - choice.length
        fitting = [
            each for each in donors
            if tolerates(reach, repeats(each.point, choice.points, wish)) and (wanted or each.point.length <= room)
        ]  # fmt: skip
        ranked = []
        for each in fitting:
            score, reason = material.score(each.point, wish, topic)
            if wanted or score - each.weight >= _WORTH[reach]:
                off = _OFF_FRAME if off_frame(each.point, choice.own) else 0.0
                ranked.append((score - each.weight - off, reason, each.point))
        if not ranked:
            break
        _, reason, best = max(ranked, key=lambda each: each[0])
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


def _better_ones(
    points: list[Stretch], donors: list[Donor], fixed: set[int], wish: Wish, value: _Value, *, always: bool
) -> None:
    """Put others in the place of points that must not stand, or that leave much more to be filled in."""
    for place, point in enumerate(points):
        weak = point.bad or point.over or (always and (point.holes or point.stale))
        if point.start in fixed or not weak:
            continue
        others = [each for each in points if each is not point]
        better = [each.point for each in donors if is_new(each.point, others, wish)]
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
