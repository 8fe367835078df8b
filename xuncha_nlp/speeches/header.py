"""The lines above a speech: title, subtitle, speaker, date, salutation; and so, where a speech begins.

A header is recognised by several kinds of evidence together, because any one of them misleads: a
title's last word, a line that is a date, a salutation, an entry in the contents list, a separator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from .dates import find_dates, parse_date_line
from .lines import LONGEST_TITLE, Line, squeeze
from .model import HeaderLine
from .numbering import begins_with_number
from .patterns import pattern

__all__ = [
    "ENOUGH",
    "Header",
    "find_headers",
    "is_untitled_speech",
    "lone_header",
    "with_signed_date",
    "without_separators",
]

_TITLE_LINES = 3
# So many characters are a phrase of their own.
_PHRASE = 4
# A title that says nothing of its kind is not as short as a name.
_SHORTEST_UNTYPED = 5
# Above the title of a single text stand its number, its grade of secrecy, its authority.
_ABOVE_TITLE = 5
# A signature and its date are among so many last lines.
_SIGNED = 4
# Evidence: an entry in the contents list, what kind of thing the title says that it is (a speech on an
# occasion, a speech, a document), a date line, a salutation, a speaker, something that ends above it.
_WEIGHTS = {
    "listed": 3, "form": 2, "ending": 1, "document": 1, "date": 2, "salutation": 1, "byline": 1, "apart": 1,
}  # fmt: skip
# What a title that says nothing of its kind needs two of.
_BESIDE = ("date", "salutation", "byline", "subtitle", "reference")
# So much of it makes a header.
ENOUGH = 2
# These lines there may be several of: 各位领导： 同志们：, an office and the name below it.
_SEVERAL = frozenset({"salutation", "byline", "remark"})
_ANY_YEAR = "2000"
# A date at the end of the title's line.
_DATED = re.compile(r" *(?P<date>\([^()]+\))$")


@dataclass(frozen=True, slots=True)
class Header:
    """A header: the lines that it covers (half-open indices) and what they are."""

    first: int
    last: int
    lines: tuple[HeaderLine, ...]
    title: str | None
    date: str | None
    salutation: str | None
    score: int


def find_headers(
    text: str,
    lines: Sequence[Line],
    begin: int,
    titles: Collection[str],
    *,
    year: str | None = None,
    least: int = ENOUGH,
) -> list[Header]:
    """Find where speeches begin.

    Parameters
    ----------
    text : str
        The text of the source.
    lines : sequence of Line
        All its lines.
    begin : int
        Index of the first line below the contents list.
    titles : collection of str
        What the contents list names, squeezed.
    year : str, optional
        The year of the compilation, for dates without one.
    least : int
        How much evidence is asked for.

    Returns
    -------
    list of Header
        In the order of the text; empty where the evidence is too thin.
    """
    headers = []
    index = begin
    while index < len(lines):
        line = lines[index].text
        # Most lines are prose; a look at their length or their last character is enough.
        header = None
        if len(line) <= LONGEST_TITLE and line[-1] not in "。;,?…" and _may_begin(text, lines, index, begin):
            header = _best(text, lines, index, begin, titles, year)
        if header and header.score >= least and header.last < len(lines):
            headers.append(header)
            index = header.last
        else:
            index += 1
    return headers


def lone_header(lines: Sequence[Line], year: str | None = None) -> Header:
    """Read what header there is of a text that is one speech, however little it says."""
    tries = [
        (header.score, -first, -len(header.lines), header)
        for first in range(min(_ABOVE_TITLE, len(lines)))
        if all(_is_above_title(line) for line in lines[:first])
        for count in range(1 if first else 0, _TITLE_LINES + 1)
        if (header := _parse(lines, first, count, (), year)) and (not first or _is_typed(header.title))
    ]
    best = max(tries, key=lambda each: each[:3])[-1]
    if not best.score and lines[0].text and _title_like(lines[0].text):
        best = _parse(lines, 0, 1, (), year) or best
    return replace(best, first=0)


def is_untitled_speech(lines: Sequence[Line]) -> bool:
    """Whether what stands above the first header is a speech itself: its audience is addressed in it."""
    addressed = any(_role(line.text, None, ())[0] == "salutation" for line in lines)
    preface = any(pattern("preface").search(line.text) for line in lines)
    return addressed and not preface and any("。" in line.text for line in lines)


def with_signed_date(header: Header, lines: Sequence[Line]) -> Header:
    """Take the date below a document, where none stands above it."""
    if header.date:
        return header
    dates = (parse_date_line(line.text) for line in reversed(lines[-_SIGNED:]))
    return replace(header, date=next(filter(None, dates), None))


def without_separators(lines: Sequence[Line]) -> Sequence[Line]:
    """Leave out the rule below a speech, which belongs to none."""
    end = len(lines)
    while end > 1 and pattern("separator").search(lines[end - 1].text):
        end -= 1
    return lines[:end]


def _may_begin(text: str, lines: Sequence[Line], index: int, begin: int) -> bool:
    """A title follows the end of something: the list, a full stop, closing words, blank lines."""
    line = lines[index].text
    if not (_title_like(line) or _is_label(line) or _loose_title(lines, index)):
        return False
    if index == begin:
        return True
    before = lines[index - 1]
    finished = re.search(r"[。!?…”)]$", before.text) or _ends_above(text, lines, index)
    return bool(
        finished
        or lines[index].start - before.end > 1
        or pattern("closing").search(before.text)
        or _title_like(before.text)
    )


def _ends_above(text: str, lines: Sequence[Line], index: int) -> bool:
    """Whether something surely ends above a line: a page, a rule, a signature, an adjournment."""
    before, line = lines[index - 1], lines[index]
    return bool(
        "\f" in text[before.end : line.start]
        or pattern("separator").search(before.text)
        or pattern("adjourned").search(before.text)
        or _is_label(before.text)
        or parse_date_line(before.text)
    )


def _stands_off(text: str, lines: Sequence[Line], index: int) -> bool:
    """Whether there are more blank lines above a line than above the one before."""
    above = text.count("\n", lines[index - 2].end, lines[index - 1].start) if index > 1 else 0
    return text.count("\n", lines[index - 1].end, lines[index].start) - above > 1


def _best(
    text: str, lines: Sequence[Line], index: int, begin: int, titles: Collection[str], year: str | None
) -> Header | None:
    apart = index == begin or _ends_above(text, lines, index)
    off = not apart and _stands_off(text, lines, index)
    label: list[HeaderLine] = []
    if _is_label(lines[index].text) and index + 1 < len(lines):
        label = [HeaderLine("label", lines[index].start, lines[index].end)]
        apart = True
    tries = (_parse(lines, index + len(label), count, titles, year) for count in range(1, _TITLE_LINES + 1))
    found = [
        replace(
            header, score=header.score + _WEIGHTS["apart"] * (apart or (off and _is_speech(header.title)))
        )
        for header in tries
        if header and header.score
    ]
    # Of equally good readings, the title with fewer lines.
    best = max(found, key=lambda header: (header.score, -header.last), default=None)
    return best and replace(best, first=index, lines=(*label, *best.lines))


def _parse(
    lines: Sequence[Line], first: int, count: int, titles: Collection[str], year: str | None
) -> Header | None:
    """Read a header whose title has so many lines; None where they are no title."""
    head = list(lines[first : first + count])
    if len(head) < count or (head and not _is_title(lines, first, count)):
        return None
    found: list[HeaderLine] = []
    values: dict[str, list[str]] = {}
    label = pattern("label_before").match(head[0].text) if head else None
    if label:
        found.append(HeaderLine("label", head[0].start, head[0].start + len(label.group().rstrip())))
        head[0] = _cut(head[0], label.end(), len(head[0].text))
    dated = _DATED.search(head[-1].text) if head else None
    date = parse_date_line(dated["date"]) if dated else None
    if dated and date:
        values["date"] = [date]
        day = HeaderLine("date", head[-1].start + dated.start("date"), head[-1].end)
        head[-1] = _cut(head[-1], 0, dated.start())
    title = squeeze(line.text for line in head)
    if head and (re.search("[的和与、]$", title) or pattern("office").fullmatch(title)):
        return None
    found += [HeaderLine("title", line.start, line.end) for line in head]
    found += [day] if values else []
    year = _year(title) or year
    last = first + count
    while last < len(lines):
        role, value = _role(lines[last].text, year, values)
        if role is None or (role in values and role not in _SEVERAL):
            break
        values.setdefault(role, []).append(value)
        found.append(HeaderLine(role, lines[last].start, lines[last].end))
        last += 1
    subtitle = values.get("subtitle", [""])[0]
    return Header(
        first,
        last,
        tuple(found),
        _title(head) or None,
        values.get("date", [None])[0] or _inner_date(subtitle) or _inner_date(title),
        _salutation(lines[first:last], found),
        _score(title, values, subtitle, titles),
    )


def _cut(line: Line, begin: int, end: int) -> Line:
    return Line(line.start + begin, line.start + end, line.text[begin:end], line.raw[begin:end])


def _is_title(lines: Sequence[Line], first: int, count: int) -> bool:
    head = lines[first : first + count]
    if not all(_title_like(line.text) for line in head) and not _loose_title(lines, first, count):
        return False
    if any(pattern("collection").search(line.text) for line in head):
        return False
    return not any(pattern("title_begins").search(line.text) for line in head[1:])


def _loose_title(lines: Sequence[Line], first: int, count: int = 1) -> bool:
    """A title of two clauses (提高站位，压实责任) that a subtitle below it says to be one."""
    last = first + count
    return last < len(lines) and (
        bool(pattern("subtitle").search(lines[last].text))
        and bool(pattern("title_ends").search(lines[last].text))
        and all(_title_like(re.sub(r"[,:!]", "", line.text)) for line in lines[first:last])
    )


def _score(title: str, values: dict[str, list[str]], subtitle: str, titles: Collection[str]) -> int:
    score = _WEIGHTS["listed"] if title in titles else 0
    score += max(_kind_of(title), _kind_of(subtitle.lstrip("—-")))
    typed = bool(score)
    score += sum(_WEIGHTS.get(role, 0) for role in values)
    # A name-like line counts as a speaker only beside firmer evidence.
    if score <= _WEIGHTS["byline"] and "byline" in values:
        return 0
    if not typed and title and values:
        named = len(title) < _SHORTEST_UNTYPED or pattern("signature").search(title)
        beside = sum(role in values for role in _BESIDE)
        return 0 if named or beside < ENOUGH else score
    return score


def _kind_of(title: str) -> int:
    if pattern("title_ends").search(title):
        return _WEIGHTS["form" if pattern("title_form").search(title) else "ending"]
    return _WEIGHTS["document"] if pattern("document_ends").search(title) else 0


def _is_speech(title: str | None) -> bool:
    return bool(title and pattern("title_ends").search(squeeze([title])))


def _is_typed(title: str | None) -> bool:
    return bool(title and _kind_of(squeeze([title])))


def _title(head: Sequence[Line]) -> str:
    """The title in one line: lines are joined, 讲　话 is drawn together, a pause between two phrases stays."""
    parts = re.split(r"[\s\u200b\ufeff]+", "".join(line.raw for line in head))
    return ("　" if min(map(len, parts)) >= _PHRASE else "").join(parts)


def _salutation(lines: Sequence[Line], found: Sequence[HeaderLine]) -> str | None:
    """The salutation as written, of several lines in one."""
    starts = {line.start for line in found if line.role == "salutation"}
    parts = [line.raw.rstrip(":：!！,，、") for line in lines if line.start in starts]
    return "，".join(parts) or None


def _role(text: str, year: str | None, seen: Collection[str]) -> tuple[str | None, str]:
    """What a line below the title is; the date with its value, empty where no year is known."""
    if len(text) > LONGEST_TITLE:
        return None, ""
    salutation = pattern("salutation").match(text)
    if salutation and salutation.end() == len(text) and pattern("salutation_words").search(text):
        return "salutation", text
    if "salutation" in seen:
        return None, ""
    date = parse_date_line(text, year)
    if date or parse_date_line(text, _ANY_YEAR):
        return "date", date or ""
    return next((role for role in _ROLES if _ROLES[role](text, seen)), None), squeeze([text])


def _is_subtitle(text: str, _: Collection[str]) -> bool:
    return bool(pattern("subtitle").search(text)) and not pattern("separator").search(text)


def _is_byline(text: str, seen: Collection[str]) -> bool:
    named = pattern("byline").fullmatch(text) or ("byline" not in seen and pattern("office").search(text))
    return bool(named) and not pattern("title_ends").search(text)


_ROLES: dict[str, Callable[[str, Collection[str]], bool]] = {
    "subtitle": _is_subtitle,
    "remark": lambda text, _: bool(pattern("remark").search(text)),
    "reference": lambda text, _: bool(pattern("reference").search(text)),
    "byline": _is_byline,
}


def _year(text: str) -> str | None:
    return next((value[:4] for _, _, value in find_dates(text)), None)


def _inner_date(title: str) -> str | None:
    """The date that a title names: to the month, or the year of the occasion that it begins with."""
    for start, _, value in find_dates(title):
        occasion = start <= 1 + title.startswith("—") * 2 and pattern("title_form").search(title)
        if "-" in value or (occasion and pattern("title_ends").search(title)):
            return value
    return None


def _is_label(text: str) -> bool:
    return bool(pattern("label").search(text))


def _is_above_title(line: Line) -> bool:
    text = line.text
    return bool(
        pattern("reference").search(text)
        or pattern("separator").search(text)
        or _is_label(text)
        or pattern("collection").search(text)
        or (len(text) <= LONGEST_TITLE // 2 and re.search("文件$|^[^,。;:]{2,24}$", text))
    )


@lru_cache(maxsize=1024)
def _title_like(text: str) -> bool:
    # What is still to be filled in (【待填:区名】) is a word of the title, whatever stands between its brackets.
    words = pattern("to_be_filled").sub("", text)
    if len(text) > LONGEST_TITLE or re.search(r"[。;:,!?]", words.rstrip(")")):
        return bool(pattern("label_before").match(text)) and _title_like(
            pattern("label_before").sub("", text)
        )
    # Asked first, because most short lines are headings with a number.
    if begins_with_number(text):
        return False
    if pattern("closing").search(text) or pattern("subtitle").search(text) or parse_date_line(text):
        return False
    return bool(re.search(r"[\u4e00-\u9fff] *[\u4e00-\u9fff]", text))
