from __future__ import annotations

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from xuncha_nlp.checks.model import finding
from xuncha_nlp.errors import InputError
from xuncha_nlp.exporters import export
from xuncha_nlp.exporters.blocks import Block, blocks
from xuncha_nlp.exporters.docx import write_docx
from xuncha_nlp.exporters.layouts import layout_names, load_layout
from xuncha_nlp.sources import Source, read_sources
from xuncha_nlp.speeches import split, write_number
from xuncha_nlp.templating.model import Draft, Edit, Origin, Passage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _write(*speeches, layout="gb9704"):
    return write_docx(
        [blocks(speech) for speech in speeches], load_layout(layout), title=speeches[0].title or ""
    )


def _open(data):
    return docx.Document(io.BytesIO(data))


def _paragraph(document, beginning):
    return next(each for each in document.paragraphs if each.text.startswith(beginning))


def _property(paragraph, name):
    """A paragraph property written on the paragraph itself, not by its style."""
    found = paragraph._p.find(f"{W}pPr/{W}{name}")
    return None if found is None else {key.removeprefix(W): value for key, value in found.attrib.items()}


def _style_property(document, style, name):
    found = document.styles[style].element.find(f"{W}pPr/{W}{name}")
    return None if found is None else {key.removeprefix(W): value for key, value in found.attrib.items()}


def test_text_in_is_text_out_and_every_paragraph_is_a_line(speeches, paragraphs):
    expected = [block.text for speech in speeches for block in blocks(speech)]
    assert paragraphs(_write(*speeches)) == expected


def test_the_outline_is_the_same_when_read_back(speeches, tmp_path):
    back = split(read_sources(export(speeches, tmp_path / "稿.docx"))[0])
    assert [speech.outline for speech in back] == [speech.outline for speech in speeches]
    assert [speech.salutation for speech in back] == ["同志们", "同志们"]
    assert [[block.role for block in blocks(speech)] for speech in back] == [
        [block.role for block in blocks(speech)] for speech in speeches
    ]


_HEADING = st.text(st.sampled_from("看清形势责任落实整改成效"), min_size=2, max_size=8)
_SENTENCE = st.text(st.sampled_from("巡察工作要抓实，见成效、有回音“”《》&<>*\t"), min_size=1, max_size=30)


@st.composite
def _speech_text(draw):
    lines = ["在澄湖区委巡察工作会议上的讲话", "（2023年6月）", "同志们：", "下面，我讲几点意见："]
    for first in range(1, draw(st.integers(2, 3)) + 1):
        lines.append(write_number("一、", first) + draw(_HEADING))
        for second in range(1, draw(st.integers(0, 3)) + 1):
            lead = write_number("（一）", second) + draw(_HEADING)
            lines.append(f"{lead}。我们{draw(_SENTENCE)}好。" if draw(st.booleans()) else lead)
            lines += [f"我们{draw(_SENTENCE)}好。"] * draw(st.integers(0, 1))
    return "\n".join([*lines, "散会。"])


@settings(deadline=None)
@given(_speech_text())
def test_any_speech_survives_the_way_there_and_back(text):
    speech = split(Source.from_text("a.txt", text))[0]
    back_text = "\n".join(each.text for each in _open(_write(speech)).paragraphs)
    assert back_text == text
    assert split(Source.from_text("a.txt", back_text))[0].outline == speech.outline


_LONG = "在中共澄湖区委关于深入学习贯彻党的二十大精神暨第六届区委第三轮巡察工作动员部署会议上的讲话"
_STATUSES = st.sampled_from(["verbatim", "adapted", "new", "edited", "own"])


@settings(deadline=None)
@given(_speech_text(), st.booleans(), st.booleans(), st.data())
def test_any_draft_survives_with_comments_appendix_and_marks(text, comments, provenance, data):
    text = text.replace("在澄湖区委巡察工作会议上的讲话", _LONG).replace("我们", "我们请【待填：人名】")
    (speech,) = split(Source.from_text("a.txt", text))
    origin = Origin("旧稿.txt", "旧稿.txt#1", 3, 9, "")
    passages = []
    for block in blocks(speech):
        status = data.draw(_STATUSES)
        edits = (
            (Edit(block.start, block.start + 1, "旧", block.text[0], "round"),) if status == "adapted" else ()
        )
        passages.append(
            Passage(block.start, block.end, status, None if status == "own" else origin, edits, (origin,))
        )
    start = data.draw(st.integers(0, len(text) - 2))
    found = [finding("placeholder", "a.txt", "", text[start : start + 2], start, start + 2, "")]
    with TemporaryDirectory() as folder:
        path = Path(folder, "稿.docx")
        export(Draft(speech, tuple(passages)), path, findings=found, comments=comments, provenance=provenance)
        (source,) = read_sources(path)
    assert source.text == text
    assert split(source)[0].outline == speech.outline
    notes = {note.rule for note in source.notes}
    assert notes == ({"docx-comments"} if comments else set()) | ({"docx-appendix"} if provenance else set())


def test_the_same_input_gives_the_same_bytes(speeches, monkeypatch):
    first = _write(*speeches)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 0, 0, 0, 0, 0, 0))
    assert _write(*speeches) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("layout", layout_names())
def test_validators_find_nothing(speeches, tmp_path, layout):
    path = export(speeches, tmp_path / "稿.docx", layout=layout)
    result = OpenXmlValidator(security_validation=True).validate(str(path))
    assert [str(error) for error in result.errors] == []
    assert result.is_valid


def test_the_validator_would_have_seen_a_wrong_order(speeches, tmp_path):
    path = export(speeches, tmp_path / "稿.docx")
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name == "word/styles.xml":
                assert "<w:keepNext/>" in content
                content = content.replace('<w:jc w:val="both"/>', "").replace(
                    "<w:keepNext/>", '<w:jc w:val="both"/><w:keepNext/>'
                )
            new.writestr(name, content)
    assert OpenXmlValidator().validate(str(broken)).errors


def test_paragraphs_are_in_named_styles(speech):
    names = [each.style.name for each in _open(_write(speech)).paragraphs]
    assert names == [
        "公文标题", "公文标题", "日期行", "署名", "称谓", "正文段落",
        "一级标题", "正文段落", "二级标题", "正文段落", "三级标题", "正文段落", "四级标题",
        "一级标题", "正文段落", "正文段落", "结束语",
    ]  # fmt: skip


def test_a_salutation_is_flush_left(speeches):
    document = _open(_write(speeches[1]))
    assert _paragraph(document, "同志们：").style.name == "称谓"
    assert _style_property(document, "称谓", "ind")["firstLineChars"] == "0"
    assert _style_property(document, "正文段落", "ind") == {"firstLineChars": "200", "firstLine": "630"}


def test_a_run_in_heading_is_a_character_style_and_stays_out_of_the_navigation_pane(speech):
    document = _open(_write(speech))
    paragraph = _paragraph(document, "（一）看清形势。")
    assert [(run.style.name, run.text[:8]) for run in paragraph.runs] == [
        ("二级标题 字符", "（一）看清形势。"),
        ("Default Paragraph Font", "群众盼着变化，“"),
    ]
    assert _style_property(document, paragraph.style.name, "outlineLvl") is None
    assert _style_property(document, "二级标题", "outlineLvl") == {"val": "1"}
    assert document.styles["二级标题"].font.bold is False


def test_fonts_are_east_asian_and_hinted(speech):
    document = _open(_write(speech))
    fonts = document.styles["一级标题"].element.find(f"{W}rPr/{W}rFonts")
    assert {fonts.get(f"{W}{key}") for key in ("ascii", "eastAsia", "hAnsi")} == {"黑体"}
    body = document.styles["正文段落"].element.find(f"{W}rPr/{W}rFonts")
    named = [body.get(f"{W}{key}") for key in ("eastAsia", "ascii", "hAnsi", "cs")]
    assert named == ["仿宋_GB2312", "Times New Roman", "Times New Roman", "Times New Roman"]
    for run in document.element.body.iter(f"{W}r"):
        assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}hint") == "eastAsia"


def test_the_grid_is_written(speech):
    document = _open(_write(speech))
    grid = document.sections[0]._sectPr.find(f"{W}docGrid")
    assert {key.removeprefix(W): value for key, value in grid.attrib.items()} == {
        "type": "lines",
        "linePitch": "579",
    }
    spacing = {
        name: document.styles[name].element.find(f"{W}rPr/{W}spacing").get(f"{W}val")
        for name in ("正文段落", "一级标题", "二级标题 字符", "公文标题")
    }
    assert spacing == {"正文段落": "-5", "一级标题": "-5", "二级标题 字符": "-5", "公文标题": "0"}


def test_spacing_around_the_title_without_empty_paragraphs(speeches):
    document = _open(_write(*speeches))
    assert all(each.text for each in document.paragraphs)
    assert _style_property(document, "公文标题", "spacing")["before"] == str(2 * 579)
    assert _style_property(document, "公文标题", "contextualSpacing") is not None
    gaps = [each.text for each in document.paragraphs if _property(each, "spacing") == {"after": "579"}]
    assert gaps == ["区委书记　林若溪", "2024年3月5日"]


def test_each_further_speech_begins_on_a_new_page(speeches):
    document = _open(_write(*speeches))
    breaks = [each.text for each in document.paragraphs if _property(each, "pageBreakBefore") is not None]
    assert breaks == ["在澄湖区委巡察整改部署会上的讲话"]
    assert len(document.sections) == 1


def test_headings_keep_with_what_they_head(speech):
    document = _open(_write(speech))
    assert _style_property(document, "一级标题", "keepNext") == {}
    loose = [each.text for each in document.paragraphs if _property(each, "keepNext") == {"val": "0"}]
    # What heads nothing is not chained to the next heading.
    assert loose == ["（2）逐项销号。"]


def test_page_numbers(speech):
    document = _open(_write(speech))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, style, side in (
        (section.footer, "页码奇", "right"),
        (section.even_page_footer, "页码偶", "left"),
    ):
        (paragraph,) = footer.paragraphs
        assert paragraph.style.name == style
        assert "".join(each.text or "" for each in paragraph._p.iter(f"{W}t")) == "— 1 —"
        assert paragraph._p.find(f"{W}fldSimple").get(f"{W}instr").strip() == "PAGE"
        assert _style_property(document, style, "jc") == {"val": side}
        indent = _style_property(document, style, "ind")
        assert (indent[f"{side}Chars"], indent[side]) == ("100", "280")
        assert document.styles[style].font.size.pt == 14
    centred = _open(_write(speech, layout="speech"))
    assert not centred.settings.odd_and_even_pages_header_footer
    assert _style_property(centred, "页码奇", "jc") == {"val": "center"}


def test_no_personal_data_and_nothing_of_a_template(speech):
    data = _write(speech)
    properties = _open(data).core_properties
    assert (properties.title, properties.author, properties.language) == (speech.title, "", "zh-CN")
    assert (properties.comments, properties.keywords, properties.subject) == ("", "", "")
    assert properties.last_modified_by == ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert set(archive.namelist()) == {
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml",
            "word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml", "word/fontTable.xml",
            "word/theme/theme1.xml", "word/footer1.xml", "word/footer2.xml",
        }  # fmt: skip
        assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in archive.read("word/fontTable.xml").decode()


def test_a_long_title_is_cut_in_the_properties_alone(speech):
    data = write_docx([blocks(speech)], load_layout("gb9704"), title="巡" * 300)
    assert _open(data).core_properties.title == "巡" * 255


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1f", "\ud800", "\uffff"])
def test_a_control_character_is_refused_with_its_place(character):
    text = f"巡察工作{character}要抓实"
    with pytest.raises(InputError, match=f"巡察工作.*U\\+{ord(character):04X}"):
        write_docx([[Block("body", text, 0, 0, len(text))]], load_layout("gb9704"))


def test_what_xml_means_something_by_stays_text(paragraphs):
    text = "a<b>&amp;]]>\"'\t\u00a0 \u0085甲"
    assert paragraphs(write_docx([[Block("body", text, 0, 0, len(text))]], load_layout("gb9704"))) == [text]


def test_a_long_title_is_broken_and_stays_one_line_of_the_text(read_text, tmp_path):
    (speech,) = read_text(f"{_LONG}\n同志们：\n现在开会。")
    path = export(speech, tmp_path / "稿.docx")
    title = docx.Document(str(path)).paragraphs[0]
    assert title.style.name == "公文标题"
    assert len(title.text.split("\n")) == 3
    assert title.text.replace("\n", "") == _LONG
    assert {run.style.name for run in title.runs if run.text == "\n"} == {"标题换行"}
    (back,) = split(read_sources(path)[0])
    assert (back.title, back.source.text) == (speech.title, speech.source.text)
    # Set anew, the title is broken at the same places.
    assert export(back, tmp_path / "又.docx").read_bytes() == path.read_bytes()


def test_a_layout_may_leave_titles_to_word(read_text, tmp_path):
    layout = tmp_path / "ours.toml"
    layout.write_text(
        'extends = "gb9704"\n[header]\nbalanced_title = { value = false, strength = "实务" }\n',
        encoding="utf-8",
    )
    path = export(read_text(f"{_LONG}\n同志们：\n现在开会。"), tmp_path / "稿.docx", layout=layout)
    assert docx.Document(str(path)).paragraphs[0].text == _LONG


def test_a_break_that_the_writer_made_is_text(tmp_path):
    document = docx.Document()
    document.add_paragraph().add_run("甲\n乙")
    document.save(str(tmp_path / "a.docx"))
    assert read_sources(tmp_path / "a.docx")[0].text == "甲\n乙"


def test_what_is_to_be_filled_in_is_yellow_and_nothing_else(read_text):
    (speech,) = read_text(
        "在【待填：地名】的讲话\n一、【待填：标题】。请【待填：人名】和【案例】里的同志。\n二、【待填】"
    )
    document = _open(_write(speech))
    yellow = [run.text for each in document.paragraphs for run in each.runs if run.font.highlight_color]
    assert yellow == ["【待填：地名】", "【待填：标题】", "【待填：人名】", "【待填】"]
    assert [each.text for each in document.paragraphs] == speech.source.text.split("\n")


def test_lines_above_and_below_a_title_have_styles_of_their_own(read_text, tmp_path):
    text = "附件1\n在澄湖区委巡察工作会议上的讲话\n（2023年6月）\n（根据录音整理）\n同志们：\n现在开会。"
    path = export(read_text(text), tmp_path / "稿.docx")
    names = [each.style.name for each in docx.Document(str(path)).paragraphs]
    assert names == ["附件标识", "公文标题", "日期行", "整理说明", "称谓", "正文段落"]
    assert read_sources(path)[0].text == text
    gaps = [each.text for each in docx.Document(str(path)).paragraphs if _property(each, "spacing")]
    assert gaps == ["（根据录音整理）"]


def test_widows_are_a_parameter_of_the_layout(speech):
    document = _open(_write(speech))
    assert document.styles["正文段落"].paragraph_format.widow_control is True
    assert document.styles["页码奇"].paragraph_format.widow_control is False


def _draft(speech):
    origin = Origin("旧稿.txt", "旧稿.txt#2", 120, 140, "")
    other = Origin("另稿.docx", "另稿.docx#1", 5, 9, "")
    first, second, *rest = blocks(speech)
    return Draft(
        speech,
        (
            Passage(first.start, first.end, "new", reason="方案的标题"),
            Passage(second.start, second.end, "adapted", origin, (
                Edit(second.start, second.start + 1, "甲\x07", second.text[0], "round"),), (other,)),
            *(Passage(each.start, each.end, "verbatim", origin) for each in rest),
        ),
    )  # fmt: skip


def test_the_appendix_says_of_each_paragraph_where_it_is_from(speech, tmp_path):
    draft = _draft(speech)
    path = export(draft, tmp_path / "稿.docx", provenance=True)
    document = docx.Document(str(path))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["段", "正文", "状态", "来源", "改动"]
    assert len(rows) == len(draft.passages) + 1
    assert rows[1] == ["1", "在澄湖区委巡察工作推进会上的", "新写", "", ""]
    assert rows[2][2:4] == ["改动", "旧稿.txt#2，第 120—140 字"]
    assert "“甲”改为“讲”" in rows[2][4]
    title = next(each for each in document.paragraphs if each.text == "来源表")
    assert title.paragraph_format.page_break_before
    (source,) = read_sources(path)
    assert source.text == speech.source.text
    assert [note.message for note in source.notes] == ["附有来源表，未计入正文"]
    assert OpenXmlValidator(security_validation=True).validate(str(path)).errors == []
    assert export(draft, tmp_path / "又.docx", provenance=True).read_bytes() == path.read_bytes()


def test_comments_say_where_a_paragraph_is_from_and_what_was_found(speech, tmp_path):
    start = speech.source.text.index("群众盼着")
    found = [finding("placeholder", "澄湖.txt", "", "群众盼着", start, start + 4, "证据")]
    draft = _draft(speech)
    path = export(draft, tmp_path / "稿.docx", findings=found, comments=True)
    comments = [each.text.split("\n") for each in docx.Document(str(path)).comments]
    assert len(comments) == len(draft.passages) + 1
    assert comments[0] == ["第 1 段", "【新写】没有来源", "缘由：方案的标题"]
    assert comments[1][:2] == ["第 2 段", "【改动】旧稿.txt#2，第 120—140 字"]
    assert comments[1][-1] == "另可选：另稿.docx#1，第 5—9 字"
    assert sum(lines[0].startswith("【错误】") for lines in comments) == 1
    assert OpenXmlValidator(security_validation=True).validate(str(path)).errors == []
    with zipfile.ZipFile(path) as archive:
        assert b"w:date=" not in archive.read("word/comments.xml")


def test_comments_and_appendix_are_for_word_and_the_appendix_for_drafts(speech, tmp_path):
    for options in ({"comments": True}, {"provenance": True}):
        with pytest.raises(InputError, match=r"\.docx"):
            export(_draft(speech), tmp_path / "稿.md", **options)
    with pytest.raises(InputError, match="初稿"):
        export(speech, tmp_path / "稿.docx", provenance=True)
    assert list(tmp_path.iterdir()) == []
