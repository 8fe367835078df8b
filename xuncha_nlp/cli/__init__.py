"""The command line: each command calls one library function and shows its result.

Data goes to standard output, progress and messages to standard error. Exit status: 0 done, 1 `check`
found errors, 2 wrong usage, 3 input that cannot be read, 70 a defect of ours, 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys

import typer
from typer.exceptions import Abort, Exit, TyperException

from ..errors import XunchaError, reason_of
from . import (
    analysing,
    building,
    checking,
    comparing,
    demo,
    drafting,
    exporting,
    measuring,
    models,
    reading,
    styling,
)
from .completion import answers, install
from .help import ChineseGroup
from .messages import Interrupted, say, spoken_usage_error

__all__ = ["app", "main"]

UNREADABLE, DEFECT, INTERRUPTED = 3, 70, 130

app = typer.Typer(
    name="xuncha",
    cls=ChineseGroup,
    help="巡察讲话的起草与分析：提法连同内涵找全，每句话有出处，初稿写好就审。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for module in (
    demo,
    reading,
    building,
    analysing,
    measuring,
    comparing,
    styling,
    drafting,
    checking,
    exporting,
    models,
):
    module.register(app)


@app.callback(invoke_without_command=True)
def _first(
    version: bool = typer.Option(False, "--version", help="显示版本。", is_eager=True),
    completion: bool = typer.Option(
        False, "--install-completion", help="给终端（bash、zsh、fish）装上命令补全。", is_eager=True
    ),
) -> None:
    if completion:
        install()
        raise Exit
    if version:
        from ..version import __version__

        sys.stdout.write(f"xuncha {__version__}\n")
        raise Exit


def main() -> None:
    """Run the command line and leave with its exit status; an error is one line of Chinese."""
    _open_streams()
    answers()
    try:
        status = app(standalone_mode=False, prog_name="xuncha")
        sys.stdout.flush()
        if status == INTERRUPTED:  # typer has caught the interrupt
            say("已中断。")
    except XunchaError as error:
        say(str(error))
        status = UNREADABLE
    except TyperException as error:
        say(spoken_usage_error(error))
        status = error.exit_code
    except Interrupted as error:
        say(str(error))
        status = INTERRUPTED
    except (KeyboardInterrupt, Abort):
        say("已中断。")
        status = INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has seen enough; nothing may be written at exit either. (Typer catches the
        # error itself and leaves with 1, which here would mean that a check found errors.)
        _write_no_more()
        status = 0
    except OSError as error:
        # What a module knows to go wrong with its files is said there; the rest is a full or a broken disk.
        named = f"无法读写 {error.filename}" if error.filename else "结果没能写完"
        say(f"{named}（{reason_of(error)}）。请检查磁盘的空间和权限，再运行一次。")
        _write_no_more()
        status = UNREADABLE
    except Exception as error:
        if os.environ.get("XUNCHA_DEBUG"):
            raise
        say(
            f"程序出错了（{type(error).__name__}: {error}）。请用环境变量 XUNCHA_DEBUG=1 再运行一次，并把输出发给开发者。"
        )
        status = DEFECT
    sys.exit(status if isinstance(status, int) else 0)


def _open_streams() -> None:
    """See to it that something can be written to both streams, whatever the terminal or the caller allows."""
    # Whoever has closed a stream does not want to know.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    # A character that the encoding of the terminal does not have is escaped; nothing fails on it.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write_no_more() -> None:
    """What is still to be written goes nowhere, so that nothing goes wrong with it when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
