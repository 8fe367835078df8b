"""`Plan` and `Corpus` to `Draft`: sections chosen, slots filled, outline numbered, origins kept."""

from __future__ import annotations

from .compose import draft
from .model import Draft, Edit, Origin, Passage
from .plan import Plan, Profile, Wanted
from .plan_file import plan_text

__all__ = ["Draft", "Edit", "Origin", "Passage", "Plan", "Profile", "Wanted", "draft", "plan_text"]
