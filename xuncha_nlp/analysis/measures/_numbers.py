"""Arithmetic that gives nan, and neither a warning nor an infinity, where a value is not defined."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def floats(*values: ArrayLike) -> tuple[Floats, ...]:
    """Return the values as arrays of float64 of one shape."""
    return tuple(np.broadcast_arrays(*(np.asarray(value, np.float64) for value in values)))


def order_by(numbers: ArrayLike) -> NDArray[np.intp]:
    """Return the order of numbers from 0 on, the earlier first of those that are equal.

    By 16 bits at a time, which NumPy sorts by counting: many times as fast as by comparing.
    """
    a = np.asarray(numbers, np.int64)
    digits = [a & 0xFFFF]
    while int(a.max(initial=0)) > 0xFFFF:  # noqa: PLR2004 (as above)
        a = a >> 16
        digits.append(a & 0xFFFF)
    return np.lexsort([digit.astype(np.uint16) for digit in digits])


def divide(above: ArrayLike, below: ArrayLike) -> Floats:
    """Divide; nan where the divisor is nought or either is not finite."""
    a, b = floats(above, below)
    usable = np.isfinite(a) & np.isfinite(b) & (b != 0)
    found: Floats = np.divide(a, b, out=np.full(a.shape, np.nan), where=usable)
    return found


def log2(values: ArrayLike) -> Floats:
    """Return the binary logarithm; nan where there is none."""
    (a,) = floats(values)
    return np.log2(a, out=np.full(a.shape, np.nan), where=a > 0)


def entropic(observed: ArrayLike, expected: ArrayLike) -> Floats:
    """Return ``observed × ln(observed / expected)``, which is 0 where nothing is observed."""
    o, e = floats(observed, expected)
    both = (o > 0) & (e > 0)
    ratio = np.divide(o, e, out=np.ones(o.shape), where=both)
    return np.where(both | (o == 0), o * np.log(ratio), np.nan)


def root(values: ArrayLike) -> Floats:
    """Return the square root; nan of what is negative."""
    (a,) = floats(values)
    return np.sqrt(a, out=np.full(a.shape, np.nan), where=a >= 0)
