"""Tables of what speeches share: small corpora counted by hand, and the sample corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

import xuncha_nlp as xn
from xuncha_nlp.analysis.reuse import reuse, reuse_matrix
from xuncha_nlp.corpus import Corpus

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


def test_a_corpus_directory_gives_the_same(tmp_path):
    from xuncha_nlp.corpus import build

    (tmp_path / "a.txt").write_text(f"先说一件事。{SHARED}。", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{SHARED[:15]}\u200b{SHARED[15:]}！后面再讲。", encoding="utf-8")
    build([tmp_path], tmp_path / "库")
    assert reuse(Corpus.open(tmp_path / "库")).equals(reuse(xn.read(tmp_path / "a.txt", tmp_path / "b.txt")))
