"""What was right on another day: meetings to come that are past, anniversaries, days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..numerals import to_int
from ..speeches import find_dates
from ..templating.events import meetings
from .formulae import sentence_around
from .model import Finding
from .settings import pattern, settings
from .target import Target

__all__ = ["check_occasions"]

_REACH = 16
_YEAR = 4
_WEEKDAYS = "一二三四五六日"


def check_occasions(target: Target) -> Iterator[Finding]:
    """Hold meetings, anniversaries and days of the week against the calendar."""
    yield from _meetings(target)
    yield from _anniversaries(target)
    for match in pattern("occasion", "weekday").finditer(target.view, target.read.start, target.read.end):
        for _, _, value in find_dates(match["date"]):
            right = _WEEKDAYS[date.fromisoformat(value).weekday()]
            if match["day"].replace("天", "日") != right:
                yield target.at_read("weekday-wrong", *match.span(), "公历", weekday=right)


def _meetings(target: Target) -> Iterator[Finding]:
    today = target.date
    if not today:
        return
    view = target.speech.source.view
    for slot in target.annotations("slot"):
        if slot.label != "congress":
            continue
        name = slot.attributes["value"].replace("第", "").removeprefix("党的")
        held = meetings().get(name)
        if held is None:
            continue
        before = view[max(target.speech.start, slot.start - _REACH) : slot.start]
        behind = view[slot.end : slot.end + _REACH]
        ahead = pattern("occasion", "ahead").search(before)
        if ahead and ahead.group() == "为" and not pattern("occasion", "ahead_behind").match(behind):
            ahead = None
        values = {"date": held, "today": today}
        if ahead and _is_after(today, held):
            if not _looks_back(target, slot.start):
                yield target.at("congress-past", slot.start, slot.end, f"{name}：{held}", **values)
        # Only where something is said of what it has decided: plans for it are laid long before.
        elif not ahead and _is_before(today, held) and pattern("occasion", "held_behind").match(behind):
            yield target.at("congress-not-yet", slot.start, slot.end, f"{name}：{held}", **values)


def _is_after(today: str, day: str) -> bool:
    """Whether a date, as precise as it may be, is certainly behind a day, by a month at least."""
    return today[:7] > day[: min(len(today), 7)]


def _is_before(today: str, day: str) -> bool:
    return today < day[: len(today)]


def _looks_back(target: Target, at: int) -> bool:
    return bool(pattern("occasion", "looking_back").search(sentence_around(target, at)))


def _anniversaries(target: Target) -> Iterator[Finding]:
    if not target.date:
        return
    today = int(target.date[:_YEAR])
    since = settings("occasion")["since"]
    for match in pattern("occasion", "anniversary").finditer(target.view, target.read.start, target.read.end):
        number = match["n"]
        if number.endswith("百"):
            count = 100 * to_int(number[0])
        else:
            count = int(number) if number.isdecimal() else to_int(number)
        year = since[match["what"]] + count
        before = target.view[max(target.read.start, match.start() - _REACH) : match.start()]
        values = {"year": year, "today": target.date}
        if re.search("(?:迎接|喜迎|献礼)[^,。;]{0,4}$", before) and year < today:
            yield target.at_read("anniversary-past", *match.span(), f"{since[match['what']]}年起算", **values)
        elif re.search("今年(?:又|正)?(?:是|恰逢|适逢|迎来)[^,。;]{0,4}$", before) and year != today:
            yield target.at_read(
                "anniversary-wrong", *match.span(), f"{since[match['what']]}年起算", **values
            )
