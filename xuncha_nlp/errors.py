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

__all__ = ["DataError", "InputError", "MissingExtraError", "PlanError", "XunchaError"]


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
