"""Formula mentions: the known ones from the lexicon, the open-class ones by their shape and what is around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ..speeches import Speech
from .candidates import candidates, is_quoted
from .cut_words import is_cut_out
from .lexicon import Formula, Lexicon
from .members import Query, Resolution, by_lexicon, resolve, runs_of
from .model import Annotation
from .shapes import Shape, said, shape_of

__all__ = ["Mention", "Rejected", "find_formulae", "mentions", "rejected"]

_NUMERALS = "一二三四五六七八九十百0123456789第"
# A known name of a verb, and how well it is done: 两个维护得好的小区.
_COMPLEMENT = "得"


class Mention(NamedTuple):
    """Where a formula is named: its entry in the lexicon or, for one of the open class, its shape.

    ``evidence`` says in Chinese what decided, ``nested_in`` is the label of the longest mention around it.
    """

    start: int
    end: int
    label: str
    entry: Formula | None
    shape: Shape | None
    evidence: tuple[str, ...] = ()
    nested_in: str | None = None


class Rejected(NamedTuple):
    """A place that looks like a formula and is none, with the reason in Chinese."""

    start: int
    end: int
    text: str
    reason: str


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
        In the order of the text. Those whose ``nested_in`` is None do not overlap; another stands inside one
        of them. Attributes: formula, known, quoted, declared, members, resolved_by, status, nested_in (the
        label of the longest mention that holds it, or None) and evidence (what decided, in Chinese).

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "要做到“三个到位”，即认识到位、责任到位、措施到位。"))
    >>> found, = find_formulae(speech, Lexicon.load())
    >>> found.label, [member.text for member in found.attributes["members"]], found.attributes["status"]
    ('三个到位', ['认识到位', '责任到位', '措施到位'], 'complete')
    >>> found.attributes["evidence"]
    ['引号', '数词三', '量词个', '中心词到位']
    """
    runs = runs_of(speech)
    return [_annotate(speech, runs, each) for each in mentions(speech, lexicon)]


def mentions(speech: Speech, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find where the formulae of a speech stand, without their members.

    Of two that overlap the earlier counts, of two that begin together the longer. A known one that stands
    whole inside a longer one counts beside it.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "增强“四个意识”，落实“三个到位”，全面从严治党。"))
    >>> [(each.start, each.label, each.nested_in) for each in mentions(speech, Lexicon.load())]
    [(3, '四个意识', None), (12, '三个到位', None), (18, '全面从严治党', None), (20, '从严治党', '全面从严治党')]
    """
    return _mentions(_Same(speech), lexicon)


class _Same:
    """A speech as the key of a cache: to hash all that a speech has would take longer than what it saves."""

    __slots__ = ("speech",)

    def __init__(self, speech: Speech) -> None:
        self.speech = speech

    def __hash__(self) -> int:
        return id(self.speech)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.speech is other.speech


# Formulae and enumerations ask for the same mentions one after the other.
@lru_cache(maxsize=2)
def _mentions(key: _Same, lexicon: Lexicon) -> tuple[Mention, ...]:
    speech = key.speech
    found = [*_known(speech, lexicon), *_open_class(speech, lexicon)]
    found.sort(key=lambda each: (each[0], -each[1]))
    return tuple(_outer_and_nested(found))


def _outer_and_nested(found: Sequence[Mention]) -> Iterator[Mention]:
    """Of mentions in order, those that do not overlap, and the known ones inside of them."""
    # The mention that is not nested, and those nested in it that have not ended.
    outer: Mention | None = None
    holders: list[Mention] = []
    for each in found:
        start, end = each[0], each[1]
        if outer is None or start >= outer[1]:
            outer, holders = each, [each]
            yield each
            continue
        while holders and holders[-1][1] <= start:
            holders.pop()
        if not each.entry or end > holders[-1][1] or (start, end) == holders[-1][:2]:
            continue
        if any(holder.entry is each.entry or _shares_number(holder, each) for holder in holders):
            continue
        holders.append(each)
        yield each._replace(nested_in=outer.label)


def _shares_number(holder: Mention, each: Mention) -> bool:
    """四个意识 in “四个意识形态”: the number is that of all that follows, and no list of four stands inside."""
    coordinate = holder.shape is not None and holder.shape.rule == "coordinate"
    numeral = each.entry is not None and each.entry.kind == "numeral"
    return holder.entry is None and holder.start == each.start and numeral and not coordinate


def _known(speech: Speech, lexicon: Lexicon) -> list[Mention]:
    begin, view = speech.start, speech.source.view
    text = view[begin : speech.end]
    places = list(lexicon.find(text))
    inside = lexicon.nestings
    # Most names hold no other; those that do hold it wherever they stand.
    for start, end, _ in [each for each in places if text[each[0] : each[1]] in inside]:
        places += [(start + first, start + last, inner) for first, last, inner in inside[text[start:end]]]
    return [
        Mention(begin + start, begin + end, entry.name, entry, None, _by_name(entry.name))
        for start, end, entry in places
        if _is_mention(text, start, end, entry) and not is_cut_out(view, begin + start, begin + end)
    ]


def _is_mention(text: str, start: int, end: int, entry: Formula) -> bool:
    if start and text[start] in _NUMERALS and text[start - 1] in _NUMERALS:
        return False
    if entry.bare:
        return entry.kind == "phrase" or text[end : end + 1] != _COMPLEMENT
    return is_quoted(text, start, end)


@lru_cache(maxsize=4096)
def _by_name(name: str) -> tuple[str, ...]:
    return (said("lexicon", name),)


def _open_class(speech: Speech, lexicon: Lexicon) -> Iterator[Mention]:
    begin, surfaces = speech.start, lexicon.surfaces
    for start, end, label, shape, evidence, _ in candidates(speech, lexicon):
        if shape:
            yield Mention(begin + start, begin + end, label, surfaces.get(label), shape, evidence)


def rejected(speech: Speech, lexicon: Lexicon) -> list[Rejected]:
    """Return what looks like a formula of a speech and was not taken for one, each with the reason.

    Parameters
    ----------
    speech : Speech
    lexicon : Lexicon

    Returns
    -------
    list of Rejected
        In the order of the text: numbers in quotation marks, counts with a noun without them.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "防止“一刀切”。用“三个月”走访四个村，做到“三个到位”。"))
    >>> [(each.text, each.reason) for each in rejected(speech, Lexicon.load())]
    [('一刀切', '非提法词表：一刀切'), ('三个月', '非提法词表：三个月'), ('四个村', '一般计数')]
    """
    taken = [each for each in mentions(speech, lexicon) if not each.nested_in]
    starts = [each.start for each in taken]
    found: dict[int, Rejected] = {}
    for each in candidates(speech, lexicon, ordinary=True):
        start, end = each.start + speech.start, each.end + speech.start
        before = bisect_left(starts, end) - 1
        if each.reason and start not in found and (before < 0 or taken[before].end <= start):
            found[start] = Rejected(start, end, speech.source.text[start:end], each.reason)
    return [found[start] for start in sorted(found)]


def _annotate(speech: Speech, runs: Sequence[int], mention: Mention) -> Annotation:
    start, end, label, entry, shape, evidence, nested_in = mention
    view = speech.source.view
    declared = entry.declared if entry else shape.declared if shape else None
    quoted = is_quoted(view, start, end)
    if entry and entry.kind == "phrase":
        # A fixed phrase declares no list, so there is nothing that could be missing.
        found, rule = Resolution((), None, "complete", "phrase"), "lexicon-phrase"
    else:
        items = entry.items_at(speech.date) if entry else ()
        shape = shape or shape_of(view[start:end])
        if nested_in:
            # What stands around it is said of the longer one.
            found = by_lexicon(items)
        else:
            head = shape.head if shape else ""
            groups = entry.groups if entry else ()
            parts = shape.parts if shape else ()
            found = resolve(Query(speech, view, start, end, declared, head, items, groups, parts, runs=runs))
        rule = "/".join(("lexicon" if entry else shape.rule if shape else "", found.rule))
    attributes: dict[str, Any] = {
        "formula": label,
        "known": entry is not None,
        "quoted": quoted,
        "declared": declared,
        "members": list(found.members),
        "resolved_by": found.resolved_by,
        "status": found.status,
        "nested_in": nested_in,
        "evidence": list(evidence),
    }
    return Annotation(start, end, "formula", label, rule, attributes)
