"""Where in a speech something stands: at which level of the outline, in which move, in a passage taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..corpus import Corpus
from ..corpus.spans import Spans, nested, place_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.tokens import Part

    Array = NDArray[Any]

__all__ = [
    "innermost_of_tokens",
    "joined",
    "levels_at",
    "move_spans",
    "moves_at",
    "reused_at",
    "reused_spans",
]


def levels_at(corpus: Corpus, speech: Array, offset: Array) -> Array:
    """Return the level of the innermost section around each place, 0 where there is none.

    Parameters
    ----------
    corpus : Corpus
    speech, offset : array of int, shape (n,)
        Places of speeches in the corpus, and offsets into their sources.

    Examples
    --------
    >>> import numpy as np
    >>> corpus = Corpus.from_texts({"a.txt": "讲话\\n一、看人\\n（一）落实责任。要查。\\n二、看事\\n查。"})
    >>> levels_at(corpus, np.zeros(4, int), np.array([0, 5, 12, 22])).tolist()
    [0, 1, 2, 1]
    """
    import numpy as np

    row = corpus.outlines.spans.innermost(speech, offset)
    level = np.append(corpus.outlines.level, 0)
    found: Array = level[row]
    return found


def moves_at(corpus: Corpus, speech: Array, offset: Array) -> tuple[list[str], Array]:
    """Return the names of moves, and of each place the number of the innermost move around it, or -1."""
    import numpy as np

    names, spans, rows = move_spans(corpus)
    return names, np.append(rows, -1)[spans.innermost(speech, offset)]


def move_spans(corpus: Corpus) -> tuple[list[str], Spans, Array]:
    """Return the names of moves, their spans, and of each span the number of its name."""
    import numpy as np

    moves = corpus.labels("move")

    def make() -> tuple[Spans, Array]:
        columns: list[list[Array]] = [[np.empty(0, np.int64)] for _ in range(4)]
        for part in moves.parts:
            at = np.flatnonzero(part.inside())
            values = (
                part.speeches[np.searchsorted(part.bounds[:, 1], at, "right")],
                part.starts[at], part.ends[at], part.rows[part.codes[at]],
            )  # fmt: skip
            for column, value in zip(columns, values, strict=True):
                column.append(value.astype(np.int64))
        place, start, end, row = map(np.concatenate, columns)
        return nested(place, start, end), row[np.lexsort((-end, start, place))]

    return list(moves.vocabulary), *corpus.kept(("moves",), make)


def innermost_of_tokens(spans: Spans, part: Part) -> Array:
    """Return for each token of a part the row of the innermost span around its beginning, or -1.

    Spans are fewer than tokens: it is asked at which token each begins and ends.
    """
    import numpy as np

    found = np.full(len(part.codes), -1, np.int64)
    keys, rows = spans.changes
    if not len(part.speeches):
        return found
    first, last = int(part.speeches[0]), int(part.speeches[-1]) + 1
    low, high = np.searchsorted(keys, [first << 32, last << 32])
    speech, offset = keys[low:high] >> 32, keys[low:high] & ((1 << 32) - 1)
    place = np.searchsorted(part.speeches, speech)
    inside = part.speeches[place] == speech
    place, offset, row = place[inside], offset[inside], rows[low:high][inside]
    # Before its first span a speech has none around it.
    begins = np.arange(len(part.speeches))
    at = np.concatenate([part.bounds[:, 0], part.first_starting_at(place, offset)])
    order = np.lexsort((np.concatenate([np.full(len(begins), -1), np.arange(len(row))]), at))
    edges = at[order]
    values = np.concatenate([np.full(len(begins), -1), row])[order]
    found[edges[0] :] = np.repeat(values, np.diff(np.append(edges, len(part.codes))))
    return found


def reused_spans(corpus: Corpus) -> tuple[Array, Array, Array]:
    """Return what speeches have taken from earlier ones: speech, start and end of each stretch, in order, apart.

    Earlier is by the date, and of two speeches of which one has none or both the same, that which stands first in
    the corpus. The passages are those of `xuncha_nlp.extractors.reuse.shared_passages`: headers and runs of formulae
    were taken from nobody.
    """
    import numpy as np

    def make() -> tuple[Array, Array, Array]:
        from ..corpus.compared import compared_of
        from ..extractors.reuse import shared

        # A speech without a date is held against none by it.
        dates = np.array([date or "" for date in corpus.facts("date")], dtype=str)
        found = shared(compared_of(corpus))
        left, right = dates[found.left], dates[found.right]
        dated = (left != "") & (right != "") & (left != right)
        left_is_later = np.where(dated, left > right, found.left > found.right)
        place = np.where(left_is_later, found.left, found.right)
        spans = np.where(left_is_later[:, None], found.spans, found.other_spans)
        place, spans = joined(place.astype(np.int64), spans.astype(np.int64))
        return place, spans[:, 0], spans[:, 1]

    found: tuple[Array, Array, Array] = corpus.kept(("reused",), make)
    return found


def joined(groups: Array, spans: Array) -> tuple[Array, Array]:
    """Join the spans of a group that overlap or touch, so that no character is counted twice.

    Parameters
    ----------
    groups : array of int64, shape (n,)
    spans : array of int64, shape (n, 2)

    Returns
    -------
    tuple of array
        The groups and the spans, by group and then in order.

    Examples
    --------
    >>> import numpy as np
    >>> groups, spans = joined(np.array([1, 0, 0]), np.array([[0, 9], [4, 6], [0, 5]]))
    >>> groups.tolist(), spans.tolist()
    ([0, 1], [[0, 6], [0, 9]])
    """
    import numpy as np

    if not len(groups):
        return groups, spans
    order = np.lexsort((spans[:, 1], spans[:, 0], groups))
    groups, (start, end) = groups[order], spans[order].T
    # A group begins behind whatever the one before it reaches.
    shift = groups * (int(end.max()) + 2)
    reached = np.maximum.accumulate(end + shift)
    first = np.flatnonzero(np.append(True, (start + shift)[1:] > reached[:-1]))
    last = np.append(first[1:], len(groups)) - 1
    return groups[first], np.column_stack([start[first], (reached - shift)[last]])


def reused_at(corpus: Corpus, speech: Array, offset: Array) -> Array:
    """Return for each place whether it is in a passage that stands in an earlier speech too."""
    import numpy as np

    place, start, end = reused_spans(corpus)
    if not len(place):
        return np.zeros(len(speech), dtype=bool)
    keys = place_keys(speech, offset)
    last = np.searchsorted(place_keys(place, start), keys, "right") - 1
    found: Array = (last >= 0) & (keys < place_keys(place, end)[np.maximum(last, 0)])
    return found
