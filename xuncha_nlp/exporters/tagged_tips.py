"""What the tooltips of tagged speeches say, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..data import load_toml
from ..extractors import Annotation

__all__ = ["safe", "safe_value", "tip_of", "word_of"]


def tip_of(each: Annotation, text: str) -> str:
    """What is known of an annotation, a line a fact."""
    facts = each.attributes
    kind = word_of("kind", each.kind)
    if each.kind == "move":
        lines = [f"{kind}：{word_of('label', each.label)}"]
        if facts.get("probability") is not None:
            lines.append(f"把握：{facts['probability']:.0%}")
    elif each.kind == "device":
        lines = list(_device_lines(kind, each))
    elif each.kind == "slot":
        surface = " ".join(text[each.start : each.end].split())
        lines = [f"{kind}（{word_of('label', each.label)}）：{surface}"]
        if facts.get("value") not in (None, "", surface):
            lines.append(f"归一：{facts['value']}")
    else:
        lines = [f"{kind}：{each.label}"]
    if facts.get("generic"):
        lines.append("泛指")
    if each.kind != "device" and (facts.get("declared") is not None or facts.get("members")):
        lines += _member_lines(each)
    if facts.get("nested_in"):
        lines.append(f"包含于：{facts['nested_in']}")
    evidence = facts.get("evidence")
    if evidence and isinstance(evidence, list | tuple):
        lines.append(f"依据：{'、'.join(map(str, evidence))}")
    rule = "／".join(word_of("rule_part", part) for part in each.rule.split("/"))
    lines.append(f"规则：{rule}（{each.rule}）" if rule != each.rule else f"规则：{rule}")
    return "\n".join(lines)


def _device_lines(kind: str, each: Annotation) -> Iterator[str]:
    facts = each.attributes
    detail = facts.get("frame") or facts.get("domain")
    yield f"{kind}：{word_of('label', each.label)}" + (f"（{detail}）" if detail else "")
    members = [" ".join(member.text.split()) for member in facts.get("members") or ()]
    yield from (f"{number}. {member}" for number, member in enumerate(members, 1))


def _member_lines(each: Annotation) -> Iterator[str]:
    facts = each.attributes
    if facts.get("declared") is not None:
        yield f"应有 {facts['declared']} 项，核对：{word_of('status', str(facts.get('status')))}"
    members = [" ".join(member.text.split()) for member in facts.get("members", ())]
    if members:
        where = facts.get("resolved_by")
        yield f"内涵（{word_of('resolved_by', where)}）：" if where else "内涵："
        yield from (f"{number}. {member}" for number, member in enumerate(members, 1))


def word_of(key: str, value: str) -> str:
    """Return the Chinese word for a value of a field, or the value itself.

    >>> word_of("rule_part", "book-title-marks"), word_of("rule_part", "讲N点")
    ('书名号', '讲N点')
    """
    return str(load_toml("words.toml").get(key, {}).get(value, value))


def safe(text: str) -> str:
    r"""Escape text for HTML so that a browser keeps each of its characters.

    >>> safe("<甲>\r\n")
    '&lt;甲&gt;&#13;\n'
    """
    # A browser would turn a carriage return into a line feed.
    return escape(text).replace("\r", "&#13;")


def safe_value(text: str) -> str:
    r"""Escape text for the value of an attribute, on one line.

    >>> safe_value('"甲"\n')
    '&quot;甲&quot;&#10;'
    """
    return safe(text).replace("\n", "&#10;")
