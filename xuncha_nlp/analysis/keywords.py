"""Keyness: what is more frequent in one corpus than in another, how much, how surely, and how widely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from .counted import tokens_of_queries
from .query import Within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.tokens import Tokens
    from .measures.significance import Correction
    from .table import Table

    Array = NDArray[Any]

__all__ = ["EFFECTS", "keyness"]

EFFECTS = ("log_ratio", "percent_difference", "simple_maths", "odds_ratio")
_PER = 10_000
_SHOWN = 3
# An expected count below this makes a test by χ² rough.
_FEW = 5
What = Literal["word", "formula"]


def keyness(
    target: Corpus,
    reference: Corpus,
    query: str | Sequence[str] | None = None,
    *,
    what: What = "word",
    order: str = "log_likelihood",
    least: int = 3,
    significance: float = 0.05,
    correction: Correction = "benjamini-hochberg",
    k: float = 1.0,
    within: Within | None = None,
) -> Table:
    """Compare the frequencies of two corpora.

    Parameters
    ----------
    target, reference : Corpus
        ``corpus.where(year=2017)`` and ``corpus.where(year=2024)``, say. They need not be disjoint, but the tests
        take them for two samples: ``made["shared"]`` is the number of speeches that are in both.
    query : str or sequence of str, optional
        Queries (see `xuncha_nlp.analysis.query`), a row each, all kept; by default every word, or formula.
    what : {"word", "formula"}
        What is counted where there is no query. The size of a corpus is the number of its words in either case.
    order : str
        The column by which rows are ordered, highest first: what is key in the target comes first, what is
        key in the reference last.
    least : int
        Leave out what both together have less often; a query is never left out.
    significance : float
        Rows whose corrected p-value is not below it are left out; 1 keeps all.
    correction : {"benjamini-hochberg", "holm", "bonferroni", "none"}
        For the number of comparisons.
    k : float
        The constant of simple maths, per 10,000 words: the higher, the commoner the words it prefers.
    within : Within, optional
        Where in a speech the hits of queries must begin.

    Returns
    -------
    Table
        Indexed by word or formula: ``target`` and ``reference`` counts, both ``per_10k``, in how many speeches
        of either, ``log_likelihood`` and ``chi_squared`` (signed), ``p`` (of the log-likelihood, corrected), ``bic``, and the effects of `EFFECTS`; see
        `xuncha_nlp.analysis.measures.keyness`. ``dp_norm_target`` and ``dp_norm_reference`` tell an even
        spread (0) from a word of a single speech (1). ``made["tested"]`` is the number of comparisons, and
        ``made["rare"]`` of how many rows an expected count is below 5: of these G² and χ² are rough (Cochran 1954).

    Raises
    ------
    QueryError
        A query cannot be read; the message says where.
    ValueError
        The order is no column, or ``within`` has no query.

    References
    ----------
    Cochran, W. G. 1954. “Some methods for strengthening the common χ² tests”. *Biometrics* 10(4), 417–451.

    Examples
    --------
    >>> old = Corpus.from_texts({"a": "抓部署，抓部署，抓部署。"})
    >>> new = Corpus.from_texts({"b": "抓整改，抓整改，抓整改。"})
    >>> keyness(old, new, significance=1)[["target", "reference"]].values.tolist()
    [[3, 0], [3, 3], [0, 3]]
    """
    import numpy as np
    import pandas as pd

    from .measures import dispersion
    from .measures import keyness as measures
    from .measures.significance import adjust, p_value
    from .table import Table, made_by

    queries = [query] if isinstance(query, str) else None if query is None else list(dict.fromkeys(query))
    if within is not None and queries is None:
        raise ValueError("within says where the hits of queries begin; give a query")
    units = [_units(corpus, what, queries, within) for corpus in (target, reference)]
    names, rows = _merged(units)
    sizes = [corpus.tokens.number_of_words for corpus in (target, reference)]
    counts = [np.concatenate([unit.counts, [0]])[own] for unit, own in zip(units, rows, strict=True)]
    words = np.fromiter((any(map(str.isalnum, name)) for name in names), dtype=bool, count=len(names))
    kept = np.flatnonzero((counts[0] + counts[1] >= max(least, 1)) & (words | (what != "word")))
    if queries is not None:
        kept = np.arange(len(names))
    target_counts, reference_counts = counts[0][kept], counts[1][kept]
    likelihood = measures.log_likelihood(target_counts, reference_counts, *sizes)
    chance = adjust(p_value(likelihood), correction)
    tested = int(np.count_nonzero(~np.isnan(chance)))
    if significance < 1 and queries is None:
        some = chance < significance
        kept, target_counts, reference_counts = kept[some], target_counts[some], reference_counts[some]
        likelihood, chance = likelihood[some], chance[some]
    parts = [_by_speech(unit, own[kept]) for unit, own in zip(units, rows, strict=True)]
    name = what if queries is None else "query"
    cells = (target_counts, reference_counts, sizes[0], sizes[1])
    frame = pd.DataFrame(
        {
            "target": target_counts,
            "reference": reference_counts,
            "target_per_10k": target_counts / max(sizes[0], 1) * _PER,
            "reference_per_10k": reference_counts / max(sizes[1], 1) * _PER,
            "target_speeches": np.diff(parts[0].indptr),
            "reference_speeches": np.diff(parts[1].indptr),
            "log_likelihood": likelihood,
            "chi_squared": measures.chi_squared(*cells),
            "p": chance,
            "bic": measures.bic(likelihood, *sizes),
            "log_ratio": measures.log_ratio(*cells),
            "percent_difference": measures.percent_difference(*cells),
            "simple_maths": measures.simple_maths(*cells, k=k, per=_PER),
            "odds_ratio": measures.odds_ratio(*cells),
            "dp_norm_target": dispersion.dp_norm(parts[0], target.tokens.sizes),
            "dp_norm_reference": dispersion.dp_norm(parts[1], reference.tokens.sizes),
        },
        index=pd.Index([names[int(row)] for row in kept], name=name, dtype="object"),
    )
    if order not in frame.columns:
        raise ValueError(f"no column {order!r}; use one of {', '.join(frame.columns)}")
    frame = frame.sort_index().sort_values(order, ascending=False, kind="stable")
    made = made_by(
        "keyness", target, query=queries, reference=reference.digest, reference_speeches=len(reference), what=name,
        order=order, least=least, significance=significance, correction=correction, k=k,
        within=within and within.to_json(),
    )  # fmt: skip
    expected = [(target_counts + reference_counts) * (size / max(sum(sizes), 1)) for size in sizes]
    made["shared"] = len(set(_identities(target)) & set(_identities(reference)))
    made["tested"], made["rare"] = tested, int((np.minimum(*expected) < _FEW).sum())
    return Table.of(frame, made, _says(frame, name, significance, correction, made))


def _says(frame: Any, what: str, significance: float, correction: Correction, made: Mapping[str, Any]) -> str:
    kind = {"word": "词", "formula": "提法", "query": "查询"}.get(what, what)
    p = f"{'p' if correction == 'none' else '校正后 p'} < {significance:g}"
    sure = frame["p"] < significance
    more, less = frame[frame["log_likelihood"] > 0], frame[frame["log_likelihood"] < 0]
    if what == "query" or significance >= 1:
        parts = [f"比较了 {len(frame)} 个{kind}"]
        if significance < 1:
            parts.append(f"有显著差异（{p}）的 {int(sure.sum())} 个")
    else:
        parts = [f"比较了 {made['tested']} 个{kind}，有显著差异（{p}）的 {len(frame)} 个"]
    if len(more):
        parts.append(f"前者多用的 {len(more)} 个，如{'、'.join(map(str, more.index[:_SHOWN]))}")
    if len(less):
        parts.append(f"后者多用的 {len(less)} 个，如{'、'.join(map(str, less.index[::-1][:_SHOWN]))}")
    if made["rare"]:
        parts.append(f"有 {made['rare']} 个的期望次数不足 {_FEW}，显著与否只供参考")
    if made["shared"]:
        parts.append(f"两组有 {made['shared']} 篇是同一篇，显著与否不足为据")
    return "；".join(parts) + "。"


def _identities(corpus: Corpus) -> Iterator[tuple[Any, ...]]:
    return zip(*(corpus.facts(name) for name in ("speech", "start", "end", "characters")), strict=True)


def _units(corpus: Corpus, what: What, queries: Sequence[str] | None, within: Within | None) -> Tokens:
    if queries is not None:
        return tokens_of_queries(corpus, queries, within)
    return corpus.tokens if what == "word" else corpus.labels(what)


def _merged(units: list[Tokens]) -> tuple[list[str], list[Array]]:
    """The vocabularies of both as one, and for each of its words the row in either; the last is none."""
    import numpy as np

    names = list(dict.fromkeys(name for unit in units for name in unit.vocabulary))
    rows = [
        np.fromiter((unit.rows.get(name, len(unit.vocabulary)) for name in names), np.int64, count=len(names))
        for unit in units
    ]
    return names, rows


def _by_speech(unit: Tokens, rows: Array) -> Any:
    """How often words stand in each speech; a row that is none of the vocabulary is empty."""
    import numpy as np
    from scipy.sparse import csr_array

    inside = np.flatnonzero(rows < len(unit.vocabulary))
    cells = unit.by_speech[rows[inside]].tocoo()
    return csr_array((cells.data, (inside[cells.row], cells.col)), shape=(len(rows), cells.shape[1]))
