"""What an outline's numbers say of its making: gaps, doubles, numbers that begin anew or run on.

Only what stands written is judged: a speech without numbers has no faults of numbering.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..sources import Note
from .model import Section
from .numbering import styles

__all__ = ["find_notes"]


def find_notes(text: str, sections: Sequence[Section]) -> tuple[Note, ...]:
    """Return what a reader of an outline should know of its numbers.

    Parameters
    ----------
    text : str
        The source's text.
    sections : sequence of Section
        The outline of one speech.

    Returns
    -------
    tuple of Note
        In the order of the text. Rules: ``numbering-gap``, ``numbering-duplicate``, ``numbering-order``,
        ``numbering-restart``, ``numbering-continued``, ``numbering-mixed``, ``numbering-jump``.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> text = "在动员会上的讲话\\n同志们：\\n一、认识\\n（一）形势\\n（二）差距\\n三、任务\\n（三）人手"
    >>> speech, = split(Source.from_text("a.txt", text))
    >>> for note in find_notes(text, speech.sections):
    ...     print(note.rule, note.message)
    numbering-gap 编号不连续：“一、”之后是“三、”
    numbering-continued 编号跨层接续：“三、”之下从“（三）”编起，接着前一层的“（二）”
    """
    groups = list(_groups(sections))
    notes = [*_counted(text, groups), *_jumps(text, groups)]
    return tuple(sorted(notes, key=lambda note: note.start or 0))


# The sections that hold a group, from the outside in, and the group.
_Group = tuple[tuple[Section, ...], Sequence[Section]]


def _groups(sections: Sequence[Section]) -> Iterator[_Group]:
    """Every set of siblings with what holds it, in the order of the text."""
    waiting: list[_Group] = [((), sections)]
    while waiting:
        holders, siblings = waiting.pop()
        yield holders, siblings
        below = [((*holders, each), each.children) for each in siblings if each.children]
        waiting.extend(reversed(below))


def _counted(text: str, groups: Sequence[_Group]) -> Iterator[Note]:
    # Per style the last number on a line anywhere before, for numbers that run on below another parent.
    last: dict[str, Section] = {}
    for holders, siblings in groups:
        before: Section | None = None
        for section in siblings:
            same = before is not None and before.style == section.style
            if before is not None and same:
                # One after the other, as nearly all are, is nothing to speak of.
                if section.number != before.number + 1 or not before.number:
                    yield from _step(text, before, section)
            elif before is not None and _is_mixed(before, section):
                # Of 一、 二． 三、 the one in the middle is the odd one.
                if section.style != siblings[0].style:
                    message = f"同级编号样式不一：{_pair(text, before, section)}"
                    yield _note("numbering-mixed", message, section)
            elif not section.inline and section.number != 1:
                yield from _begin(text, holders, last.get(section.style), section)
            before = section
            if not section.inline:
                last[section.style] = section


def _is_mixed(before: Section, section: Section) -> bool:
    """二. behind 一、: one run in two styles."""
    one, other = styles()[before.style], styles()[section.style]
    headings = not (one.points or other.points or before.inline or section.inline)
    return headings and one.rank == other.rank and section.number == before.number + 1


def _step(text: str, before: Section, section: Section) -> Iterator[Note]:
    """What is to be said of a number and the one before it."""
    pair = _pair(text, before, section)
    if section.number == before.number:
        yield _note("numbering-duplicate", f"编号重复：有两个“{_written(text, section)}”", section)
    elif section.number > before.number + 1:
        yield _note("numbering-gap", f"编号不连续：{pair}", section)
    elif section.number == 1:
        # Points begin anew in every paragraph; parts of a decimal number (2.1) below each of its parents.
        if not styles()[section.style].points and not _is_decimal(section):
            yield _note("numbering-restart", f"编号重新开始：{pair}", section)
    elif section.number < before.number:
        yield _note("numbering-order", f"编号倒退：{pair}", section)


def _begin(
    text: str, holders: tuple[Section, ...], earlier: Section | None, section: Section
) -> Iterator[Note]:
    """What is to be said of a first number that is not 1."""
    written = _written(text, section)
    place = f"“{_written(text, holders[-1])}”之下" if holders else "全文"
    if earlier and section.number == earlier.number + 1:
        if not styles()[section.style].through:
            message = f"编号跨层接续：{place}从“{written}”编起，接着前一层的“{_written(text, earlier)}”"
            yield _note("numbering-continued", message, section)
    elif earlier and styles()[section.style].through:
        yield from _step(text, earlier, section)
    elif not (styles()[section.style].through and holders and holders[-1].number != 1):
        # Articles of an excerpt: that its first chapter is not 第一章 has been said.
        yield _note("numbering-gap", f"编号不从头起：{place}第一个是“{written}”", section)


def _jumps(text: str, groups: Sequence[_Group]) -> Iterator[Note]:
    """Where a style stands directly below one that elsewhere in this speech has another between them."""
    between: dict[tuple[str, str], set[str]] = defaultdict(set)
    places = []
    for holders, siblings in groups:
        headings = [each for each in siblings if _is_heading(each)]
        if not headings or not all(map(_is_heading, holders)):
            continue
        for style in dict.fromkeys(each.style for each in headings):
            for depth, upper in enumerate(holders[:-1]):
                between[upper.style, style].update(each.style for each in holders[depth + 1 :])
        if holders:
            places.append((holders[-1], headings[0]))
    for upper, section in places:
        skipped = between.get((upper.style, section.style), set()) - {upper.style, section.style}
        # 一、 holding 1. where elsewhere （一） stands between, unless it holds （一） as well.
        if skipped and not any(each.style in skipped for each in upper.children):
            message = (
                f"层次跳级：“{_written(text, upper)}”之下直接是“{_written(text, section)}”，"
                f"别处中间还有“{'”“'.join(sorted(skipped, key=lambda name: styles()[name].rank))}”一级"
            )
            yield _note("numbering-jump", message, section)


def _is_heading(section: Section) -> bool:
    return not (section.inline or styles()[section.style].points)


def _is_decimal(section: Section) -> bool:
    return section.style.startswith("1.1")


def _pair(text: str, before: Section, section: Section) -> str:
    return f"“{_written(text, before)}”之后是“{_written(text, section)}”"


def _written(text: str, section: Section) -> str:
    """The number as it stands, without the spaces behind it."""
    return text[section.start : section.heading_start].strip()


def _note(rule: str, message: str, section: Section) -> Note:
    return Note(rule, message, section.start, section.heading_start)
