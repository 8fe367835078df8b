"""jieba, by the library of that name."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

__all__ = ["tokenizer"]


@lru_cache(maxsize=2)
def tokenizer(user_words: tuple[str, ...] = ()) -> Any:
    """Return a tokenizer of our own: what others add to the one that all share does not change our tokens.

    Parameters
    ----------
    user_words : tuple of str
        Words that are never cut.
    """
    import logging
    import warnings

    with warnings.catch_warnings():
        # Of escapes in its patterns, which Python 3.12 and later complain of when they compile it.
        warnings.simplefilter("ignore", SyntaxWarning)
        import jieba
    jieba.setLogLevel(logging.WARNING)
    found = jieba.Tokenizer()
    for word in user_words:
        found.add_word(word, found.suggest_freq(word))
    return found
