"""From offsets into the text of a .docx to places in its XML, with runs split where an offset falls into one.

The offsets are those of our own reader: it says itself which element each character is from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from ..sources.docx_package import local
from ..sources.docx_story import Piece

__all__ = ["Places"]

_RUNS = frozenset({"r", "oMath", "oMathPara"})
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Places:
    """The places of a document's text.

    Parameters
    ----------
    pieces : sequence of Piece
        See `xuncha_nlp.sources.docx_story.Story`. Not empty.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = list(pieces)
        self._starts = [each.start for each in pieces]

    def span(self, start: int, end: int) -> tuple[Any | None, Any]:
        """Return the first and the last element of a stretch of text: what goes around it goes around them.

        They are runs of the document's body, split from what stands before and behind. A place in a text
        box is that of the box, because Word has no comments in one; a stretch that goes out of a cell of a
        table or a box, or into one, ends with the last text that is with its beginning; an automatic number stands for the text behind it.

        Returns
        -------
        first : lxml element or None
            None where nothing stands between the offsets: then `last` is what stands before them.
        last : lxml element
            A run, or an empty paragraph that shows nothing but its number.
        """
        first = here = self._index(start)
        if start >= self._end(first) and first + 1 < len(self._pieces):
            # Between two paragraphs: the line break is in no element.
            first += 1
        numbered = self._is_number_of_next(first)
        first += numbered
        last = self._index(max(end - 1, start))
        home = _container(self._pieces[first].element)
        while last > first and _container(self._pieces[last].element) is not home:
            last -= 1
        begin, stop = max(start, self._pieces[first].start), min(end, self._end(last))
        if numbered and start < end <= begin:
            # The number alone.
            stop = self._end(first)
        if start >= end or begin >= stop or local(self._pieces[first].element) == "p":
            return None, _anchor(self._pieces[here].element)
        # The end first: what is split off goes before the run, which stays the one that ends there.
        final = self._until(stop)
        return self._split(self._index(begin), begin), final

    def _index(self, offset: int) -> int:
        """The piece that an offset stands in, or the one before it."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def _end(self, index: int) -> int:
        piece = self._pieces[index]
        return piece.start + len(piece.text)

    def _is_number_of_next(self, index: int) -> bool:
        element = self._pieces[index].element
        return (
            local(element) == "p"
            and index + 1 < len(self._pieces)
            and element in self._pieces[index + 1].element.iterancestors()
        )

    def _until(self, offset: int) -> Any:
        """The run that ends at an offset."""
        index = self._index(offset - 1)
        if offset < self._end(index):
            self._split(index, offset)
            index = self._index(offset - 1)
        elif index + 1 < len(self._pieces) and self._shares_run(index):
            self._split(index + 1, self._pieces[index + 1].start)
        return _anchor(self._pieces[index].element)

    def _shares_run(self, index: int) -> bool:
        return _anchor(self._pieces[index].element) is _anchor(self._pieces[index + 1].element)

    def _split(self, index: int, offset: int) -> Any:
        """Make a run begin at an offset, and return it; what comes before goes into a run of its own."""
        start, text, element = self._pieces[index]
        run = _anchor(element)
        if element.getparent() is not run:
            # A number, a text box, a reading above its character: not to be taken apart.
            return run
        at = offset - start
        if 0 < at < len(text):
            if local(element) != "t":
                return run
            before = deepcopy(element)
            before.text, element.text = text[:at], text[at:]
            for each in (before, element):
                each.set(_SPACE, "preserve")
            element.addprevious(before)
            self._pieces[index : index + 1] = [
                Piece(start, text[:at], before),
                Piece(offset, text[at:], element),
            ]
            self._starts.insert(index + 1, offset)
        moved = [each for each in element.itersiblings(preceding=True) if local(each) != "rPr"][::-1]
        if moved:
            left = run.makeelement(run.tag, dict(run.attrib), nsmap=run.nsmap)
            left.extend(deepcopy(each) for each in run if local(each) == "rPr")
            left.extend(moved)
            run.addprevious(left)
        return run


def _anchor(element: Any) -> Any:
    """The outermost run (or formula) of the body that an element is written in; its paragraph without one."""
    found = None
    for each in (element, *element.iterancestors()):
        name = local(each)
        if name in _RUNS:
            found = each
        elif name == "p" and not any(local(above) == "txbxContent" for above in each.iterancestors()):
            return each if found is None else found
        elif name == "txbxContent":
            found = None
    raise AssertionError("text outside of a paragraph")


def _container(element: Any) -> Any:
    """The cell or the text box that an element stands in; None for the body."""
    return next((each for each in element.iterancestors() if local(each) in {"tc", "txbxContent"}), None)
