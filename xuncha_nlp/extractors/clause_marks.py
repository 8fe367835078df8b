"""Where the clauses of a text begin and end, in one array operation."""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["DEEPEST", "ClauseMarks"]

# How deep each mark parts: 、 within ， within ； within 。; a line break parts everything.
_DEPTHS = {"、": 1, ",": 2, ";": 3, "。": 4, "!": 4, "?": 4, "\n": 5}
DEEPEST = 4
_FOUR_AND_A_MARK = 5
_SEMICOLON = _DEPTHS[";"]
_HAN_FIRST, _HAN_LAST = 0x4E00, 0x9FFF


@cache
def _table() -> Any:
    import numpy as np

    table = np.zeros(1 << 16, dtype=np.uint8)
    for mark, depth in _DEPTHS.items():
        table[ord(mark)] = depth
    return table


@cache
def _among(characters: str) -> Any:
    import numpy as np

    table = np.zeros(1 << 16, dtype=bool)
    table[[ord(each) for each in characters]] = True
    return table


class ClauseMarks:
    """The punctuation of a stretch of text.

    Parameters
    ----------
    text : str
        The matching view of a source (see `xuncha_nlp.sources.fold`).
    start, end : int
        The stretch; every offset that is given out is one into the text.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        import numpy as np

        self._start = start
        codes = np.frombuffer(text[start:end].encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        depths = _table()[np.minimum(codes, 0xFFFF)]
        self._marks = np.flatnonzero(depths)
        self._depths = depths[self._marks]
        # What each stretch between two marks begins with: two characters, none behind the last; where each ends.
        self._starts = np.concatenate(([0], self._marks + 1))
        self._ends = np.append(self._marks, len(codes))
        codes = np.concatenate((codes, np.zeros(2, dtype=np.uint32)))
        self._first, self._second = codes[self._starts], codes[self._starts + 1]

    def fours(self) -> list[tuple[int, int]]:
        """Return where , and 、 stand five characters apart, one after another: the first and the last of a run."""
        import numpy as np

        within = self._depths < _SEMICOLON
        apart = (np.diff(self._marks) == _FOUR_AND_A_MARK) & within[:-1] & within[1:]
        return [
            (self._start + int(self._marks[begin]), self._start + int(self._marks[stop]))
            for begin, stop in _runs(np.flatnonzero(apart))
        ]

    def alike(self, depth: int, heads: str, least: int) -> list[tuple[list[tuple[int, int]], bool]]:
        """Return the clauses of a depth that begin alike and follow one another.

        Parameters
        ----------
        depth : int
            1 to ``DEEPEST``.
        heads : str
            Characters of which one is enough; otherwise two are the same.
        least : int
            How many clauses at least, the one before them included.

        Returns
        -------
        list of (list of (int, int), bool)
            From where to where each clause goes; whether the first of them is one that begins otherwise and
            stands right before.
        """
        import numpy as np

        # The marks at which clauses of this depth end, the end of the stretch among them, and where clauses begin.
        deep = np.append(np.flatnonzero(self._depths >= depth), len(self._marks))
        at = np.concatenate(([0], deep[:-1] + 1))
        first = self._first[at]
        # Few neighbours begin alike, and all else is asked of these alone.
        alike = np.flatnonzero(first[1:] == first[:-1])
        if not len(alike):
            return []
        head, second = first[alike], self._second
        # No mark between neighbours parts more than one depth above.
        most = min(depth + 1, DEEPEST)
        same = (head >= _HAN_FIRST) & (head <= _HAN_LAST) & (self._depths[deep[alike]] <= most)
        same &= (second[at[alike]] == second[at[alike + 1]]) | _among(heads)[np.minimum(head, 0xFFFF)]
        found = []
        for begin, stop in _runs(alike[same]):
            lead = bool(begin > 0 and self._depths[deep[begin - 1]] <= most)
            if stop + 1 - begin + lead < least:
                continue
            chosen = slice(begin - lead, stop + 1)
            starts, ends = self._starts[at[chosen]] + self._start, self._ends[deep[chosen]] + self._start
            found.append((list(zip(starts.tolist(), ends.tolist(), strict=True)), lead))
        return found


def _runs(places: Any) -> list[tuple[int, int]]:
    """From where to where numbers follow one another; the second is the one behind the last.

    >>> import numpy as np
    >>> _runs(np.array([3, 4, 5, 8]))
    [(3, 6), (8, 9)]
    """
    found: list[tuple[int, int]] = []
    begin = stop = -1
    for place in places.tolist():
        if place != stop:
            if begin >= 0:
                found.append((begin, stop))
            begin = place
        stop = place + 1
    if begin >= 0:
        found.append((begin, stop))
    return found
