"""The closing words of a speech: an adjournment, thanks, a call to those present."""

from __future__ import annotations

from collections.abc import Sequence

from .dates import parse_date_line
from .lines import Line
from .model import Span
from .numbering import begins_with_number
from .patterns import pattern

__all__ = ["find_closing"]

_PARAGRAPHS = 3
# A signature, its date, a remark are no longer.
_LONGEST_SIGNATURE = 30


def find_closing(lines: Sequence[Line]) -> Span | None:
    """Find the closing words among a speech's last paragraphs.

    A paragraph that carries a number of its own is no closing: it is the last section. Nor is anything
    above it, or a salutation. A signature and a date below them belong to them and are not counted.

    Parameters
    ----------
    lines : sequence of Line
        The lines of the body, at least one.

    Examples
    --------
    >>> texts = ("同志们：", "一、认识", "要学。", "我就讲这些。", "散会。")
    >>> lines = [Line(10 * at, 10 * at + len(text), text, text) for at, text in enumerate(texts)]
    >>> find_closing(lines)
    Span(start=30, end=43)
    """
    signed = len(lines)
    while signed > 1 and _is_signature(lines[signed - 1]):
        signed -= 1
    tail = lines[max(0, signed - _PARAGRAPHS) : signed]
    numbered = [begins_with_number(line.text) for line in tail]
    first = max((index + 1 for index, found in enumerate(numbered) if found), default=0)
    for line in tail[first:]:
        if line is lines[0] or line.text.endswith(":"):
            continue
        if pattern("closing").search(line.text):
            return Span(line.start, lines[-1].end)
    if numbered[-2:] == [True, False] and pattern("closing_soft").search(tail[-1].text):
        return Span(tail[-1].start, lines[-1].end)
    return None


def _is_signature(line: Line) -> bool:
    """A date, a separator, an authority or a remark below the last paragraph."""
    text = line.text
    if len(text) > _LONGEST_SIGNATURE or pattern("closing").search(text) or begins_with_number(text):
        return False
    return bool(
        parse_date_line(text)
        or pattern("separator").search(text)
        or pattern("signature").search(text)
        or pattern("remark").search(text)
    )
