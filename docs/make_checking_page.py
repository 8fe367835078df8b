"""Write the tables of docs/checking.md anew from ``data/checks.toml`` and the planted faults."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from xuncha_nlp.checks import rules

PAGE = Path(__file__).parent / "checking.md"
_BEGIN, _END = "<!-- rules: written by docs/make_checking_page.py -->", "<!-- end of rules -->"


def tables() -> str:
    """Return the rules of every family as a table."""
    parts = []
    for title, group in groupby(rules().values(), key=lambda each: each.title):
        rows = [
            f"| `{each.id}` | {each.level} | {each.basis} | {each.about} | {each.standard or '—'} |"
            for each in group
        ]
        family = next(each.family for each in rules().values() if each.title == title)
        head = f"### {title}（`{family}`）\n\n| 规则 | 程度 | 依据 | 审什么 | 标准 |\n|---|---|---|---|---|\n"
        parts.append(head + "\n".join(rows) + "\n")
    return "\n".join(parts)


def page(text: str) -> str:
    """Return the page with its tables written anew."""
    before, rest = text.split(_BEGIN)
    _, behind = rest.split(_END)
    counts = Counter(each.level for each in rules().values())
    said = f"共 {len(rules())} 条：" + "，".join(f"{level} {count}" for level, count in counts.items()) + "。"
    return f"{before}{_BEGIN}\n\n{said}\n\n{tables()}\n{_END}{behind}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
