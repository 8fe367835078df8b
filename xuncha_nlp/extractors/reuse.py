"""Passages that two speeches share, aligned, with the words in which they differ.

What varies between two passages that are otherwise the same (the district, the date, the round) is what a
writer has to fill in anew: a candidate slot.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..segment import token_ends
from ..speeches import Speech
from .matches import Match, chains, matches
from .model import Annotation
from .passages import Difference, Passage, Side
from .repeats import Laid, lay

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["find_reuse", "shared_passages"]

Annotations = Callable[[Speech, str], Sequence[Annotation]]
# A stretch of the text on the left and one on the right.
_Block = tuple[int, int, int, int]

# At the end of a sentence a passage ends; what stands there in both speeches is drawn to it.
_SENTENCE_ENDS = frozenset("。！？；!?;")
# Marks that belong to what comes before them: no passage begins with one.
_CLOSING = frozenset("。！？；，、：”’）》」』!?;,:)")
# So many characters may stand between two matches: a few words, or the long name of an office.
_GAP = 16
_LONGEST_SEED = 6
_SHORTEST_SEED = 3


def find_reuse(
    speech: Speech,
    others: Speech | Iterable[Speech],
    *,
    shortest: int = 20,
    similarity: float = 0.6,
    most: int = 50,
    without: Collection[str] = (),
    annotations: Annotations | None = None,
) -> list[Passage]:
    """Find the passages that a speech shares with another or with several.

    Parameters
    ----------
    speech : Speech
        The left side of every passage.
    others : Speech or iterable of Speech
    shortest, similarity, most, without, annotations
        See `shared_passages`.

    Returns
    -------
    list of Passage
        In the order of the others, then of the speech.

    Raises
    ------
    ValueError
        See `shared_passages`.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> old, = split(Source.from_text("旧", "经区委同意，第三轮巡察从2021年3月开始，请各单位全力支持。"))
    >>> new, = split(Source.from_text("新", "经区委同意，第四轮巡察从2022年9月开始，请各单位全力支持。"))
    >>> passage, = find_reuse(new, old)
    >>> [(each.left.text, each.right.text, each.slot) for each in passage.differences]
    [('第四轮', '第三轮', 'round'), ('2022', '2021', 'date'), ('9', '3', 'date')]
    """
    against = [others] if isinstance(others, Speech) else list(others)
    return shared_passages(
        [speech, *against], shortest=shortest, similarity=similarity, most=most, without=without,
        annotations=annotations, one=0,
    )  # fmt: skip


def shared_passages(
    speeches: Sequence[Speech],
    *,
    shortest: int = 20,
    similarity: float = 0.6,
    most: int = 50,
    without: Collection[str] = (),
    annotations: Annotations | None = None,
    one: int | None = None,
) -> list[Passage]:
    """Find the passages that two speeches share, for every two of some speeches.

    The time it takes grows with the length of the speeches and with what they share, not with the number
    of their pairs.

    Parameters
    ----------
    speeches : sequence of Speech
        A speech with layout damage is compared as it is read. White space makes no difference, nor does
        the width of punctuation.
    shortest : int
        The fewest characters that are the same in a passage.
    similarity : float
        The least similarity of a passage, up to 1.
    most : int
        A run of characters that stands more often than this in all the speeches begins no passage: what
        everybody says was taken from nobody.
    without : collection of {"formula", "citation", "enumeration", "slot"}
        Annotations whose characters do not count: two speeches that name the same documents have not
        for that been copied.
    annotations : callable, optional
        Gives the annotations of a kind in a speech, such as `Corpus.annotations`; they are made by
        default.
    one : int, optional
        The place of a speech, where only the passages that it shares are asked for; it is on the left.

    Returns
    -------
    list of Passage
        By the two speeches in their order, then in the order of the left one.

    Raises
    ------
    ValueError
        ``shortest`` is below 4, ``similarity`` is not within 0 and 1 or ``most`` below 2.
    """
    if shortest <= _SHORTEST_SEED:
        raise ValueError(f"shortest is {shortest}; it must be at least {_SHORTEST_SEED + 1}")
    if not 0 <= similarity <= 1:
        raise ValueError(f"similarity is {similarity}; it must be within 0 and 1")
    if most < 2:  # noqa: PLR2004
        raise ValueError(f"most is {most}; it must be at least 2")
    # The order in which the speeches are given must make no difference to what is found.
    order = sorted(range(len(speeches)), key=lambda place: (speeches[place].text, place))
    members = [speeches[place] for place in order]
    laid = lay(members, spaces=False)
    aligner = _Aligner(members, laid, annotations or _annotated, without)
    seed = max(_SHORTEST_SEED, min(_LONGEST_SEED, shortest // 2))
    found = matches(laid, seed=seed, most=most, one=None if one is None else order.index(one))
    passages = []
    for left, right, chain in chains(laid, found, gap=_GAP, shortest=shortest):
        aligned = aligner.align(chain)
        if aligned.counted >= shortest and aligned.similarity >= similarity:
            pair = order[left], order[right]
            turned = pair[0] > pair[1] if one is None else pair[1] == one
            passage = aligner.passage(left, right, aligned, turned=turned)
            passages.append((pair[::-1] if turned else pair, passage))
    passages.sort(key=lambda each: (each[0], each[1].left.start, each[1].left.end, each[1].right.start))
    return [passage for _, passage in passages]


def _annotated(speech: Speech, kind: str) -> Sequence[Annotation]:
    from . import annotate

    return annotate(speech, [kind])


@dataclass(frozen=True, slots=True)
class _Aligned:
    whole: _Block
    differing: tuple[_Block, ...]
    counted: int
    similarity: float


class _Aligner:
    """Chains to passages; what is asked of a speech more than once is kept."""

    def __init__(
        self, speeches: Sequence[Speech], laid: Laid, annotations: Annotations, without: Collection[str]
    ) -> None:
        self._speeches = speeches
        self._laid = laid
        self._annotations = annotations
        self._edges = _word_edges(laid)
        self._stops = _sentence_ends(laid)
        self._left_out = self._mask(without) if without else None
        self._slots: dict[int, tuple[list[int], list[Annotation]]] = {}

    def align(self, chain: Sequence[Match]) -> _Aligned:
        """Draw a chain to the ends of its sentences and find the words that differ."""
        chain = [self._begun(chain[0]), *chain[1:]]
        first, last = chain[0], chain[-1]
        ends = (last.left + last.length, last.right + last.length)
        before = self._to_sentence(first.left, first.right, -1)
        behind = self._to_sentence(*ends, 1)
        whole = (first.left - before[0], ends[0] + behind[0], first.right - before[1], ends[1] + behind[1])
        same: list[Match] = []
        differing: list[_Block] = []
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
        return _Aligned(whole, tuple(differing), counted, round(2 * length / both, 4) if both else 0.0)

    def passage(self, left: int, right: int, aligned: _Aligned, *, turned: bool) -> Passage:
        """Give an alignment its offsets into the sources; ``turned`` puts the right speech on the left."""

        def sides(block: _Block) -> tuple[Side, Side]:
            here, there = self._side(left, block[0], block[1]), self._side(right, block[2], block[3])
            return (there, here) if turned else (here, there)

        differences = []
        for block in aligned.differing:
            one, other = sides(block)
            speeches = (right, left) if turned else (left, right)
            slot = self._slot(speeches[0], one) or self._slot(speeches[1], other)
            differences.append(Difference(one, other, slot))
        return Passage(*sides(aligned.whole), aligned.counted, aligned.similarity, tuple(differences))

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
        if here is None or there is None:
            return 0, 0
        block = (left, left + here, right, right + there)
        if way < 0:
            block = (left - here, left, right - there, right)
        same = sum(match.length for match in self._compare(block)[0])
        return (here, there) if 2 * same >= max(here, there) else (0, 0)

    def _reach(self, position: int, way: int) -> int | None:
        # What ends a sentence belongs to it, and what ends the one before does not.
        if way > 0:
            found = self._stops.find(1, position - 1, position + _GAP)
            return found + 1 - position if found >= 0 else None
        found = self._stops.rfind(1, max(position - 1 - _GAP, 0), position)
        return position - 1 - found if found >= 0 else None

    def _by_word(
        self, chain: Sequence[Match], before: tuple[int, int], behind: tuple[int, int]
    ) -> Iterator[Match]:
        """Draw matches in to whole words, so that words differ and not halves of them."""
        edges = self._edges
        for number, match in enumerate(chain):
            start, end = 0, match.length
            if number or any(before):
                while start < end and not (edges[match.left + start] and edges[match.right + start]):
                    start += 1
            if number < len(chain) - 1 or any(behind):
                while start < end and not (edges[match.left + end] and edges[match.right + end]):
                    end -= 1
            if start < end:
                yield Match(match.left + start, match.right + start, end - start)

    def _compare(self, block: _Block) -> tuple[list[Match], list[_Block]]:
        """Compare two short stretches word by word: what is the same and what differs, in order."""
        if block[0] == block[1] or block[2] == block[3]:
            return [], [block] if block[0] < block[1] or block[2] < block[3] else []
        here, there = self._words(block[0], block[1]), self._words(block[2], block[3])
        text = self._laid.text
        one = [text[start:end] for start, end in here]
        other = [text[start:end] for start, end in there]
        same: list[Match] = []
        differing: list[_Block] = []
        for kind, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            left, left_end = _around(here, i, j, block[1])
            right, right_end = _around(there, k, m, block[3])
            if kind == "equal":
                same.append(Match(left, right, left_end - left))
            else:
                differing.append((left, left_end, right, right_end))
        return same, differing

    def _words(self, start: int, end: int) -> list[tuple[int, int]]:
        cuts = [start, *(at for at in range(start + 1, end) if self._edges[at]), end]
        return [(a, b) for a, b in pairwise(cuts) if a < b]

    def _counted(self, same: Sequence[Match]) -> int:
        if self._left_out is None:
            return _length(same)
        hidden = self._left_out
        return sum(int((~(hidden[a : a + size] | hidden[b : b + size])).sum()) for a, b, size in same)

    def _mask(self, kinds: Collection[str]) -> Array:
        """Which characters do not count, by position."""
        import numpy as np

        laid = self._laid
        hidden = np.zeros(len(laid.codes), dtype=bool)
        for number, speech in enumerate(self._speeches):
            begin = int(laid.begins[number])
            end = int(laid.begins[number + 1]) - 1 if number + 1 < len(laid.begins) else len(laid.codes) - 1
            places = laid.places[begin:end]
            for kind in kinds:
                for each in self._annotations(speech, kind):
                    first, last = np.searchsorted(places, [each.start, each.end])
                    hidden[begin + first : begin + last] = True
        return hidden

    def _side(self, number: int, start: int, end: int) -> Side:
        speech = self._speeches[number]
        if start < end:
            first, last = self._laid.span(start, end)
        else:
            # Nothing stands here; it would stand behind what comes before.
            first = last = self._laid.span(start - 1, start)[1]
        return Side(speech.source.name, speech.id, first, last, speech.source.text[first:last])

    def _slot(self, number: int, side: Side) -> str | None:
        if number not in self._slots:
            found = sorted(self._annotations(self._speeches[number], "slot"), key=lambda each: each.start)
            self._slots[number] = [each.end for each in found], found
        ends, found = self._slots[number]
        for each in found[bisect_left(ends, side.start + 1) :]:
            if each.start >= side.end:
                return None
            return each.label
        return None


def _length(same: Iterable[Match]) -> int:
    return sum(match.length for match in same)


def _around(words: Sequence[tuple[int, int]], first: int, last: int, end: int) -> tuple[int, int]:
    start = words[first][0] if first < len(words) else end
    return start, words[last - 1][1] if first < last else start


# Flags are looked up one at a time, and an item of bytes costs a fraction of one of an array.


def _word_edges(laid: Laid) -> bytes:
    """At which positions a word begins."""
    import numpy as np

    edges = np.zeros(len(laid.codes) + 1, dtype=bool)
    edges[[0, *laid.begins]] = True
    edges[token_ends(laid.text)] = True
    return edges.tobytes()


def _sentence_ends(laid: Laid) -> bytes:
    """Which characters end a sentence, or are the last before that of another speech."""
    import numpy as np

    ends = np.isin(laid.codes, [ord(each) for each in _SENTENCE_ENDS]) | (laid.codes < 0)
    ends[:-1] |= laid.codes[1:] < 0
    return ends.tobytes()
