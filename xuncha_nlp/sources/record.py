"""What a reader is, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from .model import Note

__all__ = ["Reader", "Record"]


@dataclass(frozen=True, slots=True)
class Record:
    """A text that a reader found in a file.

    Parameters
    ----------
    text : str
        The text, of which nothing is changed any more.
    encoding : str
        The encoding found, or the kind of container (``"docx"``, ``"pdf"`` …).
    media_type : str
        Of the file.
    notes : tuple of Note
        What was left out of the text or done to get at it.
    metadata : mapping of str to str
        See `xuncha_nlp.sources.Source`.
    suffix : str
        What tells this text from the others of the file: ``":12"`` for the record in line 12.

    Examples
    --------
    >>> Record("一、认识", "utf-8").media_type
    'text/plain'
    """

    text: str
    encoding: str
    media_type: str = "text/plain"
    notes: tuple[Note, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    suffix: str = ""


class Reader(Protocol):
    """One file type. A module with these names is a reader."""

    @property
    def SUFFIXES(self) -> frozenset[str]:  # noqa: N802
        """The suffixes, in lower case and with their dot, by which a folder search finds its files."""

    def accepts(self, suffix: str, head: bytes, /) -> bool:
        """Say whether the file is for this reader, by its suffix and its first `sniff.HEAD` bytes."""

    def convert(self, data: bytes, name: str, encoding: str | None, /) -> Sequence[Record]:
        """Return the texts of a file.

        Raises
        ------
        InputError
            The file is damaged, protected or no text.
        MissingExtraError
            The library or program that reads this type is not installed.
        """
