"""What is said of numbers that do not add up, and that nothing is said of those that do."""

from __future__ import annotations

import pytest

HEADER = "在澄湖区委巡察动员会上的讲话\n（2021年6月）\n同志们：\n"


@pytest.fixture
def notes(read):
    def _notes(body):
        (speech,) = read(HEADER + body)
        return [(note.rule.removeprefix("numbering-"), note.message) for note in speech.notes]

    return _notes


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一、看人\n三、看事", [("gap", "编号不连续：“一、”之后是“三、”")]),
        ("一、看人\n二、看事\n二、看物", [("duplicate", "编号重复：有两个“二、”")]),
        ("一、看人\n二、看事\n三、看物\n二、看钱", [("order", "编号倒退：“三、”之后是“二、”")]),
        ("一、看人\n二、看事\n一、看大\n二、看小", [("restart", "编号重新开始：“二、”之后是“一、”")]),
        ("二、看人\n三、看事", [("gap", "编号不从头起：全文第一个是“二、”")]),
        ("一、看人\n（二）看近", [("gap", "编号不从头起：“一、”之下第一个是“（二）”")]),
        (
            "一、看人\n（一）看近\n（二）看远\n二、看事\n（三）看大",
            [("continued", "编号跨层接续：“二、”之下从“（三）”编起，接着前一层的“（二）”")],
        ),
        ("一、看人\n二．看事\n三、看物", [("mixed", "同级编号样式不一：“一、”之后是“二．”")]),
        (
            "一、看人\n（一）看近\n1.看左\n（二）看远\n二、看事\n1.看大\n2.看小",
            [("jump", "层次跳级：“二、”之下直接是“1.”，别处中间还有“（一）”一级")],
        ),
        ("一、看人\n一是看近。\n二是看远。\n四是看中。", [("gap", "编号不连续：“二是”之后是“四是”")]),
        ("一、看人\n做到：一是看近，二是看远，二是看中。", [("duplicate", "编号重复：有两个“二是”")]),
        (
            "第一章　总则\n第一条　看人。\n第二章　附则\n第三条　看事。",
            [("gap", "编号不连续：“第一条”之后是“第三条”")],
        ),
    ],
)
def test_a_slip_of_numbering_is_reported(body, expected, notes):
    assert notes(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "没有编号的讲话。\n只有两段。",
        "一、看人\n（一）看近\n（二）看远\n二、看事\n（一）看大\n（二）看小",
        "一、看人\n1、看近\n2、看远\n二、看事",
        "一、看人\n一要快，二要细。\n一要勤，二要稳。\n二、看事\n一是看大，二是看小。",
        "第一章　总则\n第一条　看人。\n第二条　看事。\n第二章　附则\n第三条　看物。",
        "第一编　总则\n第一章　由来\n第二编　分则\n第二章　进驻",
        "1.看人\n1.1 看近\n1.2 看远\n2.看事\n2.1 看大\n2.2 看小",
        "（一）看人\n（二）看事\n一、看大\n二、看小\n（三）看物",
        "一、看人\n首先，看近。\n其次，看远。\n最后，看中。\n二、看事",
        "一、看人\n一、二季度偏慢。\n三、四季度要赶。\n二、看事",
    ],
)
def test_numbers_that_add_up_are_passed_over(body, notes):
    assert notes(body) == []


def test_a_note_stands_where_the_number_stands(read):
    (speech,) = read(HEADER + "一、看人\n三、看事")
    (note,) = speech.notes
    assert speech.source.text[note.start : note.end] == "三、"


def test_a_note_of_a_damaged_text_stands_in_the_source(read):
    (speech,) = read(HEADER + "一、看\u200b人\n三、看\u200b事")
    (note,) = speech.notes
    assert speech.source.text[note.start : note.end] == "三、"


def test_notes_stand_in_the_order_of_the_text(read):
    (speech,) = read(HEADER + "二、看人\n（一）看近\n1.看左\n（三）看远\n四、看事\n1.看大")
    assert [note.rule for note in speech.notes] == [
        "numbering-gap", "numbering-gap", "numbering-gap", "numbering-jump",
    ]  # fmt: skip
    starts = [note.start for note in speech.notes]
    assert starts == sorted(starts)
