"""The words around hits: each token counted once, however many hits it is near to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from .places import innermost_of_tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus import Hits
    from ..corpus.spans import Spans
    from ..corpus.tokens import Part, Tokens

    Array = NDArray[Any]

__all__ = ["BOUNDS", "Around", "Bounds", "word_beside", "words_around"]

Bounds = Literal["speech", "section", "paragraph", "sentence"]
BOUNDS: tuple[Bounds, ...] = ("speech", "section", "paragraph", "sentence")

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
    closes = _ending(tokens, within) if within in _ENDS else None
    for part, _, first, last in tokens.at(hits):
        is_word = tokens.is_word[part.rows]
        if closes is not None:
            ends = np.flatnonzero(closes[part.rows][part.codes])
        elif sections is not None and within == "section":
            ends = np.flatnonzero(np.diff(innermost_of_tokens(sections, part)))
        else:
            ends = np.empty(0, np.int64)
        begin, end = _windows(part, is_word, ends, (first, last), (left, right))
        node = _within(first, last)
        nodes[part.rows] += np.bincount(part.codes[node], minlength=len(part.rows)) * is_word
        around = np.zeros(len(part.codes), dtype=bool)
        around[_within(begin, end)] = True
        around[node] = False
        at = np.flatnonzero(around)
        at = at[is_word[part.codes[at]]]
        codes = part.codes[at]
        near[part.rows] += np.bincount(codes, minlength=len(part.rows))
        speeches[part.rows] += _speeches_with(codes, np.searchsorted(at, part.bounds[:, 1]), len(part.rows))
    return Around(near, speeches, nodes, len(hits))


def word_beside(tokens: Tokens, hits: Hits, number: int, side: Literal["L", "R"]) -> Array:
    """Return the first, second … word to the left or to the right of each hit, in its paragraph.

    Parameters
    ----------
    tokens : Tokens
    hits : Hits
        Of the same corpus, in the order of the text.
    number : int
        1 for the word next to it. A token that a hit cuts is not next to it.
    side : {"L", "R"}

    Returns
    -------
    array of int64, shape (number of hits,)
        Rows of the vocabulary; -1 where the paragraph has no such word.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> corpus = Corpus.from_texts({"a.txt": "区委部署巡察。"})
    >>> [corpus.tokens.vocabulary[row] for row in word_beside(corpus.tokens, corpus.find("巡察"), 2, "L")]
    ['区委']
    """
    import numpy as np

    found = np.full(len(hits), -1, np.int64)
    # What each word of the vocabulary is: 1 a word, 2 the end of a paragraph, 0 anything between words.
    kinds = tokens.is_word.astype(np.int8)
    kinds[_ending(tokens, "paragraph")] = 2
    for part, numbers, first, after in tokens.at(hits):
        kind = kinds[part.rows]
        speech = np.searchsorted(part.speeches, hits.speech[numbers])
        low, high = part.bounds[speech].T
        own = numbers
        at = first - 1 if side == "L" else after
        step = -1 if side == "L" else 1
        left = np.full(len(at), number)
        while len(at):
            going = (at >= low) & (at < high)
            going[going] = kind[part.codes[at[going]]] != 2  # noqa: PLR2004 (as above)
            at, low, high, left, own = (each[going] for each in (at, low, high, left, own))
            left = left - kind[part.codes[at]]
            there = left == 0
            found[own[there]] = part.rows[part.codes[at[there]]]
            at, low, high, left, own = (each[~there] for each in (at + step, low, high, left, own))
    return found


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


def _ending(tokens: Tokens, within: Bounds) -> Array:
    """For each word of the vocabulary whether a sentence, or a paragraph, ends with it."""
    import numpy as np

    marks = frozenset(_ENDS[within])
    # A word that is all letters, as nearly all are, needs no closer look.
    found = (not word.isalnum() and not marks.isdisjoint(word) for word in tokens.vocabulary)
    return np.fromiter(found, dtype=bool, count=len(tokens.vocabulary))


def _windows(
    part: Part,
    is_word: Array,
    ends: Array,
    spans: tuple[Array, Array],
    widths: tuple[int | None, int | None],
) -> tuple[Array, Array]:
    """Where the window of each hit begins and ends, in tokens."""
    import numpy as np

    first, last = spans
    left, right = widths
    begin, end = _bounds(part, ends, first, last)
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


def _bounds(part: Part, ends: Array, first: Array, last: Array) -> tuple[Array, Array]:
    """Where what ends with some tokens, and with the speech, begins and ends around each hit, in tokens."""
    import numpy as np

    speech = np.searchsorted(part.bounds[:, 1], first, "right")
    low, high = part.bounds[speech, 0], part.bounds[speech, 1]
    edges = np.concatenate([[-1], ends, [len(part.codes) - 1]])
    before = np.searchsorted(ends, first)
    after = np.searchsorted(ends, last)
    return np.maximum(low, edges[before] + 1), np.minimum(high, edges[after + 1] + 1)
