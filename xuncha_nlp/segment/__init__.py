"""Text to tokens with offsets, by one of several segmenters behind one function.

`tokenize` gives a token an object, `words` a string and `token_ends` a number; they are the same tokens.
The last two are for whole corpora: a token costs an object more than it costs to find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "SEGMENTERS",
    "Token",
    "dictionary_words",
    "is_word",
    "tag_words",
    "tagged",
    "token_ends",
    "tokenize",
    "words",
]

SEGMENTERS = ("rjieba", "jieba", "pkuseg", "spacy", "character")

_Cut = Callable[[str], list[str]]

# A lone half of a surrogate pair has no UTF-8, which rjieba reads; for it, it is any other odd character.
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """A token, where it stands, and its part of speech where the segmenter was asked for it."""

    text: str
    start: int
    end: int
    tag: str = ""


def tokenize(text: str, *, segmenter: str = "rjieba", user_words: Iterable[str] = ()) -> list[Token]:
    """Segment a text.

    Parameters
    ----------
    text : str
        Any text.
    segmenter : {"rjieba", "jieba", "pkuseg", "spacy", "character"}
        rjieba is fast, jieba the reference, pkuseg accurate and slow, character a token a character. Two of
        them take more after a colon: ``"pkuseg:FOLDER"`` a model's folder, instead of the model that was
        fetched; ``"spacy:jieba"`` or ``"spacy:FOLDER"`` the tokenizer of a pipeline, instead of a blank
        one's, which is by characters.
    user_words : iterable of str
        Words to be known beside the dictionary's, for this call only. The character segmenter has no
        use for them; pkuseg and spaCy never cut one.

    Returns
    -------
    list of Token
        In order and without gaps: their texts joined are the text.

    Raises
    ------
    DataError
        There is no segmenter of that name, or no model in the folder named.
    MissingExtraError
        pkuseg's model has not been fetched.

    Examples
    --------
    >>> [token.text for token in tokenize("区委召开动员会")]
    ['区委', '召开', '动员会']
    >>> [token.text for token in tokenize("澄湖新区动员", user_words=["澄湖新区"])]
    ['澄湖新区', '动员']
    """
    return _place((word, "") for word in words(text, segmenter, user_words=user_words))


def words(text: str, segmenter: str = "rjieba", *, user_words: Iterable[str] = ()) -> list[str]:
    """Segment a text into strings, as `tokenize` does.

    Parameters
    ----------
    text, segmenter, user_words
        See `tokenize`.

    Raises
    ------
    DataError
        There is no segmenter of that name.

    Examples
    --------
    >>> words("区委召开动员会")
    ['区委', '召开', '动员会']
    """
    cut = _segmenter(segmenter, user_words)
    try:
        return cut(text)
    except UnicodeEncodeError:
        ends = [0, *token_ends(text, segmenter, user_words=user_words).tolist()]
        return [text[start:end] for start, end in pairwise(ends)]


def token_ends(text: str, segmenter: str = "rjieba", *, user_words: Iterable[str] = ()) -> NDArray[np.int32]:
    """Segment a text into the offsets at which its tokens end, as `tokenize` does.

    A token begins where the one before it ends, the first at 0, so that the ends say everything.

    Parameters
    ----------
    text, segmenter, user_words
        See `tokenize`.

    Returns
    -------
    numpy.ndarray of int32
        Ascending; the last is the length of the text. Empty for an empty text.

    Raises
    ------
    DataError
        There is no segmenter of that name.

    Examples
    --------
    >>> token_ends("区委召开动员会").tolist()
    [2, 4, 7]
    """
    import numpy as np

    if segmenter == "character":
        return np.arange(1, len(text) + 1, dtype=np.int32)
    cut = _segmenter(segmenter, user_words)
    try:
        found = cut(text)
    except UnicodeEncodeError:
        found = cut(_SURROGATE.sub("\ufffd", text))
    lengths = np.fromiter(map(len, found), dtype=np.int32, count=len(found))
    return lengths.cumsum(dtype=np.int32)


def tag_words(text: str) -> list[Token]:
    """Segment a text with rjieba and tag parts of speech (ictclas tags: ``n``, ``v``, ``ns`` place …).

    Examples
    --------
    >>> [(token.text, token.tag) for token in tag_words("区委召开动员会")]
    [('区委', 'n'), ('召开', 'v'), ('动员会', 'n')]
    """
    return _place(tagged(text))


def tagged(text: str) -> list[tuple[str, str]]:
    """Return what `tag_words` does as plain pairs of word and tag.

    Examples
    --------
    >>> tagged("区委召开动员会")
    [('区委', 'n'), ('召开', 'v'), ('动员会', 'n')]
    """
    engine = _rjieba(())
    try:
        pairs: list[tuple[str, str]] = engine.tag(text)
    except UnicodeEncodeError:
        found = _place(engine.tag(_SURROGATE.sub("\ufffd", text)))
        return [(text[token.start : token.end], token.tag) for token in found]
    return pairs


@lru_cache(maxsize=1 << 16)
def is_word(text: str) -> bool:
    """Whether rjieba's dictionary holds a word.

    >>> is_word("区委"), is_word("委区")
    (True, False)
    """
    return not _SURROGATE.search(text) and bool(_rjieba(()).has_word(text))


@cache
def dictionary_words(tag: str) -> frozenset[str]:
    """Return the words of the dictionary that have a part of speech.

    rjieba carries jieba's dictionary inside it and answers for single words only, so that the list is
    read from jieba's copy.

    Parameters
    ----------
    tag : str
        An ictclas tag, ``"ns"`` for places.

    Examples
    --------
    >>> "长江" in dictionary_words("ns"), "动员" in dictionary_words("ns")
    (True, False)
    """
    from importlib.util import find_spec
    from pathlib import Path

    # Found without importing jieba, which takes longer than to read its dictionary.
    package = find_spec("jieba")
    data = Path(package.origin if package and package.origin else "").with_name("dict.txt").read_bytes()
    # Lines of word, frequency and tag. Looking for the tag takes a third of the time of reading all lines.
    ending = f" {tag}\n".encode()
    found = []
    end = data.find(ending)
    while end >= 0:
        start = data.rfind(b"\n", 0, end) + 1
        found.append(data[start : data.index(b" ", start)].decode())
        end = data.find(ending, end + 1)
    return frozenset(found)


def _place(pairs: Iterable[tuple[str, str]]) -> list[Token]:
    tokens = []
    start = 0
    for word, tag in pairs:
        end = start + len(word)
        tokens.append(Token(word, start, end, tag))
        start = end
    return tokens


def _segmenter(name: str, user_words: Iterable[str]) -> _Cut:
    if name == "rjieba":
        cut: _Cut = _rjieba(tuple(user_words)).cut
        return cut
    if name == "jieba":
        from . import jieba

        tokenizer = jieba.tokenizer(tuple(user_words))
        return lambda text: list(tokenizer.cut(text))
    if name == "character":
        return list
    engine, _, which = name.partition(":")
    if engine == "pkuseg":
        from . import pkuseg

        return pkuseg.segmenter(which, tuple(user_words))
    if engine == "spacy":
        from . import spacy

        return spacy.segmenter(which, tuple(user_words))
    raise DataError(f"没有这个分词器：{name}", f"可用：{'、'.join(SEGMENTERS)}")


# Instances of our own, here and below: what others add to the module-level ones does not change our
# tokens, and what is added here does not change theirs. Each takes 0.1 s and 24 MB.
@lru_cache(maxsize=4)
def _rjieba(user_words: tuple[str, ...]) -> Any:
    engine = _rjieba_class()()
    for word in user_words:
        engine.add_word(word, engine.suggest_freq(word), None)
    return engine


@cache
def _rjieba_class() -> Any:
    """Return the class that rjieba is made of, without the instance that ``import rjieba`` makes and we do not use.

    It is taken from the compiled module within the package. What others import later is the same class.
    """
    import sys
    from importlib.machinery import PathFinder
    from importlib.util import find_spec, module_from_spec

    package = None if "rjieba" in sys.modules else find_spec("rjieba")
    places = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec("rjieba.rjieba", places) if places else None
    # It is imported already, or is not laid out as it was.
    if spec is None or spec.loader is None:
        import rjieba

        return rjieba.Jieba
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Jieba
