"""A draft has the length that its plan wants, or says why not; what is wrong is never put in for the length."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_nlp.corpus import Corpus
from xuncha_nlp.templating import Draft, Plan, draft
from xuncha_nlp.templating.standing import talk_of, talks_of

MakePlan = Callable[..., Plan]

FOLDER = Path(__file__).parents[2] / "corpora" / "plans"
PLANS = ["deployment", "feedback", "hearing", "mobilisation", "rectification", "summary", "training"]


def characters(text: str) -> int:
    return len("".join(text.split()))


def shortfall(result: Draft) -> list[str]:
    return [each for each in result.notes if each.startswith("初稿 ")]


@pytest.mark.parametrize("name", PLANS)
def test_each_sample_plan_gets_the_length_that_it_wants(sample: Corpus, name: str) -> None:
    plan = Plan.load(FOLDER / f"wangchuan_{name}.toml")
    result = draft(sample, plan)
    assert abs(characters(result.text) - plan.characters) <= 0.06 * plan.characters
    assert not shortfall(result)


def speech(title: str, date: str, *sections: str) -> str:
    return "\n".join([title, f"（{date}）", "同志们：", "现在开会。", *sections])


BANK = [
    "理论书架上落没落灰，翻开笔记看几页就有数",
    "文件传到哪一层变了调，沿着收文登记往下追",
    "会议记录里有没有不同声音，比结论写得漂亮更要紧",
    "老百姓办一件小事跑几趟，到窗口排一次队就明白",
    "工程款付给了谁，合同、发票和流水三样摆在一起看",
    "公车钥匙晚上放在哪里，门卫比谁都清楚",
    "谁家亲戚进了编外名单，花名册从头念一遍",
    "支部活动是真开还是补签，问一问最年轻的党员",
    "仓库里少了几样东西，盘点时一件件点过去",
    "夜里巡查有没有人值守，不打招呼去敲一次门",
    "旧账新账都要有主人，交接单上签了字才算数",
    "鱼塘租金几年没有涨，村口公示栏要贴出来",
]


def point(number: str, heading: str, *said: str, bank: int = 0) -> str:
    """A point whose sentences no other has, those of another number in the bank."""
    return f"（{number}）{heading}。{'。'.join([*said, *BANK[3 * bank : 3 * bank + 3]])}。"


OWN = speech(
    "在区委巡察工作动员会上的讲话", "2024-05",
    "一、明确任务，突出巡察重点", point("一", "看学习"), point("二", "看执行", bank=1),
)  # fmt: skip
PLAIN = {"genre": "动员讲话", "date": "2025-03", "length": 900, "lead_in": ""}


def other(*points: str, title: str = "在全区巡察干部座谈会上的讲话", heading: str = "明确工作任务") -> str:
    return speech(title, "2024-06", f"一、{heading}", *points)


def test_what_another_kind_of_speech_says_is_put_in_where_nothing_nearer_is_left(make_plan: MakePlan) -> None:
    far = other(point("一", "看用权", bank=2), point("二", "看队伍", bank=3))
    alone = draft(Corpus.from_texts({"a.txt": OWN}), make_plan("tasks", **PLAIN))
    result = draft(Corpus.from_texts({"a.txt": OWN, "b.txt": far}), make_plan("tasks", **PLAIN))
    assert "看用权" in result.text
    assert "看队伍" in result.text
    assert characters(result.text) > characters(alone.text)


def test_the_same_sentence_is_not_put_in_twice_however_short_the_draft_is(make_plan: MakePlan) -> None:
    far = other(point("一", "看干部"), point("二", "看队伍", bank=3))
    result = draft(Corpus.from_texts({"a.txt": OWN, "b.txt": far}), make_plan("tasks", **PLAIN))
    assert "看干部" not in result.text
    assert "看队伍" in result.text
    (said,) = shortfall(result)
    assert "已经说过 1 个" in said


def test_what_was_said_at_the_old_meeting_is_not_put_in(make_plan: MakePlan) -> None:
    far = other(point("一", "看用权", "刚才大家都讲到了", bank=2), point("二", "看队伍", bank=3))
    result = draft(Corpus.from_texts({"a.txt": OWN, "b.txt": far}), make_plan("tasks", **PLAIN))
    assert "看用权" not in result.text
    assert "说的是旧场合或过去的事 1 个" in shortfall(result)[0]


def test_a_short_draft_says_in_one_sentence_how_short_it_is_and_why(make_plan: MakePlan) -> None:
    result = draft(Corpus.from_texts({"a.txt": OWN}), make_plan("tasks", **PLAIN))
    (said,) = shortfall(result)
    count = characters(result.text)
    assert said.startswith(f"初稿 {count} 字，比方案要的 900 字少 {1 - count / 900:.0%}：第一部分少 ")
    assert "素材里没有别的同类要点可补" in said
    assert "。" not in said
    assert said in result.explain()


def test_sections_that_the_plan_does_not_ask_for_are_named(make_plan: MakePlan) -> None:
    more = OWN + "\n二、压实责任，加强组织领导\n" + point("一", "领导带头", bank=2)
    (said,) = shortfall(draft(Corpus.from_texts({"a.txt": more}), make_plan("tasks", **PLAIN)))
    assert '方案没有要的层次，如“压实责任，加强组织领导”（move = "responsibility"）' in said


def test_a_section_without_points_and_one_that_is_not_there_are_told_apart(make_plan: MakePlan) -> None:
    plain = speech("在区委巡察工作动员会上的讲话", "2024-05", "一、明确任务，突出巡察重点", "这一条要记牢。")
    (said,) = shortfall(draft(Corpus.from_texts({"a.txt": plain}), make_plan("tasks", "discipline", **PLAIN)))
    assert "（这一层次没有分条，补不进要点）" in said
    assert "（素材里没有这样的层次）" in said


def test_nothing_is_said_where_the_plan_asks_for_no_length(make_plan: MakePlan) -> None:
    result = draft(Corpus.from_texts({"a.txt": OWN}), make_plan("tasks", **(PLAIN | {"length": 0})))
    assert not shortfall(result)


def test_deeds_are_taken_where_the_plan_asks_for_deeds(make_plan: MakePlan) -> None:
    old = speech(
        "在区委巡察工作总结会上的讲话", "2024-05",
        "一、直面问题，看到整改存在的差距", point("一", "质量不够高"), point("二", "整改不到位", bank=1),
        "二、肯定成绩，看到成果运用的成效", point("一", "定位更准了", bank=2), point("二", "办法更多了", bank=3),
    )  # fmt: skip
    sections = [{"move": "results", "topic": "成效 成绩"}]
    result = draft(Corpus.from_texts({"a.txt": old}), make_plan(genre="总结讲话", section=sections))
    assert "肯定成绩" in result.text
    assert "直面问题" not in result.text


def test_what_the_inspected_are_asked_during_an_inspection_is_not_asked_when_it_is_over(
    make_plan: MakePlan,
) -> None:
    old = speech(
        "在区委巡察整改推进会上的讲话", "2024-05",
        "一、压实整改责任", point("一", "书记管总"), point("二", "部门督促", bank=1),
    )  # fmt: skip
    far = speech(
        "在区委巡察工作动员会上的讲话", "2024-06",
        "一、压实各方责任", point("一", "单位配合", "单位要如实汇报情况", bank=2), point("二", "干部担当", bank=3),
    )  # fmt: skip
    corpus = Corpus.from_texts({"a.txt": old, "b.txt": far})
    result = draft(corpus, make_plan("responsibility", **(PLAIN | {"genre": "整改推进讲话"})))
    assert "干部担当" in result.text
    assert "单位配合" not in result.text


@pytest.mark.parametrize(
    ("heading", "talk"),
    [
        ("发现问题的路子更宽", "deeds"),
        ("政治定位把得更稳", "deeds"),
        ("工作要抓得更实", ""),
        ("着力纠正政治偏差", ""),
        ("确保巡察整改取得实效", ""),
        ("补齐自身短板", ""),
        ("看到整改的差距", "faults"),
        ("措施上有偏差", "faults"),
    ],
)
def test_what_is_to_be_mended_or_achieved_is_neither_a_fault_nor_a_deed(heading: str, talk: str) -> None:
    assert talk_of(heading) == talk


def test_a_topic_may_ask_for_both() -> None:
    assert talks_of("成效 问题 不足 发现") == {"faults", "deeds"}
