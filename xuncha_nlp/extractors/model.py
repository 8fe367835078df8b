"""`Annotation`: one thing found in a text, with the rule that found it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..speeches import Gaps, Speech

__all__ = ["Annotation", "Member"]


@dataclass(frozen=True, slots=True)
class Member:
    """An item that a formula or an enumeration stands for.

    ``start`` and ``end`` are None where the item comes from the lexicon and not from the text.
    """

    text: str
    start: int | None = None
    end: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the member as JSON; without offsets where it has none."""
        if self.start is None:
            return {"text": self.text}
        return {"text": self.text, "start": self.start, "end": self.end}

    def restored(self, gaps: Gaps) -> Member:
        """Return the member at its place in the source, when it was found in a copy without damage."""
        if self.start is None or self.end is None:
            return self
        return Member(self.text, *gaps.span(self.start, self.end))


@dataclass(frozen=True, slots=True)
class Annotation:
    """One result of an extractor.

    Parameters
    ----------
    start, end : int
        Offsets into the source's text.
    kind : str
        formula, enumeration, citation, slot, move or device.
    label : str
        What it is within its kind: the formula's name, ``"person"``, ``"tasks"`` …
    rule : str
        The rule that found it.
    attributes : mapping
        What else is known of it; the same keys for every annotation of a kind.
    """

    start: int
    end: int
    kind: str
    label: str
    rule: str
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def restored(self, gaps: Gaps) -> Annotation:
        """Return the annotation at its place in the source, when it was found in a copy without damage."""
        start, end = gaps.span(self.start, self.end)
        attributes = dict(self.attributes)
        if "members" in attributes:
            attributes["members"] = [member.restored(gaps) for member in attributes["members"]]
        return replace(self, start=start, end=end, attributes=attributes)

    def to_json(self, speech: Speech) -> dict[str, Any]:
        """Return the record of the ``tag`` contract, given the speech that it stands in."""
        values = {
            key: [item.to_json() for item in value] if key == "members" else value
            for key, value in self.attributes.items()
        }
        return {
            "source": speech.source.name,
            "speech": speech.id,
            "text": speech.source.text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "kind": self.kind,
            "label": self.label,
            "rule": self.rule,
            **values,
        }
