"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from pathlib import Path

from .errors import InputError, reason_of

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes) -> None:
    """Write a file by way of a temporary one beside it, which then takes its name.

    Parameters
    ----------
    path : Path
        A file that is there already is replaced and keeps its permissions; a read-only one is left alone.
    data : bytes
        Its content.

    Raises
    ------
    InputError
        The file cannot be written; what was there before still is.
    """
    # A link stays a link: the file that it points to is replaced.
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        if target.is_dir():
            raise InputError(f"无法写入：{path}（这是一个文件夹）", "请给出文件名")
        if target.exists() and not target.stat().st_mode & stat.S_IWUSR:
            raise InputError(f"无法写入：{path}（文件是只读的）", "请换一个文件名，或先取消只读")
        if not target.parent.is_dir():
            raise InputError(f"无法写入：{path}（没有这个文件夹）", "请先建好文件夹")
        try:
            with temporary.open("xb") as file:
                if target.exists():
                    shutil.copymode(target, temporary)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(
            f"无法写入：{path}（{reason_of(error)}）", "请检查文件夹的权限和剩余空间，文件若已打开请先关闭"
        ) from error
