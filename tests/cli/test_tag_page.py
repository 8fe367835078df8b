"""``tag --format html``: one page for all paths, to standard output or to a file; for ``tag`` alone."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import Result

import xuncha_nlp as xn
from xuncha_nlp.cli import app
from xuncha_nlp.exporters.tagged import tagged_html

Run = Callable[..., Result]
Command = Callable[..., tuple[int, str, str]]

REQUIRED = {"kwic": ["-q", "意识"]}
OTHERS = sorted(
    name
    for name, command in get_command(app).commands.items()  # type: ignore[attr-defined]
    if name not in {"tag", "check"} and any("--format" in each.opts for each in command.params)
)


def test_the_page_is_that_of_the_library(xuncha: Run, sample: Path) -> None:
    assert xuncha("tag", sample, "--format", "html").stdout == tagged_html(xn.read(sample), page=True)


def test_the_page_holds_the_speeches_of_all_paths(xuncha: Run, corpora: Path) -> None:
    files = sorted((corpora / "sample").glob("*.txt"))
    page = xuncha("tag", *files, "-f", "html", "-k", "formula").stdout
    assert page == tagged_html(xn.read(*files), ["formula"], page=True)
    assert page.count("<article") == len(xn.read(*files))


@pytest.mark.parametrize("options", [["--format", "html"], []], ids=["asked for", "by its ending"])
def test_the_page_can_go_to_a_file(
    command: Command, sample: Path, tmp_path: Path, options: list[str]
) -> None:
    place = tmp_path / "标注.html"
    status, out, _ = command("tag", sample, "-o", place, *options)
    assert (status, out) == (0, "")
    assert place.read_text(encoding="utf-8") == tagged_html(xn.read(sample), page=True)


def test_rows_can_go_to_a_file_too(command: Command, sample: Path, tmp_path: Path) -> None:
    place = tmp_path / "标注.json"
    assert command("tag", sample, "-k", "citation", "-o", place)[:2] == (0, "")
    assert {row["kind"] for row in json.loads(place.read_text(encoding="utf-8"))} == {"citation"}


def test_users_formulae_are_on_the_page(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("在动员会上的讲话\n同志们：\n要把晨光行动办好。", encoding="utf-8")
    (tmp_path / "mine.csv").write_text("name\n晨光行动\n", encoding="utf-8")
    _, out, _ = command("tag", tmp_path / "a.txt", "-f", "html", "--lexicon", tmp_path / "mine.csv")
    assert "提法：晨光行动" in out


@pytest.mark.skipif(sys.platform != "linux", reason="only there a file name can be any bytes")
def test_a_file_name_that_is_no_utf8_is_escaped(command: Command, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff.txt")).write_text("在会上的讲话\n一、认识", encoding="utf-8")
    status, _, err = command("tag", tmp_path, "-o", tmp_path / "a.html")
    assert (status, err) == (0, "")
    assert r"a\udcff.txt" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_one_line(command: Command, sample: Path, tmp_path: Path) -> None:
    status, out, err = command("tag", sample, "-o", tmp_path / "none" / "a.html")
    assert (status, out) == (3, "")
    assert err.startswith("无法写入")
    assert err.count("\n") == 1


@pytest.mark.parametrize("name", OTHERS)
def test_other_commands_refuse_html(command: Command, sample: Path, name: str) -> None:
    status, out, err = command(name, sample, *REQUIRED.get(name, []), "--format", "html")
    assert (status, out) == (2, "")
    assert err == "--format 的值不对。请看：xuncha --help 或 xuncha 命令 --help。\n"


def test_there_are_other_commands() -> None:
    assert len(OTHERS) >= 5
