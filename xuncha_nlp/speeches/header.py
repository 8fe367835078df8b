"""The lines above a speech: title, subtitle, speaker, date, salutation; and so, where a speech begins.

A header is recognised by several kinds of evidence together, because any one of them misleads: a
title's last word, a line that is a date, a salutation, an entry in the contents list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .dates import parse_date_line
from .lines import LONGEST_TITLE, Line, squeeze
from .model import HeaderLine
from .numbering import find_marks
from .patterns import pattern

__all__ = ["Header", "find_headers", "lone_header"]

_TITLE_LINES = 3
# So many characters are a phrase of their own.
_PHRASE = 4
# Evidence: an entry in the contents list, the title's last word, a date line, a salutation, a speaker.
_WEIGHTS = {"listed": 3, "ending": 2, "date": 2, "salutation": 1, "byline": 1}
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Header:
    """A header: the lines that it covers (half-open indices) and what they are."""

    first: int
    last: int
    lines: tuple[HeaderLine, ...]
    title: str | None
    date: str | None
    salutation: str | None
    score: int


def find_headers(lines: Sequence[Line], begin: int, titles: tuple[str, ...]) -> list[Header]:
    """Find where speeches begin.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the source.
    begin : int
        Index of the first line below the contents list.
    titles : tuple of str
        What the contents list names, squeezed.

    Returns
    -------
    list of Header
        In the order of the text; empty where the evidence is too thin.
    """
    headers = []
    index = begin
    while index < len(lines):
        header = _best(lines, index, titles) if _may_begin(lines, index, begin) else None
        if header:
            headers.append(header)
            index = header.last
        else:
            index += 1
    return headers


def lone_header(lines: Sequence[Line]) -> Header:
    """Read what header there is of a text that is one speech, however little it says."""
    tries = [_parse(lines, 0, count, ()) for count in range(_TITLE_LINES + 1)]
    found = [header for header in tries if header]
    best = max(found, key=lambda header: (header.score, -len(header.lines)))
    if not best.score and lines[0].text and _title_like(lines[0]):
        return _parse(lines, 0, 1, ()) or best
    return best


def _may_begin(lines: Sequence[Line], index: int, begin: int) -> bool:
    """A title follows the end of something: the list, a full stop, closing words, blank lines."""
    if not _title_like(lines[index]):
        return False
    if index == begin:
        return True
    before = lines[index - 1]
    finished = re.search(r"[。!?…”)]$", before.text) or pattern("closing").search(before.text)
    return bool(finished) or lines[index].start - before.end > 1 or _title_like(before)


def _best(lines: Sequence[Line], index: int, titles: tuple[str, ...]) -> Header | None:
    tries = (_parse(lines, index, count, titles) for count in range(1, _TITLE_LINES + 1))
    found = [header for header in tries if header and header.score >= _ENOUGH]
    # Of equally good readings, the title with fewer lines.
    return max(found, key=lambda header: (header.score, -header.last), default=None)


def _parse(lines: Sequence[Line], first: int, count: int, titles: tuple[str, ...]) -> Header | None:
    """Read a header whose title has so many lines; None where they are no title."""
    head = lines[first : first + count]
    if len(head) < count or not all(_title_like(line) for line in head):
        return None
    if any(pattern("collection").search(line.text) for line in head):
        return None
    if any(pattern("title_begins").search(line.text) for line in head[1:]):
        return None
    title = squeeze(line.text for line in head)
    score = _WEIGHTS["listed"] if title in titles else 0
    score += _WEIGHTS["ending"] if pattern("title_ends").search(title) else 0
    found = [HeaderLine("title", line.start, line.end) for line in head]
    seen: dict[str, str] = {}
    last = first + count
    while last < len(lines):
        role, value = _role(lines[last])
        if role is None or role in seen or (role == "salutation" and not value):
            break
        seen[role] = value
        found.append(HeaderLine(role, lines[last].start, lines[last].end))
        last += 1
        if role == "subtitle" and pattern("title_ends").search(value):
            score += _WEIGHTS["ending"]
        score += _WEIGHTS.get(role, 0)
        if role == "salutation":
            break
    # A name-like line counts as a speaker only beside firmer evidence.
    if score <= _WEIGHTS["byline"] and "byline" in seen:
        score = 0
    return Header(
        first,
        last,
        tuple(found),
        _title(head) or None,
        seen.get("date"),
        seen.get("salutation"),
        score,
    )


def _title(head: Sequence[Line]) -> str:
    """The title in one line: lines are joined, 讲　话 is drawn together, a pause between two phrases stays."""
    parts = re.split(r"[\s\u200b\ufeff]+", "".join(line.raw for line in head))
    return ("　" if min(map(len, parts)) >= _PHRASE else "").join(parts)


def _role(line: Line) -> tuple[str | None, str]:
    date = parse_date_line(line.text)
    if date:
        return "date", date
    if pattern("subtitle").search(line.text):
        return "subtitle", squeeze([line.text])
    salutation = pattern("salutation").match(line.text)
    if (
        salutation
        and salutation.end() == len(line.text)
        and re.search(pattern("salutation_words").pattern, line.text)
    ):
        return "salutation", line.raw.rstrip(":：!！")
    if pattern("byline").fullmatch(line.text) and not pattern("title_ends").search(line.text):
        return "byline", line.text
    return None, ""


def _title_like(line: Line) -> bool:
    text = line.text
    if len(text) > LONGEST_TITLE or re.search(r"[。;:,!?]", text.rstrip(")")):
        return False
    if pattern("closing").search(text) or pattern("subtitle").search(text) or parse_date_line(text):
        return False
    return bool(re.search(r"[\u4e00-\u9fff]{2}", text)) and not any(
        not mark.inline for mark in find_marks(line, 0)
    )
