"""Reader for .docx: the body's paragraphs, one line each, with the numbers that Word shows before them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import InputError
from .docx_numbers import Numbers
from .limits import MAX_UNPACKED_BYTES, MAX_ZIP_MEMBERS, megabytes

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

__all__ = ["MEDIA_TYPE", "SUFFIXES", "convert"]

SUFFIXES = frozenset({".docx"})
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def convert(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a .docx, paragraphs and table cells in reading order, one line each.

    The archive is bounded before it is opened, and lxml resolves no entity in it.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.

    Returns
    -------
    tuple of str
        The text and ``"docx"``.

    Raises
    ------
    InputError
        The file is truncated, is no .docx, or would unpack to more than the limit.
    """
    _refuse_bomb(data, name)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
    # python-docx lets the errors of zipfile, lxml and its own package layer through as they come.
    except Exception as error:
        raise _damaged(name) from error
    # The format allows no document type declaration, and what stands behind an unresolved entity is lost.
    if document.element.getroottree().docinfo.doctype:
        raise _damaged(name)
    return "\n".join(_lines(document, Numbers(document))), "docx"


def _refuse_bomb(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise _damaged(name) from error
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_ZIP_MEMBERS:
        raise InputError(
            f"文件展开后过大：{name}（{megabytes(unpacked)}）",
            "请删去其中的图片和附件，另存后再试",
        )


def _lines(container: Document | _Cell, numbers: Numbers) -> Iterator[str]:
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                # A merged cell comes once for every grid column that it spans.
                for cell in dict.fromkeys(row.cells):
                    yield from _lines(cell, numbers)
        else:
            yield numbers.label(block) + block.text


def _damaged(name: str) -> InputError:
    return InputError(f"文件损坏或不是 .docx：{name}", "请用 Word 或 WPS 打开并另存为 .docx 后再试")
