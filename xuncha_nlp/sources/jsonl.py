"""Reader for .jsonl: a JSON object a line, a text in each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import InputError
from .columns import Columns, no_text_column
from .decode import decode
from .record import Record
from .table import with_note

__all__ = ["SUFFIXES", "accepts", "convert", "holds_texts"]

SUFFIXES = frozenset({".jsonl", ".ndjson"})


def accepts(suffix: str, head: bytes) -> bool:
    """Accept by the suffix alone: any one line says nothing of the next."""
    del head
    return suffix in SUFFIXES


def holds_texts(head: bytes) -> bool:
    """Say whether a file seems to hold texts; False only where its first record surely has none."""
    line = head.split(b"\n", 1)[0]
    try:
        record = json.loads(line)
    # Damaged, or longer than what was read of it: whoever reads the whole file says so.
    except (ValueError, RecursionError):
        return True
    return not isinstance(record, dict) or Columns(record).text is not None


def convert(data: bytes, name: str, encoding: str | None) -> Sequence[Record]:
    r"""Return a text for each record, named by the number of its line.

    Raises
    ------
    InputError
        A line is no JSON object or its text no string; the message gives the line. No record has a text.

    Examples
    --------
    >>> data = '{"标题": "甲", "正文": "一、认识"}\n\n{"正文": "二、任务", "年份": 2024}'.encode()
    >>> [(each.suffix, each.text, dict(each.metadata)) for each in convert(data, "a.jsonl", None)]
    [(':1', '一、认识', {'title': '甲'}), (':3', '二、任务', {'date': '2024'})]
    """
    text, label = decode(data, name, encoding)
    found: list[Record] = []
    without: list[int] = []
    known = False
    for number, record in _records(text, name):
        columns = Columns(record)
        known = known or columns.text is not None
        content = record.get(columns.text) if columns.text is not None else None
        if content is not None and not isinstance(content, str):
            raise InputError(f"第 {number} 行的正文不是文字：{name}", "请把这一列改成字符串")
        if not (content or "").strip():
            without.append(number)
            continue
        found.append(
            Record(content or "", label, "application/jsonl", (), columns.metadata(record), f":{number}")
        )
    if not known:
        raise no_text_column(name)
    return with_note(found, without)


def _records(text: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    # Only this ends a line: a string in JSON may hold the other signs that Python takes for line ends.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            # Half of a surrogate pair is no character, and could not be written anywhere.
            json.dumps(record, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            place = f"第 {error.colno} 个字符处有误" if isinstance(error, json.JSONDecodeError) else ""
            why = place or "嵌套过深或含无效字符"
            raise InputError(f"第 {number} 行不是有效的 JSON：{name}（{why}）", "请改正这一行") from error
        if not isinstance(record, dict):
            raise InputError(f"第 {number} 行不是 JSON 对象：{name}", '每行应当是 {"text": "……"} 的样子')
        yield number, record
