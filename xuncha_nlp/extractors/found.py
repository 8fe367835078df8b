"""What the rules for slots share: patterns tried only where they can begin, and a slot before it is placed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from ..data import load_toml

__all__ = ["ORDER", "SLOTS", "Found", "anchored", "attributes", "find", "slot", "slot_rules"]

SLOTS = ("person", "office", "place", "organisation", "date", "round", "congress", "count", "masked")

# Where two slots overlap, the one that says more about the occasion is kept.
ORDER = {label: rank for rank, label in enumerate(
    ("date", "masked", "person", "office", "congress", "round", "count", "organisation", "place")
)}  # fmt: skip

# Rank, start and negative end, which is the order of preference; label, rule and attributes.
Found = tuple[int, int, int, str, str, dict[str, Any]]

# Every slot has every attribute: null where it says nothing of a slot of that label.
_NOTHING: dict[str, Any] = dict.fromkeys(
    ("iso", "number", "about", "unit", "noun", "office", "division", "code", "evidence")
)


def slot_rules() -> dict[str, Any]:
    """Return ``data/slots.toml``."""
    return _rules()


@cache
def _rules() -> dict[str, Any]:
    return load_toml("slots.toml")


def attributes(value: str, *, generic: bool = False, **known: Any) -> dict[str, Any]:
    """Return the attributes of a slot, of which only some are known.

    >>> attributes("首轮", number=1)["number"]
    1
    """
    return {"value": value, "generic": generic, **_NOTHING, **known}


@lru_cache(maxsize=1 << 14)
def _plain(value: str, generic: bool) -> dict[str, Any]:
    """The attributes of slots that say no more; most of a corpus says the same, and shares them."""
    return attributes(value, generic=generic)


def slot(
    start: int, end: int, label: str, rule: str, value: str, *, generic: bool = False, **known: Any
) -> Found:
    """Return a slot that is found between two offsets, with what else is known of it.

    >>> slot(3, 5, "round", "round-pattern", "首轮", number=1)[5]["number"]
    1
    """
    said = attributes(value, generic=generic, **known) if known else _plain(value, generic)
    return ORDER[label], start, -end, label, rule, said


def find(pattern: re.Pattern[str], view: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and text of the matches of a pattern made by `anchored`."""
    done = 0
    for match in pattern.finditer(view):
        start, end = match.span(1)
        if start >= done:
            done = end
            yield start, end, match[1]


def anchored(begins: str, pattern: str, second: str = "") -> re.Pattern[str]:
    """A pattern that is tried only at the characters that it can begin with, several times as fast.

    `re` passes over characters quickly only up to one of a set that a pattern begins with, and sees such
    a set in no pattern of many branches. So the set is matched first, and then, from behind its one
    character, the pattern itself is looked for: as group 1. ``second`` are the characters, if they are
    given, that can come next.
    """
    ahead = f"(?=[{second}])" if second else ""
    return re.compile(rf"[{begins}]{ahead}(?<=(?=({pattern}))[\s\S])")
