"""Completion of commands and options by the shell: a script that the shell reads, and the answers it asks for."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import InputError
from ..files import write_whole
from .messages import say

__all__ = ["answers", "install"]

_PROGRAM = "xuncha"
# The shell's script sets it when it asks.
_ASKED = "_XUNCHA_COMPLETE"
# Where each shell looks for scripts, and what is to be done for it to look there. No file of the user's own is
# changed, which may be in any encoding and on any machine.
_PLACES = {
    "bash": (".local/share/bash-completion/completions/xuncha", "新开终端后按 Tab 补全（需装有 bash-completion）"),
    "zsh": (
        ".zfunc/_xuncha",
        "若还没有，请在 ~/.zshrc 里加一行：fpath+=~/.zfunc; autoload -Uz compinit; compinit，再新开终端",
    ),
    "fish": (".config/fish/completions/xuncha.fish", "新开终端后按 Tab 补全"),
}  # fmt: skip


def install() -> None:
    """Write the script for the shell that the user has, and say what is left to do.

    Raises
    ------
    InputError
        It is a shell that we have no script for, or the file cannot be written.
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]  # not in its ``__all__``

    shell = Path(os.environ.get("SHELL", "")).name
    if shell not in _PLACES:
        raise InputError(
            f"不认识这个终端：{shell or '环境变量 SHELL 没有设'}",
            f"能装补全的有 {'、'.join(_PLACES)}；可这样指明：SHELL=bash xuncha --install-completion",
        )
    place, advice = _PLACES[shell]
    file = Path.home() / place
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"不能建立文件夹：{file.parent}", "请检查权限") from error
    script = get_completion_script(prog_name=_PROGRAM, complete_var=_ASKED, shell=shell)
    write_whole(file, f"{script}\n".encode())
    say(f"已写入 {file}。{advice}。")


def answers() -> None:
    """Get ready to answer, where it is the shell that calls."""
    if _ASKED in os.environ:
        from typer.completion import get_completion_inspect_parameters

        # It makes the shells known.
        get_completion_inspect_parameters()
