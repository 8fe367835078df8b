"""The parts of a .docx that follow from the layout alone: styles, settings, fonts, page, page numbers.

They are written as the XML that they are. A document made from python-docx's template would carry its
350 KB of styles, its theme, its dates and its name, all to be taken out again; so python-docx reads our
files and checks them in the tests, and we write them. Order matters: the schemas are sequences.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from .docx_package import DECLARATION, NAMESPACES
from .layouts import MM_PER_PT, TWIPS_PER_MM, TWIPS_PER_PT, Layout, Style

__all__ = [
    "fonts_part", "footer_part", "lead_style_id", "section_properties", "settings_part", "style_id",
    "styles_part",
]  # fmt: skip

_HEADER_MM = 15
_HIDDEN = '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'


def style_id(role: str) -> str:
    """Return the id of a role's paragraph style: ASCII, so that it means the same in every Word.

    >>> style_id("heading1")
    'XunchaHeading1'
    """
    return f"Xuncha{role.capitalize()}"


def lead_style_id(role: str) -> str:
    """Return the id of the character style for a heading that its text follows in the same paragraph.

    >>> lead_style_id("heading2")
    'XunchaHeading2Lead'
    """
    return f"{style_id(role)}Lead"


def styles_part(layout: Layout) -> str:
    """Write the styles: the defaults, the four that Word expects, one for every role."""
    body = layout.styles["body"]
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(body.font)}<w:lang w:val="en-US" w:eastAsia="zh-CN"'
        ' w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        # overflowPunct is Word's own default, but LibreOffice 7.4 takes its absence for hanging punctuation
        # and then leaves out, in justified lines, the very mark that should hang. Spaces that Word adds
        # between Chinese and digits (autoSpace) would push characters off the grid.
        "<w:pPrDefault><w:pPr><w:widowControl/><w:overflowPunct/>"
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    expected = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{_paragraph(layout, body)}{_characters(layout, body.font, body.size_pt, body.bold)}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        f'<w:name w:val="Default Paragraph Font"/>{_HIDDEN}</w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'{_HIDDEN}<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        f"{_HIDDEN}</w:style>"
    )
    ours = "".join(xml for role in layout.styles for xml in _role_styles(layout, role))
    numbers = _number_style(layout, odd=True) + _number_style(layout, odd=False)
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{expected}{ours}{numbers}</w:styles>"


def settings_part(layout: Layout) -> str:
    """Write the settings: odd and even pages differ where page numbers stand on the outside."""
    differ = "<w:evenAndOddHeaders/>" if layout.page_number.side == "outside" else ""
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        # Compressed punctuation would put more characters into some lines than the grid has.
        f'{differ}<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def fonts_part(layout: Layout) -> str:
    """Write the font table: what a computer that lacks a licensed font may take for it."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, other in layout.fonts.items()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"


def footer_part(layout: Layout, *, odd: bool) -> str:
    """Write a footer: the page number, as a field that Word counts."""
    number = layout.page_number
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return (
        f'{DECLARATION}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{_number_id(odd)}"/></w:pPr>'
        f"{_around(number.before)}{field}{_around(number.after)}</w:p></w:ftr>"
    )


def section_properties(layout: Layout) -> str:
    """Write paper, margins and grid. Footers have the relationships ``odd`` and ``even``."""
    page, number = layout.page, layout.page_number
    # The dashes stand in the middle of their line, and their distance is what is given.
    footer_mm = page.bottom_mm - number.below_area_mm - number.size_pt / 2 * MM_PER_PT
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="odd"/>'
        '<w:footerReference w:type="even" r:id="even"/>'
        f'<w:pgSz w:w="{_twips(page.width_mm)}" w:h="{_twips(page.height_mm)}"/>'
        f'<w:pgMar w:top="{_twips(page.top_mm)}" w:right="{_twips(page.right_mm)}"'
        f' w:bottom="{_twips(page.bottom_mm)}" w:left="{_twips(page.left_mm)}"'
        f' w:header="{_twips(_HEADER_MM)}" w:footer="{_twips(footer_mm)}" w:gutter="0"/>'
        f'<w:cols w:space="0"/><w:docGrid w:type="lines" w:linePitch="{layout.grid.line_pitch_twips}"/>'
        "</w:sectPr>"
    )


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIPS_PER_MM)


def _role_styles(layout: Layout, role: str) -> Iterator[str]:
    """A paragraph style; and for a heading the character style of the same look, linked to it."""
    style = layout.styles[role]
    look = _characters(layout, style.font, style.size_pt, style.bold)
    heading = role.startswith("heading")
    follows = f'<w:next w:val="{style_id("body")}"/>' if heading else ""
    link = f'<w:link w:val="{lead_style_id(role)}"/>' if heading else ""
    yield (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id(role)}">'
        f'<w:name w:val={quoteattr(style.name)}/><w:basedOn w:val="Normal"/>{follows}{link}<w:qFormat/>'
        f"{_paragraph(layout, style)}{look}</w:style>"
    )
    if heading:
        yield (
            f'<w:style w:type="character" w:customStyle="1" w:styleId="{lead_style_id(role)}">'
            f'<w:name w:val={quoteattr(style.name + " 字符")}/><w:basedOn w:val="DefaultParagraphFont"/>'
            f'<w:link w:val="{style_id(role)}"/>{look}</w:style>'
        )


def _number_style(layout: Layout, *, odd: bool) -> str:
    number = layout.page_number
    name = number.odd_name if odd else number.even_name
    pitch = round(number.size_pt * TWIPS_PER_PT)
    if number.side == "center":
        side, edge = "center", ""
    else:
        side = "right" if odd else "left"
        chars, twips = round(number.indent_chars * 100), round(number.indent_chars * pitch)
        edge = f' w:{side}Chars="{chars}" w:{side}="{twips}"'
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{_number_id(odd)}">'
        f'<w:name w:val={quoteattr(name)}/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'
        f'<w:ind{edge} w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>'
        f"{_characters(layout, number.font, number.size_pt, bold=False)}</w:style>"
    )


def _number_id(odd: bool) -> str:
    return "XunchaPageOdd" if odd else "XunchaPageEven"


def _around(text: str) -> str:
    hint = '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    return f'<w:r>{hint}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _fonts(name: str) -> str:
    font = quoteattr(name)
    return f"<w:rFonts w:ascii={font} w:eastAsia={font} w:hAnsi={font} w:cs={font}/>"


def _characters(layout: Layout, font: str, size_pt: float, bold: bool) -> str:
    """Run properties. Text of the body's size keeps to the grid of characters."""
    spacing = layout.grid.character_spacing_twips if _on_grid(layout, size_pt) else 0
    weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    half_points = round(size_pt * 2)
    return (
        f'<w:rPr>{_fonts(font)}{weight}<w:spacing w:val="{spacing}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    )


def _on_grid(layout: Layout, size_pt: float) -> bool:
    return size_pt == layout.styles["body"].size_pt


def _paragraph(layout: Layout, style: Style) -> str:
    grid = layout.grid
    keep = "<w:keepNext/>" if style.keep_with_next else ""
    before = round(style.before_lines * grid.line_pitch_twips)
    # Word goes by the characters; the twips are for programs that know no indent in characters.
    character = style.size_pt * TWIPS_PER_PT + grid.character_spacing_twips
    # The lines of one title are paragraphs of their own: the blank lines go above the first alone.
    together = "<w:contextualSpacing/>" if before else ""
    outline = f'<w:outlineLvl w:val="{style.outline_level - 1}"/>' if style.outline_level else ""
    # A character taller than the pitch of the grid would take two lines of it in LibreOffice.
    free = "" if _on_grid(layout, style.size_pt) else '<w:snapToGrid w:val="0"/>'
    return (
        f'<w:pPr>{keep}{free}<w:spacing w:before="{before}" w:after="0" w:line="{grid.line_pitch_twips}"'
        f' w:lineRule="exact"/><w:ind w:firstLineChars="{round(style.first_line_chars * 100)}"'
        f' w:firstLine="{round(style.first_line_chars * character)}"/>'
        f'{together}<w:jc w:val="{style.align}"/>{outline}</w:pPr>'
    )
