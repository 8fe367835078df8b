"""Concordance (KWIC): every occurrence of a string with its context, independent of segmentation."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from ..corpus import Corpus
from ..segment import tokenize
from ..speeches import Speech

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["concordance"]

_COLUMNS = ["source", "speech", "date", "section", "left", "match", "right", "start", "end"]
_SORT = re.compile(r"([1-9])([LR])")


def concordance(corpus: Corpus, query: str, *, width: int = 20, sort: str | None = None) -> pd.DataFrame:
    """Find every occurrence of a string.

    Parameters
    ----------
    corpus : Corpus
    query : str
        A string, matched exactly but for the width of its punctuation and digits.
    width : int
        Characters of context on either side. The context does not leave the paragraph.
    sort : str, optional
        ``"1R"`` by the first token to the right, ``"2L"`` by the second to the left and so on, or
        ``"date"``; by default the order of the text.

    Returns
    -------
    DataFrame
        Columns source, speech, date, section (the headings above, joined by `` › ``), left, match,
        right, start, end. Empty, with these columns, where there is no occurrence.

    Raises
    ------
    ValueError
        The query is empty or the sort key is unknown.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "切实增强“四个意识”，自觉看齐。"})
    >>> concordance(corpus, "四个意识", width=4)[["left", "match", "right"]].values.tolist()
    [['实增强“', '四个意识', '”，自觉']]
    """
    import pandas as pd

    if not query:
        raise ValueError("the query is empty")
    if sort is not None and sort != "date" and not _SORT.fullmatch(sort):
        raise ValueError(f"unknown sort key {sort!r}; use 1L … 9R or date")
    hits = corpus.find(query)
    rows = []
    for place, spans in groupby(zip(hits.speech, hits.start, hits.end, strict=True), itemgetter(0)):
        speech = corpus.members[int(place)]
        rows += [_row(speech, int(start), int(end), width) for _, start, end in spans]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    if sort is None or frame.empty:
        return frame
    keys = [_key(row, sort) for row in rows]
    order = sorted(range(len(rows)), key=lambda index: keys[index])
    return frame.iloc[order].reset_index(drop=True)


def _row(speech: Speech, start: int, end: int, width: int) -> dict[str, object]:
    text = speech.source.text
    left = text[max(speech.start, start - width) : start]
    right = text[end : min(speech.end, end + width)]
    return {
        "source": speech.source.name,
        "speech": speech.id,
        "date": speech.date,
        "section": _path(speech, start),
        "left": re.split(r"[\r\n]", left)[-1],
        "match": text[start:end],
        "right": re.split(r"[\r\n]", right)[0],
        "start": start,
        "end": end,
    }


def _path(speech: Speech, offset: int) -> str:
    holders = [section for section in speech.walk() if section.start <= offset < section.end]
    return " › ".join(section.heading for section in holders)


def _key(row: dict[str, object], sort: str) -> str:
    if sort == "date":
        return str(row["date"] or "")
    place, side = int(sort[0]), sort[1]
    words = [
        token.text for token in tokenize(str(row["right" if side == "R" else "left"])) if token.text.isalnum()
    ]
    if side == "L":
        words.reverse()
    return words[place - 1] if place <= len(words) else ""
