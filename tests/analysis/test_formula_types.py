"""The table of formulae: verbs, members, their variants over time."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from xuncha_nlp.analysis import formula_types
from xuncha_nlp.cli import app
from xuncha_nlp.corpus import Corpus

COLUMNS = [
    "known",
    "count",
    "nested",
    "speeches",
    "first",
    "last",
    "statuses",
    "verbs",
    "members",
    "variants",
]
TEXTS = {
    "a.txt": "在动员会上的讲话\n（2017年8月）\n做到“三个到位”，即认识到位、责任到位、措施到位。",
    "b.txt": "在反馈会上的讲话\n（2019年3月）\n做到“三个到位”：人到位、钱到位、心到位。再提三个到位。",
    "c.txt": "在推进会上的讲话\n（2021年5月）\n要坚持“三个到位”：人到位、钱到位、心到位。",
}


def verbs_of(text: str, formula: str) -> dict[str, int]:
    return formula_types(Corpus.from_texts({"a.txt": text})).loc[formula, "verbs"]


def test_an_empty_corpus_has_the_columns():
    assert list(formula_types(Corpus.from_texts({"a.txt": "今天开会。"})).columns) == COLUMNS


def test_a_type_knows_its_counts_and_its_first_and_last_date():
    row = formula_types(Corpus.from_texts(TEXTS)).loc["三个到位"]
    assert (row["count"], row["nested"], row["speeches"]) == (4, 0, 3)
    assert (row["first"], row["last"]) == ("2017-08", "2021-05")
    assert not row["known"]
    assert row["statuses"] == {"complete": 3, "unresolved": 1}
    assert row["verbs"] == {"做到": 2, "坚持": 1}


def test_variants_say_how_the_list_changed():
    row = formula_types(Corpus.from_texts(TEXTS)).loc["三个到位"]
    assert row["variants"] == [
        {"members": ["认识到位", "责任到位", "措施到位"], "count": 1, "speeches": 1, "first": "2017-08", "last": "2017-08"},
        {"members": ["人到位", "钱到位", "心到位"], "count": 2, "speeches": 2, "first": "2019-03", "last": "2021-05"},
    ]  # fmt: skip
    assert row["members"] == ["人到位", "钱到位", "心到位"]


def test_without_a_list_in_the_text_the_members_are_the_lexicons_and_no_variant():
    row = formula_types(Corpus.from_texts({"a.txt": "在会上的讲话\n（2019年3月）\n增强“四个意识”。"})).loc[
        "四个意识"
    ]
    assert row["members"] == ["政治意识", "大局意识", "核心意识", "看齐意识"]
    assert row["variants"] == []


def test_a_nested_mention_is_counted_and_has_no_verb_of_its_own():
    table = formula_types(Corpus.from_texts({"a.txt": "推进全面从严治党，坚持从严治党。"}))
    assert (table.loc["从严治党", "count"], table.loc["从严治党", "nested"]) == (2, 1)
    assert table.loc["从严治党", "verbs"] == {"坚持": 1}
    assert table.loc["全面从严治党", "verbs"] == {"推进": 1}


@pytest.mark.parametrize(
    ("text", "formula", "verb"),
    [
        ("我们要牢固树立“四个意识”。", "四个意识", "牢固树立"),
        ("我们要牢固树立四个意识。", "四个意识", "牢固树立"),
        ("必须进一步增强“四个意识”、坚定“四个自信”、做到“两个维护”。", "四个自信", "坚定"),
        ("必须进一步增强“四个意识”、坚定“四个自信”、做到“两个维护”。", "两个维护", "做到"),
        ("增强“四个意识”和“四个自信”。", "四个自信", "增强"),
        ("深刻领悟“两个确立”的决定性意义。", "两个确立", "深刻领悟"),
        (
            "认真学习贯彻习近平新时代中国特色社会主义思想。",
            "习近平新时代中国特色社会主义思想",
            "认真学习贯彻",
        ),
        ("全面落实新发展理念。", "新发展理念", "全面落实"),
        ("运用监督执纪“四种形态”。", "四种形态", "运用"),
        ("违反了中央“八项规定”精神。", "八项规定", "违反"),
        ("开展了“三严三实”专题教育。", "三严三实", "开展"),
    ],
)
def test_the_governing_verb_with_its_adverb(text, formula, verb):
    assert verbs_of(text, formula) == {verb: 1}


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("党中央提出的“四个全面”战略布局很重要。", "四个全面"),
        ("“四个意识”不强。", "四个意识"),
        ("学习文件，四个意识更强了。", "四个意识"),
        ("这就是“四个意识”。", "四个意识"),
        ("以“四个意识”为先。", "四个意识"),
        ("开展工作。\n“四个意识”不强。", "四个意识"),
    ],
)
def test_no_verb_is_guessed(text, formula):
    assert verbs_of(text, formula) == {}


@pytest.fixture
def path(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(path, how):
    result = CliRunner().invoke(app, ["formulae", "--types", str(path), "--format", how])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_command_line_gives_the_whole_row_as_json(path):
    row = next(each for each in json.loads(run(path, "json")) if each["formula"] == "三个到位")
    assert list(row) == ["formula", *COLUMNS]
    assert row["verbs"] == {"做到": 2, "坚持": 1}
    assert row["variants"][1]["members"] == ["人到位", "钱到位", "心到位"]


def test_a_table_shows_verbs_and_when_which_list_was_given(path):
    shown = "".join(run(path, "table").split())
    assert "做到2，坚持1" in shown
    assert "2019-03至2021-05" in shown
