"""Commands that make a speech: plan, draft."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .help import ChineseCommand
from .messages import say
from .options import CorpusOption, EncodingOption, LayoutOption, load

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
    encoding: EncodingOption = None,
) -> None:
    """写一份带说明的写作方案，供填写。"""
    from ..files import write_whole
    from ..templating import plan_text

    text = plan_text(genre, load(corpus, encoding=encoding) if corpus else None)
    if output:
        write_whole(output, text.encode())
        say(f"写好了：{output}")
    else:
        sys.stdout.write(text)


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
    encoding: EncodingOption = None,
) -> None:
    """按写作方案，用旧讲话的层次拼成初稿，并说明每段出处。"""
    import xuncha_nlp as xn

    wanted = xn.Plan.load(plan_file)
    earlier = load(corpus, encoding=encoding)
    result = xn.draft(earlier, wanted)
    xn.export(result, output, layout=layout)
    findings = xn.check(result, earlier)
    counts = {
        status: sum(each.status == status for each in result.passages)
        for status in ("verbatim", "adapted", "new")
    }
    say(
        f"初稿：{output}（原样 {counts['verbatim']} 段、改动 {counts['adapted']} 段、新写 {counts['new']} 段；"
        f"须改 {len(findings.errors)} 处，用 xuncha check {output} --plan {plan_file} --corpus … 查看）"
    )
