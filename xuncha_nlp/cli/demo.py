"""``xuncha demo``: the main job on the sample compilation, from loading to a checked .docx."""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from ..cells import rows_of
from ..errors import InputError
from .checking import show_findings
from .help import ChineseCommand
from .messages import progress, say
from .output import emit, print_table, word_for

__all__ = ["register", "sample_folder"]

_STEPS = 6
_COMPILATION = "chenghu_2016_2024.txt"
_SHOWN = 8


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=ChineseCommand)(demo)


def sample_folder() -> Path:
    """Return the folder ``corpora``: inside the installed package, or beside it in a checkout.

    Raises
    ------
    InputError
        It is in neither place.
    """
    checkout = Path(__file__).resolve().parents[2] / "corpora"
    if (checkout / "sample").is_dir():
        return checkout
    with as_file(files("xuncha_nlp.data").joinpath("corpora")) as installed:
        if (installed / "sample").is_dir():
            return installed
    raise InputError("找不到样例语料", "请重新安装 xuncha_nlp")


def demo(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="结果放在哪个文件夹。")
    ] = Path("xuncha_demo"),
) -> None:
    """用样例语料走一遍：读取、标注、统计、起草、审核、导出。"""
    import xuncha_nlp as xn

    from ..analysis import concordance, frequency
    from ..corpus import records

    folder = sample_folder()
    with progress("演示", _STEPS) as step:
        step("读取")
        corpus = xn.read(folder / "sample" / _COMPILATION)
        step("标注")
        formulae = records(corpus, ["formula"])
        counts = records(corpus, ["enumeration"])
        step("统计")
        table = frequency(corpus).reset_index().head(_SHOWN)
        lines = concordance(corpus, "四个意识", width=14, sort="1R")
        step("起草")
        plan = xn.Plan.load(folder / "plans" / "mobilisation.toml")
        result = xn.draft(corpus, plan)
        step("审核")
        findings = xn.check(result, corpus)
        step("导出")
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"不能建立文件夹：{output}", "请用 -o 另给一个文件夹") from error
        written = [xn.export(result, output / f"初稿{ending}") for ending in (".docx", ".md", ".json")]
    speeches = corpus.speeches.reset_index()
    emit(
        rows_of(speeches), "table", title="一、读取：讲话",
        table={"speech": "编号", "title": "标题", "date": "日期", "genre": "文种", "characters": "字数", "sections": "层次"},
    )  # fmt: skip
    given = [row for row in formulae if row["resolved_by"] in ("following", "preceding")]
    emit(
        given[:_SHOWN], "table", title=f"二、标注：提法 {len(formulae)} 处，文中列出内涵的 {len(given)} 处（示 {_SHOWN} 处）",
        table={"speech": "讲话", "text": "原文", "declared": "应有", "members": "内涵", "status": "核对"},
    )  # fmt: skip
    emit(
        counts, "table", title=f"　　列举 {len(counts)} 处",
        table={"speech": "讲话", "text": "原文", "declared": "应有", "members": "各项", "status": "核对"},
    )  # fmt: skip
    names = {"formula": "提法", "total": "次数", "speeches": "篇数", "per_10k": "每万字", "nested": "内嵌"}
    short = {key: names.get(key, f"第{key.rsplit('#')[-1]}篇") for key in table.columns}
    emit(rows_of(table), "table", title=f"三、统计：提法频次（前 {_SHOWN}）", table=short)
    emit(
        rows_of(lines), "table", title="　　“四个意识”的上下文",
        table={"date": "日期", "left": "左文", "match": "所查", "right": "右文"},
    )  # fmt: skip
    print_table(
        [[word_for("status", each.status), each.origin.speech if each.origin else "写作方案", result.text[each.start : each.end][:40]]
         for each in result.passages],
        ["状态", "出处", "段落"],
        f"四、起草：《{result.speech.title}》共 {len(result.passages)} 段",
    )  # fmt: skip
    sys.stdout.write("五、")
    show_findings(findings, "table")
    say("六、导出：" + "　".join(str(path) for path in written))
