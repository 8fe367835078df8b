"""What a query is, once it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Category",
    "Condition",
    "Formula",
    "Gap",
    "Query",
    "Regex",
    "Term",
    "Text",
    "TokenStep",
    "TokenTerm",
]


@dataclass(frozen=True, slots=True)
class Gap:
    """Characters that may be any.

    Parameters
    ----------
    least, most : int
        How many.
    within : {"word", "sentence"}
        Letters and digits only, or whatever does not end a sentence.
    """

    least: int
    most: int
    within: Literal["word", "sentence"]


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as they are written, with gaps between them.

    Parameters
    ----------
    pieces : tuple of str or Gap
        No two strings and no two gaps stand next to each other.
    begins, ends : bool
        A token begins where it begins, and ends where it ends.
    """

    pieces: tuple[str | Gap, ...]
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression, as the library `regex` reads it."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Formula:
    """The mentions of a formula, by its name or an alias of it."""

    name: str


@dataclass(frozen=True, slots=True)
class Category:
    """The mentions of all formulae of a category of the lexicon."""

    name: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What a token must be.

    Parameters
    ----------
    attribute : {"word", "pos", "len"}
        The token, its part of speech, or how many characters it has.
    value : str
        A regular expression that all of it must match.
    equal : bool
        Whether it must or must not.
    """

    attribute: str
    value: str
    equal: bool = True


@dataclass(frozen=True, slots=True)
class TokenStep:
    """One token, or several alike.

    Parameters
    ----------
    conditions : tuple of Condition
        All of them hold. Without any, it is any token that neither ends a sentence nor is white space.
    least, most : int
        How many such tokens follow each other.
    """

    conditions: tuple[Condition, ...]
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class TokenTerm:
    """Tokens one after another; the first has conditions and cannot be missing."""

    steps: tuple[TokenStep, ...]


Term = Text | Regex | Formula | Category | TokenTerm


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for.

    Parameters
    ----------
    written : str
        As it was written.
    terms : tuple of Term
        Any of them will do.
    """

    written: str
    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return self.written
