"""A draft: passages of earlier speeches with their origins, slots filled, numbers and counts made right."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from xuncha_nlp.corpus import Corpus
from xuncha_nlp.errors import InputError
from xuncha_nlp.speeches import write_number
from xuncha_nlp.templating import Draft, Passage, Plan, draft
from xuncha_nlp.templating.events import meetings as central_meetings
from xuncha_nlp.templating.fill import placeholder

MakePlan = Callable[..., Plan]

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"【待填：[^【】\n]+】")


def text_of(result: Draft, passage: Passage) -> str:
    return result.text[passage.start : passage.end]


def undone(result: Draft, passage: Passage) -> str:
    """A passage with its edits taken back."""
    text, shift = text_of(result, passage), passage.start
    for edit in reversed(passage.edits):
        assert text[edit.start - shift : edit.end - shift] == edit.after
        text = text[: edit.start - shift] + edit.before + text[edit.end - shift :]
    return text


def line(result: Draft, start: str) -> str:
    """The one line of a draft that begins so."""
    found = [each for each in result.text.splitlines() if each.startswith(start)]
    assert len(found) == 1, (start, result.text)
    return found[0]


def headings(result: Draft) -> list[str]:
    """The numbers and headings on lines of their own, as they are read back."""
    text = result.text
    return [
        text[each.start : each.heading_start] + each.heading
        for each in result.speech.walk()
        if not each.inline
    ]


# Laws, held against drafts from the sample speeches by plans of many kinds


def test_passages_cover_the_text_joined_by_line_ends(sample_draft: Draft) -> None:
    assert "\n".join(text_of(sample_draft, each) for each in sample_draft.passages) == sample_draft.text
    starts = [0, *(each.end + 1 for each in sample_draft.passages)]
    assert [each.start for each in sample_draft.passages] == starts[:-1]
    assert starts[-1] == len(sample_draft.text) + 1


def test_a_passage_is_one_paragraph(sample_draft: Draft) -> None:
    assert all("\n" not in text_of(sample_draft, each) for each in sample_draft.passages)


def test_every_origin_replays(sample_draft: Draft, sample: Corpus) -> None:
    origins = [each.origin for each in sample_draft.passages if each.origin]
    assert origins
    for origin in origins:
        speech = sample[origin.speech]
        assert speech.source.name == origin.source
        assert speech.start <= origin.start < origin.end <= speech.end
        text = speech.source.text[origin.start : origin.end]
        assert hashlib.sha256(text.encode()).hexdigest() == origin.sha256


def test_edits_taken_back_give_the_paragraph_of_the_source(sample_draft: Draft, sample: Corpus) -> None:
    for passage in sample_draft.passages:
        if passage.origin:
            source = sample.sources[passage.origin.source].text
            assert undone(sample_draft, passage) == source[passage.origin.start : passage.origin.end]


def test_edits_stand_in_order_within_their_passage(sample_draft: Draft) -> None:
    for passage in sample_draft.passages:
        bounds = [passage.start, *(x for each in passage.edits for x in (each.start, each.end)), passage.end]
        assert bounds == sorted(bounds)
        assert all(each.before != each.after for each in passage.edits)


def test_the_status_says_whether_a_paragraph_is_as_in_the_source(sample_draft: Draft, sample: Corpus) -> None:
    for passage in sample_draft.passages:
        if passage.origin is None:
            assert (passage.status, passage.edits) == ("new", ())
            continue
        source = sample.sources[passage.origin.source].text[passage.origin.start : passage.origin.end]
        same = text_of(sample_draft, passage) == source
        assert passage.status == ("verbatim" if same else "adapted")
        assert bool(passage.edits) != same


def test_nothing_is_in_a_draft_but_source_plan_placeholders_and_numbers(sample_draft: Draft) -> None:
    """A passage is its source but for its edits; what an edit or a new passage says has to be accounted for."""
    plan = sample_draft.plan
    assert plan is not None
    profile, count = plan.profile, len(plan.sections)
    spoken = "零一两三四五六七八九十"[count] if count <= 10 else "十二"
    of_plan = {*profile.values.values(), *profile.people.values(), *profile.replace.values()}
    of_plan |= {plan.render(each.heading) for each in plan.sections}
    of_plan |= {plan.render(each) for each in (plan.title, plan.salutation)} | {plan.date_line}
    of_plan.add(plan.render(plan.lead_in, count=spoken))
    own = {re.sub(r"{{.+?}}", "", each) for each in (*plan.kind.opening, *plan.kind.closing)}
    meetings = {each["name"] for each in [re.search("^在(?P<name>.+?会)上", plan.render(plan.title))] if each}
    held = {said for name in central_meetings() for said in (name, f"党的{name}")}
    year = re.compile(r"(?:[今去前]年|\d{4}年)(?:.{0,8})|本届|[前]?[一二三四五六七八九十两]+轮?|\d+")
    number = re.compile(
        r"(?:第?[一二三四五六七八九十两]+(?:章　|[、，是要轮])?|（[一二三四五六七八九十\d]+）|\d+[.、]|[①-⑳])?"
    )
    for passage in sample_draft.passages:
        said = [each.after for each in passage.edits] if passage.origin else [text_of(sample_draft, passage)]
        for each in said:
            rest = number.sub("", PLACEHOLDER.sub("", each), count=1)
            bare = PLACEHOLDER.sub("", each)
            known = each in of_plan | held | meetings or rest in of_plan | {""} or year.fullmatch(each)
            assert known or any(
                re.sub("[区县]委", "委", bare) == re.sub("[区县]委", "委", line) for line in own
            ), each


def test_no_name_place_or_mask_of_a_source_is_left_in(sample_draft: Draft, sample: Corpus) -> None:
    plan = sample_draft.plan
    assert plan is not None
    known = plan.profile.known()
    used = {each.origin.speech for each in sample_draft.passages if each.origin}
    checked = 0
    for name in used:
        speech = sample[name]
        slots = sample.annotations(speech, "slot")
        for index, slot in enumerate(slots):
            value, end = slot.attributes["value"], slot.end
            if slot.label not in ("person", "place", "masked") or slot.attributes["generic"]:
                continue
            if any(each.startswith(value) for each in known):
                continue
            if slot.label == "person":  # 何 is also in 任何: with the office
                end = slots[index + 1].end
            checked += 1
            assert speech.source.text[slot.start : end] not in sample_draft.text
    assert checked


def test_the_sections_are_numbered_by_the_plan_from_one(sample_draft: Draft) -> None:
    plan = sample_draft.plan
    assert plan is not None
    top = [each for each in sample_draft.speech.sections if not each.inline]
    assert [each.number for each in top] == list(range(1, len(plan.sections) + 1))
    assert {each.style for each in top} == {plan.numbering[0]}
    for section in sample_draft.speech.walk():
        own = [each for each in section.children if not each.inline]
        assert [each.number for each in own] == list(range(1, len(own) + 1))
        assert len({each.style for each in own}) <= 1


def test_no_paragraph_of_a_source_is_used_twice(sample_draft: Draft) -> None:
    origins = [(each.origin.source, each.origin.start) for each in sample_draft.passages if each.origin]
    assert len(origins) == len(set(origins))


def test_title_date_and_salutation_are_read_back(sample_draft: Draft) -> None:
    plan, speech = sample_draft.plan, sample_draft.speech
    assert plan is not None
    assert speech.title == plan.render(plan.title)
    assert speech.date == plan.date
    assert (speech.salutation or "") == plan.salutation.rstrip("：")


def test_the_speech_of_a_draft_is_its_whole_text(sample_draft: Draft) -> None:
    assert sample_draft.speech.text == sample_draft.text


def test_json_has_a_row_a_passage_with_its_text(sample_draft: Draft) -> None:
    record = json.loads(json.dumps(sample_draft.to_json(), ensure_ascii=False))
    assert list(record) == ["speech", "text", "passages", "notes"]
    assert record["text"] == sample_draft.text
    assert len(record["passages"]) == len(sample_draft.passages)
    for row in record["passages"]:
        assert set(row) == {"start", "end", "status", "origin", "edits", "alternatives", "reason", "text"}
        assert row["text"] == record["text"][row["start"] : row["end"]]
        assert row["origin"] is None or set(row["origin"]) == {"source", "speech", "start", "end", "sha256"}
        assert all(set(edit) == {"start", "end", "before", "after", "slot"} for edit in row["edits"])


def test_no_short_form_of_a_place_of_the_compilation_is_left_in(sample: Corpus, mobilisation: Plan) -> None:
    assert "临溪" not in draft(sample, mobilisation).text


def test_a_name_that_only_another_speech_tags_is_asked_for_too(make_plan: MakePlan) -> None:
    """孟广川 is tagged where an office stands behind it, 临溪 where 临溪镇 is in the same text."""
    head = "会上的讲话\n（2023年8月）\n同志们：\n开会。\n"
    corpus = Corpus.from_texts(
        {
            "a.txt": f"在动员{head}一、明确任务，突出重点\n临溪产业园要快，孟广川这个榜样要学。",
            "b.txt": f"在反馈{head}一、其他\n临溪镇很好，孟广川书记也很好。",
        }
    )
    assert "【待填：地名】产业园要快，【待填：姓名】这个榜样要学" in draft(corpus, make_plan()).text
    kept = make_plan(profile={"keep": ["临溪镇", "孟广川"]})
    assert "临溪产业园要快，孟广川这个榜样要学" in draft(corpus, kept).text


def test_an_ordinary_word_is_no_short_form_of_a_place(make_plan: MakePlan) -> None:
    head = "会上的讲话\n（2023年8月）\n同志们：\n开会。\n"
    corpus = Corpus.from_texts(
        {
            "a.txt": f"在动员{head}一、明确任务，突出重点\n和平建设要快。",
            "b.txt": f"在反馈{head}一、其他\n和平区很好。",
        }
    )
    assert "和平建设要快" in draft(corpus, make_plan()).text


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import json, sys, xuncha_nlp as xn;"
        "d = xn.draft(xn.read('corpora/sample'), xn.Plan.load('corpora/plans/mobilisation.toml'));"
        "sys.stdout.buffer.write(json.dumps(d.to_json(), ensure_ascii=False).encode())"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "77")
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert len(runs[0]) > 1000


# Numbering and counts


@pytest.mark.parametrize(("count", "spoken"), [(1, "一"), (2, "两"), (3, "三"), (4, "四"), (5, "五")])
def test_the_announced_count_is_that_of_the_sections(
    old: Corpus, make_plan: MakePlan, count: int, spoken: str
) -> None:
    result = draft(old, make_plan(*["tasks"] * count))
    assert f"我讲{spoken}点意见：" in result.text
    assert len([each for each in result.speech.sections if not each.inline]) == count


@pytest.mark.parametrize(("count", "spoken"), [(1, "一"), (2, "两"), (3, "三"), (12, "十二")])
def test_the_lead_in_of_the_plan_says_the_count_as_it_is_spoken(
    make_plan: MakePlan, count: int, spoken: str
) -> None:
    corpus = Corpus.from_texts({"a.txt": "在动员会上的讲话\n（2023年8月）\n同志们：\n今天开会。"})
    result = draft(corpus, make_plan(*["tasks"] * count, lead_in="下面，讲{{ count }}点："))
    assert f"\n下面，讲{spoken}点：\n" in result.text


def test_the_lead_in_is_left_out_where_the_old_opening_announces_the_points(
    old: Corpus, make_plan: MakePlan
) -> None:
    result = draft(old, make_plan("tasks", lead_in="现讲{{ count }}点："))
    assert "现讲" not in result.text
    assert "下面，我讲一点意见：" in result.text


@pytest.mark.parametrize("written", ["几", "３", "3", "三", "十二"])
def test_the_whole_old_number_gives_way(make_plan: MakePlan, written: str) -> None:
    text = f"在动员会上的讲话\n（2023年8月）\n同志们：\n下面，我讲{written}点意见：\n一、明确任务\n重点。\n二、压实责任\n担当。"
    result = draft(Corpus.from_texts({"a.txt": text}), make_plan("tasks", "responsibility"))
    assert "下面，我讲两点意见：" in result.text


def test_numbers_run_on_whatever_the_sections_were(old: Corpus, make_plan: MakePlan) -> None:
    result = draft(old, make_plan("responsibility", "significance", "tasks"))
    assert [each for each in headings(result) if each[1] == "、"] == [
        "一、压实责任，加强组织领导",
        "二、提高认识，认清巡察的重要意义",
        "三、明确任务，突出巡察重点",
    ]


def test_lower_levels_are_numbered_in_the_styles_of_the_plan(old: Corpus, make_plan: MakePlan) -> None:
    result = draft(old, make_plan("tasks", numbering=["（一）", "1.", "（1）"]))
    assert headings(result) == [
        "（一）明确任务，突出巡察重点",
        "1.看政治", "（1）看学习", "（2）看执行",
        "2.看用权", "3.看队伍",
    ]  # fmt: skip


def test_below_the_styles_of_the_plan_the_next_smaller_ones_are_used(
    old: Corpus, make_plan: MakePlan
) -> None:
    result = draft(old, make_plan("tasks", numbering=["一、"]))
    assert headings(result) == [
        "一、明确任务，突出巡察重点",
        "（一）看政治", "1.看学习", "2.看执行",
        "（二）看用权", "（三）看队伍",
    ]  # fmt: skip
    assert [each.level for each in result.speech.walk()] == [1, 2, 3, 3, 2, 2]


def test_enumerating_words_keep_their_style(old: Corpus, make_plan: MakePlan) -> None:
    result = draft(old, make_plan("responsibility", numbering=["第一章"]))
    assert [each[:3] for each in headings(result)] == ["第一章", "一是领", "二是部", "三是保"]


@pytest.mark.parametrize(("points", "spoken"), [(1, "一"), (2, "两"), (3, "三"), (0, "三"), (9, "三")])
def test_points_are_dropped_and_their_count_made_right(
    old: Corpus, make_plan: MakePlan, points: int, spoken: str
) -> None:
    result = draft(old, make_plan(section=[{"move": "responsibility", "points": points}]))
    assert f"这里，我强调{spoken}点：" in result.text
    assert len(re.findall(r"^[一二三]是", result.text, re.MULTILINE)) == (min(points, 3) or 3)


def test_the_count_of_points_inside_a_paragraph_is_left_when_others_are_dropped(make_plan: MakePlan) -> None:
    text = (
        "在动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n这里，我强调两点：一是要快。二是要实。\n"
        "（一）看班子。认真看。\n（二）看干部。仔细看。\n（三）看作风。经常看。"
    )
    result = draft(Corpus.from_texts({"a.txt": text}), make_plan(section=[{"move": "tasks", "points": 1}]))
    assert "这里，我强调两点：一是要快。二是要实。\n（一）看班子。认真看。" in result.text
    assert "看干部" not in result.text


def test_a_section_of_a_lower_level_becomes_one_of_the_first(make_plan: MakePlan) -> None:
    text = (
        "在动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、压实责任，加强组织领导\n要有担当。\n"
        "（一）明确任务，突出重点。聚焦目标。\n1.看班子。认真看。\n（二）其他。不说了。"
    )
    result = draft(Corpus.from_texts({"a.txt": text}), make_plan("tasks"))
    assert headings(result) == ["一、明确任务，突出重点", "（一）看班子"]


# Selection


def test_a_section_that_the_corpus_does_not_have_is_a_placeholder(old: Corpus, make_plan: MakePlan) -> None:
    result = draft(old, make_plan("tasks", "discipline"))
    assert "\n二、【待填：标题】\n【待填：正文】\n" in result.text
    placeholders = [
        each for each in result.passages if "【待填：" in text_of(result, each) and not each.origin
    ]
    assert [each.status for each in placeholders] == ["new", "new"]


def test_a_missing_section_has_the_heading_of_the_plan(old: Corpus, make_plan: MakePlan) -> None:
    plan = make_plan(
        section=[{"move": "discipline", "heading": "{{ round }}的纪律"}],
        profile={"values": {"round": "第五轮"}},
    )
    assert "一、第五轮的纪律\n【待填：正文】" in draft(old, plan).text


def test_a_section_is_never_used_twice(old: Corpus, make_plan: MakePlan) -> None:
    result = draft(
        old,
        make_plan("responsibility", "responsibility", "responsibility", "responsibility", "responsibility"),
    )
    assert result.text.count("加强组织领导") == 1
    origins = [each.origin.start for each in result.passages if each.origin]
    assert len(origins) == len(set(origins))


def test_a_section_with_a_required_formula_is_preferred(several: Corpus, make_plan: MakePlan) -> None:
    assert "要增强“四个意识”" in draft(several, make_plan("significance")).text
    result = draft(several, make_plan("significance", required=["两个维护", "四个自信"]))
    assert "要做到“两个维护”，坚定“四个自信”" in result.text


def test_a_formula_that_a_section_before_has_is_sought_no_more(make_plan: MakePlan) -> None:
    def speech(title: str, year: int, body: str) -> str:
        return f"在{title}会上的讲话\n（{year}年8月）\n同志们：\n开会。\n{body}"

    corpus = Corpus.from_texts(
        {
            "a.txt": speech("动员", 2023, "一、认清意义\n增强“四个意识”，形势紧迫，重要性大。"),
            "b.txt": speech("动员", 2023, "一、明确任务，突出重点\n老任务，“四个意识”，聚焦目标。"),
            "c.txt": speech("动员", 2024, "一、明确任务，突出重点\n新任务，聚焦目标。"),
        }
    )
    assert "老任务" in draft(corpus, make_plan("tasks", required=["四个意识"])).text
    assert "新任务" in draft(corpus, make_plan("significance", "tasks", required=["四个意识"])).text


def test_a_section_is_taken_from_the_speech_that_the_plan_names(several: Corpus, make_plan: MakePlan) -> None:
    for name in ("old.txt#1", "formula.txt#1"):
        result = draft(several, make_plan(section=[{"move": "tasks", "speech": name}]))
        top = next(each for each in result.passages if text_of(result, each).startswith("一、"))
        assert top.origin is not None
        assert top.origin.speech == name


def test_the_genre_of_the_plan_and_a_recent_speech_are_preferred(make_plan: MakePlan) -> None:
    body = "同志们：\n开会。\n一、明确任务，突出重点\n聚焦目标。"
    corpus = Corpus.from_texts(
        {
            "a.txt": f"在动员会上的讲话\n（2019年8月）\n{body}",
            "b.txt": f"在动员会上的讲话\n（2024年8月）\n{body}",
            "c.txt": f"在反馈会上的讲话\n（2020年8月）\n{body}",
            "later.txt": f"在动员会上的讲话\n（2028年8月）\n{body}",
        }
    )

    def chosen(**changes: str) -> str:
        result = draft(corpus, make_plan("tasks", **changes))
        return next(
            each.origin.speech
            for each in result.passages
            if each.origin and text_of(result, each).startswith("一、")
        )

    assert chosen() == "b.txt#1"
    assert chosen(genre="反馈讲话") == "c.txt#1"
    assert chosen(date="2021-03") == "a.txt#1"


def test_no_draft_is_made_of_nothing(make_plan: MakePlan) -> None:
    with pytest.raises(InputError, match="素材里没有讲话"):
        draft(Corpus(()), make_plan())


def test_a_speech_without_sections_gives_its_opening_and_placeholders(make_plan: MakePlan) -> None:
    corpus = Corpus.from_texts({"a.txt": "在动员会上的讲话\n（2023年8月）\n同志们：\n今天开会。"})
    assert draft(corpus, make_plan("tasks")).text.splitlines()[3:] == [
        "今天开会。", "一、【待填：标题】", "【待填：正文】"
    ]  # fmt: skip


# Slots


def drafted(old: Corpus, make_plan: MakePlan, **profile: object) -> Draft:
    return draft(old, make_plan("significance", "tasks", "responsibility", profile=profile))


def test_rounds_keep_their_distance(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, values={"round": "第七轮"})
    assert "第五轮巡察打开了局面" in result.text
    assert "今天召开区委第七轮巡察工作动员会" in result.text
    assert "第八轮巡察的准备，要同第七轮巡察一起安排" in result.text


def test_rounds_keep_their_distance_though_the_plan_has_the_number_of_the_next(
    old: Corpus, make_plan: MakePlan
) -> None:
    result = drafted(old, make_plan, values={"round": "第四轮"})
    assert "第二轮巡察打开了局面" in result.text
    assert "第五轮巡察的准备，要同第四轮巡察一起安排" in result.text


def test_the_same_round_again_changes_nothing(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, values={"round": "第三轮"})
    assert "首轮巡察打开了局面" in result.text
    assert not [edit for each in result.passages for edit in each.edits if edit.slot == "round"]


def test_a_round_before_the_first_is_a_placeholder(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, values={"round": "第一轮"})
    assert "【待填：轮次】巡察打开了局面" in result.text
    assert "第二轮巡察的准备，要同第一轮巡察一起安排" in result.text


def test_without_a_round_in_the_plan_rounds_are_placeholders(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan)
    assert "今天召开区委【待填：轮次】巡察工作动员会" in result.text
    assert not re.search(r"(?:第.|首)轮", result.text)


@pytest.mark.parametrize(
    ("title_round", "plan_round", "written", "becomes"),
    [
        ("第三轮", "第七轮", "首次巡察", "【待填：轮次】巡察"),
        ("第一轮", "第七轮", "首次巡察", "【待填：轮次】巡察"),
        ("第一轮", "第一轮", "首次巡察", "首次巡察"),
        ("第三轮", "第七轮", "本轮巡察", "本轮巡察"),
        ("第三轮", "第七轮", "本届区委第三轮巡察", "本届区委第七轮巡察"),
        ("第三轮", "第七轮", "本届区委首轮巡察", "本届区委第五轮巡察"),
        ("第三轮", "第7轮", "第三轮巡察", "第七轮巡察"),
        ("第3轮", "第十二轮", "第2轮巡察", "第十一轮巡察"),
    ],
)
def test_a_round_is_filled_as_it_is_written(
    make_plan: MakePlan, title_round: str, plan_round: str, written: str, becomes: str
) -> None:
    text = f"在区委{title_round}巡察动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n看{written}，聚焦目标。"
    result = draft(Corpus.from_texts({"a.txt": text}), make_plan(profile={"values": {"round": plan_round}}))
    assert f"\n看{becomes}，聚焦目标。" in result.text


def test_people_are_replaced_by_their_office(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, people={"区纪委书记": "苏映雪", "部长": "罗晋", "书记": "韩松柏"})
    assert "区纪委书记苏映雪同志宣读了方案，罗晋部长宣读了分工" in result.text
    assert "韩松柏书记要靠前指挥" in result.text


def test_the_secretary_of_another_body_is_someone_else(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, people={"书记": "韩松柏"})
    assert "省委书记【待填：省委书记姓名】同志2022年说过" in result.text
    assert "区纪委书记【待填：区纪委书记姓名】同志宣读了方案" in result.text


def test_a_person_before_the_office_is_told_by_the_body_before_the_name(make_plan: MakePlan) -> None:
    text = "在动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n省委孟广川书记要求聚焦目标。孟广川书记还说。"
    plan = make_plan(profile={"people": {"书记": "韩松柏"}})
    result = draft(Corpus.from_texts({"a.txt": text}), plan)
    assert "省委【待填：省委书记姓名】书记要求聚焦目标。韩松柏书记还说。" in result.text


def test_a_person_without_successor_is_a_placeholder_with_the_office(
    old: Corpus, make_plan: MakePlan
) -> None:
    result = drafted(old, make_plan, people={"部长": ""})
    assert "【待填：部长姓名】部长宣读了分工" in result.text
    assert "【待填：书记姓名】书记要靠前指挥" in result.text


def test_a_person_who_is_still_there_stays(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, people={"组织部部长": "邱明远"})
    assert "邱明远部长宣读了分工" in result.text


def test_the_verb_behind_an_office_is_no_name(make_plan: MakePlan) -> None:
    text = "在动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n习近平总书记强调，聚焦目标。"
    assert "习近平总书记强调" in draft(Corpus.from_texts({"a.txt": text}), make_plan()).text


def test_the_general_secretary_is_no_slot(make_plan: MakePlan) -> None:
    text = "在动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n习近平总书记要求聚焦目标。"
    assert "习近平总书记要求聚焦目标" in draft(Corpus.from_texts({"a.txt": text}), make_plan()).text


def test_every_unit_of_a_list_is_asked_for(make_plan: MakePlan) -> None:
    text = "在动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n对区水利局、区民政局开展，聚焦目标。"
    assert "区民政局" not in draft(Corpus.from_texts({"a.txt": text}), make_plan()).text


def test_places_are_kept_replaced_or_asked_for(old: Corpus, make_plan: MakePlan) -> None:
    assert "【待填：地名】一直在探索，【待填：地名】走在前面" in drafted(old, make_plan).text
    result = drafted(old, make_plan, keep=["清河区"], replace={"临溪镇": "松门镇"})
    assert "清河区一直在探索，松门镇走在前面" in result.text


def test_the_short_form_of_a_place_that_is_right_stays(make_plan: MakePlan) -> None:
    text = "在动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n清河区要聚焦目标，为清河发展出力。"
    corpus = Corpus.from_texts({"a.txt": text})
    assert (
        "清河区要聚焦目标，为清河发展出力"
        in draft(corpus, make_plan(profile={"values": {"district": "清河区"}})).text
    )
    assert "清河" not in draft(corpus, make_plan()).text


def test_a_list_of_units_is_one_placeholder(old: Corpus, make_plan: MakePlan) -> None:
    assert "对【待填：单位】【待填：数目】家单位开展" in drafted(old, make_plan).text


def test_a_unit_that_is_kept_divides_the_list(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, keep=["区教体局"])
    assert "对【待填：单位】、区教体局、【待填：单位】【待填：数目】家单位开展" in result.text


def test_history_stays_and_the_dates_of_the_old_year_are_asked_for(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan)
    assert "自2019年5月启动以来" in result.text
    assert "从【待填：时间】开始，【待填：时间】结束" in result.text
    assert "2022年说过" in result.text


def test_a_congress_ahead_is_that_of_the_plan(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, values={"congress": "党的二十二大"})
    assert "以实际行动迎接党的二十二大，向【待填：会议】交上答卷" in result.text


def test_without_a_congress_in_the_plan_one_ahead_is_a_placeholder(old: Corpus, make_plan: MakePlan) -> None:
    assert "以实际行动迎接【待填：会议】，向【待填：会议】交上答卷" in drafted(old, make_plan).text


def test_a_congress_of_the_past_stays(make_plan: MakePlan) -> None:
    text = "在动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n党的十八大以来，区第五次党代会提出了目标。"
    result = draft(Corpus.from_texts({"a.txt": text}), make_plan())
    assert "党的十八大以来，【待填：会议】提出了目标" in result.text


def test_masked_text_is_replaced_only_with_its_context(old: Corpus, make_plan: MakePlan) -> None:
    assert "巡察要立足【待填：隐去的文字】实际" in drafted(old, make_plan).text
    result = drafted(old, make_plan, replace={"立足**实际": "立足清河实际"})
    assert "巡察要立足清河实际" in result.text


def test_of_two_replacements_the_longer_wins(old: Corpus, make_plan: MakePlan) -> None:
    result = drafted(old, make_plan, replace={"临溪镇": "松门镇", "临溪镇走在前面": "各镇都在努力"})
    assert "各镇都在努力" in result.text
    assert "松门镇" not in result.text


def test_a_heading_of_the_plan_takes_the_place_of_the_old_one(old: Corpus, make_plan: MakePlan) -> None:
    result = draft(
        old,
        make_plan(
            section=[{"move": "tasks", "heading": "看准{{ round }}的靶子"}],
            profile={"values": {"round": "第五轮"}},
        ),
    )
    assert line(result, "一、") == "一、看准第五轮的靶子"


def test_a_heading_of_the_plan_wins_over_a_slot_in_the_old_one(make_plan: MakePlan) -> None:
    text = "在区委第三轮巡察动员会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、第三轮巡察的任务和重点\n聚焦目标。"
    plan = make_plan(
        section=[{"move": "tasks", "heading": "看准靶子"}], profile={"values": {"round": "第五轮"}}
    )
    assert line(draft(Corpus.from_texts({"a.txt": text}), plan), "一、") == "一、看准靶子"


def test_a_plan_is_not_changed_by_drafting(old: Corpus, mobilisation: Plan) -> None:
    before = replace(mobilisation)
    draft(old, mobilisation)
    assert mobilisation == before


def test_a_placeholder_and_a_number_are_written_as_the_checks_expect_them() -> None:
    assert PLACEHOLDER.fullmatch(placeholder("部长姓名"))
    assert write_number("（一）", 12) == "（十二）"
