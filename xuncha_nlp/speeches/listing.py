"""The contents list against the bodies: what it names otherwise, or one of the two does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ..data import load_toml
from ..sources import Note
from .contents import Contents, Entry
from .header import Header
from .lines import squeeze

__all__ = ["compare"]


def compare(contents: Contents, headers: Sequence[Header]) -> list[tuple[Note, ...]]:
    """Compare the contents list with the headers of the speeches.

    Parameters
    ----------
    contents : Contents
        Empty where there is no list; then there is nothing to say.
    headers : sequence of Header
        At least one, in the order of the text.

    Returns
    -------
    list of tuple of Note
        What is to be said of each speech. A title without a body is said of the first.
    """
    notes: list[list[Note]] = [[] for _ in headers]
    if not contents.entries:
        return [()] * len(headers)
    titles = [squeeze([header.title or ""]) for header in headers]
    pairs = _pair(contents.entries, titles)
    found = set(pairs.values())
    latest = -1
    for index, header in enumerate(headers):
        place = _place(header)
        if index not in pairs:
            # A text without a title cannot be listed.
            if titles[index]:
                notes[index].append(Note("contents-unlisted", f"目录里没有这一篇：{titles[index]}", *place))
            continue
        entry = contents.entries[pairs[index]]
        if entry.title != titles[index]:
            notes[index].append(
                Note("contents-title-differs", f"题目与目录不一致，目录写作：{entry.title}", *place)
            )
        if pairs[index] < latest:
            notes[index].append(Note("contents-order", f"次序与目录不一致：{titles[index]}", *place))
        latest = max(latest, pairs[index])
    for at, entry in enumerate(contents.entries):
        if at not in found:
            note = Note(
                "contents-missing-body", f"目录列有这一篇，正文里没有：{entry.title}", entry.start, entry.end
            )
            notes[0].append(note)
    return [tuple(each) for each in notes]


def _place(header: Header) -> tuple[int, int] | tuple[()]:
    """Where the title stands; nowhere in a text without a header."""
    lines = [line for line in header.lines if line.role == "title"] or list(header.lines)
    return (lines[0].start, lines[-1].end) if lines else ()


def _pair(entries: Sequence[Entry], titles: Sequence[str]) -> dict[int, int]:
    """Which entry each title is: the same words first, then the most alike, then what is left in its place."""
    rules = load_toml("contents.toml")
    pairs: dict[int, int] = {}
    same: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        same.setdefault(entry.title, []).append(at)
    for index, title in enumerate(titles):
        if same.get(title):
            pairs[index] = same[title].pop(0)
    for likeness, index, at in sorted(_likenesses(entries, titles, pairs), reverse=True):
        if likeness >= rules["alike"] and index not in pairs and at not in pairs.values():
            pairs[index] = at
    for likeness, index, at in list(_likenesses(entries, titles, pairs)):
        if likeness >= rules["alike_in_place"] and _alone_in_place(index, at, pairs, titles, entries):
            pairs[index] = at
    return pairs


def _likenesses(
    entries: Sequence[Entry], titles: Sequence[str], pairs: dict[int, int]
) -> Iterator[tuple[float, int, int]]:
    left = sorted(set(range(len(entries))) - set(pairs.values()))
    for index, title in enumerate(titles):
        for at in left if index not in pairs else ():
            yield SequenceMatcher(None, title, entries[at].title, autojunk=False).ratio(), index, at


def _alone_in_place(
    index: int, at: int, pairs: dict[int, int], titles: Sequence[str], entries: Sequence[Entry]
) -> bool:
    """Between the same two neighbours there is this one title, and this one entry."""
    before = pairs.get(index - 1, -1) if index else -1
    after = pairs.get(index + 1, len(entries)) if index + 1 < len(titles) else len(entries)
    return (index == 0 or index - 1 in pairs) and before == at - 1 and after == at + 1
