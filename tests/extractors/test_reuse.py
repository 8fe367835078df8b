"""Shared passages: small texts aligned by hand, and laws that hold for any two texts."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.extractors.matches import speech_pairs
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


def labels(passage: Passage) -> tuple[str | None, ...]:
    return tuple(each.slot for each in passage.differences)


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
    # The title, the date and the salutation are in every header, and 散会 ends every meeting.
    assert changed(passage) == [("青石镇", "临江镇", "place")]
    assert (passage.left.speech, passage.right.speech) == ("旧.txt#1", "新.txt#1")
    assert passage.left.text == OLD[OLD.index("各单位") : OLD.index("\n散会")]
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


def test_formulae_and_citations_do_not_count_unless_they_are_to() -> None:
    one = speech("增强“四个意识”、坚定“四个自信”、做到“两个维护”，学好《中国共产党章程》。")
    other = speech("会议要求增强“四个意识”、坚定“四个自信”、做到“两个维护”，学好《中国共产党章程》！")
    (passage,) = find_reuse(one, other, without=[])
    assert passage.characters == len(one.text) - 1
    # The verbs between formulae are those that go with them: they make no passage either.
    assert find_reuse(one, other) == find_reuse(one, other, shortest=4) == []


def test_what_is_copied_around_formulae_counts_without_them() -> None:
    kept = "菜金每天公布在食堂门口，采购单两个人签字，账本月底交村民代表看。"
    one = speech(f"甲说一句。要增强“四个意识”，{kept}")
    other = speech(f"乙讲几条。要增强“四个意识”，{kept}")
    (passage,) = find_reuse(one, other)
    assert passage.left.text == f"要增强“四个意识”，{kept}"
    assert passage.characters == len(kept)
    assert passage.similarity == 1


def test_a_town_before_its_committee_is_a_place() -> None:
    one, other = (
        f"请各单位三天之内把材料交到{town}党委，谈话安排照前次的办法办。" for town in ("临江镇", "石埠镇")
    )
    (passage,) = find_reuse(speech(one), speech(other))
    assert changed(passage) == [("临江镇党委", "石埠镇党委", "place")]


# Two matters, one header, the same formulae with the same verbs, the same words at the end.
UNRELATED = [
    "在澄湖区委第三轮巡察动员会上的讲话\n（2021年5月8日）\n赵明远\n同志们：\n今天，我们召开澄湖区委第三轮巡察动员会，主要任务是"
    f"{task}\n要增强“四个意识”、坚定“四个自信”、做到“两个维护”，{first}深入贯彻落实习近平新时代中国特色社会主义思想，"
    f"学好《中国共产党章程》，全面从严治党，严守政治纪律、组织纪律、廉洁纪律、群众纪律、工作纪律、生活纪律，{last}"
    "\n我就讲这些，谢谢大家！\n散会。"
    for task, first, last in (
        ("讲学校食堂。", "把食堂的账一笔一笔算清。", "菜金每天公布。"),
        ("说农田水利。", "抽水机房的钥匙要找得到人。", "沟渠分段包干。"),
    )
]  # fmt: skip


def test_two_speeches_on_two_matters_share_nothing() -> None:
    one, other = map(speech, UNRELATED)
    assert one.header and one.closing
    assert find_reuse(one, other) == []
    # It is the formulae that they have in common.
    assert sum(each.characters for each in find_reuse(one, other, without=[])) > 60


def test_a_text_that_is_nothing_but_a_line_is_compared_all_the_same() -> None:
    line = "在澄湖区农田水利冬修现场推进会上的讲话提纲之一"
    (passage,) = find_reuse(speech(line), speech(line))
    assert passage.left.text == line


@pytest.mark.parametrize(
    ("old", "new", "slot"),
    [
        ("第三轮", "第四轮", "round"),
        ("青石镇", "白沙镇", "place"),
        # The name of a town, though it be a part of the name of a body on one side.
        ("临江镇", "石埠镇", "place"),
        ("临江镇政府", "石埠镇党委", None),
        # A date is in it; it is none.
        ("今天讲学校食堂", "我先说农田水利", None),
        ("今天", "明天", "date"),
        ("赵明远", "**", "masked"),
        ("乡村", "城镇", None),
    ],
)
def test_a_difference_has_a_label_only_where_it_is_a_slot(old: str, new: str, slot: str | None) -> None:
    before, behind = "请各单位把材料三天之内交齐；", "，谈话安排照前次的办法办，不得推托。"
    one, other = speech(f"{before}{old}{behind}"), speech(f"{before}{new}{behind}")
    for left, right, words in ((one, other, (old, new)), (other, one, (new, old))):
        (passage,) = find_reuse(left, right)
        assert changed(passage) == [(*words, slot)]


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


@settings(deadline=None)  # it finds the formulae of every text, and under load the first takes long
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
        assert {(each.left, each.right, each.characters, labels(each)) for each in found} == {
            (each.right, each.left, each.characters, labels(each)) for each in turned
        }


@settings(deadline=None)
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


@settings(deadline=None)
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


@settings(deadline=None)
@given(st.lists(letters, min_size=2, max_size=5))
def test_no_pair_of_speeches_is_counted_before_that_has_no_passage(several: list[str]) -> None:
    speeches = [
        each
        for n, text in enumerate(several)
        for each in split(Source.from_text(f"{n}", f"{text}。"))
        if text
    ]
    laid = lay(map(read_of, speeches))
    hidden = np.zeros(len(laid.codes), dtype=bool)
    counted = speech_pairs(laid, laid.sorted_suffixes(), hidden, 5, seed=3, most=50)
    found = shared_passages(speeches, shortest=5, similarity=0)
    assert counted <= len({(each.left.speech, each.right.speech) for each in found})


pieces = st.lists(
    st.sampled_from([
        "在青石镇动员会上的讲话\n", "（2021年5月）\n", "同志们：\n", "要增强“四个意识”、", "学好《中国共产党章程》，",
        "严守廉洁纪律，", "召开澄湖区委第三轮巡察动员会，", "账要一笔一笔算清，", "沟渠分段包干到人。", "第三轮从石埠镇开始。\n", "我就讲这些。\n", "散会。\n",
    ]),
    min_size=1, max_size=14,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(pieces, pieces)
def test_the_laws_hold_for_what_speeches_are_made_of(one: str, other: str) -> None:
    speeches = pair(one, other)
    if not speeches or speeches[0].text == speeches[1].text:
        return
    left, right = speeches
    found, turned = (find_reuse(*each, shortest=8, similarity=0) for each in ((left, right), (right, left)))
    for passage in found:
        assert_replays(passage, left, right)
        # Whatever the formulae, so much of it is the same beside them.
        assert 8 <= passage.characters <= len(passage.left.text)
    assert {(each.left, each.right, each.characters, labels(each)) for each in found} == {
        (each.right, each.left, each.characters, labels(each)) for each in turned
    }
    # What counts with the formulae left out counts with them.
    every = find_reuse(left, right, shortest=8, similarity=0, without=[])
    for passage in found:
        assert any(
            each.left.start <= passage.left.start and passage.left.end <= each.left.end for each in every
        )
