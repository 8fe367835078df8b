"""Citations: document titles in 《》, nested ones once."""

from __future__ import annotations

import re

from ..speeches import Speech
from .model import Annotation

__all__ = ["find_citations"]

_LONGEST = 200
_MARK = re.compile("[《》\n]")


def find_citations(speech: Speech) -> list[Annotation]:
    """Find the document titles of a speech.

    Returns
    -------
    list of Annotation
        The outermost titles in the order of the text, with their 《》; the label is the title without.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a", "学习《关于修改〈中国共产党巡视工作条例〉的决定》。"))
    >>> [each.label for each in find_citations(speech)]
    ['关于修改〈中国共产党巡视工作条例〉的决定']
    """
    text = speech.source.text
    found = []
    opened: list[int] = []
    for mark in _MARK.finditer(text, speech.start, speech.end):
        index = mark.start()
        if text[index] == "《":
            opened.append(index)
        elif text[index] == "\n":
            # A title does not run over a paragraph: a mark left open there is a slip of the writer.
            opened.clear()
        elif opened:
            start = opened[0]
            opened.pop()
            if not opened and 1 < index - start <= _LONGEST:
                label = text[start + 1 : index]
                found.append(Annotation(start, index + 1, "citation", label, "book-title-marks"))
    return found
