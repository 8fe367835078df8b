"""What the commands give out: rows in four formats, JSON by contract, files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import Result

import xuncha_nlp as xn
from xuncha_nlp.cells import safe_cell
from xuncha_nlp.cli import app
from xuncha_nlp.extractors import KINDS, SLOTS
from xuncha_nlp.version import __version__

Run = Callable[..., Result]

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
ROWS: dict[str, list[str]] = {
    "outline": ["outline"],
    "formulae": ["formulae"],
    "formulae --types": ["formulae", "--types"],
    "tag": ["tag"],
    "tag enumeration": ["tag", "--kind", "enumeration"],
    "freq": ["freq"],
    "kwic": ["kwic", "-q", "四个意识"],
    "reuse": ["reuse"],
    "discover": ["discover"],
    "check": ["check"],
}

SPEECH_KEYS = [
    "id",
    "title",
    "date",
    "genre",
    "genre_evidence",
    "salutation",
    "start",
    "end",
    "closing",
    "notes",
    "sections",
]
SECTION_KEYS = ["level", "style", "number", "heading", "start", "end", "inline", "children"]
FORMULA_KEYS = [
    "source", "speech", "text", "start", "end", "formula", "known", "declared", "members", "resolved_by", "status",
    "nested_in",
]  # fmt: skip
TAG_KEYS = ["source", "speech", "text", "start", "end", "kind", "label", "rule"]
FINDING_KEYS = [
    "rule", "level", "source", "speech", "text", "start", "end", "message", "suggestion", "evidence", "basis",
    "place",
]  # fmt: skip


@pytest.fixture
def records(xuncha: Run, sample: Path) -> Callable[..., Any]:
    """What a command gives out as JSON."""

    def _records(name: str, *options: object) -> Any:
        result = xuncha(name, sample, *options, "--format", "json")
        assert result.exit_code == 0
        return json.loads(result.stdout)

    return _records


@pytest.fixture(scope="session")
def text(compilation: Path) -> str:
    return compilation.read_text(encoding="utf-8")


def test_the_commands_are_these() -> None:
    assert set(COMMANDS) >= {
        "check", "demo", "draft", "export", "formulae", "freq", "kwic", "outline", "plan", "tag"
    }  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help_in_chinese(xuncha: Run, name: str, option: str) -> None:
    result = xuncha(name, option)
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：")
    assert "Show this message" not in result.stdout


def test_the_help_names_every_command(xuncha: Run) -> None:
    result = xuncha("--help")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name}" in result.stdout


def test_the_version_is_shown(xuncha: Run) -> None:
    assert xuncha("--version").stdout == f"xuncha {__version__}\n"


# Formats


@pytest.mark.parametrize("name", ROWS)
def test_away_from_a_terminal_rows_are_json(xuncha: Run, compilation: Path, name: str) -> None:
    head, *options = ROWS[name]
    plain = xuncha(head, compilation, *options)
    assert plain.stdout == xuncha(head, compilation, *options, "--format", "json").stdout
    assert isinstance(json.loads(plain.stdout), list)


@pytest.mark.parametrize("name", ROWS)
def test_json_lines_are_the_rows_of_the_json(xuncha: Run, compilation: Path, name: str) -> None:
    head, *options = ROWS[name]
    rows = json.loads(xuncha(head, compilation, *options, "-f", "json").stdout)
    lines = xuncha(head, compilation, *options, "-f", "jsonl").stdout.splitlines()
    assert [json.loads(each) for each in lines] == rows
    assert rows


@pytest.mark.parametrize("name", [name for name in ROWS if name != "outline"])
def test_csv_has_a_line_a_row_and_the_cells_of_the_json(xuncha: Run, compilation: Path, name: str) -> None:
    head, *options = ROWS[name]
    rows = json.loads(xuncha(head, compilation, *options, "-f", "json").stdout)
    table = list(csv.DictReader(io.StringIO(xuncha(head, compilation, *options, "-f", "csv").stdout)))
    assert len(table) == len(rows)
    for cells, row in zip(table, rows, strict=True):
        assert {key: value for key, value in cells.items() if value} == {
            key: safe_cell(value) for key, value in row.items() if safe_cell(value)
        }


def test_the_csv_of_an_outline_has_a_line_a_section(xuncha: Run, compilation: Path) -> None:
    table = list(csv.DictReader(io.StringIO(xuncha("outline", compilation, "-f", "csv").stdout)))
    sections = [(speech.id, each) for speech in xn.read(compilation) for each in speech.walk()]
    assert [(row["speech"], row["heading"], int(row["start"])) for row in table] == [
        (name, each.heading, each.start) for name, each in sections
    ]
    assert {row["inline"] for row in table} == {"True", "False"}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("outline", "一、提高认识，弄清楚为什么要开展巡察"),
        ("formulae", "四个意识"),
        ("formulae --types", "篇数"),
        ("tag", "语步"),
        ("tag enumeration", "三点意见"),
        ("freq", "每万字"),
        ("kwic", "所在层次"),
        ("check", "有隐去的文字：**"),
    ],
)
def test_a_table_is_chinese(xuncha: Run, compilation: Path, name: str, shown: str) -> None:
    head, *options = ROWS[name]
    assert shown in xuncha(head, compilation, *options, "-f", "table").stdout


def test_brackets_in_a_text_are_no_markup(xuncha: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("同志们：\n这是[bold]要紧的[/bold]事[/]，四个意识。", encoding="utf-8")
    out = xuncha("kwic", file, "-q", "要紧", "-f", "table").stdout
    assert "[bold]" in out
    assert "[/bold]" in out


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"), ("一=1", "一=1"), ("", ""), (None, ""), (-3, "-3"), (-0.5, "-0.5"), (True, "True"),
        (["=1"], '["=1"]'), ({"a": "一"}, '{"a": "一"}'),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_quoted(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_nothing_in_a_csv_is_a_spreadsheet_formula(xuncha: Run, tmp_path: Path) -> None:
    file = tmp_path / "=2+2.txt"
    file.write_text("同志们：\n=1+1四个意识\n四个意识+3和-4\n@四个意识", encoding="utf-8")
    for name in ("kwic", "freq", "tag"):
        options = {"kwic": ["-q", "四个意识"], "freq": ["--by", "source"], "tag": []}[name]
        out = xuncha(name, tmp_path, *options, "-f", "csv").stdout
        cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
        assert any(cell.startswith("'=") for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]


# JSON by contract


def test_the_outline_is_as_the_contract_says(records: Callable[..., Any], text: str) -> None:
    (source,) = records("outline")
    assert list(source) == ["source", "speeches"]
    assert source["source"] == "chenghu_2016_2024.txt"
    assert len(source["speeches"]) == 5
    assert [each["date"] for each in source["speeches"]] == [
        "2016-09",
        "2018-04",
        "2019-11",
        "2022-07-15",
        "2024-05",
    ]
    closings = 0
    for speech in source["speeches"]:
        assert list(speech) == SPEECH_KEYS
        assert text[speech["start"] : speech["end"]].replace("\n", "").startswith(speech["title"])
        closings += speech["closing"] is not None
        if speech["closing"]:
            assert list(speech["closing"]) == ["start", "end"]
            assert speech["closing"]["end"] == speech["end"]
        check_sections(speech["sections"], 1, text)
    assert closings


def check_sections(sections: list[dict[str, Any]], level: int, text: str) -> None:
    for section in sections:
        assert list(section) == SECTION_KEYS
        assert section["level"] == level
        assert isinstance(section["inline"], bool)
        assert isinstance(section["number"], int)
        stretch = text[section["start"] : section["end"]]
        assert section["heading"] in stretch.splitlines()[0]
        assert not stretch.endswith("\n")
        check_sections(section["children"], level + 1, text)


def test_formulae_are_as_the_contract_says(records: Callable[..., Any], text: str) -> None:
    rows = records("formulae")
    for row in rows:
        assert list(row) == FORMULA_KEYS
        assert text[row["start"] : row["end"]] == row["text"]
        assert isinstance(row["known"], bool)
        assert row["declared"] is None or isinstance(row["declared"], int)
        assert row["resolved_by"] in ("following", "preceding", "lexicon", None)
        assert row["status"] in ("complete", "partial", "count-mismatch", "unresolved")
        for member in row["members"]:
            if row["resolved_by"] == "lexicon":
                assert list(member) == ["text"]
            else:
                assert list(member) == ["text", "start", "end"]
                assert text[member["start"] : member["end"]] == member["text"]
    assert {row["resolved_by"] for row in rows} == {"following", "preceding", "lexicon", None}


def test_formula_types_have_a_row_a_formula(records: Callable[..., Any]) -> None:
    types = records("formulae", "--types")
    mentions = records("formulae")
    assert sum(each["count"] for each in types) == len(mentions)
    assert len({each["formula"] for each in types}) == len(types)
    assert list(types[0]) == [
        "formula", "known", "count", "nested", "speeches", "first", "last", "statuses", "verbs", "members", "variants",
    ]  # fmt: skip
    assert {verb for each in types if each["formula"] == "四个意识" for verb in each["verbs"]}


@pytest.mark.parametrize("kind", KINDS)
def test_tags_are_as_the_contract_says(records: Callable[..., Any], text: str, kind: str) -> None:
    rows = records("tag", "--kind", kind)
    assert rows
    more = {
        "formula": [
            "formula",
            "known",
            "quoted",
            "declared",
            "members",
            "resolved_by",
            "status",
            "nested_in",
            "evidence",
        ],
        "enumeration": ["formula", "known", "quoted", "declared", "members", "resolved_by", "status"],
        "citation": ["document", "type", "date", "known", "version", "status", "inner"],
        "slot": [
            "value",
            "generic",
            "iso",
            "number",
            "about",
            "unit",
            "noun",
            "office",
            "division",
            "code",
            "evidence",
        ],
        "move": ["level", "score", "probability", "evidence"],
        "device": ["members", "frame", "domain", "evidence"],
    }[kind]
    for row in rows:
        assert list(row) == [*TAG_KEYS, *more]
        assert row["kind"] == kind
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["speech"].partition("#")[0] == row["source"] == "chenghu_2016_2024.txt"


def test_slots_have_the_labels_of_the_contract(records: Callable[..., Any]) -> None:
    assert {row["label"] for row in records("tag", "-k", "slot")} == set(SLOTS)


def test_without_a_kind_all_are_tagged_and_two_kinds_may_be_asked_for(records: Callable[..., Any]) -> None:
    everything = records("tag")
    assert {row["kind"] for row in everything} == set(KINDS)
    two = records("tag", "-k", "move", "-k", "citation")
    assert {row["kind"] for row in two} == {"move", "citation"}
    assert len(two) == sum(row["kind"] in ("move", "citation") for row in everything)


def test_kwic_rows_replay(records: Callable[..., Any], text: str) -> None:
    rows = records("kwic", "-q", "四个意识", "-w", 6)
    assert len(rows) == text.count("四个意识")
    for row in rows:
        assert list(row) == ["source", "speech", "date", "section", "left", "match", "right", "start", "end"]
        assert text[row["start"] : row["end"]] == row["match"] == "四个意识"
        assert text[: row["start"]].endswith(row["left"])
        assert text[row["end"] :].startswith(row["right"])
        assert len(row["left"]) <= 6


def test_kwic_is_sorted_by_the_key_asked_for(records: Callable[..., Any]) -> None:
    dates = [row["date"] for row in records("kwic", "-q", "巡察", "--sort", "date")]
    assert dates == sorted(dates)
    plain = [row["start"] for row in records("kwic", "-q", "巡察")]
    assert plain == sorted(plain)
    assert [row["start"] for row in records("kwic", "-q", "巡察", "-s", "1R")] != plain


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("year", {"2016", "2018", "2019", "2022", "2024"}),
        ("source", {"chenghu_2016_2024.txt"}),
        ("speech", {f"chenghu_2016_2024.txt#{number}" for number in range(1, 6)}),
        ("genre", {"动员讲话", "听取汇报会主持词及讲话", "整改推进讲话", "反馈讲话", "动员部署讲话"}),
    ],
)
def test_frequencies_add_up_over_their_groups(records: Callable[..., Any], by: str, groups: set[str]) -> None:
    rows = records("freq", "--by", by)
    for row in rows:
        assert set(row) == {"formula", "total", "speeches", "per_10k", "per_million", "nested"} | groups
        assert sum(row[each] for each in groups) == row["total"]
    assert [row["total"] for row in rows] == sorted((row["total"] for row in rows), reverse=True)


def test_only_the_first_are_listed_when_so_asked(records: Callable[..., Any]) -> None:
    assert records("freq", "-n", 3) == records("freq")[:3]
    assert records("freq", "-n", 0) == records("freq")


def test_a_lexicon_of_one_s_own_is_used(xuncha: Run, tmp_path: Path, compilation: Path) -> None:
    mine = tmp_path / "mine.toml"
    record = (
        '[[formula]]\nname = "撒胡椒面"\nkind = "phrase"\nscope = "local"\ncategory = "工作"\naliases = []\nverbs = []\n'
        'ordered = false\nbare = true\ngroups = []\nsource = "区委"\nconfidence = "seen"\nverified = true\n'
        'superseded_by = ""\nnote = ""\n[[formula.version]]\nfrom = ""\nto = ""\nitems = []\n'
    )
    mine.write_text(record, encoding="utf-8-sig")
    without = json.loads(xuncha("formulae", compilation).stdout)
    found = json.loads(xuncha("formulae", compilation, "--lexicon", mine).stdout)
    assert [row["text"] for row in found if row not in without] == ["撒胡椒面"]


def test_a_folder_and_a_file_give_the_same_but_for_the_name(
    xuncha: Run, sample: Path, compilation: Path
) -> None:
    assert xuncha("formulae", sample).stdout == xuncha("formulae", compilation).stdout


def test_two_runs_give_the_same_bytes(xuncha: Run, sample: Path) -> None:
    assert xuncha("tag", sample).stdout == xuncha("tag", sample).stdout


# check


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    file = tmp_path / "净稿.txt"
    file.write_text(
        "在动员会上的讲话\n（2025年3月）\n同志们：\n下面，我讲两点意见：\n一、提高认识\n意义重大。\n二、压实责任\n要有担当。",
        encoding="utf-8",
    )
    return file


def test_check_leaves_with_0_where_there_is_no_error(xuncha: Run, clean: Path) -> None:
    result = xuncha("check", clean)
    assert (result.exit_code, result.stdout) == (0, "[]\n")


def test_check_leaves_with_0_where_there_are_only_warnings(xuncha: Run, clean: Path) -> None:
    clean.write_text(clean.read_text(encoding="utf-8") + "\n要坚定“三个自信”。", encoding="utf-8")
    result = xuncha("check", clean)
    assert [row["level"] for row in json.loads(result.stdout)] == ["警告"]
    assert result.exit_code == 0


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
def test_check_leaves_with_1_and_the_findings_where_there_are_errors(
    xuncha: Run, clean: Path, form: str
) -> None:
    clean.write_text(clean.read_text(encoding="utf-8").replace("两点", "三点"), encoding="utf-8")
    result = xuncha("check", clean, "-f", form)
    assert result.exit_code == 1
    assert "“三点意见”应有 3 项，实有 2 项" in result.stdout


def test_findings_have_their_keys_and_replay(xuncha: Run, compilation: Path, text: str) -> None:
    (row,) = json.loads(xuncha("check", compilation, "--level", "错误").stdout)
    assert list(row) == FINDING_KEYS
    assert text[row["start"] : row["end"]] == row["text"] == "**"
    assert row["speech"] == "chenghu_2016_2024.txt#3"


def test_check_holds_a_speech_against_plan_and_corpus(
    xuncha: Run, clean: Path, plan_file: Path, sample: Path
) -> None:
    clean.write_text(clean.read_text(encoding="utf-8") + "\n东坪镇和松门镇都要动。", encoding="utf-8")
    rows = json.loads(xuncha("check", clean, "--plan", plan_file, "--corpus", sample).stdout)
    found = {(row["rule"], row["text"]) for row in rows}
    assert {
        ("leftover-place", "东坪镇"),
        ("outside-profile", "松门镇"),
        ("required-missing", "四个意识"),
    } <= found


@pytest.mark.parametrize(
    ("date", "status"), [("2015", 1), ("2015-12", 1), ("2016-01-28", 1), ("2016-01-29", 0), ("2020", 0)]
)
def test_check_judges_by_the_date_given(xuncha: Run, clean: Path, date: str, status: int) -> None:
    clean.write_text(clean.read_text(encoding="utf-8") + "\n要增强“四个意识”。", encoding="utf-8")
    assert xuncha("check", clean, "--as-of", date).exit_code == status


# plan, draft, export, demo


def test_plan_writes_to_the_screen_or_to_a_file(xuncha: Run, tmp_path: Path, sample: Path) -> None:
    shown = xuncha("plan", "反馈讲话", "--corpus", sample)
    file = tmp_path / "方案.toml"
    written = xuncha("plan", "反馈讲话", "-c", sample, "-o", file)
    assert file.read_text(encoding="utf-8") == shown.stdout
    assert (written.stdout, written.stderr) == ("", f"写好了：{file}\n")
    assert xn.Plan.load(file).genre == "反馈讲话"


@pytest.mark.parametrize("ending", [".docx", ".md", ".html", ".json", ".txt"])
def test_a_draft_is_written_by_the_ending_of_the_file(
    xuncha: Run, tmp_path: Path, plan_file: Path, sample: Path, ending: str
) -> None:
    file = tmp_path / f"初稿{ending}"
    result = xuncha("draft", plan_file, "--corpus", sample, "-o", file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"初稿：{file}（原样 ")
    assert len(result.stderr.splitlines()) == 1
    expected = xn.draft(xn.read(sample), xn.Plan.load(plan_file))
    if ending in (".docx", ".txt"):
        (again,) = xn.read(file)
        assert again.text == expected.text
    elif ending == ".json":
        assert json.loads(file.read_text(encoding="utf-8")) == json.loads(json.dumps(expected.to_json()))
    else:
        assert "在区委第七轮巡察工作动员会上的讲话" in file.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_a_draft_counts_its_passages_and_errors(
    xuncha: Run, tmp_path: Path, plan_file: Path, sample: Path
) -> None:
    said = xuncha("draft", plan_file, "-c", sample, "-o", tmp_path / "a.md").stderr
    corpus = xn.read(sample)
    result = xn.draft(corpus, xn.Plan.load(plan_file))
    status = [each.status for each in result.passages]
    errors = len(xn.check(result, corpus).errors)
    assert (
        f"原样 {status.count('verbatim')} 段、改动 {status.count('adapted')} 段、新写 {status.count('new')} 段"
        in said
    )
    assert f"须改 {errors} 处" in said


def test_an_existing_speech_is_set_and_not_a_word_changed(
    xuncha: Run, tmp_path: Path, compilation: Path
) -> None:
    file = tmp_path / "a.docx"
    assert xuncha("export", compilation, "-o", file, "--layout", "speech").exit_code == 0
    assert [each.title for each in xn.read(file)] == [each.title for each in xn.read(compilation)]
    plain = tmp_path / "a.txt"
    xuncha("export", compilation, "-o", plain)
    assert [each.text for each in xn.read(plain)] == [each.text for each in xn.read(compilation)]


def test_the_layout_makes_a_difference(xuncha: Run, tmp_path: Path, compilation: Path) -> None:
    files = [tmp_path / f"{layout}.docx" for layout in ("gb9704", "speech", "read-aloud")]
    for file in files:
        xuncha("export", compilation, "-o", file, "--layout", file.stem)
    assert len({file.read_bytes() for file in files}) == 3


def test_the_demo_shows_the_whole_job_and_writes_the_same_three_files_each_time(
    xuncha: Run, tmp_path: Path
) -> None:
    names = ["初稿.docx", "初稿.json", "初稿.md"]
    runs = []
    for folder in (tmp_path / "一", tmp_path / "深" / "处"):
        result = xuncha("demo", "-o", folder)
        assert result.exit_code == 0
        assert sorted(each.name for each in folder.iterdir()) == names
        runs.append([result.stdout, *((folder / name).read_bytes() for name in names)])
    assert runs[0] == runs[1]
    for step in ("一、读取", "二、标注", "三、统计", "四、起草", "五、审核"):
        assert step in runs[0][0]
