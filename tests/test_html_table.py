"""Tables as a notebook shows them: numbers in line, long ones cut with a note, nothing of a cell run as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha_nlp import analysis
from xuncha_nlp.analysis.table import Table
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.html_table import html_table


class Cells(HTMLParser):
    """Reads the cells of a table row by row, and checks that every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.classes: list[list[str]] = []
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "wbr":
            return
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
            self.classes.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.classes[-1].append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data


def read(frame: pd.DataFrame) -> Cells:
    return Cells(html_table(frame))


def test_numbers_of_a_column_have_their_points_in_line() -> None:
    cells = read(pd.DataFrame({"a": [1234.5, 2.25, 3.0], "b": [0.5, 0.25, 0.00012], "c": [1, 20000, 3]}))
    assert [row[0] for row in cells.rows[1:]] == ["1,234.5", "2.2", "3.0"]
    # What is not nothing is not shown as 0.
    assert [row[1] for row in cells.rows[1:]] == ["0.500", "0.250", "1.2e-04"]
    assert [row[2] for row in cells.rows[1:]] == ["1", "20,000", "3"]
    assert cells.classes[1] == ["num"] * 3


def test_what_is_missing_is_a_dash() -> None:
    frame = pd.DataFrame(
        {"a": [float("nan"), 1.5], "b": [None, "甲"], "c": [[], ["甲", "乙"]], "d": [float("inf"), 1]}
    )
    assert read(frame).rows[1:] == [["—", "—", "—", "∞"], ["1.500", "甲", "甲、乙", "1"]]


def test_values_are_written_for_a_reader() -> None:
    frame = pd.DataFrame(
        {"a": [True], "b": [{"增强": 2, "坚定": 1}], "c": [[{"members": ["甲"]}]], "d": ["甲\n乙"]}
    )
    assert read(frame).rows[1] == ["是", "增强 2，坚定 1", "1 项", "甲 乙"]


def test_a_long_table_is_cut_and_says_so() -> None:
    html = html_table(pd.DataFrame({"a": range(1996)}))
    assert len(Cells(html).rows) == 21
    assert "共 1,996 行，这里是前 20 行" in html
    # A table a little longer is shown whole.
    assert "共" not in html_table(pd.DataFrame({"a": range(25)}))


def test_a_wide_table_is_cut_and_says_so() -> None:
    html = html_table(pd.DataFrame({f"第{n}列": [n] for n in range(77)}))
    assert len(Cells(html).rows[0]) == 16
    assert "共 77 列，这里是前 16 列" in html


def test_a_long_cell_is_cut_and_keeps_the_side_of_the_hit() -> None:
    frame = pd.DataFrame({"left": ["头" + "左" * 90 + "尾"], "right": ["头" + "右" * 90 + "尾"]})
    left, right = read(frame).rows[1]
    assert left.startswith("…")
    assert left.endswith("尾")
    assert right.startswith("头")
    assert right.endswith("…")
    assert f'title="{frame["left"][0]}"' in html_table(frame)


def test_an_empty_table_keeps_its_columns_and_says_so() -> None:
    html = html_table(pd.DataFrame(columns=["speech", "match"]), says="没有找到。")
    assert Cells(html).rows == [["speech", "match"]]
    assert "没有找到。" in html
    assert "没有行" in html


@given(
    st.lists(
        st.tuples(st.text(max_size=80), st.one_of(st.none(), st.floats(), st.integers(), st.booleans())),
        max_size=8,
    )
)
def test_any_cell_is_text_and_never_markup(rows: list[tuple[str, object]]) -> None:
    frame = pd.DataFrame(rows, columns=["<b>", "value"], dtype="object")
    cells = Cells(html_table(frame, says="<script>", made={"query": "</div>"}))
    assert [len(row) for row in cells.rows] == [2] * (len(rows) + 1)
    assert cells.rows[0][0] == "<b>"


def test_a_name_of_several_words_may_be_broken() -> None:
    assert "<wbr>" in html_table(pd.DataFrame({"target_per_10k": [1]}))


def test_a_result_says_what_it_shows_and_keeps_what_made_it_folded() -> None:
    corpus = Corpus.from_texts({"甲.txt": "增强“四个意识”。", "乙.txt": "整改要到位。"})
    html = analysis.concordance(corpus, "四个意识")._repr_html_()
    assert re.search(r"<p>“四个意识”共 1 处[^<]*</p>", html)
    assert f"corpus {corpus.digest}" in html.partition("<details>")[2]
    assert Cells(html).rows[1][5] == "四个意识"


@pytest.mark.parametrize("name", ["topics", "profile", "clusters", "frequency", "formula_types"])
def test_every_kind_of_result_is_a_whole_table(name: str) -> None:
    texts = {
        f"{n}.txt": f"整改落实要到位，责任{word}抓实。培训学习。"
        for n, word in enumerate(("层层", "处处", "时时"))
    }
    found = getattr(analysis, name)(Corpus.from_texts(texts), **({"n": 2} if name == "topics" else {}))
    assert isinstance(found, Table)
    assert len(Cells(found._repr_html_()).rows) == len(found) + 1
