"""Comments in a .docx: at exact characters of the text that our reader has, and nothing else is changed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator

from xuncha_nlp.checks import check
from xuncha_nlp.checks.model import finding
from xuncha_nlp.errors import InputError
from xuncha_nlp.exporters import blocks, comment_copy, export
from xuncha_nlp.exporters.docx_comments import Remark, with_comments
from xuncha_nlp.sources import read_sources
from xuncha_nlp.sources.docx import convert
from xuncha_nlp.speeches import split

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent>'
    "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def _package(body, *, namespace=W, comments="", name="document.xml"):
    """The smallest .docx around these blocks that has content types."""
    spaces = (
        f'xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    link = f'<Relationship Id="r9" Type="{_KIND}/comments" Target="remarks.xml"/>' if comments else ""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/{name}" ContentType="{_XML}.document.main+xml"/>'
    )
    if comments:
        types += f'<Override PartName="/word/remarks.xml" ContentType="{_XML}.comments+xml"/>'
    parts = {
        "[Content_Types].xml": f"{types}</Types>",
        "_rels/.rels": f'{_RELS}<Relationship Id="r1" Type="{_KIND}/officeDocument" Target="word/{name}"/></Relationships>',
        f"word/_rels/{name}.rels": f"{_RELS}{link}</Relationships>",
        f"word/{name}": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
    }
    if comments:
        parts["word/remarks.xml"] = f"<w:comments {spaces}>{comments}</w:comments>"
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return target.getvalue()


def _text(data):
    return convert(data, "a.docx", None)[0].text


def _root(data, path="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(path))


def _marked(data, path="word/document.xml"):
    """What stands inside of each comment's range, by its number, read from the XML alone."""
    open_, found = set(), {}
    for each in _root(data, path).iter():
        name = etree.QName(each).localname if isinstance(each.tag, str) else ""
        number = next((value for key, value in each.attrib.items() if key.endswith("}id")), None)
        if name == "commentRangeStart":
            open_.add(number)
            found[number] = ""
        elif name == "commentRangeEnd":
            open_.remove(number)
        elif name in {"t", "tab", "noBreakHyphen", "br"}:
            said = {"t": each.text or "", "tab": "\t", "noBreakHyphen": "-", "br": "\n"}[name]
            for key in open_:
                found[key] += said
    assert not open_, "a range is not closed"
    return found


def _r(text, look=""):
    return f'<w:r>{look and f"<w:rPr>{look}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _p(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def _comment_one(body, words, **kwargs):
    data = _package(body, **kwargs)
    start = _text(data).index(words)
    made = with_comments(data, [Remark(start, start + len(words), ("看",))], "a.docx")
    assert _text(made) == _text(data)
    return made


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (_p(_r("现在开会，请坐好。")), "开会"),
        (_p(_r("现在开会")), "现在开会"),
        (_p(_r("现在"), _r("开会", "<w:b/>"), _r("，请坐好。")), "在开会，请"),
        (_p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r>"), "\t乙丙"),
        (_p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r>"), "丙-"),
        (_p(_r("见"), f'<w:hyperlink w:anchor="a">{_r("这份条例")}</w:hyperlink>', _r("。")), "条例"),
        (_p(_r("见"), f'<w:hyperlink w:anchor="a">{_r("这份条例")}</w:hyperlink>', _r("。")), "见这份"),
        (_p(_r("请"), f'<w:ins w:id="1" w:author="a">{_r("各位同志")}</w:ins>', _r("发言")), "位同志发"),
        (_p(_r("第"), f'<w:fldSimple w:instr="PAGE">{_r("三页")}</w:fldSimple>', _r("完")), "三"),
        (f"<w:sdt><w:sdtContent>{_p(_r('控件里的文字'))}</w:sdtContent></w:sdt>", "里的"),
        (_p(f"<w:sdt><w:sdtContent>{_r('控件里的文字')}</w:sdtContent></w:sdt>"), "文字"),
        (f"<w:tbl><w:tr><w:tc>{_p(_r('甲单位'))}</w:tc><w:tc>{_p(_r('乙单位'))}</w:tc></w:tr></w:tbl>", "乙"),
    ],
)
def test_the_marked_characters_are_exactly_those(body, words):
    assert _marked(_comment_one(body, words)) == {"0": words}


def test_split_runs_keep_how_they_look():
    made = _root(_comment_one(_p(_r("现在开会", '<w:b/><w:color w:val="FF0000"/>')), "在开"))
    looks = {
        run.findtext(f"{{{W}}}t"): [etree.QName(each).localname for each in run.find(f"{{{W}}}rPr")]
        for run in made.iter(f"{{{W}}}r")
        if run.find(f"{{{W}}}t") is not None
    }
    assert looks == {"现": ["b", "color"], "在开": ["b", "color"], "会": ["b", "color"]}


def test_a_range_over_two_paragraphs_and_one_that_would_leave_its_cell():
    two = _package(_p(_r("甲乙")) + _p(_r("丙丁")))
    assert _marked(with_comments(two, [Remark(1, 4, ("看",))], "a.docx")) == {"0": "乙丙"}
    cells = _package(
        f"<w:tbl><w:tr><w:tc>{_p(_r('甲乙'))}</w:tc><w:tc>{_p(_r('丙丁'))}</w:tc></w:tr></w:tbl>"
    )
    assert _marked(with_comments(cells, [Remark(1, 4, ("看",))], "a.docx")) == {"0": "乙"}


def test_a_place_in_a_text_box_is_the_box_in_its_paragraph():
    data = _comment_one(_p(_r("正文"), _BOX.format(_p(_r("框里的话")))), "里的")
    start = _root(data).find(f".//{{{W}}}commentRangeStart")
    assert start.getparent().getparent().tag == f"{{{W}}}body"
    assert start.getnext().find(f".//{{{W}}}txbxContent") is not None


def test_a_stretch_that_goes_into_a_text_box_ends_before_it():
    data = _package(_p(_BOX.format(_p(_r("框里"))), _r("正文")) + _p(_r("后文")))
    assert _text(data) == "正文\n框里\n后文"
    assert _marked(with_comments(data, [Remark(1, 5, ("看",))], "a.docx")) == {"0": "文"}
    assert _marked(with_comments(data, [Remark(1, 7, ("看",))], "a.docx")) == {"0": "文后"}


def test_a_formula_and_a_reading_are_marked_as_a_whole():
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>xun</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>巡察</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    data = _comment_one(_p(_r("甲"), ruby, _r("乙")), "察")
    assert "巡察" in _marked(data)["0"]
    assert "甲" not in _marked(data)["0"]
    math = "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>"
    assert _marked(_comment_one(_p(_r("甲"), math, _r("乙")), "+")) == {"0": "x+y"}


def test_an_automatic_number_stands_for_what_it_numbers(tmp_path):
    document = docx.Document()
    document.add_paragraph("摸清底数", style="List Number")
    document.save(str(tmp_path / "a.docx"))
    data = (tmp_path / "a.docx").read_bytes()
    text = _text(data)
    assert text != "摸清底数"
    assert text.endswith("摸清底数")
    label = len(text) - 4
    for end, marked in ((label, "摸清底数"), (label + 2, "摸清")):
        assert _marked(with_comments(data, [Remark(0, end, ("看",))], "a.docx")) == {"0": marked}


def test_a_comment_without_a_stretch_stands_where_it_is_said():
    data = _package(_p(_r("甲乙")) + _p(_r("丙丁")) + _p())
    made = with_comments(
        data, [Remark(5, 5, ("末",)), Remark(99, 99, ("过",)), Remark(0, 0, ("首",))], "a.docx"
    )
    assert _marked(made) == {}
    assert len(list(_root(made).iter(f"{{{W}}}commentReference"))) == 3
    assert _text(made) == _text(data)


def test_comments_that_are_there_stay_and_numbers_are_not_used_twice():
    there = f'<w:comment w:id="7" w:author="王">{_p(_r("旧批注"))}</w:comment>'
    body = _p('<w:commentRangeStart w:id="7"/>', _r("现在"), '<w:commentRangeEnd w:id="7"/>',
              '<w:r><w:commentReference w:id="7"/></w:r>', _r("开会"))  # fmt: skip
    made = _comment_one(body, "在开", comments=there)
    comments = _root(made, "word/remarks.xml")
    assert [(each.get(f"{{{W}}}id"), each.get(f"{{{W}}}author")) for each in comments] == [
        ("7", "王"),
        ("8", "xuncha_nlp"),
    ]
    assert _marked(made) == {"7": "现在", "8": "在开"}


def test_the_edition_of_the_format_that_iso_has_is_written_in_its_own_names():
    made = _comment_one(_p(_r("现在开会")), "开会", namespace=STRICT, name="文稿.xml")
    assert _root(made, "word/comments.xml").tag == f"{{{STRICT}}}comments"
    assert _marked(made, "word/文稿.xml") == {"0": "开会"}
    (link,) = _root(made, "word/_rels/文稿.xml.rels")
    assert link.get("Type") == "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"


_RUN = st.lists(
    st.sampled_from(["甲", "乙丙", "<w:tab/>", "<w:noBreakHyphen/>", "丁戊己"]), min_size=1, max_size=4
)


@st.composite
def _bodies(draw):
    paragraphs = []
    for runs in draw(st.lists(st.lists(_RUN, max_size=4), min_size=1, max_size=4)):
        made = [
            "<w:r>" + "".join(x if x[0] == "<" else f"<w:t>{x}</w:t>" for x in run) + "</w:r>" for run in runs
        ]
        at = draw(st.integers(0, len(made)))
        wrapped = f'<w:ins w:id="90" w:author="a">{"".join(made[:at])}</w:ins>' if at else ""
        paragraphs.append(_p(wrapped, *made[at:]))
    return "".join(paragraphs)


@settings(deadline=None)
@given(_bodies(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6))
def test_any_stretches_are_marked_and_the_text_stays(body, spans):
    data = _package(body)
    text = _text(data)
    wanted = [(min(each), max(each)) for each in spans]
    made = with_comments(data, [Remark(start, end, ("看",)) for start, end in wanted], "a.docx")
    assert _text(made) == text
    marked = _marked(made)
    for number, (start, end) in enumerate(wanted):
        assert marked.get(str(number), "") == text[start:end].replace("\n", "")


def test_of_a_real_file_only_what_must_change_does(speeches, tmp_path):
    path = export(speeches, tmp_path / "稿.docx")
    (source,) = read_sources(path)
    found = [each for speech in split(source) for each in check(speech)]
    start = source.text.index("群众盼着")
    found.append(finding("placeholder", source.name, "", "群众盼着", start, start + 4, ""))
    copy = comment_copy(path, found, tmp_path / "审核.docx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy) as new:
        changed = {
            name for name in new.namelist() if name not in old.namelist() or old.read(name) != new.read(name)
        }
    assert changed == {
        "[Content_Types].xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/comments.xml",
    }
    assert read_sources(copy)[0].text == source.text
    assert OpenXmlValidator(security_validation=True).validate(str(copy)).errors == []
    made = docx.Document(str(copy))
    assert {(each.author, each.initials, each.timestamp) for each in made.comments} == {
        ("xuncha_nlp", "审", None)
    }
    marked = _marked(copy.read_bytes())
    assert sorted(marked.values()) == sorted(each.text for each in found if each.start < each.end)
    again = comment_copy(path, found, tmp_path / "又.docx")
    assert again.read_bytes() == copy.read_bytes()


@pytest.mark.parametrize("name", ["chenghu_2020_2023.docx", "chenghu_2021_2025.docx"])
def test_the_sample_compilations_take_comments(name, tmp_path):
    path = Path(__file__).parents[2] / "corpora" / "sample" / name
    (source,) = read_sources(path)
    before = len(OpenXmlValidator().validate(str(path)).errors)
    found = [each for speech in split(source)[:2] for each in check(speech)]
    found.append(finding("placeholder", source.name, "", source.text[40:48], 40, 48, ""))
    copy = comment_copy(path, found, tmp_path / "审核.docx")
    assert read_sources(copy)[0].text == source.text
    assert len(OpenXmlValidator().validate(str(copy)).errors) == before


def test_the_words_of_a_comment_say_how_strong_the_rule_is(speech, tmp_path):
    found = finding("placeholder", "澄湖.txt", "", "讲话", 15, 17, "【】")
    path = tmp_path / "稿.txt"
    path.write_text(speech.source.text, encoding="utf-8")
    copy = comment_copy(path, [found], tmp_path / "审核.docx")
    (comment,) = docx.Document(str(copy)).comments
    lines = comment.text.split("\n")
    assert lines[0].startswith(f"【{found.level}】")
    assert lines[-1] == f"规则：placeholder（{found.basis}）"
    assert _marked(copy.read_bytes()) == {"0": "讲话"}


def test_findings_of_a_text_file_stand_in_what_is_set_of_it(tmp_path):
    text = "\ufeff\n\n　　在澄湖的讲话\n\n　　同志们：\n\n请【待填：人名】讲话。\n\n\n散会。\n"
    path = tmp_path / "稿.txt"
    path.write_text(text, encoding="utf-8")
    (source,) = read_sources(path)
    start = source.text.index("【")
    found = [
        finding("placeholder", "稿.txt", "", "", start, start + len("【待填：人名】"), ""),
        finding("placeholder", "稿.txt", "", "", len(source.text), len(source.text), ""),
    ]
    copy = comment_copy(path, found, tmp_path / "审核.docx", layout="read-aloud")
    assert _marked(copy.read_bytes()) == {"0": "【待填：人名】"}
    assert len(list(docx.Document(str(copy)).comments)) == 2
    assert read_sources(copy)[0].text.split("\n") == [b.text for s in split(source) for b in blocks(s)]


def test_the_original_is_never_written_over(speech, tmp_path):
    path = export(speech, tmp_path / "稿.docx")
    before = path.read_bytes()
    (tmp_path / "链接.docx").symlink_to(path)
    for out in (path, tmp_path / "链接.docx"):
        with pytest.raises(InputError, match="原稿"):
            comment_copy(path, [], out)
    with pytest.raises(InputError, match=r"\.docx"):
        comment_copy(path, [], tmp_path / "审核.pdf")
    assert path.read_bytes() == before


def _bomb():
    return _package(_p(_r("甲")) + "<w:p/>" * 3_000_000)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda data: data[: len(data) // 2], "损坏"),
        (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "密码|WPS|Word"),
        (
            lambda data: data.replace(
                b"PK\x01\x02\x14\x00\x14\x00\x00\x00", b"PK\x01\x02\x14\x00\x14\x00\x01\x00"
            ),
            "密码|损坏",
        ),
        (lambda _: b"", "空"),
    ],
)
def test_bad_input_is_one_line(speech, tmp_path, make, says):
    path = export(speech, tmp_path / "稿.docx")
    bad = make(path.read_bytes())
    assert bad != path.read_bytes()
    path.write_bytes(bad)
    with pytest.raises(InputError, match=says) as caught:
        comment_copy(path, [], tmp_path / "审核.docx")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "审核.docx").exists()


def test_what_inflates_to_more_than_can_be_marked_is_refused():
    with pytest.raises(InputError, match="文件过大"):
        with_comments(_bomb(), [Remark(0, 1, ("看",))], "a.docx")


def test_a_part_that_is_damaged_and_not_read_otherwise():
    data = _package(_p(_r("现在开会")))
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/media/a.png", b"0123456789" * 9)
    broken = target.getvalue().replace(b"0123456789" * 9, b"9123456789" * 9)
    with pytest.raises(InputError, match="损坏"):
        with_comments(broken, [Remark(0, 1, ("看",))], "a.docx")
