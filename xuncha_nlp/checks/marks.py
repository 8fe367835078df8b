"""Punctuation: marks that do not pair, doubled ones, half-width ones, spaces; GB/T 15834 and 15835."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .model import Finding
from .settings import pattern, settings
from .target import Target

__all__ = ["check_marks"]

_PAIRS = {
    "“": "”",
    "‘": "’",
    "（": "）",
    "(": ")",
    "《": "》",
    "【": "】",
    "〔": "〕",
    "「": "」",
    "『": "』",
}
_CLOSING = {close: opened for opened, close in _PAIRS.items()}
# Marks that may be written in either width, half of a pair each.
_SAME = {"(": "（", ")": "）"}
_MARK = re.compile("[“”‘’（）()《》【】〔〕「」『』]")
_LATIN = re.compile("[A-Za-z]")
_YEAR = re.compile(r"\d\d(?!\d)")
# 1） and 一） have half a pair: the number of a point.
_NUMBER = re.compile(r"(?:^|[。；：:;\s])\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")
# A quotation of several paragraphs opens each and closes the last.
_FAR = 6
_SNIPPET = 6


@dataclass(frozen=True, slots=True)
class _Open:
    mark: str
    at: int
    paragraph: int


def check_marks(target: Target) -> Iterator[Finding]:
    """Find faults of punctuation in the text of a speech, as it is read."""
    yield from _unpaired(target)
    begin, end = target.read.start, target.read.end
    for rule, name in (("mark-doubled", "doubled"), ("mark-ellipsis", "ellipsis")):
        for match in pattern("language", name).finditer(target.view, begin, end):
            if rule == "mark-doubled" and _is_ellipsis(match.group()):
                continue
            yield target.at_read(rule, *match.span(), "标点")
    yield from _leading(target)
    yield from _grouped(target)


def _is_ellipsis(text: str) -> bool:
    least = 3
    return len(text) >= least and len(set(text)) == 1


# Pairs


def _unpaired(target: Target) -> Iterator[Finding]:
    """Pair the marks within each paragraph, then what is left over with what is left of those near by."""
    left: list[_Open] = []
    for number, (start, end) in enumerate(target.paragraphs):
        left += _within(target, start, end, number)
    for each in _across(left, target):
        lo, hi = each.at, each.at + 1
        paragraph = target.paragraphs[each.paragraph]
        if each.mark == "）" and _is_number(target.text, paragraph, each.at):
            continue
        if each.mark == "“" and _goes_on(target, each.paragraph):
            continue
        if each.mark in _PAIRS:
            hi = min(hi + _SNIPPET, paragraph[1])
        else:
            lo = max(lo - _SNIPPET, paragraph[0])
        mark = target.text[each.at]
        yield target.at_read("mark-unpaired", lo, hi, f"“{mark}”" if mark not in "“”" else f"「{mark}」")


def _within(target: Target, start: int, end: int, number: int) -> list[_Open]:
    """What remains of a paragraph when its pairs are taken away."""
    text = target.text
    open_: list[_Open] = []
    rest: list[_Open] = []
    for match in _MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        mark = _SAME.get(mark, mark)
        if mark == "’" and text[max(at - 1, start) : at] and _LATIN.match(text[at - 1]):
            # An apostrophe.
            continue
        if mark == "’" and _YEAR.match(text, at + 1):
            # ’99 for 1999.
            continue
        if mark in _PAIRS:
            open_.append(_Open(mark, at, number))
            continue
        opener = _SAME.get(_CLOSING[mark], _CLOSING[mark])
        place = next((i for i in range(len(open_) - 1, -1, -1) if open_[i].mark == opener), None)
        if place is None:
            rest.append(_Open(mark, at, number))
        else:
            # What was opened in between and is still open is closed by nothing within this pair.
            rest += open_[place + 1 :]
            del open_[place:]
    return sorted([*rest, *open_], key=lambda each: each.at)


def _across(left: list[_Open], target: Target) -> list[_Open]:
    """Take away pairs that run over paragraphs, and the marks that open each paragraph of a quotation."""
    kept: list[_Open] = []
    for each in left:
        if each.mark in _CLOSING:
            opener = _CLOSING[each.mark]
            fitting = [
                at
                for at, other in enumerate(kept)
                if other.mark == opener and 0 < each.paragraph - other.paragraph <= _FAR
            ]
            if fitting:
                # Between its first and its last paragraph a quotation opens each that begins with its mark.
                if all(_begins(target, kept[at]) for at in fitting[1:]):
                    kept = [other for at, other in enumerate(kept) if at not in fitting]
                else:
                    del kept[fitting[-1]]
                continue
        kept.append(each)
    return kept


def _is_number(text: str, paragraph: tuple[int, int], at: int) -> bool:
    """1）先看账2）再看物: half a pair behind the number of a point."""
    if _NUMBER.search(text[max(paragraph[0], at - 4) : at]):
        return True
    whole = text[paragraph[0] : paragraph[1]]
    return text[at - 1 : at].isdecimal() and all(
        re.search(rf"(?<!\d){number}[）)]", whole) for number in (1, 2)
    )


def _goes_on(target: Target, number: int) -> bool:
    """A quotation of several paragraphs opens each and closes the last only."""
    following = target.paragraphs[number + 1 : number + 2]
    return any(target.text[start:end].lstrip().startswith("“") for start, end in following)


def _begins(target: Target, each: _Open) -> bool:
    start = target.paragraphs[each.paragraph][0]
    return not target.text[start : each.at].strip()


def _leading(target: Target) -> Iterator[Finding]:
    """Point marks at the beginning of a paragraph, where the one before it has ended."""
    text, speech = target.speech.source.text, target.speech
    headings = {each.start for each in speech.walk() if not each.inline}
    ended, at = True, speech.body_start
    for line in text[at : speech.end].split("\n"):
        bare = line.strip()
        if bare:
            begin = at + len(line) - len(line.lstrip())
            # A line that is broken before its mark goes on from the one above.
            if ended and pattern("language", "leading").match(target.speech.source.view, begin):
                yield target.at("mark-leading", begin, begin + 1, "段首")
            ended = bare[-1] in "。！？；!?;" or begin in headings
        at += len(line) + 1


# Widths and spaces


def _grouped(target: Target) -> Iterator[Finding]:
    """Marks of the wrong width and spaces: one by one where they are few, and of many the number."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    text, heads = target.text, _heads(target)
    for start, end in target.body:
        for rule, name in (
            ("mark-half", "half"),
            ("quote-straight", "straight"),
            ("digit-full", "full_digit"),
        ):
            for match in pattern("language", name).finditer(text, start, end):
                if match.group() in "()" and _is_latin(text, match.start()):
                    continue
                found[rule].append(match.span())
    for match in pattern("language", "space").finditer(
        target.speech.source.text, target.speech.body_start, target.speech.end
    ):
        if match.start() not in heads:
            found["space-inside"].append(match.span())
    most = settings("language")["most"]
    for rule, spans in found.items():
        # Spaces are looked for in the text as it stands: the reading of it may be without them.
        at = target.at if rule == "space-inside" else target.at_read
        few = len(spans) <= most
        for span in spans if few else spans[:1]:
            evidence = "标点" if few else f"全文共 {len(spans)} 处，只列第一处"
            yield at(rule, *_with_context(span, rule), evidence)


def _with_context(span: tuple[int, int], rule: str) -> tuple[int, int]:
    """A space alone is not to be seen: it is shown with what stands beside it."""
    return (span[0] - 1, span[1] + 1) if rule == "space-inside" else span


def _is_latin(text: str, at: int) -> bool:
    """Parentheses around Latin letters or figures are written in half width by many."""
    return bool(re.match(r"[\x20-\x7e]", text[at + 1 : at + 2])) or bool(
        re.match(r"[\x20-\x7e]", text[at - 1 : at])
    )


def _heads(target: Target) -> frozenset[int]:
    """Where a number ends and a heading begins: a space there parts them."""
    found: set[int] = set()
    for each in target.speech.walk():
        found.update(range(each.start, each.heading_start + 1))
        # 一、认识到位 要抓牢: a space also ends a run-in heading.
        found.add(each.heading_end)
    return frozenset(found)
