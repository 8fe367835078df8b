"""Page numbers and running heads that a text pasted from a PDF file has between its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from ..data import load_toml
from .lines import Line

__all__ = ["find_page_lines"]

_LONGEST = 20
_DIGIT = re.compile("[0-9]")
_SPACE = re.compile(r"\s+")


def find_page_lines(lines: Sequence[Line]) -> list[int]:
    """Return the indices of the lines that are page numbers or running heads.

    Page numbers go up by one from page to page, whatever else the lines between them say; a single
    number on a line of its own may be anything.

    Parameters
    ----------
    lines : sequence of Line
        All lines of a source.

    Returns
    -------
    list of int
        Ascending.
    """
    candidates = [
        (index, number, bare)
        for index, line in enumerate(lines)
        if len(line.text) <= _LONGEST and _DIGIT.search(line.text)
        for number, bare in _page_number(line.text)
    ]
    if not candidates:
        return []
    rules = load_toml("mending.toml")["pages"]
    found = []
    for bare in (False, True):
        series: list[tuple[int, int]] = []
        for index, number, is_bare in candidates:
            if is_bare is not bare:
                continue
            far = not bare or not series or _far(lines, series[-1][0], index, rules)
            if series and (number != series[-1][1] + 1 or not far):
                found += _long_enough(series, rules["bare" if bare else "marked"])
                series = []
            series.append((index, number))
        found += _long_enough(series, rules["bare" if bare else "marked"])
    return sorted({*found, *_running_heads(lines, set(found), rules)})


def _page_number(text: str) -> list[tuple[int, bool]]:
    squeezed = _SPACE.sub("", text)
    for regex, bare in _patterns():
        match = regex.fullmatch(squeezed)
        if match:
            return [(int(match["page"]), bare)]
    return []


@cache
def _patterns() -> list[tuple[re.Pattern[str], bool]]:
    rules = load_toml("readers.toml")["page_numbers"]
    return [(re.compile(each), False) for each in rules["marked"]] + [(re.compile(rules["bare"]), True)]


def _far(lines: Sequence[Line], first: int, last: int, rules: dict[str, Any]) -> bool:
    return lines[last].start - lines[first].end >= int(rules["characters"])


def _long_enough(series: list[tuple[int, int]], least: int) -> list[int]:
    return [index for index, _ in series] if len(series) >= least else []


def _running_heads(lines: Sequence[Line], pages: set[int], rules: dict[str, Any]) -> list[int]:
    """The lines beside a page number that are beside many of them."""
    beside = {at for index in pages for at in (index - 1, index + 1) if 0 <= at < len(lines)} - pages
    short = [at for at in beside if len(lines[at].text) <= rules["head"]]
    times = Counter(lines[at].text for at in short)
    return [at for at in short if times[lines[at].text] >= rules["heads"]]
