"""What speeches have taken from each other: shared passages, and the share of each that stands in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from ..corpus import Corpus
from ..extractors.passages import Passage
from ..extractors.reuse import shared_passages

if TYPE_CHECKING:
    from .table import Table

__all__ = ["reuse", "reuse_matrix"]

_SIDE = ["source", "speech", "start", "end", "text"]
_COLUMNS = [
    *_SIDE, *(f"other_{name}" for name in _SIDE), "characters", "similarity", "differences",
]  # fmt: skip


def reuse(
    corpus: Corpus,
    *,
    shortest: int = 20,
    similarity: float = 0.6,
    most: int = 50,
    without: Collection[str] = (),
) -> Table:
    """Find the passages that two speeches share.

    The passages are those of `xuncha_nlp.extractors.reuse.shared_passages`, which explains the parameters.

    Parameters
    ----------
    corpus : Corpus
    shortest : int
        The fewest characters that are the same in a passage, white space not counted.
    similarity : float
        The least similarity, up to 1.
    most : int
        What stands more often than this in the corpus begins no passage.
    without : collection of str
        Kinds of annotation whose characters do not count: ``"formula"``, ``"citation"``.

    Returns
    -------
    Table
        A row a passage, the longest first. Columns source, speech, start, end and text of the one side,
        other_source, other_speech, other_start, other_end and other_text of the other; characters that
        are the same; similarity (twice these by the characters of both sides); differences, a list of
        objects with ``left`` and ``right`` (text, start, end) and ``slot``, the label of the slot that
        varies there or None. Empty, with these columns, where nothing is shared.

    Raises
    ------
    ValueError
        A parameter is out of its range.

    Examples
    --------
    >>> old = "在动员会上的讲话\\n（2019年3月）\\n各单位要全力支持、密切配合青石镇的巡察工作，如实反映情况。"
    >>> new = "在动员会上的讲话\\n（2021年5月）\\n各单位要全力支持、密切配合临江镇的巡察工作，如实反映情况。"
    >>> frame = reuse(Corpus.from_texts({"旧.txt": old, "新.txt": new}))
    >>> frame[["speech", "other_speech", "characters"]].values.tolist()
    [['旧.txt#1', '新.txt#1', 40]]
    >>> [(each["left"]["text"], each["right"]["text"]) for each in frame["differences"][0]]
    [('2019', '2021'), ('3', '5'), ('青石镇', '临江镇')]
    """
    import pandas as pd

    from .table import Table, made_by

    passages = _passages(corpus, shortest, similarity, most, without)
    frame = pd.DataFrame([_row(each) for each in passages], columns=_COLUMNS)
    frame = frame.sort_values("characters", ascending=False, kind="stable", ignore_index=True)
    said = f"两篇之间相同的段落 {len(frame)} 处"
    if len(frame):
        first = frame.iloc[0]
        said += f"；最长的 {first['characters']} 字，在 {first['speech']} 和 {first['other_speech']} 之间"
    made = made_by(
        "reuse", corpus, shortest=shortest, similarity=similarity, most=most, without=sorted(without)
    )
    return Table.of(frame, made, said + "。")


def reuse_matrix(
    corpus: Corpus,
    *,
    shortest: int = 20,
    similarity: float = 0.6,
    most: int = 50,
    without: Collection[str] = (),
) -> Table:
    """Return which share of each speech stands in each other one.

    Parameters
    ----------
    corpus, shortest, similarity, most, without
        As for `reuse`.

    Returns
    -------
    Table
        A row and a column a speech: how much of the speech of the row, from 0 to 1 of its characters
        (white space left out), lies in passages that it shares with the speech of the column. What
        differs within a passage is not counted. A speech stands in itself: the diagonal is 1.

    Raises
    ------
    ValueError
        A parameter is out of its range.

    Examples
    --------
    >>> long, short = "压实整改责任，做到件件有着落、事事有回音、项项有结果。", "件件有着落、事事有回音、项项有结果。"
    >>> matrix = reuse_matrix(Corpus.from_texts({"长": long, "短": short}), shortest=10)
    >>> matrix.round(2).values.tolist()
    [[1.0, 0.67], [1.0, 1.0]]
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    speeches = list(corpus)
    names = [speech.id for speech in speeches]
    places = {name: place for place, name in enumerate(names)}
    spans: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for each in _passages(corpus, shortest, similarity, most, without):
        left, right = places[each.left.speech], places[each.right.speech]
        spans[left, right] += _same(each, "left")
        spans[right, left] += _same(each, "right")
    shares = np.eye(len(names))
    # How many characters, white space left out, stand before each offset of a speech.
    before = [
        np.concatenate([[0], np.cumsum([not each.isspace() for each in speech.text])]) for speech in speeches
    ]
    for (row, column), found in spans.items():
        count, start = before[row], speeches[row].start
        total = sum(int(count[b - start] - count[a - start]) for a, b in _joined(found))
        shares[row, column] = total / int(count[-1])
    frame = pd.DataFrame(shares, index=pd.Index(names, name="speech"), columns=names)
    others = shares - np.eye(len(names))
    said = f"{len(names)} 篇讲话两两之间相同文字的占比"
    if others.any():
        one, other = divmod(int(others.argmax()), len(names))
        said += f"；最高的是 {names[one]}，有 {others.max():.0%} 与 {names[other]} 相同"
    made = made_by(
        "reuse_matrix", corpus, shortest=shortest, similarity=similarity, most=most, without=sorted(without)
    )
    return Table.of(frame, made, said + "。")


def _passages(
    corpus: Corpus, shortest: int, similarity: float, most: int, without: Collection[str]
) -> Iterable[Passage]:
    return shared_passages(
        list(corpus), shortest=shortest, similarity=similarity, most=most, without=without,
        annotations=corpus.annotations,
    )  # fmt: skip


def _row(passage: Passage) -> dict[str, Any]:
    left, right = passage.left.to_json(), passage.right.to_json()
    return {
        **left,
        **{f"other_{key}": value for key, value in right.items()},
        "characters": passage.characters,
        "similarity": passage.similarity,
        "differences": [each.to_json() for each in passage.differences],
    }


def _same(passage: Passage, name: str) -> list[tuple[int, int]]:
    """The spans of one side without the words that differ."""
    side = getattr(passage, name)
    found = []
    at = side.start
    for each in passage.differences:
        differing = getattr(each, name)
        found.append((at, differing.start))
        at = differing.end
    found.append((at, side.end))
    return [(start, end) for start, end in found if start < end]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap, so that no character is counted twice."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
