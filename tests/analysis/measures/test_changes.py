"""Change points: against trying all cuts, on planted changes, and how often they are found where there are none."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.analysis.measures.changes import change_points

SERIES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=8)


def cuts(counts, sizes, **options):
    return [each.start for each in change_points(counts, sizes, **options)][1:]


def cost(counts, sizes, inner):
    """Minus twice the log-likelihood of a series cut so."""
    edges = [0, *inner, len(counts)]
    found = 0.0
    for start, end in pairwise(edges):
        v, size = sum(counts[start:end]), sum(sizes[start:end])
        found -= 2 * v * np.log(v / size) if v else 0
    return found


@settings(deadline=None)
@given(SERIES, st.floats(0.1, 20), st.integers(1, 3))
def test_no_other_cuts_are_better(series, penalty, shortest):
    counts, sizes = zip(*series, strict=True)
    n = len(counts)
    ours = cuts(counts, sizes, penalty=penalty, shortest=shortest)
    totals = [
        cost(counts, sizes, inner) + penalty * len(inner)
        for number in range(n)
        for inner in combinations(range(1, n), number)
        if not inner or all(b - a >= shortest for a, b in pairwise([0, *inner, n]))
    ]
    assert cost(counts, sizes, ours) + penalty * len(ours) == pytest.approx(min(totals), abs=1e-6)


@settings(deadline=None)
@given(SERIES)
def test_the_stretches_are_the_series(series):
    counts, sizes = zip(*series, strict=True)
    found = change_points(counts, sizes, per=1)
    assert [each.start for each in found] == [0, *(each.end for each in found[:-1])]
    assert found[-1].end == len(counts)
    for each in found:
        assert each.count == sum(counts[each.start : each.end])
        assert each.rate == pytest.approx(each.count / sum(sizes[each.start : each.end]))
    assert np.isnan(found[0].gain)
    assert all(each.gain >= 3 * np.log(len(counts)) - 1e-9 for each in found[1:])


@settings(deadline=None)
@given(SERIES)
def test_read_backward_it_changes_at_the_same_places(series):
    counts, sizes = zip(*series, strict=True)
    ours, theirs = cuts(counts, sizes), cuts(counts[::-1], sizes[::-1])
    # Where two ways to cut are equally good either may be taken; they cost the same.
    turned = sorted(len(counts) - each for each in theirs)
    assert len(ours) == len(turned)
    assert cost(counts, sizes, ours) == pytest.approx(cost(counts, sizes, turned), abs=1e-6)


def test_planted_changes_are_found():
    counts = [2, 1, 3, 2, 2, 20, 18, 22, 19, 6, 5, 7, 6]
    assert cuts(counts, [1000] * 13) == [5, 9]
    rates = [each.rate for each in change_points(counts, [1000] * 13)]
    assert rates == pytest.approx([20, 197.5, 60])


def test_more_text_is_no_change():
    assert cuts([5, 5, 5, 50, 50, 50], [1_000, 1_000, 1_000, 10_000, 10_000, 10_000]) == []
    assert cuts([5, 5, 5, 50, 50, 50], [1_000] * 6) == [3]


def test_what_comes_in_clusters_needs_more_evidence():
    counts, sizes = [2, 3, 2, 8, 9, 8], [1_000] * 6
    assert cuts(counts, sizes) == [3]
    assert cuts(counts, sizes, overdispersion=4) == []


def test_a_first_use_is_a_change():
    assert cuts([0, 0, 0, 0, 12, 15, 11], [1_000] * 7) == [4]


@pytest.mark.parametrize("n", [10, 20])
def test_constant_series_seldom_change(n):
    random = np.random.default_rng(n)
    alarms = sum(bool(cuts(random.poisson(5, n), [1_000] * n)) for _ in range(400))
    assert alarms / 400 < 0.09


def test_series_in_which_nothing_can_change():
    assert change_points([], []) == ()
    (one,) = change_points([3], [1_000])
    assert (one.start, one.end, one.rate) == (0, 1, 30)
    assert cuts([0, 0, 0], [10, 10, 10]) == []
    assert cuts([0, 9, 0, 9], [10, 10, 10, 10], shortest=5) == []
    (empty,) = change_points([0, 0], [0, 0])
    assert np.isnan(empty.rate)


def test_a_period_without_text_makes_no_difference():
    assert cuts([2, 2, 2, 0, 30, 30, 30], [1_000, 1_000, 1_000, 0, 1_000, 1_000, 1_000]) == [4]
    assert cuts([2, 2, 2, 0, 0, 30, 30], [1_000, 1_000, 1_000, 0, 0, 1_000, 1_000], shortest=3) == [4]
    assert cuts([2, 2, 0, 2, 2], [1_000, 1_000, 0, 1_000, 1_000]) == []


@pytest.mark.parametrize(
    ("counts", "sizes", "options"),
    [
        ([1, 2], [1], {}),
        ([-1], [1], {}),
        ([1], [-1], {}),
        ([1], [0], {}),
        ([1], [1], {"shortest": 0}),
        ([1], [1], {"overdispersion": 0}),
    ],
)
def test_what_is_no_series_is_refused(counts, sizes, options):
    with pytest.raises(ValueError, match=r"series|negative|above 0"):
        change_points(counts, sizes, **options)
