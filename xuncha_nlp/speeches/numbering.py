"""The numbering grammar: the styles of ``data/numbering.toml`` and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from ..data import check_keys, load_toml
from .lines import Line
from .numerals import CIRCLED, DIGIT, HAN, to_han, to_int

__all__ = ["Mark", "Style", "find_marks", "strip_number", "styles", "write_number"]

_NUMERALS = {"han": HAN, "digit": DIGIT, "circled": CIRCLED}
# A point inside a paragraph begins after one of these.
_BEFORE_POINT = r"(?<=[。;:,、!?”’)—])"


@dataclass(frozen=True, slots=True)
class Style:
    """A numbering style; see ``data/numbering.toml`` for what each field means."""

    name: str
    write: str
    rank: int
    points: bool
    numerals: str
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Mark:
    """A number that may begin a section: where it stands and what it says."""

    style: Style
    number: int
    start: int
    end: int
    inline: bool
    line: int


@cache
def styles() -> dict[str, Style]:
    """Return the numbering styles by name, outermost first."""
    found = {}
    for record in load_toml("numbering.toml")["style"]:
        check_keys(record, ("name", "pattern", "write", "rank", "points"), (), "numbering.toml")
        numerals = next(kind for kind in _NUMERALS if f"{{{kind}}}" in record["pattern"])
        regex = re.compile(record["pattern"].replace(f"{{{numerals}}}", f"(?P<n>{_NUMERALS[numerals]})"))
        found[record["name"]] = Style(
            record["name"], record["write"], record["rank"], record["points"], numerals, regex
        )
    return found


@cache
def _inline_regex(style: Style) -> re.Pattern[str]:
    return re.compile(_BEFORE_POINT + r" ?" + style.regex.pattern)


def find_marks(line: Line, index: int) -> Iterator[Mark]:
    """Yield every number in a line that may begin a section or a point, in the order of the text.

    Parameters
    ----------
    line : Line
        A folded line.
    index : int
        Its place among the lines, kept in the mark.
    """
    found = []
    for style in styles().values():
        head = style.regex.match(line.text)
        if head and not _goes_on(line.text, head.end()):
            found.append(_mark(style, head, line, index, inline=False))
        if style.points:
            inside = _inline_regex(style).finditer(line.text, 1)
            found += [_mark(style, match, line, index, inline=True) for match in inside]
    yield from sorted(filter(None, found), key=lambda mark: mark.start)


def _goes_on(text: str, end: int) -> bool:
    """``一、二、三产业`` is a list of numerals, not a heading."""
    return bool(re.match(rf"{HAN}、", text[end:]))


def _mark(style: Style, match: re.Match[str], line: Line, index: int, *, inline: bool) -> Mark | None:
    try:
        number = to_int(match["n"])
    except ValueError:  # 三四 and the like: characters of numerals that make no number
        return None
    lead = len(match.group()) - len(match.group().lstrip())
    return Mark(style, number, line.start + match.start() + lead, line.start + match.end(), inline, index)


def strip_number(text: str) -> str:
    """Remove the number that a line begins with.

    >>> strip_number("1、在动员会上的讲话")
    '在动员会上的讲话'
    """
    for style in styles().values():
        match = style.regex.match(text)
        if match and not style.points:
            return text[match.end() :].strip()
    return text


def write_number(style: str, number: int) -> str:
    """Write a number in a style, as it stands in a document.

    Raises
    ------
    KeyError
        There is no such style.

    Examples
    --------
    >>> [write_number(name, 2) for name in ("一、", "（一）", "1.", "①", "一是")]
    ['二、', '（二）', '2.', '②', '二是']
    """
    chosen = styles()[style]
    return chosen.write.format(n=_WRITERS[chosen.numerals](number))


_WRITERS: dict[str, Callable[[int], str]] = {
    "han": to_han,
    "digit": str,
    "circled": lambda number: chr(ord("①") + number - 1),
}
