"""similarity, topics and profile at the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

import xuncha_nlp as xn
from xuncha_nlp.analysis.profile import profile
from xuncha_nlp.analysis.similarity import clusters, similarity
from xuncha_nlp.analysis.topics import topics
from xuncha_nlp.cells import rows_of

Run = Callable[..., Result]

COMMANDS = [
    ["similarity"], ["similarity", "--groups"], ["similarity", "--what", "formula"], ["topics", "-k", "3"],
    ["profile"], ["profile", "--by", "year"],
]  # fmt: skip


def rows(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_four_formats_have_the_same_rows(xuncha: Run, sample: Path, command: list[str]) -> None:
    head, *options = command
    found = rows(xuncha(head, sample, *options, "-f", "json"))
    assert found
    lines = xuncha(head, sample, *options, "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == found
    table = list(csv.DictReader(io.StringIO(xuncha(head, sample, *options, "-f", "csv").stdout)))
    assert [list(row) for row in table] == [list(row) for row in found]
    shown = xuncha(head, sample, *options, "-f", "table").stdout
    assert shown.splitlines()[0].endswith("。")
    assert len(shown.splitlines()) > len(found)


def test_a_command_gives_what_the_library_gives(xuncha: Run, sample: Path) -> None:
    corpus = xn.read(sample)
    for found, options in (
        (similarity(corpus), ["similarity"]),
        (clusters(corpus, 2), ["similarity", "-k", "2"]),
        (clusters(corpus, threshold=0.1), ["similarity", "--threshold", "0.1"]),
        (topics(corpus, 3, unit="speech", top=4), ["topics", "-k", "3", "--unit", "speech", "--words", "4"]),
        (profile(corpus, by="genre", rate=180), ["profile", "--by", "genre", "--rate", "180"]),
    ):
        head, *rest = options
        wanted = rows_of(found.to_frame().reset_index())
        assert rows(xuncha(head, sample, *rest, "-f", "json")) == json.loads(json.dumps(wanted))


def test_a_wide_matrix_is_shown_as_the_nearest_speech_of_each(xuncha: Run, corpora: Path) -> None:
    result = xuncha("similarity", corpora / "sample", "-f", "table")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines() if line.strip().startswith("chenghu")]
    assert len(lines) == 14
    nearest = {line[0]: line[1] for line in lines}
    assert nearest["chenghu_2016_2024.txt#2"] == "chenghu_2021_2025.docx#2"


def test_speeches_are_chosen_by_date_and_genre(xuncha: Run, sample: Path) -> None:
    assert len(rows(xuncha("profile", sample, "--since", "2019", "-f", "json"))) == 3
    assert len(rows(xuncha("profile", sample, "--genre", "反馈讲话", "-f", "json"))) == 1
    assert rows(xuncha("similarity", sample, "--year", "1999", "-f", "json")) == []


def test_what_cannot_be_done_is_said_in_a_line(
    command: Callable[..., tuple[int, str, str]], sample: Path
) -> None:
    for options, status in (
        (["topics", sample, "-k", "500"], 3),
        (["similarity", sample, "-k", "99"], 3),
        (["similarity", sample, "-k", "2", "--threshold", "0.5"], 2),
        (["topics", sample, "-k", "0"], 2),
    ):
        code, out, err = command(*options)
        assert (code, out) == (status, "")
        assert len(err.splitlines()) == 1
        assert "Traceback" not in err


@pytest.mark.parametrize("options", [[], ["--groups"]], ids=["matrix", "groups"])
def test_the_matrix_is_drawn(xuncha: Run, sample: Path, tmp_path: Path, options: list[str]) -> None:
    result = xuncha("similarity", sample, *options, "--plot", tmp_path / "a.svg", "-f", "json")
    assert rows(result)
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<?xml")
