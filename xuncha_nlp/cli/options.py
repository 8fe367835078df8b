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
    "LayoutOption",
    "LexiconOption",
    "Paths",
    "load",
    "load_file",
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


def load_file(path: Path, encoding: str | None) -> Corpus:
    """Read one file, which a command that checks or sets a text wants, and no folder."""
    from ..errors import InputError

    if path.is_dir():
        raise InputError(f"这是一个文件夹：{path}", "请给出一个文件")
    return load([path], encoding=encoding)
