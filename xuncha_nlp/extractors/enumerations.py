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
    only where its items stand beside it.

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
            number = match["n"]
            declared = None if number == "几" else to_int(number)
            if declared is not None and declared < _LEAST:
                continue
            result = resolve(Query(speech, view, start, end, declared, counted=True))
            if kind == "counted" and result.status == "unresolved":
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


@cache
def _patterns() -> list[tuple[str, str, re.Pattern[str]]]:
    content = load_toml("enumerations.toml")
    # 第三个方面 is one of several, no count of them.
    number = rf"(?P<n>几|(?<![一二两三四五六七八九十百千万\d第.]){NUMERAL})"
    return [
        (kind, record["name"], re.compile(record["pattern"].replace("{n}", number)))
        for kind in ("announced", "counted")
        for record in content[kind]
    ]
