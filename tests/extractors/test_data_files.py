"""The rules as data: every file is whole, and one file's words are those of another."""

from __future__ import annotations

import re

import pytest

from xuncha_nlp.data import check_keys, data_files, load_toml
from xuncha_nlp.errors import DataError
from xuncha_nlp.extractors import DEVICES, MOVES, SLOTS, constant_persons, move_names
from xuncha_nlp.sources import fold
from xuncha_nlp.speeches import find_genre, genres, styles, write_number
from xuncha_nlp.speeches.patterns import pattern

RULES = load_toml("formulae.toml")


def test_every_genre_uses_moves_that_exist():
    assert all(set(genre.moves) <= set(MOVES) for genre in genres().values())


@pytest.mark.parametrize("genre", [genre for genre in genres().values() if genre.heading])
def test_the_heading_of_a_genre_names_that_genre(genre):
    assert find_genre(re.sub(r"\{\{.*?\}\}", "第二轮", genre.heading)) == genre.name


def test_the_words_of_every_move_are_given_once_and_no_place_is_a_mystery():
    rules = load_toml("moves.toml")
    assert set(rules["moves"]) | set(rules["place"].keys() - {"adjournment"}) <= set(MOVES) | {
        "opening",
        "closing",
    }
    assert {rules["place"]["opening"], rules["place"]["closing"]} <= set(MOVES)
    for name, record in rules["moves"].items():
        assert len(set(record["words"])) == len(record["words"]), name


def test_every_label_status_and_kind_has_a_chinese_word():
    words = load_toml("words.toml")
    assert set(words["label"]) == {*SLOTS, *MOVES, *DEVICES}
    assert {"complete", "partial", "count-mismatch", "unresolved"} <= set(words["status"])
    assert set(words["resolved_by"]) == {"following", "preceding", "lexicon"}
    assert set(words["kind"]) >= {"formula", "enumeration", "citation", "slot", "move"}
    assert list(move_names()) == list(MOVES)


@pytest.mark.parametrize("name", list(load_toml("speeches.toml")))
def test_every_pattern_of_a_speech_compiles_and_matches_no_empty_line(name):
    assert not pattern(name).search("")


def test_numbering_styles_are_ordered_from_the_outside_in():
    ranks = [style.rank for style in styles().values()]
    assert ranks == sorted(ranks)


def test_every_enumeration_says_what_is_counted_and_what_may_stand_around_it():
    content = load_toml("enumerations.toml")
    assert set(content) == {"announced", "counted", "beside", "closing"}
    for kind, records in content.items():
        for record in records:
            check_keys(record, ["name", "noun"], ["before", "after"], kind)
            assert not re.compile(record["noun"]).groups
            # These are not consumed, so that no count hides the next one.
            assert record.get("after", "(?=").startswith("(?=")
            assert kind == "announced" or record.get("before", "(?<=").startswith("(?<=")


def test_a_cue_of_a_list_begins_with_a_character_of_its_lookahead():
    cue = re.compile(RULES["members"]["cue"])
    for each in (
        "即",
        ",即",
        "即是",
        ":",
        "就是",
        "也就是",
        "分别是",
        ",分别为",
        "主要包括",
        "具体是指",
        "是指",
        "指的是",
        "——",
    ):
        assert cue.match(each), each
    assert cue.match("即是否").group() == "即"


def test_every_numbering_style_begins_with_a_character_that_an_item_is_asked_for():
    from xuncha_nlp.extractors.lists import _NUMBERED

    for style in styles().values():
        assert style.points or _NUMBERED.match(fold(write_number(style.name, 2))), style.name


def test_lists_of_words_hold_none_twice():
    lists = [RULES["bare"]["heads"], RULES["outer"]["heads"], RULES["members"]["boundaries"],
             RULES["members"]["governing"], load_toml("slots.toml")["offices"]]  # fmt: skip
    for words in lists:
        assert sorted({word for word in words if words.count(word) > 1}) == []


def test_words_that_leave_no_list_open_end_in_the_word_that_would():
    assert all(word.endswith(RULES["members"]["open_end"]) for word in RULES["members"]["not_open"])


def test_the_slot_patterns_compile_and_are_those_that_are_used():
    patterns = load_toml("slots.toml")["patterns"]
    assert set(patterns) == {"round", "congress", "masked", "date_relative"}
    for each in patterns.values():
        re.compile(each)


def test_persons_who_never_change_are_named():
    assert "习近平" in constant_persons()


def test_our_lexicon_files_are_read_in_a_stable_order():
    names = [place.name for place in data_files("lexicon")]
    assert names == sorted(names)
    assert "central.toml" in names


@pytest.mark.parametrize(
    ("record", "said"),
    [({}, "x 缺少 a"), ({"a": 1, "z": 2}, "x 有不认识的键 z"), ({"a": 1, "b": 2}, None)],
)
def test_keys_are_checked_both_ways(record, said):
    if said is None:
        check_keys(record, ["a"], ["b"], "x")
        return
    with pytest.raises(DataError, match=said):
        check_keys(record, ["a"], ["b"], "x")


def test_a_data_file_that_is_no_toml_is_named(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match=r"数据文件格式有误：.*a\.toml"):
        load_toml(path)
