"""What the checks say nothing about, how findings are ordered and written, and the rules' own words."""

from __future__ import annotations

import ast
import json
import string
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import xuncha_nlp.checks
import xuncha_nlp.speeches.structure
from xuncha_nlp.checks import LEVELS, Findings, Rule, check, model, rules
from xuncha_nlp.checks.model import finding
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.data import load_toml
from xuncha_nlp.errors import DataError
from xuncha_nlp.extractors import Lexicon
from xuncha_nlp.speeches import Speech
from xuncha_nlp.templating import Plan, draft

Read = Callable[..., Speech]

# Everything that could be left over, and nothing to hold it against.
OTHERS = """\
同志们：
东湖区和临溪镇、区教育局先走一步。孟广川书记讲了话。2018年12月，首轮巡察结束，对6家单位反馈了意见。去年的事要记住。"""


# What is not said


def test_without_plan_and_corpus_nothing_is_a_leftover(speech: Read) -> None:
    assert check(speech(OTHERS)) == ()
    assert check(speech(OTHERS), as_of="2025") == ()


def test_with_a_plan_alone_names_outside_it_are_warnings(speech: Read, plan: Plan) -> None:
    plan = replace(plan, required=())
    found = {(each.rule, each.level, each.text) for each in check(speech(OTHERS), plan=plan)}
    assert found == {
        ("outside-profile", "警告", "东湖区"),
        ("outside-profile", "警告", "临溪镇"),
        ("outside-profile", "警告", "区教育局"),
        ("outside-profile", "警告", "孟广川"),
        ("relative-date", "提示", "去年"),
    }


def test_with_a_corpus_of_another_district_what_it_has_too_is_left_over(
    speech: Read, earlier: Corpus
) -> None:
    text = "同志们：\n清河区要动起来。" + OTHERS.split("\n")[1].replace("东湖区和", "清河区和")
    found = {(each.rule, each.text) for each in check(speech(text), earlier)}
    assert found == {
        ("leftover-place", "临溪镇"),
        ("leftover-organisation", "区教育局"),
        ("leftover-person", "孟广川"),
        ("relative-date-copied", "去年"),
        ("count-to-confirm", "6家单位"),
    } - {("relative-date-copied", "去年")}
    leftovers = [each for each in check(speech(text), earlier) if each.rule.startswith("leftover")]
    assert all("旧稿.txt#1" in each.evidence for each in leftovers)


def test_with_a_corpus_of_the_same_district_its_names_are_to_be_confirmed(
    speech: Read, earlier: Corpus
) -> None:
    found = {(each.rule, each.level, each.text) for each in check(speech(OTHERS), earlier)}
    assert found == {
        ("name-to-confirm", "提示", "孟广川"),
        ("count-to-confirm", "提示", "6家单位"),
    }


def test_a_file_is_not_held_against_itself(speech: Read) -> None:
    (again,) = itself = Corpus.from_texts({"旧名.txt": OTHERS})
    assert again.source.name != "新稿.txt"
    assert check(speech(OTHERS), itself) == ()


def test_what_the_plan_names_is_no_leftover(speech: Read, earlier: Corpus, plan_toml: str) -> None:
    kept = plan_toml.replace('"区水利局"]', '"东湖区", "临溪镇", "区教育局"]').replace("韩松柏", "孟广川")
    kept = kept.replace("第七轮", "第一轮").replace('["四个意识", "两个维护"]', "[]")
    rules = {each.rule for each in check(speech(OTHERS), earlier, plan=Plan.from_toml(kept))}
    assert rules == {"leftover-date", "count-to-confirm", "relative-date"}


def test_the_short_form_of_a_place_of_the_plan_is_no_leftover(
    clean: str, speech: Read, earlier: Corpus, plan: Plan
) -> None:
    text = clean.replace("望河镇的群众", "清河的群众")
    assert check(speech(text), earlier, plan=plan) == ()


@pytest.mark.parametrize(
    "said",
    [
        "由公安厅牵头。",
        "由水利局负责。",
        "由单位负责人带队。",
        "由易到难负责推。",
        "由于有些负责人不在。",
        "请应急办牵头。",
        "由韩松柏牵头。",
    ],
)
def test_a_body_that_is_in_charge_is_no_person(clean: str, speech: Read, plan: Plan, said: str) -> None:
    text = clean.replace("部门要配合。", f"部门要配合。{said}")
    people = [
        each for each in check(speech(text), plan=plan) if each.evidence.startswith(("in-charge", "comrade"))
    ]
    assert people == []


def test_a_list_that_is_announced_and_left_open_is_no_mismatch(clean: str, speech: Read) -> None:
    assert check(speech(clean.replace("三点意见", "几点意见"))) == ()


def test_the_general_secretary_and_one_s_own_committee_are_never_left_over(speech: Read, plan: Plan) -> None:
    text = "同志们：\n习近平总书记要求各级区委、区纪委抓好落实。"
    same = Corpus.from_texts({"旧稿.txt": text + "好。"})
    assert check(speech(text), same, plan=replace(plan, required=())) == ()


def test_the_sample_speeches_have_no_error_but_the_masked_name(sample: Corpus) -> None:
    errors = [each for speech in sample for each in check(speech).errors]
    assert [(each.speech, each.rule, each.text) for each in errors] == [
        ("chenghu_2016_2024.txt#3", "masked", "**"),
        ("chenghu_2017_2020.txt#3", "masked", "**"),
        ("chenghu_2017_2020.txt#3", "masked", "**"),
    ]


# Drafts


def test_a_draft_brings_its_own_plan(sample: Corpus, mobilisation: Plan) -> None:
    result = draft(sample, mobilisation)
    assert check(result, sample) == check(result, sample, plan=mobilisation)
    assert only_rules(check(result, sample).errors) == {"placeholder"}


def test_what_a_draft_has_filled_in_itself_is_no_leftover(sample: Corpus, mobilisation: Plan) -> None:
    result = draft(sample, mobilisation)
    said = {each.text for each in check(result, sample)}
    assert not said & {"区水利局", "望河镇", "宋明哲", "沈伯钧"}
    assert check(result.speech, sample, plan=mobilisation) != ()


def test_every_placeholder_of_a_draft_is_found(sample: Corpus, mobilisation: Plan) -> None:
    result = draft(sample, mobilisation)
    found = [each for each in check(result, sample) if each.rule == "placeholder"]
    assert len(found) == result.text.count("【待填：") > 3


def test_a_draft_without_a_name_is_checked_like_the_file_it_becomes(
    sample: Corpus, mobilisation: Plan, speech: Read
) -> None:
    result = draft(sample, mobilisation)
    as_file = {
        (each.rule, each.start) for each in check(speech(result.text), sample, plan=mobilisation).errors
    }
    assert {(each.rule, each.start) for each in check(result, sample).errors} <= as_file


def test_the_lexicon_of_the_corpus_is_that_of_the_checks(speech: Read, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        '[[formula]]\nname = "五个盯牢"\nkind = "numeral"\nscope = "central"\ncategory = "工作"\naliases = []\nverbs = []\n'
        'ordered = true\nbare = true\ngroups = [5]\nsource = "区委文件"\nconfidence = "seen"\nverified = true\n'
        'superseded_by = ""\nnote = ""\n[[formula.version]]\nfrom = "2024-05"\nto = ""\nitems = []\n',
        encoding="utf-8",
    )
    corpus = Corpus(Corpus.from_texts({"旧稿.txt": "好。"}).members, Lexicon.load(mine))
    subject = speech("同志们：\n做到五个盯牢。")
    assert [each.rule for each in check(subject, corpus, as_of="2023")] == ["not-yet"]
    assert check(subject, as_of="2023") == ()


# Findings


def only_rules(findings: Findings) -> set[str]:
    return {each.rule for each in findings}


@pytest.fixture
def many(clean: str, speech: Read, earlier: Corpus, plan: Plan) -> tuple[str, Findings]:
    """Faults of every level, sown against the order of gravity."""
    text = clean.replace("统一思想", "总结去年").replace("望河镇", "临溪镇").replace("区水利局", "区教育局")
    text = text.replace("三点意见", "四点意见").replace("韩松柏书记", "【待填：姓名】书记")
    return text, check(speech(text), earlier, plan=plan)


def test_findings_come_by_gravity_then_by_place(many: tuple[str, Findings]) -> None:
    _, found = many
    order = [(LEVELS.index(each.level), each.start) for each in found]
    assert order == sorted(order)
    assert {each.level for each in found} == set(LEVELS)


def test_the_text_of_a_finding_is_what_stands_at_its_place(many: tuple[str, Findings]) -> None:
    text, found = many
    assert found
    assert all(text[each.start : each.end] == each.text for each in found)


def test_findings_of_a_speech_in_a_compilation_point_into_the_compilation(sample: Corpus) -> None:
    third = sample["chenghu_2016_2024.txt#3"]
    (found,) = check(third).errors
    assert third.start < found.start < found.end < third.end
    assert third.source.text[found.start : found.end] == "**"


def test_errors_are_the_findings_that_must_be_mended(many: tuple[str, Findings]) -> None:
    _, found = many
    assert found.errors == tuple(each for each in found if each.level == "错误")
    assert isinstance(found.errors, Findings)
    assert 0 < len(found.errors) < len(found)


def test_findings_are_the_same_as_json_and_as_a_table(many: tuple[str, Findings]) -> None:
    _, found = many
    records = json.loads(json.dumps(found.to_json(), ensure_ascii=False))
    assert found.to_frame().to_dict("records") == records
    assert list(records[0]) == list(found.to_frame().columns)
    assert records[0]["message"] in found._repr_html_()


def test_no_findings_are_an_empty_table_with_the_same_columns(many: tuple[str, Findings]) -> None:
    _, found = many
    empty = Findings(())
    assert list(empty.to_frame().columns) == list(found.to_frame().columns)
    assert empty.to_json() == []


def test_two_checks_say_the_same(clean: str, speech: Read, earlier: Corpus, plan: Plan) -> None:
    text = clean.replace("清河区", "东湖区")
    assert check(speech(text), earlier, plan=plan) == check(speech(text), earlier, plan=plan)


# The rules' own words

RULES = rules()
# Rules that are named by what is looked up, and not at the place where the finding is made.
BY_NAME = {each for each in RULES if each.startswith("numbering-") and each != "numbering-level-mixed"}


def rules_in_code() -> set[str]:
    """The texts in the code of the checks that are the name of a rule, with those of an f-string spelt out."""
    found = {f"leftover-{kind}" for kind in ("place", "person", "organisation")}
    for file in Path(xuncha_nlp.checks.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in RULES:
                found.add(node.value)
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("at", "at_read", "missing")
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    return found | BY_NAME


def test_the_numbering_rules_are_those_of_the_outline() -> None:
    source = Path(xuncha_nlp.speeches.structure.__file__).read_text(encoding="utf-8")
    assert all(f'"{each}"' in source for each in BY_NAME)


def test_the_code_and_the_data_have_the_same_rules() -> None:
    assert rules_in_code() == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda each: each.id)
def test_a_rule_has_a_level_a_basis_and_words(rule: Rule) -> None:
    assert rule.level in LEVELS
    assert rule.basis in ("规定", "一般", "实务")
    assert rule.about
    assert rule.message
    assert rule.suggestion
    # What is said to be ruled by a standard names it.
    assert bool(rule.standard) == (rule.basis == "规定")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"level": "致命"}, "level"),
        ({"family": "别的"}, "family"),
        ({"basis": "听说"}, "basis"),
        ({"more": "x"}, "more"),
    ],
)
def test_a_rule_that_breaks_the_schema_is_refused(
    change: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = load_toml("checks.toml")
    broken = {**content, "rules": {"masked": {**content["rules"]["masked"], **change}}}
    monkeypatch.setattr(model, "load_toml", lambda _: broken)
    with pytest.raises(DataError, match=said):
        model.rules.__wrapped__()


VALUES = {
    "wanted": "第七轮", "date": "2025-03", "kind": "地名", "verbs": "增强", "begin": "2016", "origin": "会议",
    "successor": "四个自信", "declared": 3, "found": 2, "other": "旧稿", "home": "澄湖区", "district": "澄湖区",
    "year": 2019, "today": "2025", "weekday": "三", "until": "2017", "note": "“四个意识”编号重复", "share": "40%", "genre": "动员讲话",
    "longest": 80, "why": "重复", "title": "四个意识", "office": "部长", "characters": 3000, "minutes": 15,
    "word": "当前", "years": "“十四五”是2021—2025年", "paragraph": 3,
}  # fmt: skip


WHOLE = {
    "overlap-share",
    "overlap-run",
    "salutation-missing",
    "closing-missing",
    "length-over",
    "length-under",
    "chain-gap",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_message_is_filled_in_without_a_rest(rule: str) -> None:
    made = finding(rule, "a.txt", "a.txt#1", "四个意识", 0, 4, "依据", **VALUES)
    # What is said of the whole speech quotes nothing.
    assert "四个意识" in made.message or rule in WHOLE
    assert "{" not in made.message + made.suggestion
    fields = {
        name
        for text in (RULES[rule].message, RULES[rule].suggestion)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    assert fields <= {"text", *VALUES}


@pytest.mark.parametrize("rule", [name for name, each in RULES.items() if "{text}" in each.message])
def test_braces_in_a_text_are_left_as_they_stand(rule: str) -> None:
    assert "{text}" in finding(rule, "a", "a#1", "{text}", 0, 6, "", **VALUES).message
