"""What of a .docx follows from the layout alone: styles, page, page numbers, settings, fonts.

python-docx does what it can. What it does not know (East Asian fonts, the grid, fields) is put in as
elements; the schemas are sequences, so each goes before those that must follow it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..sources.docx_styles import TITLE_BREAK_STYLE
from .layouts import MM_PER_PT, TWIPS_PER_PT, Layout, Style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["add_break", "add_run", "add_style", "apply_layout", "element", "set_attributes"]

_HEADER_MM = 15
_PLACEHOLDER = re.compile("(【待填[^【】]*】)")


def apply_layout(document: Document, layout: Layout) -> dict[str, Any]:
    """Give a document a layout's styles, page, page numbers, settings and fonts.

    Parameters
    ----------
    document : Document
        Made from python-docx's template, whose own styles and settings are taken out.
    layout : Layout
        See `load_layout`.

    Returns
    -------
    dict of str to BaseStyle
        The paragraph style of every role; and under ``"heading1 lead"`` and so on a character style, for
        a heading that its text follows in the same paragraph; and ``"title break"``, for `add_break`.
    """
    _set_settings(document)
    _add_font_table(document, layout)
    styles = _add_styles(document, layout)
    _set_page(document, layout)
    _add_page_numbers(document, layout)
    return styles


def add_run(paragraph: Paragraph, text: str, style: Any = None) -> None:
    """Add Chinese text to a paragraph, in a character style or in the paragraph's own.

    What is still to be filled in, 【待填：…】, gets a run of its own with a yellow ground.
    """
    from docx.enum.text import WD_COLOR_INDEX

    for part in filter(None, _PLACEHOLDER.split(text)):
        run = paragraph.add_run(part, style)
        # Without the hint Word takes curly quotation marks and dashes from the Latin font, at half the width.
        set_attributes(run.element.get_or_add_rPr().get_or_add_rFonts(), hint="eastAsia")
        if _PLACEHOLDER.fullmatch(part):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def add_break(paragraph: Paragraph, style: Any) -> None:
    """Break the line of a title, in a style by which our reader knows that the title goes on."""
    paragraph.add_run(style=style).add_break()


def element(tag: str, *children: Any, **attributes: object) -> Any:
    """Make an element of WordprocessingML: ``element("kern", val=0)`` is ``<w:kern w:val="0"/>``."""
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{tag}")
    made.extend(children)
    set_attributes(made, **attributes)
    return made


def set_attributes(target: Any, **attributes: object) -> None:
    """Set attributes of WordprocessingML."""
    from docx.oxml.ns import qn

    for name, value in attributes.items():
        target.set(qn(f"w:{name}"), str(value))


def _set_settings(document: Document) -> None:
    mode = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": 15}
    document.settings.element[:] = (
        element("zoom", percent=100),
        element("defaultTabStop", val=420),
        # Compressed punctuation would put more characters into some lines than the grid has.
        element("characterSpacingControl", val="doNotCompress"),
        element("compat", element("compatSetting", **mode)),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
    )


def _add_font_table(document: Document, layout: Layout) -> None:
    """Say what a computer that lacks a licensed font may take for it."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

    fonts = element("fonts")
    for name, other in layout.fonts.items():
        details = {"altName": other, "charset": 86, "family": "auto", "pitch": "variable"}
        children = (element(tag, val=value) for tag, value in details.items())
        fonts.append(element("font", *children, name=name))
    package = document.part.package
    part = XmlPart(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def _add_styles(document: Document, layout: Layout) -> dict[str, Any]:
    """Keep the four styles that Word expects; add one for every role and for the run of every heading."""
    from docx.enum.style import WD_STYLE_TYPE

    styles: Any = document.styles
    for style in list(styles):
        if not style.element.default:
            style.delete()
    pitch, body = layout.grid.line_pitch_twips, layout.styles["body"]
    _set_defaults(styles.element, body)
    _set_look(styles["Normal"], layout, body, pitch)
    made = {}
    for role, look in layout.styles.items():
        made[role] = add_style(document, layout, look, role.capitalize(), pitch)
        made[role].quick_style = True
    broken = made["title break"] = styles.add_style(TITLE_BREAK_STYLE, WD_STYLE_TYPE.CHARACTER)
    broken.style_id, broken.base_style = "XunchaTitleBreak", styles["Default Paragraph Font"]
    for role in (role for role in layout.styles if role.startswith("heading")):
        heading, look = made[role], layout.styles[role]
        heading.next_paragraph_style = made["body"]
        lead = made[f"{role} lead"] = styles.add_style(f"{look.name} 字符", WD_STYLE_TYPE.CHARACTER)
        lead.style_id = f"{heading.style_id}Lead"
        lead.base_style = styles["Default Paragraph Font"]
        _set_characters(lead, layout, look)
        for one, other in ((heading, lead), (lead, heading)):
            link = element("link", val=other.style_id)
            one.element.insert_element_before(link, "w:qFormat", "w:pPr", "w:rPr")
    return made


def _set_defaults(styles: Any, body: Style) -> None:
    latin = body.latin_font
    fonts = element("rFonts", ascii=latin, eastAsia=body.font, hAnsi=latin, cs=latin)
    language = element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    # overflowPunct is Word's own default, but LibreOffice 7.4 takes its absence for hanging punctuation
    # and then leaves out, in justified lines, the very mark that should hang. Spaces that Word adds
    # between Chinese and digits (autoSpace) would push characters off the grid.
    off = (element("autoSpaceDE", val=0), element("autoSpaceDN", val=0))
    paragraph = element("pPr", element("overflowPunct"), *off)
    (defaults,) = styles.xpath("w:docDefaults")
    defaults[:] = element("rPrDefault", element("rPr", fonts, language)), element("pPrDefault", paragraph)


def add_style(document: Document, layout: Layout, look: Style, name: str, pitch: int) -> Any:
    """Add a paragraph style whose id is ASCII, so that it means the same in every Word.

    Parameters
    ----------
    document : Document
    layout : Layout
    look : Style
    name : str
        For the id.
    pitch : int
        Of its lines, in 1/20 pt.
    """
    from docx.enum.style import WD_STYLE_TYPE

    styles: Any = document.styles
    style = styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.style_id = f"Xuncha{name}"
    style.base_style = styles["Normal"]
    _set_look(style, layout, look, pitch)
    return style


def _set_look(style: Any, layout: Layout, look: Style, pitch: int) -> None:
    """Set all of a paragraph style; `pitch` is that of its lines, in 1/20 pt."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Twips

    _set_characters(style, layout, look)
    paragraph, before = style.paragraph_format, round(look.before_lines * pitch)
    paragraph.space_before, paragraph.space_after = Twips(before), Twips(0)
    paragraph.line_spacing = Twips(pitch)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.from_xml(look.align)
    paragraph.keep_with_next = look.keep_with_next or None
    paragraph.widow_control = look.widow_control
    _indent(style, layout, look, "firstLine", look.first_line_chars)
    properties = style.element.pPr
    # A character taller than the pitch of the grid would take two lines of it in LibreOffice.
    if not _on_grid(layout, look) or pitch != layout.grid.line_pitch_twips:
        properties.insert_element_before(element("snapToGrid", val=0), "w:spacing")
    # The lines of one title are paragraphs of their own: the blank lines go above the first alone.
    if before:
        properties.insert_element_before(element("contextualSpacing"), "w:jc")
    if look.outline_level:
        properties.get_or_add_outlineLvl().val = look.outline_level - 1


def _set_characters(style: Any, layout: Layout, look: Style) -> None:
    from docx.shared import Pt

    half_points = round(look.size_pt * 2)
    style.font.name, style.font.size = look.latin_font, Pt(half_points / 2)
    style.font.bold = style.font.cs_bold = look.bold
    properties = style.element.rPr
    set_attributes(properties.rFonts, eastAsia=look.font, cs=look.latin_font)
    properties.insert_element_before(element("spacing", val=_spacing(layout, look)), "w:sz")
    properties.insert_element_before(element("kern", val=0), "w:sz")
    properties.append(element("szCs", val=half_points))


def _indent(style: Any, layout: Layout, look: Style, side: str, characters: float) -> None:
    """Word goes by the characters; the twips are for programs that know no indent in characters."""
    width = look.size_pt * TWIPS_PER_PT + _spacing(layout, look)
    lengths = {f"{side}Chars": round(characters * 100), side: round(characters * width)}
    set_attributes(style.element.pPr.get_or_add_ind(), **lengths)


def _on_grid(layout: Layout, look: Style) -> bool:
    """Text of the body's size keeps to the grid of characters."""
    return look.size_pt == layout.styles["body"].size_pt


def _spacing(layout: Layout, look: Style) -> int:
    return layout.grid.character_spacing_twips if _on_grid(layout, look) else 0


def _set_page(document: Document, layout: Layout) -> None:
    from docx.shared import Mm

    page, number, section = layout.page, layout.page_number, document.sections[0]
    section.page_width, section.page_height = Mm(page.width_mm), Mm(page.height_mm)
    section.top_margin, section.bottom_margin = Mm(page.top_mm), Mm(page.bottom_mm)
    section.left_margin, section.right_margin = Mm(page.left_mm), Mm(page.right_mm)
    section.header_distance = Mm(_HEADER_MM)
    # The dashes stand in the middle of their line, and their distance is what is given.
    section.footer_distance = Mm(page.bottom_mm - number.below_area_mm - number.size_pt / 2 * MM_PER_PT)
    (grid,) = document.element.xpath("//w:docGrid")
    set_attributes(grid, type="lines", linePitch=layout.grid.line_pitch_twips)


def _add_page_numbers(document: Document, layout: Layout) -> None:
    """Add a footer for odd and one for even pages: the page number, as a field that Word counts."""
    number, section = layout.page_number, document.sections[0]
    outside = number.side == "outside"
    document.settings.odd_and_even_pages_header_footer = outside
    for footer, style_name, name, side in (
        (section.footer, number.odd_name, "PageOdd", "right"),
        (section.even_page_footer, number.even_name, "PageEven", "left"),
    ):
        align = side if outside else number.side
        look = Style(
            style_name, number.font, number.font, number.size_pt, False, align, 0, 0, 0, False, False
        )
        style = add_style(document, layout, look, name, round(number.size_pt * TWIPS_PER_PT))
        if outside:
            _indent(style, layout, look, side, number.indent_chars)
        paragraph = footer.paragraphs[0]
        paragraph.style = style
        shown = element("t")
        shown.text = "1"
        add_run(paragraph, number.before)
        paragraph._p.append(element("fldSimple", element("r", shown), instr=" PAGE "))
        add_run(paragraph, number.after)
