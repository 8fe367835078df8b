"""The documents that speeches cite: their names, kinds and versions, and which version holds at a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ..data import check_keys, load_toml
from ..errors import DataError
from ..sources import fold

__all__ = [
    "Document",
    "DocumentState",
    "DocumentVersion",
    "document_at",
    "document_named",
    "documents",
    "type_of",
]

_FILE = "documents.toml"
_KEYS = ("name", "aliases", "issuer", "source", "verified", "superseded_by", "version")
_VERSION_KEYS = ("date", "effective", "action")
_REPEALED = "废止"
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_SPACE = re.compile(r"\s+")
# （2019年修订） behind a title says which version, and is no part of the name.
_REVISED = re.compile(r"\(\d{4}年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:第.次)?(?:修订|修正|修改|版)(?:版|本)?\)$")
_PARENTHESES = re.compile(r"(?:\([^()]*\))+$")


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A version of a document: issued at ``date``, in force from ``effective`` (ISO, as precise as known)."""

    date: str
    effective: str
    action: str

    @property
    def label(self) -> str:
        """Date and action, as ``2024-02-08 修订``."""
        return f"{self.date} {self.action}"

    @property
    def begins(self) -> str:
        """When it came into force."""
        return self.effective or self.date


@dataclass(frozen=True, slots=True)
class Document:
    """An entry of ``data/documents.toml``, which says what each field means."""

    name: str
    aliases: tuple[str, ...]
    issuer: str
    source: str
    verified: bool
    superseded_by: str
    versions: tuple[DocumentVersion, ...]


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What is known of a document at a date.

    Parameters
    ----------
    document : Document
    version : DocumentVersion or None
        The version that holds; of a repealed document the last one that did. None where the date does not
        tell, or is before the first version.
    status : {"现行", "已修订", "已废止"} or None
        Of what was asked for; None where it cannot be known, and where the entry is not verified.
    """

    document: Document
    version: DocumentVersion | None
    status: str | None


def document_at(title: str, date: str | None, *, of: str | None = None) -> DocumentState | None:
    """Return what is known of a document at a date.

    Parameters
    ----------
    title : str
        As it is cited, without 《》; full name or alias.
    date : str or None
        ISO date of the speech, as precise as it is known. A version that began in the same year or month
        as a date that says no more may or may not have held: then neither version nor status is given.
    of : str, optional
        ISO date of the version that the text speaks of. Where another one holds at ``date``, the status is
        ``"已修订"``; where no version is of that date, the status is None.

    Returns
    -------
    DocumentState or None
        None for a title that is not known.

    Examples
    --------
    >>> state = document_at("巡视工作条例", "2016-05")
    >>> state.document.name, state.version.label, state.status
    ('中国共产党巡视工作条例', '2015-08-03 发布', '现行')
    >>> document_at("巡视工作条例", "2024-05", of="2017").status
    '已修订'
    >>> document_at("中国共产党党内监督条例（试行）", "2018").status
    '已废止'
    >>> document_at("澄湖区巡察办法", "2018") is None
    True
    """
    document = document_named(title)
    if document is None:
        return None
    held, certain, repealed = None, date is not None, False
    for version in document.versions:
        begun = _reached(version.begins, date) if date else None
        if begun is None:
            certain = False
            break
        if not begun:
            break
        if version.action == _REPEALED:
            repealed = True
        else:
            held = version
    if not certain:
        return DocumentState(document, None, None)
    status = None
    if document.verified and held:
        status = "已废止" if repealed else "现行" if of is None else _status_of(document, held, of)
    return DocumentState(document, held, status)


def _status_of(document: Document, held: DocumentVersion, of: str) -> str | None:
    """Whether the version that is spoken of is the one that holds."""
    spoken = [each for each in document.versions if _same(each.date, of) or _same(each.begins, of)]
    if not spoken or spoken[-1].begins > held.begins:
        return None
    return "现行" if held in spoken else "已修订"


def _same(known: str, said: str) -> bool:
    return known.startswith(said) or said.startswith(known)


def _reached(begins: str, date: str) -> bool | None:
    """Whether a date is not before another; None where the two are not precise enough to tell."""
    length = min(len(begins), len(date))
    if begins[:length] != date[:length]:
        return begins < date
    return True if len(begins) == length == len(date) else None


# The same few titles are cited over and over.
@lru_cache(maxsize=1 << 12)
def document_named(title: str) -> Document | None:
    """Return the document of a title, or None.

    Parameters
    ----------
    title : str
        Without 《》. A short one that may mean several documents (条例) is not known.

    Examples
    --------
    >>> document_named("党章").name
    '中国共产党章程'
    >>> document_named("监察法").name
    '中华人民共和国监察法'
    >>> document_named("条例") is None
    True
    """
    return _names().get(_key(title))


@cache
def documents() -> tuple[Document, ...]:
    """Return all documents that are known.

    Raises
    ------
    DataError
        An entry breaks the schema.
    """
    return tuple(_document(record) for record in load_toml(_FILE)["document"])


@lru_cache(maxsize=1 << 12)
def type_of(title: str) -> str | None:
    """Return what kind of document a title says that it is, by its ending.

    Parameters
    ----------
    title : str
        Without 《》.

    Returns
    -------
    str or None
        条例, 准则, 规定, 法律 …; None where the ending says nothing.

    Examples
    --------
    >>> type_of("澄湖区委巡察工作办法（试行）"), type_of("监察法"), type_of("工作方法"), type_of("澄湖日报")
    ('办法', '法律', None, '报刊')
    """
    key = _PARENTHESES.sub("", _SPACE.sub("", fold(title)))
    if key.endswith(tuple(load_toml(_FILE)["no_types"]["words"])):
        return None
    fitting = [(len(ending), name) for ending, name in _endings() if key.endswith(ending)]
    return max(fitting)[1] if fitting else None


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    types = load_toml(_FILE)["types"]
    return tuple((ending, name) for name, endings in types.items() for ending in endings)


@cache
def _names() -> dict[str, Document]:
    return {
        key: document
        for document in documents()
        for name in (document.name, *document.aliases)
        for key in _keys(name)
    }


def _keys(name: str) -> Iterator[str]:
    """A name, and what is left of it without the words that are commonly left off its front."""
    rules = load_toml(_FILE)["titles"]
    key = _key(name)
    yield key
    for prefix in rules["prefixes"]:
        rest = key.removeprefix(prefix)
        if rest != key and (len(rest) >= rules["shortest"] or rest in rules["short"]):
            yield rest


def _key(title: str) -> str:
    """A title as it is looked up: folded, without spaces, the body in front and the year of a revision."""
    key = _REVISED.sub("", _SPACE.sub("", fold(title)))
    for issuer in load_toml(_FILE)["titles"]["issuers"]:
        rest = key.removeprefix(issuer).removeprefix("、").removeprefix("印发")
        if rest.startswith(("关于", "国务院关于", "国务院办公厅关于")):
            key = rest
    return key.replace("〈", "").replace("〉", "").replace("《", "").replace("》", "")


def _document(record: dict[str, Any]) -> Document:
    place = f"{_FILE}：{record.get('name', '？')}"
    check_keys(record, _KEYS, (), place)
    versions = []
    for version in record["version"]:
        check_keys(version, _VERSION_KEYS, (), place)
        if not _DATE.fullmatch(version["date"]) or not _DATE.fullmatch(
            version["effective"] or version["date"]
        ):
            raise DataError(f"{place} 的日期有误：{version['date']}", "请写成 2024、2024-02 或 2024-02-08")
        versions.append(DocumentVersion(version["date"], version["effective"], version["action"]))
    return Document(
        record["name"], tuple(record["aliases"]), record["issuer"], record["source"], record["verified"],
        record["superseded_by"], tuple(versions),
    )  # fmt: skip
