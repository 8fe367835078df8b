"""What of a speech counts as its own: the body without its header and adjournment, and not the formulae in it.

Two speeches on two matters have the same header, thank the same audience and name the same formulae with the same
verbs. No editor calls that a copy. The rules are in ``data/reuse.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from ..data import check_keys, load_toml
from ..sources import fold
from .repeats import Laid
from .suffixes import each_code

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["body_of", "meeting_names", "members_in", "not_counting", "reuse_rules"]

_KEYS = ("closing", "meeting", "marks", "carrier", "carried", "member", "slot")


@cache
def reuse_rules() -> dict[str, Any]:
    """Return the rules of ``data/reuse.toml``."""
    rules = load_toml("reuse.toml")
    check_keys(rules, _KEYS, (), "reuse.toml")
    return rules


def body_of(text: str, begin: int, header_end: int, closing_start: int | None) -> tuple[int, int]:
    """Return where the body of a speech begins and ends, without the lines of an adjournment.

    Parameters
    ----------
    text : str
        That of the speech.
    begin : int
        The offset at which it begins in its source.
    header_end : int
        Where its header ends in the source; where it begins if it has none.
    closing_start : int or None
        Where its closing words begin, if it has any. A paragraph of them that is longer than a line says something.

    Returns
    -------
    tuple of int
        Offsets into the source. A text of a line or two, which could be a header and has nothing below it, is body.

    Examples
    --------
    >>> text = "在动员会上的讲话\\n同志们：\\n账要算清。\\n散会。"
    >>> start, end = body_of(text, 0, text.index("：") + 1, text.index("散会"))
    >>> text[start:end]
    '\\n账要算清。\\n'
    """
    end = len(text)
    first = header_end - begin
    if not text[first:].strip():
        return begin, begin + end
    last = end if closing_start is None else max(closing_start - begin, first)
    while end > last:
        line = max(text.rfind("\n", last, len(text[:end].rstrip())) + 1, last)
        if sum(map(str.isalnum, text[line:end])) > reuse_rules()["closing"]:
            break
        end = line
    return header_end, begin + max(end, first)


def meeting_names(laid: Laid) -> Array:
    """Return where names of meetings stand in what is laid: start and end, int64, shape (k, 2)."""
    import numpy as np

    spans = [each.span() for each in re.finditer(reuse_rules()["meeting"], laid.text)]
    return np.array(spans, np.int64).reshape(-1, 2)


def members_in(laid: Laid, members: Iterable[str]) -> Array:
    """Return where members of formulae stand in what is laid: start and end, int64, shape (k, 2).

    Whoever says what a formula stands for repeats it: 政治纪律、组织纪律、廉洁纪律. One of two or three characters is a
    word as any other.
    """
    import numpy as np
    from ahocorasick_rs import AhoCorasick

    least = reuse_rules()["member"]
    names = sorted({squeezed for each in members if len(squeezed := "".join(fold(each).split())) >= least})
    found = AhoCorasick(names).find_matches_as_indexes(laid.text, overlapping=True) if names else []
    return np.array([each[1:] for each in found], np.int64).reshape(-1, 2)


def not_counting(laid: Laid, carried: Iterable[Array], others: Iterable[Array] = ()) -> Array:
    """Return which characters do not count.

    Parameters
    ----------
    laid : Laid
    carried : iterable of array of int, shape (k, 2)
        Where formulae, citations, names of meetings stand in what is laid; a clause that only carries them does
        not count either.
    others : iterable of array of int, shape (k, 2)
        What else does not count.

    Returns
    -------
    array of bool, shape (n,)

    Examples
    --------
    >>> import numpy as np
    >>> from xuncha_nlp.extractors.repeats import lay
    >>> text = "要增强四个意识,把账一笔一笔算清。"
    >>> laid = lay([(text, np.arange(len(text), dtype=np.int32))])
    >>> hidden = not_counting(laid, [np.array([[4, 8]])])
    >>> "".join(each for each, off in zip(laid.text[1:-1], hidden[1:-1]) if not off)
    '把账一笔一笔算清。'
    """
    import numpy as np

    hidden = _covered(len(laid.codes), carried)
    rules = reuse_rules()
    marks = frozenset(rules["marks"])
    ends = each_code(np.maximum(laid.codes, 0), marks.__contains__, bool) | (laid.codes < 0)
    starts = np.append(0, np.flatnonzero(ends[:-1]) + 1)
    del ends
    own = np.add.reduceat(laid.in_clause() & ~hidden, starts, dtype=np.int32)
    carrier = np.logical_or.reduceat(hidden, starts) & (own <= rules["carrier"])
    hidden |= np.repeat(carrier, np.diff(starts, append=len(hidden)))
    found: Array = hidden | _covered(len(hidden), others)
    return found


def _covered(size: int, several: Iterable[Array]) -> Array:
    import numpy as np

    # Of spans that lie in each other there are never many.
    steps = np.zeros(size + 1, np.int16)
    for spans in several:
        np.add.at(steps, spans[:, 0], 1)
        np.add.at(steps, spans[:, 1], -1)
    return np.cumsum(steps[:-1], dtype=np.int16) > 0
