"""What is known of each formula as a type: a row a formula."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ..corpus import Corpus
from ..extractors.governing import governing_verbs
from ..sources import fold

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from .table import Table

    Array = NDArray[Any]

__all__ = ["formula_types"]

_COLUMNS = [
    "formula", "known", "count", "nested", "speeches", "first", "last", "statuses", "verbs", "members", "variants",
]  # fmt: skip


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

    frame = pd.DataFrame(list(_rows(_mentions(corpus))), columns=_COLUMNS)
    frame = frame.sort_values(["count", "formula"], ascending=[False, True]).set_index("formula")
    first = "、".join(f"“{name}”（{count}）" for name, count in frame["count"].head(3).items())
    said = f"{len(corpus)} 篇讲话里的提法 {len(frame)} 个" + (f"，最多的是{first}。" if first else "。")
    return Table.of(frame, made_by("formula_types", corpus), said)


class _Names(dict[Any, int]):
    """Values numbered in the order in which they are first met."""

    def number(self, value: Any) -> int:
        return self.setdefault(value, len(self))

    def of(self, column: pa.ChunkedArray) -> Array:
        """The number of each value of a column of strings; -1 where there is none."""
        import numpy as np

        encoded = column.combine_chunks().dictionary_encode()
        numbers = np.array([*map(self.number, encoded.dictionary.to_pylist()), -1], np.int64)
        found: Array = numbers[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
        return found


@dataclass(frozen=True)
class _Mentions:
    """All mentions of formulae as numbers, in the order of the corpus: arrays of shape (n,), -1 for none.

    Parameters
    ----------
    names, statuses, verbs, lists, dates
        What the numbers of the arrays stand for; a list is the tuple of its members.
    place, name, status, verb, members, date
        The place of the speech, and which of these each mention has.
    known, nested, of_lexicon
        Flags; ``of_lexicon`` where the members are those of the lexicon.
    """

    names: list[str]
    statuses: list[str]
    verbs: list[str]
    lists: list[tuple[str, ...]]
    dates: list[str]
    place: Array
    name: Array
    status: Array
    verb: Array
    members: Array
    date: Array
    known: Array
    nested: Array
    of_lexicon: Array


_READ = ["start", "end", "label", "known", "members", "resolved_by", "status", "nested_in"]


def _mentions(corpus: Corpus) -> _Mentions:
    """Read the mentions, of a corpus directory a shard at a time."""
    import numpy as np

    names, statuses, verbs, lists = (_Names() for _ in range(4))
    found: dict[str, list[Array]] = defaultdict(lambda: [np.empty(0, np.int64)])
    for place, table in corpus.mentions("formula", _READ):
        nested = table["nested_in"].is_valid().to_numpy()
        columns = {
            "place": place,
            "name": names.of(table["label"]),
            "status": statuses.of(table["status"]),
            "members": np.fromiter(_lists(table["members"], lists), np.int64, count=len(table)),
            "known": table["known"].to_numpy(),
            "nested": nested,
            "of_lexicon": table["resolved_by"].fill_null("").to_numpy() == "lexicon",
            "verb": _verbs(corpus, place, table, nested, verbs),
        }
        for key, values in columns.items():
            found[key].append(values.astype(np.int64))
    arrays = {key: np.concatenate(values) for key, values in found.items()}
    days = corpus.facts("date")
    dates = sorted({day for day in days if day})
    ranks = {day: rank for rank, day in enumerate(dates)}
    of_speech = np.array([ranks.get(day, -1) for day in days], np.int64)
    arrays["date"] = of_speech[arrays["place"]]
    return _Mentions(list(names), list(statuses), list(verbs), list(lists), dates, **arrays)


def _lists(column: pa.ChunkedArray, names: _Names) -> Iterator[int]:
    """Number the list of members of each mention: most of the lists stand in a text again and again."""
    import numpy as np
    import pyarrow.compute as pc

    texts = pc.struct_field(pc.list_flatten(column), "text").combine_chunks().dictionary_encode()
    words = texts.dictionary.to_pylist()
    codes = texts.indices.to_numpy().astype(np.int32)
    ends = np.cumsum(pc.fill_null(pc.list_value_length(column), 0).to_numpy())
    known: dict[bytes, int] = {b"": -1}
    start = 0
    for end in ends.tolist():
        key = codes[start:end].tobytes()
        if key not in known:
            known[key] = names.number(tuple(words[code] for code in codes[start:end].tolist()))
        yield known[key]
        start = end


class _Mention(NamedTuple):
    start: int
    end: int
    label: str


def _verbs(corpus: Corpus, place: Array, table: pa.Table, nested: Array, names: _Names) -> Array:
    """The verb of each mention that is not nested: a verb governs the longer formula, and not what is in it."""
    import numpy as np

    known = {entry.name: entry.verbs for entry in corpus.lexicon.formulae}
    begins, ends = corpus.facts("start"), corpus.facts("end")
    found = np.full(len(place), -1, np.int64)
    outer = np.flatnonzero(~nested)
    edges = np.flatnonzero(np.diff(place[outer], prepend=-1, append=-1))
    starts, stops = (table[side].to_numpy()[outer] for side in ("start", "end"))
    labels = table["label"].take(outer).to_pylist()
    for first, last in pairwise(edges.tolist()):
        speech = int(place[outer[first]])
        begin = begins[speech]
        own = zip(
            (starts[first:last] - begin).tolist(),
            (stops[first:last] - begin).tolist(),
            labels[first:last],
            strict=True,
        )
        mentions = list(map(_Mention._make, own))
        verbs = governing_verbs(fold(corpus.text(speech, begin, ends[speech])), mentions, known)
        found[outer[first:last]] = [names.number(verb) if verb else -1 for verb in verbs]
    return found


def _rows(mentions: _Mentions) -> Iterator[dict[str, Any]]:
    """Yield a row a formula, in the order in which they are first met."""
    import numpy as np

    every = np.ones(len(mentions.name), dtype=bool)
    statuses, places = (_tally(mentions.name, each, every) for each in (mentions.status, mentions.place))
    verbs, dates = (_tally(mentions.name, each, each >= 0) for each in (mentions.verb, mentions.date))
    given = mentions.members >= 0
    of_lexicon = _tally(mentions.name, mentions.members, given & (mentions.of_lexicon > 0))
    variants = _variants(mentions, given & (mentions.of_lexicon == 0))
    nested = np.bincount(mentions.name, mentions.nested, minlength=len(mentions.names))
    _, first = np.unique(mentions.name, return_index=True)
    for number, name in enumerate(mentions.names):
        lists = variants[number]
        usual = max(lists, key=lambda each: each["count"])["members"] if lists else []
        if not lists and of_lexicon[number]:
            usual = list(mentions.lists[_most_frequent(of_lexicon[number])[0]])
        yield {
            "formula": name,
            "known": bool(mentions.known[first[number]]),
            "count": sum(statuses[number].values()),
            "nested": int(nested[number]),
            "speeches": len(places[number]),
            **_span(dates[number], mentions.dates),
            "statuses": {mentions.statuses[each]: count for each, count in statuses[number].items()},
            "verbs": {mentions.verbs[each]: verbs[number][each] for each in _most_frequent(verbs[number])},
            "members": usual,
            "variants": lists,
        }


def _variants(mentions: _Mentions, given: Array) -> dict[int, list[dict[str, Any]]]:
    """Of each formula, by its number, the lists of members that the texts give, by their first date."""
    import numpy as np

    # A line break inside an item makes no other list of it.
    same = _Names()
    lists = [same.number(tuple("".join(item.split()) for item in members)) for members in mentions.lists]
    pair = mentions.name * (len(same) + 1) + np.array([*lists, 0], np.int64)[mentions.members]
    places = _tally(pair, mentions.place, given)
    dates = _tally(pair, mentions.date, given & (mentions.date >= 0))
    rows = np.flatnonzero(given)
    keys, first, counts = np.unique(pair[rows], return_index=True, return_counts=True)
    found = defaultdict(list)
    for place in np.argsort(first).tolist():
        # It is shown as it was first given.
        row, key = rows[first[place]], int(keys[place])
        found[int(mentions.name[row])].append({
            "members": list(mentions.lists[mentions.members[row]]),
            "count": int(counts[place]),
            "speeches": len(places[key]),
            **_span(dates[key], mentions.dates),
        })  # fmt: skip
    for variants in found.values():
        variants.sort(key=lambda each: each["first"] or "9999")
    return found


def _tally(groups: Array, values: Array, wanted: Array) -> dict[int, dict[int, int]]:
    """Count the values of each group, where they are wanted, in the order in which they are first met."""
    import numpy as np

    rows = np.flatnonzero(wanted)
    groups, values = groups[rows], values[rows]
    keys = groups * (int(values.max(initial=0)) + 1) + values
    _, first, counts = np.unique(keys, return_index=True, return_counts=True)
    order = np.argsort(first)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    at = first[order]
    for group, value, count in zip(
        groups[at].tolist(), values[at].tolist(), counts[order].tolist(), strict=True
    ):
        found[group][value] = count
    return found


def _most_frequent(counts: dict[int, int]) -> list[int]:
    """The most frequent first, and of those as frequent what was met first."""
    return sorted(counts, key=counts.__getitem__, reverse=True)


def _span(days: dict[int, int], dates: list[str]) -> dict[str, str | None]:
    """The first and the last of some dates, which are numbered in their order."""
    return {"first": dates[min(days)] if days else None, "last": dates[max(days)] if days else None}
