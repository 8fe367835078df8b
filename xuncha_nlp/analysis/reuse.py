"""What speeches have taken from each other: shared passages, and the share of each that stands in another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from ..corpus import Corpus
from ..corpus.compared import compared_of
from ..errors import InputError
from ..extractors.passages import Side
from ..extractors.reuse import WITHOUT, Shared, shared
from ..extractors.suffixes import each_code
from .places import joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .table import Table

    Array = NDArray[Any]

__all__ = ["reuse", "reuse_matrix"]

_SIDE = ["source", "speech", "start", "end", "text"]
# More passages than these are a table, and more speeches a matrix, that nobody reads and few machines hold.
_MOST_PASSAGES, _MOST_SPEECHES = 1_000_000, 2_000


def reuse(
    corpus: Corpus,
    *,
    shortest: int = 20,
    similarity: float = 0.6,
    most: int = 50,
    without: Collection[str] = WITHOUT,
) -> Table:
    """Find the passages that two speeches share.

    The passages are those of `xuncha_nlp.extractors.reuse.shared_passages`, which explains the parameters. Of
    5,000 speeches of 4,000 characters they take some 40 seconds and 1.2 gigabytes.

    Parameters
    ----------
    corpus : Corpus
    shortest : int
        The fewest characters that are the same in a passage and count, white space left out.
    similarity : float
        The least similarity, up to 1.
    most : int
        What stands more often than this in the corpus begins no passage.
    without : collection of str
        Kinds of annotation whose characters do not count; formulae and the titles of documents by default, because
        two speeches that name the same ones have not for that been copied. An empty one counts everything.

    Returns
    -------
    Table
        A row a passage, the longest first. Columns source, speech, start, end and text of the one side,
        other_source, other_speech, other_start, other_end and other_text of the other; characters that
        are the same and count; similarity (twice these by the characters of both sides); differences, a list of
        objects with ``left`` and ``right`` (text, start, end) and ``slot``, the label of the slot that
        varies there or None. Empty, with these columns, where nothing is shared.

    Raises
    ------
    ValueError
        A parameter is out of its range.
    InputError
        The speeches share more than a million passages.

    Examples
    --------
    >>> old = "在动员会上的讲话\\n（2019年3月）\\n各单位要全力支持、密切配合青石镇的巡察工作，如实反映情况。"
    >>> new = "在动员会上的讲话\\n（2021年5月）\\n各单位要全力支持、密切配合临江镇的巡察工作，如实反映情况。"
    >>> frame = reuse(Corpus.from_texts({"旧.txt": old, "新.txt": new}))
    >>> frame[["speech", "other_speech", "characters"]].values.tolist()
    [['旧.txt#1', '新.txt#1', 27]]
    >>> [(each["left"]["text"], each["right"]["text"]) for each in frame["differences"][0]]
    [('青石镇', '临江镇')]
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    compared = compared_of(corpus)
    found = shared(
        compared, shortest=shortest, similarity=similarity, most=most, without=without, limit=_MOST_PASSAGES
    )
    order = np.argsort(-found.characters, kind="stable")
    # Strings that stand in many rows are taken, not written out: there may be a million rows.
    sources, ids = (pd.array(names, dtype="str") for names in (compared.sources, compared.ids))
    columns: dict[str, Any] = {}
    for prefix, numbers, spans in (("", found.left, found.spans), ("other_", found.right, found.other_spans)):
        speeches, (start, end) = numbers[order], spans[order].T.astype(np.int64)
        seen: dict[str, int] = {}
        texts = map(compared.text, speeches.tolist(), start.tolist(), end.tolist())
        places = np.array([seen.setdefault(text, len(seen)) for text in texts], np.int64)
        values = (
            sources.take(speeches), ids.take(speeches), start, end, pd.array(list(seen), dtype="str").take(places),
        )  # fmt: skip
        columns |= {prefix + name: value for name, value in zip(_SIDE, values, strict=True)}
    columns["characters"] = found.characters[order].astype(np.int64)
    columns["similarity"] = found.similarity[order]
    columns["differences"] = pd.Series(
        [[each.to_json() for each in found.differences.get(row, ())] for row in order.tolist()], dtype=object
    )
    frame = pd.DataFrame(columns)
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
    without: Collection[str] = WITHOUT,
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
        (white space, the header and the lines of the adjournment left out), lies in passages that it shares with
        the speech of the column. What differs within a passage is not counted; a formula in it is. A speech
        stands in itself: the diagonal is 1.

    Raises
    ------
    ValueError
        A parameter is out of its range.
    InputError
        There are more than 2,000 speeches.

    Examples
    --------
    >>> long, short = "先把账册摆到桌上，菜金一天一公布，采购两人签字。", "菜金一天一公布，采购两人签字。"
    >>> matrix = reuse_matrix(Corpus.from_texts({"长": long, "短": short}), shortest=10)
    >>> matrix.round(2).values.tolist()
    [[1.0, 0.62], [1.0, 1.0]]
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    names = corpus.facts("speech")
    if len(names) > _MOST_SPEECHES:
        raise InputError(
            f"语料有 {len(names)} 篇讲话，两两比较的表太大（最多 {_MOST_SPEECHES} 篇）",
            "请只取一部分讲话（例如某几年的），或改列沿用的段落",
        )
    compared = compared_of(corpus)
    found = shared(compared, shortest=shortest, similarity=similarity, most=most, without=without)
    pairs, spans = _same(found, len(names))
    # How many characters, white space left out, stand before each offset of each speech.
    sizes = np.array([len(text) + 1 for text in compared.texts], np.int64)
    firsts = np.cumsum(sizes) - sizes
    codes = np.frombuffer(
        "".join(f" {text}" for text in compared.texts).encode("utf-32-le", "surrogatepass"), "<u4"
    )
    before = np.cumsum(~each_code(codes, str.isspace, bool))
    own = np.array(compared.begins, np.int64)
    shift = (firsts - own)[pairs // max(len(names), 1)]
    counts = before[spans[:, 1] + shift] - before[spans[:, 0] + shift]
    shares = np.bincount(pairs, counts, minlength=len(names) ** 2).reshape(len(names), len(names))
    begins, ends = (np.array(compared.bodies, np.int64).reshape(-1, 2) - own[:, None]).T
    shares = shares / np.maximum(before[firsts + ends] - before[firsts + begins], 1)[:, None]
    np.fill_diagonal(shares, 1)
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


def _same(found: Shared, speeches: int) -> tuple[Array, Array]:
    """The stretches of each speech that stand in each other one, without the words that differ, and apart.

    Of each there is the number of the pair, which is that of a cell of the matrix, and its span.
    """
    import numpy as np

    pairs, spans = [], []
    for side, numbers, others, own in (
        ("left", found.left, found.right, found.spans),
        ("right", found.right, found.left, found.other_spans),
    ):
        pair = numbers.astype(np.int64) * speeches + others
        plain = np.ones(len(found), dtype=bool)
        plain[list(found.differences)] = False
        pairs.append(pair[plain])
        spans.append(own[plain])
        between = [
            (pair[row], *span)
            for row, differences in found.differences.items()
            for span in _between(own[row].tolist(), [getattr(each, side) for each in differences])
        ]
        parted = np.array(between, np.int64).reshape(-1, 3)
        pairs.append(parted[:, 0])
        spans.append(parted[:, 1:])
    return joined(np.concatenate(pairs), np.concatenate(spans).astype(np.int64))


def _between(span: list[int], differing: list[Side]) -> Iterator[tuple[int, int]]:
    """The parts of a span without the words that differ."""
    at, end = span
    for each in differing:
        if at < each.start:
            yield at, each.start
        at = each.end
    if at < end:
        yield at, end
