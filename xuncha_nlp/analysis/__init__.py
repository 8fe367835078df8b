"""`Corpus` to pandas DataFrames: how often, where, next to what."""

from __future__ import annotations

from .concordance import concordance
from .frequency import formula_types, frequency

__all__ = ["concordance", "formula_types", "frequency"]
