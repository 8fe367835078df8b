"""提法库: the formulae that are known, with their members, validity, scope and source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from ..data import check_keys, data_files
from ..errors import DataError
from ..sources import fold
from .lexicon_files import records_of

__all__ = ["Formula", "Lexicon", "Version"]

_REQUIRED = (
    "name", "kind", "scope", "category", "aliases", "verbs", "ordered", "bare", "groups",
    "source", "confidence", "verified", "superseded_by", "note", "version",
)  # fmt: skip
_VERSION_KEYS = ("from", "to", "items")
_CHOICES = {
    "kind": {"numeral", "phrase"},
    "scope": {"central", "provincial", "local", "any"},
    "confidence": {"seen", "high", "medium"},
}


@dataclass(frozen=True, slots=True)
class Version:
    """The members of a formula over a span of time; ``begin`` and ``end`` are ISO dates or ``""``."""

    begin: str
    end: str
    items: tuple[str, ...]

    def covers(self, date: str) -> bool:
        """Whether an ISO date, as precise as it may be, falls into the span.

        >>> Version("2016-01-29", "", ()).covers("2016-01")
        True
        >>> Version("2016-01-29", "", ()).covers("2015")
        False
        """
        begins = not self.begin or date[: len(self.begin)] >= self.begin[: len(date)]
        ends = not self.end or date[: len(self.end)] <= self.end[: len(date)]
        return begins and ends


@dataclass(frozen=True, slots=True)
class Formula:
    """An entry of the lexicon; ``docs/lexicon.md`` says what each field means."""

    name: str
    kind: str
    scope: str
    category: str
    aliases: tuple[str, ...]
    verbs: tuple[str, ...]
    ordered: bool
    bare: bool
    groups: tuple[int, ...]
    source: str
    confidence: str
    verified: bool
    superseded_by: str
    note: str
    versions: tuple[Version, ...]

    @property
    def declared(self) -> int | None:
        """How many members the name declares, or None where it declares no list."""
        return sum(self.groups) or None

    def items_at(self, date: str | None) -> tuple[str, ...]:
        """Return the members that hold at a date.

        Without a date only what never changed is certain. A date after the last version is a mention
        of something past, whose members are those it had.

        Parameters
        ----------
        date : str or None
            ISO date of the speech.
        """
        return _items_at(self.versions, date)


# The same few entries are named over and over, on the same day.
@lru_cache(maxsize=1 << 13)
def _items_at(versions: tuple[Version, ...], date: str | None) -> tuple[str, ...]:
    if date is None:
        return versions[0].items if len(versions) == 1 else ()
    valid = [version for version in versions if version.covers(date)]
    if not valid and all(version.end and version.end < date for version in versions):
        valid = [versions[-1]]
    return valid[-1].items if valid else ()


@dataclass(frozen=True)
class Lexicon:
    """All formulae, and the numeral phrases that are none.

    Examples
    --------
    >>> lexicon = Lexicon.load()
    >>> lexicon["四个意识"].items_at("2017-08")
    ('政治意识', '大局意识', '核心意识', '看齐意识')
    """

    formulae: tuple[Formula, ...]
    false_friends: frozenset[str]

    @classmethod
    def load(cls, *extra: str | Path) -> Lexicon:
        """Read our lexicon and, over it, files of the user's own: TOML of the same schema, or tables.

        Parameters
        ----------
        *extra : str or Path
            Of two with an entry of the same name the later counts. See ``docs/lexicon.md``, and
            `xuncha_nlp.extractors.lexicon_csv` for .csv and .tsv.

        Raises
        ------
        DataError
            An entry breaks the schema; the message names file, line and entry.
        """
        return _load(tuple(_stamped(Path(path)) for path in extra))

    def __getitem__(self, surface: str) -> Formula:
        return self.surfaces[fold(surface)]

    def __contains__(self, surface: str) -> bool:
        return fold(surface) in self.surfaces

    def __hash__(self) -> int:
        # A lexicon is a key of caches: to hash each of its entries would take longer than what they save.
        return hash((len(self.formulae), len(self.false_friends)))

    def __getstate__(self) -> dict[str, Any]:
        """What is derived is left behind on the way to another process: an automaton cannot be pickled."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @cached_property
    def digest(self) -> str:
        """A hash of all entries, 16 hexadecimal digits: two lexicons with the same one find the same."""
        entries = repr((self.formulae, sorted(self.false_friends)))
        return hashlib.sha256(entries.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @cached_property
    def surfaces(self) -> dict[str, Formula]:
        """Every name and alias, folded, with its entry."""
        return {fold(each): entry for entry in self.formulae for each in (entry.name, *entry.aliases)}

    def find(self, text: str) -> Iterator[tuple[int, int, Formula]]:
        """Yield every surface in a folded text: of those that begin together the longest, none overlapping.

        Parameters
        ----------
        text : str
            Folded; see `xuncha_nlp.sources.fold`.

        Examples
        --------
        >>> [(start, entry.name) for start, _, entry in Lexicon.load().find("增强四个意识,全面从严治党")]
        [(2, '四个意识'), (7, '全面从严治党')]
        """
        entries = self._entries
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, entries[index]

    @cached_property
    def nestings(self) -> dict[str, tuple[tuple[int, int, Formula], ...]]:
        """Where other entries stand inside a surface: 从严治党 in 全面从严治党; surfaces that hold none are left out.

        A shorter name of an entry inside a longer one of the same entry (三个区分 in 三个区分开来) is no other.

        Examples
        --------
        >>> [(start, entry.name) for start, _, entry in Lexicon.load().nestings["全面从严治党"]]
        [(2, '从严治党')]
        """
        from ahocorasick_rs import AhoCorasick, Implementation

        # The names are searched for once in each other, and not again in every text.
        names, entries = list(self.surfaces), self._entries
        automaton = AhoCorasick(names, implementation=Implementation.ContiguousNFA)
        found: dict[str, tuple[tuple[int, int, Formula], ...]] = {}
        for surface, whole in self.surfaces.items():
            inner = tuple(
                (start, end, entries[index])
                for index, start, end in automaton.find_matches_as_indexes(surface, overlapping=True)
                if end - start < len(surface) and entries[index] is not whole
            )
            if inner:
                found[surface] = inner
        return found

    def is_false_friend(self, text: str, start: int) -> bool:
        """Whether a numeral phrase that is no formula begins at an offset of a folded text."""
        return text.startswith(self._friends.get(text[start : start + 2], ()), start)

    @cached_property
    def _entries(self) -> tuple[Formula, ...]:
        return tuple(self.surfaces.values())

    @cached_property
    def _friends(self) -> dict[str, tuple[str, ...]]:
        """The false friends by their first two characters, so that few are compared; shorter ones are none."""
        found: dict[str, tuple[str, ...]] = {}
        for each in sorted(self.false_friends):
            found[each[:2]] = (*found.get(each[:2], ()), each)
        return found

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        # The kind of automaton that reads twice as fast, and takes a millisecond longer to make.
        return AhoCorasick(
            list(self.surfaces), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA
        )


def _stamped(path: Path) -> tuple[Path, int, int]:
    """A file as it is now: who has changed it in the meantime wants it read again."""
    try:
        found = path.stat()
    except OSError:
        # Whoever reads it says what is wrong with it.
        return path, 0, 0
    return path, found.st_mtime_ns, found.st_size


@cache
def _load(extra: tuple[tuple[Path, int, int], ...]) -> Lexicon:
    found: dict[str, Formula] = {}
    friends: set[str] = set()
    places = [*data_files("lexicon"), *(path for path, *_ in extra)]
    for table, record, where in (each for place in places for each in records_of(place)):
        if table == "formula":
            entry = _formula(record, where)
            found[entry.name] = entry
        else:
            check_keys(record, ("text", "reason"), (), where)
            friends.add(fold(record["text"]))
    return Lexicon(tuple(found.values()), frozenset(friends))


def _formula(record: dict[str, Any], place: str) -> Formula:
    check_keys(record, _REQUIRED, (), place)
    for key, choices in _CHOICES.items():
        if record[key] not in choices:
            raise DataError(f"{place} 的 {key} 不能是 {record[key]!r}", f"可用：{'、'.join(sorted(choices))}")
    versions = []
    for version in record["version"]:
        check_keys(version, _VERSION_KEYS, (), place)
        if version["items"] and len(version["items"]) != sum(record["groups"]):
            raise DataError(
                f"{place} 有 {len(version['items'])} 项内涵，groups 合计却是 {sum(record['groups'])}"
            )
        if version["from"] and version["to"] and version["from"][: len(version["to"])] > version["to"]:
            raise DataError(f"{place} 的 from（{version['from']}）晚于 to（{version['to']}）", "请改正日期")
        versions.append(Version(version["from"], version["to"], tuple(version["items"])))
    if not versions:
        raise DataError(f"{place} 缺少 version", "请至少写一个")
    lists = {key: tuple(record[key]) for key in ("aliases", "verbs", "groups")}
    return Formula(
        **{**{k: v for k, v in record.items() if k != "version"}, **lists}, versions=tuple(versions)
    )
