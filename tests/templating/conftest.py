"""Earlier speeches invented for the tests, and plans made of a few words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xuncha_nlp.corpus import Corpus, read
from xuncha_nlp.templating import Draft, Plan, draft

SAMPLE = Path(__file__).parents[2] / "corpora"

# The third round of 清河区; everything in it is invented.
OLD = """\
在区委第三轮巡察工作动员会上的讲话
（2023年8月）
同志们：
今天召开区委第三轮巡察工作动员会。刚才，区纪委书记孟广川同志宣读了方案，邱明远部长宣读了分工。\
下面，我讲三点意见：
一、提高认识，认清巡察的重要意义
首轮巡察打开了局面。自2019年5月启动以来，清河区一直在探索，临溪镇走在前面。
（一）这是政治要求。要增强“四个意识”，意义重大。
（二）这是现实需要。巡察要立足**实际，重要性不言自明。
二、明确任务，突出巡察重点
这次巡察从9月上旬开始，2023年11月结束，对区财务局、区教体局、区林水局三家单位开展。
（一）看政治。聚焦政治监督，紧盯主要问题。
1.看学习。学得深不深。
2.看执行。做得实不实。
（二）看用权。聚焦权力运行，发现问题。
（三）看队伍。聚焦班子建设，把握重点内容。
三、压实责任，加强组织领导
这里，我强调三点：
一是领导要带头。区委书记要负总责，周启明书记要靠前指挥。
二是部门要配合。省委书记何仲年同志去年说过，各方要形成合力。
三是保障要到位。第四轮巡察的准备，要同第三轮巡察一起安排。
同志们，让我们以实际行动迎接党的二十一大，向区第六次党代会交上答卷。"""

FORMULA = """\
在区委巡察工作动员会上的讲话
（2018年2月）
同志们：
现在开会。
一、提高站位，认清巡察的重大意义
要做到“两个维护”，坚定“四个自信”，重要性和必要性都要讲透。
二、突出重点任务，聚焦政治监督
紧盯主要问题，把握目标内容。"""


def to_toml(content: dict[str, Any]) -> str:
    """Write a plan; JSON's strings, numbers and lists of strings are TOML's too."""

    def lines(table: dict[str, Any], path: str = "") -> Iterator[str]:
        plain = {key: value for key, value in table.items() if not _holds_tables(value)}
        yield from (f"{_text(key)} = {_text(value)}" for key, value in plain.items())
        for key, value in table.items():
            if isinstance(value, dict):
                yield f"[{path}{_text(key)}]"
                yield from lines(value, f"{path}{_text(key)}.")
            elif _holds_tables(value):
                for each in value:
                    yield f"[[{path}{_text(key)}]]"
                    yield from lines(each)

    return "\n".join(lines(content)) + "\n"


def _holds_tables(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def plan_content(*moves: str, **changes: Any) -> dict[str, Any]:
    sections = [{"move": move} for move in moves or ("tasks",)]
    content = {"genre": "动员讲话", "title": "在区委巡察工作动员会上的讲话", "date": "2025-03"}
    return content | changes | ({} if "section" in changes else {"section": sections})


@pytest.fixture
def toml() -> Callable[[dict[str, Any]], str]:
    return to_toml


@pytest.fixture
def content() -> Callable[..., dict[str, Any]]:
    """The content of a plan: moves, and whatever else it says."""
    return plan_content


@pytest.fixture
def make_plan() -> Callable[..., Plan]:
    def _make(*moves: str, **changes: Any) -> Plan:
        return Plan.from_toml(to_toml(plan_content(*moves, **changes)))

    return _make


@pytest.fixture(scope="session")
def old() -> Corpus:
    return Corpus.from_texts({"old.txt": OLD})


@pytest.fixture(scope="session")
def several() -> Corpus:
    """Two earlier speeches, the second with formulae that the first does not have."""
    return Corpus.from_texts({"old.txt": OLD, "formula.txt": FORMULA})


@pytest.fixture(scope="session")
def sample() -> Corpus:
    return read(SAMPLE / "sample")


@pytest.fixture(scope="session")
def mobilisation() -> Plan:
    return Plan.load(SAMPLE / "plans" / "mobilisation.toml")


_EVERY_MOVE = ("significance", "tasks", "methods", "results", "responsibility", "discipline")
_SAMPLE_PLANS: dict[str, dict[str, Any]] = {
    "bare": plan_content("significance", "tasks", "responsibility"),
    "every move": plan_content(*_EVERY_MOVE, profile={"values": {"round": "第十轮", "congress": "党的二十二大"}}),
    "every move twice": plan_content(*_EVERY_MOVE, *_EVERY_MOVE, numbering=["第一章", "一、"]),
    "feedback": plan_content(
        "results", "tasks", genre="反馈讲话", numbering=["（一）", "1."],
        profile={"keep": ["云川市", "滨湖"], "values": {"district": "澄湖区", "round": "第三轮"}},
    ),
    "rectification": plan_content(
        section=[
            {"move": "responsibility", "points": 1, "speech": "chenghu_2016_2024.txt#3"},
            {"move": "significance", "points": 2, "heading": "{{ round }}整改怎么看"},
            {"move": "discipline", "points": 1},
        ],
        genre="整改推进讲话", salutation="", lead_in="讲{{ count }}点：",
        profile={"values": {"round": "第八轮"}, "replace": {"《**日报》": "《澄湖日报》"}},
    ),
    "hearing": plan_content(
        "results", genre="听取汇报会主持词及讲话", date="2026-01-05",
        profile={"people": {"区委巡察办主任": "赵一鸣", "书记": "钱有为", "部长": "孙思远"}},
    ),
}  # fmt: skip


@pytest.fixture(scope="session", params=[*_SAMPLE_PLANS, "mobilisation"])
def sample_draft(request: pytest.FixtureRequest, sample: Corpus, mobilisation: Plan) -> Draft:
    """Drafts from the sample speeches by plans of many kinds."""
    if request.param == "mobilisation":
        return draft(sample, mobilisation)
    return draft(sample, Plan.from_toml(to_toml(_SAMPLE_PLANS[request.param])))
