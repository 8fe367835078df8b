"""Figures of dispersion: where in each speech the hits stand, and how evenly words are spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import DataError
from .labels import facts_of, labels_of
from .style import (
    BLUE,
    COLOURS,
    GREY,
    INK,
    NothingToDrawError,
    columns,
    height_of,
    made_of,
    page,
    rows_of,
    short,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["concordance_figure", "dispersion_figure", "dispersion_plot"]

_LANES = len(COLOURS)
_LABEL = 40


def dispersion_plot(frame: pd.DataFrame, *, top: int = 40, title: str | None = None) -> Figure:
    """Draw each hit as a tick where it stands in its speech; a row a speech, in their order.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.positions.hit_positions` returns it: columns ``query``, ``speech`` and
        ``position`` (0 the beginning of the speech, 1 its end); ``date`` and ``title`` where they are known.
    top : int
        Number of speeches shown, those with the most hits.
    title : str, optional

    Returns
    -------
    Figure
        Several queries have a lane each within the row, and a colour. The number of hits stands at the right.

    Raises
    ------
    DataError
        The table is empty or has no such columns, or there are more queries than colours.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, ("query", "speech", "position"))
    return _plot(frame, frame, top, title)


def _plot(frame: pd.DataFrame, table: pd.DataFrame, top: int, title: str | None, more: str = "") -> Figure:
    """The plot of positions; the table is what they are from."""
    queries = list(dict.fromkeys(frame["query"]))
    if len(queries) > _LANES:
        raise DataError(f"一张图上最多画 {_LANES} 个词，这里有 {len(queries)} 个", "请分几张图画")
    hits = frame
    if "date" in frame.columns:
        # In the order of their dates, those without one last.
        hits = frame.sort_values("date", kind="stable", na_position="last")
    each = max(0.24, 0.11 * len(queries))
    order = list(dict.fromkeys(hits["speech"]))
    most = set(frame["speech"].value_counts(sort=True).index[: rows_of(top, each)])
    shown = [speech for speech in order if speech in most]
    rows = {speech: row for row, speech in enumerate(shown)}
    inside = hits[hits["speech"].isin(most)]
    total = made_of(table).get("speeches")
    title = title or f"{'、'.join(f'“{short(name, 16)}”' for name in queries)}在各篇讲话中的位置"
    note = "每条短线是一处，横轴是它在篇中的相对位置；右边是该篇的次数"
    if total:
        note += f"；{total} 篇中 {len(order)} 篇有"
    if len(shown) < len(order):
        note += f"，只画次数最多的 {len(shown)} 篇"
    note += more
    lane = 0.8 / len(queries)
    height = height_of(len(shown), each, 1.5 + 0.2 * (len(queries) > 1))
    with page(table, title, width=7.6, height=height, note=note, count=f"n = {len(frame):,} 处") as figure:
        axes = figure.add_subplot()
        for number, query in enumerate(queries):
            found = inside[inside["query"] == query]
            centre = [rows[speech] - 0.4 + lane * (number + 0.5) for speech in found["speech"]]
            half = lane * 0.42
            axes.vlines(
                found["position"], [y - half for y in centre], [y + half for y in centre],
                color=COLOURS[number], linewidth=1.2, label=f"“{short(query, 16)}”（{len(found)}）",
            )  # fmt: skip
        for row in range(len(shown)):
            axes.axhline(row + 0.5, color="#e4e4e4", linewidth=0.6, zorder=0)
        counts = inside["speech"].value_counts()
        for speech, row in rows.items():
            axes.text(1.015, row, f"{counts[speech]}", va="center", fontsize=7.5, color=GREY, clip_on=False)
        axes.set_yticks(range(len(shown)), _labels(inside, shown), fontsize=8)
        axes.set_ylim(len(shown) - 0.5, -0.5)
        # A hit at the very beginning is not under the axis.
        axes.set_xlim(-0.006, 1.006)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["开头", "25%", "50%", "75%", "结尾"])
        axes.set_xlabel("在讲话中的相对位置")
        axes.tick_params(axis="y", length=0)
        if len(queries) > 1:
            axes.legend(
                loc="lower left",
                bbox_to_anchor=(-0.01, 1),
                ncols=3,
                fontsize=8,
                handlelength=1,
                borderaxespad=0.2,
            )
    return figure


def _labels(frame: pd.DataFrame, shown: list[str]) -> list[str]:
    if not {"date", "title"} <= set(frame.columns):
        return labels_of(frame, shown, _LABEL)
    return labels_of(frame, shown, _LABEL, frame.drop_duplicates("speech").set_index("speech"))


def concordance_figure(frame: pd.DataFrame, *, top: int = 40, title: str | None = None) -> Figure:
    """Draw where in their speeches the hits of a concordance stand, as `dispersion_plot` does.

    Parameters
    ----------
    frame : Table
        As `xuncha_nlp.analysis.concordance` returns it. Of a page, the hits on it.
    top, title
        As for `dispersion_plot`.

    Returns
    -------
    Figure

    Raises
    ------
    DataError
        The table is empty, or a plain DataFrame: it does not say where a speech begins and ends.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, ("speech", "start"))
    made = made_of(frame)
    facts = facts_of(frame, frame["speech"])
    if not facts:
        raise DataError("这个表不知道各篇讲话的起止", "请用 concordance 给出的表，或用 hit_positions")
    about = [facts[speech] for speech in frame["speech"]]
    positions = frame[["speech"]].assign(
        query=str(made.get("query") or "所查"),
        date=[each["date"] for each in about],
        title=[each["title"] for each in about],
        position=[
            (start - each["start"]) / max(each["end"] - each["start"], 1)
            for start, each in zip(frame["start"], about, strict=True)
        ],
    )
    left_out = int(made.get("hits", len(frame))) - len(frame)
    return _plot(positions, frame, top, title, f"；另有 {left_out:,} 处不在这一页" if left_out > 0 else "")


def dispersion_figure(frame: pd.DataFrame, *, top: int = 30, title: str | None = None) -> Figure:
    """Draw how evenly words are spread: a row a word, a point at its DPnorm.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.dispersion` returns it.
    top : int
        Number of rows shown, the first of the table.
    title : str, optional

    Returns
    -------
    Figure

    Raises
    ------
    DataError
        The table is empty, or its measures are of a corpus of one speech.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, ("count", "speeches", "dp_norm"))
    rows = frame.head(rows_of(top))
    if rows["dp_norm"].isna().all():
        raise NothingToDrawError("只有一篇讲话，或者都没有出现，分布无从比较", "请用有几篇讲话的语料")
    note = "0：按各篇长短均匀分布；越近 1 越集中。右边是次数和篇数"
    if len(rows) < len(frame):
        note += f"；只画前 {len(rows)} 行（共 {len(frame):,} 行）"
    height = height_of(len(rows), 0.23, 1.5)
    with page(
        frame, title or "分布是否均匀（DPnorm）", width=6.4, height=height, note=note,
        count=f"n = {int(rows['count'].sum()):,} 处",
    ) as figure:  # fmt: skip
        axes = figure.add_subplot()
        places = range(len(rows))
        axes.hlines(places, 0, rows["dp_norm"], color=BLUE, linewidth=1.4, alpha=0.55)
        axes.scatter(rows["dp_norm"], places, s=26, color=BLUE, zorder=3)
        for place, (count, speeches) in enumerate(zip(rows["count"], rows["speeches"], strict=True)):
            axes.text(
                1.03, place, f"{int(count):,} 次／{int(speeches):,} 篇", va="center", fontsize=7.5, color=GREY,
                clip_on=False,
            )  # fmt: skip
        axes.set_yticks(places, [short(name) for name in rows.index])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(0, 1.02)
        axes.set_xlabel("DPnorm", color=INK)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
    return figure
