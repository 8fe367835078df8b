"""Formulae: required and banned ones, and those that do not belong to the date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..extractors import Annotation
from ..sources import fold
from .model import Finding
from .target import Target

__all__ = ["check_formulae"]


def check_formulae(target: Target) -> Iterator[Finding]:
    """Hold the formulae of a speech against the plan and against the date.

    Only an entry of the lexicon with a verified source is ever the ground for a finding about dates.
    """
    lexicon = target.own.lexicon
    mentions = target.annotations("formula")
    present = {each.label for each in mentions}
    plan = target.plan
    for name in plan.required if plan else ():
        label = lexicon[name].name if name in lexicon else name
        if label not in present and name not in target.speech.text:
            verbs = lexicon[name].verbs if name in lexicon else ()
            yield target.missing("required-missing", name, "方案的 required", verbs="、".join(verbs[:2]))
    yield from _banned(target, mentions)
    for mention in mentions:
        place = (mention.start, mention.end)
        entry = lexicon.surfaces.get(fold(mention.label))
        if entry is None or not entry.verified or target.date is None:
            continue
        begin = entry.versions[0].begin
        if begin and target.date[: len(begin)] < begin[: len(target.date)]:
            yield target.at(
                "not-yet", *place, f"提法库：{entry.name}", date=target.date, begin=begin, origin=entry.source
            )
        end = entry.versions[-1].end
        if entry.superseded_by and end and target.date[: len(end)] > end[: len(target.date)]:
            yield target.at("superseded", *place, f"提法库：{entry.name}", successor=entry.superseded_by)


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
