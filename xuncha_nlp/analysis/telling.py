"""Which words tell what a text is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..data import load_toml

__all__ = ["telling"]


def telling(vocabulary: Sequence[str]) -> list[int]:
    """Return the rows of the words that may tell what a text is about, in the order of the alphabet.

    They are of two Chinese characters or letters and more, without a digit, and no words that count or enumerate (一是,
    第二, 三个): of words of one character most are function words.

    Parameters
    ----------
    vocabulary : sequence of str

    Returns
    -------
    list of int

    Examples
    --------
    >>> words = ["整改", "一是", "的", "三农", "2024", "。", "发展"]
    >>> [words[row] for row in telling(words)]
    ['三农', '发展', '整改']
    """
    found = [
        (word, row)
        for row, word in enumerate(vocabulary)
        if len(word) > 1 and all(map(str.isalpha, word)) and not _number().fullmatch(word)
    ]
    return [row for _, row in sorted(found)]


@cache
def _number() -> re.Pattern[str]:
    return re.compile(load_toml("topics.toml")["number"])
