"""What only a draft, a plan or a lexicon of one's own can show: words of another day, rules that need more than a text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_nlp.checks import Findings, check
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.extractors import Lexicon
from xuncha_nlp.speeches import Speech
from xuncha_nlp.templating import Plan, draft

from .planting import LONG, LONG_PLAN

Read = Callable[..., Speech]

OLD = """\
在区委第三轮巡察工作动员会上的讲话
（2021年5月12日）
同志们：
今天召开区委第三轮巡察工作动员会。下面，我讲一点意见：
一、压实责任，严明纪律
{said}各级党组织要担起责任，加强组织领导，严明工作纪律。
同志们，让我们一起干好。"""

PLAN = """
genre = "动员讲话"
title = "在区委巡察工作动员会上的讲话"
date = "2025-03-12"
[[section]]
move = "responsibility"
"""


def of(found: Findings, rule: str) -> list[str]:
    return [each.text for each in found if each.rule == rule]


def drafted(said: str) -> Findings:
    corpus = Corpus.from_texts({"old.txt": OLD.format(said=said)})
    return check(draft(corpus, Plan.from_toml(PLAN)), corpus)


def test_a_word_of_another_day_names_the_year_it_is_from() -> None:
    found = drafted("当前，村级换届正在铺开。")
    (finding,) = [each for each in found if each.rule == "deictic-copied"]
    assert (finding.text, finding.level) == ("当前", "提示")
    assert "2021年" in finding.message
    assert finding.evidence == "取自 old.txt#1"
    assert "2025-03-12" in finding.suggestion


@pytest.mark.parametrize(
    "said",
    ["当前的第一任务是整改。", "目前看还不够。", "当前，党史学习教育正在开展。"],
    ids=["no event", "no deed", "asked for"],
)
def test_no_word_of_another_day_where_nothing_happens(said: str) -> None:
    assert of(drafted(said), "deictic-copied") == []


def test_a_draft_says_nothing_wrong_of_a_campaign() -> None:
    found = drafted("当前，党史学习教育正在开展，要以党史学习教育为契机。")
    assert not [each for each in found if each.rule.startswith("campaign")]
    assert len(of(found, "placeholder")) >= 2


def test_the_campaign_that_the_plan_names_is_right(speech: Read) -> None:
    text = LONG.replace("前一阶段的工作", "当前，党史学习教育正在全区开展，前一阶段的工作")
    plan = LONG_PLAN.replace('keep = ["望河镇"]', 'keep = ["望河镇", "党史学习教育"]')
    assert of(check(speech(text)), "campaign-over") == ["党史学习教育"]
    assert of(check(speech(text), plan=Plan.from_toml(plan)), "campaign-over") == []


@pytest.mark.parametrize(
    "said",
    [
        "要巩固拓展主题教育和党史学习教育成果。",
        "2021年，党史学习教育正在开展的时候，我们就提过。",
        "开展党史学习教育以来，大家的劲头更足。",
        "当前，党纪学习教育正在全区开展。",
        "今年是“十四五”规划实施的第四年，也是新中国成立75周年。",
        "“十三五”圆满收官，“十四五”顺利开局。",
        "脱贫攻坚成果要守住，扫黑除恶要常态化。",
        "《关于开展党史学习教育的通知》说得很清楚。",
        "这堂党史学习教育课讲得好。",
    ],
)
def test_what_may_be_said_of_the_times_is_left_alone(speech: Read, said: str) -> None:
    text = LONG.replace("沉住气、看长远。", f"沉住气、看长远。{said}")
    assert [(each.rule, each.text) for each in check(speech(text))] == []


def test_a_speech_without_a_date_is_held_against_nothing(speech: Read) -> None:
    text = LONG.replace("（2024年5月15日）\n", "").replace("前一阶段", "当前，党史学习教育正在开展，前一阶段")
    assert not [each for each in check(speech(text)) if each.rule.startswith("campaign")]


@pytest.mark.parametrize(
    "said",
    [
        "要看主要负责人有没有带头，要看班子成员有没有跟上，要看普通干部有没有动起来。",
        "要增强“四个意识”、坚定“四个自信”、做到“两个维护”。要增强“四个意识”、坚定“四个自信”、做到“两个维护”，一刻不松。",
        "对有利的事情要坚决支持到底，一件一件办。对有害的东西要坚决清除出去，一样一样改。",
    ],
)
def test_sentences_of_one_frame_are_not_alike(speech: Read, said: str) -> None:
    text = LONG.replace("沉住气、看长远。", f"沉住气、看长远。{said}")
    assert of(check(speech(text)), "sentence-alike") == []


@pytest.mark.parametrize(
    "text",
    [
        "在会上的讲话\n同志们：\n一、\n认清形势，下定决心。\n二、\n明确任务，真抓实干。\n三、\n压实责任，严明纪律。",
        "在会上的讲话\n同志们：\n讲两点：\n一是\n认清形势。\n二是把账算清。\n三是把人找齐。",
        "在会上的讲话\n同志们：\n一、认清形势\n要看清。\n二、明确任务\n要真干。",
    ],
    ids=["all of them", "enumerating words", "none"],
)
def test_a_number_is_not_alone_where_it_is_set_so(speech: Read, text: str) -> None:
    assert of(check(speech(text)), "number-alone") == []


def test_a_level_that_is_jumped_is_found(speech: Read) -> None:
    text = LONG.replace(
        "（一）看责任落没落实。",
        "（一）看责任落没落实。分两步看。\n1.看部署。要看得细。\n2.看执行。要看得真。\n",
    )
    head, tail = text.split("\n三、压实责任")
    for old, new in (("（一）", "1."), ("（二）", "2."), ("（三）", "3.")):
        tail = tail.replace(old, new)
    assert of(check(speech(text)), "numbering-jump") == []
    assert of(check(speech(f"{head}\n三、压实责任{tail}")), "numbering-jump") == ["1."]


def test_a_part_that_the_plan_asks_for_and_the_speech_has_not_is_missing(speech: Read) -> None:
    plan = Plan.from_toml(LONG_PLAN + '[[section]]\nmove = "results"\n')
    assert of(check(speech(LONG), plan=plan), "move-missing") == ["成果运用"]
    assert of(check(speech(LONG), plan=Plan.from_toml(LONG_PLAN)), "move-missing") == []


def test_a_formula_that_is_said_no_more_has_expired(speech: Read, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        '[[formula]]\nname = "五个盯牢"\nkind = "numeral"\nscope = "central"\ncategory = "工作"\naliases = []\nverbs = []\n'
        'ordered = true\nbare = true\ngroups = [5]\nsource = "区委文件"\nconfidence = "seen"\nverified = true\n'
        'superseded_by = ""\nnote = ""\n[[formula.version]]\nfrom = "2012-05"\nto = "2018-12"\nitems = []\n',
        encoding="utf-8",
    )
    corpus = Corpus(Corpus.from_texts({"旧稿.txt": "好。"}).members, Lexicon.load(mine))
    subject = speech("同志们：\n做到五个盯牢。")
    (finding,) = check(subject, corpus, as_of="2023")
    assert (finding.rule, finding.level, finding.text) == ("expired", "警告", "五个盯牢")
    assert "2018-12" in finding.message
    assert check(subject, corpus, as_of="2017") == ()


def test_the_office_behind_a_placeholder_is_not_that_of_the_next_name(speech: Read) -> None:
    text = LONG.replace("程砚秋部长还要", "【待填：书记姓名】书记、程砚秋部长还要")
    assert of(check(speech(text)), "person-office") == []
