"""The lines of a source: where each begins and ends, and how it looks when folded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ..sources import Source

__all__ = ["LONGEST_TITLE", "Line", "read_lines", "squeeze"]

# A line with more characters is prose.
LONGEST_TITLE = 60
# What ends a line beside the line feed, and the white space that a line may have around it.
_BREAKS, _BLANKS = "\r\u2028\u2029\v\f", " \t\u200b\ufeff"
_SPACE = re.compile(r"[\s\u200b\ufeff]+")


class Line(NamedTuple):
    """A line with something on it, without the white space around it: as folded, and as it stands.

    A tuple, because a text holds very many.
    """

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
    content, view = source.text, source.view
    for sign in _BREAKS:
        view = view.replace(sign, "\n")
    lines = []
    begin = 0
    for piece in view.split("\n"):
        text = piece.strip(_BLANKS)
        if text:
            start = begin + piece.index(text[0])
            end = start + len(text)
            lines.append(Line(start, end, text, content[start:end]))
        begin += len(piece) + 1
    return tuple(lines)


def squeeze(parts: Iterable[str]) -> str:
    """Join texts and drop their white space, for comparing titles.

    >>> squeeze(["在动员会上的 ", "讲　话"])
    '在动员会上的讲话'
    """
    return _SPACE.sub("", "".join(parts))
