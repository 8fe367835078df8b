"""文种: the genres of ``data/genres.toml``, and which of them a title names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..data import check_keys, load_toml

__all__ = ["Genre", "find_genre", "genres"]


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of speech; ``data/genres.toml`` says what each field means."""

    name: str
    title: re.Pattern[str]
    heading: str
    lead_in: str
    moves: tuple[str, ...]


@cache
def genres() -> dict[str, Genre]:
    """Return the genres by name, in the order in which titles are tried against them.

    Raises
    ------
    DataError
        An entry breaks the schema.
    """
    found = {}
    for record in load_toml("genres.toml")["genre"]:
        check_keys(record, ("name", "title", "heading", "lead_in", "moves"), (), "genres.toml")
        found[record["name"]] = Genre(
            record["name"],
            re.compile(record["title"]),
            record["heading"],
            record["lead_in"],
            tuple(record["moves"]),
        )
    return found


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
    return next((genre.name for genre in genres().values() if genre.title.search(title)), None)
