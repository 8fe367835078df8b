"""The counts of words by part, dense or sparse, as the cells that are not nought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._numbers import Floats, divide

__all__ = ["Counts", "Spread", "spread"]


class Sparse(Protocol):
    shape: tuple[int, ...]

    def tocsr(self) -> Any:
        """Return the matrix in rows."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The cells that are not nought, word by word; ``missing`` makes a word's value nan."""

    word: NDArray[np.intp]
    part: NDArray[np.intp]
    v: Floats
    s: Floats
    l: Floats  # noqa: E741
    total: Floats
    missing: NDArray[np.bool_]
    shape: tuple[int, ...]

    def sum(self, values: Floats) -> Floats:
        """Add up what each cell has, word by word."""
        return np.bincount(self.word, values, minlength=len(self.total)).astype(np.float64)

    @property
    def share(self) -> Floats:
        """The share of its word that a cell has."""
        return divide(self.v, self.total[self.word])

    @property
    def rate(self) -> Floats:
        return divide(self.v, self.l[self.part])

    def done(self, values: Floats) -> Floats:
        return np.where(self.missing, np.nan, values).reshape(self.shape)


Counts = ArrayLike | Sparse | Spread


def spread(counts: Counts, sizes: ArrayLike) -> Spread:
    """Return the cells of counts; what is spread already, for several measures of the same counts, as it is."""
    if isinstance(counts, Spread):
        return counts
    lengths = np.asarray(sizes, np.float64)
    if isinstance(counts, np.ndarray) or not hasattr(counts, "tocsr"):
        dense = np.asarray(counts, np.float64)
        shape = dense.shape
        matrix = np.atleast_2d(dense)
        word, part = np.nonzero(matrix)
        v, words, width = matrix[word, part], matrix.shape[0], matrix.shape[-1]
    else:
        rows = counts.tocsr()
        if not rows.has_canonical_format:
            rows = rows.copy()
            rows.sum_duplicates()
        cells = rows.tocoo()
        shape, (words, width) = rows.shape, rows.shape
        some = cells.data != 0
        word, part, v = cells.row[some], cells.col[some], cells.data[some].astype(np.float64)
    if lengths.shape != (width,):
        raise ValueError(f"{width} counts a word, but sizes of shape {lengths.shape}")
    if (v < 0).any() or (lengths < 0).any():
        raise ValueError("counts and sizes cannot be negative")
    total = np.bincount(word, v, minlength=words).astype(np.float64)
    # A word in a part of no size is a contradiction: no value is right.
    nowhere = np.bincount(word, lengths[part] == 0, minlength=words) > 0
    missing = (total == 0) | nowhere | (np.count_nonzero(lengths) < 2)  # noqa: PLR2004
    s = divide(lengths, lengths.sum())
    return Spread(word, part, v, s, lengths, total, missing, shape[:-1])
