"""The contents list: with leaders and without, and where it and the bodies disagree."""

from __future__ import annotations

import time

import pytest

from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

BODY = "（2021年{month}月）\n同志们：\n今天开会，讲两点。\n一、看清家底\n账要一笔一笔地算。\n二、问清人头\n人要一个一个地问。\n散会。"
TITLES = (
    "在澄湖区委第一轮巡察动员会上的讲话",
    "在听取第一轮巡察汇报时的讲话",
    "在巡察整改推进会上的讲话",
    "表态发言",
)


def compile_(listed, bodies, write="{}", heading="目　录"):
    entries = [write.format(title, n=number) for number, title in enumerate(listed, start=1)]
    texts = [f"{title}\n{BODY.format(month=month)}" for month, title in enumerate(bodies, start=1)]
    return "\n".join(["澄湖区巡察讲话汇编", heading, *entries, *texts])


def read(text):
    return split(Source.from_text("a.txt", text))


def notes(speeches):
    text = speeches[0].source.text
    return [
        (number, note.rule, text[note.start : note.end])
        for number, speech in enumerate(speeches)
        for note in speech.notes
        if note.rule.startswith("contents")
    ]


@pytest.mark.parametrize(
    "write",
    [
        "{}", "{n}、{}", "{n}.{}", "{}……………{n}", "{} ........ {n}", "{}．．．．．．（{n}）", "{}\t{n}", "{} {n}", "{}{n}",
        "{}··········{n}", "{}（2021年{n}月）", "{}（2021年{n}月）……{n}", "{n}、{}———{n}",
    ],
)  # fmt: skip
def test_a_list_that_agrees_with_the_bodies_is_left_out_and_says_nothing(write):
    speeches = read(compile_(TITLES, TITLES, write))
    assert [speech.title for speech in speeches] == list(TITLES)
    assert [speech.date for speech in speeches] == ["2021-01", "2021-02", "2021-03", "2021-04"]
    assert notes(speeches) == []


@pytest.mark.parametrize("write", ["{}", "{}……………{n}"])
@pytest.mark.parametrize("missing", range(4))
def test_a_title_without_a_body_is_reported_at_its_entry(write, missing):
    bodies = [title for at, title in enumerate(TITLES) if at != missing]
    speeches = read(compile_(TITLES, bodies, write))
    assert [speech.title for speech in speeches] == bodies
    entry = write.format(TITLES[missing], n=missing + 1)
    assert notes(speeches) == [(0, "contents-missing-body", entry)]
    assert TITLES[missing] in speeches[0].notes[0].message


@pytest.mark.parametrize("write", ["{}", "{}……………{n}"])
@pytest.mark.parametrize("extra", [0, 1, 3])
def test_a_body_that_the_list_does_not_name_is_reported_at_its_title(write, extra):
    bodies = [*TITLES[:extra], "在澄湖区警示教育大会上的讲话", *TITLES[extra:]]
    speeches = read(compile_(TITLES, bodies, write))
    assert [speech.title for speech in speeches] == bodies
    assert notes(speeches) == [(extra, "contents-unlisted", "在澄湖区警示教育大会上的讲话")]


@pytest.mark.parametrize("write", ["{}", "{}……………{n}"])
@pytest.mark.parametrize(
    ("at", "title"), [(0, "在区委首轮巡察工作动员会上的讲话"), (2, "在澄湖区巡察整改工作推进会上的讲话")]
)
def test_a_title_in_other_words_is_reported(write, at, title):
    bodies = [*TITLES[:at], title, *TITLES[at + 1 :]]
    speeches = read(compile_(TITLES, bodies, write))
    assert [speech.title for speech in speeches] == bodies
    assert notes(speeches) == [(at, "contents-title-differs", title)]
    assert TITLES[at] in speeches[at].notes[0].message


def test_another_order_is_reported():
    bodies = [TITLES[1], TITLES[0], *TITLES[2:]]
    speeches = read(compile_(TITLES, bodies))
    assert [speech.title for speech in speeches] == bodies
    assert notes(speeches) == [(1, "contents-order", TITLES[0])]


@pytest.mark.parametrize(
    "sentence",
    [
        "目录管理要规范，权力清单目录要公开。",
        "下面是目录：",
        "权责清单\n目录",
    ],
)
def test_a_sentence_about_a_list_is_no_list(sentence):
    text = f"{TITLES[0]}\n（2021年6月）\n同志们：\n{sentence}\n一、看清家底\n账要一笔一笔地算。"
    (speech,) = read(text)
    assert speech.title == TITLES[0]
    assert speech.notes == ()
    assert speech.text == text


def test_the_time_to_read_a_list_grows_with_the_text_and_not_with_its_square():
    def seconds(many):
        text = "目录\n" + "\n".join(f"在第{number}次会议上的讲话" for number in range(many)) * 2
        times = []
        for _ in range(3):
            begin = time.process_time()
            read(text)
            times.append(time.process_time() - begin)
        return min(times)

    # Eight times the lines: with the square it would be sixty-four times the work.
    assert seconds(1600) < 32 * max(seconds(200), 0.005)
