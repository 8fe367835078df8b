"""Places: by name and suffix, by the list that they stand in, by the dictionary, and by their short form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from ..data import load_toml
from ..segment import Token, is_word, tag_words
from ..sources import Source

__all__ = ["Place", "find_places"]

# Start, end, rule, and the name as it stands.
Place = tuple[int, int, str, str]

# Characters that a body takes behind its place at most.
_BODY = 4


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = load_toml("slots.toml")["place"]
    return rules


@cache
def _suffix() -> str:
    return rf"(?:{'|'.join(_rules()['long_suffixes'])}|[{_rules()['suffixes']}])"


def _name(shortest: int, longest: int) -> str:
    """The pattern of a name without its suffix, of so many characters."""
    first = rf"[^\W\da-zA-Z{_rules()['never_first']}]"
    inside = rf"[^\W\da-zA-Z{_rules()['never_inside']}]"
    return rf"{first}{inside}{{{shortest - 1},{longest - 1}}}"


def find_places(view: str, tokens: list[Token], source: Source) -> Iterator[Place]:
    """Find the places of a text, some of them more than once and by more than one rule.

    Parameters
    ----------
    view : str
        The folded text of a speech.
    tokens : list of Token
        The same, segmented and tagged.
    source : Source
        The whole that it is a part of: what is a place in one speech of a compilation is one in all.

    Yields
    ------
    tuple of (int, int, str, str)
        Offsets into the view, rule and name.
    """
    yield from _places(view, tokens)
    ends = {token.start: token.end for token in tokens}
    for stem in _stems(source):
        # With its suffix where that follows and begins no other word (云川|市场) nor a body (澄湖|区委).
        for match in re.finditer(
            rf"(?P<stem>{re.escape(stem)})(?:{_suffix()}(?!{_rules()['bodies']}))?", view
        ):
            word = view[match.end("stem") : ends.get(match.end("stem"), 0)]
            whole = (
                len(word) <= match.end() - match.end("stem")
                or not is_word(word)
                or word.endswith(tuple(_rules()["whole_bodies"]))
            )
            group = 0 if whole else "stem"
            yield *match.span(group), "stem", match[group]


@lru_cache(maxsize=8)
def _stems(source: Source) -> tuple[str, ...]:
    """The short forms of the places of a source: 临溪 of 临溪镇, 澄湖 in 澄湖区委."""
    tokens = tag_words(source.view)
    found = {
        re.sub(rf"{_suffix()}$", "", name)
        for *_, rule, name in _places(source.view, tokens)
        if rule in ("name-suffix", "list-item")
    }
    for token in tokens:
        behind = source.view[token.end : token.end + _BODY]
        if token.tag == "ns" and re.match(rf"[省市区县](?:{_rules()['bodies']})", behind):
            found.add(token.text)
    return tuple(sorted(stem for stem in found if len(stem) > 1 and stem not in _rules()["not_places"]))


def _places(view: str, tokens: list[Token]) -> Iterator[Place]:
    yield from _tagged(view, tokens)
    yield from _listed(view)
    yield from _in_dictionary(view)


def _tagged(view: str, tokens: list[Token]) -> Iterator[Place]:
    """A name with 省, 市, 区, 县 …, as one word or two; or a bare one that has such a form."""
    rules = _rules()
    full = re.compile(rf"[{rules['never_first']}]?(?P<place>{_name(2, 4)}{_suffix()})")
    bare: set[str] = set()
    for index, token in enumerate(tokens):
        if token.tag != "ns" or token.text in rules["not_places"]:
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else token
        joined = token.text + following.text if re.fullmatch(_suffix(), following.text) else token.text
        match = full.fullmatch(joined)
        if match:
            start, end = match.span("place")
            yield token.start + start, token.start + end, "name-suffix", match["place"]
        elif token.text[0] not in rules["never_first"] and _has_full_form(token.text, view):
            bare.add(token.text)
            yield token.start, token.end, "dictionary", token.text
    # Where the text has such a name with its suffix, that is the name, however it was cut (澄|湖区), but
    # not where the suffix begins another word (长三角|区域).
    ends = {token.end for token in tokens}
    for match in re.finditer(rf"(?:{'|'.join(sorted(bare))}){_suffix()}", view) if bare else ():
        if match.end() in ends:
            yield *match.span(), "full-form", match.group()


def _has_full_form(name: str, view: str) -> bool:
    """A bare name (云川) is a place where the dictionary or this text has it with its suffix (云川市)."""
    full = [name + suffix for suffix in _rules()["suffixes"]]
    return len(name) > 1 and any(is_word(each) or each in view for each in full)


def _listed(view: str) -> Iterator[Place]:
    """An unknown name with its suffix among others: 望河镇、柳圩镇6家单位."""
    rules = _rules()
    place = rf"(?<=[{rules['list_before']}])(?P<place>{_name(2, 3)}{_suffix()})(?={rules['list_after']})"
    for match in re.finditer(place, view):
        if match["place"] not in rules["not_places"]:
            yield *match.span("place"), "list-item", match["place"]


def _in_dictionary(view: str) -> Iterator[Place]:
    """A well-known name, though the segmenter cut it in the wrong place (对临|川区)."""
    for match in re.finditer(_suffix(), view):
        for length in (3, 2):
            start = match.start() - length
            name = view[max(start, 0) : match.end()]
            known = start >= 0 and is_word(name) and name not in _rules()["not_places"]
            if known and tag_words(name)[0].tag == "ns":
                yield start, match.end(), "dictionary", name
                break
