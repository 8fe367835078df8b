"""What a reader sees of a damaged text, and where each of its characters stands in the source.

Zero-width characters, spaces that an OCR has put between characters and line breaks in the middle of a
sentence hide words from every search. The source is never rewritten: where it is damaged so, a copy
without those characters is searched instead, and whatever is found there is moved back to its place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..sources import Source
from .model import HeaderLine, Section, Span, Speech

__all__ = ["Gaps", "leave_out", "restore"]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Where characters were left out.

    Parameters
    ----------
    at : tuple of int
        Offsets into the copy before which something was left out, ascending.
    total : tuple of int
        How many characters have been left out up to there, one number for each of ``at``.
    """

    at: tuple[int, ...]
    total: tuple[int, ...]

    def start(self, offset: int) -> int:
        """Return the place in the source of the character at an offset of the copy."""
        found = bisect_right(self.at, offset)
        return offset + (self.total[found - 1] if found else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source from the first to the last character of a span of the copy."""
        begin = self.start(start)
        return begin, self.start(end - 1) + 1 if end > start else begin


def leave_out(source: Source, spans: Iterable[tuple[int, int]]) -> tuple[Source, Gaps]:
    """Return a copy of a source without some stretches of its text, and the way back.

    Parameters
    ----------
    source : Source
    spans : iterable of (int, int)
        What to leave out, ascending and not overlapping.

    Examples
    --------
    >>> copy, gaps = leave_out(Source.from_text("a.txt", "四 个意 识"), [(1, 2), (4, 5)])
    >>> copy.text, gaps.span(0, 4), gaps.span(1, 3)
    ('四个意识', (0, 6), (2, 4))
    """
    parts: list[str] = []
    at: list[int] = []
    total: list[int] = []
    length = left_out = last = 0
    for start, end in spans:
        parts.append(source.text[last:start])
        length += start - last
        left_out += end - start
        if at and at[-1] == length:
            total[-1] = left_out
        else:
            at.append(length)
            total.append(left_out)
        last = end
    parts.append(source.text[last:])
    return replace(source, text="".join(parts)), Gaps(tuple(at), tuple(total))


def restore(speech: Speech, source: Source, gaps: Gaps) -> Speech:
    """Move a speech that was read in a copy back to its source; what was read stays at hand as ``reading``."""

    def span(each: Span) -> Span:
        return Span(*gaps.span(each.start, each.end))

    def section(each: Section) -> Section:
        start, end = gaps.span(each.start, each.end)
        heading_start, heading_end = gaps.span(each.heading_start, each.heading_end)
        children = tuple(map(section, each.children))
        return replace(
            each,
            start=start,
            end=end,
            heading_start=heading_start,
            heading_end=heading_end,
            children=children,
        )

    start, end = gaps.span(speech.start, speech.end)
    return replace(
        speech,
        source=source,
        start=start,
        end=end,
        header=tuple(HeaderLine(each.role, *gaps.span(each.start, each.end)) for each in speech.header),
        sections=tuple(map(section, speech.sections)),
        closing=span(speech.closing) if speech.closing else None,
        notes=tuple(
            replace(each, start=gaps.span(each.start, each.end)[0], end=gaps.span(each.start, each.end)[1])
            if each.start is not None and each.end is not None
            else each
            for each in speech.notes
        ),
        reading=speech,
        gaps=gaps,
    )
