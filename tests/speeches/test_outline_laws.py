"""Laws that the outline of any text obeys, and texts that must not slow it down."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split, styles, write_number
from xuncha_nlp.speeches.lines import Line, read_lines
from xuncha_nlp.speeches.numbering import LAST, find_marks
from xuncha_nlp.speeches.outline import find_outline
from xuncha_nlp.speeches.structure import find_notes

HEADER = "在澄湖区委巡察动员会上的讲话\n（2021年6月）\n同志们：\n"

_NUMBER = st.builds(write_number, st.sampled_from(list(styles())), st.integers(1, 4))
_PIECE = st.one_of(
    _NUMBER,
    st.sampled_from(
        [
            "看近",
            "看远",
            "，",
            "。",
            "：",
            "；",
            "、",
            "\n",
            "\n",
            "　　",
            " ",
            "最后，",
            "二",
            "3",
            "（",
            "第",
        ]
    ),
)
_TEXT = st.lists(_PIECE, max_size=60).map("".join)
# The styles of headings in their usual order, one a level.
_LEVELS = ["第一章", "一、", "（一）", "1.", "（1）", "①"]


def _read(body):
    (speech,) = split(Source.from_text("a.txt", HEADER + body))
    return speech


@settings(max_examples=300, deadline=None)
@given(_TEXT)
def test_the_numbers_of_an_outline_replay(body):
    for found in split(Source.from_text("a.txt", HEADER + body)):
        # A damaged text is read in a copy; there the numbers were found.
        speech = found.reading or found
        text, view = speech.source.text, speech.source.view
        for section in speech.walk():
            assert text[section.heading_start : section.heading_end] == section.heading
            assert section.start < section.heading_start <= section.heading_end <= section.end
            # What a point inside a paragraph stands behind belongs to the evidence.
            begin = len(view[: section.start].rstrip(" ")) - 1 if section.inline else section.start
            line = view[begin : view.find("\n", begin) if "\n" in view[begin:] else len(view)].rstrip()
            marks = find_marks(Line(begin, begin + len(line), line, line), 0)
            mark = next(mark for mark in marks if mark.start == section.start)
            assert mark.inline == section.inline
            # 最后 carries the number that its run has come to.
            assert mark.number in (section.number, LAST)


@settings(max_examples=300, deadline=None)
@given(_TEXT)
def test_children_lie_inside_their_parents_and_siblings_follow_each_other(body):
    def check(sections, start, end, level):
        for section in sections:
            assert section.level == level
            assert start <= section.start < section.end <= end
            check(section.children, section.heading_start, section.end, level + 1)
            start = section.end

    for speech in split(Source.from_text("a.txt", HEADER + body)):
        check(speech.sections, speech.start, speech.end, 1)
        assert all(
            note.start is not None and speech.start <= note.start < speech.end for note in speech.notes
        )


_TREE = st.recursive(st.just([]), lambda child: st.lists(child, min_size=1, max_size=4), max_leaves=20)


@settings(max_examples=150, deadline=None)
@given(_TREE)
def test_a_tree_that_is_numbered_reads_back(tree):
    def write(nodes, depth):
        for number, node in enumerate(nodes, start=1):
            yield f"{write_number(_LEVELS[depth], number)}看清家底"
            if depth + 1 < len(_LEVELS):
                yield from write(node, depth + 1)

    def wanted(nodes, depth):
        if depth == len(_LEVELS):
            return []
        return [
            (_LEVELS[depth], number, wanted(node, depth + 1)) for number, node in enumerate(nodes, start=1)
        ]

    def found(sections):
        return [(each.style, each.number, found(each.children)) for each in sections]

    speech = _read("\n".join(write(tree, 0)))
    assert found(speech.sections) == wanted(tree, 0)
    assert not [note for note in speech.notes if note.rule != "numbering-jump"]


@settings(max_examples=100, deadline=None)
@given(_TREE, st.sampled_from([("一、", "1、"), ("（一）", "1."), ("1.", "①"), ("第一部分", "一、")]))
def test_renumbering_keeps_the_outline(tree, pair):
    """A draft writes the numbers of a section anew, in styles of its own."""

    def write(names):
        for number, node in enumerate(tree, start=1):
            yield f"{write_number(names[0], number)}看清家底"
            yield from (f"{write_number(names[1], below)}看清人头" for below in range(1, len(node) + 1))

    def shape(body):
        return [(each.number, [child.number for child in each.children]) for each in _read(body).sections]

    assert shape("\n".join(write(pair))) == shape("\n".join(write(("一、", "（一）"))))


@pytest.mark.parametrize(
    "body",
    [
        "一、看\n" * 10_000,
        "一、看\n" * 5_000 + "二、看\n" * 5_000,
        "".join(write_number(name, number) + "看\n" for number in (1, 2) for name in styles()) * 150,
        "".join(write_number(name, 1) + "看\n" for name in reversed(styles())) * 300,
        "。一是看，二是听" * 10_000,
        "看" * 1_000_000,
        "一、" * 300_000,
        "1." * 300_000,
        "第" * 300_000,
        "看看。\n" * 100_000,
    ],
    ids=[
        "ones",
        "ones and twos",
        "every style",
        "inside out",
        "points",
        "no punctuation",
        "dun",
        "stops",
        "di",
        "lines",
    ],
)
def test_no_text_is_too_much(body):
    source = Source.from_text("a.txt", body)
    began = time.process_time()
    sections = find_outline(source.view, read_lines(source), None)
    find_notes(source.text, sections)
    # Whatever looks again and again at all that was before would take minutes.
    assert time.process_time() - began < 15
    assert max((each.level for section in sections for each in section.walk()), default=0) <= 12
