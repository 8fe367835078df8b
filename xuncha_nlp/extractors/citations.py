"""Citations: document titles in 《》, nested ones once, with what the text and our list say of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..speeches import Speech
from .documents import document_at, document_named, type_of
from .model import Annotation

__all__ = ["find_citations"]

_LONGEST = 200
_MARK = re.compile("[《》\n]")
_INNER = re.compile("[〈《]([^〈〉《》]+)[〉》]")
_SPACE = re.compile(r"\s+")
# （以下简称《条例》）: from here on the short name means this document.
_CALLED = re.compile(
    r"\((?:[^()《》“”\n]{1,30}[,;])?(?:以下|下文)?(?:统一?|均|一律)?(?:简称|下称)为?:?[《“]([^《》“”()\n]{1,20})[》”]\)"
)
# How far from a title its date is looked for.
_REACH = 40
_YEAR = r"(?P<year>(?:19|20)\d\d|(?:一九|二[〇零*])[〇零*一二三四五六七八九]{2}|今年|去年|前年)年?"
_DAY = rf"{_YEAR}(?:(?P<month>0?[1-9]|1[0-2])月(?:份|(?P<day>0?[1-9]|[12]\d|3[01])[日号])?)?"
_ISSUED = "(?:重新|最新|新)?(?:修订|修正|修改|制定|印发|颁布|颁行|发布|公布|出台|下发|通过|施行|实施|颁发)"
# 2024年2月修订的《…》; 2017年5月26日,中央出台了《…》; 2015年《…》; 2024年版《…》.
_BEFORE = re.compile(
    rf"{_DAY}(?:,?[^,。;:!?、《》()\n]{{0,14}}?{_ISSUED}(?:并实施|实施|施行)?[了的]?(?:新版?|新修订的?)?|版的?|的)?$"
)
# 《…》（2024年2月修订）; 《…》(中办发〔2017〕33号).
_AFTER = re.compile(
    rf"\((?:[^()《》\n]{{0,12}}?{_DAY}[^()《》,;\n]{{0,12}}|[^()《》,;\n]{{1,14}}[〔\[](?P<number>(?:19|20)\d\d)[〕\]]\d+号)[),;]"
)
# 《…（2019年修订）》.
_INSIDE = re.compile(rf"\({_DAY}(?:第.次)?(?:{_ISSUED}|版)[^()]{{0,4}}\)$")
_DIGITS = str.maketrans("〇零*一二三四五六七八九", "000123456789")
_RELATIVE = {"今年": 0, "去年": 1, "前年": 2}


def find_citations(speech: Speech) -> list[Annotation]:
    """Find the document titles of a speech.

    Returns
    -------
    list of Annotation
        The outermost titles in the order of the text, with their 《》; the label is the title without.
        Attributes: document (the document's full name: that of our list, that which the text gave a short
        name, else the title), type (by the title's ending), date (ISO, where the text gives it), known
        (whether it is in our list), version (the one that holds at the speech's date), status (现行, 已修订,
        已废止 at that date; None where it cannot be known) and inner (the titles inside the title).

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> text = "学习《关于修改〈中国共产党巡视工作条例〉的决定》和2024年2月修订的《巡视工作条例》。"
    >>> speech, = split(Source.from_text("a", text))
    >>> [each.label for each in find_citations(speech)]
    ['关于修改〈中国共产党巡视工作条例〉的决定', '巡视工作条例']
    >>> attributes = find_citations(speech)[1].attributes
    >>> [attributes[key] for key in ("document", "type", "date", "known")]
    ['中国共产党巡视工作条例', '条例', '2024-02', True]
    """
    text, view = speech.source.text, speech.source.view
    # What a short name stands for: the full one, and its date where the text gives it there.
    called: dict[str, tuple[str, str | None]] = {}
    found = []
    for start, end in _spans(view, speech.start, speech.end):
        label = text[start + 1 : end - 1]
        title, date = called.get(_name(label), (label, None))
        date = _date_of(view, start, end, speech) or date
        short = _CALLED.match(view, end)
        if short:
            called[_name(short[1])] = title, date
        attributes = _attributes(title, date, speech.date)
        found.append(Annotation(start, end, "citation", label, "book-title-marks", attributes))
    return found


def _spans(view: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for mark in _MARK.finditer(view, begin, stop):
        index = mark.start()
        if view[index] == "《":
            opened.append(index)
        elif view[index] == "\n":
            # A title does not run over a paragraph: a mark left open there is a slip of the writer.
            opened.clear()
        elif opened:
            start = opened[0]
            opened.pop()
            if not opened and 1 < index - start <= _LONGEST:
                yield start, index + 1


def _attributes(title: str, date: str | None, speech_date: str | None) -> dict[str, Any]:
    document = document_named(title)
    state = document_at(title, speech_date, of=date)
    return {
        "document": document.name if document else _name(title),
        "type": type_of(document.name if document else title),
        "date": date,
        "known": document is not None,
        "version": state.version.label if state and state.version else None,
        "status": state.status if state else None,
        "inner": [_SPACE.sub("", each) for each in _INNER.findall(title)],
    }


def _name(title: str) -> str:
    return _SPACE.sub("", title)


def _date_of(view: str, start: int, end: int, speech: Speech) -> str | None:
    """The document's date where the text gives it: in the title, in parentheses behind it, or before it."""
    reach = max(speech.start, start - _REACH)
    before = view[max(reach, view.rfind("\n", reach, start) + 1) : start]
    match = _INSIDE.search(view[start + 1 : end - 1]) or _AFTER.match(view, end) or _nearest(before)
    return _iso(match, speech.date) if match else None


def _nearest(before: str) -> re.Match[str] | None:
    """The last date that stands in such a way before a title."""
    place = before.rfind("年")
    while place >= 0:
        for width in (4, 1):
            match = _BEFORE.match(before, place - width) if place >= width else None
            if match:
                return match
        place = before.rfind("年", 0, place)
    return None


def _iso(match: re.Match[str], speech_date: str | None) -> str | None:
    parts = match.groupdict()
    year = parts.get("number") or parts["year"]
    if year in _RELATIVE:
        if not speech_date:
            return None
        year = str(int(speech_date[:4]) - _RELATIVE[year])
    date = year.translate(_DIGITS)
    for key in ("month", "day"):
        if parts.get(key):
            date += f"-{int(parts[key]):02}"
    return date
