"""The lines of a source: where each begins and ends, and how it looks when folded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..sources import Source

__all__ = ["LONGEST_TITLE", "Line", "read_lines", "squeeze"]

# A line with more characters is prose.
LONGEST_TITLE = 60
_LINE = re.compile(r"[^\r\n\u2028\u2029\v\f]+")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with something on it, without the white space around it: as folded, and as it stands."""

    start: int
    end: int
    text: str
    raw: str


@lru_cache(maxsize=8)
def read_lines(source: Source) -> tuple[Line, ...]:
    """Return the lines of a source that are not blank, folded and with their offsets.

    Examples
    --------
    >>> read_lines(Source.from_text("a", "\\n　　一、认识 \\n"))
    (Line(start=3, end=7, text='一、认识', raw='一、认识'),)
    """
    view = source.view
    lines = []
    for match in _LINE.finditer(view):
        raw = match.group()
        text = raw.strip(" \t\u200b\ufeff")
        if text:
            start = match.start() + raw.index(text)
            end = start + len(text)
            lines.append(Line(start, end, text, source.text[start:end]))
    return tuple(lines)


def squeeze(parts: Iterable[str]) -> str:
    """Join texts and drop their white space, for comparing titles.

    >>> squeeze(["在动员会上的 ", "讲　话"])
    '在动员会上的讲话'
    """
    return _SPACE.sub("", "".join(parts))
