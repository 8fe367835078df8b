"""The hits of queries as tokens: what is counted for words and formulae is counted for them in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..corpus import Corpus
from ..corpus.tokens import Part, Tokens
from .query import Within, find

if TYPE_CHECKING:
    from ..corpus import Hits

__all__ = ["hits_of", "tokens_of_queries"]


def hits_of(corpus: Corpus, query: str | Sequence[str], within: Within | None = None) -> Hits:
    """Return the hits of a query; those of the last few are kept.

    Parameters
    ----------
    corpus : Corpus
    query : str or sequence of str
        See `xuncha_nlp.analysis.query`.
    within : Within, optional

    Raises
    ------
    QueryError
        It cannot be read.
    """
    asked = query if isinstance(query, str) else tuple(query)
    found: Hits = corpus.kept(("hits", asked, within), lambda: find(corpus, query, within=within))
    return found


def tokens_of_queries(corpus: Corpus, queries: Sequence[str], within: Within | None = None) -> Tokens:
    """Return the hits of queries as tokens, whose words are the queries.

    Parameters
    ----------
    corpus : Corpus
    queries : sequence of str
        All different.
    within : Within, optional

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "部署整改，验收整改。"})
    >>> tokens = tokens_of_queries(corpus, ["整改", "部署…整改", "巡察"])
    >>> dict(zip(tokens.vocabulary, tokens.counts.tolist()))
    {'整改': 2, '部署…整改': 1, '巡察': 0}
    """
    import numpy as np

    found = [hits_of(corpus, query, within) for query in queries]
    none = np.empty(0, np.int32)
    speech, start, end = (
        np.concatenate([none, *(getattr(each, name) for each in found)])
        for name in ("speech", "start", "end")
    )
    codes = np.repeat(np.arange(len(queries), dtype=np.int32), [len(each) for each in found])
    order = np.lexsort((codes, end, start, speech))
    speech, start, end = speech[order], start[order], end[order]
    places = np.arange(len(corpus), dtype=np.int32)
    part = Part(
        places,
        np.stack([np.searchsorted(speech, places), np.searchsorted(speech, places, "right")], axis=1),
        codes[order],
        np.arange(len(queries), dtype=np.int32),
        lambda: (start, end),
    )
    return Tokens("query", tuple(queries), (part,))
