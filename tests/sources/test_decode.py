"""Text files in any encoding that is in use: decoded exactly, or refused with the place of the damage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.errors import InputError, XunchaError
from xuncha_nlp.sources import read_sources
from xuncha_nlp.sources.decode import decode

PROSE = "澄湖区委今天开会，大家先听后说，账要一笔一笔算清楚。"
COMMON = st.text(
    alphabet=sorted(set(PROSE + "一二三四五、：；“”（）区镇村社办组长书记同志们的了是要在有")), min_size=12
)
ANY = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("，。、“”（）\n 一1A"),
    min_size=1,
)


@settings(max_examples=50, deadline=None)
@given(ANY, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_text_with_a_mark_or_in_utf8_comes_back_exactly(text, encoding):
    assert decode(text.encode(encoding), "a.txt")[0] == text


@settings(max_examples=50, deadline=None)
@given(COMMON)
def test_common_characters_in_gb18030_come_back_exactly(text):
    assert decode(text.encode("gb18030"), "a.txt") == (text, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised(encoding):
    assert decode((PROSE * 4).encode(encoding), "a.txt") == (PROSE * 4, encoding)


def test_traditional_text_in_big5_is_recognised():
    text = "今天開會，請各位同志先聽後說，帳目要一筆一筆算清楚，鄉鎮與機關都要動起來。" * 4
    assert decode(text.encode("big5"), "a.txt") == (text, "big5")


@pytest.mark.parametrize("text", ["四", "同志们", "一、认识", "在动员会上的讲话"])
def test_a_short_text_in_gb18030_is_not_taken_for_big5(text):
    assert decode(text.encode("gb18030"), "a.txt") == (text, "gb18030")


def test_rare_characters_of_gb18030_come_back():
    text = PROSE * 4 + "㙍𠮷"
    assert decode(text.encode("gb18030"), "a.txt") == (text, "gb18030")


def test_one_damaged_byte_is_named_by_its_position():
    data = bytearray((PROSE * 4).encode())
    data[120] = 0xFF
    with pytest.raises(InputError, match=r"a\.txt 第 121 个字节（第 1 行）不是有效的 utf-8"):
        decode(bytes(data), "a.txt")


def test_a_utf8_file_cut_inside_a_character_is_damaged():
    data = PROSE.encode()[:-1]
    with pytest.raises(InputError, match=f"第 {len(data) - 1} 个字节"):
        decode(data, "a.txt")


def test_utf16_with_half_a_character_at_the_end_is_damaged():
    with pytest.raises(InputError, match="不是有效的 utf-16"):
        decode(PROSE.encode("utf-16")[:-1], "a.txt")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200, 256)) * 8,
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(range(128, 256)) * 8,
        b"PK\x03\x04" + bytes(range(256)),
    ],
    ids=["every byte", "png", "pdf", "zip"],
)
def test_binary_data_is_refused(data):
    with pytest.raises(InputError, match="不是文本文件"):
        decode(data, "a.txt")


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_arbitrary_bytes_are_decoded_or_refused_in_one_line(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "a.txt"
    path.write_bytes(data)
    try:
        source = read_sources(path)[0]
    except XunchaError as error:
        assert "\n" not in str(error)
    else:
        assert source.text.strip()


def test_damage_is_named_by_its_line_and_the_way_out():
    data = ("甲乙丙丁\n" * 5).encode() + b"\xff" + "戊".encode()
    with pytest.raises(InputError, match=r"第 66 个字节（第 6 行）不是有效的 utf-8.*--encoding gb18030"):
        decode(data, "a.txt")


# The encoding that the user gives


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "GBK", "big5", "utf-16", "utf-16-le", "UTF-8-SIG"])
def test_an_encoding_that_is_given_is_used(encoding):
    text = "今天開會，請各位先聽後說。" if encoding == "big5" else PROSE
    assert decode(text.encode(encoding), "a.txt", encoding)[0] == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_mark_is_no_part_of_the_text_whoever_names_the_encoding(encoding):
    assert decode(("\ufeff" + PROSE).encode(encoding), "a.txt", encoding) == (PROSE, encoding)


def test_an_encoding_that_is_given_is_taken_at_its_word():
    """Three characters of UTF-8 are four or five of GB18030: what is asked for is what is read."""
    data = "四个意识".encode()
    assert decode(data, "a.txt", "gb18030")[0] == data.decode("gb18030") != "四个意识"


def test_a_byte_that_the_encoding_given_does_not_have_is_refused():
    data = ("甲\n" * 3).encode("gb18030") + b"\xff\xff"
    with pytest.raises(InputError, match=r"第 10 个字节（第 4 行）不是有效的 gb18030.*--encoding utf-8"):
        decode(data, "a.txt", "gb18030")
    with pytest.raises(InputError, match="不是有效的 ascii"):
        decode(PROSE.encode(), "a.txt", "ascii")


@pytest.mark.parametrize("encoding", ["国标", "utf8x", "rot13", "base64", "hex", " ", "a\0b", "undefined"])
def test_an_unknown_encoding_is_refused_with_examples(encoding):
    with pytest.raises(InputError, match=r"不认识的编码.*常用的有 utf-8、gb18030"):
        decode(PROSE.encode(), "a.txt", encoding)


def test_binary_data_is_no_text_in_the_encoding_given_either():
    with pytest.raises(InputError, match="按 utf-8 读不出文字"):
        decode(b"\x00\x01\x02", "a.txt", "utf-8")


def test_an_encoding_given_reaches_the_reader_and_containers_pass_it_over(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("今天開會".encode("big5"))
    assert read_sources(path, encoding="big5")[0].text == "今天開會"
    table = tmp_path / "a.csv"
    table.write_bytes("title,text\n甲,開會\n".encode("big5"))
    assert read_sources(table, encoding="big5")[0].text == "開會"
