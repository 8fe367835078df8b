"""Where in its speech each hit stands."""

from __future__ import annotations

import json

import pytest

from xuncha_nlp.analysis.positions import hit_positions
from xuncha_nlp.analysis.query import QueryError
from xuncha_nlp.corpus import Corpus

TEXTS = {
    "甲.txt": "在动员会上的讲话\n（2019年3月）\n巡察开始。抓好整改，抓实整改。",
    "乙.txt": "在反馈会上的讲话\n（2021年5月）\n整改要见底，要增强“四个意识”。",
    "丙.txt": "会前读了一则短讯，与本次工作无关。",
}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_texts(TEXTS)


def test_a_row_is_a_hit_that_can_be_replayed(corpus: Corpus) -> None:
    table = hit_positions(corpus, "整改")
    assert len(table) == 3
    for row in table.itertuples():
        assert corpus.sources[row.source].text[row.start : row.end] == "整改"
        speech = corpus[row.speech]
        assert row.position == (row.start - speech.start) / (speech.end - speech.start)
        assert 0 <= row.position < 1
        assert (row.date, row.title) == (speech.date, speech.title)


def test_queries_follow_each_other_each_once(corpus: Corpus) -> None:
    table = hit_positions(corpus, ["整改", "提法:四个意识", "整改", "没有的"])
    assert table["query"].tolist() == ["整改"] * 3 + ["提法:四个意识"]
    assert table.says == "共 4 处，见于 3 篇中的 2 篇。"
    assert table.made["analysis"] == "hit_positions"
    assert table.made["query"] == ["整改", "提法:四个意识", "整改", "没有的"]


@pytest.mark.parametrize("texts", [TEXTS, {}])
def test_nothing_found_is_an_empty_table_with_its_columns(texts: dict[str, str]) -> None:
    table = hit_positions(Corpus.from_texts(texts), "没有的")
    assert table.empty
    assert list(table.columns) == list(hit_positions(Corpus.from_texts(TEXTS), "整改").columns)
    assert table.says == "没有找到。"
    assert json.loads(table.to_json() or "")["rows"] == []


def test_a_query_that_cannot_be_read_says_where(corpus: Corpus) -> None:
    with pytest.raises(QueryError, match="第 3 字“/”有误"):
        hit_positions(corpus, "/[/")
