"""Frequencies: hand-counted texts, and the sample corpus counted again by other means."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import xuncha_nlp as xn
from xuncha_nlp.analysis import frequency
from xuncha_nlp.analysis.places import reused_spans
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
    assert list(frame.columns) == ["total", "speeches", "per_10k", "per_million", "nested", *columns]
    assert frame.loc["四个意识", list(columns)].to_dict() == columns


def test_other_kinds_are_counted_by_their_label(corpus):
    assert frequency(corpus, label="citation")["total"].to_dict() == {"办法": 1}
    assert frequency(corpus, label="slot")["total"].to_dict() == {"date": 2}


def test_a_speech_without_a_date_is_counted_as_unknown():
    frame = frequency(Corpus.from_texts({"a.txt": "说一说四个意识。"}), by="year")
    assert frame.loc["四个意识", "（不详）"] == 1


def test_an_empty_result_has_its_columns(corpus):
    assert list(frequency(corpus.where(year=1999)).columns) == [
        "total",
        "speeches",
        "per_10k",
        "per_million",
        "nested",
    ]
    assert list(frequency(corpus, label="enumeration").columns) == [
        "total",
        "speeches",
        "per_10k",
        "per_million",
        "a.txt#1",
        "b.txt#1",
    ]


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
    assert (
        frame.drop(columns=["total", "speeches", "per_10k", "per_million", "nested"]).sum(axis=1)
        == frame["total"]
    ).all()


def test_levels_and_moves_by_hand():
    corpus = Corpus.from_texts(
        {"a.txt": "讲话\n说整改。\n一、看整改\n整改。\n（一）细看\n整改整改。\n二、看事\n整改。"}
    )
    frame = frequency(corpus, "整改", by="level")
    assert frame.loc["整改", ["0", "1", "2"]].tolist() == [1, 3, 2]
    words = frequency(corpus, what="word", by="level").loc["整改"]
    assert words[["total", "0", "1", "2"]].tolist() == [6, 1, 3, 2]


@pytest.mark.parametrize("what", ["word", "formula"])
def test_levels_and_moves_of_tokens_are_those_of_their_beginnings(sample, what):
    unit = sample.tokens if what == "word" else sample.labels(what)
    for by in ("level", "move"):
        frame = frequency(sample, what=what, by=by)
        expected = dict.fromkeys(frame.made["groups"], 0)
        (part,) = unit.parts
        speech = np.repeat(part.speeches, np.diff(part.bounds, axis=1)[:, 0])
        for code, place, offset in zip(
            part.codes.tolist(), speech.tolist(), part.starts.tolist(), strict=True
        ):
            if unit.vocabulary[code] == frame.index[0]:
                walk = [s.level for s in sample.members[place].walk() if s.start <= offset < s.end]
                inside = [
                    (each.start, -each.end, each.label)
                    for each in sample.annotations(sample.members[place], "move")
                    if each.start <= offset < each.end
                ]
                expected[
                    str([0, *walk][-1]) if by == "level" else max(inside, default=(0, 0, "（无）"))[2]
                ] += 1
        assert frame.iloc[0][frame.made["groups"]].to_dict() == expected


def test_rates_per_million_words(corpus):
    frame = frequency(corpus, what="word")
    words = corpus.tokens.number_of_words
    assert frame["total"].sum() == words
    assert frame["per_million"].sum() == pytest.approx(1_000_000, abs=1)


def test_passages_of_an_earlier_speech_are_left_out():
    shared = "各级党组织要增强四个意识，切实把巡察整改作为重要政治任务抓紧抓实抓到位。"
    texts = {
        "新.txt": f"在会上的讲话\n（2021年3月）\n{shared}还要做到两个维护，增强四个意识。",
        "旧.txt": f"在会上的讲话\n（2019年3月）\n{shared}",
    }
    corpus = Corpus.from_texts(texts)
    assert frequency(corpus, by="source").loc["四个意识", ["新.txt", "旧.txt"]].tolist() == [2, 1]
    once = frequency(corpus, by="source", without_reused=True)
    assert once.loc["四个意识", ["新.txt", "旧.txt"]].tolist() == [1, 1]
    speech, start, end = reused_spans(corpus)
    assert [texts["新.txt"][a:b].count(shared) for a, b in zip(start, end, strict=True)] == [1]
    assert speech.tolist() == [0]
    taken = "".join(texts["新.txt"][a:b] for a, b in zip(start, end, strict=True))
    left = sum(len("".join(text.split())) for text in texts.values()) - len("".join(taken.split()))
    assert once.loc["四个意识", "per_10k"] == pytest.approx(2 / left * 10_000, abs=1e-3)


def test_queries_have_a_row_each_in_their_order(corpus):
    frame = frequency(corpus, ["四个意识", "火星", "再说…意识"], by="year")
    assert frame.index.name == "query"
    assert frame["total"].to_dict() == {"四个意识": 3, "火星": 0, "再说…意识": 1}
    assert frame.loc["四个意识", ["2017", "2019"]].tolist() == [2, 1]


@pytest.mark.parametrize("options", [{"by": "month"}, {"what": "weather"}])
def test_unknown_options_are_refused(corpus, options):
    with pytest.raises(ValueError, match="unknown"):
        frequency(corpus, **options)
