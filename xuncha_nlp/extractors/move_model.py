"""The classifier of moves: what it is told of a section, and its weights applied without scikit-learn.

Multinomial logistic regression, so that what a word contributes to a decision is its value times its weight:
``p(m) = exp(b[m] + Σ w[m, f]·x[f]) / Σ exp(…)`` over the features ``f`` of a section. The n-grams of a
heading are weighted by TF-IDF, with the smoothed idf ``ln((1 + n) / (1 + df)) + 1`` and unit length
(Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapters 6 and 14).
``corpora/train_moves.py`` trains it and writes ``data/moves_model.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation

from ..data import load_toml

__all__ = ["Context", "Grams", "Model", "Seen", "look", "move_words"]


@cache
def _rules() -> dict[str, Any]:
    return load_toml("moves.toml")


def _automaton(words: Iterable[str]) -> AhoCorasick:
    # Few words and short texts: the form that is slow to make and quick to use.
    return AhoCorasick(sorted(set(words)), implementation=Implementation.DFA)


class Words:
    """The words of all moves, to be found in one pass over a text; those of each move, and their order."""

    def __init__(self, moves: Mapping[str, Sequence[str]]) -> None:
        self._automaton = _automaton(word for words in moves.values() for word in words)
        self._moves: dict[str, list[str]] = {}
        for label, words in moves.items():
            for word in words:
                self._moves.setdefault(word, []).append(label)

    def __iter__(self) -> Iterator[str]:
        return iter(self._moves)

    def within(self, text: str) -> set[str]:
        """Return the words that stand in a text, one inside another included."""
        return set(self._automaton.find_matches_as_strings(text, overlapping=True))

    def moves_of(self, word: str) -> list[str]:
        """Return the moves that a word speaks for."""
        return self._moves[word]

    def features_of(self, word: str, place: str) -> list[str]:
        """Return the features that a word is where it stands, ``"heading"`` or ``"text"``."""
        return [f"{place}:{label}" for label in self._moves[word]]


@cache
def move_words() -> Words:
    """Return the words of `moves.toml`."""
    return Words({label: record["words"] for label, record in _rules()["moves"].items()})


class Grams:
    """The sequences of characters in headings that tell moves apart, with their idf."""

    def __init__(self, idf: Mapping[str, float]) -> None:
        self.idf = idf
        # A vocabulary may be empty while one is tried out.
        self._automaton = _automaton(idf) if idf else None

    def within(self, text: str) -> dict[str, float]:
        """Return the sequences that stand in a heading, with their TF-IDF."""
        if self._automaton is None:
            return {}
        found = {
            gram: self.idf[gram]
            for gram in sorted(set(self._automaton.find_matches_as_strings(text, overlapping=True)))
        }
        length = math.sqrt(sum(value * value for value in found.values())) or 1.0
        return {gram: value / length for gram, value in found.items()}


@dataclass(frozen=True, slots=True)
class Context:
    """Where a section stands.

    Parameters
    ----------
    title : str
        The title of the speech.
    level : int
        From 1.
    first, last : bool
        Among the sections beside it.
    above : str or None
        The move of the section that holds it.
    """

    title: str
    level: int
    first: bool
    last: bool
    above: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What is told of a section.

    Parameters
    ----------
    heading, text : sequence of str
        The words of `moves.toml` in its heading and in its text, in order.
    grams : mapping of str to float
        The sequences of characters in its heading, with their TF-IDF.
    place : sequence of (str, float)
        The features of where it stands, with their values.
    """

    heading: Sequence[str]
    text: Sequence[str]
    grams: Mapping[str, float]
    place: Sequence[tuple[str, float]]

    @property
    def words(self) -> set[str]:
        """Everything that was seen in the section itself."""
        return {*self.heading, *self.text, *self.grams}

    @property
    def values(self) -> dict[str, float]:
        """The features by name: what the classifier is trained on."""
        scale, known = _rules()["scale"], move_words()
        values = dict(self.place)
        for place, words in (("heading", self.heading), ("text", self.text)):
            for word in words:
                for name in known.features_of(word, place):
                    values[name] = values.get(name, 0.0) + scale[place]
        for gram, value in self.grams.items():
            values[f"gram:{gram}"] = value * scale["gram"]
        return values


def look(heading: str, text: str, context: Context, grams: Grams) -> Seen:
    """Return what the classifier is told of a section.

    Parameters
    ----------
    heading : str
    text : str
        The first words below the heading.
    context : Context
    grams : Grams

    Examples
    --------
    >>> seen = look("严明纪律", "队伍要严。", Context("", 1, False, True, None), Grams({}))
    >>> seen.heading, seen.text, seen.values["heading:discipline"] > seen.values["text:discipline"]
    (['严明', '纪律'], ['队伍'], True)
    """
    known, scale = move_words(), _rules()["scale"]
    # A word of the title says what the speech is about, not what one section of it does.
    in_heading = known.within(heading) - _in_title(context.title)
    # Sections deeper than those of the gold are taken for its deepest.
    depth = min(context.level, 2)
    place = [(f"level:{depth}", scale["place"])]
    if context.above:
        place.append((f"above:{context.above}", scale["above"]))
    if depth == 1 and context.first:
        place.append(("first", scale["place"]))
    if depth == 1 and context.last:
        place.append(("last", scale["place"]))
    place += [(name, scale["title"]) for name in _of_title(context.title, depth)]
    return Seen(sorted(in_heading), sorted(known.within(text)), grams.within(heading), place)


@lru_cache(maxsize=64)
def _in_title(title: str) -> set[str]:
    return move_words().within(title)


@lru_cache(maxsize=64)
def _of_title(title: str, depth: int) -> list[str]:
    kinds = [word for word in _rules()["title_words"] if word in title]
    return [name for word in kinds for name in (f"title:{word}", f"title:{depth}:{word}")]


@dataclass(frozen=True)
class Model:
    """The weights, as they were trained.

    Parameters
    ----------
    classes : sequence of str
        The moves that it tells apart.
    idf : mapping of str to float
        The n-grams of headings.
    intercept : sequence of float
        One a class.
    weights : mapping of str to sequence of float
        By feature, one a class.
    """

    classes: Sequence[str]
    idf: Mapping[str, float]
    intercept: Sequence[float]
    weights: Mapping[str, Sequence[float]]

    @classmethod
    def of_json(cls, record: Mapping[str, Any]) -> Model:
        """Return the model that a record of ``moves_model.json`` describes."""
        return cls(record["classes"], record["idf"], record["intercept"], record["weights"])

    @classmethod
    @cache
    def load(cls) -> Model:
        """Return the model that comes with the package.

        Examples
        --------
        >>> sorted(Model.load().classes)
        ['discipline', 'methods', 'responsibility', 'results', 'significance', 'tasks']
        """
        place = files("xuncha_nlp.data").joinpath("moves_model.json")
        return cls.of_json(json.loads(place.read_text(encoding="utf-8")))

    @cached_property
    def grams(self) -> Grams:
        """The n-grams, ready to be found."""
        return Grams(self.idf)

    def probabilities(self, values: Mapping[str, float]) -> list[float]:
        """Return the probability of each class, in the order of ``classes``; together they are 1."""
        rows = [
            [each * value for each in self.weights[name]]
            for name, value in values.items()
            if name in self.weights
        ]
        return _softmax([self.intercept, *rows])

    def judge(self, seen: Seen) -> list[float]:
        """Return the probabilities of what was seen: those of its ``values``, from what each word adds to them."""
        known = self.shares
        rows = [known["heading", word] for word in seen.heading]
        rows += [known["text", word] for word in seen.text]
        rows += [[each * value for each in known["gram", gram]] for gram, value in seen.grams.items()]
        rows += [
            [each * value for each in self.weights[name]]
            for name, value in seen.place
            if name in self.weights
        ]
        return _softmax([self.intercept, *rows])

    def deciding(self, seen: Seen, index: int, most: int) -> list[str]:
        """Return the words that spoke for a class, the strongest first; none that is part of one before it.

        Parameters
        ----------
        seen : Seen
        index : int
            The class's place in ``classes``.
        most : int
            How many words at most.
        """
        beyond = self._beyond_average
        shares = {word: beyond["heading", word][index] for word in seen.heading}
        for word in seen.text:
            shares[word] = shares.get(word, 0.0) + beyond["text", word][index]
        for gram, value in seen.grams.items():
            shares[gram] = shares.get(gram, 0.0) + beyond["gram", gram][index] * value
        found: list[str] = []
        for _, word in sorted([(-share, word) for word, share in shares.items() if share > 0]):
            if len(found) == most:
                break
            if not any(word in each or each in word for each in found):
                found.append(word)
        return found

    @cached_property
    def shares(self) -> dict[tuple[str, str], list[float]]:
        """What a word or a gram adds to each class, by where it stands: ``heading``, ``text`` or ``gram``.

        A gram adds as much for each unit of its TF-IDF.
        """
        scale, known, nothing = _rules()["scale"], move_words(), [0.0] * len(self.classes)
        features = {
            (place, word): known.features_of(word, place) for place in ("heading", "text") for word in known
        }
        features |= {("gram", gram): [f"gram:{gram}"] for gram in self.idf}
        return {
            key: [
                scale[key[0]] * sum(row)
                for row in zip(*(self.weights.get(name, nothing) for name in names), strict=True)
            ]
            for key, names in features.items()
        }

    @cached_property
    def _beyond_average(self) -> dict[tuple[str, str], list[float]]:
        """What each word adds to each class beyond what it adds to the classes on average."""
        return {key: [each - sum(row) / len(row) for each in row] for key, row in self.shares.items()}


def _softmax(rows: Sequence[Sequence[float]]) -> list[float]:
    """The probabilities of classes, given what is added to each of them."""
    sums = [sum(column) for column in zip(*rows, strict=True)]
    most = max(sums)
    powers = [math.exp(each - most) for each in sums]
    total = sum(powers)
    return [each / total for each in powers]
