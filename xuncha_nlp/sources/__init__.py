"""Bytes to `Source`: one reader a file type, each with ``SUFFIXES``, ``MEDIA_TYPE`` and ``convert``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import InputError
from . import docx, text
from .fold import fold
from .limits import max_bytes, megabytes
from .model import Note, Source

__all__ = ["Note", "Source", "find_files", "fold", "read_sources"]

_READERS = (text, docx)
_SUFFIXES = frozenset().union(*(reader.SUFFIXES for reader in _READERS))


def read_sources(path: Path, name: str | None = None, *, encoding: str | None = None) -> tuple[Source, ...]:
    """Read one file; a table of texts gives a source for each of its rows.

    Parameters
    ----------
    path : Path
        A file of a type that a reader accepts.
    name : str, optional
        The name under which results speak of it; the file name by default.
    encoding : str, optional
        The encoding of a text file, where the user knows better than the evidence.

    Returns
    -------
    tuple of Source
        At least one, in the order of the file.

    Raises
    ------
    InputError
        The file is missing, a folder, empty, binary, damaged, too large or of an unknown type.
    """
    data = _read_bytes(path)
    reader = next((each for each in _READERS if path.suffix.lower() in each.SUFFIXES), None)
    if reader is None:
        raise InputError(f"不认识的文件类型：{path}", f"目前能读：{_readable()}")
    content, found = reader.convert(data, path.name)
    if not content.strip():
        raise InputError(f"文件里没有文字：{path}", "请换一个有内容的文件")
    return (Source(name or path.name, content, hashlib.sha256(data).hexdigest(), found, reader.MEDIA_TYPE),)


def find_files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each readable file below the paths with its name, in a stable order.

    Parameters
    ----------
    paths : iterable of Path
        Files, or folders that are searched at every depth. Hidden files, README files and Office's
        lock files are passed over.

    Yields
    ------
    tuple of (Path, str)
        The file and its name: the file name, or the path below the folder given.

    Raises
    ------
    InputError
        A path does not exist, or a folder holds nothing to read.
    """
    for path in paths:
        if not path.is_dir():
            yield path, path.name
            continue
        found = [each for each in sorted(path.rglob("*")) if _wanted(each, path)]
        if not found:
            raise InputError(f"文件夹里没有可读的文件：{path}", f"目前能读：{_readable()}")
        for each in found:
            yield each, each.relative_to(path).as_posix()


def _wanted(path: Path, root: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
    hidden = hidden or path.stem.lower() == "readme"
    return path.is_file() and not hidden and bool(path.suffix) and path.suffix.lower() in _SUFFIXES


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError(f"这是一个文件夹：{path}", "请给出一个文件")
        if size > max_bytes():
            raise InputError(
                f"文件过大：{path}（{megabytes(size)}，上限 {megabytes(max_bytes())}）",
                "请拆分后再读，或用环境变量 XUNCHA_MAX_MB 提高上限",
            )
        if size == 0:
            raise InputError(f"文件是空的：{path}", "请换一个有内容的文件")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"找不到文件：{path}", "请检查路径") from error
    except OSError as error:
        raise InputError(f"无法读取：{path}（{error.strerror}）", "请检查权限") from error


def _readable() -> str:
    return " ".join(sorted(suffix for suffix in _SUFFIXES if suffix))
