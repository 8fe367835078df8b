"""Where each paragraph of a draft is from, in the words that its writer reads beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..templating.model import Draft, Edit, Passage

__all__ = ["Origins", "origins"]

_SHOWN = 36


@dataclass(frozen=True, slots=True)
class Origins:
    """Where a paragraph is from.

    Parameters
    ----------
    number : int
        Of the paragraph, from 1.
    start, end : int
        Offsets into the draft's text.
    status : str
        Of the passage; see `xuncha_nlp.templating.Passage`.
    status_name : str
        The same in Chinese.
    text : str
        How the paragraph begins.
    place : str
        The speech and the offsets into its source; empty for what has no origin.
    edits : tuple of str
        What was changed, and why; the same change once.
    alternatives : tuple of str
        The places of what could stand there instead.
    reason : str
        Why it stands there.
    """

    number: int
    start: int
    end: int
    status: str
    status_name: str
    text: str
    place: str
    edits: tuple[str, ...]
    alternatives: tuple[str, ...]
    reason: str

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, a line a thing."""
        found = [f"【{self.status_name}】{self.place or '没有来源'}"]
        found += [f"缘由：{self.reason}"] if self.reason else []
        found += [f"改动：{each}" for each in self.edits]
        found += [f"另可选：{each}" for each in self.alternatives]
        return tuple(found)


def origins(draft: Draft) -> tuple[Origins, ...]:
    """Return a record for each paragraph of a draft, in the order of the text.

    Parameters
    ----------
    draft : Draft

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> from xuncha_nlp.templating import Draft, Edit, Origin, Passage
    >>> speech, = split(Source.from_text("初稿", "现在开会。\\n第三轮巡察开始。"))
    >>> origin = Origin("旧稿.txt", "旧稿.txt#1", 7, 15, "…")
    >>> draft = Draft(speech, (Passage(0, 5, "new"),
    ...     Passage(6, 14, "adapted", origin, (Edit(6, 9, "第二轮", "第三轮", "round"),))))
    >>> for each in origins(draft):
    ...     print(each.lines)
    ('【新写】没有来源',)
    ('【改动】旧稿.txt#1，第 7—15 字', '改动：“第二轮”改为“第三轮”（轮次按方案推算）')
    """
    return tuple(_record(draft, number, each) for number, each in enumerate(draft.passages, start=1))


def _record(draft: Draft, number: int, passage: Passage) -> Origins:
    from ..templating.model import status_name

    origin = passage.origin
    changes = Counter(map(_change, passage.edits))
    return Origins(
        number,
        passage.start,
        passage.end,
        passage.status,
        status_name(passage.status),
        _shortened(draft.text[passage.start : passage.end]),
        f"{origin.speech}，第 {origin.start}—{origin.end} 字" if origin else "",
        tuple(f"{each}（{count} 处）" if count > 1 else each for each, count in changes.items()),
        tuple(f"{each.speech}，第 {each.start}—{each.end} 字" for each in passage.alternatives),
        passage.reason,
    )


def _change(edit: Edit) -> str:
    from ..templating.explain import reason_of

    before, after, reason = _shortened(edit.before), _shortened(edit.after), reason_of(edit.slot)
    if not before:
        return f"加上“{after}”（{reason}）"
    return f"“{before}”改为“{after}”（{reason}）" if after else f"删去“{before}”（{reason}）"


def _shortened(text: str) -> str:
    text = " ".join(text.split("\n"))
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
