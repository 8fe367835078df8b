"""Every golden case holds in the library and at the command line, which see the same text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from xuncha_nlp.cli import app

FILES = (
    "outline.json",
    "formulae.json",
    "enumerations.json",
    "citations.json",
    "slots.json",
    "moves.json",
    "devices.json",
    "negative.json",
)
KNOWN_FAILURES = "known_failures.json"
KINDS = {
    "formulae": "formula",
    "negative": "formula",
    "enumerations": "enumeration",
    "citations": "citation",
    "slots": "slot",
    "moves": "move",
    "devices": "device",
}


golden = pytest.mark.golden(*FILES, KNOWN_FAILURES)


@golden
def test_the_library_finds_what_the_case_expects(case, read, records, assert_case):
    if case["kind"] == "outline":
        found = [speech.to_json() for speech in read(case["text"])]
    else:
        found = records(case["text"], KINDS[case["kind"]])
    assert_case(case, found)


@golden
def test_the_command_line_prints_what_the_case_expects(case, tmp_path, assert_case):
    path = tmp_path / "case.txt"
    path.write_bytes(case["text"].encode())
    if case["kind"] == "outline":
        (source,) = _run("outline", path)
        found = source["speeches"]
    elif KINDS[case["kind"]] == "formula":
        found = _run("formulae", path)
    else:
        found = _run("tag", path, "--kind", KINDS[case["kind"]])
    assert_case(case, found)


@pytest.mark.golden(*FILES)
def test_the_records_of_a_case_replay(case, read, records):
    text = case["text"]
    if case["kind"] == "outline":
        for speech in read(text):
            for section in speech.walk():
                assert text[section.heading_start : section.heading_end] == section.heading
        return
    for record in records(text, KINDS[case["kind"]]):
        assert text[record["start"] : record["end"]] == record["text"]
        for member in record.get("members", ()):
            if "start" in member:
                assert text[member["start"] : member["end"]] == member["text"]


@pytest.mark.parametrize("name", [*FILES, KNOWN_FAILURES])
def test_the_cases_of_a_file_are_complete_and_their_labels_unique(name):
    cases = json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    assert len(cases) >= 5
    known = name == KNOWN_FAILURES
    for case in cases:
        assert set(case) == {"label", "comment", "text", "expect"} | ({"kind"} if known else set())
        assert re.search(r"[\u4e00-\u9fff]", case["text"])
    labels = [(case.get("kind"), case["label"]) for case in cases]
    assert len(set(labels)) == len(labels)
    if known:
        assert {case["kind"] for case in cases} <= {*KINDS, "outline"}
        assert all(case["comment"] for case in cases)


def _run(*arguments):
    result = CliRunner().invoke(app, [*map(str, arguments), "--format", "json"], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)
