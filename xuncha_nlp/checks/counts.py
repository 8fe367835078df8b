"""Declared counts held against what is there: 讲三点意见, 两方面内容."""

from __future__ import annotations

from collections.abc import Iterator

from .model import Finding
from .target import Target

__all__ = ["check_counts"]


def check_counts(target: Target) -> Iterator[Finding]:
    """Find counts that do not add up, of sections and of points; those of members are in `members`."""
    for each in target.annotations("enumeration"):
        status, members = each.attributes["status"], each.attributes["members"]
        if status == "count-mismatch":
            values = {"declared": each.attributes["declared"], "found": len(members)}
            yield target.at("count-mismatch", each.start, each.end, each.rule, **values)
        elif status == "unresolved" and each.attributes["declared"] is not None:
            yield target.at("count-not-found", each.start, each.end, each.rule)
