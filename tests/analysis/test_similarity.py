"""Similarity and groups: cosines computed by hand and by scikit-learn, odd corpora, and the sample."""

from __future__ import annotations

import math
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

import xuncha_nlp as xn
from xuncha_nlp.analysis.similarity import clusters, similarity
from xuncha_nlp.corpus import Corpus, build
from xuncha_nlp.errors import DataError

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
REFORM, TRAINING = "查问题，抓整改，促落实。", "抓培训，要学习，讲业务。"


@pytest.fixture(scope="module")
def sample():
    return xn.read(SAMPLE)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xuncha_nlp.corpus.plan.SHARD_CHARACTERS", 5_000)
        build([SAMPLE], folder / "corpus")
    return xn.read(folder / "corpus")


def test_a_cosine_computed_by_hand():
    # 甲乙 and 乙丙 in the first, 乙丙 and 丙丁 in the second; df 1, 2, 1 of 2 speeches.
    matrix = similarity(Corpus.from_texts({"a": "甲乙丙。", "b": "乙丙丁。"}), longest=2)
    rare = math.log(3 / 2) + 1
    assert matrix.iloc[0, 1] == pytest.approx(1 / (1 + rare**2), abs=1e-12)


def test_a_run_goes_over_no_mark_and_its_width_makes_no_difference():
    matrix = similarity(Corpus.from_texts({"a": "整改１０件", "b": "整改10件", "c": "整，改"}))
    assert matrix.iloc[0, 1] == 1
    assert matrix.iloc[2].isna().all()


@pytest.mark.parametrize(("shortest", "longest"), [(1, 1), (2, 3), (3, 4)])
def test_it_agrees_with_the_vectoriser_of_scikit_learn(sample, shortest, longest):
    runs = [_runs((speech.reading or speech).text, shortest, longest) for speech in sample]
    vectoriser = TfidfVectorizer(analyzer=lambda number: runs[number], sublinear_tf=True)
    weights = vectoriser.fit_transform(range(len(runs)))
    wanted = (weights @ weights.T).toarray()
    found = similarity(sample, shortest=shortest, longest=longest).to_numpy()
    assert np.allclose(found, wanted, atol=1e-9, rtol=0)


def _runs(text, shortest, longest):
    pieces = "".join(each if each.isalnum() else " " for each in text).split()
    return [
        piece[start : start + length]
        for piece in pieces
        for length in range(shortest, longest + 1)
        for start in range(len(piece) - length + 1)
    ]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="查改学人整。， 3", max_size=20), min_size=1, max_size=5))
def test_the_matrix_is_symmetric_and_from_nought_to_one(texts):
    corpus = Corpus.from_texts({str(number): text for number, text in enumerate(texts)})
    values = similarity(corpus).to_numpy()
    assert np.array_equal(values, values.T, equal_nan=True)
    known = values[~np.isnan(values)]
    assert ((known >= 0) & (known <= 1)).all()
    own = np.diagonal(values)
    assert ((own == 1) | np.isnan(own)).all()


def test_the_order_of_words_counts_for_characters_and_not_for_words():
    corpus = Corpus.from_texts({"a": "整改落实", "b": "落实整改"})
    assert similarity(corpus).iloc[0, 1] < 1
    assert similarity(corpus, what="word").iloc[0, 1] == 1


def test_identical_speeches_are_one_group():
    corpus = Corpus.from_texts(dict.fromkeys("abcd", REFORM))
    assert (similarity(corpus).to_numpy() == 1).all()
    table = clusters(corpus)
    assert table["size"].tolist() == [4]
    assert table["words"].tolist() == [[]]
    assert "只有一类" in table.says


def test_groups_are_told_apart_by_their_words():
    texts = {"a": REFORM * 4, "b": TRAINING * 4, "c": REFORM * 4 + "再看。", "d": TRAINING * 4 + "再学。"}
    corpus = Corpus.from_texts(texts)
    for table in (clusters(corpus), clusters(corpus, 2), clusters(corpus, threshold=0.5)):
        assert table["speeches"].tolist() == [["a#1", "c#1"], ["b#1", "d#1"]]
        assert set(table["words"][1]) == {"问题", "整改", "落实"}
        assert set(table["words"][2]) == {"培训", "学习", "业务"}
        assert (table["similarity"] > 0.9).all()
    assert clusters(corpus, 2, top=1)["words"].str.len().tolist() == [1, 1]


def test_the_threshold_is_the_least_similarity_that_joins():
    corpus = Corpus.from_texts({"a": "甲乙丙。", "b": "乙丙丁。"})
    own = similarity(corpus).iloc[0, 1]
    assert len(clusters(corpus, threshold=own)) == 1
    assert len(clusters(corpus, threshold=own + 1e-6)) == 2
    assert len(clusters(corpus, threshold=0.0)) == 1


@pytest.mark.parametrize("what", ["character", "word", "formula"])
def test_a_directory_of_shards_gives_the_same_to_the_bit(sample, stored, what):
    assert similarity(sample, what=what).equals(similarity(stored, what=what))
    assert clusters(sample, what=what).equals(clusters(stored, what=what))
    late, kept = sample.where(since="2020"), stored.where(since="2020")
    assert similarity(late, what=what).equals(similarity(kept, what=what))


def test_speeches_of_one_genre_are_more_alike_than_others(sample):
    matrix = similarity(sample).to_numpy()
    genres = np.array(sample.facts("genre"))
    same = (genres[:, None] == genres) & ~np.eye(len(genres), dtype=bool)
    other = genres[:, None] != genres
    assert matrix[same].mean() > matrix[other].mean() + 0.03


def test_odd_corpora_give_nan_and_a_reason(sample):
    none = similarity(sample.where(year=1999))
    assert none.shape == (0, 0)
    one = similarity(Corpus.from_texts({"a": "要学习。"}))
    assert one.to_numpy().tolist() == [[1.0]]
    assert "不足两篇" in one.says
    marks = similarity(Corpus.from_texts({"a": "。。。", "b": "要学习。", "c": "要学习。"}))
    assert np.isnan(marks.to_numpy()[0]).all()
    assert marks.iloc[1, 2] == 1
    assert "没有值，如a#1" in marks.says
    table = clusters(Corpus.from_texts({"a": "。。。", "b": "要学习。"}))
    assert table["speeches"].tolist() == [["b#1"]]
    assert math.isnan(table["similarity"][1])
    assert "1 篇没有内容" in table.says
    empty = clusters(sample.where(year=1999))
    assert list(empty.columns) == ["size", "speeches", "similarity", "words", "formulae"]
    assert empty.empty


def test_more_groups_than_speeches_are_refused(sample):
    with pytest.raises(DataError, match=r"要分成 99 类，有内容的讲话只有 14 篇"):
        clusters(sample, 99)


def test_too_many_speeches_are_refused(sample, monkeypatch):
    # The package may show the function under the name of the module.
    monkeypatch.setattr(import_module("xuncha_nlp.analysis.similarity"), "_MOST", 5)
    with pytest.raises(DataError, match="讲话太多"):
        similarity(sample)


@pytest.mark.parametrize(
    "call",
    [
        lambda corpus: similarity(corpus, what="sentence"),
        lambda corpus: similarity(corpus, shortest=3, longest=2),
        lambda corpus: similarity(corpus, longest=9),
        lambda corpus: clusters(corpus, 2, threshold=0.5),
        lambda corpus: clusters(corpus, 0),
        lambda corpus: clusters(corpus, threshold=2),
    ],
)
def test_parameters_out_of_range_are_refused(sample, call):
    with pytest.raises(ValueError, match=r"count|lengths|not both|at least"):
        call(sample)


def test_a_table_carries_what_made_it(sample):
    assert similarity(sample).made["parameters"] == {"what": "character", "shortest": 2, "longest": 3}
    assert clusters(sample, 3).made["parameters"]["n"] == 3
