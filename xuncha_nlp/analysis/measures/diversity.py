"""How rich and how long: lexical diversity of a sequence of tokens, statistics of sentence and clause lengths.

Diversity takes the tokens themselves, words or numbers, in their order; what is no word (punctuation) is left out
by who asks. A text too short for a measure has nan, never a value of another measure in its stead. Values depend on
the segmenter: compare only what one segmenter has cut.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._numbers import divide, floats

__all__ = [
    "Lengths",
    "hd_d",
    "herdan_c",
    "lengths",
    "mattr",
    "mtld",
    "share_of_length",
    "ttr",
    "yule_k",
]

Tokens = Sequence[Hashable] | NDArray[np.generic]


def _codes(tokens: Tokens) -> NDArray[np.int64]:
    """Number the words in the order of their first occurrence."""
    seen: dict[Hashable, int] = {}
    found = (seen.setdefault(token, len(seen)) for token in tokens)
    return np.fromiter(found, np.int64, len(tokens))


def ttr(tokens: Tokens) -> float:
    """Return the type-token ratio, ``V / N``. It falls with length: compare texts of one length only.

    Parameters
    ----------
    tokens : sequence
        See the module.

    Returns
    -------
    float
        Above 0 to 1; nan without tokens.

    References
    ----------
    Templin, M. C. 1957. *Certain Language Skills in Children*. University of Minnesota Press.

    Examples
    --------
    >>> ttr("以案促改以案促治")
    0.625
    """
    return float(divide(len(set(tokens)), len(tokens)))


def mattr(tokens: Tokens, *, window: int = 50) -> float:
    """Return the moving-average type-token ratio: the mean TTR of all stretches of ``window`` tokens.

    Parameters
    ----------
    tokens : sequence
        See the module.
    window : int
        Tokens in a stretch.

    Returns
    -------
    float
        Above 0 to 1; nan for a text shorter than the window.

    Raises
    ------
    ValueError
        The window is below 1.

    References
    ----------
    Covington, M. A. and J. D. McFall. 2010. “Cutting the Gordian knot: The moving-average type-token ratio (MATTR)”.
    *Journal of Quantitative Linguistics* 17(2), 94–100.

    Examples
    --------
    Stretches 甲乙, 乙甲, 甲甲:

    >>> round(mattr("甲乙甲甲", window=2), 4)
    0.8333
    """
    if window < 1:
        raise ValueError("the window is at least 1")
    codes = _codes(tokens)
    n = len(codes)
    if n < window:
        return math.nan
    order = np.argsort(codes, kind="stable")
    before = np.full(n, -1, np.int64)
    same = codes[order][1:] == codes[order][:-1]
    before[order[1:][same]] = order[:-1][same]
    # A token is counted in every stretch in which it is the first of its type.
    place = np.arange(n)
    first = np.maximum(before + 1, place - window + 1)
    last = np.minimum(place, n - window)
    types = np.maximum(last - np.maximum(first, 0) + 1, 0).sum()
    return float(types / ((n - window + 1) * window))


def mtld(tokens: Tokens, *, threshold: float = 0.72) -> float:
    """Return the measure of textual lexical diversity: how many tokens on average keep the TTR up.

    The text is read until the TTR falls below the threshold: that is one factor, and reading begins anew. What
    is left over is the part ``(1 − TTR) / (1 − threshold)`` of a factor. MTLD is tokens by factors, the mean of
    reading forward and backward.

    Parameters
    ----------
    tokens : sequence
        See the module.
    threshold : float
        Between 0 and 1.

    Returns
    -------
    float
        Tokens. nan where no type recurs, for then there is no part of a factor, and without tokens.

    Raises
    ------
    ValueError
        The threshold is not between 0 and 1.

    References
    ----------
    McCarthy, P. M. and S. Jarvis. 2010. “MTLD, vocd-D, and HD-D: A validation study of sophisticated approaches to
    lexical diversity assessment”. *Behavior Research Methods* 42(2), 381–392.

    Examples
    --------
    A factor every two tokens, since one type among two is 0.5:

    >>> mtld("甲甲甲甲甲甲")
    2.0
    """
    if not 0 < threshold < 1:
        raise ValueError("the threshold is between 0 and 1")
    codes = _codes(tokens).tolist()
    return (_mtld(codes, threshold) + _mtld(codes[::-1], threshold)) / 2


def _mtld(codes: list[int], threshold: float) -> float:
    factors, count = 0.0, 0
    seen: set[int] = set()
    for code in codes:
        seen.add(code)
        count += 1
        if len(seen) < threshold * count:
            factors, count = factors + 1, 0
            seen.clear()
    if count:
        factors += (1 - len(seen) / count) / (1 - threshold)
    return len(codes) / factors if factors else math.nan


def hd_d(tokens: Tokens, *, sample: int = 42) -> float:
    """Return HD-D: the TTR expected of a random sample of tokens, by the hypergeometric distribution.

    ``Σ (1 − P(type not in the sample)) / sample`` over the types.

    Parameters
    ----------
    tokens : sequence
        See the module.
    sample : int
        Tokens in a sample.

    Returns
    -------
    float
        Above 0 to 1; nan for a text shorter than the sample.

    Raises
    ------
    ValueError
        The sample is below 1.

    References
    ----------
    McCarthy, P. M. and S. Jarvis. 2007. “vocd: A theoretical and empirical evaluation”. *Language Testing* 24(4),
    459–488.

    Examples
    --------
    Two of 甲甲乙 are different in two of three samples:

    >>> round(hd_d("甲甲乙", sample=2), 4)
    0.8333
    """
    if sample < 1:
        raise ValueError("the sample is at least 1")
    n = len(tokens)
    if n < sample:
        return math.nan
    times, types = np.unique(np.bincount(_codes(tokens)), return_counts=True)
    drawn = np.arange(sample)
    # C(n − f, sample) / C(n, sample), factor by factor; nought as soon as too few others are left.
    others = np.maximum(n - times[:, None] - drawn, 0)
    absent = (others / (n - drawn)).prod(axis=1)
    return float((types * (1 - absent)).sum() / sample)


def yule_k(tokens: Tokens) -> float:
    """Return Yule's K, ``10⁴ · (Σ i² · V(i) − N) / N²``, V(i) being the number of types that stand i times.

    Parameters
    ----------
    tokens : sequence
        See the module.

    Returns
    -------
    float
        0, no type recurs, and more the poorer the text is; nan without tokens.

    References
    ----------
    Yule, G. U. 1944. *The Statistical Study of Literary Vocabulary*. Cambridge University Press.

    Examples
    --------
    >>> yule_k("甲甲乙丙")
    1250.0
    """
    n = len(tokens)
    squares = int((np.bincount(_codes(tokens)) ** 2).sum())
    return float(divide(10_000 * (squares - n), n * n))


def herdan_c(tokens: Tokens) -> float:
    """Return Herdan's C, ``ln V / ln N``.

    Parameters
    ----------
    tokens : sequence
        See the module.

    Returns
    -------
    float
        0 to 1; nan for fewer than two tokens.

    References
    ----------
    Herdan, G. 1960. *Type-Token Mathematics*. Mouton.

    Examples
    --------
    >>> herdan_c("甲乙甲甲")
    0.5
    """
    n = len(tokens)
    return math.log(len(set(tokens))) / math.log(n) if n > 1 else math.nan


@dataclass(frozen=True, slots=True)
class Lengths:
    """Statistics of lengths, in the unit in which they were given.

    Parameters
    ----------
    number : int
        How many there are.
    mean, median, sd : float
        sd is that of a sample. nan where there are too few: none, or for sd fewer than two.
    longest : float
    """

    number: int
    mean: float
    median: float
    sd: float
    longest: float


def lengths(values: ArrayLike) -> Lengths:
    """Describe the lengths of sentences or clauses.

    Parameters
    ----------
    values : array_like, shape (m,)
        A length each, in characters or tokens.

    Returns
    -------
    Lengths

    Examples
    --------
    >>> lengths([4, 6, 11])
    Lengths(number=3, mean=7.0, median=6.0, sd=3.605551275463989, longest=11.0)
    """
    found = np.asarray(values, np.float64)
    n = found.size
    if not n:
        return Lengths(0, math.nan, math.nan, math.nan, math.nan)
    sd = float(found.std(ddof=1)) if n > 1 else math.nan
    return Lengths(n, float(found.mean()), float(np.median(found)), sd, float(found.max()))


def share_of_length(values: ArrayLike, *, length: int = 4, weighted: bool = False) -> float:
    """Return which share of the pieces has one length: of clauses or words, those of four characters.

    Parameters
    ----------
    values : array_like, shape (m,)
        The length of each piece, in characters.
    length : int
        The length asked for; four, as in 立行立改.
    weighted : bool
        Return their share of all characters, and not of all pieces.

    Returns
    -------
    float
        0 to 1; nan without pieces.

    Examples
    --------
    >>> share_of_length([4, 4, 8]), share_of_length([4, 4, 8], weighted=True)
    (0.6666666666666666, 0.5)
    """
    (found,) = floats(values)
    weights = found if weighted else np.ones(found.shape)
    return float(divide(weights[found == length].sum(), weights.sum()))
