"""The speeches of a corpus as what is held against each other: read from the tables of a directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..extractors.reuse import Compared
from .corpus import Corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..extractors.repeats import Read

__all__ = ["compared_of", "reading_of"]


def compared_of(corpus: Corpus) -> Compared:
    """Return the speeches of a corpus as `xuncha_nlp.extractors.reuse.shared` takes them.

    Examples
    --------
    >>> compared = compared_of(Corpus.from_texts({"a.txt": "部署 整改。"}))
    >>> compared.ids, compared.texts, compared.read(0)[0]
    (['a.txt#1'], ['部署 整改。'], '部署 整改。')
    """
    begins, ends = corpus.facts("start"), corpus.facts("end")
    return Compared(
        corpus.facts("source"),
        corpus.facts("speech"),
        [corpus.text(place, begin, end) for place, (begin, end) in enumerate(zip(begins, ends, strict=True))],
        begins,
        reading_of(corpus),
        corpus.spans,
    )


def reading_of(corpus: Corpus) -> Callable[[int], Read]:
    """Return what gives a speech of a corpus as it is read, by its place: text and offsets into the source."""
    import numpy as np

    found = [(part, bounds) for part in corpus.texts for bounds in part.bounds.tolist()]

    def read(place: int) -> Read:
        part, (begin, end) = found[place]
        return part.read(begin, end, True), part.offsets(np.arange(begin, end)).astype(np.int32)

    return read
