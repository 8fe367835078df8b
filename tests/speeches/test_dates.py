"""Lines that are dates, in any usual form."""

from __future__ import annotations

import pytest

from xuncha_nlp.sources import fold
from xuncha_nlp.speeches import find_dates, parse_date_line


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("二〇一七年八月", "2017-08"),
        ("二零一七年", "2017"),
        ("一九七八年十二月", "1978-12"),
        ("二○○八年五月", "2008-05"),
        ("二ＯＯ八年五月", "2008-05"),
        ("二00八年五月", "2008-05"),
        ("2017-08-03", "2017-08-03"),
        ("2017.8.3", "2017-08-03"),
        ("2017/8/3", "2017-08-03"),
        ("2017.8", "2017-08"),
        ("2017 年 8 月 3 日", "2017-08-03"),
        ("２０１７年８月", "2017-08"),
        ("2017年8月份", "2017-08"),
        ("2017年8月下旬", "2017-08"),
        ("2017年8月底", "2017-08"),
        ("2017年8月3日上午9时", "2017-08-03"),
        ("2017年8月3日下午3点半", "2017-08-03"),
        ("2017年8月3日 9:30", "2017-08-03"),
        ("2017年8月3日（星期四）", "2017-08-03"),
        ("（2017年8月3日　星期四）", "2017-08-03"),
        ("（2017年8月3日·城关）", "2017-08-03"),
        ("（2017年8月3日于澄湖）", "2017-08-03"),
        ("2017年8月3日，澄湖", "2017-08-03"),
        ("2017年8月3日至4日", "2017-08-03"),
        ("发布时间：2017-08-03 10:24", "2017-08-03"),
        ("（2017年8月3日区委常委会会议通过）", "2017-08-03"),
        ("（2017年8月3日区委印发　2017年9月1日起施行）", "2017-08-03"),
    ],
)
def test_a_line_that_is_a_date(line, value):
    assert parse_date_line(fold(line)) == value


@pytest.mark.parametrize(
    "line",
    [
        "（8月3日）", "八月三日", "2017年，我们", "2017年8月3日区委开会", "2017年 全面推进", "2017.85", "3.5", "2013.5亿元",
        "（2017年2月30日）", "农历二〇一七年八月", "二***年", "17年8月", "根据2017年8月3日讲话录音整理", "一月又一月",
    ],
)  # fmt: skip
def test_a_line_that_is_none(line):
    assert parse_date_line(fold(line)) is None


@pytest.mark.parametrize(
    ("line", "value"),
    [("（8月3日）", "2017-08-03"), ("八月三日", "2017-08-03"), ("（8月）", "2017-08"), ("（2月30日）", None)],
)
def test_a_date_without_a_year_takes_the_year_it_is_given(line, value):
    assert parse_date_line(fold(line), year="2017") == value


def test_a_number_is_no_date():
    text = "涨了12017.8.33元，占2017.85%，见2018.3.4"
    assert [(text[start:end], value) for start, end, value in find_dates(text)] == [
        ("2018.3.4", "2018-03-04")
    ]
