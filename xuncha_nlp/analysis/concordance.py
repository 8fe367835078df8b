"""Concordance (KWIC): every hit of a query with its context and its place, in an order to read them in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus, Hits
from .query import Query, Within, find, parse
from .windows import words_beside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .table import Table

    Array = NDArray[Any]

__all__ = ["concordance"]

_COLUMNS = ["source", "speech", "date", "section", "left", "match", "right", "start", "end"]
_PLACE = re.compile(r"([1-9])([LR])")
_LINE = re.compile(r"[\r\n]")
# Behind one of these a sentence ends, and with it the marks that close it.
_SENTENCE = re.compile(r"[。！？；!?;]+[”’」』）)]*|[\r\n]+")
# So far a sentence is looked for.
_FAR = 2_000
Unit = Literal["characters", "sentence", "section"]


def concordance(
    corpus: Corpus,
    query: str | Query | Sequence[str],
    *,
    width: int = 20,
    unit: Unit = "characters",
    sort: str | Sequence[str] | None = None,
    sample: int | None = None,
    seed: int = 0,
    group: str | None = None,
    within: Within | None = None,
    start: int = 0,
    count: int | None = None,
) -> Table:
    """Find every hit of a query.

    Parameters
    ----------
    corpus : Corpus
    query : str, Query or sequence of str
        See `xuncha_nlp.analysis.query`. A string without its signs is matched exactly but for the width of its
        punctuation and digits.
    width : int
        Characters of context on either side. The context does not leave the paragraph.
    unit : {"characters", "sentence", "section"}
        The context is so many characters, or the rest of the sentence, or of the innermost section; for a hit that
        is in no section, of the paragraph.
    sort : str or sequence of str, optional
        Keys, the first the most important, as a sequence or with commas: ``"1R"`` the first word to the right,
        ``"2L"`` the second to the left and so on up to 9, ``"date"``, ``"speech"``. By default, and for rows with
        the same keys, the order of the text.
    sample : int, optional
        So many hits, chosen by chance, each with the same; all where there are no more.
    seed : int
        The same seed chooses the same hits.
    group : str, optional
        ``"1L"`` … ``"9R"``: return how often which word stands there instead of the lines.
    within : Within, optional
        Where in a speech hits must begin: level of the section, heading or body, move.
    start, count : int
        The page: from which row on, and how many rows; by default all.

    Returns
    -------
    Table
        Columns source, speech, date, section (the headings above, joined by `` › ``), left, match,
        right, start, end. Empty, with these columns, where there is no hit. With ``group`` indexed by word, with
        ``count``, ``share`` of the hits, and ``speeches``; an empty word where the paragraph begins or ends.
        ``made["hits"]`` is the number of hits, whatever the page.

    Raises
    ------
    QueryError
        The query cannot be read; the message says where.
    ValueError
        A sort key, the unit or the group is unknown, or a number is below zero.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "切实增强“四个意识”，自觉看齐。坚定“四个自信”。"})
    >>> concordance(corpus, "四个意识", width=4)[["left", "match", "right"]].values.tolist()
    [['实增强“', '四个意识', '”，自觉']]
    >>> concordance(corpus, "四个??", sort="1R,1L")["match"].tolist()
    ['四个自信', '四个意识']
    >>> concordance(corpus, "四个??", group="1L")["count"].to_dict()
    {'切实增强': 1, '坚定': 1}
    """
    import pandas as pd

    from .table import Table, made_by

    keys = _keys(sort)
    if unit not in ("characters", "sentence", "section"):
        raise ValueError(f"unknown unit {unit!r}; use characters, sentence or section")
    if group is not None and not _PLACE.fullmatch(group):
        raise ValueError(f"unknown group {group!r}; use 1L … 9R")
    if min(width, start, count or 0, sample or 0) < 0:
        raise ValueError("width, start, count and sample are not below zero")
    read = parse(query)
    # The same hits in the same order for each page.
    question = ("concordance", read, within, sample, seed)
    hits: Hits = corpus.kept(question, lambda: _sampled(find(corpus, read, within=within), sample, seed))
    made = made_by(
        "concordance" if group is None else "concordance_groups",
        corpus, query=str(read), width=width, unit=unit, sort=list(keys), sample=sample, seed=seed, group=group,
        within=within and within.to_json(),
        start=start, count=count,
    )  # fmt: skip
    made["hits"] = len(hits)
    if group is not None:
        return _grouped(corpus, hits, group, made)
    order = corpus.kept((*question, keys), lambda: _order(corpus, hits, keys)) if keys else None
    stop = len(hits) if count is None else min(start + count, len(hits))
    rows = range(start, stop) if order is None else order[start:stop]
    frame = pd.DataFrame(_lines(corpus, hits, rows, unit, width), columns=_COLUMNS)
    return Table.of(frame, made, _says(corpus, hits, str(read), len(frame)))


def _keys(sort: str | Sequence[str] | None) -> tuple[str, ...]:
    if sort is None:
        return ()
    keys = tuple(key.strip() for key in (sort.split(",") if isinstance(sort, str) else sort))
    for key in keys:
        if key not in ("date", "speech") and not _PLACE.fullmatch(key):
            raise ValueError(f"unknown sort key {key!r}; use 1L … 9R, date or speech")
    return keys


def _sampled(hits: Hits, sample: int | None, seed: int) -> Hits:
    import numpy as np

    if sample is None or sample >= len(hits):
        return hits
    rows = np.sort(np.random.default_rng(seed).choice(len(hits), sample, replace=False))
    return Hits(hits.speech[rows], hits.start[rows], hits.end[rows])


def _order(corpus: Corpus, hits: Hits, keys: Sequence[str]) -> Array:
    """The rows in the order of their keys."""
    import numpy as np

    sides: tuple[Literal["L", "R"], ...] = ("L", "R")
    far = {side: max((int(key[0]) for key in keys if key[1] == side), default=0) for side in sides}
    beside = {side: words_beside(corpus.tokens, hits, far[side], side) for side in sides if far[side]}
    columns = []
    for key in keys:
        if _PLACE.fullmatch(key):
            columns.append(
                _ranks(corpus.tokens.vocabulary, beside["L" if key[1] == "L" else "R"][int(key[0]) - 1])
            )
        else:
            values = ["" if value is None else str(value) for value in corpus.facts(key)]
            columns.append(np.unique(values, return_inverse=True)[1][hits.speech])
    # Numbers of 16 bits are sorted many times as fast as longer ones.
    found: Array = np.lexsort(
        [column.astype(np.min_scalar_type(column.max(initial=0))) for column in columns[::-1]]
    )
    return found


def _ranks(vocabulary: Sequence[str], rows: Array) -> Array:
    """For rows of the vocabulary, numbers in the order of their words; -1, which is no word, comes first."""
    import numpy as np

    used = np.flatnonzero(np.bincount(rows + 1, minlength=1)[1:])
    ordered = sorted(used.tolist(), key=vocabulary.__getitem__)
    ranks = np.zeros(len(vocabulary) + 1, np.int32)
    ranks[ordered] = np.arange(1, len(ordered) + 1)
    # The last stands for -1.
    return ranks[rows]


def _grouped(corpus: Corpus, hits: Hits, group: str, made: dict[str, Any]) -> Table:
    import numpy as np
    import pandas as pd

    from .table import Table

    rows = words_beside(corpus.tokens, hits, int(group[0]), "L" if group[1] == "L" else "R")[-1]
    words, inverse, counts = np.unique(rows, return_inverse=True, return_counts=True)
    pairs = np.unique(inverse.astype(np.int64) * (len(corpus) + 1) + hits.speech)
    frame = pd.DataFrame(
        {
            "count": counts,
            "share": counts / max(len(hits), 1),
            "speeches": np.bincount(pairs // (len(corpus) + 1), minlength=len(words)),
        },
        index=pd.Index(
            [corpus.tokens.vocabulary[row] if row >= 0 else "" for row in words.tolist()],
            name="word", dtype="object",
        ),
    )  # fmt: skip
    frame = frame.sort_index().sort_values("count", ascending=False, kind="stable")
    side = "左" if group[1] == "L" else "右"
    first = "、".join(f"“{name}”（{number}）" for name, number in frame["count"].head(3).items() if name)
    if not len(hits):
        return Table.of(frame, made, _not_found(made["query"]))
    says = f"“{made['query']}”共 {len(hits)} 处，{side}第 {group[0]} 词有 {len(frame)} 种" + (
        f"，最多的是{first}。" if first else "。"
    )
    return Table.of(frame, made, says)


def _lines(corpus: Corpus, hits: Hits, rows: Any, unit: Unit, width: int) -> list[dict[str, object]]:
    import numpy as np

    chosen = np.asarray(rows, np.int64)
    speech, start, end = hits.speech[chosen], hits.start[chosen], hits.end[chosen]
    section = corpus.outlines.spans.innermost(speech, start)
    paths: dict[int, str] = {}
    facts = {name: corpus.facts(name) for name in ("source", "speech", "date")}
    lines = []
    for place, first, last, row in zip(
        speech.tolist(), start.tolist(), end.tolist(), section.tolist(), strict=True
    ):
        if row not in paths:
            paths[row] = corpus.outlines.path(row)
        left, right = _context(corpus, place, first, last, row, unit, width)
        lines.append(
            {
                **{name: values[place] for name, values in facts.items()},
                "section": paths[row],
                "left": left,
                "match": corpus.text(place, first, last),
                "right": right,
                "start": first,
                "end": last,
            }
        )
    return lines


def _context(
    corpus: Corpus, place: int, first: int, last: int, section: int, unit: Unit, width: int
) -> tuple[str, str]:
    """What stands to the left and to the right of a hit."""
    if unit == "section" and section >= 0:
        spans = corpus.outlines.spans
        begin, end = int(spans.start[section]), int(spans.end[section])
        return corpus.text(place, begin, first), corpus.text(place, last, end)
    far = width if unit == "characters" else _FAR
    left, right = corpus.text(place, first - far, first), corpus.text(place, last, last + far)
    if unit != "sentence":
        return _LINE.split(left)[-1], _LINE.split(right)[0]
    before = [match.end() for match in _SENTENCE.finditer(left)]
    # A match that ends with the end of the sentence has nothing to its right.
    ended = _SENTENCE.search(corpus.text(place, last - 1, last))
    after = _SENTENCE.search(right)
    whole = right if after is None else right[: after.start()] + after[0].rstrip("\r\n")
    return left[before[-1] if before else 0 :], "" if ended else whole


def _not_found(query: str) -> str:
    return f"没有找到“{query}”。"


def _says(corpus: Corpus, hits: Hits, query: str, shown: int) -> str:
    import numpy as np

    if not len(hits):
        return _not_found(query)
    said = f"“{query}”共 {len(hits)} 处，见于 {len(corpus)} 篇中的 {len(np.unique(hits.speech))} 篇"
    return said + (f"；这里列出 {shown} 处。" if shown < len(hits) else "。")
