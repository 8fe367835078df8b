"""Declared counts held against what is there: 讲三点意见, 三个聚焦."""

from __future__ import annotations

from collections.abc import Iterator

from .model import Finding
from .target import Target

__all__ = ["check_counts"]


def check_counts(target: Target) -> Iterator[Finding]:
    """Find counts that do not add up, of sections, of points and of members."""
    for each in target.annotations("enumeration"):
        status, members = each.attributes["status"], each.attributes["members"]
        values = {"declared": each.attributes["declared"], "found": len(members)}
        if status == "count-mismatch":
            yield target.at("count-mismatch", each.start, each.end, each.rule, **values)
        elif status == "unresolved":
            yield target.at("count-not-found", each.start, each.end, each.rule)
    for each in target.annotations("formula"):
        if each.attributes["status"] == "count-mismatch":
            values = {"declared": each.attributes["declared"], "found": len(each.attributes["members"])}
            yield target.at("member-mismatch", each.start, each.end, each.rule, **values)
