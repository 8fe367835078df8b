from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha_nlp.exporters.blocks import blocks
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split
from xuncha_nlp.speeches.lines import read_lines


def test_every_line_has_its_role(speech):
    assert [(block.role, block.level, block.style) for block in blocks(speech)] == [
        ("title", 0, ""),
        ("title", 0, ""),
        ("date", 0, ""),
        ("byline", 0, ""),
        ("salutation", 0, ""),
        ("body", 0, ""),
        ("heading1", 1, "一、"),
        ("heading2", 2, "（一）"),
        ("heading2", 2, "（一）"),
        ("heading3", 3, "1."),
        ("heading3", 3, "1."),
        ("heading4", 4, "（1）"),
        ("heading4", 4, "（1）"),
        ("heading1", 1, "一、"),
        ("body", 0, ""),  # 一是, 二是: enumerating words are set like body text
        ("body", 0, ""),
        ("closing", 0, ""),
    ]


def test_the_lead_is_the_heading_with_number_and_punctuation(speech):
    leads = [block.text[: block.lead] for block in blocks(speech) if block.lead]
    assert leads == [
        "一、把准方向，弄清“为什么巡”",
        "（一）看清形势。",
        "（二）扛起责任",
        "1.书记带头。",
        "2.班子跟上。",
        "（1）分工到人。",
        "（2）逐项销号。",
        "二、抓住要害，解决“怎么巡”",
    ]


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("一、认清形势。", "一、认清形势。"),
        ("一、认清形势，", "一、认清形势，"),
        ("一、认清形势：", "一、认清形势："),
        ("一、为什么要巡察？因为需要。", "一、为什么要巡察？"),
        ("一、他问“为什么巡？”我说需要。", "一、他问“为什么巡？”"),
        ("一、 认清形势!后文", "一、 认清形势!"),
        ("一、认清形势；后文", "一、认清形势；"),
    ],
)
def test_where_a_heading_ends(read_text, line, lead):
    (speech,) = read_text(f"在澄湖的讲话\n同志们：\n{line}\n二、任务\n散会。")
    block = blocks(speech)[2]
    assert block.role == "heading1"
    assert block.text[: block.lead] == lead
    assert block.is_heading == (lead == line)
    assert block.is_run_in == (lead != line)


def test_a_fifth_level_is_set_like_the_fourth(read_text):
    lines = ["在澄湖的讲话", "一、甲事", "（一）乙事", "1.丙事", "（1）丁事", "①戊事"]
    (speech,) = read_text("\n".join(lines))
    last = blocks(speech)[-1]
    assert (last.role, last.level, last.style) == ("heading4", 5, "①")


_LINE = st.text(
    st.sampled_from("巡察工作澄湖讲话同志们一二三四是要、，。：；（）()“”1.2* \t\u3000\u00a0\ufeff\u2003"),
    max_size=14,
)


@given(st.lists(_LINE, max_size=25), st.sampled_from(["\n", "\r\n", "\n\n", "\u2028"]))
def test_every_line_is_exactly_one_block_and_replays(lines, ending):
    source = Source.from_text("a.txt", ending.join(lines))
    for speech in split(source):
        found = blocks(speech)
        expected = [line for line in read_lines(source) if speech.start <= line.start < speech.end]
        assert [(block.start, block.end, block.text) for block in found] == [
            (line.start, line.end, line.raw) for line in expected
        ]
        for block in found:
            assert source.text[block.start : block.end] == block.text
            assert 0 <= block.lead <= len(block.text)
            assert bool(block.lead) == block.role.startswith("heading") == bool(block.level)
