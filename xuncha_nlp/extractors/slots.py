"""Slots (变量): persons, offices, places, organisations, dates, rounds, congresses, counts, masked text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from operator import itemgetter

from ..numerals import to_int
from ..sources import fold
from ..speeches import Speech
from .counts import find_counts
from .found import SLOTS, Found, anchored, find, slot, slot_rules
from .model import Annotation
from .ner import find_entities, recogniser
from .persons import constant_persons, find_persons
from .places import find_places
from .when import find_when

__all__ = ["SLOTS", "constant_persons", "find_slots"]

_PREFERENCE = itemgetter(0, 1, 2)
_START = itemgetter(1)


@cache
def _pattern(label: str) -> re.Pattern[str]:
    rules = slot_rules()
    return anchored(rules["begins"][label], rules["patterns"][label])


@cache
def _bodies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = slot_rules()["organisation"]
    return anchored(rules["begins"], rules["pattern"]), re.compile(rules["generic"])


def find_slots(speech: Speech, ner: str | None = None) -> list[Annotation]:
    """Find what changes between occasions.

    Parameters
    ----------
    speech : Speech
    ner : str, optional
        A model that may add names where no rule has found a slot: see `recogniser`.

    Returns
    -------
    list of Annotation
        In the order of the text, not overlapping. Every one has the same attributes, null where they say
        nothing of a slot of its label:

        ``value``
            its normal form: the name without the office, the ISO form of a calendar date, else as written
        ``generic``
            true for what is the same on every occasion (the General Secretary, 区委)
        ``iso``
            of a date, what it means; a relative one is told from the date of the speech
        ``number``, ``about``, ``unit``, ``noun``
            of a count: see `read_count`; of a round, ``number``
        ``office``
            of a person, the office written beside the name, with its body
        ``division``, ``code``
            of a place: 省, 市, 县, 乡, 村 or 功能区, and its code in the gazetteer
        ``evidence``
            a list of what decided between places of one name

    Raises
    ------
    MissingExtraError
        The model asked for is not installed.
    DataError
        There is no such model.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "刚才，潘文博部长宣读了名单。2017年8月，首轮巡察启动。"))
    >>> [(each.label, each.attributes["value"]) for each in find_slots(speech)]
    [('person', '潘文博'), ('office', '部长'), ('date', '2017-08'), ('round', '首轮')]
    """
    view = _with_zeros(speech)
    found = [
        *find_persons(view, speech),
        *find_when(view, speech.date),
        *_by_pattern(view),
        *find_counts(view),
        *_organisations(view),
        *find_places(speech),
    ]
    if ner is not None:
        found += find_entities(view, recogniser(ner))
    return _placed(found, speech.start)


# 二○○○年, 一○○米: the folded text has the circle as what masks a name; behind a numeral, before another one or
# what is counted in such numbers, it is a zero. (三个○○ and 某○○局 are masked.)
_ZEROS = re.compile(
    r"(?<=[〇零一二三四五六七八九])[○◯]+(?=[〇零一二三四五六七八九年月日号元米人页个名条件次户家处项万亿至到—–―~～－-])"
    r"|(?<=[一二])(?:[○◯]{3}|[○◯]{2}[一二三四五六七八九])(?![○◯])"
)


def _with_zeros(speech: Speech) -> str:
    """The folded text of a speech, with circles that are zeros as such; of the same length."""
    text = speech.source.text[speech.start : speech.end]
    if "○" in text or "◯" in text:
        return fold(_ZEROS.sub(lambda zeros: "〇" * len(zeros[0]), text))
    return speech.source.view[speech.start : speech.end]


def _placed(found: list[Found], begin: int) -> list[Annotation]:
    """Of slots that overlap, the one that says more."""
    found.sort(key=_START)
    taken: list[Found] = []
    # Slots that overlap, each with one of the others: hardly ever more than two or three.
    group: list[Found] = []
    reached = 0
    for each in found:
        if each[1] >= reached:
            if len(group) > 1:
                group = _chosen(group)
            taken += group
            group = [each]
            reached = -each[2]
        else:
            group.append(each)
            reached = max(reached, -each[2])
    taken += _chosen(group)
    return [
        Annotation(start + begin, begin - to, "slot", label, rule, said)
        for _, start, to, label, rule, said in taken
    ]


def _chosen(group: list[Found]) -> list[Found]:
    """Of slots that overlap, those that are kept, in the order of the text."""
    kept: list[Found] = []
    # The kept ones do not overlap, so that only the neighbours of a place among them have to be asked.
    starts: list[int] = []
    for each in sorted(group, key=_PREFERENCE):
        place = bisect_left(starts, each[1])
        before_ok = place == 0 or -kept[place - 1][2] <= each[1]
        if before_ok and (place == len(kept) or -each[2] <= starts[place]):
            kept.insert(place, each)
            starts.insert(place, each[1])
    return kept


def _by_pattern(view: str) -> Iterator[Found]:
    for label in ("congress", "masked"):
        for start, end, text in find(_pattern(label), view):
            yield slot(start, end, label, f"{label}-pattern", text)
    for start, end, text in find(_pattern("round"), view):
        yield slot(start, end, "round", "round-pattern", text, number=_round_number(text))


@cache
def _round_number(text: str) -> int | None:
    """The number of a round that has one; 本轮 and 前三轮 have none.

    >>> [_round_number(each) for each in ("首轮", "本届区委第十二轮", "首次", "本轮", "前三轮")]
    [1, 12, 1, None, None]
    """
    if text.endswith(("首轮", "首次")):
        return 1
    match = re.search(r"第(\w+)轮", text)
    return to_int(match[1]) if match else None


def _organisations(view: str) -> Iterator[Found]:
    body, generic = _bodies()
    for start, end, text in find(body, view):
        yield slot(start, end, "organisation", "body", text, generic=bool(generic.match(text)))
