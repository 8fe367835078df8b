"""Parts of speech of the clauses that are asked for, and of no others.

No word reaches over a punctuation mark, so that a clause segmented by itself has the very tokens that it
has in its text. Most clauses hold nothing of interest: to segment only those that do is most of the speed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from functools import lru_cache

from . import tagged

__all__ = ["Clauses", "TaggedSpan", "clause_around", "clauses_of"]

# Marks at which every segmenter cuts. To leave one out costs time and changes nothing.
_MARKS = frozenset('、，。；：？！,;:?!()（）“”‘’"《》〈〉—…\n\r\t 　')
_MARK = re.compile(f"[{''.join(sorted(_MARKS))}]")

# Start, end, tag.
TaggedSpan = tuple[int, int, str]


# Speeches say the same again and again: of the clauses that were asked for, these are remembered.
_SHORT = 40


@lru_cache(maxsize=1 << 14)
def _tagged_clause(text: str) -> list[tuple[str, str]]:
    return tagged(text)


def clause_around(text: str, offset: int) -> tuple[int, int]:
    """Return where the clause around a character begins and ends; a punctuation mark is in none.

    >>> clause_around("会前，区委召开动员会。", 4), clause_around("会前，区委召开动员会。", 2)
    ((3, 10), (2, 2))
    """
    if not 0 <= offset < len(text) or text[offset] in _MARKS:
        return offset, offset
    start = offset
    while start and text[start - 1] not in _MARKS:
        start -= 1
    mark = _MARK.search(text, offset)
    return start, mark.start() if mark else len(text)


class Clauses:
    """The clauses of a text, segmented when they are first asked for.

    Parameters
    ----------
    text : str
        Any text.

    Examples
    --------
    >>> clauses = Clauses("会前，区委召开动员会。")
    >>> clauses.at(3)
    [(3, 5, 'n'), (5, 7, 'v'), (7, 10, 'n')]
    >>> clauses.starting_at(5), clauses.starting_at(6), clauses.ending_at(5)
    ((5, 7, 'v'), None, (3, 5, 'n'))
    """

    def __init__(self, text: str) -> None:
        self._text = text
        # Of the clauses segmented so far: where each starts, in order; where it ends, and its tokens.
        self._starts: list[int] = []
        self._known: dict[int, tuple[int, list[TaggedSpan]]] = {}

    def at(self, offset: int) -> list[TaggedSpan]:
        """Return start, end and tag of every token of the clause that holds a character.

        A punctuation mark is in no clause.
        """
        place = bisect_right(self._starts, offset)
        if place:
            end, tokens = self._known[self._starts[place - 1]]
            if offset < end:
                return tokens
        return self._segment(offset)

    def starting_at(self, offset: int) -> TaggedSpan | None:
        """Return the token that starts at an offset, or None where none does."""
        tokens = self.at(offset)
        place = bisect_left(tokens, (offset,))
        return tokens[place] if place < len(tokens) and tokens[place][0] == offset else None

    def ending_at(self, offset: int) -> TaggedSpan | None:
        """Return the token that ends at an offset, or None where none does."""
        tokens = self.at(offset - 1)
        place = bisect_left(tokens, (offset,)) - 1
        return tokens[place] if place >= 0 and tokens[place][1] == offset else None

    def _segment(self, offset: int) -> list[TaggedSpan]:
        text = self._text
        start, end = clause_around(text, offset)
        if start == end:
            return []
        position = start
        pairs = _tagged_clause(text[start:end]) if end - start <= _SHORT else tagged(text[start:end])
        tokens = [(position, position := position + len(word), tag) for word, tag in pairs]
        insort(self._starts, start)
        self._known[start] = (end, tokens)
        return tokens


@lru_cache(maxsize=4)
def clauses_of(text: str) -> Clauses:
    """Return the clauses of a text, the same for all who ask: no clause is segmented twice.

    >>> clauses_of("会前") is clauses_of("会前")
    True
    """
    return Clauses(text)
