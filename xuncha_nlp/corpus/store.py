"""A corpus directory as it is read: nothing is opened before it is asked for, and a shard at a time is held."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..extractors import Annotation
from ..sources import Source
from ..speeches import Gaps, Speech
from .index import Hits, Index
from .manifest import SHARDS, Manifest
from .rows import annotation_of, copy_of, source_of, speech_of
from .schema import FACTS, schema
from .shard import Shard, index_of, read_table

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Store"]

# So many shards are held at once with their rows: the one that is being read and those just left.
_HELD = 3


class Store:
    """The tables and indexes of a corpus directory.

    Parameters
    ----------
    folder : Path
    manifest : Manifest
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        # The place of each shard's first speech among all.
        self._first = [0, *accumulate(shard.rows["speeches"] for shard in manifest.shards)]
        self._held: OrderedDict[int, _Held] = OrderedDict()
        self._indexes: dict[int, Index] = {}
        self._columns: dict[str, list[Any]] = {}

    def __len__(self) -> int:
        return self._first[-1]

    @cached_property
    def facts(self) -> pa.Table:
        """What is known of each speech beside its text, in the order of the corpus."""
        import pyarrow as pa

        tables = [read_table(self._place(shard), "speeches", FACTS) for shard in self.manifest.shards] or [
            schema("speeches").empty_table().select(FACTS)
        ]
        return pa.concat_tables(tables).combine_chunks()

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each speech, by its id."""
        return {name: place for place, name in enumerate(self.facts["speech"].to_pylist())}

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The hash of the bytes of each source, by its name."""
        tables = [
            read_table(self._place(shard), "sources", ["source", "sha256"]) for shard in self.manifest.shards
        ]
        return {row["source"]: row["sha256"] for table in tables for row in table.to_pylist()}

    def speech(self, place: int) -> Speech:
        """Return a speech by its place in the corpus."""
        number = bisect_right(self._first, place) - 1
        return self._hold(number).speech(place - self._first[number])

    def annotations(self, speech_id: str, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind in a speech."""
        place = self.places[speech_id]
        number = bisect_right(self._first, place) - 1
        return self._hold(number).annotations(place - self._first[number], kind)

    def hits(self, phrase: str) -> Hits:
        """Return every occurrence of a phrase, in the order of the corpus."""
        import numpy as np

        found = [self.index(number).hits(phrase) for number in range(len(self.manifest.shards))]
        if not found:
            none = np.empty(0, np.int32)
            return Hits(none, none, none)
        return Hits(
            np.concatenate([each.speech + np.int32(self._first[n]) for n, each in enumerate(found)]),
            np.concatenate([each.start for each in found]),
            np.concatenate([each.end for each in found]),
        )

    def index(self, number: int) -> Index:
        """Return the index of a shard by its number; it is mapped once."""
        if number not in self._indexes:
            shard = self.manifest.shards[number]
            self._indexes[number] = index_of(self._place(shard), shard)
        return self._indexes[number]

    @cached_property
    def vocabulary(self) -> tuple[tuple[str, ...], list[NDArray[np.int32]]]:
        """The words of all shards, and for each shard the row there of each of its own words."""
        import numpy as np
        import pyarrow as pa

        shards = self.manifest.shards
        words = [read_table(self._place(each), "words", ["word"])["word"].combine_chunks() for each in shards]
        encoded = pa.chunked_array(words, pa.string()).combine_chunks().dictionary_encode()
        edges = np.cumsum([len(each) for each in words])
        return tuple(encoded.dictionary.to_pylist()), np.split(encoded.indices.to_numpy(), edges[:-1])

    def column(self, name: str) -> list[Any]:
        """Return one of the facts of each speech; it is read once."""
        if name not in self._columns:
            self._columns[name] = self.facts[name].to_pylist()
        return self._columns[name]

    def text(self, place: int, start: int, end: int) -> str:
        """Return the text of the source of a speech between two offsets, as far as they are in the speech.

        The index has the text of a speech from which nothing is left out for reading; that of another is read.
        """
        import numpy as np

        number = bisect_right(self._first, place) - 1
        index = self.index(number)
        first, last = index.speeches[place - self._first[number]].tolist()
        begin, stop = self.column("start")[place], self.column("end")[place]
        start, end = max(start, begin), min(end, stop)
        low, high = np.searchsorted(index.breaks[:, 0], [first, last])
        if high - low <= 1 and last - first == stop - begin:
            return index.read(start - begin + first, end - begin + first)
        return self.speech(place).source.text[start:end]

    def table(self, number: int, name: str, columns: list[str]) -> pa.Table:
        """Return columns of a table of a shard."""
        return read_table(self._place(self.manifest.shards[number]), name, columns)

    def _place(self, shard: Shard) -> Path:
        place = self.folder / SHARDS / shard.id
        if not place.is_dir():
            raise InputError(f"语料库在打开以后又更新过：{self.folder}", "请重新打开")
        return place

    def _hold(self, number: int) -> _Held:
        if number in self._held:
            self._held.move_to_end(number)
        else:
            self._held[number] = _Held(self._place(self.manifest.shards[number]))
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        return self._held[number]


class _Held:
    """The rows of one shard; of each speech only what is asked for is made into objects."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, tuple[Source, tuple[Source, Gaps] | None]] = {}

    @cached_property
    def _speeches(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = read_table(self._folder, "speeches").to_pylist()
        return rows

    @cached_property
    def _texts(self) -> pa.Table:
        return read_table(self._folder, "sources")

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._texts["source"].to_pylist())}

    @cached_property
    def _sections(self) -> _Runs:
        return _Runs(read_table(self._folder, "sections"))

    @cached_property
    def _annotations(self) -> _Runs:
        return _Runs(read_table(self._folder, "annotations"))

    def speech(self, place: int) -> Speech:
        row = self._speeches[place]
        source, copy = self._source(row["source"])
        return speech_of(row, self._sections.rows(row["speech"]), source, copy)

    def annotations(self, place: int, kind: str) -> tuple[Annotation, ...]:
        rows = self._annotations.rows(self._speeches[place]["speech"])
        return tuple(annotation_of(row) for row in rows if row["kind"] == kind)

    def _source(self, name: str) -> tuple[Source, tuple[Source, Gaps] | None]:
        if name not in self._sources:
            row = self._texts.slice(self._places[name], 1).to_pylist()[0]
            source = source_of(row)
            found = copy_of(row)
            copy = (source.with_text(found[0]), found[1]) if found else None
            self._sources[name] = source, copy
        return self._sources[name]


class _Runs:
    """A table whose rows stand speech by speech."""

    def __init__(self, table: pa.Table) -> None:
        import pyarrow.compute as pc

        self._table = table
        runs = pc.run_end_encode(table["speech"].combine_chunks())
        ends = runs.run_ends.to_pylist()
        names = runs.values.to_pylist()
        self._spans = dict(zip(names, zip([0, *ends], ends, strict=False), strict=True))

    def rows(self, speech: str) -> list[dict[str, Any]]:
        """Return the rows of a speech."""
        begin, end = self._spans.get(speech, (0, 0))
        found: list[dict[str, Any]] = self._table.slice(begin, end - begin).to_pylist()
        return found
