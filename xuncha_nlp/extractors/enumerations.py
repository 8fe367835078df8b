"""Enumerations (列举): a declared count, and the items that are there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..data import load_toml
from ..numerals import to_int
from ..speeches import Speech
from .formulae import mentions
from .lexicon import Lexicon
from .members import Query, resolve, runs_of
from .model import Annotation
from .shapes import numeral_behind

__all__ = ["find_enumerations"]

_LEAST = 2


def find_enumerations(speech: Speech, lexicon: Lexicon) -> list[Annotation]:
    """Find the declared counts of a speech.

    A count that a speaker announces (讲三点意见) is one in any case; a count with a noun (五方面内容)
    only where its items are found; things counted (6家单位) only where a list of as many stands beside them.

    Returns
    -------
    list of Annotation
        In the order of the text. The attributes are those of a formula; ``declared`` is None for 几.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "下面，我讲两点意见：\\n一、认识\\n二、任务"))
    >>> found, = find_enumerations(speech, Lexicon.load())
    >>> found.label, found.attributes["declared"], found.attributes["status"]
    ('两点意见', 2, 'complete')
    """
    view, stop = speech.source.view, speech.end
    named = [each for each in mentions(speech, lexicon) if not each.nested_in]
    starts = [each.start for each in named]
    runs = runs_of(speech)
    found: dict[int, Annotation] = {}
    for kind, rule, match in _counts(view, speech.start, stop):
        start, end = match.span("count")
        before = bisect_left(starts, end) - 1
        if start in found or (before >= 0 and named[before].end > start):
            continue
        declared = _declared(match["n"])
        if declared is not None and declared < _LEAST:
            continue
        beside = kind in ("beside", "closing")
        result = resolve(Query(speech, view, start, end, declared, counted=True, beside=beside, runs=runs))
        if (kind != "announced" and result.status == "unresolved") or (
            kind == "closing" and result.rule != "points"
        ):
            continue
        label = speech.source.text[start:end]
        found[start] = Annotation(
            start, end, "enumeration", label, f"{rule}/{result.rule}",
            {
                "formula": label,
                "known": False,
                "quoted": False,
                "declared": declared,
                "members": list(result.members),
                "resolved_by": result.resolved_by,
                "status": result.status,
            },
        )  # fmt: skip
    return [found[start] for start in sorted(found)]


def _counts(view: str, begin: int, stop: int) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Yield every reading of every count: kind, rule and match, those that are announced first."""
    patterns = _patterns()
    for rule, regex in patterns.announced:
        for match in regex.finditer(view, begin, stop):
            yield "announced", rule, match
    for place in patterns.anywhere.finditer(view, begin, stop):
        start = place.start()
        for kind, rule, regex in patterns.counts:
            reading = regex.match(view, start, stop)
            if reading:
                yield kind, rule, reading


def _declared(number: str) -> int | None:
    """The count, None for an open one (几), 0 for characters that make no number (十三四个)."""
    if number == "几":
        return None
    try:
        return to_int(number)
    except ValueError:
        return 0


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of ``data/enumerations.toml``; ``anywhere`` finds where any of ``counts`` would match."""

    announced: list[tuple[str, re.Pattern[str]]]
    counts: list[tuple[str, str, re.Pattern[str]]]
    anywhere: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    content = load_toml("enumerations.toml")
    # 第三个方面 is one of several, no count of them.
    number = numeral_behind("一二两三四五六七八九十百千万0-9第", count="几")
    counts = [(kind, each) for kind in ("counted", "beside", "closing") for each in content[kind]]
    # What stands before the number is not looked at here: the search runs from one number to the next.
    nouns = "|".join(each["noun"] + each.get("after", "") for _, each in counts)
    return _Patterns(
        [
            (each["name"], re.compile(f"{each['before']}(?P<count>{number}{each['noun']})"))
            for each in content["announced"]
        ],
        [
            (
                kind,
                each["name"],
                re.compile(
                    f"{each.get('before', '')}(?P<count>{number}{each['noun']}){each.get('after', '')}"
                ),
            )
            for kind, each in counts
        ],
        re.compile(f"{number}(?={nouns})"),
    )
