"""Commands for a corpus directory: build, info."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .help import ChineseCommand
from .messages import Interrupted, bytes_done, say
from .options import EncodingOption, Files, FormatOption, LexiconOption
from .output import chosen, emit

if TYPE_CHECKING:
    from ..corpus import Manifest, Report

__all__ = ["register"]

_UNREADABLE = 3


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=ChineseCommand)(build)
    app.command(cls=ChineseCommand)(info)


def build(
    paths: Files,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="DIR", help="语料库文件夹；已有的就增补。", show_default=False
        ),
    ],
    jobs: Annotated[int, typer.Option("--jobs", "-j", metavar="N", help="用几个进程。", min=1, max=256)] = 1,
    segmenter: Annotated[
        str,
        typer.Option(
            "--segmenter",
            metavar="NAME",
            help="分词器：rjieba、jieba、pkuseg、spacy 或 character；模型另放时如 pkuseg:DIR。",
        ),
    ] = "rjieba",
    prune: Annotated[bool, typer.Option("--prune", help="文件夹里已删去的文件，也从语料库里去掉。")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="别处的同名文件，以新代旧。")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="有读不了的文件时退出码为 3。")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="别的 build 正在写时，排队等它做完。")] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="ADDRESS",
            help="dask 调度器的地址，如 tcp://10.0.0.5:8786。",
            show_default=False,
        ),
    ] = None,
    encoding: EncodingOption = None,
    lexicon: LexiconOption = None,
) -> None:
    """把文件和文件夹建成语料库：读一次，以后直接查。再次运行只读新增和改动的文件。"""
    from .. import corpus

    try:
        with bytes_done("建库") as progress:
            report = corpus.build(
                paths, output, jobs=jobs, cluster=cluster, segmenter=segmenter, lexicon=lexicon or (),
                encoding=encoding, prune=prune, replace=replace, wait=wait, progress=progress,
            )  # fmt: skip
    except KeyboardInterrupt:
        raise Interrupted("已中断；语料库还是原样，做完的部分已留下。再运行同一条命令就接着做。") from None
    for name, reason in report.unreadable.items():
        say(f"未收入 {name}：{reason}")
    say(_summary(report, output))
    if strict and report.unreadable:
        raise typer.Exit(_UNREADABLE)


def _summary(report: Report, output: Path) -> str:
    did = [f"读入 {report.changed - len(report.unreadable)} 个文件"]
    did += [f"{report.unchanged} 个没有变动"] if report.unchanged else []
    did += [f"{len(report.dropped)} 个已去掉"] if report.dropped else []
    did += [f"{len(report.unreadable)} 个读不了"] if report.unreadable else []
    did += [f"修复 {report.mended} 份索引"] if report.mended else []
    held = report.manifest
    return (
        f"{'，'.join(did)}。语料库 {output}：{held.count('speeches'):,} 篇讲话，"
        f"{sum(shard.characters for shard in held.shards):,} 字，{held.count('tokens'):,} 词。"
    )


def info(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="语料库文件夹。", show_default=False)],
    format: FormatOption = None,
) -> None:
    """语料库里有什么：文件、讲话、字数、词数，用什么分词器和提法库建的，哪些文件没能收入。"""
    from ..corpus import Manifest

    record = _facts(Manifest.load(folder))
    if chosen(format) == "table":
        shown = [
            {"key": name, "value": f"{value:,}" if isinstance(value, int) else str(value)}
            for name, value in _spoken(record).items()
        ]
        emit(shown, format, title=f"语料库 {folder}", table={"key": "项目", "value": "内容"})
    else:
        emit([record], format, table={})


def _facts(manifest: Manifest) -> dict[str, Any]:
    return {
        "id": manifest.id,
        "files": len(manifest.files),
        "characters": sum(shard.characters for shard in manifest.shards),
        **{name: manifest.count(name) for name in ("speeches", "sections", "tokens", "annotations")},
        "shards": len(manifest.shards),
        "segmenter": manifest.segmenter,
        "lexicon": manifest.lexicon,
        "versions": dict(manifest.versions),
        "unreadable": dict(manifest.unreadable),
    }


def _spoken(record: dict[str, Any]) -> dict[str, Any]:
    names = {
        "id": "编号", "files": "文件", "characters": "字数", "speeches": "讲话", "sections": "层次", "tokens": "词数",
        "annotations": "标注", "shards": "分片", "segmenter": "分词器", "lexicon": "提法库",
    }  # fmt: skip
    versions = "，".join(f"{name} {version}" for name, version in record["versions"].items())
    unreadable = {f"未收入 {name}": reason for name, reason in record["unreadable"].items()}
    return {**{said: record[key] for key, said in names.items()}, "版本": versions, **unreadable}
