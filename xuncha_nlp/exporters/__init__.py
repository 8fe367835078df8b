"""`Draft` or `Speech` to a file: .docx by a page layout, .md, .html, .json, .txt."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ..files import write_whole
from ..speeches import Speech
from .blocks import Block, blocks
from .docx import write_docx
from .html import write_html
from .layouts import Layout, layout_names, load_layout
from .markdown import write_markdown
from .records import write_json
from .text import write_text

if TYPE_CHECKING:
    from ..templating.model import Draft

__all__ = [
    "Block",
    "Layout",
    "blocks",
    "export",
    "layout_names",
    "load_layout",
    "write_docx",
    "write_html",
    "write_json",
    "write_markdown",
    "write_text",
]

_ENDINGS = (".docx", ".md", ".html", ".json", ".txt")


def export(
    target: Draft | Speech | Sequence[Speech], path: str | Path, *, layout: str | Path = "gb9704"
) -> Path:
    r"""Write a draft or speeches to a file of the type that its ending names.

    The text is written line by line as it stands: nothing is left out and nothing is added. The file is
    there whole or not at all.

    Parameters
    ----------
    target : Draft, Speech or sequence of Speech
        What to write. In a .docx every speech begins on a new page.
    path : str or Path
        Ends in .docx, .md, .html, .json or .txt. A file of that name is replaced.
    layout : str or Path
        For .docx only: ``"gb9704"``, ``"speech"``, ``"read-aloud"`` or a TOML file; see `load_layout`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        The ending is none of these, there is nothing to write, or the file cannot be written.
    DataError
        The layout cannot be used.

    Examples
    --------
    >>> import tempfile
    >>> from xuncha_nlp.sources import Source, read_sources
    >>> from xuncha_nlp.speeches import split
    >>> speeches = split(Source.from_text("a.txt", "在动员会上的讲话\n一、认识\n现在开会。"))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     read_sources(export(speeches, Path(folder) / "讲话稿.docx"))[0].text
    '在动员会上的讲话\n一、认识\n现在开会。'
    """
    path = Path(path)
    ending = path.suffix.lower()
    if ending not in _ENDINGS:
        raise InputError(f"不能导出为这种文件：{path.name}", f"文件名请以 {' '.join(_ENDINGS)} 之一结尾")
    speeches = _speeches(target)
    if not any(speech.text.strip() for speech in speeches):
        raise InputError("没有可导出的讲话", "请先给出有文字的讲话")
    write_whole(path, _content(target, speeches, ending, layout))
    return path


def _speeches(target: Draft | Speech | Sequence[Speech]) -> tuple[Speech, ...]:
    if isinstance(target, Speech):
        return (target,)
    return tuple(target) if isinstance(target, Sequence) else (target.speech,)


def _content(
    target: Draft | Speech | Sequence[Speech], speeches: tuple[Speech, ...], ending: str, layout: str | Path
) -> bytes:
    if ending == ".docx":
        title = "；".join(speech.title for speech in speeches if speech.title)
        return write_docx([blocks(speech) for speech in speeches], load_layout(layout), title=title)
    if ending == ".json":
        content = write_json(speeches if isinstance(target, Speech | Sequence) else target)
    else:
        write = {".md": write_markdown, ".html": write_html, ".txt": write_text}[ending]
        content = write(speeches)
    try:
        return content.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"文字里有不能保存的字符 U+{ord(content[error.start]):04X}", "请在原文中删去后再试"
        ) from error
