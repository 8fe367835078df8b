"""Bytes to `Source`: one reader a file type, each a module with the names of `record.Reader`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..errors import InputError
from .files import find_files, read_bytes
from .fold import fold
from .model import Note, Source
from .readers import readable, reader_of
from .record import Record

__all__ = ["Note", "Source", "find_files", "fold", "read_sources"]


def read_sources(path: Path, name: str | None = None, *, encoding: str | None = None) -> tuple[Source, ...]:
    r"""Read one file; a table of texts gives a source for each of its rows.

    What a file shows to be by its first bytes comes before what its suffix says: a web page saved as .doc
    is read as a web page.

    Parameters
    ----------
    path : Path
        A file of a type that a reader accepts.
    name : str, optional
        The name under which results speak of it; the file name by default. A row of a table has the number
        of its line behind it (``"speeches.csv:12"``).
    encoding : str, optional
        The encoding of a text file, where the user knows better than the evidence: any name that Python
        knows. It is taken at its word; a byte that does not fit is an error. Files that say themselves how
        they are written (.docx, .pdf …) do not need it.

    Returns
    -------
    tuple of Source
        At least one, in the order of the file.

    Raises
    ------
    InputError
        The file is missing, a folder, empty, binary, damaged, protected, too large or of an unknown type;
        the encoding is unknown or not that of the file.
    MissingExtraError
        The library or program that reads this type is not installed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "讲话.csv")
    ...     _ = path.write_text("标题,正文\n在动员会上的讲话,一、认识\n", encoding="utf-8")
    ...     source, = read_sources(path)
    >>> source.name, source.text, source.metadata["title"]
    ('讲话.csv:2', '一、认识', '在动员会上的讲话')
    """
    data = read_bytes(path)
    reader = reader_of(path, data)
    if reader is None:
        raise InputError(f"不认识的文件类型：{path}", f"目前能读：{readable()}")
    records = reader.convert(data, path.name, encoding)
    if not any(record.text.strip() for record in records):
        raise InputError(f"文件里没有文字：{path}", "请换一个有内容的文件")
    digest = hashlib.sha256(data).hexdigest()
    return tuple(_source(record, name or path.name, digest) for record in records)


def _source(record: Record, name: str, digest: str) -> Source:
    return Source(
        name + record.suffix,
        record.text,
        digest,
        record.encoding,
        record.media_type,
        record.metadata,
        record.notes,
    )
