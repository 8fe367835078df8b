"""The temperature scale: its published limits, and when it refuses."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.analysis.measures import temperature

OWN = {"热": 0.006, "暖": 0.003, "温": 0.001}


@pytest.mark.parametrize(
    ("count", "tier"),
    [(2_400, "沸"), (800, "烫"), (350, "热"), (170, "暖"), (70, "温"), (5, "冷"), (0, "冷")],
)
def test_each_tier(count, tier):
    found = temperature(count, 38_600, OWN)
    assert (found.tier, found.reason) == (tier, "")
    assert found.share == count / 38_600


def test_tiers_whose_limits_are_not_known_are_not_guessed():
    found = temperature(100, 38_600)
    assert found.tier is None
    assert "没有公布" in found.reason
    assert temperature(100, 38_600, {"热": 0.001}).tier == "热"


def test_a_corpus_of_a_few_speeches_has_no_temperature():
    found = temperature(5, 5, OWN)
    assert found.tier is None
    assert found.share == 1
    assert "只有 5 篇文章，少于 1001 篇" in found.reason


def test_a_share_too_near_a_limit_is_refused():
    found = temperature(2_000, 38_600, OWN)
    assert found.tier is None
    assert "跨越沸、烫" in found.reason
    assert "低于“烫”" in temperature(500, 38_600).reason


def test_no_articles():
    found = temperature(0, 0)
    assert (found.tier, found.reason) == (None, "没有文章，无法定级")
    assert math.isnan(found.share)


@settings(deadline=None)
@given(st.integers(0, 60_000).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))))
def test_a_tier_or_a_reason_and_never_colder_for_more(case):
    count, size = case
    found = temperature(count, size, OWN)
    assert (found.tier is None) == bool(found.reason)
    more = temperature(size, size, OWN)
    if found.tier and more.tier:
        assert "沸烫热暖温冷".index(more.tier) <= "沸烫热暖温冷".index(found.tier)


@pytest.mark.parametrize(
    ("count", "size", "thresholds"),
    [
        (3, 2, {}),
        (-1, 2, {}),
        (1, 2, {"凉": 0.1}),
        (1, 2, {"冷": 0.1}),
        (1, 2, {"热": 0.2}),
        (1, 2, {"热": 0}),
        (1, 2, {"沸": 1.5}),
    ],
)
def test_what_is_no_scale_is_refused(count, size, thresholds):
    with pytest.raises(ValueError, match=r"between|tier"):
        temperature(count, size, thresholds)
