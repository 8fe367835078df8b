"""Topics: what speeches speak of, by non-negative matrix factorisation of the words of their sections."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from ..errors import DataError
from .telling import telling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.tokens import Part, Tokens
    from .table import Table

    Array = NDArray[Any]

__all__ = ["topics"]

Unit = Literal["section", "speech"]
_STEPS = 2_000
# NumPy takes seeds below this.
_SEEDS = 2**32
# Fewer documents than these say nothing of what is common to all.
_FEW = 4
_SHOWN = 3
# p < 0.05 at one degree of freedom.
_SURE = 3.84
_DECIMALS = 9


def topics(
    corpus: Corpus,
    n: int = 8,
    *,
    unit: Unit = "section",
    level: int = 1,
    least: int = 2,
    most: float = 0.5,
    top: int = 10,
    seed: int = 0,
) -> Table:
    """Find the topics of a corpus, their words and formulae, and the share of each in each speech.

    A document is a section (or a speech); its vector the TF-IDF weights ``(1 + ln tf) · (ln((1 + N) / (1 + df)) + 1)``
    of its words, scaled to length 1. The matrix of documents is approximated by the product of two without negative
    numbers, documents by topics and topics by words, so that the squared error is least, beginning at its singular
    vectors. The share of a topic in a
    document is its part of the sum of the approximated weights; that in a speech the mean of its documents, weighted
    by their number of words.

    Parameters
    ----------
    corpus : Corpus
    n : int
        How many topics.
    unit : {"section", "speech"}
        What a document is.
    level : int
        Sections of this level are documents, those within them being part of them; what stands in none so deep goes
        with the section around it, and what stands in no section makes a document of its own.
    least : int
        Leave out words that stand in fewer documents.
    most : float
        Leave out words that stand in more than this share of the documents, 0 to 1; with fewer than four documents
        none.
    top : int
        How many words and formulae are listed.
    seed : int
        Of the random numbers by which the singular vectors are found; the same seed gives the same topics.

    Returns
    -------
    Table
        Indexed by the number of the topic from 1, the weightiest first: ``share``, 0 to 1, of all words; ``words``,
        a list, those of most weight first; ``formulae``, a list of those more frequent in the topic than outside
        of it, by a log-likelihood of at least 3.84, the surest first; then a column a speech with the share of the
        topic in it, 0 to 1, nan for a speech without a word that counts. Words are those of
        `xuncha_nlp.analysis.telling`.

    Raises
    ------
    ValueError
        A parameter is out of its range.
    DataError
        There are fewer documents, or words, than topics.

    References
    ----------
    Lee, D. D. and H. S. Seung. 1999. “Learning the parts of objects by non-negative matrix factorization”. *Nature*
    401, 788–791.
    Xu, W., X. Liu and Y. Gong. 2003. “Document clustering based on non-negative matrix factorization”. *Proceedings
    of SIGIR ’03*, 267–273.
    Boutsidis, C. and E. Gallopoulos. 2008. “SVD based initialization: A head start for nonnegative matrix
    factorization”. *Pattern Recognition* 41(4), 1350–1362.

    Examples
    --------
    >>> old, new = "抓培训，要学习，讲业务。", "查问题，抓整改，促落实。"
    >>> table = topics(Corpus.from_texts({"a": old, "b": old, "c": new, "d": new}), 2)
    >>> sorted(table["words"])
    [['业务', '培训', '学习'], ['整改', '落实', '问题']]
    >>> sorted(table[["a#1", "c#1"]].round(3).values.tolist())
    [[0.0, 1.0], [1.0, 0.0]]
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    if unit not in ("section", "speech"):
        raise ValueError(f"no unit {unit!r}; use section or speech")
    if n < 1 or level < 1 or least < 1 or top < 1 or not 0 <= seed < _SEEDS or not 0 < most <= 1:
        raise ValueError("n, level, least and top are at least 1, seed 0 to 2**32 - 1, most above 0 to 1")
    documents = _documents(corpus, unit, level)
    words, counts = _words(documents, corpus.tokens, least, most)
    own = np.flatnonzero(np.diff(counts.indptr))
    if n > min(len(own), len(words)):
        name = {"section": "层次", "speech": "讲话"}[unit]
        raise DataError(
            f"要分 {n} 个主题，可用的{name}只有 {len(own)} 个、词 {len(words)} 个",
            f"请减少主题数或多给几篇讲话；见于超过 {most:.0%} 的{name}的词不计",
        )
    shares, weights, settled = _factors(counts[own], n, seed)
    size = documents.sizes[own].astype(np.float64)
    total = shares.T @ size
    order = np.argsort(-total.round(_DECIMALS), kind="stable")
    speech = documents.speech[own]
    by_speech = np.zeros((n, len(corpus)))
    np.add.at(by_speech.T, speech, shares * size[:, None])
    sums = by_speech.sum(axis=0)
    by_speech = np.divide(by_speech, sums, out=np.full(by_speech.shape, np.nan), where=sums > 0)
    formulae = _formulae(documents, corpus, own, shares, top)
    rows = {
        "share": (total / total.sum())[order],
        "words": [_heaviest(words, weights[topic], top) for topic in order.tolist()],
        "formulae": [formulae[topic] for topic in order.tolist()],
    }
    index = pd.RangeIndex(1, n + 1, name="topic")
    names = pd.Index(corpus.facts("speech"), dtype="object")
    frame = pd.concat(
        [pd.DataFrame(rows, index=index), pd.DataFrame(by_speech[order], index=index, columns=names)], axis=1
    )
    made = made_by("topics", corpus, n=n, unit=unit, level=level, least=least, most=most, top=top, seed=seed)
    # For the figure: of each listed word its part of all the weights of the topic.
    place = {word: column for column, word in enumerate(words)}
    made.beside["weights"] = [
        (weights[topic][[place[word] for word in own_words]] / weights[topic].sum()).tolist()
        for topic, own_words in zip(order.tolist(), rows["words"], strict=True)
    ]
    return Table.of(frame, made, _says(frame, len(own), unit, settled))


@dataclass(frozen=True)
class _Documents:
    """Of each document the place of its speech and its number of words; and which one each place is in."""

    speech: Array
    sizes: Array
    codes: tuple[Array, ...]
    corpus: Corpus
    unit: Unit
    tops: Array
    keys: Array

    def at(self, speech: Array, offset: Array) -> Array:
        """Return the number of the document of each place, or -1 where no word is in it."""
        import numpy as np

        key = _keys(self.corpus, self.unit, self.tops, speech, offset)
        found = np.searchsorted(self.keys, key)
        found = np.minimum(found, max(len(self.keys) - 1, 0))
        return np.where(self.keys[found] == key, found, -1) if len(self.keys) else np.full(len(key), -1)


def _documents(corpus: Corpus, unit: Unit, level: int) -> _Documents:
    """The documents, in the order of the text, and for each part of the tokens the document of each word."""
    import numpy as np

    outlines = corpus.outlines
    # Of each section the one of the level asked for, or the deepest above that, in which it lies.
    tops = np.arange(len(outlines.level))
    for row, above in enumerate(outlines.spans.parent.tolist()):
        if above >= 0 and outlines.level[row] > level:
            tops[row] = tops[above]
    tokens = corpus.tokens
    keys, speeches = [], []
    for part in tokens.parts:
        at = _at(part, tokens)
        place = _place(part, at)
        keys.append(_keys(corpus, unit, tops, place, part.starts[at]))
        speeches.append(place)
    all_keys = np.concatenate([np.empty(0, np.int64), *keys])
    names, first, sizes = np.unique(all_keys, return_index=True, return_counts=True)
    speech = np.concatenate([np.empty(0, np.int64), *speeches])[first]
    codes = tuple(np.searchsorted(names, own) for own in keys)
    return _Documents(speech.astype(np.int64), sizes, codes, corpus, unit, tops, names)


def _keys(corpus: Corpus, unit: Unit, tops: Array, speech: Array, offset: Array) -> Array:
    """A number for the document around each place: the speech, and in it the section or none."""
    import numpy as np

    key: Array = speech.astype(np.int64) << 32
    if unit == "speech" or not len(tops):
        return key
    row = corpus.outlines.spans.innermost(speech, offset)
    return key + np.where(row >= 0, tops[np.maximum(row, 0)] + 1, 0)


def _at(part: Part, tokens: Tokens) -> Array:
    """Where the words of a part are."""
    import numpy as np

    return np.flatnonzero(tokens.is_word[part.rows][part.codes] & part.inside())


def _place(part: Part, at: Array) -> Array:
    """The place in the corpus of the speech of each."""
    import numpy as np

    return part.speeches[np.searchsorted(part.bounds[:, 1], at, "right")] if len(at) else part.speeches[:0]


def _words(documents: _Documents, tokens: Tokens, least: int, most: float) -> tuple[list[str], Any]:
    """The words that count, by the alphabet, and how often each stands in each document: shape (d, w)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    wanted = telling(tokens.vocabulary)
    column = np.full(len(tokens.vocabulary), -1, np.int64)
    column[wanted] = np.arange(len(wanted))
    number = len(documents.sizes)
    counts = csr_matrix((number, len(wanted)), dtype=np.float64)
    for part, own in zip(tokens.parts, documents.codes, strict=True):
        words = column[part.rows[part.codes[_at(part, tokens)]]]
        cells = own[words >= 0], words[words >= 0]
        counts = counts + csr_matrix((np.ones(len(cells[0])), cells), shape=counts.shape)
    spread = np.bincount(counts.indices, minlength=len(wanted))
    bound = most * number if number >= _FEW else number
    kept = np.flatnonzero((spread >= min(least, max(number - 1, 1))) & (spread <= bound))
    counts = csr_matrix(counts[:, kept])
    counts.sort_indices()
    return [str(tokens.vocabulary[wanted[row]]) for row in kept.tolist()], counts


def _factors(counts: Any, n: int, seed: int) -> tuple[Array, Array, bool]:
    """The share of each topic in each document, the weight of each word in each topic, and whether it settled."""
    import numpy as np
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfTransformer

    model = NMF(n_components=n, init="nndsvda", max_iter=_STEPS, random_state=seed)
    # That it has not settled is said in the words of the table; the error of a perfect fit may be a little below 0.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        documents = model.fit_transform(TfidfTransformer(sublinear_tf=True).fit_transform(counts))
    parts = documents * model.components_.sum(axis=1)
    sums = parts.sum(axis=1, keepdims=True)
    shares = np.divide(parts, sums, out=np.zeros(parts.shape), where=sums > 0)
    return shares, model.components_, int(model.n_iter_) < _STEPS


def _heaviest(words: list[str], weights: Array, top: int) -> list[str]:
    ranked = sorted(
        (-round(weight, _DECIMALS), word) for weight, word in zip(weights.tolist(), words, strict=True)
    )
    return [word for weight, word in ranked[:top] if weight < 0]


def _formulae(documents: _Documents, corpus: Corpus, own: Array, shares: Array, top: int) -> list[list[str]]:
    """The formulae of each topic: a mention belongs to the topics by their shares in its document."""
    import numpy as np

    from .measures.keyness import log_likelihood

    labels = corpus.labels("formula")
    n = shares.shape[1]
    all_shares = np.zeros((len(documents.sizes), n))
    all_shares[own] = shares
    counts = np.zeros((len(labels.vocabulary), n))
    for part in labels.parts:
        at = np.flatnonzero(part.inside())
        document = documents.at(_place(part, at), part.starts[at])
        known = document >= 0
        np.add.at(counts, part.rows[part.codes[at[known]]], all_shares[document[known]])
    sums, sizes = counts.sum(axis=1), counts.sum(axis=0)
    found = []
    for topic in range(n):
        here = counts[:, topic]
        rest = np.maximum(sums - here, 0)
        score = log_likelihood(here, rest, here.sum(), max(sizes.sum() - here.sum(), 0.0))
        rows = np.flatnonzero(score >= _SURE)
        ranked = sorted((-round(float(score[row]), 6), str(labels.vocabulary[int(row)])) for row in rows)
        found.append([name for _, name in ranked[:top]])
    return found


def _says(frame: Any, documents: int, unit: Unit, settled: bool) -> str:
    first = frame.iloc[0]
    parts = [
        f"{documents} {'个层次' if unit == 'section' else '篇讲话'}归出 {len(frame)} 个主题，"
        f"最重的占 {first['share']:.0%}，如{'、'.join(first['words'][:_SHOWN])}"
    ]
    if not settled:
        parts.append(f"算了 {_STEPS} 步还没有稳定，结果只供参考")
    return "；".join(parts) + "。"
