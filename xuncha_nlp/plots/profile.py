"""The figure of profiles of style: how far each speech, or group, is from the mean of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .labels import labels_of
from .style import COLOURS, GREY, INK, SKY, NothingToDrawError, columns, height_of, page, rows_of, short

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["profile_figure"]

# Measure, what it is called, by what it is multiplied to be read, digits behind the point, and its unit.
_MEASURES = {
    "characters": ("每篇字数", 1, 0, "字"),
    "mattr": ("词汇多样性 MATTR", 1, 3, ""),
    "mtld": ("词汇多样性 MTLD", 1, 0, ""),
    "sentence_mean": ("平均句长", 1, 1, "字"),
    "clause_mean": ("平均分句长", 1, 1, "字"),
    "four_clauses": ("四字分句", 100, 1, "%"),
    "four_phrases": ("四字格", 100, 1, "%"),
    "formulae_per_1000": ("提法", 1, 1, "／千字"),
    "headings": ("标题用字", 100, 1, "%"),
    "points_per_section": ("每个层次的要点", 1, 1, "个"),
    "citations_per_1000": ("引用文件", 1, 2, "／千字"),
    "quotations_per_1000": ("引语", 1, 2, "／千字"),
}
_MARKERS = ("o", "s", "^", "D", "v", "P")
# Fewer rows have no spread to measure by; more than these are points without a name but for the outermost.
_FEW = 3
_NAME = 22
_SAME = 1e-9


def profile_figure(
    frame: pd.DataFrame,
    *,
    top: int = 20,
    scale: Literal["sd", "mean"] | None = None,
    labels: Any = None,
    title: str | None = None,
) -> Figure:
    """Draw how far each row is from the mean of the rows, a line a measure.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.profile` returns it.
    top : int
        Number of measures shown, the first.
    scale : {"sd", "mean"}, optional
        Standard deviations of the rows (n - 1) from their mean, or per cent of it. The mean and the standard deviation
        stand at the right in the measure's own unit, for a spread that is small in itself looks as wide as any.
        By default standard deviations, and for two rows, which are always as many apart, per cent.
    labels : sequence of str or DataFrame, optional
        What the rows are called; or ``corpus.speeches``. By default speeches go by their date and title or genre.
    title : str, optional

    Returns
    -------
    Figure
        Up to six rows have a sign and a colour each. Of more, every one is a point, and the lowest and the highest of
        each measure are named.

    Raises
    ------
    DataError
        The table is empty, has one row only, or none of the measures.
    ValueError
        The scale is neither.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, ("characters",))
    if scale not in (None, "sd", "mean"):
        raise ValueError(f"unknown scale {scale!r}; use sd or mean")
    if len(frame) == 1:
        raise NothingToDrawError("只有一行，没有可以比较的", "请用几篇讲话，或按文种、年份分组")
    scale = scale or ("sd" if len(frame) >= _FEW else "mean")
    called = labels_of(frame, list(frame.index), 30, labels)
    rows = _rows(frame, scale)[: rows_of(top)]
    if not rows:
        raise NothingToDrawError("各行没有差别，或值太少，没有可以画的", "请用几篇讲话，或按文种、年份分组")
    by = {"genre": "文种", "year": "年份", "source": "文件"}.get(str(frame.index.name), "讲话")
    named = len(frame) <= len(COLOURS)
    note = (
        "横轴：与各行平均值相差几个标准差" if scale == "sd" else "横轴：与各行平均值相差百分之几"
    ) + "；右边是平均值±标准差，差别本身大小看它"
    if scale == "sd" and len(frame) < 2 * _FEW:
        note += f"；只有 {len(frame)} 行，标准差只供参考"
    note += "" if named else "；每个点是一行，两端写明是哪一个"
    if len(rows) < len(_MEASURES):
        note += "；没有差别或没有值的指标不画"
    height = height_of(len(rows), 0.32, 1.55 + (0.22 * -(-len(frame) // 3) if named else 0))
    with page(
        frame, title or f"各{by}的文风", width=7.6, height=height, note=note, count=f"n = {len(frame):,} 行"
    ) as figure:
        axes = figure.add_subplot()
        _points(axes, rows, called, named=named)
        furthest = max(float(abs(row.away).max()) for row in rows)
        # Room for the names beyond the outermost points.
        limit = furthest * (1.12 if named else 1.75)
        for place, row in enumerate(rows):
            axes.axhline(place, color="#e4e4e4", linewidth=0.7, zorder=0)
            axes.text(
                1.02, place, row.told, va="center", fontsize=7.5, color=GREY, clip_on=False,
                transform=axes.get_yaxis_transform(),
            )  # fmt: skip
        axes.axvline(0, color=INK, linewidth=0.9, zorder=1)
        axes.set_yticks(range(len(rows)), [row.name for row in rows])
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlim(-limit, limit)
        axes.set_xlabel("标准差" if scale == "sd" else "%")
        axes.tick_params(axis="y", length=0)
        if named:
            axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=3, fontsize=8, borderaxespad=0.2)
    return figure


class _Row:
    """A measure: its name, what stands beside it, and how far each row is from the mean; nan where it has none."""

    def __init__(self, name: str, told: str, away: Any) -> None:
        self.name, self.told, self.away = name, told, away


def _rows(frame: pd.DataFrame, scale: str) -> list[_Row]:
    import numpy as np

    found = []
    for column, (name, times, digits, unit) in _MEASURES.items():
        if column not in frame.columns:
            continue
        values = frame[column].to_numpy(dtype=float) * times
        if column == "characters" and "speeches" in frame.columns:
            # Of a group that of a speech: groups of many speeches are not longer for that.
            values = values / frame["speeches"].to_numpy(dtype=float)
        there = values[~np.isnan(values)]
        if len(there) < (_FEW if scale == "sd" else _FEW - 1):
            continue
        mean, spread = float(there.mean()), float(there.std(ddof=1))
        by = spread if scale == "sd" else mean / 100
        # What is the same everywhere but for the last digits of a float does not differ.
        if not by or spread <= abs(mean) * _SAME:
            continue
        told = f"{mean:,.{digits}f}±{spread:,.{digits}f}{unit}"
        found.append(_Row(name, told, (values - mean) / by))
    return found


def _points(axes: Axes, rows: list[_Row], called: list[str], *, named: bool) -> None:
    import numpy as np

    away = np.array([row.away for row in rows])
    places = np.arange(len(rows))
    if named:
        for number, name in enumerate(called):
            axes.plot(
                away[:, number], places, color=COLOURS[number], marker=_MARKERS[number], markersize=6,
                linewidth=0.8, alpha=0.9, markeredgecolor="white", markeredgewidth=0.5, label=name,
                zorder=3,
            )  # fmt: skip
        return
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.5, foreground="white")]
    size = 14 if len(called) <= 100 else 6  # noqa: PLR2004 (points by how crowded they are)
    for place, row in enumerate(rows):
        axes.scatter(
            row.away, [place] * len(called), s=size, color=SKY, edgecolor="black", linewidth=0.3, alpha=0.7,
            zorder=2,
        )  # fmt: skip
        for at, left in ((int(np.nanargmin(row.away)), True), (int(np.nanargmax(row.away)), False)):
            axes.annotate(
                _outermost(row.away, at, called), (row.away[at], place), xytext=(-5 if left else 5, 0),
                textcoords="offset points", ha="right" if left else "left", va="center", fontsize=6.5, color=INK,
                path_effects=halo, zorder=4,
            )  # fmt: skip


def _outermost(away: Any, at: int, called: list[str]) -> str:
    """The name of a point; of several at one place the first, and how many they are."""
    same = int((abs(away - away[at]) < _SAME).sum())
    return short(called[at], _NAME) if same == 1 else f"{short(called[at], _NAME - 7)} 等 {same} 个"
