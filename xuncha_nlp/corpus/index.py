"""Exact phrase search, independent of segmentation: a suffix array over the characters of a shard.

All suffixes of a text, sorted, stand as an array of where each begins. Every occurrence of a phrase is
the beginning of a suffix, so all of them lie side by side there, and two binary searches find the
first and the last, however many there are (Manber and Myers 1993, “Suffix arrays: a new method for
on-line string searches”, SIAM Journal on Computing 22(5)).

The speeches of a shard are laid end to end as they are read (see `xuncha_nlp.speeches.reading`), folded
for comparing, and kept as arrays that are mapped into memory and never loaded whole. A position in
that long text is turned into a speech and an offset into its source by two small arrays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from ..extractors.suffixes import each_code, sorted_suffixes
from ..sources import fold
from ..speeches import Gaps, Speech
from .rows import copy_of

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Hits", "Index", "check_index", "find_in", "make_index", "open_index", "write_index"]

_BLOCK = 1 << 20
# Stands between two speeches, so that no phrase is found across them. No text that a reader returns holds it.
_BETWEEN = "\0"
# A shard of the Basic Multilingual Plane, as nearly all are, takes two bytes a character.
_CODECS = {"<u2": "utf-16-le", "<u4": "utf-32-le", ">u2": "utf-16-be", ">u4": "utf-32-be"}


@dataclass(frozen=True, slots=True)
class Hits:
    """Where a phrase stands: for each occurrence the speech, by its place in the corpus, and its span."""

    speech: Array
    start: Array
    end: Array

    def __len__(self) -> int:
        return len(self.speech)


@dataclass(frozen=True, slots=True)
class Index:
    """The arrays of a shard.

    Parameters
    ----------
    text : array of uint16 or uint32, shape (n,)
        The code points of the speeches laid end to end, one character between two.
    folded : array of uint16 or uint32, shape (n,)
        The same, folded and big-endian, so that bytes compare as characters do.
    suffixes : array of int32, shape (n,)
        Where each suffix of the folded text begins, in their order.
    speeches : array of int32, shape (m, 2)
        Where each speech begins and ends in that text.
    breaks : array of int32, shape (k, 2)
        From where on an offset into the source is so much more than the position.
    tokens : array of int32, shape (t, 2)
        Where each token begins and ends in that text.
    words : array of int32, shape (t,)
        Its word: a row of the table of words.
    """

    text: Array
    folded: Array
    suffixes: Array
    speeches: Array
    breaks: Array
    tokens: Array
    words: Array

    def read(self, start: int, end: int, folded: bool = False) -> str:
        """Return the text between two positions, or the folded text."""
        return _decode((self.folded if folded else self.text)[start:end])

    def find(self, phrase: str) -> Array:
        """Return the positions of a phrase, ascending.

        The width of punctuation and digits makes no difference.

        Parameters
        ----------
        phrase : str
            At least one character.
        """
        import numpy as np

        size = self.folded.dtype.itemsize
        wanted = fold(phrase).encode(_CODECS[self.folded.dtype.str], "surrogatepass")
        # Mapped arrays are read as plain memory: a numpy scalar costs more than the comparison.
        text = self.folded.data.cast("B")
        suffixes = self.suffixes.data

        def prefix(rank: int) -> bytes:
            begin = suffixes[rank] * size
            return text[begin : begin + len(wanted)].tobytes()

        ranks = range(len(suffixes))
        first = bisect_left(ranks, wanted, key=prefix)
        last = bisect_right(ranks, wanted, lo=first, key=prefix)
        return np.sort(self.suffixes[first:last])

    def hits(self, phrase: str) -> Hits:
        """Return the occurrences of a phrase within speeches; a speech is its place in the shard."""
        import numpy as np

        found = self.find(phrase)
        # Speeches are few and hits may be many: where each speech begins among the hits is all that is asked.
        begin = np.searchsorted(found, self.speeches[:, 0])
        counts = np.diff(np.append(begin, len(found)))
        speech = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        start = self.offsets(found)
        if len(phrase) == 1:
            return Hits(speech, start, start + 1)
        return Hits(speech, start, self.offsets(found + (len(phrase) - 1)) + 1)

    def offsets(self, positions: Array) -> Array:
        """Return the offsets into their sources of ascending positions."""
        import numpy as np

        begin = np.searchsorted(positions, self.breaks[:, 0])
        counts = np.diff(np.append(begin, len(positions)))
        found: Array = positions + np.repeat(self.breaks[:, 1], counts)
        return found


def find_in(speeches: Iterable[Speech], phrase: str) -> Hits:
    """Find a phrase in speeches that no index knows, one after another."""
    import numpy as np

    wanted = fold(phrase)
    found = []
    for number, speech in enumerate(speeches):
        read = speech.reading or speech
        view = read.source.view
        start = view.find(wanted, read.start, read.end)
        while start >= 0:
            end = start + len(wanted)
            found.append((number, *(speech.gaps.span(start, end) if speech.gaps else (start, end))))
            start = view.find(wanted, start + 1, read.end)
    return Hits(*np.array(found, np.int32).reshape(-1, 3).T)


_ARRAYS = tuple(each.name for each in fields(Index))


def make_index(tables: Mapping[str, pa.Table]) -> Index:
    """Make the index of a shard from its tables."""
    import numpy as np

    copies: dict[str, tuple[str, Gaps | None]] = {}
    for row in tables["sources"].select(["source", "text", "left_out"]).to_pylist():
        copies[row["source"]] = copy_of(row) or (row["text"], None)
    speeches, tokens = _spans(tables["speeches"]), _spans(tables["tokens"])
    counts = tables["speeches"]["tokens"].to_numpy()
    ends = np.cumsum(counts)
    texts: list[str] = []
    breaks: list[tuple[int, int]] = []
    moved = np.zeros(len(speeches), np.int32)
    position = 0
    for number, name in enumerate(tables["speeches"]["source"].to_pylist()):
        copy, gaps = copies[name]
        if gaps:
            speeches[number] = gaps.backs(speeches[number])
            own = slice(ends[number] - counts[number], ends[number])
            tokens[own] = gaps.backs(tokens[own])
        start, end = speeches[number].tolist()
        texts.append(copy[start:end])
        moved[number] = position - start
        breaks.append((position, start - position + (gaps.start(start) - start if gaps else 0)))
        if gaps:
            breaks += [
                (position + at - start, start - position + total)
                for at, total in zip(gaps.at, gaps.total, strict=True)
                if start < at < end
            ]
        position += end - start + len(_BETWEEN)
    speeches += moved[:, None]
    tokens += np.repeat(moved, counts)[:, None]
    words = tables["tokens"]["word"].combine_chunks()
    text = _BETWEEN.join(texts)
    codes = _encode(text)
    # Each character that occurs is folded once.
    folded = each_code(codes, lambda each: ord(fold(each)), codes.dtype)
    return Index(
        codes,
        folded.astype(folded.dtype.newbyteorder(">")),
        sorted_suffixes(folded),
        speeches,
        np.array(breaks, np.int32).reshape(-1, 2),
        tokens,
        words.indices.to_numpy(),
    )


def _spans(table: pa.Table) -> Array:
    import numpy as np

    return np.column_stack([table["start"].to_numpy(), table["end"].to_numpy()]).astype(np.int32)


def write_index(index: Index, folder: Path) -> dict[str, int]:
    """Write the arrays of an index into a new folder, one file each; return the CRC-32 of each file."""
    import numpy as np

    folder.mkdir()
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(index, name), allow_pickle=False)
    return {name: _crc(folder / f"{name}.npy") for name in _ARRAYS}


def open_index(folder: Path, rows: Mapping[str, int]) -> Index | None:
    """Map the arrays of an index into memory; None where one is missing or cut off.

    Parameters
    ----------
    folder : Path
    rows : mapping of str to int
        How many rows each table has.
    """
    import numpy as np

    try:
        # Plain arrays over the mapped memory: numpy's own class for it makes every slice slow.
        index = Index(*(
            np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)) for name in _ARRAYS
        ))  # fmt: skip
    # Whatever is wrong with a file, it can be made again.
    except (OSError, ValueError, EOFError):
        return None
    lengths = [len(index.text), len(index.suffixes), len(index.speeches), len(index.tokens), len(index.words)]
    text = len(index.folded)
    return index if lengths == [text, text, rows["speeches"], rows["tokens"], rows["tokens"]] else None


def check_index(folder: Path, checks: Mapping[str, int]) -> bool:
    """Whether the files of an index are as they were written, by their CRC-32."""
    try:
        return all(_crc(folder / f"{name}.npy") == checks[name] for name in _ARRAYS)
    except OSError:
        return False


def _crc(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found = crc32(block, found)
    return found


def _encode(text: str) -> Array:
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return codes.astype("<u2") if codes.max(initial=0) < 2**16 else codes


def _decode(codes: Array) -> str:
    return codes.tobytes().decode(_CODECS[codes.dtype.str], "surrogatepass")
