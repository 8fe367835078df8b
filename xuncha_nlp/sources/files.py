"""Files: which of a folder are read, and how their bytes are fetched."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import InputError, reason_of
from . import jsonl, table
from .limits import max_bytes, megabytes
from .readers import SUFFIXES, readable

__all__ = ["find_files", "read_bytes"]

# What is read of a table to see whether it holds texts at all.
_PEEK = 64 * 1024


def find_files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield each readable file below the paths with its name, in a stable order.

    Parameters
    ----------
    paths : iterable of Path
        Files, or folders that are searched at every depth; links to folders are not followed. Hidden
        files, README files, Office's lock files and tables without a column of texts are passed over.

    Yields
    ------
    tuple of (Path, str)
        The file and its name: the file name, or the path below the folder given.

    Raises
    ------
    InputError
        A folder holds nothing to read, or may not be looked into.
    """
    for path in paths:
        if not path.is_dir():
            yield path, path.name
            continue
        found = sorted(_walk(path))
        if not found:
            raise InputError(f"文件夹里没有可读的文件：{path}", f"目前能读：{readable()}")
        for parts in found:
            yield path.joinpath(*parts), "/".join(parts)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    InputError
        It is missing, a folder, empty, too large or may not be read.
    """
    limit = max_bytes()
    try:
        if path.is_dir():
            raise InputError(f"这是一个文件夹：{path}", "请给出一个文件")
        size = path.stat().st_size
        if size <= limit:
            with path.open("rb") as file:
                # A file can have grown since it was asked for its size.
                data = file.read(limit + 1)
            size = len(data)
    except FileNotFoundError as error:
        raise InputError(f"找不到文件：{path}", "请检查路径") from error
    except OSError as error:
        raise InputError(f"无法读取：{path}（{reason_of(error)}）", "请检查路径和权限") from error
    # No file system allows the null character in a name.
    except ValueError as error:
        raise InputError(f"文件名无效：{str(path)!r}", "请检查路径") from error
    if size > limit:
        raise InputError(
            f"文件过大：{path}（{megabytes(size)}，上限 {megabytes(limit)}）",
            "请拆分后再读，或用环境变量 XUNCHA_MAX_MB 提高上限",
        )
    if not data:
        raise InputError(f"文件是空的：{path}", "请换一个有内容的文件")
    return data


def _walk(root: Path) -> Iterator[tuple[str, ...]]:
    def refuse(error: OSError) -> None:
        raise InputError(f"无法读取：{error.filename}（{reason_of(error)}）", "请检查路径和权限") from error

    for folder, folders, files in os.walk(root, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith((".", "~$"))]
        # Not by Path: a folder of thousands of files is gone through in a moment.
        parts = Path(folder).relative_to(root).parts
        for name in files:
            stem, suffix = os.path.splitext(name)  # noqa: PTH122
            hidden = name.startswith((".", "~$")) or stem.lower() == "readme"
            if suffix.lower() in SUFFIXES and suffix and not hidden:
                path = os.path.join(folder, name)  # noqa: PTH118
                # A link that leads to itself or to nothing is no file.
                if os.path.isfile(path) and _holds_texts(path, suffix.lower()):  # noqa: PTH113
                    yield (*parts, name)


def _holds_texts(path: str, suffix: str) -> bool:
    if suffix not in jsonl.SUFFIXES | table.SUFFIXES:
        return True
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            head = file.read(_PEEK)
    # Whoever reads it says what is wrong with it.
    except OSError:
        return True
    return jsonl.holds_texts(head) if suffix in jsonl.SUFFIXES else table.holds_texts(head)
