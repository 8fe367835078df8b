"""The words around hits: each token counted once, however many hits it is near to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus import Hits
    from ..corpus.tokens import Part, Tokens

    Array = NDArray[Any]

__all__ = ["Around", "Bounds", "words_around"]

Bounds = Literal["speech", "paragraph", "sentence"]

# The tokens behind which a sentence, or a paragraph, ends.
_ENDS = {"paragraph": "\n\r", "sentence": "\n\r。！？；!?;"}


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
    tokens: Tokens, hits: Hits, *, left: int | None = 5, right: int | None = 5, within: Bounds = "sentence"
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
    within : {"speech", "paragraph", "sentence"}
        What the window does not leave.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> corpus = Corpus.from_texts({"a.txt": "区委部署巡察。巡察，巡察组进驻单位。"})
    >>> around = words_around(corpus.tokens, corpus.find("巡察"), left=1, right=1)
    >>> {word: int(n) for word, n in zip(corpus.tokens.vocabulary, around.near) if n}, around.hits
    ({'部署': 1, '组': 1}, 3)
    """
    import numpy as np
    from scipy.sparse import csr_array

    size = len(tokens.vocabulary)
    near, speeches, nodes = (np.zeros(size, np.int64) for _ in range(3))
    for part, _, first, last in tokens.at(hits):
        is_word = tokens.is_word[part.rows]
        begin, end = _windows(part, tokens, is_word, (first, last), (left, right), within)
        node = _within(first, last)
        nodes[part.rows] += np.bincount(part.codes[node], minlength=len(part.rows)) * is_word
        around = np.zeros(len(part.codes), dtype=bool)
        around[_within(begin, end)] = True
        around[node] = False
        at = np.flatnonzero(around)
        at = at[is_word[part.codes[at]]]
        codes = part.codes[at]
        near[part.rows] += np.bincount(codes, minlength=len(part.rows))
        speech = np.searchsorted(part.bounds[:, 1], at, "right")
        counts = csr_array(
            (np.ones(len(at), np.int8), (speech, codes)), shape=(len(part.bounds), len(part.rows))
        )
        speeches[part.rows] += np.bincount(counts.indices, minlength=len(part.rows))
    return Around(near, speeches, nodes, len(hits))


def _windows(
    part: Part,
    tokens: Tokens,
    is_word: Array,
    spans: tuple[Array, Array],
    widths: tuple[int | None, int | None],
    within: Bounds,
) -> tuple[Array, Array]:
    """Where the window of each hit begins and ends, in tokens."""
    import numpy as np

    first, last = spans
    left, right = widths
    begin, end = _bounds(part, tokens, first, last, within)
    flags = is_word[part.codes]
    words = np.flatnonzero(flags)
    # How many words stand before each token, and before the end.
    before = np.concatenate([[0], np.cumsum(flags, dtype=np.int32)])
    # Far enough out on either side, the bounds decide.
    words = np.concatenate([[-1], words, [len(flags)]])
    if left is not None:
        begin = np.maximum(begin, words[np.maximum(before[first] - left + 1, 0)] if left else first)
    if right is not None:
        end = np.minimum(end, words[np.minimum(before[last] + right, len(words) - 1)] + 1 if right else last)
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


def _bounds(part: Part, tokens: Tokens, first: Array, last: Array, within: Bounds) -> tuple[Array, Array]:
    """Where the speech, the paragraph or the sentence of each hit begins and ends, in tokens."""
    import numpy as np

    speech = np.searchsorted(part.bounds[:, 1], first, "right")
    low, high = part.bounds[speech, 0], part.bounds[speech, 1]
    if within == "speech":
        return low, high
    marks = frozenset(_ENDS[within])
    closes = np.fromiter(
        (not marks.isdisjoint(word) for word in tokens.vocabulary), dtype=bool, count=len(tokens.vocabulary)
    )
    ends = np.flatnonzero(closes[part.rows][part.codes])
    edges = np.concatenate([[-1], ends, [len(part.codes) - 1]])
    before = np.searchsorted(ends, first)
    after = np.searchsorted(ends, last)
    return np.maximum(low, edges[before] + 1), np.minimum(high, edges[after + 1] + 1)
