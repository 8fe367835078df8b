"""The readings of a list: where its items begin and end, whatever parts them.

A reading is tried with every kind of separator; which of them is meant, the declared count decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..speeches import Speech
from ..speeches.numbering import strip_number
from .model import Member
from .shapes import settings

__all__ = [
    "READINGS",
    "Query",
    "is_list",
    "is_open",
    "member",
    "reading",
    "sentence_end",
    "spans_of",
    "split_last",
    "trim_first",
    "without_open_end",
]

_TRIM = " ,、;:。.!?\r\n\t"
# No list runs on for longer without a full stop.
_LOOK_AHEAD = 2000
_LEAST = 2
_SENTENCE_END = re.compile(r"[。!?\n\r]")


@dataclass(frozen=True, slots=True)
class Query:
    """What is to be resolved.

    Parameters
    ----------
    speech : Speech
    view : str
        The folded text of the source, up to the end of the speech.
    start, end : int
        The mention.
    declared : int or None
        How many members there should be; None where the count is open.
    head : str
        The word that each member may repeat (聚焦, 着力); ``""`` where there is none.
    items : sequence of str
        The lexicon's members at the speech's date.
    groups : sequence of int
        The counts that the name is made of: 6 and 1 in 六围绕一加强.
    counted : bool
        True for an enumeration, which may be governed by whole sections and follows its own list directly.
    beside : bool
        True where only a list directly beside the mention counts, and only one of the right length.
    """

    speech: Speech
    view: str
    start: int
    end: int
    declared: int | None
    head: str = ""
    items: Sequence[str] = ()
    groups: Sequence[int] = ()
    counted: bool = False
    beside: bool = False

    def agrees(self, count: int) -> bool:
        """Whether a count of items is the one declared, or none is declared."""
        return count == self.declared if self.declared else count > 1


def sentence_end(view: str, begin: int) -> int:
    """Return where the sentence ends that goes on at an offset, before its full stop."""
    limit = min(len(view), begin + _LOOK_AHEAD)
    match = _SENTENCE_END.search(view, begin, limit)
    return match.start() if match else limit


def _by_head(query: Query, begin: int, stop: int) -> list[Member]:
    """聚焦…，聚焦…，聚焦…: each item begins with the same word, the head or that of the first item."""
    text = query.view[begin:stop]
    for head in filter(None, (query.head, text[:2])):
        starts = [match.end(1) for match in re.finditer(rf"(^|[,;、])(?={re.escape(head)})", text)]
        if len(starts) < 2 or starts[0] != 0:  # noqa: PLR2004
            continue
        separator = text[starts[1] - 1]
        ends = [start - 1 for start in starts[1:]]
        # The last item ends where the next would begin, or at a mark that parts more.
        last = re.compile(f"[{'、,;'['、,;'.index(separator) :]}]").search(text, starts[-1])
        ends.append(last.start() if last else len(text))
        return [member(query, begin + start, begin + end) for start, end in zip(starts, ends, strict=True)]
    return []


def reading(separator: str) -> Callable[[Query, int, int], list[Member]]:
    """Return a reading of a list whose items stand between separators of one kind."""

    def split(query: Query, begin: int, stop: int) -> list[Member]:
        text = query.view[begin:stop]
        if separator == "、":
            text = re.split(r"[,;]", text)[0]
        spans = spans_of(text, separator)
        parted = split_last(text, spans, query.declared)
        if separator == "、" or (
            len(parted) == query.declared and _alike([text[start:end] for start, end in parted])
        ):
            spans = parted
        return [member(query, begin + start, begin + end) for start, end in spans]

    return split


def spans_of(text: str, separator: str) -> list[tuple[int, int]]:
    """Return where the parts between separators stand in a text, empty ones left out.

    >>> spans_of("认识、责任、", "、")
    [(0, 2), (3, 5)]
    """
    spans = []
    start = 0
    for part in text.split(separator):
        spans.append((start, start + len(part)))
        start += len(part) + 1
    return [(start, end) for start, end in spans if text[start:end].strip(_TRIM)]


def split_last(text: str, spans: list[tuple[int, int]], declared: int | None) -> list[tuple[int, int]]:
    """A、B和C: the last part is two items where the count says so."""
    if not spans or len(spans) == declared:
        return spans
    start, end = spans[-1]
    match = re.search(settings()["members"]["conjunction"], text[start + 1 : end - 1])
    if not match:
        return spans
    at = start + 1 + match.start()
    return [*spans[:-1], (start, at), (at + len(match.group()), end)]


def _by_groups(query: Query, begin: int, stop: int) -> list[Member]:
    """六围绕一加强: as many parts as the name has numbers, each with its own list."""
    if len(query.groups) < _LEAST:
        return []
    for separator in ";,":
        parts = spans_of(query.view[begin:stop], separator)
        if len(parts) != len(query.groups):
            continue
        members = []
        for (start, end), count in zip(parts, query.groups, strict=True):
            text = query.view[begin + start : begin + end]
            spans = split_last(text, spans_of(text, "、"), count) if count > 1 else [(0, len(text))]
            members += [member(query, begin + start + first, begin + start + last) for first, last in spans]
        return members
    return []


READINGS = (_by_groups, _by_head, reading(";"), reading(","), reading("、"))


def trim_first(text: str, spans: list[tuple[int, int]], items: Sequence[str]) -> list[tuple[int, int]]:
    """The first item begins behind a word that governs the list; the others tell how long it is."""
    if len(spans) < _LEAST:
        return spans
    start, end = spans[0]
    known = next((item for item in items if text[start:end].endswith(item)), None)
    if known:
        return [(end - len(known), end), *spans[1:]]
    lengths = sorted(stop - begin for begin, stop in spans[1:])
    usual = lengths[(len(lengths) - 1) // 2]
    starts = {start} | {
        match.end()
        for word in (*settings()["members"]["boundaries"], *settings()["members"]["governing"])
        for match in re.finditer(word, text[start:end])
        if end - match.end() > 1
    }
    best = min(starts, key=lambda each: (abs(end - each - usual), each))
    return [(best, end), *spans[1:]]


def is_list(texts: list[str], query: Query) -> bool:
    """Whether what stands before the mention, without 等, is the list of its members."""
    if query.counted:
        return True
    if texts[-1].endswith(tuple(settings()["members"]["governing"])):
        return False
    if query.items:
        return any(text in item or item in text for text in texts for item in query.items)
    return _alike(texts)


def _alike(items: list[str]) -> bool:
    """Items of one list look alike: the same last character, the same first one, or the same length."""
    lengths = [len(item) for item in items]
    if min(lengths) <= _LEAST:
        return len(set(lengths)) == 1 and len({item[-1] for item in items}) == 1
    return (
        len({item[-1] for item in items}) == 1
        or len({item[0] for item in items}) == 1
        or max(lengths) - min(lengths) <= 1
    )


def without_open_end(text: str) -> str:
    """A、B等 without its 等; 人人平等 is left whole."""
    rules = settings()["members"]
    return text if text.endswith(tuple(rules["not_open"])) else text.rstrip(rules["open_end"])


def is_open(query: Query, start: int, end: int) -> bool:
    """Whether a list ends in 等."""
    text = query.view[start:end].rstrip(_TRIM)
    return text != without_open_end(text)


def member(query: Query, start: int, end: int) -> Member:
    """Make a member of a stretch, without its punctuation, its number and a final 等."""
    part = query.view[start:end]
    start += len(part) - len(part.lstrip(_TRIM))
    end -= len(part) - len(without_open_end(part.rstrip(_TRIM)))
    start += len(part.strip(_TRIM)) - len(strip_number(part.strip(_TRIM)))
    return Member(query.speech.source.text[start:end], start, max(start, end))
