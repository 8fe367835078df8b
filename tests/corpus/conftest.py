"""A folder of small invented speeches, and ways of looking at a corpus directory as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xuncha_nlp.corpus import Corpus, build
from xuncha_nlp.corpus.schema import TABLES
from xuncha_nlp.corpus.shard import read_table

SPEECH = """在澄湖区委第{n}轮巡察工作动员会上的讲话
（201{n}年{n}月{n}日）
同志们：
这次会议很重要，刚才，秦望舒部长宣读了名单。下面，我讲{n}点意见。
一、提高认识，增强“四个意识”
要做到“三个到位”，即认识到位、责任到位、措施到位。一是看人，二是看事，三是看钱。
（一）看清形势
落实《中国共产党巡视工作条例》，抓好第{n}轮巡察。
（二）认清任务
紧盯青石镇和临江镇的{n}个村。
二、严明纪律
全面从严治党永远在路上。
散会。
"""
DAMAGED = """在云岭县委巡察反馈会上的讲话
（2020年5月）
同志们：
要增强“四 个 意 识”，坚\u200b定“四\u200b个自信”，
把责任扛起来。
一、正视问题
三个聚焦要\u200b落地。
散会。
"""


def write(folder: Path, count: int = 6) -> Path:
    """Write so many files below a folder, one of them with layout damage."""
    (folder / "下级").mkdir(parents=True, exist_ok=True)
    for n in range(1, count):
        (folder / "下级" / f"{n}.txt").write_text(SPEECH.format(n=n) * (1 + n % 2), encoding="utf-8")
    (folder / "破损.txt").write_text(DAMAGED, encoding="utf-8")
    return folder


@pytest.fixture
def material(tmp_path: Path) -> Path:
    """A folder with six files."""
    return write(tmp_path / "材料")


@pytest.fixture
def built(material: Path, tmp_path: Path) -> Path:
    """The corpus directory made of them."""
    build([material], tmp_path / "库")
    return tmp_path / "库"


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Set how many characters a shard holds."""
    return lambda characters: monkeypatch.setattr("xuncha_nlp.corpus.plan.SHARD_CHARACTERS", characters)


def rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Every table of a corpus directory as rows, in the order of the manifest; words are summed up."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for shard in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["shards"]:
        for name in TABLES:
            found[name] += read_table(folder / shard["path"], name).to_pylist()
    words: dict[str, list[int]] = {}
    for row in found["words"]:
        count = words.setdefault(row["word"], [0, 0])
        count[0] += row["count"]
        count[1] += row["speeches"]
    found["words"] = [{"word": word, "counts": counts} for word, counts in sorted(words.items())]
    return found


def by_source(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows with the sources in the order of their names."""
    return {name: sorted(found, key=lambda row: row.get("source", "")) for name, found in tables.items()}


def digests(folder: Path) -> dict[str, str]:
    """The hash of every file of a corpus directory, but for what belongs to one machine or one moment."""
    passing = {"state.json", ".lock"}
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in passing
    }


def everything(corpus: Corpus) -> list[Any]:
    """All that a corpus holds, as plain data."""
    kinds = ("formula", "enumeration", "citation", "slot", "move")
    return [
        (speech, speech.source, speech.reading, [corpus.annotations(speech, kind) for kind in kinds])
        for speech in corpus
    ]


@pytest.fixture(scope="session")
def kit() -> SimpleNamespace:
    """The functions above, for tests to call."""
    return SimpleNamespace(
        write=write, rows=rows, by_source=by_source, digests=digests, everything=everything, speech=SPEECH
    )
