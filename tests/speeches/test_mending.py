"""Layout damage: what a reader does not see hides nothing, and what is no damage stays."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.extractors import annotate
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split
from xuncha_nlp.speeches.mending import find_damage

PARAGRAPHS = (
    "同志们：",
    "今天召开动员会，主要任务是安排第三轮巡察工作。下面，我讲三点意见：",
    "一、提高政治站位，把巡察摆在心上",
    "巡察是看家的本领。全区各级党组织要增强“四个意识”、坚定“四个自信”、做到“两个维护”，把账算清，把人问到。"
    "去年澄湖区委巡察了12个单位，发现问题286个，群众是认账的，但也有单位把巡察当成一阵风，吹过就算。",
    "二、聚焦重点任务，把问题找准",
    "（一）看账要细。要坚持“三个聚焦”，即聚焦基层党组织软弱涣散、聚焦群众身边的不正之风、聚焦领导干部的责任落实，"
    "一本一本地翻，一笔一笔地对，对不上的当场记下来，回头再查一遍。",
    "（二）问人要诚。一是走进院子里听，不打招呼、不要陪同；二是坐到炕头上问，把话问到底；三是把听到的记全，"
    "谁说的、说的谁、什么时候的事，一样也不能少。",
    "三、压实各方责任，把整改抓到底",
    "整改不力是对党不忠诚。被巡察单位党组织书记是第一责任人，要在两个月之内拿出整改报告，区委巡察办要逐条对账，"
    "区纪委监委要把整改情况纳入日常监督，对敷衍应付的，按照《中国共产党巡视工作条例》的规定从严处理。",
    "我就讲这些，散会。",
)
TITLE = "在澄湖区委第三轮巡察工作动员会上的讲话\n（2021年6月）\n"
CLEAN = TITLE + "\n".join(PARAGRAPHS)
INDENTED = TITLE + PARAGRAPHS[0] + "\n" + "\n".join("　　" + each for each in PARAGRAPHS[1:])


def damage(text):
    return [text[start:end] for start, end in find_damage(Source.from_text("a.txt", text))]


def mended(text):
    spans = find_damage(Source.from_text("a.txt", text))
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def reading(text):
    """What is read in a text, with every offset given as how many visible characters stand before it."""
    (speech,) = split(Source.from_text("a.txt", text))
    # 　 and line breaks may be layout, so that only the other characters are counted.
    before = [0]
    for sign in text:
        before.append(before[-1] + (not sign.isspace() and sign not in "\u200b\u200d\u2060\ufeff\u00ad"))
    sections = [
        (each.level, each.style, each.number, each.heading, before[each.start], before[each.end], each.inline)
        for each in speech.walk()
    ]
    found = []
    for each in annotate(speech):
        members = [
            before[member.start] for member in each.attributes.get("members", ()) if member.start is not None
        ]
        found.append((each.kind, each.label, before[each.start], before[each.end], members))
    closing = speech.closing and (before[speech.closing.start], before[speech.closing.end])
    header = [(each.role, before[each.start], before[each.end]) for each in speech.header]
    return speech.title, speech.date, speech.salutation, speech.genre, header, sections, closing, found


def test_the_clean_speech_is_in_order_and_says_something():
    assert damage(CLEAN) == damage(INDENTED) == []
    *_, sections, closing, found = reading(CLEAN)
    assert [each[3] for each in sections if each[0] == 1] == [
        "提高政治站位，把巡察摆在心上", "聚焦重点任务，把问题找准", "压实各方责任，把整改抓到底",
    ]  # fmt: skip
    assert closing
    assert sum(len(each[-1]) for each in found if each[0] == "formula") == 3


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(CLEAN)), st.sampled_from("\u200b\u200d\u2060\ufeff\u00ad")), max_size=30
    )
)
def test_characters_without_width_hide_nothing(inserted):
    text = CLEAN
    for at, sign in sorted(inserted, reverse=True):
        text = text[:at] + sign + text[at:]
    assert reading(text) == reading(CLEAN)


def _inside_words(text):
    """Places between two Chinese characters of a paragraph's sentence, away from its label and its pieces of two."""
    places = []
    for line in re.finditer("[^\n]+", text):
        if not re.search("[，。]", line.group()):
            continue
        for piece in re.finditer(r"[\u4e00-\u9fff]{3,}", line.group()):
            first = max(line.start() + piece.start() + 1, line.start() + 8)
            places += range(first, line.start() + piece.end())
    return places


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(_inside_words(CLEAN)), min_size=1, max_size=40, unique=True),
    st.sampled_from(" 　\u00a0"),
)
def test_spaces_of_an_ocr_hide_nothing(places, space):
    text = CLEAN
    for at in sorted(places, reverse=True):
        text = text[:at] + space + text[at:]
    assert mended(text) == CLEAN
    assert reading(text) == reading(CLEAN)


def wrap(text, width):
    """Set every paragraph to a width, as a mail program does; no line begins with a mark."""
    lines = []
    for paragraph in text.split("\n"):
        rest = paragraph
        while len(rest) > width:
            cut = width
            while rest[cut] in "，。、；：”》）":
                cut -= 1
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return "\n".join(lines)


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 45))
def test_a_text_set_to_a_width_reads_like_one_that_is_not(width):
    text = wrap(INDENTED, width)
    assert mended(text) == INDENTED
    assert reading(text) == reading(CLEAN)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_break_in_the_middle_of_a_title_or_before_a_mark_hides_nothing(data):
    places = [at for at, sign in enumerate(CLEAN) if sign in "，、》”" and "\n" not in CLEAN[at : at + 2]]
    places += [CLEAN.index("共产党巡视")]
    at = data.draw(st.sampled_from(places))
    text = CLEAN[:at] + data.draw(st.sampled_from(["\n", "\r\n", " \n", "\n　　"])) + CLEAN[at:]
    if CLEAN[at] == "共" and text[at:].startswith("\n　"):
        text = text.replace("\n　　共产党", "\n共产党")
    assert reading(text) == reading(CLEAN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("要增强四 个 意 识，做到知行合一。", [" ", " ", " "]),
        ("要增强四　个　意　识，做到知行合一。", ["　", "　", "　"]),
        ("关 于 巡 察 工 作 的 报 告", [" "] * 8),
        ("要增强“ 四个意识 ”，做到知行合一。", [" ", " "]),
        ("要认真学习新修订的《\n巡视工作条例\n》，逐条对照。", ["\n", "\n"]),
        ("会议审议了区长所作的\n政府工作报告\n。大家认为报告很实。", ["\n", "\n"]),
        ("账要一本一本地翻，人要一个一个地问，\n话要一句一句地记。", ["\n"]),
        ("增强“两个\n\u200b\n维护”。", ["\n\u200b\n"]),
    ],
)  # fmt: skip
def test_damage_is_found(text, found):
    assert "".join(damage(text)) == "".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "讲　话",
        "区委书记　李某某",
        "出席：张　三、李　四、王老五，共三人。",
        "甲 乙 丙 丁 戊",
        "一 二 三 四 五 六 日",
        "姓名　　单位　　职务\n张三　　财政局　　局长，兼书记\n李四　　民政局　　副局长，分管",
        "主持人 现在开会，请大家入座。",
        "第一条 为了规范巡察工作，制定本办法。",
        "2017 年 8 月 3 日，全区召开了大会。",
        "使用 GDP 和 CPI 两个指标，一并考核。",
        "一、提高认识，统一思想\n巡察是看家的本领，不能丢。",
        "尊敬的各位领导，\n同志们：\n今天开会，时间不长。",
        "澄湖区委巡察办\n2021年6月3日",
        "在区委第一轮巡察动员会上的讲话提纲\n在区委第二轮巡察动员会上的讲话提纲\n在区委第三轮巡察动员会上的讲话提纲\n"
        "在区委第四轮巡察动员会上的讲话提纲",
        "一、看清家底\n二、算清总账\n三、问清人头",
        "讲话材料\n目　录\n"
        + "".join(
            f"{n}、在澄湖区委第{han}轮巡察工作动员部署会上的讲话{'…' * 30}{n * 5 + 3}\n"
            for n, han in enumerate("一二三四五六七八九", start=1)
        )
        + "\n在澄湖区委第一轮巡察工作动员部署会上的讲话\n（2020年9月）\n同志们：\n好。\n",
        "问：怎么办？\n答：慢慢来，不着急。",
        "下面讲三点：\n一是看人，\n二是看事，\n三是看钱。",
        "",
    ],
)
def test_what_is_meant_is_no_damage(text):
    assert damage(text) == []


def test_page_numbers_in_the_middle_of_a_sentence_are_left_out():
    text = CLEAN.replace("把账算清，", "把账\n\n— 1 —\n\n算清，").replace("一笔一笔", "一笔\n— 2 —\n\f一笔")
    assert mended(text) == CLEAN
    assert [each[3] for each in reading(text)[5]] == [each[3] for each in reading(CLEAN)[5]]


def test_a_head_that_runs_beside_the_page_numbers_is_left_out():
    text = CLEAN
    for number, place in enumerate(("把账算清，", "一笔一笔", "逐条对账"), start=1):
        text = text.replace(place, f"\n- {number} -\n澄湖区巡察讲话\n{place}")
    assert mended(text) == CLEAN
    assert damage(CLEAN + "\n澄湖区巡察讲话") == []


@pytest.mark.parametrize("text", ["— 1 —\n只有一页。", "1\n2\n3\n4", "7\n正文在这里。\n9\n还有正文。"])
def test_a_number_on_a_line_of_its_own_may_be_anything(text):
    assert damage(text) == []


def test_a_damaged_text_is_never_rewritten():
    text = CLEAN.replace("四个意识", "四 个\u200b 意 识")
    (speech,) = split(Source.from_text("a.txt", text))
    assert speech.source.text == text
    mention = next(each for each in annotate(speech, ["formula"]) if each.label == "四个意识")
    assert text[mention.start : mention.end] == "四 个\u200b 意 识"


PIECES = st.sampled_from(
    ["一、看清家底", "同志们：", "在动员会上的讲话", "（2021年6月）", "账要算清，", "人要问到。", "《条例", "》", "“", "”", "四 个 意 识",
     "- 1 -", "- 2 -", "1", "目录", "附件1：", "----", "\u200b", "\ufeff", " ", "　　", "\n", "\n\n", "\r\n", "\f", "\t", "GDP", "散会。"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_the_text_its_damage_lies_in_it_and_its_speeches_replay(text):
    spans = find_damage(Source.from_text("a.txt", text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    for speech in split(Source.from_text("a.txt", text)):
        assert 0 <= speech.start <= speech.end <= len(text)
        places = [*speech.header, *speech.sections, *([speech.closing] if speech.closing else [])]
        assert all(speech.start <= each.start <= each.end <= speech.end for each in places)
