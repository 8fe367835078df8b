"""``xuncha models``: fetch a model once, and see which are there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .help import ChineseCommand, ChineseGroup
from .messages import progress, say
from .options import FormatOption
from .output import emit

__all__ = ["register"]

_STEPS = 3

_Folder = Annotated[
    Path | None,
    typer.Option(
        "--dir",
        metavar="DIR",
        help="模型放在哪个文件夹；默认是 XUNCHA_MODELS，没有则是用户数据文件夹。",
        show_default=False,
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group of commands to the application."""
    group = typer.Typer(
        cls=ChineseGroup, help="分词模型：下载，查看。", no_args_is_help=True, rich_markup_mode=None
    )
    group.command(cls=ChineseCommand)(fetch)
    group.command("list", cls=ChineseCommand)(show)
    app.add_typer(group, name="models")


def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="模型，如 pkuseg。", show_default=False)],
    folder: _Folder = None,
    wheel: Annotated[
        Path | None,
        typer.Option(
            "--wheel", metavar="FILE", help="已在别处下载好的 wheel；给了就不联网。", show_default=False
        ),
    ] = None,
) -> None:
    """下载一个模型并核对；已有且完好的不再下载。只有这个命令会联网。"""
    from ..segment.models import fetch_model, models_folder

    with progress("模型", _STEPS) as step:
        place = fetch_model(name, folder, wheel=wheel, progress=step)
    say(f"模型已就绪：{place}")
    if folder is not None and folder.resolve() != models_folder().resolve():
        say(f"使用时请设环境变量 XUNCHA_MODELS={folder}。")


def show(folder: _Folder = None, how: FormatOption = None) -> None:
    """列出能下载的模型，以及是否已在这台机器上。"""
    from ..segment.models import is_whole, models, models_folder

    kept = folder or models_folder()
    rows = [
        {"name": model.name, "about": model.about, "licence": model.licence, "path": str(kept / model.name),
         "installed": is_whole(kept / model.name, model)}
        for model in models().values()
    ]  # fmt: skip
    emit(
        rows, how,
        table={"name": "模型", "about": "用途", "licence": "许可", "installed": "已有", "path": "位置"},
    )  # fmt: skip
