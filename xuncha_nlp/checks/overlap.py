"""What a speech has in common with others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..extractors import Annotation, annotate
from ..extractors.reuse import find_reuse
from ..speeches import Speech
from .model import Finding
from .settings import settings, show_share
from .target import Target

__all__ = ["Overlap", "check_overlap", "counter_of", "overlaps_of"]

# What two speeches may both say without one having been copied.
_WITHOUT = ("formula", "citation")
_Annotations = Callable[[Speech, str], Sequence[Annotation]]


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a speech shares with another.

    Parameters
    ----------
    speech, other : str
        Ids of the two speeches.
    share : float
        Characters that are the same by all characters of the speech, white space, formulae and titles of
        documents not counted.
    longest : int
        Most characters that are the same in a row.
    characters : int
        How many are the same.
    spans : tuple of (int, int)
        Where in the speech's source, in their order, not overlapping.
    longest_span : (int, int)
        Where the longest run stands.
    given : bool
        True for a text that was given to be held against.
    """

    speech: str
    other: str
    share: float
    longest: int
    characters: int
    spans: tuple[tuple[int, int], ...]
    longest_span: tuple[int, int]
    given: bool = False

    @property
    def headline(self) -> str:
        """In a line of Chinese.

        >>> Overlap("新#1", "旧#1", 0.25, 40, 500, ((0, 40),), (0, 40)).headline
        '新#1 与 旧#1 相同 500 字，占 25%，最长连续 40 字'
        """
        return (
            f"{self.speech} 与 {self.other} 相同 {self.characters} 字，占 {show_share(self.share)}，"
            f"最长连续 {self.longest} 字"
        )

    def to_json(self) -> dict[str, Any]:
        """Return the overlap as a JSON object."""
        return {
            "speech": self.speech,
            "other": self.other,
            "share": round(self.share, 4),
            "longest": self.longest,
            "characters": self.characters,
            "spans": [list(each) for each in self.spans],
            "given": self.given,
        }


def overlaps_of(target: Target) -> tuple[Overlap, ...]:
    """Hold a speech against the earlier ones and the texts given, those with most in common first."""
    others = [*target.others, *target.against]
    most = settings("overlap")["most"]
    if not others or len(target.speech.text) > most or sum(len(each.text) for each in others) > most * 25:
        return ()
    corpus = target.corpus
    # Of the corpus, what is tagged once is not tagged again.
    inside = {id(each) for each in target.others}

    def annotations(speech: Speech, kind: str) -> Sequence[Annotation]:
        if speech is target.speech:
            return target.own.annotations(speech, kind)
        if corpus is not None and id(speech) in inside:
            return corpus.annotations(speech, kind)
        return annotate(speech, [kind], target.own.lexicon)

    shortest = settings("overlap")["shortest"]
    found = find_reuse(
        target.speech, others, shortest=shortest, most=max(50, 2 * len(others)), annotations=annotations
    )
    same: dict[str, list[tuple[int, int]]] = {}
    for passage in found:
        left = passage.left
        at = left.start
        # What differs is taken out of a passage: between are the runs that are the same.
        for difference in passage.differences:
            same.setdefault(passage.right.speech, []).append((at, difference.left.start))
            at = difference.left.end
        same.setdefault(passage.right.speech, []).append((at, left.end))
    counted = counter_of(target.speech, annotations)
    whole = counted(target.speech.start, target.speech.end)
    given = {each.id for each in target.against}
    made = [_overlap(target, other, spans, counted, whole, other in given) for other, spans in same.items()]
    return tuple(sorted((each for each in made if each), key=lambda each: (-each.share, each.other)))


def _overlap(
    target: Target, other: str, spans: Iterable[tuple[int, int]], counted: Callable[[int, int], int],
    whole: int, given: bool,
) -> Overlap | None:  # fmt: skip
    merged: list[tuple[int, int]] = []
    for start, end in sorted(each for each in spans if each[0] < each[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    total = sum(counted(*each) for each in merged)
    if not total:
        return None
    longest = max(merged, key=lambda each: counted(*each))
    return Overlap(
        target.speech.id,
        other,
        total / max(whole, 1),
        counted(*longest),
        total,
        tuple(merged),
        longest,
        given,
    )


def counter_of(speech: Speech, annotations: _Annotations) -> Callable[[int, int], int]:
    """A function that counts the characters of a span: no white space, no formulae, no titles."""
    begin = speech.start
    counts = [0 if each.isspace() else 1 for each in speech.text]
    for kind in _WITHOUT:
        for each in annotations(speech, kind):
            first, last = max(each.start, begin) - begin, max(each.end, begin) - begin
            counts[first:last] = [0] * len(counts[first:last])
    sums = [0]
    for number in counts:
        sums.append(sums[-1] + number)

    def counted(start: int, end: int) -> int:
        return sums[min(max(end - begin, 0), len(counts))] - sums[min(max(start - begin, 0), len(counts))]

    return counted


def check_overlap(target: Target, overlaps: Sequence[Overlap]) -> Iterator[Finding]:
    """Say which texts a speech has much in common with, or a long run."""
    limits = settings("overlap")
    for each in overlaps:
        values: dict[str, Any] = {
            "other": each.other,
            "share": show_share(each.share),
            "longest": each.longest,
        }
        if each.given and each.longest >= limits["run"]:
            yield target.at("overlap-run", *each.longest_span, each.headline, **values)
        elif each.share >= limits["share"] and each.characters >= limits["least"]:
            yield target.at("overlap-share", *each.longest_span, each.headline, **values)
