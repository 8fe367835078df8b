"""How far a rate can be trusted: confidence intervals for counts over sizes.

Both intervals take each occurrence to come independently of the others. Formulae do not: they come in
clusters, a whole section on one of them. An interval is therefore rather too narrow than too wide.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ._numbers import Floats, divide, floats, root

__all__ = ["poisson_interval", "rate", "wilson_interval"]

PER = 10_000


def rate(counts: ArrayLike, sizes: ArrayLike, *, per: float = PER) -> Floats:
    """Return how often a word stands in so many characters, ``per · count / size``.

    Parameters
    ----------
    counts, sizes : array_like, shape (m,)
        Occurrences, and the characters or tokens they were counted in.
    per : float
        The unit of the rate.

    Returns
    -------
    array of float, shape (m,)
        nan where the size is nought.

    Examples
    --------
    >>> rate([3, 0, 0], [6_000, 4_000, 0]).tolist()
    [5.0, 0.0, nan]
    """
    count, size = floats(counts, sizes)
    return divide(per * count, size)


def poisson_interval(
    counts: ArrayLike, sizes: ArrayLike, *, per: float = PER, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the exact interval of a Poisson rate.

    ``½ χ²(α/2; 2k)`` and ``½ χ²(1 − α/2; 2k + 2)`` with k the count, as rates.

    Parameters
    ----------
    counts, sizes : array_like, shape (m,)
        See `rate`.
    per : float
        The unit of the rate.
    level : float
        1 − α.

    Returns
    -------
    low, high : array of float, shape (m,)
        Low is 0 for a count of 0; both nan where the size is nought or a count negative.

    Raises
    ------
    ValueError
        The level is not between 0 and 1.

    References
    ----------
    Garwood, F. 1936. “Fiducial limits for the Poisson distribution”. *Biometrika* 28(3/4), 437–442.

    Examples
    --------
    >>> low, high = poisson_interval([0, 10], [10_000, 10_000])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 4.795], [3.689, 18.39])
    """
    from scipy.special import gammaincinv

    _check(level)
    tail = (1 - level) / 2
    count, size = floats(counts, sizes)
    usable = (count >= 0) & (size > 0)
    # A quantile of χ² with 2k degrees of freedom is twice one of the gamma distribution of shape k.
    k = np.where(usable, count, 0)
    low = np.where(k > 0, gammaincinv(np.maximum(k, 1e-300), tail), 0)
    ends = (np.where(usable, per * end, np.nan) for end in (low, gammaincinv(k + 1, 1 - tail)))
    low, high = (divide(end, size) for end in ends)
    return low, high


def wilson_interval(
    counts: ArrayLike, sizes: ArrayLike, *, per: float = 1, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return Wilson's score interval of a share.

    ``(p + z²/2n ± z · √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)``

    Parameters
    ----------
    counts, sizes : array_like, shape (m,)
        How many have the property, of how many: speeches with a formula, of all speeches.
    per : float
        The unit of the share: 1, or 100 for per cent.
    level : float
        1 − α.

    Returns
    -------
    low, high : array of float, shape (m,)
        Between 0 and ``per``; nan where the size is nought or the count not between 0 and it.

    Raises
    ------
    ValueError
        The level is not between 0 and 1.

    References
    ----------
    Wilson, E. B. 1927. “Probable inference, the law of succession, and statistical inference”. *Journal of the
    American Statistical Association* 22(158), 209–212.

    Examples
    --------
    >>> low, high = wilson_interval([0, 5], [10, 10])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.0, 0.2366], [0.2775, 0.7634])
    """
    from scipy.special import ndtri

    _check(level)
    z = float(ndtri((1 + level) / 2))
    count, size = floats(counts, sizes)
    possible = (count >= 0) & (count <= size)
    p = divide(np.where(possible, count, np.nan), size)
    middle = p + divide(z * z / 2, size)
    reach = z * root(divide(p * (1 - p), size) + divide(z * z / 4, size * size))
    whole = 1 + divide(z * z, size)
    low, high = divide(middle - reach, whole), divide(middle + reach, whole)
    # At either end the bound is exact; rounding would leave it a little beside.
    low = np.where(count == 0, np.minimum(low, 0), np.maximum(low, 0))
    high = np.where(count == size, np.maximum(high, 1), np.minimum(high, 1))
    return per * np.clip(low, 0, 1), per * np.clip(high, 0, 1)


def _check(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError("the level is between 0 and 1")
