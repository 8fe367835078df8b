"""文种: the genres of ``data/genres.toml``, and which of them a speech is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..data import check_keys, load_toml
from ..sources import Source
from .model import Evidence, HeaderLine, Span

__all__ = ["Genre", "find_genre", "genres", "judge_genre"]

# Cues stand where a speech says what it is: in its first paragraphs and its last.
_FIRST, _LAST = 600, 200
_CUES = 2


@dataclass(frozen=True, slots=True)
class Genre:
    """A kind of speech; ``data/genres.toml`` says what each field means."""

    name: str
    title: re.Pattern[str]
    heading: str
    lead_in: str
    moves: tuple[str, ...]
    content: tuple[re.Pattern[str], ...] = ()


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
        check_keys(record, ("name", "title", "heading", "lead_in", "moves"), ("content",), "genres.toml")
        found[record["name"]] = Genre(
            record["name"],
            re.compile(record["title"]),
            record["heading"],
            record["lead_in"],
            tuple(record["moves"]),
            tuple(map(re.compile, record.get("content", ()))),
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


def judge_genre(
    source: Source, header: Sequence[HeaderLine], body: Span, metadata: Mapping[str, str]
) -> tuple[str | None, tuple[Evidence, ...]]:
    """Return the genre of a speech and what says so.

    The title is asked first, then the subtitle, what the source says of itself (``genre``, ``title``),
    and at last what is said: there two different cues of one genre are needed, and no other genre may
    have as many.

    Parameters
    ----------
    source : Source
    header : sequence of HeaderLine
        The lines above the body.
    body : Span
        Where the body stands.
    metadata : mapping of str to str
        The source's, where they speak of this speech.

    Returns
    -------
    (str or None, tuple of Evidence)
        None and nothing, where the evidence is too thin.
    """
    for role in ("title", "subtitle"):
        found = _in_lines(source, [line for line in header if line.role == role], role)
        if found:
            return found
    if metadata.get("genre"):
        return metadata["genre"], (Evidence("metadata", metadata["genre"]),)
    named = find_genre(metadata.get("title"))
    if named:
        return named, (Evidence("metadata", metadata["title"]),)
    return _by_content(source, body)


def _in_lines(
    source: Source, lines: Sequence[HeaderLine], role: str
) -> tuple[str, tuple[Evidence, ...]] | None:
    """The genre that one or more header lines name, read without their white space and line breaks."""
    view = source.view
    places = [at for line in lines for at in range(line.start, line.end) if not view[at].isspace()]
    text = "".join(view[at] for at in places)
    for genre in genres().values():
        match = genre.title.search(text)
        if match and match.group():
            start, end = places[match.start()], places[match.end() - 1] + 1
            return genre.name, (Evidence(role, source.text[start:end], start, end),)
    return None


def _by_content(source: Source, body: Span) -> tuple[str | None, tuple[Evidence, ...]]:
    first = min(body.end, body.start + _FIRST)
    parts = [Span(body.start, first), Span(max(first, body.end - _LAST), body.end)]
    found = [(genre.name, _cues(source, parts, genre.content)) for genre in genres().values()]
    found = sorted(found, key=lambda each: -len(each[1]))
    (name, best), (_, second) = found[:2]
    if len(best) < _CUES or len(best) == len(second):
        return None, ()
    return name, best


def _cues(source: Source, parts: Sequence[Span], cues: Sequence[re.Pattern[str]]) -> tuple[Evidence, ...]:
    found = []
    for cue in cues:
        matches = (cue.search(source.view, part.start, part.end) for part in parts)
        match = next(filter(None, matches), None)
        if match:
            found.append(Evidence("content", source.text[match.start() : match.end()], *match.span()))
    return tuple(found)
