"""Chains of matches drawn to whole sentences, and the words in which the two sides differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..segment import words
from ..segment.clauses import clause_around
from .matches import Match
from .repeats import Laid
from .suffixes import each_code

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["GAP", "Aligned", "Aligner", "Block"]

# A stretch of the text on the left and one on the right.
Block = tuple[int, int, int, int]

# At the end of a sentence a passage ends; what stands there in both speeches is drawn to it.
_SENTENCE_ENDS = frozenset("。！？；!?;")
# Marks that belong to what comes before them: no passage begins with one.
_CLOSING = frozenset("。！？；，、：”’）》」』!?;,:)")
# So many characters may stand between two matches: a few words, or the long name of an office.
GAP = 16
# So many pairs of stretches are compared at a time.
_ROWS = 1 << 15
# So many characters are counted at a time.
_CHARACTERS = 1 << 22


@dataclass(frozen=True, slots=True)
class Aligned:
    """A chain from sentence to sentence.

    Parameters
    ----------
    whole : tuple of int
        Where it begins and ends on the left, and on the right.
    differing : tuple of tuple of int
        The stretches in which the sides differ, in order.
    counted : int
        How many characters are the same, without those that were to be left out.
    similarity : float
        Twice the characters that are the same by those of both sides.
    """

    whole: Block
    differing: tuple[Block, ...]
    counted: int
    similarity: float


class Aligner:
    """Chains to passages.

    Parameters
    ----------
    laid : Laid
    left_out : array of bool, shape (n,)
        Which characters do not count.
    """

    def __init__(self, laid: Laid, left_out: Array) -> None:
        import numpy as np

        self._laid = laid
        self._left_out = left_out
        codes = np.maximum(laid.codes, 0)
        self._closing = each_code(codes, _CLOSING.__contains__, bool)
        # What ends a sentence, or is the last before that of another speech.
        ends = each_code(codes, _SENTENCE_ENDS.__contains__, bool) | (laid.codes < 0)
        ends[:-1] |= laid.codes[1:] < 0
        self._ends = np.flatnonzero(ends)
        # Flags are looked up one at a time, and an item of bytes costs a fraction of one of an array.
        self._stops = ends.tobytes()
        self._words = _Words(laid.text)

    def plain(self, alone: Array) -> tuple[Array, Array]:
        """Align the matches that are a chain each, and that nothing can be added to: nearly all there are.

        Parameters
        ----------
        alone : array of int32, shape (k, 3)
            Two positions and a length.

        Returns
        -------
        begun : array of int32, shape (k, 3)
            The same without the marks of what comes before; the two sides are the same.
        simple : array of bool, shape (k,)
            For which of them that is all; the others are to be aligned one by one.
        """
        import numpy as np

        begun = alone.copy()
        going = np.arange(len(begun))
        while len(going):
            going = going[(begun[going, 2] > 0) & self._closing[begun[going, 0]]]
            begun[going] += (1, 1, -1)
        left, right, length = begun.T
        simple = ~(self._may_reach(left, right, -1) | self._may_reach(left + length, right + length, 1))
        return begun, simple

    def _may_reach(self, left: Array, right: Array, way: int) -> Array:
        """Whether what stands up to the ends of the sentences may be mostly the same: see `_to_sentence`.

        What is the same has as many characters as stand in both at the most.
        """
        import numpy as np

        here, there = self._room(left, way), self._room(right, way)
        found = 2 * np.minimum(here, there) >= np.maximum(np.maximum(here, there), 1)
        steps = np.arange(GAP)
        for rows in _portions(np.flatnonzero(found)):
            sides = []
            for positions, room, other in ((left, here, -1), (right, there, -2)):
                first = positions[rows] - (room[rows] if way < 0 else 0)
                at = np.minimum(first[:, None] + steps, len(self._laid.codes) - 1)
                sides.append(np.where(steps < room[rows, None], self._laid.codes[at], other))
            same = sides[0][:, :, None] == sides[1][:, None, :]
            most = np.minimum(same.any(axis=2).sum(axis=1), same.any(axis=1).sum(axis=1))
            found[rows] = 2 * most >= np.maximum(here[rows], there[rows])
        return found

    def _room(self, positions: Array, way: int) -> Array:
        """How far it is to the end of the sentence, as `_reach` says; -1 where that is too far."""
        import numpy as np

        # Before the first and behind the last there is none.
        ends = np.concatenate([[-2 * GAP], self._ends, [len(self._laid.codes) + 2 * GAP]])
        if way > 0:
            found = ends[np.searchsorted(ends, positions - 1)] + 1 - positions
        else:
            found = positions - 1 - ends[np.searchsorted(ends, positions) - 1]
        return np.where(found <= GAP, found, -1)

    def count(self, same: Array) -> Array:
        """How many characters count of matches, shape (k, 3)."""
        import numpy as np

        hidden = self._left_out
        counts = [np.empty(0, np.int32)]
        # Some characters at a time: a match may be a whole speech.
        portions = np.flatnonzero(np.diff(np.cumsum(same[:, 2], dtype=np.int64) // _CHARACTERS)) + 1
        for left, right, sizes in (rows.T for rows in np.split(same, portions)):
            ends = np.cumsum(sizes, dtype=np.int64)
            steps = np.arange(sizes.sum()) - np.repeat(ends - sizes, sizes)
            out = hidden[np.repeat(left, sizes) + steps] | hidden[np.repeat(right, sizes) + steps]
            before = np.append(0, np.cumsum(out))
            counts.append((sizes - (before[ends] - before[ends - sizes])).astype(np.int32))
        return np.concatenate(counts)

    def align(self, chain: Sequence[Match]) -> Aligned:
        """Draw a chain to the ends of its sentences and find the words that differ."""
        chain = [self._begun(chain[0]), *chain[1:]]
        first, last = chain[0], chain[-1]
        ends = (last.left + last.length, last.right + last.length)
        before = self._to_sentence(first.left, first.right, -1)
        behind = self._to_sentence(*ends, 1)
        whole = (first.left - before[0], ends[0] + behind[0], first.right - before[1], ends[1] + behind[1])
        same: list[Match] = []
        differing: list[Block] = []
        at = whole[0], whole[2]
        for match in [*self._by_word(chain, before, behind), Match(whole[1], whole[3], 0)]:
            more, other = self._compare((at[0], match.left, at[1], match.right))
            same += more
            differing += other
            if match.length:
                same.append(match)
            at = match.left + match.length, match.right + match.length
        # A word that differs takes with it the characters of it that are the same; they were found all the same.
        length, counted = (max(measure(same), measure(chain)) for measure in (_length, self._counted))
        both = whole[1] - whole[0] + whole[3] - whole[2]
        return Aligned(whole, tuple(differing), counted, round(2 * length / both, 4) if both else 0.0)

    def _begun(self, match: Match) -> Match:
        """Leave out the marks of what comes before."""
        text = self._laid.text
        marks = 0
        while marks < match.length and text[match.left + marks] in _CLOSING:
            marks += 1
        return Match(match.left + marks, match.right + marks, match.length - marks)

    def _to_sentence(self, left: int, right: int, way: int) -> tuple[int, int]:
        """How far it is to the end of the sentence on both sides, where what stands there is mostly the same."""
        here, there = self._reach(left, way), self._reach(right, way)
        if not here or not there:
            return 0, 0
        block = (left, left + here, right, right + there)
        if way < 0:
            block = (left - here, left, right - there, right)
        same = sum(match.length for match in self._compare(block)[0])
        return (here, there) if 2 * same >= max(here, there) else (0, 0)

    def _reach(self, position: int, way: int) -> int | None:
        # What ends a sentence belongs to it, and what ends the one before does not.
        if way > 0:
            found = self._stops.find(1, position - 1, position + GAP)
            return found + 1 - position if found >= 0 else None
        found = self._stops.rfind(1, max(position - 1 - GAP, 0), position)
        return position - 1 - found if found >= 0 else None

    def _by_word(
        self, chain: Sequence[Match], before: tuple[int, int], behind: tuple[int, int]
    ) -> Iterator[Match]:
        """Draw matches in to whole words, so that words differ and not halves of them."""
        begins = self._words.begins
        for number, match in enumerate(chain):
            start, end = 0, match.length
            if number or any(before):
                while start < end and not (begins(match.left + start) and begins(match.right + start)):
                    start += 1
            if number < len(chain) - 1 or any(behind):
                while start < end and not (begins(match.left + end) and begins(match.right + end)):
                    end -= 1
            if start < end:
                yield Match(match.left + start, match.right + start, end - start)

    def _compare(self, block: Block) -> tuple[list[Match], list[Block]]:
        """Compare two short stretches word by word: what is the same and what differs, in order."""
        if block[0] == block[1] or block[2] == block[3]:
            return [], [block] if block[0] < block[1] or block[2] < block[3] else []
        here, there = self._words.between(block[0], block[1]), self._words.between(block[2], block[3])
        text = self._laid.text
        one = tuple(text[start:end] for start, end in here)
        other = tuple(text[start:end] for start, end in there)
        same: list[Match] = []
        differing: list[Block] = []
        for kind, i, j, k, m in _changes(one, other):
            left, left_end = _around(here, i, j, block[1])
            right, right_end = _around(there, k, m, block[3])
            if kind == "equal":
                same.append(Match(left, right, left_end - left))
            else:
                differing.append((left, left_end, right, right_end))
        return same, differing

    def _counted(self, same: Sequence[Match]) -> int:
        hidden = self._left_out
        return sum(int((~(hidden[a : a + size] | hidden[b : b + size])).sum()) for a, b, size in same)


# Speeches that have much in common have it again and again.
@lru_cache(maxsize=1 << 14)
def _changes(one: tuple[str, ...], other: tuple[str, ...]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, one, other, autojunk=False).get_opcodes()


def _portions(rows: Array) -> Iterator[Array]:
    for start in range(0, len(rows), _ROWS):
        yield rows[start : start + _ROWS]


def _length(same: Iterable[Match]) -> int:
    return sum(match.length for match in same)


def _around(words: Sequence[tuple[int, int]], first: int, last: int, end: int) -> tuple[int, int]:
    start = words[first][0] if first < len(words) else end
    return start, words[last - 1][1] if first < last else start


class _Words:
    """Where the words of a text begin; a clause is cut when it is first asked for, and most never are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._flags = bytearray(len(text) + 1)

    def begins(self, position: int) -> bool:
        """Whether a word, or a mark between words, begins at a position."""
        return (self._flags[position] or self._cut(position)) == _BEGINS

    def between(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the words between two positions, and what these cut off."""
        cuts = [start, *(at for at in range(start + 1, end) if self.begins(at)), end]
        return [(a, b) for a, b in pairwise(cuts) if a < b]

    def _cut(self, position: int) -> int:
        start, end = clause_around(self._text, position)
        if start == end:
            self._flags[position] = _BEGINS
            return _BEGINS
        self._flags[start:end] = bytes([_INSIDE]) * (end - start)
        for word in words(self._text[start:end]):
            self._flags[start] = _BEGINS
            start += len(word)
        return self._flags[position]


# What is known of a position; nothing yet where it is 0.
_BEGINS, _INSIDE = 1, 2
