"""Lines of a PDF joined to paragraphs, by the rules by which a typesetter broke them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ..data import check_keys, load_toml
from .fold import fold
from .pdf_lines import NEVER_FIRST, PdfLine, is_latin

__all__ = ["join"]

# In widths of a character of the line's size.
_SLACK = 0.05
_UNEVEN = 0.6
_FLUSH = 0.6
# A first line is drawn in by two characters; fewer can be a hanging punctuation mark.
_DRAWN_IN = 1.2
_OTHER_SIZE = 0.08
_WIDE_GAP = 1.5
# Of the lines, so many end at the edge or before it; what goes beyond is a table or a wide formula.
_FULL = 0.98
# From so many drawn-in lines on, a text is one that marks its paragraphs by them.
_MARKS = 0.03
_SENTENCE_END = frozenset("。！？；：…”’）.!?;:")


@dataclass(frozen=True, slots=True)
class _Page:
    """The column of text: where its lines begin and end, how far they are apart, the size of their type."""

    left: float
    right: float
    pitch: float
    size: float


def join(pages: list[list[PdfLine]]) -> Iterator[str]:
    """Yield the paragraphs of the pages, one that goes over a page joined."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    column = _column(lines)
    drawn = sum(_is_drawn_in(line, column) for line in lines) >= max(2, _MARKS * len(lines))
    parts = [lines[0].text]
    for last, line in pairwise(lines):
        if _goes_on(last, line, column, drawn):
            glue = " " if is_latin(last.text[-1]) and is_latin(line.text[0]) and last.text[-1] != "-" else ""
            parts.append(glue + line.text)
        else:
            yield "".join(parts)
            parts = [line.text]
    yield "".join(parts)


def _column(lines: list[PdfLine]) -> _Page:
    # Most characters stand in full lines of the text: each line has a say by its width.
    lefts: Counter[int] = Counter()
    for line in lines:
        lefts[round(line.left)] += round(line.right - line.left)
    left = lefts.most_common(1)[0][0]
    column = [line for line in lines if abs(line.left - left) < _DRAWN_IN * line.size]
    # A comma may hang in the margin: the edge is shown by lines that end otherwise.
    wide = sorted(line.right for line in column if line.text[-1] not in NEVER_FIRST)
    wide = wide or sorted(line.right for line in column)
    right = wide[int(len(wide) * _FULL)]
    steps = Counter(
        round(last.base - line.base)
        for last, line in pairwise(lines)
        if last.page == line.page and last.base > line.base
    )
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return _Page(left, right, float(steps.most_common(1)[0][0]) if steps else 0.0, sizes.most_common(1)[0][0])


def _is_drawn_in(line: PdfLine, column: _Page) -> bool:
    return _DRAWN_IN < (line.left - column.left) / max(line.size, 1.0) < _DRAWN_IN * 2 + 1


def _goes_on(last: PdfLine, line: PdfLine, column: _Page, drawn: bool) -> bool:
    """Say whether a line is the rest of the one before it."""
    size = max(line.size, 1.0)
    if abs(last.size - line.size) > _OTHER_SIZE * size:
        return False
    if last.page == line.page and last.base - line.base > _WIDE_GAP * max(column.pitch, size):
        return False
    centred = _are_centred(last, line, column)
    # Where there was room left for what begins this line, the last one was ended on purpose. Lines that are
    # not set to an even edge show it only nearly: a sentence in its middle is given the benefit of that.
    slack = _SLACK if last.text[-1] in _SENTENCE_END else -_UNEVEN
    end = column.left + last.right - last.left if centred else last.right
    if end + line.first <= column.right + slack * size:
        return False
    if centred:
        return True
    if line.left - column.left > _DRAWN_IN * size:
        return False
    # Without first lines drawn in, a number behind a full sentence is all that shows a new paragraph.
    return drawn or last.text[-1] not in _SENTENCE_END or not _numbered(line.text)


def _are_centred(last: PdfLine, line: PdfLine, column: _Page) -> bool:
    """Say whether two lines are those of a heading in the middle, of which the first can fill the column."""

    def aside(each: PdfLine) -> float:
        return abs(each.left - column.left - (column.right - each.right))

    if max(aside(last), aside(line)) > 2 * _FLUSH * line.size or line.left - column.left < _FLUSH * line.size:
        return False
    # A full line in the type of the text is text, whatever stands below it.
    headline = abs(line.size - column.size) > _OTHER_SIZE * line.size
    return headline or last.left - column.left > _FLUSH * last.size


def _numbered(text: str) -> bool:
    return _numbers().match(fold(text)) is not None


@cache
def _numbers() -> re.Pattern[str]:
    table = load_toml("readers.toml")["paragraphs"]
    check_keys(table, ["numbers"], [], "readers.toml [paragraphs]")
    return re.compile("|".join(f"(?:{pattern})" for pattern in table["numbers"]))
