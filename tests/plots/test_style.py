"""Colours that are told apart, labels that are short, and a font that has the glyphs."""

from __future__ import annotations

import sys
from itertools import combinations, pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from xuncha_nlp import plots
from xuncha_nlp.errors import MissingExtraError
from xuncha_nlp.plots import font
from xuncha_nlp.plots.style import COLOURS, folded, short, thinned, width_of

# Linear RGB as it is seen without the cones for red, and without those for green (Viénot, Brettel and Mollon 1999).
SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without red": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "without green": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}


def linear(colour: str) -> list[float]:
    return [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in to_rgb(colour)]


def lightness(rgb: list[float]) -> float:
    """L* of CIELAB, 0 to 100."""
    y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def lab(rgb: list[float]) -> tuple[float, float, float]:
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(a * b for a, b in zip(row, rgb, strict=True)) for row in matrix]
    x, y, z = (
        (value / white) ** (1 / 3) if value / white > 0.008856 else 7.787 * value / white + 16 / 116
        for value, white in zip(xyz, (0.9505, 1, 1.089), strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("vision", SEEN)
def test_colours_are_told_apart_by_every_reader(vision: str) -> None:
    as_seen = [
        [max(sum(a * b for a, b in zip(row, linear(colour), strict=True)), 0) for row in SEEN[vision]]
        for colour in COLOURS
    ]
    near = [
        (a, b)
        for (a, one), (b, two) in combinations(zip(COLOURS, map(lab, as_seen), strict=True), 2)
        if sum((p - q) ** 2 for p, q in zip(one, two, strict=True)) ** 0.5 < 15
    ]
    assert near == []


def test_neighbours_and_the_first_three_are_told_apart_in_grey() -> None:
    light = [lightness(linear(colour)) for colour in COLOURS]
    assert all(abs(a - b) > 5 for a, b in pairwise(light))
    assert all(abs(a - b) > 20 for a, b in combinations(light[:3], 2))


@given(st.text(), st.integers(min_value=4, max_value=60))
def test_a_label_is_never_wider_than_asked(text: str, most: int) -> None:
    assert width_of(short(text, most)) <= most


@given(st.text(alphabet=st.characters(exclude_characters="\n")), st.integers(min_value=2, max_value=60))
def test_folding_loses_nothing_and_keeps_the_width(text: str, most: int) -> None:
    lines = folded(text, most)
    assert lines.replace("\n", "") == text
    assert all(width_of(line) <= most for line in lines.split("\n"))


@given(st.integers(min_value=1, max_value=100_000), st.integers(min_value=2, max_value=30))
def test_an_axis_never_has_more_labels_than_asked(count: int, most: int) -> None:
    assert len(range(0, count, thinned(count, most))) <= most


def test_the_font_of_the_extra_comes_first() -> None:
    font.cjk_font.cache_clear()
    assert plots.cjk_font() == "Noto Sans SC"


def test_without_the_extra_an_installed_font_is_taken_or_it_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from matplotlib import font_manager

    monkeypatch.setattr(font, "find_spec", lambda _: None)
    font.cjk_font.cache_clear()
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [_font("DejaVu Sans"), _font("SimHei")])
    assert plots.cjk_font() == "SimHei"
    font.cjk_font.cache_clear()
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [_font("DejaVu Sans")])
    with pytest.raises(MissingExtraError, match=r"没有找到中文字体.*请安装"):
        plots.cjk_font()
    font.cjk_font.cache_clear()


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    font.cjk_font.cache_clear()
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"画图需要 matplotlib。请安装"):
        plots.ranking_figure(pd.DataFrame({"count": [1], "speeches": [1]}))


def _font(name: str) -> object:
    from matplotlib.font_manager import FontEntry

    return FontEntry(fname="", name=name)


def test_no_sign_that_speeches_have_is_an_empty_box(tmp_path: Path) -> None:
    # matplotlib warns of a glyph that no font has, and a warning is an error here.
    signs = "“”‘’《》〈〉（）【】——……·、。，；：？！％①②③ⅠⅡ〇㈠ABCabc012＊*—–-−½→←囧龘堃喆镕"
    frame = pd.DataFrame({"count": [5], "log_dice": [12.0]}, index=[signs[:14]])
    plots.collocation_network(frame, title=signs).savefig(tmp_path / "signs.svg")


def test_a_character_that_no_font_has_is_a_geta_mark(tmp_path: Path) -> None:
    rare = "\U0002a6a5"
    frame = pd.DataFrame({"count": [5], "speeches": [1]}, index=[f"一个{rare}字"])
    figure = plots.ranking_figure(frame, title=f"有{rare}的图")
    figure.savefig(tmp_path / "rare.png")
    assert figure.axes[0].get_yticklabels()[0].get_text() == "一个〓字"
    assert figure.get_suptitle() == "有〓的图"
