"""`Draft` and its parts: a speech of its own, and for every paragraph where it is from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ..speeches import Speech
from .plan import Plan

__all__ = ["Draft", "Edit", "Origin", "Passage", "Status"]

Status = Literal["verbatim", "adapted", "new"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a passage was taken from.

    Parameters
    ----------
    source, speech : str
        Name of the source and id of the speech.
    start, end : int
        Offsets into the source's text.
    sha256 : str
        Digest of ``text[start:end]`` in UTF-8, so that a later change of the source shows.
    """

    source: str
    speech: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where a passage departs from its origin: offsets into the draft, what stood there, why."""

    start: int
    end: int
    before: str
    after: str
    slot: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a draft.

    Parameters
    ----------
    start, end : int
        Offsets into the draft's text.
    status : {"verbatim", "adapted", "new"}
        As in the source; with the edits listed; or from the plan, without an origin.
    origin : Origin or None
    edits : tuple of Edit
    """

    start: int
    end: int
    status: Status
    origin: Origin | None = None
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted speech.

    Parameters
    ----------
    speech : Speech
        The draft as a speech: its text, outline and header, read by the same rules as any other.
    passages : tuple of Passage
        A passage a paragraph, in the order of the text.
    plan : Plan or None
        What it was drafted for.
    """

    speech: Speech
    passages: tuple[Passage, ...] = field(repr=False)
    plan: Plan | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The whole text of the draft."""
        return self.speech.source.text

    def to_json(self) -> dict[str, Any]:
        """Return the draft with its outline and the origin of every passage."""
        rows = [
            asdict(passage) | {"text": self.text[passage.start : passage.end]} for passage in self.passages
        ]
        return {"speech": self.speech.to_json(), "text": self.text, "passages": rows}
