"""What of a .docx is its text: what a reader of the page sees, and the rest is counted."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.sources import read_sources

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
STRICT = NAMESPACES.replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def package(body: str, styles: str = "", numbering: str = "", namespaces: str = NAMESPACES) -> bytes:
    """The smallest .docx around these blocks."""
    parts = {"styles": styles, "numbering": numbering}
    links = "".join(
        f'<Relationship Id="r{name}" Type="{TYPE}{name}" Target="{name}.xml"/>'
        for name, xml in parts.items()
        if xml
    )
    start = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        main = f'<Relationship Id="r1" Type="{TYPE}officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f"{start}{main}</Relationships>")
        archive.writestr("word/_rels/document.xml.rels", f"{start}{links}</Relationships>")
        archive.writestr(
            "word/document.xml", f"<w:document {namespaces}><w:body>{body}</w:body></w:document>"
        )
        for name, xml in parts.items():
            if xml:
                archive.writestr(f"word/{name}.xml", f"<w:{name} {namespaces}>{xml}</w:{name}>")
    return buffer.getvalue()


def p(content: str, properties: str = "") -> str:
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r>{properties and f'<w:rPr>{properties}</w:rPr>'}<w:t>{text}</w:t></w:r>"


@pytest.fixture
def read(read_bytes):
    def _read(body: str, **parts: str):
        return read_bytes("a.docx", package(body, **parts))[0]

    return _read


def notes(source):
    return {note.rule: note.message for note in source.notes}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p(f"<w:hyperlink>{r('条例')}</w:hyperlink>"), "条例"),
        (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>"), "控件"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{p(r('控件段'))}</w:sdtContent></w:sdt>", "控件段"),
        (f"<w:customXml>{p(r('包着'))}</w:customXml>", "包着"),
        (p(f"<w:smartTag>{r('澄湖')}</w:smartTag>{r('区')}"), "澄湖区"),
        (p(f"<w:fldSimple w:instr='DATE'>{r('2024年')}</w:fldSimple>"), "2024年"),
        (
            p(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>'
                f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("结果")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            ),
            "结果",
        ),
        (p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t></w:r>"), "甲\t乙\n丙\n丁"),
        (p("<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>乙</w:t></w:r>"), "甲-乙"),
        (p('<w:r><w:br w:type="page"/><w:t>甲</w:t></w:r>'), "甲"),
        (p('<w:r><w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t></w:r>'), "甲\n乙"),
        (p('<w:r><w:sym w:font="宋体" w:char="2460"/></w:r>' + r("甲")), "①甲"),
        (p("<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>"), "拼"),
        (p("<m:oMath><m:r><m:t>1+1</m:t></m:r></m:oMath>"), "1+1"),
        (p(r("甲")) + p("") + p(r("乙")), "甲\n\n乙"),
    ],
    ids=[
        "hyperlink", "content control in a line", "content control around paragraphs", "custom XML", "smart tag",
        "simple field", "field", "breaks", "hyphens", "page break before", "page break between", "symbol", "ruby",
        "formula", "empty line",
    ],
)  # fmt: skip
def test_what_is_shown_is_text(read, body, text):
    source = read(body)
    assert source.text == text
    assert source.notes == ()


def test_insertions_are_text_and_deletions_are_none(read):
    source = read(
        p(f"{r('第')}<w:del><w:r><w:delText>一</w:delText></w:r></w:del><w:ins>{r('二')}</w:ins>{r('轮')}")
        + p(f"<w:moveFrom>{r('走了')}</w:moveFrom>{r('留下')}<w:moveTo>{r('来了')}</w:moveTo>")
    )
    assert source.text == "第二轮\n留下来了"
    assert notes(source) == {"docx-revisions": "有未接受的修订：插入 2 处，已计入正文；删除 2 处，未计入正文"}


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(read):
    assert read(p(r("甲"), "<w:rPr><w:del/></w:rPr>") + p(r("乙"))).text == "甲乙"
    assert read(p(r("甲")) + p(r("乙"), "<w:rPr><w:del/></w:rPr>")).text == "甲\n乙"


def test_a_paragraph_that_was_deleted_leaves_no_line(read):
    gone = p("<w:del><w:r><w:delText>没了</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>")
    assert read(p(r("甲")) + gone + p(r("乙"))).text == "甲\n乙"


def test_comments_and_notes_are_left_out_and_counted(read):
    source = read(
        p(
            f'<w:commentRangeStart w:id="0"/>{r("甲")}<w:commentRangeEnd w:id="0"/>'
            '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
            '<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
        )
    )
    assert source.text == "甲"
    assert notes(source) == {
        "docx-comments": "有 1 条批注，未计入正文",
        "docx-footnotes": "有 2 条脚注、1 条尾注，未计入正文",
    }


HIDING = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
BASED = '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
PARAGRAPH = '<w:style w:type="paragraph" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'


@pytest.mark.parametrize(
    ("run", "styles", "paragraph"),
    [
        ("<w:vanish/>", "", ""),
        ('<w:vanish w:val="true"/>', "", ""),
        ('<w:rStyle w:val="h"/>', HIDING, ""),
        ("", PARAGRAPH + BASED, '<w:pStyle w:val="b"/>'),
    ],
    ids=["run", "switched on", "style of the run", "style that the paragraph's style is based on"],
)
def test_hidden_text_is_left_out_and_counted(read, run, styles, paragraph):
    source = read(p(r("看得见")) + p(r("看不见", run), paragraph), styles=styles)
    assert source.text == "看得见\n"
    assert notes(source) == {"docx-hidden": "有 3 个字设为隐藏，未计入正文"}


def test_what_a_run_says_goes_before_its_styles(read):
    shown = r("看得见", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>')
    assert read(p(shown, '<w:pStyle w:val="b"/>'), styles=HIDING + PARAGRAPH + BASED).text == "看得见"


def test_a_paragraph_hidden_with_its_mark_leaves_no_line(read):
    hidden = p(r("看不见", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>")
    assert read(p(r("甲")) + hidden + p(r("乙"))).text == "甲\n乙"


def test_styles_based_on_each_other_in_a_circle_end(read):
    circle = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    assert read(p(r("甲")), styles=circle).text == "甲"


BOX = f"<w:txbxContent>{p(r('框一'))}{p(r('框二'))}</w:txbxContent>"
TWICE = (
    f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><wps:wsp><wps:txbx>{BOX}'
    "</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def test_a_text_box_stands_behind_its_paragraph_and_once(read):
    source = read(p(r("前") + TWICE + r("后")) + p(r("下段")))
    assert source.text == "前后\n框一\n框二\n下段"
    assert notes(source) == {"docx-text-boxes": "有 1 个文本框，文字接在所在段落之后"}


def test_a_paragraph_that_only_holds_a_text_box_leaves_no_empty_line(read):
    assert read(p(TWICE) + p(r("下段"))).text == "框一\n框二\n下段"


def test_a_text_box_of_the_older_kind_is_read(read):
    assert (
        read(p(f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>")).text
        == "框一\n框二"
    )


def test_a_cell_merged_over_rows_is_read_once(read):
    def row(cell: str) -> str:
        return f"<w:tr><w:tc>{cell}</w:tc><w:tc>{p(r('右'))}</w:tc></w:tr>"

    top = f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p(r("左"))}'
    assert read(f"<w:tbl>{row(top)}{row('<w:tcPr><w:vMerge/></w:tcPr><w:p/>')}</w:tbl>").text == "左\n右\n右"


def test_a_symbol_that_only_its_font_knows_is_counted(read):
    source = read(p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + r("甲")))
    assert source.text == "甲"
    assert "docx-symbols" in notes(source)


def test_headers_and_the_properties_of_the_file_are_no_text(read_bytes):
    document = docx.Document()
    document.core_properties.title = "旧文件的标题"
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.add_paragraph("正文")
    buffer = io.BytesIO()
    document.save(buffer)
    source = read_bytes("a.docx", buffer.getvalue())[0]
    assert source.text == "正文"
    assert dict(source.metadata) == {}


def test_the_strict_form_of_the_format_is_read(read):
    assert read(p(r("甲", "<w:vanish/>") + r("乙")), namespaces=STRICT).text == "乙"


LIST = '<w:abstractNum w:abstractNumId="1">{}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/>{}</w:num>'
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="%1、"/></w:lvl>'
IN_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'


@pytest.mark.parametrize(
    ("start", "form", "shown"),
    [
        ("3", "chineseCounting", "三、"),
        ("abc", "decimal", "1、"),
        ("", "decimal", "1、"),
        ("-4", "chineseCounting", "-4、"),
        ("2147483647", "lowerLetter", "2147483647、"),
        ("99999999999999999999", "chineseCounting", "99999999999999999999、"),
    ],
)
def test_a_list_may_begin_anywhere_and_costs_nothing(read, start, form, shown):
    assert (
        read(p(r("甲"), IN_LIST), numbering=LIST.format(LEVEL.format(start, form), "")).text == f"{shown}甲"
    )


def test_a_list_may_write_a_level_in_its_own_way(read):
    own = f'<w:lvlOverride w:ilvl="0">{LEVEL.format(1, "chineseCounting")}</w:lvlOverride>'
    assert read(p(r("甲"), IN_LIST), numbering=LIST.format(LEVEL.format(1, "decimal"), own)).text == "一、甲"


def test_a_list_may_be_that_of_a_list_style(read):
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="list"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{LEVEL.format(1, "chineseCounting")}</w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num>'
    )
    style = '<w:style w:type="numbering" w:styleId="list"><w:pPr><w:numPr><w:numId w:val="6"/></w:numPr></w:pPr></w:style>'
    assert read(p(r("甲"), IN_LIST), styles=style, numbering=numbering).text == "一、甲"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(
                codec="utf-8", exclude_characters="\r\x00\ufffe\uffff", exclude_categories=["Cc", "Cs"]
            )
        ),
        min_size=1,
    ).filter(lambda lines: any(line.strip() for line in lines))
)
def test_any_text_written_comes_back(tmp_path_factory, lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path_factory.mktemp("any") / "a.docx"
    document.save(str(path))
    assert read_sources(path)[0].text == "\n".join(lines)
