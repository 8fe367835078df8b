"""Write docs/cli.md from the help pages of the program; a test fails when the file is out of date."""

from __future__ import annotations

import os
import re
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from xuncha_nlp.cli import app

PAGE = Path(__file__).parent / "cli.md"


def page() -> str:
    """Return the page: the help of the program, then of each command."""
    os.environ |= {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1"}
    names = list(getattr(get_command(app), "commands"))  # noqa: B009  typer does not publish its group's type
    parts = ["# 命令一览 / Command reference", "由程序的 `--help` 生成，请勿手改：`make docs`。"]
    for name in ["", *names]:
        shown = CliRunner().invoke(app, [name, "--help"] if name else ["--help"]).stdout
        shown = re.sub(r"用法：\S+", "用法：xuncha", shown, count=1)
        parts += [f"## xuncha {name}".rstrip(), f"```text\n{shown.strip()}\n```"]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
