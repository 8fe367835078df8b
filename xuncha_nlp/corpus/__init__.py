"""Speeches and their annotations as a `Corpus`, and as pandas tables."""

from __future__ import annotations

from .corpus import Corpus, read
from .tables import records, tag

__all__ = ["Corpus", "read", "records", "tag"]
