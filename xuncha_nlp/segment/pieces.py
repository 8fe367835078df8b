"""What every segmenter without a dictionary of ours needs: a user's words, and the white space it drops."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain
from typing import Any

__all__ = ["Cut", "keeping_space", "keeping_words"]

Cut = Callable[[str], list[str]]

_RUN = re.compile(r"\S+|\s")


def keeping_space(cut: Cut) -> Cut:
    r"""Return a segmenter of any text, given one of text without white space: each space is a token.

    >>> keeping_space(lambda run: [run])("一 二\n\n三")
    ['一', ' ', '二', '\n', '\n', '三']
    """
    return lambda text: list(
        chain.from_iterable([run] if run.isspace() else cut(run) for run in _RUN.findall(text))
    )


def keeping_words(cut: Cut, user_words: tuple[str, ...]) -> Cut:
    """Return a segmenter that never cuts a user's word: it is given what stands between them.

    Of words that begin together the longest is taken, and of words that overlap the first.

    >>> keeping_words(list, ("澄湖", "澄湖新区"))("在澄湖新区和澄湖")
    ['在', '澄湖新区', '和', '澄湖']
    """
    known = [word for word in user_words if word]
    if not known:
        return cut
    automaton = _automaton(tuple(known))

    def cut_between(text: str) -> list[str]:
        found: list[str] = []
        last = 0
        for _, start, end in automaton.find_matches_as_indexes(text):
            if start > last:
                found += cut(text[last:start])
            found.append(text[start:end])
            last = end
        return found + cut(text[last:]) if last < len(text) else found

    return cut_between


@lru_cache(maxsize=4)
def _automaton(known: tuple[str, ...]) -> Any:
    from ahocorasick_rs import AhoCorasick, MatchKind

    return AhoCorasick(list(known), matchkind=MatchKind.LeftmostLongest)
