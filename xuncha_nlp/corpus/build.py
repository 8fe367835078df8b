"""Building a corpus directory: new files are added, changed ones replaced, and nothing else is touched.

New shards are made in ``building/``, where a build that was interrupted leaves what it had finished for
the next one. Only when all are there are they moved to ``shards/`` and the manifest replaced, which is
the one moment at which the corpus changes; what no manifest names is then removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import InputError, reason_of
from ..extractors import Lexicon
from ..segment import words
from ..sources import find_files
from .executors import executor, run
from .manifest import MANIFEST, SHARDS, STATE, Manifest, Seen, is_corpus, read_state, rules_of, write_state
from .plan import Found, look, make_plan
from .shard import Job, Shard, is_whole, make_shard, mend_index

__all__ = ["Report", "build"]

_BUILDING = "building"
_LOCK, _HOLDER = ".lock", ".holder"
_OURS = {MANIFEST, STATE, SHARDS, _BUILDING, _LOCK, _HOLDER}


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Parameters
    ----------
    manifest : Manifest
        What the corpus holds now.
    changed : int
        How many files were read.
    unchanged : int
        How many were there and as before.
    dropped : tuple of str
        Files whose rows were dropped.
    unreadable : dict of str to str
        The files that could not be read, with the reason.
    mended : int
        How many indexes were made again.
    """

    manifest: Manifest
    changed: int
    unchanged: int
    dropped: tuple[str, ...]
    unreadable: dict[str, str]
    mended: int


def build(
    paths: Sequence[str | Path],
    folder: str | Path,
    *,
    jobs: int = 1,
    cluster: str | None = None,
    segmenter: str = "rjieba",
    lexicon: Sequence[str | Path] = (),
    encoding: str | None = None,
    prune: bool = False,
    replace: bool = False,
    wait: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Build a corpus directory, or bring one up to date.

    Parameters
    ----------
    paths : sequence of str or Path
        Files, and folders searched at every depth.
    folder : str or Path
        The corpus directory; it is made where there is none.
    jobs : int
        How many processes.
    cluster : str, optional
        Address of a ``dask.distributed`` scheduler whose workers see the same paths.
    segmenter : str
        By which the tokens are made.
    lexicon : sequence of str or Path
        Lexicon files of the user's own, over ours.
    encoding : str, optional
        The encoding of all text files, where the evidence misleads.
    prune : bool
        Drop the rows of files that were read from one of the folders and are there no more.
    replace : bool
        Let a file take the place of one of the same name that was read from somewhere else.
    wait : bool
        Wait for a build that is going on; otherwise say who is building.
    progress : callable, optional
        Called with the number of bytes that are done and of all that are to be done.

    Returns
    -------
    Report

    Raises
    ------
    InputError
        A path does not exist, nothing could be read, another build is going on, or the folder cannot
        be written. The corpus is then as it was.
    DataError
        There is no such segmenter, or a lexicon file breaks the schema.
    MissingExtraError
        The model of the segmenter is not there, or dask is not.
    """
    place = Path(folder)
    entries = Lexicon.load(*lexicon)
    words("一", segmenter)  # says whether there is such a segmenter, before anything is written
    files = _files(paths)
    digest, rules, versions = rules_of(segmenter, entries)
    with _locked(place, wait=wait), executor(jobs, cluster) as where:
        old = Manifest.load(place) if is_corpus(place) else None
        _clear(place, old)
        state = read_state(place)
        found = list(look(files, state, encoding))
        lost = _lost(place, old, {each.name for each in found})
        afresh = old is not None and old.rules != rules
        plan = make_plan(
            place, old, found, state,
            lost=lost, dropped=_dropped(paths, found, state) if prune else (), afresh=afresh, replace=replace,
        )  # fmt: skip
        jobs_to_do = [
            Job(str(place / _BUILDING), parts, segmenter, entries, rules, afresh) for parts in plan.make
        ]
        made = _make(jobs_to_do, where, progress)
        unreadable = {name: reason for shard in made for name, reason in shard.unreadable}
        before = old.unreadable if old else {}
        looked_at = {each.name for each in found} | set(plan.dropped)
        manifest = Manifest(
            segmenter, digest, rules, versions,
            (*plan.stay, *(shard for shard in made if shard.files)),
            {**{name: reason for name, reason in before.items() if name not in looked_at}, **unreadable},
        )  # fmt: skip
        if not manifest.shards and unreadable:
            raise InputError(
                f"没有一个文件能读（共 {len(unreadable)} 个）：{next(iter(unreadable.values())).rstrip('。')}"
            )
        if made or manifest != old:
            _settle(place, made, manifest)
        mended = sum(mend_index(place / SHARDS / shard.id, shard) for shard in plan.stay)
        write_state(place, _state(state, found, manifest))
        _clear(place, manifest)
        shutil.rmtree(place / _BUILDING, ignore_errors=True)
    return Report(manifest, plan.changed, len(found) - plan.changed, plan.dropped, unreadable, mended)


def _files(paths: Sequence[str | Path]) -> list[tuple[Path, str]]:
    """Every file below the paths with its name; two of one name are an error."""
    names: dict[str, Path] = {}
    for path, name in find_files(Path(path) for path in paths):
        if name in names and names[name].absolute() != path.absolute():
            raise InputError(f"两个文件重名：{names[name]} 和 {path}", "请给出它们共同的文件夹，或改名")
        names[name] = path
    return [(path, name) for name, path in names.items()]


def _dropped(
    paths: Sequence[str | Path], found: Sequence[Found], state: Mapping[str, Seen]
) -> tuple[str, ...]:
    """The files that were read from one of the folders given and are there no more."""
    folders = [Path(path).absolute() for path in paths if Path(path).is_dir()]
    there = {each.name for each in found}
    return tuple(
        name
        for name, seen in state.items()
        if name not in there and any(Path(seen.path).is_relative_to(folder) for folder in folders)
    )


def _lost(place: Path, old: Manifest | None, found: Collection[str]) -> tuple[str, ...]:
    """The shards with a damaged table. Their files are read again, and so must be among those found."""
    damaged = [
        shard for shard in (old.shards if old else ()) if not is_whole(place / SHARDS / shard.id, shard)
    ]
    missing = [name for shard in damaged for name, _ in shard.files if name not in found]
    if missing:
        raise InputError(
            f"语料库有一部分损坏，要重读 {missing[0]} 等 {len(missing)} 个文件",
            "请把原来的文件或文件夹也列在命令里",
        )
    return tuple(shard.id for shard in damaged)


def _make(
    jobs: Sequence[Job], where: Executor | None, progress: Callable[[int, int], None] | None
) -> list[Shard]:
    """Make the shards, in the order of the jobs whichever is done first."""
    sizes = {job.id: sum(part.size for part in job.parts) for job in jobs}
    done, total = 0, sum(sizes.values())
    if progress:
        progress(0, total)
    made = {}
    for job, shard in run(make_shard, jobs, where):
        made[job.id] = shard
        done += sizes[job.id]
        if progress:
            progress(done, total)
    return [made[job.id] for job in jobs]


def _settle(place: Path, made: Sequence[Shard], manifest: Manifest) -> None:
    try:
        (place / SHARDS).mkdir(exist_ok=True)
        for shard in made:
            if shard.files:
                target = place / SHARDS / shard.id
                # What stands there under the same name is a damaged shard of the same files.
                shutil.rmtree(target, ignore_errors=True)
                (place / _BUILDING / shard.id).replace(target)
    except OSError as error:
        raise _unwritable(place, error) from error
    manifest.write(place)


def _clear(place: Path, manifest: Manifest | None) -> None:
    """Take away the shards that the manifest does not name; a build that was cut off may have left some.

    They go back to where they were made, so that a build that wants them need not make them again.
    """
    named = {shard.id for shard in manifest.shards} if manifest else set()
    try:
        (place / _BUILDING).mkdir(exist_ok=True)
        for folder in (place / SHARDS).glob("*"):
            if folder.name in named:
                continue
            target = place / _BUILDING / folder.name
            if target.exists():
                shutil.rmtree(folder)
            else:
                folder.replace(target)
        for folder in (place / _BUILDING).glob("*.tmp"):
            shutil.rmtree(folder)
    except OSError as error:
        raise _unwritable(place, error) from error


def _state(state: Mapping[str, Seen], found: Sequence[Found], manifest: Manifest) -> dict[str, Seen]:
    known = manifest.files
    looks = {**state, **{each.name: each.seen for each in found}}
    return {name: looks[name] for name in sorted(looks) if looks[name].sha256 == known.get(name)}


@contextmanager
def _locked(place: Path, *, wait: bool) -> Iterator[None]:
    """Hold the corpus directory for one build. The lock goes with the process that holds it."""
    from filelock import FileLock, Timeout

    holder = place / _HOLDER
    try:
        place.mkdir(parents=True, exist_ok=True)
        strange = [each.name for each in place.iterdir() if each.name not in _OURS]
        if strange and not is_corpus(place):
            raise InputError(
                f"文件夹里有别的东西，不能建语料库：{place}（{strange[0]}）", "请用 -o 另给一个空文件夹"
            )
        lock = FileLock(place / _LOCK, timeout=-1 if wait else 0)
        with lock:
            now = datetime.now().astimezone().strftime("%H:%M")
            holder.write_text(f"进程 {os.getpid()}，{now} 开始", encoding="utf-8")
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as error:
        who = holder.read_text(encoding="utf-8") if holder.is_file() else "另一个进程"
        raise InputError(
            f"这个语料库正在由别的 xuncha build 写（{who}）：{place}", "请等它做完，或加 --wait 排队"
        ) from error
    except OSError as error:
        raise _unwritable(place, error) from error


def _unwritable(place: Path, error: OSError) -> InputError:
    return InputError(
        f"语料库写不下去：{place}（{reason_of(error)}）",
        "原有的语料库没有动；请检查文件夹的权限和剩余空间",
    )
