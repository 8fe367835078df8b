"""Collocates, keyness, dispersion, n-grams and timelines counted by hand, and what must hold of all of them."""

from __future__ import annotations

import json
from math import isnan, log, log2, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp import analysis
from xuncha_nlp.analysis.frequency import GROUPINGS
from xuncha_nlp.analysis.query import QueryError, Within
from xuncha_nlp.corpus import Corpus

# 整改 stands three times; in its sentences are 部署 twice, 认真 once; elsewhere are 部署 and 认真 once each.
NEAR = "部署整改。认真部署整改。整改。部署工作。认真，学习。"
# A table of 2 × 2 by hand: near and elsewhere, 部署 and the other words. Near are 部署 2, 认真 1.
O11, R1, ELSEWHERE, ALL_ELSEWHERE = 2, 3, 3, 7


def dated(texts: dict[str, str]) -> Corpus:
    return Corpus.from_texts({name: f"在会上的讲话\n（{name}年3月）\n{text}" for name, text in texts.items()})


@pytest.fixture(scope="module")
def near() -> Corpus:
    return Corpus.from_texts({"a.txt": NEAR})


def test_collocates_by_hand(near):
    words = near.tokens
    assert [words.vocabulary[code] for part in words.parts for code in part.codes] == [
        "部署", "整改", "。", "认真", "部署", "整改", "。", "整改", "。", "部署", "工作", "。", "认真", "，", "学习", "。",
    ]  # fmt: skip
    found = analysis.collocates(near, "整改", least=1)
    assert found[["count", "frequency", "speeches"]].to_dict("index") == {
        "部署": {"count": 2, "frequency": 3, "speeches": 1},
        "认真": {"count": 1, "frequency": 2, "speeches": 1},
    }
    # 部署 is one of three words near, and 3 of the 7 that are no hit.
    row = found.loc["部署"]
    expected = R1 * ELSEWHERE / ALL_ELSEWHERE
    assert row["expected"] == pytest.approx(expected, abs=1e-9)
    assert row["mi"] == pytest.approx(log2(O11 / expected), abs=1e-9)
    assert row["mi3"] == pytest.approx(log2(O11**3 / expected), abs=1e-9)
    assert row["t"] == pytest.approx((O11 - expected) / sqrt(O11), abs=1e-9)
    assert row["log_dice"] == pytest.approx(14 + log2(2 * O11 / (3 + 3)), abs=1e-9)
    assert row["delta_p_forward"] == pytest.approx(2 / 3 - 1 / 4, abs=1e-9)
    assert row["delta_p_backward"] == pytest.approx(2 / 3 - 1 / 4, abs=1e-9)
    cells = [(2, 3 * 3 / 7), (1, 3 * 4 / 7), (1, 4 * 3 / 7), (3, 4 * 4 / 7)]
    likelihood = 2 * sum(seen * log(seen / due) for seen, due in cells)
    assert abs(row["log_likelihood"]) == pytest.approx(likelihood, abs=1e-9)


def test_measures_of_collocates_are_those_of_nltk(near):
    metrics = pytest.importorskip("nltk.metrics")
    nltk = metrics.BigramAssocMeasures
    row = analysis.collocates(near, "整改", least=1).loc["部署"]
    marginals = (O11, (R1, ELSEWHERE), ALL_ELSEWHERE)
    assert row["mi"] == pytest.approx(nltk.pmi(*marginals), abs=1e-9)
    assert row["t"] == pytest.approx(nltk.student_t(*marginals), abs=1e-9)
    # NLTK adds a minute number to each cell.
    assert abs(row["log_likelihood"]) == pytest.approx(nltk.likelihood_ratio(*marginals), abs=1e-6)


def test_a_token_near_two_hits_counts_once():
    found = analysis.collocates(Corpus.from_texts({"a": "整改部署整改。"}), "整改", least=1)
    assert found["count"].to_dict() == {"部署": 1}


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("sentence", {"部署": 1}),
        ("paragraph", {"部署": 1, "学习": 1}),
        ("section", {"部署": 1, "学习": 1, "督查": 1}),
        ("speech", {"部署": 1, "学习": 1, "督查": 1, "工作": 1}),
    ],
)
def test_bounds_of_the_window(within, expected):
    corpus = Corpus.from_texts({"a": "讲话\n一、\n部署整改。学习。\n督查。\n二、\n工作。"})
    found = analysis.collocates(corpus, "整改", left=None, right=None, bounds=within, least=1)
    words = {
        word: count
        for word, count in found["count"].to_dict().items()
        if word in {"部署", "学习", "督查", "工作"}
    }
    assert words == expected


def test_queries_are_those_of_the_language():
    corpus = Corpus.from_texts({"a": "认真抓好整改。认真抓整改。四个意识很要紧。"})
    assert analysis.collocates(corpus, "抓…整改", least=1)["count"].to_dict() == {"认真": 2}
    assert analysis.dispersion(corpus, ["抓…整改", "提法:四个意识"])["count"].tolist() == [2, 1]
    assert analysis.frequency(corpus, "抓…整改|四个意识")["total"].tolist() == [3]


@pytest.mark.parametrize(
    "measure", [analysis.collocates, analysis.dispersion, analysis.timeline, analysis.frequency]
)
def test_a_malformed_query_says_where(near, measure):
    with pytest.raises(QueryError, match="查询式第 6 字"):
        measure(near, "整改|<x<")


def test_an_unknown_word_gives_an_empty_frame_with_its_columns(near):
    assert list(analysis.collocates(near, "火星").columns) == list(analysis.collocates(near, "整改").columns)
    assert analysis.collocates(near, "火星").empty
    assert analysis.ngrams(near, 2, "火星").empty
    assert list(analysis.ngrams(near, 2, "火星").columns) == ["count", "speeches", "per_10k", "cut"]
    assert analysis.dispersion(near, "火星").loc["火星", "count"] == 0
    assert analysis.frequency(near, "火星").loc["火星", ["total", "speeches"]].tolist() == [0, 0]
    assert list(analysis.concordance(near, "火星", group="1R").columns) == ["count", "share", "speeches"]


def test_one_speech_has_no_dispersion_and_says_so(near):
    found = analysis.dispersion(near, "整改")
    assert found.loc["整改", "count"] == 3
    assert all(isnan(found.loc["整改", name]) for name in ("juilland_d", "carroll_d2", "dp_norm"))
    assert "只有一篇讲话" in found.says


def test_dispersion_by_hand():
    # Parts of 4, 4 and 8 words; the word stands 3, 1 and 0 times in them.
    corpus = Corpus.from_texts(
        {"a": "巡察。巡察。巡察。部署。", "b": "巡察。部署。部署。部署。", "c": "部署。" * 8}
    )
    row = analysis.dispersion(corpus, "巡察").loc["巡察"]
    shares, seen = np.array([4, 4, 8]) / 16, np.array([3, 1, 0]) / 4
    assert row["dp"] == pytest.approx(np.abs(shares - seen).sum() / 2, abs=1e-9)
    assert row["dp_norm"] == pytest.approx(row["dp"] / (1 - shares.min()), abs=1e-9)
    assert row["kl"] == pytest.approx(
        sum(s * log2(s / e) for s, e in zip(seen, shares, strict=True) if s), abs=1e-9
    )
    rates = np.array([3 / 4, 1 / 4, 0])
    variation = rates.std() / rates.mean()
    assert row["juilland_d"] == pytest.approx(1 - variation / sqrt(2), abs=1e-9)
    part = rates / rates.sum()
    assert row["carroll_d2"] == pytest.approx(-sum(p * log2(p) for p in part if p) / log2(3), abs=1e-9)
    assert row["speeches"] == 2


def test_keyness_by_hand():
    old, new = (
        Corpus.from_texts({"a": "部署。" * 6 + "整改。" * 4}),
        Corpus.from_texts({"b": "部署。" * 2 + "整改。" * 18}),
    )
    found = analysis.keyness(old, new, significance=1, correction="none")
    row = found.loc["部署"]
    assert row[["target", "reference", "target_speeches", "reference_speeches"]].tolist() == [6, 2, 1, 1]
    due, due_other = 10 * 8 / 30, 20 * 8 / 30
    terms = ((6, due), (2, due_other), (4, 10 - due), (18, 20 - due_other))
    assert row["log_likelihood"] == pytest.approx(2 * sum(n * log(n / e) for n, e in terms), abs=1e-9)
    assert row["log_ratio"] == pytest.approx(log2((6 / 10) / (2 / 20)), abs=1e-9)
    assert row["percent_difference"] == pytest.approx((0.6 - 0.1) / 0.1 * 100, abs=1e-9)
    assert row["simple_maths"] == pytest.approx((6000 + 1) / (1000 + 1), abs=1e-9)
    square = 30 * (6 * 18 - 4 * 2) ** 2 / (10 * 20 * 8 * 22)
    assert abs(row["chi_squared"]) == pytest.approx(square, abs=1e-9)
    assert found["target_per_10k"].to_dict() == {"部署": 6000.0, "整改": 4000.0}


def test_keyness_of_queries_keeps_each():
    old, new = Corpus.from_texts({"a": "抓好整改。"}), Corpus.from_texts({"b": "抓部署，抓整改。"})
    found = analysis.keyness(old, new, ["抓…整改", "火星"])
    assert found[["target", "reference"]].to_dict("index") == {
        "抓…整改": {"target": 1, "reference": 1},
        "火星": {"target": 0, "reference": 0},
    }
    assert isnan(found.loc["火星", "log_likelihood"]) or found.loc["火星", "log_likelihood"] == 0


def test_ngrams_by_hand():
    corpus = Corpus.from_texts({"a": "坚持问题导向。坚持问题导向，坚持问题。", "b": "问题导向。"})
    found = analysis.ngrams(corpus, 2, least=1, speeches=1)
    assert found[["count", "speeches"]].to_dict("index") == {
        "坚持问题": {"count": 3, "speeches": 1},
        "问题导向": {"count": 3, "speeches": 2},
    }
    assert found.loc["坚持问题", "per_10k"] == pytest.approx(3 / 10 * 10_000)
    assert analysis.ngrams(corpus, 2, "导向", least=1, speeches=1)["count"].to_dict() == {"问题导向": 3}
    assert analysis.ngrams(corpus, 3, "坚持", unit="character", least=1, speeches=1)["count"].to_dict() == {
        "坚持问": 3
    }


def test_a_timeline_by_hand():
    corpus = dated({"2015": "部署。", "2017": "整改，整改。", "2018": "整改。"})
    found = analysis.timeline(corpus, "整改")
    assert found[["period", "count", "of_speeches"]].values.tolist() == [
        ["2015", 0, 1], ["2016", 0, 0], ["2017", 2, 1], ["2018", 1, 1],
    ]  # fmt: skip
    assert isnan(found.loc[1, "per_10k"])
    assert found.made["queries"]["整改"]["first"] == "2017-03"
    letters = found.loc[2, "characters"]
    assert found.loc[2, "per_10k"] == pytest.approx(2 / letters * 10_000)
    assert found.loc[2, "low"] < found.loc[2, "per_10k"] < found.loc[2, "high"]


def test_a_rate_is_the_same_in_a_timeline_and_in_a_list(sample):
    text = sample.where(year=2021)
    rate = analysis.timeline(text, "整改").loc[0, "per_10k"]
    assert rate == pytest.approx(analysis.frequency(text, "整改").loc["整改", "per_10k"], abs=1e-3)
    runs = analysis.ngrams(text, 2, "整改", unit="character", least=1, speeches=1)
    assert runs.loc["整改", "per_10k"] == pytest.approx(rate)


def test_a_change_begins_where_there_is_text_again():
    corpus = dated(
        {
            **{str(year): "整改。" + "部署工作。" * 90 for year in (2010, 2011)},
            "2015": "整改。" * 30,
            "2016": "整改。" * 30,
        }
    )
    found = analysis.timeline(corpus, "整改")
    (change,) = found.made["queries"]["整改"]["changes"]
    assert (change["period"], change["speeches"]) == ("2015", [2, 2])
    assert "2015 起增多" in found.says
    assert "只有一篇" not in found.says
    fewer = analysis.timeline(corpus.where(until="2015"), "整改")
    assert "有一头只有一篇讲话，未必是变化" in fewer.says


def test_a_timeline_says_why_there_is_no_tier_and_what_is_left_out():
    corpus = Corpus.from_texts({"a": "在会上的讲话\n（2017年3月）\n整改。", "b": "整改。"})
    found = analysis.timeline(corpus, "整改")
    assert found.made["queries"]["整改"]["untiered"] == {
        "只有 1 篇文章，少于 78 篇：有一篇提到就会越过“烫”的界限，不能定级": ["2017"]
    }
    assert "1 次，只见于 2017-03。" in found.says
    assert "1 篇没有日期，未计入。" in found.says
    assert "热度没有定级（2017：只有 1 篇文章" in found.says
    assert found.made["parameters"]["thresholds"] == {"沸": 0.0518, "烫": 0.0129}
    assert "没有出现" in analysis.timeline(Corpus.from_texts({"b": "整改。"}), "整改").says


def test_what_stands_before_the_date_of_the_lexicon_is_told():
    corpus = dated({"2013": "增强四个意识。", "2017": "增强四个意识。"})
    for query in ("四个意识", "提法:四个意识"):
        found = analysis.timeline(corpus, query)
        assert found.made["queries"][query]["valid"] == [["2016-01-29", ""]]
        assert "早于提法库所记的 2016-01-29" in found.says
        assert "早于" not in analysis.timeline(corpus.where(year=2017), query).says
    assert analysis.timeline(corpus, "四个…意识").made["queries"]["四个…意识"]["valid"] is None


def test_a_query_means_the_same_in_a_timeline_as_elsewhere():
    # 五大发展理念 is another name of 新发展理念.
    corpus = dated({"2016": "贯彻五大发展理念。贯彻新发展理念。"})
    for query, count in (("新发展理念", 1), ("提法:新发展理念", 2)):
        assert analysis.timeline(corpus, query).loc[0, "count"] == count
        assert analysis.frequency(corpus, query).loc[query, "total"] == count
        assert len(analysis.concordance(corpus, query)) == count


def test_keyness_says_what_its_tests_stand_on(sample):
    old, new = sample.where(until="2019"), sample.where(since="2020")
    found = analysis.keyness(old, new)
    assert found.made["parameters"]["reference_speeches"] == len(new)
    assert found.made["shared"] == 0
    assert found.made["tested"] == len(analysis.keyness(old, new, significance=1)) > len(found)
    assert (
        f"比较了 {found.made['tested']} 个词，有显著差异（校正后 p < 0.05）的 {len(found)} 个" in found.says
    )
    assert "校正" not in analysis.keyness(old, new, correction="none").says
    queries = analysis.keyness(old, new, ["巡察", "火星"])
    assert "比较了 2 个查询；有显著差异（校正后 p < 0.05）的 " in queries.says
    assert queries.made["parameters"]["significance"] == 0.05
    both = analysis.keyness(sample, new, "巡察")
    assert both.made["shared"] == len(new)
    assert f"两组有 {len(new)} 篇是同一篇" in both.says


def test_keyness_of_a_few_words_is_told_to_be_rough():
    one, other = dated({"2016": "部署整改。" * 3}), dated({"2017": "部署学习。" * 3})
    found = analysis.keyness(one, other, significance=1)
    assert found.made["rare"] == len(found) > 0
    assert f"有 {len(found)} 个的期望次数不足 5" in found.says
    # A corpus of one speech has no dispersion, and the table gives the reason.
    assert found["dp_norm_target"].isna().all()
    assert found.made["undefined"]["dp_norm_target"] == "没有出现，或只有一篇，无从比较分布"
    assert json.loads(found.to_json())["made"]["undefined"]["percent_difference"].startswith("参照语料没有")


def test_runs_that_no_corpus_so_small_can_have_are_told(near):
    assert "语料只有 1 篇，达不到 2 篇，请放宽。" in analysis.ngrams(near, 2).says
    assert "达不到" not in analysis.ngrams(near, 2, speeches=1).says
    with pytest.raises(ValueError, match="unknown unit"):
        analysis.ngrams(near, 2, unit="letter")


def test_where_in_a_speech_is_asked_in_the_same_way(sample):
    place = analysis.Within(part="heading")
    count = len(analysis.concordance(sample, "整改", within=place))
    assert 0 < count < len(analysis.concordance(sample, "整改"))
    assert analysis.frequency(sample, "整改", within=place).loc["整改", "total"] == count
    timeline = analysis.timeline(sample, "整改", within=place)
    assert timeline["count"].sum() == count
    assert timeline.made["parameters"]["within"] == {"level": None, "part": "heading", "move": None}
    assert analysis.keyness(sample, sample, "整改", within=place).loc["整改", "target"] == count
    runs = analysis.ngrams(sample, 1, "<整改>", least=1, speeches=1, within=place)
    assert runs["count"].tolist() == [len(analysis.concordance(sample, "<整改>", within=place))]
    for asked in (analysis.ngrams, lambda corpus, **options: analysis.keyness(corpus, corpus, **options)):
        with pytest.raises(ValueError, match="give a query"):
            asked(sample, within=place)


RESULTS = {
    "collocates": lambda corpus: analysis.collocates(corpus, "整改|巡察", least=1),
    "collocates of a section": lambda corpus: analysis.collocates(corpus, "整改", bounds="section", least=1),
    "dispersion": lambda corpus: analysis.dispersion(corpus, least=2),
    "dispersion of queries": lambda corpus: analysis.dispersion(corpus, ["整改", "加强…领导", "/第.轮/"]),
    "ngrams": lambda corpus: analysis.ngrams(corpus, 3, least=2),
    "clusters": lambda corpus: analysis.ngrams(corpus, 3, "整改", least=1, speeches=1),
    "timeline": lambda corpus: analysis.timeline(corpus, ["整改", "四个意识", "类别:政治建设"]),
    "concordance": lambda corpus: analysis.concordance(corpus, "整改|加强…领导", sort="1R,2L,date"),
    "sentences": lambda corpus: analysis.concordance(corpus, "整改", unit="sentence", sort="speech,1L"),
    "sections": lambda corpus: analysis.concordance(corpus, "整改", unit="section", start=3, count=5),
    "sample": lambda corpus: analysis.concordance(corpus, "整改", sample=7, seed=3),
    "groups": lambda corpus: analysis.concordance(corpus, "整改", group="1L"),
    "keyness": lambda corpus: analysis.keyness(
        corpus.where(until="2019"), corpus.where(since="2020"), significance=1
    ),
    **{
        f"frequency of {what} by {by}": (
            lambda corpus, what=what, by=by: analysis.frequency(corpus, what=what, by=by)
        )
        for what in ("formula", "word", "slot")
        for by in ("speech", "year", "level", "move")
    },
    "frequency without reuse": lambda corpus: analysis.frequency(corpus, by="year", without_reused=True),
    "frequency of queries": lambda corpus: analysis.frequency(corpus, ["整改", "以*促*改"], by="level"),
}


@pytest.mark.parametrize("name", RESULTS)
def test_memory_a_directory_and_many_shards_give_the_same(name, sample, stored, sharded):
    memory, one, many = (RESULTS[name](corpus) for corpus in (sample, stored, sharded))
    assert not memory.empty
    for other in (one, many):
        pd.testing.assert_frame_equal(memory.to_frame(), other.to_frame(), check_exact=False, rtol=1e-12)
        assert memory.says == other.says
        assert memory.made["corpus"] == other.made["corpus"]


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_carries_what_made_it(name, sample):
    found = RESULTS[name](sample)
    assert {"analysis", "query", "parameters", "corpus", "segmenter", "lexicon", "version"} <= set(found.made)
    assert found.says.endswith("。")
    written = json.loads(found.to_json())
    assert len(written["rows"]) == len(found)
    assert found.to_csv().count("\n") >= len(found)
    assert "<table" in found._repr_html_()


@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize("what", ["formula", "word", "citation", "move"])
def test_groups_add_up_to_the_total(sample, what, by):
    found = analysis.frequency(sample, what=what, by=by)
    assert (found[found.made["groups"]].sum(axis=1) == found["total"]).all()
    assert found["total"].tolist() == analysis.frequency(sample, what=what)["total"].tolist()


_SENTENCES = st.lists(
    st.sampled_from(["部署整改。", "认真整改。", "整改到位，部署巡察。", "学习。\n"]), max_size=6
)


@given(st.lists(_SENTENCES, min_size=1, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_speeches_makes_no_difference(speeches, random):
    texts = ["讲话稿。" + "".join(each) for each in speeches]
    shuffled = texts[:]
    random.shuffle(shuffled)
    one, other = (
        Corpus.from_texts({f"{number}.txt": text for number, text in enumerate(each)})
        for each in (texts, shuffled)
    )
    for measure in (
        lambda corpus: analysis.collocates(corpus, "整改", least=1),
        lambda corpus: analysis.ngrams(corpus, 2, least=1, speeches=1),
        lambda corpus: analysis.frequency(corpus, what="word", by="genre"),
    ):
        pd.testing.assert_frame_equal(measure(one).to_frame(), measure(other).to_frame(), check_like=True)


@given(st.lists(_SENTENCES, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_counts_of_queries_are_those_of_the_strings(speeches):
    texts = ["讲话稿。" + "".join(each) for each in speeches]
    corpus = Corpus.from_texts({f"{number}.txt": text for number, text in enumerate(texts)})
    for word in ("整改", "部署"):
        counts = [text.count(word) for text in texts]
        assert analysis.frequency(corpus, word).loc[word, "total"] == sum(counts)
        assert analysis.dispersion(corpus, word).loc[word, "count"] == sum(counts)
        assert len(analysis.concordance(corpus, word)) == sum(counts)


@pytest.mark.parametrize(
    "measure",
    [
        lambda corpus: analysis.dispersion(corpus, ["巡察", "的", "四个意识"]),
        lambda corpus: analysis.dispersion(corpus, least=1),
        lambda corpus: analysis.dispersion(corpus, what="formula", least=1),
        lambda corpus: analysis.frequency(corpus, by="move"),
        lambda corpus: analysis.collocates(corpus, ["巡察", "整改"], least=1),
    ],
)
def test_what_is_measured_of_a_choice_is_that_of_the_choice_alone(sample, sharded, measure):
    """Of some speeches of a directory, whose shards hold others too, as of the same speeches in memory."""
    chosen, stored = sample.where(since="2021"), sharded.where(since="2021")
    assert 0 < len(stored) < len(sharded)
    pd.testing.assert_frame_equal(pd.DataFrame(measure(stored)), pd.DataFrame(measure(chosen)))


def test_formulae_and_the_same_words_asked_for_are_spread_alike(sample):
    """Distances are counted in tokens, whatever is measured."""
    of_formulae = analysis.dispersion(sample, what="formula", least=1)
    for name in of_formulae.index:
        asked = analysis.dispersion(sample, f"提法:{name}")
        assert asked["count"].iloc[0] == of_formulae.loc[name, "count"]
        assert asked["arf"].iloc[0] == pytest.approx(of_formulae.loc[name, "arf"], abs=1e-12)


def test_a_place_is_asked_for_with_a_query(sample):
    body = Within(part="body")
    for measure in (analysis.frequency, analysis.dispersion):
        with pytest.raises(ValueError, match="query"):
            measure(sample, within=body)
    whole = analysis.collocates(sample, "整改", least=1)
    part = analysis.collocates(sample, "整改", least=1, within=body)
    assert 0 < part["count"].sum() < whole["count"].sum()
    assert 0 < len(analysis.hit_positions(sample, "整改", within=body)) < len(sample.find("整改"))
    assert analysis.dispersion(sample, "整改", within=body)["count"].iloc[0] < len(sample.find("整改"))


def test_what_is_not_there_is_said_to_be_not_there(sample):
    assert analysis.frequency(sample, ["甲乙丙", "丁戊己"]).says == "14 篇讲话里没有找到“甲乙丙”“丁戊己”。"
    assert analysis.concordance(sample, "甲乙丙", group="1L").says == "没有找到“甲乙丙”。"


def test_a_window_wider_than_the_corpus_is_the_sentence(near):
    wide, whole = (analysis.collocates(near, "整改", left=width, least=1) for width in (10**12, None))
    pd.testing.assert_frame_equal(pd.DataFrame(wide), pd.DataFrame(whole))


def test_only_what_is_more_frequent_near_it_is_said_to_be_drawn_to_it(sample):
    found = analysis.collocates(sample, "整改", order="count")
    named = found.says.split("最紧的是")[1].strip("。").split("、")
    assert named
    assert all(found.loc[word, "count"] > found.loc[word, "expected"] for word in named)
