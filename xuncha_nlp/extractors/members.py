"""The members of a formula or an enumeration: where the text spells them out, or what the lexicon says.

The places are tried in this order, and the first that gives a list decides:

1. points behind the mention (一是…二是…), inside the paragraph or on lines of their own;
2. a list behind it, announced by 即, a colon and the like;
3. a list in parentheses behind it;
4. a list before it (A、B、C“三个年”活动; …等“四风”问题);
5. the lexicon's members that hold at the speech's date.

A number is used only to choose between readings of a list (commas or 、), never to make one up: where
no reading fits and nothing announced a list, the mention stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from ..speeches import Section, Speech
from ..speeches.numbering import strip_number
from .model import Member
from .shapes import settings

__all__ = ["Query", "Resolution", "resolve"]

_CLOSE = "”’\"')」》"
_TRIM = " ,、;:。.!?\r\n\t"
# A list that is announced before points may have so much between itself and the first of them.
_LEAD_IN = 30
_LOOK_BACK = 200
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


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer: members, where they are from (following, preceding, lexicon, None), status and rule."""

    members: tuple[Member, ...]
    resolved_by: str | None
    status: str
    rule: str


def resolve(query: Query) -> Resolution:
    """Find the members of a mention.

    Returns
    -------
    Resolution
        Status ``complete``, ``partial`` (the list says 等), ``count-mismatch`` or ``unresolved``.
    """
    for strategy in (_points, _announced, _parenthesised, _preceding, _known):
        found = strategy(query)
        if found:
            return found
    return Resolution((), None, "unresolved", "none")


def _points(query: Query) -> Resolution | None:
    """一是…二是…三是… behind the mention, in the innermost section that holds it."""
    run = _run_behind(query)
    if not run:
        return None
    gap = query.view[query.end : run[0].start]
    # What announces points is one sentence with the first of them; only an enumeration in the opening
    # of a section may govern it from further off.
    far = len(gap) > _LEAD_IN or re.search(r"[。;!?]", gap)
    if (far or query.beside) and not (query.counted and not query.beside and query.agrees(len(run))):
        return None
    members = tuple(Member(each.heading, each.heading_start, each.heading_end) for each in run)
    return Resolution(members, "following", _status(query, len(run)), "points")


def _run_behind(query: Query) -> list[Section]:
    """The run of sibling sections that begins behind the mention, of the innermost holder that has one."""
    nests: list[Sequence[Section]] = [query.speech.sections]
    while holder := next((each for each in nests[-1] if each.start <= query.start < each.end), None):
        nests.append(holder.children)
    for siblings in reversed(nests):
        after = [each for each in siblings if each.start >= query.end]
        if after and after[0].number == 1:
            run = [each for each in after if each.style == after[0].style]
            stop = next((i for i in range(1, len(run)) if run[i].number == 1), len(run))
            return run[:stop]
    return []


def _announced(query: Query) -> Resolution | None:
    """A list behind 即, a colon and the like; or behind a mere comma, where the items repeat the head."""
    if query.declared is None:
        return None
    match = _cue_regex(settings()["members"]["noun"], settings()["members"]["cue"]).match(
        query.view, query.end
    )
    if not match:
        return _echoed(query)
    begin = match.end()
    stop = _sentence_end(query.view, begin)
    readings = [split(query, begin, stop) for split in _SPLITS]
    fitting = [members for members in readings if query.agrees(len(members))]
    if fitting:
        # Of two readings that fit, the one whose items repeat the name's own word is the list.
        chosen = next((members for members in fitting if _echo(query, members)), fitting[0])
        return Resolution(tuple(chosen), "following", "complete", "list")
    best = next((members for members in readings if len(members) > 1), None)
    if best and re.search(settings()["members"]["firm"], match.group()):
        partial = _is_open(query, begin, stop) and len(best) < query.declared
        return Resolution(tuple(best), "following", "partial" if partial else "count-mismatch", "list")
    return None


def _echoed(query: Query) -> Resolution | None:
    """“三个不放过”，原因不查清不放过，责任不落实不放过，措施不到位不放过."""
    match = re.compile(rf"[{re.escape(_CLOSE)}]?[,:] ?").match(query.view, query.end)
    if not match or not query.head or not query.declared:
        return None
    stop = _sentence_end(query.view, match.end())
    for separator in ";,、":
        members = _by(separator)(query, match.end(), stop)[: query.declared]
        if query.agrees(len(members)) and _echo(query, members):
            return Resolution(tuple(members), "following", "complete", "echoed-head")
    return None


def _echo(query: Query, members: list[Member]) -> bool:
    """Whether every item begins or ends with the head of the formula."""
    return bool(query.head) and all(
        each.text.startswith(query.head) or each.text.endswith(query.head) for each in members
    )


@cache
def _cue_regex(noun: str, cue: str) -> re.Pattern[str]:
    return re.compile(rf"[{re.escape(_CLOSE)}]?{noun}{cue} ?")


def _sentence_end(view: str, begin: int) -> int:
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
        return [_member(query, begin + start, begin + end) for start, end in zip(starts, ends, strict=True)]
    return []


def _by(separator: str) -> Callable[[Query, int, int], list[Member]]:
    def split(query: Query, begin: int, stop: int) -> list[Member]:
        text = query.view[begin:stop]
        if separator == "、":
            text = re.split(r"[,;]", text)[0]
        spans = _spans(text, separator)
        parted = _split_last(text, spans, query.declared)
        if separator == "、" or (
            len(parted) == query.declared and _alike([text[start:end] for start, end in parted])
        ):
            spans = parted
        return [_member(query, begin + start, begin + end) for start, end in spans]

    return split


def _spans(text: str, separator: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for part in text.split(separator):
        spans.append((start, start + len(part)))
        start += len(part) + 1
    return [(start, end) for start, end in spans if text[start:end].strip(_TRIM)]


def _split_last(text: str, spans: list[tuple[int, int]], declared: int | None) -> list[tuple[int, int]]:
    """A、B和C: the last part is two items where the count says so."""
    if not spans or len(spans) == declared:
        return spans
    start, end = spans[-1]
    match = re.search(r"以及|和|与|及", text[start + 1 : end - 1])
    if not match:
        return spans
    at = start + 1 + match.start()
    return [*spans[:-1], (start, at), (at + len(match.group()), end)]


def _by_groups(query: Query, begin: int, stop: int) -> list[Member]:
    """六围绕一加强: as many parts as the name has numbers, each with its own list."""
    if len(query.groups) < _LEAST:
        return []
    for separator in ";,":
        parts = _spans(query.view[begin:stop], separator)
        if len(parts) != len(query.groups):
            continue
        members = []
        for (start, end), count in zip(parts, query.groups, strict=True):
            text = query.view[begin + start : begin + end]
            spans = _split_last(text, _spans(text, "、"), count) if count > 1 else [(0, len(text))]
            members += [_member(query, begin + start + first, begin + start + last) for first, last in spans]
        return members
    return []


_SPLITS = (_by_groups, _by_head, _by(";"), _by(","), _by("、"))


def _parenthesised(query: Query) -> Resolution | None:
    match = re.compile(rf"[{re.escape(_CLOSE)}]?\((?:即|指|包括|分别[是为])?:?([^()\n]{{4,200}})\)").match(
        query.view, query.end
    )
    if not match or query.declared is None:
        return None
    begin, stop = match.span(1)
    for split in _SPLITS:
        members = split(query, begin, stop)
        if query.agrees(len(members)):
            return Resolution(tuple(members), "following", "complete", "parentheses")
        if 1 < len(members) < query.declared and _is_open(query, begin, stop):
            return Resolution(tuple(members), "following", "partial", "parentheses")
    return None


def _preceding(query: Query) -> Resolution | None:
    """A、B、C“三个年”; A、B和C等“四风”; A、B、C三个方面."""
    if query.declared is None:
        return None
    rules = settings()["members"]
    begin = max(0, query.start - _LOOK_BACK)
    before = query.view[begin : query.start].rstrip("“‘\"'")
    for end in rules["closed_ends"]:
        before = before.removesuffix(end)
    clause = re.split(r"[。;:!?\n\r,“”]", before)[-1]
    offset = begin + len(before) - len(clause)
    text = _without_open_end(clause)
    open_list = text != clause
    if "、" not in text and not (open_list and re.search(r"和|与|及", text)):
        return None
    spans = _trim_first(text, _split_last(text, _spans(text, "、"), query.declared), query.items)
    count = len(spans)
    texts = [text[start:end] for start, end in spans]
    if count < _LEAST or not (open_list or _is_list(texts, query)):
        return None
    members = tuple(_member(query, offset + start, offset + end) for start, end in spans)
    if query.agrees(count):
        return Resolution(members, "preceding", "complete", "list-before")
    if open_list and count < query.declared:
        return Resolution(members, "preceding", "partial", "list-before")
    return None


def _trim_first(text: str, spans: list[tuple[int, int]], items: Sequence[str]) -> list[tuple[int, int]]:
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


def _is_list(texts: list[str], query: Query) -> bool:
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


def _known(query: Query) -> Resolution | None:
    if not query.items:
        return None
    members = tuple(Member(item) for item in query.items)
    return Resolution(members, "lexicon", "complete", "lexicon-members")


def _status(query: Query, count: int) -> str:
    return "complete" if query.declared is None or count == query.declared else "count-mismatch"


def _without_open_end(text: str) -> str:
    """A、B等 without its 等; 人人平等 is left whole."""
    rules = settings()["members"]
    return text if text.endswith(tuple(rules["not_open"])) else text.rstrip(rules["open_end"])


def _is_open(query: Query, start: int, end: int) -> bool:
    text = query.view[start:end].rstrip(_TRIM)
    return text != _without_open_end(text)


def _member(query: Query, start: int, end: int) -> Member:
    part = query.view[start:end]
    start += len(part) - len(part.lstrip(_TRIM))
    end -= len(part) - len(_without_open_end(part.rstrip(_TRIM)))
    start += len(part.strip(_TRIM)) - len(strip_number(part.strip(_TRIM)))
    return Member(query.speech.source.text[start:end], start, max(start, end))
