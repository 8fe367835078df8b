"""Formula mentions: the known ones from the lexicon, the open-class ones by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..speeches import Speech
from .lexicon import Formula, Lexicon
from .members import Query, Resolution, resolve
from .model import Annotation
from .shapes import NUMERAL, Shape, find_bare, find_outer, find_quoted, shape_of

__all__ = ["find_formulae"]

_OPEN = "“‘\"'「《"
_NUMERALS = "一二三四五六七八九十百0123456789第"


def find_formulae(speech: Speech, lexicon: Lexicon) -> list[Annotation]:
    """Find the formulae of a speech, with their members.

    The search is over characters, so it does not depend on how a segmenter would cut.

    Parameters
    ----------
    speech : Speech
    lexicon : Lexicon

    Returns
    -------
    list of Annotation
        In the order of the text, not overlapping. Attributes: formula, known, quoted, declared,
        members, resolved_by, status.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "要做到“三个到位”，即认识到位、责任到位、措施到位。"))
    >>> found, = find_formulae(speech, Lexicon.load())
    >>> found.label, [member.text for member in found.attributes["members"]], found.attributes["status"]
    ('三个到位', ['认识到位', '责任到位', '措施到位'], 'complete')
    """
    view = speech.source.view[: speech.end]
    taken: list[Annotation] = []
    for start, end, label, entry, shape in _mentions(view, speech.start, lexicon):
        if taken and start < taken[-1].end:
            continue
        taken.append(_annotate(speech, view, start, end, label, entry, shape))
    return taken


_Mention = tuple[int, int, str, Formula | None, Shape | None]


def _mentions(view: str, begin: int, lexicon: Lexicon) -> list[_Mention]:
    """Every mention, sorted so that of two that overlap the earlier and then the longer comes first."""
    part = view[begin:]
    found: list[_Mention] = [
        (start, end, entry.name, entry, None) for start, end, entry in _known(part, lexicon)
    ]
    named: set[str] = set()
    for start, end in find_quoted(part):
        surface = part[start:end]
        shape = None if surface in lexicon or surface in lexicon.false_friends else shape_of(surface)
        if shape:
            named.add(surface)
            found.append((start, end, surface, None, shape))
    for start, end, shape in [*find_outer(part), *find_bare(part)]:
        label = re.sub(r"[“”\"]", "", part[start:end])
        if not _is_false_friend(part, start, lexicon):
            found.append((start, end, label, lexicon.surfaces.get(label), shape))
    found += _again(part, named)
    found.sort(key=lambda mention: (mention[0], -mention[1]))
    return [(start + begin, end + begin, *rest) for start, end, *rest in found]  # type: ignore[misc]


@cache
def _matcher(lexicon: Lexicon) -> Any:
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(list(lexicon.surfaces), matchkind=MatchKind.LeftmostLongest)


def _known(part: str, lexicon: Lexicon) -> Iterator[tuple[int, int, Formula]]:
    entries = list(lexicon.surfaces.items())
    for index, start, end in _matcher(lexicon).find_matches_as_indexes(part):
        surface, entry = entries[index]
        if surface[0] in _NUMERALS and part[start - 1 : start] in tuple(_NUMERALS):
            continue
        if entry.bare or _is_quoted(part, start, end):
            yield start, end, entry


def _is_quoted(part: str, start: int, end: int) -> bool:
    return start > 0 and part[start - 1] in _OPEN and part[end : end + 1] in tuple("”’\"'」》")


def _is_false_friend(part: str, start: int, lexicon: Lexicon) -> bool:
    return part.startswith(tuple(lexicon.false_friends), start)


def _again(part: str, named: set[str]) -> Iterator[_Mention]:
    """A name that the speech itself puts in quotation marks is the same name without them."""
    for surface in sorted(named):
        if len(surface) < 3 or not re.match(NUMERAL, surface):  # noqa: PLR2004
            continue
        for match in re.finditer(rf"(?<![{_NUMERALS}]){re.escape(surface)}", part):
            yield *match.span(), surface, None, shape_of(surface)


def _annotate(
    speech: Speech, view: str, start: int, end: int, label: str, entry: Formula | None, shape: Shape | None
) -> Annotation:
    declared = entry.declared if entry else shape.declared if shape else None
    if entry and entry.kind == "phrase":
        # A fixed phrase declares no list, so there is nothing that could be missing.
        found, rule = Resolution((), None, "complete", "phrase"), "lexicon-phrase"
    else:
        head = shape.head if shape else _head(entry, view[start:end])
        items = entry.items_at(speech.date) if entry else ()
        groups = entry.groups if entry else ()
        found = resolve(Query(speech, view, start, end, declared, head, items, groups))
        rule = "/".join(("lexicon" if entry else shape.rule if shape else "", found.rule))
    return Annotation(
        start,
        end,
        "formula",
        label,
        rule,
        {
            "formula": label,
            "known": entry is not None,
            "quoted": _is_quoted(view, start, end),
            "declared": declared,
            "members": list(found.members),
            "resolved_by": found.resolved_by,
            "status": found.status,
        },
    )


def _head(entry: Formula | None, surface: str) -> str:
    shape = shape_of(surface)
    return shape.head if entry and shape else ""
