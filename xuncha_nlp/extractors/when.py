"""Dates: those of the calendar, and those that are told from the day of the speech.

``iso`` says what a date means: 2017-08-15, 2017-08, 2017, 2024-Q1, 2024-H1, 2024-W32, a span of two of these
with a slash between. A part of a month or year that no calendar bounds (月底, 年初) is as precise as the month
or year that it is in. What cannot be known from the speech's date is null: no date of a speech that says only
its month tells what day 昨天 is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from ..numerals import to_int
from ..speeches import find_dates
from .found import Found, anchored, find, slot, slot_rules

__all__ = ["find_when", "resolve"]

# A year and what ties it to the year behind it, and a character before it.
_SPAN = len("x2021——")
_YEARS = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1, "明": 1, "前": -2}
_HALVES = {"上": "H1", "下": "H2"}
_DAYS = {"今": 0, "昨": -1, "明": 1, "前": -2, "后": 2}
_WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}
_WEEKDAYS = "一二三四五六日"
# A date this near before another one may tell its year: 2023年3月至5月.
_NEAR = 2


@dataclass(frozen=True, slots=True)
class _Base:
    """The day from which dates are told, as far as it is known."""

    year: int | None
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, iso: str | None) -> _Base:
        if iso is None or not re.fullmatch(r"\d{4}(-\d\d){0,2}", iso):
            return cls(None)
        return cls(*map(int, iso.split("-")))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = slot_rules()
    dates = rules["date"]
    begins = rules["begins"]
    relative = anchored(
        begins["date_relative"], rules["patterns"]["date_relative"], begins["date_relative_second"]
    )
    return relative, re.compile(dates["behind"]), re.compile(dates["before"]), re.compile(dates["joins"])


def find_when(view: str, today: str | None) -> Iterator[Found]:
    """Find the dates of a text, given the ISO date of the speech, or None.

    A date that carries its year has its ISO form for ``value``; of a relative one the value stays as written,
    since that is what becomes wrong on another day.
    """
    relative, behind, before, joins = _patterns()
    dates = []
    for start, end, value in find_dates(view):
        rest = behind.match(view, end)
        span = before.search(view, max(start - _SPAN, 0), start) if len(value) == len("2026") else None
        first = span.start() if span else start
        last = rest.end() if rest else end
        iso = f"{span['year']}/{value}" if span else value + _part_of_year(rest.group() if rest else "")
        dates.append((first, last, iso))
        yield slot(first, last, "date", "calendar-date", iso, iso=iso)
    base = _Base.of(today)
    calendar = iter([*dates, (len(view), len(view), "")])
    start, end, iso = next(calendar)
    # The end and the meaning of the date before, of whatever kind.
    last_end, last_iso = -9, ""
    for begin, last, written in find(relative, view):
        ordinal = view[begin - 1 : begin] == "第" and written.endswith("季度")
        first, text = (begin - 1, f"第{written}") if ordinal else (begin, written)
        while end <= first:
            last_end, last_iso = end, iso
            start, end, iso = next(calendar)
        if first < start:
            tied = 0 < first - last_end <= _NEAR and joins.fullmatch(view, last_end, first)
            found = _continued(last_iso, text) if tied else resolve(text, base.year, base.month, base.day)
            yield slot(first, last, "date", "relative-date", text, iso=found)
            last_end, last_iso = last, found or ""


def _part_of_year(rest: str) -> str:
    """The half, quarter or season that stands behind a year: 上半年, 第一季度, 春季.

    >>> _part_of_year("下半年"), _part_of_year("一季度"), _part_of_year("底")
    ('-H2', '-Q1', '')
    """
    if "半年" in rest:
        return "-" + _HALVES[rest[0]]
    if "季度" in rest:
        return f"-Q{to_int(rest.strip('第季度'))}"
    return ""


def _continued(before: str, text: str) -> str | None:
    """A date that goes on from another one has its year, or its month: 2023年3月至5月, 6月18日至21日.

    >>> _continued("2023-03", "5月"), _continued("2023-06-18", "21日"), _continued("2022-Q1", "二季度")
    ('2023-05', '2023-06-21', '2022-Q2')
    """
    if not re.match(r"\d{4}", before) or "/" in before:
        return None
    year, month, *_ = *map(int, re.findall(r"\d+", before[:7])), 0
    if re.fullmatch(r"\d{1,2}[日号]", text):
        known = len(before) >= len("2023-06") and before[5].isdecimal()
        return resolve(f"{month}月{text}", year, month) if known else None
    if re.match("[今去明前本上下近最日昨]", text) and not re.match("[上下]半年", text):
        return None
    return resolve(text, year, None)


@lru_cache(maxsize=1 << 13)
def resolve(  # noqa: PLR0911 - a return for each way to tell a date
    text: str, year: int | None, month: int | None = None, day: int | None = None
) -> str | None:
    """Return what a relative date means on a day.

    Parameters
    ----------
    text : str
        The date as written, folded.
    year, month, day : int or None
        The day on which it is said, as far as it is known.

    Returns
    -------
    str or None
        ISO, as the module says; None where it cannot be known. A month without a year is of that year; next
        to the turn of the year it may be of either (in January, 12月), and is none.

    Examples
    --------
    >>> [resolve(each, 2024, 3) for each in ("去年9月", "今年前5个月", "前三季度", "上月", "一季度", "年底", "6月30日", "近期")]
    ['2023-09', '2024-01/2024-05', '2024-01/2024-09', '2024-02', '2024-Q1', '2024', '2024-06-30', None]
    >>> resolve("昨天", 2024, 3, 1), resolve("昨天", 2024, 3), resolve("12月", 2024, 1)
    ('2024-02-29', None, None)
    """
    if year is None:
        return None
    if match := re.match("([今去明前])年|([本当上])年度?", text):
        shift = _YEARS[match[1] or match[2]]
        return _in_year(text[match.end() :], year + shift)
    if match := re.match("(上个?|本|下个?|当)月", text):
        if month is None:
            return None
        shift = {"上": -1, "下": 1}.get(text[0], 0)
        years, index = divmod(year * 12 + month - 1 + shift, 12)
        return _in_month(text[match.end() :], years, index + 1)
    if re.match("月[底初]", text):
        return f"{year}-{month:02}" if month else None
    if match := re.match("([今昨明])天", text):
        return _by_day(_DAYS[match[1]], year, month, day)
    if match := re.match(f"([上本下])周([{_WEEKDAYS}]?)", text):
        return _by_week(_WEEKS[match[1]], match[2], year, month, day)
    if re.match("年[初底内]", text):
        return str(year)
    if re.match(r"\d{1,2}[日号]", text):
        return None
    return _in_year(text, year, month)


def _in_year(text: str, year: int, now: int | None = None) -> str | None:
    """What stands behind a year: nothing, a month, a quarter, a half, its beginning or end."""
    if match := re.match(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月", text):
        month = to_int(match[1])
        if not 1 <= month <= 12 or (now and abs(month - now) > 9):  # noqa: PLR2004 - over the turn of a year
            return None
        return _in_month(text[match.end() :], year, month)
    if match := re.match(r"前(\d{1,2})个月", text):
        last = int(match[1])
        return f"{year}-01/{year}-{last:02}" if 1 <= last <= 12 else None  # noqa: PLR2004 - months
    if match := re.match("前([二三])个?季度", text):
        return f"{year}-01/{year}-{3 * to_int(match[1]):02}"
    if re.match("[上下]半年|第?[一二三四]季度", text):
        return f"{year}{_part_of_year(text)}"
    return str(year) if re.fullmatch("年?[初底末内]?", text) else None


def _in_month(text: str, year: int, month: int) -> str | None:
    if match := re.match(r"(\d{1,2})[日号]", text):
        try:
            return date(year, month, int(match[1])).isoformat()
        except ValueError:
            return None
    return f"{year}-{month:02}"


def _by_day(shift: int, year: int, month: int | None, day: int | None) -> str | None:
    if month is None or day is None:
        return (f"{year}-{month:02}" if month else str(year)) if not shift else None
    return (date(year, month, day) + timedelta(days=shift)).isoformat()


def _by_week(shift: int, weekday: str, year: int, month: int | None, day: int | None) -> str | None:
    if month is None or day is None:
        return None
    monday = date(year, month, day)
    monday += timedelta(weeks=shift, days=-monday.weekday())
    if weekday:
        return (monday + timedelta(days=_WEEKDAYS.index(weekday))).isoformat()
    week = monday.isocalendar()
    return f"{week.year}-W{week.week:02}"
