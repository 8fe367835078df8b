"""DataFrame to matplotlib figure, with a font that has Chinese glyphs.

A figure is not shown and not registered with pyplot; ``figure.savefig("图.png")`` or ``"图.svg"`` writes it, the
same bytes every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..data import load_toml
from ..errors import DataError
from .dispersion import concordance_figure, dispersion_figure, dispersion_plot
from .font import cjk_font
from .heatmap import formula_heatmap, reuse_heatmap, similarity_heatmap
from .keyness import keyness_figure
from .network import collocation_network
from .notice import notice
from .profile import profile_figure
from .ranking import ranking_figure
from .style import NothingToDrawError
from .timeline import timeline_figure
from .topics import topic_figure, topic_heatmap
from .tree import cluster_tree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "FIGURES",
    "cjk_font",
    "cluster_tree",
    "collocation_network",
    "concordance_figure",
    "dispersion_figure",
    "dispersion_plot",
    "draw",
    "formula_heatmap",
    "keyness_figure",
    "notice",
    "profile_figure",
    "ranking_figure",
    "reuse_heatmap",
    "similarity_heatmap",
    "timeline_figure",
    "topic_figure",
    "topic_heatmap",
]

# The figure of each kind of result, by the name of the function that made it.
FIGURES: Mapping[str, Callable[..., Figure]] = {
    "concordance": concordance_figure,
    "concordance_groups": ranking_figure,
    "frequency": formula_heatmap,
    "formula_types": ranking_figure,
    "timeline": timeline_figure,
    "dispersion": dispersion_figure,
    "hit_positions": dispersion_plot,
    "keyness": keyness_figure,
    "collocates": collocation_network,
    "ngrams": ranking_figure,
    "discover": ranking_figure,
    "reuse_matrix": reuse_heatmap,
    "similarity": similarity_heatmap,
    "clusters": cluster_tree,
    "topics": topic_figure,
    "profile": profile_figure,
}


def draw(table: Any, **options: Any) -> Figure:
    """Draw a result. Where it has nothing to be drawn, the figure says so.

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
    MissingExtraError
        matplotlib or a font with Chinese glyphs is missing.
    """
    figure = FIGURES.get(table.made["analysis"])
    if figure is None:
        names = load_toml("words.toml")["analysis"]
        asked = table.made["analysis"]
        drawn = "、".join(dict.fromkeys(names[each] for each in FIGURES))
        raise DataError(f"这种结果没有图：{names.get(asked, asked)}", f"有图的是{drawn}")
    try:
        return figure(table, **options)
    except NothingToDrawError as nothing:
        return notice(table, nothing, title=options.get("title"))
