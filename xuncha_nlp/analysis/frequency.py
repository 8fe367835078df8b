"""How often each formula stands in each speech, and what is known of each formula as a type."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from ..corpus import Corpus
from ..speeches import Speech

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["formula_types", "frequency"]

Grouping = Literal["speech", "year", "genre", "source"]


def frequency(corpus: Corpus, *, by: Grouping = "speech", label: str = "formula") -> pd.DataFrame:
    """Count annotations by group.

    Parameters
    ----------
    corpus : Corpus
    by : {"speech", "year", "genre", "source"}
        What makes a column.
    label : {"formula", "citation", "enumeration", "slot", "move"}
        The kind of annotation that is counted, by its label.

    Returns
    -------
    DataFrame
        Indexed by label, most frequent first. ``total`` is the raw count, ``speeches`` the number of
        speeches with it, ``per_10k`` the count per 10,000 characters (white space left out) of the
        whole corpus; then a column a group with its raw count.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "增强“四个意识”，再谈四个意识和两个维护。"})
    >>> frequency(corpus)["total"].to_dict()
    {'四个意识': 2, '两个维护': 1}
    """
    import pandas as pd

    groups = list(dict.fromkeys(_group(speech, by) for speech in corpus))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[str, set[str]] = defaultdict(set)
    for speech in corpus:
        for annotation in corpus.annotations(speech, label):
            counts[annotation.label][_group(speech, by)] += 1
            seen[annotation.label].add(speech.id)
    characters = sum(len("".join(speech.text.split())) for speech in corpus)
    rows = [
        {
            label: name,
            "total": found.total(),
            "speeches": len(seen[name]),
            "per_10k": round(found.total() / characters * 10_000, 3),
            **{group: found[group] for group in groups},
        }
        for name, found in counts.items()
    ]
    frame = pd.DataFrame(rows, columns=[label, "total", "speeches", "per_10k", *groups])
    return frame.sort_values(["total", label], ascending=[False, True]).set_index(label)


def _group(speech: Speech, by: Grouping) -> str:
    if by == "speech":
        return speech.id
    if by == "source":
        return speech.source.name
    value = speech.genre if by == "genre" else (speech.date or "")[:4]
    return value or "（不详）"


def formula_types(corpus: Corpus) -> pd.DataFrame:
    """Return a row a formula: how often, where, when, and with which members.

    Returns
    -------
    DataFrame
        Indexed by formula, most frequent first. Columns known, count, speeches, first and last (ISO
        dates of the first and last speech with it), statuses (a count a status) and variants (the
        different lists of members that the texts give, each once).

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "坚持“三个到位”，即认识到位、责任到位、措施到位。"})
    >>> formula_types(corpus).loc["三个到位", "variants"]
    [['认识到位', '责任到位', '措施到位']]
    """
    import pandas as pd

    rows: dict[str, dict[str, object]] = {}
    dates: dict[str, set[str]] = defaultdict(set)
    seen: dict[str, set[str]] = defaultdict(set)
    statuses: dict[str, Counter[str]] = defaultdict(Counter)
    variants: dict[str, list[list[str]]] = defaultdict(list)
    for speech in corpus:
        for each in corpus.annotations(speech, "formula"):
            rows.setdefault(each.label, {"formula": each.label, "known": each.attributes["known"]})
            seen[each.label].add(speech.id)
            statuses[each.label][each.attributes["status"]] += 1
            if speech.date:
                dates[each.label].add(speech.date)
            members = [member.text for member in each.attributes["members"]]
            given = members and each.attributes["resolved_by"] != "lexicon"
            if given and members not in variants[each.label]:
                variants[each.label].append(members)
    for name, row in rows.items():
        row |= {
            "count": statuses[name].total(),
            "speeches": len(seen[name]),
            "first": min(dates[name], default=None),
            "last": max(dates[name], default=None),
            "statuses": dict(statuses[name]),
            "variants": variants[name],
        }
    columns = ["formula", "known", "count", "speeches", "first", "last", "statuses", "variants"]
    frame = pd.DataFrame(list(rows.values()), columns=columns)
    return frame.sort_values(["count", "formula"], ascending=[False, True]).set_index("formula")
