"""Points as members: the headings of a run of sections that a mention announces, near it or from further off."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import islice
from operator import attrgetter

from ..speeches import Section, Speech
from .lists import Query, Resolution, member, sentence_end
from .model import Member
from .shapes import settings

__all__ = ["most", "points", "points_amiss", "points_far", "runs_of"]

_SENTENCE_END = re.compile(r"[。;!?]")
_PARAGRAPH_END = re.compile(r"[”’\"']?[。:]? *[\r\n]\s*")
# How one begins: enough to tell that there is none, and most mentions have none.
_LINE_END = re.compile(r"[”’\"']?[。:]? *[\r\n]")
_TEXT = re.compile(r"\S")
_START = attrgetter("start")
# A list that is announced before points may have so much between itself and the first of them.
_LEAD_IN = 30


def runs_of(speech: Speech) -> list[int]:
    """Return where runs of points begin in a speech: the offsets of all sections that are the first of theirs."""
    runs = []
    nests = [speech.sections]
    while nests:
        for section in nests.pop():
            if section.number == 1:
                runs.append(section.start)
            if section.children:
                nests.append(section.children)
    runs.sort()
    return runs


def points(query: Query) -> Resolution | None:
    """一是…二是…三是… directly behind the mention, in the innermost section that holds it."""
    at = bisect_left(query.runs, query.end)
    if at == len(query.runs):
        return None
    near = query.runs[at] - query.end <= _LEAD_IN
    if not near and not _LINE_END.match(query.view, query.end):
        return None
    first, siblings = _run_behind(query)
    if not siblings:
        return None
    # What announces points is one sentence with the first of them, or closes the paragraph before them.
    begin = siblings[first].start
    ended = begin - query.end > _LEAD_IN or _SENTENCE_END.search(query.view, query.end, begin)
    closed = bool(ended) and _PARAGRAPH_END.fullmatch(query.view, query.end, begin)
    if (ended or query.beside) and not closed:
        return None
    # Only the right number of them is what a sentence that has ended can have meant.
    run = _run(siblings, first, most(query) + 1 if closed else None)
    if closed and not query.agrees(len(run)):
        return None
    return _by_points(query, run)


def points_far(query: Query) -> Resolution | None:
    """我讲三点意见 in the opening of a section governs its points from further off, if there are as many."""
    if query.beside:
        return None
    first, siblings = _run_behind(query)
    if not siblings:
        return None
    # No more of the run is read than shows that it is too long.
    run = _run(siblings, first, most(query) + 1)
    if len(run) > most(query) or not query.agrees(len(run)):
        return None
    return _by_points(query, run)


def points_amiss(query: Query) -> Resolution | None:
    """存在三方面问题。 and then two sections: what else could it have meant, when nothing else is found?"""
    if query.beside or not _LINE_END.match(query.view, query.end):
        return None
    first, siblings = _run_behind(query)
    if not siblings or not _PARAGRAPH_END.fullmatch(query.view, query.end, siblings[first].start):
        return None
    run = _run(siblings, first, most(query))
    # Too few are a fault; one too many may be the next thought, which the sentence did not announce.
    return _by_points(query, run) if 1 < len(run) < most(query) else None


def most(query: Query) -> int:
    most: int = query.declared or settings()["shape"]["most"]
    return most


def _by_points(query: Query, run: Sequence[Section]) -> Resolution | None:
    """The headings of points; where each begins with a known member, that is the member."""
    members = tuple(_heading(query, each) for each in run)
    if not all(each.text for each in members):
        return None
    known = [next((item for item in query.items if each.heading.startswith(item)), "") for each in run]
    if all(known) and len(set(known)) == len(query.items) == len(run):
        members = tuple(
            Member(item, each.heading_start, each.heading_start + len(item))
            for item, each in zip(known, run, strict=True)
        )
    return Resolution(members, "following", _status(query, len(run)), "points")


def _heading(query: Query, section: Section) -> Member:
    """The heading of a point, or the first sentence below a number that stands on a line by itself."""
    if section.heading:
        # “三看”:一看粮,二看房: the word of the name that the numbers have with them belongs to the items.
        head = query.head if query.view.endswith(query.head, section.start, section.heading_start) else ""
        start = section.heading_start - len(head)
        return Member(head + section.heading, start, section.heading_end)
    text = _TEXT.search(query.view, section.heading_end, section.end)
    begin = text.start() if text else section.heading_end
    return member(query, (begin, sentence_end(query.view, begin, section.end)))


def _run_behind(query: Query) -> tuple[int, Sequence[Section]]:
    """Where a run of sections begins behind the mention, among the siblings of the innermost holder that has one."""
    nests: list[Sequence[Section]] = [query.speech.sections]
    while nests[-1]:
        at = bisect_right(nests[-1], query.start, key=_START) - 1
        if at < 0 or query.start >= nests[-1][at].end:
            break
        nests.append(nests[-1][at].children)
    for siblings in reversed(nests):
        at = bisect_left(siblings, query.end, key=_START)
        if at < len(siblings) and siblings[at].number == 1:
            return at, siblings
    return 0, ()


def _run(siblings: Sequence[Section], first: int, limit: int | None) -> list[Section]:
    """The sections of one style from a first one on, until they begin anew."""
    run = [siblings[first]]
    for each in islice(siblings, first + 1, None):
        if each.style == run[0].style:
            if each.number == 1 or len(run) == limit:
                break
            run.append(each)
    return run


def _status(query: Query, count: int) -> str:
    return "complete" if query.declared is None or count == query.declared else "count-mismatch"
