"""Formulae that are said together in a fixed order, each with its own verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from ..extractors import Annotation
from .formulae import in_quotation
from .model import Finding
from .settings import settings
from .target import Target

__all__ = ["check_chains"]

_VERB_REACH = 12
_LEAST_FOR_GAP = 3


def check_chains(target: Target) -> Iterator[Finding]:
    """Find formulae of a chain that stand out of order, with another's verb, or with one left out between."""
    rules = settings("formulae")
    verbs: dict[str, list[str]] = rules["chain_verbs"]
    mentions = target.annotations("formula")
    for chain in rules["chain"]:
        names: list[str] = chain["names"]
        members = [each for each in mentions if each.label in names]
        for each in members:
            yield from _verb(target, each, verbs)
        for run in _runs(target, members, chain, verbs):
            yield from _order(target, run, chain)


def _runs(
    target: Target, members: Sequence[Annotation], chain: dict[str, Any], verbs: dict[str, list[str]]
) -> Iterator[list[Annotation]]:
    """Mentions that follow one another with nothing between but the words of the chain."""
    every = sorted({verb for each in verbs.values() for verb in each}, key=len, reverse=True)
    ends = re.compile(f'(?:{"|".join(every)})?[“"]?$')
    between = re.compile(chain["between"])
    view = target.speech.source.view
    run: list[Annotation] = []
    for before, each in pairwise([None, *members]):
        assert each is not None  # noqa: S101
        if before is not None and run and between.match(ends.sub("", view[before.end : each.start])):
            run.append(each)
            continue
        if len(run) > 1:
            yield run
        run = [each]
    if len(run) > 1:
        yield run


def _order(target: Target, run: Sequence[Annotation], chain: dict[str, Any]) -> Iterator[Finding]:
    names: list[str] = chain["names"]
    if in_quotation(target, run[0].start):
        return
    order = [names.index(each.label) for each in run]
    for (one, at), (other, then) in pairwise(zip(run, order, strict=True)):
        if then < at:
            values = {"other": other.label, "wanted": chain["written"]}
            yield target.at("chain-order", one.start, one.end, "固定次序", **values)
            return
    missing = [names[at] for at in range(order[0], order[-1]) if at not in order]
    if missing and len(run) >= _LEAST_FOR_GAP:
        begin = run[0]
        yield target.at("chain-gap", begin.start, run[-1].end, "固定次序", wanted="、".join(missing))


def _verb(target: Target, mention: Annotation, verbs: dict[str, list[str]]) -> Iterator[Finding]:
    """A verb directly before the name that is another's of the chain, and never its own."""
    start = max(target.speech.start, mention.start - _VERB_REACH)
    before = target.speech.source.view[start : mention.start].rstrip("“\"'‘")
    own = verbs[mention.label]
    every = sorted({verb for each in verbs.values() for verb in each}, key=len, reverse=True)
    found = next((verb for verb in every if before.endswith(verb)), None)
    if found and not any(before.endswith(verb) for verb in own):
        wanted = f"{own[0]}“{mention.label}”"
        yield target.at("chain-verb", mention.start, mention.end, "固定搭配", found=found, wanted=wanted)
