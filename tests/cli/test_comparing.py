"""The commands that lay speeches side by side: reuse, discover."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from xuncha_nlp.cli import comparing
from xuncha_nlp.extractors import Lexicon


@pytest.fixture
def run(sample):
    app = typer.Typer()
    comparing.register(app)

    def _run(command, *arguments, path=sample):
        result = CliRunner().invoke(app, [command, str(path), *map(str, arguments)], catch_exceptions=False)
        return result.exit_code, result.stdout, result.stderr

    return _run


def test_reuse_gives_passages_whose_offsets_replay(run, compilation):
    status, out, _ = run("reuse", "--format", "json")
    rows = json.loads(out)
    text = compilation.read_text(encoding="utf-8")
    assert status == 0
    assert len(rows) > 3
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["characters"] >= 20


def test_shortest_top_and_without_are_passed_on(run):
    usual, many, few, same, every = (
        json.loads(run("reuse", "--format", "json", *options)[1])
        for options in (
            (), ("--shortest", 10), ("--top", 2), ("--without", "formula", "--without", "citation"), ("--without", "nothing"),
        )
    )  # fmt: skip
    assert len(many) > len(usual) > len(few) == 2
    # Formulae and citations do not count unless they are to.
    assert same == usual
    assert len(every) > len(usual)


def test_nothing_goes_with_nothing_else(run):
    status, _, err = run("reuse", "--without", "nothing", "--without", "formula")
    assert status == 2
    assert "nothing" in err


def test_a_table_says_what_became_of_what(run):
    out = run("reuse", "--format", "table")[1]
    assert out.startswith("两篇之间相同的段落")
    assert "→" in out
    # (The dates that differ are those of the headers, which take no part.)
    assert "6→8[数量]" in out


def test_the_matrix_has_a_row_and_a_column_a_speech(run):
    rows = list(csv.DictReader(io.StringIO(run("reuse", "--matrix", "--format", "csv")[1])))
    assert list(rows[0]) == ["speech", *(row["speech"] for row in rows)]
    assert all(float(row[row["speech"]]) == 1 for row in rows)


def test_discover_gives_phrases_and_writes_entries_for_review(run, tmp_path):
    file = tmp_path / "发现.toml"
    status, out, err = run("discover", "--top", 30, "--toml", file, "--format", "json")
    rows = json.loads(out)
    assert status == 0
    assert len(rows) == 30
    unknown = {row["text"] for row in rows if not row["known"]}
    assert f"{len(unknown)} 条" in err
    assert {each.name for each in Lexicon.load(file).formulae if each.category == "待审核"} == unknown


def test_bounds_of_discover_are_passed_on(run):
    rows = json.loads(run("discover", "--top", 0, "--least", 5, "--speeches", 4, "--format", "json")[1])
    assert all(row["count"] >= 5 and row["speeches"] >= 4 for row in rows)


@pytest.mark.parametrize("command", ["reuse", "discover"])
@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_nothing_in_common_is_an_empty_result(run, command, format, tmp_path):
    (tmp_path / "一.txt").write_text("只有一句话。", encoding="utf-8")
    status, out, _ = run(command, "--format", format, path=tmp_path)
    assert status == 0
    assert "只有" not in out


@pytest.mark.parametrize(
    ("command", "option", "value"), [("reuse", "--shortest", 3), ("discover", "--least", 1)]
)
def test_a_number_out_of_its_range_is_wrong_usage(run, command, option, value):
    assert run(command, option, value)[0] == 2


def test_a_file_that_cannot_be_written_is_said_in_chinese(run, tmp_path: Path):
    from xuncha_nlp.errors import InputError

    with pytest.raises(InputError, match="无法写入"):
        run("discover", "--toml", tmp_path / "没有" / "发现.toml")
