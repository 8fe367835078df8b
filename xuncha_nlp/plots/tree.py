"""The figure of clusters: the tree by which speeches were joined, and what each group speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from .labels import labels_at
from .style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    SKY,
    NothingToDrawError,
    beside_of,
    columns,
    height_of,
    page,
    rows_of,
    short,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["cluster_tree"]

# Neighbouring groups differ in colour and in the stroke of their lines.
_STROKES = ((BLUE, "-"), (ORANGE, "--"), ("#000000", "-"), (SKY, "--"))
_WORDS, _LABEL = 4, 34


def cluster_tree(
    frame: pd.DataFrame, *, top: int = 40, labels: Any = None, title: str | None = None
) -> Figure:
    """Draw the tree of speeches: the further left two are joined, the more alike they are.

    Parameters
    ----------
    frame : Table
        As `xuncha_nlp.analysis.clusters` returns it.
    top : int
        Number of rows. Where there are more speeches, those most alike are drawn as one row, which says how many it
        stands for.
    labels : sequence of str or DataFrame, optional
        What the speeches are called, in the order of the corpus, without those that have no text; or
        ``corpus.speeches``.
    title : str, optional

    Returns
    -------
    Figure
        The joins are those of the mean similarity (UPGMA), by which the groups were made. Groups are told apart by
        colour and stroke, and named at the right with the words by which they differ.

    Raises
    ------
    DataError
        The table is empty, or a plain DataFrame, which does not say how alike its speeches are.
    MissingExtraError
        No font with Chinese glyphs is installed.
    """
    columns(frame, ("size", "speeches", "words"))
    known = beside_of(frame).get("similarity")
    if known is None:
        raise DataError("这个表里没有讲话之间的相似度", "请用 clusters 给出的表，不要先改动它")
    names, matrix = known
    group = {name: place for place, row in enumerate(frame["speeches"]) for name in row}
    if len(names) == 1:
        raise NothingToDrawError("只有一篇讲话，没有可以归类的", "请多给几篇讲话")
    tree = _Tree(matrix, [group[name] for name in names], max(rows_of(top), len(frame)))
    order = tree.rows
    called = labels_at(frame, names, [leaves[0] for leaves in order], _LABEL, labels)
    note = "越靠左连到一起的越像（UPGMA，两组之间的平均相似度）；同一颜色、线型的为一类，右边是它多用的词"
    if len(order) < len(names):
        note += f"；{len(names):,} 篇并成 {len(order)} 行，最像的画在一行里"
    with page(
        frame, title or f"{len(names)} 篇讲话归为 {len(frame)} 类", width=8.6,
        height=height_of(len(order), 0.23, 1.6), note=note, count=f"n = {len(names):,} 篇",
    ) as figure:  # fmt: skip
        axes = figure.add_subplot()
        for x, y, own in tree.lines:
            colour, stroke = _STROKES[own % len(_STROKES)] if own >= 0 else (GREY, "-")
            axes.plot(x, y, color=colour, linestyle=stroke, linewidth=1.3)
        axes.set_yticks(range(len(order)), list(map(_row, called, order)), fontsize=8)
        axes.set_ylim(len(order) - 0.5, -0.5)
        axes.set_xlim(tree.left, 0)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        _groups(axes, frame, [group[names[leaves[0]]] for leaves in order])
        axes.set_xlabel("相似度")
    return figure


def _row(first: str, leaves: list[int]) -> str:
    return first if len(leaves) == 1 else f"{short(first, _LABEL - 10)} 等 {len(leaves)} 篇"


def _groups(axes: Axes, frame: pd.DataFrame, owners: list[int]) -> None:
    """Name each group beside its rows."""
    for place, (number, row) in enumerate(frame.iterrows()):
        rows = [each for each, own in enumerate(owners) if own == place]
        colour, stroke = _STROKES[place % len(_STROKES)]
        axes.plot(
            [1.02, 1.02], [rows[0] - 0.35, rows[-1] + 0.35], color=colour, linestyle=stroke, linewidth=2,
            transform=axes.get_yaxis_transform(), clip_on=False,
        )  # fmt: skip
        words = "、".join(row["words"][:_WORDS])
        # Two lines need two rows.
        said = f"第 {number} 类（{row['size']} 篇）" + (
            ("\n" if len(rows) > 1 else " ") + words if words else ""
        )
        axes.text(
            1.035, (rows[0] + rows[-1]) / 2, said, va="center", fontsize=7.5, color=INK, clip_on=False,
            transform=axes.get_yaxis_transform(), linespacing=1.3,
        )  # fmt: skip


class _Tree:
    """A tree of rows, and its lines.

    Parameters
    ----------
    matrix : array of float, shape (n, n)
        How alike each two are.
    groups : list of int
        The group of each.
    most : int
        The number of rows; where there are more than that, what was joined first makes one.

    Attributes
    ----------
    rows : list of list of int
        The leaves of each row, in the order of the rows from above.
    lines : list of tuple
        ``x``, ``y`` and the group of each line, -1 where it is of several.
    left : float
        The similarity at which the rows begin.
    """

    def __init__(self, matrix: Any, groups: list[int], most: int) -> None:
        import numpy as np
        from scipy.cluster.hierarchy import linkage
        from scipy.spatial.distance import squareform

        number = len(matrix)
        distance = 1 - np.asarray(matrix, dtype=float)
        np.fill_diagonal(distance, 0)
        joins = linkage(squareform(distance, checks=False), "average")
        branches = {number + at: (int(join[0]), int(join[1])) for at, join in enumerate(joins)}
        first, own = list(range(number)), list(groups)
        for one, other in branches.values():
            first.append(min(first[one], first[other]))
            own.append(own[one] if own[one] == own[other] else -1)
        whole = range(2 * number - min(most, number), 2 * number - 1)
        self.rows: list[list[int]] = []
        height: dict[int, float] = {}
        # Down from the root, of two branches first the one that begins earlier in the corpus.
        waiting = [2 * number - 2]
        while waiting:
            node = waiting.pop()
            if node in whole:
                waiting += sorted(branches[node], key=lambda each: -first[each])
            else:
                height[node] = float(len(self.rows))
                self.rows.append(_leaves(node, branches))
        likeness = {node: max(1 - float(joins[node - number][2]), 0.0) for node in whole}
        highest = max(likeness.values())
        self.left = min(highest + 0.08 * max(highest, 0.1), 1.0)
        self.lines: list[tuple[list[float], list[float], int]] = []
        for node in whole:
            height[node] = sum(height[each] for each in branches[node]) / 2
            for each in branches[node]:
                x = [likeness.get(each, self.left), likeness[node]]
                self.lines.append((x, [height[each]] * 2, own[each]))
            self.lines.append(([likeness[node]] * 2, [height[each] for each in branches[node]], own[node]))


def _leaves(node: int, branches: Mapping[int, tuple[int, int]]) -> list[int]:
    found, waiting = [], [node]
    while waiting:
        each = waiting.pop()
        if each in branches:
            waiting += branches[each]
        else:
            found.append(each)
    return sorted(found)
