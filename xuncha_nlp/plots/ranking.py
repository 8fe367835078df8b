"""The figure of a list: the most frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .labels import distinct
from .style import BLUE, GREY, SKY, columns, height_of, made_of, page, rows_of, short

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["ranking_figure"]

_TITLES = {"formula_types": "最常见的提法", "discover": "反复出现的短语"}


def ranking_figure(frame: pd.DataFrame, *, top: int = 30, title: str | None = None) -> Figure:
    """Draw how often each row stands in the corpus, and in how many speeches.

    Parameters
    ----------
    frame : DataFrame
        With ``count`` and ``speeches``, the rows in their order: as `xuncha_nlp.analysis.ngrams`, ``formula_types``,
        ``discover`` or a grouped ``concordance`` return it. Where it has ``known``, what the lexicon does not know
        is hatched.
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
    # What is not indexed by its text has it in a column; an empty word is the edge of a paragraph.
    names = rows["text"] if "text" in rows.columns else rows.index
    unknown = [not known for known in rows["known"]] if "known" in rows.columns else [False] * len(rows)
    note = "条旁是次数和篇数"
    if any(unknown):
        note += "；斜线：提法库里没有"
    if len(rows) < len(frame):
        note += f"；只列前 {len(rows)} 个（共 {len(frame):,} 个）"
    with page(
        frame, title or _title(frame), width=6.4, height=height_of(len(rows), 0.25, 1.5), note=note,
        count=f"n = {int(rows['count'].sum()):,} 次",
    ) as figure:  # fmt: skip
        axes = figure.add_subplot()
        for place, (count, speeches, new) in enumerate(
            zip(rows["count"], rows["speeches"], unknown, strict=True)
        ):
            axes.barh(
                place, count, height=0.68, color=SKY if new else BLUE, hatch="////" if new else "",
                edgecolor="white", linewidth=0,
            )  # fmt: skip
            axes.annotate(
                f"{int(count):,} 次／{int(speeches):,} 篇", (count, place), xytext=(4, 0),
                textcoords="offset points", va="center", fontsize=7.5, color=GREY,
            )  # fmt: skip
        axes.set_yticks(range(len(rows)), distinct([str(name) or "（段首或段尾）" for name in names]))
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(0, 1.3 * float(rows["count"].max()) or 1)
        axes.locator_params(axis="x", integer=True)
        axes.set_xlabel("次数")
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)
    return figure


def _title(frame: pd.DataFrame) -> str:
    made = made_of(frame)
    group = made.get("parameters", {}).get("group")
    if made.get("analysis") == "concordance_groups" and group:
        side = "左" if group[1] == "L" else "右"
        return f"“{short(str(made.get('query')), 24)}”{side}边第 {group[0]} 个词"
    return _TITLES.get(str(made.get("analysis")), "最常见的词串")
