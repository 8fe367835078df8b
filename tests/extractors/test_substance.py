"""What counts of a speech when passages are held against each other."""

from __future__ import annotations

import re

import numpy as np
import pytest

from xuncha_nlp.extractors.repeats import Laid, lay
from xuncha_nlp.extractors.substance import body_of, meeting_names, members_in, not_counting, reuse_rules
from xuncha_nlp.sources import Source, fold
from xuncha_nlp.speeches import split


def laid(text: str) -> Laid:
    return lay([(fold(text), np.arange(len(text), dtype=np.int32))], spaces=False)


def body(text: str) -> str:
    (speech,) = split(Source.from_text("a", text))
    start, end = body_of(
        text, speech.start, speech.body_start, speech.closing.start if speech.closing else None
    )
    return text[start:end].strip()


HEADER = "在青石镇动员会上的讲话\n（2021年5月）\n同志们：\n"


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("账要算清。\n散会。", "账要算清。"),
        ("账要算清。\n我就讲这些，谢谢大家！\n散会。\n", "账要算清。"),
        ("账要算清。", "账要算清。"),
        # A paragraph that says something is not left out for the sake of its first words.
        (
            "账要算清。\n同志们，秋收以前要把三条沟渠的淤泥清完，机房的钥匙交到人手上。散会。",
            "账要算清。\n同志们，秋收以前要把三条沟渠的淤泥清完，机房的钥匙交到人手上。散会。",
        ),
    ],
)
def test_the_body_is_what_stands_between_the_header_and_the_adjournment(below: str, kept: str) -> None:
    assert body(HEADER + below) == kept


def test_a_text_that_is_all_header_is_body() -> None:
    assert body("在青石镇动员会上的讲话") == "在青石镇动员会上的讲话"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("今天，我们召开澄湖区委第三轮巡察动员会，主要任务是", "召开澄湖区委第三轮巡察动员会"),
        ("上午参加了云岭县整改工作推进会议。", "参加了云岭县整改工作推进会议"),
        ("召开会议要简短，参加社会实践的同学", None),
        ("各位要会同区财政局核对。", None),
    ],
)
def test_names_of_meetings(text: str, name: str | None) -> None:
    whole = laid(text)
    assert [whole.text[start:end] for start, end in meeting_names(whole)] == ([name] if name else [])


def test_members_that_are_mere_words_count() -> None:
    whole = laid("严守廉洁纪律，抓好学习。")
    found = members_in(whole, ["廉洁纪律", "学习"])
    assert [whole.text[start:end] for start, end in found] == ["廉洁纪律"]
    assert members_in(whole, []).shape == (0, 2)


def test_a_clause_that_says_something_of_its_own_counts_without_its_formula() -> None:
    text = "要切实增强四个意识，在沟渠分段包干的办法里增强四个意识。"
    spans = np.array([[at.start() + 1, at.end() + 1] for at in re.finditer("四个意识", text)])
    hidden = not_counting(laid(text), [spans])
    counted = "".join(each for each, off in zip(text, hidden[1:-1], strict=True) if not off)
    assert counted == "在沟渠分段包干的办法里增强。"
    # What is no formula takes nothing with it.
    others = not_counting(laid(text), [], [spans])
    assert int(others.sum()) == len("四个意识") * 2


def test_the_rules_are_whole() -> None:
    rules = reuse_rules()
    assert not re.search(rules["meeting"], "")
    assert set(rules["carried"]) <= {"formula", "citation", "enumeration", "slot", "move"}
    assert 0.5 < rules["slot"] <= 1
    assert all(len(each) == 1 for each in rules["marks"])
