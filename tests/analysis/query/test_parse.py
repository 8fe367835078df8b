"""Reading a query: what each sign means, and where a wrong one is said to be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.analysis.query import (
    Category,
    Condition,
    Formula,
    Gap,
    Query,
    QueryError,
    Regex,
    Text,
    TokenStep,
    TokenTerm,
    parse,
)
from xuncha_nlp.errors import InputError

ONE = Gap(1, 1, "word")


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("四个意识", Text(("四个意识",))),
        ("  四个意识 ", Text(("四个意识",))),
        ("<巡察>", Text(("巡察",), begins=True, ends=True)),
        ("<巡察", Text(("巡察",), begins=True)),
        ("巡察>", Text(("巡察",), ends=True)),
        ("加强…领导", Text(("加强", Gap(0, 20, "sentence"), "领导"))),
        ("加强……领导", Text(("加强", Gap(0, 20, "sentence"), "领导"))),
        ("加强...领导", Text(("加强", Gap(0, 20, "sentence"), "领导"))),
        ("加强…{5}领导", Text(("加强", Gap(0, 5, "sentence"), "领导"))),
        ("加强…{2,5}领导", Text(("加强", Gap(2, 5, "sentence"), "领导"))),
        ("以*促*改", Text(("以", Gap(0, 10, "word"), "促", Gap(0, 10, "word"), "改"))),
        ("以*{2}促改", Text(("以", Gap(0, 2, "word"), "促改"))),
        ("?把关", Text((ONE, "把关"))),
        ("层层??", Text(("层层", Gap(2, 2, "word")))),
        ("为什么？", Text(("为什么？",))),
        ("为什么\\?", Text(("为什么?",))),
        ('"为什么?|…"', Text(("为什么?|…",))),
        ('甲" "乙', Text(("甲 乙",))),
        ('"甲 "', Text(("甲 ",))),
        ("1.5", Text(("1.5",))),
        ("/第[一二三]轮/", Regex("第[一二三]轮")),
        ("/甲|乙/", Regex("甲|乙")),
        ("/2017\\/8/", Regex("2017/8")),
        ("提法:四个意识", Formula("四个意识")),
        ("提法：“四个意识”", Formula("四个意识")),
        ("类别：政治建设", Category("政治建设")),
        ('[word="加强"]', TokenTerm((TokenStep((Condition("word", "加强"),)),))),
        (
            '[pos="v.*" & word!="是"] []{0,3} [len="4"]+',
            TokenTerm(
                (
                    TokenStep((Condition("pos", "v.*"), Condition("word", "是", equal=False))),
                    TokenStep((), 0, 3),
                    TokenStep((Condition("len", "4"),), 1, 20),
                )
            ),
        ),
        (
            "[word=“责任”]{2}[]?",
            TokenTerm((TokenStep((Condition("word", "责任"),), 2, 2), TokenStep((), 0, 1))),
        ),
    ],
)
def test_each_sign(query, term):
    assert parse(query).terms == (term,)


def test_several():
    read = parse("问责 | /追责?/|提法:四个意识|<巡察>")
    assert read.terms == (Text(("问责",)), Regex("追责?"), Formula("四个意识"), Text(("巡察",), True, True))
    assert str(read) == "问责 | /追责?/|提法:四个意识|<巡察>"
    both = parse(["问责", "追责|通报"])
    assert [term.pieces for term in both.terms] == [("问责",), ("追责",), ("通报",)]
    assert parse(both) is both


@pytest.mark.parametrize(
    ("query", "place", "about"),
    [
        ("", "结尾", "没有要查的内容"),
        ("   ", "结尾", "没有要查的内容"),
        ("问责|", "结尾", "没有要查的内容"),
        ("问责||追责", "第 4 字“|”", "没有要查的内容"),
        ("/第[一二轮/", "第 7 字“/”", "不合语法"),
        ("/第*?+轮/", "第 5 字“+”", "不合语法"),
        ("/第一轮", "第 1 字“/”", "没有结尾的“/”"),
        ("//", "第 1 字“//”", "是空的"),
        ("/甲/乙", "第 4 字“乙”", "多出来"),
        ("提法:", "第 1 字“提法:”", "没有名称"),
        ("问责|类别:|甲", "第 4 字“类别:”", "没有名称"),
        ("加强…{a}领导", "第 4 字“{”", "字数写得不对"),
        ("加强…{5,2}领导", "第 4 字“{5,2}”", "前大后小"),
        ("加强…{0}领导", "第 4 字“{0}”", "是零"),
        ("加强…{101}领导", "第 4 字“{101}”", "最多 100 字"),
        ("加强…*领导", "第 4 字“*”", "连在一起"),
        ("…领导", "第 1 字“…领导”", "不能在开头"),
        ("加强*", "第 1 字“加强*”", "不能在结尾"),
        ("??", "第 1 字“??”", "没有要查的字"),
        ("<>", "第 1 字“<>”", "没有要查的字"),
        ("巡<察", "第 2 字“<”", "只能在开头"),
        ("巡>察", "第 2 字“>”", "只能在结尾"),
        ('甲"乙', '第 2 字“"”', "引号没有配对"),
        ("甲\\", "第 2 字“\\”", "没有字符"),
        ("?".join("甲乙丙丁戊己庚辛壬癸"), "第 1 字", "空位太多"),
        ('[word="领导"', "第 1 字“[”", "没有配对"),
        ('[word="领导" pos="v"]', "第 1 字“[”", "没有配对"),
        ('[词="领导"]', "第 2 字“词”", "条件写得不对"),
        ('[lemma="领导"]', "第 2 字“lemma”", "没有“lemma”"),
        ('[word="领导]', '第 7 字“"”', "引号没有配对"),
        ('[word="(领"]', "第 8 字“(领”", "不合语法"),
        ('[][word="领导"]', "第 1 字“[”", "第一个词元"),
        ('[word="领导"]?', "第 1 字“[”", "第一个词元"),
        ('[word="甲"]' * 17, "第 1 字", "最多 16 个"),
        ('[word="领导"]甲', "第 12 字“甲”", "多出来"),
        ("加强\n领导*", "第 1 字“加强␣领导*”", "不能在结尾"),
        ('[word="\n("]', "第 8 字“␣(”", "不合语法"),
        ('[word="' + "甲" * 30 + '("]', "第 8 字“" + "甲" * 20 + "…”", "不合语法"),
    ],
)
def test_a_wrong_query_says_where(query, place, about):
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert place in str(caught.value)
    assert about in str(caught.value)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, InputError)


def test_a_regex_that_is_too_long_and_no_query_at_all():
    with pytest.raises(QueryError, match="超过 1000 字"):
        parse("/" + "甲" * 1001 + "/")
    with pytest.raises(QueryError, match="是空的"):
        parse([])


@settings(deadline=None)
@given(st.text('甲乙?*…|/[]<>{}"\\:提法word=&0123, .（\n', max_size=14))
def test_whatever_is_written_is_a_query_or_a_message(text):
    try:
        read = parse(text)
    except QueryError as error:
        assert str(error).startswith("查询式")
        assert "\n" not in str(error)
    else:
        assert isinstance(read, Query)
        assert read.terms


@settings(deadline=None)
@given(st.text(min_size=1, max_size=12).filter(lambda text: '"' not in text))
def test_between_quotation_marks_all_stands_for_itself(text):
    assert parse(f'"{text}"').terms == (Text((text,)),)
