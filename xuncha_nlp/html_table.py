"""A table as a notebook shows it: what it says, its first rows, numbers in line, and what made it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["STYLE", "html_table"]

# A longer table shows so many of its first rows; one a little longer is shown whole.
_ROWS, _WHOLE = 20, 25
# More columns than this are cut to the first ones.
_COLUMNS = 16
# A longer cell is cut, and says all of it to a pointer that rests on it.
_CELL, _TIP = 60, 600
_DIGITS = 4
# Cells no longer than this stand in one line, those no longer than that in a narrow column.
_BRIEF, _SOME = 14, 40
# The columns of a concordance: what stands to the left of a hit is read from the right.
_CONTEXT = frozenset(("left", "match", "right"))
_SIGN = re.compile("([_.:#/])")

# For everything in an element of the class ``xn-table``, which is named twice to outweigh the rules of JupyterLab for
# any table. The colours are those of the page, light or dark.
STYLE = """<style>
.xn-table{max-width:100%;overflow-x:auto}
.xn-table.xn-table p{margin:.3em 0 .6em;max-width:60em}
.xn-table.xn-table table{border-collapse:collapse;border:0;font-size:90%;margin:0;width:auto;table-layout:auto}
.xn-table.xn-table th,.xn-table.xn-table td{padding:.28em .7em;border:0;vertical-align:top;text-align:left;white-space:normal;
max-width:24em;line-height:1.4;background:none}
.xn-table.xn-table thead th{border-bottom:1.5px solid;font-weight:600;vertical-align:bottom}
.xn-table.xn-table tbody tr{background:none;border-bottom:1px solid rgba(128,128,128,.22)}
.xn-table.xn-table tbody tr:hover{background:rgba(0,114,178,.09)}
.xn-table.xn-table tbody th{font-weight:500}
.xn-table.xn-table .num,.xn-table.xn-table .left{text-align:right}
.xn-table.xn-table td.num{white-space:nowrap;font-variant-numeric:tabular-nums}
.xn-table.xn-table td.brief,.xn-table.xn-table tbody th.brief,.xn-table.xn-table .match{white-space:nowrap}
.xn-table.xn-table .some{min-width:9em}
.xn-table.xn-table .left,.xn-table.xn-table .right{min-width:12em}
.xn-table.xn-table ul{margin:.2em 0 .6em;padding-left:1.2em}
.xn-table.xn-table .much{min-width:15em}
.xn-table.xn-table .match{font-weight:600}
.xn-table.xn-table .none{opacity:.45}
.xn-table.xn-table small,.xn-table.xn-table details{opacity:.7;font-size:85%}
.xn-table.xn-table details{margin-top:.4em;overflow-wrap:anywhere;max-width:70em}
.xn-table.xn-table summary{cursor:pointer}
</style>"""


def html_table(frame: pd.DataFrame, *, says: str = "", made: Mapping[str, Any] | None = None) -> str:
    """Return a table as HTML for a notebook.

    Parameters
    ----------
    frame : DataFrame
    says : str
        What it shows, in words.
    made : mapping, optional
        What made it.

    Examples
    --------
    >>> import pandas as pd
    >>> html = html_table(pd.DataFrame({"word": ["巡察", "<b>"], "count": [1200, 3]}))
    >>> '<td class="num">1,200</td>' in html, "&lt;b&gt;" in html
    (True, True)
    """
    shown = frame.iloc[: len(frame) if len(frame) <= _WHOLE else _ROWS, : _fitting(frame)]
    named = any(name is not None for name in shown.index.names)
    columns = [shown.iloc[:, place].tolist() for place in range(shown.shape[1])]
    classes = [_class(str(name), column) for name, column in zip(shown.columns, columns, strict=True)]
    digits = [
        _digits(column) if kind == "num" else None for column, kind in zip(columns, classes, strict=True)
    ]
    index = _class(str(shown.index.name), shown.index.tolist())
    heads = [_head(str(shown.index.name or ""), index)] if named else []
    heads += [_head(str(name), kind) for name, kind in zip(shown.columns, classes, strict=True)]
    rows = zip(*columns, strict=True) if columns else [()] * len(shown)
    body = "".join(
        f"<tr>{_cell(name, index, 'th') if named else ''}"
        + "".join(
            _cell(value, kind, digits=each) for value, kind, each in zip(row, classes, digits, strict=True)
        )
        + "</tr>"
        for name, row in zip(shown.index.tolist(), rows, strict=True)
    )
    return (
        f'{STYLE}<div class="xn-table">'
        + (f"<p>{escape(says)}</p>" if says else "")
        + f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>{body}</tbody></table>"
        + _left_out(frame, shown)
        + (f"<details><summary>怎样得来</summary>{_made(made)}</details>" if made else "")
        + "</div>"
    )


def _fitting(frame: pd.DataFrame) -> int:
    return frame.shape[1] if frame.shape[1] <= _COLUMNS + 2 else _COLUMNS


def _left_out(frame: pd.DataFrame, shown: pd.DataFrame) -> str:
    notes = []
    if len(shown) < len(frame):
        notes.append(f"共 {len(frame):,} 行，这里是前 {len(shown)} 行")
    if shown.shape[1] < frame.shape[1]:
        notes.append(f"共 {frame.shape[1]:,} 列，这里是前 {shown.shape[1]} 列")
    if not len(frame):
        notes.append("没有行")
    return f"<small>{'；'.join(notes)}</small>" if notes else ""


def _class(name: str, column: Sequence[Any]) -> str:
    """How a column is set: numbers and left contexts from the right, and the wider the longer its cells are."""
    if all(isinstance(each, int | float) and not isinstance(each, bool) for each in column):
        return "num" if column else ""
    if name in _CONTEXT:
        return name
    longest = max(len(_text(each) or "") for each in column)
    return "brief" if longest <= _BRIEF else "some" if longest <= _SOME else "much"


def _head(name: str, kind: str) -> str:
    # Ids and names of several words are broken behind a sign, so that a column of small numbers is narrow.
    broken = _SIGN.sub("\\1<wbr>", escape(name))
    return f'<th class="{kind}">{broken}</th>'


def _digits(column: Sequence[float]) -> int:
    """How many digits stand behind the point in a column of numbers: as many as make four of its largest."""
    finite = [abs(each) for each in column if isfinite(each)]
    if all(float(each).is_integer() for each in finite):
        return 0
    before = len(str(int(max(finite))))
    return min(max(_DIGITS - before, 1), _DIGITS - 1)


def _cell(value: Any, kind: str, tag: str = "td", digits: int | None = None) -> str:
    text = _text(value) if digits is None else _number(float(value), digits)
    if text is None:
        return f'<{tag} class="{kind} none">—</{tag}>'
    text = " ".join(text.split())
    tip, cut = "", text
    if len(text) > _CELL:
        # Of what stands to the left of a hit the end is what is next to it.
        cut = f"…{text[-_CELL + 1 :]}" if kind == "left" else f"{text[: _CELL - 1]}…"
        tip = f' title="{escape(text[:_TIP])}"'
    return f'<{tag} class="{kind}"{tip}>{escape(cut)}</{tag}>'


def _text(value: Any) -> str | None:
    """A value as it is read: lists with 、, numbers with four digits that count, nothing for what is missing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(float(value), 0 if float(value).is_integer() else _DIGITS - 1)
    if isinstance(value, list | tuple | set):
        if any(isinstance(each, Mapping) for each in value):
            return f"{len(value)} 项"
        return "、".join(_text(each) or "—" for each in value) or None
    if isinstance(value, Mapping):
        return "，".join(f"{key} {_text(each) or '—'}" for key, each in value.items()) or None
    return None if value is None or value != value else str(value)  # noqa: PLR0124 (NaT)


def _number(value: float, digits: int) -> str | None:
    if value != value:  # noqa: PLR0124 (nan)
        return None
    if not isfinite(value):
        return "∞" if value > 0 else "−∞"
    # What is not nothing is not shown as 0.
    shown = f"{value:,.{digits}f}"
    return f"{value:.1e}" if value and not float(shown.replace(",", "")) else shown


def _made(made: Mapping[str, Any]) -> str:
    return escape(
        "；".join(
            f"{key} {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)}"
            for key, value in made.items()
            if value is not None
        )
    )
