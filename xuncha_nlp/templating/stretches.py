"""`Stretch` and `Wish`: a piece of an old speech that may go into a draft, and what a draft still wants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..speeches import Section, Speech
from .model import Origin

__all__ = ["Stretch", "Wish"]

# A sentence is said again where another has so much of it; stretches that have fewer runs of four characters in
# common have no sentence in common.
_AGAIN, _FEW = 0.6, 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """A section, a point, an opening or a closing of an old speech.

    Parameters
    ----------
    speech : Speech
    start, end : int
        Offsets into its source.
    section : Section or None
    label : str
        Its move.
    length : int
        Characters, white space left out.
    formulae, bad : frozenset of str
        The formulae that it names, and those of them that must not stand in the draft.
    holes : int
        How many places the writer would have to fill in.
    stale : tuple of str
        The words in it that are bound to the old occasion or to its time.
    grams : frozenset of str
        Its runs of four characters.
    over : tuple of str
        The campaigns that it says are going on and that are over by now.
    sentences : tuple of frozenset of str
        The runs of four characters of each of its longer sentences, formulae left out.
    """

    speech: Speech
    start: int
    end: int
    section: Section | None
    label: str
    length: int
    formulae: frozenset[str]
    bad: frozenset[str]
    holes: int
    stale: tuple[str, ...]
    grams: frozenset[str] = field(repr=False)
    over: tuple[str, ...] = ()
    sentences: tuple[frozenset[str], ...] = field(repr=False, default=())

    @property
    def origin(self) -> Origin:
        """Where it stands."""
        return Origin.of(self.speech, self.start, self.end)

    def overlaps(self, other: Stretch) -> bool:
        """Whether both have a character in common."""
        same = self.speech.id == other.speech.id
        return same and self.start < other.end and other.start < self.end

    def said_in(self, others: Iterable[Stretch]) -> float:
        """Return the largest part of it that another says too, from 0 to 1.

        The part of its runs of four characters that the other has. It is the second term of maximal marginal
        relevance (Carbonell and Goldstein, 1998): what is chosen next is to be about the topic and unlike what
        is chosen already.
        """
        if not self.grams:
            return 0.0
        return max((len(self.grams & each.grams) / len(self.grams) for each in others), default=0.0)

    def says_again(self, others: Iterable[Stretch]) -> int:
        """Return how many of its sentences another has too, in nearly the same words."""
        near = [
            each for each in others
            if not self.overlaps(each) and len(self.grams & each.grams) >= _FEW
        ]  # fmt: skip
        return sum(
            any(len(one & two) >= _AGAIN * min(len(one), len(two)) for each in near for two in each.sentences)
            for one in self.sentences
        )


@dataclass
class Wish:
    """What is still wanted while a draft is put together."""

    required: set[str]
    preferred: set[str]
    chosen: list[Stretch] = field(default_factory=list)
    had: set[str] = field(default_factory=set)

    @property
    def covered(self) -> set[str]:
        """What was wanted and is there."""
        return self.had - self.required - self.preferred

    def take(self, stretch: Stretch) -> None:
        """Note what a stretch brings."""
        self.had |= self.required | self.preferred
        self.chosen.append(stretch)
        self.required -= stretch.formulae
        self.preferred -= stretch.formulae

    def with_others(self, others: Sequence[Stretch]) -> Wish:
        """Return what would be wanted still beside some others."""
        wish = Wish(set(self.required), set(self.preferred), [*self.chosen], set(self.had))
        for each in others:
            wish.take(each)
        return wish
