"""Writer for .docx: every block a paragraph in a named style, nothing added, the same bytes every time."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .blocks import Block
from .docx_appendix import UNWRITABLE, add_appendix
from .docx_styles import add_break, add_run, apply_layout
from .layouts import MM_PER_PT, Layout
from .origins import Origins
from .titles import title_breaks

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["write_docx"]

_HEADER_ROLES = frozenset({"label", "reference", "title", "subtitle", "byline", "date", "remark"})
# The longest title that Word, and so python-docx, has in a file's properties.
_TITLE_LENGTH = 255
# A zip archive knows no earlier moment.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def write_docx(
    groups: Sequence[Sequence[Block]],
    layout: Layout,
    *,
    title: str = "",
    genre: str = "",
    origins: Sequence[Origins] = (),
) -> bytes:
    """Return a .docx file.

    Parameters
    ----------
    groups : sequence of sequence of Block
        The blocks of one speech or several. Each speech after the first begins on a new page.
    layout : Layout
        See `load_layout`.
    title : str
        The title in the file's properties, of which Word keeps 255 characters. They name no author and
        no date.
    genre : str
        The category there.
    origins : sequence of Origins
        Where each paragraph is from: a table on a page of its own behind everything, see `origins.origins`. Our
        reader leaves it out.

    Returns
    -------
    bytes
        The same for the same input and the same versions of python-docx, lxml and zlib.

    Raises
    ------
    InputError
        The text holds a control character, which no .docx can.

    Examples
    --------
    >>> from xuncha_nlp.exporters.layouts import load_layout
    >>> data = write_docx([[Block("body", "现在开会。", 0, 0, 5)]], load_layout("gb9704"))
    >>> import docx, io
    >>> [(each.style.name, each.text) for each in docx.Document(io.BytesIO(data)).paragraphs]
    [('正文段落', '现在开会。')]
    """
    _refuse_unwritable([title, genre, *(block.text for block in chain.from_iterable(groups))])
    document = _empty_document(title, genre)
    styles = apply_layout(document, layout)
    for number, group in enumerate(groups):
        _add_speech(document, group, layout, styles, new_page=number > 0)
    if origins:
        add_appendix(document, layout, origins)
    target = io.BytesIO()
    document.save(target)
    return _without_times(target)


def _refuse_unwritable(texts: Iterable[str]) -> None:
    for text in texts:
        match = UNWRITABLE.search(text)
        if match:
            place = text[: match.start()][-10:]
            raise InputError(
                f"“{place}”之后有 .docx 不能保存的控制字符 U+{ord(match.group()):04X}", "请在原文中删去后再试"
            )


def _empty_document(title: str, genre: str) -> Document:
    """python-docx's template without the parts and the properties that a speech has no use for."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE as KIND

    document = docx.Document()
    package = document.part.package
    kept = {KIND.OFFICE_DOCUMENT, KIND.CORE_PROPERTIES, KIND.STYLES, KIND.SETTINGS, KIND.THEME}
    for relationships in (package.rels, document.part.rels):
        for name in [name for name, each in relationships.items() if each.reltype not in kept]:
            del relationships[name]
    del package.part_related_by(KIND.CORE_PROPERTIES).element[:]
    properties = document.core_properties
    properties.title, properties.author, properties.language = title[:_TITLE_LENGTH], "", "zh-CN"
    properties.category = genre[:_TITLE_LENGTH]
    return document


def _add_speech(
    document: Document, group: Sequence[Block], layout: Layout, styles: Mapping[str, Any], *, new_page: bool
) -> None:
    from docx.shared import Twips

    gap = Twips(round(layout.header.below_lines * layout.grid.line_pitch_twips))
    for index, block in enumerate(group):
        after = group[index + 1] if index + 1 < len(group) else None
        role = layout.role(block)
        paragraph = document.add_paragraph(style=styles["body" if block.is_run_in else role])
        if _stands_alone(block, after):
            paragraph.paragraph_format.keep_with_next = False
        if new_page and index == 0:
            paragraph.paragraph_format.page_break_before = True
        if block.role in _HEADER_ROLES and after and after.role not in _HEADER_ROLES:
            paragraph.paragraph_format.space_after = gap
        # A whole paragraph in the heading's style would stand in the navigation pane and in a table of
        # contents; where text follows the heading, the heading alone is, in the linked character style.
        lead = block.lead if block.is_run_in else 0
        if lead:
            add_run(paragraph, block.text[:lead], styles[f"{role} lead"])
        places = title_breaks(block.text, _title_width(layout)) if role == "title" else ()
        for number, (begin, end) in enumerate(pairwise([lead, *places, len(block.text)])):
            if number:
                add_break(paragraph, styles["title break"])
            add_run(paragraph, block.text[begin:end])


def _title_width(layout: Layout) -> float:
    """Characters of a title's line; no end to them where titles are not to be broken by us."""
    page = layout.page
    width = (page.width_mm - page.left_mm - page.right_mm) / MM_PER_PT
    return width / layout.styles["title"].size_pt if layout.header.balanced_title else math.inf


def _stands_alone(block: Block, after: Block | None) -> bool:
    """A heading without a text of its own: ten in a row need not stand on the same page."""
    return block.is_heading and (after is None or 0 < after.level <= block.level)


def _without_times(file: io.BytesIO) -> bytes:
    """Write the archive anew, without the moment and the system that it was made on."""
    target = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        # Sorted, the content types come first, where some programs look for them.
        for name in sorted(old.namelist()):
            member = zipfile.ZipInfo(name, _MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            new.writestr(member, old.read(name))
    return target.getvalue()
