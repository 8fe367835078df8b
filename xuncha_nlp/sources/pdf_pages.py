"""What belongs to the pages of a PDF and not to its text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from ..data import check_keys, load_toml
from .fold import fold
from .pdf_lines import PdfLine

__all__ = ["part_furniture"]

# How many lines at the top and the bottom of a page are looked at.
_DEPTH = 3
# A running head stands on so many pages at least, and on such a share of them: left and right pages may
# have one each, and chapters too.
_PAGES = 3
_SHARE = 0.25
_SAME_PLACE = 3.0
_FIGURES = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")


def part_furniture(pages: list[list[PdfLine]]) -> tuple[list[list[PdfLine]], int, int]:
    """Return the lines of each page without its furniture, and how many page numbers and heads there were.

    A line is taken for a page number where it is the first or last of its page and looks like one; bare
    figures only where they go up with the pages. It is taken for a running head or foot where it stands at
    the edge of the page, and the same words stand at the same place of other pages.
    """
    ordered = [sorted(lines, key=lambda line: -line.base) for lines in pages]
    numbers = _page_numbers(ordered)
    left = [[line for line in lines if line not in numbers] for lines in ordered]
    heads = _running_heads(left)
    gone = numbers | heads
    return [[line for line in lines if line not in gone] for lines in pages], len(numbers), len(heads)


def _page_numbers(pages: list[list[PdfLine]]) -> set[PdfLine]:
    marked, bare = _patterns()
    found: set[PdfLine] = set()
    offsets: Counter[int] = Counter()
    maybe: list[tuple[PdfLine, int]] = []
    for lines in pages:
        # A foot can stand below the number, and a head above it.
        edge = [*lines[:2], *lines[-2:]]
        for line in dict.fromkeys(edge):
            text = _SPACE.sub("", fold(line.text))
            if marked.fullmatch(text):
                found.add(line)
            elif match := bare.fullmatch(text):
                offset = int(match["page"]) - line.page
                maybe.append((line, offset))
                offsets[offset] += 1
    # Figures at the edge that go up with the pages are no accident; one figure on one page can be one.
    found |= {line for line, offset in maybe if offsets[offset] >= 2 or len(pages) == 1 == offset}  # noqa: PLR2004
    return found


def _running_heads(pages: list[list[PdfLine]]) -> set[PdfLine]:
    found: set[PdfLine] = set()
    for side in (slice(None, _DEPTH), slice(-_DEPTH, None)):
        places: dict[str, list[PdfLine]] = {}
        for lines in pages:
            for line in lines[side]:
                places.setdefault(_FIGURES.sub("0", _SPACE.sub("", line.text)), []).append(line)
        for lines in places.values():
            alike = [
                line
                for line in lines
                if len({each.page for each in lines if abs(each.base - line.base) < _SAME_PLACE})
                >= max(_PAGES, _SHARE * len(pages))
            ]
            found.update(alike)
    # The head is what stands further out than all of the text of its page.
    return {line for line in found if _outermost(line, pages[line.page], found)}


def _outermost(line: PdfLine, lines: list[PdfLine], found: set[PdfLine]) -> bool:
    others = [each.base for each in lines if each not in found]
    return not others or line.base > max(others) or line.base < min(others)


@cache
def _patterns() -> tuple[Any, Any]:
    table = load_toml("readers.toml")["page_numbers"]
    check_keys(table, ["marked", "bare"], [], "readers.toml [page_numbers]")
    # Each alternative has a group of the same name; only that of the bare form is used.
    marked = "|".join(re.sub(r"\?P<page>", "?:", each) for each in table["marked"])
    return re.compile(marked), re.compile(table["bare"])
