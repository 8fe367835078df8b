"""Concordances: every occurrence, its context, its place in the outline, and the orders to read them in."""

from __future__ import annotations

from pathlib import Path

import pytest

import xuncha_nlp as xn
from xuncha_nlp.analysis import concordance
from xuncha_nlp.analysis.query import Within
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.sources import fold

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
COLUMNS = ["source", "speech", "date", "section", "left", "match", "right", "start", "end"]
TEXT = "在动员会上的讲话\n（2019年3月）\n同志们：\n先说整改。\n一、看人\n（一）落实整改责任。领导带头整改，干部跟着改。\n二、看事\n整改验收要严。"
EARLIER = "在反馈会上的讲话\n（2017年8月）\n只说整改问题。"


@pytest.fixture
def corpus():
    return Corpus.from_texts({"a.txt": TEXT, "b.txt": EARLIER})


@pytest.fixture(scope="module")
def sample():
    return xn.read(SAMPLE)


def test_every_occurrence_is_found_in_the_order_of_the_text(corpus):
    frame = concordance(corpus, "整改", width=4)
    assert list(frame.columns) == COLUMNS
    assert frame[["left", "match", "right"]].values.tolist() == [
        ["先说", "整改", "。"],
        ["一）落实", "整改", "责任。领"],
        ["领导带头", "整改", "，干部跟"],
        ["", "整改", "验收要严"],
        ["只说", "整改", "问题。"],
    ]


def test_offsets_replay(corpus):
    texts = {"a.txt": TEXT, "b.txt": EARLIER}
    for row in concordance(corpus, "整改").itertuples():
        assert texts[row.source][row.start : row.end] == row.match == "整改"


def test_the_section_is_the_path_of_headings_above(corpus):
    assert concordance(corpus, "整改")["section"].tolist() == [
        "",
        "看人 › 落实整改责任",
        "看人 › 落实整改责任",
        "看事",
        "",
    ]


def test_the_context_does_not_leave_the_paragraph_or_the_speech(corpus):
    frame = concordance(corpus, "整改", width=500)
    assert not frame["left"].str.contains("\n").any()
    assert frame["left"].tolist()[0] == "先说"
    assert frame["right"].tolist()[-1] == "问题。"


def test_widths_of_punctuation_make_no_difference():
    corpus = Corpus.from_texts({"a.txt": "要点（１）看人，（2）看事。"})
    assert concordance(corpus, "(1)")["match"].tolist() == ["（１）"]
    assert concordance(corpus, "（２）")["match"].tolist() == ["（2）"]


def test_a_query_is_a_string_and_no_pattern():
    corpus = Corpus.from_texts({"a.txt": "看.人看一人"})
    assert len(concordance(corpus, "看.人")) == 1


@pytest.mark.parametrize(
    ("sort", "column", "expected"),
    [
        ("1R", "right", ["。", "干部", "责任", "问题", "验收"]),
        ("date", "date", ["2017-08", "2019-03", "2019-03", "2019-03", "2019-03"]),
    ],
)
def test_lines_are_sorted_by_context_or_date(corpus, sort, column, expected):
    found = concordance(corpus, "整改", sort=sort)[column].tolist()
    if column == "right":
        assert [
            text.lstrip("，")[: len(wanted)] for text, wanted in zip(found, expected, strict=True)
        ] == expected
    else:
        assert found == expected


def test_lines_are_sorted_by_the_word_to_the_left_and_ties_stay_in_the_order_of_the_text():
    corpus = Corpus.from_texts({"a.txt": "区委整改。\n领导，整改。\n整改。\n干部整改。"})
    assert concordance(corpus, "整改", sort="1L")["left"].tolist() == ["", "区委", "干部", "领导，"]
    assert concordance(corpus, "整改", sort="2L")["left"].tolist() == ["区委", "领导，", "", "干部"]


def test_words_to_the_left_are_counted_from_the_match():
    corpus = Corpus.from_texts({"a.txt": "领导区委整改。\n区委领导整改。"})
    assert concordance(corpus, "整改", sort="1L")["left"].tolist() == ["领导区委", "区委领导"]
    assert concordance(corpus, "整改", sort="2L")["left"].tolist() == ["区委领导", "领导区委"]


def test_sorting_keeps_every_line(corpus):
    plain, by_right = concordance(corpus, "整改"), concordance(corpus, "整改", sort="2R")
    assert sorted(plain["start"]) == sorted(by_right["start"])
    assert by_right.index.tolist() == list(range(5))


@pytest.mark.parametrize("sort", ["0R", "1X", "left", "", "10R"])
def test_an_unknown_sort_is_refused(corpus, sort):
    with pytest.raises(ValueError, match="unknown sort key"):
        concordance(corpus, "整改", sort=sort)


def test_an_unknown_sort_is_refused_even_where_nothing_is_found(corpus):
    with pytest.raises(ValueError, match="unknown sort key"):
        concordance(corpus, "不在其中", sort="left")


def test_an_empty_query_is_refused(corpus):
    with pytest.raises(ValueError, match="没有要查的内容"):
        concordance(corpus, "")


def test_an_empty_result_has_its_columns(corpus):
    frame = concordance(corpus, "不在其中", sort="1R")
    assert frame.empty
    assert list(frame.columns) == COLUMNS


@pytest.mark.parametrize("query", ["巡察", "整改", "四个意识", "党组织", "，"])
def test_lines_on_the_sample_agree_with_counting_the_string(sample, query):
    frame = concordance(sample, query)
    # The width of punctuation makes no difference, so it must make none in the count either.
    expected = {speech.id: fold(speech.text).count(fold(query)) for speech in sample}
    assert frame["speech"].value_counts().to_dict() == {
        key: count for key, count in expected.items() if count
    }


# The query language, several keys, samples, groups, pages


def test_lines_are_sorted_by_several_keys():
    corpus = Corpus.from_texts({"a.txt": "干部整改问题。区委整改问题。区委整改到位。"})
    rows = concordance(corpus, "整改", sort="1R,1L")
    assert [left[-2:] + right[:2] for left, right in zip(rows["left"], rows["right"], strict=True)] == [
        "区委到位",
        "区委问题",
        "干部问题",
    ]
    assert concordance(corpus, "整改", sort=["1R", "1L"]).equals(rows)


def test_a_query_with_a_gap_and_a_restriction(corpus):
    assert concordance(corpus, "干部…改")["match"].tolist() == ["干部跟着改"]
    assert len(concordance(corpus, "整改", within=Within(part="heading"))) == 1
    assert len(concordance(corpus, "整改", within=Within(level=2))) == 2
    assert len(concordance(corpus, "看?", within=Within(part="heading"))) == 2


def test_the_context_may_be_the_sentence_or_the_section(corpus):
    rows = concordance(corpus, "带头整改", unit="sentence")
    assert rows[["left", "right"]].values.tolist() == [["领导", "，干部跟着改。"]]
    rows = concordance(corpus, "带头整改", unit="section")
    assert rows["left"].tolist() == ["（一）落实整改责任。领导"]
    rows = concordance(corpus, "改。", unit="sentence")
    assert rows[["left", "right"]].values.tolist()[0] == ["先说整", ""]


def test_a_page_is_a_part_of_the_whole(sample):
    whole = concordance(sample, "巡察", sort="1R,2R")
    page = concordance(sample, "巡察", sort="1R,2R", start=5, count=7)
    assert page.values.tolist() == whole.iloc[5:12].values.tolist()
    assert page.made["hits"] == len(whole)
    assert concordance(sample, "巡察", start=10**6, count=5).empty


def test_a_sample_is_the_same_for_the_same_seed(sample):
    whole, one, other = (
        concordance(sample, "巡察"),
        concordance(sample, "巡察", sample=10, seed=1),
        concordance(sample, "巡察", sample=10, seed=2),
    )
    assert one.equals(concordance(sample, "巡察", sample=10, seed=1))
    assert len(one) == 10
    assert not one.equals(other)
    assert set(zip(one["speech"], one["start"], strict=True)) <= set(
        zip(whole["speech"], whole["start"], strict=True)
    )
    assert len(concordance(sample, "巡察", sample=10**6)) == len(whole)


def test_groups_add_up_to_the_hits(sample):
    for key in ("1L", "2L", "1R", "3R"):
        frame = concordance(sample, "整改", group=key)
        assert frame["count"].sum() == frame.made["hits"] == len(concordance(sample, "整改"))
        assert frame["share"].sum() == pytest.approx(1)


def test_a_group_is_counted_by_hand():
    corpus = Corpus.from_texts({"a": "区委整改。\n整改。\n区委整改。", "b": "干部，整改。"})
    frame = concordance(corpus, "整改", group="1L")
    assert frame[["count", "speeches"]].to_dict("index") == {
        "区委": {"count": 2, "speeches": 1},
        "": {"count": 1, "speeches": 1},
        "干部": {"count": 1, "speeches": 1},
    }


@pytest.mark.parametrize(
    "options", [{"unit": "page"}, {"group": "date"}, {"start": -1}, {"count": -1}, {"sample": -1}]
)
def test_unknown_options_are_refused(corpus, options):
    with pytest.raises(ValueError, match=r"unknown|not below zero"):
        concordance(corpus, "整改", **options)


@pytest.mark.parametrize("query", ["巡察", "责任"])
def test_the_section_is_that_of_a_walk_through_the_outline(sample, query):
    for row in concordance(sample, query).itertuples():
        holders = [each for each in sample[row.speech].walk() if each.start <= row.start < each.end]
        assert row.section == " › ".join(each.heading for each in holders)


def test_the_text_of_a_directory_is_that_of_the_source(sharded):
    assert sharded.facts("speech") == [speech.id for speech in sharded]
    for place, speech in enumerate(sharded):
        text = speech.source.text
        for start in range(speech.start, speech.end, 97):
            wanted = text[max(start - 9, speech.start) : min(start + 30, speech.end)]
            assert sharded.text(place, start - 9, start + 30) == wanted
