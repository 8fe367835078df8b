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
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

__all__ = ["Numbers"]

# A list that Word itself would write has nine levels.
_LEVELS = 9
_MARK = re.compile(r"%([1-9])")


def _han(number: int) -> str:
    import cn2an

    return str(cn2an.an2cn(number))


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1) if 1 <= number <= 20 else str(number)  # noqa: PLR2004


def _full_width(number: int) -> str:
    return str(number).translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


# How Word's number formats are written; one that is not listed is written in Arabic numerals.
_WRITERS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _han,
    "chineseCountingThousand": _han,
    "chineseLegalSimplified": _han,
    "ideographDigital": _han,
    "japaneseCounting": _han,
    "taiwaneseCountingThousand": _han,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalFullWidth": _full_width,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
}
_UNWRITTEN = frozenset({"none", "bullet"})


class Numbers:
    """Counts the numbered paragraphs of a document; they must be asked for in their order.

    Parameters
    ----------
    document : Document
        As python-docx opens it.
    """

    def __init__(self, document: Document) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, Any]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._seen: set[str] = set()
        # A document without numbering has no such part, and python-docx would make one.
        part = next(
            (
                rel.target_part
                for rel in document.part.rels.values()
                if not rel.is_external and rel.reltype.endswith("/numbering")
            ),
            None,
        )
        if part is not None:
            self._read(part.element)

    def _read(self, numbering: Any) -> None:
        for abstract in _find(numbering, "w:abstractNum"):
            levels = {int(_value(each, "@w:ilvl") or 0): each for each in _find(abstract, "w:lvl")}
            self._levels[_value(abstract, "@w:abstractNumId")] = levels
        for each in _find(numbering, "w:num"):
            name = _value(each, "@w:numId")
            self._lists[name] = _value(each, "w:abstractNumId/@w:val")
            self._starts[name] = {
                int(_value(override, "@w:ilvl") or 0): int(_value(override, "w:startOverride/@w:val"))
                for override in _find(each, "w:lvlOverride[w:startOverride]")
            }

    def label(self, paragraph: Paragraph) -> str:
        """Return the number that Word shows before a paragraph, ``""`` where it shows none."""
        name, level = _numbering(paragraph)
        abstract = self._lists.get(name)
        if abstract is None or level not in self._levels.get(abstract, {}):
            return ""
        # Lists made from one definition go on counting each other's numbers, but where they say otherwise.
        counts = self._counts[abstract]
        if name not in self._seen:
            self._seen.add(name)
            for at in self._starts[name]:
                for deeper in range(at, _LEVELS):
                    counts.pop(deeper, None)
        for above in range(level):
            counts.setdefault(above, self._start(name, abstract, above))
        counts[level] = counts[level] + 1 if level in counts else self._start(name, abstract, level)
        for deeper in range(level + 1, _LEVELS):
            counts.pop(deeper, None)
        return self._write(abstract, level, counts)

    def _start(self, name: str, abstract: str, level: int) -> int:
        definition = self._levels[abstract].get(level)
        written = _value(definition, "w:start/@w:val") if definition is not None else ""
        return self._starts[name].get(level, int(written or 1))

    def _write(self, abstract: str, level: int, counts: dict[int, int]) -> str:
        levels = self._levels[abstract]
        if _value(levels[level], "w:numFmt/@w:val") in _UNWRITTEN:
            return ""

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form = _value(levels[at], "w:numFmt/@w:val") if at in levels else ""
            return _WRITERS.get(form, str)(counts.get(at, 1))

        text = _MARK.sub(number, _value(levels[level], "w:lvlText/@w:val"))
        # What parts the number from the text is a tab by default: to the eye a space, and behind 、 nothing.
        closed = not text or not text[-1].isalnum() or unicodedata.category(text[-1]) == "No"
        return text if closed or _value(levels[level], "w:suff/@w:val") == "nothing" else f"{text} "


def _numbering(paragraph: Paragraph) -> tuple[str, int]:
    """The list and the level of a paragraph: its own, or those of its style or of one that this is based on."""
    own = _find(paragraph._p, "w:pPr/w:numPr[w:numId]")
    if own:
        return _value(own[0], "w:numId/@w:val"), int(_value(own[0], "w:ilvl/@w:val") or 0)
    style: Any = paragraph.style
    seen: set[str] = set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        found = _find(style.element, "w:pPr/w:numPr[w:numId]")
        if found:
            return _value(found[0], "w:numId/@w:val"), int(_value(found[0], "w:ilvl/@w:val") or 0)
        style = style.base_style
    return "", 0


@cache
def _path(path: str) -> Any:
    from docx.oxml.ns import nsmap
    from lxml import etree

    return etree.XPath(path, namespaces=nsmap)


def _find(element: Any, path: str) -> list[Any]:
    found: list[Any] = _path(path)(element)
    return found


def _value(element: Any, path: str) -> str:
    found = _find(element, path)
    return str(found[0]) if found else ""
