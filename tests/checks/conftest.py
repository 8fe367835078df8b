"""A speech without a fault, the plan that it was written for, and an earlier speech of another district."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_nlp.corpus import Corpus, read
from xuncha_nlp.speeches import Speech
from xuncha_nlp.templating import Plan

SAMPLE = Path(__file__).parents[2] / "corpora"

CLEAN = """\
在区委第七轮巡察工作动员会上的讲话
（2025年3月12日）
同志们：
今天召开区委第七轮巡察工作动员会，任务是统一思想、部署工作。下面，我讲三点意见：
一、提高认识，看清巡察的意义
巡察是政治监督。要深刻领悟“两个确立”的决定性意义，增强“四个意识”，坚定“四个自信”，做到“两个维护”。
（一）这是上级的要求。党的二十大以来，任务越来越清楚。
（二）这是清河区的需要。望河镇的群众有盼头。
二、明确任务，抓住巡察的重点
要紧扣“三个盯住”，即盯住关键人、盯住关键事、盯住关键时。围绕以下两个方面内容，即落实责任情况，整改问题情况。
三、压实责任，形成工作的合力
这里，我强调两点：一是领导要带头。韩松柏书记要靠前指挥。二是部门要配合。区水利局要当好表率。
同志们，让我们一起把这件事做好。"""

PLAN = """
genre = "动员讲话"
title = "在区委{{ round }}巡察工作动员会上的讲话"
date = "2025-03-12"
required = ["四个意识", "两个维护"]
banned = ["两学一做", "撒胡椒面"]
[profile]
keep = ["清河区", "望河镇", "区水利局"]
[profile.values]
round = "第七轮"
[profile.people]
"书记" = "韩松柏"
[[section]]
move = "significance"
[[section]]
move = "tasks"
[[section]]
move = "responsibility"
"""

EARLIER = """\
在区委第三轮巡察工作动员会上的讲话
（2019年5月6日）
同志们：
东湖区和临溪镇先走一步。孟广川书记讲了话，区教育局表了态。2018年12月，首轮巡察结束，对6家单位反馈了意见。
去年的事要记住，第四轮巡察跟上。立足**实际。"""


def read_speech(text: str, name: str = "新稿.txt") -> Speech:
    (speech,) = Corpus.from_texts({name: text})
    return speech


@pytest.fixture
def clean() -> str:
    return CLEAN


@pytest.fixture
def speech() -> Callable[..., Speech]:
    return read_speech


@pytest.fixture(scope="session")
def plan() -> Plan:
    return Plan.from_toml(PLAN)


@pytest.fixture(scope="session")
def plan_toml() -> str:
    return PLAN


@pytest.fixture(scope="session")
def earlier() -> Corpus:
    return Corpus.from_texts({"旧稿.txt": EARLIER})


@pytest.fixture(scope="session")
def sample() -> Corpus:
    return read(SAMPLE / "sample")


@pytest.fixture(scope="session")
def mobilisation() -> Plan:
    return Plan.load(SAMPLE / "plans" / "mobilisation.toml")
