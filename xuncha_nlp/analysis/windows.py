"""The words around hits: each token counted once, however many hits it is near to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..corpus.tokens import PARAGRAPH_ENDS
from .places import innermost_of_tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus import Hits
    from ..corpus.spans import Spans
    from ..corpus.tokens import Part, Tokens

    Array = NDArray[Any]

__all__ = ["BOUNDS", "Around", "Bounds", "words_around", "words_beside"]

Bounds = Literal["speech", "section", "paragraph", "sentence"]
BOUNDS: tuple[Bounds, ...] = ("speech", "section", "paragraph", "sentence")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the hits of a query.

    Parameters
    ----------
    near : array of int64, shape (v,)
        For each word of the vocabulary how many of its tokens are near a hit.
    speeches : array of int64, shape (v,)
        In how many speeches one is.
    nodes : array of int64, shape (v,)
        How many of its tokens are part of a hit.
    hits : int
        How many hits there are.
    """

    near: Array
    speeches: Array
    nodes: Array
    hits: int


def words_around(
    tokens: Tokens,
    hits: Hits,
    *,
    left: int | None = 5,
    right: int | None = 5,
    within: Bounds = "sentence",
    sections: Spans | None = None,
) -> Around:
    """Count the words around hits.

    Distances are counted in words: punctuation stands between words and takes no place. Tokens of a hit
    itself are not near it, nor near another.

    Parameters
    ----------
    tokens : Tokens
    hits : Hits
        Of the same corpus.
    left, right : int or None
        So many words on either side; None for all up to the bounds.
    within : {"speech", "section", "paragraph", "sentence"}
        What the window does not leave. A section ends where one within it begins.
    sections : Spans, optional
        ``corpus.outlines.spans``, where the window does not leave them.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> corpus = Corpus.from_texts({"a.txt": "区委部署巡察。巡察，巡察组进驻单位。"})
    >>> around = words_around(corpus.tokens, corpus.find("巡察"), left=1, right=1)
    >>> {word: int(n) for word, n in zip(corpus.tokens.vocabulary, around.near) if n}, around.hits
    ({'部署': 1, '组': 1}, 3)
    """
    import numpy as np

    size = len(tokens.vocabulary)
    near, speeches, nodes = (np.zeros(size, np.int64) for _ in range(3))
    if within not in BOUNDS or (within == "section" and sections is None):
        raise ValueError(
            f"unknown bounds {within!r}; use one of {', '.join(BOUNDS)}, sections with their spans"
        )
    numbers = {id(part): number for number, part in enumerate(tokens.parts)}
    for part, _, first, last in tokens.at(hits):
        number = numbers[id(part)]
        ends = _ends(tokens, number, within, sections)
        begin, end = _windows(tokens, number, ends, (first, last), (left, right))
        node, at = _within(first, last), _within(begin, end)
        is_word = tokens.is_word[part.rows]
        nodes[part.rows] += np.bincount(part.codes[node], minlength=len(part.rows)) * is_word
        of_hit = np.zeros(len(part.codes), dtype=bool)
        of_hit[node] = True
        codes = part.codes[at]
        near_it = is_word[codes] & ~of_hit[at]
        at, codes = at[near_it], codes[near_it]
        near[part.rows] += np.bincount(codes, minlength=len(part.rows))
        speeches[part.rows] += _speeches_with(codes, np.searchsorted(at, part.bounds[:, 1]), len(part.rows))
    return Around(near, speeches, nodes, len(hits))


def words_beside(tokens: Tokens, hits: Hits, count: int, side: Literal["L", "R"]) -> Array:
    """Return the first words to the left or to the right of each hit, in its paragraph.

    Parameters
    ----------
    tokens : Tokens
    hits : Hits
        Of the same corpus, in the order of the text.
    count : int
        How many words; the first is the one next to the hit. A token that a hit cuts is not next to it.
    side : {"L", "R"}

    Returns
    -------
    array of int64, shape (count, number of hits)
        Rows of the vocabulary; -1 where the paragraph has no such word.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> corpus = Corpus.from_texts({"a.txt": "区委部署巡察。"})
    >>> beside = words_beside(corpus.tokens, corpus.find("巡察"), 3, "L")
    >>> [[corpus.tokens.vocabulary[row] if row >= 0 else None for row in each] for each in beside]
    [['部署'], ['区委'], [None]]
    """
    import numpy as np

    found = np.full((count, len(hits)), -1, np.int64)
    # What each word of the vocabulary is: 1 a word, 2 the end of a paragraph, 0 anything between words.
    kinds = tokens.is_word.astype(np.int8)
    kinds[tokens.holding(PARAGRAPH_ENDS)] = _END
    step = -1 if side == "L" else 1
    for part, numbers, first, after in tokens.at(hits):
        kind = kinds[part.rows]
        low, high = part.bounds[part.rows_of(hits.speech[numbers])].T
        # Where each walk has come to, and where it is over.
        at, over = (first - 1, low - 1) if side == "L" else (after.copy(), high)
        for place in range(count):
            looking = np.flatnonzero(at != over)
            while len(looking):
                seen = kind[part.codes[at[looking]]]
                closed = looking[seen == _END]
                at[closed] = over[closed]
                looking = looking[seen == 0]
                at[looking] += step
                looking = looking[at[looking] != over[looking]]
            there = np.flatnonzero(at != over)
            found[place, numbers[there]] = part.rows[part.codes[at[there]]]
            at[there] += step
    return found


_END = 2

# A table of so many cells is small.
_CELLS = 1 << 24


def _speeches_with(codes: Array, ends: Array, size: int) -> Array:
    """In how many speeches each word is; the words of one speech after the other, ended where ``ends`` says."""
    import numpy as np

    found = np.zeros(size, np.int64)
    step = max(_CELLS // max(size, 1), 1)
    edges = np.concatenate([[0], ends])
    for first in range(0, len(ends), step):
        own = edges[first : first + step + 1]
        speech = np.repeat(np.arange(len(own) - 1), np.diff(own))
        table = np.zeros((len(own) - 1) * size, dtype=bool)
        table[speech * size + codes[own[0] : own[-1]]] = True
        found += table.reshape(-1, size).sum(axis=0)
    return found


def _ends(tokens: Tokens, number: int, within: Bounds, sections: Spans | None) -> Array:
    """The tokens of a part behind which no window goes on."""
    import numpy as np

    if within == "sentence":
        return tokens.sentence_ends[number]
    if within == "paragraph":
        return tokens.paragraph_ends[number]
    if within == "section" and sections is not None:
        return np.flatnonzero(np.diff(innermost_of_tokens(sections, tokens.parts[number])))
    return np.empty(0, np.int64)


def _windows(
    tokens: Tokens,
    number: int,
    ends: Array,
    spans: tuple[Array, Array],
    widths: tuple[int | None, int | None],
) -> tuple[Array, Array]:
    """Where the window of each hit begins and ends, in tokens."""
    import numpy as np

    first, last = spans
    left, right = widths
    begin, end = _bounds(tokens.parts[number], ends, first, last)
    words, before = tokens.words[number]
    # No window is wider than all words.
    left, right = (None if width is None else min(width, len(words)) for width in (left, right))
    if left == 0:
        begin = first
    elif left is not None:
        nearest = before[first] - left
        # Where there are not so many words, the bounds decide.
        begin = np.maximum(begin, np.where(nearest < 0, 0, words[np.maximum(nearest, 0)]))
    if right == 0:
        end = last
    elif right is not None:
        nearest = before[last] + right - 1
        farthest = len(words) - 1
        end = np.minimum(
            end, np.where(nearest > farthest, before.size - 1, words[np.minimum(nearest, farthest)] + 1)
        )
    return np.minimum(begin, first), np.maximum(end, last)


def _within(begin: Array, end: Array) -> Array:
    """Return the numbers within spans whose beginnings and ends both ascend, each once."""
    import numpy as np

    # What an earlier span has already covered is left out of a later one.
    covered = np.concatenate([begin[:1], np.maximum.accumulate(end)[:-1]])
    begin = np.maximum(begin, covered)
    lengths = np.maximum(end - begin, 0)
    if not len(lengths):
        return np.empty(0, np.int64)
    offsets = np.cumsum(lengths) - lengths
    found: Array = np.repeat(begin - offsets, lengths) + np.arange(lengths.sum())
    return found


def _bounds(part: Part, ends: Array, first: Array, last: Array) -> tuple[Array, Array]:
    """Where what ends with some tokens, and with the speech, begins and ends around each hit, in tokens."""
    import numpy as np

    speech = np.searchsorted(part.bounds[:, 1], first, "right")
    low, high = part.bounds[speech, 0], part.bounds[speech, 1]
    edges = np.concatenate([[-1], ends, [len(part.codes) - 1]])
    before = np.searchsorted(ends, first)
    after = np.searchsorted(ends, last)
    return np.maximum(low, edges[before] + 1), np.minimum(high, edges[after + 1] + 1)
