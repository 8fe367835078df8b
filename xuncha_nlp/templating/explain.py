"""A draft explained to its writer, paragraph by paragraph."""

from __future__ import annotations

from collections import Counter

from ..data import load_toml
from .model import Draft, Edit, Origin, Passage, status_name

__all__ = ["explain", "reason_of"]

_SHOWN = 36


def explain(draft: Draft) -> str:
    """Return, in Chinese, for each paragraph where it is from, what was changed and why, and what else was there."""
    counts = "、".join(
        f"{status_name(status)} {count} 段" for status, count in draft.counts().items() if count
    )
    lines = [f"《{draft.speech.title or '初稿'}》共 {len(draft.passages)} 段：{counts}。", *draft.notes]
    for number, passage in enumerate(draft.passages, start=1):
        lines += ["", f"第 {number} 段　{status_name(passage.status)}　{_shortened(draft.text_of(passage))}"]
        lines += [f"　　{each}" for each in _about(passage)]
    return "\n".join(lines) + "\n"


def _about(passage: Passage) -> list[str]:
    lines = []
    if passage.origin:
        lines.append(f"出处：{_place(passage.origin)}")
    if passage.reason:
        lines.append(f"缘由：{passage.reason}")
    for (before, after, slot), count in Counter(map(_change, passage.edits)).items():
        times = f"（{count} 处）" if count > 1 else ""
        lines.append(f"改动：{before or '（无）'} → {after or '（删去）'}　{reason_of(slot)}{times}")
    if passage.alternatives:
        lines.append(f"另可选：{'；'.join(map(_place, passage.alternatives))}")
    return lines


def reason_of(slot: str) -> str:
    """Say why an edit was made.

    >>> reason_of("round")
    '轮次按方案推算'
    """
    return str(load_toml("filling.toml")["reasons"].get(slot, slot))


def _change(edit: Edit) -> tuple[str, str, str]:
    return _shortened(edit.before), _shortened(edit.after), edit.slot


def _place(origin: Origin) -> str:
    return f"{origin.speech} 第 {origin.start}—{origin.end} 字"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
