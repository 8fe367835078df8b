"""`Plan` and `Corpus` to `Draft`: sections chosen, slots filled, outline numbered, origins kept."""

from __future__ import annotations

from .compose import draft
from .kinds import Kind, kind_of, kinds
from .model import Draft, Edit, Origin, Passage, Status, status_name
from .plan import Plan, Profile, Wanted
from .plan_file import plan_text
from .questions import Question, questions
from .resume import resume

__all__ = [
    "Draft", "Edit", "Kind", "Origin", "Passage", "Plan", "Profile", "Question", "Status", "Wanted",
    "draft", "kind_of", "kinds", "plan_text", "questions", "resume", "status_name",
]  # fmt: skip
