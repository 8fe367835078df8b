"""Speeches and their annotations as a `Corpus`, in memory or in a directory, and as tables."""

from __future__ import annotations

from .build import Report, build
from .corpus import Corpus, read
from .index import Hits
from .manifest import Manifest, is_corpus
from .tables import records, tag

__all__ = ["Corpus", "Hits", "Manifest", "Report", "build", "is_corpus", "read", "records", "tag"]
