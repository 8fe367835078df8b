"""Dates in Chinese prose: where they stand and what day they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .numerals import to_int

__all__ = ["find_dates", "parse_date_line"]

# 二○二○年 is often written with the circle, of which the folded text makes an asterisk.
_YEAR = r"(?P<year>(?:19|20)\d\d|(?:一[七八九]|二(?!\*{3})[〇零○*])[〇零○*一二三四五六七八九]{2})"
_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<day>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WRITTEN = re.compile(rf"{_YEAR}\s?年(?:\s?{_MONTH}\s?月(?:\s?{_DAY}\s?[日号])?)?")
_NUMERIC = re.compile(r"(?P<year>(?:19|20)\d\d)([-./])(?P<month>\d{1,2})(?:\2(?P<day>\d{1,2}))?")
_DATE_LINE = re.compile(rf"\(?\s*(?:{_WRITTEN.pattern}|\d{{4}}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?)\s*\)?")


def parse_date_line(text: str) -> str | None:
    """Return the ISO date of a line that holds a date and nothing else.

    Parameters
    ----------
    text : str
        A folded line.

    Returns
    -------
    str or None
        ``"2017"``, ``"2017-08"`` or ``"2017-08-03"``, as precise as the line; None if it is no date.

    Examples
    --------
    >>> [parse_date_line(each) for each in ("(2017年8月)", "(二〇一九年三月十五日)", "2020-05-13", "2017年，我们")]
    ['2017-08', '2019-03-15', '2020-05-13', None]
    """
    if not _DATE_LINE.fullmatch(text):
        return None
    return next((value for _, _, value in find_dates(text)), None)


def find_dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the dates that carry a year: start, end and ISO value.

    A day that no calendar has (2月30日) is passed over.

    Examples
    --------
    >>> list(find_dates("自2015年8月起，至2017年5月26日"))
    [(1, 8, '2015-08'), (11, 21, '2017-05-26')]
    """
    matches = [*_WRITTEN.finditer(text), *_NUMERIC.finditer(text)]
    for match in sorted(matches, key=lambda each: each.start()):
        value = _iso(match)
        if value:
            yield match.start(), match.end(), value


def _iso(match: re.Match[str]) -> str | None:
    numbers = [to_int(re.sub(r"[○*]", "〇", part)) for part in match.group("year", "month", "day") if part]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    return "-".join(str(number).zfill(2) for number in numbers)
