"""What holds for every text: offsets replay, sections nest, and nothing unforeseen is raised."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.errors import DataError
from xuncha_nlp.extractors import KINDS, MOVES, SLOTS, annotate
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

# Pieces of the language, so that random texts hold headings, points, formulae, lists, dates and slots.
PIECES = st.sampled_from(
    [
        "在澄湖区委巡察动员会上的讲话", "——在反馈会上的讲话", "（2021年6月）", "二○一九年三月", "同志们：", "目录", "……3",
        "一、", "二、", "（一）", "（二）", "1.", "2．", "①", "一是", "二是", "三是", "第一，", "第二，", "其一，", "第一章　",
        "“四个意识”", "八项规定", "“三个到位”", "三个到位", "四个“第一”", "三个**", "四风", "“一托二”", "第三个着力",
        "，即", "：", "（", "）", "等", "、", "，", "；", "。", "\n", "\n\n", "\r\n", "　　", " ", "“", "”", "《", "》", "〈", "〉",
        "认识到位", "责任到位", "措施到位", "讲三点意见", "五方面内容", "几点要求", "几", "三", "十", "百", "两", "3", "％",
        "林若溪书记", "潘部长", "临溪镇", "澄湖区", "区住建局", "第二轮巡察", "党的十九大", "5个巡察组", "今年", "××",
        "提高认识", "整改", "散会。", "同志们，一起干。", "谢谢大家！", "\u200b", "\ufeff", "🙂", "𠮷", "\x00", "\u2028", "\v",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)
LAWS = settings(max_examples=60, deadline=None)


def speeches_of(text):
    return split(Source.from_text("a.txt", text))


@LAWS
@given(TEXTS)
def test_speeches_are_in_order_disjoint_and_inside_their_source(text):
    speeches = speeches_of(text)
    assert all(0 <= speech.start <= speech.body_start <= speech.end <= len(text) for speech in speeches)
    assert all(before.end <= after.start for before, after in pairwise(speeches))
    assert [speech.id for speech in speeches] == [f"a.txt#{n}" for n in range(1, len(speeches) + 1)]


@LAWS
@given(TEXTS)
def test_a_text_with_something_on_it_has_a_speech_or_is_all_header(text):
    assert bool(speeches_of(text)) == bool(text.strip("\u200b\ufeff\xa0 \t\n\r\v\f\u2028\u2029　"))


@LAWS
@given(TEXTS)
def test_sections_nest_in_order_and_siblings_do_not_overlap(text):
    def check(text, sections, level, start, end):
        for section in sections:
            assert (
                start <= section.start <= section.heading_start <= section.heading_end <= section.end <= end
            )
            assert section.level == level
            assert text[section.heading_start : section.heading_end] == section.heading
            check(text, section.children, level + 1, section.heading_start, section.end)
        assert all(before.end <= after.start for before, after in pairwise(sections))

    for speech in speeches_of(text):
        # A damaged text is read in a copy, and headings are those of the copy.
        read = speech.reading or speech
        end = read.closing.start if read.closing else read.end
        check(read.source.text, read.sections, 1, read.body_start, end)


@LAWS
@given(TEXTS)
def test_a_point_inside_a_paragraph_ends_with_it(text):
    for speech in speeches_of(text):
        for section in speech.walk():
            assert not section.inline or "\n" not in text[section.start : section.end]


@LAWS
@given(TEXTS)
def test_header_opening_and_closing_lie_inside_the_speech(text):
    for speech in speeches_of(text):
        for line in speech.header:
            assert speech.start <= line.start < line.end <= speech.body_start
        assert speech.body_start <= speech.opening.start
        assert speech.opening.end <= speech.end
        if speech.closing:
            assert speech.body_start <= speech.closing.start < speech.closing.end == speech.end


@LAWS
@given(TEXTS)
def test_points_run_from_one(text):
    for speech in speeches_of(text):
        for section in speech.walk():
            runs = [
                child for child in section.children if child.style in ("一是", "一要", "第一，", "其一，")
            ]
            for child, after in pairwise(runs):
                if child.style == after.style:
                    assert after.number in (1, child.number + 1)


@pytest.mark.parametrize("kind", KINDS)
@LAWS
@given(text=TEXTS)
def test_annotations_replay_inside_their_speech_in_order(kind, text):
    for speech in speeches_of(text):
        found = annotate(speech, [kind])
        assert [each.start for each in found] == sorted(each.start for each in found)
        for each in found:
            record = each.to_json(speech)
            assert speech.start <= each.start < each.end <= speech.end
            assert text[record["start"] : record["end"]] == record["text"]
            assert record["rule"]
            for member in record.get("members", ()):
                assert member["text"].strip() == member["text"] != ""
                if "start" in member:
                    assert speech.start <= member["start"] < member["end"] <= speech.end
                    assert text[member["start"] : member["end"]] == member["text"]


@pytest.mark.parametrize("kind", ["formula", "citation", "slot"])
@LAWS
@given(text=TEXTS)
def test_annotations_of_one_kind_do_not_overlap(kind, text):
    for speech in speeches_of(text):
        found = annotate(speech, [kind])
        outer = [each for each in found if not each.attributes.get("nested_in")]
        assert all(before.end <= after.start for before, after in pairwise(outer))


@LAWS
@given(text=TEXTS)
def test_a_nested_formula_is_known_and_inside_the_one_that_it_names(text):
    for speech in speeches_of(text):
        found = annotate(speech, ["formula"])
        outer = [each for each in found if each.attributes["nested_in"] is None]
        for each in found:
            assert each.attributes["evidence"]
            if each.attributes["nested_in"] is not None:
                (holder,) = (one for one in outer if one.start <= each.start and each.end <= one.end)
                assert holder.label == each.attributes["nested_in"]
                assert each.attributes["known"]
                assert each.label != holder.label


@pytest.mark.parametrize("kind", ["formula", "enumeration"])
@LAWS
@given(text=TEXTS)
def test_status_and_members_agree(kind, text):
    for speech in speeches_of(text):
        for each in annotate(speech, [kind]):
            members, declared = each.attributes["members"], each.attributes["declared"]
            status, by = each.attributes["status"], each.attributes["resolved_by"]
            assert status in ("complete", "partial", "count-mismatch", "unresolved")
            assert (by is None) == (not members)
            assert all((member.start is None) == (by == "lexicon") for member in members)
            if status == "complete" and declared and members:
                assert len(members) == declared
            elif status == "partial":
                assert 0 < len(members) < declared
            elif status == "count-mismatch":
                assert len(members) != declared


@LAWS
@given(TEXTS)
def test_labels_are_those_that_the_contract_names(text):
    for speech in speeches_of(text):
        assert {each.label for each in annotate(speech, ["slot"])} <= set(SLOTS)
        assert {each.label for each in annotate(speech, ["move"])} <= set(MOVES)
        for each in annotate(speech, ["citation"]):
            assert speech.source.text[each.start : each.end] == f"《{each.label}》"


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_arbitrary_unicode_is_annotated_without_an_error(text):
    for speech in speeches_of(text):
        annotate(speech)


def test_an_unknown_kind_is_refused_with_those_that_exist():
    (speech,) = speeches_of("看人")
    with pytest.raises(DataError, match=r"没有这种标注：verb.*formula"):
        annotate(speech, ["verb"])


LARGE = {
    "ten thousand numbers that alternate": "".join(
        f"{'一、' if n % 2 else '（一）'}子\n" for n in range(10_000)
    ),
    "ten thousand numbers in one line": "好。" + "一是好，二是好，" * 5_000,
    "every style nested in turn": "一是好\n一、好\n①好\n（一）好\n1.好\n其一，好\n第一，好\n一要好\n" * 1_000,
    "a paragraph of 300,000 characters": "好事多" * 100_000,
    "20,000 formulae in one paragraph": "讲三个聚焦的事" * 10_000 + "“三个到位”、" * 10_000,
    "20,000 titles left open": "《好" * 20_000,
    "20,000 quotation marks left open": "“好" * 20_000,
    "30,000 numerals": "一二三四五六七八九十" * 3_000,
    "30,000 dots": "." * 30_000 + "\n" + ". " * 10_000 + "\n" + "\t" * 10_000,
    "30,000 asterisks": "*" * 30_000,
    "a list of 50,000 items": "好、" * 50_000 + "“三个年”",
    "10,000 slots": "2021年6月、林若溪书记、" * 5_000,
    "a contents list of 2,000 entries": "目录\n" + "在动员会上的讲话\n" * 2_000,
    "20,000 lines": "好\n" * 20_000,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_large_and_odd_texts_are_finished(text):
    for speech in speeches_of(text):
        for each in annotate(speech):
            assert speech.start <= each.start < each.end <= speech.end
