"""Speeches, or the index of a corpus directory, to `Tokens`: words, characters, or the labels of annotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..segment import words
from ..speeches import Speech
from .spans import COLUMNS, Sections, sections_of_tables
from .texts import Texts, texts_of_index
from .tokens import CHARACTERS, SEGMENTER, Part, Tokens

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from ..extractors import Annotation
    from .index import Index
    from .stored import Stored

    Array = NDArray[Any]

__all__ = [
    "annotations_of_store",
    "characters_in",
    "characters_of_store",
    "labels_in",
    "labels_of_store",
    "sections_of_store",
    "texts_of_store",
    "tokens_in",
    "tokens_of_store",
]


def tokens_in(speeches: Sequence[Speech], segmenter: str = SEGMENTER) -> Tokens:
    """Cut speeches that no index knows.

    Parameters
    ----------
    speeches : sequence of Speech
    segmenter : str
        See `xuncha_nlp.segment.tokenize`.
    """
    import numpy as np

    rows: dict[str, int] = {}
    codes: list[int] = []
    bounds: list[tuple[int, int]] = []
    starts: list[Array] = []
    ends: list[Array] = []
    for speech in speeches:
        read = speech.reading or speech
        found = words(read.text, segmenter)
        begin = len(codes)
        codes += [rows.setdefault(word, len(rows)) for word in found]
        bounds.append((begin, len(codes)))
        end = np.cumsum([len(word) for word in found], dtype=np.int32) + np.int32(read.start)
        start = np.concatenate([np.array([read.start], np.int32), end])[: len(end)]
        if speech.gaps:
            start, end = speech.gaps.starts(start), speech.gaps.starts(end - 1) + 1
        starts.append(start)
        ends.append(end)
    none = np.empty(0, np.int32)
    spans = np.concatenate([none, *starts]), np.concatenate([none, *ends])
    part = Part(
        np.arange(len(bounds), dtype=np.int32),
        np.array(bounds, np.int64).reshape(-1, 2),
        np.array(codes, np.int32),
        np.arange(len(rows), dtype=np.int32),
        lambda: spans,
    )
    return Tokens(segmenter, tuple(rows), (part,))


def characters_in(speeches: Sequence[Speech]) -> Tokens:
    """Return the characters of speeches that no index knows, as tokens."""
    import numpy as np

    codes = [np.empty(0, np.uint32)]
    starts = [np.empty(0, np.int32)]
    bounds: list[tuple[int, int]] = []
    for speech in speeches:
        read = speech.reading or speech
        own = np.frombuffer(read.text.encode("utf-32-le", "surrogatepass"), "<u4")
        begin = bounds[-1][1] if bounds else 0
        bounds.append((begin, begin + len(own)))
        start = np.arange(read.start, read.start + len(own), dtype=np.int32)
        codes.append(own)
        starts.append(speech.gaps.starts(start) if speech.gaps else start)
    found = np.concatenate(codes).astype(np.int64)
    start = np.concatenate(starts)
    part = Part(
        np.arange(len(bounds), dtype=np.int32),
        np.array(bounds, np.int64).reshape(-1, 2),
        found,
        np.arange(int(found.max(initial=-1)) + 1, dtype=np.int32),
        lambda: (start, start + 1),
    )
    return Tokens(CHARACTERS, _Characters(len(part.rows)), (part,))


def characters_of_store(stored: Stored) -> Tokens:
    """Return the characters of the speeches chosen of a corpus directory, as its indexes have them."""
    import numpy as np

    parts = []
    size = 0
    for index, places in _chosen(stored):
        chosen = places >= 0
        size = max(size, int(index.text.max(initial=0)) + 1)

        def spans(index: Index = index) -> tuple[Array, Array]:
            start = index.offsets(np.arange(len(index.text)))
            return start, start + 1

        bounds = index.speeches[chosen].astype(np.int64)
        parts.append(Part(places[chosen], bounds, index.text, np.arange(size, dtype=np.int32), spans))
    return Tokens(CHARACTERS, _Characters(size), tuple(parts))


def labels_in(found: Sequence[Sequence[Annotation]], kind: str) -> Tokens:
    """Return the labels of annotations, speech by speech, as tokens: each mention one."""
    import numpy as np

    rows: dict[str, int] = {}
    codes = [rows.setdefault(each.label, len(rows)) for speech in found for each in speech]
    ends = np.cumsum([len(speech) for speech in found], dtype=np.int64)
    bounds = np.stack([np.concatenate([[0], ends])[: len(ends)], ends], axis=1)
    start, end = (
        np.array([getattr(each, side) for speech in found for each in speech], np.int32)
        for side in ("start", "end")
    )
    part = Part(
        np.arange(len(found), dtype=np.int32),
        bounds.astype(np.int64),
        np.array(codes, np.int32),
        np.arange(len(rows), dtype=np.int32),
        lambda: (start, end),
    )
    return Tokens(kind, tuple(rows), (part,))


def labels_of_store(stored: Stored, kind: str) -> Tokens:
    """Return the labels of the annotations of a kind in a corpus directory, read from its tables."""
    import numpy as np

    rows: dict[str, int] = {}
    parts = []
    columns = ["start", "end", "label"]
    for places, table, speech in annotations_of_store(stored, kind, columns):
        bounds = np.searchsorted(speech, np.stack([np.arange(len(places)), np.arange(1, len(places) + 1)], 1))
        labels = table["label"].combine_chunks().dictionary_encode()
        codes = labels.indices.to_numpy().astype(np.int32)
        vocabulary = labels.dictionary.to_pylist()
        start, end = (table[side].to_numpy() for side in ("start", "end"))

        def spans(start: Array = start, end: Array = end) -> tuple[Array, Array]:
            return start, end

        numbers = np.fromiter(
            (rows.setdefault(label, len(rows)) for label in vocabulary), np.int32, count=len(vocabulary)
        )
        chosen = places >= 0
        parts.append(Part(places[chosen], bounds[chosen].astype(np.int64), codes, numbers, spans))
    return Tokens(kind, tuple(rows), tuple(parts))


def annotations_of_store(
    stored: Stored, kind: str, columns: list[str]
) -> Iterator[tuple[Array, pa.Table, Array]]:
    """Yield for each shard the places of its speeches, its annotations of a kind, and the speech of each.

    The speech is its place in the shard.
    """
    import pyarrow.compute as pc

    for number, (places, own) in enumerate(_numbered(stored)):
        table = stored.store.table(number, "annotations", ["speech", "kind", *columns])
        table = table.filter(pc.equal(table["kind"], kind))
        yield places, table, _speech_of_rows(table, own)


def sections_of_store(stored: Stored) -> Sections:
    """Return the sections of the speeches chosen of a corpus directory."""

    def tables() -> Iterator[tuple[pa.Table, Array]]:
        for number, (places, own) in enumerate(_numbered(stored)):
            table = stored.store.table(number, "sections", COLUMNS)
            yield table, places[_speech_of_rows(table, own)]

    return sections_of_tables(tables())


def _numbered(stored: Stored) -> Iterator[tuple[Array, dict[str, int]]]:
    """Yield the places of the speeches of each shard, and the number in the shard of each by its id."""
    speeches = stored.store.column("speech")
    first = 0
    for _, places in _chosen(stored):
        yield places, {name: place for place, name in enumerate(speeches[first : first + len(places)])}
        first += len(places)


def _speech_of_rows(table: pa.Table, own: dict[str, int]) -> Array:
    """Return the speech of each row of a table, whose rows stand speech by speech."""
    import numpy as np

    names = table["speech"].combine_chunks().dictionary_encode()
    of_name = np.array([own[name] for name in names.dictionary.to_pylist()], np.int64)
    return of_name[names.indices.to_numpy()] if len(names) else np.empty(0, np.int64)


def texts_of_store(stored: Stored) -> tuple[Texts, ...]:
    """Return the texts of the speeches chosen of a corpus directory, as its indexes have them."""
    return tuple(texts_of_index(index, places) for index, places in _chosen(stored))


class _Characters(Sequence[str]):
    """All characters up to a code point, as a vocabulary."""

    def __init__(self, size: int) -> None:
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, code: Any) -> Any:
        return (
            list(map(chr, range(self._size)[code]))
            if isinstance(code, slice)
            else chr(range(self._size)[code])
        )


def _chosen(stored: Stored) -> Iterator[tuple[Index, Array]]:
    """Yield the index of each shard with the place of each of its speeches among those chosen, or -1."""
    import numpy as np

    store = stored.store
    place = np.arange(len(store), dtype=np.int32)
    if stored.chosen is not None:
        place = np.full(len(store), -1, np.int32)
        place[stored.chosen] = np.arange(len(stored.chosen), dtype=np.int32)
    first = 0
    for number, shard in enumerate(store.manifest.shards):
        yield store.index(number), place[first : first + shard.rows["speeches"]]
        first += shard.rows["speeches"]


def tokens_of_store(stored: Stored) -> Tokens:
    """Return the tokens of the speeches chosen of a corpus directory; its indexes are mapped, not read."""
    import numpy as np

    vocabulary, numbers = stored.store.vocabulary
    parts = []
    for number, (index, places) in enumerate(_chosen(stored)):
        chosen = places >= 0
        bounds = np.searchsorted(index.tokens[:, 0], index.speeches[chosen]).astype(np.int64)

        def spans(index: Index = index) -> tuple[Array, Array]:
            return index.offsets(index.tokens[:, 0]), index.offsets(index.tokens[:, 1] - 1) + 1

        parts.append(Part(places[chosen], bounds, index.words, numbers[number], spans))
    return Tokens(stored.store.manifest.segmenter, vocabulary, tuple(parts))
