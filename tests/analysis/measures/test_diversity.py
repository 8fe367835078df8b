"""Diversity: by hand, by plain definitions, and by laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from xuncha_nlp.analysis.measures import diversity

TOKENS = st.lists(st.integers(0, 12), max_size=150)
MEASURES = {
    "ttr": diversity.ttr,
    "mattr": lambda tokens: diversity.mattr(tokens, window=10),
    "mtld": diversity.mtld,
    "hd_d": diversity.hd_d,
    "yule_k": diversity.yule_k,
    "herdan_c": diversity.herdan_c,
}


@settings(deadline=None)
@given(TOKENS, st.integers(1, 60))
def test_mattr_is_the_mean_of_all_windows(tokens, window):
    ratios = [len(set(tokens[at : at + window])) / window for at in range(len(tokens) - window + 1)]
    found = diversity.mattr(tokens, window=window)
    if ratios:
        assert found == pytest.approx(sum(ratios) / len(ratios), abs=1e-9)
    else:
        assert math.isnan(found)


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=42, max_size=150))
def test_hd_d_is_hypergeometric(tokens):
    by_scipy = sum((1 - hypergeom.pmf(0, len(tokens), tokens.count(each), 42)) / 42 for each in set(tokens))
    assert diversity.hd_d(tokens) == pytest.approx(by_scipy, abs=1e-9)


def test_mtld_by_hand():
    # 甲乙甲: 2/3 is below 0.72, a factor of three; so is 乙丙乙. Left over 丁丁: 1/2, a factor of two. Backward:
    # 丁丁, then 乙丙乙, then 甲乙甲. Both ways 8 tokens in 3 factors.
    assert diversity.mtld("甲乙甲乙丙乙丁丁") == pytest.approx(8 / 3)
    # Forward 甲乙甲 is a factor, 丙丁 none of one: 5/1. Backward 丁丙甲乙 has no repetition, 甲 makes 4/5 = 0.8:
    # (1 − 0.8) / 0.28 of a factor.
    assert diversity.mtld("甲乙甲丙丁") == pytest.approx((5 + 5 / (0.2 / 0.28)) / 2)


def test_a_ratio_at_the_threshold_still_keeps_up():
    # Three types in four tokens are 0.75, neither a factor nor below.
    assert diversity.mtld("甲乙丙甲", threshold=0.75) == pytest.approx(4 / (0.25 / 0.25))
    assert diversity.mtld("甲乙丙甲" * 3, threshold=0.75) < 12


def test_yule_k_by_hand():
    # Three stand once, one stands four times: 10⁴ · (3 + 16 − 7) / 49.
    assert diversity.yule_k("甲甲甲甲乙丙丁") == pytest.approx(10_000 * 12 / 49)


def test_words_and_numbers_are_the_same_to_it():
    words = ["坚持", "问题", "导向", "坚持", "目标", "导向", "坚持", "以", "人民", "为", "中心"]
    numbers = [sorted(set(words)).index(word) for word in words]
    for name, measure in MEASURES.items():
        assert measure(words) == pytest.approx(measure(numbers), nan_ok=True), name


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=42, max_size=150))
def test_bounds(tokens):
    for name in ("ttr", "mattr", "hd_d", "herdan_c"):
        assert 0 <= MEASURES[name](tokens) <= 1 + 1e-12, name
    assert 0 <= diversity.yule_k(tokens) < 10_000
    assert diversity.mtld(tokens) >= 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=42, max_size=150), st.randoms(use_true_random=False))
def test_order_matters_to_those_that_read_along_only(tokens, random):
    shuffled = random.sample(tokens, len(tokens))
    for name in ("ttr", "hd_d", "yule_k", "herdan_c"):
        assert MEASURES[name](shuffled) == pytest.approx(MEASURES[name](tokens)), name
    for name in ("mattr", "mtld"):
        assert MEASURES[name](tokens[::-1]) == pytest.approx(MEASURES[name](tokens)), name


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=50, max_size=150))
def test_a_richer_text_is_richer_by_all(tokens):
    # The same text with every other token a word of its own.
    richer = [100 + place if place % 2 else each for place, each in enumerate(tokens)]
    for name in ("ttr", "mattr", "hd_d", "herdan_c"):
        assert MEASURES[name](richer) >= MEASURES[name](tokens) - 1e-12, name
    assert diversity.yule_k(richer) <= diversity.yule_k(tokens)


def test_texts_that_are_too_short_have_no_value():
    for name, measure in MEASURES.items():
        assert math.isnan(measure([])), name
    assert math.isnan(diversity.mattr("甲乙", window=3))
    assert math.isnan(diversity.hd_d("甲" * 41))
    assert math.isnan(diversity.herdan_c("甲"))
    assert math.isnan(diversity.mtld("甲乙丙"))
    assert diversity.ttr("甲") == 1
    assert diversity.yule_k("甲") == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: diversity.mattr("甲", window=0),
        lambda: diversity.hd_d("甲", sample=0),
        lambda: diversity.mtld("甲", threshold=1),
    ],
)
def test_parameters_out_of_bounds_are_refused(call):
    with pytest.raises(ValueError, match=r"at least 1|between 0 and 1"):
        call()


def test_lengths():
    found = diversity.lengths([4, 4, 10, 6])
    assert (found.number, found.mean, found.median, found.longest) == (4, 6, 5, 10)
    assert found.sd == pytest.approx(math.sqrt(24 / 3))
    one = diversity.lengths([7])
    assert (one.mean, one.longest) == (7, 7)
    assert math.isnan(one.sd)
    assert math.isnan(diversity.lengths([]).mean)


def test_the_share_of_four_characters():
    assert diversity.share_of_length([4, 4, 3, 9]) == 0.5
    assert diversity.share_of_length([4, 4, 3, 9], weighted=True) == 0.4
    assert diversity.share_of_length([4, 3], length=3) == 0.5
    assert diversity.share_of_length([5]) == 0
    assert math.isnan(diversity.share_of_length([]))
