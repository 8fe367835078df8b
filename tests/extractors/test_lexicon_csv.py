"""Lexicon files as tables: what a cell may say, what it is by default, and the line of what is wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xuncha_nlp.data import load_toml
from xuncha_nlp.errors import DataError
from xuncha_nlp.extractors import Formula, Lexicon, annotate
from xuncha_nlp.extractors.lexicon_csv import read_csv
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split

Write = Callable[..., Path]
DOCS = Path(__file__).parents[2] / "docs" / "lexicon.md"
NAME = "提法库.csv"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(content: str | bytes, encoding: str = "utf-8", name: str = NAME) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return _write


@pytest.fixture
def entry(write: Write) -> Callable[[str, str], Formula]:
    """The one entry of a table with a header and a row."""

    def _entry(header: str, row: str) -> Formula:
        path = write(f"{header}\n{row}\n")
        ((record, _),) = read_csv(path)
        return Lexicon.load(path)[record["name"]]

    return _entry


# Defaults


def test_a_name_is_enough_for_a_phrase(entry: Callable[..., Formula]) -> None:
    found = entry("name", "晨光行动")
    assert (found.kind, found.scope, found.groups, found.bare) == ("phrase", "local", (), True)
    assert (found.source, found.verified, found.confidence) == ("", False, "medium")
    assert [version.items for version in found.versions] == [()]


def test_a_name_that_counts_is_numeral_and_waits_for_its_members(entry: Callable[..., Formula]) -> None:
    found = entry("name", "五看三跃升")
    assert (found.kind, found.groups, found.declared) == ("numeral", (8,), 8)


def test_items_make_it_numeral_and_give_the_count(entry: Callable[..., Formula]) -> None:
    found = entry("name,items", "晨光行动,敲门、走访、回访")
    assert (found.kind, found.groups, found.items_at(None)) == ("numeral", (3,), ("敲门", "走访", "回访"))


def test_what_has_a_source_is_verified_unless_it_says_otherwise(entry: Callable[..., Formula]) -> None:
    assert entry("name,source", "晨光行动,澄湖区委文件").verified
    assert not entry("name,source,verified", "晨光行动,澄湖区委文件,否").verified


def test_a_short_name_is_found_only_in_quotation_marks(write: Write) -> None:
    lexicon = Lexicon.load(write("name\n晨光\n"))
    (speech,) = split(Source.from_text("a.txt", "晨光照着湖面。开展“晨光”行动。"))
    assert [each.start for each in annotate(speech, ["formula"], lexicon)] == [10]


# Cells


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("甲一、乙二、丙三", ("甲一", "乙二", "丙三")),
        ("甲、一；乙、二；丙", ("甲、一", "乙、二", "丙")),
        ("甲、一;乙、二; 丙", ("甲、一", "乙、二", "丙")),
        ('"甲一\n乙；二\n丙、三"', ("甲一", "乙；二", "丙、三")),
        ("、甲一、乙二、丙三、", ("甲一", "乙二", "丙三")),
    ],
)
def test_items_are_parted_by_the_mark_that_is_not_within_them(
    entry: Callable[..., Formula], cell: str, expected: tuple[str, ...]
) -> None:
    assert entry("name,items", f"三个到位,{cell}").items_at(None) == expected


@pytest.mark.parametrize(
    ("written", "iso"),
    [("2016", "2016"), ("2016-1", "2016-01"), ("2016/1/29", "2016-01-29"), ("2016年1月29日", "2016-01-29"),
     ("2016年1月", "2016-01"), ("2016.01", "2016-01"), ("2016年", "2016"), ("", "")],
)  # fmt: skip
def test_a_date_is_read_as_a_spreadsheet_writes_it(
    entry: Callable[..., Formula], written: str, iso: str
) -> None:
    assert entry("name,from", f"晨光行动,{written}").versions[0].begin == iso


def test_groups_are_summed(entry: Callable[..., Formula]) -> None:
    assert entry("name,groups,items", "三严三实,3+3,甲、乙、丙、丁、戊、己").groups == (3, 3)


def test_every_column_by_its_chinese_name_says_what_the_english_one_says(write: Write) -> None:
    columns = load_toml("lexicon_csv.toml")["columns"]
    values = {
        "name": "四面开花", "items": "东、南、西、北", "aliases": "四开花、开四花", "verbs": "做到", "from": "2019", "to": "2021-05",
        "kind": "数字提法", "scope": "省", "category": "方法", "groups": "4", "ordered": "是", "bare": "否", "source": "手册",
        "confidence": "见到原文", "verified": "是", "superseded_by": "五面开花", "note": "旧",
    }  # fmt: skip
    assert set(values) == set(columns)
    found: list[Formula] = []
    for header in (list(columns), [names[1] for names in columns.values()]):
        text = io.StringIO()
        csv.writer(text).writerows([header, [values[key] for key in columns]])
        found.append(Lexicon.load(write(text.getvalue(), name=f"{len(found)}.csv"))["四面开花"])
    assert found[0] == found[1]
    assert (found[0].kind, found[0].scope, found[0].confidence) == ("numeral", "provincial", "seen")
    assert (found[0].ordered, found[0].bare, found[0].aliases) == (True, False, ("四开花", "开四花"))


@pytest.mark.parametrize("name", ["=1+1", "+cmd|calc", "-甲乙丙", "@SUM(A1)", '=HYPERLINK(""x"")'])
def test_what_a_spreadsheet_would_calculate_is_just_text(write: Write, name: str) -> None:
    ((record, _),) = read_csv(write(f'name,note\n"{name}","{name}"\n'))
    assert record["name"] == record["note"] == name.replace('""', '"')


def test_a_name_may_stand_in_its_quotation_marks(entry: Callable[..., Formula]) -> None:
    assert entry("name", "“晨光行动”").name == "晨光行动"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).map(str.strip)
)
def test_any_note_comes_back_as_it_was_written(tmp_path: Path, note: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["name", "note"], ["晨光行动", note]])
    (tmp_path / NAME).write_bytes(text.getvalue().encode("utf-8-sig"))
    ((record, _),) = read_csv(tmp_path / NAME)
    assert record["note"] == note


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_told_by_the_evidence(write: Write, encoding: str, delimiter: str) -> None:
    rows = ["名称,内涵,出处", "", "三个到位,认识到位、责任到位、措施到位,澄湖区委", "晨光行动,,", ",,"]
    path = write("\r\n".join(rows).replace(",", delimiter), encoding)
    assert [(record["name"], where) for record, where in read_csv(path)] == [
        ("三个到位", f"{NAME} 第 3 行：三个到位"),
        ("晨光行动", f"{NAME} 第 4 行：晨光行动"),
    ]


def test_a_tsv_is_a_table_too(write: Write) -> None:
    assert "晨光行动" in Lexicon.load(write("name\tnote\n晨光行动\t甲,乙\n", name="mine.TSV"))


def test_a_table_goes_over_ours_and_over_the_file_before_it(write: Write) -> None:
    first = write("name,items\n四个意识,甲、乙、丙、丁\n晨光行动,\n", name="one.csv")
    second = write("name,category\n晨光行动,工作\n", name="two.csv")
    lexicon = Lexicon.load(first, second)
    assert lexicon["四个意识"].items_at("2020") == ("甲", "乙", "丙", "丁")
    assert lexicon["晨光行动"].category == "工作"
    assert len(lexicon.formulae) == len(Lexicon.load().formulae) + 1


def test_rows_of_one_name_are_its_versions(write: Write) -> None:
    rows = "name,items,from,to,source\n三个到位,丁、戊、己,2020-03,,手册\n晨光行动,,,,\n三个到位,甲、乙、丙,2016,2020-02,\n"
    found = Lexicon.load(write(rows))["三个到位"]
    assert [version.begin for version in found.versions] == ["2016", "2020-03"]
    assert found.items_at("2018-05") == ("甲", "乙", "丙")
    assert found.items_at("2021") == ("丁", "戊", "己")


def test_a_table_that_was_changed_is_read_again(write: Write) -> None:
    assert "晨光行动" in Lexicon.load(write("name\n晨光行动\n"))
    assert "晨光行动" not in Lexicon.load(write("name\n夜航行动二\n"))


# What is refused


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "文件是空的"),
        ("\n\n ,\n", 1, "文件是空的"),
        ("items,source\n甲、乙,手册\n", 1, "表头缺少 name（名称）一列"),
        ("晨光行动\n", 1, "表头缺少 name（名称）一列"),
        ("\nname,colour\n晨光行动,red\n", 2, "有不认识的列 colour"),
        ("name,名称\n晨光行动,晨光\n", 1, "有重复的列 name、名称"),
        ("name,,note\n晨光行动,,\n", 1, "有不认识的列 （空）"),
        ("name,items\n晨光行动,\n,甲、乙\n", 3, "缺少 name（名称）"),
        ("name,items\n“”,甲、乙\n", 2, "缺少 name（名称）"),
        ("name,items\n晨光行动,甲,乙\n", 2, "有 3 列，表头只有 2 列"),
        ('name,note\n晨光行动,"一\n二"\n三个到位,"没有完\n', 4, "记录有误"),
        ("name,items\n晨光行动,\n三个到位,甲、乙、丙、丁\n", 3, "groups 合计（3）与内涵项数（4）不符"),
        ('name,items,note\n晨光行动,,"一\n二"\n三个到位,甲、乙,\n', 4, "groups 合计（3）与内涵项数（2）不符"),
        ("name,items,groups\n四个到位,甲、乙、丙,4\n", 2, "groups 合计（4）与内涵项数（3）不符"),
        ("name,groups\n晨光行动,三\n", 2, "groups 不能是 '三'"),
        ("name,groups\n晨光行动,-3\n", 2, "groups 不能是 '-3'"),
        ("name,kind\n晨光行动,口号\n", 2, "kind 不能是 '口号'"),
        ("name,scope\n晨光行动,planet\n", 2, "scope 不能是 'planet'"),
        ("name,confidence\n晨光行动,sure\n", 2, "confidence 不能是 'sure'"),
        ("name,bare\n晨光行动,也许\n", 2, "bare 不能是 '也许'"),
        ("name,from\n晨光行动,去年\n", 2, "from 不是日期"),
        ("name,to\n晨光行动,2016-13\n", 2, "to 不是日期"),
        ("name,to\n晨光行动,2016-10-32\n", 2, "to 不是日期"),
        ("name,from,to\n晨光行动,2018,2016-03\n", 2, "的 from（2018）晚于 to（2016-03）"),
        ("name\n晨光行动\n三个到位\n晨光行动\n", 4, "晨光行动 与第 2 行重复"),
        ("name,from\n晨光行动,2016\n晨光行动,2016\n", 3, "晨光行动 与第 2 行重复"),
        ("name\n３个到位\n3个到位\n", 3, "3个到位 与第 2 行重复"),
        ("name,from,scope\n晨光行动,2016,中央\n晨光行动,2018,省\n", 3, "晨光行动 的 scope 与第 2 行不同"),
        ("name,from,items\n晨光行动,2016,甲、乙\n晨光行动,2018,甲\n", 3, "groups 合计（2）与内涵项数（1）不符"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_line_with_file_and_line(
    write: Write, content: str, line: int, said: str
) -> None:
    with pytest.raises(DataError) as caught:
        Lexicon.load(write(content))
    assert str(caught.value).startswith(f"{NAME} 第 {line} 行：")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(range(256)) * 8,
        b"\x00" * 64,
        b"name,items\n\xff\xfe\x00\x81" + bytes(range(200)),
    ],
    ids=["a workbook", "zeros", "bytes"],
)
def test_what_is_no_text_is_refused_by_its_name(write: Write, content: bytes) -> None:
    with pytest.raises(DataError) as caught:
        Lexicon.load(write(content))
    assert NAME in str(caught.value)
    assert "\n" not in str(caught.value)


def test_damaged_text_is_refused_with_its_line(write: Write) -> None:
    with pytest.raises(DataError, match="第 3 行"):
        Lexicon.load(write("name,note\n晨光行动,一二三四五六七八九十\n三个".encode() + b"\xff\n"))


def test_a_missing_table_and_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DataError, match=r"找不到数据文件：.*nowhere\.csv"):
        Lexicon.load(tmp_path / "nowhere.csv")
    with pytest.raises(DataError, match=r"读不了数据文件：.*folder\.csv"):
        Lexicon.load(tmp_path / "folder.csv")


# TOML with lines


ENTRY = next(each for each in re.findall(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"numeral"', '"slogan"', "的 kind 不能是 'slogan'"),
        ("groups = [4]", 'groups = "4"', "的 groups 要是数的列表"),
        ("groups = [4]", "groups = [true]", "的 groups 要是数的列表"),
        ("groups = [4]", "groups = [5]", "有 4 项内涵，groups 合计却是 5"),
        ("aliases = []", 'aliases = "甲"', "的 aliases 要是文字的列表"),
        ("aliases = []", 'aliases = [""]', "的 aliases 要是文字的列表"),
        ("ordered = true", 'ordered = "是"', "的 ordered 要是 true 或 false"),
        ('note = ""', "note = 3", "的 note 要是文字"),
        ('from = "2016-01-29"', "from = 2016-01-29", "的 from 要是文字"),
        ('from = "2016-01-29"', 'from = "2016年"', "的 from 要是日期"),
        ('to = ""', 'to = "2015"', "的 from（2016-01-29）晚于 to（2015）"),
    ],
)  # fmt: skip
def test_a_wrong_value_in_toml_is_named_with_the_line_of_its_entry(
    write: Write, old: str, new: str, said: str
) -> None:
    assert old in ENTRY
    second = ENTRY.replace(old, new).replace("四个意识", "四个到位")
    path = write(f"# 一\n{ENTRY}\n{second}", name="mine.toml")
    line = 2 + ENTRY.count("\n") + 1
    with pytest.raises(DataError, match=re.escape(f"mine.toml 第 {line} 行：四个到位 {said}")):
        Lexicon.load(path)


@pytest.mark.parametrize("content", ["formula = 3", "[formula]\nname = '甲'", "formula = [1]"])
def test_what_is_no_entry_is_refused(write: Write, content: str) -> None:
    with pytest.raises(DataError, match=r"mine\.toml 的 formula 不是条目"):
        Lexicon.load(write(content, name="mine.toml"))


def test_an_entry_without_a_header_of_its_own_is_refused_without_a_line(write: Write) -> None:
    with pytest.raises(DataError, match=r"^mine\.toml：晨光行动 缺少 "):
        Lexicon.load(write('formula = [{name = "晨光行动"}]', name="mine.toml"))


def test_an_empty_name_is_refused(write: Write) -> None:
    with pytest.raises(DataError, match="的 name 要是不空的文字"):
        Lexicon.load(write(ENTRY.replace('"四个意识"', '""'), name="mine.toml"))


# The document


def test_the_example_of_the_document_is_read_as_the_document_says(write: Write) -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    lexicon = Lexicon.load(write(example))
    assert lexicon["三个敲门"].items_at("2021") == ("敲门问需", "敲门送策", "敲门解难")
    assert lexicon["三个敲门"].items_at("2024") == ("敲门问需", "敲门送策", "敲门回访")
    assert lexicon["敲三门"].name == "三个敲门"
    assert lexicon["晨光行动"].kind == "phrase"


def test_the_document_names_every_column() -> None:
    text = DOCS.read_text("utf-8")
    for names in load_toml("lexicon_csv.toml")["columns"].values():
        assert f"| `{names[0]}` | {'、'.join(names[1:])} |" in text
