"""Reader for plain text."""

from __future__ import annotations

from collections.abc import Sequence

from .decode import decode
from .record import Record

__all__ = ["SUFFIXES", "accepts", "convert"]

SUFFIXES = frozenset({".txt", ".text", ""})


def accepts(suffix: str, head: bytes) -> bool:
    """Accept whatever goes under the name of a text."""
    del head
    return suffix in SUFFIXES


def convert(data: bytes, name: str, encoding: str | None) -> Sequence[Record]:
    """Return the text of a plain text file as it stands.

    Raises
    ------
    InputError
        See `xuncha_nlp.sources.decode.decode`.

    Examples
    --------
    >>> convert("一、认识".encode("gb18030"), "a.txt", None)[0].encoding
    'gb18030'
    """
    return [Record(*decode(data, name, encoding))]
