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

from ..segment import words
from ..speeches import Speech

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .index import Hits, Index
    from .store import Stored

    Array = NDArray[Any]

__all__ = [
    "CHARACTERS",
    "SEGMENTER",
    "Part",
    "Tokens",
    "characters_in",
    "characters_of_store",
    "tokens_in",
    "tokens_of_store",
]

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
            speeches = hits.speech[first:last]
            begin = np.empty(last - first, np.int64)
            finish = np.empty(last - first, np.int64)
            edges = [0, *(np.flatnonzero(np.diff(speeches)) + 1), len(speeches)]
            for low, high in pairwise(edges):
                place = int(np.searchsorted(part.speeches, speeches[low]))
                left, right = part.bounds[place]
                own = slice(first + low, first + high)
                begin[low:high] = left + np.searchsorted(part.ends[left:right], hits.start[own], "right")
                finish[low:high] = left + np.searchsorted(part.starts[left:right], hits.end[own], "left")
            yield part, numbers, begin, finish


def tokens_in(speeches: Sequence[Speech], segmenter: str = SEGMENTER) -> Tokens:
    """Cut speeches that no index knows.

    Parameters
    ----------
    speeches : sequence of Speech
    segmenter : str
        See `xuncha_nlp.segment.tokenize`.
    """
    import numpy as np

    rows: dict[str, int] = {}
    codes: list[int] = []
    bounds: list[tuple[int, int]] = []
    starts: list[Array] = []
    ends: list[Array] = []
    for speech in speeches:
        read = speech.reading or speech
        found = words(read.text, segmenter)
        begin = len(codes)
        codes += [rows.setdefault(word, len(rows)) for word in found]
        bounds.append((begin, len(codes)))
        end = np.cumsum([len(word) for word in found], dtype=np.int32) + np.int32(read.start)
        start = np.concatenate([np.array([read.start], np.int32), end])[: len(end)]
        if speech.gaps:
            start, end = speech.gaps.starts(start), speech.gaps.starts(end - 1) + 1
        starts.append(start)
        ends.append(end)
    none = np.empty(0, np.int32)
    spans = np.concatenate([none, *starts]), np.concatenate([none, *ends])
    part = Part(
        np.arange(len(bounds), dtype=np.int32),
        np.array(bounds, np.int64).reshape(-1, 2),
        np.array(codes, np.int32),
        np.arange(len(rows), dtype=np.int32),
        lambda: spans,
    )
    return Tokens(segmenter, tuple(rows), (part,))


def characters_in(speeches: Sequence[Speech]) -> Tokens:
    """Return the characters of speeches that no index knows, as tokens."""
    import numpy as np

    codes = [np.empty(0, np.uint32)]
    starts = [np.empty(0, np.int32)]
    bounds: list[tuple[int, int]] = []
    for speech in speeches:
        read = speech.reading or speech
        own = np.frombuffer(read.text.encode("utf-32-le", "surrogatepass"), "<u4")
        begin = bounds[-1][1] if bounds else 0
        bounds.append((begin, begin + len(own)))
        start = np.arange(read.start, read.start + len(own), dtype=np.int32)
        codes.append(own)
        starts.append(speech.gaps.starts(start) if speech.gaps else start)
    found = np.concatenate(codes).astype(np.int64)
    start = np.concatenate(starts)
    part = Part(
        np.arange(len(bounds), dtype=np.int32),
        np.array(bounds, np.int64).reshape(-1, 2),
        found,
        np.arange(int(found.max(initial=-1)) + 1, dtype=np.int32),
        lambda: (start, start + 1),
    )
    return Tokens(CHARACTERS, _Characters(len(part.rows)), (part,))


def characters_of_store(stored: Stored) -> Tokens:
    """Return the characters of the speeches chosen of a corpus directory, as its indexes have them."""
    import numpy as np

    parts = []
    size = 0
    for index, places in _chosen(stored):
        chosen = places >= 0
        size = max(size, int(index.text.max(initial=0)) + 1)

        def spans(index: Index = index) -> tuple[Array, Array]:
            start = index.offsets(np.arange(len(index.text)))
            return start, start + 1

        bounds = index.speeches[chosen].astype(np.int64)
        parts.append(Part(places[chosen], bounds, index.text, np.arange(size, dtype=np.int32), spans))
    return Tokens(CHARACTERS, _Characters(size), tuple(parts))


class _Characters(Sequence[str]):
    """All characters up to a code point, as a vocabulary."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, code: Any) -> Any:
        return (
            list(map(chr, range(self._size)[code]))
            if isinstance(code, slice)
            else chr(range(self._size)[code])
        )


def _chosen(stored: Stored) -> Iterator[tuple[Index, Array]]:
    """Yield the index of each shard with the place of each of its speeches among those chosen, or -1."""
    import numpy as np

    store = stored.store
    place = np.arange(len(store), dtype=np.int32)
    if stored.chosen is not None:
        place = np.full(len(store), -1, np.int32)
        place[stored.chosen] = np.arange(len(stored.chosen), dtype=np.int32)
    first = 0
    for number, shard in enumerate(store.manifest.shards):
        yield store.index(number), place[first : first + shard.rows["speeches"]]
        first += shard.rows["speeches"]


def tokens_of_store(stored: Stored) -> Tokens:
    """Return the tokens of the speeches chosen of a corpus directory; its indexes are mapped, not read."""
    import numpy as np

    rows: dict[str, int] = {}
    parts = []
    for number, (index, places) in enumerate(_chosen(stored)):
        chosen = places >= 0
        bounds = np.searchsorted(index.tokens[:, 0], index.speeches[chosen]).astype(np.int64)
        vocabulary = stored.store.words(number)

        def spans(index: Index = index) -> tuple[Array, Array]:
            return index.offsets(index.tokens[:, 0]), index.offsets(index.tokens[:, 1] - 1) + 1

        numbers = np.fromiter(
            (rows.setdefault(word, len(rows)) for word in vocabulary), np.int32, count=len(vocabulary)
        )
        parts.append(Part(places[chosen], bounds, index.words, numbers, spans))
    return Tokens(stored.store.manifest.segmenter, tuple(rows), tuple(parts))
