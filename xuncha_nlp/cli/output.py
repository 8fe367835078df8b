"""Rows to standard output: table, JSON, JSON lines or CSV."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from io import BytesIO
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..cells import csv_text, rows_of
from ..data import load_toml
from ..files import write_whole
from .messages import say
from .options import RowFormat

if TYPE_CHECKING:
    from ..analysis.table import Table

__all__ = ["chosen", "emit", "plot_to", "print_table", "rounded", "show", "show_matrix", "spoken", "word_for"]

_LONGEST_MEMBER = 24
# A matrix wider than this does not fit a terminal.
_WIDEST = 12
_SHARES = frozenset(("share", "four_clauses", "four_phrases", "headings"))
_LEFT_CONTEXT = "左文"
# In a table: the width away from a terminal, the least widths of a column of words and of a heading, what is between columns.
_WIDTH = 140
_NARROWEST = 10
_LEAST_HEADING = 6
_GAP = 3
_NUMBER = re.compile(r"-?[0-9.]+%?|—")
_UNBROKEN = re.compile(r"[-0-9.%]+|—")


def chosen(wanted: RowFormat | None) -> RowFormat:
    """Return the format asked for: at a terminal a table by default, elsewhere JSON."""
    return wanted or ("table" if sys.stdout.isatty() else "json")


def emit(
    rows: Iterable[dict[str, Any]],
    wanted: RowFormat | None,
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
    wanted : RowFormat or None
    table : dict of str to str
        The keys that a table shows and their Chinese headings.
    title : str
        The table's title.
    fields : sequence of str, optional
        The columns of a CSV; the keys of the first row by default.
    """
    rows = list(rows)
    how = chosen(wanted)
    if how == "table":
        print_table(
            [[_shown(key, row.get(key)) for key in table] for row in rows], list(table.values()), title
        )
    elif how == "json":
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    elif how == "jsonl":
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    else:
        columns = list(fields or (rows[0] if rows else table))
        sys.stdout.write(csv_text(rows, columns))


def show(
    found: Table,
    wanted: RowFormat | None,
    *,
    plot: Path | None = None,
    top: int = 0,
    others: int = 0,
    cell: Callable[[str, Any], Any] | None = None,
) -> None:
    """Write the rows of a result; at a terminal under what it says, with the columns of ``headings.toml``.

    Parameters
    ----------
    found : Table
    wanted : RowFormat or None
    plot : Path, optional
        Where a figure of it is written before.
    top : int
        So many rows; 0 for all.
    others : int
        At a terminal the other columns, a speech each or a year, are shown where there are so many at most.
    cell : callable, optional
        What a table shows for the value of a column, by its name.
    """
    plot_to(found, plot)
    frame = found.to_frame()
    if frame.index.name is not None:
        frame = frame.reset_index()
    if top:
        frame = frame.head(top)
    columns = list(map(str, frame.columns))
    frame.columns = columns
    rows = rows_of(frame)
    if chosen(wanted) == "table":
        sys.stdout.write(found.says + "\n\n")
        if cell:
            rows = [{key: cell(key, value) for key, value in row.items()} for row in rows]
    named = load_toml("headings.toml").get(found.made["analysis"]) or {column: column for column in columns}
    table = {key: named[key] for key in named if key in columns}
    rest = [column for column in columns if column not in named]
    if len(rest) <= others:
        table |= {column: column for column in rest}
    emit(rows, wanted, fields=columns, table=table)


def show_matrix(
    found: Table, wanted: RowFormat | None, *, nearest: str, value: str, plot: Path | None = None
) -> None:
    """Write a matrix of speeches; where it is too wide for a terminal, of each speech the nearest one.

    Parameters
    ----------
    found : Table
        A row and a column a speech.
    wanted, plot
        See `show`.
    nearest, value : str
        The headings of the nearest speech and of its value.
    """
    if chosen(wanted) != "table" or len(found) <= _WIDEST:
        show(found, wanted, plot=plot, others=_WIDEST, cell=spoken)
        return
    plot_to(found, plot)
    sys.stdout.write(found.says + "\n\n")
    rows = _nearest(list(map(str, found.index)), found.to_numpy().tolist())
    emit(rows, wanted, table={"speech": "讲话", "nearest": nearest, "value": value})


def _nearest(names: list[str], matrix: list[list[float]]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for place, values in enumerate(matrix):
        # What has no value is no nearer than anything.
        others = [(-each, other) for other, each in enumerate(values) if other != place and not isnan(each)]
        value, other = min(others, default=(0.0, -1))
        there = other >= 0
        rows.append(
            {
                "speech": names[place],
                "nearest": names[other] if there else None,
                "value": f"{-value:.2f}" if there else None,
            }
        )
    return rows


def spoken(key: str, value: Any) -> Any:
    """Write a value as it is read: shares in per cent, other numbers with two decimals, lists joined.

    >>> spoken("share", 0.125), spoken("mtld", 81.0), spoken("words", ["整改", "问责"])
    ('12.5%', '81.00', '整改、问责')
    """
    if isinstance(value, list):
        return "、".join(map(str, value)) or None
    if isinstance(value, float):
        return f"{value:.1%}" if key in _SHARES else f"{value:.2f}"
    return value


def rounded(_: str, value: Any) -> Any:
    """Write a number short.

    >>> rounded("", 12.3456), rounded("", 0.012345), rounded("", 7)
    (12.35, 0.0123, 7)
    """
    if not isinstance(value, float):
        return value
    return float(f"{value:.3g}") if abs(value) < 1 else round(value, 2)


def plot_to(found: Table, path: Path | None) -> None:
    """Draw a result into a file, where one is asked for, and say so."""
    if path is None:
        return
    figure = found.plot()
    target = BytesIO()
    figure.savefig(target, format=path.suffix.lower()[1:])
    write_whole(path, target.getvalue())
    say(f"已写入 {path}。")


def print_table(rows: Sequence[Sequence[str]], headings: Sequence[str], title: str = "") -> None:
    """Print a table as wide as the terminal; what does not fit on its right is named instead.

    Numbers and dates are never broken over two lines, words are.
    """
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Away from a terminal rich would fold at 80 columns, too few for a line of Chinese.
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, file=sys.stdout)
    columns = list(zip(*rows, strict=True)) or [()] * len(headings)
    least = [_least(heading, column, cell_len) for heading, column in zip(headings, columns, strict=True)]
    kept = len(headings)
    while kept > 1 and sum(least[:kept]) + _GAP * kept > console.width:
        kept -= 1
    view = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for heading, column, width in zip(headings[:kept], columns, least, strict=False):
        # Numbers, and the left context of a concordance, are read from the right.
        right = heading == _LEFT_CONTEXT or (column and all(map(_NUMBER.fullmatch, column)))
        view.add_column(heading, overflow="fold", justify="right" if right else "left", min_width=width)
    for row in rows:
        view.add_row(*(Text(cell) for cell in row[:kept]))
    console.print(view)
    if kept < len(headings):
        say(f"窗口太窄，没有列出：{'、'.join(headings[kept:])}。请加宽窗口，或用 --format csv 看全部。")


def _least(heading: str, column: Sequence[str], width: Callable[[str], int]) -> int:
    """Return the least width of a column, by a function that measures texts."""
    longest = max(map(width, column), default=0)
    if all(map(_UNBROKEN.fullmatch, column)):
        return max(longest, min(_LEAST_HEADING, width(heading)))
    return min(_NARROWEST, max(longest, width(heading)))


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
