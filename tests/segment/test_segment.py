"""Segmenters: tokens with offsets that join to the text, and no side effects."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.errors import DataError
from xuncha_nlp.segment import SEGMENTERS, is_word, tag_words, tokenize

TEXTS = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("，。“”《》\n\r\t 　1Ａa🙂𠮷")
)


@pytest.mark.parametrize("segmenter", list(SEGMENTERS))
@settings(max_examples=50, deadline=None)
@given(text=TEXTS)
def test_tokens_join_to_the_text_and_stand_where_they_say(segmenter, text):
    tokens = tokenize(text, segmenter=segmenter)
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_tagged_words_join_to_the_text(text):
    assert "".join(token.text for token in tag_words(text)) == text


def test_the_character_segmenter_gives_a_token_a_character():
    assert [token.text for token in tokenize("看人\n", segmenter="character")] == ["看", "人", "\n"]


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
def test_words_are_found(segmenter):
    assert [token.text for token in tokenize("区委召开动员会", segmenter=segmenter)] == [
        "区委",
        "召开",
        "动员会",
    ]


def test_an_empty_text_has_no_tokens():
    assert tokenize("") == tag_words("") == []


def test_an_unknown_segmenter_is_refused_with_those_that_exist():
    with pytest.raises(DataError, match=r"没有这个分词器：thulac.*rjieba"):
        tokenize("看人", segmenter="thulac")


def test_the_dictionary_knows_words_and_not_strings_of_characters():
    assert is_word("区委")
    assert not is_word("委区")


def test_jieba_s_global_dictionary_is_left_alone():
    import jieba

    tokenize("区委召开动员会", segmenter="jieba")
    assert not jieba.dt.initialized
