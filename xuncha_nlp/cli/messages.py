"""What is said on standard error: messages, usage errors in Chinese, progress."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

__all__ = ["Interrupted", "Misuse", "bytes_done", "progress", "say", "spoken_usage_error"]

# What the argument parser says, by its class, and what we say instead.
_USAGE = {
    "NoSuchOption": "没有这个选项：{name}",
    "MissingParameter": "缺少 {name}",
    "BadOptionUsage": "选项用法不对：{name}",
    "BadArgumentUsage": "参数用法不对",
    "BadParameter": "{name} 的值不对",
    "NoSuchCommand": "没有这个命令：{name}",
}


class Interrupted(Exception):  # noqa: N818
    """The user has interrupted a command that can say what became of its work."""


class Misuse(typer.BadParameter):
    """Wrong usage of an option, with what is expected of it.

    Parameters
    ----------
    option : str
    expected : str
        In Chinese, without a final full stop.
    """

    def __init__(self, option: str, expected: str) -> None:
        super().__init__(expected, param_hint=option)


def say(message: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(message.replace("\n", " ") + "\n")


def spoken_usage_error(error: Exception) -> str:
    """Say in one line of Chinese what is wrong with a call."""
    kind = next((each.__name__ for each in type(error).__mro__ if each.__name__ in _USAGE), "")
    if isinstance(error, Misuse):
        return f"{error.param_hint} 的值不对：{error.message}。请看：xuncha 命令 --help。"
    text = str(error)
    quoted = re.search(r"'([^']+)'", text)
    parameter = getattr(error, "param", None)
    named = getattr(error, "option_name", None) or _name_of(parameter)
    name = named or getattr(error, "param_hint", None) or (quoted[1] if quoted else "")
    if text.startswith("No such command"):
        kind = "NoSuchCommand"
    said = _USAGE.get(kind, "用法不对（{name}）" if name else "用法不对").format(name=name)
    return f"{said}。请看：xuncha --help 或 xuncha 命令 --help。"


def _name_of(parameter: Any) -> str | None:
    """Return the name of an option, or of an argument as the help page calls it."""
    if parameter is None:
        return None
    if parameter.param_type_name == "argument" and parameter.metavar:
        return str(parameter.metavar)
    return str(parameter.opts[0])


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show a progress bar at a terminal, and nothing elsewhere.

    Yields
    ------
    callable
        Called with what is being done next; moves the bar by one.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)

        def step(what: str) -> None:
            bar.update(task, description=f"{title}：{what}", advance=1)

        yield step


@contextmanager
def bytes_done(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """Show a progress bar with rate and remaining time at a terminal, and nothing elsewhere.

    Yields
    ------
    callable or None
        Called with how many bytes are done and how many there are.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(),
        TextColumn("已用"), TimeElapsedColumn(), TextColumn("还要"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
