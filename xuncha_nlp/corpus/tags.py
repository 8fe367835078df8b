"""The annotations of the speeches of a corpus: those of its directory, or made now where these will not do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..extractors import Annotation, Lexicon, annotate
from ..speeches import Speech
from .rows import annotation_table
from .stored import Stored
from .tokens import Tokens
from .units import annotations_of_store, labels_in, labels_of_store

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["StoredTags", "Tags"]

# The annotations of a kind in a speech, by its id.
Cache = dict[tuple[str, str], tuple[Annotation, ...]]


class Tags:
    """Annotations that are made when they are asked for, and once.

    Parameters
    ----------
    speeches : sequence of Speech
    lexicon : Lexicon
    cache : dict
        What has been made, for others with the same lexicon too.
    """

    def __init__(self, speeches: Sequence[Speech], lexicon: Lexicon, cache: Cache) -> None:
        self._speeches = speeches
        self._lexicon = lexicon
        self._cache = cache

    @property
    def lexicon(self) -> str:
        """The hash of the lexicon by which the speeches are tagged."""
        return self._lexicon.digest

    def of(self, speech: Speech, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind in a speech."""
        key = (speech.id, kind)
        if key not in self._cache:
            self._cache[key] = tuple(annotate(speech, [kind], self._lexicon))
        return self._cache[key]

    def labels(self, kind: str) -> Tokens:
        """Return the labels of a kind as tokens."""
        return labels_in([self.of(speech, kind) for speech in self._speeches], kind)

    def nested(self) -> list[NDArray[np.bool_]]:
        """Return for each part of the labels of formulae which stand inside a longer formula."""
        import numpy as np

        found = [each for speech in self._speeches for each in self.of(speech, "formula")]
        return [np.array([each.attributes["nested_in"] is not None for each in found], dtype=bool)]

    def mentions(self, kind: str, columns: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], pa.Table]]:
        """Yield the place of the speech of each annotation of a kind, and columns of the table of annotations."""
        import numpy as np

        found = [
            (place, speech, each)
            for place, speech in enumerate(self._speeches)
            for each in self.of(speech, kind)
        ]
        table = annotation_table([(speech, each) for _, speech, each in found])
        yield np.array([place for place, _, _ in found], np.int64), table.select(columns)


class StoredTags:
    """The annotations of a corpus directory, read from its tables; they answer as `Tags` do.

    Parameters
    ----------
    stored : Stored
    """

    def __init__(self, stored: Stored) -> None:
        self._stored = stored

    @property
    def lexicon(self) -> str:
        """The hash of the lexicon by which the directory was built."""
        return self._stored.store.manifest.lexicon

    def of(self, speech: Speech, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind in a speech."""
        return self._stored.store.annotations(speech.id, kind)

    def labels(self, kind: str) -> Tokens:
        """Return the labels of a kind as tokens."""
        return labels_of_store(self._stored, kind)

    def nested(self) -> list[NDArray[np.bool_]]:
        """Return for each part of the labels of formulae which stand inside a longer formula."""
        tables = annotations_of_store(self._stored, "formula", ["nested_in"])
        return [table["nested_in"].is_valid().to_numpy() for _, table, _ in tables]

    def mentions(self, kind: str, columns: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], pa.Table]]:
        """Yield the place of the speech of each annotation of a kind, and columns of the table of annotations."""
        import numpy as np

        for places, table, speech in annotations_of_store(self._stored, kind, list(columns)):
            place = places[speech].astype(np.int64)
            yield place[place >= 0], table.select(columns).filter(place >= 0)
