"""`Passage`: what two speeches share, and the words in which the two sides differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Difference", "Passage", "Side"]


@dataclass(frozen=True, slots=True)
class Side:
    """A stretch of a speech; the offsets are into its source. Empty where the other speech has more words."""

    source: str
    speech: str
    start: int
    end: int
    text: str

    def to_json(self) -> dict[str, Any]:
        """Return the stretch as a JSON object."""
        return {
            "source": self.source,
            "speech": self.speech,
            "start": self.start,
            "end": self.end,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """Words in which two passages differ.

    Parameters
    ----------
    left, right : Side
    slot : str or None
        The label of the slot that these words are, or are a part of, in either speech; None for words that
        merely have a slot among them.
    """

    left: Side
    right: Side
    slot: str | None

    def to_json(self) -> dict[str, Any]:
        """Return the difference as a JSON object."""
        sides = {
            name: {key: value for key, value in side.to_json().items() if key in {"text", "start", "end"}}
            for name, side in (("left", self.left), ("right", self.right))
        }
        return {**sides, "slot": self.slot}


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that two speeches share.

    Parameters
    ----------
    left, right : Side
    characters : int
        How many characters are the same (those of half a word that differs too) and count: white space does
        not, nor do formulae and titles of documents, unless they were asked for.
    similarity : float
        Twice the characters that are the same by the characters of both sides.
    differences : tuple of Difference
        In the order of the text.
    """

    left: Side
    right: Side
    characters: int
    similarity: float
    differences: tuple[Difference, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the passage as a JSON object."""
        return {
            "left": self.left.to_json(),
            "right": self.right.to_json(),
            "characters": self.characters,
            "similarity": self.similarity,
            "differences": [each.to_json() for each in self.differences],
        }
