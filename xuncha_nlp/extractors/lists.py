"""The readings of a list: where its items begin and end, whatever parts them.

A reading is tried with every kind of separator; which of them is meant, the declared count decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ..speeches import Speech
from ..speeches.numbering import strip_number
from .model import Member
from .shapes import Part, settings

__all__ = [
    "READINGS",
    "Query",
    "Resolution",
    "Spans",
    "is_list",
    "is_open",
    "member",
    "members_of",
    "reading",
    "sentence_end",
    "spans_of",
    "split_last",
    "trim_first",
    "without_frame",
    "without_open_end",
]

Spans = list[tuple[int, int]]

_TRIM = " ,、;:。.!?\r\n\t"
# No list runs on for longer without a full stop.
_LOOK_AHEAD = 2000
_LEAST = 2
_SENTENCE_END = re.compile(r"[。!?\n\r]")
# Nothing declares more items, empty ones between doubled marks included.
_MOST = 100
# The marks that part items, the weakest first: an item goes on over those that part less than its own.
_PARTING = {"、": re.compile("[、,;]"), ",": re.compile("[,;]"), ";": re.compile(";")}
_STRONGER = {"、": _PARTING[","], ",": _PARTING[";"], ";": None}
# What a number of data/numbering.toml begins with: most items have none, and are not asked for it.
_NUMBERED = re.compile(r"[^\u4e00-\u9fff]|[第其一二两三四五六七八九十百甲乙丙丁戊己庚辛壬癸]")


@dataclass(frozen=True, slots=True)
class _Words:
    conjunction: re.Pattern[str]
    open_end: str
    not_open: tuple[str, ...]
    governing: tuple[str, ...]
    before_list: tuple[str, ...]
    by_first: dict[str, tuple[str, ...]]
    shared_ends: re.Pattern[str]
    order: re.Pattern[str]


@cache
def _words() -> _Words:
    rules = settings()["members"]
    before = (*rules["boundaries"], *rules["governing"])
    return _Words(
        conjunction=re.compile(rules["conjunction"]),
        open_end=rules["open_end"],
        not_open=tuple(rules["not_open"]),
        governing=tuple(rules["governing"]),
        before_list=before,
        by_first={word[0]: tuple(each for each in before if each[0] == word[0]) for word in before},
        shared_ends=re.compile(rules["shared_ends"]),
        order=re.compile(rules["order"] + ",?"),
    )


class Query(NamedTuple):
    """What is to be resolved.

    Parameters
    ----------
    speech : Speech
    view : str
        The folded text of the source; what stands behind the speech is another's.
    start, end : int
        The mention.
    declared : int or None
        How many members there should be; None where the count is open.
    head : str
        The word that each member may repeat (聚焦, 着力); ``""`` where there is none.
    items : tuple of str
        The lexicon's members at the speech's date.
    groups : sequence of int
        The counts that the name is made of: 6 and 1 in 六围绕一加强.
    parts : sequence of Part
        The same with their words, where the name can be taken apart.
    counted : bool
        True for an enumeration, which may be governed by whole sections and follows its own list directly.
    beside : bool
        True where only a list directly beside the mention counts, and only one of the right length.
    runs : sequence of int
        Where the runs of the speech's points begin; see `runs_of`.
    """

    speech: Speech
    view: str
    start: int
    end: int
    declared: int | None
    head: str = ""
    items: tuple[str, ...] = ()
    groups: Sequence[int] = ()
    parts: Sequence[Part] = ()
    counted: bool = False
    beside: bool = False
    runs: Sequence[int] = ()

    def agrees(self, count: int) -> bool:
        """Whether a count of items is the one declared, or none is declared."""
        return count == self.declared if self.declared else count > 1


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer: members, where they are from (following, preceding, lexicon, None), status and rule."""

    members: tuple[Member, ...]
    resolved_by: str | None
    status: str
    rule: str


def sentence_end(view: str, begin: int, end: int) -> int:
    """Return where the sentence ends that goes on at an offset, before its full stop and before an end."""
    limit = min(end, begin + _LOOK_AHEAD)
    match = _SENTENCE_END.search(view, begin, limit)
    return match.start() if match else limit


def _by_head(query: Query, begin: int, stop: int) -> Spans:
    """聚焦…，聚焦…，聚焦…: each item begins with the same word, the head or that of the first item."""
    text = query.view[begin:stop]
    for head in filter(None, (query.head, text[:2])):
        if not text.startswith(head):
            continue
        behind = []
        at = text.find(head, len(head))
        while at >= 0:
            if text[at - 1] in ",;、":
                behind.append(at)
            at = text.find(head, at + len(head))
        if not behind:
            continue
        # The last item ends where the next would begin, or at a mark that parts more.
        last = _PARTING[text[behind[0] - 1]].search(text, behind[-1])
        ends = [*(each - 1 for each in behind), last.start() if last else len(text)]
        return [(begin + start, begin + end) for start, end in zip([0, *behind], ends, strict=True)]
    return []


def reading(separator: str) -> Callable[[Query, int, int], Spans]:
    """Return a reading of a list whose items stand between separators of one kind."""

    def split(query: Query, begin: int, stop: int) -> Spans:
        # A list does not run on over a mark that parts more than its own.
        stronger = _STRONGER[separator]
        parted = stronger.search(query.view, begin, stop) if stronger else None
        stop = parted.start() if parted else stop
        text = query.view[begin:stop]
        if text.count(separator) > _MOST:
            return []
        spans = spans_of(text, separator)
        parts = split_last(text, spans, query.declared)
        if separator == "、" or (
            len(parts) == query.declared and _alike([text[start:end] for start, end in parts])
        ):
            spans = parts
        if separator == "、" and len(spans) == query.declared:
            spans = without_frame(text, spans, query.head)
        return [(begin + start, begin + end) for start, end in spans]

    return split


def spans_of(text: str, separator: str) -> Spans:
    """Return where the parts between separators stand in a text, empty ones left out.

    >>> spans_of("认识、责任、", "、")
    [(0, 2), (3, 5)]
    """
    spans = []
    start = 0
    for part in text.split(separator):
        if part.strip(_TRIM):
            spans.append((start, start + len(part)))
        start += len(part) + 1
    return spans


def split_last(text: str, spans: Spans, declared: int | None) -> Spans:
    """A、B和C: the last part is two items where the count says so."""
    if not spans or len(spans) == declared:
        return spans
    start, end = spans[-1]
    match = _words().conjunction.search(text, start + 1, end - 1)
    return [*spans[:-1], (start, match.start()), (match.end(), end)] if match else spans


def _by_groups(query: Query, begin: int, stop: int) -> Spans:
    """六围绕一加强: as many parts as the name has numbers, each with its own list."""
    groups = query.groups or [part.count for part in query.parts]
    if len(groups) < _LEAST:
        return []
    heads = [part.head for part in query.parts] or [""] * len(groups)
    for separator in ";,":
        parts = spans_of(query.view[begin:stop], separator)
        if len(parts) != len(groups):
            continue
        found = []
        for (start, end), count, head in zip(parts, groups, heads, strict=True):
            text = query.view[begin + start : begin + end]
            spans = split_last(text, spans_of(text, "、"), count) if count > 1 else [(0, len(text))]
            spans = without_frame(text, spans, head)
            found += [(begin + start + first, begin + start + last) for first, last in spans]
        return found
    return []


def without_frame(text: str, spans: Spans, head: str) -> Spans:
    """What all items share stands once, before the first or behind the last of them, and belongs to none.

    >>> text = "着力发现纪律、作风方面的问题"
    >>> [text[start:end] for start, end in without_frame(text, [(0, 6), (7, 14)], "着力")]
    ['纪律', '作风']
    """
    if len(spans) < _LEAST:
        return spans
    (start, end), (last, stop) = spans[0], spans[-1]
    if (
        len(head) > 1
        and text.startswith(head, start)
        and not any(text.startswith(head, at) for at, _ in spans[1:])
    ):
        spans = [(min(start + len(head), end - 1), end), *spans[1:]]
        word = next((each for each in _words().before_list if text.startswith(each, spans[0][0])), "")
        if word and spans[0][0] + len(word) < end - 1:
            spans = [(spans[0][0] + len(word), end), *spans[1:]]
    shared = _words().shared_ends.search(text, last + 1, stop)
    if shared and not any(text.endswith(shared.group(), first, each) for first, each in spans[:-1]):
        spans = [*spans[:-1], (spans[-1][0], shared.start())]
    return spans


READINGS = (_by_groups, _by_head, reading(";"), reading(","), reading("、"))


def trim_first(text: str, spans: Spans, items: Sequence[str]) -> Spans:
    """The first item begins behind a word that governs the list; the others tell how long it is."""
    if len(spans) < _LEAST:
        return spans
    start, end = spans[0]
    first = text[start:end]
    known = next((item for item in items if first.endswith(item)), None)
    if known:
        return [(end - len(known), end), *spans[1:]]
    lengths = sorted(stop - begin for begin, stop in spans[1:])
    usual = lengths[(len(lengths) - 1) // 2]
    words = _words().by_first
    starts = {start}
    for at, character in enumerate(first):
        for word in words.get(character, ()):
            if first.startswith(word, at):
                starts.add(start + at + len(word))
    best = min(
        (each for each in starts if each == start or end - each > 1),
        key=lambda each: (abs(end - each - usual), each),
    )
    return [(best, end), *spans[1:]]


def is_list(texts: list[str], query: Query) -> bool:
    """Whether what stands before the mention, without 等, is the list of its members."""
    if query.counted:
        return True
    if texts[-1].endswith(_words().governing):
        return False
    if query.items:
        return any(text in item or item in text for text in texts for item in query.items)
    # Three items of one length are alike without a common character: 问题、任务、责任“三张清单”.
    return _alike(texts) or (len(texts) > _LEAST and len({len(text) for text in texts}) == 1)


def _alike(items: list[str]) -> bool:
    """Items of one list look alike: the same last character, the same first one, or the same length."""
    lengths = [len(item) for item in items]
    if min(lengths) <= _LEAST:
        shared = len({item[-1] for item in items}) == 1 or len({item[0] for item in items}) == 1
        return len(set(lengths)) == 1 and shared
    return (
        len({item[-1] for item in items}) == 1
        or len({item[0] for item in items}) == 1
        or max(lengths) - min(lengths) <= 1
    )


def without_open_end(text: str) -> str:
    """A、B等 without its 等; 人人平等 is left whole."""
    words = _words()
    if not text.endswith(words.open_end) or text.endswith(words.not_open):
        return text
    return text.rstrip(words.open_end)


def is_open(query: Query, start: int, end: int) -> bool:
    """Whether a list ends in 等."""
    text = query.view[start:end].rstrip(_TRIM)
    return text != without_open_end(text)


def members_of(query: Query, spans: Spans) -> tuple[Member, ...]:
    """Make the members of a list: without the words of order and the numerals that only count them."""
    found = tuple(member(query, span) for span in spans)
    cut = _order(query, [query.view[each.start : each.end] for each in found])
    if not any(cut):
        return found
    return tuple(
        member(query, (stop - len(each.text) + more, stop))
        for each, more in zip(found, cut, strict=True)
        if (stop := each.end) is not None
    )


def _order(query: Query, texts: list[str]) -> list[int]:
    """How much of each item only says which of them it is: 首先…最后…; 一看…二看…."""
    matches = [_words().order.match(text) for text in texts]
    if len(texts) > 1 and all(matches):
        return [
            match.end() if match and match.end() < len(text) else 0
            for match, text in zip(matches, texts, strict=True)
        ]
    numerals = "一二三四五六七八九"
    if not 1 < len(texts) <= len(numerals) or [text[:1] for text in texts] != list(numerals[: len(texts)]):
        return [0] * len(texts)
    if min(map(len, texts)) <= _LEAST:
        return [0] * len(texts)
    # 重点看三件事:一看…: the verb is that of the count, not of the item.
    verbs = {text[1] for text in texts}
    lead = query.view[max(0, query.start - 1) : query.start]
    return [2 if query.counted and verbs == {lead} else 1] * len(texts)


def member(query: Query, span: tuple[int, int]) -> Member:
    """Make a member of a stretch, without its punctuation, its number and a final 等."""
    start, end = span
    part = query.view[start:end]
    stripped = part.lstrip(_TRIM)
    start += len(part) - len(stripped)
    stripped = stripped.rstrip(_TRIM)
    end = start + len(without_open_end(stripped))
    if _NUMBERED.match(stripped):
        start += len(stripped) - len(strip_number(stripped))
    return Member(query.speech.source.text[start:end], start, max(start, end))
