"""Dates in Chinese prose: where they stand and what day they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..numerals import to_int

__all__ = ["find_dates", "parse_date_line"]

# 二○二○年 is often written with the circle, of which the folded text makes an asterisk, or with letters
# and digits in its place.
_YEAR = r"(?P<year>(?:19|20)\d\d|(?:一[七八九]|二(?!\*{3})[〇零○*O0])[〇零○*O0一二三四五六七八九]{2})"
_MONTH = r"(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<day>\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WRITTEN = re.compile(rf"{_YEAR}\s?年(?:\s?{_MONTH}\s?月(?:\s?{_DAY}\s?[日号])?)?")
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d) ?([-./]) ?(?P<month>\d{1,2})(?: ?\2 ?(?P<day>\d{1,2}))?(?![\d%]|\.\d)"
)
# What each year begins with: much faster to look for than both patterns at every place of a text.
_HINT_OF_YEAR = re.compile(r"1(?=9\d\d)|2(?=0\d\d)|一(?=[七八九])|二(?=[〇零○*O0])")
_YEARLESS = re.compile(rf"{_MONTH}\s?月(?:\s?{_DAY}\s?[日号])?")
# What may stand beside the date on its line: what kind of date it is, a part of a month, the last day of
# several, the day of the week, the time of day, and, behind a mark or a space, the place.
_LABEL = r"(?:(?:发布|成文|印发|会议|讲话)?(?:时间|日期)[: ]*)?"
_PART = r"份?(?: ?[上中下]旬|[初末底])?"
_SPAN = r"(?: ?[-—~至到]{1,2} ?(?:\d{1,2}\s?月)?\d{1,2}\s?[日号])?"
_WEEKDAY = r"(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?"
_TIME = r"(?: ?(?:凌晨|上午|中午|下午|晚上?)? ?(?:\d{1,2}(?:[:时点]\d{0,2}分?(?::\d\d)?|时))?(?:半|整)?)?"
_PLACE = r"(?P<place>(?:[ ,、·.]+|于|在)[\u4e00-\u9fff*]{2,20})?"
_BESIDE = _PART + _SPAN + _WEEKDAY + _TIME + _PLACE
_LINES = [re.compile(f"{_LABEL}(?:{each.pattern}){_BESIDE}") for each in (_WRITTEN, _NUMERIC, _YEARLESS)]
# No line of a date is longer, and each has a digit or a word for a part of a date.
_LONGEST = 62
_HINT = re.compile("[0-9年月]")
# In parentheses it may say more of that day: who passed the document, when it comes into force.
_EVENT = re.compile("通过|修订|修正|发布|公布|印发|批准|施行|实施|讲话|录音|整理")


def parse_date_line(text: str, year: str | None = None) -> str | None:
    """Return the ISO date of a line that holds a date and nothing else.

    A place, a time, a weekday beside the date do not matter; of several days the first counts.

    Parameters
    ----------
    text : str
        A folded line.
    year : str, optional
        The year of a date that carries none (``（8月3日）``); such a line is no date otherwise.

    Returns
    -------
    str or None
        ``"2017"``, ``"2017-08"`` or ``"2017-08-03"``, as precise as the line; None if it is no date.

    Examples
    --------
    >>> [parse_date_line(each) for each in ("(2017年8月)", "(二〇一九年三月十五日)", "2020-05-13", "2017年,我们")]
    ['2017-08', '2019-03-15', '2020-05-13', None]
    >>> parse_date_line("(2017年8月3日上午9时·城关)"), parse_date_line("(8月3日)", year="2017")
    ('2017-08-03', '2017-08-03')
    """
    if len(text) > _LONGEST or not _HINT.search(text):
        return None
    bare = text.strip()
    inside = bare[1:-1].strip() if bare.startswith("(") and bare.endswith(")") else None
    match = _match_line(inside or bare, yearless=year is not None)
    if match:
        # 2017年,我们 is no date and a place.
        certain = inside or match.groupdict().get("day") or not match["place"]
        return _iso(match, year) if certain else None
    if inside and _EVENT.search(inside):
        return next((value for start, _, value in find_dates(inside) if start == 0), None)
    return None


def _match_line(text: str, *, yearless: bool) -> re.Match[str] | None:
    patterns = _LINES if yearless else _LINES[:-1]
    return next((match for match in (pattern.fullmatch(text) for pattern in patterns) if match), None)


def find_dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the dates that carry a year: start, end and ISO value.

    A day that no calendar has (2月30日) is passed over.

    Examples
    --------
    >>> list(find_dates("自2015年8月起，至2017年5月26日"))
    [(1, 8, '2015-08'), (11, 21, '2017-05-26')]
    """
    # The last end of each pattern, which finds nothing within what it has found.
    ends = [0, 0]
    for hint in _HINT_OF_YEAR.finditer(text):
        start = hint.start()
        for index, pattern in enumerate((_WRITTEN, _NUMERIC)):
            match = pattern.match(text, start) if start >= ends[index] else None
            if match:
                ends[index] = match.end()
                value = _iso(match)
                if value:
                    yield start, match.end(), value
                break


def _iso(match: re.Match[str], year: str | None = None) -> str | None:
    parts = match.groupdict()
    written = [parts.get("year") or year, parts.get("month"), parts.get("day")]
    numbers = [_number(part) for part in written if part]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    return "-".join(str(number).zfill(2) for number in numbers)


def _number(part: str) -> int:
    return int(part) if part.isdecimal() else to_int(re.sub("[○*O0]", "〇", part))
