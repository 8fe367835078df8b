"""Collocation: which words stand next to what is looked for, and how strongly they are drawn to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from ..corpus import Corpus
from .counted import hits_of
from .windows import Bounds, words_around

if TYPE_CHECKING:
    from .query import Within
    from .table import Table

__all__ = ["MEASURES", "Measure", "collocates"]

Measure = Literal[
    "log_dice", "mi", "mi3", "t", "log_likelihood", "delta_p_forward", "delta_p_backward", "count"
]
MEASURES: tuple[Measure, ...] = (
    "log_dice", "mi", "mi3", "t", "log_likelihood", "delta_p_forward", "delta_p_backward", "count",
)  # fmt: skip


def collocates(
    corpus: Corpus,
    query: str | Sequence[str],
    *,
    left: int | None = 5,
    right: int | None = 5,
    bounds: Bounds = "sentence",
    within: Within | None = None,
    least: int = 3,
    order: Measure = "log_dice",
) -> Table:
    """Return the words that stand near the hits of a query.

    A token counts once, however many hits it is near to, and those of the hits themselves do not count.
    The measures compare the words near the hits with all others: their table has the number of words near
    them as its first row (Evert 2008, surface co-occurrence with the windows as they are), so that windows
    that overlap or are cut off by a sentence need no correction. logDice has the number of hits, as its paper.

    Parameters
    ----------
    corpus : Corpus
    query : str or sequence of str
        See `xuncha_nlp.analysis.query`; of several, what is near to any.
    left, right : int or None
        So many words on either side, punctuation not counted; None for all up to the bounds.
    bounds : {"speech", "section", "paragraph", "sentence"}
        What the window does not leave. A section ends where one within it begins.
    within : Within, optional
        Where in a speech the hits must begin. The words near them are compared with all others of the corpus.
    least : int
        Leave out words that stand near it less often.
    order : str
        The measure by which the rows are ordered, highest first.

    Returns
    -------
    Table
        Indexed by word: ``count`` near it, ``frequency`` in the whole corpus, ``speeches`` with both next to
        each other, ``expected`` count, and the measures of `MEASURES`; see
        `xuncha_nlp.analysis.measures.association`. Empty, with these columns, where there is no hit.

    Raises
    ------
    QueryError
        The query cannot be read; the message says where.
    ValueError
        The measure or the bounds are unknown.

    References
    ----------
    Evert, S. 2008. “Corpora and collocations”. In Lüdeling and Kytö (eds), *Corpus Linguistics: An International
    Handbook*, vol. 2, 1212–1248.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "增强“四个意识”。增强“四个意识”。坚定信心。增强信心。"})
    >>> collocates(corpus, "四个意识", least=1)[["count", "frequency", "log_dice"]].round(2).to_dict("index")
    {'增强': {'count': 2, 'frequency': 3, 'log_dice': 13.68}}
    """
    import numpy as np
    import pandas as pd

    from .measures import association
    from .table import Table, made_by

    if order not in MEASURES:
        raise ValueError(f"unknown measure {order!r}; use one of {', '.join(MEASURES)}")
    tokens = corpus.tokens
    hits = hits_of(corpus, query, within)
    around = words_around(
        tokens,
        hits,
        left=left,
        right=right,
        within=bounds,
        sections=corpus.outlines.spans if bounds == "section" else None,
    )
    rows = np.flatnonzero((around.near >= max(least, 1)) & tokens.is_word)
    # Tokens of the hits themselves are neither near them nor elsewhere.
    elsewhere = tokens.counts - around.nodes
    cells = (
        around.near[rows],
        around.near.sum(),
        elsewhere[rows],
        elsewhere[tokens.is_word].sum(),
    )
    frame = pd.DataFrame(
        {
            "count": cells[0],
            "frequency": tokens.counts[rows],
            "speeches": around.speeches[rows],
            "expected": association.expected(*cells[1:]),
            "log_dice": association.log_dice(cells[0], around.hits, cells[2]),
            "mi": association.mutual_information(*cells),
            "mi3": association.mutual_information_cubed(*cells),
            "t": association.t_score(*cells),
            "log_likelihood": association.log_likelihood(*cells),
            "delta_p_forward": association.delta_p_forward(*cells),
            "delta_p_backward": association.delta_p_backward(*cells),
        },
        index=pd.Index([tokens.vocabulary[int(row)] for row in rows], name="word", dtype="object"),
    )
    # Words of equal strength stand in the order of their characters, whatever order the corpus has.
    frame = frame.sort_index().sort_values(order, ascending=False, kind="stable")
    # A word that is no more frequent here than elsewhere is not drawn to what was looked for.
    first = "、".join(frame.index[frame["count"] > frame["expected"]][:3])
    says = (
        f"“{query if isinstance(query, str) else '|'.join(query)}”共 {len(hits)} 处，左 {_spoken(left)}右 {_spoken(right)}之内有 {len(frame)} 个词至少同现 {least} 次"
        + (f"；结合最紧的是{first}。" if first else "。")
    )
    made = made_by(
        "collocates", corpus, query=query, left=left, right=right, bounds=bounds,
        within=within and within.to_json(), least=least, order=order,
    )  # fmt: skip
    return Table.of(frame, made, says)


def _spoken(width: int | None) -> str:
    return "不限" if width is None else f"{width} 词"
