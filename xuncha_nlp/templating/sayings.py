"""The sentences of a speech as sets of runs of characters, by which what is said twice is found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..speeches import Speech

__all__ = ["grams_of", "read_sentences"]

_GRAM = 4
# Shorter sentences are too likely to be alike by chance.
_SENTENCE = 16
_SAID_SENTENCE = re.compile(r"[^。！？；!?;\n]+")


def grams_of(text: str) -> frozenset[str]:
    """Return the runs of four characters of a text.

    >>> sorted(grams_of("巡察工作好"))
    ['察工作好', '巡察工作']
    """
    return frozenset(text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1))


def read_sentences(
    speech: Speech, left_out: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the start of each longer sentence and its runs of four characters.

    Parameters
    ----------
    speech : Speech
    left_out : iterable of (int, int)
        Spans of its source that do not count, as those of formulae.
    """
    said = list(speech.text)
    for start, end in left_out:
        first, last = max(0, start - speech.start), max(0, end - speech.start)
        said[first:last] = " " * len(said[first:last])
    for match in _SAID_SENTENCE.finditer("".join(said)):
        text = "".join(match.group().split())
        if len(text) >= _SENTENCE:
            yield match.start() + speech.start, grams_of(text)
