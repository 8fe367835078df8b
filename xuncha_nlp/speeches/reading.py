"""What a reader sees of a damaged text, and where each of its characters stands in the source.

Zero-width characters, spaces that an OCR has put between characters and line breaks in the middle of a
sentence hide words from every search. The source is never rewritten: where it is damaged so, a copy
without those characters is searched instead, and whatever is found there is moved back to its place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..sources import Note, Source
from .model import Evidence, HeaderLine, Section, Span, Speech

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Gaps", "leave_out", "read_again", "restore"]


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

    def back(self, offset: int) -> int:
        """Return the place in the copy of an offset into the source; what was left out has that of what follows."""
        found = bisect_right(self.at, offset, key=self.start)
        left_out = self.total[found - 1] if found else 0
        beyond = self.at[found] if found < len(self.at) else offset
        return min(offset - left_out, beyond)

    def starts(self, offsets: NDArray[np.int32]) -> NDArray[np.int32]:
        """Do what `start` does for many offsets at once."""
        import numpy as np

        found = np.searchsorted(np.array(self.at, np.int32), offsets, side="right")
        places: NDArray[np.int32] = offsets + np.array([0, *self.total], np.int32)[found]
        return places

    def backs(self, offsets: NDArray[np.int32]) -> NDArray[np.int32]:
        """Do what `back` does for many offsets at once."""
        import numpy as np

        at, total = np.array(self.at, np.int32), np.array([0, *self.total], np.int32)
        found = np.searchsorted(at + total[1:], offsets, side="right")
        beyond = np.append(at, np.iinfo(np.int32).max)[found]
        places: NDArray[np.int32] = np.minimum(offsets - total[found], beyond).astype(np.int32)
        return places

    def spans(self) -> list[tuple[int, int]]:
        """Return what was left out, as spans of the source.

        >>> leave_out("四 个意  识", [(1, 2), (4, 6)])[1].spans()
        [(1, 2), (4, 6)]
        """
        before = (0, *self.total)
        return [(at + start, at + end) for at, start, end in zip(self.at, before, self.total, strict=False)]


def leave_out(text: str, spans: Iterable[tuple[int, int]]) -> tuple[str, Gaps]:
    """Return a copy of a text without some stretches of it, and the way back.

    Parameters
    ----------
    text : str
    spans : iterable of (int, int)
        What to leave out, ascending and not overlapping.

    Examples
    --------
    >>> copy, gaps = leave_out("四 个意 识", [(1, 2), (4, 5)])
    >>> copy, gaps.span(0, 4), gaps.span(1, 3)
    ('四个意识', (0, 6), (2, 4))
    """
    parts: list[str] = []
    at: list[int] = []
    total: list[int] = []
    length = left_out = last = 0
    for start, end in spans:
        parts.append(text[last:start])
        length += start - last
        left_out += end - start
        if at and at[-1] == length:
            total[-1] = left_out
        else:
            at.append(length)
            total.append(left_out)
        last = end
    parts.append(text[last:])
    return "".join(parts), Gaps(tuple(at), tuple(total))


def restore(speech: Speech, source: Source, gaps: Gaps) -> Speech:
    """Move a speech that was read in a copy back to its source; what was read stays at hand as ``reading``."""
    return replace(_moved(speech, source, gaps.span), reading=speech, gaps=gaps)


def read_again(speech: Speech, copy: Source, gaps: Gaps) -> Speech:
    """Give a speech of a damaged source its reading in the copy: the other way round from `restore`."""

    def span(start: int, end: int) -> tuple[int, int]:
        return gaps.back(start), gaps.back(end)

    return replace(speech, reading=_moved(speech, copy, span), gaps=gaps)


def _moved(speech: Speech, source: Source, span: Callable[[int, int], tuple[int, int]]) -> Speech:
    def section(each: Section) -> Section:
        start, end = span(each.start, each.end)
        heading_start, heading_end = span(each.heading_start, each.heading_end)
        children = tuple(map(section, each.children))
        return replace(
            each,
            start=start,
            end=end,
            heading_start=heading_start,
            heading_end=heading_end,
            children=children,
        )

    def note(each: Note) -> Note:
        if each.start is None or each.end is None:
            return each
        start, end = span(each.start, each.end)
        return replace(each, start=start, end=end)

    def evidence(each: Evidence) -> Evidence:
        if each.start is None or each.end is None:
            return each
        start, end = span(each.start, each.end)
        return replace(each, text=source.text[start:end], start=start, end=end)

    start, end = span(speech.start, speech.end)
    return replace(
        speech,
        source=source,
        start=start,
        end=end,
        header=tuple(HeaderLine(each.role, *span(each.start, each.end)) for each in speech.header),
        sections=tuple(map(section, speech.sections)),
        closing=Span(*span(speech.closing.start, speech.closing.end)) if speech.closing else None,
        notes=tuple(map(note, speech.notes)),
        genre_evidence=tuple(map(evidence, speech.genre_evidence)),
    )
