"""The command that sets a speech to a layout."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .help import ChineseCommand
from .loading import load_file
from .messages import say
from .options import EncodingOption, LayoutOption

__all__ = ["register", "say_deviations"]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=ChineseCommand)(export)


def export(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="要排版的讲话（.docx .txt）。", show_default=False)
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="FILE", help="写到：.docx .md .html .json .txt。", show_default=False
        ),
    ],
    layout: LayoutOption = "gb9704",
    encoding: EncodingOption = None,
) -> None:
    """把现成的讲话排成版式，一字不改。"""
    import xuncha_nlp as xn

    xn.export(tuple(load_file(file, encoding)), output, layout=layout)
    if output.suffix.lower() == ".docx":
        say_deviations(layout)
    say(f"写好了：{output}")


def say_deviations(layout: str) -> None:
    """Say in what a layout of the user's own departs from the default, and how strong each rule is."""
    from ..exporters import deviations, layout_names, load_layout

    # Ours say of themselves what they are.
    found = () if layout in layout_names() else deviations(load_layout(layout))
    if found:
        say(f"版式 {layout} 与 gb9704 有 {len(found)} 处不同：")
        for each in found:
            say(f"  {each}")
