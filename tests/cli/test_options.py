"""The options that commands share: the same names everywhere, with the same meaning, refused in the same way."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner, Result

from xuncha_nlp import analysis
from xuncha_nlp.analysis.measures.significance import Correction
from xuncha_nlp.cli import analysing, app, comparing, measuring, reading, styling
from xuncha_nlp.cli.groups import command as add_command

Run = Callable[..., Result]
Command = Callable[..., tuple[int, str, str]]

COMMANDS: dict[str, Any] = getattr(get_command(app), "commands")  # noqa: B009
READING = ["outline", "formulae", "tag"]
ANALYSING = [
    "freq", "kwic", "collocates", "keyness", "dispersion", "ngrams", "timeline", "reuse", "discover", "similarity",
    "topics", "profile",
]  # fmt: skip
# What a command needs beside the path.
NEEDED = {
    "kwic": ["-q", "巡察"],
    "collocates": ["-q", "巡察"],
    "timeline": ["-q", "巡察"],
    "keyness": ["--against", "year=2024", "--significance", "1"],
    "topics": ["-k", "2"],
}


def options_of(name: str) -> set[str]:
    return {option for parameter in COMMANDS[name].params for option in parameter.opts}


# One name for one thing


@pytest.mark.parametrize("name", [*READING, *ANALYSING])
def test_every_command_on_speeches_chooses_them_by_the_same_options(name: str) -> None:
    assert {"--year", "--since", "--until", "--genre", "--title", "--encoding", "--format"} <= options_of(
        name
    )


@pytest.mark.parametrize("name", [*ANALYSING, "formulae"])
def test_every_command_that_analyses_takes_a_lexicon_and_a_file_for_a_figure(name: str) -> None:
    assert {"--lexicon", "--plot"} <= options_of(name)


@pytest.mark.parametrize(
    "name", ["freq", "kwic", "collocates", "keyness", "dispersion", "ngrams", "timeline"]
)
def test_what_is_looked_for_is_looked_for_in_a_part_of_the_speeches(name: str) -> None:
    assert {"--level", "--part", "--move"} <= options_of(name)


# The library's function behind a command.
FUNCTIONS: dict[Callable[..., None], Callable[..., Any]] = {
    analysing.freq: analysis.frequency,
    analysing.kwic: analysis.concordance,
    measuring.collocates: analysis.collocates,
    measuring.keyness: analysis.keyness,
    measuring.dispersion: analysis.dispersion,
    measuring.ngrams: analysis.ngrams,
    measuring.timeline: analysis.timeline,
    styling.similarity: analysis.similarity,
    styling.topics: analysis.topics,
    styling.profile: analysis.profile,
}


@pytest.mark.parametrize("command", FUNCTIONS, ids=[each.__name__ for each in FUNCTIONS])
def test_an_option_takes_the_values_that_the_library_takes(command: Callable[..., None]) -> None:
    function = FUNCTIONS[command]
    ours = {name: hint for name, hint in get_type_hints(command).items() if get_origin(hint) is Literal}
    # The library has this one for type checkers only.
    names = {"Correction": Correction, **vars(sys.modules[function.__module__])}
    for name, hint in ours.items():
        # Its other annotations are there for type checkers only.
        wanted = function.__annotations__[name]
        if wanted != "str":
            assert set(get_args(hint)) == set(get_args(eval(wanted, names))), name  # noqa: S307  our own line
    assert ours


@pytest.mark.parametrize(
    ("name", "option", "values"),
    [
        ("freq", "--what", get_args(get_type_hints(analysing.freq)["what"])),
        ("keyness", "--order", get_args(get_type_hints(measuring.keyness)["order"])),
    ],
)
def test_where_the_library_takes_any_string_it_takes_each_of_the_option(
    xuncha: Run, compilation: Path, name: str, option: str, values: tuple[str, ...]
) -> None:
    for value in values:
        result = xuncha(name, compilation, *NEEDED.get(name, []), option, value, "-f", "json")
        assert result.exit_code == 0
        assert json.loads(result.stdout)


# Speeches are chosen


@pytest.mark.parametrize("name", [*READING, *ANALYSING])
def test_a_choice_makes_a_difference(xuncha: Run, compilation: Path, name: str) -> None:
    def rows(*options: str) -> Any:
        result = xuncha(name, compilation, *NEEDED.get(name, []), *options, "-f", "json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    # The speech of 2024 in the middle of any choice: it is what keyness is held against.
    whole, part = rows(), rows("--since", "2019")
    assert whole != part
    assert rows("--title", "动员") != whole


def test_each_choice_leaves_the_speeches_that_meet_it(xuncha: Run, compilation: Path) -> None:
    def dates(*options: str) -> list[str]:
        (found,) = json.loads(xuncha("outline", compilation, *options).stdout) or [{"speeches": []}]
        return [each["date"] for each in found["speeches"]]

    assert dates("--year", "2018") == ["2018-04"]
    assert dates("--since", "2019-11", "--until", "2022-07") == ["2019-11", "2022-07-15"]
    assert dates("--genre", "动员讲话") == ["2016-09"]
    assert dates("--title", "反馈") == ["2022-07-15"]
    assert dates("--title", "反馈", "--year", "2016") == []


def test_where_no_speech_is_left_a_line_says_what_was_asked_for(command: Command, compilation: Path) -> None:
    status, out, err = command("freq", compilation, "--genre", "贺信", "--since", "2019")
    assert (status, out) == (0, "[]\n")
    assert err.startswith("5 篇讲话里没有符合条件的（--since 2019，--genre 贺信）；有这些文种：")
    assert "动员讲话" in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--since", "去年"), ("--since", "2019-13"), ("--until", "2019/5"), ("--until", ""), ("--year", "2019-05"),
        ("--year", "19"), ("--move", "天气"), ("--part", "title"), ("--level", "-1"), ("--plot", "图.pdf"),
        ("--plot", "图"),
    ],
)  # fmt: skip
def test_a_value_that_means_nothing_is_said_before_anything_is_read(
    command: Command, tmp_path: Path, option: str, value: str
) -> None:
    status, out, err = command("freq", tmp_path / "没有.txt", option, value)
    assert (status, out) == (2, "")
    assert err.startswith(f"{option} 的值不对")
    assert err.count("\n") == 1


def test_what_is_expected_is_said(command: Command, compilation: Path) -> None:
    said = {
        ("freq", "--since", "去年"): "2019-05",
        ("freq", "--year", "19"): "四位数字",
        ("freq", "--move", "天气"): "缘起",
        ("freq", "--plot", "图.pdf"): ".svg",
        ("kwic", "--sort", "R1"): "1R",
        ("tag", "--kind", "verb"): "citation",
        ("keyness", "--target", "weather=1"): "genre",
        ("collocates", "--left", "99999999999999"): "--left",
    }
    for (name, option, value), expected in said.items():
        status, out, err = command(name, compilation, *NEEDED.get(name, []), option, value)
        assert (status, out) == (2, "")
        assert expected in err


@pytest.mark.parametrize("name", ["keyness", "dispersion", "ngrams"])
def test_a_part_of_the_speeches_is_for_queries(command: Command, compilation: Path, name: str) -> None:
    status, out, err = command(name, compilation, *NEEDED.get(name, []), "--part", "heading")
    assert (status, out) == (2, "")
    assert "--query" in err
    assert command(name, compilation, *NEEDED.get(name, []), "--part", "heading", "-q", "巡察")[0] == 0


def test_a_path_of_nothing_is_not_the_folder_one_is_in(command: Command) -> None:
    assert command("freq", "") == (2, "", "PATH 的值不对：路径是空的。请看：xuncha 命令 --help。\n")


@pytest.mark.parametrize(
    ("option", "value"), [("--target", "year=17"), ("--against", "since=去年"), ("--target", "year=2016-09")]
)
def test_a_condition_of_keyness_is_held_to_the_same(
    command: Command, compilation: Path, option: str, value: str
) -> None:
    wanted = {"--against": "year=2024", option: value}
    status, out, err = command("keyness", compilation, *(each for pair in wanted.items() for each in pair))
    assert (status, out) == (2, "")
    assert err.startswith(f"{option} 的值不对")


def test_both_sides_of_keyness_are_of_the_choice(xuncha: Run, corpora: Path) -> None:
    def rows(*options: str) -> Any:
        return json.loads(xuncha("keyness", corpora / "sample", "--significance", "1", *options).stdout)

    both = rows("--target", "year=2016", "--against", "since=2019", "--title", "动员")
    assert both
    assert both != rows("--target", "year=2016", "--against", "since=2019")


def test_a_move_has_two_names(xuncha: Run, compilation: Path) -> None:
    def lines(name: str) -> str:
        return xuncha("kwic", compilation, "-q", "巡察", "--move", name).stdout

    assert lines("任务") == lines("tasks") != lines("纪律")
    assert json.loads(lines("tasks"))


@pytest.mark.parametrize(
    "options", [["--level", "1"], ["--part", "heading"], ["--move", "tasks"]], ids=" ".join
)
def test_counts_and_lines_of_a_part_agree(xuncha: Run, compilation: Path, options: list[str]) -> None:
    lines = json.loads(xuncha("kwic", compilation, "-q", "整改", *options).stdout)
    (row,) = json.loads(xuncha("freq", compilation, "-q", "整改", *options).stdout)
    assert row["total"] == len(lines) > 0


# Figures

# Calls by the name of the function that makes their result.
RESULTS = {
    "frequency": ["freq"],
    "concordance": ["kwic", "-q", "巡察"],
    "concordance_groups": ["kwic", "-q", "巡察", "--group", "1L"],
    "collocates": ["collocates", "-q", "巡察"],
    "keyness": ["keyness", "--against", "year=2024", "--significance", "1"],
    "dispersion": ["dispersion"],
    "hit_positions": ["dispersion", "-q", "巡察"],
    "ngrams": ["ngrams", "-l", "2"],
    "timeline": ["timeline", "-q", "巡察"],
    "reuse": ["reuse"],
    "reuse_matrix": ["reuse", "--matrix"],
    "discover": ["discover"],
    "similarity": ["similarity"],
    "clusters": ["similarity", "--groups"],
    "topics": ["topics", "-k", "2"],
    "profile": ["profile"],
    "formula_types": ["formulae", "--types"],
}


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_is_drawn_where_there_is_a_figure_of_its_kind(
    command: Command, compilation: Path, tmp_path: Path, result: str
) -> None:
    pytest.importorskip("matplotlib")
    from xuncha_nlp.plots import FIGURES

    name, *rest = RESULTS[result]
    target = tmp_path / "图.svg"
    status, out, err = command(name, compilation, *rest, "--plot", target, "-f", "json")
    if result in FIGURES:
        assert status == 0
        assert json.loads(out)
        assert err == f"已写入 {target}。\n"
        assert target.read_bytes().startswith(b"<?xml")
    else:
        assert (status, out) == (3, "")
        assert re.fullmatch(r"这种结果没有图.*。\n", err)
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [["formulae"], ["formulae", "--rejected"]], ids=" ".join)
def test_mentions_of_formulae_have_no_figure(
    command: Command, compilation: Path, tmp_path: Path, arguments: list[str]
) -> None:
    name, *rest = arguments
    status, out, err = command(name, compilation, *rest, "--plot", tmp_path / "图.png")
    assert (status, out) == (3, "")
    assert err == "这种结果没有图。请加上 --types：有图的是每个提法一行的结果。\n"
    assert not list(tmp_path.iterdir())


# What goes together


def test_a_group_stands_for_its_fields() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Pair:
        first: Annotated[str, typer.Argument()]
        second: Annotated[int, typer.Option("--second")] = 2

    taken: list[object] = []

    def show(third: Annotated[bool, typer.Option("--third")] = False, *, pair: Pair) -> None:
        """Show."""
        taken.append((pair, third))

    show.__annotations__ = {"third": Annotated[bool, typer.Option("--third")], "pair": Pair, "return": None}
    made = typer.Typer()
    add_command(made, show)
    add_command(made, show, "again")
    run = CliRunner()
    assert run.invoke(made, ["show", "甲"]).exit_code == 0
    assert run.invoke(made, ["again", "乙", "--third", "--second", "5"]).exit_code == 0
    assert run.invoke(made, ["show"]).exit_code == 2
    assert taken == [(Pair(first="甲"), False), (Pair(first="乙", second=5), True)]


# Help


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_page_of_help_has_no_signs_of_the_parser(xuncha: Run, name: str) -> None:
    shown = xuncha(name, "--help").stdout
    assert not re.search(r"[<>]=|list\[|<path>|<str>|\{[A-Z]+\}|\[default|\[required|：[ ]", shown), shown


def test_the_modules_of_these_tests_are_all_that_register_them() -> None:
    registered = typer.Typer()
    for module in (analysing, comparing, measuring, reading, styling):
        module.register(registered)
    assert set(getattr(get_command(registered), "commands")) == {*READING, *ANALYSING}  # noqa: B009


# Documents


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "docs/analysis.md", "docs/drafting.md"])
def test_a_command_of_a_document_has_its_options(document: str) -> None:
    text = (Path(__file__).parents[2] / document).read_text(encoding="utf-8")
    calls = [
        (name, rest) for name, rest in re.findall(r"xuncha ([a-z]+) ([^#`\n]*)", text) if name != "models"
    ]
    assert calls
    for name, rest in calls:
        assert set(re.findall(r"(?<!\S)--?[a-z][-a-z]*", rest)) <= options_of(name), (name, rest)
