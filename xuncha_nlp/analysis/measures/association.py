"""How strongly two words attract each other: measures of collocation over the cells of a 2×2 table.

The table of a node and a collocate::

                  collocate    other words
    near node        O11           O12         R1 = window · f1
    elsewhere        O21           O22         R2 = N − R1
                     C1 = f2       C2          N

All functions take ``o11, f1, f2, n``, numbers or arrays that go together, and give an array of that shape.
A value that is not defined is nan, never an infinity and never a warning: a logarithm of nought
(``o11 = 0`` in MI, MI3 and logDice), a division by nought, or cells that no table can have (a negative one).

Window
------
Where a node owns a window of several words, it has more than one chance to meet its collocate. Evert 2008
therefore takes as expected frequency ``E11 = k · f1 · f2 / N``, k being the number of words in the window (3 to
the left and 3 to the right: 6). ``window=k`` does that. Windows that overlap or are cut off at the edge of a
sentence hold fewer words than ``k · f1``: who has counted them gives that count as ``f1`` and leaves
``window`` at 1. For neighbours in a fixed place, or for co-occurrence by sentence with all four numbers
counted in sentences, ``window`` is 1 as well.

References
----------
Evert, S. 2008. “Corpora and collocations”. In Lüdeling and Kytö (eds), *Corpus Linguistics: An International
Handbook*, vol. 2, 1212–1248.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ._numbers import Floats, divide, entropic, floats, log2, root
from .contingency import Table, table

__all__ = [
    "chi_squared",
    "delta_p_backward",
    "delta_p_forward",
    "dice",
    "expected",
    "log_dice",
    "log_likelihood",
    "mutual_information",
    "mutual_information_cubed",
    "t_score",
]


def expected(f1: ArrayLike, f2: ArrayLike, n: ArrayLike, *, window: float = 1) -> Floats:
    """Return how often the words would meet by chance: ``E11 = window · f1 · f2 / N`` (Evert 2008).

    Parameters
    ----------
    f1, f2, n, window
        See `xuncha_nlp.analysis.measures.contingency.table`.

    Returns
    -------
    array of float
        A count; nan where n is nought.

    Examples
    --------
    >>> float(expected(100, 60, 1000)), float(expected(100, 60, 10_000, window=6))
    (6.0, 3.6)
    """
    row, column, total = floats(np.multiply(f1, window), f2, n)
    return divide(row * column, total)


def mutual_information(
    o11: ArrayLike, f1: ArrayLike, f2: ArrayLike, n: ArrayLike, *, window: float = 1
) -> Floats:
    """Return MI, ``log2(O11 / E11)``: how much more often than by chance. It overrates the rare.

    Parameters
    ----------
    o11, f1, f2, n, window
        See `table`.

    Returns
    -------
    array of float
        Bits; nan where the words do not meet.

    References
    ----------
    Church, K. W. and P. Hanks. 1990. “Word association norms, mutual information, and lexicography”.
    *Computational Linguistics* 16(1), 22–29.

    Examples
    --------
    Eight times as often as by chance:

    >>> float(mutual_information(8, 10, 100, 1000))
    3.0
    >>> mutual_information([8, 0], 10, 100, 1000).tolist()
    [3.0, nan]
    """
    observed = floats(o11, f1, f2, n)[0]
    return log2(divide(observed, expected(f1, f2, n, window=window)))


def mutual_information_cubed(
    o11: ArrayLike, f1: ArrayLike, f2: ArrayLike, n: ArrayLike, *, window: float = 1
) -> Floats:
    """Return MI3, ``log2(O11³ / E11)``: MI with more weight on what is frequent.

    Parameters
    ----------
    o11, f1, f2, n, window
        See `table`.

    Returns
    -------
    array of float
        Bits; nan where the words do not meet.

    References
    ----------
    Daille, B. 1994. *Approche mixte pour l'extraction automatique de terminologie*. Thèse, Université Paris 7.

    Examples
    --------
    >>> float(mutual_information_cubed(8, 10, 100, 1000))
    9.0
    """
    observed = floats(o11, f1, f2, n)[0]
    return log2(divide(observed**3, expected(f1, f2, n, window=window)))


def dice(o11: ArrayLike, f1: ArrayLike, f2: ArrayLike, *, window: float = 1) -> Floats:
    """Return the Dice coefficient, ``2 · O11 / (R1 + f2)``, which knows nothing of the size of the corpus.

    Parameters
    ----------
    o11, f1, f2, window
        See `table`.

    Returns
    -------
    array of float
        0, they never meet, to 1, they always do; nan where neither occurs.

    References
    ----------
    Dice, L. R. 1945. “Measures of the amount of ecologic association between species”. *Ecology* 26(3).

    Examples
    --------
    >>> float(dice(5, 10, 10)), float(dice(0, 10, 10))
    (0.5, 0.0)
    """
    both, row, column = floats(o11, np.multiply(f1, window), f2)
    return divide(2 * both, row + column)


def log_dice(o11: ArrayLike, f1: ArrayLike, f2: ArrayLike, *, window: float = 1) -> Floats:
    """Return logDice, ``14 + log2(Dice)``: comparable between corpora of different size.

    The paper, and Sketch Engine, do not correct for the window: there ``window`` is 1.

    Parameters
    ----------
    o11, f1, f2, window
        See `table`.

    Returns
    -------
    array of float
        At most 14. One more means twice as strong. nan where the words do not meet.

    References
    ----------
    Rychlý, P. 2008. “A lexicographer-friendly association score”. *Proceedings of Recent Advances in Slavonic
    Natural Language Processing (RASLAN)*, 6–9.

    Examples
    --------
    >>> log_dice([10, 5, 0], 10, 10).tolist()
    [14.0, 13.0, nan]
    """
    return 14 + log2(dice(o11, f1, f2, window=window))


def t_score(o11: ArrayLike, f1: ArrayLike, f2: ArrayLike, n: ArrayLike, *, window: float = 1) -> Floats:
    """Return the t-score, ``(O11 − E11) / √O11``: how sure it is that they meet more often than by chance.

    Parameters
    ----------
    o11, f1, f2, n, window
        See `table`.

    Returns
    -------
    array of float
        Below 0 where the words avoid each other; nan where they do not meet.

    References
    ----------
    Church, K., W. Gale, P. Hanks and D. Hindle. 1991. “Using statistics in lexical analysis”. In Zernik (ed.),
    *Lexical Acquisition: Exploiting On-Line Resources to Build a Lexicon*, 115–164.

    Examples
    --------
    >>> float(t_score(16, 40, 100, 1000))
    3.0
    """
    observed = floats(o11, f1, f2, n)[0]
    return divide(observed - expected(f1, f2, n, window=window), root(observed))


def log_likelihood(
    o11: ArrayLike,
    f1: ArrayLike,
    f2: ArrayLike,
    n: ArrayLike,
    *,
    window: float = 1,
    signed: bool = True,
) -> Floats:
    """Return the log-likelihood ratio G², ``2 · Σ O · ln(O / E)`` over the four cells.

    Parameters
    ----------
    o11, f1, f2, n, window
        See `table`.
    signed : bool
        Give words that avoid each other (``O11 < E11``) a minus.

    Returns
    -------
    array of float
        Asymptotically χ² with one degree of freedom; nan where a cell would be negative.

    References
    ----------
    Dunning, T. 1993. “Accurate methods for the statistics of surprise and coincidence”. *Computational
    Linguistics* 19(1), 61–74.

    Examples
    --------
    >>> round(float(log_likelihood(30, 100, 60, 1000)), 4)
    68.7016
    >>> round(float(log_likelihood(0, 100, 60, 1000)), 4)
    -13.061
    """
    t = table(o11, f1, f2, n, window=window)
    pairs = (t.o11, t.e11), (t.o12, t.e12), (t.o21, t.e21), (t.o22, t.e22)
    found = 2 * sum((entropic(o, e) for o, e in pairs), start=np.zeros(()))
    # A sum of four logarithms that cancel is a little below nought at times.
    return _with_sign(np.maximum(found, 0), t, signed)


def chi_squared(
    o11: ArrayLike,
    f1: ArrayLike,
    f2: ArrayLike,
    n: ArrayLike,
    *,
    window: float = 1,
    signed: bool = False,
    yates: bool = False,
) -> Floats:
    """Return Pearson's χ², ``Σ (O − E)² / E``; for a 2×2 table ``N (O11·O22 − O12·O21)² / (R1·R2·C1·C2)``.

    Parameters
    ----------
    o11, f1, f2, n, window
        See `table`.
    signed : bool
        Give words that avoid each other a minus.
    yates : bool
        Correct for continuity: ``|O − E|`` less 0.5, but not below 0 (Yates 1934).

    Returns
    -------
    array of float
        χ² with one degree of freedom; nan where an expected cell is nought.

    References
    ----------
    Pearson, K. 1900. “On the criterion …”. *Philosophical Magazine* 50(302), 157–175.
    Yates, F. 1934. “Contingency tables involving small numbers and the χ² test”. *Supplement to the Journal of
    the Royal Statistical Society* 1(2), 217–235.

    Examples
    --------
    >>> round(float(chi_squared(30, 100, 60, 1000)), 4)
    113.4752
    >>> round(float(chi_squared(30, 100, 60, 1000, yates=True)), 4)
    108.7963
    """
    t = table(o11, f1, f2, n, window=window)
    # The difference between observed and expected is the same in all four cells.
    away = np.abs(t.o11 - t.e11)
    if yates:
        away = np.maximum(away - 0.5, 0)
    ones = (divide(1, cell) for cell in (t.e11, t.e12, t.e21, t.e22))
    return _with_sign(away**2 * sum(ones, start=np.zeros(())), t, signed)


def _with_sign(values: Floats, cells: Table, signed: bool) -> Floats:
    return np.where(cells.o11 < cells.e11, -values, values) if signed else values


def delta_p_forward(
    o11: ArrayLike, f1: ArrayLike, f2: ArrayLike, n: ArrayLike, *, window: float = 1
) -> Floats:
    """Return ΔP of the collocate given the node, ``O11 / R1 − O21 / R2``: does the node call for it?

    Parameters
    ----------
    o11, f1, f2, n, window
        See `table`.

    Returns
    -------
    array of float
        −1 to 1; nan where the node is nowhere or everywhere.

    References
    ----------
    Allan, L. G. 1980. “A note on measurement of contingency between two binary variables in judgment tasks”.
    *Bulletin of the Psychonomic Society* 15(3), 147–149.
    Gries, S. Th. 2013. “50-something years of work on collocations: What is or should be next …”.
    *International Journal of Corpus Linguistics* 18(1), 137–166.

    Examples
    --------
    A node that nearly always has the collocate, which is common elsewhere too:

    >>> round(float(delta_p_forward(9, 10, 99, 1000)), 4)
    0.8091
    """
    t = table(o11, f1, f2, n, window=window)
    return divide(t.o11, t.o11 + t.o12) - divide(t.o21, t.o21 + t.o22)


def delta_p_backward(
    o11: ArrayLike, f1: ArrayLike, f2: ArrayLike, n: ArrayLike, *, window: float = 1
) -> Floats:
    """Return ΔP of the node given the collocate, ``O11 / C1 − O12 / C2``: does the collocate call for the node?

    Parameters
    ----------
    o11, f1, f2, n, window
        See `table`.

    Returns
    -------
    array of float
        −1 to 1; nan where the collocate is nowhere or everywhere.

    References
    ----------
    As for `delta_p_forward`.

    Examples
    --------
    >>> round(float(delta_p_backward(9, 10, 99, 1000)), 4)
    0.0898
    """
    t = table(o11, f1, f2, n, window=window)
    return divide(t.o11, t.o11 + t.o21) - divide(t.o12, t.o12 + t.o22)
