"""Genres as a draft needs them: what ``data/genres.toml`` says of drafting, and a user's own genres."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from ..data import check_keys, load_toml
from ..errors import DataError, PlanError
from ..extractors import MOVES

__all__ = ["Kind", "kind_of", "kinds"]

# What only the recognition of a genre needs.
_RECOGNITION = ("title", "content")
_NEEDED = ("name", "heading", "moves")


@dataclass(frozen=True, slots=True)
class Kind:
    """A genre that is to be drafted; ``data/genres.toml`` says what each field means."""

    name: str
    heading: str
    moves: tuple[str, ...]
    lead_in: str = ""
    aliases: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()
    points: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    transitions: Mapping[str, str] = field(default_factory=dict)
    topic: str = ""
    frame: str = ""
    file: str = "genres.toml"


_LISTS = ("moves", "aliases", "like", "opening", "closing", "shares", "points", "topics")
_NUMBERS = ("shares", "points")


def kinds(own: str | Path | None = None) -> dict[str, Kind]:
    """Return the genres by name.

    Parameters
    ----------
    own : str or Path, optional
        A TOML file of genres of the user's own, over ours.

    Raises
    ------
    DataError
        The file is missing, or an entry breaks the schema.

    Examples
    --------
    >>> kinds()["反馈讲话"].aliases
    ('反馈会讲话', '集中反馈会讲话')
    """
    return _ours() | _read(load_toml(Path(own)).get("genre", []), Path(own).name) if own else _ours()


@cache
def _ours() -> dict[str, Kind]:
    content = load_toml("genres.toml")
    drafting = {record["name"]: record for record in content["drafting"]}
    return _read([record | drafting.get(record["name"], {}) for record in content["genre"]], "genres.toml")


def kind_of(name: str, own: str | Path | None = None) -> Kind:
    """Return a genre by its name or by another that it goes under.

    Raises
    ------
    PlanError
        There is no such genre.

    Examples
    --------
    >>> kind_of("整改推进会讲话").name
    '整改推进讲话'
    """
    known = kinds(own)
    if name in known:
        return known[name]
    for each in known.values():
        if name in each.aliases:
            return each
    raise PlanError(f"没有这个文种：{name}", f"可用：{'、'.join(known)}")


def _read(records: Any, place: str) -> dict[str, Kind]:
    if not isinstance(records, list) or not records or not all(isinstance(each, dict) for each in records):
        raise DataError(f"{place} 没有 [[genre]]", "请至少写一个文种")
    optional = [each.name for each in fields(Kind) if each.name not in (*_NEEDED, "file")]
    for record in records:
        check_keys(record, _NEEDED, (*optional, *_RECOGNITION), f"{place}：{record.get('name', '[[genre]]')}")
    return {record["name"]: _kind(record, place) for record in records}


def _kind(record: Mapping[str, Any], place: str) -> Kind:
    values: dict[str, Any] = {}
    for key, value in record.items():
        if key in _RECOGNITION:
            continue
        wanted: type = list if key in _LISTS else dict if key == "transitions" else str
        inner = value if wanted is list else value.values() if isinstance(value, dict) else ()
        inside: type = int if key in _NUMBERS else str
        if not isinstance(value, wanted) or not all(type(each) is inside for each in inner):
            raise DataError(f"{place}：{record['name']} 的 {key} 写法不对", "请照内置 genres.toml 的样子写")
        values[key] = tuple(value) if isinstance(value, list) else value
    kind = Kind(**values, file=place)
    unknown = [move for move in (*kind.moves, *kind.transitions) if move not in MOVES]
    if unknown:
        raise DataError(f"{place}：{kind.name} 没有这种语步：{unknown[0]}", f"可用：{'、'.join(MOVES)}")
    texts = (*kind.opening, *kind.closing, *kind.transitions.values(), kind.heading, kind.lead_in, kind.frame)
    if any(re.search(r"[\r\n\v\f\u2028\u2029]", each) for each in texts):
        raise DataError(f"{place}：{kind.name} 有一句里有换行", "每句写在一行里")
    return kind
