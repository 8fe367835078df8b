"""The figure of collocates: the words around a node, the stronger the nearer."""

from __future__ import annotations

from math import cos, log, pi, sin, sqrt
from typing import TYPE_CHECKING

from ..errors import DataError
from .style import BLUE, INK, SKY, columns, folded, made_of, page, rows_of, short

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["collocation_network"]

# Points at this angle from one to the next, and at the square root of their number from the middle, are evenly
# apart however many they are (Vogel 1979, “A better way to construct the sunflower head”).
_GOLDEN = pi * (3 - sqrt(5))
_INNER = 2.2
_NAMES = {
    "log_dice": "logDice", "mi": "MI", "mi3": "MI3", "t": "t 值", "log_likelihood": "对数似然值",
    "delta_p_forward": "ΔP（由节点词到搭配词）", "delta_p_backward": "ΔP（由搭配词到节点词）", "count": "同现次数",
}  # fmt: skip


def collocation_network(
    frame: pd.DataFrame, *, top: int = 20, order: str | None = None, title: str | None = None
) -> Figure:
    """Draw the collocates of a query around it, in the order of their strength from the middle outwards.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.collocates` returns it.
    top : int
        Number of words shown, the strongest.
    order : str, optional
        The column of strength; by default that by which the table is ordered.
    title : str, optional

    Returns
    -------
    Figure
        The line is the thicker the stronger the word, and its circle the larger the more often it is near.

    Raises
    ------
    DataError
        The table is empty, or has no such column.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    made = made_of(frame)
    order = order or made.get("parameters", {}).get("order", "log_dice")
    columns(frame, ("count", order))
    rows = frame.sort_values(order, ascending=False, kind="stable").head(rows_of(top))
    strength = rows[order].to_numpy(dtype=float)
    rows, strength = rows[strength == strength], strength[strength == strength]  # noqa: PLR0124 (nan)
    if rows.empty:
        raise DataError(f"“{order}”这一列没有数", "请换一种结合强度")
    node = str(made.get("query") or "节点词")
    name = _NAMES.get(order, order)
    note = f"离中心越近、线越粗，结合越紧（{name}，括号内）；圆越大，同现次数越多"
    if len(rows) < len(frame):
        note += f"；只画最强的 {len(rows)} 个（共 {len(frame):,} 个）"
    outer = sqrt(len(rows) - 1 + _INNER)
    side = min(max(2.0 + outer * 0.8, 4.0), 12.0)
    with page(
        frame, title or f"“{short(node, 24)}”的搭配词", width=side * 1.3, height=side + 0.8, note=note,
        count=f"同现共 {int(rows['count'].sum()):,} 次",
    ) as figure:  # fmt: skip
        from matplotlib.patheffects import withStroke

        axes = figure.add_subplot()
        axes.set_axis_off()
        span = float(strength.max() - strength.min()) or 1.0
        halo = [withStroke(linewidth=2.2, foreground="white")]
        largest = log(1 + float(rows["count"].max()))
        turns = [(sqrt(rank + _INNER), pi / 2 - rank * _GOLDEN) for rank in range(len(rows))]
        across = [radius * cos(angle) for radius, angle in turns]
        upwards = [radius * sin(angle) for radius, angle in turns]
        for (word, row), x, y in zip(rows.iterrows(), across, upwards, strict=True):
            weight = (float(row[order]) - float(strength.min())) / span
            axes.plot(
                [0, x],
                [0, y],
                color=BLUE,
                alpha=0.25 + 0.3 * weight,
                linewidth=0.6 + 3 * weight,
                zorder=1,
            )
            size = 30 + 190 * log(1 + float(row["count"])) / largest
            axes.scatter([x], [y], s=size, color=SKY, edgecolor=BLUE, linewidth=0.7, zorder=2)
            # The label is on the side away from the middle: there its own line does not cross it.
            away = 1 if y > 0 else -1
            axes.annotate(
                f"{short(str(word), 14)}\n（{row[order]:.{_digits(order)}f}）",
                (x, y), xytext=(0, away * (sqrt(size) / 2 + 2)), textcoords="offset points", ha="center",
                va="bottom" if y > 0 else "top", fontsize=8, color=INK, path_effects=halo, zorder=4, linespacing=1.05,
            )  # fmt: skip
        axes.text(
            0, 0, folded(short(node, 32), 16), ha="center", va="center", fontsize=12, color="white", zorder=5,
            bbox={"boxstyle": "round,pad=0.45", "facecolor": BLUE, "edgecolor": "white"},
        )  # fmt: skip
        # The room of the labels, which stand above and below their points.
        axes.set_xlim(min(*across, -0.6) - 0.6, max(*across, 0.6) + 0.6)
        axes.set_ylim(min(*upwards, 0) - 0.7, max(*upwards, 0) + 0.7)
    return figure


def _digits(order: str) -> int:
    return 0 if order == "count" else 3 if order.startswith("delta") else 1
