"""Shared passages: small texts aligned by hand, and laws that hold for any two texts."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha_nlp.extractors.passages import Passage
from xuncha_nlp.extractors.repeats import lay, read_of
from xuncha_nlp.extractors.reuse import find_reuse, shared_passages
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import Speech, split

OLD = "在澄湖区委巡察动员会上的讲话\n（2019年3月）\n同志们：\n各单位要全力支持、密切配合青石镇的巡察工作，如实反映情况。\n散会。"
NEW = "在澄湖区委巡察动员会上的讲话\n（2021年5月）\n同志们：\n各单位要全力支持、密切配合临江镇的巡察工作，如实反映情况。\n散会。"


def speech(text: str, name: str = "case.txt") -> Speech:
    (found,) = split(Source.from_text(name, text))
    return found


def changed(passage: Passage) -> list[tuple[str, str, str | None]]:
    return [(each.left.text, each.right.text, each.slot) for each in passage.differences]


def assert_replays(passage: Passage, left: Speech, right: Speech) -> None:
    for name, owner in (("left", left), ("right", right)):
        side = getattr(passage, name)
        assert side.text == owner.source.text[side.start : side.end]
        assert owner.start <= side.start < side.end <= owner.end
        at = side.start
        for each in passage.differences:
            part = getattr(each, name)
            assert part.text == owner.source.text[part.start : part.end]
            assert at <= part.start <= part.end <= side.end
            at = part.end


# By hand


def test_what_varies_on_the_occasion_is_a_candidate_slot() -> None:
    (passage,) = find_reuse(speech(OLD, "旧.txt"), speech(NEW, "新.txt"))
    assert changed(passage) == [("2019", "2021", "date"), ("3", "5", "date"), ("青石镇", "临江镇", "place")]
    assert (passage.left.speech, passage.right.speech) == ("旧.txt#1", "新.txt#1")
    assert passage.left.text == OLD
    assert passage.similarity > 0.85
    assert_replays(passage, speech(OLD), speech(NEW))


def test_words_that_were_put_in_have_an_empty_other_side() -> None:
    one, other = "请大家把巡察发现的问题逐条逐项改到位。", "请大家把巡察发现的突出问题逐条逐项改到位。"
    (passage,) = find_reuse(speech(one), speech(other), shortest=10)
    assert changed(passage) == [("", "突出", None)]
    assert passage.differences[0].left.start == passage.differences[0].left.end == one.index("问题")


def test_whole_words_differ_and_not_halves_of_them() -> None:
    (passage,) = find_reuse(
        speech("要把监督责任压实到每一个支部去。"), speech("要把监督作用压实到每一个支部去。"), shortest=6
    )
    assert changed(passage) == [("责任", "作用", None)]


def test_line_breaks_and_widths_make_no_difference() -> None:
    one = "开会：各单位要全力支持，\n密切配合，如实反映情况（含附件）。"
    other = "各位要记住,各单位要全力支持，密切配合,如实反映情况(含附件)。"
    (passage,) = find_reuse(speech(one), speech(other), shortest=15)
    assert passage.left.text == "各单位要全力支持，\n密切配合，如实反映情况（含附件）。"
    assert passage.differences == ()
    assert passage.similarity == 1


def test_a_damaged_speech_is_compared_as_it_is_read_and_found_in_its_source() -> None:
    text = "各 单 位 要 全 力 支 持、密 切 配\u200b合 巡 察 工 作，如 实 反 映 情 况。\n散会。"
    whole = "先说一句。各单位要全力支持、密切配合巡察工作，如实反映情况。再说一句。"
    (passage,) = find_reuse(speech(text), speech(whole))
    assert passage.differences == ()
    assert passage.left.text == text[: text.index("\n")]
    assert_replays(passage, speech(text), speech(whole))


def test_what_is_shorter_than_asked_is_not_reported() -> None:
    one, other = speech("甲说压实整改责任的事。"), speech("乙谈压实整改责任之法。")
    assert find_reuse(one, other) == []
    (passage,) = find_reuse(one, other, shortest=6)
    assert passage.characters == 6


def test_formulae_and_citations_can_be_left_out_of_the_count() -> None:
    one = speech("增强“四个意识”、坚定“四个自信”、做到“两个维护”，学好《中国共产党章程》。")
    other = speech("会议要求增强“四个意识”、坚定“四个自信”、做到“两个维护”，学好《中国共产党章程》！")
    (passage,) = find_reuse(one, other)
    assert passage.characters == len(one.text) - 1
    without = find_reuse(one, other, shortest=10, without=["formula", "citation"])
    assert [each.characters for each in without] == [passage.characters - 12 - len("《中国共产党章程》")]
    assert find_reuse(one, other, without=["formula", "citation"]) == []


def test_what_everybody_says_begins_no_passage() -> None:
    speeches = [speech(f"这是第{n}份：各单位要全力支持、密切配合巡察工作。", f"{n}.txt") for n in range(6)]
    assert len(shared_passages(speeches, shortest=12)) == 15
    assert shared_passages(speeches, shortest=12, most=5) == []


def test_a_speech_against_several_stands_on_the_left() -> None:
    others = [speech(OLD, "旧.txt"), speech("另说一事。", "无.txt"), speech(OLD, "又.txt")]
    found = find_reuse(speech(NEW, "新.txt"), others)
    assert [(each.left.speech, each.right.speech) for each in found] == [
        ("新.txt#1", "旧.txt#1"),
        ("新.txt#1", "又.txt#1"),
    ]


def test_nothing_is_shared_with_nobody() -> None:
    assert shared_passages([]) == []
    assert shared_passages([speech(OLD)]) == []
    assert find_reuse(speech(OLD), []) == []


@pytest.mark.parametrize("options", [{"shortest": 3}, {"similarity": 1.5}, {"similarity": -0.1}, {"most": 1}])
def test_a_parameter_out_of_its_range_is_refused(options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        find_reuse(speech(OLD), speech(NEW), **options)  # type: ignore[arg-type]


def test_long_speeches_with_much_in_common_take_no_longer_than_their_length() -> None:
    # Compared character by character with each other, these would take hours.
    make = random.Random(5)  # noqa: S311
    clauses = ["".join(chr(make.randrange(0x4E00, 0x6E00)) for _ in range(30)) for _ in range(4000)]
    speeches = [speech("。".join(make.sample(clauses, 2000)) + "。", f"{n}.txt") for n in range(4)]
    assert len(shared_passages(speeches, annotations=lambda *_: ())) > 4000


# Laws

texts = st.text(alphabet="甲乙丙丁戊，。 \n", min_size=1, max_size=60).filter(
    lambda text: bool(text.strip()) and text.strip()[0] not in "，。"
)
letters = st.text(alphabet="甲乙丙丁", min_size=1, max_size=50)


def pair(one: str, other: str) -> tuple[Speech, Speech] | None:
    found = [*split(Source.from_text("a", one)), *split(Source.from_text("b", other))]
    return (found[0], found[1]) if len(found) == 2 else None


@given(texts, texts)
def test_offsets_replay_and_the_order_makes_no_difference(one: str, other: str) -> None:
    speeches = pair(one, other)
    if not speeches:
        return
    left, right = speeches
    found = find_reuse(left, right, shortest=4, similarity=0)
    for passage in found:
        assert_replays(passage, left, right)
        assert 0 <= passage.similarity <= 1
        assert passage.characters >= 4
    if left.text != right.text:
        turned = find_reuse(right, left, shortest=4, similarity=0)
        assert {(each.left, each.right, each.characters) for each in found} == {
            (each.right, each.left, each.characters) for each in turned
        }


@given(letters, letters)
def test_every_common_run_that_is_long_enough_lies_in_a_passage(one: str, other: str) -> None:
    speeches = pair(one, other)
    if not speeches:
        return
    left, right = speeches
    spans = [
        (each.left.start, each.left.end, each.right.start, each.right.end)
        for each in find_reuse(left, right, shortest=4, similarity=0, most=10_000)
    ]
    for i in range(len(one) - 3):
        for j in range(len(other) - 3):
            if one[i : i + 4] == other[j : j + 4]:
                assert any(a <= i and i + 4 <= b and c <= j and j + 4 <= d for a, b, c, d in spans), (
                    one,
                    other,
                    i,
                    j,
                )


@given(texts, texts)
def test_between_the_differences_the_two_sides_are_the_same(one: str, other: str) -> None:
    speeches = pair(one, other)
    if not speeches:
        return
    for passage in find_reuse(*speeches, shortest=4, similarity=0):
        rests = []
        for name, text in (("left", one), ("right", other)):
            side = getattr(passage, name)
            at, rest = side.start, ""
            for each in passage.differences:
                part = getattr(each, name)
                rest += text[at : part.start]
                at = part.end
            rests.append("".join((rest + text[at : side.end]).split()))
        assert rests[0] == rests[1]


@given(st.lists(letters, max_size=4))
def test_laying_keeps_every_character_at_its_place(several: list[str]) -> None:
    speeches = [each for text in several for each in split(Source.from_text("a", text))]
    laid = lay(map(read_of, speeches))
    assert laid.text.split("\0")[1:-1] == [each.text for each in speeches]
    for number, each in enumerate(speeches):
        begin = int(laid.begins[number])
        assert laid.span(begin, begin + len(each.text)) == (each.start, each.end)
