"""The lexicon: its schema, files of the user's own over ours, and the entries that are shipped."""

from __future__ import annotations

import pickle
import re
from collections import Counter

import pytest

from xuncha_nlp.data import data_files, load_toml
from xuncha_nlp.errors import DataError
from xuncha_nlp.extractors import Lexicon, annotate
from xuncha_nlp.sources import Source, fold
from xuncha_nlp.speeches import split

ENTRY = {
    "name": '"三个到位"',
    "kind": '"numeral"',
    "scope": '"local"',
    "category": '"工作方法"',
    "aliases": "[]",
    "verbs": "[]",
    "ordered": "false",
    "bare": "true",
    "groups": "[3]",
    "source": '""',
    "confidence": '"medium"',
    "verified": "false",
    "superseded_by": '""',
    "note": '""',
}
VERSION = {"from": '""', "to": '""', "items": '["认识到位", "责任到位", "措施到位"]'}
SHIPPED = Lexicon.load().formulae


def toml(entry=None, version=None):
    lines = ["[[formula]]", *(f"{key} = {value}" for key, value in (ENTRY | (entry or {})).items() if value)]
    if version is not False:
        lines += ["[[formula.version]]"]
        lines += [f"{key} = {value}" for key, value in (VERSION | (version or {})).items() if value]
    return "\n".join(lines)


@pytest.fixture
def load(tmp_path):
    numbers = iter(range(100))

    def _load(*contents):
        paths = []
        for content in contents:
            paths.append(tmp_path / f"mine{next(numbers)}.toml")
            paths[-1].write_text(content, encoding="utf-8")
        return Lexicon.load(*paths)

    return _load


def formula_of(text, lexicon):
    (speech,) = split(Source.from_text("a.txt", text))
    (found,) = (
        each for each in annotate(speech, ["formula"], lexicon) if each.attributes["nested_in"] is None
    )
    return found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        *[(toml({key: None}), f"三个到位 缺少 {key}") for key in ENTRY if key != "name"],
        (toml({"name": None}), "？ 缺少 name"),
        (toml({"colour": '"red"'}), "三个到位 有不认识的键 colour"),
        (toml({"kind": '"slogan"'}), "三个到位 的 kind 不能是 'slogan'"),
        (toml({"scope": '"planet"'}), "三个到位 的 scope 不能是 'planet'"),
        (toml({"confidence": '"sure"'}), "三个到位 的 confidence 不能是 'sure'"),
        (toml({"groups": "[4]"}), "三个到位 有 3 项内涵，groups 合计却是 4"),
        (toml(version=False), "三个到位 缺少 version"),
        *[(toml(version={key: None}), f"三个到位 缺少 {key}") for key in VERSION],
        (toml(version={"until": '""'}), "三个到位 有不认识的键 until"),
        ('[[false_friend]]\ntext = "三个人"', "缺少 reason"),
        ('[[phrase]]\nname = "三个人"', "有不认识的键 phrase"),
        ("[[formula]\n", "数据文件格式有误"),
    ],
)
def test_a_broken_entry_is_refused_in_one_line_that_names_file_and_entry(load, content, said):
    with pytest.raises(DataError, match=re.escape(said)) as caught:
        load(content)
    assert "mine0.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_lexicon_is_named(tmp_path):
    with pytest.raises(DataError, match=r"找不到数据文件：.*nowhere\.toml"):
        Lexicon.load(tmp_path / "nowhere.toml")


def test_a_user_entry_is_found_bare_with_its_members(load):
    found = formula_of("要做到三个敲门才行。", load(toml({"name": '"三个敲门"'})))
    assert found.attributes["known"]
    assert found.attributes["resolved_by"] == "lexicon"
    assert [member.text for member in found.attributes["members"]] == ["认识到位", "责任到位", "措施到位"]


def test_a_user_entry_goes_over_ours_of_the_same_name(load):
    mine = load(toml({"name": '"四个意识"', "groups": "[3]"}))
    assert len(mine.formulae) == len(SHIPPED)
    assert mine["四个意识"].declared == 3
    assert Lexicon.load()["四个意识"].declared == 4


def test_of_two_user_files_the_later_wins(load):
    first, second = toml({"category": '"甲"'}), toml({"category": '"乙"'})
    assert load(first, second)["三个到位"].category == "乙"


def test_a_user_false_friend_hides_what_looks_like_a_formula(load):
    lexicon = load('[[false_friend]]\ntext = "三个敲门"\nreason = "店名"')
    (speech,) = split(Source.from_text("a.txt", "街口新开“三个敲门”。"))
    assert annotate(speech, ["formula"], lexicon) == []
    assert len(annotate(speech, ["formula"])) == 1


def test_a_name_is_found_whatever_its_width(load):
    lexicon = load(toml({"name": '"３个敲门"'}))
    assert "3个敲门" in lexicon
    assert lexicon["３个敲门"].name == "３个敲门"


@pytest.mark.parametrize(
    ("begin", "end", "date", "expected"),
    [
        ("2016-01-29", "", "2016", True),
        ("2016-01-29", "", "2016-01", True),
        ("2016-01-29", "", "2016-01-28", False),
        ("2016-01-29", "", "2015", False),
        ("", "2018-03", "2018-03-31", True),
        ("", "2018-03", "2018-04", False),
        ("", "2018-03", "2018", True),
        ("", "", "1949", True),
    ],
)
def test_a_version_covers_a_date_as_precisely_as_both_are_known(load, begin, end, date, expected):
    entry = load(toml(version={"from": f'"{begin}"', "to": f'"{end}"'}))["三个到位"]
    assert entry.versions[0].covers(date) is expected


def test_the_last_version_speaks_for_what_is_past(load):
    entry = load(toml(version={"to": '"2018-03"'}))["三个到位"]
    assert len(entry.items_at("2024-05")) == 3


def test_a_list_that_is_not_valid_yet_is_not_given(load):
    entry = load(toml(version={"from": '"2018-03"'}))["三个到位"]
    assert entry.items_at("2016-05") == ()


def test_without_a_date_only_a_list_that_never_changed_is_given(load):
    changed = toml() + "\n[[formula.version]]\n" + "\n".join(f"{k} = {v}" for k, v in VERSION.items())
    assert load(changed)["三个到位"].items_at(None) == ()
    assert len(load(toml())["三个到位"].items_at(None)) == 3


def test_a_lexicon_goes_to_another_process_and_finds_the_same_there():
    lexicon = Lexicon.load()
    before = list(lexicon.find("增强四个意识"))
    there = pickle.loads(pickle.dumps(lexicon))  # noqa: S301 - our own bytes
    assert there == lexicon
    assert hash(there) == hash(lexicon)
    assert list(there.find("增强四个意识")) == before


# What we ship.


def test_so_many_formulae_and_false_friends_are_shipped():
    assert len(SHIPPED) >= 230
    assert sum(entry.kind == "numeral" for entry in SHIPPED) >= 180
    assert sum(entry.verified for entry in SHIPPED) >= 200
    assert len(Lexicon.load().false_friends) >= 200


@pytest.mark.parametrize(
    ("name", "date", "first", "count"),
    [
        ("三线一单", "2017-05", "生态保护红线", 4),
        ("三个第一", "2019", "发展是第一要务", 3),
        ("三个第一", "2023", "科技是第一生产力", 3),
        ("五个统筹", "2005", "统筹城乡发展", 5),
        ("五个统筹", "2025", "统筹好有效市场和有为政府的关系", 5),
        ("三支一扶", "2022", "支农", 4),
    ],
)
def test_members_that_changed_are_those_of_the_date(name, date, first, count):
    items = Lexicon.load()[name].items_at(date)
    assert (items[0], len(items)) == (first, count)


def test_names_of_several_senses_have_no_members_of_ours():
    lexicon = Lexicon.load()
    for name in ("三个面向", "两新", "三个牢牢把握", "六个坚持", "七个着力", "三资", "三权分置"):
        assert lexicon[name].items_at("2025") == ()


@pytest.mark.parametrize(
    ("surface", "name"),
    [("三个区分", "三个区分开来"), ("六大纪律", "六项纪律"), ("四不摘", "四个不摘"), ("两个坚决维护", "两个维护"),
     ("三不一体", "三不腐"), ("四议、两公开", "四议两公开")],
)  # fmt: skip
def test_truncated_and_longer_names_are_the_formula(surface, name):
    assert Lexicon.load()[surface].name == name


@pytest.mark.parametrize("text", ["开设四个中心。", "两新一重。", "加强三性教育。", "落实三个规定动作。"])
def test_what_is_ordinary_without_quotation_marks_is_not_known_there(text):
    (speech,) = split(Source.from_text("a.txt", text))
    assert [each for each in annotate(speech, ["formula"]) if each.attributes["known"]] == []


def test_names_and_aliases_are_unique():
    names = Counter(fold(name) for entry in SHIPPED for name in (entry.name, *entry.aliases))
    assert [name for name, count in names.items() if count > 1] == []


def test_names_are_unique_across_our_files():
    names = [
        record["name"] for place in data_files("lexicon") for record in load_toml(place).get("formula", [])
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_no_formula_is_its_own_false_friend():
    lexicon = Lexicon.load()
    assert sorted(set(lexicon.surfaces) & lexicon.false_friends) == []


def test_false_friends_are_unique():
    texts = [
        record["text"]
        for place in data_files("lexicon")
        for record in load_toml(place).get("false_friend", [])
    ]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry.name)
def test_a_shipped_entry_is_consistent(entry):
    names = {other.name for other in SHIPPED}
    for version in entry.versions:
        assert not version.items or len(version.items) == sum(entry.groups)
        assert len(set(version.items)) == len(version.items)
        assert all(re.fullmatch(r"|\d{4}(-\d\d(-\d\d)?)?", date) for date in (version.begin, version.end))
        assert not (version.begin and version.end) or version.begin <= version.end
    assert not entry.superseded_by or (entry.superseded_by in names and entry.superseded_by != entry.name)
    assert not entry.verified or entry.source
    assert entry.category
    assert entry.kind == "numeral" or not any(version.items for version in entry.versions)


@pytest.mark.parametrize(
    "entry", [entry for entry in SHIPPED if entry.kind == "numeral"], ids=lambda entry: entry.name
)
def test_versions_of_a_shipped_entry_follow_one_another(entry):
    for before, after in zip(entry.versions, entry.versions[1:], strict=False):
        assert before.end
        assert after.begin
        assert before.end < after.begin


@pytest.mark.parametrize("entry", SHIPPED, ids=lambda entry: entry.name)
def test_a_shipped_entry_is_found_by_every_name_that_it_has(entry):
    for name in (entry.name, *entry.aliases):
        found = formula_of(f"这里要说“{name}”。", Lexicon.load())
        assert (found.label, found.attributes["known"]) == (entry.name, True)
