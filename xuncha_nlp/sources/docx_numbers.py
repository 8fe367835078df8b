"""Automatic numbering of a .docx turned back into the numbers that a reader sees.

Word keeps no number in the text of a paragraph that it numbers itself: only the list that the paragraph
belongs to and its level. The list says how each level is written (``%1、``, ``（%2）``) and where it
begins; counting is left to whoever reads.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..numerals import to_han
from .docx_package import attribute, child, local
from .docx_styles import Styles

__all__ = ["Numbers"]

# A list that Word itself would write has nine levels.
_LEVELS = 9
_MARK = re.compile(r"%([1-9])")


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)  # noqa: PLR2004


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


# How Word's number formats are written; one that is not listed is written in Arabic numerals.
_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": to_han,
    "chineseCountingThousand": to_han,
    "chineseLegalSimplified": to_han,
    "ideographDigital": to_han,
    "japaneseCounting": to_han,
    "taiwaneseCountingThousand": to_han,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _full_width,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}
_UNWRITTEN = frozenset({"none", "bullet"})


# Word counts no further; a document that says otherwise is not to make us write a million letters.
_LARGEST = 32_767


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is written: its first number, number format, text, and what follows."""

    start: int
    form: str
    text: str
    joined: bool


class Numbers:
    """Counts the numbered paragraphs of a document; they must be asked for in their order.

    Parameters
    ----------
    root : lxml element, optional
        The root of the numbering part; a document without numbering has none.
    styles : Styles
    """

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._seen: set[str] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        links: dict[str, str] = {}
        for each in root:
            if local(each) == "abstractNum":
                name = attribute(each, "abstractNumId")
                self._levels[name] = _levels(each)
                links[name] = attribute(child(each, "numStyleLink"))
        for each in root:
            if local(each) == "num":
                name = attribute(each, "numId")
                self._lists[name] = attribute(child(each, "abstractNumId"))
                overrides = [own for own in each if local(own) == "lvlOverride"]
                starts = ((_integer(own, 0, "ilvl"), child(own, "startOverride")) for own in overrides)
                self._starts[name] = {level: _integer(at, 1) for level, at in starts if at is not None}
                self._own[name] = {at: level for own in overrides for at, level in _levels(own).items()}
        # A definition that only points to a list style has its levels in the list of that style.
        for name, style in links.items():
            target = attribute(child(self._styles.list_of(style), "numId")) if style else ""
            self._levels[name] = self._levels[name] or self._levels.get(self._lists.get(target, ""), {})

    def label(self, properties: Any | None, style: str) -> str:
        """Return the number that Word shows before a paragraph, ``""`` where it shows none.

        Parameters
        ----------
        properties : lxml element, optional
            The ``pPr`` of the paragraph.
        style : str
            The name of its style.
        """
        if not self._lists:
            return ""
        # Its own list, or that of its style or of one that this is based on.
        numbering = child(properties, "numPr")
        if child(numbering, "numId") is None:
            numbering = self._styles.list_of(style)
        if numbering is None:
            return ""
        name = attribute(child(numbering, "numId"))
        level = _integer(child(numbering, "ilvl"), 0)
        abstract = self._lists.get(name)
        if abstract is None or level not in range(_LEVELS):
            return ""
        definition = self._level(name, level)
        if definition is None:
            return ""
        # Lists made from one definition go on counting each other's numbers, but where they say otherwise.
        counts = self._counts[abstract]
        if name not in self._seen:
            self._seen.add(name)
            for at in self._starts[name]:
                for deeper in range(at, _LEVELS):
                    counts.pop(deeper, None)
        for above in range(level):
            counts.setdefault(above, self._start(name, above))
        counts[level] = counts[level] + 1 if level in counts else self._start(name, level)
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)
        return self._write(name, definition, counts)

    def _level(self, name: str, level: int) -> _Level | None:
        return self._own[name].get(level) or self._levels.get(self._lists[name], {}).get(level)

    def _start(self, name: str, level: int) -> int:
        definition = self._level(name, level)
        return self._starts[name].get(level, definition.start if definition else 1)

    def _write(self, name: str, definition: _Level, counts: dict[int, int]) -> str:
        if definition.form in _UNWRITTEN:
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level = self._level(name, at)
            value = counts.get(at, 1)
            written = _WRITERS.get(level.form, str) if level and 0 < value <= _LARGEST else str
            return written(value)

        text = _MARK.sub(number, definition.text)
        # What parts the number from the text is a tab by default: to the eye a space, and behind 、 nothing.
        closed = not text or not text[-1].isalnum() or unicodedata.category(text[-1]) == "No"
        return text if closed or definition.joined else f"{text} "


def _levels(element: Any) -> dict[int, _Level]:
    return {_integer(each, 0, "ilvl"): _read_level(each) for each in element if local(each) == "lvl"}


def _read_level(element: Any) -> _Level:
    form, text = attribute(child(element, "numFmt")), attribute(child(element, "lvlText"))
    start = _integer(child(element, "start"), 1)
    return _Level(start, form, text, attribute(child(element, "suff")) == "nothing")


def _integer(element: Any | None, missing: int, name: str = "val") -> int:
    try:
        return int(attribute(element, name))
    except ValueError:
        return missing
