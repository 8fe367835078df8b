"""The figure of a timeline: the rate in each period, how sure it is, where it changes, and when it was valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    VERMILLION,
    columns,
    height_of,
    made_of,
    page,
    rows_of,
    short,
    thinned,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["timeline_figure"]

_NEEDED = ("query", "period", "count", "characters", "per_10k", "low", "high", "stretch")
_PER = 10_000
_MONTHS, _DAYS = 12, 31
_OF_A_YEAR = (1, 2, 3, 6, 12)
_LABELS = 14
# A band that reaches higher than so many times the highest rate is cut.
_HIGHEST = 6
# So many queries are named in the title.
_NAMED = 4
# The room above the highest point, and under the axis for the bar of validity, as shares of the axis.
_ROOM, _UNDER = 1.18, 0.09


def timeline_figure(
    frame: pd.DataFrame, *, top: int = 8, few: int = _PER, title: str | None = None
) -> Figure:
    """Draw a timeline: a panel a query, all over the same periods.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.timeline` returns it.
    top : int
        Number of queries shown, the first of the table.
    few : int
        A period of fewer characters has a hollow point. Below 10,000 a single hit makes more than 1 of the rate.
    title : str, optional

    Returns
    -------
    Figure
        The points are the rate in 10,000 characters, the band its confidence interval, the broken line the
        mean rate of each stretch, and the bar under the axis when the lexicon holds the formula to be valid.

    Raises
    ------
    DataError
        The table is empty, or not a timeline.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, _NEEDED)
    names = list(dict.fromkeys(frame["query"]))
    shown = names[: rows_of(top, 1.75)]
    periods = sorted(set(frame["period"]))
    made = made_of(frame)
    about = made.get("queries", {})
    level = made.get("parameters", {}).get("level")
    named = "、".join(f"“{short(name, 16)}”" for name in shown[:_NAMED]) + "等" * (len(shown) > _NAMED)
    given = title is not None
    when = periods[0] if len(periods) == 1 else f"{periods[0]}—{periods[-1]}"
    title = title or f"{named}的使用（{when}）"
    note = "；".join(
        [
            f"色带为{f' {level:.0%} ' if level else ''}置信区间，过高的截去",
            f"空心点：该时段不足 {few:,} 字",
            "虚线：变化点之间的平均频率",
            *(
                ["底部横条：提法库所记的有效期"]
                if any(about.get(name, {}).get("valid") for name in shown)
                else []
            ),
            *([f"只画前 {len(shown)} 个（共 {len(names)} 个）"] if len(shown) < len(names) else []),
        ]
    )
    count = f"n = {int(frame[frame['query'].isin(shown)]['count'].sum()):,} 处"
    width = min(max(6.4, 0.13 * len(periods) + 2), 9.5)
    with page(
        frame, title, width=width, height=height_of(len(shown), 1.75, 1.3), note=note, count=count
    ) as figure:
        panels = figure.subplots(len(shown), 1, sharex=True, squeeze=False)[:, 0]
        for axes, name in zip(panels, shown, strict=True):
            valid = about.get(name, {}).get("valid")
            rows = frame[frame["query"] == name].set_index("period").reindex(periods)
            _panel(axes, rows, few, valid=bool(valid))
            if len(shown) > 1 or given:
                axes.set_title(f"“{short(name, 40)}”", loc="left", fontsize=9, color=INK)
            _validity(axes, valid, periods)
        places = _labelled(periods)
        panels[-1].set_xticks(places, [periods[place] for place in places])
        panels[-1].set_xlim(-0.7, len(periods) - 0.3)
        panels[-1].set_xlabel("月份" if "-" in periods[0] else "年份")
        figure.supylabel("每万字次数", fontsize=9, color=INK)
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, few: int, *, valid: bool) -> None:
    import numpy as np

    places = np.arange(len(rows))
    rate, low, high, characters = (
        rows[name].to_numpy(dtype=float) for name in ("per_10k", "low", "high", "characters")
    )
    there = ~np.isnan(rate)
    enough = there & (characters >= few)
    # A period between two without text has no neighbour to be joined with.
    alone = there & ~np.r_[False, there[:-1]] & ~np.r_[there[1:], False]
    axes.fill_between(places, low, high, where=there & ~alone, color=BLUE, alpha=0.18, linewidth=0)
    axes.vlines(places[alone], low[alone], high[alone], color=BLUE, alpha=0.35, linewidth=3)
    axes.plot(places, rate, color=BLUE, linewidth=0.9, alpha=0.8)
    size = 18 if len(rows) <= 40 else 9  # noqa: PLR2004 (points by how crowded they are)
    axes.scatter(places[enough], rate[enough], s=size, color=BLUE, zorder=3)
    axes.scatter(
        places[there & ~enough], rate[there & ~enough], s=size, facecolor="white", edgecolor=BLUE,
        linewidth=0.9, zorder=3,
    )  # fmt: skip
    _stretches(axes, rows)
    # The band of a period with very little text would press all else flat.
    highest = np.nanmax(rate, initial=0.0)
    sure = np.nanmax(high[enough] if enough.any() else high, initial=0.0)
    ceiling = max(min(sure, _HIGHEST * highest or np.inf), highest) * _ROOM or 1.0
    axes.set_ylim(-ceiling * 1.6 * _UNDER if valid else -0.02 * ceiling, ceiling)
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= ceiling])
    axes.grid(axis="y", color="#dddddd", linewidth=0.6)
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.spines["bottom"].set_visible(False)
    axes.set_axisbelow(True)
    axes.locator_params(axis="x", integer=True)


def _stretches(axes: Axes, rows: pd.DataFrame) -> None:
    """The mean rate of each stretch as a step, where there is a change."""
    stretches = rows["stretch"].dropna()
    if stretches.nunique() <= 1:
        return
    numbers = rows["stretch"].to_numpy()
    before: tuple[float, float] | None = None
    for number in stretches.unique():
        within = rows[rows["stretch"] == number]
        characters = float(within["characters"].sum())
        if not characters:
            continue
        rate = float(within["count"].sum()) / characters * _PER
        places = [place for place, each in enumerate(numbers) if each == number]
        start, end = places[0] - 0.5, places[-1] + 0.5
        if before:
            axes.plot(
                [start, start], [before[1], rate], color=VERMILLION, linewidth=1.1, linestyle=":", zorder=2
            )
        axes.plot([start, end], [rate, rate], color=VERMILLION, linewidth=1.4, linestyle="--", zorder=2)
        before = end, rate


def _validity(axes: Axes, spans: Any, periods: list[str]) -> None:
    """When the lexicon holds a formula to be valid, as bars under the axis."""
    if not spans:
        return
    lowest, highest = axes.get_ylim()
    height = _UNDER * (highest - lowest) * 0.55
    for begin, end in spans:
        left = max(_place(begin, periods), -0.5) if begin else -0.5
        right = min(_place(end, periods), len(periods) - 0.5) if end else len(periods) - 0.5
        if right > left:
            axes.add_patch(_bar(left, lowest + height * 0.45, right - left, height))


def _bar(x: float, y: float, width: float, height: float) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle(
        (x, y), width, height, facecolor=GREEN, alpha=0.75, hatch="////", edgecolor="white", linewidth=0
    )


def _place(date: str, periods: list[str]) -> float:
    """Where a date stands on the axis of the periods, of which each is as wide as 1 and centred on its place."""
    numbers = [int(part) for part in date.split("-")]
    year, month, day = [*numbers, 1, 1][:3] if len(numbers) > 1 else [numbers[0], 1, 1]
    months = year * _MONTHS + month - 1 + (day - 1) / _DAYS
    first = [int(part) for part in periods[0].split("-")]
    if len(first) > 1:
        return months - (first[0] * _MONTHS + first[1] - 1) - 0.5
    return months / _MONTHS - first[0] - 0.5


def _labelled(periods: list[str]) -> list[int]:
    """The periods that have a label: of many years those that end in 0 or 5, of many months each January."""
    if "-" in periods[0]:
        months = [_MONTHS * int(period[:4]) + int(period[5:]) - 1 for period in periods]
        step = next(
            step
            for step in (*_OF_A_YEAR, _MONTHS * thinned(len(periods) // _MONTHS, 10))
            if len(periods) / step <= _LABELS
        )
        return [place for place, month in enumerate(months) if month % step == 0]
    step = thinned(len(periods), _LABELS)
    return [place for place, period in enumerate(periods) if int(period) % step == 0]
