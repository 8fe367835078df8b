"""The outline of a corpus directory: the same as of its files, each speech made once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from xuncha_nlp.cli import reading
from xuncha_nlp.corpus import build
from xuncha_nlp.corpus.store import Store

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


@pytest.fixture(scope="module")
def outline():
    app = typer.Typer()
    reading.register(app)

    def _run(*arguments):
        result = CliRunner().invoke(app, ["outline", *map(str, arguments)], catch_exceptions=False)
        assert result.exit_code == 0
        return result.stdout, result.stderr

    return _run


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    files = [SAMPLE / "chenghu_2016_2024.txt", SAMPLE / "chenghu_2017_2020.txt"]
    place = tmp_path_factory.mktemp("outline") / "库"
    build(files, place)
    return files, place


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_a_directory_makes_each_speech_once_and_says_what_its_files_say(outline, both, format, monkeypatch):
    files, place = both
    asked: Counter[int] = Counter()
    speech = Store.speech

    def counted(self, number):
        asked[number] += 1
        return speech(self, number)

    monkeypatch.setattr(Store, "speech", counted)
    assert outline(place, "--format", format) == outline(*files, "--format", format)
    assert len(asked) > 5
    assert set(asked.values()) == {1}


def test_no_speeches_are_an_empty_outline(outline, both):
    assert outline(both[1], "--year", "1901", "--format", "json")[0] == "[]\n"
    assert outline(both[1], "--year", "1901", "--format", "table")[0].strip() == ""
