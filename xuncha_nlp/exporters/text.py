"""Writer for plain text: the lines, and a blank line between two speeches."""

from __future__ import annotations

from collections.abc import Iterable

from ..speeches import Speech
from .blocks import blocks

__all__ = ["write_text"]


def write_text(speeches: Iterable[Speech]) -> str:
    r"""Return speeches as plain text, a line a paragraph, without indents.

    Parameters
    ----------
    speeches : iterable of Speech
        Speeches of any source.

    Returns
    -------
    str
        Every line ends in a line feed.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> write_text(split(Source.from_text("a.txt", "在动员会上的讲话\n\n　　现在开会。")))
    '在动员会上的讲话\n现在开会。\n'
    """
    return "\n".join("".join(f"{block.text}\n" for block in blocks(speech)) for speech in speeches)
