"""The readers, in the order in which they are asked."""

from __future__ import annotations

from pathlib import Path

from . import docx, html, jsonl, markdown, office, pdf, table, text
from .record import Reader
from .sniff import HEAD

__all__ = ["SUFFIXES", "readable", "reader_of"]

# What a file shows to be comes before what it is called, and plain text is what anything can be.
_READERS: tuple[Reader, ...] = (pdf, office, html, docx, markdown, jsonl, table, text)

SUFFIXES: frozenset[str] = frozenset().union(*(reader.SUFFIXES for reader in _READERS))


def reader_of(path: Path, data: bytes) -> Reader | None:
    """Return the reader for a file; None where there is none for its type.

    >>> reader_of(Path("讲话.pdf"), b"%PDF-1.7").__name__.rpartition(".")[2]
    'pdf'
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return None
    return next((reader for reader in _READERS if reader.accepts(suffix, data[:HEAD])), None)


def readable() -> str:
    """Return the suffixes that can be read, for a message."""
    return " ".join(sorted(suffix for suffix in SUFFIXES if suffix))
