"""Moves explain themselves: by which rule, how probable, and by which words of the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha_nlp.data import load_toml
from xuncha_nlp.extractors import annotate
from xuncha_nlp.extractors.move_model import Context, Grams, Model, look
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import Speech, split

HEADER = "在澄湖区委巡察动员会上的讲话\n（2021年6月）\n同志们：\n"
Read = Callable[[str], tuple[Speech, ...]]


def _moves(text: str) -> list[dict[str, Any]]:
    speeches = split(Source.from_text("a.txt", text))
    return [each.to_json(speech) for speech in speeches for each in annotate(speech, ["move"])]


def test_the_words_that_decided_stand_in_the_section():
    for each in _moves(
        HEADER + "一、严明纪律\n队伍要过硬。\n二、用好成果\n（一）抓实整改。线索要移交。\n再见。"
    ):
        if each["rule"] == "model":
            assert each["evidence"]
            assert all(word in each["text"] for word in each["evidence"])
            assert len(each["evidence"]) <= load_toml("moves.toml")["evidence"]
            assert load_toml("moves.toml")["least_probability"] <= each["probability"] <= 1


def test_no_word_that_decided_is_part_of_another():
    (first, *_) = _moves(HEADER + "一、被巡察党组织要扛起主体责任\n压实主体责任。\n二、好\n好。")
    words = first["evidence"]
    assert not any(one in other for one in words for other in words if one != other)


def test_what_is_known_by_its_place_has_no_probability():
    found = [
        each
        for each in _moves(HEADER + "开会。\n一、严明纪律\n话。\n二、压实责任\n话。\n散会。")
        if not each["level"]
    ]
    assert [(each["label"], each["rule"], each["probability"]) for each in found] == [
        ("occasion", "place", None),
        ("adjournment", "place", None),
    ]


def test_a_section_without_words_has_the_probability_of_the_move_above():
    found = _moves(HEADER + "一、压实责任\n（一）甲。\n（二）乙。\n二、严明纪律\n话。")
    below = [each for each in found if each["level"] == 2]
    assert {each["rule"] for each in below} == {"section-above"}
    assert all(0 < each["probability"] <= 1 and each["evidence"] == [] for each in below)


def test_a_word_in_the_heading_counts_more_in_the_score():
    in_heading, in_text, *_ = _moves(HEADER + "一、严明纪律\n话。\n二、乙\n纪律作风，队伍形象，廉洁保密。")
    assert in_heading["score"] == 2 * load_toml("moves.toml")["heading_weight"]
    assert in_text["score"] == 6


def test_a_word_of_the_title_does_not_tell_its_sections_apart():
    plain = look("整改怎么改", "", Context("在会上的讲话", 1, True, True, None), Grams({}))
    titled = look("整改怎么改", "", Context("在整改会上的讲话", 1, True, True, None), Grams({}))
    assert "整改" in plain.words
    assert "整改" not in titled.words


@given(
    st.text("责任纪律整改成果认识重点方法的一 ，。", max_size=40), st.text("责任纪律整改成果", max_size=40)
)
def test_probabilities_are_those_of_a_distribution(heading: str, text: str):
    model = Model.load()
    seen = look(heading, text, Context("", 2, False, False, "tasks"), model.grams)
    chances = model.judge(seen)
    # What each word adds is summed beforehand, and comes to the same as the features one by one.
    assert chances == pytest.approx(model.probabilities(seen.values), abs=1e-12)
    assert sum(chances) == pytest.approx(1)
    assert all(0 < each < 1 for each in chances)
    for index in range(len(chances)):
        assert all(word in heading + "\n" + text for word in model.deciding(seen, index, 5))


def test_the_figures_of_a_model_are_worked_out():
    model = Model(["a", "b"], {}, [0.0, 0.0], {"x": [1.0, 0.0]})
    first, second = model.probabilities({"x": 2.0, "unknown": 9.0})
    assert first / second == pytest.approx(7.38905609893065)  # e²


def test_tf_idf_has_unit_length():
    values = Grams({"责任": 1.0, "主体": 2.0}).within("主体责任，责任")
    assert sum(value * value for value in values.values()) == pytest.approx(1)
    assert values["主体"] == 2 * values["责任"]
