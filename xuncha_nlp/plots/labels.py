"""What speeches are called on an axis: short, and no two the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from .style import beside_of, short, width_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["distinct", "facts_of", "labels_at", "labels_of", "speech_labels"]

# The id of a speech: its file, for a table of texts the line in it, and which speech of that it is.
_ID = re.compile(r"(.+?)(?::([0-9]+))?#([0-9]+)", re.DOTALL)
# The width of a date with the space behind it, and of the least that says what was spoken then.
_DATE, _WORD = 11, 6
_FACTS = ("date", "title", "genre", "start", "end")


def distinct(labels: Iterable[Any], most: int = 28) -> list[str]:
    """Cut long labels so that none are the same that were not: where their heads are alike, in the middle.

    Labels that were the same from the beginning, or differ in their middle only, are numbered.

    Parameters
    ----------
    labels : iterable
    most : int
        The greatest width; a Chinese character is 2 wide.

    Examples
    --------
    >>> distinct(["澄湖区委巡察工作讲话汇编之一", "澄湖区委巡察工作讲话汇编之二", "通知"], 16)
    ['澄湖区…编之一', '澄湖区…编之二', '通知']
    >>> distinct(["讲话", "讲话"])
    ['讲话（1）', '讲话（2）']
    """
    whole = [" ".join(str(label).split()) for label in labels]
    cut = [short(label, most) for label in whole]
    cut = _where_alike(cut, lambda place: _middle(whole[place], most))
    running: Counter[str] = Counter()

    def numbered(place: int) -> str:
        running[cut[place]] += 1
        number = f"（{running[cut[place]]}）"
        return short(cut[place], max(most - width_of(number), 1)) + number

    named = _where_alike(cut, numbered)
    # What was cut for its number may be like another again; the place is of no other.
    return _where_alike(named, lambda place: f"{place + 1}")


def _where_alike(labels: Sequence[str], other: Callable[[int], str]) -> list[str]:
    """The labels, and of those that stand there more than once what they are called instead."""
    counts = Counter(labels)
    return [other(place) if counts[label] > 1 else label for place, label in enumerate(labels)]


def _middle(text: str, most: int) -> str:
    """A long text without its middle: of what tells two apart the end says more than the beginning."""
    if width_of(short(text, 10**9)) <= most:
        return short(text, most)
    head, tail = "", ""
    half = (most - 2) // 2
    for each in text:
        if width_of(head + each) > half:
            break
        head += each
    for each in reversed(text):
        if width_of(each + tail) > most - 2 - half:
            break
        tail = each + tail
    return short(f"{head.rstrip()}…{tail.lstrip()}", most)


def speech_labels(names: Iterable[Any], most: int = 24) -> list[str]:
    """Return short labels of speeches by their ids: which of a file, and of several files which file too.

    Parameters
    ----------
    names : iterable
        Ids of speeches; other names are only cut.
    most : int
        The greatest width.

    Examples
    --------
    >>> speech_labels(["a.txt#1", "a.txt#2"])
    ['第1篇', '第2篇']
    >>> speech_labels(["a.txt#1", "b.docx#1"])
    ['a 第1篇', 'b 第1篇']
    >>> speech_labels(["a.jsonl:1#1", "a.jsonl:2#1"])
    ['第1行', '第2行']
    >>> speech_labels(["a.jsonl:1#1", "a.jsonl:1#2", "a.jsonl:3#1"])
    ['第1行第1篇', '第1行第2篇', '第3行']
    >>> speech_labels(["2016", "2017"])
    ['2016', '2017']
    """
    given = list(map(str, names))
    found = [_ID.fullmatch(name) for name in given]
    parts = [match.groups() for match in found if match]
    if len(parts) < len(given):
        return distinct(given, most)
    in_line = Counter((file, line) for file, line, _ in parts)
    numbers = [
        f"第{number}篇"
        if line is None
        else f"第{line}行" + (f"第{number}篇" if in_line[file, line] > 1 or number != "1" else "")
        for file, line, number in parts
    ]
    files = list(dict.fromkeys(file for file, _, _ in parts))
    if len(files) <= 1:
        return numbers
    room = max(most - 1 - max(map(width_of, numbers)), 4)
    stems = [file.rpartition(".")[0] or file for file in files]
    # Two files that differ in their ending only are told apart by it.
    stems = _where_alike(stems, files.__getitem__)
    called = dict(zip(files, distinct(stems, room), strict=True))
    return [f"{called[file]} {number}" for (file, _, _), number in zip(parts, numbers, strict=True)]


def labels_of(frame: pd.DataFrame, names: Sequence[Any], most: int = 24, given: Any = None) -> list[str]:
    """Return what the speeches of a table are called: their date with title or genre, where these are known.

    Parameters
    ----------
    frame : DataFrame
        A table that knows the speeches of its corpus, or any other.
    names : sequence
        Ids of speeches. Other names are cut, and otherwise left as they are.
    most : int
        The greatest width.
    given : sequence of str or DataFrame, optional
        Labels of the caller's own, in the order of the names; or a table of speeches indexed by their ids, as
        ``Corpus.speeches`` is.

    Raises
    ------
    DataError
        There are not as many labels as names.
    """
    if given is not None and not hasattr(given, "columns"):
        if len(given) != len(names):
            raise DataError(f"标签有 {len(given)} 个，讲话有 {len(names)} 篇", "请一篇给一个标签")
        return distinct(given, most)
    facts = facts_of(frame, names) if given is None else _facts_in(given, names)
    own = [facts[name] for name in names if name in facts]
    if not own or len(own) < len(names):
        return speech_labels(names, most)
    titles = [_told(each["date"], each["title"]) for each in own]
    genres = [_told(each["date"], each["genre"] or each["title"]) for each in own]
    called = titles if max(map(width_of, titles)) <= most else genres
    # Speeches of the same date and genre go by their number too; without either by that alone.
    numbers = speech_labels(names, max(most - _DATE, _DATE))

    def numbered(place: int) -> str:
        date, room = own[place]["date"], most - 1 - width_of(numbers[place])
        enough = not date or room >= width_of(date) + _WORD
        return f"{short(called[place], max(room, 4)) if enough else date} {numbers[place]}".strip()

    called = _where_alike(called, numbered)
    return distinct([label or number for label, number in zip(called, numbers, strict=True)], most)


def labels_at(
    frame: pd.DataFrame, names: Sequence[Any], places: Sequence[int], most: int = 24, given: Any = None
) -> list[str]:
    """Return the labels of some of the speeches, which need differ from each other only.

    Parameters
    ----------
    frame, names, most, given
        As for `labels_of`.
    places : sequence of int
        Which of the names.

    Raises
    ------
    DataError
        There are not as many labels as names.
    """
    if given is not None and not hasattr(given, "columns"):
        if len(given) != len(names):
            raise DataError(f"标签有 {len(given)} 个，讲话有 {len(names)} 篇", "请一篇给一个标签")
        given = [given[place] for place in places]
    return labels_of(frame, [names[place] for place in places], most, given)


def facts_of(frame: pd.DataFrame, names: Iterable[Any]) -> dict[Any, dict[str, Any]]:
    """Return what a table knows of speeches by their ids: ``date``, ``title``, ``genre``, ``start`` and ``end``.

    Parameters
    ----------
    frame : DataFrame
        Of a plain one nothing is known.
    names : iterable
        Ids. Of those that are not of its corpus nothing is returned.
    """
    known = beside_of(frame).get("speeches") or {"speech": ()}
    wanted = set(names)
    return {
        name: {fact: known[fact][place] for fact in _FACTS}
        for place, name in enumerate(known["speech"])
        if name in wanted
    }


def _facts_in(speeches: pd.DataFrame, names: Iterable[Any]) -> dict[Any, dict[str, Any]]:
    """The same from a table of speeches, missing values as None."""
    rows = speeches.reindex(index=list(names), columns=list(_FACTS)).astype(object)
    return dict(zip(rows.index, rows.where(rows.notna(), None).to_dict("records"), strict=True))


def _told(date: str | None, what: str | None) -> str:
    """A date and what was spoken then, the year said once."""
    day, name = date or "", what or ""
    year = f"{day[:4]}年"
    if day and name.startswith(year):
        name = name.removeprefix(year)
    return f"{day} {name}".strip()
