"""Reading .docx: all of the text in reading order, and nothing that was made to harm."""

from __future__ import annotations

import io
import subprocess
import sys
import tracemalloc
import zipfile
import zlib

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from xuncha_nlp.errors import InputError
from xuncha_nlp.sources import read_sources


def packed(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def changed(data, part, change):
    """The same package with one part changed, or left out where ``change`` returns None."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = change(old.read(name)) if name == part else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def good():
    document = docx.Document()
    document.add_paragraph("一、算清家底")
    document.add_paragraph("先摆情况。")
    return packed(document)


@pytest.fixture
def read(tmp_path):
    def _read(data):
        path = tmp_path / "a.docx"
        path.write_bytes(data)
        return read_sources(path)[0]

    return _read


def test_each_paragraph_is_a_line(read, good):
    source = read(good)
    assert source.text == "一、算清家底\n先摆情况。"
    assert source.encoding == "docx"
    assert source.media_type.endswith("wordprocessingml.document")


def test_table_cells_stand_in_reading_order_between_the_paragraphs(read):
    document = docx.Document()
    document.add_paragraph("表前")
    table = document.add_table(2, 2)
    for index, text in enumerate(("甲", "乙", "丙", "丁")):
        table.cell(index // 2, index % 2).text = text
    document.add_paragraph("表后")
    assert read(packed(document)).text.split("\n") == ["表前", "甲", "乙", "丙", "丁", "表后"]


def test_a_merged_cell_is_read_once(read):
    document = docx.Document()
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "合并"
    assert read(packed(document)).text.count("合并") == 1


def test_a_table_inside_a_table_is_read(read):
    document = docx.Document()
    outer = document.add_table(1, 1).cell(0, 0)
    outer.text = "外层"
    outer.add_table(1, 1).cell(0, 0).text = "内层"
    assert read(packed(document)).text.split() == ["外层", "内层"]


def test_a_line_break_is_a_line_break(read):
    document = docx.Document()
    paragraph = document.add_paragraph("在澄湖区委动员会上的")
    paragraph.add_run().add_break()
    paragraph.add_run("讲话")
    assert read(packed(document)).text == "在澄湖区委动员会上的\n讲话"


def test_automatic_numbers_are_read(read):
    document = docx.Document()
    document.add_paragraph("看人", style="List Number")
    document.add_paragraph("看事", style="List Number")
    assert read(packed(document)).text == "1.看人\n2.看事"


def numbered(levels, paragraphs, starts=()):
    """A document with one list definition; a paragraph is (list, level, text), list 0 is none."""
    document = docx.Document()
    written = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    part = document.part.numbering_part.element
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="70">{written}</w:abstractNum>'))
    for name in sorted({each[0] for each in paragraphs} - {0}):
        override = (
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if name in starts else ""
        )
        part.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="70"/>{override}</w:num>'
            )
        )
    for name, level, text in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>')
        )
    return packed(document)


OFFICIAL = [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")]


def test_automatic_numbers_of_three_levels_are_those_that_word_shows(read):
    levels = [
        (70, 0, "认识"),
        (70, 1, "形势"),
        (70, 1, "责任"),
        (70, 2, "书记"),
        (70, 0, "任务"),
        (70, 1, "重点"),
    ]
    assert read(numbered(OFFICIAL, levels)).text.split("\n") == [
        "一、认识", "（一）形势", "（二）责任", "1.书记", "二、任务", "（一）重点",
    ]  # fmt: skip


def test_text_between_numbered_paragraphs_does_not_stop_the_count(read):
    levels = [(70, 0, "认识"), (0, 0, "正文。"), (70, 0, "任务")]
    assert read(numbered(OFFICIAL, levels)).text == "一、认识\n正文。\n二、任务"


def test_a_list_of_the_same_definition_goes_on_unless_it_says_where_it_starts(read):
    levels = [(70, 0, "甲"), (70, 0, "乙"), (71, 0, "丙")]
    assert read(numbered(OFFICIAL, levels)).text.endswith("三、丙")
    assert read(numbered(OFFICIAL, levels, starts=(71,))).text.endswith("一、丙")


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("decimal", "%1.", "2."),
        ("decimal", "第%1条", "第2条 "),
        ("decimalFullWidth", "%1．", "２．"),
        ("decimalEnclosedCircleChinese", "%1", "②"),
        ("upperLetter", "%1)", "B)"),
        ("chineseCounting", "第%1，", "第二，"),
        ("bullet", "●", ""),
        ("none", "", ""),
    ],
)
def test_a_number_is_written_in_the_format_of_its_level(read, form, text, shown):
    assert read(numbered([(form, text)], [(70, 0, "甲"), (70, 0, "乙")])).text.endswith(f"\n{shown}乙")


def test_an_outer_number_that_no_paragraph_has_counts_from_its_start(read):
    levels = [("decimal", "%1"), ("decimal", "%1.%2、")]
    assert read(numbered(levels, [(70, 1, "甲"), (70, 1, "乙")])).text == "1.1、甲\n1.2、乙"


def test_a_list_that_is_not_defined_has_no_numbers(read):
    assert read(numbered(OFFICIAL, [(0, 0, "甲")])).text == "甲"


def test_a_text_box_is_read(read, good):
    box = (
        '<w:p><w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p><w:r>'
        "<w:t>框中字</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    )
    data = changed(
        good, "word/document.xml", lambda xml: xml.replace(b"<w:sectPr", box.encode() + b"<w:sectPr", 1)
    )
    assert "框中字" in read(data).text


def test_half_a_file_is_damaged(read, good):
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(good[: len(good) // 2])


def test_text_under_the_name_of_a_docx_is_refused(read):
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read("一、算清家底".encode())


def test_an_archive_without_a_document_part_is_refused(read, good):
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(changed(good, "word/document.xml", lambda _: None))


def test_an_archive_of_something_else_is_refused(read):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(buffer.getvalue())


def test_broken_xml_is_refused(read, good):
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(changed(good, "word/document.xml", lambda xml: xml[:-30]))


def test_a_part_with_a_wrong_checksum_is_refused(read, good):
    data = bytearray(good)
    data[good.find(b"word/document.xml") + 60] ^= 0xFF
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(bytes(data))


def test_an_archive_that_would_unpack_beyond_the_limit_is_refused_unopened(read, good):
    declared = (300 * 1024 * 1024).to_bytes(4, "little")
    data = bytearray(good)
    entry = data.find(b"PK\x01\x02")  # the first record of the central directory; its size is at 24
    data[entry + 24 : entry + 28] = declared
    with pytest.raises(InputError, match=r"展开后过大：a\.docx（300\.\d MB）"):
        read(bytes(data))


def test_an_archive_of_too_many_members_is_refused(read):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for index in range(10_001):
            archive.writestr(str(index), b"")
    with pytest.raises(InputError, match="展开后过大"):
        read(buffer.getvalue())


@pytest.mark.parametrize("where", ["external", "internal"])
def test_a_document_with_entities_is_refused_and_reads_no_other_file(read, good, tmp_path, where):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    entity = f'SYSTEM "{secret.as_uri()}"' if where == "external" else f'"{"x" * 100}"'
    start = f'<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x {entity}>]>'.encode()

    def with_entity(xml):
        return start + xml.split(b"?>", 1)[1].replace("先摆情况。".encode(), "&x;先摆情况。".encode())

    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx") as caught:
        read(changed(good, "word/document.xml", with_entity))
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/numbering.xml", "_rels/.rels", "word/_rels/document.xml.rels"]
)
def test_a_part_with_a_document_type_is_refused(read, part):
    document = docx.Document()
    document.add_paragraph("看人", style="List Number")

    def declared(xml):
        head, _, rest = xml.partition(b"?>")
        return head + b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + rest

    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(changed(packed(document), part, declared))


@pytest.mark.parametrize("part", ["docProps/core.xml", "word/settings.xml", "word/theme/theme1.xml"])
def test_a_part_that_holds_no_text_is_never_opened(read, good, part):
    assert read(changed(good, part, lambda _: b"<!DOCTYPE x SYSTEM 'file:///dev/zero'>&x;")).text


def test_a_part_that_inflates_to_more_than_it_declares_is_stopped_there(read, good):
    """The central directory says a hundred bytes; behind them are sixty-four megabytes."""
    bomb = b"<w:document><!--" + b" " * (64 * 1024 * 1024) + b"--></w:document>"
    data = bytearray(changed(good, "word/document.xml", lambda _: bomb[:100]))
    squeezed = zlib.compressobj(9, zlib.DEFLATED, -15)
    inflating = squeezed.compress(bomb) + squeezed.flush()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(bytes(data))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, inflating if name == "word/document.xml" else old.read(name))
    lying = bytearray(buffer.getvalue())
    # In the central directory: the method is deflated, the unpacked size 100.
    entry = lying.rfind(b"word/document.xml") - 46
    lying[entry + 10 : entry + 12] = (8).to_bytes(2, "little")
    lying[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    tracemalloc.start()
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(bytes(lying))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_an_encrypted_archive_is_named_as_one(read, good):
    data = bytearray(good)
    entry = data.find(b"PK\x01\x02")
    while entry >= 0:
        data[entry + 8] |= 1
        entry = data.find(b"PK\x01\x02", entry + 4)
    with pytest.raises(InputError, match="文件有密码"):
        read(bytes(data))


def test_a_document_with_a_password_is_named_as_one(read):
    with pytest.raises(InputError, match="文件有密码"):
        read(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(500)
            + "EncryptedPackage".encode("utf-16-le")
            + bytes(600)
        )


def test_every_truncation_is_refused(read, good):
    for share in range(1, 20):
        with pytest.raises(InputError):
            read(good[: len(good) * share // 20])


def test_elements_nested_without_end_are_refused(read, good):
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(
            changed(
                good,
                "word/document.xml",
                lambda xml: xml.replace(b"<w:p>", b"<w:sdt>" * 100_000 + b"<w:p>", 1),
            )
        )


def test_a_document_of_another_kind_is_refused(read, good):
    with pytest.raises(InputError, match=r"文件损坏或不是 \.docx"):
        read(changed(good, "word/document.xml", lambda _: b"<workbook><sheets/></workbook>"))


@pytest.mark.skipif(sys.platform != "linux", reason="a process tells the most memory that it had under /proc")
def test_a_hundred_thousand_paragraphs_take_little_memory(tmp_path, good):
    paragraph = "<w:p><w:r><w:t>各级党组织要把账算清楚。</w:t></w:r></w:p>".encode()
    body = paragraph * 100_000 + b"<w:sectPr"
    path = tmp_path / "a.docx"
    path.write_bytes(changed(good, "word/document.xml", lambda xml: xml.replace(b"<w:sectPr", body, 1)))
    program = (
        "import re, sys, time; from pathlib import Path; from xuncha_nlp.sources import read_sources\n"
        "text = read_sources(Path(sys.argv[1]))[0].text\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(text.count('\\n'), time.process_time(), re.search(r'VmHWM:\\s+(\\d+)', status)[1])"
    )
    result = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    lines, seconds, kilobytes = result.stdout.split()
    assert int(lines) == 100_001
    # 3 s and 60 MB where this was written: of the body, a paragraph at a time is in memory.
    assert float(seconds) < 40
    assert int(kilobytes) < 150 * 1024
