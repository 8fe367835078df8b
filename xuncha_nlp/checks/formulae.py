"""Formulae: required and banned ones, and those that do not belong to the date."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ..extractors import Annotation, Formula
from ..sources import fold
from .model import Finding
from .settings import pattern, settings
from .target import Target

__all__ = ["check_formulae", "entry_of", "in_quotation", "is_central", "looks_back", "sentence_around"]

_SENTENCE_ENDS = re.compile(r"[。!?;\n]")
_LONGEST = 200
_GENERAL = re.compile("^[一二三四五六七八九十两]")


def check_formulae(target: Target) -> Iterator[Finding]:
    """Hold the formulae of a speech against the plan and against the date.

    Only an entry of the lexicon with a verified source is ever the ground for a finding about dates.
    """
    lexicon = target.own.lexicon
    # What stands inside a longer formula is said by that one.
    mentions = tuple(each for each in target.annotations("formula") if not each.attributes["nested_in"])
    present = {each.label for each in mentions}
    plan = target.plan
    for name in plan.required if plan else ():
        label = lexicon[name].name if name in lexicon else name
        if label not in present and name not in target.speech.text:
            verbs = lexicon[name].verbs if name in lexicon else ()
            yield target.missing("required-missing", name, "方案的 required", verbs="、".join(verbs[:2]))
    yield from _banned(target, mentions)
    if target.date is None:
        return
    for mention in mentions:
        entry = entry_of(target, mention)
        if entry is not None and is_central(entry):
            yield from _dated(target, mention, entry, target.date)


def entry_of(target: Target, mention: Annotation) -> Formula | None:
    """The lexicon's entry of a mention."""
    return target.own.lexicon.surfaces.get(fold(mention.label))


def is_central(entry: Formula) -> bool:
    """Whether an entry may be the ground for a finding: of the centre, with a verified source."""
    return entry.verified and entry.scope == "central"


def _dated(target: Target, mention: Annotation, entry: Formula, date: str) -> Iterator[Finding]:
    place, evidence = (mention.start, mention.end), f"提法库：{entry.name}（{entry.source}）"
    begin, end = entry.versions[0].begin, entry.versions[-1].end
    if begin and date[: len(begin)] < begin[: len(date)]:
        # A list of its own makes of it another formula, of the same name; a district may have one, too,
        # that it names without the verb that the centre's has.
        own = mention.attributes["resolved_by"] in ("following", "preceding") and not _agrees(mention, entry)
        if not own:
            certain = not _GENERAL.match(entry.name) or _has_verb(target, mention, entry)
            rule = "not-yet" if certain else "not-yet-namesake"
            yield target.at(rule, *place, evidence, date=date, begin=begin, origin=entry.source)
    if end and date[: len(end)] > end[: len(date)] and not looks_back(target, mention.start):
        if entry.superseded_by:
            yield target.at("superseded", *place, evidence, successor=entry.superseded_by)
        else:
            yield target.at("expired", *place, evidence, until=end)


def _agrees(mention: Annotation, entry: Formula) -> bool:
    """Whether any member that the text gives is one of the lexicon's."""
    items = {fold(item) for version in entry.versions for item in version.items}
    return any(fold(each.text) in items for each in mention.attributes["members"])


def _has_verb(target: Target, mention: Annotation, entry: Formula) -> bool:
    begin = max(target.speech.start, mention.start - settings("formulae")["verb_reach"])
    before = target.speech.source.view[begin : mention.start]
    return not entry.verbs or any(verb[-2:] in before for verb in entry.verbs)


def looks_back(target: Target, at: int) -> bool:
    """Whether a place stands in a title, in a quotation or in a sentence that looks back."""
    back = pattern("formulae", "looking_back").search(sentence_around(target, at))
    return bool(back) or in_quotation(target, at)


def sentence_around(target: Target, at: int) -> str:
    """The folded sentence that a place stands in, as far as it is of use."""
    view, speech = target.speech.source.view, target.speech
    before = re.split(_SENTENCE_ENDS, view[max(speech.start, at - _LONGEST) : at])[-1]
    return before + re.split(_SENTENCE_ENDS, view[at : min(speech.end, at + _LONGEST)])[0]


def in_quotation(target: Target, at: int) -> bool:
    """Whether a place stands in a document's title or in words that are quoted at some length."""
    citations = target.annotations("citation")
    place = bisect_right(citations, at, key=lambda each: each.start) - 1
    if place >= 0 and at < citations[place].end:
        return True
    view = target.speech.source.view
    line = max(view.rfind("\n", max(target.speech.start, at - _LONGEST), at) + 1, at - _LONGEST)
    # The mark that opens the name of the formula itself is behind the quotation's.
    opened = view.rfind("“", max(line, target.speech.start), max(line, at - 1))
    if opened < 0:
        return False
    closed = view.find("”", opened, at + _LONGEST)
    own = settings("formulae")["longest_own_quote"]
    return closed > at and closed - opened > own


def _banned(target: Target, mentions: tuple[Annotation, ...]) -> Iterator[Finding]:
    """Banned formulae by all their names, and banned words that no lexicon has as they stand."""
    lexicon, speech = target.own.lexicon, target.speech
    for name in target.plan.banned if target.plan else ():
        label = lexicon[name].name if name in lexicon else name
        places = [(each.start, each.end) for each in mentions if each.label == label]
        if name and name not in lexicon:
            found = re.finditer(re.escape(fold(name)), fold(speech.text))
            literal = [(match.start() + speech.start, match.end() + speech.start) for match in found]
            places += [(a, b) for a, b in literal if all(b <= start or end <= a for start, end in places)]
        for start, end in places:
            yield target.at("banned-present", start, end, "方案的 banned")
