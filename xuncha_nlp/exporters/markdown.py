"""Writer for Markdown: the text survives, read by CommonMark it has the same lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..speeches import Speech
from .blocks import Block, blocks

__all__ = ["write_markdown"]

_DEEPEST = 6
# What may mean something to CommonMark, to GitHub or to a formula extension, anywhere in a line …
_SPECIAL = re.compile(r"[\\`*_\[\]<>&~|$#]")
# … and what may at its beginning: a list, a rule, a definition, a title block.
_BULLET = re.compile(r"[-+=:%]")
_NUMBER = re.compile(r"(\d+)([.)])")
# Space at the ends, other than the plain one, is cut off by some readers. (A control character has no
# numeric name in Markdown.)
_EDGE_SPACE = re.compile(r"^[^\S\x1c-\x1f\x85]+|[^\S\x1c-\x1f\x85]+$")
_FINAL = re.compile(r"[\s。；;！!？?”’」』）)]*$")


def write_markdown(speeches: Iterable[Speech]) -> str:
    r"""Return speeches as Markdown: title lines as ``#``, headings on a line of their own from ``##``.

    Parameters
    ----------
    speeches : iterable of Speech
        Speeches of any source.

    Returns
    -------
    str
        One block a line of text, a blank line between.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> text = "在动员会上的讲话\n一、认识\n（一）看清形势。任务很重。\n1.摸底。由**同志负责。"
    >>> print(write_markdown(split(Source.from_text("a.txt", text))))
    # 在动员会上的讲话
    <BLANKLINE>
    ## 一、认识
    <BLANKLINE>
    **（一）看清形势**。任务很重。
    <BLANKLINE>
    **1.摸底**。由\*\*同志负责。
    <BLANKLINE>
    """
    return "".join(f"{_markdown(block)}\n\n" for speech in speeches for block in blocks(speech))[:-1]


def _markdown(block: Block) -> str:
    if block.role == "title":
        return f"# {_escape(block.text)}"
    if block.is_heading:
        return f"{'#' * min(block.level + 1, _DEEPEST)} {_escape(block.text)}"
    if block.is_run_in:
        # A closing ** between a full stop and a character is no closing one in CommonMark, and the stars
        # would stand in the text: the heading's final punctuation stays outside.
        lead = _FINAL.sub("", block.text[: block.lead])
        return f"**{_escape_inside(lead)}**{_escape_inside(block.text[len(lead) :])}"
    return _escape(block.text)


def _escape(text: str) -> str:
    """Escape a line, its beginning included."""
    if _BULLET.match(text):
        return "\\" + _escape_inside(text)
    number = _NUMBER.match(text)
    if number:
        return f"{number[1]}\\{number[2]}{_escape_inside(text[number.end() :])}"
    return _escape_inside(text)


def _escape_inside(text: str) -> str:
    escaped = _SPECIAL.sub(r"\\\g<0>", text)
    return _EDGE_SPACE.sub(lambda match: "".join(f"&#{ord(space)};" for space in match.group()), escaped)
