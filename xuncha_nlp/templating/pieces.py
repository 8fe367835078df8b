"""Paragraphs in the making."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..speeches import Speech
from ..speeches.lines import read_lines
from .fill import Replacement
from .model import Edit, Origin

__all__ = ["Piece", "paragraphs"]


@dataclass(slots=True)
class Piece:
    """A paragraph: its text, where it is from, its edits relative to itself, and why it was chosen."""

    text: str
    origin: Origin | None = None
    edits: list[Edit] = field(default_factory=list)
    alternatives: tuple[Origin, ...] = ()
    reason: str = ""


def paragraphs(speech: Speech, start: int, end: int, replacements: Sequence[Replacement]) -> Iterator[Piece]:
    """Yield the paragraphs between two offsets, each with the replacements that fall into it.

    Parameters
    ----------
    speech : Speech
    start, end : int
        Offsets into its source.
    replacements : sequence of Replacement
        Of two that overlap the one named first counts.
    """
    text = speech.source.text
    free: list[Replacement] = []
    for each in replacements:
        inside = start <= each.start and each.end <= end
        if inside and all(each.end <= other.start or other.end <= each.start for other in free):
            free.append(each)
    free.sort(key=lambda each: (each.start, each.end))
    for line in read_lines(speech.source):
        if line.start < start or line.start >= end:
            continue
        stop = min(line.end, end)
        piece = Piece("", Origin.of(speech, line.start, stop))
        position = line.start
        for each in free:
            if each.start < position or each.end > stop:
                continue
            before = text[each.start : each.end]
            piece.text += text[position : each.start]
            if before != each.after:
                begin = len(piece.text)
                piece.edits.append(Edit(begin, begin + len(each.after), before, each.after, each.slot))
            piece.text += each.after
            position = each.end
        piece.text += text[position:stop]
        yield piece
