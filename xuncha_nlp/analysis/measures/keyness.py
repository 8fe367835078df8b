"""What is key in one corpus against another: measures of difference between two frequencies.

All functions take four numbers, or arrays that go together::

    target, reference              how often the word stands in either corpus
    target_size, reference_size    how many tokens (or characters) either corpus has

Statistics of significance (G², χ², BIC) say how sure a difference is, measures of effect (log ratio,
%DIFF, odds ratio, simple maths) how large: a table of key words shows one of each. Probabilities are those of `significance`. A value that is not
defined is nan, never an infinity and never a warning; what stands in for a frequency of nought is said for
each measure. Frequencies above the size of their corpus give nan.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from . import association
from ._numbers import Floats, divide, entropic, floats, log2

__all__ = [
    "bic",
    "chi_squared",
    "log_likelihood",
    "log_ratio",
    "odds_ratio",
    "percent_difference",
    "simple_maths",
]

# What stands in for a frequency of nought in the log ratio, and is added to all cells in the odds ratio.
_HALF = 0.5


def log_likelihood(
    target: ArrayLike,
    reference: ArrayLike,
    target_size: ArrayLike,
    reference_size: ArrayLike,
    *,
    cells: Literal[2, 4] = 4,
    signed: bool = True,
) -> Floats:
    """Return the log-likelihood G² of the difference.

    ``E = size · (target + reference) / (target_size + reference_size)`` for either corpus.

    Parameters
    ----------
    target, reference : array_like, shape (m,)
        Frequencies.
    target_size, reference_size : array_like, shape (m,) or ()
        Sizes of the corpora.
    cells : {2, 4}
        4: ``2 · Σ O · ln(O / E)`` over the whole table, words that are not the one in question included; that is
        the likelihood ratio of Dunning 1993. 2: over the two frequencies alone, as Rayson and Garside 2000
        and Wmatrix do; the two agree where the word is rare.
    signed : bool
        Give what is more frequent in the reference a minus.

    Returns
    -------
    array of float, shape (m,)
        Asymptotically χ² with one degree of freedom: 3.84 for p = 0.05, 15.13 for p = 0.0001. 0 for a word in
        neither corpus, nan where a corpus is empty.

    References
    ----------
    Rayson, P. and R. Garside. 2000. “Comparing corpora using frequency profiling”. *Proceedings of the Workshop
    on Comparing Corpora, ACL 2000*, 1–6.
    Dunning, T. 1993. “Accurate methods for the statistics of surprise and coincidence”. *Computational
    Linguistics* 19(1), 61–74.

    Examples
    --------
    >>> round(float(log_likelihood(30, 10, 1000, 1000, cells=2)), 4)
    10.465
    >>> log_likelihood([30, 10], [10, 30], 1000, 1000).round(4).tolist()
    [10.669, -10.669]
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    e1, e2 = divide(c * (a + b), c + d), divide(d * (a + b), c + d)
    found = entropic(a, e1) + entropic(b, e2)
    if cells == 4:  # noqa: PLR2004
        found = found + entropic(c - a, c - e1) + entropic(d - b, d - e2)
    # What cancels is a little below nought at times; an empty corpus is no corpus to compare with.
    found = np.where((c > 0) & (d > 0), 2 * np.maximum(found, 0), np.nan)
    return np.where(a < e1, -found, found) if signed else found


def chi_squared(
    target: ArrayLike,
    reference: ArrayLike,
    target_size: ArrayLike,
    reference_size: ArrayLike,
    *,
    yates: bool = False,
    signed: bool = True,
) -> Floats:
    """Return Pearson's χ² of the difference, ``Σ (O − E)² / E`` over the four cells.

    Parameters
    ----------
    target, reference, target_size, reference_size
        See `log_likelihood`.
    yates : bool
        Correct for continuity.
    signed : bool
        Give what is more frequent in the reference a minus.

    Returns
    -------
    array of float, shape (m,)
        χ² with one degree of freedom; nan for a word in neither corpus, or where a corpus is empty.

    References
    ----------
    As for `xuncha_nlp.analysis.measures.association.chi_squared`.

    Examples
    --------
    >>> round(float(chi_squared(30, 10, 1000, 1000)), 4)
    10.2041
    >>> round(float(chi_squared(30, 10, 1000, 1000, yates=True)), 4)
    9.2092
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    return association.chi_squared(a, a + b, c, c + d, yates=yates, signed=signed)


def log_ratio(
    target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
) -> Floats:
    """Return the log ratio, ``log2((target / target_size) / (reference / reference_size))``.

    A frequency of nought is taken as 0.5, as Hardie proposes.

    Parameters
    ----------
    target, reference, target_size, reference_size
        See `log_likelihood`.

    Returns
    -------
    array of float, shape (m,)
        1: twice as frequent, 2: four times, −1: half as frequent; nan for a word in neither corpus.

    References
    ----------
    Hardie, A. 2014. “Log Ratio: an informal introduction”. ESRC Centre for Corpus Approaches to Social Science.

    Examples
    --------
    >>> log_ratio([40, 10, 8, 0], [10, 10, 0, 0], 1000, 1000).tolist()
    [2.0, 0.0, 4.0, nan]
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    neither = (a == 0) & (b == 0)
    a, b = np.where(a == 0, _HALF, a), np.where(b == 0, _HALF, b)
    return np.where(neither, np.nan, log2(divide(a * d, b * c)))


def percent_difference(
    target: ArrayLike,
    reference: ArrayLike,
    target_size: ArrayLike,
    reference_size: ArrayLike,
    *,
    zero: float | None = None,
) -> Floats:
    """Return %DIFF, ``100 · (t − r) / r`` with t and r the frequencies per token.

    Parameters
    ----------
    target, reference, target_size, reference_size
        See `log_likelihood`.
    zero : float, optional
        What stands in for r where it is nought; the authors take 1e-18, which makes enormous values
        that only say “not in the reference”. nan by default.

    Returns
    -------
    array of float, shape (m,)
        Per cent, from −100 (not in the target).

    References
    ----------
    Gabrielatos, C. and A. Marchi. 2011. “Keyness: matching metrics to definitions”. Corpus Linguistics in the
    South 1, University of Portsmouth.

    Examples
    --------
    >>> percent_difference([40, 5, 0, 3], [10, 10, 10, 0], 1000, 1000).tolist()
    [300.0, -50.0, -100.0, nan]
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    t, r = divide(a, c), divide(b, d)
    below = r if zero is None else np.where(r == 0, zero, r)
    return divide(100 * (t - r), below)


def simple_maths(
    target: ArrayLike,
    reference: ArrayLike,
    target_size: ArrayLike,
    reference_size: ArrayLike,
    *,
    k: float = 1,
    per: float = 1_000_000,
) -> Floats:
    """Return the keyness of simple maths, ``(t + k) / (r + k)`` with t and r per million.

    Parameters
    ----------
    target, reference, target_size, reference_size
        See `log_likelihood`.
    k : float
        Above 0. The larger, the more frequent the words that come first: 1 brings up rare ones, 100 or 1000
        common ones.
    per : float
        The unit of the frequencies.

    Returns
    -------
    array of float, shape (m,)
        Above 1 for what is more frequent in the target; 1 for a word in neither corpus.

    Raises
    ------
    ValueError
        k is not above 0.

    References
    ----------
    Kilgarriff, A. 2009. “Simple maths for keywords”. *Proceedings of Corpus Linguistics 2009*, Liverpool.

    Examples
    --------
    >>> simple_maths([40, 40], [10, 0], 1_000_000, 1_000_000, k=10).round(4).tolist()
    [2.5, 5.0]
    """
    if not k > 0:
        raise ValueError("k must be above 0")
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    return divide(per * divide(a, c) + k, per * divide(b, d) + k)


def odds_ratio(
    target: ArrayLike, reference: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike
) -> Floats:
    """Return the odds ratio, ``(a / (c − a)) / (b / (d − b))``.

    In a table with a cell of nought 0.5 is added to all four cells (Haldane 1956, Anscombe 1956).

    Parameters
    ----------
    target, reference, target_size, reference_size
        a, b, c, d; see `log_likelihood`.

    Returns
    -------
    array of float, shape (m,)
        Above 1 for what is more frequent in the target; nan for a word in neither corpus.

    References
    ----------
    Pojanapunya, P. and R. Watson Todd. 2018. “Log-likelihood and odds ratio: Keyness statistics for different
    purposes of keyword analysis”. *Corpus Linguistics and Linguistic Theory* 14(1), 133–167.
    Haldane, J. B. S. 1956. “The estimation and significance of the logarithm of a ratio of frequencies”.
    *Annals of Human Genetics* 20(4), 309–311.

    Examples
    --------
    >>> round(float(odds_ratio(20, 10, 100, 100)), 4)
    2.25
    >>> round(float(odds_ratio(20, 0, 100, 100)), 4)
    51.1863
    """
    a, b, c, d = _checked(target, reference, target_size, reference_size)
    cells = np.stack([a, c - a, b, d - b])
    cells = np.where((cells == 0).any(axis=0), cells + _HALF, cells)
    neither = (a + b == 0) | (c == 0) | (d == 0)
    return np.where(neither, np.nan, divide(cells[0] * cells[3], cells[1] * cells[2]))


def bic(statistic: ArrayLike, target_size: ArrayLike, reference_size: ArrayLike) -> Floats:
    """Return the approximate Bayesian information criterion, ``G² − ln(target_size + reference_size)``.

    Parameters
    ----------
    statistic : array_like, shape (m,)
        G², its sign disregarded.
    target_size, reference_size : array_like
        Sizes of the corpora.

    Returns
    -------
    array of float, shape (m,)
        Evidence against the two being alike: above 10 very strong, 6 to 10 strong, 2 to 6 positive, 0 to 2 not
        worth a mention, below 0 for their being alike.

    References
    ----------
    Wilson, A. 2013. “Embracing Bayes factors for key item analysis in corpus linguistics”. In Bieswanger and
    Koll-Stobbe (eds), *New Approaches to the Study of Linguistic Variability*, 3–11.

    Examples
    --------
    >>> round(float(bic(20, 5_000, 5_000)), 4)
    10.7897
    """
    found, c, d = floats(statistic, target_size, reference_size)
    total = c + d
    return np.abs(found) - np.log(total, out=np.full(total.shape, np.nan), where=total > 0)


def _checked(*values: ArrayLike) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the four as arrays; nan in both frequencies where one of them cannot be."""
    a, b, c, d = floats(*values)
    possible = (a >= 0) & (b >= 0) & (a <= c) & (b <= d)
    return np.where(possible, a, np.nan), np.where(possible, b, np.nan), c, d
