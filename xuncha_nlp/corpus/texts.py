"""The texts of a corpus as they are read, laid end to end, for whatever looks for more than a phrase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..sources import fold
from ..speeches import Speech

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .index import Index

    Array = NDArray[Any]

__all__ = ["Texts", "texts_in", "texts_of_index"]

# Stands between two speeches.
_BETWEEN = "\0"


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of some successive speeches. A position is a place in all of them together.

    Parameters
    ----------
    speeches : array of int32, shape (m,)
        The places of the speeches in the corpus, ascending.
    bounds : array of int64, shape (m, 2)
        Where each begins and ends. What lies between two is no part of the corpus.
    read : callable
        Returns the text between two positions, folded or not.
    find : callable
        Returns the positions of a phrase, ascending, the width of punctuation and digits making no difference.
    offsets : callable
        Returns the offsets into their sources of ascending positions.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> part, = Corpus.from_texts({"a": "部署整改。", "b": "验收整改（一）。"}).texts
    >>> part.bounds.tolist(), part.find("整改").tolist(), part.offsets(part.find("整改")).tolist()
    ([[0, 5], [6, 14]], [2, 8], [2, 2])
    >>> part.read(10, 13, False), part.read(10, 13, True)
    ('（一）', '(一)')
    """

    speeches: Array
    bounds: Array
    read: Callable[[int, int, bool], str]
    find: Callable[[str], Array]
    offsets: Callable[[Array], Array]

    def speech_of(self, positions: Array) -> Array:
        """Return the number of the speech of each position, a row of ``bounds``, or -1."""
        import numpy as np

        if not len(self.bounds):
            return np.full(len(positions), -1, np.int64)
        found = np.searchsorted(self.bounds[:, 0], positions, "right") - 1
        return np.where((found >= 0) & (positions < self.bounds[found, 1]), found, -1)


def texts_in(speeches: Sequence[Speech]) -> Texts:
    """Return the texts of speeches that no index knows."""
    import numpy as np

    read = [speech.reading or speech for speech in speeches]
    lengths = np.array([each.end - each.start for each in read], np.int64)
    begins = np.cumsum(lengths + len(_BETWEEN)) - lengths - len(_BETWEEN)
    text = _BETWEEN.join(each.text for each in read)
    folded = fold(text)

    def offsets(positions: Array) -> Array:
        own = np.searchsorted(begins, positions, "right") - 1
        found = np.empty(len(positions), np.int32)
        for number in np.unique(own).tolist():
            here = own == number
            back = positions[here] - begins[number] + read[number].start
            gaps = speeches[number].gaps
            found[here] = gaps.starts(back) if gaps else back
        return found

    return Texts(
        np.arange(len(speeches), dtype=np.int32),
        np.stack([begins, begins + lengths], axis=1).astype(np.int64),
        lambda start, end, fold: (folded if fold else text)[start:end],
        lambda phrase: np.fromiter(_positions(folded, fold(phrase)), np.int64),
        offsets,
    )


def texts_of_index(index: Index, places: Array) -> Texts:
    """Return the texts of a shard's speeches that have a place in the corpus, those of the others being -1."""
    import numpy as np

    chosen = places >= 0
    return Texts(
        places[chosen], index.speeches[chosen].astype(np.int64), index.read, index.find, index.offsets
    )


def _positions(text: str, phrase: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + 1)
