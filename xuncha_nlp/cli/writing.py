"""Commands that write: plan, draft, check, export."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .help import ChineseCommand
from .messages import say
from .options import EncodingOption, FormatOption, load
from .output import Format, emit

if TYPE_CHECKING:
    from ..checks import Findings
    from ..corpus import Corpus

__all__ = ["register", "show_findings"]

_CorpusOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--corpus", "-c", metavar="PATH", help="旧讲话：文件或文件夹，可给多个。", show_default=False
    ),
]
_LayoutOption = Annotated[
    str, typer.Option("--layout", metavar="NAME", help="版式：gb9704、speech、read-aloud，或自己的 .toml。")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=ChineseCommand)(plan)
    app.command(cls=ChineseCommand)(draft)
    app.command(cls=ChineseCommand)(check)
    app.command(cls=ChineseCommand)(export)


def plan(
    genre: Annotated[str, typer.Argument(metavar="GENRE", help="文种，如 动员讲话。", show_default=False)],
    corpus: _CorpusOption = None,
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
    layout: _LayoutOption = "gb9704",
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


def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="要审的讲话（.docx .txt）。", show_default=False)
    ],
    plan_file: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="写作方案。", show_default=False)
    ] = None,
    corpus: _CorpusOption = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="按哪天审提法，如 2025-03。", show_default=False),
    ] = None,
    format: FormatOption = None,
    encoding: EncodingOption = None,
) -> None:
    """审一篇讲话：待填和隐去的内容、旧讲话残留、提法、数目。有“错误”时退出码为 1。"""
    if as_of and not _is_date(as_of):
        raise typer.BadParameter(as_of, param_hint="--as-of")
    import xuncha_nlp as xn

    from ..checks import Findings

    wanted = xn.Plan.load(plan_file) if plan_file else None
    earlier = load(corpus, encoding=encoding) if corpus else None
    found = [
        each
        for speech in _one_file(file, encoding)
        for each in xn.check(speech, earlier, plan=wanted, as_of=as_of)
    ]
    findings = Findings.sorted(found)
    show_findings(findings, format)
    if findings.errors:
        raise typer.Exit(1)


def show_findings(findings: Findings, format: Format | None) -> None:
    """Write findings as rows."""
    emit(
        findings.to_json(), format, title=f"审核意见 {len(findings)} 条，其中错误 {len(findings.errors)} 条",
        table={"level": "程度", "message": "意见", "suggestion": "建议", "evidence": "依据", "speech": "讲话", "start": "起"},
        fields=["rule", "level", "source", "speech", "text", "start", "end", "message", "suggestion", "evidence", "basis"],
    )  # fmt: skip


def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="要排版的讲话（.docx .txt）。", show_default=False)
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="写到：.docx .md .html .json .txt。", show_default=False
        ),
    ],
    layout: _LayoutOption = "gb9704",
    encoding: EncodingOption = None,
) -> None:
    """把现成的讲话排成版式，一字不改。"""
    import xuncha_nlp as xn

    xn.export(tuple(_one_file(file, encoding)), output, layout=layout)
    say(f"写好了：{output}")


def _is_date(text: str) -> bool:
    """Whether a text is an ISO date that a calendar has: a year, a month or a day."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _one_file(path: Path, encoding: str | None) -> Corpus:
    from ..errors import InputError

    if path.is_dir():
        raise InputError(f"这是一个文件夹：{path}", "请给出一个文件")
    return load([path], encoding=encoding)
