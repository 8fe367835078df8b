"""Standard input, output that goes nowhere, narrow terminals, and completion by the shell."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_nlp.cli import output
from xuncha_nlp.cli.output import print_table

Command = Callable[..., tuple[int, str, str]]

MAIN = "from xuncha_nlp.cli import main; main()"
POSIX = pytest.mark.skipif(os.name != "posix", reason="redirections of a POSIX shell")


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of a shell in which XUNCHA is the program."""
    program = f"{shlex.quote(sys.executable)} -X utf8 -c {shlex.quote(MAIN)}"
    return subprocess.run(
        ["sh", "-c", line.replace("XUNCHA", program)],
        capture_output=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


# Standard input


@POSIX
@pytest.mark.parametrize("file", ["chenghu_2016_2024.txt", "chenghu_2017_2020.txt", "chenghu_2020_2023.docx"])
def test_what_comes_by_a_pipe_is_read_as_a_file_is(corpora: Path, file: str) -> None:
    place = shlex.quote(str(corpora / "sample" / file))
    piped, plain = shell(f"XUNCHA kwic - -q 巡察 < {place}"), shell(f"XUNCHA kwic {place} -q 巡察")
    assert (piped.returncode, piped.stderr) == (0, b"")
    rows, expected = json.loads(piped.stdout), json.loads(plain.stdout)
    assert rows[0]["source"] == "标准输入.txt"
    for row in (*rows, *expected):
        del row["source"], row["speech"]
    assert rows == expected


@POSIX
@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("XUNCHA freq - < /dev/null", 3, "文件是空的：标准输入。"),
        ("XUNCHA freq - <&-", 3, "没有标准输入可读。"),
        ("printf '\\0\\1\\2' | XUNCHA freq -", 3, "不是文本文件"),
        ("XUNCHA freq - - < /dev/null", 2, "PATH 的值不对"),
        ("yes 同志们 | XUNCHA freq -", 3, "文件过大：标准输入"),
    ],
)
def test_what_is_no_text_on_standard_input_is_one_line(line: str, status: int, said: str) -> None:
    result = shell(line)
    assert (result.returncode, result.stdout) == (status, b"")
    err = result.stderr.decode()
    assert err.startswith(said)
    assert err.count("\n") == 1


# Output that goes nowhere


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is played by /dev/full")
@pytest.mark.parametrize("arguments", ["freq FILE", "freq FILE -f table", "tag FILE -f html", "--help"])
def test_a_full_disk_is_said_in_one_line(compilation: Path, arguments: str) -> None:
    line = arguments.replace("FILE", shlex.quote(str(compilation)))
    result = shell(f"XUNCHA {line} > /dev/full")
    assert result.returncode == 3
    assert result.stderr.decode().startswith("结果没能写完（磁盘空间不足）。")
    assert result.stderr.count(b"\n") == 1


@POSIX
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", ">&- 2>&- <&-"])
def test_a_closed_stream_is_no_defect(compilation: Path, closed: str) -> None:
    result = shell(f"XUNCHA freq {shlex.quote(str(compilation))} {closed}")
    assert (result.returncode, result.stderr) == (0, b"")


@POSIX
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "html"])
def test_head_ends_it_quietly_in_every_format(compilation: Path, form: str) -> None:
    line = f"(XUNCHA tag {shlex.quote(str(compilation))} -f {form}; echo $? >&2) | head -n 1"
    result = shell(line)
    assert result.stderr == b"0\n"
    assert result.stdout.count(b"\n") == 1


@POSIX
def test_a_link_that_leads_to_itself_is_said_in_chinese(command: Command, tmp_path: Path) -> None:
    (tmp_path / "环.txt").symlink_to("环.txt")
    status, out, err = command("outline", tmp_path / "环.txt")
    assert (status, out) == (3, "")
    assert "环.txt（链接指向自己）" in err


# Narrow terminals


def test_numbers_and_dates_are_never_broken_and_what_does_not_fit_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_WIDTH", 48)
    headings = ["讲话", "日期", "次数", "每万字", "很长的一列文字", "再一列"]
    row = ["chenghu_2016_2024.txt#1", "2022-07-15", "12345678", "3.5%", "话" * 30, "12345678"]
    print_table([row], headings)
    out, err = capsys.readouterr()
    assert all(each in out for each in row[1:4])
    assert "再一列" not in out
    assert "再一列" in err
    assert err.startswith("窗口太窄，没有列出：")
    assert err.count("\n") == 1
    from rich.cells import cell_len

    assert max(map(cell_len, out.splitlines())) <= 48


def test_a_table_that_fits_is_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([["甲", "1"], ["乙", "—"]], ["词", "次数"])
    out, err = capsys.readouterr()
    assert err == ""
    assert re.search(r"甲 +1", out)
    print_table([], ["词", "次数"])
    assert "次数" in capsys.readouterr().out


# Completion


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("bash", ".local/share/bash-completion/completions/xuncha"),
        ("zsh", ".zfunc/_xuncha"),
        ("fish", ".config/fish/completions/xuncha.fish"),
    ],
)
def test_completion_is_installed_and_nothing_else_is_touched(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, place: str
) -> None:
    monkeypatch.setenv("SHELL", f"/bin/{name}")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for _ in range(2):
        status, out, err = command("--install-completion")
        assert (status, out) == (0, "")
        assert err.startswith(f"已写入 {tmp_path / place}。")
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == [tmp_path / place]
    assert "_XUNCHA_COMPLETE" in (tmp_path / place).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "/bin/tcsh"])
def test_a_shell_without_completion_is_refused(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("SHELL", name)
    status, out, err = command("--install-completion")
    assert (status, out) == (3, "")
    assert err.startswith("不认识这个终端：")


@POSIX
def test_the_shell_gets_commands_options_and_values() -> None:
    def answer(words: str, number: int) -> list[str]:
        asked = {"COMP_WORDS": words, "COMP_CWORD": str(number), "_XUNCHA_COMPLETE": "complete_bash"}
        return shell("XUNCHA", **asked).stdout.decode().split()

    assert answer("xuncha dis", 1) == ["dispersion", "discover"]
    assert {"--genre", "--title", "--plot"} <= set(answer("xuncha freq --", 2))
    assert answer("xuncha freq --by ye", 3) == ["year"]
    zsh = {"_TYPER_COMPLETE_ARGS": "xuncha out", "_XUNCHA_COMPLETE": "complete_zsh"}
    assert "各篇讲话的标题" in shell("XUNCHA", **zsh).stdout.decode()
