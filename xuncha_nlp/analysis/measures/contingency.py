"""The cells of 2×2 tables: what was counted, and what independence lets expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ._numbers import Floats, divide, floats

__all__ = ["Table", "table"]


@dataclass(frozen=True, slots=True)
class Table:
    """The observed and the expected cells of 2×2 tables, each an array of one shape.

    Parameters
    ----------
    o11, o12, o21, o22 : array of float
        Counts; nan in tables that cannot be, since a cell of theirs would be negative.
    e11, e12, e21, e22 : array of float
        What independence lets expect, ``row · column / N``; nan where N is nought.
    """

    o11: Floats
    o12: Floats
    o21: Floats
    o22: Floats
    e11: Floats
    e12: Floats
    e21: Floats
    e22: Floats


def table(o11: ArrayLike, f1: ArrayLike, f2: ArrayLike, n: ArrayLike, *, window: float = 1) -> Table:
    """Return the cells of the tables.

    Parameters
    ----------
    o11 : array_like, shape (m,)
        How often the collocate stands near the node.
    f1, f2 : array_like, shape (m,) or ()
        How often node and collocate stand in the corpus.
    n : array_like, shape (m,) or ()
        Tokens of the corpus.
    window : float
        Words in a window, see `xuncha_nlp.analysis.measures.association`.

    Returns
    -------
    Table

    Examples
    --------
    >>> cells = table(30, 100, 60, 1000)
    >>> [float(cell) for cell in (cells.o11, cells.o12, cells.o21, cells.o22, cells.e11)]
    [30.0, 70.0, 30.0, 870.0, 6.0]
    """
    both, row, column, total = floats(o11, np.multiply(f1, window), f2, n)
    cells = np.stack([both, row - both, column - both, total - row - column + both])
    # Windows make products of fractions: what is below nought by rounding alone is nought.
    cells = np.where(np.abs(cells) < 1e-9 * np.maximum(total, 1), 0, cells)
    cells = np.where((cells >= 0).all(axis=0), cells, np.nan)
    rows, columns = (row, total - row), (column, total - column)
    return Table(*cells, *(divide(r * c, total) for r in rows for c in columns))
