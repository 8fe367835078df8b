"""Profile: how a speech is made, in numbers: lengths, diversity, four-character phrases, formulae, outline."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from ..corpus import Corpus
from ..data import load_toml

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .sentences import Stretches
    from .table import Table

    Array = NDArray[Any]

__all__ = ["profile"]

Grouping = Literal["speech", "genre", "year", "source"]
UNKNOWN = "（不详）"
_PER = 1_000
# A passage in quotation marks, with what stands before it.
_QUOTED = re.compile(r"([：:]?)[“「]([^“”「」]*)[”」]")
_CLAUSE_MARK = re.compile("[，。；：！？,;:!?]")


def profile(
    corpus: Corpus,
    *,
    by: Grouping = "speech",
    rate: int = 200,
    window: int = 50,
    sample: int = 42,
) -> Table:
    """Describe each speech, or each group of speeches, by the statistics of its style.

    Parameters
    ----------
    corpus : Corpus
    by : {"speech", "genre", "year", "source"}
        What makes a row.
    rate : int
        Characters spoken in a minute.
    window : int
        Words in a stretch of MATTR.
    sample : int
        Words in a sample of HD-D.

    Returns
    -------
    Table
        Indexed by the group; of several speeches counts are added up, shares and rates are those of all their
        text together, and sentences and clauses are described as one set.

        speeches, characters
            Characters without white space.
        minutes
            ``characters / rate``.
        words
            Tokens that are no punctuation.
        ttr, mattr, mtld, hd_d
            Lexical diversity, see `xuncha_nlp.analysis.measures.diversity`. Of several speeches the mean of
            those long enough: a window over the end of a speech would measure the change of speech.
        sentences, sentence_mean, sentence_median, sentence_sd
            Their number, and their length in characters; see `xuncha_nlp.analysis.sentences`.
        clauses, clause_mean, clause_median, clause_sd
        four_clauses
            Share, 0 to 1, of clauses of exactly four Chinese characters.
        four_phrases
            Share, 0 to 1, of the Chinese characters that stand in a four-character phrase, as
            `xuncha_nlp.analysis.sentences.four_character_phrases` defines it.
        formulae_per_1000
            Mentions of formulae per 1,000 characters; one inside a longer one is not counted.
        headings
            Share, 0 to 1, of the characters that stand in headings on a line of their own, numbers left out;
            points (一是) are no headings.
        points_per_section
            Points (一是, 一要, 第一, …) by sections that are none.
        citations_per_1000
            Documents named in 《》 per 1,000 characters.
        quotations_per_1000
            Passages in quotation marks that follow a colon or hold a mark that ends a clause, per 1,000
            characters: words spoken or cited, and not a term in quotation marks.

        What has no value (diversity of a text too short, a rate without text) is nan. None of these numbers is
        a grade of difficulty: lengths of words and sentences are what readability measures of Chinese stand on,
        but their formulae are fitted to schoolbooks.

    Raises
    ------
    ValueError
        ``by`` is no grouping, or rate, window or sample is below 1.

    References
    ----------
    Sung, Y.-T., T.-H. Chang, W.-C. Lin, K.-S. Hsieh and K.-E. Chang. 2016. “CRIE: An automated analyzer for Chinese
    texts”. *Behavior Research Methods* 48(4), 1238–1251.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a": "一、抓整改\\n要立说立行，立行立改。", "b": "会前开会。"})
    >>> table = profile(corpus)
    >>> table[["characters", "sentences", "sentence_mean", "clause_mean", "four_clauses"]].values.tolist()
    [[16.0, 1.0, 9.0, 4.5, 0.5], [5.0, 1.0, 4.0, 4.0, 1.0]]
    """
    import numpy as np
    import pandas as pd

    from .measures._numbers import divide
    from .sentences import four_character_phrases, sentences
    from .table import Table, made_by

    if by not in ("speech", "genre", "year", "source"):
        raise ValueError(f"no grouping {by!r}; use speech, genre, year or source")
    if min(rate, window, sample) < 1:
        raise ValueError("rate, window and sample are at least 1")
    names, group = _groups(corpus, by)

    def total(values: Any) -> Array:
        found: Array = np.bincount(group, np.asarray(values, np.float64), len(names))
        return found

    characters = total(corpus.facts("characters"))
    headings, points, sections, quotations = (total(each) for each in _outlines(corpus))
    diversity = _diversity(corpus, window, sample)
    found = sentences(corpus)
    four, han = map(total, four_character_phrases(corpus))
    columns: dict[str, Any] = {
        "speeches": total(np.ones(len(corpus))).astype(np.int64),
        "characters": characters.astype(np.int64),
        "minutes": characters / rate,
        "words": total(corpus.tokens.sizes).astype(np.int64),
        **{
            name: divide(total(np.nan_to_num(each)), total(~np.isnan(each)))
            for name, each in diversity.items()
        },
        **_lengths(found, group, len(names)),
        "four_phrases": divide(four, han),
        "formulae_per_1000": divide(total(_formulae(corpus)) * _PER, characters),
        "headings": divide(headings, characters),
        "points_per_section": divide(points, sections),
        "citations_per_1000": divide(total(_mentions(corpus, "citation")) * _PER, characters),
        "quotations_per_1000": divide(quotations * _PER, characters),
    }
    frame = pd.DataFrame(columns, index=pd.Index(names, name=by, dtype="object"))
    made = made_by("profile", corpus, by=by, rate=rate, window=window, sample=sample)
    return Table.of(frame, made, _says(frame, found))


def _groups(corpus: Corpus, by: Grouping) -> tuple[list[str], Array]:
    """The groups, and of each speech the number of its own. Years ascend, others stand as they are met."""
    import numpy as np

    facts = corpus.facts("date" if by == "year" else by)
    own = [(str(fact)[:4] if by == "year" else str(fact)) if fact else UNKNOWN for fact in facts]
    names = sorted(set(own)) if by == "year" else list(dict.fromkeys(own))
    rows = {name: row for row, name in enumerate(names)}
    return names, np.fromiter((rows[name] for name in own), np.int64, count=len(own))


def _diversity(corpus: Corpus, window: int, sample: int) -> dict[str, Array]:
    import numpy as np

    from .measures.diversity import hd_d, mattr, mtld, ttr

    found = np.full((4, len(corpus)), np.nan)
    tokens = corpus.tokens
    for part in tokens.parts:
        is_word = tokens.is_word[part.rows]
        for place, (begin, end) in zip(part.speeches.tolist(), part.bounds.tolist(), strict=True):
            codes = np.asarray(part.codes[begin:end])
            own = codes[is_word[codes]].tolist()
            found[:, place] = ttr(own), mattr(own, window=window), mtld(own), hd_d(own, sample=sample)
    return dict(zip(("ttr", "mattr", "mtld", "hd_d"), found, strict=True))


def _lengths(found: Stretches, group: Array, number: int) -> dict[str, Array]:
    import numpy as np

    from .measures._numbers import divide
    from .measures.diversity import lengths

    columns: dict[str, Array] = {}
    for name, speech, values in (
        ("sentence", found.sentence_speech, found.sentences),
        ("clause", found.clause_speech, found.clauses),
    ):
        own = group[speech]
        order = np.argsort(own, kind="stable")
        edges = np.searchsorted(own[order], np.arange(1, number))
        described = [lengths(each) for each in np.split(values[order], edges)][:number]
        columns[f"{name}s"] = np.array([each.number for each in described], np.int64)
        for statistic in ("mean", "median", "sd"):
            columns[f"{name}_{statistic}"] = np.array([getattr(each, statistic) for each in described])
    own = group[found.clause_speech]
    columns["four_clauses"] = divide(np.bincount(own, found.four, number), np.bincount(own, minlength=number))
    return columns


def _outlines(corpus: Corpus) -> Array:
    """For each speech the characters in headings, points, other sections, and quotations: shape (4, n)."""
    import numpy as np

    found = np.zeros((4, len(corpus)))
    points = _point_styles()
    for place, speech in enumerate(corpus):
        for section in speech.walk():
            if section.style in points:
                found[1, place] += 1
                continue
            found[2, place] += 1
            found[0, place] += 0 if section.inline else len("".join(section.heading.split()))
        read = (speech.reading or speech).text
        found[3, place] = sum(
            bool(each[1]) or _CLAUSE_MARK.search(each[2]) is not None for each in _QUOTED.finditer(read)
        )
    return found


@cache
def _point_styles() -> frozenset[str]:
    return frozenset(style["name"] for style in load_toml("numbering.toml")["style"] if style["points"])


def _formulae(corpus: Corpus) -> Array:
    """How many formulae each speech has, without those inside a longer one."""
    import numpy as np

    found = np.zeros(len(corpus))
    for part, nested in zip(corpus.labels("formula").parts, corpus.nested, strict=True):
        running = np.concatenate([[0], np.cumsum(~nested)])
        found[part.speeches] = running[part.bounds[:, 1]] - running[part.bounds[:, 0]]
    return found


def _mentions(corpus: Corpus, kind: str) -> Array:
    import numpy as np

    found = np.zeros(len(corpus))
    for part in corpus.labels(kind).parts:
        found[part.speeches] = part.bounds[:, 1] - part.bounds[:, 0]
    return found


def _says(frame: Any, found: Stretches) -> str:
    import numpy as np

    if not len(found.sentences):
        return f"{int(frame['speeches'].sum())} 篇讲话，没有成句的文字。"
    parts = [
        f"{int(frame['speeches'].sum())} 篇讲话：平均句长 {found.sentences.mean():.1f} 字，"
        f"分句 {found.clauses.mean():.1f} 字，四字分句占 {found.four.mean():.1%}"
    ]
    short = int(np.isnan(frame["mattr"].to_numpy(np.float64)).sum())
    if short:
        parts.append(f"{short} 行的词太少，MATTR 没有值")
    return "；".join(parts) + "。"
