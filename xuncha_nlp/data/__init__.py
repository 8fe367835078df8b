"""The rules and the knowledge of the package, as TOML; `load_toml` reads them and checks their keys."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ..errors import DataError

__all__ = ["check_keys", "data_files", "load_toml"]


def load_toml(name: str | Path | Traversable) -> dict[str, Any]:
    """Read a TOML file: one of ours by its name below ``data/``, or any other by its path.

    Ours are read once in a process, so what is in the tables must not be changed; the outermost one is a copy.

    Raises
    ------
    DataError
        The file is missing or no valid TOML.

    Examples
    --------
    >>> load_toml("numbering.toml")["style"][5]["name"]
    '一、'
    """
    return dict(_ours(name)) if isinstance(name, str) else _read(name, name)


@cache
def _ours(name: str) -> dict[str, Any]:
    return _read(files(__name__).joinpath(name), name)


def _read(place: Path | Traversable, name: str | Path | Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise DataError(f"找不到数据文件：{name}", "请检查路径") from error
    except OSError as error:
        raise DataError(f"读不了数据文件：{name}", "请给出一个 .toml 文件") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"数据文件格式有误：{name}（{error}）", "请按 TOML 格式改正") from error


def data_files(folder: str) -> Iterator[Traversable]:
    """Yield our TOML files in a folder below ``data/``, by name."""
    found = files(__name__).joinpath(folder).iterdir()
    yield from sorted((each for each in found if each.name.endswith(".toml")), key=lambda each: each.name)


def check_keys(
    record: Mapping[str, Any], required: Collection[str], optional: Collection[str], place: str
) -> None:
    """Refuse a record that lacks a key or has one too many.

    Raises
    ------
    DataError
        Names the key and the place.
    """
    missing = sorted(set(required) - set(record))
    unknown = sorted(set(record) - set(required) - set(optional))
    if missing:
        raise DataError(f"{place} 缺少 {'、'.join(missing)}", "请补上")
    if unknown:
        raise DataError(f"{place} 有不认识的键 {'、'.join(unknown)}", "请删去或改正拼写")
