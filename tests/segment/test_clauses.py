"""Clauses segmented one by one have the tokens that they have in the whole text, and each is segmented once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.segment import clauses as module
from xuncha_nlp.segment import tag_words
from xuncha_nlp.segment.clauses import Clauses

PIECES = st.sampled_from(
    ["区委", "召开动员会", "在澄湖区", "云川市场", "潘文博部长", "3.5%", "a-b", "一是", "了", "𠮷", "🙂", "\u200b", "·", "%",
     "，", "。", "、", "；", "：", "？", "！", "“", "”", "《", "》", "（", "）", "—", "…", " ", "　", "\n", "\r\n", "\t"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=2), max_size=20).map("".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_the_tokens_of_a_clause_are_those_of_the_text(text, data):
    whole = [(token.start, token.end, token.tag) for token in tag_words(text)]
    clauses = Clauses(text)
    for offset in data.draw(st.permutations(range(len(text)))):
        found = clauses.at(offset)
        assert [token for token in whole if found and found[0][0] <= token[0] < found[-1][1]] == found
        if found:
            assert found[0][0] <= offset < found[-1][1]
            assert clauses.starting_at(offset) == next((each for each in whole if each[0] == offset), None)
            end = offset + 1
            assert clauses.ending_at(end) == next((each for each in whole if each[1] == end), None)


def test_a_mark_and_what_lies_outside_the_text_are_in_no_clause():
    clauses = Clauses("会前，开会。")
    assert clauses.at(2) == clauses.at(5) == clauses.at(6) == clauses.at(-1) == []
    assert clauses.starting_at(2) is None
    assert clauses.ending_at(0) is None


def test_a_clause_is_segmented_once_and_no_other_is(monkeypatch):
    asked = []
    tagged = module.tagged
    monkeypatch.setattr(module, "tagged", lambda text: asked.append(text) or tagged(text))
    clauses = Clauses("会前准备，区委召开动员会，散会以后。")
    for offset in (7, 5, 11, 7):
        clauses.at(offset)
    clauses.at(1)
    assert asked == ["区委召开动员会", "会前准备"]
