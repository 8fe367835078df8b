"""Segmenters: tokens with offsets that join to the text, and no side effects."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.errors import DataError
from xuncha_nlp.segment import (
    SEGMENTERS,
    dictionary_words,
    is_word,
    tag_words,
    tagged,
    token_ends,
    tokenize,
    words,
)

TEXTS = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("，。“”《》\n\r\t 　1Ａa🙂𠮷")
)


@pytest.mark.parametrize("segmenter", SEGMENTERS)
@settings(max_examples=50, deadline=None)
@given(text=TEXTS)
def test_tokens_join_to_the_text_and_stand_where_they_say(segmenter, text):
    tokens = tokenize(text, segmenter=segmenter)
    assert "".join(token.text for token in tokens) == text
    assert all(text[token.start : token.end] == token.text for token in tokens)


@pytest.mark.parametrize("segmenter", SEGMENTERS)
@settings(max_examples=50, deadline=None)
@given(text=TEXTS)
def test_ends_and_words_are_those_of_the_tokens(segmenter, text):
    tokens = tokenize(text, segmenter=segmenter)
    ends = token_ends(text, segmenter)
    assert ends.dtype == "int32"
    assert ends.tolist() == [token.end for token in tokens]
    assert words(text, segmenter) == [token.text for token in tokens]


@pytest.mark.parametrize("segmenter", SEGMENTERS)
def test_half_a_surrogate_pair_is_a_token_like_any_other(segmenter):
    text = "区委\ud800召开\udfff"
    assert "".join(words(text, segmenter)) == text
    assert token_ends(text, segmenter)[-1] == len(text)
    assert "".join(word for word, _ in tagged(text)) == text
    assert not is_word("\ud800")


@pytest.mark.parametrize("segmenter", ["rjieba", "jieba"])
def test_a_user_s_word_is_known_to_the_call_that_names_it_and_to_no_other(segmenter):
    import rjieba

    text = "在澄湖新区召开"
    before = words(text, segmenter), rjieba.cut(text)
    assert words(text, segmenter, user_words=["澄湖新区"]) == ["在", "澄湖新区", "召开"]
    assert token_ends(text, segmenter, user_words=["澄湖新区"]).tolist() == [1, 5, 7]
    assert [token.text for token in tokenize(text, segmenter=segmenter, user_words=["澄湖新区"])][
        1
    ] == "澄湖新区"
    assert (words(text, segmenter), rjieba.cut(text)) == before
    assert "澄湖新区" not in before[0]


def test_what_others_teach_rjieba_does_not_change_our_tokens():
    import rjieba

    before = words("澄湖上新坝建成")
    rjieba.add_word("澄湖上新坝", 100_000, "ns")
    assert rjieba.cut("澄湖上新坝建成") != before
    assert words("澄湖上新坝建成") == before


def test_the_dictionary_lists_its_words_by_part_of_speech():
    places = dictionary_words("ns")
    assert {"长江", "上海"} <= places
    assert "动员" not in places
    assert all(is_word(each) for each in places)


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
    assert tokenize("") == tag_words("") == words("") == []
    assert token_ends("").shape == (0,)


def test_an_unknown_segmenter_is_refused_with_those_that_exist():
    with pytest.raises(DataError, match=r"没有这个分词器：thulac.*rjieba"):
        tokenize("看人", segmenter="thulac")
    with pytest.raises(DataError, match="没有这个分词器"):
        token_ends("看人", "thulac")


def test_the_dictionary_knows_words_and_not_strings_of_characters():
    assert is_word("区委")
    assert not is_word("委区")


def test_jieba_s_global_dictionary_is_left_alone():
    import jieba

    tokenize("区委召开动员会", segmenter="jieba")
    assert not jieba.dt.initialized


def test_only_our_own_instance_of_rjieba_is_made():
    """``import rjieba`` makes another one, with a dictionary of its own."""
    code = (
        "import sys; from xuncha_nlp.segment import words; print(words('区委召开动员会'), 'rjieba' in sys.modules);"
        "import rjieba; from xuncha_nlp import segment; print(segment._rjieba_class() is rjieba.Jieba, rjieba.cut('区委'))"
    )
    found = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, check=True)
    assert found.stdout.decode().splitlines() == ["['区委', '召开', '动员会'] False", "True ['区委']"]
