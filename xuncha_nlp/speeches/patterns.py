"""The patterns of ``data/speeches.toml``, compiled once."""

from __future__ import annotations

import re
from functools import cache

from ..data import load_toml

__all__ = ["pattern"]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a compiled pattern by its key in ``data/speeches.toml``.

    >>> bool(pattern("title_ends").search("在动员会上的讲话"))
    True
    """
    return re.compile(load_toml("speeches.toml")[name])
