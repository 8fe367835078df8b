"""Speeches written for the tests, and ways to read back what was written."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest

from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import Speech, split

FIRST = """\
在澄湖区委巡察工作推进会上的
讲话
（2023年6月）
区委书记　林若溪
同志们：
这次会议的任务是再部署、再加压。下面，我讲两点意见：
一、把准方向，弄清“为什么巡”
（一）看清形势。群众盼着变化，“老办法”不管用了；*号、#号、_号、1. 和 <b> 都要原样留下。
（二）扛起责任
1.书记带头。第一责任人要到现场，不能当“甩手掌柜”。
2.班子跟上。
（1）分工到人。每月碰一次头。
（2）逐项销号。
二、抓住要害，解决“怎么巡”
一是听得进。坐下来听真话。
二是查得深。翻账本，看现场。
同志们，请**同志和各位组长记住这句话。散会。"""

SECOND = """\
在澄湖区委巡察整改部署会上的讲话
2024年3月5日
同志们：
今天只讲一件事，就是整改。
一、马上改
能改的当天改，不等不拖。
二、彻底改
散会。"""


def read(text: str, name: str = "澄湖.txt") -> tuple[Speech, ...]:
    return split(Source.from_text(name, text))


@pytest.fixture
def speech() -> Speech:
    return read(FIRST)[0]


@pytest.fixture
def speeches() -> tuple[Speech, ...]:
    return read(f"{FIRST}\n\n{SECOND}")


@pytest.fixture
def read_text() -> Callable[[str], tuple[Speech, ...]]:
    return read


@pytest.fixture
def paragraphs() -> Callable[[bytes], list[str]]:
    """The paragraphs of a .docx as python-docx reads them."""

    def _paragraphs(data: bytes) -> list[str]:
        return [each.text for each in docx.Document(io.BytesIO(data)).paragraphs]

    return _paragraphs
