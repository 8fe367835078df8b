"""The contents list of a compilation: found, read, and kept out of the speeches."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lines import LONGEST_TITLE, Line, squeeze
from .numbering import strip_number
from .patterns import pattern

__all__ = ["Contents", "find_contents"]

# A title in the body may be wrapped over so many lines.
_WRAP = 3
_SHORTEST_TITLE = 4
# No entry is longer, leaders and all.
_LONGEST_ENTRY = 300


@dataclass(frozen=True, slots=True)
class Contents:
    """Which lines hold the contents list (half-open indices), and the titles that it names."""

    first: int
    last: int
    titles: tuple[str, ...]


def find_contents(lines: Sequence[Line]) -> Contents:
    """Find the contents list.

    Two kinds of evidence are taken: lines that end in leaders and a page number, at least two in a
    row; or a line 目录, followed by lines each of which stands again further down as a title.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the source.

    Returns
    -------
    Contents
        Empty (``first == last``) where there is none.
    """
    heading = next((i for i, line in enumerate(lines) if pattern("contents_heading").search(line.text)), None)
    first = heading + 1 if heading is not None else _first_leader(lines)
    if first is None:
        return Contents(0, 0, ())
    last = first
    titles = []
    wrapped = ""
    while last < len(lines) and last - first < len(lines) // 2:
        text = lines[last].text
        entry, leaders = _without_leader(text)
        if leaders:
            titles.append(squeeze([strip_number(wrapped + entry)]))
            wrapped = ""
        elif _stands_again(text, lines, last):
            titles.append(squeeze([strip_number(text)]))
        elif _continues(lines, last):
            wrapped += text
        else:
            break
        last += 1
    if not titles:
        return Contents(0, 0, ())
    return Contents(heading if heading is not None else first, last, tuple(titles))


def _without_leader(text: str) -> tuple[str, int]:
    """The entry without its leaders and page number, and whether it had any."""
    return pattern("contents_leader").subn("", text) if len(text) <= _LONGEST_ENTRY else (text, 0)


def _first_leader(lines: Sequence[Line]) -> int | None:
    leaders = [bool(_without_leader(line.text)[1]) for line in lines]
    return next((i for i in range(len(lines) - 1) if leaders[i] and leaders[i + 1]), None)


def _continues(lines: Sequence[Line], index: int) -> bool:
    """An entry too long for a line ends with its leaders on the next one."""
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    wraps = not re.search(r"[。；！？;!?]", lines[index].text) and _without_leader(after)[1]
    return bool(wraps) and not pattern("title_begins").search(strip_number(after))


def _stands_again(text: str, lines: Sequence[Line], index: int) -> bool:
    title = squeeze([strip_number(text)])
    if not _SHORTEST_TITLE <= len(title) <= LONGEST_TITLE:
        return False
    rest = lines[index + 1 :]
    return any(
        title == squeeze(line.text for line in rest[i : i + width])
        for i in range(len(rest))
        if title.startswith(squeeze([rest[i].text]))
        for width in range(1, _WRAP + 1)
    )
