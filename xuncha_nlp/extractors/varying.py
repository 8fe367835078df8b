"""Which slot it is that varies between two passages: what the words that differ are, or are a part of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter

from ..segment import is_word, tagged
from .found import SLOTS, slot_rules
from .passages import Side
from .substance import reuse_rules

__all__ = ["Slots"]

# The tags of names in the dictionary; it has many places as persons.
_NAMES = ("nr", "ns", "nt", "nz")
# A stretch that is a slot: start, end, label.
_Slot = tuple[int, int, str]


class Slots:
    """The slots of speeches, by the numbers of these.

    Parameters
    ----------
    found : mapping of int to iterable of (int, int, str)
        Start, end and label of the slots of each speech; they do not overlap.

    Examples
    --------
    >>> text = "今天查石埠镇党委"
    >>> slots = Slots({0: [(0, 2, "date"), (3, 8, "organisation")], 1: []})
    >>> def side(start, end):
    ...     return Side("a", "a#1", start, end, text[start:end])
    >>> def other(text):
    ...     return Side("b", "b#1", 0, len(text), text)
    >>> slots.label((0, side(0, 2)), (1, other("昨天"))), slots.label((0, side(0, 8)), (1, other("先说农田水利")))
    ('date', 'organisation')
    >>> slots.label((0, side(0, 3)), (1, other("我来讲"))), slots.label((0, side(3, 6)), (1, other("临江镇")))
    ('date', 'place')
    """

    def __init__(self, found: Mapping[int, Iterable[_Slot]]) -> None:
        self._found: dict[int, Sequence[_Slot]] = {
            number: sorted(each, key=itemgetter(0)) for number, each in found.items()
        }
        self._ends = {number: [end for _, end, _ in each] for number, each in self._found.items()}

    def label(self, one: tuple[int, Side], other: tuple[int, Side]) -> str | None:
        """Return the label of the slot that the words of two sides are, whichever stands on the left.

        The words of a side are a slot where slots cover nearly all of them; where both sides are written as names
        of places are, before the same body or none, they are a place, though the slot be the body (石埠镇党委).
        """
        here, there = (_without_body(each[1].text) for each in (one, other))
        if here[1] == there[1] and _is_place(here[0]) and _is_place(there[0]):
            return "place"
        labels = {self._covering(*each) for each in (one, other)} - {None}
        return min((each for each in labels if each), key=SLOTS.index, default=None)

    def _covering(self, number: int, side: Side) -> str | None:
        found = self._found[number]
        place = bisect_left(self._ends[number], side.start + 1)
        covered: dict[str, int] = {}
        while place < len(found) and found[place][0] < side.end:
            start, end, label = found[place]
            inside = side.text[max(start - side.start, 0) : end - side.start]
            covered[label] = covered.get(label, 0) + _characters(inside)
            place += 1
        if not covered or sum(covered.values()) < reuse_rules()["slot"] * _characters(side.text):
            return None
        return max(covered, key=lambda label: (covered[label], -SLOTS.index(label)))


def _characters(text: str) -> int:
    return sum(not each.isspace() for each in text)


def _without_body(text: str) -> tuple[str, str]:
    """Part the name of a place from that of its body.

    >>> _without_body("石埠镇党委"), _without_body("石埠镇")
    (('石埠镇', '党委'), ('石埠镇', ''))
    """
    found = _body().search(text)
    return (text[: found.start()], found[0]) if found else (text, "")


@lru_cache(maxsize=1 << 12)
def _is_place(text: str) -> bool:
    """Whether words that differ are written as the name of a place is: 白沙镇, and not 农村.

    >>> [_is_place(each) for each in ("白沙镇", "澄湖区", "农村", "中心镇", "各乡镇", "支部", "")]
    [True, True, False, False, False, False, False]
    """
    rules = slot_rules()["place"]
    name = _name().fullmatch(text)
    if (
        not name
        or text in rules["not_places"]
        or text in rules["kinds"]
        or name["stem"] in rules["kinds_of_towns"]
    ):
        return False
    return not is_word(text) or tagged(text)[0][1].startswith(_NAMES)


@cache
def _name() -> re.Pattern[str]:
    rules = slot_rules()["place"]
    suffix = rf"(?:{'|'.join(rules['long_suffixes'])}|[{rules['suffixes']}])"
    inside = rf"[^\W\da-zA-Z{rules['never_inside']}]"
    return re.compile(rf"(?P<stem>[^\W\da-zA-Z{rules['never_first']}]{inside}{{1,3}}){suffix}")


@cache
def _body() -> re.Pattern[str]:
    rules = slot_rules()["place"]
    return re.compile(rf"(?:{'|'.join(rules['whole_bodies'])}|{rules['bodies']})$")
