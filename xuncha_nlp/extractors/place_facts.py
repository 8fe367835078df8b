"""What is known of the places of a text: their level, and their code where the text decides which is meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .found import attributes
from .gazetteer import candidates, division_of, which

__all__ = ["Facts", "Place", "facts_of"]

# Start, end, rule, and the name as it stands.
Place = tuple[int, int, str, str]
# The attributes of each name and, where they differ, of each place by its index.
Facts = dict[str | int, dict[str, Any]]

# A place that stands so far before another one may say what it lies in; no more of them are asked.
_NEAR, _BEFORE = 100, 5


def facts_of(found: list[Place], bodies: dict[str, str], suffix_of: Callable[[str], str]) -> Facts:
    """Return what is known of the places of a text: a short form means what has it as its short form there.

    Parameters
    ----------
    found : list of Place
        In the order of the text.
    bodies : dict of str to str
        Short forms that stand before a body, and what they are short for: 澄湖 in 澄湖区委.
    suffix_of : callable
        Returns the suffix of a name.
    """
    names = dict.fromkeys(name for *_, name in found)
    full = dict(bodies)
    for name in names:
        suffix = suffix_of(name)
        if suffix:
            full.setdefault(name.removesuffix(suffix), name)
    known: Facts = {}
    several: dict[str, str] = {}
    for name in names:
        whole = full.get(name, name)
        if len(candidates(whole)) > 1:
            several[name] = whole
        code, evidence = which(whole, names)
        known[name] = _said(name, division_of(whole), code, evidence)
    if several:
        for index, (start, *_, name) in enumerate(found):
            if name not in several:
                continue
            near = [each[3] for each in found[max(index - _BEFORE, 0) : index] if start - each[0] <= _NEAR]
            code, evidence = which(several[name], near[::-1], nearest=True)
            if code:
                known[index] = _said(name, known[name]["division"], code, evidence)
    return known


def _said(
    name: str, division: str | None, code: str | None, evidence: tuple[str, ...] | None
) -> dict[str, Any]:
    return attributes(name, division=division, code=code, evidence=list(evidence) if evidence else None)
