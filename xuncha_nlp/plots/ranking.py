"""The figure of a list: the most frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .style import BLUE, GREY, columns, height_of, page, rows_of, short

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["ranking_figure"]


def ranking_figure(frame: pd.DataFrame, *, top: int = 30, title: str | None = None) -> Figure:
    """Draw how often each row stands in the corpus, and in how many speeches.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.ngrams` returns it: ``count`` and ``speeches``, the rows in their order.
    top : int
        Number of rows shown, the first of the table.
    title : str, optional

    Returns
    -------
    Figure

    Raises
    ------
    DataError
        The table is empty, or has no counts.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, ("count", "speeches"))
    rows = frame.head(rows_of(top))
    note = "条旁是次数和篇数"
    if len(rows) < len(frame):
        note += f"；只列前 {len(rows)} 个（共 {len(frame):,} 个）"
    with page(
        frame, title or "最常见的词串", width=6.4, height=height_of(len(rows), 0.25, 1.5), note=note,
        count=f"n = {int(rows['count'].sum()):,} 次",
    ) as figure:  # fmt: skip
        axes = figure.add_subplot()
        places = range(len(rows))
        axes.barh(places, rows["count"], height=0.68, color=BLUE)
        for place, (count, speeches) in enumerate(zip(rows["count"], rows["speeches"], strict=True)):
            axes.annotate(
                f"{int(count):,} 次／{int(speeches):,} 篇", (count, place), xytext=(4, 0),
                textcoords="offset points", va="center", fontsize=7.5, color=GREY,
            )  # fmt: skip
        axes.set_yticks(places, [short(str(name)) for name in rows.index])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(0, 1.3 * float(rows["count"].max()) or 1)
        axes.set_xlabel("次数")
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)
    return figure
