"""`Draft` or `Speech` to a file: .docx by a page layout, .md, .html, .json, .txt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ..files import write_whole
from ..speeches import Speech
from .blocks import Block, blocks
from .comments import comment_copy, remarks
from .deviations import Deviation, deviations
from .docx import write_docx
from .docx_comments import with_comments
from .html import write_html
from .layouts import Layout, layout_names, load_layout
from .markdown import write_markdown
from .origins import Origins, origins
from .records import write_json
from .text import write_text

if TYPE_CHECKING:
    from ..checks import Finding
    from ..templating.model import Draft

__all__ = [
    "Block",
    "Deviation",
    "Layout",
    "blocks",
    "comment_copy",
    "deviations",
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
    target: Draft | Speech | Sequence[Speech],
    path: str | Path,
    *,
    layout: str | Path = "gb9704",
    findings: Iterable[Finding] | None = None,
    comments: bool = False,
    provenance: bool = False,
) -> Path:
    r"""Write a draft or speeches to a file of the type that its ending names.

    The text is written line by line as it stands: nothing is left out and nothing is added. In a .docx and
    in .html what is still to be filled in, 【待填：…】, has a yellow ground; in .html each paragraph of a draft
    has its status beside it. The file is there whole or not at all.

    Parameters
    ----------
    target : Draft, Speech or sequence of Speech
        What to write. In a .docx every speech begins on a new page.
    path : str or Path
        Ends in .docx, .md, .html, .json or .txt. A file of that name is replaced.
    layout : str or Path
        For .docx only: ``"gb9704"``, ``"speech"``, ``"read-aloud"`` or a TOML file; see `load_layout`.
    findings : iterable of Finding, optional
        What a check of the target found, for the comments.
    comments : bool
        Whether a .docx has Word comments: of a draft where each paragraph is from, and the findings.
    provenance : bool
        Whether the .docx of a draft ends in a table of where each paragraph is from. Our reader leaves it
        out of the text.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        The ending is none of these, there is nothing to write, or the file cannot be written; comments
        or a table are wanted in another file than a .docx, or the table without a draft.
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
    if (comments or provenance) and ending != ".docx":
        raise InputError(f"批注和来源表只能写进 .docx：{path.name}", "文件名请以 .docx 结尾")
    rows = () if isinstance(target, Speech | Sequence) else origins(target)
    if provenance and not rows:
        raise InputError("只有初稿才有来源表", "现成的讲话请不用这个选项")
    if ending == ".docx":
        groups = [blocks(speech) for speech in speeches]
        title = "；".join(speech.title for speech in speeches if speech.title)
        genre = "；".join(dict.fromkeys(speech.genre for speech in speeches if speech.genre))
        shown = rows if provenance else ()
        data = write_docx(groups, load_layout(layout), title=title, genre=genre, origins=shown)
        if comments:
            data = with_comments(data, remarks(speeches, groups, findings or (), rows), path.name)
    else:
        data = _content(target, speeches, ending, rows)
    write_whole(path, data)
    return path


def _speeches(target: Draft | Speech | Sequence[Speech]) -> tuple[Speech, ...]:
    if isinstance(target, Speech):
        return (target,)
    return tuple(target) if isinstance(target, Sequence) else (target.speech,)


def _content(
    target: Draft | Speech | Sequence[Speech],
    speeches: tuple[Speech, ...],
    ending: str,
    rows: tuple[Origins, ...],
) -> bytes:
    if ending == ".json":
        content = write_json(speeches if isinstance(target, Speech | Sequence) else target)
    elif ending == ".html":
        content = write_html(speeches, rows)
    else:
        content = (write_markdown if ending == ".md" else write_text)(speeches)
    try:
        return content.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"文字里有不能保存的字符 U+{ord(content[error.start]):04X}", "请在原文中删去后再试"
        ) from error
