"""Formulae: what is inside what, what decided, and what was not taken."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from xuncha_nlp.cli import app
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.extractors import Lexicon, annotate
from xuncha_nlp.extractors.candidates import find_quoted
from xuncha_nlp.extractors.formulae import mentions, rejected
from xuncha_nlp.extractors.shapes import shape_of, why_not
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

ENTRY = """
[[formula]]
name = "{name}"
kind = "{kind}"
scope = "local"
category = "测试"
aliases = {aliases}
verbs = []
ordered = false
bare = true
groups = {groups}
source = "测试"
confidence = "high"
verified = false
superseded_by = ""
note = ""
[[formula.version]]
from = ""
to = ""
items = {items}
"""


def entry(name, kind="phrase", aliases=(), items=()):
    groups = [len(items)] if items else []
    return ENTRY.format(
        name=name, kind=kind, aliases=json.dumps(aliases, ensure_ascii=False), groups=groups,
        items=json.dumps(items, ensure_ascii=False),
    )  # fmt: skip


@pytest.fixture
def lexicon(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        entry("湖畔治水")
        + entry("全域湖畔治水")
        + entry("推进全域湖畔治水")
        + entry("治水攻坚")
        + entry("湖畔三问", "numeral", ["湖畔三问三答"], ["问水", "问岸", "问人"]),
        encoding="utf-8",
    )
    return Lexicon.load(path)


def speech_of(text):
    (speech,) = split(Source.from_text("a.txt", text))
    return speech


def found(text, lexicon=None):
    speech = speech_of(text)
    return [
        (speech.source.text[each.start : each.end], each.attributes["nested_in"])
        for each in annotate(speech, ["formula"], lexicon)
    ]


def evidence(text, lexicon=None):
    (only,) = annotate(speech_of(text), ["formula"], lexicon)
    return only.attributes["evidence"]


def test_each_formula_inside_a_longer_one_names_the_longest(lexicon):
    assert found("要推进全域湖畔治水。", lexicon) == [
        ("推进全域湖畔治水", None),
        ("全域湖畔治水", "推进全域湖畔治水"),
        ("湖畔治水", "推进全域湖畔治水"),
    ]


def test_what_overlaps_only_in_part_is_not_nested(lexicon):
    assert found("抓湖畔治水攻坚。", lexicon) == [("湖畔治水", None)]


def test_a_name_inside_a_longer_name_of_its_own_entry_is_one_mention(lexicon):
    assert found("做好湖畔三问三答。", lexicon) == [("湖畔三问三答", None)]


def test_a_known_formula_inside_an_open_one_is_nested(lexicon):
    assert found("实施“三个湖畔治水”。", lexicon) == [("三个湖畔治水", None), ("湖畔治水", "三个湖畔治水")]


def test_a_number_that_counts_more_than_the_known_head_holds_no_known_list():
    assert found("推进“四个意识形态”。") == [("四个意识形态", None)]


def test_a_nested_list_is_the_lexicon_s_and_not_that_of_the_longer_name(lexicon):
    text = "做到“两个湖畔三问”：甲村先问，乙村再问。"
    outer, inner = annotate(speech_of(text), ["formula"], lexicon)
    assert [member.text for member in outer.attributes["members"]] == ["甲村先问", "乙村再问"]
    assert (inner.attributes["nested_in"], inner.attributes["resolved_by"]) == ("两个湖畔三问", "lexicon")


def test_a_corpus_directory_keeps_nesting_and_evidence(tmp_path):
    from xuncha_nlp.corpus import build, read

    (tmp_path / "a.txt").write_text("坚持全面从严治党，做到“三个到位”。", encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "corpus")
    kept, fresh = read(tmp_path / "corpus"), read(tmp_path / "a.txt")
    (one,), (other,) = list(kept), list(fresh)
    assert list(kept.annotations(one, "formula")) == list(fresh.annotations(other, "formula"))
    nested = [each.attributes["nested_in"] for each in kept.annotations(one, "formula")]
    assert nested == [None, "全面从严治党", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("做到“五个认清”。", ["引号", "数词五", "量词个", "中心词认清"]),
        ("增强四个意识。", ["提法库：四个意识"]),
        ("坚持三个不放过。", ["数词三", "量词个", "中心词不放过"]),
        ("落实五个“第一”要求。", ["数词五", "引号只括中心词", "中心词第一"]),
        ("打好三场硬仗：修渠仗、清淤仗、植树仗。", ["数词三", "量词场", "中心词硬仗", "后接3项"]),
        ("建好问题、任务、责任三张清单。", ["数词三", "量词张", "中心词清单", "前有3项"]),
        ("打造“三个××”。", ["引号", "数词三", "量词个", "隐去字样"]),
        ("吃透“三定”方案。", ["引号", "数词三", "中心词定", "后接“方案”"]),
        ("五横五纵格局已经形成。", ["并列数词五、五", "后接“格局”"]),
    ],
)
def test_what_decided_is_kept(text, expected):
    assert evidence(text, Lexicon.load()) == expected


def test_a_name_without_marks_says_that_the_speech_has_it_in_marks_elsewhere():
    first, again = annotate(speech_of("做到“五个认清”。再说五个认清。"), ["formula"])
    assert first.attributes["evidence"][0] == "引号"
    assert again.attributes["evidence"][0] == "文中另处加引号"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("说的是“三个月”以后。", ("三个月", "非提法词表：三个月")),
        ("说的是“八个小时”。", ("八个小时", "时间")),
        ("说的是“三分之二”。", ("三分之二", "非提法词表：三分之二")),
        ("说的是“五分之四”。", ("五分之四", "分数或成数")),
        ("说的是“十九大精神”。", ("十九大精神", "会议")),
        ("说的是“十四五规划”。", ("十四五规划", "规划期")),
        ("说的是“三公里”。", ("三公里", "计量")),
        ("说的是“二选一”。", ("二选一", "比例或选择")),
        ("说的是“第四批”。", ("第四批", "序数")),
        ("说的是“十二连增”。", ("十二连增", "连续次数")),
        ("说的是“十多个”。", ("十多个", "约数")),
        ("说的是“四个社区”。", ("四个社区", "一般计数")),
        ("说的是“两口子”。", ("两口子", "词典中的普通词，无旁证")),
        ("修了三条路。", ("三条路", "无引号，旁证不足")),
    ],
)
def test_what_was_not_taken_has_a_reason(text, expected):
    speech = speech_of(text)
    (only,) = rejected(speech, Lexicon.load())
    assert (only.text, only.reason) == expected
    assert speech.source.text[only.start : only.end] == only.text
    assert mentions(speech, Lexicon.load()) == ()


def test_what_was_taken_is_not_rejected():
    speech = speech_of("做到“三个到位”，用“三个月”修三条路。再说三个到位。")
    taken = [(each.start, each.end) for each in mentions(speech, Lexicon.load())]
    assert len(taken) == 2
    for each in rejected(speech, Lexicon.load()):
        assert all(each.end <= start or end <= each.start for start, end in taken)


def test_the_command_line_gives_the_reasons(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("用“八个小时”修三条路，做到“三个到位”。", encoding="utf-8")
    result = CliRunner().invoke(app, ["formulae", str(path), "--rejected", "--format", "json"])
    assert result.exit_code == 0, result.stderr
    rows = json.loads(result.stdout)
    assert [(row["text"], row["reason"]) for row in rows] == [
        ("八个小时", "时间"),
        ("三条路", "无引号，旁证不足"),
    ]
    assert list(rows[0]) == ["source", "speech", "text", "start", "end", "reason"]


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''", "「」", "『』"])
def test_every_kind_of_quotation_mark_counts(marks):
    text = f"做到{marks[0]}五个认清{marks[1]}。"
    (only,) = annotate(speech_of(text), ["formula"])
    assert only.attributes["quoted"]


def test_what_stands_between_two_straight_pairs_is_not_quoted():
    text = '说"好",做"三个认清","五个认清",又说"行"'
    assert [text[start:end] for start, end in find_quoted(text)] == ["三个认清", "五个认清"]


@pytest.mark.parametrize(
    ("surface", "declared"),
    [("四个铁一般", 4), ("四个第一", 4), ("三个1亿人", 3), ("三证合一", 3), ("五位一体", 5), ("六个一", 6),
     ("三个一批", 3), ("双报到", 2), ("双百行动", 2), ("俩带头", 2), ("三查、三看、三问", 9), ("五看三跃升", 8)],
)  # fmt: skip
def test_a_shape_declares_as_many_as_it_says(surface, declared):
    shape = shape_of(surface)
    assert shape
    assert shape.declared == declared
    assert why_not(surface) == ""


def test_frequencies_say_how_many_are_nested():
    from xuncha_nlp.analysis import frequency

    corpus = Corpus.from_texts({"a.txt": "全面从严治党永远在路上。从严治党要从严。"})
    row = frequency(corpus).loc["从严治党"]
    assert (row["total"], row["nested"]) == (2, 1)


def test_a_phrase_inside_a_longer_one_names_it():
    inner = [
        each for each in annotate(speech_of("坚持全面从严治党。"), ["formula"]) if each.label == "从严治党"
    ]
    assert [each.attributes["nested_in"] for each in inner] == ["全面从严治党"]
