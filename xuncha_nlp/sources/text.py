"""Reader for plain text."""

from __future__ import annotations

from .decode import decode

__all__ = ["MEDIA_TYPE", "SUFFIXES", "convert"]

SUFFIXES = frozenset({".txt", ".text", ""})
MEDIA_TYPE = "text/plain"


def convert(data: bytes, name: str) -> tuple[str, str]:
    """Return the text and the encoding of a plain text file.

    Raises
    ------
    InputError
        See `xuncha_nlp.sources.decode.decode`.
    """
    return decode(data, name)
