"""Genres as a draft needs them, a user's own among them; the questions; the guide in step with the code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from xuncha_nlp.corpus import Corpus
from xuncha_nlp.errors import DataError, PlanError
from xuncha_nlp.speeches import genres
from xuncha_nlp.templating import Plan, Profile, Wanted, draft, kind_of, kinds, plan_text, questions

ROOT = Path(__file__).parents[2]
OWN = """
[[genre]]
name = "约谈讲话"
heading = "在{{ round }}整改约谈会上的讲话"
moves = ["tasks", "responsibility"]
lead_in = "下面，讲{{ count }}点："
like = ["动员讲话"]
opening = ["今天在{{ district }}集中约谈，{{ weather }}。"]
closing = ["散会。"]
transitions = {tasks = "重点抓好以下工作。"}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "mine.toml"
    file.write_text(OWN, encoding="utf-8")
    return file


def test_every_genre_of_the_titles_can_be_drafted() -> None:
    assert list(kinds()) == list(genres())


@pytest.mark.parametrize(
    ("spoken", "name"),
    [("反馈会讲话", "反馈讲话"), ("整改推进会讲话", "整改推进讲话"), ("总结会讲话", "总结讲话"), ("动员讲话", "动员讲话")],
)  # fmt: skip
def test_a_genre_goes_under_other_names_too(spoken: str, name: str) -> None:
    assert kind_of(spoken).name == name
    assert Plan.from_toml(plan_text(spoken)).kind.name == name


@pytest.mark.parametrize("name", [each.name for each in kinds().values() if each.opening])
def test_what_belongs_to_the_moves_of_a_genre_is_as_long_as_they_are(name: str) -> None:
    kind = kinds()[name]
    assert len(kind.shares) == len(kind.points) == len(kind.topics) == len(kind.moves)
    assert sum(kind.shares) == 100
    assert all(each in kinds() for each in kind.like)
    assert kind.frame.count("{{ formulae }}") == 1


def test_no_other_name_stands_for_two_genres() -> None:
    names = [name for kind in kinds().values() for name in (kind.name, *kind.aliases)]
    assert len(names) == len(set(names))


def test_a_genre_of_ones_own_is_used(own: Path) -> None:
    corpus = Corpus.from_texts(
        {
            "a.txt": "在座谈会上的讲话\n（2023年8月）\n同志们：\n开会。\n一、明确任务，突出重点\n（一）看班子。聚焦责任。\n（二）看作风。聚焦担当。"
        }
    )
    text = plan_text("约谈讲话", answers={"district": "望川县", "round": "第二轮"}, genres=str(own))
    result = draft(corpus, Plan.from_toml(text))
    lines = result.text.split("\n")
    assert lines[0] == "在第二轮整改约谈会上的讲话"
    assert lines[3:5] == ["今天在望川县集中约谈，【待填：weather】。", "下面，讲两点："]
    assert lines[6] == "重点抓好以下工作。"
    assert lines[-1] == "散会。"
    new = [each for each in result.passages if "mine.toml" in each.reason]
    assert [each.status for each in new] == ["new"] * 3


def test_the_file_of_genres_is_looked_for_beside_the_plan(own: Path) -> None:
    text = plan_text("约谈讲话", genres=str(own)).replace(str(own), "mine.toml")
    (own.parent / "plan.toml").write_text(text, encoding="utf-8")
    assert Plan.load(own.parent / "plan.toml").kind.name == "约谈讲话"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "没有 \\[\\[genre\\]\\]"),
        ('[[genre]]\nname = "甲"', "缺少 heading、moves"),
        ('[[genre]]\nname = "甲"\nheading = ""\nmoves = ["x"]', "没有这种语步：x"),
        ('[[genre]]\nname = "甲"\nheading = ""\nmoves = "tasks"', "moves 写法不对"),
        ('[[genre]]\nname = "甲"\nheading = ""\nmoves = []\nshares = ["a"]', "shares 写法不对"),
        ('[[genre]]\nname = "甲"\nheading = ""\nmoves = []\nclosin = []', "不认识的键 closin"),
        ('[[genre]]\nname = "甲"\nheading = "a\\nb"\nmoves = []', "有换行"),
        ("[[genre]", "格式有误"),
    ],
)
def test_a_file_of_genres_that_cannot_be_used_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        kinds(file)


def test_a_missing_file_of_genres_is_named(make_plan: Callable[..., Plan]) -> None:
    with pytest.raises(DataError, match="找不到数据文件"):
        make_plan(genres="nowhere.toml")


# Length and outline of a plan


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"length": -1}, "length、minutes、rate 不对"),
        ({"rate": 0}, "length、minutes、rate 不对"),
        ({"length": 100, "minutes": 2}, "只能写一个"),
        ({"length": "100"}, "length 写法不对。应当是整数"),
        ({"section": [{"move": "tasks", "share": 101}]}, "share 不对"),
        ({"section": [{"move": "tasks", "share": -1}]}, "share 不对"),
        ({"prefer": "a.txt"}, "prefer 写法不对"),
        ({"profile": {"units": "区水利局"}}, "units 写法不对"),
    ],
)
def test_what_a_plan_cannot_ask_for_is_refused(
    make_plan: Callable[..., Plan], change: dict[str, object], message: str
) -> None:
    with pytest.raises(PlanError, match=message):
        make_plan(**change)


# Questions


def test_the_answers_go_into_the_plan(sample: Corpus) -> None:
    answers = {
        "district": "望川县", "committee": "五届县委", "round": "第三轮", "date": "2026-03-10", "units": "县水务局、石门镇",
        "people": "县纪委书记=梁志坚", "begin": "3月中旬", "finish": "5月中旬", "groups": "3", "campaigns": "“甲”行动；“乙”建设",
        "congress": "党的二十一大", "length": "18分钟", "required": "两个确立、两个维护", "banned": "两学一做", "topic": "乡村振兴",
    }  # fmt: skip
    assert set(answers) == {each.key for each in questions()}
    plan = Plan.from_toml(plan_text("反馈会讲话", sample, answers=answers))
    assert plan.profile == Profile(
        {
            "round": "第三轮", "district": "望川县", "committee": "五届县委", "begin": "3月中旬", "finish": "5月中旬",
            "groups": "3", "congress": "党的二十一大",
        },
        {"县纪委书记": "梁志坚"}, units=("县水务局", "石门镇"), campaigns=("“甲”行动", "“乙”建设"),
    )  # fmt: skip
    assert (plan.date, plan.characters, plan.topic) == ("2026-03-10", 3600, "乡村振兴")
    assert (plan.required, plan.banned) == (("两个确立", "两个维护"), ("两学一做",))
    assert plan.title.startswith("在县委")


@pytest.mark.parametrize(
    ("key", "answer", "usable"),
    [
        ("round", "第三轮", True), ("round", "三", False), ("groups", "四", False), ("groups", "4", True),
        ("people", "梁志坚", False), ("length", "很长", False), ("length", "20分", True), ("date", "2026-13", False),
        ("district", '说"好"\n', True),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_used_is_told(key: str, answer: str, usable: bool) -> None:
    (question,) = (each for each in questions() if each.key == key)
    assert (question.complaint(answer) == "") is usable
    if usable:
        Plan.from_toml(plan_text("动员讲话", answers={key: answer}))


def test_headings_and_lengths_are_proposed_from_speeches_of_the_genre(sample: Corpus) -> None:
    text = plan_text("反馈会讲话", sample)
    assert '# 旧讲话里有：heading = "动真碰硬，确保巡察整改和成果运用取得实效"' in text
    assert re.search(r"# 这类旧讲话一般约 \d{4} 字：length = \d{4}\n", text)
    assert '# 自动判断是：former = ["澄湖区", "云川市"]' in text
    assert "chenghu_2016_2024.txt#4" in text


def test_every_proposal_can_be_taken_over(sample: Corpus) -> None:
    text = plan_text("反馈会讲话", sample)
    for line in text.splitlines():
        if line.startswith("#") and " = " in line and "还可写" not in line and "隐去" not in line:
            value = line.lstrip("# ").rsplit("：", 1)[-1]
            assert re.match(r'("?[\w“”]+"?) = ["\[\d]', value), line


# The guide


@pytest.mark.parametrize(
    ("heading", "model"),
    [("| 键 | 说明 |", Plan), ("每个 `[[section]]`", Wanted), ("`[profile]`：", Profile)],
)
def test_the_guide_names_every_key(heading: str, model: type) -> None:
    guide = (ROOT / "docs" / "drafting.md").read_text(encoding="utf-8")
    table = guide[guide.index(heading) :]
    rows = re.findall(r"^\| `(\w+)` \|", table[: table.index("\n\n", len(heading) + 4)], re.MULTILINE)
    assert rows == [each.name for each in fields(model)] or sorted(rows) == sorted(
        each.name for each in fields(model)
    )


def test_the_genre_of_the_guide_can_be_used(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "drafting.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    file = tmp_path / "mine.toml"
    file.write_text(block, encoding="utf-8")
    assert Plan.from_toml(plan_text("约谈讲话", genres=str(file))).kind.file == "mine.toml"
