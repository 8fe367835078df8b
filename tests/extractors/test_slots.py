"""Slots and places: patterns tried only where they can begin, sources read once, time that grows with the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.data import load_toml
from xuncha_nlp.extractors import annotate
from xuncha_nlp.extractors import places as places_module
from xuncha_nlp.extractors.found import anchored, find
from xuncha_nlp.segment import clauses as clauses_module
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

RULES = load_toml("slots.toml")
PATTERNS = {
    **{name: (RULES["begins"][name], pattern) for name, pattern in RULES["patterns"].items()},
    "organisation": (RULES["organisation"]["begins"], RULES["organisation"]["pattern"]),
}
# Every character that stands in a pattern, so that random texts hit all of its branches.
ALPHABETS = {
    name: sorted({*re.sub(r"\\u[0-9a-f]{4}|[A-Za-z]", "", pattern)} | set("1290大好"))
    for name, (_, pattern) in PATTERNS.items()
}
WORDS = ["党的十九大", "二十届三中全会", "区委六届七次全会", "第十二次党代会", "区住建局", "省委第三巡视组", "第二轮巡察", "首次全面巡察",
         "今年上半年", "12月底", "上个月26日", "到21日", "月底", "5个巡察组", "两名干部", "十几件", "**", "××", "前三轮"]  # fmt: skip


@pytest.mark.parametrize("name", PATTERNS)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_pattern_finds_the_same_where_it_is_tried_only_at_what_it_begins_with(name, data):
    begins, pattern = PATTERNS[name]
    text = data.draw(
        st.lists(st.sampled_from(ALPHABETS[name]) | st.sampled_from(WORDS), max_size=30).map("".join)
    )
    plain = [(*match.span(), match.group()) for match in re.finditer(pattern, text)]
    second = RULES["begins"].get(f"{name}_second", "")
    assert list(find(anchored(begins, pattern, second), text)) == plain


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_has_no_group_of_its_own_and_matches_nothing_empty(name):
    pattern = re.compile(PATTERNS[name][1])
    assert pattern.groups == 0
    assert not pattern.search("")


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    clauses_module._tagged_clause.cache_clear()


def speeches_of(text):
    return split(Source.from_text("a.txt", text))


def found(text, label=None):
    return [
        (each.label, text[each.start : each.end], each.attributes["value"])
        for speech in speeches_of(text)
        for each in annotate(speech, ["slot"])
        if label in (None, each.label)
    ]


def compilation(count):
    head = "在澄湖区委巡察动员会上的讲话\n（2021年6月）\n同志们：\n"
    return "".join(
        f"{head}今天动员。澄湖要变样。\n一、提高认识\n第{n}件事，要做好。\n散会。\n\n" for n in range(count)
    )


def test_a_place_of_one_speech_is_one_in_every_speech_of_its_source():
    text = (
        "在临溪镇调研时的讲话\n（2021年6月）\n同志们：\n临溪镇、望河镇变了样。\n\n"
        "在动员会上的讲话\n（2022年6月）\n同志们：\n临溪车站开了张。\n"
    )
    speeches = speeches_of(text)
    assert len(speeches) == 2
    second = [each for each in annotate(speeches[1], ["slot"]) if each.label == "place"]
    assert [text[each.start : each.end] for each in second] == ["临溪"]


def test_a_source_is_read_once_for_all_its_speeches(monkeypatch):
    text = compilation(40)
    speeches = speeches_of(text)
    assert len(speeches) == 40
    read = []
    in_dictionary = places_module._in_dictionary
    monkeypatch.setattr(
        places_module, "_in_dictionary", lambda view: read.append(view) or in_dictionary(view)
    )
    for speech in speeches:
        annotate(speech, ["slot"])
    assert len(read) == 1


def test_only_clauses_that_may_hold_a_name_are_segmented_and_none_twice(monkeypatch):
    segmented = []
    tagged = clauses_module.tagged
    monkeypatch.setattr(clauses_module, "tagged", lambda text: segmented.append(text) or tagged(text))
    text = "大家要把工作做细做实，一件一件抓到底，" * 200 + "请潘明远部长念名单，再到澄湖区看一看。"
    assert [value for *_, value in found(text)] == ["潘明远", "部长", "澄湖区"]
    assert sorted(segmented) == ["再到澄湖区看一看", "请潘明远部长念名单"]


def test_a_million_characters_without_punctuation_are_finished():
    piece = (
        "在澄湖区开会再到云川市看看请潘明远部长念名单大家今年把工作做好"
        + "好事要多磨大家齐心把事情做细做实" * 12
    )
    count = 1_000_000 // len(piece)
    slots_found = found(piece * count)
    for expected in (("place", "云川市"), ("place", "澄湖区"), ("person", "潘明远"), ("date", "今年")):
        assert sum(each[:2] == expected for each in slots_found) == count


@pytest.mark.parametrize("length", [200, 2_000])
def test_what_is_segmented_grows_with_the_text_and_not_faster(monkeypatch, length):
    segmented = []
    tagged = clauses_module.tagged
    monkeypatch.setattr(clauses_module, "tagged", lambda text: segmented.append(len(text)) or tagged(text))
    text = "到澄湖区看一看，请潘明远部长念名单，还有别的事情要讲。" * length
    found(text)
    assert 0 < sum(segmented) <= len(text)


def test_slots_that_overlap_are_chosen_by_what_they_say():
    from xuncha_nlp.extractors.found import slot
    from xuncha_nlp.extractors.slots import _placed

    given = [
        slot(0, 4, "place", "a", "甲"),
        slot(2, 6, "organisation", "b", "乙"),
        slot(5, 8, "date", "c", "丙"),
        slot(8, 9, "masked", "d", "丁"),
    ]
    assert [(each.start, each.end, each.label) for each in _placed(given, 10)] == [
        (10, 14, "place"),
        (15, 18, "date"),
        (18, 19, "masked"),
    ]


def test_a_number_survives_the_tables(tmp_path):
    from xuncha_nlp.corpus import build, read, records

    path = tmp_path / "a.txt"
    path.write_text(
        "在动员会上的讲话\n（2021年6月）\n同志们：\n第三轮巡察35家单位，满意率98.5%。", encoding="utf-8"
    )
    build([path], tmp_path / "c")
    numbers = [
        [row["number"] for row in records(corpus, ["slot"])] for corpus in (read(path), read(tmp_path / "c"))
    ]
    assert repr(numbers[0]) == repr(numbers[1])
    assert [each for each in numbers[0] if each is not None] == [3, 35, 98.5]
