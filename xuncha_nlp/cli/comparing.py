"""Commands that lay speeches side by side: reuse, discover."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ..files import write_whole
from .groups import Question, command
from .messages import Misuse, say
from .options import SpeechesOption, TopOption
from .output import word_for

__all__ = ["register"]

# A table shows the beginning of a passage; the other formats have all of it.
_SHOWN = 40


class Without(StrEnum):
    """What does not count as reused. (Of literals there may not be several in one option.)"""

    formula = "formula"
    citation = "citation"
    nothing = "nothing"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, reuse)
    command(app, discover)


def reuse(
    shortest: Annotated[
        int, typer.Option("--shortest", metavar="N", help="至少多少字相同才算。", min=4)
    ] = 20,
    without: Annotated[
        list[Without] | None,
        typer.Option(
            "--without",
            metavar="KIND",
            help="不计入相同字数的：提法（formula）、引文（citation），可写两次，默认两样都不计；nothing 是都计入。",
            show_default=False,
        ),
    ] = None,
    matrix: Annotated[bool, typer.Option("--matrix", help="改列每两篇之间沿用的比例，一行一篇。")] = False,
    top: TopOption = 0,
    *,
    question: Question,
) -> None:
    """两篇讲话之间沿用的段落，逐段列出哪些词换了：换掉的往往就是要重填的变量。"""
    from ..analysis.reuse import reuse as find
    from ..analysis.reuse import reuse_matrix
    from ..analysis.table import Table
    from ..extractors.reuse import WITHOUT

    corpus = question.corpus()
    if without and Without.nothing in without and len(set(without)) > 1:
        raise Misuse("--without", "nothing 不能和别的一起用")
    kinds = [each.value for each in without if each is not Without.nothing] if without else WITHOUT
    if matrix:
        found = reuse_matrix(corpus, shortest=shortest, without=kinds)
        short = Table.of(found.round(3), found.made, found.says)
        question.matrix(short, nearest="最多见于", value="占")
        return
    question.answer(find(corpus, shortest=shortest, without=kinds), top=top, cell=_spoken)


def _spoken(key: str, value: Any) -> Any:
    """Write a cell of a passage for a table: its beginning, and what became of what."""
    if key == "differences":
        return [
            f"{each['left']['text'] or '（无）'}→{each['right']['text'] or '（无）'}"
            + (f"[{word_for('label', each['slot'])}]" if each["slot"] else "")
            for each in value
        ]
    if key == "text":
        text = "".join(value.split())
        return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return value


def discover(
    top: TopOption = 50,
    least: Annotated[int, typer.Option("--least", metavar="N", help="至少出现几次。", min=2)] = 3,
    speeches: SpeechesOption = 2,
    toml: Annotated[
        Path | None,
        typer.Option(
            "--toml", metavar="FILE", help="把提法库里没有的写成提法库条目，供审核。", show_default=False
        ),
    ] = None,
    *,
    question: Question,
) -> None:
    """从讲话里找反复出现的固定短语，提法库里没有的也找：按长度、次数和独立程度排序。"""
    from ..analysis.discovery import discover as find
    from ..analysis.discovery import to_lexicon_toml

    found = find(question.corpus(), least=least, speeches=speeches)
    if toml:
        frame = found.head(top) if top else found
        write_whole(toml, to_lexicon_toml(frame).encode("utf-8", "replace"))
        say(f"已写入 {toml}：{int((~frame['known'].astype(bool)).sum())} 条，请逐条审核。")
    question.answer(found, top=top)
