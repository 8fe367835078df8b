"""Sources to tables: each is split, tokenised and tagged, and its rows are put behind those before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..extractors import KINDS, Annotation, Lexicon, annotate
from ..segment import words
from ..sources import Source
from ..speeches import Speech, split
from .rows import annotation_table, section_rows, source_row, speech_row
from .schema import TABLES, schema

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[np.int32]

__all__ = ["Builder"]

_ROWS = ("sources", "speeches", "sections")


class Builder:
    """Gathers the tables of a shard.

    Parameters
    ----------
    segmenter : str
    lexicon : Lexicon

    Examples
    --------
    >>> builder = Builder("rjieba", Lexicon.load())
    >>> builder.add(Source.from_text("a.txt", "在动员会上的讲话\\n（2017年8月）\\n增强“四个意识”。"), "a.txt")
    >>> tables = builder.tables()
    >>> tables["speeches"]["title"].to_pylist(), tables["words"]["word"].to_pylist()[:3]
    (['在动员会上的讲话'], ['在', '动员会', '上'])
    """

    def __init__(self, segmenter: str, lexicon: Lexicon) -> None:
        self._segmenter = segmenter
        self._lexicon = lexicon
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _ROWS}
        self._annotations: list[tuple[Speech, Annotation]] = []
        self._tokens: list[_Tokens] = []
        # Tables come in the order in which their sources were added; rows that are not one yet are the last.
        self._tables: dict[str, list[pa.Table]] = {name: [] for name in TABLES}

    def add(self, source: Source, file: str) -> None:
        """Add a source, which stands in a file of that name."""
        speeches = split(source)
        self._rows["sources"].append(source_row(source, file, speeches[0].gaps if speeches else None))
        for speech in speeches:
            tokens = _tokens(speech, self._segmenter)
            self._tokens.append(tokens)
            self._rows["speeches"].append(speech_row(speech, len(tokens.words)))
            self._rows["sections"] += section_rows(speech)
            self._annotations += [(speech, each) for each in annotate(speech, KINDS, self._lexicon)]

    def keep(self, tables: Mapping[str, pa.Table], files: Sequence[str]) -> None:
        """Add the rows of some files of an earlier shard as they stand."""
        import pyarrow as pa
        import pyarrow.compute as pc

        self._close()
        wanted = pc.is_in(tables["sources"]["file"], value_set=pa.array(files, pa.string()))
        sources = tables["sources"].filter(wanted)["source"].combine_chunks()
        for name in TABLES:
            if name == "words":
                continue
            column = tables[name]["source"]
            if pa.types.is_dictionary(column.type):
                column = column.cast(pa.string())
            self._tables[name].append(tables[name].filter(pc.is_in(column, value_set=sources)))

    def tables(self) -> dict[str, pa.Table]:
        """Return the tables of everything that was added."""
        import pyarrow as pa

        self._close()
        found = {
            name: pa.concat_tables(self._tables[name]).unify_dictionaries().combine_chunks()
            if self._tables[name]
            else schema(name).empty_table()
            for name in TABLES
            if name != "words"
        }
        # A dictionary of what was kept may hold words that no row has any more.
        plain = found["tokens"]["word"].cast(pa.string()).combine_chunks().dictionary_encode()
        at = found["tokens"].column_names.index("word")
        found["tokens"] = found["tokens"].set_column(at, schema("tokens").field("word"), plain)
        found["words"] = _words(found["tokens"], found["speeches"])
        return found

    def _close(self) -> None:
        """Make tables of the rows gathered since the last were made."""
        import pyarrow as pa

        for name, rows in self._rows.items():
            if rows:
                self._tables[name].append(pa.Table.from_pylist(rows, schema(name)))
                rows.clear()
        if self._annotations:
            self._tables["annotations"].append(annotation_table(self._annotations))
            self._annotations.clear()
        if self._tokens:
            self._tables["tokens"].append(_table(self._tokens))
            self._tokens.clear()


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of a speech: its words one after another, and where they stand in its source."""

    speech: Speech
    words: pa.StringArray
    start: Array
    end: Array


def _tokens(speech: Speech, segmenter: str) -> _Tokens:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    read = speech.reading or speech
    found = pa.array(words(read.text, segmenter), pa.string())
    end = np.cumsum(pc.utf8_length(found).to_numpy(), dtype=np.int32) + np.int32(read.start)
    start = np.concatenate([np.array([read.start], np.int32), end[:-1]])[: len(end)]
    if speech.gaps:
        start, end = speech.gaps.starts(start), speech.gaps.starts(end - 1) + 1
    return _Tokens(speech, found, start, end)


def _table(tokens: Sequence[_Tokens]) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    counts = [len(each.words) for each in tokens]
    names = list(dict.fromkeys(each.speech.source.name for each in tokens))
    place = {name: number for number, name in enumerate(names)}
    sources = np.array([place[each.speech.source.name] for each in tokens], np.int32)
    found = pa.chunked_array([each.words for each in tokens]).dictionary_encode().combine_chunks()
    columns = {
        "source": pa.DictionaryArray.from_arrays(np.repeat(sources, counts), pa.array(names, pa.string())),
        "speech": pa.DictionaryArray.from_arrays(
            np.repeat(np.arange(len(tokens), dtype=np.int32), counts),
            pa.array([each.speech.id for each in tokens], pa.string()),
        ),
        "token": np.concatenate([np.arange(count, dtype=np.int32) for count in counts]),
        "word": found,
        "start": np.concatenate([each.start for each in tokens]),
        "end": np.concatenate([each.end for each in tokens]),
    }
    return pa.table(columns, schema=schema("tokens"))


def _words(tokens: pa.Table, speeches: pa.Table) -> pa.Table:
    """Count each word, and the speeches that it stands in."""
    import numpy as np
    import pyarrow as pa

    column = tokens["word"].combine_chunks()
    size = len(column.dictionary)
    codes = column.indices.to_numpy()
    found = np.zeros(size, np.int32)
    ends = np.cumsum(speeches["tokens"].to_numpy())
    for begin, end in zip([0, *ends], ends, strict=False):
        # However often a word stands in a speech, the speech counts once.
        found[np.unique(codes[begin:end])] += 1
    return pa.table(
        [column.dictionary, np.bincount(codes, minlength=size).astype(np.int32), found],
        schema=schema("words"),
    )
