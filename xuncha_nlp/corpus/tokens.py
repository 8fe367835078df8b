"""The tokens of a corpus as arrays of numbers, for whatever counts words: a word is a row of the vocabulary.

Nothing is copied from the index of a corpus directory: a part is a shard with its arrays mapped into memory,
and what is counted in the parts is added up. A corpus in memory has one part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .index import Hits

    Array = NDArray[Any]

__all__ = ["CHARACTERS", "PARAGRAPH_ENDS", "SEGMENTER", "SENTENCE_ENDS", "Part", "Tokens"]

# What cuts a corpus that no directory keeps.
SEGMENTER = "rjieba"
CHARACTERS = "character"

# Behind one of these a paragraph, or a sentence, ends.
PARAGRAPH_ENDS = "\n\r"
SENTENCE_ENDS = PARAGRAPH_ENDS + "。！？；!?;"


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
    def _spans(self) -> tuple[Array, Array]:
        return self.spans()

    @property
    def starts(self) -> Array:
        """Where each token begins in its source."""
        return self._spans[0]

    @property
    def ends(self) -> Array:
        """Where each token ends in its source."""
        return self._spans[1]

    def rows_of(self, speeches: Array) -> Array:
        """Return the rows of ``bounds`` of some of the part's speeches."""
        import numpy as np

        first = self.speeches[0]
        rows = np.zeros(self.speeches[-1] - first + 1, np.int32)
        rows[self.speeches - first] = np.arange(len(self.speeches))
        found: Array = rows[speeches - first]
        return found

    @cached_property
    def _ending(self) -> tuple[Array, Array]:
        """With the speeches laid end to end, the token that ends at or behind each character, and their shifts.

        A table to look up in: for many hits it is made and asked in a tenth of the time of a search.
        """
        import numpy as np

        some = self.bounds[:, 1] > self.bounds[:, 0]
        low, high = self.bounds[some].T
        begin, end = self.starts[low].astype(np.int64), self.ends[high - 1].astype(np.int64)
        shifts = np.zeros(len(self.bounds), np.int64)
        shifts[some] = np.cumsum(end - begin) - end
        # As many characters as end with a token; those of no speech of the corpus have none.
        lengths = np.diff(self.ends, prepend=np.int32(0))
        lengths[low] = self.ends[low] - self.starts[low]
        if not self.is_whole:
            lengths[~self.inside()] = 0
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths), shifts

    def first_ending_at(self, rows: Array, offsets: Array) -> Array:
        """Return the first tokens that end at offsets or behind them, or the one after the speech's last.

        Parameters
        ----------
        rows : array of int, shape (k,)
            Of ``bounds``: the speeches.
        offsets : array of int, shape (k,)
            Into their sources.

        Returns
        -------
        array of int64, shape (k,)
        """
        import numpy as np

        low, high = self.bounds[rows].T
        if len(rows) * _MANY < len(self.codes):
            return _bisect(self.ends, offsets, low, high)
        table, shifts = self._ending
        at = offsets + (shifts[rows] - 1)
        found = table.take(at, mode="clip") if len(table) else low
        # What is asked of a place before a speech, or behind it, has found a token of another.
        reached: Array = np.clip(np.where(at < len(table), found, high), low, high)
        return reached

    def _after(self, rows: Array, offsets: Array) -> Array:
        """The tokens behind the last that start before offsets."""
        import numpy as np

        found = self.first_ending_at(rows, offsets)
        starts = self.starts[np.minimum(found, len(self.codes) - 1)] if len(self.codes) else offsets
        after: Array = found + ((found < self.bounds[rows, 1]) & (starts < offsets))
        return after

    def first_starting_at(self, rows: Array, offsets: Array) -> Array:
        """Return the first tokens that start at offsets or behind them; see `first_ending_at`."""
        return _bisect(self.starts, offsets, *self.bounds[rows].T)

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
    def words(self) -> tuple[tuple[Array, Array], ...]:
        """For each part which of its tokens are words, ascending, and how many stand before each and before the end.

        Two arrays of int32, shapes (number of words,) and (n + 1,).
        """
        import numpy as np

        found = []
        for part in self.parts:
            flags = self.is_word[part.rows][part.codes]
            before = np.zeros(len(flags) + 1, np.int32)
            np.cumsum(flags, out=before[1:])
            found.append((np.flatnonzero(flags).astype(np.int32), before))
        return tuple(found)

    @cached_property
    def sentence_ends(self) -> tuple[Array, ...]:
        """The tokens of each part with which a sentence ends, ascending."""
        return self._with(SENTENCE_ENDS)

    @cached_property
    def paragraph_ends(self) -> tuple[Array, ...]:
        """The tokens of each part with which a paragraph ends, ascending."""
        return self._with(PARAGRAPH_ENDS)

    def _with(self, marks: str) -> tuple[Array, ...]:
        import numpy as np

        ends = self.holding(marks)
        return tuple(np.flatnonzero(ends[part.rows][part.codes]) for part in self.parts)

    def holding(self, marks: str) -> Array:
        """Return for each word of the vocabulary whether it has one of these marks in it, shape (v,)."""
        import numpy as np

        wanted = frozenset(marks)
        # A word that is all letters, as nearly all are, needs no closer look.
        found = (not word.isalnum() and not wanted.isdisjoint(word) for word in self.vocabulary)
        return np.fromiter(found, dtype=bool, count=len(self.vocabulary))

    @cached_property
    def number_of_words(self) -> int:
        """How many tokens are words."""
        return int(self.counts[self.is_word].sum())

    @cached_property
    def sizes(self) -> Array:
        """How many words each speech has, shape (number of speeches,)."""
        import numpy as np

        found = [np.empty(0, np.int64)]
        for part, (_, before) in zip(self.parts, self.words, strict=True):
            found.append((before[part.bounds[:, 1]] - before[part.bounds[:, 0]]).astype(np.int64))
        return np.concatenate(found)

    @cached_property
    def by_speech(self) -> Any:
        """How often each word stands in each speech: a sparse array, shape (v, number of speeches)."""
        import numpy as np
        from scipy.sparse import csr_array, hstack

        found = [csr_array((len(self.vocabulary), 0), dtype=np.int32)]
        for part in self.parts:
            codes = part.codes if part.is_whole else part.codes[part.inside()]
            speech = np.repeat(np.arange(len(part.bounds), dtype=np.int32), np.diff(part.bounds)[:, 0])
            cells = np.ones(len(codes), np.int32), (part.rows[codes], speech)
            found.append(csr_array(cells, shape=(len(self.vocabulary), len(part.bounds))))
        return hstack(found, format="csr")

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
            rows = part.rows_of(hits.speech[first:last])
            begin = part.first_ending_at(rows, hits.start[first:last] + 1)
            yield part, numbers, begin, part._after(rows, hits.end[first:last])


# Where one token in so many is asked for, a table of all is worth its while.
_MANY = 64


def _bisect(values: Array, wanted: Array, low: Array, high: Array) -> Array:
    """Return, each within bounds of its own, the first places whose values are not below those wanted."""
    import numpy as np

    while (low < high).any():
        middle = (low + high) // 2
        # Where the search is over, the place looked at may be one behind the last.
        below = (values[np.minimum(middle, len(values) - 1)] < wanted) & (low < high)
        low = np.where(below, middle + 1, low)
        high = np.where(below, high, middle)
    return low
