"""The arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .messages import progress, say
from .output import Format

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = [
    "CorpusOption",
    "EncodingOption",
    "FormatOption",
    "GenreOption",
    "LayoutOption",
    "LexiconOption",
    "Paths",
    "PlotOption",
    "SinceOption",
    "TopOption",
    "UntilOption",
    "YearOption",
    "load",
    "load_file",
    "load_some",
]

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH", help="文件或文件夹，可给多个；或一个语料库。", show_default=False),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="输出格式；默认终端上是表格，别处是 JSON。", show_default=False),
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
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding", metavar="NAME", help="文本文件的编码，如 gb18030；默认自动判断。", show_default=False
    ),
]
CorpusOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--corpus", "-c", metavar="PATH", help="旧讲话：文件或文件夹，可给多个。", show_default=False
    ),
]
LayoutOption = Annotated[
    str, typer.Option("--layout", metavar="NAME", help="版式：gb9704、speech、read-aloud，或自己的 .toml。")
]


YearOption = Annotated[
    str | None, typer.Option("--year", metavar="YYYY", help="只看这一年的讲话。", show_default=False)
]
GenreOption = Annotated[
    str | None,
    typer.Option("--genre", metavar="NAME", help="只看这种文种的讲话，如 动员讲话。", show_default=False),
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="只看这一天（月、年）及以后的讲话。", show_default=False),
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="只看这一天（月、年）及以前的讲话。", show_default=False),
]
PlotOption = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help="另画一张图，存为 .png 或 .svg。", show_default=False),
]
TopOption = Annotated[int, typer.Option("--top", "-n", metavar="N", help="只列前几个；0 为全部。", min=0)]


def load(paths: list[Path], lexicon: list[Path] | None = None, encoding: str | None = None) -> Corpus:
    """Read files into a corpus, with a progress bar, and say what was noticed on the way."""
    from ..corpus import is_corpus, read

    with progress("读取") as step:
        corpus = read(*paths, lexicon=lexicon or (), encoding=encoding, progress=step)
    if not is_corpus(paths[0]):
        for name, source in corpus.sources.items():
            for note in source.notes:
                say(f"{name}：{note.message}")
    return corpus


def load_some(
    paths: list[Path],
    lexicon: list[Path] | None = None,
    encoding: str | None = None,
    *,
    year: str | None,
    genre: str | None,
    since: str | None,
    until: str | None,
) -> Corpus:
    """Read files into a corpus and choose speeches from it."""
    corpus = load(paths, lexicon, encoding)
    if not any((year, genre, since, until)):
        return corpus
    return corpus.where(year=year, genre=genre, since=since, until=until)


def load_file(path: Path, encoding: str | None) -> Corpus:
    """Read one file, which a command that checks or sets a text wants, and no folder."""
    from ..errors import InputError

    if path.is_dir():
        raise InputError(f"这是一个文件夹：{path}", "请给出一个文件")
    return load([path], encoding=encoding)
