"""Rows to standard output: table, JSON, JSON lines or CSV."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..cells import csv_text
from ..data import load_toml
from ..files import write_whole
from .messages import say

if TYPE_CHECKING:
    from ..analysis.table import Table

__all__ = ["Format", "TagFormat", "chosen", "emit", "plot_to", "print_table", "tell", "word_for"]

_LONGEST_MEMBER = 24
_IMAGES = (".png", ".svg")
_LEFT_CONTEXT = "左文"
_NUMBER = re.compile(r"-?[0-9.]+|—")


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class TagFormat(StrEnum):
    """How annotations are written: as rows, or as a page of the text with its annotations."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    html = "html"


def chosen(wanted: Format | None) -> Format:
    """Return the format asked for: at a terminal a table by default, elsewhere JSON."""
    return wanted or (Format.table if sys.stdout.isatty() else Format.json)


def emit(
    rows: Iterable[dict[str, Any]],
    wanted: Format | None,
    *,
    table: dict[str, str],
    title: str = "",
    fields: Sequence[str] | None = None,
) -> None:
    """Write rows.

    Parameters
    ----------
    rows : iterable of dict
        JSON objects with the same keys.
    wanted : Format or None
    table : dict of str to str
        The keys that a table shows and their Chinese headings.
    title : str
        The table's title.
    fields : sequence of str, optional
        The columns of a CSV; the keys of the first row by default.
    """
    rows = list(rows)
    how = chosen(wanted)
    if how is Format.table:
        print_table(
            [[_shown(key, row.get(key)) for key in table] for row in rows], list(table.values()), title
        )
    elif how is Format.json:
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    elif how is Format.jsonl:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        columns = list(fields or (rows[0] if rows else table))
        sys.stdout.write(csv_text(rows, columns))


def tell(result: Table) -> None:
    """Write what a result says above its table."""
    sys.stdout.write(result.says + "\n\n")


def plot_to(table: Table, path: Path | None) -> None:
    """Draw a result into a file, where one is asked for, and say so."""
    if path is None:
        return
    if path.suffix.lower() not in _IMAGES:
        raise typer.BadParameter(str(path), param_hint="--plot")
    figure = table.plot()
    target = BytesIO()
    figure.savefig(target, format=path.suffix.lower()[1:])
    write_whole(path, target.getvalue())
    say(f"已写入 {path}。")


def print_table(rows: Sequence[Sequence[str]], headings: Sequence[str], title: str = "") -> None:
    """Print a table as wide as the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    view = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for index, heading in enumerate(headings):
        # Numbers, and the left context of a concordance, are read from the right.
        right = heading == _LEFT_CONTEXT or (rows and all(_NUMBER.fullmatch(row[index]) for row in rows))
        view.add_column(heading, overflow="fold", justify="right" if right else "left")
    for row in rows:
        view.add_row(*(Text(cell) for cell in row))
    # Away from a terminal rich would fold at 80 columns, too few for a line of Chinese.
    width = None if sys.stdout.isatty() else 140
    Console(width=width, file=sys.stdout).print(view)


def _shown(key: str, value: Any) -> str:
    """Write a value for a person: words in Chinese, members cut to what tells them apart."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(_cut(_member(each)) for each in value)
    if isinstance(value, dict):
        return "，".join(f"{word_for('status', name)} {count}" for name, count in value.items())
    return word_for(key, str(value)).replace("\n", " ")


def word_for(key: str, value: str) -> str:
    """Return the Chinese word for a value of a field, or the value itself.

    >>> word_for("status", "complete"), word_for("text", "complete")
    ('完整', 'complete')
    """
    return _words().get(key, {}).get(value, value)


@cache
def _words() -> dict[str, dict[str, str]]:
    return load_toml("words.toml")


def _member(value: Any) -> str:
    if isinstance(value, dict):
        return str(value["text"])
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_MEMBER else text[: _LONGEST_MEMBER - 1] + "…"
