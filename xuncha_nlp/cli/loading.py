"""Files and standard input into a corpus, and speeches chosen from it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ..errors import InputError, XunchaError
from .messages import Misuse, progress, say

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["load", "load_file", "some_of"]

_INPUT = Path("-")
# What is read from standard input shows by its first bytes what it is, as a file does.
_INPUT_NAME = "标准输入.txt"
# So many genres are named where none of those asked for is there.
_NAMED = 5


def load(paths: Sequence[Path], lexicon: list[Path] | None = None, encoding: str | None = None) -> Corpus:
    """Read files into a corpus, with a progress bar, and say what was noticed on the way."""
    from ..corpus import is_corpus, read

    with _files(paths) as given, progress("读取") as step:
        corpus = read(*given, lexicon=lexicon or (), encoding=encoding, progress=step)
    if not is_corpus(paths[0]):
        for name, source in corpus.sources.items():
            for note in source.notes:
                say(f"{name}：{note.message}")
    return corpus


def load_file(path: Path, encoding: str | None) -> Corpus:
    """Read one file, which a command that checks or sets a text wants, and no folder."""
    if path.is_dir():
        raise InputError(f"这是一个文件夹：{path}", "请给出一个文件")
    return load([path], encoding=encoding)


def some_of(
    corpus: Corpus,
    *,
    year: str | None = None,
    since: str | None = None,
    until: str | None = None,
    genre: str | None = None,
    title: str | None = None,
) -> Corpus:
    """Choose speeches from a corpus; where there are none, say what was asked for."""
    asked = {"--year": year, "--since": since, "--until": until, "--genre": genre, "--title": title}
    given = [f"{name} {value}" for name, value in asked.items() if value is not None]
    if not given:
        return corpus
    chosen = corpus.where(year=year, since=since, until=until, genre=genre, title=title)
    if not len(chosen):
        kinds = sorted({str(each) for each in corpus.facts("genre") if each})
        there = f"；有这些文种：{'、'.join(kinds[:_NAMED])}" if genre and genre not in kinds and kinds else ""
        say(f"{len(corpus)} 篇讲话里没有符合条件的（{'，'.join(given)}）{there}。")
    return chosen


@contextmanager
def _files(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Give standard input, where it is asked for, as a file like the others."""
    if _INPUT not in paths:
        yield list(paths)
        return
    if paths.count(_INPUT) > 1:
        raise Misuse("PATH", "标准输入（-）只能写一次")
    from ..sources.limits import max_bytes

    if sys.stdin is None:
        raise InputError("没有标准输入可读", "请给出文件，或用管道送入")
    if sys.stdin.isatty():
        say("正在读取键盘输入：贴入全文，另起一行按 Ctrl-D（Windows 上是 Ctrl-Z 再回车）结束。")
    with TemporaryDirectory(prefix="xuncha_") as folder:
        file = Path(folder, _INPUT_NAME)
        # One byte more than is allowed: the reader says what is wrong with it.
        file.write_bytes(sys.stdin.buffer.read(max_bytes() + 1))
        try:
            yield [file if path == _INPUT else path for path in paths]
        except XunchaError as error:
            raise type(error)(error.problem.replace(str(file), "标准输入"), error.advice) from error
