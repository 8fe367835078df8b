"""What the earlier speeches propose for a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ..corpus import Corpus
from ..data import load_toml
from ..extractors import Annotation
from ..sources import fold
from ..speeches import Speech
from .kinds import Kind
from .occasion import former_names, old_campaigns

__all__ = ["Proposals"]

_MOST_HEADINGS, _MOST_FORMULAE, _MOST_SPEECHES = 4, 8, 12


class Proposals:
    """Values read from earlier speeches, for a writer to take over or not.

    Parameters
    ----------
    corpus : Corpus or None
        None, or one without speeches, proposes nothing.
    kind : Kind
        The genre of the plan.
    """

    def __init__(self, corpus: Corpus | None, kind: Kind) -> None:
        self.corpus = corpus if corpus is not None and len(corpus) else Corpus(())
        self.kind = kind
        self.latest = max(self.corpus, key=lambda speech: speech.date or "", default=None)
        near = [each for each in self.corpus if each.genre in (kind.name, *kind.like)]
        self.near = sorted(near, key=lambda speech: speech.date or "", reverse=True)

    def people(self) -> dict[str, str]:
        """Who held which office in the latest speech."""
        found: dict[str, str] = {}
        slots = [] if self.latest is None else self._slots(self.latest)
        for person, office in pairwise(slots):
            named = person.label == "person" and len(person.attributes["value"]) > 1
            if named and office.label == "office" and office.start == person.end:
                found.setdefault(office.attributes["value"], person.attributes["value"])
        found.pop(load_toml("slots.toml")["courtesy"], None)
        return found

    def _slots(self, speech: Speech) -> list[Annotation]:
        return [
            each for each in self.corpus.annotations(speech, "slot") if each.label in ("person", "office")
        ]

    def places(self) -> list[str]:
        """Places and bodies of the latest speech."""
        if self.latest is None:
            return []
        slots = self.corpus.annotations(self.latest, "slot")
        return list(
            Counter(
                each.attributes["value"]
                for each in slots
                if each.label in ("place", "organisation") and not each.attributes["generic"]
            )
        )

    def former(self) -> list[str]:
        """The old district, city and province, as far as they can be told."""
        return list(former_names(self.corpus).values())

    def campaigns(self) -> list[str]:
        """What the district had set itself, by name."""
        return list(old_campaigns(self.corpus, self.former()))

    def formulae(self, date: str) -> list[str]:
        """The formulae of political building that most of the latest speeches have and that hold at a date."""
        counts: Counter[str] = Counter()
        latest = sorted(self.corpus, key=lambda speech: speech.date or "", reverse=True)[:6]
        for speech in latest:
            counts.update({each.label for each in self.corpus.annotations(speech, "formula")})
        found = []
        for name, count in counts.most_common():
            entry = self.corpus.lexicon.surfaces.get(fold(name))
            central = entry is not None and entry.kind == "numeral" and entry.scope == "central"
            if (
                entry
                and central
                and 2 * count > len(latest)
                and any(each.covers(date) for each in entry.versions)
            ):
                found.append(name)
        return found[:_MOST_FORMULAE]

    def headings(self, move: str) -> list[str]:
        """How sections of a move were headed, the latest first."""
        found: dict[str, None] = {}
        for speech in self.near:
            labels = {each.start: each.label for each in self.corpus.annotations(speech, "move")}
            for section in speech.sections:
                if not section.inline and labels.get(section.start) == move:
                    found.setdefault(section.heading)
        return list(found)[:_MOST_HEADINGS]

    def length(self) -> int:
        """How long such speeches usually are, in hundreds of characters; 0 where there are none."""
        lengths = [len("".join(speech.text.split())) for speech in self.near]
        return int(round(median(lengths), -2)) if lengths else 0

    def speeches(self) -> Sequence[Speech]:
        """The speeches of the genre and of those like it, the latest first."""
        return self.near[:_MOST_SPEECHES]
