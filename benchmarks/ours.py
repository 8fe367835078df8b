"""All that these scripts know of the package's corpora: how one is opened, and how all hits are found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xuncha_nlp.corpus import Corpus


def open_corpus(folder: Path) -> Any:
    """Open a corpus directory."""
    return Corpus.open(folder)


def find_all(corpus: Any, query: str) -> int:
    """Find all hits with their offsets and return how many there are."""
    return len(corpus.find(query).start)
