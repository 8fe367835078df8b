"""The figure of keyness: what is more frequent on the one side, and what on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .style import BLUE, GREY, INK, ORANGE, columns, height_of, page, rows_of, short

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["keyness_figure"]

_NEEDED = ("target", "reference", "log_likelihood", "log_ratio")
_GAP = 0.8


def keyness_figure(
    frame: pd.DataFrame,
    *,
    top: int = 15,
    target: str = "前者",
    reference: str = "后者",
    title: str | None = None,
) -> Figure:
    """Draw diverging bars: the log ratio, to the right what is key in the target, to the left in the reference.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.keyness` returns it.
    top : int
        Number of rows of either side, those with the highest log-likelihood.
    target, reference : str
        What the two corpora are called.
    title : str, optional

    Returns
    -------
    Figure
        At the end of a bar stand the log-likelihood and the counts of target and reference.

    Raises
    ------
    DataError
        The table is empty, or not one of keyness.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, _NEEDED)
    likelihood = frame["log_likelihood"]
    sides = [
        frame[side]
        .sort_values("log_likelihood", key=abs, ascending=False, kind="stable")
        .head(rows_of(top, 0.5))
        for side in (likelihood > 0, likelihood < 0)
    ]
    places = [
        [float(place) for place in range(len(sides[0]))],
        [len(sides[0]) + _GAP * bool(len(sides[0])) + place for place in range(len(sides[1]))],
    ]
    count = sum(map(len, sides))
    kind = {"word": "词", "formula": "提法"}.get(str(frame.index.name), "词")
    note = "条长：对数比（log₂，1 为两倍）；条旁：对数似然值 LL（前者次数∶后者次数）；每边按 LL 从大到小"
    if count < len(frame):
        note += f"，各取前 {rows_of(top, 0.5)} 个（共 {len(frame):,} 个）"
    title = title or f"哪些{kind}更多用：{target}（右）与{reference}（左）"
    with page(
        frame,
        title,
        width=7.6,
        height=height_of(count, 0.25, 1.9),
        note=note,
        count=f"n = {len(frame):,} 个{kind}",
    ) as figure:
        axes = figure.add_subplot()
        for side, at, colour, sign, hatch, name in zip(
            sides, places, (BLUE, ORANGE), (1, -1), ("", "////"), (target, reference), strict=True
        ):
            if side.empty:
                continue
            axes.barh(
                at, side["log_ratio"], height=0.68, color=colour, hatch=hatch, edgecolor="white", linewidth=0,
                label=f"{name}多用",
            )  # fmt: skip
            for place, (word, row) in zip(at, side.iterrows(), strict=True):
                beside: dict[str, Any] = {"textcoords": "offset points", "va": "center"}
                axes.annotate(
                    short(str(word)), (0, place), xytext=(-5 * sign, 0), ha="right" if sign > 0 else "left",
                    color=INK, **beside,
                )  # fmt: skip
                axes.annotate(
                    f"{abs(row['log_likelihood']):.1f}（{int(row['target'])}∶{int(row['reference'])}）",
                    (row["log_ratio"], place), xytext=(4 * sign, 0), ha="left" if sign > 0 else "right",
                    color=GREY, fontsize=7.5, **beside,
                )  # fmt: skip
        furthest = (
            max((float(side["log_ratio"].abs().max()) for side in sides if len(side)), default=1.0) or 1.0
        )
        axes.set_xlim(-1.55 * furthest, 1.55 * furthest)
        last = max((at[-1] for at in places if at), default=0.0)
        axes.set_ylim(last + 0.6, -0.6)
        axes.axvline(0, color=INK, linewidth=0.9)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel(f"对数比（log₂）：← {reference}　｜　{target} →")
        axes.grid(axis="x", color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)
    return figure
