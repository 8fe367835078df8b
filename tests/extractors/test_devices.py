"""Devices: their laws, and the rules that they are made of; the cases are in ``tests/cases/devices.json``."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.corpus import Corpus, build, tag
from xuncha_nlp.data import load_toml
from xuncha_nlp.extractors import DEVICES, annotate
from xuncha_nlp.extractors.clause_marks import ClauseMarks
from xuncha_nlp.extractors.parallelism import parallels
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import Speech, split

RULES = load_toml("devices.toml")
PIECES = st.sampled_from(
    ["要", "不", "以湖为镜", "以民为本", "，", "、", "；", "。", "！", "\n", "“", "”", "利剑", "当好", "（", "）", "实事求是",
     "迎难而上", "守住底线", "有的", "没有", "就没有", "𠮷", "12", "一是", "扎紧", "篱笆"]
)  # fmt: skip


def speech_of(text: str) -> Speech:
    """A speech as it would be read, without the time that the reading takes."""
    return Speech(
        "a.txt#1", Source.from_text("a.txt", text), None, None, None, None, 0, len(text), (), (), None
    )


# The first example waits for the dictionary.
@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_a_device_and_its_members_replay(text: str):
    speech = speech_of(text)
    for each in annotate(speech, ["device"]):
        assert each.label in DEVICES
        assert 0 <= each.start < each.end <= len(text)
        members = each.attributes["members"]
        assert [text[member.start : member.end] for member in members] == [member.text for member in members]
        assert all(one.end <= other.start for one, other in pairwise(members))
        if members:
            assert (members[0].start, members[-1].end) == (each.start, each.end)
        if each.label == "metaphor":
            assert not members
            assert 2 <= each.end - each.start <= 8
            assert each.attributes["evidence"]
        else:
            assert len(members) >= 3


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_parallelism_stands_inside_another(text: str):
    spans = [
        (each.members[0][0], each.members[-1][1]) for each in parallels(text, ClauseMarks(text, 0, len(text)))
    ]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@given(st.lists(PIECES, max_size=30).map("".join), st.text("话好，。", max_size=5))
def test_what_stands_outside_of_a_speech_does_not_change_it(text: str, before: str):
    source = Source.from_text("a.txt", before + "\n" + text + "\n" + before)
    start = len(before) + 1
    within = Speech("a.txt#1", source, None, None, None, None, start, start + len(text), (), (), None)
    alone = speech_of(text)
    assert [(each.start - start, each.end - start, each.label) for each in annotate(within, ["device"])] == [
        (each.start, each.end, each.label) for each in annotate(alone, ["device"])
    ]


def test_a_text_with_layout_damage_has_its_devices_where_they_stand():
    text = "在会上的讲话\n同志们：\n要稳住阵脚，要沉到村\u200b组，要问出实情。当好“啄\u200b木鸟”。\n"
    (speech,) = split(Source.from_text("a.txt", text))
    found = [(each.label, text[each.start : each.end]) for each in annotate(speech, ["device"])]
    assert found == [
        ("parallelism", "要稳住阵脚，要沉到村\u200b组，要问出实情"),
        ("metaphor", "啄\u200b木鸟"),
    ]


def test_the_table_of_a_corpus_directory_is_that_of_the_text(tmp_path):
    text = "在会上的讲话\n同志们：\n要稳住阵脚，要沉到村组，要问出实情。当好“啄木鸟”，做到实事求是、善始善终、久久为功。\n"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    build([path], tmp_path / "corpus")
    stored = tag(Corpus.open(tmp_path / "corpus"), "device")
    fresh = tag(Corpus.from_texts({"a.txt": text}), "device")
    assert list(fresh["label"]) == ["parallelism", "metaphor", "four-character"]
    assert stored.to_dict("records") == fresh.to_dict("records")


# What would take minutes if it were not in proportion to the length

LARGE = {
    "a million characters without punctuation": ("人人办事" * 250_000, {}),
    "a million characters of one clause after another": ("要办事，" * 250_000, {}),
    "100,000 clauses that begin alike": (
        "".join(f"要办{chr(0x4E00 + n % 20_000)}的事，" for n in range(100_000)),
        {},
    ),
    "200,000 phrases": ("".join(f"实事求{chr(0x4E00 + n % 20_000)}，" for n in range(200_000)), {}),
    "100,000 quotation marks left open": ("“利剑" * 100_000, {}),
    "100,000 metaphors": ("当好“利剑”的人" * 100_000, {"metaphor": 100_000}),
    "20,000 parallelisms": ("要稳住阵脚，要沉到村组，要问出实情。好。\n" * 20_000, {"parallelism": 20_000}),
}


@pytest.mark.parametrize("case", LARGE.values(), ids=LARGE)
def test_a_large_text_is_read_in_proportion_to_its_length(case):
    text, expected = case
    found = Counter(each.label for each in annotate(speech_of(text), ["device"]))
    assert expected.items() <= found.items()


# The data


def test_every_vehicle_stands_once_and_is_short_enough():
    vehicles = [each for words in RULES["metaphor"]["vehicles"].values() for each in words]
    assert len(vehicles) == len(set(vehicles)) > 400
    assert all(2 <= len(each) <= RULES["metaphor"]["longest"] for each in vehicles)


def test_every_plain_verb_is_one_of_the_verbs():
    assert set(RULES["metaphor"]["verbs"]["plain"]) <= set(RULES["metaphor"]["verbs"]["words"])


def test_an_anchor_belongs_to_something_that_clauses_begin_with():
    assert all(anchors and all(anchors) for anchors in RULES["parallelism"]["anchors"].values())
    for pattern in (RULES["parallelism"]["no_frame"], RULES["four"]["list_ends"], RULES["four"]["no_phrase"]):
        assert not re.compile(pattern).search("")
