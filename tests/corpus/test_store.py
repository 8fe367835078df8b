"""A corpus directory as it is read: lazily, sound or refused; by others too, as its documentation shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from xuncha_nlp.corpus import Corpus, Manifest, build, store
from xuncha_nlp.corpus.schema import ATTRIBUTES, TABLES, schema
from xuncha_nlp.errors import InputError
from xuncha_nlp.extractors import KINDS

DOC = (Path(__file__).parents[2] / "docs" / "corpus-format.md").read_text(encoding="utf-8")


@pytest.fixture
def tables_read(monkeypatch):
    """The tables that are read, by name."""
    heard = []
    real = store.read_table
    monkeypatch.setattr(store, "read_table", lambda *given: heard.append(given[1]) or real(*given))
    return heard


def test_opening_reads_no_table(built, tables_read):
    corpus = Corpus.open(built)
    assert (len(corpus), tables_read) == (9, [])


def test_choosing_speeches_reads_what_is_known_of_them_and_no_text(built, tables_read):
    chosen = Corpus.open(built).where(year=2013, genre="动员讲话")
    assert len(chosen) == 2
    assert set(chosen.speeches["date"]) == {"2013-03-03"}
    assert set(tables_read) == {"speeches"}


def test_a_search_reads_no_table(built, tables_read):
    assert len(Corpus.open(built).find("三个到位")) == 8
    assert tables_read == []


def test_a_speech_is_found_by_its_id_among_those_chosen(built):
    corpus = Corpus.open(built)
    chosen = corpus.where(source="下级/1.txt")
    assert chosen["下级/1.txt#2"].id == "下级/1.txt#2"
    with pytest.raises(KeyError):
        _ = chosen["破损.txt#1"]
    with pytest.raises(KeyError):
        _ = corpus["没有#1"]


def test_speeches_are_a_sequence(built):
    members = Corpus.open(built).members
    assert members[-1] == members[len(members) - 1]
    assert [each.id for each in members[1:3]] == [members[1].id, members[2].id]
    with pytest.raises(IndexError):
        _ = members[len(members)]


def test_a_notebook_shows_the_speeches(built):
    shown = Corpus.open(built)._repr_html_()
    assert "下级/1.txt#1" in shown
    assert "动员讲话" in shown


def test_few_shards_are_held_at_once(material, tmp_path, small_shards):
    small_shards(1)
    build([material], tmp_path / "库")
    corpus = Corpus.open(tmp_path / "库")
    assert len({speech.source.name for speech in corpus}) == 6
    assert len(corpus.members.store._held) == store._HELD < 6


def test_a_corpus_that_was_built_anew_since_says_so(material, built):
    corpus = Corpus.open(built)
    (material / "新.txt").write_text("新的。", encoding="utf-8")
    build([material], built)
    with pytest.raises(InputError, match="打开以后又更新过"):
        corpus.find("新")
    assert len(Corpus.open(built).find("新的")) == 1


# Damage


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": 1}', b"\xff\xfe"])
def test_a_damaged_manifest_is_said(built, data):
    (built / "manifest.json").write_bytes(data)
    with pytest.raises(InputError, match="清单有损坏"):
        Corpus.open(built)


def test_a_corpus_of_a_later_version_is_said(built):
    path = built / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 99}), encoding="utf-8")
    with pytest.raises(InputError, match="更新版本"):
        Corpus.open(built)


@pytest.mark.parametrize("table", TABLES)
def test_a_damaged_table_is_read_again_from_its_files(material, built, kit, table):
    before = kit.digests(built)
    (path,) = (built / "shards").glob(f"*/{table}.parquet")
    path.write_bytes(path.read_bytes()[:-20])
    if table == "sources":
        with pytest.raises(InputError, match=r"语料库有损坏：.*sources\.parquet"):
            _ = Corpus.open(built).members[0]
    with pytest.raises(InputError, match=r"要重读 .* 等 \d 个文件"):
        build([material / "破损.txt"], built)
    assert build([material], built).changed == 6
    assert kit.digests(built) == before


def test_without_what_is_known_of_this_machine_the_files_are_hashed_again(material, built, kit):
    before = kit.digests(built)
    (built / "state.json").write_text("{", encoding="utf-8")
    assert build([material], built).changed == 0
    assert kit.digests(built) == before
    assert json.loads((built / "state.json").read_text("utf-8"))


# What the documentation says


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_documented(table):
    part = DOC.split(f"### {table}\n")[1].split("\n#")[0]
    said = {
        name.strip()
        for line in part.splitlines()
        if line.startswith("| ") and not line.startswith("| column")
        for name in line.split("|")[1].split(",")
    }
    assert said == set(schema(table).names)


def test_every_kind_has_its_attributes_as_columns():
    assert tuple(ATTRIBUTES) == KINDS
    assert set().union(*ATTRIBUTES.values()) <= set(schema("annotations").names)


def test_the_queries_of_the_documentation_answer(built):
    blocks = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)
    assert len(blocks) == 2
    names = {"DIR": str(built)}
    for block in blocks:
        exec(block, names)  # noqa: S102
    corpus = Corpus.open(built)
    formulae = [each for speech in corpus for each in corpus.annotations(speech, "formula")]
    found = {name: (mentions, speeches) for name, mentions, speeches in names["by_formula"].fetchall()}
    assert found["四个意识"] == (9, 9)
    assert sum(mentions for mentions, _ in found.values()) == len(formulae)
    words = dict(names["in_headings"].rows())
    assert words["认清"] == 8


def test_the_sql_for_a_span_gives_the_text(built):
    import duckdb

    shards = [
        f"{built / shard['path']}"
        for shard in json.loads((built / "manifest.json").read_text("utf-8"))["shards"]
    ]
    rows = duckdb.sql(
        """select a.text, substring(s.text, a.start + 1, a."end" - a.start)
        from read_parquet($1) a join read_parquet($2) s using (source)""",
        params=[
            [f"{each}/annotations.parquet" for each in shards],
            [f"{each}/sources.parquet" for each in shards],
        ],
    ).fetchall()
    assert len(rows) == Manifest.load(built).count("annotations")
    assert all(text == cut for text, cut in rows)
