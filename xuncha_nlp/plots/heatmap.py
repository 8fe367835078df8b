"""Figures of tables of numbers: formulae by group, and speeches by speeches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from .labels import labels_at
from .style import INK, columns, folded, height_of, made_of, page, rows_of, short, width_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["formula_heatmap", "heatmap", "reuse_heatmap", "similarity_heatmap"]

# The columns of a frequency table, where it does not say its groups, that are of no group.
_WHOLE = frozenset(("total", "speeches", "per_10k", "per_million", "nested"))
_KINDS = {
    "formula": "提法", "word": "词", "query": "各查询", "citation": "引用文件", "slot": "变量", "move": "语步",
    "enumeration": "列举",
}  # fmt: skip
# More groups than this have no room for their numbers, and than that none for their labels on a page.
_NUMBERED, _MOST = 24, 60
_CELL, _NARROW = 0.34, 0.42
# Half the width of a Chinese character, in inches.
_EM = 0.062
# So few groups have room for labels side by side.
_FEW = 10
_TENTH = 0.1
# On a darker blue the numbers are white.
_DARK = 0.6


def formula_heatmap(
    frame: pd.DataFrame,
    *,
    top: int = 20,
    groups: Sequence[str] | None = None,
    labels: Any = None,
    title: str | None = None,
) -> Figure:
    """Draw a frequency table as a heat map: a row a formula, a column a group, the count in each cell.

    Years stand in their order, other groups in that of the table. Of more than 60 groups those with the most hits are
    drawn.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.frequency` returns it.
    top : int
        Number of rows shown, the first of the table.
    groups : sequence of str, optional
        The columns shown; by default those of groups.
    labels : sequence of str or DataFrame, optional
        What the groups are called; or, where these are speeches, ``corpus.speeches``. By default speeches go by their
        date and title or genre.
    title : str, optional

    Returns
    -------
    Figure
        Not shown and not registered with pyplot.

    Raises
    ------
    DataError
        The table is empty, or has no groups.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    made = made_of(frame)
    known = made.get("groups") or [each for each in frame.columns if each not in _WHOLE]
    chosen = list(known if groups is None else groups)
    columns(frame, chosen)
    if not chosen:
        raise DataError("表里没有分组的列，画不出热图", "请按篇、年份或文种分组再算（by=…）")
    rows = frame.head(rows_of(top, _CELL))
    shown = _most_hits(rows[chosen].sum().tolist(), _MOST)
    if groups is None and made.get("parameters", {}).get("by") == "year":
        # As text the sign for an unknown year comes after the digits.
        shown.sort(key=chosen.__getitem__)
    counts = rows[[chosen[place] for place in shown]]
    called = labels_at(frame, chosen, shown, given=labels)
    note = (
        "格中是次数，颜色越深次数越多（按平方根）"
        if len(shown) <= _NUMBERED
        else "颜色越深次数越多（按平方根）"
    )
    if len(counts) < len(frame):
        note += f"；只列前 {len(counts)} 个（共 {len(frame):,} 个）"
    if len(shown) < len(chosen):
        note += f"；只画次数最多的 {len(shown)} 组（共 {len(chosen):,} 组）"
    return heatmap(
        frame, counts.to_numpy(dtype=float), [short(name) for name in counts.index], called,
        title=title or f"{_KINDS.get(str(frame.index.name), '各项')}频次", note=note, count=f"n = {int(counts.to_numpy().sum()):,} 处", bar="次数",
        root=True,
    )  # fmt: skip


def _most_hits(counts: list[float], most: int) -> list[int]:
    """The places of the groups with the most hits, in their order."""
    ranked = sorted(range(len(counts)), key=lambda place: -counts[place])
    return sorted(ranked[:most])


def reuse_heatmap(
    frame: pd.DataFrame, *, top: int = 40, labels: Any = None, title: str | None = None
) -> Figure:
    """Draw a matrix of reuse: which share of the speech of a row stands in the speech of a column.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.reuse_matrix` returns it, each number from 0 to 1.
    top : int
        Number of speeches shown: those that share most with another.
    labels : sequence of str or DataFrame, optional
        What the speeches are called, in the order of the table; or ``corpus.speeches``. By default they go by their
        date and title or genre.
    title : str, optional

    Returns
    -------
    Figure

    Raises
    ------
    DataError
        The matrix is empty or not square, or the labels are not as many.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    return _matrix(
        frame, top, labels, title or "讲话之间的文字复用",
        "格中是行上这一篇有百分之几的文字也见于列上那一篇；对角线不计", "共有的百分比（%）",
    )  # fmt: skip


def similarity_heatmap(
    frame: pd.DataFrame, *, top: int = 40, labels: Any = None, title: str | None = None
) -> Figure:
    """Draw a matrix of similarity: how alike two speeches are, in hundredths.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.similarity` returns it, each number from 0 to 1.
    top, labels, title
        As for `reuse_heatmap`.

    Returns
    -------
    Figure

    Raises
    ------
    DataError
        The matrix is empty or not square, or the labels are not as many.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    return _matrix(
        frame, top, labels, title or "讲话之间的相似程度",
        "格中是 TF-IDF 余弦相似度的百分数（100 为用字用词完全相同）；对角线不计", "相似度（%）",
    )  # fmt: skip


def _matrix(frame: pd.DataFrame, top: int, labels: Any, title: str, note: str, bar: str) -> Figure:
    import numpy as np

    columns(frame, ())
    if frame.shape[0] != frame.shape[1]:
        raise DataError("这不是行列相同的矩阵", "请用 reuse_matrix 或 similarity 给出的表")
    values = frame.to_numpy(dtype=float).copy()
    np.fill_diagonal(values, np.nan)
    shared = np.nan_to_num(values)
    nearest = np.maximum(shared.max(axis=0), shared.max(axis=1))
    most = np.sort(np.argsort(-nearest, kind="stable")[: rows_of(top, _CELL)])
    if len(most) < len(frame):
        note += f"；只画与别篇最近的 {len(most)} 篇（共 {len(frame):,} 篇）"
    ticks = labels_at(frame, list(frame.index), most.tolist(), given=labels)
    if len(most) > _NUMBERED:
        note = note.replace("格中", "颜色")
    return heatmap(
        frame, values[np.ix_(most, most)] * 100, ticks, ticks,
        title=title, note=note, count=f"n = {len(frame):,} 篇", bar=bar,
    )  # fmt: skip


def heatmap(
    frame: pd.DataFrame, values: Any, rows: list[str], across: list[str], *,
    title: str, note: str, count: str, bar: str, root: bool = False,
) -> Figure:  # fmt: skip
    """Draw numbers as cells, the darker the greater.

    Parameters
    ----------
    frame : DataFrame
        The table they are from.
    values : array of float, shape (r, c)
        From 0; nan where there is none.
    rows, across : list of str
        The labels, of widths that fit.
    title, note, count : str
        As for `xuncha_nlp.plots.style.page`.
    bar : str
        What the numbers are.
    root : bool
        Colour by the square root, so that small counts are told from none beside a very large one.
    """
    import numpy as np

    numbered = len(across) <= _NUMBERED
    widest = max(map(width_of, across))
    if numbered and widest * _EM > _NARROW and len(across) <= _FEW:
        # Room for labels of two lines side by side.
        room = max(14, (widest + 3) // 4 * 2)
        across = [_two_lines(each, room) for each in across]
        widest = max(width_of(line) for each in across for line in each.split("\n"))
        cell = widest * _EM + 0.12
    else:
        cell = _NARROW if numbered else max(0.16, 6 / len(across))
    # Labels that are wider than their column stand upright.
    upright = widest * _EM > cell
    tall = _EM * widest if upright else 0.35
    left = _EM * max(map(width_of, rows))
    width = max(left + 0.9 + cell * len(across) + (0 if numbered else 0.9), 5.0)
    height = height_of(len(rows), _CELL if numbered else max(0.2, min(cell, _CELL)), 1.35 + tall)
    with page(frame, title, width=width, height=height, note=note, count=count) as figure:
        axes = figure.add_subplot()
        highest = float(np.nanmax(values, initial=0.0)) or 1.0
        # A single hue from light to dark reads in print and without colour vision.
        from matplotlib.colors import PowerNorm

        scale = PowerNorm(0.5 if root else 1, vmin=0, vmax=highest)
        image = axes.imshow(values, cmap="Blues", aspect="auto", norm=scale)
        axes.set_xticks(range(len(across)), across, rotation=90 if upright else 0, fontsize=8)
        axes.set_yticks(range(len(rows)), rows, fontsize=8)
        axes.tick_params(length=0)
        axes.set_facecolor("#eeeeee")
        for spine in axes.spines.values():
            spine.set_visible(False)
        if numbered:
            # White lines between the cells, so that equal neighbours stay two.
            axes.hlines(np.arange(1, len(rows)) - 0.5, -0.5, len(across) - 0.5, color="white", linewidth=1)
            axes.vlines(np.arange(1, len(across)) - 0.5, -0.5, len(rows) - 0.5, color="white", linewidth=1)
            _numbers(axes, values, scale)
        else:
            figure.colorbar(image, ax=axes, label=bar, shrink=0.6, pad=0.01)
    return figure


def _two_lines(label: str, room: int) -> str:
    """A label that is too wide, broken at a space near its middle or else in its middle."""
    if width_of(label) <= room:
        return label
    first, _, second = label.partition(" ")
    if second and max(width_of(first), width_of(second)) <= room:
        return f"{first}\n{second}"
    return folded(label, (width_of(label) + 3) // 4 * 2)


def _numbers(axes: Axes, values: Any, scale: Any) -> None:
    for (row, column), value in ((place, values[place]) for place in _cells(values)):
        if value != value:  # noqa: PLR0124 (nan: the diagonal)
            continue
        ink = "white" if scale(value) > _DARK else INK
        shown = "·" if not value else "<1" if 0 < value < 1 - _TENTH else f"{value:.0f}"
        axes.text(column, row, shown, ha="center", va="center", color=ink, fontsize=8)


def _cells(values: Any) -> Any:
    import numpy as np

    return np.ndindex(values.shape)
