"""文种: by the title, the subtitle, what stands beside the text, what is said in it; with its evidence."""

from __future__ import annotations

import dataclasses

import pytest

from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import genres, split

BODY = "同志们：\n今天天气很好，大家都来了。\n一、看清家底\n账要一笔一笔地算。"


def read(text, **metadata):
    (speech,) = split(dataclasses.replace(Source.from_text("a.txt", text), metadata=metadata))
    for each in speech.genre_evidence:
        assert each.start is None or speech.source.text[each.start : each.end] == each.text
    return speech


def judged(text, **metadata):
    speech = read(text, **metadata)
    return speech.genre, [(each.rule, each.text) for each in speech.genre_evidence]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在区委巡察动员会上的讲话\n" + BODY, ("动员讲话", [("title", "动员")])),
        (
            "在听取第一轮巡察\n情况汇报时的讲话\n" + BODY,
            ("听取汇报会主持词及讲话", [("title", "听取第一轮巡察\n情况汇报")]),
        ),
        ("巡察要算总账\n——在巡察总结会上的讲话\n" + BODY, ("总结讲话", [("subtitle", "总结")])),
        (
            "澄湖区巡察工作办法（试行）\n第一条 为了规范，制定本办法。",
            ("法规制度", [("title", "办法（试行）")]),
        ),
        ("关于印发《澄湖区巡察工作办法》的通知\n各镇：\n现印发。", ("公文", [("title", "通知")])),
        ("在区纪委全会上的工作报告\n" + BODY, ("工作报告", [("title", "工作报告")])),
        ("在澄湖区第八次党员代表大会上的报告\n" + BODY, ("大会报告", [("title", "代表大会上的报告")])),
        ("澄湖区政府工作报告\n" + BODY, ("政府工作报告", [("title", "政府工作报告")])),
        ("在整改会上的表态发言\n" + BODY, ("表态发言", [("title", "表态")])),
        ("巡察动员令\n" + BODY, ("动员讲话", [("title", "动员")])),
    ],
)
def test_the_title_and_the_subtitle_name_the_genre(text, expected):
    assert judged(text) == expected


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        (
            "同志们：\n现在开会。今天的会议有三项议程。下面，请区委副书记王某某同志讲话。\n会议议程进行完毕，散会。",
            "主持词",
        ),
        ("同志们：\n今天召开第五轮巡察集中反馈会议。刚才，各巡察组反馈了巡察情况，指出了问题。", "反馈讲话"),
        ("各位代表：\n现在，我代表区人民政府，向大会报告政府工作，请予审议。", "政府工作报告"),
        ("第一条 为了规范巡察工作，制定本办法。\n第二条 本办法适用于全区。", "法规制度"),
    ],
)
def test_what_is_said_names_the_genre_where_it_says_so_twice(text, genre):
    found, evidence = judged(text)
    assert found == genre
    assert len(evidence) >= 2
    assert {rule for rule, _ in evidence} == {"content"}


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "同志们：\n下面，请区委副书记王某某同志讲话。",
        "同志们：\n整改问题办结率要提高，未整改到位的要说明。刚才巡察组反馈了情况，也提了反馈意见。",
        "关于春耕的几点想法\n" + BODY,
    ],
)
def test_thin_or_mixed_evidence_names_none(text):
    assert judged(text) == (None, [])


def test_what_stands_beside_the_text_counts_where_its_title_names_none():
    assert judged(BODY, genre="座谈纪要") == ("座谈纪要", [("metadata", "座谈纪要")])
    assert judged(BODY, title="在反馈会上的讲话") == ("反馈讲话", [("metadata", "在反馈会上的讲话")])
    assert judged("在动员会上的讲话\n" + BODY, genre="讲话", title="讲话") == (
        "动员讲话",
        [("title", "动员")],
    )


def test_the_evidence_of_a_damaged_title_stands_where_it_was_found():
    speech = read("在区委巡察动\u200b员会上的讲话\n" + BODY)
    assert [each.text for each in speech.genre_evidence] == ["动\u200b员"]
    assert speech.to_json()["genre_evidence"] == [
        {"rule": "title", "text": "动\u200b员", "start": 5, "end": 8}
    ]


def test_no_cue_is_empty():
    assert not any(cue.search("") for genre in genres().values() for cue in genre.content)
