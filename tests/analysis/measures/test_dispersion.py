"""Dispersion: the corpus that Gries works through, plain sums over all parts, and laws."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import entropy

from xuncha_nlp.analysis.measures import dispersion

EVEN_IS_HIGH = ("juilland_d", "carroll_d2", "rosengren_s")
EVEN_IS_LOW = ("dp", "dp_norm", "kl_divergence")
MEASURES = {
    name: getattr(dispersion, name)
    for name in (*EVEN_IS_HIGH, *EVEN_IS_LOW, "inverse_document_frequency", "parts_with")
}
# Five parts of 9, 10, 10, 10 and 11 words with 1 to 5 of a word, which Gries 2008 and 2020 work through.
V, L = [1, 2, 3, 4, 5], [9, 10, 10, 10, 11]


@st.composite
def spreads(draw, parts=2):
    n = draw(st.integers(parts, 9))
    sizes = draw(st.lists(st.integers(1, 400), min_size=n, max_size=n))
    counts = [draw(st.integers(0, size)) for size in sizes]
    return (counts, sizes) if any(counts) else ([1, *counts[1:]], sizes)


def plainly(counts, sizes):
    """All measures again, by their definitions, part after part."""
    v, lengths = np.array(counts, float), np.array(sizes, float)
    s, f, p, n = lengths / lengths.sum(), v.sum(), v / lengths, len(v)
    dp = np.abs(v / f - s).sum() / 2
    return {
        "parts_with": (v > 0).sum(),
        "juilland_d": 1 - p.std() / p.mean() / np.sqrt(n - 1),
        "carroll_d2": entropy(p, base=2) / np.log2(n),
        "rosengren_s": np.sqrt(s * v).sum() ** 2 / f,
        "dp": dp,
        "dp_norm": dp / (1 - s.min()),
        "kl_divergence": entropy(v / f, s, base=2),
        "inverse_document_frequency": np.log2(n / (v > 0).sum()),
    }


def test_the_case_of_the_papers():
    published = {
        "parts_with": 5,
        "juilland_d": 0.785,
        "carroll_d2": 0.938,
        "rosengren_s": 0.95,
        "dp": 0.18,
        "dp_norm": 0.22,
        "kl_divergence": 0.137,
    }
    for name, value in published.items():
        digits = len(str(value).partition(".")[2])
        assert round(float(MEASURES[name](V, L)), digits) == value, name


@settings(deadline=None)
@given(spreads())
def test_as_defined(case):
    for name, value in plainly(*case).items():
        assert MEASURES[name](*case) == pytest.approx(value, abs=1e-9), name


@settings(deadline=None)
@given(spreads())
def test_bounds(case):
    for name in (*EVEN_IS_HIGH, "dp", "dp_norm"):
        assert -1e-9 <= MEASURES[name](*case) <= 1 + 1e-9, name
    assert MEASURES["kl_divergence"](*case) >= 0
    assert 0 <= dispersion.kl_divergence(*case, normalised=True) < 1


@settings(deadline=None)
@given(st.lists(st.integers(1, 90), min_size=2, max_size=8), st.integers(1, 5))
def test_a_word_that_goes_with_the_sizes_is_even(sizes, times):
    counts = [times * size for size in sizes]
    assert [float(MEASURES[name](counts, sizes)) for name in EVEN_IS_HIGH] == pytest.approx(
        [1, 1, 1], abs=1e-9
    )
    assert [float(MEASURES[name](counts, sizes)) for name in EVEN_IS_LOW] == pytest.approx(
        [0, 0, 0], abs=1e-9
    )


def test_a_word_in_one_part_only():
    counts, sizes = [0, 7, 0, 0], [10, 10, 10, 10]
    found = {name: float(measure(counts, sizes)) for name, measure in MEASURES.items()}
    assert found == pytest.approx(
        {
            "parts_with": 1,
            "juilland_d": 0,
            "carroll_d2": 0,
            "rosengren_s": 0.25,
            "dp": 0.75,
            "dp_norm": 1,
            "kl_divergence": 2,
            "inverse_document_frequency": 2,
        },
        abs=1e-9,
    )


@settings(deadline=None)
@given(spreads(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_makes_no_difference(case, random):
    parts = list(zip(*case, strict=True))
    random.shuffle(parts)
    counts, sizes = zip(*parts, strict=True)
    for name, measure in MEASURES.items():
        assert measure(counts, sizes) == pytest.approx(float(measure(*case)), abs=1e-9), name


@settings(deadline=None)
@given(spreads(), st.integers(2, 20))
def test_a_corpus_many_times_over_is_spread_the_same(case, times):
    counts, sizes = ([times * each for each in numbers] for numbers in case)
    for name, measure in MEASURES.items():
        assert measure(counts, sizes) == pytest.approx(float(measure(*case)), abs=1e-9), name


@settings(deadline=None)
@given(spreads(parts=3))
def test_merging_two_parts_never_makes_it_more_uneven(case):
    counts, sizes = case
    merged = [counts[0] + counts[1], *counts[2:]], [sizes[0] + sizes[1], *sizes[2:]]
    for name in ("dp", "kl_divergence"):
        assert MEASURES[name](*merged) <= MEASURES[name](*case) + 1e-9, name
    assert dispersion.rosengren_s(*merged) >= dispersion.rosengren_s(*case) - 1e-9
    assert dispersion.parts_with(*merged) <= dispersion.parts_with(*case)


@settings(deadline=None)
@given(st.integers(2, 9), st.data())
def test_many_words_at_once_dense_and_sparse(parts, data):
    sizes = data.draw(st.lists(st.integers(0, 300), min_size=parts, max_size=parts))
    row = st.tuples(*(st.integers(0, size) for size in sizes))
    matrix = np.array(data.draw(st.lists(row, min_size=1, max_size=6)))
    # A matrix whose cells are given in two halves is the same matrix.
    halves = sparse.coo_array(
        (
            np.concatenate([matrix[matrix > 0] - 1, np.ones((matrix > 0).sum())]),
            tuple(np.tile(places, 2) for places in np.nonzero(matrix)),
        ),
        shape=matrix.shape,
    )
    for name, measure in MEASURES.items():
        singly = [measure(row, sizes) for row in matrix]
        for form in (matrix, sparse.csr_array(matrix), sparse.csc_matrix(matrix), halves):
            np.testing.assert_allclose(measure(form, sizes), singly, atol=1e-12, err_msg=name)


@settings(deadline=None)
@given(spreads())
def test_a_part_of_no_size_is_no_part(case):
    counts, sizes = case
    for name, measure in MEASURES.items():
        assert measure([*counts, 0], [*sizes, 0]) == pytest.approx(float(measure(*case)), abs=1e-12), name


def test_what_cannot_be_measured_is_nan():
    for name in set(MEASURES) - {"parts_with"}:
        assert np.isnan(MEASURES[name]([0, 0], [10, 10])), f"{name}: no occurrence"
        assert np.isnan(MEASURES[name]([3], [10])), f"{name}: one part"
        assert np.isnan(MEASURES[name]([3, 0], [10, 0])), f"{name}: one part with a size"
        assert np.isnan(MEASURES[name]([3, 1, 1], [10, 10, 0])), f"{name}: a word in a part of no size"
        assert np.isnan(MEASURES[name]([0, 0], [0, 0])), f"{name}: an empty corpus"
    assert dispersion.parts_with([3], [10]) == 1
    assert dispersion.parts_with([0, 0], [10, 10]) == 0


def test_no_words_and_no_parts():
    for name, measure in MEASURES.items():
        assert measure(np.empty((0, 3)), [1, 2, 3]).shape == (0,), name
        assert measure(np.empty((2, 0)), []).shape == (2,), name


def test_wrong_shapes_and_negative_numbers_are_refused():
    with pytest.raises(ValueError, match="2 counts a word, but sizes of shape"):
        dispersion.dp([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="negative"):
        dispersion.dp([1, -2], [1, 2])


def reduced(positions, size):
    """ARF by its definition."""
    places = sorted(positions)
    gap = size / len(places)
    distances = [places[0] + size - places[-1], *(b - a for a, b in pairwise(places))]
    return sum(min(distance, gap) for distance in distances) / gap


POSITIONS = st.integers(1, 300).flatmap(
    lambda size: st.tuples(st.sets(st.integers(0, size - 1), min_size=1).map(sorted), st.just(size))
)


@settings(deadline=None)
@given(POSITIONS, st.integers(0, 300))
def test_arf_is_as_defined_wherever_the_corpus_begins(case, turn):
    positions, size = case
    found = dispersion.average_reduced_frequency(positions, size)
    assert found == pytest.approx(reduced(positions, size), abs=1e-9)
    assert 1 - 1e-9 <= found <= len(positions) + 1e-9
    turned = [(place + turn) % size for place in positions]
    assert dispersion.average_reduced_frequency(turned, size) == pytest.approx(float(found), abs=1e-9)


def test_arf_of_an_even_and_of_a_clustered_word():
    assert dispersion.average_reduced_frequency(range(0, 100, 10), 100) == 10
    # Ten in a row: nine distances of 1, each a tenth of the mean distance, and one long way round.
    assert dispersion.average_reduced_frequency(range(10), 100) == pytest.approx(1.9)
    assert dispersion.average_reduced_frequency([7], 100) == 1


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=80))
def test_arf_of_many_words_at_once(corpus):
    words = np.array(corpus)
    found = dispersion.average_reduced_frequency(np.arange(len(words)), len(words), words=words, vocabulary=7)
    singly = [
        dispersion.average_reduced_frequency(np.flatnonzero(words == word), len(words)) for word in range(7)
    ]
    np.testing.assert_allclose(found, singly, atol=1e-9)
    assert found[6] == 0


def test_arf_of_what_does_not_occur_or_stands_outside():
    assert dispersion.average_reduced_frequency([], 100) == 0
    assert dispersion.average_reduced_frequency([], 0) == 0
    assert dispersion.average_reduced_frequency([], 9, words=[]).shape == (0,)
    with pytest.raises(ValueError, match="outside"):
        dispersion.average_reduced_frequency([100], 100)
