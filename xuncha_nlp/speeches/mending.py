"""Layout damage: what of a text a reader does not see."""

from __future__ import annotations

from ..sources import Source

__all__ = ["find_damage"]


def find_damage(source: Source) -> list[tuple[int, int]]:
    """Return the stretches of a source that hide its words from a search, ascending."""
    del source
    return []
