"""Every figure: what stands on it, that nothing is cut or covered, and that it is the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from xuncha_nlp import plots
from xuncha_nlp.analysis.table import Made, Table
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.data import load_toml
from xuncha_nlp.errors import DataError
from xuncha_nlp.plots.page import Page

WORDS = [
    f"{verb}{noun}"
    for verb in "抓促强建评改谋守"
    for noun in ("整改", "作风建设", "责任落实", "问题线索排查机制", "风", "担当作为")
]
WORDS += ["把巡察整改同深化改革、完善治理、改进作风、推动发展结合起来通盘考虑", *map(str, range(2001, 2030))]


def table(analysis: str, frame: pd.DataFrame, beside: Mapping[str, Any] | None = None, **made: Any) -> Table:
    about = {
        "analysis": analysis,
        "query": None,
        "parameters": {},
        "corpus": "0123456789abcdef",
        "speeches": 70,
    }
    about = Made({**about, "version": "1.2", **made})
    about.beside = dict(beside or {})
    return Table.of(frame, about, "")


def timeline(periods: int) -> Table:
    rows = [
        {
            "query": query, "period": str(1960 + number), "count": number % 7, "characters": 0 if number % 5 == 3 else 12_000 if number % 2 else 4_000,
            "per_10k": float("nan") if number % 5 == 3 else number % 7, "low": float("nan") if number % 5 == 3 else (number % 7) / 2,
            "high": float("nan") if number % 5 == 3 else number % 7 + 4.0, "stretch": int(number > periods / 2),
        }
        for query in ("四个意识", "整改")
        for number in range(periods)
    ]  # fmt: skip
    about = {"四个意识": {"valid": [["1962-03", ""]]}, "整改": {"valid": None}}
    return table("timeline", pd.DataFrame(rows), queries=about, parameters={"level": 0.95})


def positions(speeches: int) -> Table:
    rows = [
        {
            "query": query, "speech": f"某地汇编.txt#{number + 1}", "position": (number * 37 % 100) / 100,
            "date": None if number == 1 else f"{1950 + number}-03", "title": None if number == 1 else "在区委第五轮巡察工作动员部署会议上的讲话",
        }
        for number in range(speeches)
        for query in ("巡察", "整改")
    ]  # fmt: skip
    return table("hit_positions", pd.DataFrame(rows))


def dispersion(rows: int) -> Table:
    frame = pd.DataFrame(
        {"count": [9 * rows - each for each in range(rows)], "speeches": 4, "dp_norm": [each / rows for each in range(rows)]},
        index=WORDS[:rows],
    )  # fmt: skip
    return table("dispersion", frame)


def keyness(rows: int) -> Table:
    signs = [1 if each % 2 else -1 for each in range(rows)]
    frame = pd.DataFrame(
        {
            "target": [each + 3 for each in range(rows)], "reference": 1200,
            "log_likelihood": [sign * (1500.5 - each) for each, sign in enumerate(signs)],
            "log_ratio": [sign * (1 + each % 9) for each, sign in enumerate(signs)],
        },
        index=pd.Index(WORDS[:rows], name="word"),
    )  # fmt: skip
    return table("keyness", frame, parameters={"reference": "fedcba9876543210"})


def collocates(rows: int) -> Table:
    frame = pd.DataFrame(
        {
            "count": [1 + each * 7 % 50 for each in range(rows)],
            "log_dice": [13 - each / 9 for each in range(rows)],
        },
        index=WORDS[:rows],
    )
    return table("collocates", frame, query="全面从严治党", parameters={"order": "log_dice"})


def frequency(rows: int) -> Table:
    groups = {
        f"某地汇编.txt#{each + 1}": [(each * 3 + row) % 23 for row in range(rows)]
        for each in range(min(rows, 40))
    }
    frame = pd.DataFrame(
        {"total": 9, "speeches": 3, "per_10k": 1.5, "nested": 0, **groups}, index=WORDS[:rows]
    )
    return table("frequency", frame)


def reuse_matrix(rows: int) -> Table:
    names = [f"{'甲乙'[each % 2]}区汇编.docx#{each + 1}" for each in range(rows)]
    cells = [[1.0 if a == b else (a * b % 10) / 20 for a in range(rows)] for b in range(rows)]
    return table("reuse_matrix", pd.DataFrame(cells, index=names, columns=names))


def similarity(rows: int) -> Table:
    frame = reuse_matrix(rows).to_frame()
    return table("similarity", (frame + frame.T) / 2)


def ngrams(rows: int) -> Table:
    frame = pd.DataFrame({"count": [9000 - each for each in range(rows)], "speeches": 12}, index=WORDS[:rows])
    return table("ngrams", frame)


def speeches(number: int) -> dict[str, list[Any]]:
    """What a table knows of its speeches: many that are called the same."""
    places = range(number)
    return {
        "speech": [f"某地汇编.jsonl:{each + 1}#1" for each in places],
        "date": [None if each % 7 == 3 else f"{1990 + each % 30}-03" for each in places],
        "title": ["在区委第五轮巡察工作动员部署会议上的讲话"] * number,
        "genre": ["动员部署讲话" if each % 3 else None for each in places],
        "start": [0] * number,
        "end": [1000] * number,
    }


def concordance(rows: int) -> Table:
    about = speeches(rows)
    names = [name for place, name in enumerate(about["speech"]) for _ in range(1 + place % 3)]
    frame = pd.DataFrame({"speech": names, "start": [17 * each % 1000 for each in range(len(names))]})
    return table("concordance", frame, {"speeches": about}, query="整改", hits=len(frame))


def concordance_groups(rows: int) -> Table:
    frame = ngrams(rows).to_frame()
    frame.index = ["", *WORDS[: rows - 1]]
    return table("concordance_groups", frame, query="整改", parameters={"group": "2L"})


def formula_types(rows: int) -> Table:
    return table(
        "formula_types", ngrams(rows).to_frame().assign(known=[each % 3 > 0 for each in range(rows)])
    )


def discover(rows: int) -> Table:
    return table("discover", ngrams(rows).to_frame().assign(text=WORDS[:rows]).reset_index(drop=True))


def topics(rows: int) -> Table:
    frame = pd.DataFrame(
        {
            "share": [2 * (rows - each) / rows / (rows + 1) for each in range(rows)],
            "words": [WORDS[each % 40 : each % 40 + 1 + each % 12] for each in range(rows)], "formulae": [[]] * rows,
            **{name: [1 / rows] * rows for name in speeches(rows)["speech"]},
        },
        index=pd.RangeIndex(1, rows + 1, name="topic"),
    )  # fmt: skip
    weights = [[0.2 / (each + 1) for each in range(len(words))] for words in frame["words"]]
    return table("topics", frame, {"weights": weights, "speeches": speeches(rows)})


def clusters(rows: int) -> Table:
    about = speeches(rows)
    names = about["speech"]
    # Of three groups, those of one are alike, and the nearer the more.
    alike = np.array(
        [[1.0 if a == b else (0.5 if a % 3 == b % 3 else 0.1) - abs(a - b) / rows / 50 for a in range(rows)] for b in range(rows)]
    )  # fmt: skip
    groups = [own for own in (names[0::3], names[1::3], names[2::3]) if own]
    frame = pd.DataFrame(
        {
            "size": [len(own) for own in groups], "speeches": groups, "similarity": 0.5,
            "words": [WORDS[5 * each : 5 * each + 5] for each in range(len(groups))],
        },
        index=pd.RangeIndex(1, len(groups) + 1, name="cluster"),
    )  # fmt: skip
    return table("clusters", frame, {"similarity": (names, alike), "speeches": about})


def profile(rows: int) -> Table:
    frame = pd.DataFrame(
        {
            "speeches": 1, "characters": [2000 + 311 * each % 1900 for each in range(rows)], "mattr": 0.8,
            "sentence_mean": [30 + each % 11 for each in range(rows)], "headings": [0.0] * (rows - 1) + [0.1],
            "citations_per_1000": [float("nan")] * rows,
        },
        index=pd.Index(speeches(rows)["speech"], name="speech"),
    )  # fmt: skip
    return table("profile", frame, {"speeches": speeches(rows)})


MAKERS: dict[str, Callable[[int], Table]] = {
    each.__name__ if each is not positions else "hit_positions": each
    for each in (
        timeline,
        positions,
        dispersion,
        keyness,
        collocates,
        frequency,
        reuse_matrix,
        similarity,
        ngrams,
        concordance,
        concordance_groups,
        formula_types,
        discover,
        topics,
        clusters,
        profile,
    )
}
ALL = pytest.mark.parametrize("analysis", MAKERS)


@cache
def figure_of(analysis: str, rows: int, copy: int = 0) -> Figure:  # noqa: ARG001 (another copy is another figure)
    """The figure of a made-up table, drawn once for all tests that only look at it."""
    return plots.draw(MAKERS[analysis](rows), top=60)


def drawn(figure: Figure) -> list[tuple[str, Any]]:
    """The texts that are seen, with the box of each."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in seen(figure)
        if text.get_text().strip()
    ]


def seen(figure: Figure) -> Iterator[Text]:
    """All texts but the labels of ticks that are outside their axis."""
    outside = {
        id(label)
        for axes in figure.axes
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim()))
        for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks())
        if not min(limits) <= tick.get_loc() <= max(limits) or not axes.axison
        for label in (tick.label1, tick.label2)
    }
    for text in figure.findobj(Text):
        if text.get_visible() and id(text) not in outside:
            yield text


def test_every_figure_is_tested() -> None:
    assert set(MAKERS) == set(plots.FIGURES)


@ALL
@pytest.mark.parametrize("rows", [1, 2, 5, 60])
def test_no_text_is_cut_off_or_covered(analysis: str, rows: int) -> None:
    figure = figure_of(analysis, rows)
    texts = drawn(figure)
    width, height = figure.bbox.width, figure.bbox.height
    cut = [text for text, box in texts if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    assert cut == []
    assert clashes(texts) == []


@ALL
def test_a_figure_says_where_its_numbers_are_from(analysis: str) -> None:
    texts = "\n".join(text for text, _ in drawn(figure_of(analysis, 5)))
    assert "来源：语料 01234567（70 篇）" in texts
    assert "n = " in texts or "同现共" in texts
    assert "xuncha_nlp 1.2" in texts


@ALL
@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_figure_is_the_same_bytes(analysis: str, ending: str, tmp_path: Path) -> None:
    figure, same = figure_of(analysis, 5), figure_of(analysis, 5, copy=1)
    files = [tmp_path / f"{number}.{ending}" for number in range(3)]
    for file, each in zip(files, (figure, figure, same), strict=True):
        each.savefig(file, dpi=60)
    one, again, other = (file.read_bytes() for file in files)
    assert one == again == other
    if ending == "svg":
        assert b"<dc:date>" not in one


@ALL
def test_an_empty_table_has_no_figure_and_says_so(analysis: str) -> None:
    empty = MAKERS[analysis](5).iloc[:0]
    with pytest.raises(DataError, match=r"空|不是"):
        plots.FIGURES[analysis](empty)


@ALL
def test_a_result_without_rows_is_a_figure_that_says_so(analysis: str, tmp_path: Path) -> None:
    full = MAKERS[analysis](5)
    empty = Table.of(full.to_frame().iloc[:0], full.made, "没有找到。")
    figure = empty.plot()
    texts = "".join(text for text, _ in drawn(figure))
    assert "没有找到。" in texts
    assert "空的" in texts or "不是" in texts
    assert "来源：语料 01234567" in texts
    figure.savefig(tmp_path / "空.svg")


@ALL
def test_a_table_that_lost_its_columns_says_which(analysis: str) -> None:
    if analysis in {"frequency", "reuse_matrix", "similarity"}:
        with pytest.raises(DataError, match=r"没有分组|行列"):
            plots.FIGURES[analysis](pd.DataFrame({"total": [1, 2]}))
        return
    with pytest.raises(DataError, match=r"没有画图要用的列：.*(count|query|target|speech|words|characters)"):
        plots.FIGURES[analysis](pd.DataFrame({"other": [1]}))


@ALL
def test_a_figure_has_at_least_one_row(analysis: str) -> None:
    with pytest.raises(DataError, match="至少要有一行"):
        plots.draw(MAKERS[analysis](5), top=0)


@ALL
def test_a_plain_frame_is_drawn_without_a_source(analysis: str) -> None:
    if analysis in {"concordance", "topics", "clusters"}:
        # What these draw beside their rows a plain frame has lost.
        with pytest.raises(DataError, match=r"这个表.*请用"):
            plots.FIGURES[analysis](MAKERS[analysis](5).to_frame())
        return
    texts = [text for text, _ in drawn(plots.FIGURES[analysis](MAKERS[analysis](5).to_frame()))]
    assert not any("语料" in text for text in texts)


def test_a_figure_is_shown_by_a_notebook_as_png() -> None:
    figure = plots.draw(collocates(5))
    assert isinstance(figure, Page)
    assert figure._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_file_says_in_words_what_it_shows(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"图.{ending}"
    figure_of("ngrams", 5).savefig(file, dpi=60)
    if ending == "png":
        from PIL import Image

        with Image.open(file) as image:
            assert image.info["Title"] == "最常见的词串"
    elif ending == "svg":
        assert "<dc:title>最常见的词串</dc:title>" in file.read_text(encoding="utf-8")
        # Outlines: no letter depends on a font where the figure is looked at.
        assert b"<text" not in file.read_bytes()
    else:
        assert "最常见的词串".encode("utf-16-be") in file.read_bytes()


def test_pyplot_does_not_know_of_a_figure() -> None:
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    plots.draw(frequency(5))
    assert pyplot.get_fignums() == before


def test_what_has_no_figure_says_what_has() -> None:
    with pytest.raises(DataError, match=r"没有图：沿用段落。有图的是.*频次.*历时变化"):
        plots.draw(table("reuse", pd.DataFrame({"a": [1]})))


# What each shows


def test_a_timeline_has_hollow_points_steps_and_the_time_of_validity() -> None:
    figure = plots.timeline_figure(timeline(20))
    first, second = figure.axes
    full, hollow = first.collections[-2:]
    there = [number for number in range(20) if number % 5 != 3]
    assert len(full.get_offsets()) == sum(number % 2 == 1 for number in there)
    assert len(hollow.get_offsets()) == sum(number % 2 == 0 for number in there)
    assert hollow.get_facecolor().tolist() == [[1, 1, 1, 1]]
    assert sum(line.get_linestyle() == "--" for line in first.lines) == 2
    # 1962-03 is the third year of the axis, two months in.
    assert [round(bar.get_x(), 2) for bar in first.patches] == [round(2 - 0.5 + 2 / 12, 2)]
    assert not second.patches
    texts = [text for text, _ in drawn(figure)]
    assert "“四个意识”、“整改”的使用（1960—1979）" in texts
    assert any("色带为 95% 置信区间" in text.replace("\n", "") and "有效期" in text for text in texts)


def test_only_the_first_queries_of_a_timeline_are_drawn() -> None:
    figure = plots.timeline_figure(timeline(5), top=1)
    assert len(figure.axes) == 1
    assert any("只画前 1 个（共 2 个）" in text.replace("\n", "") for text, _ in drawn(figure))


def test_a_timeline_by_months_names_each_january() -> None:
    frame = timeline(30).to_frame()
    months = [f"{2016 + number // 12}-{number % 12 + 1:02}" for number in range(30)]
    figure = plots.timeline_figure(frame.assign(period=months * 2))
    labels = [label.get_text() for label in figure.axes[-1].get_xticklabels()]
    assert {"2016-01", "2017-01", "2018-01"} <= set(labels)
    assert len(labels) <= 14


def test_a_dispersion_plot_has_a_tick_a_hit_in_the_order_of_dates() -> None:
    figure = plots.dispersion_plot(positions(6))
    ticks = [segment for lines in figure.axes[0].collections for segment in lines.get_segments()]
    assert sorted(segment[0][0] for segment in ticks) == sorted(positions(6)["position"])
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert [label[:4] for label in labels[:2]] == ["1950", "1952"]
    assert labels[-1] == "第2篇"


def test_a_dispersion_plot_keeps_the_speeches_with_the_most_hits() -> None:
    frame = pd.DataFrame({"query": "巡察", "speech": ["a", "b", "b", "c", "c", "c"], "position": 0.5})
    figure = plots.dispersion_plot(frame, top=2)
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["b", "c"]


def test_a_dispersion_plot_has_no_more_words_than_colours() -> None:
    with pytest.raises(DataError, match="最多画 6 个词，这里有 7 个"):
        plots.dispersion_plot(pd.DataFrame({"query": list("甲乙丙丁戊己庚"), "speech": "a", "position": 0.1}))


def test_one_speech_has_no_dispersion_to_draw() -> None:
    with pytest.raises(DataError, match="只有一篇讲话"):
        plots.dispersion_figure(pd.DataFrame({"count": [3], "speeches": [1], "dp_norm": [float("nan")]}))


def test_keyness_has_two_sides_with_the_strongest_first() -> None:
    figure = plots.keyness_figure(keyness(9), target="甲组", reference="乙组")
    texts = [text for text, _ in drawn(figure)]
    assert any("参照 fedcba98" in text for text in texts)
    assert "哪些词更多用：甲组（右）与乙组（左）" in texts
    bars = [(bar.get_y(), bar.get_width(), bool(bar.get_hatch())) for bar in figure.axes[0].patches]
    assert all((width > 0) != hatched for _, width, hatched in bars)
    assert [width > 0 for _, width, _ in sorted(bars)] == [True] * 4 + [False] * 5
    assert "1499.5（4∶1200）" in texts


def test_a_network_has_the_strongest_nearest() -> None:
    figure = plots.collocation_network(collocates(30), top=12)
    texts = [text for text, _ in drawn(figure)]
    assert "“全面从严治党”的搭配词" in texts
    assert any(text.startswith("抓整改\n（13.0") for text in texts)
    away = [float((points.get_offsets() ** 2).sum()) for points in figure.axes[0].collections]
    assert len(away) == 12
    assert away == sorted(away)


def test_a_heat_map_with_many_groups_has_a_scale_instead_of_numbers() -> None:
    assert len(plots.formula_heatmap(frequency(24)).axes) == 1
    assert len(plots.formula_heatmap(frequency(60)).axes) == 2


def test_a_heat_map_has_the_groups_that_the_table_names() -> None:
    frame = frequency(5)
    frame.made = {**frame.made, "groups": ["某地汇编.txt#3"]}
    assert [label.get_text() for label in frame.plot().axes[0].get_xticklabels()] == ["第3篇"]


def test_a_heat_map_of_chosen_groups() -> None:
    figure = plots.formula_heatmap(frequency(5), groups=["某地汇编.txt#2", "某地汇编.txt#4"])
    assert [label.get_text() for label in figure.axes[0].get_xticklabels()] == ["第2篇", "第4篇"]


def test_a_matrix_of_reuse_leaves_the_diagonal_out() -> None:
    figure = plots.reuse_heatmap(reuse_matrix(3), labels=["甲", "乙", "丙"])
    assert [text.get_text() for text in figure.axes[0].texts] == ["·", "·", "·", "10", "·", "10"]
    with pytest.raises(DataError, match="标签有 1 个，讲话有 3 篇"):
        plots.reuse_heatmap(reuse_matrix(3), labels=["甲"])


@pytest.mark.parametrize(
    "analysis", ["frequency", "concordance", "clusters", "topics", "profile", "similarity"]
)
def test_hundreds_of_speeches_are_still_a_page_that_says_what_is_left_out(analysis: str) -> None:
    rows = 520
    table_ = wide(rows) if analysis == "frequency" else MAKERS[analysis](rows if analysis != "topics" else 30)
    figure = plots.draw(table_)
    assert max(figure.get_size_inches()) < 16
    texts = drawn(figure)
    heights = [text.get_fontsize() for text in figure.findobj(Text) if text.get_text().strip()]
    assert min(heights) > 6
    said = "".join(text for text, _ in texts).replace("\n", "")
    if analysis == "profile":
        assert sum(len(points.get_offsets()) for points in figure.axes[0].collections) >= rows
    else:
        assert "（共 520" in said or "只画" in said or "520 篇并成 40 行" in said
    assert not clashes(texts)


def wide(speeches_: int) -> Table:
    about = speeches(speeches_)
    counts = {name: [place % 9] for place, name in enumerate(about["speech"])}
    frame = pd.DataFrame({"total": 9, "speeches": 3, **counts}, index=["整改"])
    return table("frequency", frame, {"speeches": about}, groups=about["speech"], parameters={"by": "speech"})


def clashes(texts: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Texts that cover each other; boxes of lines reach a little above and below what is seen."""
    return [
        (a, b)
        for (a, one), (b, two) in combinations(texts, 2)
        if min(one.x1, two.x1) - max(one.x0, two.x0) > 1 and min(one.y1, two.y1) - max(one.y0, two.y0) > 2
    ]


def test_a_list_of_hundreds_is_no_longer_than_the_paper_has_room() -> None:
    names = [f"第{number}项" for number in range(400)]
    frame = pd.DataFrame({"count": range(400, 0, -1), "speeches": 1}, index=names)
    figure = plots.ranking_figure(frame, top=400)
    bars = figure.axes[0].patches
    # Of so many the bars keep their thickness.
    assert figure.get_size_inches()[1] / len(bars) >= 0.25
    assert any(f"只列前 {len(bars)} 个（共 400 个）" in text for text, _ in drawn(figure))


def test_columns_of_years_stand_in_their_order_with_the_unknown_last() -> None:
    frame = pd.DataFrame({"total": 3, "2021": 1, "（不详）": 1, "2019": 1}, index=["整改"])
    made = table("frequency", frame, groups=["2021", "（不详）", "2019"], parameters={"by": "year"})
    labels = [label.get_text() for label in made.plot().axes[0].get_xticklabels()]
    assert labels == ["2019", "2021", "（不详）"]


def test_speeches_of_a_table_of_texts_are_told_apart() -> None:
    made = similarity(12).to_frame()
    names = [f"某地报告.jsonl:{each + 1}#1" for each in range(12)]
    made.index = made.columns = pd.Index(names)
    labels = [label.get_text() for label in plots.similarity_heatmap(made).axes[0].get_yticklabels()]
    assert labels == [f"第{each + 1}行" for each in range(12)]


def test_a_concordance_is_drawn_where_its_hits_stand() -> None:
    about = {**speeches(3), "start": [0, 100, 200], "end": [100, 200, 400]}
    frame = pd.DataFrame({"speech": about["speech"], "start": [50, 125, 300]})
    figure = table("concordance", frame, {"speeches": about}, query="整改", hits=8).plot()
    ticks = [segment[0][0] for lines in figure.axes[0].collections for segment in lines.get_segments()]
    assert sorted(ticks) == [0.25, 0.5, 0.5]
    texts = "".join(text for text, _ in drawn(figure))
    assert "“整改”在各篇讲话中的位置" in texts
    assert "另有 5 处不在这一页" in texts


def test_what_the_lexicon_does_not_know_is_hatched() -> None:
    figure = plots.draw(formula_types(6))
    assert [bool(bar.get_hatch()) for bar in figure.axes[0].patches] == [True, False, False] * 2
    assert "最常见的提法" in [text for text, _ in drawn(figure)]


def test_a_list_of_neighbours_says_which_and_names_the_edge() -> None:
    texts = [text for text, _ in drawn(plots.draw(concordance_groups(3)))]
    assert {"“整改”左边第 2 个词", "（段首或段尾）"} <= set(texts)


def test_topics_are_panels_of_words_with_their_weights() -> None:
    figure = plots.draw(topics(5), top=4)
    panels = [axes for axes in figure.axes if axes.axison]
    assert [len(axes.patches) for axes in panels] == [1, 2, 3, 4]
    assert [bar.get_width() for bar in panels[2].patches] == pytest.approx([0.2, 0.1, 0.2 / 3])
    texts = [text for text, _ in drawn(figure)]
    assert any("只画最重的 4 个主题（共 5 个）" in text.replace("\n", "") for text in texts)
    assert "20.0%" in texts


def test_topics_by_speech_are_a_heat_map() -> None:
    figure = plots.topic_heatmap(topics(4))
    assert {text.get_text() for text in figure.axes[0].texts} == {"25"}
    with pytest.raises(DataError, match="没有各篇的列"):
        plots.topic_heatmap(topics(3).to_frame()[["share", "words", "formulae"]])


def test_a_tree_joins_what_is_alike_and_names_the_groups() -> None:
    figure = plots.draw(clusters(9))
    axes = figure.axes[0]
    # Eight joins: for each two branches and the line between them.
    lines = [line for line in axes.lines if line.get_transform() == axes.transData]
    assert len(lines) == 3 * 8
    assert axes.get_xlim()[0] > axes.get_xlim()[1]
    # Of three groups each has its stroke; what joins groups has none: the last line down, and one branch.
    assert len({(line.get_color(), line.get_linestyle()) for line in lines}) == 4
    assert sum(line.get_color() == "#777777" for line in lines) == 3
    texts = [text for text, _ in drawn(figure)]
    assert any(text.startswith("第 1 类（3 篇）\n抓整改") for text in texts)


def test_a_tree_with_few_rows_says_how_many_each_stands_for() -> None:
    figure = plots.draw(clusters(30), top=5)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert len(labels) == 5
    counts = [int(label.rpartition("等 ")[2].rstrip(" 篇")) if "等 " in label else 1 for label in labels]
    assert sum(counts) == 30


def test_one_speech_has_nothing_to_be_compared_with() -> None:
    for analysis in ("clusters", "profile", "dispersion"):
        made = MAKERS[analysis](1)
        if analysis == "dispersion":
            made = Table.of(made.to_frame().assign(dp_norm=float("nan")), made.made, "只有一篇讲话。")
        texts = "".join(text for text, _ in drawn(made.plot()))
        assert "没有可以画的" in texts
        assert "只有一" in texts


def test_a_profile_is_in_standard_deviations_and_says_how_large_they_are() -> None:
    frame = pd.DataFrame(
        {"characters": [1000, 2000, 3000], "sentence_mean": [20.0, 20.0, 20.0]}, index=list("甲乙丙")
    )
    figure = plots.profile_figure(frame)
    drawn_ = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", None, "")]
    assert [line.get_xdata()[0] for line in drawn_] == [-1, 0, 1]
    texts = [text for text, _ in drawn(figure)]
    assert "2,000±1,000字" in texts
    # What is the same everywhere has no spread to be measured by.
    assert "平均句长" not in texts


def test_two_rows_of_a_profile_are_in_per_cent_of_their_mean() -> None:
    frame = pd.DataFrame({"characters": [1000, 3000]}, index=list("甲乙"))
    figure = plots.profile_figure(frame)
    drawn_ = [line for line in figure.axes[0].lines if line.get_marker() not in ("None", None, "")]
    assert [line.get_xdata()[0] for line in drawn_] == pytest.approx([-50, 50])
    with pytest.raises(ValueError, match="unknown scale"):
        plots.profile_figure(frame, scale="z")  # type: ignore[arg-type]


def test_of_many_rows_of_a_profile_the_outermost_are_named() -> None:
    frame = pd.DataFrame(
        {"characters": [100, 100, *range(110, 190, 10)]}, index=[f"第{n}组" for n in range(10)]
    )
    texts = [text for text, _ in drawn(plots.profile_figure(frame))]
    assert {"第0组 等 2 个", "第9组"} <= set(texts)
    assert "第5组" not in texts


def test_the_results_of_a_corpus_are_drawn() -> None:
    from xuncha_nlp.analysis.positions import hit_positions
    from xuncha_nlp.analysis.spread import dispersion as measured
    from xuncha_nlp.analysis.timeline import timeline as followed

    corpus = Corpus.from_texts(
        {
            str(year): f"讲话\n（{year}年3月）\n" + "增强四个意识，抓好整改。" * (year - 2014)
            for year in range(2015, 2019)
        }
    )
    from xuncha_nlp import analysis

    for result in (
        followed(corpus, "四个意识"),
        measured(corpus, ["整改"]),
        hit_positions(corpus, "整改"),
        analysis.concordance(corpus, "整改"),
        analysis.concordance(corpus, "整改", group="1L"),
        analysis.formula_types(corpus),
        analysis.clusters(corpus),
        analysis.topics(corpus, 2, least=1, most=1),
        analysis.profile(corpus),
    ):
        assert "来源" in "".join(text for text, _ in drawn(result.plot()))


def test_each_kind_of_result_that_can_be_drawn_has_a_chinese_name() -> None:
    assert set(plots.FIGURES) <= set(load_toml("words.toml")["analysis"])
