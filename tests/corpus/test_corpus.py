"""The corpus: read from files and folders, selected by metadata, shown as tables with fixed columns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import xuncha_nlp as xn
from xuncha_nlp.corpus import Corpus, build, records
from xuncha_nlp.errors import DataError, InputError
from xuncha_nlp.extractors import KINDS

TEXTS = {
    "a.txt": "在澄湖区委巡察动员会上的讲话\n（2017年8月）\n同志们：\n一、看人\n要增强“四个意识”。\n二、看事\n散会。",
    "b.txt": "在澄湖区委巡察集中反馈会上的讲话\n（2019年3月15日）\n同志们：\n一、看钱\n要做到“三个到位”。\n散会。\n\n"
    "在澄湖区委巡察整改推进会上的讲话\n（2021年）\n同志们：\n一、看物\n再说四个意识。\n散会。",
    "c.txt": "随便聊聊，没有题目。",
}
COMMON = ["source", "speech", "text", "start", "end", "kind", "label", "rule"]
LISTS = ["formula", "known", "quoted", "declared", "members", "resolved_by", "status"]
COLUMNS = {
    "formula": [*COMMON, *LISTS, "nested_in", "evidence"],
    "enumeration": COMMON + LISTS,
    "citation": [*COMMON, "document", "type", "date", "known", "version", "status", "inner"],
    "slot": [
        *COMMON,
        "value",
        "generic",
        "iso",
        "number",
        "about",
        "unit",
        "noun",
        "office",
        "division",
        "code",
        "evidence",
    ],
    "move": [*COMMON, "level", "score", "probability", "evidence"],
    "device": [*COMMON, "members", "frame", "domain", "evidence"],
}
SPEECHES = ["source", "title", "date", "genre", "salutation", "characters", "sections", "start", "end"]


@pytest.fixture
def corpus():
    return Corpus.from_texts(TEXTS)


@pytest.fixture
def folder(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def ids(corpus):
    return [speech.id for speech in corpus]


def test_a_folder_is_read_in_the_order_of_its_names(folder):
    assert ids(xn.read(folder)) == ["a.txt#1", "b.txt#1", "b.txt#2", "c.txt#1"]


def test_files_are_read_in_the_order_given(folder):
    assert ids(xn.read(str(folder / "b.txt"), folder / "a.txt")) == ["b.txt#1", "b.txt#2", "a.txt#1"]


def test_a_file_and_a_text_give_the_same_corpus(folder, corpus):
    assert records(xn.read(folder)) == records(corpus)


def test_progress_hears_of_each_file_before_it_is_read(folder):
    heard = []
    xn.read(folder, progress=heard.append)
    assert heard == ["a.txt", "b.txt", "c.txt"]


def test_two_files_of_one_name_are_refused_with_both_paths(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "a.txt"
    other.write_text("看人。", encoding="utf-8")
    with pytest.raises(InputError, match=r"两个文件重名：.*a\.txt 和 .*other.*a\.txt"):
        xn.read(folder, other)


def test_files_of_one_name_in_folders_of_one_folder_are_two_sources(tmp_path):
    for year in ("2017", "2018"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "a.txt").write_text("看人。", encoding="utf-8")
    assert ids(xn.read(tmp_path)) == ["2017/a.txt#1", "2018/a.txt#1"]


def test_a_lexicon_of_the_user_s_own_tags_the_corpus(folder):
    mine = folder / "mine.toml"
    mine.write_text('[[false_friend]]\ntext = "三个到位"\nreason = "试"\n', encoding="utf-8")
    assert "三个到位" in set(xn.tag(xn.read(folder))["text"])
    assert "三个到位" not in set(xn.tag(xn.read(folder, lexicon=[mine]))["text"])


def test_a_speech_is_had_by_its_id(corpus):
    assert corpus["b.txt#2"].date == "2021"
    with pytest.raises(KeyError):
        corpus["b.txt#3"]


def test_sources_are_had_by_name(corpus):
    assert {name: source.text for name, source in corpus.sources.items()} == TEXTS


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, ["a.txt#1", "b.txt#1", "b.txt#2", "c.txt#1"]),
        ({"year": 2017}, ["a.txt#1"]),
        ({"year": "2021"}, ["b.txt#2"]),
        ({"year": 1999}, []),
        ({"genre": "反馈讲话"}, ["b.txt#1"]),
        ({"title": "动员会"}, ["a.txt#1"]),
        ({"title": "动 员会上", "year": 2017}, ["a.txt#1"]),
        ({"title": "没有这样的标题"}, []),
        ({"source": "b.txt"}, ["b.txt#1", "b.txt#2"]),
        ({"source": "b.txt", "year": 2019}, ["b.txt#1"]),
        ({"since": "2019"}, ["b.txt#1", "b.txt#2"]),
        ({"since": "2019-03-15"}, ["b.txt#1", "b.txt#2"]),
        ({"since": "2019-03-16"}, ["b.txt#2"]),
        ({"until": "2017-08"}, ["a.txt#1"]),
        ({"until": "2017-07"}, []),
        ({"until": "2019-03-15"}, ["a.txt#1", "b.txt#1"]),
        ({"since": "2018", "until": "2020"}, ["b.txt#1"]),
    ],
)
def test_speeches_are_selected_by_metadata(corpus, choice, expected):
    assert ids(corpus.where(**choice)) == expected


@pytest.mark.parametrize(
    "choice",
    [
        {"year": "17"}, {"year": "二〇一七"}, {"year": "2017-08"}, {"since": "2019/3"}, {"since": "2019年3月"},
        {"since": ""}, {"until": "2019-13"}, {"until": "2019-02-30"}, {"until": "abc"},
    ],
)  # fmt: skip
def test_a_date_that_is_none_is_refused_and_not_compared_as_text(corpus, choice):
    with pytest.raises(InputError, match="写得不对"):
        corpus.where(**choice)


def test_a_selection_keeps_the_lexicon_and_its_annotations(corpus):
    chosen = corpus.where(year=2017)
    assert chosen.lexicon is corpus.lexicon
    speech = corpus["a.txt#1"]
    assert chosen.annotations(speech, "formula") is corpus.annotations(speech, "formula")


def test_the_table_of_speeches_has_a_row_a_speech(corpus):
    frame = corpus.speeches
    assert list(frame.columns) == SPEECHES
    assert list(frame.index) == ids(corpus)
    row = frame.loc["a.txt#1"]
    assert (row["title"], row["date"], row["genre"], row["salutation"]) == (
        "在澄湖区委巡察动员会上的讲话",
        "2017-08",
        "动员讲话",
        "同志们",
    )
    assert row["sections"] == 2
    assert row["characters"] == len("".join(TEXTS["a.txt"].split()))
    assert (
        frame.loc["c.txt#1", "title"] != frame.loc["c.txt#1", "title"]
        or frame.loc["c.txt#1", "title"] is None
    )


def test_tables_of_an_empty_corpus_have_their_columns(corpus):
    empty = corpus.where(year=1999)
    assert len(empty) == 0
    assert list(empty.speeches.columns) == SPEECHES
    assert records(empty) == []
    for kind in KINDS:
        assert list(xn.tag(empty, kind).columns) == COLUMNS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_annotations_has_the_columns_of_its_kind_and_offsets_that_replay(corpus, kind):
    frame = xn.tag(corpus, kind)
    assert list(frame.columns) == COLUMNS[kind]
    assert set(frame["kind"]) <= {kind}
    for row in frame.itertuples():
        assert TEXTS[row.source][row.start : row.end] == row.text


def test_a_table_of_formulae_counts_what_is_declared(corpus):
    frame = xn.tag(corpus, "formula")
    assert frame[["speech", "text", "declared", "status"]].values.tolist() == [
        ["a.txt#1", "四个意识", 4, "complete"],
        ["b.txt#1", "三个到位", 3, "unresolved"],
        ["b.txt#2", "四个意识", 4, "complete"],
    ]
    assert str(frame["declared"].dtype) == "Int64"


def test_records_of_several_kinds_are_in_the_order_of_the_text(corpus):
    found = records(corpus.where(source="a.txt"), ["slot", "formula"])
    assert [record["start"] for record in found] == sorted(record["start"] for record in found)
    assert {record["kind"] for record in found} == {"slot", "formula"}


def test_an_unknown_kind_is_refused(corpus):
    with pytest.raises(DataError, match="没有这种标注"):
        xn.tag(corpus, "verb")


def test_reading_nothing_gives_an_empty_corpus():
    assert len(xn.read()) == 0


def test_a_directory_of_an_earlier_format_is_built_again_and_not_misread(built: Path, material: Path) -> None:
    """What an earlier version has written lacks columns: opening says what to do, building does it."""
    path = built / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | {"format": 1, "rules": "earlier"}), encoding="utf-8")
    with pytest.raises(InputError, match=r"旧版本.*xuncha build"):
        Corpus.open(built)
    build([material], built)
    assert len(Corpus.open(built))
