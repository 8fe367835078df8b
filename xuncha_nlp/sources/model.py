"""`Source`: one input file, decoded once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from .fold import fold

__all__ = ["Note", "Source"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a text that its reader should know and that hindered nothing.

    Parameters
    ----------
    rule : str
        What noticed it, such as ``"docx-comments"`` or ``"numbering-gap"``.
    message : str
        In Chinese, one line.
    start, end : int, optional
        Offsets into the source's text, where it has a place.
    """

    rule: str
    message: str
    start: int | None = None
    end: int | None = None

    def to_json(self) -> dict[str, object]:
        """Return the note as a JSON object; without offsets where it has none."""
        record: dict[str, object] = {"rule": self.rule, "message": self.message}
        return record if self.start is None else {**record, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded input file. Its text is never changed; every offset is an index into it.

    Parameters
    ----------
    name : str
        The name under which results speak of it: the file name, or the path below the folder read.
    text : str
        The text as the reader returned it.
    sha256 : str
        Hexadecimal digest of the file's bytes.
    encoding : str
        Name of the encoding found (``"utf-8"``, ``"gb18030"`` …), or ``"docx"`` for a container.
    media_type : str
        ``"text/plain"`` or the type of the container.
    metadata : mapping of str to str
        What the container says of the text beside it: ``title``, ``date``, ``genre`` and whatever other
        columns a table of texts has. Empty for a file that is a text and nothing else.
    notes : tuple of Note
        What the reader left out of the text or did to get at it.

    Examples
    --------
    >>> source = Source.from_text("demo.txt", "一、提高认识")
    >>> source.text[2:6]
    '提高认识'
    >>> source.sha256[:8]
    '41e15e2c'
    """

    name: str
    text: str = field(repr=False)
    sha256: str
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    metadata: Mapping[str, str] = field(default_factory=dict, hash=False, repr=False)
    notes: tuple[Note, ...] = field(default=(), repr=False)

    @property
    def view(self) -> str:
        """The text folded for matching, of the same length; see `xuncha_nlp.sources.fold`."""
        return _view(self.text)

    def with_text(self, text: str) -> Source:
        """Return this source with another text: a copy in which to search."""
        return replace(self, text=text)

    @classmethod
    def from_text(cls, name: str, text: str) -> Source:
        """Make a source of a string that stands in no file."""
        return cls(name, text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


# A compilation is asked for its view once for every speech in it and every kind of annotation.
@lru_cache(maxsize=8)
def _view(text: str) -> str:
    return fold(text)
