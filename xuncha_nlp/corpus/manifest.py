"""The manifest of a corpus directory: what it holds and how it was made. It is replaced in one step.

Beside it stands ``state.json``, which says where on this machine the files were found and how they
looked there; it is an aid to the next build, holds nothing that is needed, and stays behind when a
corpus is given away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from ..data import data_files
from ..errors import InputError, reason_of
from ..extractors import Lexicon
from ..files import write_whole
from ..version import __version__
from .shard import Shard

__all__ = [
    "FORMAT",
    "MANIFEST",
    "SHARDS",
    "STATE",
    "Manifest",
    "Seen",
    "is_corpus",
    "read_state",
    "rules_of",
    "write_state",
]

# 2: more is known of formulae, citations and slots.
FORMAT = 2
MANIFEST = "manifest.json"
SHARDS = "shards"
STATE = "state.json"
# The library whose version decides what a segmenter gives.
_LIBRARIES = {"jieba": "jieba", "pkuseg": "spacy-pkuseg", "spacy": "spacy"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a corpus directory holds.

    Parameters
    ----------
    segmenter : str
        The segmenter of its tokens.
    lexicon : str
        Hash of the lexicon by which it is tagged.
    rules : str
        Hash of everything beside the files that decides what the tables hold: program, segmenter,
        lexicon and rules.
    versions : mapping of str to str
        The versions of the program and of the segmenter's library.
    shards : tuple of Shard
        In the order in which their rows follow one another.
    unreadable : mapping of str to str
        The files that could not be read, with the reason.
    format : int
        The version of the format that it was written in.
    """

    segmenter: str
    lexicon: str
    rules: str
    versions: Mapping[str, str]
    shards: tuple[Shard, ...] = field(default=(), repr=False)
    unreadable: Mapping[str, str] = field(default_factory=dict, repr=False)
    format: int = FORMAT

    @property
    def files(self) -> dict[str, str]:
        """The hash of every file, by its name."""
        return {name: sha256 for shard in self.shards for name, sha256 in shard.files}

    @property
    def id(self) -> str:
        """A hash of what the corpus is made of: two corpora with the same one have the same rows."""
        made_of = json.dumps([FORMAT, [shard.id for shard in self.shards]])
        return hashlib.sha256(made_of.encode()).hexdigest()[:16]

    def count(self, table: str) -> int:
        """Return how many rows a table has in all shards."""
        return sum(shard.rows[table] for shard in self.shards)

    def write(self, folder: Path) -> None:
        """Put the manifest into its place; whoever reads it sees the one before it or this one.

        Raises
        ------
        InputError
            The file cannot be written.
        """
        record = {
            "format": FORMAT,
            "id": self.id,
            "versions": dict(self.versions),
            "segmenter": self.segmenter,
            "lexicon": self.lexicon,
            "rules": self.rules,
            "unreadable": dict(self.unreadable),
            "shards": [{"path": f"{SHARDS}/{shard.id}", **shard.to_json()} for shard in self.shards],
        }
        _write(folder / MANIFEST, record)

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read the manifest of a corpus directory.

        Raises
        ------
        InputError
            There is none, it is damaged, or a later version of the program has written it.
        """
        path = folder / MANIFEST
        try:
            record = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
            if record["format"] > FORMAT:
                raise InputError(f"这个语料库是更新版本的程序建的：{folder}", "请升级 xuncha_nlp")
            return cls(
                record["segmenter"],
                record["lexicon"],
                record["rules"],
                record["versions"],
                tuple(Shard.from_json(each) for each in record["shards"]),
                record["unreadable"],
                record["format"],
            )
        except FileNotFoundError as error:
            raise InputError(f"不是语料库文件夹：{folder}", "请先用 xuncha build 建一个") from error
        except OSError as error:
            raise InputError(f"无法读取：{path}（{reason_of(error)}）", "请检查权限") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"语料库的清单有损坏：{path}", "请删去这个语料库，用 xuncha build 重建"
            ) from error


@dataclass(frozen=True, slots=True)
class Seen:
    """How a file looked when it was last read: where, how large, when changed, its hash, the encoding given for it."""

    path: str
    size: int
    mtime_ns: int
    sha256: str
    encoding: str | None = None


def is_corpus(path: Path) -> bool:
    """Whether a path is a corpus directory."""
    return (path / MANIFEST).is_file()


def rules_of(segmenter: str, lexicon: Lexicon) -> tuple[str, str, dict[str, str]]:
    """Return the hash of the lexicon, the hash of all rules, and the versions that went into it."""
    # Slots are found with rjieba whichever segmenter makes the tokens.
    versions = {"xuncha_nlp": __version__, "rjieba": version_of("rjieba")}
    library = _LIBRARIES.get(segmenter.partition(":")[0])
    if library:
        versions[library] = version_of(library)
    digest = lexicon.digest
    data = [place.read_bytes() for place in data_files(".")]
    rules = _digest(json.dumps([FORMAT, segmenter, digest, versions]).encode(), *data)
    return digest, rules, versions


def read_state(folder: Path) -> dict[str, Seen]:
    """Return what is known of the files, by name; empty where nothing is."""
    try:
        record = json.loads((folder / STATE).read_text(encoding="utf-8", errors="surrogatepass"))
        return {name: Seen(**each) for name, each in record.items()}
    # The file is an aid: without it every file is hashed again.
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_state(folder: Path, state: Mapping[str, Seen]) -> None:
    """Keep what is known of the files."""
    _write(folder / STATE, {name: asdict(each) for name, each in state.items()})


def _write(path: Path, record: Any) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1)
    write_whole(path, text.encode("utf-8", "surrogatepass"))


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:16]
