"""Association: against NLTK and scipy, by hand, and by laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.association import BigramAssocMeasures
from scipy.stats import chi2_contingency

from xuncha_nlp.analysis.measures import association
from xuncha_nlp.analysis.measures.contingency import table

TABLE_MEASURES = {
    name: getattr(association, name)
    for name in (
        "mutual_information",
        "mutual_information_cubed",
        "t_score",
        "log_likelihood",
        "chi_squared",
        "delta_p_forward",
        "delta_p_backward",
    )
}


@st.composite
def tables(draw, least=0):
    """o11, f1, f2, n of a table that can be."""
    cells = [draw(st.integers(least, 5_000)) for _ in range(4)]
    return cells[0], cells[0] + cells[1], cells[0] + cells[2], sum(cells)


@settings(deadline=None)
@given(tables(least=1))
def test_agrees_with_nltk(cells):
    o11, f1, f2, n = cells
    theirs = (o11, (f1, f2), n)
    pairs = {
        "mutual_information": BigramAssocMeasures.pmi(*theirs),
        "t_score": BigramAssocMeasures.student_t(*theirs),
        "chi_squared": BigramAssocMeasures.chi_sq(*theirs),
    }
    for name, value in pairs.items():
        assert TABLE_MEASURES[name](*cells) == pytest.approx(value, rel=1e-9, abs=1e-9), name
    assert association.dice(o11, f1, f2) == pytest.approx(BigramAssocMeasures.dice(*theirs), rel=1e-9)
    # NLTK adds 1e-20 within its logarithms.
    ours = association.log_likelihood(*cells, signed=False)
    assert ours == pytest.approx(BigramAssocMeasures.likelihood_ratio(*theirs), rel=1e-9, abs=1e-6)
    # Theirs is O11³ / (f1 · f2), without N and without a logarithm.
    cubed = BigramAssocMeasures.mi_like(*theirs)
    assert association.mutual_information_cubed(*cells) == pytest.approx(
        np.log2(cubed * n), rel=1e-9, abs=1e-9
    )


@settings(deadline=None)
@given(tables(least=1))
def test_agrees_with_scipy(cells):
    t = table(*cells)
    observed = np.array([[t.o11, t.o12], [t.o21, t.o22]])
    g = chi2_contingency(observed, correction=False, lambda_="log-likelihood")
    assert association.log_likelihood(*cells, signed=False) == pytest.approx(g.statistic, rel=1e-9, abs=1e-6)
    for yates in (False, True):
        theirs = chi2_contingency(observed, correction=yates)
        ours = association.chi_squared(*cells, yates=yates)
        assert ours == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-9)
    np.testing.assert_allclose([[t.e11, t.e12], [t.e21, t.e22]], g.expected_freq, rtol=1e-12)


def test_a_case_by_hand():
    # 8 of 10 nodes have the collocate, which stands 100 times in 1,000 words: E11 = 1.
    cells = 8, 10, 100, 1000
    assert association.expected(10, 100, 1000) == 1
    assert association.mutual_information(*cells) == 3
    assert association.mutual_information_cubed(*cells) == 9
    assert association.t_score(*cells) == pytest.approx(7 / 8**0.5, abs=1e-12)
    assert association.dice(8, 10, 100) == pytest.approx(16 / 110, abs=1e-12)
    assert association.log_dice(8, 10, 100) == pytest.approx(14 + np.log2(16 / 110), abs=1e-12)
    assert association.delta_p_forward(*cells) == pytest.approx(8 / 10 - 92 / 990, abs=1e-12)
    assert association.delta_p_backward(*cells) == pytest.approx(8 / 100 - 2 / 900, abs=1e-12)
    assert association.chi_squared(*cells) == pytest.approx(
        1000 * (8 * 898 - 2 * 92) ** 2 / (10 * 990 * 100 * 900)
    )


@settings(deadline=None)
@given(tables())
def test_no_table_gives_a_warning_or_an_infinity(cells):
    for name, measure in TABLE_MEASURES.items():
        assert not np.isinf(measure(*cells)), name
    assert not np.isinf(association.log_dice(*cells[:3]))


@settings(deadline=None)
@given(tables(least=1))
def test_bounds(cells):
    o11, f1, f2, n = cells
    assert 0 <= association.dice(o11, f1, f2) <= 1
    assert association.log_dice(o11, f1, f2) <= 14
    assert -1 <= association.delta_p_forward(*cells) <= 1
    assert -1 <= association.delta_p_backward(*cells) <= 1
    assert association.mutual_information(*cells) <= np.log2(n)


@settings(deadline=None)
@given(tables(least=1))
def test_symmetric_but_for_delta_p_which_changes_sides(cells):
    o11, f1, f2, n = cells
    turned = o11, f2, f1, n
    for name in set(TABLE_MEASURES) - {"delta_p_forward", "delta_p_backward"}:
        assert TABLE_MEASURES[name](*cells) == pytest.approx(
            float(TABLE_MEASURES[name](*turned)), rel=1e-9, abs=1e-9
        )
    assert association.delta_p_forward(*cells) == pytest.approx(float(association.delta_p_backward(*turned)))


@settings(deadline=None)
@given(tables(least=1))
def test_meeting_once_more_makes_it_stronger(cells):
    o11, f1, f2, n = cells
    if o11 < min(f1, f2):
        for name in set(TABLE_MEASURES) - {"chi_squared"}:
            before, after = TABLE_MEASURES[name]([o11, o11 + 1], f1, f2, n)
            assert after > before - 1e-9, name


@settings(deadline=None)
@given(st.lists(tables(), min_size=1, max_size=8))
def test_an_array_gives_what_each_gives(cells):
    columns = np.array(cells).T
    for measure in TABLE_MEASURES.values():
        np.testing.assert_allclose(measure(*columns), [measure(*each) for each in cells], rtol=1e-12)


def test_the_sign_says_whether_they_avoid_each_other():
    attract, avoid = association.log_likelihood([30, 1], 100, 60, 1000)
    assert attract > 0 > avoid
    assert association.log_likelihood(1, 100, 60, 1000, signed=False) == -avoid
    assert association.chi_squared(1, 100, 60, 1000, signed=True) < 0


def test_words_that_do_not_meet():
    cells = 0, 10, 20, 1000
    for name in ("mutual_information", "mutual_information_cubed", "t_score"):
        assert np.isnan(TABLE_MEASURES[name](*cells)), name
    assert np.isnan(association.log_dice(0, 10, 20))
    assert association.dice(0, 10, 20) == 0
    # By hand: 2 · (10 ln(10/9.8) + 20 ln(20/19.8) + 970 ln(970/970.2)).
    by_hand = 2 * (10 * np.log(10 / 9.8) + 20 * np.log(20 / 19.8) + 970 * np.log(970 / 970.2))
    assert association.log_likelihood(*cells) == pytest.approx(-by_hand, abs=1e-9)
    assert association.delta_p_forward(*cells) == pytest.approx(-20 / 990)


@pytest.mark.parametrize("cells", [(0, 0, 0, 0), (0, 0, 5, 100), (0, 5, 0, 100), (5, 5, 5, 5)])
def test_a_word_that_is_nowhere_or_everywhere_has_no_contingency(cells):
    assert np.isnan(association.delta_p_forward(*cells)) or np.isnan(association.delta_p_backward(*cells))
    assert np.isnan(association.chi_squared(*cells))


@pytest.mark.parametrize("cells", [(6, 5, 10, 100), (6, 10, 5, 100), (1, 60, 60, 100)])
def test_a_table_that_cannot_be_is_nan(cells):
    for name in ("log_likelihood", "chi_squared", "delta_p_forward", "delta_p_backward"):
        assert np.isnan(TABLE_MEASURES[name](*cells)), name


def test_a_window_counts_as_so_many_chances():
    cells = 12, 10, 30, 10_000
    assert association.expected(*cells[1:], window=6) == 6 * association.expected(*cells[1:])
    for measure in TABLE_MEASURES.values():
        assert measure(*cells, window=6) == measure(12, 60, 30, 10_000)
    assert association.mutual_information(*cells, window=6) == pytest.approx(np.log2(12 / 0.18))
    assert association.log_dice(12, 10, 30, window=6) == association.log_dice(12, 60, 30)
