"""Lines to outline: which numbers are headings, and how they nest.

The numbers are read in the order of the text onto a stack of open sections. A style that is open
keeps the level that it has in this document; a new one goes below what is open, or beside it where
its rank says that it is further out and what is open does not go on behind it. Numbers that need a
run (一是, 第一，, ① inside a paragraph) count only as 1, 2, 3 …
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from .lines import Line
from .model import Section, Span
from .numbering import LAST, Mark, Style, find_all_marks, styles

__all__ = ["find_outline"]

_SENTENCE_END = re.compile(r"[。;!?]")
_SECOND = 2
# Nobody nests deeper; what a text does beyond that stands side by side.
_DEEPEST = 12


@dataclass(slots=True, eq=False)
class _Node:
    mark: Mark
    children: list[_Node] = field(default_factory=list)


def find_outline(view: str, lines: Sequence[Line], closing: Span | None) -> tuple[Section, ...]:
    """Read the outline of a speech's body.

    Parameters
    ----------
    view : str
        The folded text of the source.
    lines : sequence of Line
        The lines of the body.
    closing : Span or None
        The closing words, which belong to no section.

    Returns
    -------
    tuple of Section
        The sections of level 1, each with its children.
    """
    body = [line for line in lines if closing is None or line.start < closing.start]
    roots = _Nest(find_all_marks(view, body)).read()
    roots = _drop_lone(roots)
    end = body[-1].end if body else 0
    return _sections(roots, body, 1, end)


class _Nest:
    """The marks of a speech on their way into a tree.

    Parameters
    ----------
    marks : list of Mark
        In the order of the text.
    """

    def __init__(self, marks: list[Mark]) -> None:
        self.marks = marks
        self.roots: list[_Node] = []
        self.stack: list[_Node] = []
        # Where each style stands at the start of a line, for looking ahead.
        self.places: dict[Style, list[int]] = defaultdict(list)
        for index, mark in enumerate(marks):
            if not mark.inline:
                self.places[mark.style].append(index)
        self.alone = _alone(marks)
        self.resumed = _resumed(marks, self.places.values())
        self.last: dict[Style, int] = {}
        # Styles that this document has shown to stand below others, against their rank.
        self.below: set[tuple[Style, Style]] = set()

    def read(self) -> list[_Node]:
        """Return the sections of level 1."""
        for index, found in enumerate(self.marks):
            if index in self.alone:
                continue
            mark = self._numbered(found)
            depth = self._depth(mark, index)
            if depth is None:
                continue
            del self.stack[depth:]
            node = _Node(mark)
            (self.stack[-1].children if self.stack else self.roots).append(node)
            self.stack.append(node)
            if not mark.inline:
                self.last[mark.style] = mark.number
        return self.roots

    def _numbered(self, mark: Mark) -> Mark:
        """最后 takes the number that its run has come to, and 第三 may go on behind 其次."""
        joins = _joins().get(mark.style)
        if mark.number != LAST and (joins is None or mark.number <= _SECOND):
            return mark
        for node in reversed(self.stack):
            open_ = node.mark
            if mark.number == LAST and open_.style is mark.style and open_.number >= _SECOND:
                return mark._replace(number=open_.number + 1)
            if open_.style is joins and mark.number == open_.number + 1:
                return mark._replace(style=joins, near=True)
        return mark

    def _depth(self, mark: Mark, index: int) -> int | None:
        """The level that a mark takes, from 0; None where it is no number after all."""
        depth = self._same_style(mark, index)
        if depth is None:
            if mark.number == LAST or (mark.run and mark.number != 1 and not self._goes_on(mark)):
                return None
            return self._new_depth(mark, index)
        before = self.stack[depth].mark
        if mark.run and mark.number != 1 and not self._follows(mark, before):
            return None
        # 一、二季度 between 一、 and 二、: the run that it would begin is the open one's.
        heading = not (mark.inline or before.inline or mark.style.points)
        if mark.run and heading and mark.number == 1 and self._resumes(before, index):
            return None
        if mark.number == 1 and not (mark.inline or before.inline):
            return self._anew(index, depth)
        return depth

    def _anew(self, index: int, depth: int) -> int:
        """Where a run that begins anew stands: inside whatever open section goes on behind it, or beside its like."""
        for place in reversed(range(depth + 1, len(self.stack))):
            other = self.stack[place].mark
            if not other.inline and self._resumes(other, index):
                return min(place + 1, _DEEPEST - 1)
        return depth + 1 if self._is_within(index, depth) else depth

    def _same_style(self, mark: Mark, index: int) -> int | None:
        """Where a mark continues an open run: its own kind first, then a run begun inside a paragraph."""
        # The innermost of the style, of its own kind, and of the other kind with the number before.
        same = own = other = None
        for depth in reversed(range(len(self.stack))):
            open_ = self.stack[depth].mark
            if open_.style is not mark.style:
                continue
            next_ = mark.number == open_.number + 1
            if open_.inline == mark.inline:
                if next_:
                    return depth
                own = depth if own is None else own
            elif next_ and other is None:
                other = depth
            same = depth if same is None else same
        if same is None or own is not None or other is not None:
            return other if own is None else own
        # A run inside a later paragraph is no part of the last point on a line, unless more of those follow.
        if mark.inline and mark.number == 1 and self.stack[same].mark.line != mark.line:
            return None if self._resumes(self.stack[same].mark, index) else same
        return None

    def _follows(self, mark: Mark, before: Mark) -> bool:
        """Whether a mark that needs a run continues one; from the third on one may be missing or doubled."""
        if not _beside(mark, before):
            return False
        if mark.number == before.number + 1:
            return True
        slips = (before.number, before.number + 2)
        beside = _beside(mark._replace(near=True), before)
        return beside and not mark.near and before.number >= _SECOND and mark.number in slips

    def _goes_on(self, mark: Mark) -> bool:
        """Headings may go on counting below another parent, points may not; articles always do."""
        if mark.inline or (mark.style.points and not mark.style.through):
            return False
        return mark.number == self.last.get(mark.style, 0) + 1

    def _new_depth(self, mark: Mark, index: int) -> int:
        depth = len(self.stack)
        while depth:
            other = self.stack[depth - 1].mark
            if not self._is_outer(mark, other, index):
                break
            depth -= 1
        return min(depth, _DEEPEST - 1)

    def _is_outer(self, mark: Mark, other: Mark, index: int) -> bool:
        """Whether an open section cannot hold the new one."""
        if other.inline and (not mark.inline or mark.line != other.line):
            return True
        if mark.inline and not other.inline:
            return False
        if mark.style.rank > other.style.rank:
            return False
        if mark.inline or mark.number != 1 or mark.style is other.style:
            return True
        pair = (mark.style, other.style)
        if self._resumes(other, index):
            self.below.add(pair)
        return pair not in self.below

    def _resumes(self, other: Mark, index: int) -> bool:
        """Whether the numbers of an open section at the start of a line go on behind this place."""
        places = self.places[other.style]
        after = bisect_right(places, index)
        return after < len(places) and self.marks[places[after]].number == other.number + 1

    def _is_within(self, index: int, depth: int) -> bool:
        """Whether a run that begins anew stands inside the open one of its own style, which goes on behind it.

        四、 … 一、 二、 三、 五、: the three stand inside 四、.
        """
        resumed = self.resumed.get(index)
        if resumed is None or len(self.stack) >= _DEEPEST:
            return False
        # What closes the open section ends the question.
        outer = {node.mark.style for node in self.stack[:depth]} - {self.marks[index].style}
        return not any(each.style in outer for each in self.marks[index + 1 : resumed])


def _alone(marks: Sequence[Mark]) -> set[int]:
    """Numbers 1 that need a run and are not followed by their second: they must not end the run around them."""
    found = set()
    after: dict[Style, Mark] = {}
    after_of_kind: tuple[dict[Style, Mark], dict[Style, Mark]] = {}, {}
    for index in reversed(range(len(marks))):
        mark = marks[index]
        if mark.run and mark.number == 1:
            seconds = (after.get(mark.style), after_of_kind[mark.inline].get(mark.style))
            if not any(each and each.number == _SECOND and _beside(each, mark) for each in seconds):
                found.add(index)
        after[mark.style] = after_of_kind[mark.inline][mark.style] = mark
    return found


def _beside(mark: Mark, before: Mark) -> bool:
    """Whether two numbers may be of one run: those with thin evidence in one paragraph or at the start of lines."""
    return not mark.near or mark.line == before.line or not (mark.inline or before.inline)


def _resumed(marks: Sequence[Mark], places: Iterable[Sequence[int]]) -> dict[int, int]:
    """Where runs that begin anew end because an earlier one of their style goes on: first mark to that mark."""
    found: dict[int, int] = {}
    for each in places:
        runs: list[tuple[int, int]] = []  # first mark and last number of what may still be open
        for place in each:
            number = marks[place].number
            if number == 1:
                runs = [*runs[1 - _DEEPEST :], (place, 1)]
                continue
            if runs and runs[-1][1] == number - 1:
                runs[-1] = runs[-1][0], number
                continue
            depth = next((i for i in reversed(range(len(runs))) if runs[i][1] == number - 1), len(runs) - 1)
            found.update((first, place) for first, _ in runs[depth + 1 :])
            runs[depth:] = [(runs[depth][0] if runs else place, number)]
    return found


@cache
def _joins() -> dict[Style, Style]:
    """The styles in which a run of words may go on, each with the style of the words."""
    named = styles()
    return {named[each.joined_by]: each for each in named.values() if each.joined_by}


def _drop_lone(nodes: list[_Node]) -> list[_Node]:
    """A number that needs a run and has no second is an ordinary word; what it held moves up."""
    kept: list[_Node] = []
    for index, node in enumerate(nodes):
        if node.children:
            node.children = _drop_lone(node.children)
        if node.mark.run and node.mark.number == 1:
            after = nodes[index + 1].mark if index + 1 < len(nodes) else None
            if after is None or after.style is not node.mark.style or after.number != _SECOND:
                kept += node.children
                continue
        kept.append(node)
    return kept


def _sections(nodes: list[_Node], lines: Sequence[Line], level: int, end: int) -> tuple[Section, ...]:
    sections = []
    for index, node in enumerate(nodes):
        mark = node.mark
        line = lines[mark.line]
        stop = _text_end_before(nodes[index + 1].mark, lines) if index + 1 < len(nodes) else end
        if mark.inline:
            stop = min(stop, line.end)
        begin, finish = _heading(mark, line, stop)
        children = _sections(node.children, lines, level + 1, stop) if node.children else ()
        text = line.raw[begin - line.start : finish - line.start]
        sections.append(
            Section(
                level, mark.style.name, mark.number, text, mark.start, stop,
                begin, finish, mark.inline, children,
            )
        )  # fmt: skip
    return tuple(sections)


def _text_end_before(mark: Mark, lines: Sequence[Line]) -> int:
    """The end of the text before a number, without the line break between."""
    return mark.start if mark.inline else lines[mark.line - 1].end


def _heading(mark: Mark, line: Line, stop: int) -> tuple[int, int]:
    """Where the first sentence behind the number stands, without its final punctuation."""
    # No slices: a line may be a whole text, with very many points in it.
    text, begin, limit = line.text, mark.end - line.start, min(stop, line.end) - line.start
    while begin < limit and text[begin].isspace():
        begin += 1
    match = _SENTENCE_END.search(text, begin, limit)
    finish = match.start() if match else limit
    while not match and finish > begin and text[finish - 1] in " ,、:":
        finish -= 1
    return line.start + begin, line.start + max(begin, finish)
