"""Commands that read: outline, formulae, tag."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import InputError
from ..files import write_whole
from .groups import Question, Reading, Tagging, command
from .messages import Misuse, say
from .options import FormatOption, PageFormat
from .output import chosen, emit

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..corpus import Corpus
    from ..speeches import Speech

__all__ = ["register"]

_PAGES = (".html", ".htm")
# So many verbs and members of a formula are shown at a terminal.
_SHOWN = 3
_FORMULA_KEYS = (
    "source", "speech", "text", "start", "end", "formula", "known", "declared", "members", "resolved_by", "status",
    "nested_in",
)  # fmt: skip
_REJECTED_KEYS = ("source", "speech", "text", "start", "end", "reason")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for each in (outline, formulae, tag):
        command(app, each)


def outline(format: FormatOption = None, *, reading: Reading) -> None:
    """各篇讲话的标题、日期、文种和层次。"""
    corpus = reading.corpus()
    how = chosen(format)
    make: Callable[[Speech], Any] = {"table": _tree, "csv": _section_rows}.get(how, _with_source)
    made = []
    # A directory makes its speeches as they are asked for: each is asked for once.
    for speech in corpus:
        for note in speech.notes:
            say(f"{speech.id}：{note.message}")
        made.append(make(speech))
    if how == "table":
        sys.stdout.write("\n\n".join(made) + "\n")
    elif how == "csv":
        emit(chain.from_iterable(made), how, table=dict.fromkeys(_SECTION_KEYS, ""))
    else:
        emit(
            (
                {"source": name, "speeches": [speech for _, speech in speeches]}
                for name, speeches in groupby(made, key=itemgetter(0))
            ),
            how, table={},
        )  # fmt: skip


def _tree(speech: Speech) -> str:
    return f"{speech.id}\n{speech.outline}"


def _with_source(speech: Speech) -> tuple[str, dict[str, Any]]:
    return speech.source.name, speech.to_json()


_SECTION_KEYS = ("source", "speech", "level", "style", "number", "heading", "start", "end", "inline")


def _section_rows(speech: Speech) -> list[dict[str, Any]]:
    place = {"source": speech.source.name, "speech": speech.id}
    return [
        place | {key: value for key, value in section.to_json().items() if key != "children"}
        for section in speech.walk()
    ]


def formulae(
    types: Annotated[
        bool, typer.Option("--types", help="每个提法一行：次数、篇数、首末日期、常用动词、各种内涵。")
    ] = False,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="列出像提法而未认作提法的地方，各附理由。")
    ] = False,
    *,
    question: Question,
) -> None:
    """提法，连同内涵和核对结果。"""
    if types and rejected:
        raise Misuse("--types/--rejected", "两个只能用一个")
    if question.plot and not types:
        raise InputError("这种结果没有图", "请加上 --types：有图的是每个提法一行的结果")
    corpus = question.corpus()
    format = question.format
    if rejected:
        rows = _rejected_rows(corpus)
        emit(
            rows, format, title=f"未认作提法 {len(rows)} 处", fields=_REJECTED_KEYS,
            table={"speech": "讲话", "text": "原文", "reason": "理由"},
        )  # fmt: skip
        return
    if types:
        from ..analysis import formula_types

        question.answer(formula_types(corpus), cell=_spoken)
        return
    from ..corpus import records

    rows = [{key: row[key] for key in _FORMULA_KEYS} for row in records(corpus, ["formula"])]
    emit(
        rows, format, title=f"提法 {len(rows)} 处", fields=_FORMULA_KEYS,
        table={"speech": "讲话", "text": "提法", "declared": "应有", "members": "内涵",
               "resolved_by": "依据", "status": "核对"},
    )  # fmt: skip


def _spoken(key: str, value: Any) -> Any:
    """Write a cell of a formula as a person reads it: its most usual verbs, its first members, when which list was given."""
    if key == "verbs":
        return "，".join(f"{verb} {count}" for verb, count in list(value.items())[:_SHOWN]) or None
    if key == "members":
        return [*value[:_SHOWN], f"……共 {len(value)} 项"] if len(value) > _SHOWN + 1 else value or None
    if key == "variants":
        lists = [
            f"{len(each['members'])} 项 {each['count']} 次" + (f"（{_span(each)}）" if each["first"] else "")
            for each in value
        ]
        return "；".join(lists) or None
    return value


def _span(each: dict[str, Any]) -> str:
    return each["first"] if each["first"] == each["last"] else f"{each['first']} 至 {each['last']}"


def _rejected_rows(corpus: Corpus) -> list[dict[str, Any]]:
    from ..extractors.formulae import rejected

    return [
        {
            "source": speech.source.name,
            "speech": speech.id,
            "text": each.text,
            "start": each.start,
            "end": each.end,
            "reason": each.reason,
        }
        for speech in corpus
        for each in rejected(speech, corpus.lexicon)
    ]


def tag(
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            "-k",
            metavar="KIND",
            help="formula、enumeration、citation、slot、move 或 device，可给多个；默认全部。",
        ),
    ] = None,
    format: Annotated[
        PageFormat | None,
        typer.Option(
            "--format",
            "-f",
            help="输出格式；html 是一张网页，在原文上着色。默认终端上是表格，别处是 JSON。",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="写入这个文件；以 .html 结尾的就写成网页。默认写到标准输出。",
            show_default=False,
        ),
    ] = None,
    ner: Annotated[
        str | None,
        typer.Option(
            "--ner",
            metavar="MODEL",
            help="规则之外再用模型找人名、地名、单位：lac（需安装 xuncha_nlp[ner]）或 spacy:流水线文件夹。",
        ),
    ] = None,
    *,
    tagging: Tagging,
) -> None:
    """标注：提法、列举、引文、变量、语步、修辞。"""
    from ..extractors import KINDS

    kinds = kind or list(KINDS)
    if not set(kinds) <= set(KINDS):
        raise Misuse("--kind", f"种类有 {'、'.join(KINDS)}")
    corpus = tagging.corpus()
    if format is None and output is not None and output.suffix.lower() in _PAGES:
        format = "html"
    if ner and format == "html":
        raise InputError("网页上还不能显示模型找到的名称", "请去掉 --ner，或改用 --format json、csv")
    if output is None:
        _write_tags(corpus, kinds, format, ner)
        return
    with redirect_stdout(io.StringIO()) as written:
        _write_tags(corpus, kinds, format, ner)
    # A character that UTF-8 does not have is escaped, as it is at the terminal.
    write_whole(output, written.getvalue().encode("utf-8", "backslashreplace"))


def _write_tags(corpus: Corpus, kinds: list[str], format: PageFormat | None, ner: str | None) -> None:
    if format == "html":
        from ..exporters.tagged import tagged_html

        sys.stdout.write(tagged_html(corpus, kinds, page=True))
        return
    from ..corpus import records

    rows = records(corpus, kinds, ner=ner)
    keys = dict.fromkeys(key for row in rows for key in row)
    emit(
        rows, format, title=f"标注 {len(rows)} 处", fields=list(keys),
        table={"speech": "讲话", "kind": "种类", "label": "标签", "text": "原文", "rule": "规则", "start": "起", "end": "止"}
        if len(kinds) > 1 or kinds[0] != "enumeration"
        else {"speech": "讲话", "text": "原文", "declared": "应有", "members": "各项", "status": "核对", "start": "起"},
    )  # fmt: skip
