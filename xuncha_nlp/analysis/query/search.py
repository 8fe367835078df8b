"""A query's hits in a corpus, in memory or in a directory.

A text without a gap is answered by the index of the corpus. Of a text with gaps the index gives the places where
its pieces stand in order, and only these are looked at. A regular expression is looked for in the characters of
all speeches as they are read. A condition on tokens is asked of each word of the vocabulary once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from ...corpus import Corpus, Hits
from ...corpus.tokens import SENTENCE_ENDS
from ...errors import InputError
from ...extractors.moves import move_names
from ...sources import fold
from ..places import levels_at, moves_at
from .parse import one_line, parse
from .tree import Category, Formula, Query, Regex, Term, Text, TokenTerm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ...corpus.texts import Texts

    Array = NDArray[Any]
    # The places of the speeches, the starts and the ends of hits.
    Spans = tuple[Array, Array, Array]

__all__ = ["SECONDS", "Within", "find"]

SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Within:
    """Where in a speech a hit must begin.

    Parameters
    ----------
    level : int, optional
        The level of the innermost section around it; 0 for what is in no section.
    part : {"heading", "body"}, optional
        In a heading of the outline, or not; the clause with which a point within a paragraph begins (一是 …) is body.
    move : str, optional
        The innermost move around it: occasion, significance, tasks, methods, results, responsibility,
        discipline, call or adjournment, or its Chinese name.

    Raises
    ------
    ValueError
        The level is below nought, or there is no such part.
    """

    level: int | None = None
    part: Literal["heading", "body"] | None = None
    move: str | None = None

    def __post_init__(self) -> None:
        if self.level is not None and self.level < 0:
            raise ValueError("a level is not below nought")
        if self.part not in (None, "heading", "body"):
            raise ValueError(f"no part {self.part!r}; use heading or body")

    def to_json(self) -> dict[str, Any]:
        """Return the conditions by name, None for those that are not set."""
        return {"level": self.level, "part": self.part, "move": self.move}


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
        It takes longer or more memory than it may, or there is no such category in the lexicon or no such move.

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
            f"查询“{one_line(self.query)}”在 {self.seconds:g} 秒内没有查完",
            "请把正则表达式写得更具体，或缩小查询范围",
        )

    def too_deep(self) -> InputError:
        return InputError(
            f"查询“{one_line(self.query)}”要的内存太多",
            "正则表达式套用自身没有尽头，请改写，不用 (?R) 这类写法",
        )


def _find(corpus: Corpus, term: Term, clock: _Clock) -> Hits:
    match term:
        case Text():
            return _aligned(corpus, _text(corpus, term, clock), term)
        case Regex(pattern):
            return _scan(corpus, pattern, clock)
        case Formula(name):
            lexicon = corpus.lexicon
            # A speech that gives such a name members of its own has it as another formula.
            return _mentions(corpus, {name, lexicon[name].name} if name in lexicon else {name})
        case Category(name):
            return _mentions(corpus, _members(corpus, name))
        case TokenTerm():
            return _tokens(corpus, term, clock)


def _hits(found: Sequence[Spans]) -> Hits:
    """Put together hits part by part."""
    import numpy as np

    none = np.empty(0, np.int32)
    return (
        Hits(*(np.concatenate([none, *column]) for column in zip(*found, strict=True)))
        if found
        else Hits(none, none, none)
    )


def _text(corpus: Corpus, term: Text, clock: _Clock) -> Hits:
    pieces = [piece for piece in term.pieces if isinstance(piece, str)]
    if len(pieces) == len(term.pieces):
        return corpus.find(pieces[0])
    import regex

    compiled = regex.compile(_pattern(term))
    return _hits([_gapped(part, term, compiled, clock) for part in corpus.texts])


def _gapped(part: Texts, term: Text, compiled: Any, clock: _Clock) -> Spans:
    """Look for a text with gaps where its pieces stand in order and near enough to each other."""
    import numpy as np

    # How far from the beginning a piece begins, at least and at most.
    least = most = 0
    begin = None
    for piece in term.pieces:
        if isinstance(piece, str):
            at = part.find(piece)
            if begin is None:
                begin = at - least
            else:
                after = np.searchsorted(at, begin + least)
                begin = begin[np.searchsorted(at, begin + most, "right") > after]
            least, most = least + len(piece), most + len(piece)
        else:
            least, most = least + piece.least, most + piece.most
    if begin is None:
        raise ValueError("a text has a piece that is no gap")
    speech = part.speech_of(begin)
    begin, speech = begin[speech >= 0], speech[speech >= 0]
    edges = np.flatnonzero(np.diff(speech, prepend=-1, append=-1))
    numbers = speech[edges[:-1]].tolist()
    spans: list[tuple[int, int]] = []
    for number, first, last in zip(numbers, edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        clock.check()
        left, right = part.bounds[number].tolist()
        text = part.read(left, right, True)
        after_last = 0
        for at in (begin[first:last] - left).tolist():
            # What begins within a match is none of its own.
            match = compiled.match(text, at) if at >= after_last else None
            if match:
                after_last = match.end()
                spans.append((left + at, left + after_last))
    return _spans(part, spans)


def _spans(part: Texts, spans: list[tuple[int, int]]) -> Spans:
    """Return hits by their positions in the text as it is read."""
    import numpy as np

    start, end = np.array(spans, np.int64).reshape(-1, 2).T
    return part.speeches[part.speech_of(start)], part.offsets(start), part.offsets(end - 1) + 1


def _pattern(term: Text) -> str:
    import regex

    found, before = [], ""
    for piece in term.pieces:
        if isinstance(piece, str):
            before = regex.escape(fold(piece), special_only=True, literal_spaces=True)
            found.append(before)
        else:
            any_one = r"[^\W_]" if piece.within == "word" else f"[^{SENTENCE_ENDS}]"
            # The text before a gap is not in it: the gap begins behind the last one before what follows.
            behind = f"(?!{before})" if before and piece != term.pieces[-1] else ""
            found.append(f"(?:{behind}{any_one}){{{piece.least},{piece.most}}}?")
    return "".join(found)


def _scan(corpus: Corpus, pattern: str, clock: _Clock) -> Hits:
    """Look for a regular expression in the characters of all speeches."""
    import regex

    compiled = regex.compile(pattern)
    found = []
    for part in corpus.texts:
        spans = []
        for left, right in part.bounds.tolist():
            try:
                for match in compiled.finditer(part.read(left, right, False), timeout=clock.left):
                    if match.end() > match.start():
                        spans.append((left + match.start(), left + match.end()))
            except TimeoutError as error:
                raise clock.over() from error
            except MemoryError as error:
                raise clock.too_deep() from error
        found.append(_spans(part, spans))
    return _hits(found)


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
        raise InputError(f"提法库里没有类别“{one_line(category)}”", f"有这些：{known}")
    return names


def _mentions(corpus: Corpus, names: set[str]) -> Hits:
    import numpy as np

    labels = corpus.labels("formula")
    wanted = np.fromiter((name in names for name in labels.vocabulary), bool, count=len(labels.vocabulary))
    found = []
    for part in labels.parts:
        at = np.flatnonzero(wanted[part.rows][part.codes] & part.inside())
        speech = part.speeches[np.searchsorted(part.bounds[:, 1], at, "right")]
        start, end = part.starts[at], part.ends[at]
        order = np.lexsort((end, start, speech))
        found.append((speech[order], start[order], end[order]))
    return _hits(found)


def _tokens(corpus: Corpus, term: TokenTerm, clock: _Clock) -> Hits:
    import numpy as np

    from .conditions import words_that_are

    vocabulary = corpus.tokens.vocabulary
    allowed = [words_that_are(vocabulary, step, SENTENCE_ENDS, clock) for step in term.steps]
    found = []
    for part in corpus.tokens.parts:
        fits = [words[part.rows] for words in allowed]
        start = np.flatnonzero(fits[0][part.codes])
        if not part.is_whole:
            start = start[part.inside()[start]]
        speech = np.searchsorted(part.bounds[:, 0], start, "right") - 1
        at, last = start, len(part.codes) - 1
        for step, fit in zip(term.steps, fits, strict=True):
            reached = [(start, at, speech)] if not step.least else []
            for times in range(1, step.most + 1):
                going = (at < part.bounds[speech, 1]) & fit[part.codes[np.minimum(at, last)]]
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
            _, first = np.unique(start * (last + 2) + at, return_index=True)
            start, at, speech = start[first], at[first], speech[first]
            clock.check()
        # Of those that begin together the shortest, which sorting has put first.
        start, first = np.unique(start, return_index=True)
        found.append((part.speeches[speech[first]], part.starts[start], part.ends[at[first] - 1]))
    return _hits(found)


def _move(written: str) -> str:
    """The label of a move, by which or by whose name it is asked for."""
    names = move_names()
    labels = {name: label for label, name in names.items()}
    found = labels.get(written, written)
    if found not in names:
        known = "、".join(f"{label}（{name}）" for label, name in names.items())
        raise InputError(f"没有语步“{one_line(written)}”", f"有这些：{known}")
    return found


def _restrict(corpus: Corpus, hits: Hits, within: Within) -> Hits:
    import numpy as np

    keep = np.ones(len(hits), dtype=bool)
    if within.level is not None:
        keep &= levels_at(corpus, hits.speech, hits.start) == within.level
    if within.part is not None:
        heading = corpus.outlines.in_heading(hits.speech, hits.start)
        keep &= heading == (within.part == "heading")
    if within.move is not None:
        wanted = _move(within.move)
        names, moves = moves_at(corpus, hits.speech, hits.start)
        keep &= moves == (names.index(wanted) if wanted in names else -2)
    return _keep(hits, keep)
