"""The text of a plan to checked tables: unknown keys, missing ones and wrong types are named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from ..errors import PlanError

__all__ = ["check_record", "read_toml"]

_BREAK = re.compile(r"[\r\n\v\f\u2028\u2029]")

# What a value of each field must be, for those that are no plain strings.
_TYPES: dict[str, type] = {
    **dict.fromkeys(
        ("section", "numbering", "required", "preferred", "banned", "prefer", "leave_out", "keep", "units", "campaigns", "former"),
        list,
    ),
    **dict.fromkeys(("profile", "values", "people", "replace"), dict),
    **dict.fromkeys(("points", "share", "length", "minutes", "rate", "spread"), int),
}  # fmt: skip
_SPOKEN = {
    str: '带引号的文字，如 "第七轮"',
    list: '文字的列表，如 ["四个意识"]',
    dict: "一个表，值是带引号的文字",
    int: "整数",
}


def read_toml(text: str) -> dict[str, Any]:
    """Read the tables of a plan.

    Raises
    ------
    PlanError
        It is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(f"写作方案格式有误（{error}）", "汉字作键和文字作值都要加英文引号") from error


def check_record(record: Any, renamed: Mapping[str, str], model: type, place: str) -> None:
    """Refuse unknown keys, missing ones and values of the wrong type.

    Parameters
    ----------
    record : object
        A table as it was read.
    renamed : mapping of str to str
        Keys that go under another name in the model.
    model : type
        The dataclass that the table becomes.
    place : str
        What the message calls it.

    Raises
    ------
    PlanError
        Names the key and the place.
    """
    if not isinstance(record, dict):
        raise PlanError(f"{place} 应当是一个表", "请照 xuncha plan 给出的样子写")
    inverse = {name: key for key, name in renamed.items()}
    allowed = {inverse.get(each.name, each.name): each for each in fields(model)}
    for key, value in record.items():
        if key not in allowed:
            raise PlanError(f"{place} 有不认识的键 {key}", f"可用：{'、'.join(allowed)}")
        wanted = _TYPES.get(key, str)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        texts = key in {"section", "profile"} or all(isinstance(each, str) for each in inner)
        if not isinstance(value, wanted) or isinstance(value, bool) or not texts:
            raise PlanError(f"{place} 的 {key} 写法不对", f"应当是{_SPOKEN[wanted]}")
        if any(isinstance(each, str) and _BREAK.search(each) for each in (value, *inner)):
            raise PlanError(f"{place} 的 {key} 里有换行", "请写在一行里")
    for key, each in allowed.items():
        if key not in record and each.default is MISSING and each.default_factory is MISSING:
            raise PlanError(f"{place} 缺少 {key}", "请补上")
