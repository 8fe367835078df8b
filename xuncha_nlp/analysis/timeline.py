"""Timeline: how often something is said in each year or month, how sure that is, and where it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from ..sources import fold
from .counted import hits_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .measures.changes import Stretch
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
) -> Table:
    """Follow strings, or formulae by any of their names, through time.

    Parameters
    ----------
    corpus : Corpus
        Speeches without a date, or by months those of which only the year is known, are left out.
    query : str or sequence of str
        A name of the lexicon stands for all mentions of its formula, by whatever name; any other is a
        query: see `xuncha_nlp.analysis.query`.
    by : {"year", "month"}
        The periods. Those between the first and the last that have no speech have a row too.
    level : float
        Of the confidence interval of the rate (Garwood 1936).
    thresholds : mapping of str to float, optional
        Of the temperature scale; see `xuncha_nlp.analysis.measures.temperature`.

    Returns
    -------
    Table
        A row a query and period: ``count``, ``characters`` of the period (without white space and punctuation),
        ``per_10k`` with ``low`` and ``high``, ``speeches`` with it, ``of_speeches`` in all, ``tier`` of the
        temperature scale or None where the period is too small to tell, and ``stretch``: periods with the
        same number have the same rate, a new number is a change (Killick et al. 2012). A period without
        characters has nan as its rate. ``made`` has for each query its first and last date and, for a
        formula, the dates between which it was valid by the lexicon.

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

    width = _WIDTH[by]
    dates = [str(date or "") for date in corpus.facts("date")]
    known = np.array([len(date) >= width for date in dates], dtype=bool)
    periods = list(_periods(sorted({date[:width] for date in dates if len(date) >= width})))
    place = {period: number for number, period in enumerate(periods)}
    of_speech = np.array([place.get(date[:width], 0) for date in dates], np.int64)
    sizes = _by_period(corpus.characters.sizes, of_speech, known, len(periods))
    speeches = _by_period(np.ones(len(corpus), np.int64), of_speech, known, len(periods))
    rows, about, changes = [], {}, {}
    for name in dict.fromkeys([query] if isinstance(query, str) else query):
        counts = _counts(corpus, name)
        count = _by_period(counts, of_speech, known, len(periods))
        having = _by_period(np.minimum(counts, 1), of_speech, known, len(periods))
        low, high = poisson_interval(count, sizes, per=_PER, level=level)
        stretches = change_points(count, sizes, per=_PER)
        stretch = np.repeat(np.arange(len(stretches)), [each.end - each.start for each in stretches])
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
                "tier": temperature(int(having[number]), int(speeches[number]), thresholds).tier,
                "stretch": int(stretch[number]),
            }
            for number, period in enumerate(periods)
        ]
        changes[name] = stretches
        about[name] = _about(
            corpus, name, [date for date, n in zip(dates, counts, strict=True) if date and n]
        )
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    made = made_by("timeline", corpus, query=query, by=by, level=level, thresholds=thresholds)
    says = "".join(_says(name, about[name], changes[name], periods) for name in about)
    return Table.of(frame, {**made, "queries": about}, says)


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


def _counts(corpus: Corpus, name: str) -> Array:
    """How often a formula, or any other string, stands in each speech."""
    import numpy as np

    if name in corpus.lexicon:
        labels = corpus.labels("formula")
        row = labels.rows.get(corpus.lexicon[name].name)
        if row is None:
            return np.zeros(len(corpus), np.int64)
        return np.asarray(labels.by_speech[[row]].toarray(), np.int64).reshape(-1)
    return np.bincount(hits_of(corpus, name).speech, minlength=len(corpus)).astype(np.int64)


def _about(corpus: Corpus, name: str, dates: list[str]) -> dict[str, Any]:
    entry = corpus.lexicon.surfaces.get(fold(name))
    return {
        "first": min(dates, default=None),
        "last": max(dates, default=None),
        "valid": [[version.begin, version.end] for version in entry.versions] if entry else None,
    }


def _says(name: str, about: dict[str, Any], stretches: Sequence[Stretch], periods: list[str]) -> str:
    if about["first"] is None:
        return f"“{name}”没有出现在有日期的讲话里。"
    said = f"“{name}”最早见于 {about['first']}，最晚见于 {about['last']}"
    for before, after in pairwise(stretches):
        how = "增多" if after.rate > before.rate else "减少"
        said += f"；{periods[after.start]} 起{how}（每万字 {before.rate:.1f} 次到 {after.rate:.1f} 次）"
    return said + "。"
