"""Citations: what the text and the list of documents say of a title, judged at the date of the speech."""

from __future__ import annotations

import re

import pytest

from xuncha_nlp.extractors.citations import find_citations
from xuncha_nlp.extractors.documents import document_at, document_named, documents, type_of
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

HEAD = "在澄湖区委巡察动员会上的讲话\n（{}）\n同志们：\n"


def cite(text, date="2021年6月"):
    (speech,) = split(Source.from_text("a.txt", HEAD.format(date) + text))
    return find_citations(speech)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024年2月修订的《甲条例》。", "2024-02"),
        ("2024年2月8日印发的《甲条例》。", "2024-02-08"),
        ("2019年《甲条例》。", "2019"),
        ("2019年版《甲条例》。", "2019"),
        ("2017年5月26日，区委出台了《甲办法》。", "2017-05-26"),
        ("区委办公室2017年印发《甲办法》。", "2017"),
        ("二〇一九年颁布的《甲条例》。", "2019"),
        ("今年修订的《甲条例》。", "2021"),
        ("去年出台《甲条例》。", "2020"),
        ("学《甲条例（2019年修订）》。", "2019"),
        ("学《甲条例（2019年8月修正）》。", "2019-08"),
        ("学《甲条例》（2019年8月25日修订）。", "2019-08-25"),
        ("学《甲办法》（澄委发〔2018〕12号）。", "2018"),
        ("学《甲办法》（澄委发〔2018〕12号，以下简称《办法》）。", "2018"),
        ("学《甲条例》。", None),
        ("2021年我们对照《甲条例》办事。", None),
        ("从2015年到2024年，《甲条例》管用。", None),
        ("2019年修订以后，大家学《甲条例》。", None),
        ("2019年13月的《甲条例》。", None),
        ("学《甲规划（2018－2022年）》。", None),
        ("这是2019年的事。\n《甲条例》管用。", None),
    ],
)
def test_the_date_of_a_document_is_that_of_the_text(text, date):
    assert cite(text)[0].attributes["date"] == date


def test_a_relative_year_needs_the_date_of_the_speech():
    (speech,) = split(Source.from_text("a.txt", "今年修订的《甲条例》。"))
    assert find_citations(speech)[0].attributes["date"] is None


@pytest.mark.parametrize(
    ("text", "speech_date", "version", "status"),
    [
        ("《巡视工作条例》", "2016年5月", "2015-08-03 发布", "现行"),
        ("《中国共产党巡视工作条例》", "2021年6月", "2017-07-01 修改", "现行"),
        ("2015年《中国共产党巡视工作条例》", "2021年6月", "2017-07-01 修改", "已修订"),
        ("2017年修改的《中国共产党巡视工作条例》", "2021年6月", "2017-07-01 修改", "现行"),
        ("《中国共产党巡视工作条例（试行）》", "2021年6月", "2009-07-02 试行", "已废止"),
        ("《中国共产党巡视工作条例（试行）》", "2012年6月", "2009-07-02 试行", "现行"),
        ("2030年修订的《中国共产党巡视工作条例》", "2021年6月", "2017-07-01 修改", None),
        ("《中国共产党问责条例》", "2010年6月", None, None),
        ("《澄湖区巡察办法》", "2021年6月", None, None),
        # The speech says only the year in which the version changed.
        ("《中国共产党巡视工作条例》", "2017年", None, None),
        # Issued in December, in force in January.
        ("《中国共产党纪律处分条例》", "2023年12月25日", "2018-08-18 修订", "现行"),
        ("《中国共产党纪律处分条例》", "2024年1月2日", "2023-12-19 修订", "现行"),
        # The entry is not verified: nothing is said of its status.
        ("《关于加强巡视巡察上下联动的意见》", "2022年6月", "2020 发布", None),
    ],
)
def test_version_and_status_are_those_at_the_date_of_the_speech(text, speech_date, version, status):
    found = cite(f"学习{text}。", speech_date)[0].attributes
    assert (found["version"], found["status"]) == (version, status)


def test_without_a_date_nothing_is_said_of_version_and_status():
    (speech,) = split(Source.from_text("a.txt", "学习《中国共产党巡视工作条例》。"))
    found = find_citations(speech)[0].attributes
    assert (found["known"], found["version"], found["status"]) == (True, None, None)


@pytest.mark.parametrize(
    "definition",
    [
        "（以下简称《条例》）",
        "(以下简称:《条例》)",
        "（简称“条例”）",
        "（2017年修改，以下简称《条例》）",
        "（下称《条例》）",
    ],
)
def test_a_short_name_means_the_document_that_the_text_gave_it_to(definition):
    found = cite(f"学习《中国共产党巡视工作条例》{definition}。\n对照《条例》办。")
    assert found[-1].label == "条例"
    assert found[-1].attributes["document"] == "中国共产党巡视工作条例"
    assert found[-1].attributes["known"]


def test_a_short_name_without_a_definition_is_not_known():
    for label in ("条例", "准则", "办法", "意见"):
        before, after = cite(f"对照《{label}》办。\n学《中国共产党巡视工作条例》（以下简称《{label}》）。")[
            :2
        ]
        assert before.attributes["document"] == label
        assert not before.attributes["known"]
        assert after.attributes["known"]


def test_the_date_of_a_document_goes_with_its_short_name():
    found = cite("学习2015年《中国共产党巡视工作条例》（以下简称《条例》）。\n对照《条例》办。")
    assert [each.attributes["status"] for each in found] == ["已修订"] * 3


def test_a_document_of_the_place_may_have_a_short_name_too():
    last = cite("印发《澄湖区委巡察工作办法》（以下简称《办法》）。\n《办法》共五章。")[-1].attributes
    assert (last["document"], last["type"], last["known"]) == ("澄湖区委巡察工作办法", "办法", False)


def test_inner_titles_are_listed_once_each():
    (found,) = cite("学《关于印发〈甲办法〉和〈乙细则〉的通知》。")
    assert found.attributes["inner"] == ["甲办法", "乙细则"]
    assert found.attributes["type"] == "通知"


def test_a_title_with_brackets_of_another_keyboard_is_the_same():
    (found,) = cite("学≪中国共产党巡视工作条例≫。")
    assert found.label == "中国共产党巡视工作条例"
    assert found.attributes["known"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("甲办法", "办法"), ("甲办法（试行）", "办法"), ("甲实施细则", "细则"), ("甲法", "法律"), ("民法典", "法律"),
        ("党章", "章程"), ("工作方法", None), ("好做法", None), ("甲纲要（2021－2025年）", "纲要"),
        ("决战到底", None), ("习近平谈治国理政", "书"), ("澄湖日报", "报刊"), ("甲建议书", "建议"), ("", None),
    ],
)  # fmt: skip
def test_the_type_is_what_the_title_ends_in(title, kind):
    assert type_of(title) == kind


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("党章", "中国共产党章程"),
        ("宪法", "中华人民共和国宪法"),
        ("监察法", "中华人民共和国监察法"),
        ("问责条例", "中国共产党问责条例"),
        ("中共中央办公厅关于市县党委建立巡察制度的意见", "关于市县党委建立巡察制度的意见"),
        ("中国共产党党内监督条例(试行)", "中国共产党党内监督条例（试行）"),
        ("中国共产党纪律处分条例（2018年修订）", "中国共产党纪律处分条例"),
        ("关于修改<中国共产党巡视工作条例>的决定", None),
        ("章程", None),
        ("条例", None),
    ],
)
def test_a_document_is_known_by_its_usual_names(title, name):
    found = document_named(title)
    assert (found.name if found else None) == name


# What we ship.


def test_at_least_sixty_documents_are_shipped():
    assert len(documents()) >= 60
    assert sum(each.verified for each in documents()) >= 60


@pytest.mark.parametrize("entry", documents(), ids=lambda entry: entry.name)
def test_a_shipped_document_is_consistent(entry):
    dates = [each.begins for each in entry.versions]
    assert dates == sorted(dates)
    assert all(each.date <= each.begins for each in entry.versions)
    assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", each.date) for each in entry.versions)
    assert all(
        each.action in ("通过", "发布", "试行", "修订", "修正", "修改", "废止") for each in entry.versions
    )
    repealed = entry.versions[-1].action == "废止"
    assert repealed == bool(entry.superseded_by)
    assert not repealed or document_named(entry.superseded_by) is not None
    assert not entry.verified or entry.source
    assert type_of(entry.name) is not None
    for name in (entry.name, *entry.aliases):
        assert document_named(name) is entry
    last = document_at(entry.name, "2999-01-01").status
    assert last == (None if not entry.verified else "已废止" if repealed else "现行")
