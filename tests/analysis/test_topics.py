"""Topics: corpora of known topics, odd corpora, and the sample."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import xuncha_nlp as xn
from xuncha_nlp.analysis.topics import topics
from xuncha_nlp.corpus import Corpus, build
from xuncha_nlp.errors import DataError

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
REFORM, TRAINING, MONEY = "查问题，抓整改，促落实。", "抓培训，要学习，讲业务。", "管资金，看账目，对发票。"


@pytest.fixture(scope="module")
def sample():
    return xn.read(SAMPLE)


def words_of(table):
    return sorted(tuple(sorted(each)) for each in table["words"])


def test_known_topics_are_found():
    texts = {
        f"{name}{number}": text
        for name, text in zip("abc", (REFORM, TRAINING, MONEY), strict=True)
        for number in range(3)
    }
    table = topics(Corpus.from_texts(texts), 3)
    assert words_of(table) == [("业务", "培训", "学习"), ("发票", "账目", "资金"), ("整改", "落实", "问题")]
    assert np.allclose(table["share"], 1 / 3, atol=1e-6)
    shares = table.iloc[:, 3:]
    assert np.allclose(shares.sum(), 1)
    assert (shares.max() > 0.99).all()


def test_a_section_is_a_document_and_a_speech_a_mixture():
    corpus = Corpus.from_texts(
        {
            "a": f"一、看问题\n{REFORM}\n二、看业务\n{TRAINING}\n",
            "b": f"一、看问题\n{REFORM}\n二、看账目\n{MONEY}\n",
            "c": TRAINING,
            "d": MONEY,
        }
    )
    table = topics(corpus, 3)
    row = next(number for number, words in table["words"].items() if "培训" in words)
    assert table.loc[row, ["a#1", "b#1", "c#1", "d#1"]].tolist() == pytest.approx([0.5, 0, 1, 0], abs=1e-4)


def test_a_section_within_a_section_belongs_to_it():
    text = "讲话\n一、看人\n（一）查问题\n抓整改。\n（二）促落实\n再培训。\n二、看事\n要学习。\n"
    corpus = Corpus.from_texts({"a": text, "b": text})
    assert "4 个层次" not in topics(corpus, 1, level=1, most=1).says
    assert topics(corpus, 1, level=1, most=1).says.startswith("6 个层次")
    assert topics(corpus, 1, level=2, most=1).says.startswith("10 个层次")
    assert topics(corpus, 1, unit="speech", most=1).says.startswith("2 篇讲话")


def test_formulae_belong_to_the_topic_of_their_section():
    old = "查问题，抓整改，促落实，立行立改。" * 3
    new = "抓培训，要学习，讲业务，增强“四个意识”。" * 3
    table = topics(Corpus.from_texts({"a": old, "b": old, "c": new, "d": new}), 2)
    by_word = {
        ("整改" in words): formulae for words, formulae in zip(table["words"], table["formulae"], strict=True)
    }
    assert by_word == {True: ["立行立改"], False: ["四个意识"]}


@pytest.mark.parametrize("unit", ["section", "speech"])
def test_memory_and_a_directory_of_shards_agree_to_the_bit(sample, tmp_path, monkeypatch, unit):
    monkeypatch.setattr("xuncha_nlp.corpus.plan.SHARD_CHARACTERS", 5_000)
    assert build([SAMPLE], tmp_path / "corpus")
    stored = xn.read(tmp_path / "corpus")
    assert topics(sample, 5, unit=unit).equals(topics(stored, 5, unit=unit))
    late, kept = sample.where(since="2020"), stored.where(since="2020")
    assert topics(late, 3, unit=unit).equals(topics(kept, 3, unit=unit))


def test_shares_add_up_and_the_weightiest_comes_first(sample):
    table = topics(sample, 6)
    assert list(table.index) == list(range(1, 7))
    assert table["share"].is_monotonic_decreasing
    assert table["share"].sum() == pytest.approx(1)
    assert list(table.columns) == ["share", "words", "formulae", *sample.facts("speech")]
    assert np.allclose(table.iloc[:, 3:].sum(), 1)
    assert topics(sample, 6).equals(table)


def test_the_topics_of_the_sample_know_the_training_speeches(sample):
    table = topics(sample, 6, unit="speech")
    row = next(number for number, words in table["words"].items() if "学员" in words)
    genres = np.array(sample.facts("genre"))
    shares = table.loc[row, sample.facts("speech")].to_numpy(float)
    assert shares[genres == "培训班开班讲话"].min() > 0.5
    assert shares[genres != "培训班开班讲话"].max() < 0.2


def test_a_speech_without_words_has_nan():
    table = topics(
        Corpus.from_texts({"a": REFORM, "b": REFORM, "c": TRAINING, "d": TRAINING, "e": "。。。"}), 2
    )
    assert table["e#1"].isna().all()
    assert np.allclose(table[["a#1", "c#1"]].sum(), 1)


def test_words_that_all_have_are_left_out():
    texts = {
        "a": "巡察。" + REFORM,
        "b": "巡察。" + REFORM,
        "c": "巡察。" + TRAINING,
        "d": "巡察。" + TRAINING,
    }
    corpus = Corpus.from_texts(texts)
    assert not any("巡察" in words for words in topics(corpus, 2)["words"])
    assert any("巡察" in words for words in topics(corpus, 2, most=1)["words"])


@pytest.mark.parametrize("texts", [{"a": REFORM}, {"a": "。。。"}, {"a": REFORM, "b": TRAINING}])
def test_fewer_documents_than_topics_are_refused(texts):
    with pytest.raises(DataError, match="要分 4 个主题，可用的层次只有"):
        topics(Corpus.from_texts(texts), 4)


def test_no_speech_at_all_is_refused(sample):
    with pytest.raises(DataError, match="可用的讲话只有 0 个"):
        topics(sample.where(year=1999), 2, unit="speech")


def test_what_has_not_settled_is_said(sample, monkeypatch):
    # The package may show the function under the name of the module.
    monkeypatch.setattr(import_module("xuncha_nlp.analysis.topics"), "_STEPS", 2)
    assert "没有稳定" in topics(sample, 4).says


@pytest.mark.parametrize(
    "options", [{"n": 0}, {"unit": "word"}, {"level": 0}, {"most": 0}, {"most": 2}, {"top": 0}, {"seed": -1}]
)
def test_parameters_out_of_range_are_refused(sample, options):
    with pytest.raises(ValueError, match=r"unit|at least"):
        topics(sample, **options)
