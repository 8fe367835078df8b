"""Text to tokens with offsets, by one of several segmenters behind one function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from ..errors import DataError

__all__ = ["SEGMENTERS", "Token", "is_word", "tag_words", "tokenize"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token, where it stands, and its part of speech where the segmenter was asked for it."""

    text: str
    start: int
    end: int
    tag: str = ""


def tokenize(text: str, *, segmenter: str = "rjieba") -> list[Token]:
    """Segment a text.

    Parameters
    ----------
    text : str
        Any text.
    segmenter : {"rjieba", "jieba", "character"}
        rjieba is fast, jieba the reference, character a token a character.

    Returns
    -------
    list of Token
        In order and without gaps: their texts joined are the text.

    Raises
    ------
    DataError
        There is no segmenter of that name.

    Examples
    --------
    >>> [token.text for token in tokenize("区委召开动员会")]
    ['区委', '召开', '动员会']
    """
    if segmenter not in SEGMENTERS:
        raise DataError(f"没有这个分词器：{segmenter}", f"可用：{'、'.join(SEGMENTERS)}")
    return _place((word, "") for word in SEGMENTERS[segmenter](text))


def tag_words(text: str) -> list[Token]:
    """Segment a text with rjieba and tag parts of speech (ictclas tags: ``n``, ``v``, ``ns`` place …).

    Examples
    --------
    >>> [(token.text, token.tag) for token in tag_words("区委召开动员会")]
    [('区委', 'n'), ('召开', 'v'), ('动员会', 'n')]
    """
    import rjieba

    return _place(rjieba.tag(text))


@cache
def is_word(text: str) -> bool:
    """Whether rjieba's dictionary holds a word."""
    import rjieba

    return bool(rjieba.has_word(text))


def _place(words: Iterable[tuple[str, str]]) -> list[Token]:
    tokens = []
    start = 0
    for word, tag in words:
        tokens.append(Token(word, start, start + len(word), tag))
        start += len(word)
    return tokens


def _rjieba(text: str) -> Iterable[str]:
    import rjieba

    words: list[str] = rjieba.cut(text)
    return words


@cache
def _jieba_tokenizer() -> Callable[[str], Iterable[str]]:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    # An instance of our own: jieba's module-level functions share one global dictionary.
    cut: Callable[[str], Iterable[str]] = jieba.Tokenizer().cut
    return cut


def _jieba(text: str) -> Iterable[str]:
    return _jieba_tokenizer()(text)


SEGMENTERS: dict[str, Callable[[str], Iterable[str]]] = {
    "rjieba": _rjieba,
    "jieba": _jieba,
    "character": list,
}
