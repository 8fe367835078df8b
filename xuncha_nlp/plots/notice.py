"""The figure of nothing: it says why there is nothing to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .style import INK, folded, page

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from .style import NothingToDrawError

__all__ = ["notice"]

_WIDTH, _FOLD = 6.4, 56


def notice(frame: pd.DataFrame, nothing: NothingToDrawError, *, title: str | None = None) -> Figure:
    """Draw, in place of a figure, why there is none.

    Parameters
    ----------
    frame : DataFrame
        The table; what it says is said first.
    nothing : NothingToDrawError
        Why there is nothing to be drawn.
    title : str, optional

    Returns
    -------
    Figure
    """
    said = str(getattr(frame, "says", "") or "")
    lines = [folded(line, _FOLD) for line in (said, str(nothing)) if line]
    height = 1.3 + 0.24 * sum(line.count("\n") + 1 for line in lines)
    with page(frame, title or "没有可以画的", width=_WIDTH, height=height) as figure:
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.text(
            0.5, 0.5, "\n".join(lines), ha="center", va="center", color=INK, linespacing=1.6,
            transform=axes.transAxes,
        )  # fmt: skip
    return figure
