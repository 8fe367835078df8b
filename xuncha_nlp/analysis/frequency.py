"""How often formulae, words, annotations of any kind, or queries stand in each group of speeches or places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from ..extractors import KINDS, MOVES
from .counted import tokens_of_queries
from .places import innermost_of_tokens, move_spans, reused_at, reused_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.spans import Spans
    from ..corpus.tokens import Part, Tokens
    from .query import Within
    from .table import Table

    Array = NDArray[Any]

__all__ = ["GROUPINGS", "Grouping", "frequency"]

Grouping = Literal["speech", "year", "genre", "source", "level", "move"]
GROUPINGS: tuple[Grouping, ...] = ("speech", "year", "genre", "source", "level", "move")
_PER, _MILLION = 10_000, 1_000_000
_UNKNOWN, _NO_MOVE = "（不详）", "（无）"
# What makes groups of places within a speech.
_PLACES = ("level", "move")


def frequency(
    corpus: Corpus,
    query: str | Sequence[str] | None = None,
    *,
    what: str = "formula",
    by: Grouping = "speech",
    without_reused: bool = False,
    within: Within | None = None,
    label: str | None = None,
) -> Table:
    """Count by group.

    Parameters
    ----------
    corpus : Corpus
    query : str or sequence of str, optional
        Queries (see `xuncha_nlp.analysis.query`), a row each, whether found or not.
    what : str
        What is counted where there is no query: ``"word"``, or the labels of the annotations of a kind:
        ``"formula"``, ``"citation"``, ``"enumeration"``, ``"slot"``, ``"move"`` …
    by : {"speech", "year", "genre", "source", "level", "move"}
        What makes a column. The level is that of the innermost section around the beginning of a mention, 0
        outside of all sections; the move is the innermost around it.
    without_reused : bool
        Leave out the passages that stand in an earlier speech too, with all their characters and words: see
        `xuncha_nlp.analysis.places.reused_spans`.
    within : Within, optional
        Where in a speech the hits of queries must begin.
    label : str, optional
        Another name for ``what``.

    Returns
    -------
    Table
        Indexed by what is counted, most frequent first. ``total`` is the raw count, ``speeches`` the number of
        speeches with it, ``per_10k`` the count per 10,000 characters (white space left out) and ``per_million``
        per 1,000,000 words of the whole corpus; for formulae ``nested``, how many of ``total`` stand inside a
        longer formula (从严治党 in 全面从严治党), so that ``total - nested`` counts each place once; then a column
        a group with its raw count (their names are ``made["groups"]``). The groups add up to the total. A corpus
        without text has nan as its rates.

    Raises
    ------
    QueryError
        A query cannot be read; the message says where.
    ValueError
        There is no such kind of annotation or of group, or ``within`` has no query.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "增强“四个意识”，再谈四个意识和两个维护。"})
    >>> frequency(corpus)["total"].to_dict()
    {'四个意识': 2, '两个维护': 1}
    >>> frequency(corpus, ["再谈…意识", "五个意识"])["total"].to_dict()
    {'再谈…意识': 1, '五个意识': 0}
    >>> corpus = Corpus.from_texts({"a.txt": "全面从严治党，先要从严治党。"})
    >>> frequency(corpus).loc["从严治党", ["total", "nested"]].tolist()
    [2, 1]
    """
    import numpy as np
    import pandas as pd

    from .table import Table, made_by

    what = label or what
    if by not in GROUPINGS:
        raise ValueError(f"unknown group {by!r}; use one of {', '.join(GROUPINGS)}")
    queries = [query] if isinstance(query, str) else None if query is None else list(dict.fromkeys(query))
    if queries is None and within is not None:
        raise ValueError("within says where the hits of a query begin; give a query")
    if queries is None and what != "word" and what not in KINDS:
        raise ValueError(f"unknown kind {what!r}; use word or one of {', '.join(KINDS)}")
    unit = (
        corpus.tokens
        if queries is None and what == "word"
        else corpus.labels(what)
        if queries is None
        else tokens_of_queries(corpus, queries, within)
    )
    if queries is None:
        # Of all words by speech the table is too large to keep.
        question = ("frequency", what, by, without_reused)
        small = what != "word" or by != "speech"
        groups, counts, in_speeches = (
            corpus.kept(question, lambda: _counted(corpus, unit, by, without_reused))
            if small
            else _counted(corpus, unit, by, without_reused)
        )
    else:
        groups, counts, in_speeches = _counted(corpus, unit, by, without_reused)
    total = counts.sum(axis=1)
    rows = np.arange(len(total)) if queries is not None else np.flatnonzero((total > 0) & _wanted(unit, what))
    names = np.array([unit.vocabulary[row] for row in rows.tolist()], dtype=object)
    # The most frequent first, and those as frequent by their characters; queries as they were given.
    if queries is None:
        order = np.argsort(names)
        order = order[np.argsort(-total[rows[order]], kind="stable")]
        rows, names = rows[order], names[order]
    characters, words = _sizes(corpus, without_reused)
    columns = {
        "total": total[rows],
        "speeches": in_speeches[rows],
        "per_10k": np.round(_rate(total[rows], characters, _PER), 3),
        "per_million": np.round(_rate(total[rows], words, _MILLION), 3),
    }
    name = what if queries is None else "query"
    if name == "formula":
        columns["nested"] = _nested(corpus, unit, without_reused)[rows]
    index = pd.Index(names, name=name, dtype="object")
    frame = pd.concat(
        [
            pd.DataFrame(columns, index=index),
            pd.DataFrame(counts[rows], index=index, columns=pd.Index(groups, dtype="object")),
        ],
        axis=1,
    )
    made = made_by(
        "frequency", corpus, query=queries, what=name, by=by, without_reused=without_reused,
        within=within and within.to_json(),
    )  # fmt: skip
    made["groups"] = groups
    return Table.of(frame, made, _says(frame, name, len(corpus), without_reused))


def _wanted(unit: Tokens, what: str) -> Array:
    import numpy as np

    return unit.is_word if what == "word" else np.ones(len(unit.vocabulary), dtype=bool)


def _rate(counts: Array, size: int, per: int) -> Array:
    import numpy as np

    return counts / size * per if size else np.full(len(counts), np.nan)


def _counted(
    corpus: Corpus, unit: Tokens, by: Grouping, without_reused: bool
) -> tuple[list[str], Array, Array]:
    """Return the groups, how often each word stands in each, and in how many speeches."""
    import numpy as np
    from scipy.sparse import csr_array

    if by not in _PLACES and not without_reused:
        groups, of_speech = _groups(corpus, by)
        shape = (len(corpus), len(groups))
        member = csr_array((np.ones(len(corpus), np.int32), (np.arange(len(corpus)), of_speech)), shape=shape)
        table = unit.by_speech
        counts = table if by == "speech" else table @ member
        return groups, counts.toarray().astype(np.int64), np.diff(table.indptr)
    groups, _ = _groups(corpus, by)
    size = len(unit.vocabulary)
    cells, pairs = np.empty(0, np.int64), [np.empty(0, np.int64)]
    of_token = _group_of_tokens(corpus, by)
    for part in unit.parts:
        at, speech = _tokens_of(part)
        group = of_token(part)[at]
        if without_reused:
            kept = ~reused_at(corpus, speech, part.starts[at])
            at, speech, group = at[kept], speech[kept], group[kept]
        row = part.rows[part.codes[at]].astype(np.int64)
        own = np.bincount(row * len(groups) + group, minlength=size * len(groups))
        cells = own if not len(cells) else cells + own
        pairs.append(np.unique(row * (len(corpus) + 1) + speech))
    in_speeches = np.bincount(np.concatenate(pairs) // (len(corpus) + 1), minlength=size)
    if not len(cells):
        cells = np.zeros(size * len(groups), np.int64)
    counts = cells.reshape(size, len(groups))
    return groups, counts, in_speeches


def _tokens_of(part: Part) -> tuple[Array, Array]:
    """The tokens of a part that belong to the corpus, and the speech of each."""
    import numpy as np

    at = np.flatnonzero(part.inside())
    return at, np.repeat(part.speeches, part.bounds[:, 1] - part.bounds[:, 0])


def _groups(corpus: Corpus, by: Grouping) -> tuple[list[str], Array]:
    """The names of the groups, and of each speech the group, where speeches make the groups."""
    import numpy as np

    none = np.empty(0, np.int64)
    if by == "level":
        return [str(level) for level in range(int(corpus.outlines.level.max(initial=0)) + 1)], none
    if by == "move":
        return [*_moves(corpus)[0], _NO_MOVE], none
    values = corpus.facts("date" if by == "year" else by)
    names = [(str(value or "")[:4] if by == "year" else value) or _UNKNOWN for value in values]
    groups = list(dict.fromkeys(names))
    places = {name: place for place, name in enumerate(groups)}
    return groups, np.array([places[name] for name in names], np.int64)


def _moves(corpus: Corpus) -> tuple[list[str], Spans, Array]:
    """The moves that occur, in their usual order, their spans, and of each span the number of its move."""
    import numpy as np

    names, spans, rows = move_spans(corpus)
    occur = {names[row] for row in np.unique(rows).tolist()}
    ordered = [move for move in MOVES if move in occur]
    numbers = np.array([ordered.index(name) if name in occur else -1 for name in names], np.int64)
    return ordered, spans, numbers[rows] if len(rows) else rows


def _group_of_tokens(corpus: Corpus, by: Grouping) -> Callable[[Part], Array]:
    """Return what gives the group of each token of a part."""
    import numpy as np

    if by == "level":
        level = np.append(corpus.outlines.level, 0)
        return lambda part: level[innermost_of_tokens(corpus.outlines.spans, part)]
    if by == "move":
        names, spans, rows = _moves(corpus)
        # The last group is that of what stands in no move.
        move = np.append(rows, len(names))
        return lambda part: move[innermost_of_tokens(spans, part)]
    of_speech = _groups(corpus, by)[1]

    def of_part(part: Part) -> Array:
        found = np.zeros(len(part.codes), np.int64)
        found[part.inside()] = of_speech[_tokens_of(part)[1]]
        return found

    return of_part


def _nested(corpus: Corpus, unit: Tokens, without_reused: bool) -> Array:
    """How many mentions of each formula stand inside a longer one."""
    import numpy as np

    found = np.zeros(len(unit.vocabulary), np.int64)
    for part, nested in zip(unit.parts, corpus.nested, strict=True):
        at, speech = _tokens_of(part)
        if without_reused:
            at = at[~reused_at(corpus, speech, part.starts[at])]
        found += np.bincount(part.rows[part.codes[at[nested[at]]]], minlength=len(found))
    return found


def _sizes(corpus: Corpus, without_reused: bool) -> tuple[int, int]:
    """How many characters, white space left out, and how many words the corpus has."""
    import numpy as np

    from ..corpus import Hits

    characters, words = sum(corpus.facts("characters")), corpus.tokens.number_of_words
    if not without_reused:
        return characters, words
    spans = reused_spans(corpus)
    characters -= sum(
        len("".join(corpus.text(*span).split())) for span in zip(*map(np.ndarray.tolist, spans), strict=True)
    )
    for part, _, first, after in corpus.tokens.at(Hits(*spans)):
        flags = corpus.tokens.is_word[part.rows][part.codes]
        running = np.concatenate([[0], np.cumsum(flags, dtype=np.int64)])
        words -= int((running[after] - running[first]).sum())
    return characters, words


_SPOKEN = {"formula": "提法", "word": "词", "query": "查询"}


def _says(frame: Any, name: str, speeches: int, without_reused: bool) -> str:
    from ..data import load_toml

    kind = _SPOKEN.get(name) or load_toml("words.toml")["kind"].get(name, name)
    if not frame["total"].sum():
        asked = f"“{'”“'.join(frame.index)}”" if name == "query" else kind
        return f"{speeches} 篇讲话里没有找到{asked}。"
    first = "、".join(f"“{row}”（{int(total)}）" for row, total in frame["total"].head(3).items() if total)
    said = (
        f"{speeches} 篇讲话里有 {int((frame['total'] > 0).sum())} 个{kind}，共 {int(frame['total'].sum())} 次"
    )
    return (
        said
        + ("，沿用前文的段落不计" if without_reused else "")
        + (f"；最多的是{first}。" if first else "。")
    )
