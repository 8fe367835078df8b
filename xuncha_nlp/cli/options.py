"""The options that commands share, each by itself; `groups` says which of them go together."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from .messages import Misuse

__all__ = [
    "CorpusOption",
    "CountedOption",
    "EncodingOption",
    "Files",
    "FormatOption",
    "GenreOption",
    "LayoutOption",
    "LeastOption",
    "LevelOption",
    "LexiconOption",
    "MoveOption",
    "PageFormat",
    "PartOption",
    "Paths",
    "PlotOption",
    "QueriesOption",
    "QueryOption",
    "RowFormat",
    "SeedOption",
    "SinceOption",
    "SpeechesOption",
    "TitleOption",
    "TopOption",
    "UntilOption",
    "WithoutReusedOption",
    "YearOption",
    "is_date",
    "must_be_date",
    "must_be_image",
    "must_be_year",
]

# How rows are written; a text with its annotations or findings is written as a page, too.
RowFormat = Literal["table", "json", "jsonl", "csv"]
PageFormat = Literal["table", "json", "jsonl", "csv", "html"]
_IMAGES = (".png", ".svg")


def is_date(text: str) -> bool:
    """Whether a text is an ISO date that a calendar has: a year, a month or a day.

    >>> is_date("2024"), is_date("2024-02-29"), is_date("2024-13"), is_date("去年")
    (True, True, False, False)
    """
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def must_be_date(option: str, value: str | None) -> None:
    """Refuse what is no date as wrong usage of an option."""
    if value is not None and not is_date(value):
        raise Misuse(option, "日期请写成 2019、2019-05 或 2019-05-01")


def must_be_year(option: str, value: str | None) -> None:
    """Refuse what is no year as wrong usage of an option."""
    if value is not None and (not is_date(value) or "-" in value):
        raise Misuse(option, "年份请写成四位数字，如 2019")


def must_be_image(option: str, value: Path | None) -> None:
    """Refuse what is no file of a picture that we write."""
    if value is not None and value.suffix.lower() not in _IMAGES:
        raise Misuse(option, f"文件名请以 {' 或 '.join(_IMAGES)} 结尾")


def _path(written: str) -> Path:
    """Read a path; nothing at all, as an unset variable of a shell gives it, is not the folder one is in."""
    if not written:
        raise Misuse("PATH", "路径是空的")
    return Path(written)


# What is read

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH", help="文件或文件夹，可给多个；或一个语料库。", show_default=False, parser=_path
    ),
]
Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH",
        help="文件或文件夹，可给多个；或一个语料库；- 为标准输入。",
        show_default=False,
        parser=_path,
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help="文本文件的编码，如 gb18030；默认自动判断。", show_default=False
    ),
]
LexiconOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--lexicon",
        metavar="FILE",
        help="自己的提法库（.toml 或 .csv），加在内置提法库之上。",
        show_default=False,
    ),
]
CorpusOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--corpus", "-c", metavar="PATH", help="旧讲话：文件或文件夹，可给多个。", show_default=False
    ),
]

# Which speeches, and where in them

YearOption = Annotated[
    str | None,
    typer.Option("--year", metavar="YYYY", help="只看这一年的讲话。", show_default=False),
]
SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="DATE",
        help="只看这一天（月、年）及以后的讲话，如 2019-05。",
        show_default=False,
    ),
]
UntilOption = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="DATE",
        help="只看这一天（月、年）及以前的讲话，如 2022。",
        show_default=False,
    ),
]
GenreOption = Annotated[
    str | None,
    typer.Option("--genre", metavar="NAME", help="只看这种文种的讲话，如 动员讲话。", show_default=False),
]
TitleOption = Annotated[
    str | None,
    typer.Option("--title", metavar="TEXT", help="只看标题里有这几个字的讲话。", show_default=False),
]
LevelOption = Annotated[
    int | None,
    typer.Option("--level", metavar="N", help="只看第几层的内容；0 为层次之外。", min=0, show_default=False),
]
PartOption = Annotated[
    Literal["heading", "body"] | None,
    typer.Option("--part", help="只看标题（heading）或正文（body）。", show_default=False),
]
MoveOption = Annotated[
    str | None,
    typer.Option(
        "--move",
        metavar="NAME",
        help="只看这个语步，如 任务（tasks）、纪律（discipline）。",
        show_default=False,
    ),
]
WithoutReusedOption = Annotated[bool, typer.Option("--without-reused", help="不计沿用较早讲话的段落。")]

# What is looked for, and what is listed of it

QueryOption = Annotated[
    str,
    typer.Option("--query", "-q", metavar="QUERY", help="要查的词、提法或查询式。", show_default=False),
]
QueriesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--query", "-q", metavar="QUERY", help="要查的词、提法或查询式；可写多次。", show_default=False
    ),
]
CountedOption = Annotated[
    Literal["word", "formula"], typer.Option("--what", help="没有查询式时，看每个词还是每个提法。")
]
LeastOption = Annotated[int, typer.Option("--least", metavar="N", help="至少出现几次。", min=1)]
SpeechesOption = Annotated[int, typer.Option("--speeches", metavar="N", help="至少见于几篇。", min=1)]
TopOption = Annotated[int, typer.Option("--top", "-n", metavar="N", help="只列前几个；0 为全部。", min=0)]
SeedOption = Annotated[
    int, typer.Option("--seed", metavar="N", help="随机数种子；相同则结果相同。", min=0, max=2**32 - 1)
]

# Where to, and how

FormatOption = Annotated[
    RowFormat | None,
    typer.Option("--format", "-f", help="输出格式；默认终端上是表格，别处是 JSON。", show_default=False),
]
PlotOption = Annotated[
    Path | None,
    typer.Option(
        "--plot",
        metavar="FILE",
        help="另画一张图，存为 .png 或 .svg。",
        show_default=False,
    ),
]
LayoutOption = Annotated[
    str, typer.Option("--layout", metavar="NAME", help="版式：gb9704、speech、read-aloud，或自己的 .toml。")
]
