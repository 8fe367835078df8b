"""What is known of each formula as a type: a row a formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..corpus import Corpus
from ..extractors.governing import governing_verbs

if TYPE_CHECKING:
    from ..extractors import Annotation
    from ..speeches import Speech
    from .table import Table

__all__ = ["formula_types"]

_COLUMNS = [
    "formula", "known", "count", "nested", "speeches", "first", "last", "statuses", "verbs", "members", "variants",
]  # fmt: skip


@dataclass
class _List:
    """One list of members, as the texts give it."""

    members: list[str]
    count: int = 0
    speeches: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)

    def to_json(self) -> dict[str, Any]:
        return {
            "members": self.members,
            "count": self.count,
            "speeches": len(self.speeches),
            "first": min(self.dates, default=None),
            "last": max(self.dates, default=None),
        }


@dataclass
class _Type:
    """What has been seen of a formula so far."""

    known: bool
    nested: int = 0
    speeches: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    lists: dict[tuple[str, ...], _List] = field(default_factory=dict)
    of_lexicon: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def add(self, speech: Speech, each: Annotation, verb: str | None) -> None:
        facts = each.attributes
        self.speeches.add(speech.id)
        self.statuses[facts["status"]] += 1
        self.nested += bool(facts.get("nested_in"))
        if verb:
            self.verbs[verb] += 1
        if speech.date:
            self.dates.add(speech.date)
        members = [member.text for member in facts["members"]]
        if members and facts["resolved_by"] == "lexicon":
            self.of_lexicon[tuple(members)] += 1
        elif members:
            # A line break inside an item makes no other list of it.
            found = self.lists.setdefault(tuple("".join(item.split()) for item in members), _List(members))
            found.count += 1
            found.speeches.add(speech.id)
            if speech.date:
                found.dates.add(speech.date)

    def row(self, name: str) -> dict[str, Any]:
        variants = sorted(
            (each.to_json() for each in self.lists.values()), key=lambda each: each["first"] or "9999"
        )
        usual = max(variants, key=lambda each: each["count"])["members"] if variants else None
        if usual is None and self.of_lexicon:
            usual = list(self.of_lexicon.most_common(1)[0][0])
        return {
            "formula": name,
            "known": self.known,
            "count": self.statuses.total(),
            "nested": self.nested,
            "speeches": len(self.speeches),
            "first": min(self.dates, default=None),
            "last": max(self.dates, default=None),
            "statuses": dict(self.statuses),
            "verbs": dict(self.verbs.most_common()),
            "members": usual or [],
            "variants": variants,
        }


def formula_types(corpus: Corpus) -> Table:
    """Return a row a formula: how often, where, when, under which verbs, and with which members.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Table
        Indexed by formula, most frequent first. Columns:

        ``known`` whether it is in the lexicon; ``count`` its mentions and ``nested`` those of them inside a
        longer formula (从严治党 in 全面从严治党); ``speeches`` the number of speeches with it; ``first`` and
        ``last`` the ISO dates of the first and the last of them; ``statuses`` a count a status; ``verbs`` a
        count a governing verb, with its adverb, as the text has it before the formula (牢固树立, 增强), the
        most frequent first; ``members`` the list that is given most often, that of the lexicon where the
        texts give none; ``variants`` the different lists that the texts give, by date: a dict each of
        members, count, speeches, first and last.

    See Also
    --------
    xuncha_nlp.extractors.governing.governing_verbs : How the verb is found.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "坚持“三个到位”，即认识到位、责任到位、措施到位。"})
    >>> row = formula_types(corpus).loc["三个到位"]
    >>> row["verbs"], row["members"]
    ({'坚持': 1}, ['认识到位', '责任到位', '措施到位'])
    >>> row["variants"][0]["count"]
    1
    """
    import pandas as pd

    from .table import Table, made_by

    known_verbs = {entry.name: entry.verbs for entry in corpus.lexicon.formulae}
    types: dict[str, _Type] = {}
    for speech in corpus:
        found = corpus.annotations(speech, "formula")
        verbs = _verbs(speech, found, known_verbs)
        for each in found:
            types.setdefault(each.label, _Type(each.attributes["known"])).add(
                speech, each, verbs.get((each.start, each.end))
            )
    frame = pd.DataFrame([each.row(name) for name, each in types.items()], columns=_COLUMNS)
    frame = frame.sort_values(["count", "formula"], ascending=[False, True]).set_index("formula")
    first = "、".join(f"“{name}”（{count}）" for name, count in frame["count"].head(3).items())
    said = f"{len(corpus)} 篇讲话里的提法 {len(frame)} 个" + (f"，最多的是{first}。" if first else "。")
    return Table.of(frame, made_by("formula_types", corpus), said)


def _verbs(
    speech: Speech, found: Sequence[Annotation], known: dict[str, tuple[str, ...]]
) -> dict[tuple[int, int], str | None]:
    """The verb of each mention that is not nested: a verb governs the longer formula, and not what is in it."""
    outer = [each for each in found if not each.attributes.get("nested_in")]
    verbs = governing_verbs(speech.source.view, outer, known, speech.start)
    return {(each.start, each.end): verb for each, verb in zip(outer, verbs, strict=True)}
