"""Numerals, numbering styles and dates, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.sources import fold
from xuncha_nlp.speeches import find_dates, parse_date_line, styles, write_number
from xuncha_nlp.speeches.lines import Line
from xuncha_nlp.speeches.numbering import find_marks, strip_number
from xuncha_nlp.speeches.numerals import to_han, to_int


@pytest.mark.parametrize("number", range(1, 100))
def test_a_number_written_in_chinese_reads_back(number):
    assert to_int(to_han(number)) == number


@pytest.mark.parametrize(
    ("numeral", "value"), [("两", 2), ("十", 10), ("二十", 20), ("一百零三", 103), ("２１", 21), ("⑳", 20)]
)
def test_numerals_of_every_kind_are_read(numeral, value):
    assert to_int(numeral) == value


def test_what_is_no_numeral_is_refused():
    with pytest.raises(ValueError):
        to_int("甲")


@pytest.mark.parametrize("style", list(styles()))
@pytest.mark.parametrize("number", [1, 2, 9, 10, 11, 20])
def test_a_number_written_in_a_style_is_found_in_that_style(style, number):
    written = write_number(style, number)
    text = fold(f"{written}算清家底")
    marks = [mark for mark in find_marks(Line(0, len(text), text, text), 0) if not mark.inline]
    assert [(mark.style.name, mark.number, mark.start, mark.end) for mark in marks] == [
        (style, number, 0, len(written))
    ]


@pytest.mark.parametrize("style", [name for name, style in styles().items() if not style.points])
def test_the_number_of_a_heading_can_be_stripped(style):
    assert strip_number(fold(f"{write_number(style, 3)}算清家底")) == "算清家底"


@pytest.mark.parametrize("text", ["算清家底", "一是算清家底", "三个组", "2021年"])
def test_what_is_no_heading_number_is_not_stripped(text):
    assert strip_number(text) == text


@settings(max_examples=50, deadline=None)
@given(
    st.dates(
        min_value=__import__("datetime").date(1949, 10, 1),
        max_value=__import__("datetime").date(2099, 12, 31),
    )
)
def test_a_day_written_in_arabic_or_chinese_reads_back(day):
    arabic = f"（{day.year}年{day.month}月{day.day}日）"
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    chinese = f"（{year}年{to_han(day.month)}月{to_han(day.day)}日）"
    for written in (arabic, chinese, f"{day:%Y-%m-%d}", f"{day:%Y.%m.%d}"):
        assert parse_date_line(fold(written)) == day.isoformat()


@pytest.mark.parametrize(
    "text", ["2017年，我们", "在2017年8月的会上", "(2017年13月)", "(2021年2月30日)", "17年8月", "", "二***年"]
)
def test_what_is_no_date_line_has_no_date(text):
    assert parse_date_line(text) is None


def test_dates_inside_prose_carry_their_places():
    text = "二○一九年三月定下，2021年6月18日办完，2022年又看。"
    found = list(find_dates(fold(text)))
    assert [value for *_, value in found] == ["2019-03", "2021-06-18", "2022"]
    assert [text[start:end] for start, end, _ in found] == ["二○一九年三月", "2021年6月18日", "2022年"]
