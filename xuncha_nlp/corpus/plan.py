"""What a build has to do: which files are new or changed, which rows stay, and how they fall into shards."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TypeGuard

from ..errors import InputError
from .manifest import SHARDS, Manifest, Seen
from .shard import File, Kept, Shard

__all__ = ["Found", "Plan", "look", "make_plan"]

# Characters to a shard: what one process holds at once (about 400 MB with its rows), small enough to
# spread over a few cores, large enough that a search asks few of them.
SHARD_CHARACTERS = 2_000_000
# A text has at least so many bytes to a character.
_BYTES = 3
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """A file below the paths given: the name it goes under, how it looks, and whether it was not opened."""

    name: str
    seen: Seen
    unopened: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Parameters
    ----------
    stay : tuple of Shard
        Shards that stay as they are.
    make : tuple of tuple of File or Kept
        What each new shard is to be made of.
    changed : int
        How many files are new or changed.
    dropped : tuple of str
        Files whose rows are dropped.
    """

    stay: tuple[Shard, ...]
    make: tuple[tuple[File | Kept, ...], ...]
    changed: int
    dropped: tuple[str, ...]


def look(
    files: Iterable[tuple[Path, str]], state: Mapping[str, Seen], encoding: str | None = None
) -> Iterator[Found]:
    """Look at files; one that has the size and the time of change that it had is not opened.

    A file that vanishes or cannot be opened is yielded with an empty hash: reading it will say why.

    Parameters
    ----------
    files : iterable of (Path, str)
        Each with the name it goes under.
    state : mapping of str to Seen
        How they looked when they were last read.
    encoding : str, optional
        The encoding that the user gives now; without one a file keeps that which it was read with.
    """
    for path, name in files:
        where = str(path.absolute())
        known = state.get(name)
        try:
            facts = path.stat()
            size, changed = facts.st_size, facts.st_mtime_ns
            same = known and encoding in (None, known.encoding)
            if known and same and (known.path, known.size, known.mtime_ns) == (where, size, changed):
                yield Found(name, known, True)
                continue
            digest = _hash(path)
            # What was said of a file's encoding holds for the bytes of which it was said.
            kept = known.encoding if known and known.sha256 == digest else None
            seen = Seen(where, size, changed, digest, encoding or kept)
        except OSError:
            seen = Seen(where, 0, 0, "")
        yield Found(name, seen, False)


def make_plan(
    folder: Path,
    old: Manifest | None,
    found: Sequence[Found],
    state: Mapping[str, Seen],
    *,
    lost: Collection[str] = (),
    dropped: Sequence[str] = (),
    afresh: bool = False,
    replace: bool = False,
) -> Plan:
    """Decide what to do.

    Parameters
    ----------
    folder : Path
        The corpus directory.
    old : Manifest or None
        What it holds.
    found : sequence of Found
    state : mapping of str to Seen
        How the files looked when they were last read.
    lost : collection of str
        Shards that are damaged; their files are read again.
    dropped : sequence of str
        Files whose rows are to be dropped.
    afresh : bool
        Every text is to be analysed again.
    replace : bool
        A file of the same name from another place takes the place of the one before it.

    Raises
    ------
    InputError
        A file would take the place of another one of the same name, from another place.
    """
    whole = [shard for shard in old.shards if shard.id not in lost] if old else []
    known = {name: sha256 for shard in whole for name, sha256 in shard.files}
    changed = [
        each
        for each in found
        if known.get(each.name) != each.seen.sha256 or _encoding(state.get(each.name)) != each.seen.encoding
    ]
    for each in changed:
        before = state.get(each.name)
        if each.name in known and before and before.path != each.seen.path and not replace:
            raise InputError(
                f"语料库里已有同名的文件：{each.name}（来自 {before.path}）",
                "请改名；若是它的新版本，请加 --replace",
            )
    gone = {each.name for each in changed} | set(dropped)
    stay: list[Shard] = []
    loose: list[File | Kept] = []
    for shard in whole:
        kept = tuple(each for each in shard.files if each[0] not in gone)
        if len(kept) == len(shard.files) and not afresh and shard.characters >= SHARD_CHARACTERS // 2:
            stay.append(shard)
        elif kept:
            size = shard.characters * len(kept) // len(shard.files)
            loose.append(Kept(str(folder / SHARDS / shard.id), kept, size * _BYTES))
    # What could not be read before is tried by itself, so that nothing is made again on its account.
    tried = [
        File(each.seen.path, each.name, each.seen.sha256, each.seen.size, each.seen.encoding)
        for each in changed
    ]
    failed = old.unreadable if old else {}
    loose += [file for file in tried if file.name not in failed]
    make = [*_pack(loose), *_pack(file for file in tried if file.name in failed)]
    # A shard that would be made of one that is there, and of nothing else, is that one.
    there = {} if afresh else {shard.files: shard for shard in whole}
    same = {parts: there[parts[0].files] for parts in make if _is_one(parts) and parts[0].files in there}
    order = {shard.id: number for number, shard in enumerate(whole)}
    return Plan(
        tuple(sorted([*stay, *same.values()], key=lambda shard: order[shard.id])),
        tuple(parts for parts in make if parts not in same),
        len(changed),
        tuple(name for name in dropped if name in known),
    )


def _encoding(seen: Seen | None) -> str | None:
    return seen.encoding if seen else None


def _is_one(parts: tuple[File | Kept, ...]) -> TypeGuard[tuple[Kept]]:
    return len(parts) == 1 and isinstance(parts[0], Kept)


def _pack(parts: Iterable[File | Kept]) -> Iterator[tuple[File | Kept, ...]]:
    """Put parts together, in their order, into shards of one size, as few as hold no more than is wanted."""
    waiting = list(parts)
    total = sum(part.size for part in waiting)
    count = max(1, ceil(total / (SHARD_CHARACTERS * _BYTES)))
    shards: list[list[File | Kept]] = [[] for _ in range(count)]
    done = 0
    for part in waiting:
        # Where the middle of a part falls, there it goes.
        shards[min(count - 1, (2 * done + part.size) * count // max(1, 2 * total))].append(part)
        done += part.size
    yield from (tuple(shard) for shard in shards if shard)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
