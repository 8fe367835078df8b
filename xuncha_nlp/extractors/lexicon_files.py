"""The files of a lexicon, TOML or a table, as records whose types are right, each with its place for messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ..data import check_keys, load_toml
from ..errors import DataError
from .lexicon_csv import SUFFIXES, read_csv

__all__ = ["records_of"]

_TABLES = ("formula", "false_friend")
_YES_NO = frozenset({"ordered", "bare", "verified"})
_TEXTS = frozenset({"aliases", "verbs", "items"})
_NEVER_EMPTY = frozenset({"name", "text"})
_DATES = frozenset({"from", "to"})
_DATE = re.compile(r"(?:[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?)?")


def records_of(place: Path | Traversable) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the entries of a lexicon file.

    Parameters
    ----------
    place : Path or Traversable
        A table where its name ends in .csv or .tsv, else TOML.

    Yields
    ------
    tuple of str, dict and str
        ``"formula"`` or ``"false_friend"``, the record, and where it stands: file, line and name.

    Raises
    ------
    DataError
        The file cannot be read, or a value is of the wrong type; names file, line and entry.
    """
    if isinstance(place, Path) and place.suffix.lower() in SUFFIXES:
        for record, where in read_csv(place):
            yield "formula", record, where
        return
    content = load_toml(place)
    check_keys(content, (), _TABLES, place.name)
    for table in _TABLES:
        records = content.get(table, [])
        if not _are(records, dict):
            raise DataError(f"{place.name} 的 {table} 不是条目", f"每个条目请以 [[{table}]] 开头")
        for record, line in zip(records, _lines(place, table, len(records)), strict=True):
            name = record.get("name", record.get("text", "？"))
            where = f"{place.name}{f' 第 {line} 行' if line else ''}：{name}"
            _check_types(record, where)
            yield table, record, where


def _lines(place: Path | Traversable, table: str, count: int) -> list[int]:
    """The line on which each entry begins; 0 where the file is written in a way that does not show it."""
    header = re.compile(rf"""\s*\[\[\s*["']?{table}["']?\s*\]\]""")
    lines = place.read_text(encoding="utf-8-sig").split("\n")
    found = [number for number, line in enumerate(lines, 1) if header.match(line)]
    return found if len(found) == count else [0] * count


def _check_types(record: dict[str, Any], where: str) -> None:
    for key, value in record.items():
        if key == "version" and _are(value, dict):
            for version in value:
                _check_types(version, where)
            continue
        wanted = _wanted(key, value)
        if wanted:
            raise DataError(f"{where} 的 {key} 要是{wanted}", "请改正")


def _wanted(key: str, value: Any) -> str:
    """What a value should be, where it is not."""
    fits: bool
    if key == "version":
        fits, wanted = False, "条目（[[formula.version]]）"
    elif key in _YES_NO:
        fits, wanted = isinstance(value, bool), " true 或 false"
    elif key in _TEXTS:
        fits, wanted = _are(value, str) and all(each.strip() for each in value), '文字的列表，如 ["甲", "乙"]'
    elif key == "groups":
        fits = _are(value, int) and not any(isinstance(each, bool) for each in value)
        wanted = "数的列表，如 [3]"
    elif not isinstance(value, str):
        fits, wanted = False, "文字，写在双引号里"
    elif key in _DATES:
        fits, wanted = bool(_DATE.fullmatch(value)), "日期（2016、2016-01 或 2016-01-29）"
    else:
        fits, wanted = key not in _NEVER_EMPTY or bool(value.strip()), "不空的文字"
    return "" if fits else wanted


def _are(value: Any, kind: type) -> bool:
    return isinstance(value, list) and all(isinstance(each, kind) for each in value)
