"""Commands that make a speech: plan, draft."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError
from .help import ChineseCommand
from .loading import load, load_file
from .messages import say
from .options import CorpusOption, EncodingOption, LayoutOption

if TYPE_CHECKING:
    from ..templating import Draft

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=ChineseCommand)(plan)
    app.command(cls=ChineseCommand)(draft)


def plan(
    genre: Annotated[str, typer.Argument(metavar="GENRE", help="文种，如 动员讲话。", show_default=False)],
    corpus: CorpusOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="写到文件；默认写到屏幕。")
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="逐项提问，把回答写进方案；直接回车跳过一项。")] = False,
    genres: Annotated[
        Path | None,
        typer.Option("--genres", metavar="FILE", help="自己的文种文件（.toml）。", show_default=False),
    ] = None,
    encoding: EncodingOption = None,
) -> None:
    """写一份带说明的写作方案，供填写。"""
    from ..files import write_whole
    from ..templating import kind_of, plan_text

    own = str(genres.resolve()) if genres else ""
    kind_of(genre, own or None)
    earlier = load(corpus, encoding=encoding) if corpus else None
    text = plan_text(genre, earlier, answers=_answers() if ask else None, genres=own)
    if output:
        write_whole(output, text.encode())
        say(f"写好了：{output}")
    else:
        sys.stdout.write(text)


def _answers() -> dict[str, str]:
    """Ask the questions; an answer that cannot be used is asked for again at a terminal, and refused elsewhere."""
    from ..templating import questions

    answers: dict[str, str] = {}
    for question in questions():
        while True:
            answer = _answer(f"{question.text}{f'（如 {question.example}）' if question.example else ''}：")
            complaint = question.complaint(answer)
            if not complaint:
                break
            if not sys.stdin.isatty():
                raise InputError(f"回答不能用：{complaint.rstrip('。')}", "请改正后再运行")
            say(complaint)
        if answer:
            answers[question.key] = answer
    return answers


def _answer(text: str) -> str:
    # The plan may go to standard output, so the questions do not.
    sys.stderr.write(text)
    sys.stderr.flush()
    try:
        return input().strip()
    except (EOFError, OSError, RuntimeError, UnicodeDecodeError) as error:
        sys.stderr.write("\n")
        raise InputError(
            f"没有读到回答：{text.rstrip('：')}", "请在终端里逐项回答，或不用 --ask，直接填写方案文件"
        ) from error


def draft(
    plan_file: Annotated[
        Path, typer.Argument(metavar="PLAN", help="填好的写作方案（.toml）。", show_default=False)
    ],
    corpus: Annotated[
        list[Path],
        typer.Option("--corpus", "-c", metavar="PATH", help="旧讲话：文件或文件夹。", show_default=False),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="初稿：.docx .md .html .json .txt。", show_default=False
        ),
    ],
    layout: LayoutOption = "gb9704",
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="换一个数，就换一稿：在差不多好的段落里另选。")
    ] = 0,
    comments: Annotated[bool, typer.Option("--comments", help="把出处和审核意见写成 Word 批注。")] = False,
    provenance: Annotated[bool, typer.Option("--provenance", help="在文末附出处表。")] = False,
    resume: Annotated[
        Path | None,
        typer.Option(
            "--resume",
            metavar="FILE",
            help="改过的初稿：一字不改，重新说明各段出处，重新审核。",
            show_default=False,
        ),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="把逐段说明写到屏幕。")] = False,
    encoding: EncodingOption = None,
) -> None:
    """按写作方案，用旧讲话的层次拼成初稿，并说明每段出处。"""
    import xuncha_nlp as xn

    from ..templating import draft as make
    from ..templating import resume as read_back

    wanted = xn.Plan.load(plan_file)
    earlier = load(corpus, encoding=encoding)
    result = make(earlier, wanted, seed=seed)
    if resume:
        result = read_back(result, list(load_file(resume, encoding)), earlier)
    findings = xn.check(result, earlier)
    xn.export(
        result, output, layout=layout, findings=findings if comments else None, comments=comments, provenance=provenance,
    )  # fmt: skip
    if explain:
        sys.stdout.write(result.explain())
    # A .json is for programs: no command reads it as a text.
    look = (
        "" if output.suffix == ".json" else f"，用 xuncha check {output} --plan {plan_file} --corpus … 查看"
    )
    said = f"初稿：{output}（{_counted(result)}；须改 {len(findings.errors)} 处{look}）"
    say("。".join((said, *result.notes)))


def _counted(result: Draft) -> str:
    from ..templating import status_name

    return "、".join(
        f"{status_name(status)} {count} 段"
        for status, count in result.counts().items()
        if count or status in ("verbatim", "adapted", "new")
    )
