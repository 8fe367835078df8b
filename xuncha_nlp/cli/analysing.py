"""Commands that count and find: freq, kwic."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ..cells import rows_of
from .help import ChineseCommand
from .options import EncodingOption, FormatOption, LexiconOption, Paths, load
from .output import emit

__all__ = ["register"]

_MOST_GROUPS = 8


class By(StrEnum):
    """What makes a column of the frequency table."""

    speech = "speech"
    year = "year"
    genre = "genre"
    source = "source"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=ChineseCommand)(freq)
    app.command(cls=ChineseCommand)(kwic)


def freq(
    paths: Paths,
    by: Annotated[By, typer.Option("--by", help="按什么分列。")] = By.speech,
    top: Annotated[int, typer.Option("--top", "-n", metavar="N", help="只列前几个；0 为全部。", min=0)] = 0,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """提法频次：总次数、篇数、每万字次数，再按篇、年、文种或文件分列。"""
    from ..analysis import frequency

    frame = frequency(load(paths, lexicon, encoding), by=by.value).reset_index()
    if top:
        frame = frame.head(top)
    names = {"formula": "提法", "total": "次数", "speeches": "篇数", "per_10k": "每万字"}
    # More columns than a terminal holds are not shown there; the other formats have them all.
    shown = frame.columns if len(frame.columns) <= len(names) + _MOST_GROUPS else names
    emit(
        rows_of(frame), format, title=f"提法频次（{len(frame)} 个）",
        table={key: names.get(key, key) for key in shown}, fields=list(frame.columns),
    )  # fmt: skip


def kwic(
    paths: Paths,
    query: Annotated[
        str, typer.Option("--query", "-q", metavar="TEXT", help="要找的词或提法。", show_default=False)
    ],
    width: Annotated[
        int, typer.Option("--width", "-w", metavar="N", help="左右各多少字。", min=1, max=200)
    ] = 20,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", "-s", metavar="KEY", help="排序：1R、2L（右一词、左二词）或 date；默认按原文先后。"
        ),
    ] = None,
    format: FormatOption = None,
    encoding: EncodingOption = None,
) -> None:
    """逐处列出上下文（索引行），不受分词影响。"""
    from ..analysis import concordance

    try:
        frame = concordance(load(paths, encoding=encoding), query, width=width, sort=sort)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--query/--sort") from error
    emit(
        rows_of(frame), format, fields=list(frame.columns),
        title=f"“{query}” {len(frame)} 处",
        table={"speech": "讲话", "date": "日期", "left": "左文", "match": "所查", "right": "右文", "section": "所在层次"},
    )  # fmt: skip
