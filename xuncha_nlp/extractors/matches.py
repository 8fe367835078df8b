"""Stretches that two speeches have in common to the letter, for all pairs of speeches at once, and their chains.

A stretch begins where two suffixes share a seed of so many characters and is drawn out on both sides for as
long as the speeches agree. Seeds that stand very often are left aside, as they are in the search for
reprinted newspaper articles (Smith, Cordell and Dillon 2013, “Infectious texts: modeling text reuse in
nineteenth-century newspapers”): what every speech says was taken from none, and the number of pairs would be
the square of their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import InputError
from .repeats import Laid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Match", "chains", "matches", "speech_pairs"]

# So many characters are compared at a time, and so many pairs are held at a time.
_STEP = 8
_PAIRS = 1 << 18
# So many pairs of speeches, some of them the same, are held before they are made one each.
_HELD = 1 << 22
# More matches than these would take more than a gigabyte.
_MOST = 20_000_000


class Match(NamedTuple):
    """The same characters at two positions of the text."""

    left: int
    right: int
    length: int


def matches(
    laid: Laid,
    *,
    seed: int,
    most: int,
    one: int | None = None,
    check: Callable[[tuple[Array, Array]], None] | None = None,
) -> Array:
    """Find what two speeches have in common to the letter.

    Parameters
    ----------
    laid : Laid
    seed : int
        The fewest characters of a match.
    most : int
        A seed that stands more often than this begins no match; one that is drawn out goes over it.
    one : int, optional
        The place of a speech, where only its matches with the others are asked for.
    check : callable, optional
        Is given what `Laid.sorted_suffixes` gives, before anything is drawn out; it may refuse.

    Returns
    -------
    array of int32, shape (m, 3)
        Two positions, the smaller first, and how many characters are the same there; each match once, none
        that could be drawn out further, sorted by the two speeches and the positions.

    Examples
    --------
    >>> from xuncha_nlp.extractors.repeats import lay, read_of
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> texts = ["要压实整改责任。", "须压实整改责任！"]
    >>> laid = lay(read_of(speech) for text in texts for speech in split(Source.from_text("a", text)))
    >>> matches(laid, seed=4, most=50).tolist()
    [[2, 11, 6]]
    """
    import numpy as np

    found = [np.empty((0, 3), np.int32)]
    total = 0
    in_order = laid.sorted_suffixes()
    if check:
        check(in_order)
    for pairs in _seeds(laid, in_order, seed, most, one):
        total += len(pairs)
        if total > _MOST:
            raise InputError(
                f"这些讲话之间相同的地方太多（{len(laid.begins)} 篇，超过 {_MOST // 10_000} 万处），一次比较不完",
                "请只取一部分讲话，例如按年份或文种分几次比较",
            )
        found.append(_drawn_out(laid.codes, pairs, seed))
    del in_order
    every = np.concatenate(found)
    del found
    # A match has two positions and no second length: one number says which it is.
    _, kept = np.unique(every[:, 0].astype(np.int64) * len(laid.codes) + every[:, 1], return_index=True)
    every = every[kept]
    pair = laid.speech_at(every[:, 0]) * len(laid.begins) + laid.speech_at(every[:, 1])
    return every[np.argsort(pair, kind="stable")]


def speech_pairs(
    laid: Laid, in_order: tuple[Array, Array], hidden: Array, shortest: int, *, seed: int, most: int
) -> int:
    """Count the pairs of speeches that share so many characters in a row, all of which count.

    Parameters
    ----------
    laid : Laid
    in_order : pair of array
        What `Laid.sorted_suffixes` gives.
    hidden : array of bool, shape (n,)
        Which characters do not count.
    shortest : int
        How many characters.
    seed, most : int
        As for `matches`: what begins no match there is not counted.

    Examples
    --------
    >>> import numpy as np
    >>> from xuncha_nlp.extractors.repeats import lay, read_of
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> texts = ["要压实整改责任。", "须压实整改责任！", "压实整改的责任。"]
    >>> laid = lay(read_of(speech) for text in texts for speech in split(Source.from_text("a", text)))
    >>> none = np.zeros(len(laid.codes), dtype=bool)
    >>> [speech_pairs(laid, laid.sorted_suffixes(), none, size, seed=3, most=9) for size in (4, 6)]
    [3, 1]
    """
    import numpy as np

    before = np.append(0, np.cumsum(hidden, dtype=np.int32))
    allowed = _seeded(in_order, seed, most)
    allowed[: len(hidden) - shortest] &= (before[shortest:-1] - before[: -shortest - 1]) == 0
    pairs = [np.empty(0, np.int64)]
    held = 0
    for found in _seeds(laid, in_order, shortest, most, None, allowed):
        speech, other = laid.speech_at(found[:, 0]), laid.speech_at(found[:, 1])
        pairs.append(speech.astype(np.int64) * len(laid.begins) + other)
        held += len(found)
        if held > _HELD:
            pairs = [np.unique(np.concatenate(pairs))]
            held = 0
    return len(np.unique(np.concatenate(pairs)))


def _groups(common: Array, seed: int, most: int) -> tuple[Array, Array]:
    """Where, in the order of the suffixes, those that share a seed begin, and how many there are."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate([[False], common >= seed, [False]]).astype(np.int8)))
    starts, sizes = edges[::2], edges[1::2] - edges[::2] + 1
    usable = sizes <= most
    return starts[usable], sizes[usable]


def _seeded(in_order: tuple[Array, Array], seed: int, most: int) -> Array:
    """Which positions begin with a seed that stands in the text again."""
    import numpy as np

    suffixes, common = in_order
    starts, sizes = _groups(common, seed, most)
    steps = np.zeros(len(suffixes) + 1, np.int8)
    steps[starts] = 1
    # Where one group ends another may begin.
    np.add.at(steps, starts + sizes, -1)
    found = np.zeros(len(suffixes), dtype=bool)
    found[suffixes] = np.cumsum(steps[:-1], dtype=np.int8) > 0
    return found


def _seeds(
    laid: Laid,
    in_order: tuple[Array, Array],
    seed: int,
    most: int,
    one: int | None,
    allowed: Array | None = None,
) -> Iterator[Array]:
    """Yield the pairs of positions at which two different speeches share a seed; both of them allowed."""
    import numpy as np

    suffixes, common = in_order
    starts, sizes = _groups(common, seed, most)
    seeded = _seeded(in_order, seed, most)
    if allowed is not None:
        seeded &= allowed
    for size in np.unique(sizes):
        first, second = np.triu_indices(int(size), 1)
        for group in _portions(starts[sizes == size], int(size) ** 2):
            positions = np.sort(suffixes[group[:, None] + np.arange(size)], axis=1)
            left, right = positions[:, first].ravel(), positions[:, second].ravel()
            # Where the characters before agree too, the match has begun there already.
            fresh = (laid.codes[left - 1] != laid.codes[right - 1]) | ~seeded[left - 1]
            if allowed is not None:
                fresh &= seeded[left] & seeded[right]
            left, right = left[fresh], right[fresh]
            speech, other = laid.speech_at(left), laid.speech_at(right)
            wanted = speech != other
            if one is not None:
                wanted &= (speech == one) | (other == one)
            yield np.column_stack([left[wanted], right[wanted]]).astype(np.int64)


def _portions(groups: Array, pairs: int) -> Iterator[Array]:
    step = max(_PAIRS // pairs, 1)
    for start in range(0, len(groups), step):
        yield groups[start : start + step]


def _drawn_out(codes: Array, pairs: Array, seed: int) -> Array:
    import numpy as np

    before = _agreeing(codes, pairs[:, 0] - 1, pairs[:, 1] - 1, -1)
    behind = _agreeing(codes, pairs[:, 0] + seed, pairs[:, 1] + seed, 1)
    starts = pairs - before[:, None]
    return np.column_stack([starts, before + seed + behind]).astype(np.int32)


def _agreeing(codes: Array, left: Array, right: Array, way: int) -> Array:
    """How many characters agree from two positions on; the marks between speeches agree with nothing."""
    import numpy as np

    lengths = np.zeros(len(left), np.int64)
    active = np.arange(len(left))
    steps = np.arange(_STEP) * way
    last = len(codes) - 1
    while len(active):
        moved = lengths[active] * way
        here = (left[active] + moved)[:, None] + steps
        there = (right[active] + moved)[:, None] + steps
        # Both ends of the text are such marks, so that nothing beyond them counts.
        same = codes[np.clip(here, 0, last)] == codes[np.clip(there, 0, last)]
        agreed = np.where(same.all(axis=1), _STEP, same.argmin(axis=1))
        lengths[active] += agreed
        active = active[agreed == _STEP]
    return lengths


def chains(laid: Laid, found: Array, *, gap: int, shortest: int) -> tuple[Array, list[list[Match]]]:
    """Chain matches that follow each other in both speeches.

    Parameters
    ----------
    laid : Laid
    found : array of int32, shape (m, 3)
        As `matches` gives them.
    gap : int
        How many characters may stand between two matches of a chain, in either speech.
    shortest : int
        The fewest characters that the matches of a chain have together.

    Returns
    -------
    alone : array of int32, shape (k, 3)
        The matches that are a chain each: no other one is near, or none follows it in both speeches.
    several : list of list of Match
        The other chains; the matches of one do not overlap.
    """
    import numpy as np

    if not len(found):
        return found, []
    stretch = _stretches(laid, found, gap)
    # Even if all matches of a stretch made one chain, those of some would be too short.
    enough = np.bincount(stretch, found[:, 2])[stretch] >= shortest
    alone = np.bincount(stretch)[stretch] == 1
    near = np.flatnonzero(enough & ~alone)
    rows = zip(stretch[near].tolist(), *(each[near].tolist() for each in found.T), strict=True)
    single, several = [], []
    for _, group in groupby(rows, key=itemgetter(0)):
        for chain in _chained((Match(*row[1:]) for row in group), gap):
            if len(chain) > 1:
                if sum(match.length for match in chain) >= shortest:
                    several.append(chain)
            elif chain[0].length >= shortest:
                single.append(chain[0])
    ones = np.array(single, np.int32).reshape(-1, 3)
    return np.concatenate([found[enough & alone], ones]), several


def _stretches(laid: Laid, found: Array, gap: int) -> Array:
    """Number the stretches of matches of the same two speeches that are near to each other in the left one."""
    import numpy as np

    speeches = laid.speech_at(found[:, 0]), laid.speech_at(found[:, 1])
    pair = np.cumsum(np.append(True, (np.diff(speeches[0]) != 0) | (np.diff(speeches[1]) != 0)))
    width = len(laid.codes) + gap + 1
    starts = pair * width + found[:, 0]
    reached = np.maximum.accumulate(starts + found[:, 2]) + gap
    stretch: Array = np.cumsum(np.append(False, starts[1:] > reached[:-1]))
    return stretch


def _chained(found: Iterator[Match], gap: int) -> list[list[Match]]:
    """Put each match, in the order of the left speech, behind the chain that it shifts the least."""
    done: list[list[Match]] = []
    growing: list[list[Match]] = []
    for match in found:
        near: list[list[Match]] = []
        for chain in growing:
            last = chain[-1]
            (near if match.left - (last.left + last.length) <= gap else done).append(chain)
        growing = near
        best: tuple[int, list[Match], Match] | None = None
        for chain in growing:
            last = chain[-1]
            over = max(last.left + last.length - match.left, last.right + last.length - match.right, 0)
            away = match.right - (last.right + last.length)
            shift = abs((match.left - match.right) - (last.left - last.right))
            follows = match.right >= last.right and over < match.length and away <= gap
            if follows and (best is None or shift < best[0]):
                best = shift, chain, Match(match.left + over, match.right + over, match.length - over)
        if best:
            best[1].append(best[2])
        else:
            growing.append([match])
    return done + growing
