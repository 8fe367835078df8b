"""The tokens of a corpus as arrays of numbers, for whatever counts words: a word is a row of the vocabulary.

Nothing is copied from the index of a corpus directory: a part is a shard with its arrays mapped into memory,
and what is counted in the parts is added up. A corpus in memory has one part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .index import Hits

    Array = NDArray[Any]

__all__ = ["CHARACTERS", "SEGMENTER", "Part", "Tokens", "bisect"]

# What cuts a corpus that no directory keeps.
SEGMENTER = "rjieba"
CHARACTERS = "character"


@dataclass(frozen=True)
class Part:
    """The tokens of some successive speeches.

    Parameters
    ----------
    speeches : array of int32, shape (m,)
        The places of the speeches in the corpus, ascending.
    bounds : array of int64, shape (m, 2)
        Where the tokens of each begin and end in ``codes``. What lies between two is no part of the corpus.
    codes : array of int32, shape (n,)
        The word of each token, as a row of the part's own vocabulary.
    rows : array of int32, shape (w,)
        For each of these its row in the vocabulary of the corpus.
    spans : callable
        Returns where the tokens begin and end in their sources: two arrays of int32, shape (n,).
    """

    speeches: Array
    bounds: Array
    codes: Array
    rows: Array
    spans: Callable[[], tuple[Array, Array]] = field(repr=False)

    @cached_property
    def is_whole(self) -> bool:
        """Whether every token of the arrays belongs to the corpus."""
        lengths = self.bounds[:, 1] - self.bounds[:, 0]
        return int(lengths.sum()) == len(self.codes)

    @cached_property
    def starts(self) -> Array:
        """Where each token begins in its source."""
        return self.spans()[0]

    @cached_property
    def ends(self) -> Array:
        """Where each token ends in its source."""
        return self.spans()[1]

    def local(self, row: int) -> int:
        """Return the part's own number of a word of the corpus's vocabulary, or -1."""
        import numpy as np

        found = np.flatnonzero(self.rows == row)
        return int(found[0]) if len(found) else -1

    def inside(self) -> Array:
        """Return for each token whether it belongs to the corpus."""
        import numpy as np

        if self.is_whole:
            return np.ones(len(self.codes), dtype=bool)
        edges = np.zeros(len(self.codes) + 1, np.int8)
        np.add.at(edges, self.bounds[:, 0], 1)
        np.add.at(edges, self.bounds[:, 1], -1)
        return np.cumsum(edges[:-1], dtype=np.int8).astype(bool)

    def counts(self) -> Array:
        """Count each of the part's own words."""
        import numpy as np

        codes = self.codes if self.is_whole else self.codes[self.inside()]
        return np.bincount(codes, minlength=len(self.rows))


@dataclass(frozen=True)
class Tokens:
    """The tokens of a corpus.

    Parameters
    ----------
    segmenter : str
        What cut them.
    vocabulary : sequence of str
        The different words, in the order in which they first stand in the corpus.
    parts : tuple of Part

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> tokens = Corpus.from_texts({"a.txt": "区委召开动员会，区委部署。"}).tokens
    >>> dict(zip(tokens.vocabulary, tokens.counts.tolist()))
    {'区委': 2, '召开': 1, '动员会': 1, '，': 1, '部署': 1, '。': 1}
    >>> tokens.number_of_words
    5
    """

    segmenter: str
    vocabulary: Sequence[str]
    parts: tuple[Part, ...] = field(repr=False)

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each word in the vocabulary."""
        return {word: row for row, word in enumerate(self.vocabulary)}

    @cached_property
    def counts(self) -> Array:
        """How often each word of the vocabulary stands in the corpus, shape (v,)."""
        import numpy as np

        found = np.zeros(len(self.vocabulary), np.int64)
        for part in self.parts:
            found[part.rows] += part.counts()
        return found

    @cached_property
    def is_word(self) -> Array:
        """For each word of the vocabulary whether it is one, and no punctuation or white space."""
        import numpy as np

        return np.fromiter(
            (any(map(str.isalnum, word)) for word in self.vocabulary), dtype=bool, count=len(self.vocabulary)
        )

    @cached_property
    def number_of_words(self) -> int:
        """How many tokens are words."""
        return int(self.counts[self.is_word].sum())

    @cached_property
    def sizes(self) -> Array:
        """How many words each speech has, shape (number of speeches,)."""
        import numpy as np

        found = [np.empty(0, np.int64)]
        for part in self.parts:
            # A running count takes an eighth of the memory of the flags of each token, and one pass.
            running = np.concatenate([[0], np.cumsum(self.is_word[part.rows][part.codes], dtype=np.int64)])
            found.append(running[part.bounds[:, 1]] - running[part.bounds[:, 0]])
        return np.concatenate(found)

    @cached_property
    def by_speech(self) -> Any:
        """How often each word stands in each speech: a sparse array, shape (v, number of speeches)."""
        import numpy as np
        from scipy.sparse import csr_array

        shape = (len(self.vocabulary), sum(len(part.speeches) for part in self.parts))
        found = csr_array(shape, dtype=np.int32)
        for part in self.parts:
            inside = part.inside()
            lengths = part.bounds[:, 1] - part.bounds[:, 0]
            speech = np.repeat(part.speeches, lengths)
            rows = part.rows[part.codes[inside]]
            found = found + csr_array((np.ones(len(rows), np.int32), (rows, speech)), shape=shape)
        return found

    def at(self, hits: Hits) -> Iterator[tuple[Part, Array, Array, Array]]:
        """Yield for each part with hits the tokens that they touch.

        Parameters
        ----------
        hits : Hits
            In the order of the text, of this corpus.

        Yields
        ------
        tuple of (Part, array, array, array)
            The part; the numbers, in ``hits``, of the hits in it; the first token that each of them
            touches, and the one after the last.
        """
        import numpy as np

        for part in self.parts:
            if not len(part.speeches):
                continue
            first, last = np.searchsorted(hits.speech, [part.speeches[0], part.speeches[-1] + 1])
            if first == last:
                continue
            numbers = np.arange(first, last)
            place = np.searchsorted(part.speeches, hits.speech[first:last])
            low, high = part.bounds[place].T
            begin = bisect(part.ends, hits.start[first:last] + 1, low, high)
            yield part, numbers, begin, _after(part.starts, hits.end[first:last], begin, high)


# A speech at a time is the quicker way where it has so many hits.
_MANY = 8
# Few hits touch more tokens than this.
_FEW = 8


def _after(starts: Array, wanted: Array, begin: Array, high: Array) -> Array:
    """Return the first tokens, from those of ``begin`` on, that do not start below the ends wanted."""
    import numpy as np

    found = begin.copy()
    for _ in range(_FEW):
        going = (found < high) & (starts[np.minimum(found, len(starts) - 1)] < wanted)
        if not going.any():
            return found
        found += going
    return bisect(starts, wanted, found, high)


def bisect(values: Array, wanted: Array, low: Array, high: Array) -> Array:
    """Return, each within bounds of its own, the first places whose values are not below those wanted.

    Successive ones share their bounds, and of these the wanted values ascend or nearly so.
    """
    import numpy as np

    edges = np.flatnonzero(np.diff(low, prepend=-1, append=-1))
    if len(wanted) > _MANY * len(edges):
        found = np.empty(len(wanted), np.int64)
        for begin, end in pairwise(edges):
            own = values[low[begin] : high[begin]]
            found[begin:end] = low[begin] + np.searchsorted(own, wanted[begin:end], "left")
        return found
    while (low < high).any():
        middle = (low + high) // 2
        # Where the search is over, the place looked at may be one behind the last.
        below = (values[np.minimum(middle, len(values) - 1)] < wanted) & (low < high)
        low = np.where(below, middle + 1, low)
        high = np.where(below, high, middle)
    return low
