"""Drafts from the material that the toolkit was asked for, into an invented county of another year.

No sentence of that material stands here: labels and counts only.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import xuncha_nlp as xn
from xuncha_nlp.templating import kinds, plan_text

FOLDER = os.environ.get("XUNCHA_REAL_DATA")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="set XUNCHA_REAL_DATA to the folder that holds compilation.txt"
)
GENRES = [each.name for each in kinds().values() if each.opening]
ANSWERS = {
    "district": "望川县", "committee": "五届县委", "round": "第三轮", "date": "2026-03-10", "units": "县水务局、县教育局、石门镇",
    "people": "县委书记=程远航，县纪委书记=梁志坚，组织部部长=白映秋", "begin": "3月中旬", "finish": "5月中旬", "groups": "3",
    "campaigns": "“工业强县”建设", "congress": "党的二十一大", "length": "3500字",
    "required": "两个确立、四个意识、四个自信、两个维护",
}  # fmt: skip


@pytest.fixture(scope="module")
def compilation():
    return xn.read(Path(FOLDER) / "compilation.txt")


@pytest.mark.parametrize("genre", GENRES)
def test_a_draft_of_each_genre_has_no_error_but_what_is_to_be_filled_in(compilation, genre):
    plan = xn.Plan.from_toml(plan_text(genre, answers=ANSWERS))
    result = xn.draft(compilation, plan)
    assert {each.rule for each in xn.check(result, compilation).errors} <= {"placeholder"}
    assert all(name in result.text for name in plan.required)
    assert result.replay(compilation) == []
    assert "我区" not in result.text
    assert "**" not in result.text
