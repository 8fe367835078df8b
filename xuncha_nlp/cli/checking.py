"""The command that checks a speech."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .help import ChineseCommand
from .options import CorpusOption, EncodingOption, FormatOption, load, load_file
from .output import Format, emit

if TYPE_CHECKING:
    from ..checks import Findings

__all__ = ["register", "show_findings"]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=ChineseCommand)(check)


def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="要审的讲话（.docx .txt）。", show_default=False)
    ],
    plan_file: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="写作方案。", show_default=False)
    ] = None,
    corpus: CorpusOption = None,
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
        for speech in load_file(file, encoding)
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


def _is_date(text: str) -> bool:
    """Whether a text is an ISO date that a calendar has: a year, a month or a day."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
