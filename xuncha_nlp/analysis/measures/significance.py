"""How improbable a G² or χ² is, and what is left of it when thousands of words are tested at once."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from ._numbers import Floats

__all__ = ["adjust", "p_value"]

Correction = Literal["benjamini-hochberg", "bonferroni", "holm", "none"]


def p_value(statistic: ArrayLike) -> Floats:
    """Return the probability of a G² or χ² at least so large, by χ² with one degree of freedom.

    Parameters
    ----------
    statistic : array_like, shape (m,)
        Its sign is disregarded.

    Returns
    -------
    array of float, shape (m,)
        0 to 1; nan of nan.

    Examples
    --------
    >>> p_value([0, 3.841459, -3.841459, float("nan")]).round(4).tolist()
    [1.0, 0.05, 0.05, nan]
    """
    from scipy.special import erfc

    # A χ² with one degree of freedom is the square of a normal variable; this is four times as fast as its distribution in scipy.
    found: Floats = np.asarray(erfc(np.sqrt(np.abs(np.asarray(statistic, np.float64)) / 2)), np.float64)
    return found


def adjust(p: ArrayLike, method: Correction = "benjamini-hochberg") -> Floats:
    """Correct p-values for there being many of them.

    Parameters
    ----------
    p : array_like, shape (m,)
        0 to 1; those that are nan are no tests: they stay nan and do not count.
    method : {"benjamini-hochberg", "bonferroni", "holm", "none"}
        The first bounds the share of false discoveries among those found; Bonferroni and Holm the probability
        that there is any, Holm with the greater power.

    Returns
    -------
    array of float, shape (m,)

    Raises
    ------
    ValueError
        A p-value is not between 0 and 1, or the method is unknown.

    References
    ----------
    Benjamini, Y. and Y. Hochberg. 1995. “Controlling the false discovery rate”. *Journal of the Royal
    Statistical Society B* 57(1), 289–300.
    Holm, S. 1979. “A simple sequentially rejective multiple test procedure”. *Scandinavian Journal of
    Statistics* 6(2), 65–70.

    Examples
    --------
    >>> p = [0.01, 0.04, 0.03, float("nan")]
    >>> adjust(p).round(4).tolist()
    [0.03, 0.04, 0.04, nan]
    >>> adjust(p, "holm").round(4).tolist(), adjust(p, "bonferroni").round(4).tolist()
    ([0.03, 0.06, 0.06, nan], [0.03, 0.12, 0.09, nan])
    """
    found = np.array(p, np.float64, ndmin=1)
    tested = ~np.isnan(found)
    found[tested] = _adjusted(found[tested], method)
    return found.reshape(np.shape(p))


def _adjusted(p: Floats, method: Correction) -> Floats:
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p-value is between 0 and 1")
    if method == "none" or not len(p):
        return p
    if method == "benjamini-hochberg":
        from scipy.stats import false_discovery_control

        return np.asarray(false_discovery_control(p), np.float64)
    if method == "bonferroni":
        return np.minimum(p * len(p), 1)
    if method == "holm":
        order = np.argsort(p, kind="stable")
        stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
        adjusted = np.empty_like(p)
        adjusted[order] = np.minimum(stepped, 1)
        return adjusted
    raise ValueError(f"unknown method {method!r}")
