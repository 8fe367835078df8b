"""Reader for Markdown: the text as it would be shown, without its marks, line for line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .columns import Columns
from .decode import decode
from .html_text import extract
from .model import Note
from .record import Record

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

__all__ = ["SUFFIXES", "accepts", "convert"]

SUFFIXES = frozenset({".md", ".markdown"})
_MEDIA_TYPE = "text/markdown"
# Deeper than anybody writes, and what the parser would pass over without a word.
_DEEPEST = 60
_MARKS = "[*_`~<!"
_MOST_MARKS = 5_000
_KEY = re.compile(r"^(?P<key>[^\s:#-][^:]*?)\s*:\s*(?P<value>.*?)\s*$")
_BREAK = re.compile(r"<br\s*/?>", re.I)


def accepts(suffix: str, head: bytes) -> bool:
    """Accept by the suffix alone: any text is Markdown."""
    del head
    return suffix in SUFFIXES


def convert(data: bytes, name: str, encoding: str | None) -> Sequence[Record]:
    r"""Return the text of a Markdown file.

    Marks of headings, emphasis, quotes, bullets and links are no text; numbers of a list are. A line of the
    file stays a line: a writer who leaves no blank line between paragraphs does not mean them to be one.
    Lines that are drawn in are paragraphs, not code. Front matter goes into the metadata, footnotes are
    left out and reported.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.
    encoding : str, optional
        What the user says that it is.

    Returns
    -------
    sequence of Record
        One.

    Raises
    ------
    InputError
        The file is binary, damaged, or quotes or lists stand in each other too deep.

    Examples
    --------
    >>> page = "---\ntitle: 讲话\n---\n# 在**动员会**上的讲话\n1. 见[条例](a.html)\n".encode()
    >>> record, = convert(page, "a.md", None)
    >>> record.text, record.metadata["title"]
    ('在动员会上的讲话\n1. 见条例', '讲话')
    """
    text, label = decode(data, name, encoding)
    tokens = _parser().parse(text)
    if any(token.level >= _DEEPEST for token in tokens):
        raise InputError(f"引用或列表嵌套过深：{name}", f"请改到 {_DEEPEST // 2} 层以内")
    front = next((token.content for token in tokens if token.type == "front_matter"), "")
    notes = []
    footnotes = sum(token.type == "footnote_open" for token in tokens)
    if footnotes:
        notes.append(Note("markdown-footnotes", f"有 {footnotes} 条脚注，未计入正文"))
    return [Record("\n".join(_lines(tokens)), label, _MEDIA_TYPE, tuple(notes), _metadata(front))]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST + 2}).enable(["table", "strikethrough"])
    parser.core.ruler.before("inline", "marks", _refuse_marks)
    return parser.disable("code").use(front_matter_plugin).use(footnote_plugin, inline=False)


def _refuse_marks(state: StateCore) -> None:
    # The time that a paragraph takes grows with the square of the marks in it.
    for token in state.tokens:
        if token.type == "inline" and sum(map(token.content.count, _MARKS)) > _MOST_MARKS:
            raise InputError("一段里的标记符号过多", "请检查是不是 Markdown 文件，或改名为 .txt 后再试")


def _lines(tokens: Sequence[Token]) -> Iterator[str]:
    number = ""
    inside_notes = False
    for token in tokens:
        if token.type in {"footnote_block_open", "footnote_block_close"}:
            inside_notes = token.type == "footnote_block_open"
        elif inside_notes:
            continue
        elif token.type == "list_item_open":
            # The parser keeps the number of an ordered list as it was written.
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline":
            yield number + _inline(token.children or ())
            number = ""
        elif token.type in {"fence", "code_block"}:
            yield token.content.rstrip("\n")
        elif token.type == "html_block":
            # A fragment of a page, for which the same holds as for a whole one.
            shown = extract(token.content).text
            if shown:
                yield shown


def _inline(tokens: Sequence[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline", "text_special"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"} or (
            token.type == "html_inline" and _BREAK.fullmatch(token.content)
        ):
            parts.append("\n")
    return "".join(parts)


def _metadata(front: str) -> Mapping[str, str]:
    """The lines ``key: value`` of the front matter; whatever else YAML can say is none of ours."""
    found: dict[str, Any] = {}
    for line in front.splitlines():
        match = _KEY.match(line)
        if match and match["value"]:
            value = match["value"]
            quoted = value[0] in "\"'" and value[-1] == value[0] and len(value) > 1
            found[match["key"].strip()] = value[1:-1] if quoted else value
    columns = Columns(found)
    return columns.metadata(found)
