"""`Corpus`: speeches in memory, selected by metadata, annotated once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from ..extractors import Annotation, Lexicon
from ..html_table import html_table
from ..sources import Source, find_files, read_sources
from ..speeches import Speech, split
from .choice import chosen
from .in_memory import InMemory
from .index import Hits
from .manifest import FORMAT, Manifest, is_corpus
from .schema import FACTS
from .spans import Sections
from .store import Store
from .stored import Stored
from .tags import StoredTags, Tags
from .texts import Texts
from .tokens import Tokens

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["Corpus", "read"]

# So many answers are kept; one takes at most some megabytes.
_KEPT = 8


@dataclass(frozen=True)
class Corpus:
    """A sequence of speeches.

    Parameters
    ----------
    members : sequence of Speech
        In the order in which they were read.
    own_lexicon : Lexicon, optional
        The formulae by which they are tagged, where these are not ours.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "在动员会上的讲话\\n（2017年8月）\\n增强“四个意识”。"})
    >>> len(corpus), corpus["a.txt#1"].date
    (1, '2017-08')
    """

    members: Sequence[Speech]
    own_lexicon: Lexicon | None = field(default=None, repr=False)
    _cache: dict[tuple[str, str], tuple[Annotation, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _labels: dict[str, Tokens] = field(default_factory=dict, init=False, repr=False, compare=False)
    _kept: OrderedDict[Any, Any] = field(default_factory=OrderedDict, init=False, repr=False, compare=False)

    @classmethod
    def from_texts(cls, texts: dict[str, str]) -> Corpus:
        """Make a corpus of strings, each under a name."""
        sources = (Source.from_text(name, text) for name, text in texts.items())
        return cls(tuple(speech for source in sources for speech in split(source)))

    @classmethod
    def open(cls, folder: str | Path, *, lexicon: Iterable[str | Path] = ()) -> Corpus:
        """Open a corpus directory. Its texts are read when they are asked for, a shard at a time.

        Parameters
        ----------
        folder : str or Path
            As `xuncha_nlp.corpus.build` makes it.
        lexicon : iterable of str or Path, optional
            Lexicon files of the user's own, over ours. Where they are not those by which the corpus was
            built, what depends on them is found anew.

        Raises
        ------
        InputError
            It is no corpus directory, it is damaged, or an earlier version of the program has built it.
        """
        place = Path(folder)
        entries = list(lexicon)
        manifest = Manifest.load(place)
        if manifest.format < FORMAT:
            raise InputError(
                f"这个语料库是旧版本的程序建的：{place}",
                f"请用 xuncha build 原来的文件 -o {place} 更新一次，没有变的文件不必重读",
            )
        return cls(Stored(Store(place, manifest)), Lexicon.load(*entries) if entries else None)

    @property
    def lexicon(self) -> Lexicon:
        """The formulae by which the speeches are tagged."""
        return self.own_lexicon or Lexicon.load()

    @property
    def lexicon_digest(self) -> str:
        """The hash of the lexicon by which the speeches are tagged; that of a directory stands in its manifest."""
        return self._tags.lexicon

    @cached_property
    def _held(self) -> Stored | InMemory:
        """The speeches as what is asked of all of them together."""
        return self.members if isinstance(self.members, Stored) else InMemory(self.members)

    @cached_property
    def _tags(self) -> StoredTags | Tags:
        """Their annotations: those of the directory, if they are by the lexicon asked for."""
        if isinstance(self.members, Stored):
            stored = StoredTags(self.members)
            if self.own_lexicon is None or self.own_lexicon.digest == stored.lexicon:
                return stored
        return Tags(self.members, self.lexicon, self._cache)

    def __len__(self) -> int:
        return len(self.members)

    def __iter__(self) -> Iterator[Speech]:
        return iter(self.members)

    def __getitem__(self, speech_id: str) -> Speech:
        return self._held.by_id(speech_id)

    @property
    def sources(self) -> dict[str, Source]:
        """The sources by name."""
        return {speech.source.name: speech.source for speech in self}

    @property
    def speeches(self) -> pd.DataFrame:
        """The table of speeches: a row a speech, indexed by its id.

        ``characters`` leaves white space out; ``sections`` counts those of level 1.
        """
        import pandas as pd

        return pd.DataFrame(self._held.facts(), columns=FACTS).set_index("speech")

    def _repr_html_(self) -> str:
        """Show the table of speeches in a notebook."""
        return html_table(self.speeches)

    def facts(self, name: str) -> list[Any]:
        """Return a column of the table of speeches, in their order, without making the table.

        Parameters
        ----------
        name : str
            ``"speech"`` for the ids, or a column of `speeches`.
        """
        return self._held.column(name)

    def text(self, place: int, start: int, end: int) -> str:
        """Return the text of a source between two offsets, as far as they are in a speech.

        Parameters
        ----------
        place : int
            The place of the speech in the corpus.
        start, end : int
        """
        return self._held.text(place, start, end)

    def kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what was made for a key, or make it: the last few answers to costly questions are kept.

        Parameters
        ----------
        key : hashable
            The question, beginning with the name of the function that asks.
        make : callable
        """
        if key not in self._kept:
            self._kept[key] = make()
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def where(
        self,
        *,
        year: int | str | None = None,
        genre: str | None = None,
        title: str | None = None,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Corpus:
        """Select speeches; a speech without the property asked for is left out.

        Parameters
        ----------
        year : int or str, optional
        genre : str, optional
        title : str, optional
            What stands anywhere in the title; white space and the width of punctuation and digits make no
            difference.
        source : str, optional
            Name of the source.
        since, until : str, optional
            ISO dates, both inclusive, as precise as wanted.

        Returns
        -------
        Corpus

        Raises
        ------
        InputError
            The year or a date is not written as one.
        """
        columns = (self.facts(name) for name in ("source", "genre", "date", "title"))
        places = chosen(
            zip(*columns, strict=True),
            year=year, genre=genre, title=title, source=source, since=since, until=until,
        )  # fmt: skip
        return Corpus(self._held.choose(places), self.own_lexicon, self._cache)

    def find(self, phrase: str) -> Hits:
        """Find every occurrence of a phrase in the speeches, however a segmenter would cut it.

        The width of punctuation and digits makes no difference, and occurrences that overlap are all
        found. A corpus directory answers from its index.

        Parameters
        ----------
        phrase : str

        Returns
        -------
        Hits
            In the order of the text: for each occurrence the place of its speech in ``members``, and the
            offsets into its source.

        Raises
        ------
        ValueError
            The phrase is empty.

        Examples
        --------
        >>> hits = Corpus.from_texts({"a.txt": "增强“四个意识”。四个意识！"}).find("四个意识")
        >>> hits.speech.tolist(), hits.start.tolist(), hits.end.tolist()
        ([0, 0], [3, 9], [7, 13])
        """
        if not phrase:
            raise ValueError("the phrase is empty")
        return self._held.find(phrase)

    @property
    def segmenter(self) -> str:
        """What cuts the speeches into tokens."""
        return self._held.segmenter

    @cached_property
    def digest(self) -> str:
        """A hash of the texts of the speeches, 16 hexadecimal digits: the same from files and a directory."""
        hashes = self._held.hashes
        lines = sorted(f"{hashes[row['source']]} {row['start']} {row['end']}" for row in self._held.facts())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of the speeches as arrays: those of the index, or else those that rjieba cuts now."""
        return self._held.tokens()

    @cached_property
    def characters(self) -> Tokens:
        """The characters of the speeches as arrays, as if each were a token."""
        return self._held.characters()

    @cached_property
    def texts(self) -> tuple[Texts, ...]:
        """The texts of the speeches as they are read, laid end to end."""
        return self._held.texts()

    @cached_property
    def outlines(self) -> Sections:
        """The sections of the speeches as arrays."""
        return self._held.outlines()

    @cached_property
    def nested(self) -> list[NDArray[np.bool_]]:
        """For each part of ``labels("formula")``, which mentions stand inside a longer formula."""
        return self._tags.nested()

    def labels(self, kind: str) -> Tokens:
        """The labels of the annotations of a kind as arrays, each mention a token: the formulae in order.

        Parameters
        ----------
        kind : str
            Of `xuncha_nlp.extractors.KINDS`.

        Examples
        --------
        >>> labels = Corpus.from_texts({"a.txt": "增强“四个意识”，坚定“四个自信”，四个意识。"}).labels("formula")
        >>> dict(zip(labels.vocabulary, labels.counts.tolist()))
        {'四个意识': 2, '四个自信': 1}
        """
        if kind not in self._labels:
            self._labels[kind] = self._tags.labels(kind)
        return self._labels[kind]

    def mentions(self, kind: str, columns: Sequence[str]) -> Iterator[tuple[NDArray[np.int64], pa.Table]]:
        """Yield the annotations of a kind as tables, those of a directory a shard at a time.

        Parameters
        ----------
        kind : str
            Of `xuncha_nlp.extractors.KINDS`.
        columns : sequence of str
            Columns of the table ``annotations``.

        Yields
        ------
        tuple of (array of int64, Table)
            Of each annotation the place of its speech, and the columns.
        """
        return self._tags.mentions(kind, columns)

    def spans(self, place: int, kind: str) -> list[tuple[int, int, str]]:
        """Return start, end and label of the annotations of a kind in a speech, by its place in the corpus."""
        labels = self.labels(kind)
        part = next(part for part in labels.parts if place in part.speeches)
        own = slice(*part.bounds[int(part.speeches.searchsorted(place))].tolist())
        names = [labels.vocabulary[row] for row in part.rows[part.codes[own]].tolist()]
        return list(zip(part.starts[own].tolist(), part.ends[own].tolist(), names, strict=True))

    def annotations(self, speech: Speech, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind in a speech; they are made once."""
        return self._tags.of(speech, kind)


def read(
    *paths: str | Path,
    lexicon: Iterable[str | Path] = (),
    encoding: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Corpus:
    """Read files and folders into a corpus, or open a corpus directory.

    Parameters
    ----------
    *paths : str or Path
        Files, or folders searched at every depth; or one corpus directory.
    lexicon : iterable of str or Path, optional
        Lexicon files of the user's own, over ours.
    encoding : str, optional
        The encoding of text files, where the evidence misleads.
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
    corpora = [path for path in map(Path, paths) if is_corpus(path)]
    if corpora and len(paths) == 1:
        return Corpus.open(corpora[0], lexicon=lexicon)
    if corpora:
        raise InputError(f"语料库文件夹要单独给出：{corpora[0]}", "要合起来用，请用 xuncha build 建成一个")
    speeches: list[Speech] = []
    names: dict[str, Path] = {}
    for path, name in find_files(Path(path) for path in paths):
        if name in names:
            raise InputError(f"两个文件重名：{names[name]} 和 {path}", "请给出它们共同的文件夹，或改名")
        names[name] = path
        if progress:
            progress(name)
        speeches += [
            speech for source in read_sources(path, name, encoding=encoding) for speech in split(source)
        ]
    return Corpus(tuple(speeches), Lexicon.load(*lexicon))
