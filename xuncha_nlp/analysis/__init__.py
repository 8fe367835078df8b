"""`Corpus` to pandas DataFrames: how often, where, next to what."""

from __future__ import annotations

from .collocation import collocates
from .concordance import concordance
from .discovery import discover, to_lexicon_toml
from .formula_table import formula_types
from .frequency import frequency
from .keywords import keyness
from .ngrams import ngrams
from .positions import hit_positions
from .reuse import reuse, reuse_matrix
from .spread import dispersion
from .timeline import timeline

__all__ = [
    "collocates",
    "concordance",
    "discover",
    "dispersion",
    "formula_types",
    "frequency",
    "hit_positions",
    "keyness",
    "ngrams",
    "reuse",
    "reuse_matrix",
    "timeline",
    "to_lexicon_toml",
]
