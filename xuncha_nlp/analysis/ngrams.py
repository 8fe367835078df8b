"""N-grams: runs of words or of characters that come again, and in how many speeches (lexical bundles)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from .query import Within, find

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.tokens import Part, Tokens
    from .table import Table

    Array = NDArray[Any]

__all__ = ["ngrams"]

_UNITS = {"word": "词", "character": "字"}
_PER = 10_000


def ngrams(
    corpus: Corpus,
    n: int = 4,
    query: str | Sequence[str] | None = None,
    *,
    unit: Literal["word", "character"] = "word",
    least: int = 5,
    speeches: int = 2,
    within: Within | None = None,
) -> Table:
    """Return the runs of n words, or characters, that come often enough and in speeches enough.

    A run does not go over punctuation, so that all of it stands in one clause. With a threshold of
    frequency and of speeches these are the lexical bundles of Biber et al. 1999.

    Parameters
    ----------
    corpus : Corpus
    n : int
        1 to 10.
    query : str or sequence of str, optional
        See `xuncha_nlp.analysis.query`: only the runs that hold a hit of it (clusters), counted where they do.
    unit : {"word", "character"}
        Words are those of the segmenter; characters depend on nothing.
    least : int
        Leave out what is less frequent.
    speeches : int
        Leave out what stands in fewer speeches.
    within : Within, optional
        Where in a speech the hits of the query must begin.

    Returns
    -------
    Table
        Indexed by the run as it stands in the text, most frequent first: ``count``, ``speeches``,
        ``per_10k``, the count per 10,000 words, or characters (without white space), of the corpus, and ``cut``, the
        run with its words parted: cut in two ways, the same characters are two runs.

    Raises
    ------
    QueryError
        The query cannot be read; the message says where.
    ValueError
        n is out of bounds, the unit is neither, or ``within`` has no query.

    References
    ----------
    Biber, D., S. Johansson, G. Leech, S. Conrad and E. Finegan. 1999. *Longman Grammar of Spoken and Written
    English*, ch. 13.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a": "增强政治意识，坚持问题导向。", "b": "还要坚持问题导向。"})
    >>> ngrams(corpus, 3, least=2)["count"].to_dict(), ngrams(corpus, 6, unit="character", least=2)["count"].to_dict()
    ({'坚持问题导向': 2}, {'坚持问题导向': 2})
    >>> ngrams(corpus, 2, "问题", least=2)["count"].to_dict()
    {'坚持问题': 2, '问题导向': 2}
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    if not 1 <= n <= _LONGEST:
        raise ValueError(f"n is {n}; it goes from 1 to {_LONGEST}")
    if unit not in _UNITS:
        raise ValueError(f"unknown unit {unit!r}; use word or character")
    if within is not None and query is None:
        raise ValueError("within says where the hits of a query begin; give a query")
    tokens = corpus.tokens if unit == "word" else corpus.characters
    around = None if query is None else _around(corpus, tokens, query, n, within)
    found = [
        _runs(tokens, part, n, None if around is None else around[place])
        for place, part in enumerate(tokens.parts)
    ]
    keys = np.concatenate([np.empty((0, n), np.int64), *(each[0] for each in found)])
    runs, inverse = _unique(keys)
    count, spread = (
        np.bincount(inverse, np.concatenate([np.empty(0), *(each[column] for each in found)]), len(runs))
        for column in (1, 2)
    )
    size = tokens.number_of_words if unit == "word" else sum(corpus.facts("characters"))
    kept = np.flatnonzero((count >= max(least, 1)) & (spread >= speeches))
    cut = [[tokens.vocabulary[int(code)] for code in runs[row]] for row in kept]
    frame = pd.DataFrame(
        {
            "count": count[kept].astype(np.int64),
            "speeches": spread[kept].astype(np.int64),
            "per_10k": count[kept] / max(size, 1) * _PER,
            "cut": ["/".join(words) for words in cut],
        },
        index=pd.Index(["".join(words) for words in cut], name="ngram", dtype="object"),
    )
    frame = frame.sort_values("cut").sort_values("count", ascending=False, kind="stable")
    first = "、".join(f"“{name}”（{row}）" for name, row in frame["count"].head(3).items())
    holding = "" if query is None else f"含“{query if isinstance(query, str) else '|'.join(query)}”的 "
    says = (
        f"{holding}{n} {_UNITS[unit]}连用出现至少 {least} 次、见于至少 {speeches} 篇的有 {len(frame)} 个"
        + (f"；最多的是{first}。" if first else "。")
        + (f"语料只有 {len(corpus)} 篇，达不到 {speeches} 篇，请放宽。" if speeches > len(corpus) else "")
    )
    made = made_by(
        "ngrams",
        corpus,
        query=query,
        n=n,
        unit=unit,
        least=least,
        speeches=speeches,
        within=within and within.to_json(),
    )
    return Table.of(frame, made, says)


_LONGEST = 10


def _around(
    corpus: Corpus, tokens: Tokens, query: str | Sequence[str], n: int, within: Within | None
) -> list[Array]:
    """For each part whether the run of n that begins at a token holds a hit."""
    import numpy as np

    hits = find(corpus, query, within=within)
    found = {id(part): np.zeros(len(part.codes), dtype=bool) for part in tokens.parts}
    for part, _, first, after in tokens.at(hits):
        fits = after - first <= n
        edges = np.zeros(len(part.codes) + 1, np.int32)
        np.add.at(edges, np.maximum(after[fits] - n, 0), 1)
        np.add.at(edges, first[fits] + 1, -1)
        found[id(part)] = np.cumsum(edges[:-1]) > 0
    return list(found.values())


def _runs(tokens: Tokens, part: Part, n: int, wanted: Array | None) -> tuple[Array, Array, Array]:
    """The different runs of a part as rows of the vocabulary, how often each stands, in how many speeches."""
    import numpy as np
    from scipy.sparse import csr_array

    codes = part.rows[part.codes].astype(np.int64)
    usable = tokens.is_word[codes] & part.inside()
    length = max(len(codes) - n + 1, 0)
    whole = usable[:length].copy()
    if wanted is not None:
        whole &= wanted[:length]
    for step in range(1, n):
        whole &= usable[step : step + length]
    at = np.flatnonzero(whole)
    # Two speeches that follow each other without punctuation between them share no run.
    speech = np.searchsorted(part.bounds[:, 1], at, "right")
    same = part.bounds[speech, 1] >= at + n if len(at) else np.empty(0, dtype=bool)
    at, speech = at[same], speech[same]
    runs, inverse = _unique(np.stack([codes[at + step] for step in range(n)], axis=1))
    shape = (len(runs), len(part.bounds))
    table = csr_array((np.ones(len(at), np.int32), (inverse, speech)), shape=shape)
    return runs, table.sum(axis=1), np.diff(table.indptr)


def _unique(rows: Array) -> tuple[Array, Array]:
    """Return the different rows of numbers, in order, and for each row which of them it is."""
    import numpy as np

    size = int(rows.max(initial=0)) + 1
    keys = np.zeros(len(rows), np.int64)
    # As many columns as fit into one number are compared at once; then their ranks stand for them.
    highest = 1
    for column in rows.T:
        if highest > np.iinfo(np.int64).max // size:
            values, keys = np.unique(keys, return_inverse=True)
            highest = len(values)
        keys = keys * size + column
        highest *= size
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return rows[first], inverse
