"""A query's hits in a corpus, in memory or in a directory.

A text without a gap is answered by the index of the corpus. A text with gaps and a regular expression are
looked for in the characters of the speeches, as they are read and as the index has them: first it is asked which
speeches have the text that must be there. A condition on tokens is asked of each word of the vocabulary once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from ...corpus import Corpus, Hits
from ...errors import InputError
from ...sources import fold
from .parse import parse
from .tree import Category, Formula, Query, Regex, Term, Text, TokenTerm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...corpus.tokens import Part

    Array = NDArray[Any]

__all__ = ["SECONDS", "Within", "find"]

SECONDS = 10.0

_SENTENCE_ENDS = "。！？；!?;\n\r"


@dataclass(frozen=True, slots=True)
class Within:
    """Where in a speech a hit must begin.

    Parameters
    ----------
    level : int, optional
        The level of the innermost section around it; 0 for what is in no section.
    part : {"heading", "body"}, optional
        In a heading of the outline, or not.
    move : str, optional
        The innermost move around it: occasion, significance, tasks, methods, results, responsibility,
        discipline, call or adjournment.
    """

    level: int | None = None
    part: Literal["heading", "body"] | None = None
    move: str | None = None


def find(
    corpus: Corpus,
    query: str | Query | Sequence[str],
    *,
    within: Within | None = None,
    seconds: float = SECONDS,
) -> Hits:
    """Find a query in the speeches of a corpus.

    Speeches are chosen before, by `Corpus.where`.

    Parameters
    ----------
    corpus : Corpus
    query : str, Query or sequence of str
        See `xuncha_nlp.analysis.query`.
    within : Within, optional
        Where in a speech the hits must begin.
    seconds : float
        How long gaps and regular expressions may be looked for.

    Returns
    -------
    Hits
        In the order of the text, each once. Those of a text without a gap may overlap; those of a text
        with gaps or of a regular expression do not, and a gap is as short as it can be.

    Raises
    ------
    QueryError
        The query cannot be read; the message says where.
    InputError
        It takes longer than it may, or the lexicon has no such category.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "加强党的领导，层层压实责任，领导干部要加强学习。"})
    >>> def texts(query):
    ...     hits = find(corpus, query)
    ...     return [corpus["a.txt#1"].source.text[a:b] for a, b in zip(hits.start, hits.end)]
    >>> texts("加强…{3}领导|责任"), texts("层层??"), texts("/加强.{2}/"), texts('[word="压实"] [pos="n"]')
    (['加强党的领导', '责任'], ['层层压实'], ['加强党的', '加强学习'], ['压实责任'])
    """
    import numpy as np

    read = parse(query)
    clock = _Clock(seconds, read.written)
    found = [_find(corpus, term, clock) for term in read.terms]
    columns = [np.concatenate([getattr(each, name) for each in found]) for name in ("speech", "start", "end")]
    if len(found) > 1:
        rows = np.unique(np.stack(columns, axis=1), axis=0)
        columns = list(rows.T)
    hits = Hits(*(column.astype(np.int32) for column in columns))
    return _restrict(corpus, hits, within) if within and within != Within() else hits


class _Clock:
    """What is left of the time for a query."""

    def __init__(self, seconds: float, query: str) -> None:
        self.seconds = seconds
        self.query = query
        self.end = monotonic() + seconds

    @property
    def left(self) -> float:
        self.check()
        return max(self.end - monotonic(), 1e-3)

    def check(self) -> None:
        if monotonic() > self.end:
            raise self.over()

    def over(self) -> InputError:
        return InputError(
            f"查询“{self.query}”在 {self.seconds:g} 秒内没有查完", "请把正则表达式写得更具体，或缩小查询范围"
        )


def _find(corpus: Corpus, term: Term, clock: _Clock) -> Hits:
    match term:
        case Text():
            return _aligned(corpus, _text(corpus, term, clock), term)
        case Regex(pattern):
            return _scan(corpus, pattern, clock, None, folded=False)
        case Formula(name):
            lexicon = corpus.lexicon
            return _mentions(corpus, {lexicon[name].name if name in lexicon else name})
        case Category(name):
            return _mentions(corpus, _members(corpus, name))
        case TokenTerm():
            return _tokens(corpus, term, clock)


def _hits(found: Sequence[tuple[Any, Any, Any]]) -> Hits:
    """Put together hits part by part."""
    import numpy as np

    none = np.empty(0, np.int32)
    return (
        Hits(*(np.concatenate([none, *column]) for column in zip(*found, strict=True)))
        if found
        else Hits(none, none, none)
    )


def _text(corpus: Corpus, term: Text, clock: _Clock) -> Hits:
    import numpy as np

    pieces = [piece for piece in term.pieces if isinstance(piece, str)]
    if len(pieces) == len(term.pieces):
        return corpus.find(pieces[0])
    speeches = None
    for piece in pieces:
        with_it = np.unique(corpus.find(piece).speech)
        speeches = with_it if speeches is None else np.intersect1d(speeches, with_it, assume_unique=True)
    return _scan(corpus, _pattern(term), clock, speeches, folded=True)


def _pattern(term: Text) -> str:
    import regex

    found, before = [], ""
    for piece in term.pieces:
        if isinstance(piece, str):
            before = regex.escape(fold(piece), special_only=True, literal_spaces=True)
            found.append(before)
        else:
            any_one = r"[^\W_]" if piece.within == "word" else f"[^{_SENTENCE_ENDS}]"
            # The text before a gap is not in it: the gap begins behind the last one before what follows.
            behind = f"(?!{before})" if before and piece != term.pieces[-1] else ""
            found.append(f"(?:{behind}{any_one}){{{piece.least},{piece.most}}}?")
    return "".join(found)


def _scan(corpus: Corpus, pattern: str, clock: _Clock, speeches: Array | None, *, folded: bool) -> Hits:
    """Look for a pattern in the characters of some speeches, or of all."""
    import numpy as np
    import regex

    compiled = regex.compile(pattern)
    found = []
    for part, place, left, text in _texts(corpus, speeches):
        spans = []
        try:
            for match in compiled.finditer(fold(text) if folded else text, timeout=clock.left):
                if match.end() > match.start():
                    spans.append(match.span())
        except TimeoutError as error:
            raise clock.over() from error
        if spans:
            start, end = left + np.array(spans, np.int64).T
            found.append((np.full(len(spans), place, np.int32), part.starts[start], part.ends[end - 1]))
    return _hits(found)


def _texts(corpus: Corpus, speeches: Array | None) -> Iterator[tuple[Part, int, int, str]]:
    """Yield for each speech its part, its place in the corpus, where it begins in the part, and its text."""
    import numpy as np

    for part in corpus.characters.parts:
        wanted = np.arange(len(part.speeches))
        if speeches is not None:
            wanted = wanted[np.isin(part.speeches, speeches, assume_unique=True)]
        for number in wanted.tolist():
            left, right = part.bounds[number].tolist()
            text = part.codes[left:right].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
            yield part, int(part.speeches[number]), left, text


def _aligned(corpus: Corpus, hits: Hits, term: Text) -> Hits:
    """Keep the hits that begin and end where tokens do."""
    import numpy as np

    if not (term.begins or term.ends):
        return hits
    keep = np.zeros(len(hits), dtype=bool)
    for part, numbers, first, after in corpus.tokens.at(hits):
        good = after > first
        if term.begins:
            good &= part.starts[np.minimum(first, len(part.codes) - 1)] == hits.start[numbers]
        if term.ends:
            good &= part.ends[after - 1] == hits.end[numbers]
        keep[numbers] = good
    return _keep(hits, keep)


def _keep(hits: Hits, keep: Array) -> Hits:
    return Hits(hits.speech[keep], hits.start[keep], hits.end[keep])


def _members(corpus: Corpus, category: str) -> set[str]:
    formulae = corpus.lexicon.formulae
    names = {entry.name for entry in formulae if entry.category == category}
    if not names:
        known = "、".join(sorted({entry.category for entry in formulae if entry.category}))
        raise InputError(f"提法库里没有类别“{category}”", f"有这些：{known}")
    return names


def _mentions(corpus: Corpus, names: set[str]) -> Hits:
    import numpy as np

    rows = [
        (place, each.start, each.end)
        for place, speech in enumerate(corpus)
        for each in corpus.annotations(speech, "formula")
        if each.label in names
    ]
    return Hits(*np.array(sorted(rows), np.int32).reshape(-1, 3).T)


def _tokens(corpus: Corpus, term: TokenTerm, clock: _Clock) -> Hits:
    import numpy as np

    from .conditions import words_that_are

    vocabulary = corpus.tokens.vocabulary
    allowed = [words_that_are(vocabulary, step, _SENTENCE_ENDS, clock) for step in term.steps]
    found = []
    for part in corpus.tokens.parts:
        masks = [words[part.rows][part.codes] for words in allowed]
        start = np.flatnonzero(masks[0] & part.inside())
        speech = np.searchsorted(part.bounds[:, 0], start, "right") - 1
        at = start
        for step, mask in zip(term.steps, masks, strict=True):
            reached = [(start, at, speech)] if not step.least else []
            for times in range(1, step.most + 1):
                going = (at < part.bounds[speech, 1]) & mask[np.minimum(at, len(mask) - 1)]
                start, at, speech = start[going], at[going] + 1, speech[going]
                if times >= step.least:
                    reached.append((start, at, speech))
                if not len(start):
                    break
            start, at, speech = (
                (np.concatenate(column) for column in zip(*reached, strict=True))
                if reached
                else (start[:0], at[:0], speech[:0])
            )
            # Two ways to the same place are one.
            _, first = np.unique(start * (len(mask) + 1) + at, return_index=True)
            start, at, speech = start[first], at[first], speech[first]
            clock.check()
        # Of those that begin together the shortest, which sorting has put first.
        start, first = np.unique(start, return_index=True)
        found.append((part.speeches[speech[first]], part.starts[start], part.ends[at[first] - 1]))
    return _hits(found)


def _restrict(corpus: Corpus, hits: Hits, within: Within) -> Hits:
    import numpy as np

    keep = np.zeros(len(hits), dtype=bool)
    for place in np.unique(hits.speech).tolist():
        first, last = np.searchsorted(hits.speech, [place, place + 1])
        own = hits.start[first:last]
        speech = corpus.members[place]
        good = np.ones(len(own), dtype=bool)
        if within.level is not None:
            # Sections come before those inside them, so that the innermost has the last word.
            level = np.zeros(len(own), np.int32)
            for section in speech.walk():
                level[(own >= section.start) & (own < section.end)] = section.level
            good &= level == within.level
        if within.part is not None:
            heading = np.zeros(len(own), dtype=bool)
            for section in speech.walk():
                heading |= (own >= section.heading_start) & (own < section.heading_end)
            good &= heading == (within.part == "heading")
        if within.move is not None:
            move = np.full(len(own), "", dtype=object)
            moves = corpus.annotations(speech, "move")
            for each in sorted(moves, key=lambda each: (each.start, -each.end)):
                move[(own >= each.start) & (own < each.end)] = each.label
            good &= move == within.move
        keep[first:last] = good
    return _keep(hits, keep)
