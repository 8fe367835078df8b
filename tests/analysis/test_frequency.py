"""Frequencies: hand-counted texts, and the sample corpus counted again by other means."""

from __future__ import annotations

from pathlib import Path

import pytest

import xuncha_nlp as xn
from xuncha_nlp.analysis import formula_types, frequency
from xuncha_nlp.corpus import Corpus

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
# Twice 四个意识 and once 三个到位 in the first, once 四个意识 in the second; 40 and 30 characters.
FIRST = "在动员会上的讲话\n（2017年8月）\n增强“四个意识”，再说四个意识。做到“三个到位”。"
SECOND = "在反馈会上的讲话\n（2019年3月）\n还是四个意识。\n对照《办法》查。"


@pytest.fixture
def corpus():
    return Corpus.from_texts({"a.txt": FIRST, "b.txt": SECOND})


@pytest.fixture(scope="module")
def sample():
    return xn.read(SAMPLE)


def test_formulae_are_counted_the_most_frequent_first(corpus):
    frame = frequency(corpus)
    assert frame.index.name == "formula"
    assert frame["total"].to_dict() == {"四个意识": 3, "三个到位": 1}
    assert frame["speeches"].to_dict() == {"四个意识": 2, "三个到位": 1}
    assert list(frame.index) == ["四个意识", "三个到位"]


def test_a_rate_is_per_ten_thousand_characters_without_white_space(corpus):
    characters = len("".join((FIRST + SECOND).split()))
    assert frequency(corpus)["per_10k"].to_dict() == {
        "四个意识": round(3 * 10_000 / characters, 3),
        "三个到位": round(10_000 / characters, 3),
    }


@pytest.mark.parametrize(
    ("by", "columns"),
    [
        ("speech", {"a.txt#1": 2, "b.txt#1": 1}),
        ("year", {"2017": 2, "2019": 1}),
        ("genre", {"动员讲话": 2, "反馈讲话": 1}),
        ("source", {"a.txt": 2, "b.txt": 1}),
    ],
)
def test_each_group_has_a_column(corpus, by, columns):
    frame = frequency(corpus, by=by)
    assert list(frame.columns) == ["total", "speeches", "per_10k", *columns]
    assert frame.loc["四个意识", list(columns)].to_dict() == columns


def test_other_kinds_are_counted_by_their_label(corpus):
    assert frequency(corpus, label="citation")["total"].to_dict() == {"办法": 1}
    assert frequency(corpus, label="slot")["total"].to_dict() == {"date": 2}


def test_a_speech_without_a_date_is_counted_as_unknown():
    frame = frequency(Corpus.from_texts({"a.txt": "说一说四个意识。"}), by="year")
    assert frame.loc["四个意识", "（不详）"] == 1


def test_an_empty_result_has_its_columns(corpus):
    assert list(frequency(corpus.where(year=1999)).columns) == ["total", "speeches", "per_10k"]
    assert list(frequency(corpus, label="enumeration").columns) == [
        "total",
        "speeches",
        "per_10k",
        "a.txt#1",
        "b.txt#1",
    ]
    columns = ["known", "count", "speeches", "first", "last", "statuses", "variants"]
    assert list(formula_types(corpus.where(year=1999)).columns) == columns


def test_a_type_knows_its_first_and_last_date_and_its_lists():
    texts = {
        "a.txt": "在动员会上的讲话\n（2017年8月）\n做到“三个到位”，即认识到位、责任到位、措施到位。",
        "b.txt": "在反馈会上的讲话\n（2019年3月）\n做到“三个到位”：人到位、钱到位、心到位。再提三个到位。",
    }
    row = formula_types(Corpus.from_texts(texts)).loc["三个到位"]
    assert (row["count"], row["speeches"], row["first"], row["last"]) == (3, 2, "2017-08", "2019-03")
    assert not row["known"]
    assert row["statuses"] == {"complete": 2, "unresolved": 1}
    assert row["variants"] == [["认识到位", "责任到位", "措施到位"], ["人到位", "钱到位", "心到位"]]


@pytest.mark.parametrize("formula", ["四个意识", "两个维护", "一岗双责", "四种形态", "立行立改", "四个自信"])
def test_counts_on_the_sample_agree_with_counting_the_string(sample, formula):
    bodies = {speech.id: speech.text.count(formula) for speech in sample}
    row = frequency(sample).loc[formula]
    assert row["total"] == sum(bodies.values()) > 0
    assert row[list(bodies)].to_dict() == bodies
    assert row["speeches"] == sum(count > 0 for count in bodies.values())


def test_the_first_compilation_is_five_speeches_as_its_readme_says(sample):
    sample = sample.where(source="chenghu_2016_2024.txt")
    assert [speech.date for speech in sample] == ["2016-09", "2018-04", "2019-11", "2022-07-15", "2024-05"]
    assert all(speech.title and speech.genre for speech in sample)
    assert [speech.salutation is None for speech in sample] == [False, False, True, False, False]


def test_group_columns_of_the_sample_add_up_to_the_total(sample):
    frame = frequency(sample, by="year")
    assert (frame.drop(columns=["total", "speeches", "per_10k"]).sum(axis=1) == frame["total"]).all()
