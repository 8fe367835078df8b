"""What a source says of its text beside it (columns of a table) and how it goes with the text's own header."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..sources import fold
from .dates import find_dates, parse_date_line
from .header import ENOUGH, Header
from .lines import Line, squeeze
from .patterns import pattern

__all__ = ["collection_year", "with_metadata"]

# The name of a compilation stands among its first lines.
_FIRST_LINES = 10
# A number column of a table gives 2017 as 2017.0.
_YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?")


def with_metadata(header: Header, metadata: Mapping[str, str]) -> Header:
    """Complete the header of a text by what stands beside it.

    The text's own title and date count where it has them, and the others where it has none. Of a title
    that is a part of the other the whole one counts (政府工作报告, 2025年政府工作报告), of two dates that
    agree the more precise one. A title that the text shows by nothing but its place gives way.

    Parameters
    ----------
    header : Header
        As read from the text.
    metadata : mapping of str to str
        ``title`` and ``date`` are looked at, in any usual form.

    Examples
    --------
    >>> own = Header(0, 1, (), "政府工作报告", "2025", None, 3)
    >>> full = with_metadata(own, {"title": "澄湖区2025年政府工作报告", "date": "2025-03-05"})
    >>> full.title, full.date
    ('澄湖区2025年政府工作报告', '2025-03-05')
    """
    title, date = metadata.get("title") or None, _date(metadata.get("date", ""))
    if title and header.title:
        own, other = (squeeze([fold(each)]) for each in (header.title, title))
        title = title if own in other or header.score < ENOUGH else header.title
    if date and header.date:
        date = date if date.startswith(header.date) else header.date
    return replace(header, title=title or header.title, date=date or header.date)


def collection_year(lines: Sequence[Line], metadata: Mapping[str, str]) -> str | None:
    """The one year that a compilation names in its own title, or that stands beside it.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the source.
    metadata : mapping of str to str
        The source's.

    Returns
    -------
    str or None
        Four digits.
    """
    names = (line.text for line in lines[:_FIRST_LINES] if pattern("collection").search(line.text))
    years = {value[:4] for name in names for _, _, value in find_dates(name)}
    if len(years) == 1:
        return years.pop()
    beside = _date(metadata.get("date", ""))
    return beside[:4] if beside else None


def _date(value: str) -> str | None:
    text = fold(value).strip()
    year = _YEAR.fullmatch(text)
    return year[1] if year else parse_date_line(text)
