"""`Page`: a figure that looks, and is saved, the same wherever it is drawn."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure

from .font import FALLBACK, cjk_font

__all__ = ["Page", "style"]

# Dots to an inch of a figure shown in a notebook, which is kept with its figures.
_SCREEN = 96
# What a format would write of the moment of saving.
_MOMENT: dict[str, dict[str, Any]] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}

_TITLED = frozenset(("png", "svg", "pdf"))


def style() -> dict[Any, Any]:
    """Return matplotlib's settings for our figures."""
    return {
        # A sign that the Chinese font lacks is taken from the one that matplotlib brings.
        "font.family": [cjk_font(), FALLBACK],
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "#777777",
        "axes.labelcolor": "#333333",
        "xtick.color": "#333333",
        "ytick.color": "#333333",
        "legend.frameon": False,
        "hatch.linewidth": 0.6,
        # Outlines need no font where the figure is looked at, and a fixed salt gives the same names every time.
        "svg.fonttype": "path",
        "svg.hashsalt": "xuncha_nlp",
        "savefig.dpi": "figure",
    }


class Page(Figure):
    """A matplotlib figure that takes its settings along, and is unknown to pyplot.

    Ticks are made when a figure is drawn, by the settings of that moment: without ours they would have no
    Chinese glyphs.
    """

    def draw(self, renderer: Any) -> None:
        """Draw by our settings."""
        with rc_context(style()):
            super().draw(renderer)

    def settle(self) -> None:
        """Lay out what is on the figure, and leave it so: each layout begins from the last and shifts it a little."""
        self.draw_without_rendering()
        self.set_layout_engine("none")

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save by our settings, without the date: the same figure gives the same bytes."""
        format_ = str(options.get("format") or str(fname).rpartition(".")[2]).lower()
        # What it is called goes into the file: programs that read pages aloud say it.
        named = {"Title": self.get_suptitle()} if format_ in _TITLED else {}
        metadata = {**named, **_MOMENT.get(format_, {}), **(options.pop("metadata", None) or {})}
        with rc_context(style()):
            super().savefig(fname, metadata=metadata or None, **options)

    def _repr_png_(self) -> bytes:
        """Show the figure in a notebook, whatever backend it has."""
        data = BytesIO()
        self.savefig(data, format="png", dpi=_SCREEN)
        return data.getvalue()
