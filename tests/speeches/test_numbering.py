"""Numerals and numbering styles, one by one."""

from __future__ import annotations

import itertools

import cn2an
import pytest

from xuncha_nlp.errors import DataError
from xuncha_nlp.numerals import to_han, to_int
from xuncha_nlp.sources import Source, fold
from xuncha_nlp.speeches import numbering, split, styles, write_number
from xuncha_nlp.speeches.lines import Line
from xuncha_nlp.speeches.numbering import begins_with_number, find_all_marks, find_marks, strip_number

# How far the signs of a style go; no style of words or signs is written further than that.
_END = {"㈠": 10, "Ⅰ": 12, "首先，": 3}
_FIRM = [name for name, style in styles().items() if not (style.points or style.run)]


def _line(text):
    return Line(0, len(text), fold(text), text)


def _found(text):
    return [(mark.style.name, mark.number, mark.start, mark.inline) for mark in find_marks(_line(text), 0)]


@pytest.mark.parametrize("number", range(1, 130))
def test_a_number_written_in_chinese_reads_back(number):
    assert to_int(to_han(number)) == number


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("两", 2), ("十", 10), ("二十", 20), ("一百零三", 103), ("一千二百六十", 1260), ("２１", 21), ("⑳", 20), ("㉟", 35),
     ("㊿", 50), ("⑿", 12), ("⒛", 20), ("㈩", 10), ("Ⅻ", 12), ("C", 3)],
)  # fmt: skip
def test_numerals_of_every_kind_are_read(numeral, value):
    assert to_int(numeral) == value


def test_what_is_read_without_the_library_is_what_the_library_reads():
    signs = "〇零一二三四五六七八九"
    years = map("".join, itertools.product("〇一二", signs, signs[1:4], signs))
    numerals = [*signs, "两", *map(to_han, range(10, 100)), "一十", "一十二", *years]
    assert [to_int(each) for each in numerals] == [int(cn2an.cn2an(each, "normal")) for each in numerals]


# The library stumbles at the last three.
@pytest.mark.parametrize("numeral", ["甲", "", "三四五六百", "二十〇", "零十一", "两十零"])
def test_what_is_no_numeral_is_refused(numeral):
    with pytest.raises(ValueError):
        to_int(numeral)


@pytest.mark.parametrize("style", list(styles()))
@pytest.mark.parametrize("number", [1, 2, 3, 9, 10, 11, 20])
def test_a_number_written_in_a_style_is_found_in_that_style(style, number):
    if number > _END.get(style, number):
        pytest.skip("the signs of this style do not go so far")
    written = write_number(style, number)
    marks = [mark for mark in find_marks(_line(f"{written}算清家底"), 0) if not mark.inline]
    assert [(mark.style.name, mark.number, mark.start, mark.end) for mark in marks] == [
        (style, number, 0, len(written.rstrip(" ") if style.startswith("1.1") else written))
    ]


@pytest.mark.parametrize(
    ("style", "number", "written"),
    [
        ("㈠", 11, "（11）"),
        ("①", 51, "（51）"),
        ("首先，", 4, "第四，"),
        ("第一条", 120, "第一百二十条　"),
        ("A.", 26, "Z."),
    ],
)
def test_beyond_its_signs_a_style_goes_on_in_a_way_that_can_be_read(style, number, written):
    assert write_number(style, number) == written


@pytest.mark.parametrize("style", _FIRM)
def test_the_number_of_a_heading_can_be_stripped(style):
    assert strip_number(fold(f"{write_number(style, 3)}算清家底")) == "算清家底"


@pytest.mark.parametrize(
    "text",
    ["算清家底", "一是算清家底", "三个组", "2021年", "1.5公里", "第十四届", "首先,看人", "第三条规定了什么"],
)
def test_what_is_no_heading_number_is_not_stripped(text):
    assert strip_number(text) == text


@pytest.mark.parametrize(
    "style", [name for name, style in styles().items() if style.pattern and not style.words]
)
def test_a_line_with_a_firm_number_begins_with_one(style):
    assert begins_with_number(fold(f"{write_number(style, 2)}算清家底"))


@pytest.mark.parametrize(
    "text",
    ["", "算清家底", "一些单位没有账", "二〇一七年的账", "2017.8 是日子", "3个月看了两遍", "100、200都是整数", "第一时间报告",
     "第一书记到了", "第十四届村委会", "首先感谢大家", "首先，感谢大家", "最后，希望大家", "一、二、三产业都要查到", "1、2、3号楼",
     "1.5亿元", "十一放假", "（2017年）", "第三条规定的事项", "一来一往", "看（一）项"],
)  # fmt: skip
def test_a_line_that_merely_begins_with_a_numeral_begins_with_no_number(text):
    assert not begins_with_number(fold(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("做到:①看近;②看远", [("①", 1, 3, True), ("①", 2, 7, True)]),
        ("做到： １．看近", [("1.", 1, 4, True)]),
        ("说两句。第一，一是看", [("第一，", 1, 4, True), ("一是", 1, 7, True)]),
        ("一、看人：一是近", [("一、", 1, 0, False), ("一是", 1, 5, True)]),
        ("（十二）、看人", [("（一）", 12, 0, False)]),
        ("按第三条第（一）项", []),
        ("共1.看近", []),
    ],
)
def test_numbers_are_found_where_they_stand(text, expected):
    assert _found(text) == expected


def test_many_lines_at_once_give_what_each_gives_alone():
    texts = [
        "一、看人：一是近，二是远。",
        "看。",
        "。（1）看",
        "首先，看；其次，看",
        "第一条　看",
        "1.1 看",
        "一、二、三产",
    ]
    view, lines = "", []
    for text in texts:
        start = len(view) + 2
        view += "  " + fold(text) + "\n"
        lines.append(Line(start, start + len(text), fold(text), text))
    alone = [mark for index, line in enumerate(lines) for mark in find_marks(line, index)]
    assert len(alone) > len(texts)
    assert find_all_marks(view, lines) == alone
    assert find_all_marks(view, []) == []


def test_numbering_styles_say_which_run_they_may_go_on_in():
    named = styles()
    assert {each.joined_by for each in named.values() if each.joined_by} <= set(named)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"name": "壹", "pattern": "壹、", "write": "{n}", "rank": 1, "points": False}, "没有写明数字的位置"),
        ({"name": "壹", "write": "{n}", "rank": 1, "points": False}, "没有写明数字的位置"),
        ({"name": "壹", "pattern": "{han}", "rank": 1, "points": False}, "缺少 write"),
        (
            {"name": "壹", "pattern": "{han}", "write": "{n}", "rank": 1, "points": False, "tone": 1},
            "不认识的键 tone",
        ),
    ],
)
def test_a_style_that_breaks_the_schema_is_refused(record, problem, monkeypatch):
    monkeypatch.setattr(numbering, "load_toml", lambda _: {"style": [record]})
    with pytest.raises(DataError, match=problem):
        styles.__wrapped__()


def test_a_numeral_that_is_none_begins_no_section():
    text = "在动员会上的讲话\n同志们：\n一、认识\n二十〇、任务\n二、人手"
    (speech,) = split(Source.from_text("a.txt", text))
    assert [section.heading for section in speech.sections] == ["认识", "人手"]


def test_the_numerals_that_we_write_ourselves_are_those_of_the_library():
    assert [to_han(number) for number in range(1, 100)] == [cn2an.an2cn(number) for number in range(1, 100)]
