"""The shapes of open-class numeral formulae: what makes 三个聚焦 or 五看三跃升 a name and 三个月 a count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from ..data import load_toml
from ..speeches.numerals import to_int

__all__ = [
    "NUMERAL",
    "Part",
    "Shape",
    "find_quoted",
    "find_unquoted",
    "numeral_behind",
    "settings",
    "shape_of",
]

_HAN = "一二两三四五六七八九十百"
# 双 counts two in coordination (一岗双责); 两 and the digits count anywhere.
NUMERAL = rf"(?:[{_HAN}]+|[0-9]{{1,2}})"
_GROUP = r"(?:[一二两三四五六七八九十双]|[0-9]{1,2})"
_OPEN = "“‘\"'"
_CLOSE = "”’\"'"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a coordinate name: how it is written, how many it counts, and of what."""

    surface: str
    count: int
    head: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How a surface is built: the rule, the count that it declares (if any), and its head.

    A coordinate one that declares a count has ``parts`` instead of a head, each with its count and its own
    head: 5, 看 and 3, 跃升 in 五看三跃升.
    """

    rule: str
    declared: int | None
    head: str
    parts: tuple[Part, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class _Regexes:
    part: re.Pattern[str]
    numeral_head: re.Pattern[str]
    inner: re.Pattern[str]
    uncounted: re.Pattern[str]
    quoted: re.Pattern[str]
    unquoted: re.Pattern[str]


@cache
def settings() -> dict[str, Any]:
    """Return ``data/formulae.toml``."""
    return load_toml("formulae.toml")


def numeral_behind(before: str, *, count: str = "") -> str:
    """Return the regular expression of a numeral ``n`` that none of some characters stands before.

    Digits behind a point are no number of their own either. The first character is a class, and only then it is looked back: the search can run from one numeral to
    the next instead of trying every place of the text.

    Parameters
    ----------
    before : str
        Characters, as they are written in a class.
    count : str
        A character that counts by itself, whatever stands before it: 几.

    Examples
    --------
    >>> [match["n"] for match in re.finditer(numeral_behind("第"), "第三个和四个、12个、0.5个")]
    ['四', '12', '0']
    """
    rest = rf"(?<![{before}].)(?<!\.[0-9])(?:(?<=[0-9])[0-9]?|(?<![0-9])[{_HAN}]*)"
    return rf"(?P<n>[{count}{_HAN}0-9](?:(?<={count})|{rest}))" if count else rf"(?P<n>[{_HAN}0-9]{rest})"


@cache
def _regexes() -> _Regexes:
    shape, bare, outer = settings()["shape"], settings()["bare"], settings()["outer"]
    heads = "|".join(sorted(bare["heads"], key=len, reverse=True))
    outer_heads = "|".join(outer["heads"])
    return _Regexes(
        part=re.compile(rf"({_GROUP})([^\W\d一二两三四五六七八九十双百]{{0,3}})"),
        numeral_head=re.compile(
            rf"(?P<n>{NUMERAL})(?P<classifier>[{shape['classifiers']}]?)"
            rf"(?P<head>[\u4e00-\u9fff{shape['masked']}]{{1,8}})"
        ),
        inner=re.compile(rf"(?P<noun>[\u4e00-\u9fff]{{2}})(?P<n>{NUMERAL})(?P<head>[\u4e00-\u9fff]{{1,2}})"),
        uncounted=re.compile(r"[一二两三四五六七八九十百第几]"),
        quoted=re.compile(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}\n]{{2,{shape['longest']}}})[{_CLOSE}]"),
        unquoted=re.compile(
            rf"{numeral_behind('一二三四五六七八九十百0-9第')}(?:"
            rf"[个大项种条][“\"](?P<outer>(?:{outer_heads})[^“”\"\n]{{0,{outer['longest'] - 1}}})[”\"]"
            rf"|个(?:(?P<head>{heads}){bare['followers']}|(?P<mask>[{shape['masked']}]{{2,4}})))"
        ),
    )


# The same names come back in every speech of a corpus.
@lru_cache(maxsize=4096)
def shape_of(surface: str) -> Shape | None:
    """Return the shape of a quoted surface, or None where it is no numeral formula.

    Parameters
    ----------
    surface : str
        What stands between the quotation marks, folded.

    Examples
    --------
    >>> shape_of("三个聚焦")
    Shape(rule='numeral-head', declared=3, head='聚焦')
    >>> shape_of("五看三跃升").declared, shape_of("一托二").declared
    (8, None)
    >>> shape_of("十三五"), shape_of("回头看"), shape_of("一把手")
    (None, None, None)
    """
    if len(surface) > settings()["shape"]["longest"]:
        return None
    return _coordinate(surface) or _numeral_head(surface) or _inner_numeral(surface) or _pair(surface)


def _coordinate(surface: str) -> Shape | None:
    """五看三跃升, 一岗双责, 一次一组建: every part begins with a number."""
    shape = settings()["shape"]
    parts = _regexes().part.findall(surface)
    if len(parts) < 2 or "".join(number + rest for number, rest in parts) != surface:  # noqa: PLR2004
        return None
    if not parts[0][1] or (len(parts) == 2 and len(surface) < 3):  # noqa: PLR2004
        return None
    if parts[0][1] in shape["classifiers"] and not parts[-1][1]:
        return None  # 六个一 is six of something, no coordination
    if len(parts) == 2 and parts[0][1] == "个" and parts[1][0] == "一":  # noqa: PLR2004
        return None  # nor is 三个一批
    counts = [2 if number == "双" else to_int(number) for number, _ in parts]
    # A number at the very end (一托二) or a leading 一 (一次一组建, 一岗双责) counts no list.
    if not parts[-1][1] or counts[0] < shape["least"]:
        return Shape("coordinate", None, "")
    unity = surface.endswith(tuple(shape["unities"]))
    named = [Part(n + rest, count, rest) for (n, rest), count in zip(parts, counts, strict=True) if rest]
    whole = not unity and len(named) == len(parts)
    return Shape("coordinate", counts[0] if unity else sum(counts), "", tuple(named) if whole else ())


def _numeral_head(surface: str) -> Shape | None:
    """三个聚焦, 八大行动, 六个一, 三个**: a number, perhaps a classifier, a head."""
    shape = settings()["shape"]
    match = _regexes().numeral_head.fullmatch(surface)
    if not match:
        return None
    number, classifier, head = match.group("n", "classifier", "head")
    if not _declares(number) or (not classifier and head in shape["not_heads"]):
        return None
    if not classifier and re.match(NUMERAL, head):
        return None
    return Shape("numeral-head", to_int(number), head)


def _inner_numeral(surface: str) -> Shape | None:
    """政治三力, 服务四到: a noun of two characters and then the number."""
    match = _regexes().inner.fullmatch(surface)
    if not match or not _declares(match["n"]) or _regexes().uncounted.search(match["noun"] + match["head"]):
        return None
    if match["head"] in settings()["shape"]["not_heads"]:
        return None
    return Shape("inner-numeral", to_int(match["n"]), match["head"])


def _pair(surface: str) -> Shape | None:
    """双减: 双 and one character."""
    if len(surface) == 2 and surface[0] == "双" and surface[1] not in settings()["shape"]["not_pairs"]:  # noqa: PLR2004
        return Shape("pair", 2, surface[1])
    return None


def _declares(number: str) -> bool:
    try:
        value = to_int(number)
    except ValueError:
        return False
    return bool(settings()["shape"]["least"] <= value <= settings()["shape"]["most"])


def find_quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield where quoted text of a formula's length stands, without its quotation marks."""
    for match in _regexes().quoted.finditer(text):
        yield match.span(1)


def find_unquoted(text: str) -> Iterator[tuple[int, int, Shape]]:
    """Yield formulae whose number stands outside of quotation marks.

    Those whose name is in them without the number (五个“第一”), and those without any: they have a telling
    head (三个聚焦) or are masked (三个**).
    """
    for match in _regexes().unquoted.finditer(text):
        if _declares(match["n"]):
            rule = "numeral-outside" if match["outer"] else "bare-head"
            head = match["outer"] or match["head"] or match["mask"]
            yield *match.span(), Shape(rule, to_int(match["n"]), head)
