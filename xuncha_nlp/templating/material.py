"""`Material`: the stretches of the old speeches that can go into a draft, and what speaks for each."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import cached_property

from ..corpus import Corpus
from ..extractors import Annotation, Lexicon
from ..sources import fold
from ..speeches import Section, Speech
from .events import Mention, find_campaigns
from .fill import Replacement
from .inflect import replacements
from .names import names_of
from .occasion import Occasion, rules
from .plan import Plan
from .rounds import current_round, round_number
from .sayings import grams_of, read_sentences
from .stretches import Stretch, Wish
from .times import is_over

__all__ = ["Material"]

# Okapi BM25's usual parameters.
_K, _B = 1.2, 0.75
# What counts for a stretch: the plan's genre or one like it, a speech that the plan prefers, each required
# formula that nothing before it has, each preferred one, how well it fits the topic, how recent it is (up to
# one point); and against it: each place that the writer would have to fill in, a formula that is banned or
# not of the plan's date, what is bound to the old occasion or its time, and what is said already, the formulae
# that were wanted among it.
_GENRE, _LIKE, _PREFERRED_SPEECH = 2.5, 1.5, 2.0
_REQUIRED, _PREFERRED, _REPEATED = 0.7, 0.4, 0.4
_TOPIC, _RECENT = 2.0, 1.0
_HOLE, _BAD, _STALE, _SAID, _TWICE = 0.1, 2.0, 0.8, 4.0, 0.5
# What counts against a stretch of a speech that has more than its share of the draft already, by how much more,
# and at most.
_SPREAD, _SPREAD_MOST = 4.0, 1.0
_RECENT_YEARS = 10
# Openings and closings are taken where they fit best, and count for no speech.
_AROUND = ("occasion", "call", "adjournment")
# Less is not worth a word in a reason.
_SHOWN = 0.05
# Variants are made of choices that are so near to each other.
_NEAR = 0.8


class Material:
    """The old speeches seen from a plan; what is asked for twice is kept.

    Parameters
    ----------
    corpus : Corpus
    plan : Plan
    seed : int
        0 for the best choice everywhere; another number for a variant of nearly as good ones.
    """

    def __init__(self, corpus: Corpus, plan: Plan, seed: int = 0) -> None:
        self.corpus = corpus
        self.plan = plan
        self.seed = seed
        out = set(plan.leave_out)
        self.speeches = [each for each in corpus if not {each.id, each.source.name} & out]
        self.occasion = Occasion.of(corpus, plan)
        old = {("place", name): "" for name in self.occasion.renamed}
        self._names = names_of(corpus) | old
        self._replaced: dict[str, list[Replacement]] = {}
        self._stretches: dict[tuple[str, int, int], Stretch] = {}
        self._campaigns: dict[str, list[Mention]] = {}
        self._labelled: dict[str, list[tuple[Section, str]]] = {}
        self._said: dict[str, list[tuple[int, frozenset[str]]]] = {}
        self._first = round_number(plan.profile.values.get("round", "")) == 1
        lexicon = corpus.lexicon
        self.required = [label_of(name, lexicon) for name in plan.required]
        self.preferred = [label_of(name, lexicon) for name in plan.preferred]
        self._banned = {label_of(name, lexicon) for name in plan.banned}

    def wish(self) -> Wish:
        """Return all that is wanted at first."""
        return Wish(set(self.required), set(self.preferred))

    def replacements(self, speech: Speech) -> list[Replacement]:
        """Return what is to be replaced in a speech, in the order of the text."""
        if speech.id not in self._replaced:
            self._replaced[speech.id] = replacements(self.corpus, speech, self.occasion, self._names)
        return self._replaced[speech.id]

    def is_particular(self, text: str) -> bool:
        """Whether a text says what is only said on another kind of occasion."""
        wanted = f"{self.plan.title} {self.plan.topic} {self.plan.kind.topic}"
        return any(each in text and each not in wanted for each in rules()["particular"])

    def is_near(self, speech: Speech) -> bool:
        """Whether a speech is of the plan's genre or of one like it."""
        return speech.genre in (self.plan.kind.name, *self.plan.kind.like)

    def annotations(self, speech: Speech, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind in a speech."""
        return self.corpus.annotations(speech, kind)

    def labelled(self, speech: Speech) -> list[tuple[Section, str]]:
        """Return the sections of a speech that stand on lines of their own, each with its move."""
        if speech.id not in self._labelled:
            labels = {each.start: each.label for each in self.annotations(speech, "move")}
            self._labelled[speech.id] = [
                (section, labels[section.start])
                for section in speech.walk()
                if not section.inline and section.start in labels
            ]
        return self._labelled[speech.id]

    def stretch(
        self, speech: Speech, start: int, end: int, label: str, section: Section | None = None
    ) -> Stretch:
        """Describe a stretch of a speech."""
        key = (speech.id, start, end)
        if key not in self._stretches:
            text = "".join(speech.source.text[start:end].split())
            found = [
                each.label
                for each in self.annotations(speech, "formula")
                if start <= each.start < end and not each.attributes.get("nested_in")
            ]
            words = [name for name in self.plan.required + self.plan.preferred if name in text]
            self._stretches[key] = Stretch(
                speech, start, end, section, label, len(text),
                formulae=frozenset(found) | {label_of(name, self.corpus.lexicon) for name in words},
                bad=frozenset(name for name in found if self._is_bad(name)) | {each for each in self._banned if each in text},
                holes=sum(each.is_hole and start <= each.start < end for each in self.replacements(speech)),
                stale=tuple(each for each in self._stale_words(speech) if each in text) + self._old_campaigns(speech, start, end),
                grams=grams_of(text),
                over=tuple(
                    each.campaign.short for each in self._campaigns[speech.id]
                    if start <= each.start < end and is_over(each, self.occasion)
                ),
                sentences=self._sentences(speech, start, end),
            )  # fmt: skip
        return self._stretches[key]

    def _stale_words(self, speech: Speech) -> list[str]:
        data = rules()
        wanted = f"{self.plan.title} {self.plan.topic} {self.plan.kind.topic}"
        words = [each for each in data["particular"] if each not in wanted]
        words += [each for era in data["era"] if era["until"] < self.plan.date for each in era["words"]]
        return words if self._first or current_round(speech) != 1 else words + data["first_round"]

    def _old_campaigns(self, speech: Speech, start: int, end: int) -> tuple[str, ...]:
        """The campaigns between two offsets that make what is said there a thing of its time."""
        if speech.id not in self._campaigns:
            found = find_campaigns(speech.source.text, speech.start, speech.end)
            self._campaigns[speech.id] = [
                each for each in found if each.is_old(self.plan.date) or is_over(each, self.occasion)
            ]
        old = [each for each in self._campaigns[speech.id] if start <= each.start < end]
        return tuple(dict.fromkeys(each.campaign.short for each in old))

    def _sentences(self, speech: Speech, start: int, end: int) -> tuple[frozenset[str], ...]:
        if speech.id not in self._said:
            spans = [
                (each.start, each.end)
                for kind in ("formula", "citation")
                for each in self.annotations(speech, kind)
            ]
            self._said[speech.id] = list(read_sentences(speech, spans))
        return tuple(grams for at, grams in self._said[speech.id] if start <= at < end)

    def _is_bad(self, label: str) -> bool:
        """Whether a formula is banned, or not valid on the plan's date by a verified entry of the lexicon."""
        entry = self.corpus.lexicon.surfaces.get(fold(label))
        if label in self._banned or (entry and entry.name in self._banned):
            return True
        if entry is None or not entry.verified:
            return False
        date, begin, end = self.plan.date, entry.versions[0].begin, entry.versions[-1].end
        early = bool(begin) and date[: len(begin)] < begin[: len(date)]
        return early or bool(entry.superseded_by and end and date[: len(end)] > end[: len(date)])

    def score(self, stretch: Stretch, wish: Wish, topic: str) -> tuple[float, str]:
        """Say how well a stretch fits, and in Chinese why."""
        speech, plan = stretch.speech, self.plan
        genre = _genre(speech, plan)
        wanted = stretch.formulae & (wish.required | wish.preferred)
        fits, again = self.relevance(stretch, topic), stretch.says_again(wish.chosen)
        share, less = self._too_much(stretch, wish)
        score = self.worth(stretch, wish, topic) - less
        if self.seed:
            score += _NEAR * random.Random(f"{self.seed}|{speech.id}|{stretch.start}").random()  # noqa: S311
        reasons = [
            "文种相同" if genre == _GENRE else "文种相近" if genre else "",
            speech.date or "",
            f"含{'、'.join(sorted(wanted))}" if wanted else "",
            f"切题 {fits:.0%}" if fits else "",
            f"待填 {stretch.holes} 处" if stretch.holes else "",
            f"有过时或专指的说法：{'、'.join(stretch.stale)}" if stretch.stale else "",
            f"有不宜用的{'、'.join(sorted(stretch.bad))}" if stretch.bad else "",
            f"{again} 句已经说过" if again else "",
            f"选它则这一篇占 {share:.0%}，减 {less:.1f} 分" if less >= _SHOWN else "",
        ]
        return score, "，".join(filter(None, reasons))

    def worth(self, stretch: Stretch, wish: Wish, topic: str) -> float:
        """Return how well a stretch fits, whatever else is taken from its speech."""
        speech, plan = stretch.speech, self.plan
        preferred = {speech.id, speech.source.name} & set(plan.prefer)
        score = _genre(speech, plan) + self._recency(speech) + _TOPIC * self.relevance(stretch, topic)
        score -= _SAID * stretch.said_in(wish.chosen) + _TWICE * stretch.says_again(wish.chosen)
        score += _PREFERRED_SPEECH if preferred else 0
        score += _REQUIRED * len(stretch.formulae & wish.required)
        score += _PREFERRED * len(stretch.formulae & wish.preferred)
        score -= _BAD * len(stretch.bad) + _HOLE * stretch.holes + _STALE * len(stretch.stale)
        return score - _REPEATED * len(stretch.formulae & wish.covered)

    def _too_much(self, stretch: Stretch, wish: Wish) -> tuple[float, float]:
        """The share of the draft that its speech would have with a stretch, and what that counts against it."""
        most = self.plan.spread / 100
        used = sum(
            each.length for each in wish.chosen
            if each.speech.id == stretch.speech.id and each.label not in _AROUND
        )  # fmt: skip
        share = (used + stretch.length) / self.expected
        if not most or {stretch.speech.id, stretch.speech.source.name} & set(self.plan.prefer):
            return share, 0.0
        return min(share, 1.0), min(_SPREAD_MOST, _SPREAD * max(0.0, share - most))

    @cached_property
    def expected(self) -> int:
        """How long the draft is to be; where the plan does not say, as long as the speeches like it."""
        near = [each for each in self.speeches if self.is_near(each)] or self.speeches
        usual = sum(len("".join(each.text.split())) for each in near) // max(1, len(near))
        return max(1, self.plan.characters or usual)

    def _recency(self, speech: Speech) -> float:
        if not speech.date:
            return 0.0
        age = int(self.plan.date[:4]) - int(speech.date[:4])
        return _RECENT * max(0.0, 1 - age / _RECENT_YEARS) if age >= 0 else 0.0

    def relevance(self, stretch: Stretch, topic: str) -> float:
        r"""Return how much a stretch is about some words, from 0 to 1.

        Okapi BM25 (Robertson and Zaragoza, 2009) over the runs of two characters of the words, divided by
        its upper bound:

        .. math:: \frac{\sum_g idf_g\, tf_g (k + 1) / (tf_g + k (1 - b + b\,l / \bar l))}{\sum_g idf_g (k + 1)}
        """
        weights = self._weights(topic)
        bound = sum(weights.values()) * (_K + 1)
        if not bound:
            return 0.0
        text = stretch.speech.source.text[stretch.start : stretch.end]
        damp = _K * (1 - _B + _B * stretch.length / self._mean_length)
        total = 0.0
        for gram, weight in weights.items():
            count = text.count(gram)
            total += weight * count * (_K + 1) / (count + damp) if count else 0.0
        return total / bound

    def _weights(self, topic: str) -> dict[str, float]:
        """The runs of two characters of some words, each with its inverse document frequency."""
        if topic not in self._topics:
            grams = {word[at : at + 2] for word in topic.split() for at in range(len(word) - 1)}
            many = len(self._documents)
            weights = {}
            for gram in sorted(grams):
                count = sum(gram in text for text in self._documents)
                weights[gram] = math.log(1 + (many - count + 0.5) / (count + 0.5)) if count else 0.0
            self._topics[topic] = weights
        return self._topics[topic]

    @cached_property
    def _topics(self) -> dict[str, dict[str, float]]:
        return {}

    @cached_property
    def _documents(self) -> Sequence[str]:
        return [
            each.source.text[section.start : section.end]
            for each in self.speeches
            for section in each.sections
            if not section.inline
        ] or [""]

    @cached_property
    def _mean_length(self) -> float:
        return max(1.0, sum(map(len, self._documents)) / len(self._documents))


def _genre(speech: Speech, plan: Plan) -> float:
    return _GENRE if speech.genre == plan.kind.name else _LIKE if speech.genre in plan.kind.like else 0.0


def label_of(name: str, lexicon: Lexicon) -> str:
    """The name of a formula in the lexicon; any other words as they are."""
    return lexicon[name].name if name in lexicon else name
