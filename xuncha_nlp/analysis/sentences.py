"""How long the sentences and clauses of speeches are, and what of them stands in four-character phrases.

A sentence ends at a full stop, question or exclamation mark (句末点号), a clause also at a comma, semicolon or colon,
and both at the end of a line; the 顿号 parts items and ends neither. These are the classes of GB/T 15834-2011. A line
that ends without any such mark (a title, a heading) is no sentence, and nothing in it is a clause. A length is the
number of letters, Chinese characters and digits; punctuation and white space have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..corpus import Corpus
from ..corpus.index import Hits
from ..data import load_toml

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..corpus.tokens import Part, Tokens

    Array = NDArray[Any]

__all__ = ["FOUR", "Stretches", "four_character_phrases", "is_han", "sentences"]

FOUR = 4
_WORD, _HAN, _DIGIT, _LINE, _FINAL, _INNER, _PAUSE = (1 << bit for bit in range(7))
_LINES = "\n\r\v\f\u2028\u2029"


@dataclass(frozen=True)
class Stretches:
    """Sentences and clauses of a corpus, in the order of the text.

    Parameters
    ----------
    sentence_speech, sentences : array of int64, shape (s,)
        Of each sentence the place of its speech, and its length in characters.
    clause_speech, clauses : array of int64, shape (c,)
        The same of each clause.
    four : array of bool, shape (c,)
        Whether the clause is exactly four Chinese characters.
    """

    sentence_speech: Array
    sentences: Array
    clause_speech: Array
    clauses: Array
    four: Array


def sentences(corpus: Corpus) -> Stretches:
    """Return the lengths of the sentences and clauses of a corpus; see the module for what they are.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    Stretches

    References
    ----------
    GB/T 15834-2011 《标点符号用法》, 3.1.
    Jin, H. and H. Liu. 2017. “How will text size influence the length of its linguistic constituents?”. *Poznań
    Studies in Contemporary Linguistics* 53(2); sentence and clause length in Chinese.

    Examples
    --------
    The heading is no sentence; 立行立改 is a clause of four:

    >>> corpus = Corpus.from_texts({"a": "一、抓整改\\n要立说立行，立行立改。成效如何？"})
    >>> found = sentences(corpus)
    >>> found.sentences.tolist(), found.clauses.tolist(), found.four.tolist()
    ([9, 4], [5, 4, 4], [False, True, True])
    """
    import numpy as np

    columns: list[list[Array]] = [[np.empty(0, np.int64)] for _ in range(4)]
    four = [np.empty(0, dtype=bool)]
    for part in corpus.characters.parts:
        if not len(part.codes):
            continue
        kinds = _kinds(part.codes)
        ends = (kinds & (_FINAL | _LINE)) > 0
        starts = _starts(part, ends)
        speech = _speech_of(part, starts)
        length = np.add.reduceat((kinds & _WORD) > 0, starts, dtype=np.int64)
        real = (speech >= 0) & (length > 0) & _is_ended(kinds, starts)
        clause_starts = _starts(part, ends | _parts_clauses(kinds))
        owner = np.searchsorted(starts, clause_starts, "right") - 1
        clauses = np.add.reduceat((kinds & _WORD) > 0, clause_starts, dtype=np.int64)
        han = np.add.reduceat((kinds & _HAN) > 0, clause_starts, dtype=np.int64)
        own = real[owner] & (clauses > 0)
        found = (
            part.speeches[speech[real]], length[real],
            part.speeches[speech[owner[own]]], clauses[own],
        )  # fmt: skip
        for column, values in zip(columns, found, strict=True):
            column.append(values.astype(np.int64))
        four.append((clauses == FOUR)[own] & (han == FOUR)[own])
    one, two, three, last = map(np.concatenate, columns)
    return Stretches(one, two, three, last, np.concatenate(four))


def four_character_phrases(corpus: Corpus) -> tuple[Array, Array]:
    """Return how many Chinese characters of each speech stand in four-character phrases (四字格), of how many.

    A four-character phrase is what shows itself as one, without a judgement of its meaning: four Chinese characters
    between punctuation marks of any kind, the 顿号 and quotation marks included (统筹兼顾、突出重点); a word of four
    Chinese characters that the segmenter keeps whole (实事求是); a formula of four (立行立改). A character that is in
    several counts once.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    tuple of array of int64, shape (number of speeches,)
        Those that do, and all.

    References
    ----------
    陆志韦. 1956. 《汉语的并立四字格》. 《语言研究》 1; the name, and the four syllables as the unit.

    Examples
    --------
    会前开会 is four between two marks as well:

    >>> corpus = Corpus.from_texts({"a": "这次巡察要突出重点、抓住关键。会前开会。"})
    >>> [each.tolist() for each in four_character_phrases(corpus)]
    [[12], [17]]
    """
    import numpy as np

    marked, all_ = np.zeros((2, len(corpus)), np.int64)
    spans = [*_four_words(corpus.tokens), *_mentions(corpus.labels("formula"))]
    found = [list(corpus.characters.at(hits)) for hits in spans]
    for part in corpus.characters.parts:
        if not len(part.codes):
            continue
        kinds = _kinds(part.codes)
        han = (kinds & _HAN) > 0
        before = np.concatenate([[0], np.cumsum(han)])
        begins, ends = [], []
        for begin, end in [_runs(part, (kinds & _WORD) > 0), *(
            (begin, end) for each in found for own, _, begin, end in each if own is part
        )]:  # fmt: skip
            whole = (end - begin == FOUR) & (before[end] - before[begin] == FOUR)
            begins.append(begin[whole])
            ends.append(end[whole])
        edges = np.zeros(len(han) + 1, np.int64)
        np.add.at(edges, np.concatenate(begins), 1)
        np.add.at(edges, np.concatenate(ends), -1)
        inside = np.concatenate([[0], np.cumsum(np.cumsum(edges[:-1]) > 0)])
        first, last = part.bounds.T
        marked[part.speeches] = inside[last] - inside[first]
        all_[part.speeches] = before[last] - before[first]
    return marked, all_


def is_han(character: str) -> bool:
    """Whether a character is Chinese.

    >>> is_han("改"), is_han("3"), is_han("。"), is_han("〇")
    (True, False, False, True)
    """
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U000323af" or character == "〇"


@cache
def _marks() -> dict[str, int]:
    marks = load_toml("sentences.toml")
    kinds = (("final", _FINAL), ("inner", _INNER), ("pause", _PAUSE))
    return {mark: kind for name, kind in kinds for mark in marks[name]} | dict.fromkeys(_LINES, _LINE)


def _kind(character: str) -> int:
    kind = _marks().get(character, 0)
    if character.isalnum():
        kind |= _WORD | (_HAN if is_han(character) else 0) | (_DIGIT if character.isdigit() else 0)
    return kind


def _kinds(codes: Array) -> Array:
    """What each character is, as flags."""
    import numpy as np

    there = np.flatnonzero(np.bincount(codes))
    table = np.zeros(int(there[-1]) + 1, np.uint8)
    table[there] = [_kind(chr(code)) for code in there.tolist()]
    found: Array = table[codes]
    return found


def _parts_clauses(kinds: Array) -> Array:
    """Where a mark ends a clause; what stands between two digits is part of a number or a time."""
    import numpy as np

    inner = (kinds & _INNER) > 0
    digit = (kinds & _DIGIT) > 0
    within = np.zeros(len(kinds), dtype=bool)
    within[1:-1] = digit[:-2] & digit[2:]
    found: Array = inner & ~within
    return found


def _starts(part: Part, ends: Array) -> Array:
    """Where a stretch begins: after what ends one, and at either edge of a speech."""
    import numpy as np

    found = np.unique(np.concatenate([np.flatnonzero(ends) + 1, part.bounds.ravel(), [0]]))
    starts: Array = found[found < len(part.codes)]
    return starts


def _speech_of(part: Part, positions: Array) -> Array:
    """The number in the part of the speech of each position, or -1."""
    import numpy as np

    first, last = part.bounds.T
    found = np.searchsorted(first, positions, "right") - 1
    return np.where((found >= 0) & (positions < last[found]), found, -1) if len(first) else found


def _is_ended(kinds: Array, starts: Array) -> Array:
    """Whether the last word or mark of each stretch is a mark; what closes (”、）) is looked through."""
    import numpy as np

    ends = np.append(starts[1:], len(kinds)) - 1
    marks = _FINAL | _INNER | _PAUSE
    last = np.maximum.accumulate(np.where((kinds & (_WORD | marks)) > 0, np.arange(len(kinds)), -1))[ends]
    found: Array = (last >= starts) & ((kinds[np.maximum(last, 0)] & marks) > 0)
    return found


def _runs(part: Part, word: Array) -> tuple[Array, Array]:
    """Where the runs of letters and characters begin and end."""
    import numpy as np

    edge = np.zeros(len(word) + 1, dtype=bool)
    edge[part.bounds.ravel()] = True
    before = np.concatenate([[False], word[:-1]])
    after = np.concatenate([word[1:], [False]])
    inside = part.inside()
    begins = np.flatnonzero(inside & word & (~before | edge[:-1]))
    return begins, np.flatnonzero(inside & word & (~after | edge[1:])) + 1


def _four_words(tokens: Tokens) -> Iterator[Hits]:
    """The words of four Chinese characters, a part at a time."""
    import numpy as np

    wanted = np.fromiter(
        (len(word) == FOUR and all(map(is_han, word)) for word in tokens.vocabulary),
        dtype=bool,
        count=len(tokens.vocabulary),
    )
    for part in tokens.parts:
        yield _hits(part, np.flatnonzero(wanted[part.rows][part.codes] & part.inside()))


def _mentions(labels: Tokens) -> Iterator[Hits]:
    import numpy as np

    for part in labels.parts:
        yield _hits(part, np.flatnonzero(part.inside()))


def _hits(part: Part, at: Array) -> Hits:
    import numpy as np

    speech = part.speeches[np.searchsorted(part.bounds[:, 1], at, "right")] if len(at) else part.speeches[:0]
    return Hits(speech, part.starts[at], part.ends[at])
