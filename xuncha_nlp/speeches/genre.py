"""文种 of a speech, by its title."""

from __future__ import annotations

import re
from functools import cache

from ..data import load_toml

__all__ = ["find_genre", "genre_names"]


def find_genre(title: str | None) -> str | None:
    """Return the genre that a title names, or None.

    Parameters
    ----------
    title : str or None
        The title in one line.

    Examples
    --------
    >>> find_genre("在区委巡察工作动员部署会上的讲话")
    '动员部署讲话'
    >>> find_genre("关于春耕的几点想法") is None
    True
    """
    if title is None:
        return None
    return next((name for name, title_pattern in _patterns() if title_pattern.search(title)), None)


def genre_names() -> list[str]:
    """Return the names of all genres, in the order in which titles are tried against them."""
    return [name for name, _ in _patterns()]


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(record["name"], re.compile(record["title"])) for record in load_toml("genres.toml")["genre"]]
