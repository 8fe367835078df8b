"""Profiles: texts counted by hand, groups, and the same numbers from a directory."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import xuncha_nlp as xn
from xuncha_nlp.analysis.profile import profile
from xuncha_nlp.analysis.sentences import four_character_phrases, sentences
from xuncha_nlp.corpus import Corpus, build

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
TITLE = "在动员会上的讲话\n（2017年8月）\n"


@pytest.fixture(scope="module")
def sample():
    return xn.read(SAMPLE)


def stretches(text):
    found = sentences(Corpus.from_texts({"a": text}))
    return found.sentences.tolist(), found.clauses.tolist()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("要学习。要落实！谁来管？", ([3, 3, 3], [3, 3, 3])),
        ("看人、看事，要细；看账，要准。", ([10], [4, 2, 2, 2])),
        ("要求如下：\n一是查人，\n二是查事。", ([4, 4, 4], [4, 4, 4])),
        ("没有标点的一行\n要查账。", ([3], [3])),
        ("他说：“要查。”大家点头。", ([4, 4], [2, 2, 4])),
        ("会期10：30开始，花了1,200元。", ([15], [8, 7])),
        ("要快!要准?要稳。", ([2, 2, 2], [2, 2, 2])),
        ("。！？\n，，\n", ([], [])),
        ("说完了（鼓掌）\n再说。（鼓掌）", ([2], [2])),
    ],
)
def test_a_sentence_ends_at_its_mark_and_a_clause_at_a_comma_too(text, wanted):
    assert stretches(text) == wanted


def test_a_sentence_is_of_its_own_speech():
    corpus = Corpus.from_texts({"a": "要查账", "b": "要查人。要查事。", "c": "查完。"})
    found = sentences(corpus)
    assert found.sentence_speech.tolist() == [1, 1, 2]
    assert found.clause_speech.tolist() == [1, 1, 2]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="查改学人。，；：！？、“”\n 3", max_size=30), max_size=3))
def test_clauses_add_up_to_their_sentences(texts):
    corpus = Corpus.from_texts({str(number): text for number, text in enumerate(texts)})
    found = sentences(corpus)
    assert found.clauses.sum() == found.sentences.sum()
    assert (found.sentences > 0).all()
    assert (found.clauses > 0).all()
    letters = sum(character.isalnum() for speech in corpus for character in speech.text)
    assert found.sentences.sum() <= letters
    marked, all_ = four_character_phrases(corpus)
    assert (marked <= all_).all()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我们要统筹兼顾一下。", [[4], [9]]),  # a word of the segmenter
        ("要做到立行立改不走样。", [[4], [10]]),  # a formula
        ("突出重点、抓住关键。", [[8], [8]]),  # between marks
        ("要去。", [[0], [2]]),
        ("ABCD。2024。", [[0], [0]]),
    ],
)
def test_four_character_phrases(text, wanted):
    assert [each.tolist() for each in four_character_phrases(Corpus.from_texts({"a": text}))] == wanted


def test_a_profile_counted_by_hand():
    text = (
        TITLE
        + "一、抓整改\n一是要立说立行。二是增强“四个意识”。他说：“有错就改，不能拖。”见《巡察办法》。\n二、抓责任\n再干。"
    )
    row = profile(Corpus.from_texts({"a": text})).iloc[0]
    characters = len("".join(text.split()))
    assert (row["speeches"], row["characters"], row["minutes"]) == (1, characters, characters / 200)
    assert (row["sentences"], row["clauses"]) == (5, 7)
    assert row["sentence_mean"] == (7 + 8 + 9 + 5 + 2) / 5
    assert row["clause_median"] == 4
    assert row["four_clauses"] == 1 / 7
    assert row["headings"] == 6 / characters
    assert row["points_per_section"] == 1
    assert row["formulae_per_1000"] == 1000 / characters
    assert row["citations_per_1000"] == 1000 / characters
    assert row["quotations_per_1000"] == 1000 / characters


def test_what_is_too_short_has_no_value_and_the_table_says_so():
    table = profile(Corpus.from_texts({"a": "要学习。"}))
    row = table.iloc[0]
    assert [math.isnan(row[name]) for name in ("mattr", "mtld", "hd_d", "sentence_sd", "points_per_section")]
    assert row["sentences"] == 1
    assert "MATTR 没有值" in table.says


def test_a_speech_without_words_has_nan_and_no_warning():
    row = profile(Corpus.from_texts({"a": "。。。"})).iloc[0]
    assert row["sentences"] == row["words"] == 0
    assert row[["ttr", "mattr", "sentence_mean", "four_clauses", "four_phrases"]].isna().all()
    assert row["formulae_per_1000"] == 0


def test_an_empty_corpus_has_its_columns(sample):
    table = profile(sample.where(year=1999))
    assert table.empty
    assert list(table.columns) == list(profile(sample).columns)
    assert table.says


def test_groups_pool_their_sentences_and_average_their_diversity(sample):
    by_speech, by_genre = profile(sample), profile(sample, by="genre")
    genres = pd.Series(sample.facts("genre"), index=by_speech.index)
    for name in ("speeches", "characters", "words", "sentences", "clauses", "minutes"):
        assert by_genre[name].sum() == pytest.approx(by_speech[name].sum())
    own = by_speech[genres == "反馈讲话"]
    row = by_genre.loc["反馈讲话"]
    assert row["mattr"] == pytest.approx(own["mattr"].mean())
    assert row["sentence_mean"] == pytest.approx(
        (own["sentence_mean"] * own["sentences"]).sum() / own["sentences"].sum()
    )
    assert row["formulae_per_1000"] == pytest.approx(
        (own["formulae_per_1000"] * own["characters"]).sum() / own["characters"].sum()
    )
    years = profile(sample, by="year")
    assert list(years.index) == sorted(years.index)


def test_a_speech_without_a_date_stands_under_unknown():
    assert list(profile(Corpus.from_texts({"a": "要学习。"}), by="year").index) == ["（不详）"]


@pytest.mark.parametrize("options", [{"by": "weather"}, {"rate": 0}, {"window": 0}, {"sample": 0}])
def test_parameters_out_of_range_are_refused(sample, options):
    with pytest.raises(ValueError, match=r"grouping|at least 1"):
        profile(sample, **options)


def test_a_directory_and_a_part_of_it_have_the_same_profile(sample, tmp_path, monkeypatch):
    monkeypatch.setattr("xuncha_nlp.corpus.plan.SHARD_CHARACTERS", 5_000)
    assert build([SAMPLE], tmp_path / "corpus")
    stored = xn.read(tmp_path / "corpus")
    for own, kept in ((sample, stored), (sample.where(since="2020"), stored.where(since="2020"))):
        for by in ("speech", "year", "genre", "source"):
            assert profile(own, by=by).equals(profile(kept, by=by))


def test_a_table_carries_what_made_it(sample):
    made = profile(sample, by="year", rate=180).made
    assert made["analysis"] == "profile"
    assert made["parameters"] == {"by": "year", "rate": 180, "window": 50, "sample": 42}
