"""Keyness: against scipy, by hand, and by laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency
from scipy.stats.contingency import odds_ratio as scipy_odds_ratio

from xuncha_nlp.analysis.measures import keyness, significance

MEASURES = {
    name: getattr(keyness, name)
    for name in (
        "log_likelihood",
        "chi_squared",
        "log_ratio",
        "percent_difference",
        "simple_maths",
        "odds_ratio",
    )
}
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@st.composite
def frequencies(draw, least=0):
    """Two frequencies and the sizes of their corpora, which are larger."""
    a, b = draw(st.integers(least, 3_000)), draw(st.integers(least, 3_000))
    return a, b, a + draw(st.integers(1, 100_000)), b + draw(st.integers(1, 100_000))


@settings(deadline=None)
@given(frequencies(least=1))
def test_agrees_with_scipy(numbers):
    a, b, c, d = numbers
    table = [[a, b], [c - a, d - b]]
    g = chi2_contingency(table, correction=False, lambda_="log-likelihood")
    ours = keyness.log_likelihood(*numbers, signed=False)
    assert ours == pytest.approx(g.statistic, rel=1e-9, abs=1e-6)
    assert significance.p_value(g.statistic) == pytest.approx(g.pvalue, rel=1e-9)
    for yates in (False, True):
        theirs = chi2_contingency(table, correction=yates).statistic
        assert keyness.chi_squared(*numbers, yates=yates, signed=False) == pytest.approx(
            theirs, rel=1e-9, abs=1e-9
        )
    theirs = scipy_odds_ratio(table, kind="sample").statistic
    assert keyness.odds_ratio(*numbers) == pytest.approx(theirs, rel=1e-9)


def test_two_cells_as_wmatrix_has_them():
    # E1 = 2,000 · 40 / 6,000, E2 = 4,000 · 40 / 6,000.
    by_hand = 2 * (25 * np.log(25 / (40 / 3)) + 15 * np.log(15 / (80 / 3)))
    assert keyness.log_likelihood(25, 15, 2_000, 4_000, cells=2) == pytest.approx(by_hand, abs=1e-9)
    assert keyness.log_likelihood(0, 15, 2_000, 4_000, cells=2, signed=False) == pytest.approx(
        30 * np.log(1.5)
    )


def test_effects_by_hand():
    # 40 in 10,000 against 10 in 20,000: 4‰ against 0.5‰.
    numbers = 40, 10, 10_000, 20_000
    assert keyness.log_ratio(*numbers) == 3
    assert keyness.percent_difference(*numbers) == pytest.approx(700)
    assert keyness.odds_ratio(*numbers) == pytest.approx((40 / 9_960) / (10 / 19_990))
    assert keyness.simple_maths(*numbers, k=100) == pytest.approx((4_000 + 100) / (500 + 100))
    assert keyness.bic(20, 10_000, 20_000) == pytest.approx(20 - np.log(30_000))
    assert keyness.bic(-20, 10_000, 20_000) == keyness.bic(20, 10_000, 20_000)


@pytest.mark.parametrize(("p", "critical"), [(0.05, 3.841459), (0.01, 6.634897), (0.0001, 15.136705)])
def test_p_values_of_the_well_known_limits(p, critical):
    assert significance.p_value(critical) == pytest.approx(p, rel=1e-6)
    assert significance.p_value(-critical) == significance.p_value(critical)


@settings(deadline=None)
@given(frequencies())
def test_no_numbers_give_a_warning_or_an_infinity(numbers):
    for name, measure in MEASURES.items():
        assert not np.isinf(measure(*numbers)), name


@settings(deadline=None)
@given(frequencies(least=1))
def test_the_other_way_round(numbers):
    a, b, c, d = numbers
    turned = b, a, d, c
    for name in ("log_likelihood", "chi_squared", "log_ratio"):
        assert MEASURES[name](*numbers) == pytest.approx(
            -float(MEASURES[name](*turned)), rel=1e-7, abs=1e-7
        ), name
    for name in ("simple_maths", "odds_ratio"):
        assert MEASURES[name](*numbers) == pytest.approx(1 / float(MEASURES[name](*turned)), rel=1e-9), name


@settings(deadline=None)
@given(frequencies(least=1))
def test_all_point_the_same_way(numbers):
    a, b, c, d = numbers
    if a * d != b * c:
        more = a * d > b * c
        for name, middle in {
            "log_ratio": 0,
            "percent_difference": 0,
            "simple_maths": 1,
            "odds_ratio": 1,
        }.items():
            assert (MEASURES[name](*numbers) > middle) == more, name
        # A difference in the last digit of millions is no difference to a sum of logarithms.
        assert keyness.chi_squared(*numbers) == 0 or (keyness.chi_squared(*numbers) > 0) == more


@settings(deadline=None)
@given(frequencies(least=1), st.integers(2, 50))
def test_a_corpus_many_times_over_has_the_same_effect_and_is_the_surer(numbers, times):
    larger = tuple(times * number for number in numbers)
    for name in ("log_ratio", "percent_difference", "simple_maths", "odds_ratio"):
        assert MEASURES[name](*numbers) == pytest.approx(float(MEASURES[name](*larger)), rel=1e-9, abs=1e-9)
    ours, theirs = (
        keyness.log_likelihood(*numbers, signed=False),
        keyness.log_likelihood(*larger, signed=False),
    )
    assert theirs == pytest.approx(times * float(ours), rel=1e-6, abs=1e-5)


def test_a_word_in_one_corpus_only():
    assert keyness.log_ratio(8, 0, 1000, 1000) == 4
    assert keyness.log_ratio(0, 8, 1000, 1000) == -4
    assert np.isnan(keyness.percent_difference(8, 0, 1000, 1000))
    assert keyness.percent_difference(8, 0, 1000, 1000, zero=1e-18) == pytest.approx(8e17)
    assert keyness.percent_difference(0, 8, 1000, 1000) == -100
    assert keyness.odds_ratio(20, 0, 100, 100) == pytest.approx((20.5 / 80.5) / (0.5 / 100.5))
    assert keyness.log_likelihood(8, 0, 1000, 1000, cells=2) == pytest.approx(16 * np.log(2))


def test_a_word_in_neither_corpus_and_an_empty_corpus():
    neither, empty = (0, 0, 1000, 1000), (0, 5, 0, 1000)
    assert keyness.log_likelihood(*neither) == 0
    assert keyness.simple_maths(*neither) == 1
    for name in ("chi_squared", "log_ratio", "percent_difference", "odds_ratio"):
        assert np.isnan(MEASURES[name](*neither)), name
    for name, measure in MEASURES.items():
        assert np.isnan(measure(*empty)), name


def test_more_words_than_the_corpus_has_is_nan():
    for name, measure in MEASURES.items():
        assert np.isnan(measure(11, 5, 10, 1000)), name


def test_a_smoothing_of_nought_is_refused():
    with pytest.raises(ValueError, match="above 0"):
        keyness.simple_maths(1, 1, 10, 10, k=0)


def test_corrections_by_hand():
    p = [0.005, 0.011, 0.02, 0.04, 0.13]
    assert significance.adjust(p, "bonferroni") == pytest.approx([0.025, 0.055, 0.1, 0.2, 0.65])
    assert significance.adjust(p, "holm") == pytest.approx([0.025, 0.044, 0.06, 0.08, 0.13])
    assert significance.adjust(p) == pytest.approx([0.025, 0.0275, 0.1 / 3, 0.05, 0.13])
    assert significance.adjust(p, "none").tolist() == p


@settings(deadline=None)
@given(P_VALUES)
def test_corrections_only_raise_and_the_stricter_the_more(p):
    found = significance.adjust(p), significance.adjust(p, "holm"), significance.adjust(p, "bonferroni")
    for each in found:
        assert ((each >= np.array(p) - 1e-12) & (each <= 1)).all()
    discovery, holm, bonferroni = found
    assert (discovery <= holm + 1e-12).all()
    assert (holm <= bonferroni + 1e-12).all()


@settings(deadline=None)
@given(P_VALUES, st.randoms(use_true_random=False))
def test_corrections_do_not_mind_the_order(p, random):
    order = list(range(len(p)))
    random.shuffle(order)
    for method in ("benjamini-hochberg", "holm", "bonferroni"):
        np.testing.assert_allclose(
            significance.adjust(p, method)[order],
            significance.adjust([p[place] for place in order], method),
            atol=1e-12,
        )


def test_a_value_that_is_no_test_does_not_count():
    found = significance.adjust([[0.01, float("nan")], [0.04, float("nan")]], "bonferroni")
    assert found[:, 0].tolist() == [0.02, 0.08]
    assert np.isnan(found[:, 1]).all()
    assert significance.adjust([]).shape == (0,)
    assert significance.adjust(0.03) == 0.03


def test_what_is_no_p_value_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        significance.adjust([1.1])
    with pytest.raises(ValueError, match="unknown method"):
        significance.adjust([0.1], "guess")


def test_p_values_are_those_of_scipy():
    values = np.linspace(0, 40, 50)
    np.testing.assert_allclose(significance.p_value(values), chi2.sf(values, 1), rtol=1e-9)
