"""Passages that two speeches share, aligned, with the words in which they differ.

What varies between two passages that are otherwise the same (the district, the date, the round) is what a
writer has to fill in anew: a candidate slot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..speeches import Speech
from .aligning import GAP, Aligned, Aligner, Block
from .comparing import Annotations, Compared
from .matches import Match, chains, matches, speech_pairs
from .passages import Difference, Passage, Side
from .repeats import Laid, lay
from .substance import meeting_names, members_in, not_counting, reuse_rules
from .varying import Slots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["WITHOUT", "Shared", "find_reuse", "shared", "shared_passages"]

# What everybody names was taken from nobody.
WITHOUT = ("formula", "citation")

_LONGEST_SEED = 6
_SHORTEST_SEED = 3


@dataclass(frozen=True)
class Shared:
    """The passages that speeches share as columns, by the two speeches and then in the order of the left one.

    Parameters
    ----------
    left, right : array of int32, shape (n,)
        The numbers of the speeches.
    spans, other_spans : array of int32, shape (n, 2)
        Start and end in the source of the left one, and of the right one.
    characters : array of int32, shape (n,)
        See `Passage`.
    similarity : array of float64, shape (n,)
        See `Passage`.
    differences : dict of int to tuple of Difference
        By the row; most passages have none.
    """

    left: Array
    right: Array
    spans: Array
    other_spans: Array
    characters: Array
    similarity: Array
    differences: dict[int, tuple[Difference, ...]]

    def __len__(self) -> int:
        return len(self.left)


def find_reuse(
    speech: Speech,
    others: Speech | Iterable[Speech],
    *,
    shortest: int = 20,
    similarity: float = 0.6,
    most: int = 50,
    without: Collection[str] = WITHOUT,
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
    without: Collection[str] = WITHOUT,
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
        the width of punctuation. The header and the lines of the adjournment take no part.
    shortest : int
        The fewest characters that are the same in a passage and count. Names of meetings do not.
    similarity : float
        The least similarity of a passage, up to 1.
    most : int
        A run of characters that stands more often than this in all the speeches begins no passage: what
        everybody says was taken from nobody.
    without : collection of {"formula", "citation", "enumeration", "slot"}
        Annotations whose characters do not count, nor does what carries them (要增强…): two speeches that name
        the same formulae and documents have not for that been copied. See ``data/reuse.toml``. With an empty one
        all of these count.
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
    InputError
        The speeches have more in common than can be held at once: some twenty million places.
    """
    compared = Compared.of(speeches, annotations)
    found = shared(compared, shortest=shortest, similarity=similarity, most=most, without=without, one=one)
    rows = zip(
        found.left.tolist(), found.right.tolist(), found.spans.tolist(), found.other_spans.tolist(),
        found.characters.tolist(), found.similarity.tolist(), strict=True,
    )  # fmt: skip
    return [
        Passage(
            compared.side(left, *span),
            compared.side(right, *other),
            characters,
            alike,
            found.differences.get(row, ()),
        )
        for row, (left, right, span, other, characters, alike) in enumerate(rows)
    ]


def shared(
    compared: Compared,
    *,
    shortest: int = 20,
    similarity: float = 0.6,
    most: int = 50,
    without: Collection[str] = WITHOUT,
    one: int | None = None,
    limit: int | None = None,
) -> Shared:
    """Find the passages that two speeches share, as columns: `shared_passages` explains the parameters.

    Raises
    ------
    InputError
        They are more than ``limit``: that is told, wherever it can be, before most of the work has been done.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> texts = ["各单位要全力支持、密切配合巡察工作，如实反映情况。", "会上说：各单位要全力支持、密切配合巡察工作，如实反映情况！"]
    >>> speeches = [each for text in texts for each in split(Source.from_text("a", text))]
    >>> found = shared(Compared.of(speeches))
    >>> found.left.tolist(), found.right.tolist(), found.spans.tolist(), found.other_spans.tolist()
    ([0], [1], [[0, 24]], [[4, 28]])
    """
    import numpy as np

    if shortest <= _SHORTEST_SEED:
        raise ValueError(f"shortest is {shortest}; it must be at least {_SHORTEST_SEED + 1}")
    if not 0 <= similarity <= 1:
        raise ValueError(f"similarity is {similarity}; it must be within 0 and 1")
    if most < 2:  # noqa: PLR2004
        raise ValueError(f"most is {most}; it must be at least 2")
    # The order in which the speeches are given must make no difference to what is found.
    order = sorted(range(len(compared.ids)), key=lambda number: (compared.texts[number], number))
    laid = lay(map(compared.body, order), spaces=False)
    seed = max(_SHORTEST_SEED, min(_LONGEST_SEED, shortest // 2))
    hidden = _mask(compared, laid, order, without)

    def check(in_order: tuple[Array, Array]) -> None:
        # Of every such pair there is a passage at least: there is no need to look for the others.
        _refuse_above(limit, speech_pairs(laid, in_order, hidden, shortest, seed=seed, most=most), len(order))

    large = limit is not None and len(order) * (len(order) - 1) // 2 > limit
    own = None if one is None else order.index(one)
    found = matches(laid, seed=seed, most=most, one=own, check=check if large else None)
    alone, several = chains(laid, found, gap=GAP, shortest=shortest)
    del found
    aligner = Aligner(laid, hidden)
    begun, simple = aligner.plain(alone)
    plain = begun[simple]
    counted = aligner.count(plain)
    plain, counted = plain[counted >= shortest], counted[counted >= shortest]
    others: list[Aligned] = []
    for chain in _each(alone[~simple], several):
        _refuse_above(limit, len(plain) + len(others), len(compared.ids))
        aligned = aligner.align(chain)
        if aligned.counted >= shortest and aligned.similarity >= similarity:
            others.append(aligned)
    _refuse_above(limit, len(plain) + len(others), len(compared.ids))
    left, right, length = plain.T
    whole = np.concatenate([
        np.column_stack([left, left + length, right, right + length]),
        np.array([each.whole for each in others], np.int32).reshape(-1, 4),
    ])  # fmt: skip
    counted = np.append(counted, np.array([each.counted for each in others], np.int32))
    alike = np.append(np.ones(len(plain)), [each.similarity for each in others])
    return _placed(compared, laid, order, whole, (counted, alike), others, one)


def _refuse_above(limit: int | None, found: int, speeches: int) -> None:
    if limit is not None and found > limit:
        raise InputError(
            f"{speeches} 篇讲话两两之间相同的段落太多（超过 {limit} 处），列不完",
            "请只取一部分讲话（例如某几年的），或把最短字数调大",
        )


def _each(alone: Array, several: Iterable[list[Match]]) -> Iterator[list[Match]]:
    for match in alone.tolist():
        yield [Match(*match)]
    yield from several


def _placed(
    compared: Compared,
    laid: Laid,
    order: Sequence[int],
    whole: Array,
    measured: tuple[Array, Array],
    others: Sequence[Aligned],
    one: int | None,
) -> Shared:
    """Give passages their speeches and their offsets into the sources, and put them in order."""
    import numpy as np

    members = np.array(order, np.int32)
    left, right = (members[laid.speech_at(whole[:, side])] for side in (0, 2))
    spans, other_spans = (
        np.column_stack([laid.places[whole[:, side]], laid.places[whole[:, side + 1] - 1] + 1])
        for side in (0, 2)
    )
    turned = left > right if one is None else right == one
    left, right = np.where(turned, right, left), np.where(turned, left, right)
    across = turned[:, None]
    spans, other_spans = np.where(across, other_spans, spans), np.where(across, spans, other_spans)
    rows = np.lexsort((other_spans[:, 1], other_spans[:, 0], spans[:, 1], spans[:, 0], right, left))
    # Those with differences stand last.
    first = len(whole) - len(others)
    differing = [
        (row, number, others[number - first].differing)
        for row, number in enumerate(rows.tolist())
        if number >= first and others[number - first].differing
    ]
    numbers = [number for _, number, _ in differing]
    # The rules of slots read a source at a time: they are asked for in the order of the sources.
    slots = Slots(
        {
            number: compared.spans(number, "slot")
            for number in np.union1d(left[numbers], right[numbers]).tolist()
        }
    )
    differences = {
        row: tuple(
            _difference(compared, laid, slots, (int(left[number]), int(right[number])), each, turned[number])
            for each in blocks
        )
        for row, number, blocks in differing
    }
    counted, alike = measured
    return Shared(
        left[rows], right[rows], spans[rows], other_spans[rows], counted[rows], alike[rows], differences
    )


def _difference(
    compared: Compared, laid: Laid, slots: Slots, speeches: tuple[int, int], block: Block, turned: bool
) -> Difference:
    """Give what differs its offsets; ``turned`` puts what is on the right of the text on the left."""

    def side(number: int, start: int, end: int) -> Side:
        if start < end:
            return compared.side(number, *laid.span(start, end))
        # Nothing stands here; it would stand behind what comes before.
        place = laid.span(start - 1, start)[1]
        return compared.side(number, place, place)

    left, right = (block[2:], block[:2]) if turned else (block[:2], block[2:])
    one, other = side(speeches[0], *left), side(speeches[1], *right)
    return Difference(one, other, slots.label((speeches[0], one), (speeches[1], other)))


def _mask(compared: Compared, laid: Laid, order: Sequence[int], kinds: Collection[str]) -> Array:
    """Which characters do not count, by position: those of annotations, and of the names of meetings."""
    import numpy as np

    found: dict[bool, list[Array]] = {True: [meeting_names(laid)], False: []}
    if "formula" in kinds:
        versions = (each.versions for each in compared.lexicon.formulae)
        found[True].append(
            members_in(laid, (item for each in versions for one in each for item in one.items))
        )
    for kind in kinds:
        carried = kind in reuse_rules()["carried"]
        # The rules read a source at a time: they are asked in the order of the sources.
        for number, member in sorted(zip(order, range(len(order)), strict=True)):
            spans = np.array([each[:2] for each in compared.spans(number, kind)], np.int32).reshape(-1, 2)
            found[carried].append(laid.positions(member, spans))
    return not_counting(laid, found[True], found[False])
