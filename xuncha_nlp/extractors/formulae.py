"""Formula mentions: the known ones from the lexicon, the open-class ones by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..speeches import Speech
from .lexicon import Formula, Lexicon
from .members import Query, Resolution, resolve, runs_of
from .model import Annotation
from .shapes import NUMERAL, Shape, find_quoted, find_unquoted, shape_of

__all__ = ["Mention", "find_formulae", "mentions"]

_OPEN = "“‘\"'「《"
_CLOSE = tuple("”’\"'」》")
_NUMERALS = "一二三四五六七八九十百0123456789第"
_NUMBERED = re.compile(NUMERAL)
_MARKS = re.compile('[“”"]')
# A name of two characters (四风) is too short to be known again without its quotation marks.
_SHORTEST = 3
_LEAST = 2
# So many names are looked for one by one in less time than in one pass that heeds each character.
_FEW = 32
_MEANS = ("是", "即", "指")


class Mention(NamedTuple):
    """Where a formula is named: its entry in the lexicon or, for one of the open class, its shape."""

    start: int
    end: int
    label: str
    entry: Formula | None
    shape: Shape | None


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
    runs = runs_of(speech)
    # The same few entries are named over and over.
    items: dict[str, tuple[str, ...]] = {}
    found = []
    for each in mentions(speech, lexicon):
        name = each.entry.name if each.entry else ""
        if each.entry and name not in items:
            items[name] = each.entry.items_at(speech.date)
        found.append(_annotate(speech, runs, each, items.get(name, ())))
    return found


def mentions(speech: Speech, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find where the formulae of a speech stand, without their members.

    Of two that overlap the earlier counts, of two that begin together the longer.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "增强“四个意识”，落实“三个到位”。"))
    >>> [(each.start, each.label) for each in mentions(speech, Lexicon.load())]
    [(3, '四个意识'), (12, '三个到位')]
    """
    return _mentions(speech.source.view, speech.start, speech.end, lexicon)


# Formulae and enumerations ask for the same mentions one after the other.
@lru_cache(maxsize=2)
def _mentions(view: str, begin: int, end: int, lexicon: Lexicon) -> tuple[Mention, ...]:
    text = view[begin:end]
    found = [*_known(text, begin, lexicon), *_open_class(text, begin, lexicon)]
    found.sort(key=lambda each: (each[0], -each[1]))
    taken: list[Mention] = []
    free = begin
    for each in found:
        if each[0] >= free:
            taken.append(each)
            free = each[1]
    return tuple(taken)


def _known(text: str, begin: int, lexicon: Lexicon) -> Iterator[Mention]:
    for start, end, entry in lexicon.find(text):
        if start and text[start] in _NUMERALS and text[start - 1] in _NUMERALS:
            continue
        if entry.bare or _is_quoted(text, start, end):
            yield Mention(begin + start, begin + end, entry.name, entry, None)


def _is_quoted(text: str, start: int, end: int) -> bool:
    return start > 0 and text[start - 1] in _OPEN and text[end : end + 1] in _CLOSE


def _open_class(text: str, begin: int, lexicon: Lexicon) -> Iterator[Mention]:
    surfaces, friends = lexicon.surfaces, lexicon.false_friends
    named: dict[str, Shape] = {}
    parts: dict[str, Shape] = {}
    for start, end in find_quoted(text):
        surface = text[start:end]
        shape = shape_of(surface)
        if shape and surface not in surfaces and surface not in friends:
            named[surface] = shape
            for part in shape.parts:
                if part.count >= _LEAST:
                    parts[part.surface] = Shape("part", part.count, part.head)
            yield Mention(begin + start, begin + end, surface, None, shape)
    for start, end, shape in find_unquoted(text):
        if not lexicon.is_false_friend(text, start):
            label = _MARKS.sub("", text[start:end])
            yield Mention(begin + start, begin + end, label, surfaces.get(label), shape)
    again = {name: shape for name, shape in named.items() if len(name) >= _SHORTEST}
    for start, end, surface in _again(text, {**parts, **again}):
        # Half of a name (五看三跃升) is a name only where the speech goes on to say what it means.
        if surface in again or text[end : end + 1] in _MEANS:
            yield Mention(begin + start, begin + end, surface, None, again.get(surface) or parts[surface])


def _again(text: str, named: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """A name that the speech itself puts in quotation marks is the same name without them."""
    names = [name for name in named if _NUMBERED.match(name)]
    if len(names) <= _FEW:
        for name in names:
            start = text.find(name)
            while start >= 0:
                if not (start and text[start - 1] in _NUMERALS):
                    yield start, start + len(name), name
                start = text.find(name, start + 1)
        return
    from ahocorasick_rs import AhoCorasick, Implementation

    # The simplest automaton is the one that is ready soonest, and a speech is read only once.
    automaton = AhoCorasick(names, implementation=Implementation.NoncontiguousNFA)
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if not (start and text[start - 1] in _NUMERALS):
            yield start, end, names[index]


def _annotate(speech: Speech, runs: Sequence[int], mention: Mention, items: tuple[str, ...]) -> Annotation:
    start, end, label, entry, shape = mention
    view = speech.source.view
    declared = entry.declared if entry else shape.declared if shape else None
    if entry and entry.kind == "phrase":
        # A fixed phrase declares no list, so there is nothing that could be missing.
        found, rule = Resolution((), None, "complete", "phrase"), "lexicon-phrase"
    else:
        shape = shape or shape_of(view[start:end])
        head = shape.head if shape else ""
        groups = entry.groups if entry else ()
        parts = shape.parts if shape else ()
        found = resolve(Query(speech, view, start, end, declared, head, items, groups, parts, runs=runs))
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
