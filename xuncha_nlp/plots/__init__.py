"""DataFrame to matplotlib figure, with a font that has Chinese glyphs.

A figure is not shown and not registered with pyplot; ``figure.savefig("图.png")`` or ``"图.svg"`` writes it, the
same bytes every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from .dispersion import dispersion_figure, dispersion_plot
from .font import cjk_font
from .heatmap import formula_heatmap, reuse_heatmap, similarity_heatmap
from .keyness import keyness_figure
from .network import collocation_network
from .ranking import ranking_figure
from .timeline import timeline_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "FIGURES",
    "cjk_font",
    "collocation_network",
    "dispersion_figure",
    "dispersion_plot",
    "draw",
    "formula_heatmap",
    "keyness_figure",
    "ranking_figure",
    "reuse_heatmap",
    "similarity_heatmap",
    "timeline_figure",
]

# The figure of each kind of result, by the name of the function that made it.
FIGURES: Mapping[str, Callable[..., Figure]] = {
    "frequency": formula_heatmap,
    "timeline": timeline_figure,
    "dispersion": dispersion_figure,
    "hit_positions": dispersion_plot,
    "keyness": keyness_figure,
    "collocates": collocation_network,
    "ngrams": ranking_figure,
    "reuse_matrix": reuse_heatmap,
    "similarity": similarity_heatmap,
}


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
        Results of this kind have no figure, or the table is empty.
    MissingExtraError
        matplotlib or a font with Chinese glyphs is missing.
    """
    figure = FIGURES.get(table.made["analysis"])
    if figure is None:
        raise DataError(f"这种结果没有图：{table.made['analysis']}", f"有图的：{'、'.join(FIGURES)}")
    return figure(table, **options)
