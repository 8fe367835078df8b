"""`Corpus`: speeches in memory, selected by metadata, annotated once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..extractors import Annotation, Lexicon, annotate
from ..sources import Source, find_files, read_sources
from ..speeches import Speech, split

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Corpus", "read"]

_COLUMNS = [
    "speech", "source", "title", "date", "genre", "salutation", "characters", "sections", "start", "end",
]  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    """A sequence of speeches.

    Parameters
    ----------
    members : tuple of Speech
        In the order in which they were read.
    lexicon : Lexicon
        The formulae by which they are tagged.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "在动员会上的讲话\\n（2017年8月）\\n增强“四个意识”。"})
    >>> len(corpus), corpus["a.txt#1"].date
    (1, '2017-08')
    """

    members: tuple[Speech, ...]
    lexicon: Lexicon = field(default_factory=Lexicon.load, repr=False)
    _cache: dict[tuple[str, str], tuple[Annotation, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @classmethod
    def from_texts(cls, texts: dict[str, str]) -> Corpus:
        """Make a corpus of strings, each under a name."""
        sources = (Source.from_text(name, text) for name, text in texts.items())
        return cls(tuple(speech for source in sources for speech in split(source)))

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Speech]:
        return iter(self.members)

    def __getitem__(self, speech_id: str) -> Speech:
        for speech in self.members:
            if speech.id == speech_id:
                return speech
        raise KeyError(speech_id)

    @property
    def sources(self) -> dict[str, Source]:
        """The sources by name."""
        return {speech.source.name: speech.source for speech in self.members}

    @property
    def speeches(self) -> pd.DataFrame:
        """The table of speeches: a row a speech, indexed by its id.

        ``characters`` leaves white space out; ``sections`` counts those of level 1.
        """
        import pandas as pd

        rows = [_row(speech) for speech in self]
        return pd.DataFrame(rows, columns=_COLUMNS).set_index("speech")

    def where(
        self,
        *,
        year: int | str | None = None,
        genre: str | None = None,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Corpus:
        """Select speeches; a speech without the property asked for is left out.

        Parameters
        ----------
        year : int or str, optional
        genre : str, optional
        source : str, optional
            Name of the source.
        since, until : str, optional
            ISO dates, both inclusive, as precise as wanted.

        Returns
        -------
        Corpus
        """

        def wanted(speech: Speech) -> bool:
            date = speech.date or ""
            return (
                (year is None or date[:4] == str(year))
                and (genre is None or speech.genre == genre)
                and (source is None or speech.source.name == source)
                and (since is None or (bool(date) and date[: len(since)] >= since[: len(date)]))
                and (until is None or (bool(date) and date[: len(until)] <= until[: len(date)]))
            )

        return Corpus(tuple(filter(wanted, self.members)), self.lexicon, self._cache)

    def annotations(self, speech: Speech, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind in a speech; they are made once."""
        key = (speech.id, kind)
        if key not in self._cache:
            self._cache[key] = tuple(annotate(speech, [kind], self.lexicon))
        return self._cache[key]


def _row(speech: Speech) -> dict[str, Any]:
    record = speech.to_json()
    return record | {
        "speech": speech.id,
        "source": speech.source.name,
        "characters": len("".join(speech.text.split())),
        "sections": len(speech.sections),
    }


def read(
    *paths: str | Path,
    lexicon: Iterable[str | Path] = (),
    progress: Callable[[str], None] | None = None,
) -> Corpus:
    """Read files and folders into a corpus.

    Parameters
    ----------
    *paths : str or Path
        Files, or folders searched at every depth.
    lexicon : iterable of str or Path, optional
        Lexicon files of the user's own, over ours.
    progress : callable, optional
        Called with the name of each file before it is read.

    Returns
    -------
    Corpus

    Raises
    ------
    InputError
        A file cannot be read, or two files would go under one name.
    DataError
        A lexicon file breaks the schema.
    """
    speeches: list[Speech] = []
    names: dict[str, Path] = {}
    for path, name in find_files(Path(path) for path in paths):
        if name in names:
            raise InputError(f"两个文件重名：{names[name]} 和 {path}", "请给出它们共同的文件夹，或改名")
        names[name] = path
        if progress:
            progress(name)
        speeches += [speech for source in read_sources(path, name) for speech in split(source)]
    return Corpus(tuple(speeches), Lexicon.load(*lexicon))
