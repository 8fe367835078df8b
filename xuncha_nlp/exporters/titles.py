"""Where a long title is broken: between words, the lines together a trapezoid or a rhombus.

A title in print is read as a shape. Lines of the same length (a rectangle) and a short line between longer
ones (an hourglass) are what the practice avoids; a number is never parted from its measure, a book title
not if that can be helped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import Any

from ..data import load_toml

__all__ = ["title_breaks"]

# A longer title is no shape any more; it is left to the program that shows it.
_MOST_LINES = 4
# Numbers (第六届, 2024年, 三轮) are one with what they count.
_NUMBER = re.compile(r"第?[0-9０-９〇零一二三四五六七八九十百千两]+$")
_OPENING, _CLOSING = "《“‘（「『【", "》”’）」』】"
# What a break costs, beside the spread of the lines' lengths about their mean (relative, squared).
_INSIDE, _HANGING, _GOOD, _SPACE = 0.3, 0.15, -0.08, -0.3
_RECTANGLE, _HOURGLASS, _SHORT = 0.12, 0.6, 0.3
# A last or first line of less than this share of the longest is a leftover.
_LEAST_SHARE = 0.4


def title_breaks(title: str, width: float) -> tuple[int, ...]:
    """Return the offsets before which a title is broken.

    Parameters
    ----------
    title : str
        One line of a title, as it stands.
    width : float
        Characters that a line holds; a letter or an Arabic digit takes half of one.

    Returns
    -------
    tuple of int
        Ascending; empty where the title fits into one line, needs more than four, or has no place to be
        broken at.

    Examples
    --------
    >>> title = "在中共澄湖区委第三轮巡察工作动员部署会议上的讲话"
    >>> title_breaks(title, 20)
    (14,)
    >>> title[:14], title[14:]
    ('在中共澄湖区委第三轮巡察工作', '动员部署会议上的讲话')
    >>> title_breaks("在巡察工作动员会上的讲话", 20)
    ()
    """
    total = _width(title)
    if total <= width or total > width * _MOST_LINES:
        return ()
    costs = _places(title)
    lengths = [0.0]
    for character in title:
        lengths.append(lengths[-1] + _width(character))
    least = int(-(-total // width))
    for count in range(least, _MOST_LINES + 1):
        tries = (
            (_shape(lines) + sum(costs[each] for each in places), places)
            for places in combinations(costs, count - 1)
            if max(lines := _lines(lengths, places)) <= width
        )
        best = min(tries, default=None)
        if best:
            return best[1]
    return ()


def _lines(lengths: Sequence[float], places: Sequence[int]) -> list[float]:
    edges = [0, *places, len(lengths) - 1]
    return [lengths[end] - lengths[begin] for begin, end in pairwise(edges)]


def _width(text: str) -> float:
    # Curly quotation marks and dashes are ambiguous to Unicode; in a Chinese text they are wide.
    return sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)


def _shape(lines: Sequence[float]) -> float:
    mean, longest = sum(lines) / len(lines), max(lines)
    cost = sum((each - mean) ** 2 for each in lines) / mean**2
    if all(abs(one - other) < 1 for one, other in pairwise(lines)):
        cost += _RECTANGLE
    if any(
        min(lines[:at]) > each < min(lines[at + 1 :]) for at, each in enumerate(lines) if _inner(at, lines)
    ):
        cost += _HOURGLASS
    if min(lines) < longest * _LEAST_SHARE:
        cost += _SHORT
    return cost


def _inner(at: int, lines: Sequence[float]) -> bool:
    return 0 < at < len(lines) - 1


@cache
def _rules() -> dict[str, Any]:
    return load_toml("title_breaks.toml")


def _places(title: str) -> dict[int, float]:
    """Where a title may be broken, and what it costs."""
    from ..segment import words

    rules, found = _rules(), {}
    at = depth = 0
    tokens = words(title)
    for earlier, before, after in zip(["", *tokens], tokens, tokens[1:], strict=False):
        at += len(before)
        depth += sum(each in _OPENING for each in before) - sum(each in _CLOSING for each in before)
        if before[-1] in rules["not_last"] or after[0] in rules["not_first"] or after.isspace():
            continue
        # 党的二十大 is one phrase; 反馈会上的讲话 are two.
        if _NUMBER.search(before) or (before == "的" and len(earlier) == 1):
            continue
        cost = _INSIDE if depth > 0 else 0.0
        if before.isspace():
            cost += _SPACE
        elif before in rules["bad_ends"] or after in rules["bad_beginnings"]:
            cost += _HANGING
        elif before in rules["good_ends"] or after.startswith(tuple(rules["good_beginnings"])):
            cost += _GOOD
        found[at] = cost
    return found
