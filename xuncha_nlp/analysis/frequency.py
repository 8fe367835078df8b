"""How often each formula stands in each speech."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from ..corpus import Corpus
from ..speeches import Speech

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frequency"]

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
        whole corpus; for formulae ``nested``, how many of ``total`` stand inside a longer formula
        (从严治党 in 全面从严治党), so that ``total - nested`` counts each place once; then a column a group
        with its raw count.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "增强“四个意识”，再谈四个意识和两个维护。"})
    >>> frequency(corpus)["total"].to_dict()
    {'四个意识': 2, '两个维护': 1}
    >>> corpus = Corpus.from_texts({"a.txt": "全面从严治党，先要从严治党。"})
    >>> frequency(corpus).loc["从严治党", ["total", "nested"]].tolist()
    [2, 1]
    """
    import pandas as pd

    groups = list(dict.fromkeys(_group(speech, by) for speech in corpus))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    nested: Counter[str] = Counter()
    seen: dict[str, set[str]] = defaultdict(set)
    for speech in corpus:
        for annotation in corpus.annotations(speech, label):
            nested[annotation.label] += annotation.attributes.get("nested_in") is not None
            counts[annotation.label][_group(speech, by)] += 1
            seen[annotation.label].add(speech.id)
    characters = sum(len("".join(speech.text.split())) for speech in corpus)
    rows = [
        {
            label: name,
            "total": found.total(),
            "speeches": len(seen[name]),
            "per_10k": round(found.total() / characters * 10_000, 3),
            **({"nested": nested[name]} if label == "formula" else {}),
            **{group: found[group] for group in groups},
        }
        for name, found in counts.items()
    ]
    more = ["nested"] if label == "formula" else []
    frame = pd.DataFrame(rows, columns=[label, "total", "speeches", "per_10k", *more, *groups])
    return frame.sort_values(["total", label], ascending=[False, True]).set_index(label)


def _group(speech: Speech, by: Grouping) -> str:
    if by == "speech":
        return speech.id
    if by == "source":
        return speech.source.name
    value = speech.genre if by == "genre" else (speech.date or "")[:4]
    return value or "（不详）"
