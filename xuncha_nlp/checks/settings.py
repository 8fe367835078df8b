"""The limits and words of ``data/checking.toml``, patterns compiled."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ..data import load_toml

__all__ = ["pattern", "settings", "show_share"]


def settings(family: str) -> dict[str, Any]:
    """Return the settings of a family of rules.

    >>> settings("length")["rate"]
    200
    """
    found: dict[str, Any] = load_toml("checking.toml")[family]
    return found


@cache
def pattern(family: str, name: str) -> re.Pattern[str]:
    """Return a pattern of a family, compiled."""
    return re.compile(settings(family)[name])


def show_share(share: float) -> str:
    """Write a share as a percentage.

    >>> show_share(0.314)
    '31%'
    """
    return f"{share:.0%}"
