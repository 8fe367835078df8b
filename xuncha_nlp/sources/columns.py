"""Which column of a table is the text and what the others say of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ..data import check_keys, load_toml
from ..errors import InputError

__all__ = ["Columns", "no_text_column"]

_ROLES = ("title", "date", "genre")


class Columns:
    """The columns of a table by what they are for.

    Parameters
    ----------
    names : iterable of str
        The names of the columns, in their order.

    Examples
    --------
    >>> columns = Columns(["标题", "content", "年份", "url"])
    >>> columns.text
    'content'
    >>> dict(columns.metadata({"标题": "报告", "content": "一、", "年份": 2024, "url": None}))
    {'title': '报告', 'date': '2024'}
    """

    def __init__(self, names: Iterable[str]) -> None:
        known = {name.strip().casefold(): name for name in reversed(list(names))}
        lists = _lists()
        self.text = next((known[each] for each in lists["text"] if each in known), None)
        self._roles = {role: [known[each] for each in lists[role] if each in known] for role in _ROLES}

    def metadata(self, record: Mapping[str, Any]) -> Mapping[str, str]:
        """Return what a record says beside its text: title, date and genre first, then all else by its name."""
        values = {name: _written(value) for name, value in record.items() if name != self.text}
        found: dict[str, str] = {}
        used: set[str] = set()
        for role, names in self._roles.items():
            name = next((each for each in names if values.get(each)), None)
            if name is not None:
                found[role] = values[name]
                used.add(name)
        others = {name: value for name, value in values.items() if value and name not in used | found.keys()}
        return found | others


@cache
def _lists() -> dict[str, list[str]]:
    named = load_toml("readers.toml")["columns"]
    check_keys(named, ["text", *_ROLES], [], "readers.toml [columns]")
    return {role: [name.casefold() for name in names] for role, names in named.items()}


def no_text_column(name: str) -> InputError:
    """Return the error for a table in which no column goes by a name of texts."""
    return InputError(
        f"没有找到正文一列：{name}", f"请把放正文的那一列命名为 {'、'.join(_lists()['text'][:5])} 之一"
    )


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
