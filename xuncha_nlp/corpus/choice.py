"""Which speeches a user chooses, by what is known of them beside their text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..errors import InputError
from ..sources import fold

__all__ = ["chosen"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_YEAR = len("2017")


def chosen(
    rows: Iterable[tuple[str | None, ...]],
    *,
    year: int | str | None = None,
    genre: str | None = None,
    title: str | None = None,
    source: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[int]:
    """Return the places of the speeches that have all properties asked for; see `Corpus.where`.

    Parameters
    ----------
    rows : iterable of (source, genre, date, title)
        Of each speech.
    year, genre, title, source, since, until
        See `Corpus.where`.

    Raises
    ------
    InputError
        The year or a date is not written as one, so that nothing can be compared with it.

    Examples
    --------
    >>> rows = [("a.txt", "动员讲话", "2017-08", "动员会上的讲话"), ("b.txt", None, None, None)]
    >>> chosen(rows, year=2017), chosen(rows, until="2017-07"), chosen(rows, title="动员")
    ([0], [], [0])
    >>> chosen(rows, since="2017/8")
    Traceback (most recent call last):
    xuncha_nlp.errors.InputError: 日期写得不对：2017/8。请写成 2017、2017-08 或 2017-08-15。
    """
    of_year = None if year is None else str(year)
    if of_year is not None and (len(of_year) != _YEAR or not _is_date(of_year)):
        raise InputError(f"年份写得不对：{of_year}", "请写成四位数字，如 2017")
    for each in (since, until):
        if each is not None and not _is_date(each):
            raise InputError(f"日期写得不对：{each}", "请写成 2017、2017-08 或 2017-08-15")
    within = None if title is None else _bare(title)

    def wanted(name: str | None, kind: str | None, day: str, head: str | None) -> bool:
        return (
            (of_year is None or day[:_YEAR] == of_year)
            and (genre is None or kind == genre)
            and (within is None or (head is not None and within in _bare(head)))
            and (source is None or name == source)
            # A date is compared as far as both are known.
            and (since is None or (bool(day) and day[: len(since)] >= since[: len(day)]))
            and (until is None or (bool(day) and day[: len(until)] <= until[: len(day)]))
        )

    return [
        place for place, (name, kind, day, head) in enumerate(rows) if wanted(name, kind, day or "", head)
    ]


def _bare(written: str) -> str:
    return "".join(fold(written).split())


def _is_date(written: str) -> bool:
    found = _DATE.fullmatch(written)
    if not found:
        return False
    try:
        date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return False
    return True
