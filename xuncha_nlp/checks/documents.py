"""Titles of documents that were revised, repealed or renamed by the date of the speech."""

from __future__ import annotations

from collections.abc import Iterator

from ..extractors.documents import document_at
from .formulae import looks_back
from .model import Finding
from .target import Target

__all__ = ["check_documents"]

_REPEALED, _REVISED = "已废止", "已修订"


def check_documents(target: Target) -> Iterator[Finding]:
    """Find documents that no longer hold on the date of the speech; only verified entries are asked."""
    if target.date is None:
        return
    for each in target.annotations("citation"):
        attributes = each.attributes
        state = document_at(attributes["document"], target.date, of=attributes["date"])
        if state is None or state.status not in (_REPEALED, _REVISED) or not state.document.verified:
            continue
        if state.status == _REPEALED and looks_back_at(target, each.start):
            continue
        yield target.at(
            "document-superseded", each.start, each.end, f"文件表：{state.document.source}",
            title=each.label, why=_why(state.status, state.document.superseded_by, state.version),
        )  # fmt: skip


def looks_back_at(target: Target, at: int) -> bool:
    """Whether the sentence speaks of the past; a title is itself no quotation."""
    return looks_back(target, at - 1) if at > target.speech.start else False


def _why(status: str, successor: str, version: object) -> str:
    if status == _REPEALED:
        return "已废止" + (f"，由《{successor}》代替" if successor else "")
    return f"已修订，现行的是 {getattr(version, 'label', '')} 的版本"
