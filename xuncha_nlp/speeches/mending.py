"""Layout damage: what of a text a reader does not see.

Characters without width, spaces that an OCR has put between characters, line breaks in the middle of a
sentence and page numbers that a copied PDF file leaves behind hide words from every search. The rules
are in ``data/mending.toml``; each asks for evidence that the author cannot have meant it, so that a title
drawn out over the page, a name with a space in it and a table stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from ..data import load_toml
from ..sources import Source
from .breaks import find_breaks
from .lines import Line, read_lines
from .pages import find_page_lines

__all__ = ["find_damage"]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_GAP = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_BESIDE_MARK = re.compile(rf"(?<=[{_HAN}]) +(?=[,。、;!?”’)》])|(?<=[“‘(《]) +(?=[{_HAN}])")
# White space in a line of a table or of several signatures.
_COLUMNS = re.compile(r" {2,}|\t")
_NO_WORD = re.compile(r"[^\w ]")
# No piece that is a name or a title in two characters reaches further.
_NEAR = 8


def find_damage(source: Source) -> list[tuple[int, int]]:
    """Return the stretches of a source that hide its words from a search.

    Parameters
    ----------
    source : Source

    Returns
    -------
    list of (int, int)
        Half-open spans of the source's text, ascending and apart; empty for a text that is in order.

    Examples
    --------
    >>> text = "同志们：\\n增强“四 个 意 识”，做到“两个\\n\\u200b\\n维护”。"
    >>> damage = find_damage(Source.from_text("a.txt", text))
    >>> [text[start:end] for start, end in damage]
    [' ', ' ', ' ', '\\n\\u200b\\n']
    """
    lines = read_lines(source)
    pages = find_page_lines(lines)
    invisible = _invisible(source.text)
    spans = [
        *invisible,
        *_spaces(lines),
        *find_breaks(source.text, lines, pages, hidden=bool(invisible)),
        *((lines[index].start, lines[index].end) for index in pages),
    ]
    return _merge(spans) if spans else []


def _invisible(text: str) -> list[tuple[int, int]]:
    # To look for each sign in turn is much faster than to look for any at every place.
    if not any(sign in text for sign in _rules()["invisible"]):
        return []
    return [match.span() for match in re.finditer(f"{_hidden().pattern}+", text)]


def _spaces(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Spaces inside words: in a drawn-out word, in prose, beside a punctuation mark."""
    for line in lines:
        if " " not in line.text:
            continue
        text = line.text
        places: Sequence[int] = range(len(text))
        if _hidden().search(text):
            places = [at for at in places if not _hidden().match(text[at])]
            text = "".join(line.text[at] for at in places)
        found = (match.span() for match in _drawn_out().finditer(text) if _is_word(match.group()))
        gaps = {at for span in found for at in range(*span) if text[at] == " "}
        if re.search(_rules()["prose"], text) and not _COLUMNS.search(text):
            gaps |= set(_gaps_in_prose(text))
            gaps |= {at for match in _BESIDE_MARK.finditer(text) for at in range(*match.span())}
        yield from ((line.start + places[at], line.start + places[at] + 1) for at in gaps)


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(f"[{_rules()['invisible']}]")


@cache
def _drawn_out() -> re.Pattern[str]:
    more = _rules()["spaced_run"] - 1
    return re.compile(rf"(?<![^\W_])(?:[{_HAN}] ){{{more},}}[{_HAN}](?![^\W_]| [{_HAN}])")


def _is_word(text: str) -> bool:
    return not re.match(_rules()["columns"], text)


def _gaps_in_prose(text: str) -> list[int]:
    """Where a space stands between two characters of a sentence."""
    gaps = [match.start() for match in _GAP.finditer(text)]
    meant = {at for at in gaps if _piece(text, at) <= _rules()["spaced_piece"]}
    if len(gaps) == 1 and gaps[0] <= _rules()["label"]:
        meant.add(gaps[0])
    return [at for at in gaps if at not in meant]


def _piece(text: str, at: int) -> int:
    """How many characters the piece between two punctuation marks has that a space stands in."""
    before = _NO_WORD.split(text[max(0, at - _NEAR) : at])[-1]
    after = _NO_WORD.split(text[at : at + _NEAR])[0]
    return len((before + after).replace(" ", ""))


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


@cache
def _rules() -> dict[str, Any]:
    return load_toml("mending.toml")
