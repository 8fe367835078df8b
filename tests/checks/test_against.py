"""What is held against other texts: overlap, leftovers of another district, clauses of another year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xuncha_nlp.checks import Findings, check, measure
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.speeches import Speech
from xuncha_nlp.templating import Plan

from .planting import AGAINST_PLANTED, LONG, LONG_PLAN, OLD, Planted

Read = Callable[..., Speech]


@pytest.fixture(scope="module")
def old() -> Corpus:
    return Corpus.from_texts({"旧稿.txt": OLD})


@pytest.fixture(scope="module")
def long_plan() -> Plan:
    return Plan.from_toml(LONG_PLAN)


def of(found: Findings, rule: str) -> list[str]:
    return [each.text for each in found if each.rule == rule]


def test_the_long_speech_is_clean_beside_an_old_one(speech: Read, old: Corpus, long_plan: Plan) -> None:
    assert check(speech(LONG), old, plan=long_plan) == ()
    assert check(speech(LONG), old) == ()


@pytest.mark.parametrize(
    "planted", AGAINST_PLANTED, ids=[f"{each.rule}: {each.new[:12]}" for each in AGAINST_PLANTED]
)
def test_a_leftover_is_found(speech: Read, old: Corpus, long_plan: Plan, planted: Planted) -> None:
    assert LONG.count(planted.old) == 1
    text = LONG.replace(planted.old, planted.new)
    found = check(speech(text), old, plan=long_plan)
    assert planted.text in of(found, planted.rule), [(each.rule, each.text) for each in found]
    assert {each.rule for each in found.errors} <= {planted.rule}


def test_without_a_plan_the_names_of_another_district_are_left_over(speech: Read, old: Corpus) -> None:
    text = LONG.replace("望河镇的群众", "临溪镇的群众").replace("程砚秋部长还要", "孟广川书记还要")
    found = check(speech(text), old)
    assert [(each.rule, each.text) for each in found.errors] == [
        ("leftover-person", "孟广川"),
        ("leftover-place", "临溪镇"),
    ]


def test_without_a_plan_those_of_the_same_district_are_none(speech: Read) -> None:
    same = Corpus.from_texts({"旧稿.txt": OLD.replace("东湖", "澄湖")})
    text = LONG.replace("望河镇的群众", "临溪镇的群众").replace("程砚秋部长还要", "孟广川书记还要")
    found = check(speech(text), same)
    assert not [each for each in found.errors if each.rule.startswith("leftover")]
    assert of(found, "name-to-confirm") == ["孟广川"]


# Overlap


def test_a_run_taken_from_a_text_given_is_found_with_its_place(speech: Read) -> None:
    copied = speech(LONG.replace("，逐笔核对，不放过一个疑点。", f"，逐笔核对，不放过一个疑点。{FILLER}"))
    other = speech(f"在会上的讲话\n同志们：\n{FILLER}", "别家.txt")
    found = check(copied, against=[other])
    (finding,) = [each for each in found if each.rule == "overlap-run"]
    assert finding.text.strip("。") == FILLER.strip("。")
    (overlap,) = found.overlaps
    assert (overlap.other, overlap.longest, overlap.given) == ("别家.txt#1", _length(FILLER), True)
    assert overlap.share == pytest.approx(overlap.characters / _length(copied.text), abs=0.06)
    assert [copied.source.text[start:end].strip("。") for start, end in overlap.spans] == [FILLER.strip("。")]


FILLER = (
    "查账要查到根上去，把三年以来的凭证一张一张翻出来，对照合同和验收单逐项过一遍，凡是对不上的都要问个明白，"
    "问不明白的就到现场去看，看了还不清楚的再找经手人谈，直到水落石出为止，绝不能含糊过去。"
)


def _length(text: str) -> int:
    return len("".join(text.split()))


def test_formulae_and_titles_do_not_count_as_copied(speech: Read) -> None:
    said = "要增强“四个意识”、坚定“四个自信”、做到“两个维护”，学习《中国共产党纪律处分条例》《中国共产党问责条例》。"
    found = check(speech(LONG + said), against=[speech(f"在会上的讲话\n同志们：\n{said}", "别家.txt")])
    assert all(each.longest < 20 for each in found.overlaps)


def test_a_speech_has_nothing_in_common_with_itself_in_the_corpus(speech: Read) -> None:
    assert check(speech(LONG), Corpus.from_texts({"别名.txt": LONG})).overlaps == ()


def test_most_of_a_speech_copied_is_said_once(speech: Read) -> None:
    found = check(speech(LONG.replace("沉住气、看长远", "稳得住")), Corpus.from_texts({"旧稿.txt": LONG}))
    (finding,) = [each for each in found if each.rule == "overlap-share"]
    assert (finding.level, finding.source) == ("提示", "新稿.txt")
    assert found.overlaps[0].share > 0.8


# Length


def test_the_measure_counts_what_is_said(speech: Read) -> None:
    found = measure(speech(LONG))
    assert found.characters == _length(LONG)
    assert found.minutes == pytest.approx(found.characters / 200)
    assert [name[:2] for name, *_ in found.shares] == ["一、", "二、", "三、"]
    assert 0.7 < sum(share for *_, share in found.shares) < 1
    assert measure(speech(LONG), rate=100).minutes == pytest.approx(found.minutes * 2)


def test_a_share_far_from_the_plan_s_is_found(speech: Read) -> None:
    plan = Plan.from_toml(
        LONG_PLAN.replace('move = "significance"', 'move = "significance"\nshare = 60').replace(
            'move = "tasks"', 'move = "tasks"\nshare = 20'
        )
    )
    assert of(check(speech(LONG), plan=plan), "share-off") == [
        "一、提高站位，深刻认识巡察工作的意义",
        "二、突出重点，精准开展政治监督",
    ]


# What stays still


@pytest.mark.parametrize(
    "said",
    [
        "从“三个自信”发展到“四个自信”，认识在深化。",
        "2014年，我们还讲“三个自信”。",
        "他学习《论“三个自信”的由来》。",
        "2012年迎接党的十八大期间，澄湖搞过一次整治。",
        "去年，我们隆重庆祝新中国成立74周年。",
        "同志们要研究研究、讨论讨论，一项一项过。",
        "为了了解实情，目的的达成要靠大家。",
        "解放思想、实事求是是我们的法宝。",
        "“三个聚焦”，即聚焦责任、聚焦作风、聚焦基层。",
        "现场要按1）先看账2）再看物的次序来。",
        "第二个方面、十二个组、提高二点二个百分点，二者不可偏废。",
        "到东湖区学习考察，与青岚区结对。",
        "这叫“两个结合”，即坐着听与走着看相结合、白天看与夜里看相结合。",
        "他引用的那句话是：“第一段。\n“第二段。”",
    ],
)
def test_what_is_right_is_left_alone(speech: Read, said: str) -> None:
    text = LONG.replace("沉住气、看长远。", f"沉住气、看长远。{said}")
    assert [(each.rule, each.text) for each in check(speech(text)) if each.level != "提示"] == []


def test_a_very_long_text_does_not_hang(speech: Read) -> None:
    # What is quadratic would take minutes with these.
    for piece in ("“", "（", "的", "二个", "。", "进行", "四个意识", "张三书记", "“四个自信”、", "《"):
        check(speech("同志们：\n" + piece * (60000 // len(piece))))
