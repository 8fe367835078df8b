"""How much a single input may hold: a guard against the wrong file and against files made to harm."""

from __future__ import annotations

import os

__all__ = [
    "MAX_CONVERSION_SECONDS",
    "MAX_PDF_CHARACTERS",
    "MAX_PDF_PAGES",
    "MAX_UNPACKED_BYTES",
    "MAX_ZIP_MEMBERS",
    "max_bytes",
    "megabytes",
]

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_ZIP_MEMBERS = 10_000
# The longest compilation in print has some hundred pages; a small file can declare a million.
MAX_PDF_PAGES = 5_000
MAX_PDF_CHARACTERS = 5_000_000
# LibreOffice takes a second or two to start, and as long for a book.
MAX_CONVERSION_SECONDS = 120
_DEFAULT_MEGABYTES = 16


def max_bytes() -> int:
    """Return the largest file that is read, in bytes: 16 MB, or ``XUNCHA_MAX_MB`` megabytes."""
    value = os.environ.get("XUNCHA_MAX_MB", "")
    return (int(value) if value.isdecimal() else _DEFAULT_MEGABYTES) * 1024 * 1024


def megabytes(count: int) -> str:
    """Write a number of bytes in megabytes.

    >>> megabytes(20 * 1024 * 1024)
    '20.0 MB'
    """
    return f"{count / 1024 / 1024:.1f} MB"
