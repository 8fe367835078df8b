"""The quality gate: no measure falls below its recorded floor, and floors go with the data they were taken on."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xuncha_nlp.sources import read_sources

HERE = Path(__file__).parent


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("measure", HERE / "measure.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["measure"] = module
    spec.loader.exec_module(module)
    return module


measure = _load()
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
GOLDS = list(measure.golds())


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    found: dict[str, Any] = measure.totals(measure.measure())
    return found


def test_the_floors_were_taken_on_this_gold() -> None:
    assert FLOORS["data_sha256"] == measure.data_sha256()


def test_every_measure_has_a_floor(scores: dict[str, Any]) -> None:
    assert set(scores) == set(FLOORS["floors"])


@pytest.mark.parametrize("name", sorted(FLOORS["floors"]))
def test_no_measure_is_below_its_floor(scores: dict[str, Any], name: str) -> None:
    assert scores[name].f1 >= FLOORS["floors"][name]


def test_a_floor_that_was_lowered_says_why() -> None:
    assert all(each["why"] for each in FLOORS["lowered"])


def test_there_are_fourteen_speeches_in_four_compilations() -> None:
    assert len(GOLDS) == 4
    assert sum(len(gold["speeches"]) for gold in GOLDS) == 14


@pytest.mark.parametrize("gold", GOLDS, ids=lambda gold: gold["file"])
def test_the_gold_is_of_the_text_as_it_is_decoded(gold: dict[str, Any]) -> None:
    text = read_sources(measure.SAMPLE / gold["file"])[0].text
    assert hashlib.sha256(text.encode()).hexdigest() == gold["text_sha256"]


@pytest.mark.parametrize("gold", GOLDS, ids=lambda gold: gold["file"])
def test_the_offsets_of_the_gold_replay(gold: dict[str, Any]) -> None:
    text = read_sources(measure.SAMPLE / gold["file"])[0].text
    for speech in gold["speeches"]:
        for kind in ("sections", "formulae", "enumerations", "citations", "slots", "moves"):
            for record in speech[kind]:
                for each in [record, *record.get("members", [])]:
                    assert text[each["start"] : each["end"]] == each["text"]
                assert speech["start"] <= record["start"] <= record["end"] <= speech["end"]


def test_the_gold_is_what_the_worksheets_say(tmp_path: Path) -> None:
    root = HERE.parents[1]
    before = {path.name: path.read_bytes() for path in measure.SAMPLE.glob("*.gold.json")}
    done = subprocess.run(
        [sys.executable, str(root / "corpora" / "annotate.py"), "--output", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.gold.json")} == before


def test_a_floor_is_not_lowered_without_a_reason() -> None:
    before = (HERE / "floors.json").read_bytes()
    done = subprocess.run(
        [sys.executable, str(HERE / "measure.py"), "--lower", "outline"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "--why" in done.stderr
    assert (HERE / "floors.json").read_bytes() == before


def test_a_change_for_the_worse_is_seen() -> None:
    assert measure.Score(9, 10, 12).f1 < measure.Score(10, 10, 12).f1 < measure.Score(10, 10, 10).f1
