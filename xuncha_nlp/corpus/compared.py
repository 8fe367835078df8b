"""The speeches of a corpus as what is held against each other: read from the tables of a directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..extractors.comparing import Compared
from ..extractors.substance import body_of
from .corpus import Corpus
from .stored import Stored

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
    texts = [
        corpus.text(place, begin, end) for place, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]
    return Compared(
        corpus.facts("source"),
        corpus.facts("speech"),
        texts,
        begins,
        [body_of(*each) for each in zip(texts, begins, *_frames(corpus), strict=True)],
        reading_of(corpus),
        corpus.spans,
        corpus.lexicon,
    )


def _frames(corpus: Corpus) -> tuple[list[int], list[int | None]]:
    """Where the header of each speech ends, and where its closing words begin."""
    speeches = corpus.members
    if not isinstance(speeches, Stored):
        return (
            [speech.body_start for speech in speeches],
            [speech.closing.start if speech.closing else None for speech in speeches],
        )
    rows = [
        row
        for number in range(len(speeches.store.manifest.shards))
        for row in speeches.store.table(number, "speeches", ["start", "header", "closing_start"]).to_pylist()
    ]
    chosen = rows if speeches.chosen is None else [rows[place] for place in speeches.chosen.tolist()]
    return (
        [row["header"][-1]["end"] if row["header"] else row["start"] for row in chosen],
        [row["closing_start"] for row in chosen],
    )


def reading_of(corpus: Corpus) -> Callable[[int], Read]:
    """Return what gives a speech of a corpus as it is read, by its place: text and offsets into the source."""
    import numpy as np

    found = [(part, bounds) for part in corpus.texts for bounds in part.bounds.tolist()]

    def read(place: int) -> Read:
        part, (begin, end) = found[place]
        return part.read(begin, end, True), part.offsets(np.arange(begin, end)).astype(np.int32)

    return read
