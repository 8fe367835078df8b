"""Spans that lie within each other, sections or moves, and which is the innermost around a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..speeches import Speech
from .rows import section_rows

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Sections", "Spans", "nested", "sections_in", "sections_of_tables"]

_NUMBERS = ("level", "start", "end", "heading_start", "heading_end")
COLUMNS = ["speech", "section", "parent", *_NUMBERS, "heading", "inline"]


@dataclass(frozen=True)
class Spans:
    """Spans in speeches; two of them lie within each other or apart.

    Parameters
    ----------
    speech : array of int32, shape (k,)
        The place of the speech of each, ascending.
    start, end : array of int32, shape (k,)
        Offsets into the source; of the same speech a span stands before those within it.
    parent : array of int64, shape (k,)
        The row of the span around it, or -1.

    Examples
    --------
    >>> import numpy as np
    >>> spans = nested(np.array([0, 0, 0]), np.array([2, 4, 9]), np.array([9, 6, 12]))
    >>> spans.innermost(np.array([0, 0, 0, 0, 1]), np.array([1, 3, 5, 8, 5])).tolist()
    [-1, 0, 1, 0, -1]
    """

    speech: Array
    start: Array
    end: Array
    parent: Array

    @cached_property
    def changes(self) -> tuple[Array, Array]:
        """Where the innermost span changes, as keys of speech and offset, and from there on which it is."""
        import numpy as np

        rows = np.flatnonzero(self.start < self.end)
        speech = self.speech[rows]
        # At one place what is within ends first, then what is around it; what begins there begins after that.
        order = np.concatenate([-rows - 1, rows])
        keys = np.concatenate([place_keys(speech, self.end[rows]), place_keys(speech, self.start[rows])])
        then = np.concatenate([self.parent[rows], rows])
        sorting = np.lexsort((order, keys))
        return keys[sorting], then[sorting]

    def innermost(self, speech: Array, offset: Array) -> Array:
        """Return for each place the row of the innermost span around it, or -1."""
        import numpy as np

        keys, rows = self.changes
        last = np.searchsorted(keys, place_keys(speech, offset), "right") - 1
        return np.where(last >= 0, rows[np.maximum(last, 0)], -1) if len(keys) else last


def place_keys(speech: Array, offset: Array) -> Array:
    """Return a number for each place, in the order of the corpus."""
    import numpy as np

    return (speech.astype(np.int64) << 32) + offset


def nested(speech: Array, start: Array, end: Array) -> Spans:
    """Return spans put in order, each with the one around it."""
    import numpy as np

    order = np.lexsort((-end, start, speech))
    speech, start, end = speech[order], start[order], end[order]
    parent = np.full(len(order), -1, np.int64)
    open_: list[int] = []
    triples = zip(speech.tolist(), start.tolist(), end.tolist(), strict=True)
    last = -1
    for row, (place, first, _) in enumerate(triples):
        if place != last:
            open_, last = [], place
        while open_ and end[open_[-1]] <= first:
            open_.pop()
        parent[row] = open_[-1] if open_ else -1
        open_.append(row)
    return Spans(speech, start, end, parent)


@dataclass(frozen=True)
class Sections:
    """The sections of the speeches of a corpus, in the order of the text.

    Parameters
    ----------
    spans : Spans
    level, heading_start, heading_end : array of int32, shape (k,)
    headings : sequence of str
        Their headings; those of a directory are made into strings when they are asked for.
    inline : array of bool, shape (k,)
        Whether each is a point within a paragraph, whose “heading” is the clause that it begins with.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> corpus = Corpus.from_texts({"a.txt": "讲话\\n一、看人\\n（一）落实责任。要查。\\n二、看事\\n查。"})
    >>> [corpus.outlines.path(row) for row in range(3)]
    ['看人', '看人 › 落实责任', '看事']
    """

    spans: Spans
    level: Array
    heading_start: Array
    heading_end: Array
    headings: Sequence[str]
    inline: Array

    def path(self, row: int) -> str:
        """Return the headings from the outermost to a row, joined by `` › ``; nothing for -1."""
        found: list[str] = []
        while row >= 0:
            found.append(str(self.headings[row]))
            row = int(self.spans.parent[row])
        return " › ".join(reversed(found))

    @cached_property
    def _heading_keys(self) -> tuple[Array, Array]:
        import numpy as np

        rows = np.flatnonzero((self.heading_start < self.heading_end) & ~self.inline)
        starts = place_keys(self.spans.speech[rows], self.heading_start[rows])
        order = np.argsort(starts, kind="stable")
        return starts[order], place_keys(self.spans.speech[rows], self.heading_end[rows])[order]

    def in_heading(self, speech: Array, offset: Array) -> Array:
        """Return for each place whether it is in a heading; a point within a paragraph has none."""
        import numpy as np

        starts, ends = self._heading_keys
        if not len(starts):
            return np.zeros(len(speech), dtype=bool)
        keys = place_keys(speech, offset)
        last = np.searchsorted(starts, keys, "right") - 1
        return (last >= 0) & (keys < ends[np.maximum(last, 0)])


def sections_in(speeches: Sequence[Speech]) -> Sections:
    """Return the sections of speeches that no directory keeps."""
    import numpy as np

    rows: list[dict[str, Any]] = []
    places: list[int] = []
    parents: list[int] = []
    for place, speech in enumerate(speeches):
        first = len(rows)
        for row in section_rows(speech):
            parents.append(-1 if row["parent"] is None else first + row["parent"])
            places.append(place)
            rows.append(row)
    level, start, end, heading_start, heading_end = (
        np.array([row[name] for row in rows], np.int32) for name in _NUMBERS
    )
    spans = Spans(np.array(places, np.int32), start, end, np.array(parents, np.int64))
    inline = np.array([row["inline"] for row in rows], bool)
    return Sections(spans, level, heading_start, heading_end, [row["heading"] for row in rows], inline)


def sections_of_tables(tables: Iterator[tuple[pa.Table, Array]]) -> Sections:
    """Return the sections of a directory.

    Parameters
    ----------
    tables : iterator of (Table, array of int32)
        Of each shard its table of sections, and for each row of it the place of its speech, or -1.
    """
    import numpy as np
    import pyarrow as pa

    numbers: list[Array] = [np.empty((len(_NUMBERS), 0), np.int32)]
    speech, parent = [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    headings = [pa.array([], pa.string())]
    inline = [np.empty(0, bool)]
    total = 0
    for table, places in tables:
        kept = places >= 0
        own = np.arange(len(table), dtype=np.int64)
        # The row in the table at which the sections of the speech begin, and its row among those kept.
        begins = own - table["section"].to_numpy()
        shift = total - (np.cumsum(~kept))
        above = table["parent"].fill_null(-1).to_numpy()
        parent.append(np.where(above < 0, -1, begins + above + shift)[kept].astype(np.int64))
        speech.append(places[kept])
        numbers.append(np.stack([table[name].to_numpy() for name in _NUMBERS])[:, kept])
        headings.append(table["heading"].combine_chunks().filter(pa.array(kept)))
        inline.append(table["inline"].to_numpy()[kept])
        total += int(kept.sum())
    level, start, end, heading_start, heading_end = np.concatenate(numbers, axis=1)
    spans = Spans(np.concatenate(speech), start, end, np.concatenate(parent))
    strings = _Strings(pa.chunked_array(headings))
    return Sections(spans, level, heading_start, heading_end, strings, np.concatenate(inline))


class _Strings(Sequence[str]):
    """A column of strings."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, row: Any) -> Any:
        return self._column[row].as_py()
