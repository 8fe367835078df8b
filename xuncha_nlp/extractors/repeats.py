"""Speeches laid end to end and their suffixes sorted: where the same characters stand again.

Every repeat of a text is a run of neighbours in its suffix array, and the array of longest common prefixes
says how long what two neighbours share is (Kasai, Lee, Arimura, Arikawa and Park 2001, “Linear-time
longest-common-prefix computation in suffix arrays and its applications”, CPM 2001). One pair of arrays over
all speeches answers for every pair of speeches at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..speeches import Speech
from .suffixes import common_prefixes, each_code, sorted_suffixes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Laid", "Read", "Repeat", "lay", "maximal_repeats", "read_of", "sorted_in_clauses"]

# Stands between two speeches. No text that a reader returns holds it.
_BETWEEN = "\0"

# A speech as it is read, folded for comparing, and the offset of each of its characters into the source (int32).
Read = tuple[str, "Array"]


@dataclass(frozen=True, slots=True)
class Laid:
    """Speeches laid end to end, as they are read and folded for comparing.

    Parameters
    ----------
    text : str
        What is searched: one character of no text between two speeches and at either end.
    codes : array of int32, shape (n,)
        Its code points; each of the characters between has a negative one of its own, so that it equals
        no other.
    begins : array of int32, shape (m,)
        Where each speech begins in the text.
    places : array of int32, shape (n,)
        The offset of each character into the source of its speech.
    """

    text: str
    codes: Array
    begins: Array
    places: Array

    def speech_at(self, positions: Array) -> Array:
        """Return the place of the speech that holds each of some positions."""
        import numpy as np

        return np.searchsorted(self.begins, positions, side="right") - 1

    def positions(self, speech: int, offsets: Array) -> Array:
        """Return where the first characters of a speech stand that are at or behind offsets into its source."""
        import numpy as np

        begin = self.begins[speech]
        end = self.begins[speech + 1] - 1 if speech + 1 < len(self.begins) else len(self.codes) - 1
        found: Array = np.searchsorted(self.places[begin:end], offsets) + begin
        return found

    def in_clause(self) -> Array:
        """Return which characters are letters, characters or digits: all others end a clause."""
        import numpy as np

        return each_code(np.maximum(self.codes, 0), str.isalnum, bool)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets into the source of a stretch of the text that holds at least a character."""
        return int(self.places[start]), int(self.places[end - 1]) + 1

    def sorted_suffixes(self, outside: Array | None = None) -> tuple[Array, Array]:
        """Sort the suffixes.

        Parameters
        ----------
        outside : array of bool, shape (n,), optional
            Over which characters nothing may reach, beside those between two speeches.

        Returns
        -------
        suffixes : array of int32, shape (n,)
            Where each begins.
        common : array of int32, shape (n,)
            How many characters each shares with the next one, up to the nearest end.
        """
        import numpy as np

        # Equal marks between two speeches do not matter: nothing reaches over them.
        codes = np.maximum(self.codes, 0)
        suffixes = sorted_suffixes(codes)
        common = common_prefixes(codes, suffixes)
        stops = np.flatnonzero(self.codes < 0 if outside is None else outside | (self.codes < 0))
        # How far it is from each position to the next end; the last character of all is one.
        reach = np.repeat(stops, np.diff(stops, prepend=-1)).astype(np.int32)
        reach -= np.arange(len(reach), dtype=np.int32)
        return suffixes, np.minimum(common, reach[suffixes])


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeat: its occurrences are those of so many suffixes from one on in their order."""

    text: str
    first: int
    count: int


def read_of(speech: Speech) -> Read:
    """Return a speech as it is read: one with layout damage without it.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> text, offsets = read_of(split(Source.from_text("a", "压实，责任"))[0])
    >>> text, offsets.tolist()
    ('压实,责任', [0, 1, 2, 3, 4])
    """
    import numpy as np

    read = speech.reading or speech
    offsets = np.arange(read.start, read.end, dtype=np.int32)
    return read.source.view[read.start : read.end], speech.gaps.starts(offsets) if speech.gaps else offsets


def lay(speeches: Iterable[Read], *, spaces: bool = True) -> Laid:
    """Lay speeches end to end.

    Parameters
    ----------
    speeches : iterable of (str, array of int32)
        As `read_of` gives them.
    spaces : bool
        Whether white space is kept. Without it a passage is the same wherever its lines are broken.

    Returns
    -------
    Laid

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> laid = lay(map(read_of, split(Source.from_text("a", "压实 责任。\\n压实责任！"))), spaces=False)
    >>> laid.text[1:-1], laid.span(1, 5), laid.span(6, 10)
    ('压实责任。压实责任!', (0, 5), (7, 11))
    """
    import numpy as np

    texts, places = [""], [np.zeros(1, np.int32)]
    for text, offsets in speeches:
        texts.append(text)
        places += [offsets, np.zeros(1, np.int32)]
    lengths = np.fromiter(map(len, texts), np.int64, count=len(texts))
    texts.append("")
    # One character between two speeches and at either end.
    whole = _BETWEEN.join(texts)
    del texts
    between = np.cumsum(lengths + 1) - 1
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int32)
    place = np.concatenate(places)
    # A character that is kept for what stands between speeches is none of a text's own.
    kept = each_code(codes, lambda each: each != _BETWEEN and (spaces or not each.isspace()), bool)
    kept[between] = True
    if not kept.all():
        codes, place = codes[kept], place[kept]
        own = np.add.reduceat(kept, between, dtype=np.int64)
        between = np.cumsum(own) - own
        whole = codes.tobytes().decode("utf-32-le", "surrogatepass")
    codes[between] = -1 - np.arange(len(between), dtype=np.int32)
    return Laid(whole, codes, (between[:-1] + 1).astype(np.int32), place)


def maximal_repeats(
    laid: Laid,
    in_order: tuple[Array, Array] | None = None,
    *,
    least: int = 2,
    shortest: int = 1,
    longest: int | None = None,
) -> Iterator[Repeat]:
    """Find the maximal repeats within clauses.

    A repeat is maximal where it cannot be made longer on either side without losing an occurrence (Gusfield
    1997, “Algorithms on Strings, Trees, and Sequences”, 7.12). The edge of a clause cannot be gone over.

    Parameters
    ----------
    laid : Laid
    in_order : pair of array, optional
        What `sorted_in_clauses` gives, where it is known already.
    least : int
        The fewest occurrences, at least 2; those that overlap count.
    shortest, longest : int
        How many characters.

    Yields
    ------
    Repeat
        In no particular order, each once.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> laid = lay(map(read_of, split(Source.from_text("a", "压实责任，夯实责任，压实责任。"))))
    >>> sorted((each.text, each.count) for each in maximal_repeats(laid, shortest=2))
    [('压实责任', 2), ('实责任', 3)]
    """
    suffixes, common = in_order or sorted_in_clauses(laid)
    changes = _changes_before(laid, suffixes)
    for first, last, length in _intervals(common.tolist(), shortest):
        if last - first + 1 < least or (longest and length > longest):
            continue
        # With the same character before each of them the repeat could be made longer on the left.
        if changes[last] > changes[first]:
            start = int(suffixes[first])
            yield Repeat(laid.text[start : start + length], first, last - first + 1)


def sorted_in_clauses(laid: Laid) -> tuple[Array, Array]:
    """Sort the suffixes; what two of them share ends with the clause. See `Laid.sorted_suffixes`."""
    return laid.sorted_suffixes(~laid.in_clause())


def _changes_before(laid: Laid, suffixes: Array) -> Array:
    """How often, up to each suffix in their order, the character before differs from that of the one above."""
    import numpy as np

    before = laid.codes[suffixes - 1]
    # The beginning of a clause is a context of its own each time.
    edge = ~laid.in_clause()[suffixes - 1]
    changed: Array = np.cumsum(np.append(True, (before[1:] != before[:-1]) | edge[1:]))
    return changed


def _intervals(common: list[int], shortest: int) -> Iterator[tuple[int, int, int]]:
    """Yield first and last of every run of suffixes that share more than their neighbours, and how much."""
    open_runs: list[tuple[int, int]] = []
    for place, shared in enumerate(common):
        value = shared if shared >= shortest else 0
        first = place
        while open_runs and open_runs[-1][0] > value:
            length, first = open_runs.pop()
            yield first, place, length
        if value and (not open_runs or open_runs[-1][0] < value):
            open_runs.append((value, first))
