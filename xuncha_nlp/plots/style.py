"""What all figures share: colours, the title, the line that says where the numbers are from, and short labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from ..errors import DataError
from .font import cjk_font, drawable

if TYPE_CHECKING:
    import pandas as pd

    from .page import Page

__all__ = [
    "BLUE",
    "COLOURS",
    "GREEN",
    "GREY",
    "INK",
    "ORANGE",
    "SKY",
    "VERMILLION",
    "NothingToDrawError",
    "beside_of",
    "columns",
    "folded",
    "height_of",
    "made_of",
    "page",
    "rows_of",
    "short",
    "thinned",
    "width_of",
]

# Okabe and Ito's, which readers with any kind of colour vision tell apart.
BLUE, ORANGE, SKY, VERMILLION, PURPLE, GREEN = (
    "#0072B2",
    "#E69F00",
    "#56B4E9",
    "#D55E00",
    "#CC79A7",
    "#009E73",
)
# In this order neighbours, and any of the first three, differ in lightness too: they are told apart in grey print.
COLOURS = (BLUE, ORANGE, "#000000", SKY, VERMILLION, PURPLE)
INK, GREY = "#333333", "#777777"

_TITLE, _NOTE = 12, 7
_POINTS = 72  # to an inch
_DPI = 150
_TALLEST = 60.0
# The most that stands above and below the rows.
_FRAME = 3.0


def made_of(frame: pd.DataFrame) -> Mapping[str, Any]:
    """Return what made a table; nothing for a plain DataFrame."""
    made = getattr(frame, "made", None)
    return made if isinstance(made, Mapping) else {}


def beside_of(frame: pd.DataFrame) -> Mapping[str, Any]:
    """Return what a table keeps for its figure beside its rows; nothing for a plain DataFrame."""
    beside = getattr(frame, "beside", None)
    return beside if isinstance(beside, Mapping) else {}


class NothingToDrawError(DataError):
    """There is nothing to be drawn: no fault of the table, for a word may well stand nowhere."""


def columns(frame: pd.DataFrame, needed: Iterable[str]) -> None:
    """Check that there is something to draw.

    Raises
    ------
    NothingToDrawError
        There is no row.
    DataError
        A column is missing.
    """
    missing = [name for name in needed if name not in frame.columns]
    if missing:
        raise DataError(f"表里没有画图要用的列：{'、'.join(missing)}", "请用分析函数给出的表，不要删去它的列")
    if frame.empty:
        raise NothingToDrawError("表是空的，没有可以画的", "请换一个词，或放宽条件再查")


def rows_of(top: int, each: float = 0.25) -> int:
    """Return how many rows to show: those asked for, or as many as the tallest figure has room for.

    Parameters
    ----------
    top : int
    each : float
        The height of a row, in inches.

    Raises
    ------
    DataError
        They are none.
    """
    if top < 1:
        raise DataError(f"图上至少要有一行，给的是 {top}", "请用 top=1 以上的整数")
    return min(top, int((_TALLEST - _FRAME) / each))


def width_of(text: str) -> int:
    """Return how wide a text is: 2 for a Chinese character, 1 for a Latin one.

    Examples
    --------
    >>> width_of("巡察 2017")
    9
    """
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


def short(text: str, most: int = 28) -> str:
    """Cut a long label, with 〓 for what the font lacks.

    Parameters
    ----------
    text : str
    most : int
        The greatest width; a Chinese character is 2 wide.

    Examples
    --------
    >>> short("在区委第一轮巡察工作动员会上的讲话", 16)
    '在区委第一轮巡…'
    >>> short("四个意识", 16)
    '四个意识'
    """
    text = drawable(" ".join(str(text).split()))
    if width_of(text) <= most:
        return text
    while width_of(text) > most - 2:
        text = text[:-1]
    return text.rstrip() + "…"


def folded(text: str, most: int) -> str:
    """Break a text into lines no wider than so much.

    Examples
    --------
    >>> folded("在区委第一轮巡察工作动员会上的讲话", 20)
    '在区委第一轮巡察工作\\n动员会上的讲话'
    """
    lines = [""]
    for each in text:
        if each == "\n" or width_of(lines[-1] + each) > most:
            lines.append("")
        if each != "\n":
            lines[-1] += each
    return "\n".join(lines)


def thinned(count: int, most: int = 14) -> int:
    """Return the step, a round number, at which an axis of so many has at most so many labels.

    Examples
    --------
    >>> thinned(5), thinned(60, 7), thinned(72)
    (1, 10, 10)
    """
    return next(step for step in _steps() if count / step <= most)


def _steps() -> Iterator[int]:
    scale = 1
    while True:
        yield from (scale, 2 * scale, 5 * scale)
        scale *= 10


def height_of(rows: float, each: float, rest: float) -> float:
    """Return the height of a figure, in inches: of rows of one height each, and of what is above and below them."""
    return min(rows * each + rest, _TALLEST)


@contextmanager
def page(
    frame: pd.DataFrame, title: str, *, width: float, height: float, note: str = "", count: str = ""
) -> Iterator[Page]:
    """Open a figure with its title above, and below it what a reader must know and where the numbers are from.

    Parameters
    ----------
    frame : DataFrame
        Of which ``made`` says the corpus.
    title : str
    width, height : float
        Inches.
    note : str
        How the figure is read.
    count : str
        How much stands behind it: ``"n = 35 处"``.

    Yields
    ------
    Page
        To be filled by our settings.
    """
    cjk_font()
    from matplotlib import rc_context
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    from .page import Page, style

    with rc_context(style()):
        figure = Page(
            figsize=(width, height), dpi=_DPI, layout=ConstrainedLayoutEngine(w_pad=0.09, h_pad=0.07)
        )
        em = 2 * width * 0.97 * _POINTS
        figure.suptitle(
            folded(drawable(title), int(em / _TITLE)),
            x=0.012,
            ha="left",
            fontsize=_TITLE,
            color="black",
            linespacing=1.3,
        )
        lines = [line for line in (note, _source(made_of(frame), count)) if line]
        figure.supxlabel(
            "\n".join(folded(line, int(em / _NOTE)) for line in lines),
            x=0.012, ha="left", fontsize=_NOTE, color=GREY, linespacing=1.4,
        )  # fmt: skip
        yield figure
        figure.settle()


def _source(made: Mapping[str, Any], count: str) -> str:
    parts = []
    if "corpus" in made:
        parts.append(f"语料 {str(made['corpus'])[:8]}（{made.get('speeches', '？')} 篇）")
    reference = made.get("parameters", {}).get("reference")
    if reference:
        parts.append(f"参照 {str(reference)[:8]}")
    if count:
        parts.append(count)
    if "version" in made:
        parts.append(f"xuncha_nlp {made['version']}")
    return "来源：" + "；".join(parts) if parts else ""
