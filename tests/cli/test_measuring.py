"""The commands that measure: the numbers of the library, in every format, with figures and clear refusals."""

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
from xuncha_nlp import analysis

Run = Callable[..., Result]
Command = Callable[..., tuple[int, str, str]]

QUESTIONS: dict[str, tuple[list[str], Callable[[Any], Any]]] = {
    "collocates": (["-q", "整改"], lambda corpus: analysis.collocates(corpus, "整改")),
    "keyness": (
        ["--target", "year=2016", "--against", "since=2019", "--significance", "1"],
        lambda corpus: analysis.keyness(corpus.where(year=2016), corpus.where(since="2019"), significance=1),
    ),
    "dispersion": (
        ["-q", "整改", "-q", "加强…领导"],
        lambda corpus: analysis.dispersion(corpus, ["整改", "加强…领导"]),
    ),
    "ngrams": (["-l", "3", "--least", "2"], lambda corpus: analysis.ngrams(corpus, 3, least=2)),
    "timeline": (["-q", "四个意识"], lambda corpus: analysis.timeline(corpus, ["四个意识"])),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_command_gives_what_the_library_gives(xuncha: Run, compilation: Path, name: str) -> None:
    arguments, ask = QUESTIONS[name]
    expected = ask(xn.read(compilation))
    rows = json.loads(xuncha(name, compilation, *arguments, "-f", "json").stdout)
    assert rows == json.loads(expected.to_json())["rows"]
    lines = xuncha(name, compilation, *arguments, "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = list(csv.DictReader(io.StringIO(xuncha(name, compilation, *arguments, "-f", "csv").stdout)))
    assert [list(row) for row in table] == [list(row) for row in rows]
    shown = xuncha(name, compilation, *arguments, "-f", "table").stdout
    assert shown.startswith(expected.says)
    assert json.loads(xuncha(name, compilation, *arguments, "-f", "json").stdout) == rows


@pytest.mark.parametrize("name", ["collocates", "dispersion", "ngrams", "timeline", "freq"])
def test_speeches_are_chosen_by_what_is_known_of_them(xuncha: Run, compilation: Path, name: str) -> None:
    arguments = QUESTIONS[name][0] if name in QUESTIONS else []
    plain, chosen, none = (
        json.loads(xuncha(name, compilation, *arguments, *options, "-f", "json").stdout)
        for options in ([], ["--since", "2018", "--until", "2022"], ["--year", "1999"])
    )
    assert plain != chosen
    assert len(none) <= len(chosen)


def test_two_paths_are_compared(xuncha: Run, corpora: Path, compilation: Path) -> None:
    other = next(path for path in sorted((corpora / "sample").glob("*.txt")) if path != compilation)
    rows = json.loads(
        xuncha("keyness", compilation, "--against", other, "-f", "json", "--significance", "1").stdout
    )
    expected = analysis.keyness(xn.read(compilation), xn.read(other), significance=1)
    assert [row["word"] for row in rows] == list(expected.index)


@pytest.mark.parametrize("ending", ["png", "svg"])
@pytest.mark.parametrize("name", ["collocates", "keyness", "dispersion", "timeline", "freq"])
def test_a_figure_is_drawn(xuncha: Run, compilation: Path, tmp_path: Path, name: str, ending: str) -> None:
    pytest.importorskip("matplotlib")
    arguments = QUESTIONS[name][0] if name in QUESTIONS else ["--by", "year"]
    target = tmp_path / f"图.{ending}"
    result = xuncha(name, compilation, *arguments, "--plot", target, "-f", "json")
    assert json.loads(result.stdout)
    assert str(target) in result.stderr
    assert target.read_bytes().startswith(b"\x89PNG" if ending == "png" else b"<?xml")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["collocates", "FILE"], 2, "缺少 --query"),
        (["timeline", "FILE"], 2, "缺少 --query"),
        (["keyness", "FILE"], 2, "缺少 --against"),
        (["keyness", "FILE", "--against", "year=1999"], 3, "选不出讲话"),
        (["keyness", "FILE", "--against", "year=2016", "--target", "weather=1"], 2, "--target"),
        (["collocates", "FILE", "-q", "整改|"], 3, "查询式"),
        (["dispersion", "FILE", "-q", "/[/"], 3, "查询式第 3 字"),
        (["freq", "FILE", "-q", "<"], 3, "查询式"),
        (["kwic", "FILE", "-q", "甲<"], 3, "查询式第 2 字"),
        (["kwic", "FILE", "-q", "甲", "--group", "date"], 2, "--sort/--group"),
        (["kwic", "FILE", "-q", "类别:天气"], 3, "没有类别"),
        (["timeline", "FILE", "-q", "整改", "--plot", "图.pdf"], 2, "--plot"),
        (["ngrams", "FILE", "-l", "0"], 2, "--length"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    command: Command, compilation: Path, arguments: list[str], status: int, said: str
) -> None:
    found, out, err = command(*(str(compilation) if each == "FILE" else each for each in arguments))
    assert (found, out) == (status, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_missing_library_is_named(
    command: Command, compilation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from xuncha_nlp.plots import cjk_font

    cjk_font.cache_clear()
    for name in [each for each in sys.modules if each.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    status, _, err = command(
        "timeline", compilation, "-q", "整改", "--plot", tmp_path / "图.png", "-f", "json"
    )
    assert status == 3
    assert "matplotlib" in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_the_lines_of_a_page_and_their_groups(xuncha: Run, compilation: Path) -> None:
    def rows(*options: object) -> Any:
        return json.loads(xuncha("kwic", compilation, "-q", "整改", *options, "-f", "json").stdout)

    assert rows("--start", 2, "--count", 3) == rows()[2:5]
    assert len(rows("--sample", 4, "--seed", 1)) == 4
    assert sum(row["count"] for row in rows("--group", "1L")) == len(rows())
    assert all("整改" in row["section"] for row in rows("--part", "heading"))
    assert rows("--level", 1) != rows("--level", 2)
    assert [row["left"] for row in rows("--unit", "sentence")] != [row["left"] for row in rows()]
