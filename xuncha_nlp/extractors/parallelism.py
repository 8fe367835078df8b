"""Parallelism (排比): clauses or sentences, one after the other, that begin alike or share a frame.

Clauses are parted at four depths: 、 within ， within ； within 。. At each depth the first characters of
neighbouring clauses are compared in one array operation, so that only what begins alike is looked at closely.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from ..data import load_toml
from ..segment import tagged
from .clause_marks import DEEPEST, ClauseMarks

__all__ = ["Parallel", "parallels"]

# A beginning is compared over so many characters, as is what stands before the first clause's own frame.
_BEGINNING = 16
_LEAD = 30
_FOUR = 4
_COMMA = 2
_BRACKETS = re.compile("[“”()‘’《》]")
_PAIRS = (("“", "”"), ("(", ")"), ("‘", "’"), ("《", "》"))
# Clauses that all hold a figure are statistics.
_FIGURE = re.compile(r"\d|[一二三四五六七八九十百千万亿]{2}|[一二三四五六七八九]个百分点")
_SHORTEST = 4


class Parallel(NamedTuple):
    """Clauses that share a frame: its form, the rule, and where each clause stands."""

    frame: str
    rule: str
    members: tuple[tuple[int, int], ...]


class _Rules(NamedTuple):
    least: int
    longest: int
    ratio: int
    heads: frozenset[str]
    long_heads: frozenset[str]
    short: int
    other_words: tuple[str, ...]
    anchors: dict[str, list[str]]
    no_frame: re.Pattern[str]


@cache
def _rules() -> _Rules:
    content: dict[str, Any] = load_toml("devices.toml")["parallelism"]
    return _Rules(
        content["least"],
        content["longest"],
        content["ratio"],
        frozenset(content["heads"]),
        frozenset(content["long_heads"]),
        content["short"],
        tuple(content["other_words"]),
        content["anchors"],
        re.compile(content["no_frame"]),
    )


def parallels(text: str, marks: ClauseMarks) -> list[Parallel]:
    """Find the parallelisms of a stretch of text, none inside of another.

    Parameters
    ----------
    text : str
        The matching view of a source (see `xuncha_nlp.sources.fold`).
    marks : ClauseMarks
        Of the stretch of it to look at.

    Examples
    --------
    >>> text = "没有调查,就没有发言权;没有监督,就没有约束;没有整改,就没有实效。"
    >>> [(each.frame, len(each.members)) for each in parallels(text, ClauseMarks(text, 0, len(text)))]
    [('没有…就没有…', 3)]
    """
    heads = "".join(sorted(_rules().heads))
    found = [
        each
        for depth in range(1, DEEPEST + 1)
        for clauses, lead in marks.alike(depth, heads, _rules().least)
        if (each := _within(text, clauses, lead, depth)) is not None
    ]
    # The one with more clauses first; of two with as many, the one that says more.
    found.sort(key=lambda each: (-len(each.members), each.members[0][0] - each.members[-1][1], each.members))
    kept: list[Parallel] = []
    taken: list[tuple[int, int]] = []
    for each in found:
        span = each.members[0][0], each.members[-1][1]
        if _free(span, taken):
            kept.append(each)
    return sorted(kept, key=lambda each: each.members)


def _free(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Whether a span overlaps none of those taken, which it then joins."""
    at = bisect_left(taken, span)
    before = at == 0 or taken[at - 1][1] <= span[0]
    after = at == len(taken) or span[1] <= taken[at][0]
    if before and after:
        insort(taken, span)
        return True
    return False


def _within(text: str, clauses: list[tuple[int, int]], lead: bool, depth: int) -> Parallel | None:
    """The parallelism in clauses that begin alike, but for the first where something stands before it."""
    run = clauses[lead:]
    beginning = _common([text[a : min(b, a + _BEGINNING)] for a, b in run])
    if lead and (len(beginning) > 1 or beginning in _rules().long_heads):
        # 我们要…，要…，要…: the first clause begins where the frame does.
        start, end = clauses[0]
        at = text.rfind(beginning, start + 1, min(end, start + _LEAD))
        if at > 0 and _closed(text[start:at]) and _closed(text[at:end]):
            run = [(at, end), *run]
    return _parallel(text, run, beginning, depth) if len(run) >= _rules().least else None


def _closed(text: str) -> bool:
    """Whether every quotation mark and parenthesis of a text is closed in it."""
    return all(text.count(one) == text.count(other) for one, other in _PAIRS)


def _parallel(text: str, run: list[tuple[int, int]], beginning: str, depth: int) -> Parallel | None:
    if _rules().no_frame.search(beginning):
        return None
    run = [*run[:-1], _trimmed(text, run[-1])]
    texts = [text[start:end] for start, end in run]
    if not _balanced(texts, beginning) or not _distinct(texts) or not _begin_alike(texts, beginning, depth):
        return None
    frame = _frame(texts, beginning)
    return Parallel(frame, "frame" if frame.count("…") > 1 else "beginning", tuple(run))


def _balanced(texts: list[str], beginning: str) -> bool:
    """Whether the clauses are of about the same length, and no run of phrases of four characters."""
    lengths = [len(each) for each in texts]
    longest, shortest = max(lengths), min(lengths)
    return (
        max(_SHORTEST, len(beginning) + 1) <= shortest
        and longest <= min(_rules().longest, _rules().ratio * shortest)
        and set(lengths) != {_FOUR}
    )


def _distinct(texts: list[str]) -> bool:
    """Whether each says something of its own, in whole, and together they are no statistics."""
    marked = any(map(_BRACKETS.search, texts))
    return (
        len(set(texts)) == len(texts)
        and not (marked and not all(map(_closed, texts)))
        and not all(map(_FIGURE.search, texts))
    )


def _begin_alike(texts: list[str], beginning: str, depth: int) -> bool:
    """Whether what they begin with is the same word and carries a frame."""
    rules = _rules()
    if len(beginning) > 1:
        return beginning[0] in rules.heads or not _is_name(texts)
    if any(each.startswith(rules.other_words) for each in texts):
        return False
    return depth <= _COMMA or beginning in rules.long_heads or max(map(len, texts)) <= rules.short


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The last clause without what goes on behind a mark that closes the whole: …”的队伍."""
    start, end = span
    for opening, closing in _PAIRS:
        at = text.find(closing, start, end)
        if at > start and text.find(opening, start, at) < 0:
            end = at
    return start, end


def _frame(texts: list[str], beginning: str) -> str:
    """What all share: the beginning, the words that belong to it further on, and the ending."""
    for key, anchors in _rules().anchors.items():
        if not beginning.startswith(key):
            continue
        for anchor in anchors:
            if all(anchor in each[len(beginning) + 1 :] for each in texts):
                return f"{beginning}…{anchor}…"
    ending = _common([each[len(beginning) :].rstrip("”)")[::-1] for each in texts])[::-1]
    return f"{beginning}…{ending}" if len(ending) > 1 else f"{beginning}…"


def _is_name(texts: list[str]) -> bool:
    """Whether clauses begin alike because they speak of the same thing: a noun, a name, a number, a pronoun."""
    tags = [tagged(each[:_BEGINNING])[0][1] for each in texts]
    return all(tag[0] in "nmqrtfsx" or tag == "vn" for tag in tags)


def _common(texts: Sequence[str]) -> str:
    """The longest common beginning."""
    low, high = min(texts), max(texts)
    for at, (one, other) in enumerate(zip(low, high, strict=False)):
        if one != other:
            return low[:at]
    return low
