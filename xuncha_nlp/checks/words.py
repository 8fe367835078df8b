"""Words: repeated ones, wrong ones, 二 for 两."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..segment import tokenize
from .model import Finding
from .settings import pattern, settings
from .target import Target

__all__ = ["check_words"]

_HAN = re.compile("[\u4e00-\u9fff]+")
# Three and more characters twice in a row are no reduplication.
_LONG = re.compile("([\u4e00-\u9fff]{3,12})\\1")


class _Confusion(NamedTuple):
    pattern: re.Pattern[str]
    right: str
    why: str


def check_words(target: Target) -> Iterator[Finding]:
    """Find words that are repeated, wrong or used wrongly; only where a rule is certain."""
    view, begin, end = target.view, target.read.start, target.read.end
    for each in _confusions("wrong"):
        for match in each.pattern.finditer(view, begin, end):
            yield target.at_read("word-wrong", *match.span(), "词典", wanted=each.right)
    for each in _confusions("form"):
        for match in each.pattern.finditer(view, begin, end):
            yield target.at_read("word-form", *match.span(), each.why, wanted=each.right, why=each.why)
    for match in pattern("language", "er").finditer(view, begin, end):
        # Points of a list may be numbered so: 二个….
        yield target.at_read(
            "er-liang", match.start(), match.end() + 1, "量词前用“两”", wanted="两" + view[match.end()]
        )
    for match in pattern("language", "liang").finditer(view, begin, end):
        right = {"俩": "两", "仨": "三"}[match.group()] + view[match.end()]
        yield target.at_read("er-liang", match.start(), match.end() + 1, "“俩”“仨”后不加量词", wanted=right)
    yield from _repeated(target)


@cache
def _confusions(name: str) -> tuple[_Confusion, ...]:
    return tuple(
        _Confusion(re.compile(each["pattern"]), each["right"], each.get("why", ""))
        for each in settings("language")[name]
    )


def _repeated(target: Target) -> Iterator[Finding]:
    view, begin, end = target.view, target.read.start, target.read.end
    spans: set[tuple[int, int]] = set()
    for match in pattern("language", "repeated_single").finditer(view, begin, end):
        spans.add(match.span())
    # 一项一项: a numeral and what it counts.
    spans.update(
        match.span()
        for match in _LONG.finditer(view, begin, end)
        if not match[1].startswith(("一", "越", "再"))
    )
    spans.update(_tokens(view, begin, end))
    taken = -1
    for start, stop in sorted(spans):
        if start >= taken:
            taken = stop
            yield target.at_read("word-repeated", start, stop, "重复")


def _tokens(view: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Two words in a row that are the same, where a segmenter sees two words."""
    least = settings("language")["repeated_least"]
    allowed = pattern("language", "repeated_allowed")
    for match in _DOUBLE.finditer(view, begin, end):
        # Only what stands around the place is cut: the whole text would take most of the time of a check.
        start = max(begin, match.start() - _AROUND)
        piece = view[start : min(end, match.end() + _AROUND)]
        before = None
        for token in tokenize(piece):
            same = before is not None and token.text == before.text and token.start == before.end
            if before is not None and same and len(token.text) >= least and not allowed.match(token.text):
                yield start + before.start, start + token.end
            before = token


_DOUBLE = re.compile("(?=([\u4e00-\u9fff]{2})\\1)[\u4e00-\u9fff]{4}")
_AROUND = 12
