"""The appendix of a draft's .docx: a table that says where each paragraph is from.

All of it stands in styles of its own, by whose names our reader leaves it out of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .docx_styles import add_run, add_style, element, set_attributes
from .layouts import TWIPS_PER_MM, Layout
from .origins import Origins

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["UNWRITABLE", "add_appendix"]

# What XML 1.0 cannot hold, other than the characters that end a line.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What stands at the head of a column, and its share of the width.
_COLUMNS = {"段": 6, "正文": 32, "状态": 12, "来源": 25, "改动": 25}
_SIZE_PT = 10.5
_PITCH = 300


def add_appendix(document: Document, layout: Layout, rows: Sequence[Origins]) -> None:
    """Add the table on a page of its own at the end of a document.

    Parameters
    ----------
    document : Document
        With a layout's styles.
    layout : Layout
    rows : sequence of Origins
        See `origins.origins`.
    """
    body, pitch = layout.styles["body"], layout.grid.line_pitch_twips
    head = replace(
        layout.styles["heading1"], name="来源表标题", align="center", first_line_chars=0, outline_level=0
    )
    text = replace(
        body, name="来源表", size_pt=_SIZE_PT, align="left", first_line_chars=0, widow_control=False
    )
    title_style = add_style(document, layout, head, "OriginsTitle", pitch)
    style = add_style(document, layout, text, "Origins", _PITCH)
    title = document.add_paragraph(style=title_style)
    title.paragraph_format.page_break_before = True
    add_run(title, "来源表")
    page = layout.page
    width = round((page.width_mm - page.left_mm - page.right_mm) * TWIPS_PER_MM)
    table = document.add_table(1, len(_COLUMNS))
    _frame(table, width)
    _fill(table.rows[0], tuple(_COLUMNS), style, width)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    for row in rows:
        cells = (str(row.number), row.text, row.status_name, row.place, "；".join(row.edits))
        added = table.add_row()
        added._tr.get_or_add_trPr().append(element("cantSplit"))
        _fill(added, cells, style, width)
    # A document ends in a paragraph; behind a table it stands in the appendix's style as well.
    document.add_paragraph(style=style)


def _fill(row: Any, texts: Sequence[str], style: Any, width: int) -> None:
    from docx.shared import Twips

    for cell, text, share in zip(row.cells, texts, _COLUMNS.values(), strict=True):
        cell.width = Twips(round(width * share / 100))
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        add_run(paragraph, UNWRITABLE.sub("", text))


def _frame(table: Any, width: int) -> None:
    """Give a table thin lines, the width of the type area and columns that keep theirs."""
    from docx.shared import Twips

    table.autofit = False
    line = {"val": "single", "sz": 4, "space": 0, "color": "auto"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("tblBorders", *(element(side, **line) for side in sides))
    properties = table._tbl.tblPr
    (size,) = properties.xpath("w:tblW")
    set_attributes(size, w=width, type="dxa")
    (layout,) = properties.xpath("w:tblLayout")
    layout.addprevious(borders)
    for column, share in zip(table.columns, _COLUMNS.values(), strict=True):
        column.width = Twips(round(width * share / 100))
