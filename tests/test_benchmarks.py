"""The benchmarks can be run: their material is what they say, their measuring measures. No time is asserted."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import xuncha_nlp
from xuncha_nlp.corpus import Corpus

FOLDER = Path(__file__).parents[1] / "benchmarks"
SCRIPTS = (
    "analyse.py", "build.py", "extract.py", "footprint.py", "material.py", "peer_conc.py", "peer_corpdiff.py", "reuse.py", "search.py",
)  # fmt: skip
CHARACTERS = 50_000


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Import a script of the folder as it imports its neighbours, and forget it afterwards."""
    monkeypatch.syspath_prepend(FOLDER)
    names = {path.stem for path in FOLDER.glob("*.py")}
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    yield importlib.import_module
    for name in names:
        sys.modules.pop(name, None)


def test_material_is_what_its_report_says(load: Any, tmp_path: Path) -> None:
    report = load("material").write(tmp_path / "all", characters=CHARACTERS, seed=7, apart=tmp_path / "apart")

    texts = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "all").iterdir())]
    assert report.characters == sum(map(len, texts)) >= CHARACTERS
    assert report.files == len(texts)
    corpus = xuncha_nlp.read(tmp_path / "all")
    assert len(corpus) == report.speeches == len(list((tmp_path / "apart").iterdir()))
    assert all(speech.title and speech.date and speech.genre for speech in corpus)
    assert all(len(speech.sections) >= 3 for speech in corpus)
    assert {speech.title for speech in xuncha_nlp.read(tmp_path / "apart")} == {
        speech.title for speech in corpus
    }


def test_the_same_seed_gives_the_same_bytes(load: Any, tmp_path: Path) -> None:
    write = load("material").write
    for name, seed in (("one", 3), ("two", 3), ("other", 4)):
        write(tmp_path / name, characters=CHARACTERS, seed=seed)

    def content(name: str) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}

    assert content("one") == content("two")
    assert content("one") != content("other")


def test_a_contents_list_names_the_speeches_that_follow(load: Any, tmp_path: Path) -> None:
    """Some file of a material of several has one, and the list adds no speech."""
    report = load("material").write(tmp_path / "all", characters=20 * CHARACTERS, seed=1)

    texts = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "all").iterdir()}
    with_list = [name for name, text in texts.items() if "目　录" in text]
    assert 0 < len(with_list) < report.files
    name = with_list[0]
    entries = [line for line in texts[name].split("\n\n")[0].splitlines() if "……" in line]
    assert len(xuncha_nlp.read(tmp_path / "all" / name)) == len(entries)


def test_clauses_keep_what_belongs_together(load: Any) -> None:
    cut = load("material").cut
    assert list(cut("区委召开会议，研究巡察；要做到“三个聚焦”：聚焦人，聚焦事。看“一听，二查”效果。")) == [
        "区委召开会议",
        "研究巡察",
        "要做到“三个聚焦”：聚焦人，聚焦事",
        "看“一听，二查”效果",
    ]


def test_a_shared_page_counts_once(load: Any) -> None:
    """Three forks that only read their parent's memory take hardly more than the parent alone."""
    footprint = load("footprint")
    if not Path("/proc/self/smaps_rollup").is_file():
        pytest.skip("this system does not tell proportional set sizes")
    program = (
        "import os, time\n"
        "kept = bytearray(b'a') * 80_000_000\n"
        "forks = [os.fork() or (time.sleep(1.5), os._exit(0)) for _ in range(3)]\n"
        "[os.waitpid(pid, 0) for pid in forks]\n"
    )
    taken = footprint.measure([sys.executable, "-c", program])
    assert (taken.status, taken.memory) == (0, "PSS")
    assert 80 < taken.peak_mb < 160
    assert taken.processes == 4


def test_processor_time_is_that_of_all_processes(load: Any) -> None:
    """A parent that only waits for a child is charged with what the child computes."""
    child = "import time\nwhile time.process_time() < 0.4: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    taken = load("footprint").measure([sys.executable, "-c", parent])
    assert 0.4 <= taken.cpu_seconds < 0.4 + 2


def test_a_failing_command_keeps_its_status_and_words(load: Any) -> None:
    program = "import sys; print('甲'); sys.exit('乙')"
    taken = load("footprint").measure([sys.executable, "-c", program])
    assert (taken.status, taken.output, taken.errors) == (1, "甲\n", "乙\n")


def test_tables(load: Any) -> None:
    """Ratios and growth are computed from the builds; what was not run is a dash."""
    build = load("build")
    rows = [
        build.Build("xuncha build --jobs 2", 1, 20_000_000, 10.0, 19.0, 500.0, "PSS", 12, 80.0, 0.1, 1),
        build.Build(build.PEER.name, 1, 20_000_000, 40.0, 39.5, 1000.0, "PSS", 12, 30.0, 0.1, 1),
        build.Build("xuncha build --jobs 2", 3, 60_000_000, 31.0, 57.0, 600.0, "PSS", 36, 240.0, 0.1, 1),
    ]
    assert "| 1× (20.0 M) | conc, jieba | 40.0 | 39.5 | 0.50 | 1,000 | 12 | 30 | 0.10 |" in build.build_table(
        rows
    )
    assert build.ratio_table(rows).splitlines()[2:] == ["| 1× | xuncha build --jobs 2 | 4.00 | 0.50 |"]
    assert build.growth_table(rows).splitlines()[2:] == [
        "| xuncha build --jobs 2 | 3.10 | 3.00 | 1.20 |",
        "| conc, jieba | – | – | – |",
    ]


def test_python_searches_agree(load: Any) -> None:
    search = load("search")
    ways = dict(search.finders(None, None, "巡察巡察组\n不巡\n察巡察"))
    assert {name: find("巡察") for name, find in ways.items()} == dict.fromkeys(ways, 3)


def test_a_peer_gets_the_words_that_are_counted(load: Any, tmp_path: Path) -> None:
    """The words of speeches with a date, punctuation left out; and by how much two sets of values differ."""
    peer = load("peer_corpdiff")
    corpus = Corpus.from_texts(
        {"a": "在会上的讲话\n（2017年3月）\n部署整改，整改。", "b": "没有日期，不算在内。"}
    )
    peer.export(corpus, tmp_path / "words.jsonl")
    (speech,) = map(json.loads, (tmp_path / "words.jsonl").read_text(encoding="utf-8").splitlines())
    assert speech["year"] == "2017"
    assert speech["words"][-3:] == ["部署", "整改", "整改"]
    found = peer.agreement({"甲": 4.0, "乙": 1.0}, {"甲": 4.5, "丙": 1.0})
    assert found == {
        "words": 1, "only in one": 2, "largest difference": 0.5, "largest relative difference": 0.125,
    }  # fmt: skip


def test_extraction_finds_the_same_each_way(load: Any, tmp_path: Path) -> None:
    """The ways over characters find what the lexicon finds; the rates come out as a table."""
    extract = load("extract")
    load("material").write(tmp_path / "all", characters=CHARACTERS, seed=5)
    speeches = extract.speeches_of(tmp_path / "all")
    lexicon = extract.Lexicon.load()
    texts = [extract.fold(speech.text) for speech in speeches]
    ours, alternation, matcher, *_ = extract.race(
        list(extract.finders(texts, list(lexicon.surfaces), lexicon)), repeat=1
    )
    assert ours.found == alternation.found == matcher.found > 100
    table = extract.rate_table([ours, extract.Rate("x", 2 * ours.seconds, 3)], 1_000_000)
    assert table.splitlines()[-1].endswith("| 2.0 × |")


def test_a_paragraph_without_punctuation_has_the_length_asked_for(load: Any, tmp_path: Path) -> None:
    extract = load("extract")
    load("material").write(tmp_path / "all", characters=CHARACTERS, seed=5)
    speech = extract.paragraph(extract.speeches_of(tmp_path / "all"), 60_000)
    assert len(speech.text) == 60_000
    assert not set(speech.text) & set("，。、；：“”\n")


@pytest.mark.parametrize("script", SCRIPTS)
def test_help(script: str) -> None:
    run = subprocess.run(
        [sys.executable, str(FOLDER / script), "--help"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "usage:" in run.stdout


def test_footprint_as_a_command() -> None:
    command = [sys.executable, str(FOLDER / "footprint.py"), sys.executable, "-c", "print(1)"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(run.stdout)["output"] == "1\n"
