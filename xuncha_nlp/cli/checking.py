"""The command that checks a speech."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .help import ChineseCommand
from .loading import load, load_file
from .messages import Misuse, say
from .options import CorpusOption, EncodingOption, PageFormat, RowFormat, must_be_date
from .output import chosen, emit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..checks import Findings
    from ..speeches import Speech

__all__ = ["register", "show_findings"]

_PAGES = (".html", ".htm")


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
    against: Annotated[
        list[Path] | None,
        typer.Option(
            "--against", metavar="FILE", help="另要比对有无照抄的文件，可给多个。", show_default=False
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="按哪天审提法，如 2025-03。", show_default=False),
    ] = None,
    level: Annotated[
        str, typer.Option("--level", metavar="LEVEL", help="最轻列到：错误、警告或提示。")
    ] = "提示",
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="RULE",
            help="不审这条规则或这一族规则，可给多个；名称见 docs/checking.md。",
            show_default=False,
        ),
    ] = None,
    format: Annotated[
        PageFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="输出格式；html 是一张网页，在原文上标出。默认终端上是表格，别处是 JSON。",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="网页写入这个文件，以 .html 结尾。", show_default=False
        ),
    ] = None,
    comments: Annotated[
        Path | None,
        typer.Option("--comments", metavar="FILE", help="另存一份带 Word 批注的 .docx。", show_default=False),
    ] = None,
    encoding: EncodingOption = None,
) -> None:
    """审一篇讲话：旧讲话残留、提法、数目、结构、重合、语言文字、篇幅。有“错误”时退出码为 1。"""
    must_be_date("--as-of", as_of)
    if output is not None:
        if output.suffix.lower() not in _PAGES or format not in (None, "html"):
            raise Misuse("--output", "只有网页写入文件：文件名请以 .html 结尾，--format 为 html 或不写")
        format = "html"
    import xuncha_nlp as xn

    from ..checks import Findings

    # A rule that does not exist is said before a long file is read.
    Findings().where(level=level, ignore=ignore or ())
    wanted = xn.Plan.load(plan_file) if plan_file else None
    earlier = load(corpus, encoding=encoding) if corpus else None
    given = [speech for path in against or () for speech in load_file(path, encoding)]
    speeches = list(load_file(file, encoding))
    found = Findings.joined(
        xn.check(speech, earlier, plan=wanted, as_of=as_of, against=given) for speech in speeches
    )
    findings = found.where(level=level, ignore=ignore or ())
    if comments is not None:
        from ..exporters.comments import comment_copy

        comment_copy(file, findings, comments)
        say(f"带批注的副本：{comments}")
    if format == "html":
        _write_page(speeches, findings, output)
    else:
        show_findings(findings, format)
    if findings.errors:
        raise typer.Exit(1)


def _write_page(speeches: Sequence[Speech], findings: Findings, output: Path | None) -> None:
    from ..exporters.findings_page import findings_page
    from ..files import write_whole

    page = findings_page(speeches, findings)
    if output is None:
        sys.stdout.write(page)
        return
    write_whole(output, page.encode("utf-8", "backslashreplace"))
    say(f"{findings.headline}；写好了：{output}")


def show_findings(findings: Findings, format: RowFormat | None) -> None:
    """Write findings as rows; at a terminal with the lengths and what is the same in other texts."""
    emit(
        findings.to_json(), format, title=findings.headline,
        table={"level": "程度", "place": "位置", "message": "意见", "suggestion": "建议", "evidence": "依据", "speech": "讲话", "start": "起"},
        fields=["rule", "level", "source", "speech", "text", "start", "end", "message", "suggestion", "evidence", "basis", "place"],
    )  # fmt: skip
    if chosen(format) != "table":
        return
    for each in findings.measures:
        say(each.headline)
    if findings.overlaps:
        emit(
            [each.to_json() | {"share": f"{each.share:.0%}"} for each in findings.overlaps], "table",
            title="与别的文稿相同的文字（提法和文件名不计）",
            table={"speech": "讲话", "other": "比对", "share": "比例", "characters": "字数", "longest": "最长连续"},
        )  # fmt: skip
