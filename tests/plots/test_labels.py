"""What speeches are called: short, no two the same, and by what a reader knows of them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha_nlp.analysis.frequency import frequency
from xuncha_nlp.analysis.similarity import similarity
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.errors import DataError
from xuncha_nlp.plots.labels import distinct, facts_of, labels_at, labels_of, speech_labels
from xuncha_nlp.plots.style import short, width_of

# The first label reads the font.
short("")
PLAIN = pd.DataFrame({"a": [1]})
# Beginnings and ends that many labels share, so that cutting makes them alike.
PARTS = st.sampled_from(
    ["在区委第五轮", "巡察工作动员部署会议上的", "讲话", "2024", "#1", " ", "（1）", "甲", "乙", "…"]
)


@given(st.lists(st.lists(PARTS, max_size=6).map("".join), max_size=30), st.integers(8, 40))
def test_no_two_labels_are_the_same_and_none_is_too_wide(labels: list[str], most: int) -> None:
    found = distinct(labels, most)
    assert len(set(found)) == len(found)
    assert all(width_of(label) <= most for label in found)


@given(st.lists(st.text(max_size=12), max_size=12), st.integers(10, 30))
def test_any_text_makes_distinct_labels(labels: list[str], most: int) -> None:
    found = distinct(labels, most)
    assert len(set(found)) == len(labels)


def test_labels_that_fit_and_differ_are_left_alone() -> None:
    assert distinct(["甲", "乙"]) == ["甲", "乙"]


@given(st.sets(st.tuples(st.sampled_from("ab"), st.integers(1, 40), st.integers(1, 3)), min_size=1))
def test_lines_of_a_table_of_texts_are_told_apart(ids: set[tuple[str, int, int]]) -> None:
    names = [f"某地历年工作报告全文汇编{file}.jsonl:{line}#{number}" for file, line, number in ids]
    found = speech_labels(names, 24)
    assert len(set(found)) == len(names)
    assert all(f"第{line}行" in label for label, (_, line, _) in zip(found, ids, strict=True))


def test_speeches_of_several_files_name_the_file() -> None:
    names = ["一个很长很长很长的汇编名.docx#12", "b#1"]
    assert speech_labels(names, 20) == ["一个很长很… 第12篇", "b 第1篇"]


def test_files_whose_names_begin_alike_are_told_apart_by_their_ends() -> None:
    names = ["澄湖区委巡察工作讲话汇编上册.docx#1", "澄湖区委巡察工作讲话汇编下册.docx#1"]
    assert [label.split(" ")[0][-2:] for label in speech_labels(names, 20)] == ["上册", "下册"]


def test_files_that_differ_in_their_ending_keep_it() -> None:
    assert speech_labels(["a.txt#1", "a.docx#1"]) == ["a.txt 第1篇", "a.docx 第1篇"]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.from_texts(
        {
            "一.txt": "在巡察工作动员会上的讲话\n（2019年3月）\n同志们：\n整改要到位。",
            "二.txt": "在巡察工作动员会上的讲话\n（2019年3月）\n同志们：\n整改要见效。",
            "三.txt": "2021年政府工作报告\n（2021年1月）\n各位代表：\n整改要彻底。",
            "四.txt": "没有题目的一段话，说到整改。",
        }
    )


def test_a_speech_goes_by_its_date_and_what_it_is(corpus: Corpus) -> None:
    names = corpus.facts("speech")
    found = labels_of(similarity(corpus), names)
    assert found == ["2019-03 动员… 一 第1篇", "2019-03 动员… 二 第1篇", "2021-01 政府工作报告", "四 第1篇"]
    # The same from the table of speeches that a caller gives.
    assert labels_of(PLAIN, names, given=corpus.speeches) == found


def test_speeches_of_one_day_keep_it_beside_their_number() -> None:
    names = [f"澄湖区材料_{file:05}.txt#{number}" for file in (3, 4) for number in (1, 2)]
    facts = pd.DataFrame(
        {"date": "2016-10-27", "title": "在区委巡察工作动员部署会议上的讲话", "genre": "动员部署讲话"},
        index=names,
    )
    found = labels_of(PLAIN, names, given=facts)
    assert len(set(found)) == 4
    assert all(label.startswith("2016-10-27 ") and width_of(label) <= 24 for label in found)
    assert [label[-3:] for label in found] == ["第1篇", "第2篇"] * 2


def test_of_some_speeches_the_labels_need_differ_from_each_other_only(corpus: Corpus) -> None:
    names = corpus.facts("speech")
    assert labels_at(similarity(corpus), names, [0, 2]) == ["2019-03 动员讲话", "2021-01 政府工作报告"]
    assert labels_at(PLAIN, names, [1, 3], given=list("甲乙丙丁")) == ["乙", "丁"]
    with pytest.raises(DataError, match="标签有 2 个，讲话有 4 篇"):
        labels_at(PLAIN, names, [1], given=["甲", "乙"])


def test_groups_that_are_no_speeches_keep_their_names(corpus: Corpus) -> None:
    assert labels_of(frequency(corpus, by="year"), ["2019", "2021"]) == ["2019", "2021"]


def test_a_plain_frame_knows_nothing_of_speeches() -> None:
    assert facts_of(PLAIN, ["a#1"]) == {}
    assert labels_of(PLAIN, ["a.txt#1", "a.txt#2"]) == ["第1篇", "第2篇"]


def test_a_caller_gives_a_label_a_speech() -> None:
    assert labels_of(PLAIN, ["a#1", "a#2"], given=["甲", "甲"]) == ["甲（1）", "甲（2）"]
    with pytest.raises(DataError, match="标签有 1 个，讲话有 2 篇"):
        labels_of(PLAIN, ["a#1", "a#2"], given=["甲"])
