"""Which sections of the corpus go into a draft, and which of their points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..data import load_toml
from ..extractors import Annotation
from ..sources import fold
from ..speeches import Section, Speech, styles
from .material import Material, Stretch, Wish
from .model import Origin
from .plan import Plan, Wanted

__all__ = ["Choice", "Part", "choose_part", "choose_sections"]

_TOP_LEVEL = 1.5
# How much a section counts less that has too little for its share of the length.
_SHORT = 2.0
_ALTERNATIVES = 3
# Points are taken away down to this number, and added up to that; the length may miss its share by a part.
_FEWEST, _MOST, _SLACK = 2, 6, 0.12
# A point that says so much of what is said already is no gain; one that is so much better takes its place.
_SAME, _BETTER = 0.2, 1.0
# A point that asks for more than one thing in so many characters is not added.
_PER_HOLE = 70
# What a point has to be worth at least to be added for the sake of the length.
_WORTH = 0.5

# What a point is worth beside others.
_Value = Callable[[Stretch, list[Stretch]], float]


@dataclass
class Choice:
    """A section chosen for a place in the plan; None where the corpus has none.

    ``points`` are its points on lines of their own, which may come from other speeches, and ``leads`` what is
    put between the heading and them.
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
    for near in (True, False):
        for choice in choices:
            # What one section has too little, others may have more.
            missing = round(length * (1 - _SLACK / 2)) - sum(each.length for each in choices)
            if length and missing > 0 and not choice.wanted.points:
                _add_points(material, choice, wish, choice.length + missing, "", near=near)
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
    choice.fixed = fixed >= {each.start for each in own}
    _better_ones(points, _donors(material, choice, wish), fixed, wish, value, always=bool(target))
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
    material: Material, choice: Choice, wish: Wish, target: int, topic: str, *, near: bool = True
) -> None:
    """Add points of other sections until a section has its number of points or its length."""
    wanted = choice.wanted.points
    if choice.fixed or not choice.points:
        return
    donors = _donors(material, choice, wish, near=near)
    while len(choice.points) < (wanted or _MOST) and (wanted or choice.length < target * (1 - _SLACK)):
        room = target * (1 + _SLACK) - choice.length
        fitting = [
            (material.score(each, wish, topic), each) for each in donors
            if _is_new(each, choice.points, wish) and (wanted or each.length <= room)
        ]  # fmt: skip
        if not fitting:
            break
        (score, reason), best = max(fitting, key=lambda each: each[0][0])
        if score < _WORTH and not wanted:
            break
        choice.points.append(best)
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


def _donors(material: Material, choice: Choice, wish: Wish, *, near: bool = True) -> list[Stretch]:
    """Points of the same move in other sections that can stand beside those of a section."""
    style = choice.own[0].style
    found = []
    words = telling_words(material, choice)
    # A point of a speech of another kind is more often about something else.
    similar = [each for each in material.speeches if material.is_near(each)] if near else []
    for speech in similar or material.speeches:
        for section, label in _labelled(material, speech):
            if label != choice.wanted.move or section.level == 1 or not fits(section.style, style):
                continue
            above = next(each for each in speech.sections if each.start <= section.start < each.end)
            if not any(word in above.heading or word in section.heading for word in words):
                continue
            point = material.stretch(speech, section.start, own_end(speech, section), label, section)
            taken = (*wish.chosen, *((choice.base,) if choice.base else ()))
            few = point.holes * _PER_HOLE <= point.length
            if few and not point.bad and not point.stale and not any(point.overlaps(each) for each in taken):
                found.append(point)
    return found


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


def telling_words(material: Material, choice: Choice) -> list[str]:
    """The words in a section's heading that tell what it does: points that fit there have them above them, too."""
    base = choice.base.section if choice.base else None
    heading = choice.wanted.heading or (base.heading if base else "")
    words = load_toml("moves.toml")["moves"].get(choice.wanted.move, {}).get("words", [])
    words = [*words, *(word for word in choice.wanted.topic.split() if len(word) > 1)]
    inside = [word for word in words if word in heading]
    # A word of the title says what the speech is about, not what one section of it does.
    return [word for word in inside if word not in material.plan.title] or inside


def fits(style: str, beside: str) -> bool:
    """Whether the heading of a point reads well with the number of the points beside it.

    一要 asks for a verb, which only the points of its own kind are sure to begin with; what stands behind 一要
    can stand behind any number.

    >>> fits("（一）", "一是"), fits("（一）", "一要"), fits("一要", "1.")
    (True, False, True)
    """
    return style == beside or not styles()[beside].points or beside == "一是"


def _is_new(point: Stretch, points: list[Stretch], wish: Wish) -> bool:
    headings = {each.section.heading for each in (*points, *wish.chosen) if each.section}
    same = point.section is not None and point.section.heading in headings
    return not same and point not in points and point.said_in([*points, *wish.chosen]) < _SAME


def _better_ones(
    points: list[Stretch], donors: list[Stretch], fixed: set[int], wish: Wish, value: _Value, *, always: bool
) -> None:
    """Put others in the place of points that must not stand, or that leave much more to be filled in."""
    for place, point in enumerate(points):
        if point.start in fixed or not (point.bad or (always and (point.holes or point.stale))):
            continue
        others = [each for each in points if each is not point]
        better = [each for each in donors if _is_new(each, others, wish)]
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
