"""A shard: so many sources that one process holds them at once, with their tables and index in one folder.

A shard is made from files, or from the rows of earlier shards whose files have not changed, and is
never changed afterwards. Its name is the hash of what it is made of, so that one that is already there
need not be made again. `make_shard` is a plain function of a plain record: any executor can run it.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, XunchaError, reason_of
from ..extractors import Lexicon
from ..sources import Source, read_sources
from .builder import Builder
from .index import Index, check_index, make_index, open_index, write_index
from .rows import source_of
from .schema import TABLES

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "INDEX",
    "File",
    "Job",
    "Kept",
    "Shard",
    "index_of",
    "is_whole",
    "make_shard",
    "mend_index",
    "read_table",
    "write_table",
]

INDEX = "index"
_RECORD = "shard.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read: where it is, the name it goes under, the hash and the number of its bytes, and the
    encoding where the user has given one.
    """

    path: str
    name: str
    sha256: str
    size: int
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Files of an earlier shard: its folder, their names and hashes, and how large they are together."""

    folder: str
    files: tuple[tuple[str, str], ...]
    size: int


@dataclass(frozen=True, slots=True)
class Job:
    """What a shard is to be made of.

    Parameters
    ----------
    folder : str
        Where its folder is to be made.
    parts : tuple of File or Kept
        In the order in which they are to stand.
    segmenter : str
    lexicon : Lexicon
    rules : str
        Hash of everything beside the files that decides what the tables hold.
    afresh : bool
        True where rows of earlier shards were made by other rules: their texts are analysed again.
    """

    folder: str
    parts: tuple[File | Kept, ...]
    segmenter: str
    lexicon: Lexicon
    rules: str
    afresh: bool = False

    @property
    def files(self) -> list[tuple[str, str]]:
        """Names and hashes of all files, in their order."""
        return [
            each
            for part in self.parts
            for each in (part.files if isinstance(part, Kept) else [(part.name, part.sha256)])
        ]

    @property
    def id(self) -> str:
        """The name of the shard: 16 hexadecimal digits."""
        given = {part.name: part.encoding for part in self.parts if isinstance(part, File) and part.encoding}
        made_of = json.dumps([self.rules, self.files, given], ensure_ascii=False)
        return hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Shard:
    """What the manifest says of a shard.

    Parameters
    ----------
    id : str
    files : tuple of (str, str)
        Names and hashes of the files in it.
    rows : dict of str to int
        How many rows each table has.
    sizes : dict of str to int
        How many bytes each table has on the disk.
    checks : dict of str to int
        The CRC-32 of each array of the index.
    characters : int
        How long its texts are together.
    unreadable : tuple of (str, str)
        The files that could not be read, with the reason. They are not among ``files``.
    """

    id: str
    files: tuple[tuple[str, str], ...]
    rows: dict[str, int]
    sizes: dict[str, int]
    checks: dict[str, int]
    characters: int
    unreadable: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the shard as the manifest writes it."""
        return {
            "id": self.id,
            "rows": self.rows,
            "characters": self.characters,
            "files": dict(self.files),
            "sizes": self.sizes,
            "checks": self.checks,
            "unreadable": dict(self.unreadable),
        }

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Shard:
        """Return the shard that the manifest writes so."""
        return cls(
            record["id"], tuple(record["files"].items()), record["rows"], record["sizes"], record["checks"],
            record["characters"], tuple(record["unreadable"].items()),
        )  # fmt: skip


def make_shard(job: Job) -> Shard:
    """Make a shard, or find it made.

    The folder takes its name only when everything in it is written, so that it is there whole or not.

    Parameters
    ----------
    job : Job

    Returns
    -------
    Shard

    Raises
    ------
    InputError
        The folder cannot be written, or an earlier shard cannot be read. A file that cannot be read is
        no error: it is listed in the shard.
    """
    target = Path(job.folder) / job.id
    if (target / _RECORD).is_file():
        return Shard.from_json(json.loads((target / _RECORD).read_text(encoding="utf-8")))
    temporary = target.with_name(f"{job.id}.{secrets.token_hex(4)}.tmp")
    try:
        temporary.mkdir(parents=True)
        try:
            shard = _fill(temporary, job)
            _settle(temporary, target)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise InputError(
            f"语料库写不下去：{reason_of(error)}", "原有的语料库没有动；请检查文件夹的权限和剩余空间"
        ) from error
    return shard


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the garbage collector from going through millions of records that are all still wanted."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@_no_collector()
def _fill(folder: Path, job: Job) -> Shard:
    builder = Builder(job.segmenter, job.lexicon)
    unreadable = []
    for part in job.parts:
        if isinstance(part, File):
            try:
                sources = _read(part)
            except XunchaError as error:
                unreadable.append((part.name, str(error)))
                continue
            for source in sources:
                builder.add(source, part.name)
        else:
            names = [name for name, _ in part.files]
            if job.afresh:
                stored = read_table(Path(part.folder), "sources").to_pylist()
                for row in stored:
                    if row["file"] in names:
                        builder.add(source_of(row), row["file"])
            else:
                builder.keep({table: read_table(Path(part.folder), table) for table in TABLES}, names)
    tables = builder.tables()
    index = make_index(tables)
    for name in TABLES:
        write_table(tables[name], folder, name)
    checks = write_index(index, folder / INDEX)
    bad = {name for name, _ in unreadable}
    shard = Shard(
        job.id,
        tuple(each for each in job.files if each[0] not in bad),
        {name: tables[name].num_rows for name in TABLES},
        {name: (folder / f"{name}.parquet").stat().st_size for name in TABLES},
        checks,
        sum(tables["sources"]["characters"].to_pylist()),
        tuple(unreadable),
    )
    record = json.dumps(shard.to_json(), ensure_ascii=False, indent=1)
    (folder / _RECORD).write_text(record, encoding="utf-8", errors="surrogatepass")
    return shard


def _read(file: File) -> tuple[Source, ...]:
    path = Path(file.path)
    sources = read_sources(path, file.name, encoding=file.encoding)
    if sources[0].sha256 != file.sha256:
        raise InputError(f"文件正在变动：{file.name}", "请等它写完后再运行一次")
    for source in sources:
        try:
            source.text.encode()
        except UnicodeEncodeError as error:  # JSON can say one half of a pair of surrogates
            raise InputError(
                f"第 {error.start + 1} 个字符不成字：{source.name}", "请改正这个字符后再试"
            ) from error
    return sources


def _settle(temporary: Path, target: Path) -> None:
    """Have everything on the disk before the folder takes its name."""
    for path in (*temporary.rglob("*"), temporary):
        # Folders cannot be opened everywhere.
        if path.is_file() or os.name == "posix":
            number = os.open(path, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
    temporary.replace(target)


def is_whole(folder: Path, shard: Shard) -> bool:
    """Whether every table of a shard is there in its full length."""
    try:
        return all((folder / f"{name}.parquet").stat().st_size == shard.sizes[name] for name in TABLES)
    except OSError:
        return False


def index_of(folder: Path, shard: Shard) -> Index:
    """Open the index of a shard; where it is missing or cut off, make it again, and leave it there if possible."""
    found = open_index(folder / INDEX, shard.rows)
    if found is not None:
        return found
    index = _made_again(folder)
    with contextlib.suppress(OSError):  # a corpus that can only be read is searched all the same
        _replace_index(folder, index)
    return index


def mend_index(folder: Path, shard: Shard) -> bool:
    """Make the index of a shard again if anything in it is not as it was written; say whether it was."""
    if check_index(folder / INDEX, shard.checks):
        return False
    _replace_index(folder, _made_again(folder))
    return True


def _made_again(folder: Path) -> Index:
    return make_index({name: read_table(folder, name) for name in TABLES})


def _replace_index(folder: Path, index: Index) -> None:
    temporary = folder / f"{INDEX}.{secrets.token_hex(4)}.tmp"
    try:
        write_index(index, temporary)
        shutil.rmtree(folder / INDEX, ignore_errors=True)
        temporary.replace(folder / INDEX)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def write_table(table: pa.Table, folder: Path, name: str) -> None:
    """Write a table as Parquet; the same table gives the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = [field.name for field in table.schema if field.type == pa.int32()]
    pq.write_table(
        table,
        folder / f"{name}.parquet",
        compression="zstd",
        compression_level=1,
        use_dictionary=[field.name for field in table.schema if field.name not in numbers],
        # Offsets that ascend take a quarter of the room so, and half the time.
        column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
        write_statistics=["source", "speech"],
    )


def read_table(folder: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """Read a table of a shard.

    Raises
    ------
    InputError
        It is missing or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    try:
        return pq.read_table(path, columns=columns, partitioning=None, use_threads=False)
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            f"语料库有损坏：{path.parent.name}/{path.name}", "请删去这个语料库，用 xuncha build 重建"
        ) from error
