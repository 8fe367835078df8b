"""Speeches as what is held against each other, by their numbers: in memory or read from tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..speeches import Speech
from .lexicon import Lexicon
from .model import Annotation
from .passages import Side
from .repeats import Read, read_of
from .substance import body_of

__all__ = ["Annotations", "Compared"]

Annotations = Callable[[Speech, str], Sequence[Annotation]]


@dataclass(frozen=True)
class Compared:
    """Speeches that are held against each other, by their numbers.

    Parameters
    ----------
    sources, ids : sequence of str
    texts : sequence of str
        As they stand in their sources.
    begins : sequence of int
        Where each begins in its source.
    bodies : sequence of (int, int)
        What of each takes part, as offsets into its source: see `xuncha_nlp.extractors.substance.body_of`.
    read : callable
        Returns a speech as it is read, by its number.
    spans : callable
        Returns start, end and label of the annotations of a kind in a speech, by its number.
    lexicon : Lexicon
        By which their formulae were found.
    """

    sources: Sequence[str]
    ids: Sequence[str]
    texts: Sequence[str]
    begins: Sequence[int]
    bodies: Sequence[tuple[int, int]]
    read: Callable[[int], Read]
    spans: Callable[[int, str], Iterable[tuple[int, int, str]]]
    lexicon: Lexicon

    @classmethod
    def of(cls, speeches: Sequence[Speech], annotations: Annotations | None = None) -> Compared:
        """Return speeches as what is compared; their annotations are made where none are given."""
        make = annotations or _annotated
        return cls(
            [speech.source.name for speech in speeches],
            [speech.id for speech in speeches],
            [speech.text for speech in speeches],
            [speech.start for speech in speeches],
            [
                body_of(
                    speech.text,
                    speech.start,
                    speech.body_start,
                    speech.closing.start if speech.closing else None,
                )
                for speech in speeches
            ],
            lambda number: read_of(speeches[number]),
            lambda number, kind: [
                (each.start, each.end, each.label) for each in make(speeches[number], kind)
            ],
            Lexicon.load(),
        )

    def body(self, number: int) -> Read:
        """Return what takes part of a speech, as it is read."""
        import numpy as np

        text, offsets = self.read(number)
        first, last = np.searchsorted(offsets, self.bodies[number]).tolist()
        return text[first:last], offsets[first:last]

    def text(self, number: int, start: int, end: int) -> str:
        """Return the text of a speech between two offsets into its source."""
        begin = self.begins[number]
        return self.texts[number][start - begin : end - begin]

    def side(self, number: int, start: int, end: int) -> Side:
        """Return a stretch of a speech."""
        return Side(self.sources[number], self.ids[number], start, end, self.text(number, start, end))


def _annotated(speech: Speech, kind: str) -> Sequence[Annotation]:
    from . import annotate

    return annotate(speech, [kind])
