"""The contents list of a compilation: found, read, and kept out of the speeches."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from .dates import parse_date_line
from .lines import LONGEST_TITLE, Line, squeeze
from .numbering import strip_number
from .patterns import pattern

__all__ = ["Contents", "Entry", "find_contents"]

# A title in the body may be wrapped over so many lines.
_WRAP = 3
_SHORTEST_TITLE = 4
# No entry is longer, leaders and all; no heading is.
_LONGEST_ENTRY = 300
_LONGEST_HEADING = 12
# So many entries in a row may have no body.
_WITHOUT_BODY = 5
_LEADER_ENDS = "0123456789)-—"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the contents list: its title, squeezed, and where it stands."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contents:
    """Which lines hold the contents list (half-open indices), and what it names."""

    first: int
    last: int
    entries: tuple[Entry, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the entries."""
        return tuple(entry.title for entry in self.entries)


def find_contents(lines: Sequence[Line]) -> Contents:
    """Find the contents list.

    Two kinds of evidence are taken: lines that end in leaders and a page number, at least two in a
    row; or a line 目录, followed by lines that stand again further down as titles. Among those an entry
    may have no body: it is in the list if the list goes on below it, or ends where the first body begins.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the source.

    Returns
    -------
    Contents
        Empty (``first == last``) where there is none.
    """
    heading = next((i for i, line in enumerate(lines) if _is_heading(line.text)), None)
    first = heading + 1 if heading is not None else _first_leader(lines)
    if first is None:
        return Contents(0, 0, ())
    headed = heading is not None
    bodies = _places(lines) if headed else {}
    last = first
    entries: list[Entry] = []
    titles: set[str] = set()
    wrapped: list[Line] = []
    while last < len(lines) and last - first < len(lines) // 2:
        line = lines[last]
        text, leaders = _without_leader(line.text, headed=headed)
        if leaders:
            entries.append(_entry([*wrapped, line], text))
            wrapped = []
        elif _stands_again(bodies, line.text, last) or _has_no_body(lines, last, bodies, titles):
            entries.append(_entry([line], text))
        elif _continues(lines, last, headed=headed):
            wrapped.append(line)
        else:
            break
        titles.update(entry.title for entry in entries[-1:])
        last += 1
    if not entries:
        return Contents(0, 0, ())
    return Contents(heading if heading is not None else first, last, tuple(entries))


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and bool(pattern("contents_heading").search(text))


def _entry(lines: Sequence[Line], text: str) -> Entry:
    title = "".join([*(line.text for line in lines[:-1]), text])
    return Entry(_title(title), lines[0].start, lines[-1].end)


def _title(text: str) -> str:
    """The title that an entry names, without its number and without a date behind it."""
    title = strip_number(text)
    dated = re.search(r"\([^()]*\)$", title)
    if dated and parse_date_line(dated.group()):
        title = title[: dated.start()]
    return squeeze([title])


def _without_leader(text: str, *, headed: bool) -> tuple[str, int]:
    """The entry without its leaders and page number, and whether it had any."""
    if len(text) > _LONGEST_ENTRY or text[-1] not in _LEADER_ENDS:
        return text, 0
    entry, leaders = pattern("contents_leader").subn("", text)
    if not leaders and headed and not parse_date_line(text):
        entry, leaders = pattern("contents_page").subn("", text)
    return entry, leaders


def _first_leader(lines: Sequence[Line]) -> int | None:
    before = False
    for index, line in enumerate(lines):
        leader = line.text[-1] in _LEADER_ENDS and bool(_without_leader(line.text, headed=False)[1])
        if leader and before:
            return index - 1
        before = leader
    return None


def _continues(lines: Sequence[Line], index: int, *, headed: bool) -> bool:
    """An entry too long for a line ends with its leaders on the next one."""
    after = lines[index + 1].text if index + 1 < len(lines) else ""
    wraps = (
        not re.search(r"[。;!?]", lines[index].text) and after and _without_leader(after, headed=headed)[1]
    )
    return bool(wraps) and not pattern("title_begins").search(strip_number(after))


def _places(lines: Sequence[Line]) -> dict[str, int]:
    """What up to three short lines in a row say, squeezed, and where it is said last."""
    places: dict[str, int] = {}
    short = [squeeze([line.text]) if len(line.text) <= LONGEST_TITLE else "" for line in lines]
    for index, text in enumerate(short):
        joined = ""
        for part in islice(short, index, index + _WRAP) if text else ():
            if not part:
                break
            joined += part
            places[joined] = index
    return places


def _stands_again(places: dict[str, int], text: str, index: int) -> bool:
    title = _title(text)
    return _SHORTEST_TITLE <= len(title) <= LONGEST_TITLE and places.get(title, -1) > index


def _has_no_body(lines: Sequence[Line], index: int, places: dict[str, int], titles: Collection[str]) -> bool:
    """An entry without a body: more entries follow, or the first body does."""
    for at in range(index, min(index + _WITHOUT_BODY + 1, len(lines))):
        text = lines[at].text
        if at > index and (_stands_again(places, text, at) or _without_leader(text, headed=True)[1]):
            return bool(places)
        body = [squeeze([line.text]) for line in lines[at : at + _WRAP]]
        if any("".join(body[: width + 1]) in titles for width in range(len(body))):
            return at > index
        if len(text) > LONGEST_TITLE or re.search("[。;:!?]", text) or parse_date_line(text):
            return False
    return False
