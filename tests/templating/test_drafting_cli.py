"""``xuncha plan`` and ``xuncha draft``: what they ask, write and say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from xuncha_nlp.cli import app
from xuncha_nlp.sources import read_sources
from xuncha_nlp.templating import Plan

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample" / "chenghu_2016_2024.txt"
PLAN = ROOT / "corpora" / "plans" / "wangchuan_deployment.toml"
ANSWERS = "望川县\n五届县委\n第三轮\n2026-03-10\n县水务局、石门镇\n县纪委书记=梁志坚\n\n\n3\n\n\n15分钟\n两个确立\n\n乡村振兴\n"


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], input=stdin, catch_exceptions=False)


def process(
    *arguments: object, stdin: int | None = None, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    given = {"stdin": stdin} if text is None else {"input": text}
    return subprocess.run(
        [sys.executable, "-c", "from xuncha_nlp.cli import main; main()", *map(str, arguments)],
        cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=False, **given,  # type: ignore[call-overload]
    )  # fmt: skip


def test_answers_from_a_pipe_become_a_plan() -> None:
    done = process("plan", "反馈会讲话", "--ask", text=ANSWERS)
    assert done.returncode == 0, done.stderr
    plan = Plan.from_toml(done.stdout)
    assert plan.profile.values["district"] == "望川县"
    assert plan.profile.people == {"县纪委书记": "梁志坚"}
    assert (plan.characters, plan.required) == (3000, ("两个确立",))
    assert "被巡察单位" in done.stderr
    assert "？" not in done.stdout


@pytest.mark.parametrize("text", ["", "望川县\n五届县委\n"])
def test_a_pipe_that_ends_too_soon_is_named_with_its_question(text: str) -> None:
    done = process("plan", "动员讲话", "--ask", text=text)
    assert done.returncode == 3
    assert done.stdout == ""
    asked = "第几轮" if text else "全称"
    last = done.stderr.strip().splitlines()[-1]
    assert "没有读到回答" in last
    assert asked in last


def test_a_closed_input_is_no_traceback() -> None:
    done = process("plan", "动员讲话", "--ask", stdin=subprocess.DEVNULL)
    assert done.returncode == 3
    assert "没有读到回答" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_answer_that_cannot_be_used_is_refused_in_a_pipe() -> None:
    done = process("plan", "动员讲话", "--ask", text="望川县\n\n三\n")
    assert done.returncode == 3
    assert "回答不能用：轮次不对：三" in done.stderr


def test_a_genre_of_ones_own_comes_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        '[[genre]]\nname = "约谈讲话"\nheading = "约谈会上的讲话"\nmoves = ["results"]', encoding="utf-8"
    )
    result = run("plan", "约谈讲话", "--genres", file)
    assert result.exit_code == 0
    assert Plan.from_toml(result.stdout).kind.name == "约谈讲话"


def test_a_draft_is_made_edited_and_resumed(tmp_path: Path) -> None:
    import docx

    first, edited, second = (tmp_path / name for name in ("初稿.docx", "改稿.docx", "二稿.txt"))
    result = run("draft", PLAN, "-c", SAMPLE, "-o", first)
    assert result.exit_code == 0
    assert "原样" in result.stderr
    document = docx.Document(str(first))
    document.paragraphs[6].add_run("这一句是我加的。")
    document.add_paragraph("这一段也是我加的，旧讲话里没有这样的话。")
    document.save(str(edited))
    result = run("draft", PLAN, "-c", SAMPLE, "-o", second, "--resume", edited, "--explain")
    assert result.exit_code == 0
    assert "经作者改 1 段、作者自写 1 段" in result.stderr
    assert "作者所改" in result.stdout
    (source,) = read_sources(edited, "改稿.docx")
    assert second.read_text(encoding="utf-8").split() == source.text.split()


def test_a_seed_is_repeatable(tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.txt" for n in range(4)]
    for file, seed in zip(files, (5, 5, 0, 1), strict=True):
        assert run("draft", PLAN, "-c", SAMPLE.parent, "-o", file, "--seed", seed).exit_code == 0
    texts = [file.read_bytes() for file in files]
    assert texts[0] == texts[1]
    assert len(set(texts)) > 1


def test_an_edited_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = process("draft", PLAN, "-c", SAMPLE, "-o", tmp_path / "x.txt", "--resume", tmp_path / "无.docx")
    assert done.returncode == 3
    assert "无.docx" in done.stderr
    assert not (tmp_path / "x.txt").exists()


def test_comments_and_provenance_leave_the_text_as_it_is(tmp_path: Path) -> None:
    plain, full = tmp_path / "a.docx", tmp_path / "b.docx"
    run("draft", PLAN, "-c", SAMPLE, "-o", plain)
    run("draft", PLAN, "-c", SAMPLE, "-o", full, "--comments", "--provenance")
    texts = [read_sources(file, file.name)[0].text for file in (plain, full)]
    assert texts[0] == texts[1]
    assert full.stat().st_size > plain.stat().st_size
