"""Commands that lay speeches side by side: reuse, discover."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..cells import rows_of
from ..files import write_whole
from .help import ChineseCommand
from .messages import say
from .options import EncodingOption, FormatOption, LexiconOption, Paths, load
from .output import Format, chosen, emit, word_for

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["register"]

# A table shows the beginning of a passage; the other formats have all of it.
_SHOWN = 40


class Without(StrEnum):
    """What does not count as reused."""

    formula = "formula"
    citation = "citation"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=ChineseCommand)(reuse)
    app.command(cls=ChineseCommand)(discover)


def reuse(
    paths: Paths,
    shortest: Annotated[
        int, typer.Option("--shortest", metavar="N", help="至少多少字相同才算。", min=4)
    ] = 20,
    without: Annotated[
        list[Without] | None,
        typer.Option("--without", help="不计入相同字数的：提法、引文；可写两次。", show_default=False),
    ] = None,
    matrix: Annotated[bool, typer.Option("--matrix", help="改列每两篇之间沿用的比例，一行一篇。")] = False,
    top: Annotated[
        int, typer.Option("--top", "-n", metavar="N", help="只列最长的几段；0 为全部。", min=0)
    ] = 0,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """两篇讲话之间沿用的段落，逐段列出哪些词换了：换掉的往往就是要重填的变量。"""
    from ..analysis.reuse import reuse as find
    from ..analysis.reuse import reuse_matrix

    corpus = load(paths, lexicon, encoding)
    kinds = [each.value for each in without or ()]
    if matrix:
        _emit_matrix(reuse_matrix(corpus, shortest=shortest, without=kinds), format)
        return
    frame = find(corpus, shortest=shortest, without=kinds)
    title = f"沿用的段落（{len(frame)} 段）"
    if top:
        frame = frame.head(top)
    rows = rows_of(frame)
    if chosen(format) is Format.table:
        rows = [_spoken(row) for row in rows]
    names = {
        "speech": "讲话", "other_speech": "另一篇", "characters": "相同字数", "similarity": "相似度",
        "text": "段落", "differences": "不同之处",
    }  # fmt: skip
    emit(rows, format, fields=list(frame.columns), title=title, table=names)


def _emit_matrix(frame: pd.DataFrame, format: Format | None) -> None:
    frame = frame.round(3).reset_index()
    names = {str(each): "讲话" if each == "speech" else str(each) for each in frame.columns}
    emit(
        rows_of(frame), format, fields=list(names), table=names,
        title="每篇（行）有多少见于另一篇（列）",
    )  # fmt: skip


def _spoken(row: dict[str, Any]) -> dict[str, Any]:
    """Write a passage for a table: its beginning, and what became of what."""
    text = "".join(row["text"].split())
    changes = [
        f"{each['left']['text'] or '（无）'}→{each['right']['text'] or '（无）'}"
        + (f"[{word_for('label', each['slot'])}]" if each["slot"] else "")
        for each in row["differences"]
    ]
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return {**row, "text": shown, "differences": changes}


def discover(
    paths: Paths,
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="只列前几个；0 为全部。", min=0)] = 50,
    least: Annotated[int, typer.Option("--least", metavar="N", help="至少出现几次。", min=2)] = 3,
    speeches: Annotated[int, typer.Option("--speeches", metavar="N", help="至少见于几篇。", min=1)] = 2,
    toml: Annotated[
        Path | None,
        typer.Option(
            "--toml", metavar="FILE", help="把提法库里没有的写成提法库条目，供审核。", show_default=False
        ),
    ] = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """从讲话里找反复出现的固定短语，提法库里没有的也找：按长度、次数和独立程度排序。"""
    from ..analysis.discovery import discover as find
    from ..analysis.discovery import to_lexicon_toml

    frame = find(load(paths, lexicon, encoding), least=least, speeches=speeches)
    title = f"反复出现的短语（{len(frame)} 个）"
    if top:
        frame = frame.head(top)
    if toml:
        write_whole(toml, to_lexicon_toml(frame).encode("utf-8", "replace"))
        say(f"已写入 {toml}：{int((~frame['known'].astype(bool)).sum())} 条，请逐条审核。")
    emit(
        rows_of(frame), format, fields=list(frame.columns), title=title,
        table={
            "text": "短语", "count": "次数", "speeches": "篇数", "left": "左熵", "right": "右熵", "score": "得分",
            "known": "已收", "speech": "首见于", "date": "日期",
        },
    )  # fmt: skip
