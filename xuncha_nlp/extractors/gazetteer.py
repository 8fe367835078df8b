"""The gazetteer: the administrative divisions of China from province to county, and which of them a name means.

``data/gazetteer.txt`` says where they are from. It is read when a place is first asked for, once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from .found import slot_rules

__all__ = ["Division", "candidates", "division_of", "full_names", "name_of", "short_name", "which"]

_PROVINCE, _PREFECTURE = "0000", "00"


@dataclass(frozen=True, slots=True)
class Division:
    """A province, prefecture or county: its code in GB/T 2260 and name; ``former`` if it is no more."""

    code: str
    name: str
    former: bool

    @property
    def level(self) -> str:
        """省, 市 or 县.

        >>> [candidates(each)[0].level for each in ("浙江省", "杭州市", "余杭区")]
        ['省', '市', '县']
        """
        if self.code.endswith(_PROVINCE):
            return "省"
        return "市" if self.code.endswith(_PREFECTURE) else "县"

    def above(self) -> tuple[str, ...]:
        """Return the codes of the divisions that it lies in, the nearest first."""
        province, prefecture = self.code[:2] + _PROVINCE, self.code[:4] + _PREFECTURE
        return tuple(code for code in (prefecture, province) if code != self.code)


@cache
def _read() -> tuple[dict[str, tuple[Division, ...]], dict[str, tuple[Division, ...]], dict[str, str]]:
    """The divisions by name and by short name, and the name of every code."""
    text = files("xuncha_nlp").joinpath("data/gazetteer.txt").read_text(encoding="utf-8")
    named: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {}
    codes: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        code, _, name = line.lstrip("-").partition(" ")
        division = Division(code, name, line.startswith("-"))
        codes.setdefault(code, name)
        named.setdefault(name, []).append(division)
        short.setdefault(short_name(name), []).append(division)
    return _tuples(named), _tuples(short), codes


def _tuples(found: dict[str, list[Division]]) -> dict[str, tuple[Division, ...]]:
    return {name: tuple(each) for name, each in found.items()}


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(slot_rules()["gazetteer"]["ending"])


@lru_cache(maxsize=1 << 14)
def short_name(name: str) -> str:
    """Return the short form of a name, itself where it has none.

    >>> [short_name(each) for each in ("杭州市", "广西壮族自治区", "恩施土家族苗族自治州", "赣县")]
    ['杭州', '广西', '恩施', '赣县']
    """
    return _ending().sub("", name, count=1) if len(name) > 2 else name  # noqa: PLR2004


def full_names() -> frozenset[str]:
    """Return the names that stand for a place wherever they stand: whole, and no words of their own.

    >>> "渝北区" in full_names(), "朝阳" in full_names(), "老城区" in full_names()
    (True, False, False)
    """
    ordinary = frozenset(slot_rules()["gazetteer"]["ordinary"])
    return frozenset(name for name in _read()[0] if len(name) > 2) - ordinary  # noqa: PLR2004


def candidates(name: str) -> tuple[Division, ...]:
    """Return the divisions that a name may mean, by its full name, else by its short form.

    Those of today come before those that are no more, and stand for them where they have the same code or
    lie in the same prefecture (密云县 is 密云区).

    >>> [each.code for each in candidates("余杭区")], len(candidates("鼓楼区")) > 1, candidates("澄湖区")
    (['330110'], True, ())
    """
    named, short, _ = _read()
    found = named.get(name) or short.get(name, ())
    today = [each for each in found if not each.former]
    kept = today + [
        each for each in found if each.former and not any(each.code[:4] == other.code[:4] for other in today)
    ]
    # 吉林 is a province and a city in it, 北京 a province: of one name the widest is meant.
    widest = {each.code[:2]: each for each in reversed(kept) if each.level == "省"}
    if name not in named and widest:
        kept = list(widest.values())
    return tuple(kept)


def division_of(name: str) -> str | None:
    """Return the level of a place: 省, 市, 县, 乡, 村 or 功能区 (新区, 开发区); None where its name does not tell.

    A name that the gazetteer does not have is judged by its suffix; 市 of such a name may be either level.

    >>> [division_of(each) for each in ("义乌市", "云川市", "澄湖区", "临溪镇", "渔湾村", "浙江", "澄湖")]
    ['县', '市', '县', '乡', '村', '省', None]
    """
    levels = {each.level for each in candidates(name)}
    if len(levels) == 1:
        return levels.pop()
    for level, ends in slot_rules()["gazetteer"]["levels"].items():
        if name.endswith(tuple(ends)):
            return str(level)
    return None


def name_of(code: str) -> str:
    """Return the name of a code.

    >>> name_of("330110")
    '余杭区'
    """
    return _read()[2].get(code, code)


def which(
    name: str, around: Iterable[str], *, nearest: bool = False
) -> tuple[str | None, tuple[str, ...] | None]:
    """Say which division a name means, given the names of other places.

    Parameters
    ----------
    name : str
        Of a place.
    around : iterable of str
        Other places of the text: a parent among them decides between divisions of one name.
    nearest : bool
        Whether the first parent decides; otherwise all have to say the same.

    Returns
    -------
    tuple of (str or None, tuple of str or None)
        The code, None where it is unknown or not decided; and, where there are several of the name, what
        decided, or how many there are.

    Examples
    --------
    >>> which("余杭区", ()), which("澄湖区", ())
    (('330110', None), (None, None))
    >>> which("朝阳区", ["长春市"]), which("朝阳区", ["长春市", "北京市"])[0]
    (('220104', ('长春市',)), None)
    """
    found = candidates(name)
    if len(found) == 1:
        return found[0].code, None
    if not found:
        return None, None
    decided: dict[str, str] = {}
    for other in around:
        above = {each.code for each in candidates(other)}
        inside = [each for each in found if above.intersection(each.above())]
        if len(inside) == 1:
            decided.setdefault(inside[0].code, other)
            if nearest:
                break
    if len(decided) == 1:
        ((code, other),) = decided.items()
        return code, (other,)
    return None, (f"同名 {len(found)} 处",)
