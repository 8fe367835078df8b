"""How evenly a word is spread over the parts of a corpus: over speeches, years, sections.

The measures take counts by part and the sizes of the parts::

    counts   shape (parts,) for one word, or (words, parts): dense, or sparse of scipy; or what `_spread.spread`
             has made of counts and sizes, once for several measures
    sizes    shape (parts,): tokens or characters of each part

With v the counts of a word, f their sum, l the sizes, s = l / Σ l the shares of the parts, p = v / l the rates of
the word in them, and n the number of parts. Parts of size nought are left out.

What needs more than it gets is nan, never an infinity and never a warning: a word that does not occur has no
spread, and with one part (one speech) nothing can be spread; `parts_with` alone is a count and always defined. So is
the `average_reduced_frequency`, which takes positions and not parts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ._numbers import Floats, divide, entropic, log2, order_by, root
from ._spread import Counts, spread

__all__ = [
    "average_reduced_frequency",
    "carroll_d2",
    "dp",
    "dp_norm",
    "inverse_document_frequency",
    "juilland_d",
    "kl_divergence",
    "parts_with",
    "rosengren_s",
]


def parts_with(counts: Counts, sizes: ArrayLike) -> Floats:
    """Return the range: the number of parts with the word.

    Parameters
    ----------
    counts, sizes
        See the module.

    Returns
    -------
    array of float, shape () or (words,)
        0 to the number of parts.

    Raises
    ------
    ValueError
        The shapes do not go together or a number is negative; so in all measures by parts.

    Examples
    --------
    >>> parts_with([[1, 2, 0], [0, 0, 0]], [10, 10, 10]).tolist()
    [2.0, 0.0]
    """
    cells = spread(counts, sizes)
    return cells.sum(np.ones(len(cells.v))).reshape(cells.shape)


def juilland_d(counts: Counts, sizes: ArrayLike) -> Floats:
    """Return Juilland's D, ``1 − (sd(p) / mean(p)) / √(n − 1)``, sd being that of a population.

    Parameters
    ----------
    counts, sizes
        See the module. Parts may differ in size, since rates are compared.

    Returns
    -------
    array of float, shape () or (words,)
        0, all in one part, to 1, the same rate everywhere.

    References
    ----------
    Juilland, A., D. Brodin and C. Davidovitch. 1970. *Frequency Dictionary of French Words*. Mouton.
    Gries, S. Th. 2008. “Dispersions and adjusted frequencies in corpora”. *International Journal of Corpus
    Linguistics* 13(4), 403–437.

    Examples
    --------
    >>> round(float(juilland_d([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 3)
    0.785
    """
    cells = spread(counts, sizes)
    n = np.count_nonzero(cells.l)
    rates = cells.rate
    mean = divide(cells.sum(rates), n)
    # The parts without the word are away from the mean by the mean.
    without = n - cells.sum(np.ones(len(rates)))
    variance = divide(cells.sum((rates - mean[cells.word]) ** 2) + without * mean**2, n)
    return cells.done(1 - divide(divide(root(variance), mean), root(n - 1)))


def carroll_d2(counts: Counts, sizes: ArrayLike) -> Floats:
    """Return Carroll's D2, ``H / log2(n)`` with ``H = −Σ q · log2(q)`` and ``q = p / Σ p``.

    Parameters
    ----------
    counts, sizes
        See the module.

    Returns
    -------
    array of float, shape () or (words,)
        0, all in one part, to 1, the same rate everywhere.

    References
    ----------
    Carroll, J. B. 1970. “An alternative to Juilland's usage coefficient for lexical frequencies”. *Computer
    Studies in the Humanities and Verbal Behavior* 3(2), 61–65.

    Examples
    --------
    >>> round(float(carroll_d2([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 3)
    0.938
    """
    cells = spread(counts, sizes)
    rates = cells.rate
    q = divide(rates, cells.sum(rates)[cells.word])
    entropy = -cells.sum(entropic(q, 1.0)) / np.log(2)
    return cells.done(divide(entropy, log2(np.count_nonzero(cells.l))))


def rosengren_s(counts: Counts, sizes: ArrayLike) -> Floats:
    """Return Rosengren's S, ``(Σ √(s · v))² / f``.

    Parameters
    ----------
    counts, sizes
        See the module.

    Returns
    -------
    array of float, shape () or (words,)
        The share of the smallest part, all in that part, to 1, the same rate everywhere.

    References
    ----------
    Rosengren, I. 1971. “The quantitative concept of language and its relation to the structure of frequency
    dictionaries”. *Études de linguistique appliquée* 1, 103–127.

    Examples
    --------
    >>> round(float(rosengren_s([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 3)
    0.95
    """
    cells = spread(counts, sizes)
    return cells.done(divide(cells.sum(root(cells.s[cells.part] * cells.v)) ** 2, cells.total))


def dp(counts: Counts, sizes: ArrayLike) -> Floats:
    """Return the deviation of proportions, ``DP = ½ · Σ |v / f − s|``.

    Parameters
    ----------
    counts, sizes
        See the module.

    Returns
    -------
    array of float, shape () or (words,)
        0, as the sizes of the parts let expect, to 1 less the share of the smallest part. Unlike D, D2 and S it
        grows with unevenness.

    References
    ----------
    Gries, S. Th. 2008. “Dispersions and adjusted frequencies in corpora”. *International Journal of Corpus
    Linguistics* 13(4), 403–437.

    Examples
    --------
    >>> round(float(dp([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 4)
    0.18
    """
    cells = spread(counts, sizes)
    s = cells.s[cells.part]
    # A part without the word adds its share.
    without = np.maximum(1 - cells.sum(s), 0)
    return cells.done((cells.sum(np.abs(cells.share - s)) + without) / 2)


def dp_norm(counts: Counts, sizes: ArrayLike) -> Floats:
    """Return DP divided by its maximum, ``DP / (1 − min(s))``.

    Parameters
    ----------
    counts, sizes
        See the module.

    Returns
    -------
    array of float, shape () or (words,)
        0, even, to 1, all in the smallest part.

    References
    ----------
    Lijffijt, J. and S. Th. Gries. 2012. “Correction to Stefan Th. Gries' ‘Dispersions and adjusted frequencies
    in corpora’”. *International Journal of Corpus Linguistics* 17(1), 147–149.

    Examples
    --------
    >>> round(float(dp_norm([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 4)
    0.2195
    """
    lengths = np.asarray(sizes, np.float64)
    smallest = divide(lengths[lengths > 0].min(initial=np.inf), lengths.sum())
    return divide(dp(counts, sizes), 1 - smallest)


def kl_divergence(counts: Counts, sizes: ArrayLike, *, normalised: bool = False) -> Floats:
    """Return the Kullback-Leibler divergence of the word from the parts, ``Σ (v / f) · log2((v / f) / s)``.

    Parameters
    ----------
    counts, sizes
        See the module.
    normalised : bool
        Return ``1 − e^(−KLD)``, which is below 1.

    Returns
    -------
    array of float, shape () or (words,)
        Bits. 0, as the sizes of the parts let expect, and more for what is uneven.

    References
    ----------
    Gries, S. Th. 2020. “Analyzing dispersion”. In Paquot and Gries (eds), *A Practical Handbook of Corpus
    Linguistics*, 99–118.
    Gries, S. Th. 2021. “A new approach to (key) keywords analysis: Using frequency, and now also dispersion”.
    *Research in Corpus Linguistics* 9(2), 1–33.

    Examples
    --------
    >>> round(float(kl_divergence([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])), 3)
    0.137
    >>> float(kl_divergence([4, 0], [10, 10])), round(float(kl_divergence([4, 0], [10, 10], normalised=True)), 3)
    (1.0, 0.632)
    """
    cells = spread(counts, sizes)
    bits = cells.sum(entropic(cells.share, cells.s[cells.part])) / np.log(2)
    # Logarithms that cancel leave a little below nought at times.
    bits = np.maximum(bits, 0)
    return cells.done(-np.expm1(-bits) if normalised else bits)


def inverse_document_frequency(counts: Counts, sizes: ArrayLike) -> Floats:
    """Return the inverse document frequency, ``log2(n / range)``.

    Parameters
    ----------
    counts, sizes
        See the module.

    Returns
    -------
    array of float, shape () or (words,)
        Bits. 0, in all parts, to ``log2(n)``, in one.

    References
    ----------
    Spärck Jones, K. 1972. “A statistical interpretation of term specificity and its application in retrieval”.
    *Journal of Documentation* 28(1), 11–21.

    Examples
    --------
    >>> inverse_document_frequency([[1, 0, 0, 3], [1, 1, 1, 1], [0, 0, 0, 0]], [10] * 4).tolist()
    [1.0, 0.0, nan]
    """
    cells = spread(counts, sizes)
    with_it = cells.sum(np.ones(len(cells.v)))
    return cells.done(log2(divide(np.count_nonzero(cells.l), with_it)))


def average_reduced_frequency(
    positions: ArrayLike, size: int, *, words: ArrayLike | None = None, vocabulary: int | None = None
) -> Floats:
    """Return the average reduced frequency, ``ARF = (1 / v) · Σ min(d, v)`` with ``v = size / f``.

    d are the distances from each occurrence to the one before it, the corpus being read as a ring, so that the
    first follows the last.

    Parameters
    ----------
    positions : array_like of int, shape (m,)
        Where the word stands, in tokens from the beginning of the corpus, 0 to size − 1, in any order.
    size : int
        Tokens of the corpus.
    words : array_like of int, shape (m,), optional
        Which word stands at each position, where there are several: 0 to vocabulary − 1.
    vocabulary : int, optional
        How many words there are; by default one more than the largest of ``words``.

    Returns
    -------
    array of float, shape () or (vocabulary,)
        1, all in one place, to f, evenly spread; 0 for a word that does not occur.

    Raises
    ------
    ValueError
        A position is outside the corpus.

    References
    ----------
    Savický, P. and J. Hlaváčová. 2002. “Measures of word commonness”. *Journal of Quantitative Linguistics* 9(3),
    215–231.

    Examples
    --------
    >>> float(average_reduced_frequency([0, 25, 50, 75], 100)), float(average_reduced_frequency([0, 1, 2, 3], 100))
    (4.0, 1.12)
    """
    place = np.asarray(positions, np.int64).reshape(-1)
    if len(place) and (place.min() < 0 or place.max() >= size):
        raise ValueError("a position is outside the corpus")
    word = np.zeros(len(place), np.int64) if words is None else np.asarray(words, np.int64)
    if len(place) and (np.diff(place) < 0).any():
        order = np.argsort(place, kind="stable")
        place, word = place[order], word[order]
    order = order_by(word)
    place, word = place[order], word[order]
    count = np.bincount(word, minlength=1 if words is None else vocabulary or 0)
    distance = np.diff(place, prepend=0)
    # The first of each word is reached from its last, round the ring.
    last = np.cumsum(count) - 1
    occurs = count > 0
    first = (last - count + 1)[occurs]
    distance[first] = place[first] - place[last[occurs]] + size
    gap = divide(size, count)
    reduced = np.bincount(word, np.minimum(distance, gap[word]), minlength=len(count))
    found = np.where(occurs, divide(reduced, gap), 0.0)
    return found.reshape(()) if words is None else found
