"""The members of a formula or an enumeration: where the text spells them out, or what the lexicon says.

The places are tried in this order, and the first that gives a list decides:

1. points behind the mention (一是…二是…), inside the paragraph or on lines of their own;
2. a list behind it, announced by 即, a colon and the like;
3. a list in parentheses behind it;
4. a list before it (A、B、C“三个年”活动; …等“四风”问题);
5. the lexicon's members, each of them found in the paragraph behind or before it, in whatever form of list;
6. the lexicon's members that hold at the speech's date.

A number is used only to choose between readings of a list (commas or 、), never to make one up: where
no reading fits and nothing announced a list, the mention stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..sources import fold
from ..speeches import Section
from .lists import (
    READINGS,
    Query,
    is_list,
    is_open,
    member,
    reading,
    sentence_end,
    spans_of,
    split_last,
    trim_first,
    without_open_end,
)
from .model import Member
from .shapes import settings

__all__ = ["Query", "Resolution", "resolve"]

_CLOSE = "”’\"')」》"
# A list that is announced before points may have so much between itself and the first of them.
_LEAD_IN = 30
_LOOK_BACK = 200
# Known members stand near their formula where they spell it out; further off they are another mention.
_NEAR = 150
_LEAST = 2


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
    for strategy in (_points, _announced, _parenthesised, _preceding, _spelled_out, _known):
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
    if query.beside or (far and not (query.counted and query.agrees(len(run)))):
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
    stop = sentence_end(query.view, begin)
    readings = [split(query, begin, stop) for split in READINGS]
    fitting = [members for members in readings if query.agrees(len(members))]
    if fitting:
        # Of two readings that fit, the one whose items repeat the name's own word is the list.
        chosen = next((members for members in fitting if _echo(query, members)), fitting[0])
        return Resolution(tuple(chosen), "following", "complete", "list")
    best = next((members for members in readings if len(members) > 1), None)
    if best and re.search(settings()["members"]["firm"], match.group()):
        partial = is_open(query, begin, stop) and len(best) < query.declared
        return Resolution(tuple(best), "following", "partial" if partial else "count-mismatch", "list")
    return None


def _echoed(query: Query) -> Resolution | None:
    """“三个不放过”，原因不查清不放过，责任不落实不放过，措施不到位不放过."""
    match = re.compile(rf"[{re.escape(_CLOSE)}]?[,:] ?").match(query.view, query.end)
    if not match or not query.head or not query.declared:
        return None
    stop = sentence_end(query.view, match.end())
    for separator in ";,、":
        members = reading(separator)(query, match.end(), stop)[: query.declared]
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


def _parenthesised(query: Query) -> Resolution | None:
    cue = settings()["members"]["parenthesised"]
    match = re.compile(rf"[{re.escape(_CLOSE)}]?\({cue}([^()\n]{{4,200}})\)").match(query.view, query.end)
    if not match or query.declared is None:
        return None
    begin, stop = match.span(1)
    for split in READINGS:
        members = split(query, begin, stop)
        if query.agrees(len(members)):
            return Resolution(tuple(members), "following", "complete", "parentheses")
        if 1 < len(members) < query.declared and is_open(query, begin, stop):
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
    text = without_open_end(clause)
    open_list = text != clause
    if "、" not in text and not (open_list and re.search(rules["conjunction"], text)):
        return None
    spans = trim_first(text, split_last(text, spans_of(text, "、"), query.declared), query.items)
    count = len(spans)
    texts = [text[start:end] for start, end in spans]
    if count < _LEAST or not (open_list or is_list(texts, query)):
        return None
    members = tuple(member(query, offset + start, offset + end) for start, end in spans)
    if query.agrees(count):
        return Resolution(members, "preceding", "complete", "list-before")
    if open_list and count < query.declared:
        return Resolution(members, "preceding", "partial", "list-before")
    return None


def _spelled_out(query: Query) -> Resolution | None:
    """Every member that the lexicon knows, near the mention: the text gives them, if in no form of its own."""
    if len(query.items) < _LEAST:
        return None
    view = query.view
    line_end = _line_end(view, query.end)
    behind = (query.end, min(line_end, query.end + _NEAR))
    before = (max(view.rfind("\n", 0, query.start) + 1, query.start - _NEAR), query.start)
    for side, (begin, stop), find in (("following", behind, str.find), ("preceding", before, str.rfind)):
        starts = [find(view, fold(item), begin, stop) for item in query.items]
        if min(starts) >= 0 and len(set(starts)) == len(starts):
            places = sorted(zip(starts, query.items, strict=True))
            members = tuple(member(query, start, start + len(item)) for start, item in places)
            return Resolution(members, side, "complete", "known-items")
    return None


def _line_end(view: str, begin: int) -> int:
    end = view.find("\n", begin)
    return end if end >= 0 else len(view)


def _known(query: Query) -> Resolution | None:
    if not query.items:
        return None
    members = tuple(Member(item) for item in query.items)
    return Resolution(members, "lexicon", "complete", "lexicon-members")


def _status(query: Query, count: int) -> str:
    return "complete" if query.declared is None or count == query.declared else "count-mismatch"
