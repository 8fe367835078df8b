"""`Occasion`: what of the old speeches is local, and what stands for it now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..corpus import Corpus
from ..data import load_toml
from ..extractors import Annotation
from ..sources import fold
from ..speeches import Speech
from .names import short_form
from .plan import Plan

__all__ = ["Occasion", "former_names", "offices_before", "old_campaigns", "rules"]

_LEAST = 3
_CANDIDATES = 40
_OFFICE = 12
# The values of a profile that name a place, and the last characters of such a name.
_PLACES = {"district": "区县旗", "city": "市州盟", "province": "省区"}


@cache
def rules() -> dict[str, Any]:
    """The rules of ``data/filling.toml``."""
    return load_toml("filling.toml")


@dataclass(frozen=True, slots=True)
class Occasion:
    """The new occasion against the old ones.

    Parameters
    ----------
    plan : Plan
    renamed : mapping of str to str
        Names of the old district, city and province, full and short, and the new ones.
    campaigns : mapping of str to int
        The campaigns of the old speeches, by the place at which they are first named.
    offices : mapping of str to tuple of str
        The full offices of each person who is somewhere named with them.
    former : tuple of str
        The old district, city and province.
    """

    plan: Plan
    renamed: Mapping[str, str] = field(default_factory=dict)
    campaigns: Mapping[str, int] = field(default_factory=dict)
    offices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    former: tuple[str, ...] = ()

    @classmethod
    def of(cls, corpus: Corpus, plan: Plan) -> Occasion:
        """Read the old speeches for what is local in them."""
        former = _given(plan) if plan.profile.former else former_names(corpus)
        renamed: dict[str, str] = {}
        for key, old in former.items():
            new = plan.profile.values.get(key, "")
            if new and old != new:
                renamed |= {short_form(old): short_form(new), old: new}
        return cls(
            plan, renamed, old_campaigns(corpus, former.values()), _offices(corpus), tuple(former.values())
        )

    @property
    def elsewhere(self) -> bool:
        """Whether the new district is another one than that of the old speeches."""
        return bool(self.renamed) or self.plan.profile.values.get("district", "") not in ("", *self.former)

    def campaign(self, label: str) -> str | None:
        """What stands for an old campaign; None where the plan has none for it."""
        wanted = self.plan.profile.campaigns
        index = self.campaigns[label]
        return wanted[index] if index < len(wanted) else None


def _given(plan: Plan) -> dict[str, str]:
    """The old names that the plan gives."""
    found: dict[str, str] = {}
    for name in plan.profile.former:
        # The district may be a city, too: it is named before the one above it.
        fitting = [key for key, ends in _PLACES.items() if name[-1:] in ends and key not in found]
        found.setdefault(fitting[0] if fitting else "district", name)
    return found


def former_names(corpus: Corpus) -> dict[str, str]:
    """Return the full names of the old district, city and province, as far as the speeches let them be told."""
    counts: Counter[str] = Counter()
    for speech in corpus:
        for slot in corpus.annotations(speech, "slot"):
            if slot.label == "place" and not slot.attributes["generic"]:
                counts[slot.attributes["value"]] += 1
    names: dict[str, set[str]] = {key: set() for key in _PLACES}
    for value, _ in counts.most_common(_CANDIDATES):
        for key, ends in _PLACES.items():
            if len(value) > 2 and value[-1] in ends and not value.endswith("社区"):  # noqa: PLR2004
                names[key].add(value)
            elif key == "district":
                names[key] |= set(_full_forms(corpus, value))
    found = {}
    for key, each in names.items():
        # One's own district is spoken of more often than any other; the tagger need not have seen it each time.
        said = {name: sum(speech.text.count(short_form(name)) for speech in corpus) for name in sorted(each)}
        most = max(said, key=lambda name: said[name], default=None)
        if most and said[most] >= (_LEAST if key == "district" else 2):
            found[key] = most
    return found


def _full_forms(corpus: Corpus, value: str) -> Iterator[str]:
    """The full names of which a name seems to be the short form: 澄湖 of 澄湖区委."""
    if len(value) <= 3 and value[-1] not in "镇乡村省市":  # noqa: PLR2004
        for end in _PLACES["district"]:
            if any(value + end in speech.text for speech in corpus):
                yield value + end


def old_campaigns(corpus: Corpus, former: Iterable[str]) -> dict[str, int]:
    """Return what the old district had set itself, each with its place in the order of being named.

    Parameters
    ----------
    corpus : Corpus
    former : iterable of str
        Its full name and those above it: what names them is local.
    """
    own = {short_form(each) for each in former}
    data = rules()["campaign"]
    pattern, slogan = re.compile(f"{data['name']}(?={data['noun']})"), re.compile(data["slogan"])
    lexicon = corpus.lexicon
    found: dict[str, int] = {}
    for speech in corpus:
        unknown = {
            each.label for each in corpus.annotations(speech, "formula") if not each.attributes["known"]
        }
        for match in pattern.finditer(speech.text):
            name = match["name"]
            entry = lexicon.surfaces.get(fold(name))
            own_words = name in unknown or any(each in name for each in own)
            local = entry.scope == "local" if entry else own_words or bool(slogan.match(name))
            if local:
                found.setdefault(name, len(found))
    return found


def _offices(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The offices with which each person is named, the longest first."""
    found: dict[str, set[str]] = {}
    for speech in corpus:
        for slot in corpus.annotations(speech, "slot"):
            name = slot.attributes["value"]
            if slot.label == "person" and not slot.attributes["generic"] and len(name) > 1:
                found.setdefault(name, set()).update(offices_before(speech, slot))
    return {name: tuple(sorted(each, key=lambda held: (-len(held), held))) for name, each in found.items()}


def offices_before(speech: Speech, person: Annotation) -> list[str]:
    """The offices right before a name, the nearest first: 区纪委书记、区监委主任陈砚林 holds both.

    >>> corpus = Corpus.from_texts({"a.txt": "请区委常委、区纪委书记、区监委主任陈砚林同志讲话。"})
    >>> speech = corpus["a.txt#1"]
    >>> person, = (each for each in corpus.annotations(speech, "slot") if each.label == "person")
    >>> offices_before(speech, person)
    ['区监委主任', '区纪委书记']
    """
    found = []
    end = person.start
    while match := re.search(rules()["office"], speech.source.text[max(speech.start, end - _OFFICE) : end]):
        found.append(match.group())
        end -= len(match.group())
        if speech.source.text[end - 1 : end] != "、":
            break
        end -= 1
    return found
