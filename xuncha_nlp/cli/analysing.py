"""Commands that count and find: freq, kwic."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from ..errors import InputError
from .groups import Places, Question, command
from .messages import Misuse
from .options import QueryOption, SeedOption, TopOption, WithoutReusedOption
from .output import spoken

__all__ = ["register"]

# More columns than a terminal holds are not shown there; the other formats have them all.
_MOST_GROUPS = 8
# What the headings above a line are joined by, and how much of the innermost one a table shows.
_BELOW = " › "
_HEADING = 16


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    command(app, freq)
    command(app, kwic)


def freq(
    query: Annotated[
        list[str] | None,
        typer.Option(
            "--query", "-q", metavar="QUERY", help="改数这些查询式，每个一行；可写多次。", show_default=False
        ),
    ] = None,
    what: Annotated[
        Literal["formula", "word", "enumeration", "citation", "slot", "move"],
        typer.Option("--what", help="数什么：提法、词或哪一种标注。"),
    ] = "formula",
    by: Annotated[
        Literal["speech", "year", "genre", "source", "level", "move"],
        typer.Option("--by", help="按什么分列：篇、年、文种、文件、层次或语步。"),
    ] = "speech",
    without_reused: WithoutReusedOption = False,
    top: TopOption = 0,
    *,
    places: Places,
    question: Question,
) -> None:
    """频次（提法、词、标注或查询式）：总次数、篇数、每万字和每百万词次数，再按篇、年、文种、文件、层次或语步分列。"""
    from ..analysis import frequency

    found = frequency(
        question.corpus(), query, what=what, by=by, within=places.within(), without_reused=without_reused
    )
    question.answer(found, top=top, others=_MOST_GROUPS)


def kwic(
    query: QueryOption,
    width: Annotated[
        int, typer.Option("--width", "-w", metavar="N", help="左右各多少字。", min=1, max=200)
    ] = 20,
    unit: Annotated[
        Literal["characters", "sentence", "section"],
        typer.Option("--unit", help="上下文到哪里：若干字、整句或整个层次。"),
    ] = "characters",
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort",
            "-s",
            metavar="KEYS",
            help="排序：1R、2L（右一词、左二词）、date 或 speech，几个之间用逗号；默认按原文先后。",
        ),
    ] = None,
    sample: Annotated[
        int | None, typer.Option("--sample", metavar="N", help="随机抽取几处。", min=1, show_default=False)
    ] = None,
    seed: SeedOption = 0,
    group: Annotated[
        str | None,
        typer.Option(
            "--group", metavar="KEY", help="改列左边或右边的词各有多少，如 1L、1R。", show_default=False
        ),
    ] = None,
    start: Annotated[int, typer.Option("--start", metavar="N", help="从第几处起（由 0 数起）。", min=0)] = 0,
    count: Annotated[
        int | None,
        typer.Option("--count", metavar="N", help="列出几处；默认全部。", min=1, show_default=False),
    ] = None,
    *,
    places: Places,
    question: Question,
) -> None:
    """逐处列出上下文（索引行），不受分词影响。"""
    from ..analysis import concordance

    if not query.strip():
        raise Misuse("--query", "没有写要查的词")
    corpus = question.corpus()
    try:
        found = concordance(
            corpus, query, width=width, unit=unit, sort=sort, sample=sample, seed=seed, group=group,
            within=places.within(), start=start, count=count,
        )  # fmt: skip
    except InputError:
        raise
    except ValueError as error:
        raise Misuse("--sort/--group", "请写成 1L 至 9L、1R 至 9R；排序还可用 date、speech") from error
    question.answer(found, cell=_spoken)


def _spoken(key: str, value: Any) -> Any:
    """Write the place of a line for a table: the innermost heading, cut; a share in per cent."""
    if key == "section" and value:
        heading = str(value).rpartition(_BELOW)[2]
        return heading if len(heading) <= _HEADING else heading[: _HEADING - 1] + "…"
    return spoken(key, value)
