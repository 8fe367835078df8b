"""`Corpus` to pandas DataFrames: how often, where, next to what."""

from __future__ import annotations

from .concordance import concordance
from .discovery import discover, to_lexicon_toml
from .frequency import formula_types, frequency
from .reuse import reuse, reuse_matrix

__all__ = [
    "concordance",
    "discover",
    "formula_types",
    "frequency",
    "reuse",
    "reuse_matrix",
    "to_lexicon_toml",
]
