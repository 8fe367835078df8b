"""Shared by all tests: golden cases from ``tests/cases/*.json``, small texts, and how results are written down.

A golden case is ``{"label", "comment", "text", "expect"}``; a known failure has a ``"kind"`` besides. A test
marked ``golden("outline.json")`` runs once for every case of that file; the cases of
``known_failures.json`` are expected to fail, and a case that no longer does fails the run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from xuncha_nlp.extractors import annotate
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import Speech, split

CASES = Path(__file__).parent / "cases"
KNOWN_FAILURES = "known_failures.json"

# At home each run tries other examples. In CI the same tree gives the same verdict: an odd example that no
# change of ours has to do with is found by whoever runs the tests next, not by a landing that fails.
# How long an example takes is no law of ours, and depends on what else the machine does.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("XUNCHA_REQUIRE_RENDERING") else "home")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "golden(*files): run for every case of the files in tests/cases")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    files = [name for mark in metafunc.definition.iter_markers("golden") for name in mark.args]
    if not files:
        return
    parameters = []
    for name in files:
        for case in json.loads((CASES / name).read_text(encoding="utf-8")):
            known = name == KNOWN_FAILURES
            marks = [pytest.mark.xfail(reason=case["comment"], raises=AssertionError)] if known else []
            kind = case.get("kind", Path(name).stem)
            parameters.append(pytest.param({**case, "kind": kind}, id=f"{kind}-{case['label']}", marks=marks))
    metafunc.parametrize("case", parameters)


@pytest.fixture
def read() -> Callable[[str], tuple[Speech, ...]]:
    """The speeches of a text."""

    def _read(text: str) -> tuple[Speech, ...]:
        return split(Source.from_text("case.txt", text))

    return _read


@pytest.fixture
def records() -> Callable[[str, str], list[dict[str, Any]]]:
    """The records of a text's annotations of one kind."""

    def _records(text: str, kind: str) -> list[dict[str, Any]]:
        speeches = split(Source.from_text("case.txt", text))
        return [each.to_json(speech) for speech in speeches for each in annotate(speech, [kind])]

    return _records


@pytest.fixture
def assert_case() -> Callable[[dict[str, Any], list[dict[str, Any]]], None]:
    """Compare what was found with what a case expects; only the keys that the case names count."""

    def _assert(case: dict[str, Any], found: list[dict[str, Any]]) -> None:
        keys = [sorted(wanted) for wanted in case["expect"]] + [["text"]] * len(found)
        plain = [_plain(record, case["text"]) for record in found]
        shown = [{key: record.get(key) for key in names} for record, names in zip(plain, keys, strict=False)]
        assert shown == case["expect"]

    return _assert


def _plain(record: dict[str, Any], text: str) -> dict[str, Any]:
    """A record as a case writes it: no offsets, members and outlines as strings."""
    if "sections" in record:
        closing = record["closing"]
        return {
            **record,
            "closing": closing and text[closing["start"] : closing["end"]],
            "outline": list(_outline(record["sections"])),
        }
    members = [member["text"] for member in record.get("members", ())]
    return {**record, "members": members, "head": record["text"].split("\n")[0]}


def _outline(sections: Iterable[dict[str, Any]], depth: int = 0) -> Iterable[str]:
    """A line a section: indent, ``·`` for a point inside a paragraph, style, number, heading."""
    for section in sections:
        mark = "·" if section["inline"] else ""
        yield f"{'  ' * depth}{mark}{section['style']} {section['number']} {section['heading']}"
        yield from _outline(section["children"], depth + 1)
