"""Some speeches of a corpus directory: what a corpus asks of them is read from tables and indexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

from ..speeches import Speech
from .index import Hits
from .spans import Sections
from .store import Store
from .texts import Texts
from .tokens import Tokens
from .units import characters_of_store, sections_of_store, texts_of_store, tokens_of_store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Stored"]


class Stored(Sequence[Speech]):
    """Some speeches of a store, each made when it is asked for.

    Parameters
    ----------
    store : Store
    chosen : array of int, shape (n,), optional
        Their places in the store, ascending; all by default.
    """

    def __init__(self, store: Store, chosen: NDArray[np.int64] | None = None) -> None:
        self.store = store
        self.chosen = chosen

    @property
    def segmenter(self) -> str:
        """What has cut them into tokens."""
        return self.store.manifest.segmenter

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of the bytes of each source, by its name."""
        return self.store.hashes

    def facts(self) -> list[dict[str, Any]]:
        """Return what is known of each speech beside its text, a row a speech."""
        table = self.store.facts if self.chosen is None else self.store.facts.take(self.chosen)
        rows: list[dict[str, Any]] = table.to_pylist()
        return rows

    def column(self, name: str) -> list[Any]:
        """Return one of the facts of each speech."""
        values = self.store.column(name)
        return values if self.chosen is None else [values[place] for place in self.chosen.tolist()]

    def text(self, place: int, start: int, end: int) -> str:
        """Return the text of the source of a speech between two offsets, as far as they are in the speech."""
        return self.store.text(place if self.chosen is None else int(self.chosen[place]), start, end)

    def choose(self, places: Sequence[int]) -> Stored:
        """Return those of the speeches at some places among them."""
        import numpy as np

        wanted = np.array(places, np.int64)
        return Stored(self.store, wanted if self.chosen is None else self.chosen[wanted])

    def by_id(self, speech_id: str) -> Speech:
        """Return a speech by its id; KeyError where it is not among them."""
        place = self.store.places[speech_id]
        if self.chosen is not None and place not in self.chosen:
            raise KeyError(speech_id)
        return self.store.speech(place)

    def find(self, phrase: str) -> Hits:
        """Return every occurrence of a phrase in them."""
        import numpy as np

        hits = self.store.hits(phrase)
        if self.chosen is None:
            return hits
        # Their place among those chosen; -1 for a speech that is not.
        place = np.full(len(self.store), -1, np.int32)
        place[self.chosen] = np.arange(len(self.chosen), dtype=np.int32)
        inside = place[hits.speech] >= 0
        return Hits(place[hits.speech][inside], hits.start[inside], hits.end[inside])

    def __len__(self) -> int:
        return len(self.store) if self.chosen is None else len(self.chosen)

    def __iter__(self) -> Iterator[Speech]:
        return (self[place] for place in range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Speech: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Speech]: ...

    def __getitem__(self, place: int | slice) -> Speech | Sequence[Speech]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        place %= len(self)
        return self.store.speech(place if self.chosen is None else int(self.chosen[place]))

    def tokens(self) -> Tokens:
        """Return their tokens, mapped from the indexes."""
        return tokens_of_store(self)

    def characters(self) -> Tokens:
        """Return their characters as tokens."""
        return characters_of_store(self)

    def texts(self) -> tuple[Texts, ...]:
        """Return their texts as they are read, laid end to end."""
        return texts_of_store(self)

    def outlines(self) -> Sections:
        """Return their sections."""
        return sections_of_store(self)
