"""The figures of topics: the words of each with their weights, and the share of each in every speech."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import DataError
from .heatmap import heatmap
from .labels import labels_at
from .style import BLUE, GREY, INK, beside_of, columns, height_of, page, rows_of, short

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["topic_figure", "topic_heatmap"]

_ACROSS = 3
_WORDS, _MOST = 10, 60
_NAMED = 3
_HUNDREDTH = 0.01
_WHOLE = ("share", "words", "formulae")


def topic_figure(frame: pd.DataFrame, *, top: int = 12, title: str | None = None) -> Figure:
    """Draw the words of each topic with their weights: a small panel a topic, each on a scale of its own.

    Parameters
    ----------
    frame : Table
        As `xuncha_nlp.analysis.topics` returns it.
    top : int
        Number of topics shown, the first of the table, which are the weightiest.
    title : str, optional

    Returns
    -------
    Figure
        The length of a bar is the part of the word in the sum of all weights of its topic.

    Raises
    ------
    DataError
        The table is empty, or a plain DataFrame, which has no weights.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, ("share", "words", "formulae"))
    weights = beside_of(frame).get("weights")
    if weights is None:
        raise DataError("这个表里没有词的权重", "请用 topics 给出的表，不要先改动它")
    shown = list(frame.index[: rows_of(top)])
    across = min(_ACROSS, len(shown))
    down = -(-len(shown) // across)
    longest = max(min(len(words), _WORDS) for words in frame["words"])
    note = "条长：这个词占主题全部词权重的百分比，各格尺度不同，看条旁的数；标题里是主题在全部文字中的比重"
    if len(shown) < len(frame):
        note += f"；只画最重的 {len(shown)} 个主题（共 {len(frame):,} 个）"
    if any(len(words) > _WORDS for words in frame["words"]):
        note += f"；每个主题只画前 {_WORDS} 个词"
    width = max(2.55 * across, 5.2)
    height = height_of(down, 0.2 * longest + 0.75, 1.0)
    with page(
        frame, title or f"{len(frame)} 个主题的词", width=width, height=height, note=note,
        count=f"n = {len(frame)} 个主题",
    ) as figure:  # fmt: skip
        panels = figure.subplots(down, across, squeeze=False).ravel()
        for axes, topic, own in zip(panels, shown, weights, strict=False):
            row = frame.loc[topic]
            _panel(axes, row["words"][:_WORDS], own[:_WORDS], longest)
            share = "不到 1%" if row["share"] < _HUNDREDTH else f"{row['share']:.0%}"
            axes.set_title(f"主题 {topic}（{share}）", loc="left", fontsize=9, color=INK)
        for axes in panels[len(shown) :]:
            axes.set_axis_off()
    return figure


def _panel(axes: Axes, words: list[str], weights: list[float], longest: int) -> None:
    places = range(len(words))
    axes.barh(places, weights, height=0.68, color=BLUE)
    for place, weight in enumerate(weights):
        axes.annotate(
            f"{weight:.1%}" if weight >= _HUNDREDTH else f"{weight:.2%}", (weight, place), xytext=(3, 0), textcoords="offset points", va="center",
            fontsize=7, color=GREY,
        )  # fmt: skip
    axes.set_yticks(places, [short(word, 14) for word in words], fontsize=8)
    # The same room for each, so that bars are as thick everywhere.
    axes.set_ylim(longest - 0.5, -0.5)
    # Of flat weights the scale begins at 0 as of any: a little less is a little shorter.
    axes.set_xlim(0, 1.4 * max(weights, default=0.0) or 1.0)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines["bottom"].set_visible(False)


def topic_heatmap(
    frame: pd.DataFrame, *, top: int = 20, labels: Any = None, title: str | None = None
) -> Figure:
    """Draw which share each topic has of each speech: a row a topic, a column a speech.

    Parameters
    ----------
    frame : DataFrame
        As `xuncha_nlp.analysis.topics` returns it.
    top : int
        Number of topics shown, the first of the table.
    labels : sequence of str or DataFrame, optional
        What the speeches are called; or ``corpus.speeches``.
    title : str, optional

    Returns
    -------
    Figure

    Raises
    ------
    DataError
        The table is empty, or has no speeches.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, ("share", "words"))
    rows = frame.head(rows_of(top))
    speeches = [name for name in frame.columns if name not in _WHOLE]
    if not speeches:
        raise DataError("表里没有各篇的列，画不出热图", "请用 topics 给出的表，不要删去它的列")
    called = labels_at(frame, speeches, range(min(len(speeches), _MOST)), given=labels)
    note = "格中是主题在这一篇里所占的百分比"
    if len(speeches) > _MOST:
        note += f"；只画前 {_MOST} 篇（共 {len(speeches):,} 篇）"
    names = [f"{topic} {'、'.join(words[:_NAMED])}" for topic, words in rows["words"].items()]
    return heatmap(
        frame, rows[speeches[:_MOST]].to_numpy(dtype=float) * 100, [short(name) for name in names],
        called, title=title or "各篇讲话里主题的比重", note=note, count=f"n = {len(speeches):,} 篇",
        bar="占一篇的百分比（%）",
    )  # fmt: skip
