"""Where in its speech each hit stands: the rows of a dispersion plot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..corpus import Corpus
from .counted import hits_of

if TYPE_CHECKING:
    import pandas as pd

    from .query import Within
    from .table import Table

__all__ = ["hit_positions"]

_COLUMNS = ["query", "source", "speech", "date", "title", "start", "end", "position"]


def hit_positions(corpus: Corpus, query: str | Sequence[str], *, within: Within | None = None) -> Table:
    """Return every hit with its relative position in its speech.

    Parameters
    ----------
    corpus : Corpus
    query : str or sequence of str
        As `xuncha_nlp.analysis.query` has it; several are told apart.
    within : Within, optional
        Where in a speech the hits must begin.

    Returns
    -------
    Table
        A row a hit, query by query in the order of the text: ``query``, ``source``, ``speech``, ``date``,
        ``title``, ``start``, ``end`` and ``position``, from 0 (the beginning of the speech) to below 1.
        Empty, with these columns, where there is no hit.

    Raises
    ------
    QueryError
        A query cannot be read.

    Examples
    --------
    >>> table = hit_positions(Corpus.from_texts({"a": "巡察开始，巡察结束。"}), "巡察")
    >>> table[["speech", "start", "end", "position"]].values.tolist()
    [['a#1', 0, 2, 0.0], ['a#1', 5, 7, 0.5]]
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    queries = list(dict.fromkeys([query] if isinstance(query, str) else query))
    speeches = corpus.speeches.reset_index()
    begin, end = (speeches[name].to_numpy(np.int64) for name in ("start", "end"))
    parts = []
    for each in queries:
        hits = hits_of(corpus, each, within)
        about = speeches.loc[hits.speech, ["source", "speech", "date", "title"]].reset_index(drop=True)
        start = np.asarray(hits.start, np.int64)
        lengths = np.maximum(end[hits.speech] - begin[hits.speech], 1)
        parts.append(
            about.assign(
                query=each,
                start=start,
                end=np.asarray(hits.end, np.int64),
                position=(start - begin[hits.speech]) / lengths,
            )
        )
    filled = [part for part in parts if len(part)]
    frame = pd.concat(filled, ignore_index=True)[_COLUMNS] if filled else pd.DataFrame(columns=_COLUMNS)
    made = made_by("hit_positions", corpus, query=query, within=within and within.to_json())
    return Table.of(frame, made, _says(frame, len(corpus)))


def _says(frame: pd.DataFrame, speeches: int) -> str:
    if frame.empty:
        return "没有找到。"
    return f"共 {len(frame)} 处，见于 {speeches} 篇中的 {frame['speech'].nunique()} 篇。"
