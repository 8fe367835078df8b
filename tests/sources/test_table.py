"""Tables of texts: a source a record, named by its line, with what the other columns say of it."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.errors import InputError
from xuncha_nlp.sources import table

TEXT = "一、算清家底\n先摆情况。"


def shown(sources):
    return [(source.name, source.text) for source in sources]


def test_a_line_of_json_is_a_source(read_bytes):
    lines = [
        {"title": "甲", "text": TEXT, "year": 2024, "url": "a"},
        {"标题": "乙", "正文": "二、", "编号": 7, "空": None},
    ]
    sources = read_bytes("a.jsonl", "\n".join(json.dumps(each, ensure_ascii=False) for each in lines))
    assert shown(sources) == [("a.jsonl:1", TEXT), ("a.jsonl:2", "二、")]
    assert sources[0].metadata == {"title": "甲", "date": "2024", "url": "a"}
    assert sources[1].metadata == {"title": "乙", "编号": "7"}
    assert sources[0].sha256 == sources[1].sha256


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_count_and_are_no_records(read_bytes, end):
    data = end.join(["", '{"text": "甲"}', "  ", '{"text": "乙\u2028丙"}', ""])
    assert shown(read_bytes("a.ndjson", data)) == [("a.ndjson:2", "甲"), ("a.ndjson:4", "乙\u2028丙")]


@pytest.mark.parametrize("name", ["text", "content", "正文", "内容", "全文", " Text ", "CONTENT"])
def test_the_text_is_found_by_the_name_of_its_column(read_bytes, name):
    assert read_bytes("a.csv", f"编号,{name}\n1,甲\n")[0].text == "甲"
    assert read_bytes("a.jsonl", json.dumps({"编号": 1, name: "甲"}))[0].text == "甲"


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("title", "title"),
        ("标题", "title"),
        ("date", "date"),
        ("日期", "date"),
        ("年份", "date"),
        ("genre", "genre"),
        ("文种", "genre"),
        ("单位", "单位"),
    ],
)
def test_the_other_columns_are_metadata(read_bytes, header, key):
    assert read_bytes("a.csv", f"{header},text\n值,甲\n")[0].metadata == {key: "值"}


def test_a_date_goes_before_a_year_and_an_empty_cell_before_nothing(read_bytes):
    both = read_bytes("a.csv", "年份,日期,text\n2024,2024-03,甲\n2023,,乙\n")
    assert [dict(source.metadata) for source in both] == [
        {"date": "2024-03", "年份": "2024"},
        {"date": "2023"},
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_as_any_office_program_writes_it(read_bytes, name, delimiter, encoding):
    data = (
        delimiter.join(["标题", "正文"])
        + "\r\n"
        + delimiter.join(["在动员会上的讲话", f'"{TEXT}，""好"""'])
        + "\r\n"
    )
    source = read_bytes(name, data.encode(encoding))[0]
    assert (source.text, dict(source.metadata)) == (f'{TEXT}，"好"', {"title": "在动员会上的讲话"})


def test_a_row_goes_by_the_line_on_which_it_begins(read_bytes):
    sources = read_bytes("a.csv", 'text,title\n"甲\n乙",1\n\n丙,2\n')
    assert shown(sources) == [("a.csv:2", "甲\n乙"), ("a.csv:5", "丙")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "text,title\n甲,1\n,2\n ,3\n乙\n"),
        ("a.jsonl", '{"text": "甲"}\n{"text": null}\n{"title": "无"}\n{"text": "乙"}\n'),
    ],
)
def test_records_without_a_text_are_noted_on_the_first(read_bytes, name, data):
    sources = read_bytes(name, data)
    assert [source.text for source in sources] == ["甲", "乙"]
    assert [note.rule for note in sources[0].notes] == ["table-no-text"]
    assert "有 2 条记录没有正文，未读入" in sources[0].notes[0].message
    assert sources[1].notes == ()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.jsonl", '{"text": "甲"}\n{"text": \n', "第 2 行不是有效的 JSON：a.jsonl（第 10 个字符处有误）"),
        ("a.jsonl", '{"text": "甲"}\n[1]', "第 2 行不是 JSON 对象"),
        ("a.jsonl", '{"text": 5}', "第 1 行的正文不是文字"),
        ("a.jsonl", '{"text": ["甲"]}', "第 1 行的正文不是文字"),
        ("a.jsonl", '{"text": "\\ud800"}', "第 1 行不是有效的 JSON"),
        (
            "a.jsonl",
            '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
            "第 1 行不是有效的 JSON：a.jsonl（嵌套过深",
        ),
        ("a.jsonl", '{"text": "甲", "n": ' + "9" * 5_000 + "}", "第 1 行不是有效的 JSON"),
        ("a.jsonl", '{"title": "甲"}', "没有找到正文一列"),
        ("a.csv", "姓名,职务\n林若谷,书记\n", "没有找到正文一列"),
        ("a.csv", 'text\n甲\n"乙', "第 3 行起的记录有误"),
        ("a.csv", 'text\n"甲"乙\n', "第 2 行起的记录有误"),
        ("a.csv", "text,title\n甲,乙,丙\n", "第 2 行有 3 列，表头只有 2 列"),
        ("a.csv", "text\n", "没有文字"),
        ("a.csv", "\n\n", "没有找到正文一列|没有文字"),
    ],
)
def test_what_is_malformed_is_refused_with_its_line(read_bytes, name, data, said):
    with pytest.raises(InputError) as caught:
        read_bytes(name, data)
    assert any(each in str(caught.value) for each in said.split("|"))
    assert "\n" not in str(caught.value)


def test_a_field_of_twenty_megabytes_is_read_and_the_limit_put_back(read_bytes, monkeypatch):
    monkeypatch.setenv("XUNCHA_MAX_MB", "64")
    before = csv.field_size_limit()
    text = "甲" * (7 * 1024 * 1024)
    assert read_bytes("a.csv", f"title,text\n一,{text}\n")[0].text == text
    assert csv.field_size_limit() == before
    with pytest.raises(InputError):
        read_bytes("a.csv", 'text\n"乙')
    assert csv.field_size_limit() == before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")), min_size=1))
def test_any_table_that_the_csv_module_writes_comes_back(texts):
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(["编号", "text"])
    writer.writerows([index, text] for index, text in enumerate(texts))
    records = table.convert(buffer.getvalue().encode(), "a.csv", "utf-8")
    assert [record.text for record in records] == [text for text in texts if text.strip()]


def test_a_carriage_return_ends_a_line_and_breaks_nothing(read_bytes):
    sources = read_bytes("a.csv", "title,text\r甲,一、认识\r".encode())
    assert [source.text for source in sources] == ["一、认识"]
    for data in (b"\x01\r\x01", b"\xff\xfe\x01\r\x01"):
        with pytest.raises(InputError):
            read_bytes("b.csv", data)
