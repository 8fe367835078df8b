"""Which round a speech is about, and how many there have been."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from ..numerals import to_han, to_int
from ..speeches import Speech
from .occasion import rules

__all__ = ["current_round", "round_number", "shift_count", "spoken_count"]


def shift_count(count: int, now: int | None, new: int | None) -> int | None:
    """Return how many rounds there have been by now; None where that cannot be told."""
    if now is None or new is None or count != now - 1 or new < 2:  # noqa: PLR2004
        return None
    return new - 1


def spoken_count(number: int) -> str:
    """Write a number as it is said before a measure word: 两 for 2."""
    return "两" if number == 2 else to_han(number)  # noqa: PLR2004


def current_round(speech: Speech) -> int | None:
    """The round that a speech is about: that of its title or its opening, else the one that it mostly names."""
    opening = speech.source.text[speech.opening.start : speech.opening.end]
    return _round_of(speech.title or "", opening, speech.text)


@lru_cache(maxsize=1024)  # asked for each date and figure of a speech
def _round_of(title: str, opening: str, text: str) -> int | None:
    coming = re.search(rules()["round_ahead"].replace("ROUND", f"(?:{rules()['round']})"), text)
    for each in (title, coming.group() if coming else "", opening):
        number = round_number(each)
        if number is not None:
            return number
    named = [round_number(match.group()) for match in re.finditer(rules()["round"], text)]
    if not named:
        return None
    # A speech that looks back on many rounds is about none of them.
    number, count = Counter(named).most_common(1)[0]
    return number if 2 * count > len(named) else None


def round_number(text: str) -> int | None:
    """Return the number of the first round that a text names, or None.

    >>> [round_number(each) for each in ("本届区委首轮", "第十二轮", "本轮")]
    [1, 12, None]
    """
    match = re.search(rules()["round"], text)
    if not match:
        return None
    return 1 if match.group().startswith("首") else to_int(match.group()[1:-1])
