"""The page of findings, the list of rules in the docs, the table of planted faults, the command."""

from __future__ import annotations

import html
import json
import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xuncha_nlp.checks import Findings, check, rules
from xuncha_nlp.cli import app
from xuncha_nlp.errors import DataError
from xuncha_nlp.exporters.findings_page import findings_page
from xuncha_nlp.speeches import Speech

from .planting import AGAINST_PLANTED, LONG, LONG_PLANTED
from .test_planted import PLANTED

Read = Callable[..., Speech]
DOCS = Path(__file__).parents[2] / "docs"

BAD = (
    LONG.replace("讲三点意见", "讲四点意见")
    .replace("做到“两个维护”", "做到“两个维护")
    .replace("逐条检查", "逐条进行进行检查")
    .replace("一股绳，不能", "一股绳,不能")
)


def text_of(page: str) -> str:
    (inner,) = re.findall(r'<div class="text">(.*?)</div>\n<div class="side">', page, re.S)
    return html.unescape(re.sub(r"<[^>]*>", "", inner))


def test_the_text_of_the_page_is_that_of_the_speech(speech: Read) -> None:
    subject = speech(BAD + "\n<b>&amp;")
    assert text_of(findings_page([subject], check(subject))) == subject.text


def test_every_finding_with_a_place_has_its_mark_and_its_entry(speech: Read) -> None:
    subject = speech(BAD)
    found = check(subject, against=[speech(LONG, "旧稿.txt")])
    page = findings_page([subject], found)
    placed = [number for number, each in enumerate(found, 1) if each.start < each.end]
    assert len(placed) > 3
    for number in placed:
        assert page.count(f'id="f{number}"') == 1
        assert f'href="#f{number}"' in page
    assert all(html.escape(each.message, quote=False) in page for each in found)
    assert '<mark class="same">' in page
    assert "旧稿.txt#1" in page


def test_a_page_of_what_is_clean_says_so(speech: Read) -> None:
    page = findings_page([speech(LONG)], check(speech(LONG)))
    assert "审核意见 0 条" in page
    assert not re.search('<mark class="(?:error|warning|hint)" id', page)


def test_a_page_escapes_what_comes_from_the_text(speech: Read) -> None:
    subject = speech('在会上的讲话\n同志们：\n请【"><script>alert(1)</script>】讲话。')
    assert "<script>" not in findings_page([subject], check(subject))


# Findings


def test_findings_say_where_they_are(speech: Read) -> None:
    found = {each.rule: each.place for each in check(speech(BAD))}
    assert found["count-mismatch"] == "第4段"
    assert found["word-repeated"] == "第12段，二、（一）"


def test_findings_are_kept_by_level_and_by_rule(speech: Read) -> None:
    found = check(speech(BAD))
    assert {each.level for each in found} == {"错误", "警告", "提示"}
    assert {each.level for each in found.where(level="警告")} == {"错误", "警告"}
    assert found.where(level="错误") == found.errors
    left = found.where(ignore=["language"])
    assert {rules()[each.rule].family for each in left} == {"counts"}
    assert found.where(ignore=["count-mismatch"]) == tuple(
        each for each in found if each.rule != "count-mismatch"
    )
    assert found.where(level="警告").measures == found.measures != ()


@pytest.mark.parametrize("options", [{"level": "致命"}, {"ignore": ["masked", "nothing"]}])
def test_a_level_or_a_rule_that_does_not_exist_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(DataError):
        Findings().where(**options)  # type: ignore[arg-type]


def test_the_summary_counts_each_rule(speech: Read) -> None:
    found = check(speech(BAD))
    frame = found.summary()
    assert dict(zip(frame["rule"], frame["count"], strict=True)) == Counter(each.rule for each in found)
    assert frame["level"].iloc[0] == "错误"


def test_a_notebook_shows_counts_places_and_lengths(speech: Read) -> None:
    shown = check(speech(BAD))._repr_html_()
    assert "审核意见 4 条：错误 2，警告 1，提示 1" in shown
    assert "第4段" in shown
    assert "分钟" in shown


# The command


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["check", *words])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "新稿.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_the_command_ends_with_one_for_errors_only(bad: Path) -> None:
    code, said, _ = run(str(bad), "--format", "json")
    assert code == 1
    assert [each["rule"] for each in json.loads(said)] == [
        "count-mismatch", "mark-unpaired", "word-repeated", "mark-half",
    ]  # fmt: skip
    code, said, _ = run(str(bad), "--format", "json", "--ignore", "counts", "--ignore", "mark-unpaired")
    assert code == 0
    assert [each["level"] for each in json.loads(said)] == ["警告", "提示"]
    code, said, _ = run(str(bad), "--format", "json", "--level", "警告")
    assert [each["level"] for each in json.loads(said)] == ["错误", "错误", "警告"]


def test_the_command_writes_a_page(bad: Path, tmp_path: Path) -> None:
    code, said, notes = run(str(bad), "-o", str(tmp_path / "审核.html"))
    assert (code, said) == (1, "")
    assert "审核意见 4 条" in notes
    assert text_of((tmp_path / "审核.html").read_text(encoding="utf-8")) == BAD
    assert run(str(bad), "--format", "html")[1].startswith("<!DOCTYPE html>")


def test_a_page_goes_into_no_other_file(bad: Path, tmp_path: Path) -> None:
    assert run(str(bad), "-o", str(tmp_path / "审核.docx"))[0] == 2
    assert run(str(bad), "-o", str(tmp_path / "审核.html"), "-f", "csv")[0] == 2


def test_the_command_writes_comments_into_a_copy(bad: Path, tmp_path: Path) -> None:
    import docx

    code, _, notes = run(str(bad), "--comments", str(tmp_path / "批注.docx"), "--format", "json")
    assert code == 1
    assert "批注.docx" in notes
    assert len(list(docx.Document(str(tmp_path / "批注.docx")).comments)) == 4


def test_the_command_tells_what_was_taken_from_a_file(bad: Path, tmp_path: Path) -> None:
    (tmp_path / "别家.txt").write_text(LONG, encoding="utf-8")
    code, said, notes = run(str(bad), "--against", str(tmp_path / "别家.txt"), "--format", "table")
    assert code == 1
    assert "与别的文稿相同的文字" in said
    assert "别家.txt#1" in said
    assert "分钟" in notes


# The docs


def test_the_docs_list_every_rule_as_the_data_has_it() -> None:
    made = runpy.run_path(str(DOCS / "make_checking_page.py"), run_name="docs")
    text = (DOCS / "checking.md").read_text(encoding="utf-8")
    assert made["page"](text) == text, "python docs/make_checking_page.py"
    assert all(f"| `{rule}` |" in text for rule in rules())


def test_the_docs_give_the_number_of_planted_faults() -> None:
    planted = Counter(
        [each[2] for each in PLANTED] + [each.rule for each in (*LONG_PLANTED, *AGAINST_PLANTED)]
    )
    text = (DOCS / "checking.md").read_text(encoding="utf-8")
    for rule, count in planted.items():
        assert f"| `{rule}` | {count} | {count} |" in text, f"| `{rule}` | {count} | {count} |"
    assert f"共 {planted.total()} 处" in text
