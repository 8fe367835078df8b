"""Exact phrase search: against a plain search of the same texts, and after its files were damaged."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import xuncha_nlp as xn
from xuncha_nlp.corpus import Corpus, build
from xuncha_nlp.corpus.builder import Builder
from xuncha_nlp.corpus.index import make_index, open_index, write_index
from xuncha_nlp.extractors import Lexicon
from xuncha_nlp.sources import Source

# Few letters, so that phrases repeat and overlap; one beyond the Basic Multilingual Plane, and layout damage.
LETTERS = "甲乙。，１1(（𠮷\n\u200b"
TEXTS = st.lists(st.text(LETTERS, min_size=1, max_size=30), min_size=1, max_size=5)


def tables_of(texts):
    builder = Builder("rjieba", Lexicon.load())
    for number, text in enumerate(texts):
        builder.add(Source.from_text(f"{number}.txt", text), f"{number}.txt")
    return builder.tables()


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.text(LETTERS.replace("\u200b", ""), min_size=1, max_size=4))
def test_the_index_finds_what_a_plain_search_finds(texts, phrase):
    index = make_index(tables_of(texts))
    plain = Corpus.from_texts({f"{number}.txt": text for number, text in enumerate(texts)}).find(phrase)
    found = index.hits(phrase)
    assert [found.speech.tolist(), found.start.tolist(), found.end.tolist()] == [
        plain.speech.tolist(), plain.start.tolist(), plain.end.tolist(),
    ]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_tokens_stand_where_the_index_has_them(texts):
    tables = tables_of(texts)
    index = make_index(tables)
    words = tables["words"]["word"].to_pylist()
    rows = tables["tokens"].to_pylist()
    assert [words[word] for word in index.words] == [row["word"] for row in rows]
    assert [index.read(*span) for span in index.tokens.tolist()] == [row["word"] for row in rows]


def test_overlapping_occurrences_are_all_found():
    assert Corpus.from_texts({"a": "甲甲甲甲"}).find("甲甲").start.tolist() == [0, 1, 2]
    assert make_index(tables_of(["甲甲甲甲"])).hits("甲甲").start.tolist() == [0, 1, 2]


def test_no_phrase_is_found_across_two_texts():
    assert len(make_index(tables_of(["说甲", "乙说"])).hits("甲乙")) == 0


def test_what_stands_in_no_speech_is_not_found(read):
    text = "目录\n一、在动员会上的讲话……1\n二、在反馈会上的讲话……2\n在动员会上的讲话\n（2017年）\n好。\n在反馈会上的讲话\n（2018年）\n好。"
    assert len(read(text)) == 2
    index = make_index(tables_of([text]))
    assert index.hits("在动员会上的讲话").start.tolist() == [text.rindex("在动员会")]


def test_an_empty_phrase_is_an_error():
    with pytest.raises(ValueError, match="empty"):
        Corpus.from_texts({"a": "甲"}).find("")


def test_a_selection_finds_in_its_own_speeches(built):
    corpus = Corpus.open(built)
    chosen = corpus.where(source="破损.txt")
    hits = chosen.find("四个意识")
    assert hits.speech.tolist() == [0]
    assert chosen.members[0].source.text[hits.start[0] : hits.end[0]] == "四 个 意 识"
    assert len(corpus.where(year=1900).find("四个意识")) == 0


def test_a_directory_and_its_files_find_the_same(material, built):
    ours, plain = Corpus.open(built).find("第"), xn.read(material).find("第")
    assert len(ours) > 0
    assert ours.start.tolist() == plain.start.tolist()


# Files that are damaged


DAMAGE = {
    "missing": shutil.rmtree,
    "one file missing": lambda folder: (folder / "suffixes.npy").unlink(),
    "cut off": lambda folder: (folder / "text.npy").write_bytes((folder / "text.npy").read_bytes()[:-8]),
    "empty": lambda folder: (folder / "folded.npy").write_bytes(b""),
    "no array": lambda folder: (folder / "words.npy").write_bytes(b"x" * 500),
    "another's": lambda folder: shutil.copy(folder / "tokens.npy", folder / "speeches.npy"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_index_is_made_again_when_it_is_used(built, damage):
    before = Corpus.open(built).find("四个意识").start.tolist()
    (folder,) = (built / "shards").glob("*/index")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    damage(folder)
    assert Corpus.open(built).find("四个意识").start.tolist() == before
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


def test_a_flipped_bit_is_mended_by_the_next_build(material, built):
    (path,) = (built / "shards").glob("*/index/suffixes.npy")
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    assert build([material], built).mended == 1
    assert path.read_bytes() == data


def test_an_index_that_cannot_be_put_back_is_used_all_the_same(built, monkeypatch):
    before = Corpus.open(built).find("四个意识").start.tolist()
    (folder,) = (built / "shards").glob("*/index")
    shutil.rmtree(folder)
    monkeypatch.setattr("xuncha_nlp.corpus.shard.write_index", _refuse)
    assert Corpus.open(built).find("四个意识").start.tolist() == before


def _refuse(*_):
    raise PermissionError(13, "Permission denied")


def test_an_index_of_nothing_can_be_written_and_opened(tmp_path):
    index = make_index(tables_of([]))
    write_index(index, tmp_path / "index")
    assert len(index.find("甲")) == 0
    assert open_index(tmp_path / "index", {"speeches": 0, "tokens": 0}) is not None
