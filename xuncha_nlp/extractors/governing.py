"""The verb that governs a formula: 增强 before 四个意识, 坚定 before 四个自信."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Protocol

from ..data import load_toml
from ..segment import tagged

__all__ = ["governing_verbs"]

_MARKS = '、,。;:?!()“”‘’"《》〈〉—…\n\r\t '
_MARK = re.compile(f"[{re.escape(_MARKS)}]")
_OPEN = '“‘"'
# Another formula before it shares its verb: 增强“四个意识”和“四个自信”.
_JOINED = re.compile('[”’"]?(?:、|和|与|及|以及)?[“‘"]?')
_WINDOW = 30
_ADVERBS = ("ad", "d", "vd", "a")
_SHORTEST = 2
_LONGEST = 4


class _Mention(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def label(self) -> str: ...


def governing_verbs(
    view: str, mentions: Sequence[_Mention], verbs: dict[str, tuple[str, ...]], begin: int = 0
) -> list[str | None]:
    """Return the verb that governs each formula, with its adverb, or None where none is certain.

    The verb stands in the formula's own clause before it; names and attributes may stand between. Of
    formulae that are joined (“四个意识”和“四个自信”) the later ones have the verb of the first.

    Parameters
    ----------
    view : str
        The folded text that the mentions are found in.
    mentions : sequence of Annotation, or of what else has a start, an end and a label
        Formulae in the order of the text, none inside another.
    verbs : dict of str to tuple of str
        By label the verbs that the lexicon knows for it; they count whatever their tag.
    begin : int
        Where the speech begins in the view.

    Returns
    -------
    list of str or None
        One for each mention.

    Examples
    --------
    >>> from xuncha_nlp.extractors import Annotation
    >>> text = "要牢固树立“四个意识”、坚定“四个自信”,落实中央“八项规定”精神。"
    >>> at = [Annotation(text.index(name), text.index(name) + 4, "formula", name, "")
    ...       for name in ("四个意识", "四个自信", "八项规定")]
    >>> governing_verbs(text, at, {})
    ['牢固树立', '坚定', '落实']
    """
    found: list[str | None] = []
    end = begin
    for each in mentions:
        verb = _verb_before(view, each.start, begin, verbs.get(each.label, ())) or None
        if verb is None and found and _JOINED.fullmatch(view, end, each.start):
            verb = found[-1]
        found.append(verb)
        end = each.end
    return found


def _verb_before(view: str, start: int, begin: int, known: tuple[str, ...]) -> str | None:
    if start > begin and view[start - 1] in _OPEN:
        start -= 1
    before = view[max(begin, start - _WINDOW) : start]
    # The last mark is the first from behind.
    mark = _MARK.search(before[::-1])
    return _last_verb(before[len(before) - mark.start() :] if mark else before, known)


@lru_cache(maxsize=1 << 14)
def _last_verb(clause: str, known: tuple[str, ...]) -> str | None:
    """The verb at the end of the part of a clause before a formula."""
    if not clause:
        return None
    rules = _rules()
    words = _joined(tagged(clause))
    if len(words) > 1 and words[-1][1] == "c" and _is_verb(*words[-2], known):
        # 生态保护和高质量发展: what is joined to the formula is a noun, and governs nothing.
        return None
    place, passed = len(words) - 1, 0
    fallback = None
    relative = False
    while place >= 0 and len(words) - 1 - place <= rules["most_words"] and passed <= rules["most_characters"]:
        word, tag = words[place]
        if tag == "uj":
            relative = True
        elif _is_verb(word, tag, known):
            if relative:
                # 党中央提出的“四个全面”: the verb is that of an attribute.
                return None
            if tag != "vn":
                return _whole(words, place)
            # 改革 as often as not is a noun; it governs where it stands at the formula and nothing else does.
            if place == len(words) - 1:
                fallback = place
        elif tag not in rules["between"]:
            break
        else:
            relative = False
        passed += len(word)
        place -= 1
    return _whole(words, fallback) if fallback is not None else None


def _joined(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words, a verb and 好 behind it being one (发挥好)."""
    complement = _rules()["complement"]
    found: list[tuple[str, str]] = []
    for word, tag in words:
        if word == complement and found and (len(found[-1][0]) == 1 or _is_verb(*found[-1], ())):
            found[-1] = (found[-1][0] + word, "v")
        else:
            found.append((word, tag))
    return found


def _is_verb(word: str, tag: str, known: tuple[str, ...]) -> bool:
    rules = _rules()
    if word in known or word in rules["verbs"]:
        return True
    if len(word) == _LONGEST and word[2:] in rules["verbs"]:
        return True
    return tag.startswith("v") and tag != "vd" and word not in rules["no_verbs"] and len(word) >= _SHORTEST


def _whole(words: list[tuple[str, str]], place: int) -> str:
    """A verb with the verb and the adverb before it."""
    rules = _rules()
    first = place
    if first and words[first - 1][0][-_SHORTEST:] in rules["first_of_two"]:
        first -= 1
    if first:
        word, tag = words[first - 1]
        if tag in _ADVERBS and word not in rules["grammatical"] and len(word) >= _SHORTEST:
            first -= 1
    return "".join(word for word, _ in words[first : place + 1]).removeprefix(rules["modal"])


@cache
def _rules() -> dict[str, Any]:
    rules = load_toml("governing.toml")
    return {key: frozenset(value) if isinstance(value, list) else value for key, value in rules.items()}
