"""Timeline: how often something is said in each year or month, how sure that is, and where it changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from ..data import load_toml
from ..sources import fold
from .counted import hits_of
from .query import Formula, Text, Within, parse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .table import Table

    Array = NDArray[Any]

__all__ = ["timeline"]

_WIDTH = {"year": len("2017"), "month": len("2017-08")}
_PER = 10_000
_COLUMNS = [
    "query", "period", "count", "characters", "per_10k", "low", "high", "speeches", "of_speeches", "tier", "stretch",
]  # fmt: skip


def timeline(
    corpus: Corpus,
    query: str | Sequence[str],
    *,
    by: Literal["year", "month"] = "year",
    level: float = 0.95,
    thresholds: Mapping[str, float] | None = None,
    within: Within | None = None,
) -> Table:
    """Follow queries through time.

    Parameters
    ----------
    corpus : Corpus
        Speeches without a date, or by months those of which only the year is known, are left out.
    query : str or sequence of str
        Queries (see `xuncha_nlp.analysis.query`), each by itself. ``提法:四个意识`` stands for the mentions of the formula,
        by whatever name.
    by : {"year", "month"}
        The periods. Those between the first and the last that have no speech have a row too.
    level : float
        Of the confidence interval of the rate (Garwood 1936).
    thresholds : mapping of str to float, optional
        Of the temperature scale; see `xuncha_nlp.analysis.measures.temperature`.
    within : Within, optional
        Where in a speech the hits must begin; the rates are still those of all its characters.

    Returns
    -------
    Table
        A row a query and period: ``count``, ``characters`` of the period (without white space, as everywhere),
        ``per_10k`` with ``low`` and ``high``, ``speeches`` with it, ``of_speeches`` in all, ``tier`` of the
        temperature scale or None where the period is too small to tell, and ``stretch``: periods with the
        same number have the same rate, a new number is a change (Killick et al. 2012). A period without
        characters has nan as its rate. ``made["queries"]`` has for each query its ``first`` and ``last`` date;
        for what is a formula or the name of one, ``valid``, the dates between which the lexicon has it;
        ``untiered``, for each reason the periods that have no tier for it; and ``changes``, where a stretch begins: the
        rate ``before`` and ``after``, the ``gain`` in likelihood that speaks for it, and how many ``speeches`` the
        stretches before and after it stand on.

    Raises
    ------
    QueryError
        A query cannot be read; the message says where.

    Examples
    --------
    >>> texts = {str(year): f"讲话\\n（{year}年3月）\\n" + "增强四个意识。" * (year > 2015) for year in range(2014, 2018)}
    >>> table = timeline(Corpus.from_texts(texts), "四个意识")
    >>> table[["period", "count", "of_speeches"]].values.tolist()
    [['2014', 0, 1], ['2015', 0, 1], ['2016', 1, 1], ['2017', 1, 1]]
    >>> table.made["queries"]["四个意识"]["first"], table.made["queries"]["四个意识"]["valid"]
    ('2016-03', [['2016-01-29', '']])
    """
    import numpy as np
    import pandas as pd

    from .measures.changes import change_points
    from .measures.intervals import poisson_interval
    from .measures.temperature import temperature
    from .table import Table, made_by

    given = [query] if isinstance(query, str) else list(dict.fromkeys(query))
    width = _WIDTH[by]
    dates = [str(date or "") for date in corpus.facts("date")]
    known = np.array([len(date) >= width for date in dates], dtype=bool)
    periods = list(_periods(sorted({date[:width] for date in dates if len(date) >= width})))
    place = {period: number for number, period in enumerate(periods)}
    of_speech = np.array([place.get(date[:width], 0) for date in dates], np.int64)
    sizes = _by_period(np.asarray(corpus.facts("characters"), np.int64), of_speech, known, len(periods))
    speeches = _by_period(np.ones(len(corpus), np.int64), of_speech, known, len(periods))
    rows, about, changes = [], {}, {}
    for name in given:
        counts = np.bincount(hits_of(corpus, name, within).speech, minlength=len(corpus)).astype(np.int64)
        count = _by_period(counts, of_speech, known, len(periods))
        having = _by_period(np.minimum(counts, 1), of_speech, known, len(periods))
        low, high = poisson_interval(count, sizes, per=_PER, level=level)
        stretches = change_points(count, sizes, per=_PER)
        stretch = np.repeat(np.arange(len(stretches)), [each.end - each.start for each in stretches])
        heat = [
            temperature(*numbers, thresholds)
            for numbers in zip(having.tolist(), speeches.tolist(), strict=True)
        ]
        rows += [
            {
                "query": name,
                "period": period,
                "count": int(count[number]),
                "characters": int(sizes[number]),
                "per_10k": count[number] / sizes[number] * _PER if sizes[number] else np.nan,
                "low": low[number],
                "high": high[number],
                "speeches": int(having[number]),
                "of_speeches": int(speeches[number]),
                "tier": heat[number].tier,
                "stretch": int(stretch[number]),
            }
            for number, period in enumerate(periods)
        ]
        changes[name] = stretches
        about[name] = {
            "count": int(count.sum()),
            **_dates(date for date, n, own in zip(dates, counts, known, strict=True) if own and n),
            "valid": _validity(corpus, name),
            "untiered": _untiered(periods, [each.reason for each in heat]),
            "changes": [
                {
                    "period": periods[after.start], "before": before.rate, "after": after.rate, "gain": after.gain,
                    "speeches": [int(speeches[each.start : each.end].sum()) for each in (before, after)],
                }
                for before, after in pairwise(stretches)
            ],
        }  # fmt: skip
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    bounds = {**load_toml("temperature.toml")["least"], **(thresholds or {})}
    made = made_by(
        "timeline",
        corpus,
        query=query,
        by=by,
        level=level,
        thresholds=bounds,
        within=within and within.to_json(),
    )
    says = "".join(_says(name, each) for name, each in about.items())
    return Table.of(frame, {**made, "queries": about}, says + _left_out(about, speeches, periods, known, by))


def _periods(found: list[str]) -> Iterator[str]:
    """All years, or months, from the first to the last."""
    if not found:
        return
    if len(found[0]) == _WIDTH["year"]:
        yield from (str(year) for year in range(int(found[0]), int(found[-1]) + 1))
        return
    first, last = (int(date[:4]) * 12 + int(date[5:]) - 1 for date in (found[0], found[-1]))
    yield from (f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1))


def _by_period(values: Array, period: Array, known: Array, periods: int) -> Array:
    import numpy as np

    return np.bincount(period[known], values[known], minlength=periods).astype(np.int64)


def _dates(found: Iterable[str]) -> dict[str, str | None]:
    dates = list(found)
    return {"first": min(dates, default=None), "last": max(dates, default=None)}


def _validity(corpus: Corpus, name: str) -> list[list[str]] | None:
    """From when to when a formula, or what has the name of one, was valid by the lexicon."""
    match parse(name).terms:
        case (Formula(written),) | (Text((str(written),)),):
            entry = corpus.lexicon.surfaces.get(fold(written))
            return [[version.begin, version.end] for version in entry.versions] if entry else None
    return None


def _untiered(periods: list[str], reasons: list[str]) -> dict[str, list[str]]:
    """Which periods have no tier, by the reason."""
    found: dict[str, list[str]] = {}
    for period, reason in zip(periods, reasons, strict=True):
        if reason:
            found.setdefault(reason, []).append(period)
    return found


def _says(name: str, about: Mapping[str, Any]) -> str:
    first, last = about["first"], about["last"]
    if first is None:
        return f"“{name}”没有出现在有日期的讲话里。"
    said = f"“{name}”{about['count']} 次，" + (
        f"只见于 {first}" if first == last else f"最早见于 {first}，最晚见于 {last}"
    )
    for change in about["changes"]:
        how = "增多" if change["after"] > change["before"] else "减少"
        said += (
            f"；{change['period']} 起{how}（每万字 {_rate(change['before'])} 次到 {_rate(change['after'])} 次"
            + ("，有一头只有一篇讲话，未必是变化）" if min(change["speeches"]) == 1 else "）")
        )
    begins = [begin for begin, _ in about["valid"] or ()]
    # A date is compared as far as both are known.
    if begins and all(begins) and first < min(begins)[: len(first)]:
        said += f"；早于提法库所记的 {min(begins)}，请核对是不是同一个提法"
    return said + "。"


def _rate(value: float) -> str:
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _left_out(
    about: Mapping[str, Any], speeches: Array, periods: list[str], known: Array, by: Literal["year", "month"]
) -> str:
    """What is not in the numbers, and why no period has a tier where none has one."""
    said = ""
    missing = int((~known).sum())
    if missing:
        said += f"{missing} 篇没有{'日期' if by == 'year' else '月份'}，未计入。"
    refused = [each["untiered"] for each in about.values()]
    if periods and refused and all(sum(map(len, each.values())) == len(periods) for each in refused):
        most = periods[int(speeches.argmax())]
        reason = next(reason for reason, own in refused[0].items() if most in own)
        said += f"热度没有定级（{most}：{reason}）。"
    return said
