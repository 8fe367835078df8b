"""The members that a text gives a formula, held against the lexicon's; names that are nearly a formula's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from ..extractors import Annotation, Formula, Lexicon
from ..sources import fold
from .formulae import entry_of, in_quotation, is_central, looks_back
from .model import Finding
from .settings import pattern, settings
from .target import Target

__all__ = ["check_members"]

_PAREN = re.compile(r"[”\"']?[^,。;:!?“”()\n]{0,4}\((?:即|指|包括)?:?([^()\n]{4,120})\)")
_SEPARATORS = re.compile("[、,;和与及]")
_QUOTED = re.compile("“([一二三四五六七八九十两][\u4e00-\u9fff]{2,7})”")
_LEAST = 2
# The rules that take a list for what it says it is.
_IN_ORDER = ("list", "list-before", "parentheses", "points", "none", "lexicon-members")


def check_members(target: Target) -> Iterator[Finding]:
    """Find members that are wrong, missing or out of order, and names that differ by one character.

    Only entries of the centre with a verified source are held against the text. A list that has little to
    do with the lexicon's is another formula of the same name, and none of ours to correct.
    """
    for mention in target.annotations("formula"):
        attributes = mention.attributes
        entry = entry_of(target, mention)
        given = [each.text for each in attributes["members"] if each.start is not None]
        if entry is not None and is_central(entry) and not in_quotation(target, mention.start):
            given = given or _in_parentheses(target, mention)
            found = list(_against(target, mention, entry, given))
            yield from found
            if found:
                continue
        if attributes["status"] == "count-mismatch":
            values: dict[str, Any] = {"declared": attributes["declared"], "found": len(attributes["members"])}
            yield target.at("member-mismatch", mention.start, mention.end, mention.rule, **values)
    yield from _near_misses(target)


def _in_parentheses(target: Target, mention: Annotation) -> list[str]:
    """A list in parentheses directly behind the name, that no reading of it takes for a full one."""
    match = _PAREN.match(target.speech.source.view, mention.end, target.speech.end)
    parts = [each.strip() for each in _SEPARATORS.split(match[1])] if match else []
    return [each for each in parts if each] if len(parts) >= _LEAST else []


def _against(target: Target, mention: Annotation, entry: Formula, given: Sequence[str]) -> Iterator[Finding]:
    date = target.date
    wanted = entry.items_at(date)
    if not wanted or len(given) < _LEAST:
        return
    place, evidence = (mention.start, mention.end), f"提法库：{entry.name}（{entry.source}）"
    pairs = _paired(given, wanted)
    right = [index for index in pairs if index is not None]
    open_list = mention.attributes["status"] == "partial"
    if len(right) == len(given) == len(wanted):
        # A、B、C等“四风” names some, in whatever order the sentence wants.
        announced = mention.attributes["resolved_by"] and mention.rule.split("/")[-1] in _IN_ORDER
        loose = (
            target.speech.source.view[max(0, mention.start - 3) : mention.start].rstrip("“\"'").endswith("等")
        )
        if entry.ordered and right != sorted(right) and announced and not loose:
            yield target.at("member-order", *place, evidence, wanted="、".join(wanted))
        return
    for version in entry.versions:
        # An earlier or a later wording in full.
        old = [index for index in _paired(given, version.items) if index is not None]
        if version.items != wanted and len(old) == len(given) == len(version.items):
            if not looks_back(target, mention.start):
                differing = [each for each, index in zip(given, pairs, strict=True) if index is None]
                lacking = [each for place_, each in enumerate(wanted) if place_ not in right]
                values: dict[str, Any] = {
                    "found": "、".join(differing),
                    "wanted": "、".join(lacking),
                    "date": date,
                }
                yield target.at("member-outdated", *place, evidence, **values)
            return
    if len(right) < max(1, settings("formulae")["least_alike"] * max(len(wanted) - 1, len(given) - 1)):
        return
    lacking = [each for place_, each in enumerate(wanted) if place_ not in right]
    differing = [each for each, index in zip(given, pairs, strict=True) if index is None]
    if differing and len(given) == len(wanted) and len(right) >= _LEAST:
        yield target.at(
            "member-wrong", *place, evidence, found="、".join(differing), wanted="、".join(lacking)
        )
    elif not differing and len(right) == len(set(right)) and not open_list:
        yield target.at("member-missing", *place, evidence, wanted="、".join(lacking))


def _paired(given: Sequence[str], items: Sequence[str]) -> list[int | None]:
    """For each member of a text the place of the lexicon's that it is, or None."""
    shared = _shared_end(items)
    plain = [_plain(item) for item in items]
    short = [_plain(item[: len(item) - len(shared)]) for item in items] if shared else plain
    left = list(range(len(items)))
    found: list[int | None] = []
    for each in map(_plain, given):
        index = next((at for at in left if each in (plain[at], short[at])), None)
        if index is None:
            index = next((at for at in left if _is_like(each, plain[at], short[at])), None)
        if index is not None:
            left.remove(index)
        found.append(index)
    return found


def _is_like(each: str, whole: str, short: str) -> bool:
    """Whether one has all characters of the other, in order: 精神懈怠 and 精神懈怠危险."""
    least = 2
    if len(short) >= least and _within(short, each):
        return True
    return len(each) >= least and _within(each, whole)


def _within(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in part)


@cache
def _plain(text: str) -> str:
    return pattern("formulae", "loose").sub("", fold(text))


def _shared_end(items: Sequence[str]) -> str:
    """What all items end in: 意识."""
    shortest = min(items, key=len)
    for start in range(1, len(shortest)):
        if all(each.endswith(shortest[start:]) for each in items):
            return shortest[start:]
    return ""


def _near_misses(target: Target) -> Iterator[Finding]:
    """Quoted names without a list of their own that differ from one of the centre's by one character."""
    lexicon, view = target.own.lexicon, target.speech.source.view
    resolved = {
        each.start for each in target.annotations("formula") if each.attributes["resolved_by"] is not None
    }
    for match in _QUOTED.finditer(view, target.speech.start, target.speech.end):
        name = match[1]
        if name in lexicon.surfaces or name in lexicon.false_friends or match.start(1) in resolved:
            continue
        open_keys = (f"{name[:place]}?{name[place + 1 :]}" for place in range(len(name)))
        wanted = _neighbours(lexicon).get(name) or next(
            (found for key in open_keys if (found := _patterns(lexicon).get(key))), None
        )
        if wanted:
            yield target.at("name-near-miss", *match.span(1), f"提法库：{wanted}", wanted=wanted)


@cache
def _names(lexicon: Lexicon) -> tuple[str, ...]:
    least = settings("formulae")["near_miss_least"]
    return tuple(
        each.name
        for each in lexicon.formulae
        if each.kind == "numeral" and is_central(each) and len(each.name) >= least
    )


@cache
def _patterns(lexicon: Lexicon) -> dict[str, str]:
    """Every name with one of its characters left open, but for the first, which counts."""
    return {
        f"{name[:place]}?{name[place + 1 :]}": name
        for name in _names(lexicon)
        # 三个聚焦 is no slip for 七个聚焦: the number may be another district's.
        for place in range(2, len(name))
    }


@cache
def _neighbours(lexicon: Lexicon) -> dict[str, str]:
    """Every name with one character left out, or two exchanged."""
    found: dict[str, str] = {}
    for name in _names(lexicon):
        for place in range(1, len(name)):
            found.setdefault(name[:place] + name[place + 1 :], name)
            if place + 1 < len(name):
                swapped = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
                found.setdefault(swapped, name)
    return {key: name for key, name in found.items() if key not in lexicon.surfaces and len(key) > _LEAST}
