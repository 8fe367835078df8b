"""Recurring phrases that no list has yet: maximal repeats, judged by their boundaries and ranked.

Whether a repeat is a unit of the language shows in what stands beside it: inside a phrase the next character is nearly certain, at its end it is not (Huang and Powers 2003,
“Chinese word segmentation based on contextual entropy”, PACLIC 17; Jin and Tanaka-Ishii 2006, “Unsupervised
segmentation of Chinese text by use of branching entropy”, COLING/ACL 2006 poster sessions).
"""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, Any, NamedTuple

from ..corpus import Corpus
from ..corpus.compared import reading_of
from ..data import load_toml
from ..extractors.repeats import Laid, Repeat, lay, maximal_repeats, sorted_in_clauses
from ..segment import is_word
from ..segment.clauses import Clauses

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from .table import Table

    Array = NDArray[Any]

__all__ = ["discover", "to_lexicon_toml"]

_COLUMNS = [
    "text", "count", "speeches", "left", "right", "score", "known", "source", "speech", "date", "start", "end",
]  # fmt: skip
# A repeat goes into a longer one that has at least this share of its occurrences.
_NEARLY_ALL = 0.8
# So many occurrences are asked whether a word begins and ends where the repeat does.
_ASKED = 3


def discover(
    corpus: Corpus,
    *,
    least: int = 3,
    speeches: int = 2,
    shortest: int = 4,
    longest: int = 24,
) -> Table:
    """Find recurring phrases.

    The candidates are the maximal repeats within a clause (no punctuation inside, nothing over the end of a
    speech). A candidate must begin and end where a word does; by the rules of ``data/discovery.toml`` it may
    not begin or end with a word that only joins others (的, 和, 在 …), be a single word of the dictionary or
    a free combination (积极推进), or hold a slot (the name of a place, a date). One that stands nearly
    always inside a longer candidate is folded into that.

    The branching entropy of a phrase on one side is H = −Σ p(x) · log2 p(x) bits, p(x) being the share of
    its occurrences with the character x on that side; the edge of a clause counts as another character each
    time, as in Feng, Chen, Deng and Zheng 2004, “Accessor variety criteria for Chinese word extraction”,
    Computational Linguistics 30(1). It is 0 where the same character always follows, and log2 of the count
    where another follows each time. The rank is by

        score = log2(length) · own · min(H left, H right) / log2(count)

    where own is the number of occurrences that stand in no longer candidate: like the C-value of Frantzi,
    Ananiadou and Mima 2000 it prefers what is long, frequent and independent, and takes off what is cut out
    of something else.

    Parameters
    ----------
    corpus : Corpus
    least : int
        The fewest occurrences.
    speeches : int
        The fewest speeches with it.
    shortest, longest : int
        How many characters a phrase has.

    Returns
    -------
    DataFrame
        A row a phrase, the best first. Columns text (as it is read, its punctuation folded); count;
        speeches with it; left and right (branching entropy in bits); score; known (whether the lexicon of
        the corpus has it); and source, speech, date, start and end of where it was first seen, by the
        dates of the speeches and then in the order of the corpus. Empty, with these columns, where nothing
        recurs.

    Raises
    ------
    ValueError
        A parameter is below its least value (2 occurrences, 1 speech, 2 characters) or ``longest`` below
        ``shortest``.

    Examples
    --------
    >>> texts = {"a": "区委要求挂图作战。镇里挂图作战！", "b": "村里也挂图作战，县里挂图作战。"}
    >>> discover(Corpus.from_texts(texts))[["text", "count", "speeches", "known"]].values.tolist()
    [['挂图作战', 4, 2, False]]
    """
    import pandas as pd

    for name, value, lowest in (
        ("least", least, 2), ("speeches", speeches, 1), ("shortest", shortest, 2), ("longest", longest, shortest),
    ):  # fmt: skip
        if value < lowest:
            raise ValueError(f"{name} is {value}; it must be at least {lowest}")
    laid = lay(map(reading_of(corpus), range(len(corpus))))
    in_order = sorted_in_clauses(laid)
    judge = _Judge(laid, corpus, in_order[0])
    found = [
        each
        for each in maximal_repeats(laid, in_order, least=least, shortest=shortest, longest=longest)
        if judge.speeches(each) >= speeches and judge.is_phrase(each)
    ]
    from .table import Table, made_by

    frame = pd.DataFrame(
        [_row(judge, each, own, corpus) for each, own in _folded(found, judge)], columns=_COLUMNS
    )
    frame = frame.sort_values(["score", "text"], ascending=[False, True], kind="stable", ignore_index=True)
    new = frame[~frame["known"].astype(bool)]
    first = "、".join(f"“{text}”" for text in new["text"].head(3))
    said = f"反复出现的短语 {len(frame)} 个，其中提法库里没有的 {len(new)} 个"
    said += f"，排在前面的是{first}。" if first else "。"
    made = made_by("discover", corpus, least=least, speeches=speeches, shortest=shortest, longest=longest)
    return Table.of(frame, made, said)


class _Judge:
    """What is asked of a repeat."""

    def __init__(self, laid: Laid, corpus: Corpus, suffixes: Array) -> None:
        import numpy as np

        self.laid = laid
        self.suffixes = suffixes
        self._speech = laid.speech_at(self.suffixes)
        self._begins = laid.begins.tolist()
        self._in_clause = laid.in_clause()
        self._clauses = Clauses(laid.text)
        self._rules = _rules()
        # A flag is looked for a few at a time, and in bytes that costs a fraction of what it does in an array.
        self._slots = _in_slots(laid, corpus, self._rules.slots).tobytes()
        dates = [(date or "9", place) for place, date in enumerate(corpus.facts("date"))]
        self._rank = np.argsort(np.array(sorted(range(len(dates)), key=dates.__getitem__), dtype=int))

    def places(self, repeat: Repeat) -> Array:
        """Where it stands, in no order."""
        return self.suffixes[repeat.first : repeat.first + repeat.count]

    def speeches(self, repeat: Repeat) -> int:
        """In how many speeches."""
        import numpy as np

        return len(np.unique(self._speech[repeat.first : repeat.first + repeat.count]))

    def is_phrase(self, repeat: Repeat) -> bool:
        """Whether the rules of the language take it for a phrase, in most of the occurrences that are asked."""
        import numpy as np

        places = np.sort(self.places(repeat))
        asked = [int(places[(len(places) - 1) * each // (_ASKED - 1)]) for each in range(_ASKED)]
        size = len(repeat.text)
        return 2 * sum(self._fits(place, place + size) for place in asked) > _ASKED and (
            2 * sum(self._holds_slot(place, place + size) for place in asked) < _ASKED
        )

    def _fits(self, start: int, end: int) -> bool:
        first, last = self._clauses.starting_at(start), self._clauses.ending_at(end)
        if first is None or last is None or first[1] > end:
            return False
        rules, text = self._rules, self.laid.text
        word = text[last[0] : last[1]]
        whole = word[-1] not in rules.end.words or is_word(word)
        if not (
            whole
            and rules.begin.allows(text[first[0] : first[1]], first[2])
            and rules.end.allows(word, last[2])
        ):
            return False
        if first == last:
            return first[2].startswith(rules.single)
        tags = [tag for begin, _, tag in self._clauses.at(start) if start <= begin < end]
        if text[first[0] : first[1]] in rules.manner and len(tags) == 2 and tags[1].startswith("v"):  # noqa: PLR2004
            return False
        return not any(_is_shape(tags, shape) for shape in rules.free)

    def _holds_slot(self, start: int, end: int) -> bool:
        return self._slots.find(1, start, end) >= 0

    def entropy(self, places: Array) -> float:
        """Branching entropy of what stands at some places, in bits."""
        import numpy as np

        inside = self._in_clause[places]
        _, counts = np.unique(self.laid.codes[places[inside]], return_counts=True)
        shares = np.append(counts, np.ones(int((~inside).sum()))) / len(places)
        return abs(float(-(shares * np.log2(shares)).sum()))

    def first_seen(self, repeat: Repeat) -> tuple[int, int]:
        """Return the place in the corpus of the earliest speech with it, and where it first stands there."""
        import numpy as np

        places = self.places(repeat)
        speeches = self._speech[repeat.first : repeat.first + repeat.count]
        found = int(np.lexsort((places, self._rank[speeches]))[0])
        return int(speeches[found]), int(places[found])


def _in_slots(laid: Laid, corpus: Corpus, labels: frozenset[str]) -> Array:
    """Which characters are part of a slot with one of some labels that is somebody or something in particular."""
    import numpy as np

    found = np.zeros(len(laid.codes), dtype=bool)
    for place, table in corpus.mentions("slot", ["start", "end", "label", "generic"]):
        particular = ~table["generic"].to_numpy()
        wanted = np.fromiter(
            (label in labels for label in table["label"].to_pylist()), bool, count=len(table)
        )
        rows = np.flatnonzero(particular & wanted)
        speech, spans = (
            place[rows],
            np.column_stack([table[side].to_numpy()[rows] for side in ("start", "end")]),
        )
        edges = np.flatnonzero(np.diff(speech, prepend=-1, append=-1))
        for first, last in pairwise(edges.tolist()):
            for start, end in laid.positions(int(speech[first]), spans[first:last]).tolist():
                found[start:end] = True
    return found


class _Edge(NamedTuple):
    """With what a phrase may not begin, or end."""

    tags: tuple[str, ...]
    words: frozenset[str]
    despite: frozenset[str]

    def allows(self, word: str, tag: str) -> bool:
        return word in self.despite or not (tag.startswith(self.tags) or word in self.words)


class _Rules(NamedTuple):
    begin: _Edge
    end: _Edge
    slots: frozenset[str]
    single: tuple[str, ...]
    free: tuple[tuple[str, ...], ...]
    manner: frozenset[str]


@cache
def _rules() -> _Rules:
    rules = load_toml("discovery.toml")
    begin, end = (
        _Edge(tuple(edge["tags"]), frozenset(edge["words"]), frozenset(edge["despite"]))
        for edge in (rules["begin"], rules["end"])
    )
    return _Rules(
        begin,
        end,
        frozenset(rules["slots"]),
        tuple(rules["single"]),
        tuple(map(tuple, rules["free"])),
        frozenset(rules["manner"]),
    )


def _is_shape(tags: list[str], shape: tuple[str, ...]) -> bool:
    return len(tags) == len(shape) and all(map(str.startswith, tags, shape))


def _folded(found: list[Repeat], judge: _Judge) -> list[tuple[Repeat, int]]:
    """Leave out what stands nearly always in something longer; count what each has for itself."""
    import numpy as np

    counts = {each.text: each.count for each in found}
    inside = dict.fromkeys(counts, 0)
    lengths = sorted({len(text) for text in counts})
    kept = []
    for each in sorted(found, key=lambda each: -len(each.text)):
        if inside[each.text] >= _NEARLY_ALL * each.count:
            continue
        kept.append(each)
        size = len(each.text)
        for length in lengths:
            for start in range(size - length + 1 if length < size else 0):
                part = each.text[start : start + length]
                if part in inside:
                    inside[part] = max(inside[part], each.count)
    ends = np.zeros(len(judge.suffixes), np.int64)
    for each in kept:
        places = judge.places(each)
        ends[places] = np.maximum(ends[places], places + len(each.text))
    reached = np.maximum.accumulate(ends)
    result = []
    for each in kept:
        places = judge.places(each)
        end = places + len(each.text)
        own = int(((reached[places - 1] < end) & (ends[places] <= end)).sum())
        result.append((each, own))
    return result


def _row(judge: _Judge, repeat: Repeat, own: int, corpus: Corpus) -> dict[str, Any]:
    text, places, count = repeat.text, judge.places(repeat), repeat.count
    left, right = judge.entropy(places - 1), judge.entropy(places + len(text))
    speech, place = judge.first_seen(repeat)
    start, end = judge.laid.span(place, place + len(text))
    return {
        "text": text,
        "count": count,
        "speeches": judge.speeches(repeat),
        "left": round(left, 3),
        "right": round(right, 3),
        "score": round(log2(len(text)) * own * min(left, right) / log2(count), 3),
        "known": text in corpus.lexicon,
        **{name: corpus.facts(name)[speech] for name in ("source", "speech", "date")},
        "start": start,
        "end": end,
    }


def to_lexicon_toml(frame: pd.DataFrame) -> str:
    """Write phrases as entries of a lexicon, for a person to review.

    Every entry is ``verified = false``: what recurs is not for that an established formula. Phrases that the
    lexicon has already are left out.

    Parameters
    ----------
    frame : DataFrame
        As `discover` gives it, or some of its rows.

    Returns
    -------
    str
        TOML in the schema of ``docs/lexicon.md``; `Lexicon.load` reads it from a file.

    Examples
    --------
    >>> texts = {"a": "区委要求挂图作战。镇里挂图作战！", "b": "村里也挂图作战，县里挂图作战。"}
    >>> print(to_lexicon_toml(discover(Corpus.from_texts(texts))).splitlines()[3])
    name = "挂图作战"
    """
    parts = ["# 从语料中发现的固定短语，供审核：删去不是提法的，补上出处后把 verified 改为 true。\n"]
    for row in frame[~frame["known"].astype(bool)].to_dict("records"):
        note = f"出现{row['count']}次，{row['speeches']}篇；首见于{row['speech']}"
        values = {
            "name": row["text"], "kind": "phrase", "scope": "local", "category": "待审核", "aliases": [],
            "verbs": [], "ordered": False, "bare": True, "groups": [], "source": "", "confidence": "medium",
            "verified": False, "superseded_by": "", "note": note,
        }  # fmt: skip
        # A string, a list or a truth value of JSON is one of TOML, once the one control character beyond its own is escaped.
        lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
        version = [f"{key} = {_toml(value)}" for key, value in {"from": "", "to": "", "items": []}.items()]
        parts.append("\n".join(["[[formula]]", *lines, "", "[[formula.version]]", *version, ""]))
    return "\n".join(parts)


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
