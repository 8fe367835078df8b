"""One fault at a time in a clean speech: it is found, by its rule and at its place, and nothing else is an error."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xuncha_nlp.checks import Finding, Findings, check, rules
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.speeches import Speech
from xuncha_nlp.templating import Plan

from .planting import LONG, LONG_PLAN, LONG_PLANTED, Planted

Read = Callable[..., Speech]

# What stands in the clean speech, what stands there with the fault, the rule, its level and what it points at.
PLANTED = [
    ("任务是统一思想", "【待填：任务】是统一思想", "placeholder", "错误", "【待填：任务】"),
    ("区水利局要", "【单位】要", "placeholder", "错误", "【单位】"),
    ("望河镇的群众", "**镇的群众", "masked", "错误", "**"),
    ("望河镇的群众", "××镇的群众", "masked", "错误", "××"),
    ("望河镇的群众", "＊＊＊镇的群众", "masked", "错误", "＊＊＊"),
    ("清河区的需要", "东湖区的需要", "leftover-place", "错误", "东湖区"),
    ("望河镇的群众", "临溪镇的群众", "leftover-place", "错误", "临溪镇"),
    ("望河镇的群众", "临溪产业园的群众", "leftover-place", "错误", "临溪"),
    ("望河镇的群众", "松门镇的群众", "outside-profile", "警告", "松门镇"),
    ("韩松柏书记", "孟广川书记", "leftover-person", "错误", "孟广川"),
    ("韩松柏书记", "孟广川这位老同志", "leftover-person", "错误", "孟广川"),
    ("韩松柏书记", "罗晋书记", "outside-profile", "警告", "罗晋"),
    ("区水利局要", "区教育局要", "leftover-organisation", "警告", "区教育局"),
    ("区水利局要", "区审计局要", "outside-profile", "警告", "区审计局"),
    ("党的二十大以来", "2018年12月以来", "leftover-date", "警告", "2018年12月"),
    ("党的二十大以来", "去年以来", "relative-date", "提示", "去年"),
    ("今天召开区委第七轮", "今天召开区委第三轮", "leftover-round", "错误", "第三轮"),
    ("统一思想", "总结首轮巡察", "leftover-round", "错误", "首轮"),
    ("任务越来越清楚", "第四轮巡察越来越清楚", "leftover-round", "错误", "第四轮"),
    ("群众有盼头", "6家单位有盼头", "count-to-confirm", "提示", "6家单位"),
    ("增强“四个意识”，", "", "required-missing", "错误", ""),
    ("，做到“两个维护”", "", "required-missing", "错误", ""),
    ("让我们一起", "让我们牢记“两学一做”", "banned-present", "错误", "两学一做"),
    ("抓住巡察的重点", "重点上不撒胡椒面", "banned-present", "错误", "撒胡椒面"),
    ("坚定“四个自信”", "坚定“三个自信”", "superseded", "警告", "三个自信"),
    ("讲三点意见", "讲四点意见", "count-mismatch", "错误", "四点意见"),
    ("讲三点意见", "讲两点意见", "count-mismatch", "错误", "两点意见"),
    ("讲三点意见", "讲５点意见", "count-mismatch", "错误", "５点意见"),
    ("\n三、压实责任，形成工作的合力", "", "count-mismatch", "错误", "三点意见"),
    ("强调两点", "强调三点", "count-mismatch", "错误", "三点"),
    ("二是部门要配合", "二是部门要配合。三是干部要过硬", "count-mismatch", "错误", "两点"),
    ("二是部门要配合", "再就是部门要配合", "count-not-found", "警告", "两点"),
    ("两个方面内容", "三个方面内容", "count-mismatch", "错误", "三个方面内容"),
    ("，整改问题情况", "，整改问题情况，选人用人情况", "count-mismatch", "错误", "两个方面内容"),
    ("、盯住关键时", "", "member-mismatch", "警告", "三个盯住"),
    ("“三个盯住”", "“四个盯住”", "member-mismatch", "警告", "四个盯住"),
]  # fmt: skip


@pytest.fixture
def checked(
    clean: str, speech: Read, plan: Plan, earlier: Corpus
) -> Callable[[str, str], tuple[str, Findings]]:
    def _checked(old: str, new: str) -> tuple[str, Findings]:
        assert clean.count(old) == 1
        text = clean.replace(old, new)
        return text, check(speech(text), earlier, plan=plan)

    return _checked


def test_the_clean_speech_has_no_findings(clean: str, speech: Read, plan: Plan, earlier: Corpus) -> None:
    assert check(speech(clean), earlier, plan=plan) == ()


def test_the_clean_speech_has_none_by_itself(clean: str, speech: Read) -> None:
    assert check(speech(clean)) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "level", "text"),
    PLANTED,
    ids=[f"{each[2]}: {each[1] or each[0]}" for each in PLANTED],
)
def test_a_planted_fault_is_found(
    checked: Callable[[str, str], tuple[str, Findings]], old: str, new: str, rule: str, level: str, text: str
) -> None:
    whole, findings = checked(old, new)
    # What is merely to be confirmed may come beside it.
    found = [each for each in findings if each.level != "提示" or each.rule == rule]
    assert [(each.rule, each.level, each.source, each.speech) for each in found] == [
        (rule, level, "新稿.txt", "新稿.txt#1")
    ]
    (finding,) = found
    assert whole[finding.start : finding.end] == text
    assert finding.evidence
    if rule == "required-missing":
        assert finding.start == len(whole)
        assert finding.text == old.strip("增强，做到“”")
    else:
        assert finding.text == text
        assert text in finding.message


def test_faults_are_found_at_each_of_their_places(
    clean: str, speech: Read, plan: Plan, earlier: Corpus
) -> None:
    text = clean.replace("望河镇", "临溪镇").replace("区水利局", "临溪镇")
    found = check(speech(text), earlier, plan=plan)
    assert [each.rule for each in found] == ["leftover-place", "leftover-place"]
    assert [each.start for each in found] == sorted({text.index("临溪镇"), text.rindex("临溪镇")})


# Formulae and dates


def only(findings: Findings, rule: str) -> list[Finding]:
    return [each for each in findings if each.rule == rule]


@pytest.mark.parametrize(
    ("date", "too_early"),
    [
        ("2015", ["两个确立", "四个意识", "四个自信", "两个维护"]),
        ("2016-03", ["两个确立", "四个自信", "两个维护"]),
        ("2017-12-31", ["两个确立", "两个维护"]),
        ("2018", ["两个确立"]),
        ("2021-11-10", ["两个确立"]),
        ("2021-11-11", []),
        ("2021-11", []),
        ("2021", []),
        ("2025", []),
    ],
)
def test_a_formula_before_its_time_is_an_error(
    clean: str, speech: Read, date: str, too_early: list[str]
) -> None:
    found = only(check(speech(clean), as_of=date), "not-yet")
    assert [each.text for each in found] == too_early
    for each in found:
        assert (each.level, clean[each.start : each.end]) == ("错误", each.text)
        assert f"“{each.text}”在{date}尚未提出" in each.message
        assert each.evidence.startswith("提法库：")


def test_without_as_of_the_date_of_the_speech_counts(clean: str, speech: Read) -> None:
    old = clean.replace("（2025年3月12日）", "（2021年3月12日）")
    assert [each.text for each in only(check(speech(old)), "not-yet")] == ["两个确立"]


def test_the_date_of_the_plan_counts_before_that_of_the_speech(
    clean: str, speech: Read, plan_toml: str
) -> None:
    plan = Plan.from_toml(plan_toml.replace("2025-03-12", "2021-03-12"))
    assert [each.text for each in only(check(speech(clean), plan=plan), "not-yet")] == ["两个确立"]
    assert not only(check(speech(clean), plan=plan, as_of="2022"), "not-yet")


def test_a_speech_without_a_date_has_no_formula_before_its_time(clean: str, speech: Read) -> None:
    assert check(speech(clean.replace("（2025年3月12日）\n", ""))) == ()


@pytest.mark.parametrize(("date", "found"), [("2016-06", 0), ("2016-07", 1), ("2015", 0)])
def test_a_formula_is_superseded_only_after_its_end(speech: Read, date: str, found: int) -> None:
    said = check(speech("同志们：\n要坚定“三个自信”。"), as_of=date)
    assert len(only(said, "superseded")) == found


def test_an_alias_of_a_banned_formula_is_banned_too(speech: Read, plan_toml: str) -> None:
    subject = speech("同志们：\n要用好监督执纪“四种形态”。")
    lexicon = Corpus((subject,)).lexicon
    entry = next(each for each in lexicon.formulae if each.aliases and each.kind == "numeral")
    plan = Plan.from_toml(plan_toml.replace('"两学一做"', f'"{entry.aliases[0]}"'))
    found = check(speech(f"同志们：\n要讲“{entry.name}”。"), plan=plan)
    assert [each.text for each in only(found, "banned-present")] == [entry.name]


def test_a_required_formula_may_go_by_its_alias(speech: Read, plan_toml: str) -> None:
    lexicon = Corpus((speech("甲"),)).lexicon
    entry = next(each for each in lexicon.formulae if each.aliases and each.kind == "numeral")
    plan = Plan.from_toml(plan_toml.replace('"四个意识", "两个维护"', f'"{entry.aliases[0]}"'))
    assert not only(check(speech(f"同志们：\n要讲“{entry.name}”。"), plan=plan), "required-missing")


def test_a_required_text_that_no_lexicon_has_is_sought_as_it_stands(
    clean: str, speech: Read, plan_toml: str
) -> None:
    plan = Plan.from_toml(plan_toml.replace('"两个维护"', '"做好表率"'))
    (finding,) = check(speech(clean), plan=plan)
    assert (finding.rule, finding.text) == ("required-missing", "做好表率")
    assert check(speech(clean.replace("当好表率", "做好表率")), plan=plan) == ()


def test_a_banned_text_within_a_banned_formula_is_one_finding(speech: Read, plan_toml: str) -> None:
    plan = Plan.from_toml(plan_toml.replace('"撒胡椒面"', '"三个盯牢"'))
    found = check(speech("同志们：\n做到“三个盯牢”。"), plan=plan)
    assert [each.text for each in only(found, "banned-present")] == ["三个盯牢"]


# A longer speech, and faults of every family


@pytest.fixture(scope="module")
def long_plan() -> Plan:
    return Plan.from_toml(LONG_PLAN)


_WITH_PLAN = {"outside-profile", "own-level", "length-over", "length-under"}


def test_the_long_speech_has_no_findings(speech: Read, long_plan: Plan) -> None:
    assert [(each.rule, each.text) for each in check(speech(LONG))] == []
    assert [(each.rule, each.text) for each in check(speech(LONG), plan=long_plan)] == []


@pytest.mark.parametrize(
    "planted", LONG_PLANTED, ids=[f"{each.rule}: {each.new[:12]}" for each in LONG_PLANTED]
)
def test_a_fault_planted_in_the_long_speech_is_found(speech: Read, long_plan: Plan, planted: Planted) -> None:
    assert LONG.count(planted.old) == 1
    text = LONG.replace(planted.old, planted.new)
    found = check(speech(text), plan=long_plan if planted.rule in _WITH_PLAN else None)
    right = [each for each in found if each.rule == planted.rule]
    assert [each.text for each in right][:1] == [planted.text], [(each.rule, each.text) for each in found]
    assert text[right[0].start : right[0].end] == planted.text
    # One fault may show in two ways, but what is not there is never an error.
    assert all(each.rule in _AKIN.get(planted.rule, ()) for each in found.errors if each.rule != planted.rule)


# What else is truly wrong with a speech in which one fault has been planted.
_AKIN = {
    "numbering-gap": ("count-mismatch", "numbering-duplicate"),
    "congress-not-yet": ("not-yet",),
    "not-yet": ("congress-not-yet",),
    "numbering-mixed": ("count-mismatch",),
    "numbering-order": ("numbering-gap",),
}


def test_there_are_planted_faults_of_every_family() -> None:
    planted = {each[2] for each in PLANTED} | {each.rule for each in LONG_PLANTED}
    assert len(PLANTED) + len(LONG_PLANTED) >= 90
    assert {rules()[each].family for each in planted} == {each.family for each in rules().values()}
