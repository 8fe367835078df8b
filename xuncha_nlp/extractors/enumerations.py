"""Enumerations (列举): a declared count, and the items that are there."""

from __future__ import annotations

import re
from functools import cache

from ..data import load_toml
from ..speeches import Speech
from ..speeches.numerals import to_int
from .formulae import find_formulae
from .lexicon import Lexicon
from .members import Query, resolve
from .model import Annotation
from .shapes import NUMERAL

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
    view = speech.source.view[: speech.end]
    taken = {at for each in find_formulae(speech, lexicon) for at in range(each.start, each.end)}
    found: dict[int, Annotation] = {}
    for kind, name, regex in _patterns():
        for match in regex.finditer(view, speech.start):
            start, end = match.span("count")
            if start in found or not taken.isdisjoint(range(start, end)):
                continue
            declared = _declared(match["n"])
            if declared is not None and declared < _LEAST:
                continue
            result = resolve(Query(speech, view, start, end, declared, counted=True, beside=kind == "beside"))
            if kind != "announced" and result.status == "unresolved":
                continue
            label = speech.source.text[start:end]
            found[start] = Annotation(
                start, end, "enumeration", label, f"{name}/{result.rule}",
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


def _declared(number: str) -> int | None:
    """The count, None for an open one (几), 0 for characters that make no number (十三四个)."""
    if number == "几":
        return None
    try:
        return to_int(number)
    except ValueError:
        return 0


@cache
def _patterns() -> list[tuple[str, str, re.Pattern[str]]]:
    content = load_toml("enumerations.toml")
    # 第三个方面 is one of several, no count of them.
    number = rf"(?P<n>几|(?<![一二两三四五六七八九十百千万\d第.]){NUMERAL})"
    return [
        (kind, record["name"], re.compile(record["pattern"].replace("{n}", number)))
        for kind in ("announced", "counted", "beside")
        for record in content[kind]
    ]
