"""How long a speech is: characters, minutes, and the share of each of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..speeches import Speech
from .model import Finding
from .settings import settings, show_share
from .target import Target

__all__ = ["Measure", "check_length", "measure"]


@dataclass(frozen=True, slots=True)
class Measure:
    """The length of a speech.

    Parameters
    ----------
    speech : str
        Id of the speech.
    characters : int
        Without white space, header included.
    minutes : float
        How long it takes to say, at ``rate`` characters a minute.
    shares : tuple of (str, int, float)
        For each section of level 1 number and heading, characters, and its share of the characters.
    rate : int
    """

    speech: str
    characters: int
    minutes: float
    shares: tuple[tuple[str, int, float], ...]
    rate: int

    @property
    def headline(self) -> str:
        """In a line of Chinese.

        >>> Measure("a#1", 3000, 15.0, (("一、认识", 900, 0.3),), 200).headline
        'a#1：3000 字，约 15 分钟；一、认识 900 字（30%）'
        """
        parts = "，".join(f"{name} {count} 字（{show_share(share)}）" for name, count, share in self.shares)
        return f"{self.speech}：{self.characters} 字，约 {self.minutes:.0f} 分钟" + (
            f"；{parts}" if parts else ""
        )

    def to_json(self) -> dict[str, Any]:
        """Return the measure as a JSON object."""
        return {
            "speech": self.speech,
            "characters": self.characters,
            "minutes": round(self.minutes, 1),
            "rate": self.rate,
            "sections": [
                {"heading": name, "characters": count, "share": round(share, 4)}
                for name, count, share in self.shares
            ],
        }


def measure(speech: Speech, rate: int | None = None) -> Measure:
    """Measure a speech.

    Parameters
    ----------
    speech : Speech
    rate : int, optional
        Characters a minute; 200 by default.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> speech, = Corpus.from_texts({"a.txt": "同志们：\\n一、认识\\n要学。\\n二、任务\\n要干，要快。"})
    >>> found = measure(speech)
    >>> found.characters, [(name, count) for name, count, _ in found.shares]
    (21, [('一、认识', 7), ('二、任务', 10)])
    """
    chosen = rate or settings("length")["rate"]
    text = speech.source.text
    whole = _count(speech.text)
    shares = [
        ("".join(text[each.start : each.heading_end].split()), _count(text[each.start : each.end]))
        for each in speech.sections
        if not each.inline and each.level == 1
    ]
    return Measure(
        speech.id,
        whole,
        whole / chosen,
        tuple((name, count, count / max(whole, 1)) for name, count in shares),
        chosen,
    )


def _count(text: str) -> int:
    return len("".join(text.split()))


def check_length(target: Target, found: Measure) -> Iterator[Finding]:
    """Hold the length and the shares of the sections against the plan's."""
    plan = target.plan
    if plan is None:
        return
    limits, wanted = settings("length"), plan.characters
    if wanted and abs(found.characters - wanted) > limits["off"] * wanted:
        rule = "length-over" if found.characters > wanted else "length-under"
        values: dict[str, Any] = {
            "characters": found.characters,
            "minutes": round(found.minutes),
            "wanted": wanted,
        }
        yield target.missing(rule, "", "方案的 length", **values)
    top = [each for each in target.speech.sections if not each.inline and each.level == 1]
    if len(top) != len(plan.sections):
        return
    whole = sum(count for _, count, _ in found.shares)
    for section, asked, (_, count, _) in zip(top, plan.sections, found.shares, strict=True):
        share = count / max(whole, 1)
        if asked.share and abs(share - asked.share / 100) > limits["share_off"]:
            shown: dict[str, Any] = {"share": show_share(share), "wanted": f"{asked.share}%"}
            yield target.at("share-off", section.start, section.heading_end, "方案的 share", **shown)
