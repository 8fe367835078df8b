"""Where speeches begin, what stands above them, and what does not begin one."""

from __future__ import annotations

import dataclasses

import pytest

from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

BODY = (
    "今天召开这次会议，主要任务是总结前一段工作，安排下一步工作，大家要听清楚、记明白、办扎实，会后各单位要抓紧传达学习。\n"
    "一、看清家底\n账要一笔一笔地算。\n二、问清人头\n人要一个一个地问。"
)


def read(text, **metadata):
    source = dataclasses.replace(Source.from_text("a.txt", text), metadata=metadata)
    return split(source)


def headers(text):
    return [(speech.title, speech.date, speech.salutation) for speech in read(text)]


def roles(speech):
    return [(line.role, speech.source.text[line.start : line.end]) for line in speech.header]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "提高站位，压实责任\n——在澄湖区委巡察动员会上的讲话\n（2021年6月3日·城关）\n区委书记　李某某\n同志们：",
            ["title", "subtitle", "date", "byline", "salutation"],
        ),
        (
            "在澄湖区委巡察动员会上的讲话\n（根据录音整理）\n2021年6月3日上午9时\n尊敬的各位领导，\n同志们：",
            ["title", "remark", "date", "salutation", "salutation"],
        ),
        (
            "在澄湖区委巡察动员会上的讲话\n（区委书记 李某某）\n（二〇二一年六月三日）\n同志们：",
            ["title", "byline", "date", "salutation"],
        ),
        (
            "在澄湖区委巡察动员会上的\n讲　话\n中共澄湖区委书记\n李　某\n2021/6/3\n各位代表：\n同志们：",
            ["title", "title", "byline", "byline", "date", "salutation", "salutation"],
        ),
        (
            "在澄湖区委巡察动员会上的讲话\n李某某（区委书记）\n2021-06-03\n同志们！",
            ["title", "byline", "date", "salutation"],
        ),
        ("附件1\n在澄湖区委巡察动员会上的讲话\n2021.6.3\n同志们：", ["label", "title", "date", "salutation"]),
        ("附件1：在澄湖区委巡察动员会上的讲话\n2021.6.3\n同志们：", ["label", "title", "date", "salutation"]),
    ],
)
def test_the_lines_of_a_header_are_told_apart(header, expected):
    (speech,) = read(header + "\n" + BODY)
    assert [role for role, _ in roles(speech)] == expected
    assert speech.date == "2021-06-03"
    assert "讲" in speech.title or speech.title == "提高站位，压实责任"
    assert speech.salutation
    assert len(speech.sections) == 2


def test_several_salutations_are_one():
    (speech,) = read("在动员会上的讲话\n尊敬的各位领导，\n各位来宾：\n同志们：\n" + BODY)
    assert speech.salutation == "尊敬的各位领导，各位来宾，同志们"


def test_a_salutation_in_the_middle_begins_nothing():
    text = (
        "在动员会上的讲话\n同志们：\n"
        + BODY
        + "\n抓好落实\n同志们：\n"
        + BODY
        + "\n谢谢大家！\n下一步打算\n"
        + BODY
    )
    assert headers(text) == [("在动员会上的讲话", None, "同志们")]


@pytest.mark.parametrize(
    "line",
    [
        "一份报告",
        "听取汇报",
        "形成调研报告",
        "思想认识上的差距",
        "向群众作报告",
        "谢谢",
        "谢谢！",
        "作目录",
        "目录",
    ],
)
def test_a_heading_that_looks_like_a_title_begins_nothing(line):
    text = "在动员会上的讲话\n同志们：\n" + BODY + f"\n{line}\n" + BODY
    assert headers(text) == [("在动员会上的讲话", None, "同志们")]


def test_a_signature_begins_nothing_and_its_date_is_the_speech_s():
    text = "关于做好巡察整改工作的通知\n各镇党委：\n" + BODY + "\n中共澄湖区委办公室\n2021年6月3日"
    assert headers(text) == [("关于做好巡察整改工作的通知", "2021-06-03", None)]
    two = text + "\n在动员会上的讲话\n（2022年7月）\n同志们：\n" + BODY
    assert [title for title, *_ in headers(two)] == ["关于做好巡察整改工作的通知", "在动员会上的讲话"]


@pytest.mark.parametrize(
    "between", ["", "----------", "======", "* * *", "\f", "\n\n\n", "附件2", "之二", "【范文二】"]
)
def test_a_compilation_without_a_list_is_split_where_its_titles_stand(between):
    first = "主持词\n（2021年6月）\n同志们：\n" + BODY + "\n散会。"
    second = "表态发言\n各位领导：\n" + BODY + "\n谢谢大家！"
    assert headers(f"{first}\n{between}\n{second}") == [
        ("主持词", "2021-06", "同志们"),
        ("表态发言", None, "各位领导"),
    ]
    speeches = read(f"{first}\n{between}\n{second}")
    assert speeches[0].closing and speeches[1].closing
    assert speeches[0].text.endswith("散会。")


@pytest.mark.parametrize(
    "title",
    ["巡察工作动员令", "在区委巡察工作会议上的汇报提纲", "在整改推进会上的表态发言", "在动员会上的主持词"],
)
def test_titles_of_every_kind_are_titles(title):
    text = "在动员会上的讲话\n同志们：\n" + BODY + f"\n散会。\n{title}\n" + BODY
    assert [found for found, *_ in headers(text)] == ["在动员会上的讲话", title]


@pytest.mark.parametrize(
    ("text", "title", "date"),
    [
        (
            "澄湖区巡察工作办法（试行）\n（2021年6月3日区委常委会会议通过）\n第一条 为了规范巡察，制定本办法。",
            "澄湖区巡察工作办法（试行）",
            "2021-06-03",
        ),
        (
            "中共澄湖区委文件\n澄委发〔2021〕8号\n关于加强巡察工作的意见\n各镇党委：\n要抓紧抓好，抓出成效。\n2021年6月3日",
            "关于加强巡察工作的意见",
            "2021-06-03",
        ),
        (
            "政府工作报告\n——2021年3月5日在澄湖区第八届人民代表大会第一次会议上\n区长　王某某\n各位代表：\n现在报告工作。",
            "政府工作报告",
            "2021-03-05",
        ),
        ("在2021年全区巡察工作会议上的讲话\n同志们：\n开会了。", "在2021年全区巡察工作会议上的讲话", "2021"),
        ("关于2021年财政决算的报告\n各位代表：\n现在报告。", "关于2021年财政决算的报告", None),
        (
            "在2021年全区巡察工作会议上的讲话\n（8月3日）\n同志们：\n开会了。",
            "在2021年全区巡察工作会议上的讲话",
            "2021-08-03",
        ),
        ("同志们：\n开会了，大家请坐。", None, None),
    ],
)
def test_the_title_and_the_date_of_a_single_text(text, title, date):
    ((found, day, _),) = headers(text)
    assert (found, day) == (title, date)


def test_a_date_without_a_year_takes_that_of_the_compilation():
    text = "澄湖区2021年巡察讲话汇编\n在动员会上的讲话\n（6月3日）\n同志们：\n" + BODY
    text += "\n在推进会上的讲话\n（8月）\n同志们：\n" + BODY
    assert [date for _, date, _ in headers(text)] == ["2021-06-03", "2021-08"]


def test_a_speech_without_a_title_above_the_first_title_is_not_lost():
    text = "同志们：\n" + BODY + "\n散会。\n在推进会上的讲话\n（2021年8月）\n同志们：\n" + BODY
    assert [title for title, *_ in headers(text)] == [None, "在推进会上的讲话"]
    text = "前言\n" + text.replace("同志们：\n", "", 1)
    assert [title for title, *_ in headers(text)] == ["在推进会上的讲话"]


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [
        ("同志们：\n开会了。", {"title": "动员讲话", "date": "2021"}, ("动员讲话", "2021")),
        ("政府工作报告\n（2021年3月）\n各位代表：\n报告如下。", {"title": "澄湖区政府工作报告", "date": "2021-03-05"}, ("澄湖区政府工作报告", "2021-03-05")),
        ("在动员会上的讲话\n（2021年3月5日）\n同志们：\n开会。", {"title": "动员", "date": "2021"}, ("在动员会上的讲话", "2021-03-05")),
        ("在动员会上的讲话\n（2021年3月5日）\n同志们：\n开会。", {"title": "", "date": "2020年"}, ("在动员会上的讲话", "2021-03-05")),
        ("下一步打算\n开会了。", {"title": "动员讲话", "date": "2021.0"}, ("动员讲话", "2021")),
        ("同志们：\n开会了。", {"title": "动员讲话", "date": "近日"}, ("动员讲话", None)),
    ],
)  # fmt: skip
def test_what_stands_beside_a_text_completes_its_header(text, metadata, expected):
    (speech,) = read(text, **metadata)
    assert (speech.title, speech.date) == expected


def test_a_text_with_a_title_beside_it_is_one():
    text = "同志们：\n" + BODY + "\n散会。\n表态发言\n同志们：\n" + BODY
    assert len(read(text)) == 2
    assert len(read(text, title="会议记录")) == 1


@pytest.mark.parametrize(
    ("end", "closing"),
    [
        ("我就讲这些，谢谢大家。", "我就讲这些，谢谢大家。"),
        ("我就讲这些。\n散会。", "我就讲这些。\n散会。"),
        ("同志们，让我们一起使劲，把巡察抓出成效！", "同志们，让我们一起使劲，把巡察抓出成效！"),
        ("完了，谢谢！", "完了，谢谢！"),
        (
            "以上意见，请抓好落实。\n今天的会就开到这里，散会！",
            "以上意见，请抓好落实。\n今天的会就开到这里，散会！",
        ),
        ("谢谢大家！\n中共澄湖区委办公室\n2021年6月3日", "谢谢大家！\n中共澄湖区委办公室\n2021年6月3日"),
        ("三、散会以后不能松\n回去就干。", None),
    ],
)
def test_the_closing_words_are_no_section(end, closing):
    (speech,) = read("在动员会上的讲话\n同志们：\n" + BODY + "\n" + end)
    found = speech.closing and speech.source.text[speech.closing.start : speech.closing.end]
    assert found == closing
    assert all(closing is None or section.end <= speech.closing.start for section in speech.walk())


def test_a_title_may_have_a_place_to_be_filled_in() -> None:
    (speech,) = split(
        Source.from_text("a", "在【待填：区名】区委动员会上的讲话\n（2025年3月）\n同志们：\n现在开会。")
    )
    assert (speech.title, speech.date) == ("在【待填：区名】区委动员会上的讲话", "2025-03")
