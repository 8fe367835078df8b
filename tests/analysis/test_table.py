"""`Table`: what it carries beside its rows, and what is not written out with them."""

from __future__ import annotations

import json
import pickle

import pandas as pd

from xuncha_nlp import analysis
from xuncha_nlp.analysis.table import Made, Table
from xuncha_nlp.corpus import Corpus

CORPUS = Corpus.from_texts(
    {"甲.txt": "在动员会上的讲话\n（2019年3月）\n同志们：\n整改要到位。", "乙.txt": "培训学习，整改落实。"}
)


def test_a_result_knows_the_speeches_of_its_corpus() -> None:
    beside = analysis.concordance(CORPUS, "整改").beside
    assert beside["speeches"]["speech"] == ["甲.txt#1", "乙.txt#1"]
    assert beside["speeches"]["date"] == ["2019-03", None]


def test_what_a_figure_needs_is_no_part_of_the_answer() -> None:
    found = analysis.topics(CORPUS, 2, least=1, most=1)
    written = json.loads(found.to_json() or "")
    assert set(written) == {"made", "says", "rows"}
    assert "speeches" in found.beside
    assert "title" not in json.dumps(written["made"])


def test_each_listed_word_of_a_topic_has_a_weight() -> None:
    found = analysis.topics(CORPUS, 2, least=1, most=1)
    for words, weights in zip(found["words"], found.beside["weights"], strict=True):
        assert len(words) == len(weights)
        assert weights == sorted(weights, reverse=True)
        assert 0 < sum(weights) <= 1 + 1e-9


def test_clusters_know_how_alike_their_speeches_are() -> None:
    names, matrix = analysis.clusters(CORPUS).beside["similarity"]
    wanted = analysis.similarity(CORPUS).to_numpy()
    assert names == ["甲.txt#1", "乙.txt#1"]
    assert matrix.tolist() == wanted.tolist()


def test_a_table_survives_being_sent_elsewhere() -> None:
    found = analysis.concordance(CORPUS, "整改")
    again = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert isinstance(again, Table)
    assert (again.made, again.says, again.beside) == (found.made, found.says, found.beside)
    copied = found.copy()
    assert isinstance(copied, pd.DataFrame)


def test_a_plain_mapping_makes_a_table_that_knows_nothing_beside() -> None:
    made = Made(analysis="words")
    made.beside = {"speeches": {}}
    assert Table.of(pd.DataFrame(), {"analysis": "words"}, "").beside == {}
    assert Table.of(pd.DataFrame(), made, "").beside == {"speeches": {}}
