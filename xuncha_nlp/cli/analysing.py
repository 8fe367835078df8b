"""Commands that count and find: freq, kwic."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from ..cells import rows_of
from .help import ChineseCommand
from .options import (
    EncodingOption,
    FormatOption,
    GenreOption,
    LexiconOption,
    Paths,
    PlotOption,
    SinceOption,
    TopOption,
    UntilOption,
    YearOption,
    load_some,
)
from .output import Format, chosen, emit, plot_to, tell

if TYPE_CHECKING:
    from ..analysis.query import Within

__all__ = ["register"]

_MOST_GROUPS = 8


class By(StrEnum):
    """What makes a column of the frequency table."""

    speech = "speech"
    year = "year"
    genre = "genre"
    source = "source"
    level = "level"
    move = "move"


class What(StrEnum):
    """What is counted."""

    formula = "formula"
    word = "word"
    enumeration = "enumeration"
    citation = "citation"
    slot = "slot"
    move = "move"


class Unit(StrEnum):
    """How far the context of a line goes."""

    characters = "characters"
    sentence = "sentence"
    section = "section"


class Part(StrEnum):
    """Where in a section a hit is."""

    heading = "heading"
    body = "body"


LevelOption = Annotated[
    int | None,
    typer.Option("--level", metavar="N", help="只看第几层的内容；0 为层次之外。", min=0, show_default=False),
]
PartOption = Annotated[
    Part | None, typer.Option("--part", help="只看标题（heading）或正文（body）。", show_default=False)
]
MoveOption = Annotated[
    str | None,
    typer.Option("--move", metavar="NAME", help="只看这个语步，如 tasks、discipline。", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=ChineseCommand)(freq)
    app.command(cls=ChineseCommand)(kwic)


def freq(
    paths: Paths,
    query: Annotated[
        list[str] | None,
        typer.Option(
            "--query", "-q", metavar="QUERY", help="改数这些查询式，每个一行；可写多次。", show_default=False
        ),
    ] = None,
    what: Annotated[What, typer.Option("--what", help="数什么：提法、词或哪一种标注。")] = What.formula,
    by: Annotated[By, typer.Option("--by", help="按什么分列。")] = By.speech,
    without_reused: Annotated[
        bool, typer.Option("--without-reused", help="不计沿用较早讲话的段落。")
    ] = False,
    top: TopOption = 0,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    plot: PlotOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """频次（提法、词、标注或查询式）：总次数、篇数、每万字和每百万词次数，再按篇、年、文种、文件、层次或语步分列。"""
    from ..analysis import frequency

    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    found = frequency(corpus, query, what=what.value, by=by.value, without_reused=without_reused)
    plot_to(found, plot)
    frame = found.to_frame().reset_index()
    if top:
        frame = frame.head(top)
    names = {
        str(found.index.name): _NAMES.get(str(found.index.name), "标注"),
        "total": "次数", "speeches": "篇数", "per_10k": "每万字", "per_million": "每百万词",
        **({"nested": "内嵌"} if "nested" in frame else {}),
    }  # fmt: skip
    if chosen(format) is Format.table:
        tell(found)
    # More columns than a terminal holds are not shown there; the other formats have them all.
    shown = frame.columns if len(frame.columns) <= len(names) + _MOST_GROUPS else names
    emit(
        rows_of(frame), format,
        table={str(key): names.get(str(key), str(key)) for key in shown}, fields=list(frame.columns),
    )  # fmt: skip


_NAMES = {"formula": "提法", "word": "词", "query": "查询式"}


def kwic(
    paths: Paths,
    query: Annotated[
        str,
        typer.Option(
            "--query",
            "-q",
            metavar="QUERY",
            help="要找的词、提法或查询式，如 加强…领导。",
            show_default=False,
        ),
    ],
    width: Annotated[
        int, typer.Option("--width", "-w", metavar="N", help="左右各多少字。", min=1, max=200)
    ] = 20,
    unit: Annotated[
        Unit, typer.Option("--unit", help="上下文到哪里：若干字、整句或整个层次。")
    ] = Unit.characters,
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
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="抽取的种子；相同则抽到的相同。", min=0)
    ] = 0,
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
    level: LevelOption = None,
    part: PartOption = None,
    move: MoveOption = None,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """逐处列出上下文（索引行），不受分词影响。"""
    from ..analysis import concordance
    from ..errors import InputError

    if not query.strip():
        raise typer.BadParameter("empty", param_hint="--query")
    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    try:
        found = concordance(
            corpus, query, width=width, unit=unit.value, sort=sort, sample=sample, seed=seed, group=group,
            within=_within(level, part, move), start=start, count=count,
        )  # fmt: skip
    except InputError:
        raise
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--sort/--group") from error
    if chosen(format) is Format.table:
        tell(found)
    if group is not None:
        frame = found.to_frame().reset_index()
        heads = {"word": "词", "count": "次数", "share": "比例", "speeches": "篇数"}
        emit(rows_of(frame), format, fields=list(heads), table=heads)
        return
    emit(
        rows_of(found), format, fields=list(found.columns),
        table={"speech": "讲话", "date": "日期", "left": "左文", "match": "所查", "right": "右文", "section": "所在层次"},
    )  # fmt: skip


def _within(level: int | None, part: Part | None, move: str | None) -> Within | None:
    from ..analysis.query import Within

    if level is None and part is None and move is None:
        return None
    if part is None:
        return Within(level=level, move=move)
    return Within(level=level, part="heading" if part is Part.heading else "body", move=move)
