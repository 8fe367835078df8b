"""The package around a .docx: which parts there are, how they refer to each other, and the archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

__all__ = ["DECLARATION", "NAMESPACES", "zip_package"]

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMESPACES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'

_MAIN = "word/document.xml"
_CORE = "docProps/core.xml"
_THEME = "word/theme/theme1.xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Part, id of the relationship that the document has to it, kind of relationship, content type.
_PARTS = (
    ("word/styles.xml", "styles", "styles", f"{_WORD_TYPE}.styles+xml"),
    ("word/settings.xml", "settings", "settings", f"{_WORD_TYPE}.settings+xml"),
    ("word/fontTable.xml", "fonts", "fontTable", f"{_WORD_TYPE}.fontTable+xml"),
    (_THEME, "theme", "theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    ("word/footer1.xml", "odd", "footer", f"{_WORD_TYPE}.footer+xml"),
    ("word/footer2.xml", "even", "footer", f"{_WORD_TYPE}.footer+xml"),
)
# A zip archive knows no earlier moment.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def zip_package(parts: Mapping[str, str], *, title: str) -> bytes:
    """Zip the parts of a document into a .docx.

    What differs from one computer or moment to the next (dates, names, the system that made the
    archive) is left out or always the same, so that the same parts give the same bytes. Bytes can still
    differ where another version of zlib compresses them.

    Parameters
    ----------
    parts : mapping of str to str
        XML by part name: the document, styles, settings, font table and the two footers.
    title : str
        For the file's properties. They name no author.

    Returns
    -------
    bytes
    """
    fixed = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            f'<Relationship Id="document" Type="{_OFFICE}/officeDocument" Target="{_MAIN}"/>'
            f'<Relationship Id="core" Type="{_PACKAGE}/relationships/metadata/core-properties"'
            f' Target="{_CORE}"/>'
        ),
        _CORE: _properties(title),
        "word/_rels/document.xml.rels": _relationships(
            "".join(
                f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="/{part}"/>'
                for part, name, kind, _ in _PARTS
            )
        ),
        _THEME: _theme(),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in (fixed | dict(parts)).items():
            member = zipfile.ZipInfo(name, _MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, content.encode("utf-8"))
    return target.getvalue()


def _content_types() -> str:
    types = {
        _CORE: "application/vnd.openxmlformats-package.core-properties+xml",
        _MAIN: f"{_WORD_TYPE}.document.main+xml",
    }
    types |= {part: content_type for part, _, _, content_type in _PARTS}
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{content_type}"/>' for part, content_type in types.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(entries: str) -> str:
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _properties(title: str) -> str:
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        "<dc:creator></dc:creator><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _theme() -> str:
    """The least theme that the schema allows. Nothing refers to it, but validators ask for one."""
    roles = (
        ("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "44546A"), ("lt2", "E7E6E6"),
        ("accent1", "4472C4"), ("accent2", "ED7D31"), ("accent3", "A5A5A5"), ("accent4", "FFC000"),
        ("accent5", "5B9BD5"), ("accent6", "70AD47"), ("hlink", "0563C1"), ("folHlink", "954F72"),
    )  # fmt: skip
    colours = "".join(f'<a:{role}><a:srgbClr val="{value}"/></a:{role}>' for role, value in roles)
    font = '<a:latin typeface="SimSun"/><a:ea typeface="SimSun"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = '<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>' * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{DECLARATION}<a:theme xmlns:a="{_DRAWING}" name="xuncha"><a:themeElements>'
        f'<a:clrScheme name="xuncha">{colours}</a:clrScheme>'
        f'<a:fontScheme name="xuncha"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="xuncha"><a:fillStyleLst>{fill}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line}</a:lnStyleLst><a:effectStyleLst>{effect}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
