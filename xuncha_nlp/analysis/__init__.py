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
from .profile import profile
from .query import Within
from .reuse import reuse, reuse_matrix
from .similarity import clusters, similarity
from .spread import dispersion
from .timeline import timeline
from .topics import topics

__all__ = [
    "Within",
    "clusters",
    "collocates",
    "concordance",
    "discover",
    "dispersion",
    "formula_types",
    "frequency",
    "hit_positions",
    "keyness",
    "ngrams",
    "profile",
    "reuse",
    "reuse_matrix",
    "similarity",
    "timeline",
    "to_lexicon_toml",
    "topics",
]
