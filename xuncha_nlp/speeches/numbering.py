"""The numbering grammar: the styles of ``data/numbering.toml`` and where they stand in a text.

All styles are looked for at once: one regular expression for the start of a line, one for the inside of
a paragraph. What stands there *may* be a number; whether it is one, its neighbours decide, in
`xuncha_nlp.speeches.outline`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from ..data import check_keys, load_toml
from ..errors import DataError
from ..numerals import CHARACTERS, KINDS, to_han, to_int, write
from .lines import Line

__all__ = [
    "LAST",
    "Mark",
    "Style",
    "begins_with_number",
    "find_all_marks",
    "find_marks",
    "strip_number",
    "styles",
    "write_number",
]

# The number of a word such as 最后, which ends a run of any length.
LAST = 0
# A point inside a paragraph begins after one of these.
_BEFORE_POINT = "[。;:,、!?”’)—]"
_REQUIRED = ("name", "write", "rank", "points")
_OPTIONAL = ("pattern", "loose", "run", "inline", "words", "last", "joined_by", "through")


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """A numbering style; see ``data/numbering.toml`` for what each field means."""

    name: str
    write: str
    rank: int
    points: bool
    numerals: str
    pattern: str | None
    loose: str | None
    run: bool
    inline: bool
    words: Mapping[str, int]
    joined_by: str | None
    through: bool


class Mark(NamedTuple):
    """A number that may begin a section: where it stands and what it says.

    ``run`` marks count only in a run 1, 2, 3 …, ``near`` ones only in a run within a paragraph or at the
    start of lines. A tuple, because a text holds very many.
    """

    style: Style
    number: int
    start: int
    end: int
    inline: bool
    line: int
    run: bool
    near: bool


class _Branch(NamedTuple):
    """A pattern of a style in an expression that has them all: the group of its numeral, what its marks are.

    ``run`` and ``near`` are those of `Mark`, as far as the pattern alone says it.
    """

    style: Style
    numeral: int
    loose: bool
    run: bool
    near: bool


class _Finder(NamedTuple):
    """All patterns in one expression, whose each of its final groups is, and what they may begin with."""

    regex: re.Pattern[str]
    branches: Mapping[int, _Branch]
    first: frozenset[str]
    inline: bool
    begin: int


@cache
def styles() -> dict[str, Style]:
    """Return the numbering styles by name, outermost first."""
    records = [each for record in load_toml("numbering.toml")["style"] for each in _spelt_out(record)]
    return {record["name"]: _style(record) for record in records}


def _spelt_out(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A record for each of the verbs of a style; as it is where it has none."""
    rest = {key: value for key, value in record.items() if key != "verbs"}
    texts = {key: value for key, value in rest.items() if isinstance(value, str)}
    verbs = record.get("verbs", [""])
    return [rest | {key: text.replace("{verb}", verb) for key, text in texts.items()} for verb in verbs]


def _style(record: Mapping[str, Any]) -> Style:
    check_keys(record, _REQUIRED, _OPTIONAL, "numbering.toml")
    patterns = [record[key] for key in ("pattern", "loose") if key in record]
    kind = next((each for each in (*KINDS, "word") if patterns and f"{{{each}}}" in patterns[0]), None)
    if kind is None:
        raise DataError(f"numbering.toml 的样式 {record['name']} 没有写明数字的位置", "请写上 {han} 之类")
    words = {word: place for place, each in enumerate(record.get("words", ()), start=1) for word in each}
    return Style(
        name=record["name"],
        write=record["write"],
        rank=record["rank"],
        points=record["points"],
        numerals=kind,
        pattern=record.get("pattern"),
        loose=record.get("loose"),
        run=record.get("run", record["points"]),
        inline=record.get("inline", record["points"]),
        words=words | dict.fromkeys(record.get("last", ()), LAST),
        joined_by=record.get("joined_by"),
        through=record.get("through", False),
    )


@cache
def _at_start() -> _Finder:
    wanted = [(style, loose) for style in styles().values() for loose in (False, True)]
    return _finder("(?=[{first}]){begin}{branches}", wanted, inline=False)


@cache
def _inside() -> _Finder:
    # Behind the punctuation it only looks ahead: what ends one number (第一，) may stand before another.
    styled = [style for style in styles().values() if style.inline]
    wanted = [(style, loose) for style in styled for loose in (False, True) if style.points or not loose]
    return _finder(_BEFORE_POINT + "(?=[{first} ])(?= ?{begin}{branches})", wanted, inline=True)


def _finder(frame: str, wanted: list[tuple[Style, bool]], *, inline: bool) -> _Finder:
    """Make one expression of many patterns; those that begin alike, up to the numeral, share that beginning."""
    named: dict[str, tuple[Style, str, bool]] = {}
    alike: dict[tuple[str, str], list[str]] = {}
    first: set[str] = set()
    for index, (style, loose) in enumerate(wanted):
        pattern = style.loose if loose else style.pattern
        if pattern is None:
            continue
        numeral = "|".join(map(re.escape, style.words)) or KINDS[style.numerals]
        lead, rest = pattern.split(f"{{{style.numerals}}}")
        alike.setdefault((lead, numeral), []).append(f"{rest}(?P<s{index}>)")
        named[f"s{index}"] = style, f"n{list(alike).index((lead, numeral))}", loose
        first.update(_first_characters(style, pattern))
    parts = [
        f"{lead}(?P<n{place}>{numeral})(?:{'|'.join(rests)})"
        for place, ((lead, numeral), rests) in enumerate(alike.items())
    ]
    # Most characters can begin no number at all: one look at the first tells.
    look = "".join(sorted(map(re.escape, first)))
    text = frame.format(first=look, begin="(?P<begin>)", branches=f"(?:{'|'.join(parts)})")
    regex = re.compile(text)
    # By the numbers of the groups, not their names: they are asked for very often.
    groups = regex.groupindex
    branches = {
        groups[name]: _Branch(
            style,
            groups[number],
            loose,
            run=style.run or loose or inline,
            near=loose or bool(style.words) or (inline and not style.points),
        )
        for name, (style, number, loose) in named.items()
    }
    return _Finder(regex, branches, frozenset(first), inline, groups["begin"])


def _first_characters(style: Style, pattern: str) -> str:
    """Every character that a pattern may begin with: the numeral's, a digit, or what it says itself."""
    if pattern.startswith("{"):
        return "".join(word[0] for word in style.words) or CHARACTERS[style.numerals]
    if pattern.startswith("["):
        return CHARACTERS["digit"]
    return pattern.removeprefix("\\")[0]


def find_marks(line: Line, index: int) -> list[Mark]:
    """Return every number in a line that may begin a section or a point, in the order of the text.

    Parameters
    ----------
    line : Line
        A folded line.
    index : int
        Its place among the lines, kept in the mark.

    Examples
    --------
    >>> line = Line(4, 15, "一、看人:一是近,二是远", "一、看人：一是近，二是远")
    >>> [(mark.style.name, mark.number, mark.start, mark.inline) for mark in find_marks(line, 0)]
    [('一、', 1, 4, False), ('一是', 1, 9, True), ('一是', 2, 13, True)]
    """
    head = _at_line(line, index)
    inside = (_mark(_inside(), match, index, line.start) for match in _inside().regex.finditer(line.text))
    return [mark for mark in (head, *inside) if mark]


def find_all_marks(view: str, lines: Sequence[Line]) -> list[Mark]:
    """Return what `find_marks` finds in many lines; in one go, and much faster.

    Parameters
    ----------
    view : str
        The folded text that the lines are of.
    lines : sequence of Line
        Some of its lines, without a gap.
    """
    if not lines:
        return []
    head = _at_start()
    marks = []
    for index, line in enumerate(lines):
        match = head.regex.match(line.text) if line.text[0] in head.first else None
        mark = _mark(head, match, index, line.start) if match else None
        if mark:
            marks.append(mark)
    inside, starts = _inside(), [line.start for line in lines]
    at = 0
    for match in inside.regex.finditer(view, lines[0].start, lines[-1].end):
        at = bisect_right(starts, match.start(), at)
        mark = _mark(inside, match, at - 1, 0)
        if mark:
            marks.append(mark)
    marks.sort(key=_start)
    return marks


_start = attrgetter("start")


def _at_line(line: Line, index: int) -> Mark | None:
    match = _at_start().regex.match(line.text)
    return _mark(_at_start(), match, index, line.start) if match else None


def _mark(finder: _Finder, match: re.Match[str], index: int, base: int) -> Mark | None:
    group = match.lastindex or 0
    style, numeral, _, run, near = finder.branches[group]
    start, end = match.start(finder.begin), match.end(group)
    if style.words:
        number = style.words[match[numeral]]
    else:
        try:
            number = to_int(match[numeral])
        except ValueError:  # 三四 and the like: characters of numerals that make no number
            return None
    if match.string[end - 1] == "、":
        follows = _NUMERAL.match(match.string, end)
        if follows and follows["dun"]:  # 一、二、三产业 is a list of numerals
            return None
        run = run or bool(follows and _is_next(follows["n"], number))
    return Mark(style, number, base + start, base + end, finder.inline, index, run, near)


_NUMERAL = re.compile(rf"(?P<n>{KINDS['han']}|{KINDS['digit']}(?!\d))(?P<dun>、)?")


def _is_next(numeral: str, number: int) -> bool:
    """``一、二季度`` may be a pair of numerals."""
    try:
        return to_int(numeral) == number + 1
    except ValueError:
        return False


def begins_with_number(text: str) -> bool:
    """Whether a folded line begins with a number that needs no neighbour to be one.

    >>> [begins_with_number(text) for text in ("一、提高认识", "一是看人", "第一书记的讲话", "最后,看人")]
    [True, True, False, False]
    """
    finder = _at_start()
    if text[:1] not in finder.first:
        return False
    match = finder.regex.match(text)
    mark = _mark(finder, match, 0, 0) if match else None
    return mark is not None and not mark.near


def strip_number(text: str) -> str:
    """Remove the number that a line begins with.

    >>> strip_number("1、在动员会上的讲话")
    '在动员会上的讲话'
    """
    finder = _at_start()
    match = finder.regex.match(text)
    if match:
        branch = finder.branches[match.lastindex or 0]
        if not (branch.style.points or branch.run):
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
    >>> [write_number(name, 2) for name in ("一、", "（一）", "1.", "①", "一是", "首先，")]
    ['二、', '（二）', '2.', '②', '二是', '其次，']
    """
    chosen = styles()[style]
    if chosen.words:
        usual = (word for word, place in chosen.words.items() if place == number)
        # Beyond its words such a run goes on as 第四，第五，.
        return chosen.write.format(n=next(usual, f"第{to_han(number)}"))
    return chosen.write.format(n=write(chosen.numerals, number))
