"""The characters of a PDF page put together to lines, in the order in which the page draws them."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

__all__ = ["NEVER_FIRST", "PdfLine", "is_latin", "read_page"]

# In widths of a character.
_SAME_HEIGHT = 0.4
_WORD_SPACE = 0.15
_COLUMN_SPACE = 1.2
# In quarter turns.
_UPRIGHT = 0.06
_ASKEW = -1
# Chinese typesetting begins no line with these and ends none with those.
NEVER_FIRST = frozenset("，。、；：？！）》〉”’」』】〕…—％%·,.;:?!)]}")
_NEVER_LAST = frozenset("（《〈“‘「『【〔([{")
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page; lengths in points, heights from below.

    Parameters
    ----------
    page : int
        From 0.
    text : str
    left, right : float
        Where its first character begins and its last one ends.
    base : float
        The height on which it stands.
    size : float
        Of its type.
    first : float
        The width of what cannot be parted from its first character.
    """

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    first: float


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    left: float
    right: float
    base: float
    size: float
    turn: int


def read_page(page: Any, number: int) -> tuple[list[PdfLine], int, int]:
    """Return the lines of a page, how many characters have no code, and how many there are in all."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        glyphs, unmapped = _glyphs(textpage, count)
    finally:
        textpage.close()
    # Most of a page stands one way; what crosses it is a stamp or a watermark.
    turns = Counter(glyph.turn for glyph in glyphs if glyph.turn != _ASKEW)
    usual = turns.most_common(1)[0][0] if turns else 0
    runs = _runs([glyph for glyph in glyphs if glyph.turn == usual])
    lines = (_line(run, number) for run in runs)
    return [line for line in lines if line.text], unmapped, count


def _glyphs(textpage: Any, count: int) -> tuple[list[_Glyph], int]:
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    found: list[_Glyph] = []
    unmapped = 0
    for index in range(count):
        # Spaces and line ends that PDFium adds: we look at the places ourselves.
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1 or code in _SURROGATES or not code:
            unmapped += 1
            continue
        character = chr(code)
        if unicodedata.category(character) in {"Cc", "Cf"}:
            continue
        left, bottom, right, top = textpage.get_charbox(index, loose=True)
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        pdfium.FPDFText_GetMatrix(raw, index, matrix)
        # The type size is that of the font times what the page makes of it.
        size = pdfium.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
        turn = _turn(math.atan2(matrix.b, matrix.a))
        if turn == 1:
            left, right, base = bottom, top, -x.value
        elif turn == 2:  # noqa: PLR2004
            left, right, base = -right, -left, -y.value
        elif turn == 3:  # noqa: PLR2004
            left, right, base = -top, -bottom, x.value
        else:
            base = y.value
        found.append(_Glyph(character, left, right, base, size, turn))
    return found, unmapped


def _turn(angle: float) -> int:
    """The quarter turns by which a character stands, or `_ASKEW`."""
    turns = angle / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) < _UPRIGHT else _ASKEW


def _runs(glyphs: list[_Glyph]) -> Iterator[list[_Glyph]]:
    """The characters that follow each other on one height, from left to right.

    A character that another font has to lend is drawn before or after the rest of its line.
    """
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and abs(run[-1].base - glyph.base) >= _SAME_HEIGHT * max(run[-1].size, glyph.size, 1.0):
            yield sorted(run, key=lambda each: each.left)
            run = []
        run.append(glyph)
    if run:
        yield sorted(run, key=lambda each: each.left)


def _line(run: list[_Glyph], number: int) -> PdfLine:
    while run and run[0].text.isspace():
        run = run[1:]
    while run and run[-1].text.isspace():
        run = run[:-1]
    if not run:
        return PdfLine(number, "", 0.0, 0.0, 0.0, 0.0, 0.0)
    parts = [run[0].text]
    for last, glyph in pairwise(run):
        parts += [_gap(last, glyph), glyph.text]
    size = sorted(glyph.size for glyph in run)[len(run) // 2]
    return PdfLine(number, "".join(parts), run[0].left, run[-1].right, run[0].base, size, _unit(run))


def _gap(last: _Glyph, glyph: _Glyph) -> str:
    """The space that the eye sees between two characters where the file has none."""
    if last.text.isspace() or glyph.text.isspace():
        return ""
    space = (glyph.left - last.right) / max(last.size, 1.0)
    # Between Chinese and Latin a typesetter leaves room of his own accord.
    needed = _WORD_SPACE if is_latin(last.text) and is_latin(glyph.text) else _COLUMN_SPACE
    return " " if space > needed else ""


def _unit(run: list[_Glyph]) -> float:
    """The width of the first character and of what may not be parted from it at the end of a line."""
    end = 1
    while end < len(run) and (
        run[end].text in NEVER_FIRST
        or run[end - 1].text in _NEVER_LAST
        or (is_latin(run[end].text) and is_latin(run[end - 1].text))
    ):
        end += 1
    return run[end - 1].right - run[0].left


def is_latin(character: str) -> bool:
    """Say whether a character is a letter or figure of those that are set in words, not one by one.

    >>> is_latin("3"), is_latin("三"), is_latin("，")
    (True, False, False)
    """
    return character.isascii() and not character.isspace()
