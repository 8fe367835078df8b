"""What goes wrong is one line of Chinese on standard error, with its exit status, and leaves nothing behind."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., tuple[int, str, str]]
Process = Callable[..., subprocess.CompletedProcess[bytes]]

# The argument parser's own words.
ENGLISH = re.compile(r"(?i)usage|error|invalid|missing|such|try|argument|option|required|value|traceback")


def is_one_line_of_chinese(line: str) -> bool:
    return line.endswith("。\n") and line.count("\n") == 1 and bool(re.match(r"[一-鿿\-]", line))


# Wrong usage: 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "没有这个命令：nothing"),
        (["--nothing"], "没有这个选项：--nothing"),
        (["outline", "FILE", "--nothing"], "没有这个选项：--nothing"),
        (["outline"], "缺少 "),
        (["kwic", "FILE"], "缺少 --query"),
        (["draft", "PLAN", "-o", "a.docx"], "缺少 --corpus"),
        (["draft", "PLAN", "-c", "FILE"], "缺少 --output"),
        (["export", "FILE"], "缺少 --output"),
        (["check"], "缺少 "),
        (["plan"], "缺少 "),
        (["check", "FILE", "FILE"], "用法"),
        (["outline", "FILE", "--format", "xml"], "--format 的值不对"),
        (["outline", "FILE", "--format"], "--format"),
        (["tag", "FILE", "--kind", "verb"], "--kind 的值不对"),
        (["tag", "FILE", "--kind", "slot", "--kind", "verb"], "--kind 的值不对"),
        (["freq", "FILE", "--by", "month"], "--by 的值不对"),
        (["freq", "FILE", "--top", "-1"], "--top 的值不对"),
        (["freq", "FILE", "--top", "三"], "--top 的值不对"),
        (["kwic", "FILE", "-q", "意识", "--sort", "0R"], "--sort"),
        (["kwic", "FILE", "-q", "意识", "--sort", "R1"], "--sort"),
        (["kwic", "FILE", "-q", ""], "--query"),
        (["kwic", "FILE", "-q", "意识", "--width", "0"], "--width 的值不对"),
        (["check", "FILE", "--as-of", "2025-3"], "--as-of 的值不对"),
        (["check", "FILE", "--as-of", "今年"], "--as-of 的值不对"),
        (["check", "FILE", "--as-of", "2025-13"], "--as-of 的值不对"),
        (["check", "FILE", "--as-of", "2025-02-30"], "--as-of 的值不对"),
        (["check", "FILE", "--as-of", "２０２５"], "--as-of 的值不对"),
    ],
    ids=" ".join,
)
def test_wrong_usage_leaves_with_2_and_a_line_of_chinese(
    command: Command, compilation: Path, plan_file: Path, arguments: list[str], said: str
) -> None:
    given = [{"FILE": str(compilation), "PLAN": str(plan_file)}.get(each, each) for each in arguments]
    status, out, err = command(*given)
    assert (status, out) == (2, "")
    assert is_one_line_of_chinese(err)
    assert said in err
    assert not ENGLISH.search(re.sub(r"-{1,2}[a-z-]+|nothing", "", err))


def test_without_a_command_the_help_is_near(command: Command) -> None:
    status, _, err = command()
    assert status == 2
    assert "xuncha --help" in err


# Input that cannot be read: 3


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of things that cannot be read."""
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "空白.txt").write_text(" \n　\n", encoding="utf-8")
    (tmp_path / "二进制.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "截断.docx").write_bytes(b"PK\x03\x04" + bytes(200))
    (tmp_path / "图片.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (tmp_path / "损坏.txt").write_bytes(
        "各级党组织要认真落实责任，抓好整改工作".encode() + b"\xff\xfe" + "好".encode()
    )
    for suffix in ("doc", "wps", "rtf", "odt", "pdf", "docx"):
        (tmp_path / f"假的.{suffix}").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "半个.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (tmp_path / "有密码.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9
    )
    (tmp_path / "坏行.jsonl").write_text('{"text": "甲"}\n{', encoding="utf-8")
    (tmp_path / "深.jsonl").write_text('{"text": ' + "[" * 100_000, encoding="utf-8")
    (tmp_path / "名单.csv").write_text("姓名,职务\n林若谷,书记\n", encoding="utf-8")
    (tmp_path / "引号.csv").write_text('text\n"甲', encoding="utf-8")
    (tmp_path / "深.md").write_text(">" * 10_000 + "甲", encoding="utf-8")
    (tmp_path / "无字.html").write_text("<html><script>x</script></html>", encoding="utf-8")
    (tmp_path / "空文件夹").mkdir()
    with (tmp_path / "过大.txt").open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    plan = 'genre = "动员讲话"\ntitle = "在{{ round }}会上的讲话"\ndate = "2025-03"\n'
    section = '[[section]]\nmove = "tasks"\n'
    (tmp_path / "多键.toml").write_text(plan + 'weather = "晴"\n' + section, encoding="utf-8")
    (tmp_path / "缺变量.toml").write_text(plan + section, encoding="utf-8")
    (tmp_path / "乱.toml").write_text("这不是 TOML", encoding="utf-8")
    (tmp_path / "国标.toml").write_bytes((plan + section).encode("gb18030"))
    (tmp_path / "坏库.toml").write_text('[[formula]]\nname = "甲"\n', encoding="utf-8")
    return tmp_path


READING = [
    ("没有.txt", "找不到文件"),
    ("空.txt", "文件是空的"),
    ("空白.txt", "没有文字"),
    ("二进制.txt", "不是文本文件"),
    ("截断.docx", "文件损坏或不是 .docx"),
    ("图片.png", "不认识的文件类型"),
    ("损坏.txt", "编码有损坏"),
    ("空文件夹", "文件夹"),
    ("过大.txt", "文件过大"),
]
# What goes wrong inside of a reader is the same for every command.
READERS = [
    *((f"假的.{suffix}", f"文件损坏或不是 .{suffix}") for suffix in ("doc", "wps", "rtf", "odt", "docx")),
    ("假的.pdf", "文件损坏或不是 PDF"),
    ("半个.pdf", "文件损坏或不是 PDF"),
    ("有密码.docx", "文件有密码"),
    ("坏行.jsonl", "第 2 行不是有效的 JSON"),
    ("深.jsonl", "第 1 行不是有效的 JSON"),
    ("名单.csv", "没有找到正文一列"),
    ("引号.csv", "第 2 行起的记录有误"),
    ("深.md", "嵌套过深"),
    ("无字.html", "没有文字"),
]


@pytest.mark.parametrize(("file", "said"), READERS, ids=[each[0] for each in READERS])
def test_what_a_reader_refuses_leaves_with_3_and_a_line_that_names_it(
    command: Command, place: Path, file: str, said: str
) -> None:
    status, out, err = command("outline", place / file)
    assert (status, out) == (3, "")
    assert is_one_line_of_chinese(err)
    assert said in err
    assert file in err


@pytest.mark.parametrize("name", ["outline", "formulae", "tag", "freq", "kwic", "check"])
@pytest.mark.parametrize(("file", "said"), READING, ids=[each[0] for each in READING])
def test_what_cannot_be_read_leaves_with_3_and_a_line_that_names_it(
    command: Command, place: Path, name: str, file: str, said: str
) -> None:
    status, out, err = command(name, place / file, *(["-q", "意识"] if name == "kwic" else []))
    assert (status, out) == (3, "")
    assert is_one_line_of_chinese(err)
    assert said in err
    assert file in err


def test_one_unreadable_file_among_good_ones_is_an_error(
    command: Command, place: Path, compilation: Path
) -> None:
    status, out, err = command("formulae", compilation, place / "空.txt")
    assert (status, out) == (3, "")
    assert "空.txt" in err


def test_two_files_of_one_name_are_an_error(command: Command, compilation: Path) -> None:
    status, out, err = command("outline", compilation, compilation)
    assert (status, out) == (3, "")
    assert is_one_line_of_chinese(err)
    assert "重名" in err


# Where OUT is to be written, PLAN and CORPUS are good, and what else there is stands in `place`.
WRITING = [
    (["export", "SAMPLE", "-o", "OUT.docx"], "这是一个文件夹"),
    *((["export", file, "-o", "OUT.docx"], said) for file, said in READING),
    *((["draft", "PLAN", "-c", file, "-o", "OUT.docx"], said) for file, said in READING),
    (["draft", "没有.toml", "-c", "SAMPLE", "-o", "OUT.docx"], "读不了写作方案"),
    (["draft", "空文件夹", "-c", "SAMPLE", "-o", "OUT.docx"], "读不了写作方案"),
    (["draft", "国标.toml", "-c", "SAMPLE", "-o", "OUT.docx"], "读不了写作方案"),
    (["draft", "乱.toml", "-c", "SAMPLE", "-o", "OUT.docx"], "写作方案格式有误"),
    (["draft", "多键.toml", "-c", "SAMPLE", "-o", "OUT.docx"], "不认识的键 weather"),
    (["draft", "缺变量.toml", "-c", "SAMPLE", "-o", "OUT.docx"], "方案缺少变量 round"),
    (["draft", "PLAN", "-c", "SAMPLE", "-o", "OUT.pdf"], "不能导出为这种文件"),
    (["draft", "PLAN", "-c", "SAMPLE", "-o", "OUT"], "不能导出为这种文件"),
    (["draft", "PLAN", "-c", "SAMPLE", "-o", "没有/OUT.docx"], "无法写入"),
    (["draft", "PLAN", "-c", "SAMPLE", "-o", "OUT.docx", "--layout", "nothing"], "没有名为 nothing 的版式"),
    (["export", "FILE", "-o", "OUT.doc"], "不能导出为这种文件"),
    (["export", "FILE", "-o", "没有/OUT.md"], "无法写入"),
    (["export", "FILE", "-o", "空.txt/OUT.md"], "无法写入"),
    (["export", "FILE", "-o", "OUT.docx", "--layout", "没有.toml"], "找不到数据文件"),
    (["export", "FILE", "-o", "OUT.docx", "--layout", "乱.toml"], "格式有误"),
    (["plan", "闲聊", "-o", "OUT.toml"], "没有这个文种：闲聊"),
    (["plan", "动员讲话", "-c", "空.txt", "-o", "OUT.toml"], "文件是空的"),
    (["plan", "动员讲话", "-o", "没有/OUT.toml"], "无法写入"),
    (["plan", "动员讲话", "-o", "空文件夹"], "无法写入"),
    (["demo", "-o", "空.txt"], "不能建立文件夹"),
    (["demo", "-o", "空.txt/深处"], "不能建立文件夹"),
    (["check", "SAMPLE"], "这是一个文件夹"),
    (["check", "FILE", "--plan", "多键.toml"], "不认识的键 weather"),
    (["check", "FILE", "--plan", "没有.toml"], "读不了写作方案"),
    (["check", "FILE", "--corpus", "没有.txt"], "找不到文件"),
    (["formulae", "FILE", "--lexicon", "没有.toml"], "找不到数据文件"),
    (["formulae", "FILE", "--lexicon", "空文件夹"], "读不了数据文件"),
    (["freq", "FILE", "--lexicon", "坏库.toml"], "缺少"),
    (["tag", "FILE", "--lexicon", "乱.toml"], "格式有误"),
]


@pytest.mark.parametrize(("arguments", "said"), WRITING, ids=[" ".join(each[0]) for each in WRITING])
def test_what_cannot_be_done_leaves_with_3_and_nothing_behind(
    command: Command, place: Path, sample: Path, compilation: Path, plan_file: Path,
    arguments: list[str], said: str,
) -> None:  # fmt: skip
    given = {"SAMPLE": sample, "FILE": compilation, "PLAN": plan_file}
    before = {each: each.is_file() and each.read_bytes() for each in place.rglob("*")}
    literal = {
        "export",
        "draft",
        "plan",
        "demo",
        "check",
        "formulae",
        "freq",
        "tag",
        "闲聊",
        "动员讲话",
        "nothing",
    }
    status, out, err = command(
        *(
            given.get(each, each if each in literal or each.startswith("-") else place / each)
            for each in arguments
        )
    )
    assert (status, out) == (3, "")
    assert is_one_line_of_chinese(err)
    assert said in err
    assert {each: each.is_file() and each.read_bytes() for each in place.rglob("*")} == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["draft", "缺变量.toml", "-c", "SAMPLE", "-o", "旧.docx"],
        ["draft", "PLAN", "-c", "空.txt", "-o", "旧.docx"],
        ["draft", "PLAN", "-c", "SAMPLE", "-o", "旧.docx", "--layout", "nothing"],
        ["export", "截断.docx", "-o", "旧.docx"],
        ["plan", "动员讲话", "-c", "空.txt", "-o", "旧.docx"],
    ],
    ids=" ".join,
)
def test_a_file_that_is_there_already_is_left_as_it_is(
    command: Command, place: Path, sample: Path, plan_file: Path, arguments: list[str]
) -> None:
    old = place / "旧.docx"
    old.write_bytes(b"kept")
    known = {"SAMPLE": sample, "PLAN": plan_file, "旧.docx": old}
    status, out, _ = command(*(known.get(each, place / each if "." in each else each) for each in arguments))
    assert (status, out) == (3, "")
    assert old.read_bytes() == b"kept"


def test_a_read_only_file_is_not_overwritten(command: Command, tmp_path: Path, compilation: Path) -> None:
    old = tmp_path / "定稿.docx"
    old.write_bytes(b"kept")
    old.chmod(0o444)
    status, out, err = command("export", compilation, "-o", old)
    assert (status, out, old.read_bytes()) == (3, "", b"kept")
    assert "只读" in err


def test_an_output_that_is_there_already_is_replaced_when_all_is_well(
    command: Command, tmp_path: Path, compilation: Path
) -> None:
    old = tmp_path / "旧.md"
    old.write_bytes(b"old")
    assert command("export", compilation, "-o", old)[0] == 0
    assert old.read_text(encoding="utf-8").startswith("# 在区委第一轮巡察工作动员会上的讲话")


# A defect of ours: 70


def test_a_defect_is_one_line_too(
    command: Command, monkeypatch: pytest.MonkeyPatch, compilation: Path
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("xuncha_nlp.corpus.read", broken)
    monkeypatch.delenv("XUNCHA_DEBUG", raising=False)
    status, out, err = command("outline", compilation)
    assert (status, out) == (70, "")
    assert is_one_line_of_chinese(err)
    monkeypatch.setenv("XUNCHA_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["xuncha", "outline", str(compilation)])
    from xuncha_nlp.cli import main

    with pytest.raises(RuntimeError, match="two"):
        main()


def test_an_interrupt_leaves_with_130(
    command: Command, monkeypatch: pytest.MonkeyPatch, compilation: Path
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xuncha_nlp.corpus.read", interrupted)
    assert command("outline", compilation) == (130, "", "已中断。\n")


# In a process of its own


def test_a_process_leaves_with_1_where_check_finds_errors(process: Process, compilation: Path) -> None:
    result = process("check", compilation)
    assert (result.returncode, result.stderr) == (1, b"")
    assert "leftover" not in result.stdout.decode()
    assert '"rule": "masked"' in result.stdout.decode()


def test_a_process_leaves_with_2_on_wrong_usage(process: Process) -> None:
    result = process("outline", "--nothing")
    assert (result.returncode, result.stdout) == (2, b"")
    assert is_one_line_of_chinese(result.stderr.decode())


def test_a_process_leaves_with_3_on_a_missing_file(process: Process) -> None:
    result = process("outline", "没有.txt")
    assert (result.returncode, result.stdout) == (3, b"")
    assert is_one_line_of_chinese(result.stderr.decode())
    assert b"Traceback" not in result.stderr


def test_a_terminal_without_a_character_does_not_stop_the_output(process: Process, compilation: Path) -> None:
    """The › between headings is not in GBK, which is what a Chinese Windows writes into a pipe."""
    result = process("kwic", compilation, "-q", "四个意识", PYTHONUTF8="0", PYTHONIOENCODING="gbk")
    assert (result.returncode, result.stderr) == (0, b"")
    assert "四个意识" in result.stdout.decode("gbk")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are bytes only on Linux")
def test_a_file_name_in_another_encoding_is_no_obstacle(
    process: Process, tmp_path: Path, compilation: Path
) -> None:
    file = tmp_path / "讲话.txt".encode("gbk").decode("utf-8", "surrogateescape")
    file.write_bytes(compilation.read_bytes())
    result = process("formulae", file, PYTHONIOENCODING="utf-8:strict")
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that closes is an error of its own there")
@pytest.mark.parametrize(
    ("arguments", "lines"), [(["tag"], 1), (["kwic", "-q", "望河"], 0)], ids=["long", "short"]
)
def test_a_reader_who_has_seen_enough_ends_it_quietly(
    compilation: Path, arguments: list[str], lines: int
) -> None:
    from_main = [sys.executable, "-c", "from xuncha_nlp.cli import main; main()"]
    with subprocess.Popen(
        [*from_main, *arguments, str(compilation)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        for _ in range(lines):
            assert running.stdout.readline() == b"[\n"
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


# An encoding that the user knows better


@pytest.fixture
def big5(tmp_path):
    """A file in an encoding that cannot be told from its few bytes."""
    path = tmp_path / "舊稿.txt"
    path.write_bytes("在動員會上的講話\n一、提高認識。\n".encode("big5"))
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["outline"],
        ["formulae"],
        ["tag"],
        ["freq"],
        ["kwic", "-q", "認識"],
        ["check"],
        ["reuse"],
        ["discover"],
    ],
    ids=" ".join,
)
def test_every_command_that_reads_takes_an_encoding(command, big5, arguments):
    name, *rest = arguments
    status, out, err = command(name, big5, *rest, "--encoding", "big5", "-f", "json")
    assert (status, err) == (0, "")
    assert isinstance(json.loads(out), list)
    status, out, err = command(name, big5, *rest, "--encoding", "utf-8", "-f", "json")
    assert (status, out, err.count("\n")) == (3, "", 1)
    assert "utf-8" in err


def test_an_export_takes_an_encoding(command, big5, tmp_path):
    assert command("export", big5, "-o", tmp_path / "稿.txt", "--encoding", "big5")[0] == 0
    assert "提高認識" in (tmp_path / "稿.txt").read_text(encoding="utf-8")
