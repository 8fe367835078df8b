"""The segmenters that other libraries have: pkuseg with a model of its own, and spaCy's tokenizers."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
import srsly
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.errors import DataError, MissingExtraError
from xuncha_nlp.segment import pkuseg
from xuncha_nlp.segment import spacy as spacy_tokens
from xuncha_nlp.segment.models import FEATURES, WEIGHTS
from xuncha_nlp.segment.pieces import keeping_space, keeping_words

from .conftest import TINY, tiny_weights

TEXTS = st.text(st.sampled_from("区委澄湖新召开，。“”\n\r\t 　\x1c1Ａa.-🙂𠮷"), max_size=30)
WORDS = st.lists(st.text(st.sampled_from("区委澄湖新 a"), max_size=3), max_size=4).map(tuple)


# A user's words and white space


@given(TEXTS, WORDS)
def test_pieces_join_to_the_text_whatever_the_words(text, words):
    found = keeping_words(keeping_space(lambda run: [run]), words)(text)
    assert "".join(found) == text
    assert all(found)


@given(TEXTS, WORDS)
def test_between_a_user_s_words_nothing_changes(text, words):
    found = keeping_words(list, words)(text)
    assert all(len(each) == 1 or each in words for each in found)
    for word in filter(None, words):
        assert "".join(found).count(word) == 0 or any(each in words for each in found)


def test_of_two_words_the_longest_counts_and_half_a_word_is_none():
    assert keeping_words(list, ("澄湖", "澄湖新区北"))("澄湖新区在澄") == ["澄湖", "新", "区", "在", "澄"]


# pkuseg


@settings(max_examples=60, deadline=None)
@given(TEXTS, WORDS)
def test_pkuseg_s_tokens_join_to_the_text(text, words):
    assert "".join(pkuseg.segmenter("", words)(text)) == text


def test_the_model_decides_and_white_space_parts():
    cut = pkuseg.segmenter("", ())
    assert cut("区委召开会") == ["区委", "召开", "会"]
    assert cut("区\n委召 开") == ["区", "\n", "委召", " ", "开"]
    assert cut("") == []


def test_a_user_s_word_is_known_to_pkuseg_in_the_call_that_names_it_alone():
    text = "在澄湖新区开"
    assert pkuseg.segmenter("", ("澄湖新区",))(text) == ["在", "澄湖新区", "开"]
    assert "澄湖新区" not in pkuseg.segmenter("", ())(text)


def test_a_folder_of_the_user_s_is_taken_and_the_library_left_as_it_was(installed_model):
    import spacy_pkuseg

    before = getattr(spacy_pkuseg.config, "modelDir", None)
    pkuseg._engine.cache_clear()
    assert pkuseg.segmenter(str(installed_model), ())("区委召") == ["区委", "召"]
    assert getattr(spacy_pkuseg.config, "modelDir", None) == before


def test_without_a_model_the_message_names_the_command(tmp_path, monkeypatch):
    monkeypatch.setenv("XUNCHA_MODELS", str(tmp_path))
    with pytest.raises(MissingExtraError, match=r"还没有 pkuseg 的模型.*xuncha models fetch pkuseg"):
        pkuseg.segmenter("", ())


class Evil:
    def __reduce__(self):
        return print, ("run",)


def test_a_folder_with_a_pickle_is_refused_and_the_pickle_not_read(tmp_path, capsys):
    (tmp_path / "features.pkl").write_bytes(pickle.dumps(Evil()))
    (tmp_path / WEIGHTS).write_bytes(tiny_weights())
    with pytest.raises(DataError, match=r"不是 pkuseg 的模型（缺少 features\.msgpack）"):
        pkuseg.segmenter(str(tmp_path), ())
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("features", "weights"),
    [
        (b"", tiny_weights()),
        (b"\xc1", tiny_weights()),
        (srsly.msgpack_dumps([]), tiny_weights()),
        (srsly.msgpack_dumps({"unigram": []}), tiny_weights()),
        (srsly.msgpack_dumps(TINY), b""),
        (srsly.msgpack_dumps(TINY), tiny_weights()[:-30]),
        (srsly.msgpack_dumps({**TINY, "feature_to_idx": {"/": 7}}), tiny_weights()),
        (srsly.msgpack_dumps({**TINY, "feature_to_idx": {"/": -1}}), tiny_weights()),
        (srsly.msgpack_dumps({**TINY, "tag_to_idx": {"B": 0, "I": 2}}), tiny_weights()),
    ],
)
def test_a_model_that_is_damaged_is_refused(tmp_path, features, weights):
    (tmp_path / FEATURES).write_bytes(features)
    (tmp_path / WEIGHTS).write_bytes(weights)
    with pytest.raises(DataError, match=r"pkuseg 的模型(坏了|前后不合)"):
        pkuseg.segmenter(str(tmp_path), ())


# spaCy


@settings(max_examples=60, deadline=None)
@given(TEXTS, WORDS)
@pytest.mark.parametrize("which", ["", "char", "jieba"])
def test_spacy_s_tokens_join_to_the_text(which, text, words):
    assert "".join(spacy_tokens.segmenter(which, words)(text)) == text


def test_a_blank_pipeline_has_characters_or_jieba_s_words():
    assert spacy_tokens.segmenter("", ())("区委 开会") == ["区", "委", " ", "开", "会"]
    assert spacy_tokens.segmenter("jieba", ())("区委召开动员会") == ["区委", "召开", "动员会"]
    assert spacy_tokens.segmenter("jieba", ("委召",))("区委召开") == ["区", "委召", "开"]


def test_a_text_longer_than_spacy_likes_is_cut_all_the_same():
    text = "区委" * 600_000
    assert len(spacy_tokens.segmenter("", ())(text)) == len(text)


def test_the_tokenizer_of_a_pipeline_on_disk_is_used_and_its_components_are_not(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "nlp")
    assert spacy_tokens.segmenter(str(tmp_path / "nlp"), ())("don't  go") == ["do", "n't", " ", " ", "go"]


@pytest.mark.parametrize("content", [None, "", "[nlp]\nlang = 'zh'\n", "?"])
def test_a_folder_without_a_pipeline_is_an_error(tmp_path: Path, content):
    if content is not None:
        (tmp_path / "config.cfg").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="载入不了 spaCy 流水线"):
        spacy_tokens.segmenter(str(tmp_path), ())


def test_the_libraries_say_nothing_and_are_not_imported_before_they_are_used():
    code = (
        "import json, sys\nfrom xuncha_nlp.segment import pieces, pkuseg, spacy, models\n"
        "early = [each for each in ('spacy', 'jieba', 'spacy_pkuseg', 'platformdirs', 'numpy') if each in sys.modules]\n"
        "spacy.segmenter('jieba', ('区委',))('区委召开')\nimport jieba\n"
        "print(json.dumps([early, jieba.dt.initialized]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (json.loads(done.stdout), done.stderr) == ([[], False], "")
