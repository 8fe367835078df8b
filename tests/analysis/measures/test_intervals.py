"""Intervals of rates: against scipy, known values, and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2, poisson

from xuncha_nlp.analysis.measures import intervals

LEVELS = st.floats(0.5, 0.999)


@settings(deadline=None)
@given(st.integers(0, 2_000), LEVELS)
def test_poisson_is_garwood_and_has_the_tails_it_says(count, level):
    low, high = intervals.poisson_interval(count, 500, per=500, level=level)
    tail = (1 - level) / 2
    assert high == pytest.approx(chi2.ppf(1 - tail, 2 * count + 2) / 2, rel=1e-9)
    assert poisson.cdf(count, high) == pytest.approx(tail, rel=1e-6)
    if count:
        assert poisson.sf(count - 1, low) == pytest.approx(tail, rel=1e-6)
    else:
        assert low == 0


def test_the_interval_of_ten_is_the_one_of_the_tables():
    low, high = intervals.poisson_interval(10, 1, per=1)
    assert (round(float(low), 3), round(float(high), 3)) == (4.795, 18.390)


@settings(deadline=None)
@given(st.integers(1, 3_000), st.data(), LEVELS)
def test_wilson_is_that_of_scipy(size, data, level):
    count = data.draw(st.integers(0, size))
    low, high = intervals.wilson_interval(count, size, level=level)
    theirs = binomtest(count, size).proportion_ci(level, method="wilson")
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(400, 90_000)), min_size=1, max_size=9))
def test_arrays_give_what_each_gives_with_the_rate_inside(cases):
    counts, sizes = np.array(cases).T
    rates = intervals.rate(counts, sizes, per=100)
    for interval in (intervals.poisson_interval, intervals.wilson_interval):
        low, high = interval(counts, sizes, per=100)
        assert ((low <= rates + 1e-9) & (rates <= high + 1e-9)).all()
        singly = np.array([interval(*case, per=100) for case in cases]).T
        np.testing.assert_allclose([low, high], singly, rtol=1e-12)


@settings(deadline=None)
@given(st.integers(0, 50), st.integers(50, 5_000), st.integers(2, 9))
def test_the_more_material_the_narrower(count, size, times):
    for interval in (intervals.poisson_interval, intervals.wilson_interval):
        (low, high), (low2, high2) = interval(count, size), interval(times * count, times * size)
        assert high2 - low2 < high - low
        wide = interval(count, size, level=0.99)
        assert wide[0] <= low <= high <= wide[1]


def test_without_material_there_is_no_rate():
    assert np.isnan(intervals.rate(0, 0))
    for interval in (intervals.poisson_interval, intervals.wilson_interval):
        assert np.isnan(interval([0, -1], [0, 10])).all()
    assert np.isnan(intervals.wilson_interval(11, 10)).all()


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_none_is_refused(level):
    for interval in (intervals.poisson_interval, intervals.wilson_interval):
        with pytest.raises(ValueError, match="between 0 and 1"):
            interval(1, 10, level=level)
