"""DataFrame to matplotlib figure, with a font that has Chinese glyphs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import DataError, MissingExtraError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

__all__ = ["cjk_font", "draw", "formula_heatmap"]

# In order of preference: open fonts first, then what Windows and macOS bring.
_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
    "Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK JP", "AR PL SungtiL GB",
)  # fmt: skip
_PACKAGE = "pylopdf_fonts_zh_cn"
_ADVICE = "请安装：pip install 'xuncha_nlp[plot]'"


@cache
def cjk_font() -> str:
    """Return the name of a font with Chinese glyphs: an installed one, else that of the ``plot`` extra.

    Raises
    ------
    MissingExtraError
        There is none, or no matplotlib: a figure would show empty boxes.
    """
    try:
        from matplotlib import font_manager
    except ImportError as error:
        raise MissingExtraError("画图需要 matplotlib", _ADVICE) from error
    installed = {font.name for font in font_manager.fontManager.ttflist}
    for name in _FONTS:
        if name in installed:
            return name
    if find_spec(_PACKAGE):
        file = Path(str(files(_PACKAGE))) / "NotoSansSC-Regular.otf"
        font_manager.fontManager.addfont(file)
        return font_manager.FontProperties(fname=file).get_name()
    raise MissingExtraError("没有找到中文字体，图上的汉字会变成方框", _ADVICE)


def formula_heatmap(frame: pd.DataFrame, *, top: int = 15, title: str = "提法频次") -> Figure:
    """Draw a frequency table as a heat map: a row a formula, a column a group, the count in each cell.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.frequency` returns it.
    top : int
        Number of rows shown.
    title : str

    Returns
    -------
    Figure
        Not shown and not registered with pyplot.

    Raises
    ------
    MissingExtraError
        No font with Chinese glyphs is installed.
    ValueError
        The table is empty.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    groups = [column for column in frame.columns if column not in ("total", "speeches", "per_10k", "nested")]
    counts = frame[groups].head(top)
    if counts.empty:
        raise ValueError("the frequency table is empty")
    with rc_context({"font.family": [cjk_font()], "axes.unicode_minus": False}):
        figure = Figure(
            figsize=(2.6 + 0.75 * len(groups), 1.6 + 0.34 * len(counts)), layout="constrained", dpi=130
        )
        axes = figure.add_subplot()
        values = counts.to_numpy(dtype=float)
        # A single hue from light to dark reads in print and without colour vision.
        axes.imshow(values, cmap="Blues", aspect="auto", vmin=0)
        axes.set_xticks(range(len(groups)), _labels(groups))
        axes.set_yticks(range(len(counts)), list(counts.index))
        axes.set_title(title)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        for row, column in ((row, column) for row in range(len(counts)) for column in range(len(groups))):
            value = values[row, column]
            ink = "white" if value > values.max() * 0.6 else "#333333"
            axes.text(column, row, f"{value:.0f}" if value else "·", ha="center", va="center", color=ink)
    return figure


# The figure of each kind of result.
_FIGURES = {"frequency": formula_heatmap}


def draw(table: Any, **options: Any) -> Figure:
    """Draw a result.

    Parameters
    ----------
    table : xuncha_nlp.analysis.table.Table
        Its ``made["analysis"]`` says which figure is its own.
    **options
        Those of the figure's function.

    Raises
    ------
    DataError
        Results of this kind have no figure.
    """
    figure = _FIGURES.get(table.made["analysis"])
    if figure is None:
        raise DataError(f"这种结果没有图：{table.made['analysis']}", f"有图的：{'、'.join(_FIGURES)}")
    return figure(table, **options)


def _labels(groups: list[str]) -> list[str]:
    """Columns that are the speeches of one file are told apart by their place in it."""
    names = {group.rpartition("#")[0] for group in groups}
    if len(names) == 1 and names != {""}:
        return [f"第{group.rpartition('#')[2]}篇" for group in groups]
    return groups
