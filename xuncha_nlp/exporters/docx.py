"""Writer for .docx: every block a paragraph in a named style, nothing added, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from ..errors import InputError
from .blocks import Block
from .docx_package import DECLARATION, NAMESPACES, zip_package
from .docx_parts import (
    fonts_part,
    footer_part,
    lead_style_id,
    section_properties,
    settings_part,
    style_id,
    styles_part,
)
from .layouts import Layout

__all__ = ["write_docx"]

_HEADER_ROLES = frozenset({"title", "subtitle", "byline", "date"})
# What XML 1.0 cannot hold, other than the characters that end a line.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_docx(groups: Sequence[Sequence[Block]], layout: Layout, *, title: str = "") -> bytes:
    """Return a .docx file.

    Parameters
    ----------
    groups : sequence of sequence of Block
        The blocks of one speech or several. Each speech after the first begins on a new page.
    layout : Layout
        See `load_layout`.
    title : str
        The title in the file's properties. They name no author and no date.

    Returns
    -------
    bytes
        The same for the same input.

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
    _refuse_unwritable(groups)
    paragraphs = "".join(
        xml for number, group in enumerate(groups) for xml in _paragraphs(group, layout, new_page=number > 0)
    )
    document = (
        f"<w:document {NAMESPACES}><w:body>{paragraphs}{section_properties(layout)}</w:body></w:document>"
    )
    parts = {
        "word/document.xml": DECLARATION + document,
        "word/styles.xml": styles_part(layout),
        "word/settings.xml": settings_part(layout),
        "word/fontTable.xml": fonts_part(layout),
        "word/footer1.xml": footer_part(layout, odd=True),
        "word/footer2.xml": footer_part(layout, odd=False),
    }
    return zip_package(parts, title=title)


def _refuse_unwritable(groups: Sequence[Sequence[Block]]) -> None:
    for block in (block for group in groups for block in group):
        match = _UNWRITABLE.search(block.text)
        if match:
            place = block.text[: match.start()][-10:]
            raise InputError(
                f"“{place}”之后有 .docx 不能保存的控制字符 U+{ord(match.group()):04X}", "请在原文中删去后再试"
            )


def _paragraphs(group: Sequence[Block], layout: Layout, *, new_page: bool) -> Iterator[str]:
    gap = round(layout.header.below_lines * layout.grid.line_pitch_twips)
    for index, block in enumerate(group):
        after = group[index + 1] if index + 1 < len(group) else None
        role = "body" if block.is_run_in else layout.role(block)
        properties = f'<w:pStyle w:val="{style_id(role)}"/>'
        if _stands_alone(block, after):
            properties += '<w:keepNext w:val="0"/>'
        if new_page and index == 0:
            properties += "<w:pageBreakBefore/>"
        if block.role in _HEADER_ROLES and after and after.role not in _HEADER_ROLES:
            properties += f'<w:spacing w:after="{gap}"/>'
        yield f"<w:p><w:pPr>{properties}</w:pPr>{_runs(block, layout)}</w:p>"


def _stands_alone(block: Block, after: Block | None) -> bool:
    """A heading without a text of its own: ten in a row need not stand on the same page."""
    return block.is_heading and (after is None or 0 < after.level <= block.level)


def _runs(block: Block, layout: Layout) -> str:
    """A run; or two, where a heading begins the paragraph.

    Such a paragraph is in the style of body text and only its heading in a character style, linked to
    the heading's paragraph style: the whole paragraph would otherwise stand in the navigation pane and
    in a table of contents.
    """
    if not block.is_run_in:
        return _run(block.text)
    lead, rest = block.text[: block.lead], block.text[block.lead :]
    return _run(lead, lead_style_id(layout.role(block))) + _run(rest)


def _run(text: str, style: str = "") -> str:
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    pieces = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in text.split("\t")
    )
    # Without the hint Word takes curly quotation marks and dashes from the Latin font, at half the width.
    return f'<w:r><w:rPr>{named}<w:rFonts w:hint="eastAsia"/></w:rPr>{pieces}</w:r>'
