"""Reading Markdown: the marks go, the text and its lines stay."""

from __future__ import annotations

import time

import pytest

from xuncha_nlp.errors import InputError
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split


@pytest.fixture
def read(read_bytes):
    def _read(text: str) -> Source:
        return read_bytes("a.md", text)[0]

    return _read


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("# 在动员会上的讲话 #\n## 一、**认识**\n", "在动员会上的讲话\n一、认识"),
        ("标题\n===\n正文", "标题\n正文"),
        ("甲\n乙\n\n丙  \n丁\\\n戊", "甲\n乙\n丙\n丁\n戊"),
        ("    缩进四格\n\n\t制表缩进\n\n　　缩进两字", "缩进四格\n制表缩进\n缩进两字"),
        ("1. 甲\n2. 乙\n\n5. 戊\n", "1. 甲\n2. 乙\n5. 戊"),
        ("3) 丙", "3) 丙"),
        ("- 甲\n* 乙\n+ 丙", "甲\n乙\n丙"),
        ("> 引用\n> 一行", "引用\n一行"),
        ("见[条例](http://a/b \"题\")和<http://a>", "见条例和http://a"),
        ("见[条例][1]\n\n[1]: http://a", "见条例"),
        ("![图](a.png)甲", "甲"),
        ("~~旧~~`码`&mdash;\\*星\\*", "旧码—*星*"),
        ("张**同志和李**书记", "张同志和李书记"),
        ("** 同志", "** 同志"),
        ("甲<br>乙<span>丙</span>", "甲\n乙丙"),
        ("<div>\n<p>甲</p><script>x</script>\n</div>\n\n乙", "甲\n乙"),
        ("|姓名|职务|\n|-|-|\n|林|书记|", "姓名\n职务\n林\n书记"),
        ("```\n原样 **\n```", "原样 **"),
        ("一、甲\n\n---\n\n二、乙", "一、甲\n二、乙"),
    ],
)  # fmt: skip
def test_marks_are_no_text(read, page, text):
    assert read(page).text == text


def test_front_matter_goes_into_the_metadata(read):
    source = read(
        '---\ntitle: "讲话"\ndate: 2024-03\n文种: 动员讲话\ntags:\n  - 巡察\n作者: 林若谷\n---\n正文'
    )
    assert source.text == "正文"
    assert source.metadata == {"title": "讲话", "date": "2024-03", "genre": "动员讲话", "作者": "林若谷"}


def test_footnotes_are_left_out_and_counted(read):
    source = read("先看账[^1]，再看人[^2]。\n\n[^1]: 见《账本》 第一页\n[^2]: 见名册\n")
    assert source.text == "先看账，再看人。"
    assert [note.message for note in source.notes] == ["有 2 条脚注，未计入正文"]


def test_the_outline_is_read_from_the_headings(read):
    speech = split(
        read(
            "# 在动员会上的讲话\n（2024年3月）\n\n同志们：\n\n## 一、**认识**\n\n### （一）形势\n\n文。\n\n## 二、任务\n"
        )
    )[0]
    assert [each.heading for each in speech.sections] == ["认识", "任务"]
    assert [each.heading for each in speech.sections[0].children] == ["形势"]


@pytest.mark.parametrize("page", [">" * 10_000, "> " * 10_000, "- " * 5_000, "1. " * 5_000])
def test_quotes_and_lists_nested_without_end_are_refused_in_time(read, page):
    start = time.process_time()
    with pytest.raises(InputError, match="嵌套过深"):
        read(page + "深处")
    assert time.process_time() - start < 10


def test_twenty_quotes_in_each_other_are_read(read):
    assert read("> " * 20 + "深处").text == "深处"


@pytest.mark.parametrize("marks", ["![[", "_a_ **b ", "*a ", "<", "`a``"])
def test_a_paragraph_of_nothing_but_marks_is_refused_in_time(read, marks):
    start = time.process_time()
    with pytest.raises(InputError, match="标记符号过多"):
        read(marks * 50_000)
    assert time.process_time() - start < 10
