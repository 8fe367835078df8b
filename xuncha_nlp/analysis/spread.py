"""Dispersion: whether a word, a formula or any string is spread over the speeches or crowded into a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus, Hits
from .counted import hits_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.tokens import Tokens
    from .query import Within
    from .table import Table

    Array = NDArray[Any]

__all__ = ["dispersion"]


def dispersion(
    corpus: Corpus,
    query: str | Sequence[str] | None = None,
    *,
    what: Literal["word", "formula"] = "word",
    least: int = 5,
    within: Within | None = None,
) -> Table:
    """Measure how evenly what is looked for is spread over the speeches of a corpus.

    The parts are the speeches, whose sizes are their numbers of words.

    Parameters
    ----------
    corpus : Corpus
    query : str or sequence of str, optional
        Queries (see `xuncha_nlp.analysis.query`), a row each; by default every word, or formula.
    what : {"word", "formula"}
        What is measured where there is no query.
    least : int
        Leave out what is less frequent; a query is never left out.
    within : Within, optional
        Where in a speech the hits of queries must begin.

    Returns
    -------
    Table
        Indexed by what is measured, most frequent first: ``count``, ``speeches`` (the range), ``juilland_d``,
        ``carroll_d2``, ``rosengren_s``, ``dp``, ``dp_norm``, ``kl`` and ``arf``; see
        `xuncha_nlp.analysis.measures.dispersion`. A corpus of one speech has nan in all that compare parts.

    Raises
    ------
    QueryError
        A query cannot be read; the message says where.
    ValueError
        ``within`` has no query.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a": "巡察巡察巡察整改。", "b": "部署整改工作安排。"})
    >>> dispersion(corpus, ["巡察", "整改"])[["count", "speeches", "dp_norm"]].values.tolist()
    [[3.0, 1.0, 1.0], [2.0, 2.0, 0.0]]
    """
    import numpy as np
    import pandas as pd

    from .measures import dispersion as measures
    from .measures._spread import spread
    from .table import Table, made_by

    if within is not None and query is None:
        raise ValueError("within says where the hits of a query begin; give a query")
    sizes = corpus.tokens.sizes
    queries = [query] if isinstance(query, str) else query
    names: Sequence[str]
    if queries is not None:
        names = list(dict.fromkeys(queries))
        counts, reduced = _of_queries(corpus, names, within)
    else:
        unit = corpus.tokens if what == "word" else corpus.labels(what)
        rows = np.flatnonzero((unit.counts >= max(least, 1)) & (unit.is_word | (what != "word")))
        names = [unit.vocabulary[int(row)] for row in rows]
        counts = unit.by_speech[rows]
        reduced = _of_words(unit, rows) if what == "word" else _of_labels(corpus, unit, rows)
    cells = spread(counts, sizes)
    frame = pd.DataFrame(
        {
            "count": np.asarray(counts.sum(axis=1)).reshape(-1),
            "speeches": measures.parts_with(cells, sizes).astype(np.int64),
            "juilland_d": measures.juilland_d(cells, sizes),
            "carroll_d2": measures.carroll_d2(cells, sizes),
            "rosengren_s": measures.rosengren_s(cells, sizes),
            "dp": measures.dp(cells, sizes),
            "dp_norm": measures.dp_norm(cells, sizes),
            "kl": measures.kl_divergence(cells, sizes),
            "arf": reduced,
        },
        index=pd.Index(names, name="query" if queries is not None else what, dtype="object"),
    )
    if queries is None:
        frame = frame.sort_index().sort_values("count", ascending=False, kind="stable")
    made = made_by(
        "dispersion", corpus, query=queries, what=what, least=least, within=within and within.to_json()
    )
    return Table.of(frame, made, _says(frame, len(corpus)))


def _says(frame: Any, speeches: int) -> str:
    if frame.empty:
        return "没有可以衡量的。"
    if speeches == 1:
        return "只有一篇讲话，分布无从比较，只列次数。"
    row = frame.iloc[0]
    if row["count"] == 0:
        return f"“{frame.index[0]}”没有出现。"
    even = (
        "比较均匀"
        if row["dp_norm"] < _EVEN
        else "集中在少数几篇"
        if row["dp_norm"] > _CROWDED
        else "不太均匀"
    )
    return (
        f"“{frame.index[0]}”出现 {int(row['count'])} 次，见于 {speeches} 篇中的 {int(row['speeches'])} 篇，"
        f"分布{even}（DPnorm {row['dp_norm']:.2f}，0 为完全均匀，越近 1 越集中）。"
    )


# What a DPnorm is called in words.
_EVEN, _CROWDED = 0.3, 0.7


def _of_queries(corpus: Corpus, queries: Sequence[str], within: Within | None) -> tuple[Array, Array]:
    """How often each string stands in each speech, and its average reduced frequency."""
    import numpy as np

    from .measures.dispersion import average_reduced_frequency

    counts = np.zeros((len(queries), len(corpus)), np.int64)
    reduced = np.zeros(len(queries))
    for row, query in enumerate(queries):
        hits = hits_of(corpus, query, within)
        counts[row] = np.bincount(hits.speech, minlength=len(corpus))
        reduced[row] = average_reduced_frequency(
            _places(corpus.tokens, hits), int(_lengths(corpus.tokens).sum())
        )
    return counts, reduced


def _of_words(tokens: Tokens, rows: Array) -> Array:
    """The average reduced frequency of words."""
    import numpy as np

    from .measures.dispersion import average_reduced_frequency

    wanted = np.full(len(tokens.vocabulary), -1, np.int64)
    wanted[rows] = np.arange(len(rows))
    words = [np.empty(0, np.int64)]
    for part in tokens.parts:
        codes = part.codes if part.is_whole else part.codes[part.inside()]
        words.append(wanted[part.rows][codes])
    word = np.concatenate(words)
    places = np.flatnonzero(word >= 0)
    return average_reduced_frequency(
        places, int(_lengths(tokens).sum()), words=word[places], vocabulary=len(rows)
    )


def _of_labels(corpus: Corpus, labels: Tokens, rows: Array) -> Array:
    """The average reduced frequency of annotations, by the tokens with which they begin."""
    import numpy as np

    from .measures.dispersion import average_reduced_frequency

    wanted = np.full(len(labels.vocabulary), -1, np.int64)
    wanted[rows] = np.arange(len(rows))
    places, words = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for part in labels.parts:
        word = wanted[part.rows][part.codes]
        at = np.flatnonzero((word >= 0) & part.inside())
        speech = part.speeches[np.searchsorted(part.bounds[:, 1], at, "right")]
        places.append(_places(corpus.tokens, Hits(speech, part.starts[at], part.ends[at])))
        words.append(word[at])
    return average_reduced_frequency(
        np.concatenate(places),
        int(_lengths(corpus.tokens).sum()),
        words=np.concatenate(words),
        vocabulary=len(rows),
    )


def _places(tokens: Tokens, hits: Hits) -> Array:
    """The first token of each hit, counted from the beginning of the corpus."""
    import numpy as np

    found = np.zeros(len(hits), np.int64)
    # How many tokens of the corpus stand before each speech.
    before = np.cumsum(lengths := _lengths(tokens)) - lengths
    for part, numbers, first, _ in tokens.at(hits):
        low = part.bounds[part.rows_of(hits.speech[numbers]), 0]
        found[numbers] = before[hits.speech[numbers]] + first - low
    return found


def _lengths(tokens: Tokens) -> Array:
    """How many tokens each speech has."""
    import numpy as np

    return np.concatenate([np.empty(0, np.int64), *(np.diff(part.bounds)[:, 0] for part in tokens.parts)])
