"""Lexicon files of the user's own as tables: a row an entry, or a version of one; only its name is required."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ..data import load_toml
from ..errors import DataError, InputError
from ..sources import fold
from ..sources.decode import decode
from .shapes import shape_of

__all__ = ["SUFFIXES", "read_csv"]

SUFFIXES = frozenset({".csv", ".tsv"})
_DELIMITERS = ",;\t"
# Items that have 、 in them are parted by semicolons, or stand on lines of their own.
_SEPARATORS = ("\n", "；", ";", "、")
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?")
_QUOTES = " \t\u3000“”\"'‘’「」"
_LAST_MONTH, _LAST_DAY = 12, 31
# So long a name is no ordinary word by chance.
_SURE = 4
_OF_VERSION = ("from", "to", "items")


def read_csv(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the entries of a table in the form of a TOML lexicon.

    Columns go by the names of the keys or by Chinese ones (``data/lexicon_csv.toml``), in any order; a cell
    that is empty has its default (``docs/lexicon.md``). Rows of one name are versions of one entry. Cells are
    text: nothing in them is calculated.

    Parameters
    ----------
    path : Path
        Comma, semicolon or tab between the columns; the encoding is told by the evidence.

    Yields
    ------
    tuple of dict and str
        The entry, and for messages the file, the line and the name.

    Raises
    ------
    DataError
        Names file and line: the file is missing, empty or no text, a column is missing, unknown or there
        twice, a value is none of those possible, items and count do not agree, a version is there twice.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "提法库.csv")
    ...     _ = path.write_text("名称,内涵,出处\\n三个到位,认识到位、责任到位、措施到位,\\n", encoding="gb18030")
    ...     (entry, place), = read_csv(path)
    >>> place, entry["kind"], entry["groups"], entry["version"][0]["items"]
    ('提法库.csv 第 2 行：三个到位', 'numeral', [3], ['认识到位', '责任到位', '措施到位'])
    """
    entries: dict[str, tuple[int, dict[str, Any]]] = {}
    for line, cells in _rows(path):
        place = f"{path.name} 第 {line} 行"
        record = _entry(cells, place)
        name = fold(record["name"])
        if name in entries:
            _add_version(entries[name], record, cells, place)
        else:
            entries[name] = line, record
    for line, record in entries.values():
        yield record, f"{path.name} 第 {line} 行：{record['name']}"


# The table


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not blank as cells by key, each with the number of the line on which it begins."""
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header: list[str] = []
    start = 1
    try:
        for row in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if not header:
                header = _header(row, f"{path.name} 第 {line} 行")
                continue
            if any(cell.strip() for cell in row[len(header) :]):
                raise DataError(
                    f"{path.name} 第 {line} 行：有 {len(row)} 列，表头只有 {len(header)} 列",
                    "格子里有分隔符的，请给这一格加上英文双引号",
                )
            yield line, {key: cell.strip() for key, cell in zip(header, row, strict=False) if cell.strip()}
    except csv.Error as error:
        raise DataError(f"{path.name} 第 {start} 行：记录有误", "请检查英文双引号是否成对") from error
    if not header:
        raise DataError(f"{path.name} 第 1 行：文件是空的", "请写表头和提法，至少要有 name（名称）一列")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DataError(f"找不到数据文件：{path}", "请检查路径") from error
    except OSError as error:
        raise DataError(f"读不了数据文件：{path}", "请给出一个 .csv 文件") from error
    try:
        return decode(data, path.name)[0]
    except InputError as error:
        raise DataError(error.problem, "请在 WPS 或 Excel 中另存为 CSV UTF-8 后再试") from error


def _delimiter(text: str) -> str:
    """Whichever shows the most columns that we know in the first line that is not blank."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    known = _columns()
    return max(_DELIMITERS, key=lambda each: sum(_named(cell) in known for cell in first.split(each)))


def _header(row: Iterable[str], place: str) -> list[str]:
    names = [cell.strip() for cell in row]
    while names and not names[-1]:
        names.pop()
    known = _columns()
    unknown = [name or "（空）" for name in names if _named(name) not in known]
    keys = [known.get(_named(name), "") for name in names]
    twice = [name for name, key in zip(names, keys, strict=True) if keys.count(key) > 1]
    if "name" not in keys:
        raise DataError(f"{place}：表头缺少 name（名称）一列", "请把放提法名称的那一列命名为 name 或 名称")
    if unknown:
        raise DataError(
            f"{place}：有不认识的列 {'、'.join(unknown)}", f"可用：{'、'.join(dict.fromkeys(known.values()))}"
        )
    if twice:
        raise DataError(f"{place}：有重复的列 {'、'.join(twice)}", "请只留一列")
    return keys


def _named(cell: str) -> str:
    return cell.strip().strip('"').casefold()


@cache
def _columns() -> dict[str, str]:
    return {
        name.casefold(): key
        for key, names in load_toml("lexicon_csv.toml")["columns"].items()
        for name in names
    }


# An entry


def _entry(cells: dict[str, str], place: str) -> dict[str, Any]:
    name = cells.get("name", "").strip(_QUOTES)
    if not name:
        raise DataError(f"{place}：缺少 name（名称）", "请补上，或删去这一行")
    place = f"{place}：{name}"
    items = _list(cells.get("items", ""))
    shape = shape_of(name)
    counted = shape.declared if shape else None
    groups = _groups(cells, place, [len(items)] if items else [counted] if counted else [])
    if items and (len(items) != sum(groups) or ("groups" not in cells and counted not in (None, len(items)))):
        said = sum(groups) if "groups" in cells else counted
        raise DataError(
            f"{place}：groups 合计（{said}）与内涵项数（{len(items)}）不符",
            "请补全内涵；各项里有顿号的，各项之间请用分号；名称里的数不是项数的，请写明 groups",
        )
    source = cells.get("source", "")
    return {
        "name": name,
        "kind": _choice("kind", cells, "numeral" if groups or shape else "phrase", place),
        "scope": _choice("scope", cells, "local", place),
        "category": cells.get("category", ""),
        "aliases": _list(cells.get("aliases", "")),
        "verbs": _list(cells.get("verbs", "")),
        "ordered": _yes_no("ordered", cells, False, place),
        "bare": _yes_no("bare", cells, len(name) >= _SURE, place),
        "groups": groups,
        "source": source,
        "confidence": _choice("confidence", cells, "high" if source else "medium", place),
        "verified": _yes_no("verified", cells, bool(source), place),
        "superseded_by": cells.get("superseded_by", ""),
        "note": cells.get("note", ""),
        "version": [{"from": _date("from", cells, place), "to": _date("to", cells, place), "items": items}],
    }


def _add_version(
    first: tuple[int, dict[str, Any]], record: dict[str, Any], cells: dict[str, str], place: str
) -> None:
    """A second row of a name is another version of it, and says nothing but when it held and what it was."""
    line, entry = first
    version = record["version"][0]
    spans = [(each["from"], each["to"]) for each in entry["version"]]
    if (version["from"], version["to"]) in spans or not (version["from"] or version["to"]):
        raise DataError(
            f"{place}：{record['name']} 与第 {line} 行重复",
            "请删去一行；内涵变过的，请写明各自的 from（起）和 to（止）",
        )
    other = [key for key in cells if key not in ("name", *_OF_VERSION) and record[key] != entry[key]]
    if other:
        raise DataError(
            f"{place}：{record['name']} 的 {'、'.join(other)} 与第 {line} 行不同",
            "同一提法的这些格子，请只在第一行填写",
        )
    if version["items"] and len(version["items"]) != sum(entry["groups"]):
        raise DataError(
            f"{place}：{record['name']} 的 groups 合计（{sum(entry['groups'])}）与内涵项数（{len(version['items'])}）不符",
            "项数变了的，请另立一个名称",
        )
    entry["version"].append(version)
    entry["version"].sort(key=lambda each: each["from"])


def _list(cell: str) -> list[str]:
    separator = next((each for each in _SEPARATORS if each in cell), "、")
    return [item.strip() for item in cell.split(separator) if item.strip()]


def _groups(cells: dict[str, str], place: str, default: list[int]) -> list[int]:
    if "groups" not in cells:
        return default
    numbers = re.split(r"[+＋、，,；; ]+", cells["groups"])
    if not all(re.fullmatch(r"[0-9]{1,3}", number) for number in numbers):
        raise DataError(f"{place}：groups 不能是 {cells['groups']!r}", "请写数目，如 3 或 3+3")
    return [int(number) for number in numbers if int(number)]


def _choice(key: str, cells: dict[str, str], default: str, place: str) -> str:
    if key not in cells:
        return default
    words: dict[str, str] = load_toml("lexicon_csv.toml")["values"][key]
    value = words.get(cells[key], cells[key].casefold())
    if value not in words.values():
        raise DataError(
            f"{place}：{key} 不能是 {cells[key]!r}", f"可用：{'、'.join([*words, *words.values()])}"
        )
    return value


def _yes_no(key: str, cells: dict[str, str], default: bool, place: str) -> bool:
    if key not in cells:
        return default
    words: dict[str, bool] = load_toml("lexicon_csv.toml")["values"]["yes_no"]
    value = words.get(cells[key].casefold())
    if value is None:
        raise DataError(f"{place}：{key} 不能是 {cells[key]!r}", "请写 是 或 否")
    return value


def _date(key: str, cells: dict[str, str], place: str) -> str:
    """A date as ISO; a spreadsheet writes it in its own ways."""
    written = cells.get(key, "")
    match = _DATE.fullmatch(written)
    year, *rest = [int(part) for part in match.groups() if part] if match else [0]
    fits = all(0 < part <= most for part, most in zip(rest, (_LAST_MONTH, _LAST_DAY), strict=False))
    if written and not (match and fits):
        raise DataError(f"{place}：{key} 不是日期：{written!r}", "请写成 2016、2016-01 或 2016-01-29")
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)]) if written else ""
