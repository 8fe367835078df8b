"""Finding a query: by hand, against plain search, in memory and in a directory, bounded in time."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import xuncha_nlp as xn
from xuncha_nlp.analysis.query import Within, find
from xuncha_nlp.corpus import Corpus, build
from xuncha_nlp.errors import InputError

SAMPLE = Path(__file__).parents[3] / "corpora" / "sample"
TEXT = (
    "在巡察动员会上的讲话\n（2017年8月）\n同志们：\n一、加强党的领导\n"
    "要加强学习，加强对巡察工作的领导。增强“四个意识”，压实责任！\n"
    "二、严格责任追究\n（一）层层把关。以案促改、以案促治，严肃追责问责。不担当？就问责。认真核查、认真整改。\n"
)
QUERIES = [
    "责任",
    "<巡察>",
    "监督执纪>",
    "问责|追责|通报",
    "加强…领导",
    "加强…{4,8}领导",
    "以*促?",
    "??责任",
    "/[一二三四五六七八九]个[一-龥]{2}/",
    "提法:四个意识",
    "类别:政治建设",
    '[pos="v" & len="2"] [word="责任"]',
    '[word="加强"] []{0,4} [pos="n.*"]',
]


@pytest.fixture(scope="module")
def sample():
    return xn.read(SAMPLE)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("query") / "corpus"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xuncha_nlp.corpus.plan.SHARD_CHARACTERS", 5_000)
        build([SAMPLE], folder)
    assert len(list((folder / "shards").iterdir())) > 1
    return Corpus.open(folder)


def texts(corpus, query, **options):
    hits = find(corpus, query, **options)
    speeches = (corpus.members[place] for place in hits.speech.tolist())
    spans = zip(hits.start.tolist(), hits.end.tolist(), strict=True)
    return [speech.source.text[slice(*span)] for speech, span in zip(speeches, spans, strict=True)]


@pytest.fixture(scope="module")
def one():
    return Corpus.from_texts({"a.txt": TEXT})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("责任", ["责任", "责任"]),
        ("“四个", ["“四个"]),
        ("(一)层层", ["（一）层层"]),
        ("加强…领导", ["加强党的领导", "加强对巡察工作的领导"]),
        ("加强…{3}领导", ["加强党的领导"]),
        ("加强…{3,9}领导", ["加强对巡察工作的领导"]),
        ("增强*意识", []),
        ("增强…意识", ["增强“四个意识"]),
        ("责任…追究", ["责任追究"]),
        ("压实…责任追究", []),
        ("层层??", ["层层把关"]),
        ("?实责任", ["压实责任"]),
        ("以案促?", ["以案促改", "以案促治"]),
        ("不担当?", []),
        ("不担当\\?", ["不担当？"]),
        ("追责|问责", ["追责", "问责", "问责"]),
        ("责任|责任追究|责任", ["责任", "责任", "责任追究"]),
        ("/加强.{1,3}领导/", ["加强党的领导"]),
        ("/以案促[改治]/", ["以案促改", "以案促治"]),
        ("/x*/", []),
        ("提法:四个意识", ["四个意识"]),
        ("提法:没有的提法", []),
        ("没有的词", []),
        ('[word="加强"] []{0,2} [word="领导"]', []),
        ('[word="加强"] [pos="v"]', ["加强学习"]),
        ('[word="认真"] [word="、"]?', ["认真", "认真"]),
        ('[word="认真|核查"]{2}', ["认真核查"]),
        ('[word="认真"] []{2}', ["认真核查、"]),
        ('[word="认真"] []+ [word="整改"]', ["认真核查、认真整改"]),
        ('[word="核查"] []{1,3} [word="整改"]', ["核查、认真整改"]),
        ('[word="认真" & len="2"] [pos!="v.*"]', []),
        ('[word="担当"] [] [word="就"]', []),
        ('[word="担当"] [word="？"] [word="就"]', ["担当？就"]),
        ('[word="没有的词"]', []),
    ],
)
def test_each_kind_of_query(one, query, expected):
    assert texts(one, query) == expected


def test_a_token_aligned_word_is_no_part_of_another(one):
    tokens = one.tokens.vocabulary
    assert "党的领导" in tokens
    assert len(texts(one, "领导")) == 2
    assert texts(one, "<领导>") == ["领导"]
    assert len(texts(one, "领导>")) == 2
    assert len(texts(one, "<领导")) == 1


def test_where_in_a_speech(one):
    assert texts(one, "责任", within=Within(part="heading")) == ["责任"]
    heading = find(one, "责任", within=Within(part="heading")).start
    body = find(one, "责任", within=Within(part="body")).start
    assert TEXT[heading[0] - 2 : heading[0]] == "严格"
    assert TEXT[body[0] - 2 : body[0]] == "压实"
    assert texts(one, "层层", within=Within(level=2)) == ["层层"]
    assert texts(one, "层层", within=Within(level=1)) == []
    assert texts(one, "同志们", within=Within(level=0)) == ["同志们"]
    assert len(find(one, "责任", within=Within())) == 2


def test_a_point_within_a_paragraph_is_no_heading(tmp_path):
    text = "在会上的讲话\n（2017年8月）\n一、压实责任\n要做两点：一是责任要清楚，不推诿。二是责任要追究。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "corpus")
    for corpus in (xn.read(tmp_path / "a.txt"), Corpus.open(tmp_path / "corpus")):
        assert any(section.inline for section in next(iter(corpus)).walk())
        heading = find(corpus, "责任", within=Within(part="heading")).start.tolist()
        body = find(corpus, "责任", within=Within(part="body")).start.tolist()
        assert heading == [text.index("责任")]
        assert body == [match.start() for match in re.finditer("责任", text)][1:]


def test_within_a_move(sample):
    hits = find(sample, "责任", within=Within(move="tasks"))
    assert 0 < len(hits) < len(find(sample, "责任"))
    for place, start in zip(hits.speech.tolist(), hits.start.tolist(), strict=True):
        speech = sample.members[place]
        around = [each for each in sample.annotations(speech, "move") if each.start <= start < each.end]
        assert max(around, key=lambda each: (each.start, -each.end)).label == "tasks"
    assert len(find(sample, "责任", within=Within(move="任务"))) == len(hits)


def test_a_place_that_is_none_is_refused(one):
    with pytest.raises(InputError, match=r"没有语步“没有的”。有这些：.*discipline（纪律）") as caught:
        find(one, "没有的词", within=Within(move="没有的"))
    assert "\n" not in str(caught.value)
    for wrong in ({"part": "title"}, {"level": -1}):
        with pytest.raises(ValueError, match=r"no part|below nought"):
            Within(**wrong)


@pytest.mark.parametrize("query", QUERIES)
def test_a_directory_answers_as_memory_does(sample, stored, query):
    ours, theirs = find(sample, query), find(stored, query)
    assert len(ours) > 0

    def named(corpus, hits):
        ids = [corpus.members[place].id for place in hits.speech.tolist()]
        return list(zip(ids, hits.start.tolist(), hits.end.tolist(), strict=True))

    assert sorted(named(sample, ours)) == sorted(named(stored, theirs))
    assert named(stored, theirs) == sorted(named(stored, theirs), key=lambda row: _order(stored, row))


def _order(corpus, row):
    return [speech.id for speech in corpus].index(row[0]), row[1], row[2]


@pytest.mark.parametrize("query", QUERIES)
def test_in_chosen_speeches_only(sample, stored, query):
    for corpus in (sample, stored):
        chosen = corpus.where(since="2018", until="2022")
        inside = {speech.id for speech in chosen}
        everywhere = find(corpus, query)
        expected = [
            (corpus.members[place].id, start)
            for place, start in zip(everywhere.speech.tolist(), everywhere.start.tolist(), strict=True)
            if corpus.members[place].id in inside
        ]
        hits = find(chosen, query)
        found = [chosen.members[place].id for place in hits.speech.tolist()]
        assert list(zip(found, hits.start.tolist(), strict=True)) == expected
        assert len(find(corpus.where(year=1900), query)) == 0


@settings(max_examples=60, deadline=None)
@given(st.text("甲乙，。丙", min_size=1, max_size=40), st.integers(0, 2), st.integers(0, 4))
def test_a_gap_is_what_a_plain_expression_says(text, least, more):
    corpus = Corpus.from_texts({"a.txt": f"讲话\n{text}"})
    most = max(least + more, 1)
    plain = re.compile(f"甲(?:(?!甲)[^。\n]){{{least},{most}}}?乙")
    hits = find(corpus, f"甲…{{{least},{most}}}乙")
    assert [int(start) - 3 for start in hits.start] == [match.start() for match in plain.finditer(text)]


def test_a_regex_that_would_run_for_ever_is_stopped():
    corpus = Corpus.from_texts({"a.txt": "讲话\n" + "甲" * 5_000})
    began = time.monotonic()
    with pytest.raises(InputError, match=r"0\.3 秒内没有查完"):
        find(corpus, "/(甲|甲甲)+乙$/|/(?:甲+)+(?<!甲)/", seconds=0.3)
    assert time.monotonic() - began < 5


def test_a_condition_that_would_run_for_ever_is_stopped():
    corpus = Corpus.from_texts({"a.txt": "讲话\n" + "a" * 60})
    with pytest.raises(InputError, match="没有查完"):
        find(corpus, '[word="(a|aa|a+)+(?<!a)"]', seconds=0.3)


@pytest.mark.parametrize("query", ["/(?R)/", "/(甲|(?R))+/", '[word="(?R)"]'])
def test_a_regex_that_calls_itself_for_ever_is_stopped(query):
    corpus = Corpus.from_texts({"a.txt": "讲话\n" + "甲" * 100})
    with pytest.raises(InputError, match="要的内存太多"):
        find(corpus, query)


def test_a_category_that_is_none_says_which_there_are(one):
    with pytest.raises(InputError, match=r"没有类别“天气”。有这些：.*政治建设"):
        find(one, "类别:天气")
    with pytest.raises(InputError) as caught:
        find(one, "类别:天气\n预报")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("query", QUERIES)
def test_an_empty_corpus_has_no_hits(query):
    hits = find(Corpus(()), query)
    assert len(hits) == 0
    assert hits.speech.dtype == hits.start.dtype == hits.end.dtype == np.int32
