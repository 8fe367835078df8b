"""Tables of what speeches share: small corpora counted by hand, and the sample corpus."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

import xuncha_nlp as xn
from xuncha_nlp.analysis import formula_types
from xuncha_nlp.analysis.discovery import discover
from xuncha_nlp.analysis.places import joined, reused_spans
from xuncha_nlp.analysis.reuse import reuse, reuse_matrix
from xuncha_nlp.corpus import Corpus, build
from xuncha_nlp.errors import InputError

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
COLUMNS = [
    "source", "speech", "start", "end", "text",
    "other_source", "other_speech", "other_start", "other_end", "other_text",
    "characters", "similarity", "differences",
]  # fmt: skip
SHARED = "各单位要全力支持、密切配合巡察工作，如实反映情况，不得隐瞒"


@pytest.fixture
def corpus():
    return Corpus.from_texts({
        "a.txt": f"先说一件事。{SHARED}。", "b.txt": f"{SHARED}！后面再讲。", "c.txt": "云岭县今天没有会议。",
    })  # fmt: skip


@pytest.fixture(scope="module")
def sample():
    return xn.read(SAMPLE)


def test_a_row_is_a_passage_with_its_place_on_both_sides(corpus):
    frame = reuse(corpus)
    assert list(frame.columns) == COLUMNS
    (row,) = frame.to_dict("records")
    assert (row["source"], row["speech"], row["other_speech"]) == ("a.txt", "a.txt#1", "b.txt#1")
    assert row["text"].startswith(SHARED)
    assert row["characters"] == len(SHARED)
    assert [(each["left"]["text"], each["right"]["text"]) for each in row["differences"]] in (
        [],
        [("。", "！")],
    )


def test_the_longest_comes_first_and_offsets_replay(sample):
    frame = reuse(sample)
    assert len(frame) > 20
    assert frame["characters"].is_monotonic_decreasing
    texts = {name: source.text for name, source in sample.sources.items()}
    for row in frame.itertuples():
        assert texts[row.source][row.start : row.end] == row.text
        assert texts[row.other_source][row.other_start : row.other_end] == row.other_text
        for each in row.differences:
            left = each["left"]
            assert texts[row.source][left["start"] : left["end"]] == left["text"]


def test_a_date_that_varies_is_seen_in_the_sample(sample):
    slots = {each["slot"] for row in reuse(sample)["differences"] for each in row}
    assert {"date", "round", None} <= slots


def test_the_order_of_the_speeches_makes_no_difference(sample):
    def facts(corpus):
        return {
            frozenset([(row.speech, row.start, row.end), (row.other_speech, row.other_start, row.other_end)])
            for row in reuse(corpus).itertuples()
        }

    assert facts(sample) == facts(Corpus(tuple(reversed(sample.members))))


def test_the_matrix_is_the_share_of_the_row(corpus):
    matrix = reuse_matrix(corpus)
    assert list(matrix.index) == list(matrix.columns) == ["a.txt#1", "b.txt#1", "c.txt#1"]
    assert matrix.loc["a.txt#1", "b.txt#1"] == pytest.approx(len(SHARED) / len(f"先说一件事。{SHARED}。"))
    assert matrix.loc["b.txt#1", "a.txt#1"] == pytest.approx(len(SHARED) / len(f"{SHARED}！后面再讲。"))
    assert matrix.loc["c.txt#1"].tolist() == [0, 0, 1]


def test_two_copies_stand_wholly_in_each_other():
    corpus = Corpus.from_texts({"a.txt": f"{SHARED}。", "b.txt": f"{SHARED}。"})
    assert reuse_matrix(corpus).to_numpy().tolist() == [[1, 1], [1, 1]]


def test_an_empty_corpus_and_one_speech_have_a_table_all_the_same():
    for corpus in (Corpus(()), Corpus.from_texts({"a.txt": SHARED})):
        assert list(reuse(corpus).columns) == COLUMNS
        assert reuse(corpus).empty
        assert reuse_matrix(corpus).shape == (len(corpus), len(corpus))


def test_a_parameter_out_of_its_range_is_refused(corpus):
    with pytest.raises(ValueError, match="shortest"):
        reuse(corpus, shortest=0)
    with pytest.raises(ValueError, match="similarity"):
        reuse_matrix(corpus, similarity=2)


def test_a_copy_stands_wholly_in_the_other_whatever_its_header_and_two_matters_share_nothing():
    frame = "在{}上的讲话\n（{}年5月）\n同志们：\n{}\n散会。"
    texts = {
        "a.txt": frame.format("动员会", 2021, f"{SHARED}。"), "b.txt": frame.format("推进会", 2023, f"{SHARED}。"),
        "c.txt": frame.format("动员会", 2021, "增强“四个意识”、坚定“四个自信”、做到“两个维护”。"),
        "d.txt": frame.format("动员会", 2021, "切实增强“四个意识”、坚定“四个自信”、做到“两个维护”！"),
    }  # fmt: skip
    corpus = Corpus.from_texts(texts)
    assert reuse_matrix(corpus).to_numpy().tolist() == [
        [1, 1, 0, 0],
        [1, 1, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
    ]
    (row,) = reuse(corpus).to_dict("records")
    assert row["text"] == f"{SHARED}。"
    # Where formulae count they are found.
    assert {row["other_speech"] for row in reuse(corpus, without=()).to_dict("records")} == {
        "b.txt#1",
        "d.txt#1",
    }


def test_nothing_is_shared_in_a_directory_of_which_no_speech_is_chosen(stored):
    for corpus in (each.where(year=1901) for each in stored):
        assert list(reuse(corpus).columns) == COLUMNS
        assert reuse(corpus).empty
        assert reuse_matrix(corpus).shape == (0, 0)
        assert [each.tolist() for each in reused_spans(corpus)] == [[], [], []]


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """The sample and a damaged speech as files and as a directory, of which some speeches are chosen."""
    folder = tmp_path_factory.mktemp("reuse")
    for name, text in {
        "甲.txt": f"先说一件事。{SHARED}。增强“四个意识”。", "乙.txt": f"{SHARED[:15]}\u200b{SHARED[15:]}！后面再讲。增强“四个\u200b意识”。",
    }.items():  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    paths = [
        SAMPLE / "chenghu_2016_2024.txt",
        SAMPLE / "chenghu_2017_2020.txt",
        *sorted(folder.glob("*.txt")),
    ]
    build(paths, folder / "库")
    return xn.read(*paths), Corpus.open(folder / "库")


@pytest.mark.parametrize(
    "question",
    [
        lambda corpus: reuse(corpus, shortest=10),
        lambda corpus: reuse(corpus, without=["formula", "citation"]),
        lambda corpus: reuse_matrix(corpus, shortest=10),
        lambda corpus: discover(corpus, least=2, speeches=1),
        formula_types,
    ],
)
def test_a_corpus_directory_gives_the_same(stored, question):
    for since in (None, "2018"):
        files, directory = (each.where(since=since) if since else each for each in stored)
        assert len(question(files)) > 1
        assert question(files).to_json() == question(directory).to_json()


def test_the_passages_taken_from_an_earlier_speech_are_the_same_of_files_and_of_a_directory(stored):
    files, directory = map(reused_spans, stored)
    assert [each.tolist() for each in files] == [each.tolist() for each in directory]
    assert len(files[0])


def test_of_a_passage_the_speech_with_the_later_date_has_taken_it():
    texts = {
        "a.txt": f"在动员会上的讲话\n（2021年5月）\n{SHARED}。", "b.txt": f"在推进会上的讲话\n（2019年3月）\n再说：{SHARED}。",
    }  # fmt: skip
    corpus = Corpus.from_texts(texts)
    speech, start, end = (each.tolist() for each in reused_spans(corpus))
    assert speech == [0]
    assert texts["a.txt"][start[0] : end[0]].endswith(f"{SHARED}。")
    # Without a date on one side it is the order of the corpus.
    undated = Corpus.from_texts(texts | {"a.txt": f"{SHARED}。"})
    assert reused_spans(undated)[0].tolist() == [1]


def test_too_many_passages_or_speeches_are_refused_in_a_line(corpus, monkeypatch):
    # The package has functions of these names.
    tables, matching, finding = (
        sys.modules[f"xuncha_nlp.{name}"]
        for name in ("analysis.reuse", "extractors.matches", "extractors.reuse")
    )
    monkeypatch.setattr(tables, "_MOST_SPEECHES", 2)
    with pytest.raises(InputError, match="讲话"):
        reuse_matrix(corpus)
    monkeypatch.setattr(tables, "_MOST_PASSAGES", 0)
    # It is known before anything is drawn out, where every two speeches have something in common …
    with monkeypatch.context() as early:
        early.setattr(matching, "_drawn_out", None)
        with pytest.raises(InputError, match="最短字数"):
            reuse(corpus)
    # … and in any case before the passages get their places and their slots.
    with monkeypatch.context() as late:
        late.setattr(finding, "speech_pairs", lambda *_, **__: 0)
        late.setattr(finding, "_placed", None)
        with pytest.raises(InputError, match="最短字数"):
            reuse(corpus)
    monkeypatch.setattr(matching, "_MOST", 0)
    with pytest.raises(InputError, match="只取一部分"):
        reused_spans(corpus)


def test_an_edited_copy_is_found_paragraph_by_paragraph():
    paragraphs = [
        "这一轮从青石镇开始，六个组同时进驻，谈话从支部书记谈起，一天谈完一个村。",
        "主要负责同志赵明远要带头配合，通知当天到人，材料三天交齐，谈话安排不得推托。",
        "各组之间要在每周五下午碰一次头，把听到的、看到的摆在一张桌子上对，对不上的下周再去。",
    ]
    edited = [
        paragraphs[2].replace("每周五下午", "每周一上午"),
        paragraphs[0],
        paragraphs[1].replace("赵明远", "**"),
    ]
    old, new = "开场的话不同。\n" + "\n".join(paragraphs), "另起一个头。\n" + "\n".join(edited)
    frame = reuse(Corpus.from_texts({"旧.txt": old, "新.txt": new}))
    changed = {
        (each["left"]["text"], each["right"]["text"], each["slot"])
        for row in frame["differences"]
        for each in row
    }
    assert changed == {("赵明远", "**", "masked"), ("每周五下午", "每周一上午", None)}
    kept = "".join(sorted(frame["text"], key=old.index)).replace("\n", "")
    assert kept == "".join(paragraphs)


def test_spans_are_joined_within_their_group():
    groups, spans = joined(np.array([2, 0, 2, 0]), np.array([[7, 9], [0, 3], [1, 7], [4, 5]]))
    assert groups.tolist() == [0, 0, 2]
    assert spans.tolist() == [[0, 3], [4, 5], [1, 9]]
    none = joined(np.empty(0, np.int64), np.empty((0, 2), np.int64))
    assert [len(each) for each in none] == [0, 0]
