from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha_nlp.exporters.titles import title_breaks

# The type area of the default layout holds 20 characters of 22 pt.
WIDTH = 156 / 25.4 * 72 / 22


def _lines(title, width=WIDTH):
    edges = [0, *title_breaks(title, width), len(title)]
    return [title[begin:end] for begin, end in pairwise(edges)]


@pytest.mark.parametrize(
    "lines",
    [
        ["在区委第六轮巡察动员部署会上的讲话"],
        ["在中共澄湖区委第三轮巡察工作", "动员部署会议上的讲话"],
        ["在全区巡察工作会议暨六届区委", "第五轮巡察动员部署会上的讲话"],
        ["在学习贯彻《中国共产党巡视工作条例》", "暨巡察干部业务培训班开班式上的讲话"],
        ["提高政治站位　压实整改责任　", "以高质量巡察护航澄湖现代化建设"],
        ["在2024年全区“三资”管理专项整治", "和涉粮问题专项巡察动员部署会议上的讲话"],
    ],
)
def test_titles_are_broken_between_phrases(lines):
    assert _lines("".join(lines)) == lines


@pytest.mark.parametrize(
    "title",
    [
        "在中共澄湖区委关于深入学习贯彻党的二十大精神暨第六届区委第三轮巡察工作动员部署会议上的讲话",
        "在深入贯彻中央八项规定精神学习教育暨澄湖区委巡察整改工作推进会上的讲话",
        "在澄湖区委巡察工作领导小组2025年第2次会议暨听取五届区委第十一轮巡察情况汇报会上的主持词和讲话",
        "关于进一步加强和改进乡镇党委书记向区委巡察工作领导小组报告履行巡察整改第一责任人责任情况制度的意见和说明",
    ],
)
def test_lines_make_a_trapezoid_or_a_rhombus_and_part_no_number_from_its_measure(title):
    lines = _lines(title)
    assert 1 < len(lines) <= 4
    assert "".join(lines) == title
    assert all(len(line) <= WIDTH + 2 for line in lines)
    lengths = [sum(1 if ord(each) > 255 else 0.5 for each in line) for line in lines]
    assert max(lengths) <= WIDTH
    top = lengths.index(max(lengths))
    valley = any(a > b < c for a, b, c in zip(lengths, lengths[1:], lengths[2:], strict=False))
    assert not valley, f"an hourglass: {lengths}, {top}"
    assert min(lengths) >= max(lengths) * 0.4
    for line in lines[:-1]:
        assert not line.endswith(("在", "和", "暨", "第", "2025", "党的"))
    for line in lines[1:]:
        assert not line.startswith(("的", "年", "、", "》", "”"))


def test_what_cannot_be_broken_well_is_left_alone():
    assert title_breaks("A" * 60, WIDTH) == ()
    assert title_breaks("讲" * 200, WIDTH) == ()
    assert title_breaks("", WIDTH) == ()


@given(
    st.text(st.sampled_from("在区委巡察工作会议上的讲话《》“”、，（）　 2025年第三轮A-"), max_size=70),
    st.floats(6, 30),
)
def test_breaks_are_inside_the_title_and_every_line_fits(title, width):
    places = title_breaks(title, width)
    assert list(places) == sorted(set(places))
    assert all(0 < place < len(title) for place in places)
    if places:
        for line in _lines(title, width):
            assert line
            assert sum(0.5 if each.isascii() else 1 for each in line) <= width
