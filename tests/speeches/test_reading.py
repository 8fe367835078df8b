"""The way from a copy without layout damage back to the source, and the other way round."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import leave_out, read_again, split
from xuncha_nlp.speeches.reading import restore

LETTERS = st.text("甲乙丙丁戊己庚辛", max_size=30)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text, and stretches of it to leave out."""
    text = draw(LETTERS)
    marks = draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    spans: list[tuple[int, int]] = []
    for place, mark in enumerate(marks):
        if mark and spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        elif mark:
            spans.append((place, place + 1))
    return text, spans


@given(damaged())
def test_every_character_of_the_copy_leads_back_to_itself(case):
    text, spans = case
    copy, gaps = leave_out(text, spans)
    assert len(copy) == len(text) - sum(end - start for start, end in spans)
    assert "".join(text[gaps.start(place)] for place in range(len(copy))) == copy
    assert gaps.spans() == spans


@given(damaged())
def test_what_was_left_out_falls_to_what_follows(case):
    text, spans = case
    copy, gaps = leave_out(text, spans)
    for place in range(len(copy)):
        assert gaps.back(gaps.start(place)) == place
    inside = [place for start, end in spans for place in range(start, end)]
    assert [gaps.back(place) for place in inside] == [
        sum(1 for other in range(place) if other not in set(inside)) for place in inside
    ]
    assert gaps.back(len(text)) == len(copy)


@given(damaged())
def test_many_offsets_at_once_go_where_each_goes(case):
    text, spans = case
    copy, gaps = leave_out(text, spans)
    places = np.arange(len(copy), dtype=np.int32)
    assert gaps.starts(places).tolist() == [gaps.start(place) for place in places]
    offsets = np.arange(len(text) + 1, dtype=np.int32)
    assert gaps.backs(offsets).tolist() == [gaps.back(int(offset)) for offset in offsets]


def test_a_span_of_the_copy_covers_what_stands_between_its_characters():
    _, gaps = leave_out("四 个意 识", [(1, 2), (4, 5)])
    assert [gaps.span(0, 4), gaps.span(0, 1), gaps.span(2, 3), gaps.span(2, 2)] == [
        (0, 6),
        (0, 1),
        (3, 4),
        (3, 3),
    ]


def test_a_speech_that_is_stored_and_read_again_is_the_same():
    text = "在澄湖区委动员会上的讲话\n（2017年8月）\n同志们：\n一、增\u200b强“四\u200b个意识”\n一是看人，\u200b二是看事。\n散会。"
    source = Source.from_text("a.txt", text)
    (speech,) = split(source)
    assert speech.gaps is not None
    assert speech.reading is not None
    plain = restore(speech.reading, source, speech.gaps)
    again = read_again(plain, speech.reading.source, speech.gaps)
    assert (again, again.reading, again.gaps) == (speech, speech.reading, speech.gaps)
    assert "\u200b" not in speech.reading.text
    assert [section.heading for section in speech.walk()] == ["增强“四个意识”", "看人", "看事"]
