"""Whether a name found by its characters is cut out of other words: no 新发展理念 in 创新|发展理念.

A search over characters finds a name wherever its characters stand. The general dictionary tells where a word
may go over one of its ends, and only there is the clause segmented to see whether one does.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from ..segment import is_word
from ..segment.clauses import clauses_of

__all__ = ["is_cut_out"]

# So much of a word may stand on each side of the end of a name: 意识|形态.
_REACH = 2


def is_cut_out(view: str, start: int, end: int) -> bool:
    """Whether a word goes over an end of a stretch, so that what stands there is not what it looks like.

    Before it a word may have grown around the whole first word of the stretch (党|中央八项规定), which leaves
    it what it is; a single character of it is but half of that word (创|新发展理念). Behind it the longer word
    is always another: 四个意识|形态.

    Parameters
    ----------
    view : str
        A folded text, whole: its clauses are segmented once for all who ask.
    start, end : int

    Examples
    --------
    >>> is_cut_out("创新发展理念", 1, 6), is_cut_out("用新发展理念", 1, 6), is_cut_out("党中央八项规定", 1, 7)
    (True, False, False)
    >>> is_cut_out("四个意识形态领域", 0, 4), is_cut_out("四个意识", 0, 4)
    (True, False)
    """
    before = view[start - _REACH : start + _REACH] if start >= _REACH else " " + view[: start + _REACH]
    if start and _may_join(before):
        over = _word_over(view, start)
        if over and over[1] - start == 1:
            return True
    return _may_join(view[end - _REACH : end + _REACH]) and _word_over(view, end) is not None


@lru_cache(maxsize=1 << 15)
def _may_join(around: str) -> bool:
    """Whether the dictionary has a word that goes over the middle of what stands around the end of a name."""
    before, behind = around[:_REACH], around[_REACH:]
    if not (before[-1:].isalpha() and behind[:1].isalpha()):
        return False
    return any(
        is_word(before[first:] + behind[:last])
        for first in range(len(before))
        for last in range(1, len(behind) + 1)
    )


def _word_over(view: str, at: int) -> tuple[int, int] | None:
    """The word of the dictionary that the segmenter sees go over an offset."""
    tokens = clauses_of(view).at(at)
    # A clause may be as long as the text.
    start, end, _ = tokens[bisect_left(tokens, (at,)) - 1]
    return (start, end) if start < at < end and is_word(view[start:end]) else None
