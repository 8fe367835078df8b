"""The gazetteer: what names mean, and that words which are also names of counties are left alone."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from xuncha_nlp.extractors import annotate, gazetteer
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

LINES = files("xuncha_nlp").joinpath("data/gazetteer.txt").read_text(encoding="utf-8").splitlines()


def places(text):
    (speech,) = split(Source.from_text("a.txt", text))
    return [
        (text[each.start : each.end], each.attributes["division"], each.attributes["code"])
        for each in annotate(speech, ["slot"])
        if each.label == "place"
    ]


def test_every_line_is_a_code_and_a_name_and_every_code_lies_in_a_province():
    rows = [line for line in LINES if not line.startswith("#")]
    assert len(rows) > 3_300
    assert all(re.fullmatch(r"-?[1-8]\d{5} [\u4e00-\u9fff]{2,}", row) for row in rows)
    today = [row.split() for row in rows if not row.startswith("-")]
    codes = {code for code, _ in today}
    assert len(codes) == len(today)
    assert all(code[:2] + "0000" in codes for code in codes)
    assert sum(code.endswith("0000") for code in codes) == 34


def test_the_head_says_where_the_data_are_from():
    head = "\n".join(line for line in LINES if line.startswith("#"))
    assert re.search("Ministry of Civil Affairs", head)
    assert re.search(r"\b20\d\d\b", head)
    assert re.search("MIT", head)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在浙江省调研。", ("浙江省", "省", "330000")),
        ("在余杭区调研。", ("余杭区", "县", "330110")),
        ("在乌审旗调研。", ("乌审旗", "县", "150626")),
        ("在昆山市调研。", ("昆山市", "县", "320583")),
        ("到渝北区调研。", ("渝北区", "县", "500112")),
        ("在内蒙古自治区调研。", ("内蒙古自治区", "省", "150000")),
        # Names that are no more.
        ("在江干区调研。", ("江干区", "县", "330104")),
        # What the gazetteer does not have is told by its suffix.
        ("澄湖区变了样。", ("澄湖区", "县", None)),
        ("对望河镇、柳圩镇6家单位巡察。", ("柳圩镇", "乡", None)),
    ],
)
def test_a_place_has_its_level_and_code(text, expected):
    assert expected in places(text)


def test_a_parent_decides_between_counties_of_one_name():
    assert places("在长春市朝阳区开会。")[-1][2] == "220104"
    assert places("到北京市去，再到朝阳区。")[-1][2] == "110105"
    text = "在朝阳区开会。"
    (speech,) = split(Source.from_text("a.txt", text))
    (found,) = (each for each in annotate(speech, ["slot"]) if each.label == "place")
    assert found.attributes["code"] is None
    assert found.attributes["evidence"] == [f"同名 {len(gazetteer.candidates('朝阳区'))} 处"]


def test_the_nearest_parent_decides_where_a_text_names_several():
    found = places("长春市朝阳区先讲，后讲北京市朝阳区。")
    assert [code for _, _, code in found if code and code.endswith(("04", "05"))] == ["220104", "110105"]


def test_a_short_form_means_what_has_it_in_the_text():
    found = places("在余杭区开会。余杭要变样，澄湖区要变样，澄湖也要。")
    assert ("余杭", "县", "330110") in found
    assert ("澄湖", "县", None) in found


@pytest.mark.parametrize(
    "text",
    [
        "坚持和平发展，促进社会安定。",
        "新华书店里人很多。",
        "确保一方平安，做到文明大方。",
        "保安人员要负责，公安机关要配合。",
        "东方市场开了门。",
        "长安街上有车。",
        "新增城市污水处理厂三座。",
        "要办好农村老城区改造，建设新城区。",
        "沿海城市先行。",
        "使城乡居民受益，使城镇变样。",
        "重点镇工作、中心镇工作都要抓。",
    ],
)
def test_words_that_are_also_names_are_no_places(text):
    assert places(text) == []


def test_a_name_that_is_a_word_is_a_place_behind_what_it_lies_in():
    assert ("老城区", "县", "410302") in places("在洛阳市老城区开会。")
    assert places("要把老城区修好。") == []


def test_a_noun_with_its_suffix_opens_a_clause_as_a_name():
    assert places("会前，青石镇工作。")[0][:2] == ("青石镇", "乡")
    assert places("他说，红旗街道做得好。")[0][:2] == ("红旗街道", "乡")


def test_the_gazetteer_is_read_once():
    gazetteer.candidates("余杭区")
    before = gazetteer._read.cache_info().misses
    places("在余杭区、临安区调研。")
    assert gazetteer._read.cache_info().misses == before
