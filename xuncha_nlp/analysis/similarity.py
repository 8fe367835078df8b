"""Which speeches are alike, and into which groups they fall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from ..errors import DataError
from ..sources import fold
from .telling import telling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.tokens import Part, Tokens
    from .table import Table

    Array = NDArray[Any]

__all__ = ["clusters", "similarity"]

What = Literal["character", "word", "formula"]
_NAMES = {"character": "字串", "word": "词", "formula": "提法"}
# A matrix of so many speeches takes 800 MB.
_MOST = 10_000
_LONGEST = 4
# More decimals than anyone reads: what is the same has a similarity of 1 and not a little less.
_DECIMALS = 12
_SHOWN = 3
# p < 0.05 at one degree of freedom.
_SURE = 3.84


def similarity(corpus: Corpus, *, what: What = "character", shortest: int = 2, longest: int = 3) -> Table:
    """Return how alike each two speeches are: the cosine of their TF-IDF vectors.

    A count is weighted ``(1 + ln tf) · (ln((1 + N) / (1 + df)) + 1)``, tf being how often it stands in the speech, df
    in how many of the N speeches; the cosine is of the weights. Runs of characters need no segmenter, and of Chinese
    two characters do as well as words (Kwok 1997); they do not go over punctuation or white space, and the width of
    letters and digits makes no difference.

    Parameters
    ----------
    corpus : Corpus
    what : {"character", "word", "formula"}
        What is counted: runs of characters, words of the segmenter, mentions of formulae.
    shortest, longest : int
        The lengths of the runs, in characters, from 1 to 4; of no meaning for words and formulae.

    Returns
    -------
    Table
        A row and a column a speech; 0, nothing in common, to 1, the same counts, to 12 decimals. nan in the row and
        the column of a speech that has nothing to be counted.

    Raises
    ------
    ValueError
        ``what`` is none of these, or the lengths are out of range.
    DataError
        More than 10,000 speeches: the matrix would not fit.

    References
    ----------
    Salton, G. and C. Buckley. 1988. “Term-weighting approaches in automatic text retrieval”. *Information Processing
    & Management* 24(5), 513–523.
    Damashek, M. 1995. “Gauging similarity with n-grams: Language-independent categorization of text”. *Science*
    267(5199), 843–848.
    Kwok, K. L. 1997. “Comparing representations in Chinese information retrieval”. *Proceedings of SIGIR ’97*, 34–41.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a": "部署整改。", "b": "整改部署。", "c": "会前开会。"})
    >>> similarity(corpus).round(2).values.tolist()
    [[1.0, 0.28, 0.0], [0.28, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    matrix = _similarity(corpus, what, shortest, longest)
    names = [str(name) for name in corpus.facts("speech")]
    frame = pd.DataFrame(
        matrix, index=pd.Index(names, name="speech", dtype="object"), columns=pd.Index(names, dtype="object")
    )
    lengths = {"shortest": shortest, "longest": longest} if what == "character" else {}
    empty = [name for name, own in zip(names, np.diagonal(matrix), strict=True) if np.isnan(own)]
    return Table.of(
        frame, made_by("similarity", corpus, what=what, **lengths), _says(matrix, names, empty, what)
    )


def clusters(
    corpus: Corpus,
    n: int | None = None,
    *,
    threshold: float | None = None,
    what: What = "character",
    shortest: int = 2,
    longest: int = 3,
    top: int = 10,
) -> Table:
    """Put speeches that are alike into groups, and say by which words each differs from the rest.

    The two groups that are most alike on average are joined again and again (UPGMA), until n are left or none are as
    alike as the threshold. With neither given, n is that from 2 to 10 whose mean silhouette is highest, or 1 where none
    is above 0 and for fewer than three speeches.

    Parameters
    ----------
    corpus : Corpus
    n : int, optional
        How many groups.
    threshold : float, optional
        The least mean similarity, 0 to 1, at which two groups are joined.
    what, shortest, longest
        As for `similarity`.
    top : int
        How many deciding words a group has at most.

    Returns
    -------
    Table
        Indexed by the number of the group from 1, the largest first: ``size``; ``speeches``, a list of their ids;
        ``similarity``, the mean of each two of the group, nan for a single one; ``words``, a list of those of
        `xuncha_nlp.analysis.telling` that stand in at least half of its speeches and are more frequent there than in all
        other groups, by a log-likelihood of at least 3.84, the surest first; ``formulae``, the same of formulae.
        Both are empty where there is but one group, for there is nothing to differ from. Speeches with nothing to
        be counted are in no group.

    Raises
    ------
    ValueError
        Both n and the threshold are given, or a parameter is out of range.
    DataError
        There are fewer speeches than groups asked for, or more than 10,000.

    References
    ----------
    Sokal, R. R. and C. D. Michener. 1958. “A statistical method for evaluating systematic relationships”. *University
    of Kansas Science Bulletin* 38, 1409–1438.
    Rousseeuw, P. J. 1987. “Silhouettes: A graphical aid to the interpretation and validation of cluster analysis”.
    *Journal of Computational and Applied Mathematics* 20, 53–65.

    Examples
    --------
    >>> texts = {"a": "整改落实，整改到位。", "b": "整改落实，抓好整改。", "c": "培训学习，学习业务。"}
    >>> table = clusters(Corpus.from_texts(texts), 2)
    >>> table[["size", "speeches"]].values.tolist()
    [[2, ['a#1', 'b#1']], [1, ['c#1']]]
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    if n is not None and threshold is not None:
        raise ValueError("give n or the threshold, not both")
    if (n is not None and n < 1) or (threshold is not None and not 0 <= threshold <= 1) or top < 0:
        raise ValueError("n is at least 1, the threshold from 0 to 1, top at least 0")
    matrix = _similarity(corpus, what, shortest, longest)
    usable = np.flatnonzero(~np.isnan(np.diagonal(matrix)))
    if n is not None and n > len(usable):
        raise DataError(f"要分成 {n} 类，有内容的讲话只有 {len(usable)} 篇", "请减少类数，或多给几篇讲话")
    labels = _labels(matrix[np.ix_(usable, usable)], n, threshold)
    groups = [usable[labels == label] for label in np.unique(labels)]
    groups.sort(key=lambda each: (-len(each), int(each[0])))
    names = corpus.facts("speech")
    several = len(groups) > 1
    words, formulae = telling(corpus.tokens.vocabulary), corpus.labels("formula")
    rows = [
        {
            "size": len(own),
            "speeches": [names[place] for place in own.tolist()],
            "similarity": _within(matrix, own),
            "words": _deciding(corpus.tokens, words, own, top) if several else [],
            "formulae": _deciding(formulae, list(range(len(formulae.vocabulary))), own, top)
            if several
            else [],
        }
        for own in groups
    ]
    frame = pd.DataFrame(
        rows,
        columns=["size", "speeches", "similarity", "words", "formulae"],
        index=pd.RangeIndex(1, len(rows) + 1, name="cluster"),
    )
    made = made_by("clusters", corpus, n=n, threshold=threshold, what=what, shortest=shortest, longest=longest, top=top)  # fmt: skip
    # For the figure: how alike each two of the grouped speeches are.
    made.beside["similarity"] = [names[place] for place in usable.tolist()], matrix[np.ix_(usable, usable)]
    return Table.of(frame, made, _says_groups(rows, len(names) - len(usable)))


def _similarity(corpus: Corpus, what: What, shortest: int, longest: int) -> Array:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfTransformer

    if what not in _NAMES:
        raise ValueError(f"no {what!r} to count; use {', '.join(_NAMES)}")
    if not 1 <= shortest <= longest <= _LONGEST:
        raise ValueError(f"lengths are 1 to {_LONGEST}, the shortest not above the longest")
    number = len(corpus)
    if number > _MOST:
        raise DataError(f"讲话太多（{number} 篇），相似度矩阵放不下", f"请选出不超过 {_MOST} 篇再比较")
    counts = _runs(corpus, shortest, longest) if what == "character" else _units(corpus, what)
    full = np.diff(counts.indptr) > 0
    if not counts.shape[1]:
        return np.full((number, number), np.nan)
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(counts.astype(np.float64))
    found: Array = np.minimum((weighted @ weighted.T).toarray().round(_DECIMALS), 1.0)
    found[~full] = found[:, ~full] = np.nan
    return found


def _units(corpus: Corpus, what: What) -> Any:
    """How often each word or formula stands in each speech, a row a speech; the columns in the order of the words."""
    import numpy as np
    from scipy.sparse import csr_matrix

    units = corpus.tokens if what == "word" else corpus.labels("formula")
    order = np.array(sorted(range(len(units.vocabulary)), key=units.vocabulary.__getitem__), np.int64)
    if what == "word":
        order = order[units.is_word[order]]
    found = csr_matrix(units.by_speech[order].T)
    found.sort_indices()
    return found


def _runs(corpus: Corpus, shortest: int, longest: int) -> Any:
    """How often each run of characters stands in each speech, a row a speech."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    parts = corpus.characters.parts
    there = [np.flatnonzero(part.counts()) for part in parts if len(part.codes)]
    codes = np.unique(np.concatenate([np.empty(0, np.int64), *there]))
    letters = np.array([code for code in codes.tolist() if chr(code).isalnum()], np.int64)
    folded, numbers = np.unique([ord(fold(chr(code))) for code in letters.tolist()], return_inverse=True)
    table = np.full(int(codes.max(initial=0)) + 1, -1, np.int64)
    table[letters] = numbers
    found = [csr_matrix((len(corpus), 0))]
    for length in range(shortest, longest + 1):
        keys, speeches, counts = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for part in parts:
            for place, run in _runs_of(part, table, length, len(folded)):
                own, times = np.unique(run, return_counts=True)
                keys.append(own)
                speeches.append(np.full(len(own), place))
                counts.append(times)
        kinds, columns = np.unique(np.concatenate(keys), return_inverse=True)
        cells = np.concatenate(counts), (np.concatenate(speeches), columns)
        found.append(csr_matrix(cells, shape=(len(corpus), len(kinds))))
    joined = csr_matrix(hstack(found))
    joined.sort_indices()
    return joined


def _runs_of(part: Part, table: Array, length: int, base: int) -> Any:
    """Yield the place of each speech and its runs, each as one number: at most 4 digits of ``base``."""
    import numpy as np

    for place, (begin, end) in zip(part.speeches.tolist(), part.bounds.tolist(), strict=True):
        own = table[part.codes[begin:end]]
        windows = (
            np.lib.stride_tricks.sliding_window_view(own, length) if len(own) >= length else own[:0, None]
        )
        whole = windows[(windows >= 0).all(axis=1)]
        yield place, whole @ (base ** np.arange(whole.shape[1], dtype=np.int64))


def _labels(matrix: Array, n: int | None, threshold: float | None) -> Array:
    """The group of each speech."""
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import silhouette_score

    number = len(matrix)
    if number <= 1:
        return np.zeros(number, np.int64)
    distance = 1 - matrix

    def cut(**how: Any) -> Array:
        found: Array = AgglomerativeClustering(metric="precomputed", linkage="average", **how).fit_predict(
            distance
        )
        return found

    if threshold is not None:
        # scikit-learn keeps apart what is at the distance itself; as alike as the threshold is alike enough.
        return cut(n_clusters=None, distance_threshold=float(np.nextafter(1 - threshold + 10**-_DECIMALS, 2)))
    if n is not None:
        return cut(n_clusters=n)
    # No cut is better than one whose groups are no closer within than between.
    best, labels = 0.0, np.zeros(number, np.int64)
    for groups in range(2, min(10, number - 1) + 1):
        found = cut(n_clusters=groups)
        score = round(float(silhouette_score(distance, found, metric="precomputed")), _DECIMALS)
        if score > best:
            best, labels = score, found
    return labels


def _within(matrix: Array, own: Array) -> float:
    import numpy as np

    if len(own) == 1:
        return float("nan")
    upper = np.triu_indices(len(own), 1)
    return float(matrix[np.ix_(own, own)][upper].mean())


def _deciding(units: Tokens, rows: list[int], own: Array, top: int) -> list[str]:
    """Which rows are more frequent in some speeches than in the others, the most surely so first."""
    import numpy as np

    from .measures.keyness import log_likelihood

    words = np.array(rows, np.int64)
    counts = units.by_speech.tocsc()[:, own].tocsr()[words]
    here, speeches = np.asarray(counts.sum(axis=1)).ravel(), np.diff(counts.indptr)
    all_ = units.counts[words]
    score = log_likelihood(here, all_ - here, here.sum(), (all_ - here).sum())
    kept = np.flatnonzero((score >= _SURE) & (2 * speeches >= len(own)))
    ranked = sorted((-round(float(score[row]), 6), str(units.vocabulary[int(words[row])])) for row in kept)
    return [word for _, word in ranked[:top]]


def _says(matrix: Array, names: list[str], empty: list[str], what: What) -> str:
    import numpy as np

    parts = [f"{len(names)} 篇讲话两两之间按{_NAMES[what]}的相似度"]
    upper = np.triu(np.ones(matrix.shape, dtype=bool), 1) & ~np.isnan(matrix)
    if upper.any():
        row, column = np.unravel_index(int(np.where(upper, matrix, -1).argmax()), matrix.shape)
        parts.append(
            f"平均 {matrix[upper].mean():.2f}，最像的是 {names[row]} 和 {names[column]}（{matrix[row, column]:.2f}）"
        )
    else:
        parts.append("有内容的讲话不足两篇，无从比较")
    if empty:
        parts.append(f"没有{_NAMES[what]}可比的 {len(empty)} 篇没有值，如{'、'.join(empty[:_SHOWN])}")
    return "；".join(parts) + "。"


def _says_groups(rows: list[dict[str, Any]], left: int) -> str:
    if not rows:
        return "没有有内容的讲话，无从归类。"
    sizes = "、".join(str(row["size"]) for row in rows)
    parts = [f"{sum(row['size'] for row in rows)} 篇讲话归为 {len(rows)} 类，各 {sizes} 篇"]
    if len(rows) == 1:
        parts.append("只有一类，没有可以对照的，所以不列区别词")
    elif rows[0]["words"]:
        parts.append(f"第 1 类多用{'、'.join(rows[0]['words'][:_SHOWN])}")
    if left:
        parts.append(f"另有 {left} 篇没有内容，未归类")
    return "；".join(parts) + "。"
