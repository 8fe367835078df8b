"""Where in a speech something stands: at which level of the outline, in which move, in a passage taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..corpus import Corpus
from ..corpus.spans import Spans, nested, place_keys
from ..corpus.tokens import bisect

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.tokens import Part

    Array = NDArray[Any]

__all__ = [
    "innermost_of_tokens",
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
    at = np.concatenate([part.bounds[:, 0], bisect(part.starts, offset, *part.bounds[place].T)])
    order = np.lexsort((np.concatenate([np.full(len(begins), -1), np.arange(len(row))]), at))
    edges = at[order]
    values = np.concatenate([np.full(len(begins), -1), row])[order]
    found[edges[0] :] = np.repeat(values, np.diff(np.append(edges, len(part.codes))))
    return found


def reused_spans(corpus: Corpus) -> tuple[Array, Array, Array]:
    """Return what speeches have taken from earlier ones: speech, start and end of each stretch, in order, apart.

    Earlier is by the date, and of two speeches of which one has none or both the same, that which stands first in
    the corpus. The passages are those of `xuncha_nlp.extractors.reuse.shared_passages`.
    """
    import numpy as np

    def make() -> tuple[Array, Array, Array]:
        from ..extractors.reuse import shared_passages

        places = {name: place for place, name in enumerate(corpus.facts("speech"))}
        dates = corpus.facts("date")
        rows = []
        for passage in shared_passages(list(corpus), annotations=corpus.annotations):
            left, right = places[passage.left.speech], places[passage.right.speech]
            days = [dates[left], dates[right]]
            left_is_later = days[0] > days[1] if all(days) and days[0] != days[1] else left > right
            later, place = (passage.left, left) if left_is_later else (passage.right, right)
            rows.append((place, later.start, later.end))
        joined: list[tuple[int, int, int]] = []
        for place, start, end in sorted(rows):
            if joined and joined[-1][0] == place and start <= joined[-1][2]:
                joined[-1] = (place, joined[-1][1], max(end, joined[-1][2]))
            else:
                joined.append((place, start, end))
        columns = np.array(joined, np.int64).reshape(-1, 3).T
        return columns[0], columns[1], columns[2]

    found: tuple[Array, Array, Array] = corpus.kept(("reused",), make)
    return found


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
