"""The text of a .docx as it is read: element by element, with account of what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile
from typing import Any, NamedTuple

from .docx_numbers import Numbers
from .docx_package import attribute, child, local
from .docx_styles import APPENDIX_STYLES, TITLE_BREAK_STYLE, Styles, switched
from .model import Note

__all__ = ["Piece", "Story"]

# Whatever is not named here is looked into: a new wrapper around text must not swallow it.
_PROPERTIES = frozenset(
    ["pPr", "rPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"]
) | frozenset(["rubyPr", "rt", "ctrlPr", "instrText", "delText", "delInstrText"])
_DELETED = frozenset({"del", "moveFrom"})
_INSERTED = frozenset({"ins", "moveTo"})
_WRITTEN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_PICTURES = frozenset({"drawing", "pict", "object"})
_LEFT_OUT = {
    "commentReference": "comments",
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "altChunk": "chunks",
}
# What a symbol font shows at these codes no text can say.
_PRIVATE = range(0xE000, 0xF900)
# A page or column that ends inside a paragraph: a line break to the eye, but only between two texts.
_PAGE = "\f"


# A text inside a paragraph, and the element that it is from.
_Part = tuple[str, Any]


class Piece(NamedTuple):
    """A stretch of the text and the element that it is written in.

    For text the element is what is written inside a run (``w:t``, ``w:tab`` …), for an automatic number
    the paragraph that shows it.
    """

    start: int
    text: str
    element: Any


class Story:
    """Collects the lines of a document from the blocks of its body.

    Parameters
    ----------
    styles : Styles
    numbers : Numbers
        They count the paragraphs as they come.
    traced : bool
        Whether to keep the `pieces`, and with them the elements.
    """

    def __init__(self, styles: Styles, numbers: Numbers, *, traced: bool = False) -> None:
        self.pieces: list[Piece] = []
        self._traced = traced
        self._length = 0
        self._lines: list[str] = []
        self._styles = styles
        self._numbers = numbers
        self._counts: Counter[str] = Counter()
        # Of a paragraph whose mark was deleted: its text goes on in the next one.
        self._open: list[_Part] = []

    def add(self, element: Any) -> None:
        """Add the lines of a block: a paragraph, a table or whatever wraps them."""
        name = local(element)
        if name == "p":
            self._paragraph(element)
        elif name in _DELETED:
            self._counts["deletions"] += 1
        elif name in _LEFT_OUT:
            self._counts[_LEFT_OUT[name]] += 1
        elif name == "tc" and _continues(element):
            # The part of a merged cell that lies in a further row: nothing of it is shown.
            return
        elif name not in _PROPERTIES:
            self._counts["insertions"] += name in _INSERTED
            for each in _branch(element):
                self.add(each)

    def _paragraph(self, element: Any) -> None:
        properties = child(element, "pPr")
        style = attribute(child(properties, "pStyle")) or self._styles.default
        if self._styles.name(style) in APPENDIX_STYLES:
            self._counts["appendix"] += 1
            return
        parts: list[_Part] = []
        boxes: list[Any] = []
        hidden = self._counts["hidden"]
        self._inline(element, parts, boxes, bool(self._styles.hides(style)))
        parts = [*self._open, *_without_outer_pages(parts)]
        self._open = []
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self._open = parts
        # Hidden from beginning to end, mark and all: not even an empty line is seen of it.
        elif parts or self._counts["hidden"] == hidden or not switched(child(mark, "vanish")):
            label = self._numbers.label(properties, style)
            if label or parts or not boxes:
                self._add_line([(label, element), *parts] if label else parts)
        for box in boxes:
            self._counts["boxes"] += 1
            for each in box:
                self.add(each)

    def _add_line(self, parts: list[_Part]) -> None:
        self._lines.append("".join(text for text, _ in parts))
        if self._traced:
            start = self._length
            for text, element in parts:
                self.pieces.append(Piece(start, text, element))
                start += len(text)
            self._length = start + 1

    def _inline(self, element: Any, parts: list[_Part], boxes: list[Any], hidden: bool) -> None:
        for each in _branch(element):
            name = local(each)
            if name in {"t", "sym", "br"} or name in _WRITTEN:
                self._write(name, each, parts, hidden)
            elif name in _DELETED:
                self._counts["deletions"] += 1
            elif name in _LEFT_OUT:
                self._counts[_LEFT_OUT[name]] += 1
            elif name in _PICTURES:
                boxes += _boxes(each)
            elif name not in _PROPERTIES:
                self._counts["insertions"] += name in _INSERTED
                self._inline(each, parts, boxes, self._hides(each, hidden) if name == "r" else hidden)

    def _write(self, name: str, element: Any, parts: list[_Part], hidden: bool) -> None:
        if name == "t":
            text = element.text or ""
        elif name == "sym":
            text = self._symbol(element)
        elif name == "br":
            text = self._break(element)
        else:
            text = _WRITTEN[name]
        if hidden:
            self._counts["hidden"] += len(text)
        elif text:
            parts.append((text, element))

    def _break(self, element: Any) -> str:
        if attribute(element, "type") in {"page", "column"}:
            return _PAGE
        style = attribute(child(element.getparent(), "rPr", "rStyle"))
        return "" if style and self._styles.name(style) == TITLE_BREAK_STYLE else "\n"

    def _symbol(self, element: Any) -> str:
        try:
            code = int(attribute(element, "char"), 16)
        except ValueError:
            code = _PRIVATE.start
        if code in _PRIVATE or not 0x20 <= code <= 0xFFFF or 0xD800 <= code < _PRIVATE.start:  # noqa: PLR2004
            self._counts["symbols"] += 1
            return ""
        return chr(code)

    def _hides(self, run: Any, inherited: bool) -> bool:
        properties = child(run, "rPr")
        if properties is None:
            return inherited
        own = switched(child(properties, "vanish"))
        style = self._styles.hides(attribute(child(properties, "rStyle"))) if own is None else own
        return inherited if style is None else style

    def text(self) -> str:
        """Return what was added so far, a line a paragraph."""
        if self._open:
            # The last paragraph's mark was deleted, and nothing follows for it to go on in.
            self._add_line(self._open)
            self._open = []
        return "\n".join(self._lines)

    def notes(self) -> Iterator[Note]:
        """Yield what was left out and what was brought in, a note for each kind of thing."""
        count = self._counts
        if count["comments"]:
            yield Note("docx-comments", f"有 {count['comments']} 条批注，未计入正文")
        if count["insertions"] or count["deletions"]:
            yield Note(
                "docx-revisions",
                f"有未接受的修订：插入 {count['insertions']} 处，已计入正文；删除 {count['deletions']} 处，未计入正文",
            )
        if count["footnotes"] or count["endnotes"]:
            said = [
                f"{count[key]} 条{word}"
                for key, word in (("footnotes", "脚注"), ("endnotes", "尾注"))
                if count[key]
            ]
            yield Note("docx-footnotes", f"有 {'、'.join(said)}，未计入正文")
        if count["hidden"]:
            yield Note("docx-hidden", f"有 {count['hidden']} 个字设为隐藏，未计入正文")
        if count["boxes"]:
            yield Note("docx-text-boxes", f"有 {count['boxes']} 个文本框，文字接在所在段落之后")
        if count["symbols"]:
            yield Note("docx-symbols", f"有 {count['symbols']} 个符号是图形字体里的，写不成文字，未计入正文")
        if count["chunks"]:
            yield Note("docx-chunks", f"嵌入了 {count['chunks']} 个别的文件，未计入正文")
        if count["appendix"]:
            yield Note("docx-appendix", "附有来源表，未计入正文")


def _without_outer_pages(parts: list[_Part]) -> list[_Part]:
    """Drop the page breaks at both ends of a paragraph; between two texts, one is a line break."""
    for _ in range(2):
        parts = [*dropwhile(lambda part: part[0] == _PAGE, parts)][::-1]
    return [("\n" if text == _PAGE else text, element) for text, element in parts]


def _branch(element: Any) -> Any:
    """The children of an element; of a choice between ways to show one thing, those of the first."""
    if local(element) != "AlternateContent":
        return element
    return next((each for each in element if local(each) in {"Choice", "Fallback"}), ())


def _boxes(element: Any) -> Iterator[Any]:
    for each in _branch(element):
        if local(each) == "txbxContent":
            yield each
        else:
            yield from _boxes(each)


def _continues(cell: Any) -> bool:
    merge = child(cell, "tcPr", "vMerge")
    return merge is not None and attribute(merge) in {"", "continue"}
