"""Reader for .csv and .tsv: a header, and a text in each row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from threading import Lock

from ..errors import InputError
from .columns import Columns, no_text_column
from .decode import decode
from .model import Note
from .record import Record

__all__ = ["SUFFIXES", "accepts", "convert", "holds_texts", "with_note"]

SUFFIXES = frozenset({".csv", ".tsv"})
_MEDIA_TYPES = {",": "text/csv", ";": "text/csv", "\t": "text/tab-separated-values"}
# The csv module keeps its limit for the whole process.
_LIMIT = Lock()
_SHOWN = 5


def accepts(suffix: str, head: bytes) -> bool:
    """Accept by the suffix alone."""
    del head
    return suffix in SUFFIXES


def holds_texts(head: bytes) -> bool:
    """Say whether a file seems to hold texts; False only where its header surely names none."""
    first = head.split(b"\n", 1)[0]
    try:
        header = decode(first, "", None)[0]
    # Whoever reads the whole file says what is wrong with it.
    except InputError:
        return True
    return _delimiter(header) is not None


_LINE = re.compile("[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def convert(data: bytes, name: str, encoding: str | None) -> Sequence[Record]:
    r"""Return a text for each row, named by the number of the line on which it begins.

    The columns are parted by commas, semicolons or tabs: by whichever shows a column of texts in the
    header.

    Raises
    ------
    InputError
        There is no column of texts, a quotation mark is not closed, or a row has more cells than the
        header; the message gives the line.

    Examples
    --------
    >>> data = 'title,text\n甲,"一、认识\n二、任务"\n乙,三、要求\n'.encode()
    >>> [(each.suffix, each.text) for each in convert(data, "a.csv", None)]
    [(':2', '一、认识\n二、任务'), (':4', '三、要求')]
    """
    text, label = decode(data, name, encoding)
    delimiter = _delimiter(text.lstrip("\r\n"))
    if delimiter is None:
        raise no_text_column(name)
    rows = _rows(text, delimiter, name)
    _, header = next(rows)
    columns = Columns(header)
    if columns.text is None:
        raise no_text_column(name)
    at = header.index(columns.text)
    found: list[Record] = []
    without: list[int] = []
    for number, row in rows:
        if any(row[len(header) :]):
            raise InputError(
                f"第 {number} 行有 {len(row)} 列，表头只有 {len(header)} 列：{name}",
                "正文里有分隔符的，请给这一格加上英文双引号",
            )
        content = row[at] if at < len(row) else ""
        if not content.strip():
            without.append(number)
            continue
        metadata = columns.metadata(dict(zip(header, row, strict=False)))
        found.append(Record(content, label, _MEDIA_TYPES[delimiter], (), metadata, f":{number}"))
    return with_note(found, without)


def with_note(records: Sequence[Record], without: Sequence[int]) -> Sequence[Record]:
    """Put a note of the records without a text on the first record that has one."""
    if not without or not records:
        return records
    shown = "、".join(map(str, without[:_SHOWN])) + ("等" if len(without) > _SHOWN else "")
    note = Note("table-no-text", f"有 {len(without)} 条记录没有正文，未读入：第 {shown} 行")
    return [replace(records[0], notes=(*records[0].notes, note)), *records[1:]]


def _delimiter(text: str) -> str | None:
    """Return what parts the columns of the first line, or None where none of them can be one of texts."""
    header = re.split("[\r\n]", text, maxsplit=1)[0]
    for each in _MEDIA_TYPES:
        names = next(csv.reader([header], delimiter=each), [])
        if Columns(names).text is not None:
            return each
    return None


def _rows(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of the line on which it begins."""
    rows: list[tuple[int, list[str]]] = []
    # Line ends inside of a cell are part of the text and stay as they are.
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    with _LIMIT:
        before = csv.field_size_limit(max(len(text), 1))
        try:
            start = 1
            for row in reader:
                if any(row):
                    rows.append((start, row))
                start = reader.line_num + 1
        except csv.Error as error:
            raise InputError(f"第 {start} 行起的记录有误：{name}", "请检查英文双引号是否成对") from error
        finally:
            csv.field_size_limit(before)
    return iter(rows)


def _lines(text: str) -> Iterator[str]:
    return (match.group() for match in _LINE.finditer(text))
