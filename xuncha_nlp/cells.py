"""Tables as JSON and as CSV: missing values are null, and no cell is a formula that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["csv_text", "rows_of", "safe_cell"]


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a DataFrame's rows as JSON objects, its missing values as None."""
    values = frame.astype(object).where(frame.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in values.to_dict("records")]


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    r"""Write rows as CSV, every cell safe.

    >>> csv_text([{"a": "=1", "b": None}], ["a", "b"])
    "a,b\n'=1,\n"
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([safe_cell(row.get(key)) for key in columns] for row in rows)
    return target.getvalue()


def safe_cell(value: Any) -> str:
    """Write a value for a CSV cell; what a spreadsheet would run as a formula is quoted.

    >>> safe_cell("=1+1"), safe_cell(["a"]), safe_cell(-3), safe_cell(None)
    ("'=1+1", '["a"]', '-3', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
