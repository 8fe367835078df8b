"""What nobody has filled in: 【待填：…】 and masked text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .model import Finding
from .target import Target

__all__ = ["check_placeholders"]

_PLACEHOLDER = re.compile(r"【[^【】\n]{0,40}】")


def check_placeholders(target: Target) -> Iterator[Finding]:
    """Find placeholders in 【】 and masked text."""
    speech = target.speech
    for match in _PLACEHOLDER.finditer(speech.source.text, speech.start, speech.end):
        yield target.at("placeholder", *match.span(), "【】")
    for slot in target.annotations("slot"):
        if slot.label == "masked":
            yield target.at("masked", slot.start, slot.end, slot.rule)
