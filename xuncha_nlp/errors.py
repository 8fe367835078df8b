"""The exceptions of the package, one tree with one root.

::

    XunchaError             everything that this package raises on purpose
    ├── InputError          a file cannot be read: missing, empty, binary, damaged, too large, wrong encoding
    ├── DataError           a data file of ours or of the user's (lexicon, genre, layout) breaks its schema
    ├── PlanError           a plan has an unknown key, a missing value or a wrong type
    └── MissingExtraError   an optional library or model is not installed

A message is one line of Chinese that says what is wrong and what to do next, because it is what a
writer sees at the terminal.
"""

from __future__ import annotations

import errno
import os

__all__ = ["DataError", "InputError", "MissingExtraError", "PlanError", "XunchaError", "reason_of"]

# What the operating system says in English, as far as a writer may meet it.
_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘空间不足",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已有同名的文件",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径里有一级不是文件夹",
    errno.ELOOP: "链接指向自己",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EFBIG: "文件超过允许的大小",
    errno.EDQUOT: "超过磁盘配额",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "文件正被占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENOTEMPTY: "文件夹不是空的",
}


def reason_of(error: OSError) -> str:
    """Return what went wrong with a file, in Chinese where we have the words.

    Parameters
    ----------
    error : OSError

    Examples
    --------
    >>> reason_of(PermissionError(errno.EACCES, "Permission denied"))
    '没有权限'
    """
    if not error.errno:
        return str(error)
    # Libraries put words of their own around what the system says.
    return _REASONS.get(error.errno) or os.strerror(error.errno)


class XunchaError(Exception):
    """Root of the tree.

    Parameters
    ----------
    problem : str
        What is wrong, in Chinese, without a final full stop.
    advice : str
        What to do next, in Chinese.

    Examples
    --------
    >>> str(InputError("文件是空的：a.txt", "请换一个有内容的文件"))
    '文件是空的：a.txt。请换一个有内容的文件。'
    """

    def __init__(self, problem: str, advice: str = "") -> None:
        self.problem = problem
        self.advice = advice
        super().__init__("。".join(part for part in (problem, advice) if part) + "。")

    def __reduce__(self) -> tuple[type[XunchaError], tuple[str, str]]:
        # What is raised in a process of its own comes back to us as two parts again.
        return type(self), (self.problem, self.advice)


class InputError(XunchaError):
    """A file cannot be read as text."""


class DataError(XunchaError):
    """A data file breaks its schema."""


class PlanError(XunchaError):
    """A plan cannot be used as it stands."""


class MissingExtraError(XunchaError):
    """An optional library or model is missing."""
