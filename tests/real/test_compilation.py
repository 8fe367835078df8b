"""The material that the toolkit was asked for, and official texts; run where XUNCHA_REAL_DATA names their folder.

No sentence of that material stands here: labels and counts only.
"""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path

import pytest

import xuncha_nlp as xn
from xuncha_nlp.corpus import Corpus

FOLDER = os.environ.get("XUNCHA_REAL_DATA")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="set XUNCHA_REAL_DATA to the folder that holds compilation.txt and work_reports.jsonl"
)


@pytest.fixture(scope="module")
def compilation():
    return xn.read(Path(FOLDER) / "compilation.txt")


@pytest.fixture(scope="module")
def formulae(compilation):
    return xn.tag(compilation, "formula")


@pytest.fixture(scope="module")
def reports():
    lines = (Path(FOLDER) / "work_reports.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["title"]: record["content"] for record in map(json.loads, lines)}


def given(formulae, speech, text):
    """The mentions of a formula in a speech whose members the speech itself names."""
    rows = formulae[(formulae["speech"] == speech) & (formulae["text"] == text)]
    return rows[rows["resolved_by"].isin(["following", "preceding"])].to_dict("records")


def test_the_compilation_is_three_speeches_with_titles_dates_and_sections(compilation):
    assert len(compilation) == 3
    assert all(speech.title and "讲话" in speech.title and speech.date for speech in compilation)
    assert all(before.end <= after.start for before, after in pairwise(compilation))
    for speech in compilation:
        numbers = [section.number for section in speech.sections if not section.inline]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= 3


def test_each_speech_of_the_compilation_has_a_month_of_its_own(compilation):
    dates = [speech.date for speech in compilation]
    assert all(len(date) >= 7 for date in dates)
    assert len(set(dates)) == 3


@pytest.mark.parametrize(
    ("number", "formula", "members", "place"),
    [(2, "三个聚焦", 3, "following"), (2, "四个着力", 4, "following"), (3, "三个年", 3, "preceding")],
)
def test_a_formula_is_resolved_where_the_speech_spells_it_out(formulae, number, formula, members, place):
    found = given(formulae, f"compilation.txt#{number}", formula)
    assert found
    assert {(len(row["members"]), row["resolved_by"], row["status"]) for row in found} == {
        (members, place, "complete")
    }


def test_every_mention_replays(compilation, formulae):
    text = compilation.members[0].source.text
    assert len(formulae) >= 50
    for row in formulae.itertuples():
        assert text[row.start : row.end] == row.text
        for member in row.members:
            assert "start" not in member or text[member["start"] : member["end"]] == member["text"]


def test_every_work_report_loads_and_is_tagged(reports):
    assert len(reports) >= 50
    corpus = Corpus.from_texts(reports)
    assert set(corpus.sources) == set(reports)
    frame = xn.tag(corpus, "formula")
    assert frame["speech"].nunique() > len(reports) // 2
    for row in frame.itertuples():
        assert reports[row.source][row.start : row.end] == row.text


def test_the_congress_report_is_one_text_with_its_sections():
    corpus = xn.read(Path(FOLDER) / "congress_report_2022.txt")
    assert sum(len(speech.sections) for speech in corpus) >= 10
