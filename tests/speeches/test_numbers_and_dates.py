"""Dates, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.numerals import to_han
from xuncha_nlp.sources import fold
from xuncha_nlp.speeches import dates, find_dates, parse_date_line


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


_PIECES = [
    *"0129年月日 -./二〇○*一九八十至",
    "19",
    "20",
    "2019",
    "二〇",
    "一九",
    "年3月",
    "-5",
    "２",
    "\u0661",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=24).map("".join))
def test_looking_where_a_year_begins_finds_what_looking_everywhere_does(text):
    everywhere = [*dates._WRITTEN.finditer(text), *dates._NUMERIC.finditer(text)]
    found = [
        (*match.span(), dates._iso(match)) for match in sorted(everywhere, key=lambda each: each.start())
    ]
    assert list(find_dates(text)) == [each for each in found if each[2]]
