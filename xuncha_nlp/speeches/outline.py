"""Lines to outline: which numbers are headings, and how they nest.

The numbers are read in the order of the text onto a stack of open sections. A style that is open
keeps the level that it has in this document; a new one goes below what is open, or beside it where
its rank says that it is further out. Enumerating words (一是, 第一，) count only in a run 1, 2, 3 …
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .lines import Line
from .model import Section, Span
from .numbering import Mark, find_marks
from .patterns import pattern

__all__ = ["find_closing", "find_outline"]

_SENTENCE_END = re.compile(r"[。;!?]")
_CLOSING_PARAGRAPHS = 3
_SECOND = 2


@dataclass(slots=True)
class _Node:
    mark: Mark
    children: list[_Node] = field(default_factory=list)


def find_outline(lines: Sequence[Line], closing: Span | None) -> tuple[Section, ...]:
    """Read the outline of a speech's body.

    Parameters
    ----------
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
    roots = _nest(mark for index, line in enumerate(body) for mark in find_marks(line, index))
    roots = _drop_lone_points(roots)
    end = body[-1].end if body else 0
    return _sections(roots, body, 1, end)


def find_closing(lines: Sequence[Line]) -> Span | None:
    """Find the closing words among a speech's last paragraphs.

    A paragraph that carries a number of its own is no closing: it is the last section. Nor is anything
    above it, or a salutation.
    """
    tail = lines[-_CLOSING_PARAGRAPHS:]
    numbered = [i for i, line in enumerate(tail) if any(not mark.inline for mark in find_marks(line, 0))]
    for line in tail[numbered[-1] + 1 if numbered else 0 :]:
        if line is lines[0] or line.text.endswith(":"):
            continue
        if pattern("closing").search(line.text):
            return Span(line.start, tail[-1].end)
    last, before = lines[-1], lines[-2:-1]
    follows = [any(not mark.inline for mark in find_marks(line, 0)) for line in (*before, last)]
    if follows == [True, False] and pattern("closing_soft").search(last.text):
        return Span(last.start, last.end)
    return None


def _nest(marks: Iterable[Mark]) -> list[_Node]:
    roots: list[_Node] = []
    stack: list[_Node] = []
    for mark in marks:
        depth = _same_style(stack, mark)
        if depth is None:
            if mark.style.points and mark.number != 1:
                continue
            depth = len(stack)
            while depth and _is_outer(mark, stack[depth - 1].mark):
                depth -= 1
        elif mark.style.points and mark.number not in (1, stack[depth].mark.number + 1):
            continue
        del stack[depth:]
        node = _Node(mark)
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return roots


def _same_style(stack: list[_Node], mark: Mark) -> int | None:
    """Where the mark continues an open run: its own kind first, then a run begun inside a paragraph."""
    for depth in reversed(range(len(stack))):
        other = stack[depth].mark
        if other.style is mark.style and other.inline == mark.inline:
            return depth
    for depth in reversed(range(len(stack))):
        other = stack[depth].mark
        if other.style is mark.style and mark.number == other.number + 1:
            return depth
    return None


def _is_outer(mark: Mark, other: Mark) -> bool:
    """Whether an open section cannot hold the new one."""
    if other.inline and (not mark.inline or mark.line != other.line):
        return True
    if mark.inline and not other.inline:
        return False
    return mark.style.rank <= other.style.rank


def _drop_lone_points(nodes: list[_Node]) -> list[_Node]:
    """An enumerating word without a second one is an ordinary word; what it held moves up."""
    kept: list[_Node] = []
    for index, node in enumerate(nodes):
        node.children = _drop_lone_points(node.children)
        if node.mark.style.points and node.mark.number == 1:
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
        stop = _last_text_before(nodes[index + 1].mark.start, lines) if index + 1 < len(nodes) else end
        if mark.inline:
            stop = min(stop, line.end)
        heading = _heading(mark, line, stop)
        children = _sections(node.children, lines, level + 1, stop)
        text = line.raw[heading.start - line.start : heading.end - line.start]
        sections.append(
            Section(
                level, mark.style.name, mark.number, text, mark.start, stop,
                heading.start, heading.end, mark.inline, children,
            )
        )  # fmt: skip
    return tuple(sections)


def _last_text_before(offset: int, lines: Sequence[Line]) -> int:
    """The end of the text before an offset, without the line break between."""
    before = lines[bisect_left(lines, offset, key=lambda line: line.start) - 1]
    return min(before.end, offset)


def _heading(mark: Mark, line: Line, stop: int) -> Span:
    """The first sentence behind the number, without its final punctuation."""
    text = line.text[: min(stop, line.end) - line.start]
    begin = mark.end - line.start
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    match = _SENTENCE_END.search(text, begin)
    finish = match.start() if match else len(text.rstrip(" ,、:"))
    return Span(line.start + begin, line.start + max(begin, finish))
