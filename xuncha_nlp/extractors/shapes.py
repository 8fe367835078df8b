"""The shapes of open-class numeral formulae: what makes 三个聚焦 or 五看三跃升 a name and 三个月 a count.

Only the surface is looked at here; what stands around it, `xuncha_nlp.extractors.candidates` reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from ..data import load_toml
from ..numerals import to_int
from ..segment import is_word, tagged

__all__ = [
    "CLOSING",
    "NUMERAL",
    "OPENING",
    "Part",
    "Shape",
    "count_of",
    "numeral_behind",
    "said",
    "settings",
    "shape_of",
    "why_not",
]

# Quotation marks of every kind, as they stand in a folded text.
OPENING = "“‘\"'「『"
CLOSING = "”’\"'」』"
_HAN = "一二两三四五六七八九十百"
# 双 counts two in coordination (一岗双责); 两 and the digits count anywhere.
NUMERAL = rf"(?:[{_HAN}]+|[0-9]{{1,2}})"
_GROUP = r"(?:[一二两俩三四五六七八九十双]|[0-9]{1,2})"
_TWO = {"双": 2, "俩": 2, "两": 2}
# 三三 and 二五 are numerals one behind the other, no number.
_NUMBER = re.compile("[二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九俩双]|[0-9]{1,2}")
_LEAST_PARTS = 2
# From one on (1234), or joined: 1+3+N.
_DIGITS = re.compile(r"123(?:4(?:5(?:6(?:78?)?)?)?)?|[0-9](?:\+[0-9NnXx])+")


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
    head: 5, 看 and 3, 跃升 in 五看三跃升. ``evidence`` says in Chinese what was seen; ``word`` is the tag of
    a surface that the general dictionary has too, so that more evidence is needed.
    """

    rule: str
    declared: int | None
    head: str
    parts: tuple[Part, ...] = field(default=(), repr=False)
    evidence: tuple[str, ...] = field(default=(), repr=False)
    word: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Regexes:
    part: re.Pattern[str]
    numeral_head: re.Pattern[str]
    inner: re.Pattern[str]
    uncounted: re.Pattern[str]
    numbered: re.Pattern[str]
    not_shape: tuple[tuple[re.Pattern[str], str], ...]


@cache
def settings() -> dict[str, Any]:
    """Return ``data/formulae.toml``."""
    return load_toml("formulae.toml")


@lru_cache(maxsize=4096)
def said(key: str, *values: object) -> str:
    """Return the Chinese of a piece of evidence.

    >>> said("numeral", "三")
    '数词三'
    """
    return str(settings()["evidence"][key]).format(*values)


def numeral_behind(before: str, *, count: str = "") -> str:
    """Return the regular expression of a numeral ``n`` that none of some characters stands before.

    Digits behind a point are no number of their own either. The first character is a class, and only then it
    is looked back: the search can run from one numeral to the next instead of trying every place of the text.

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
    shape = settings()["shape"]
    number = "(?:[一二两三四五六七八九十百千万零〇]+|[0-9]+(?:[.][0-9]+)?)"
    before = "[^一二两三四五六七八九十百千万零〇0-9]{0,2}?"
    head = r"[\u4e00-\u9fff" + shape["masked"] + "]"
    return _Regexes(
        part=re.compile(rf"({_GROUP})([^\W\d一二两俩三四五六七八九十双百]{{0,4}})"),
        numeral_head=re.compile(
            rf"(?P<n>{NUMERAL}|俩|双)(?P<classifier>[{shape['classifiers']}]?)(?P<head>[0-9]{{0,2}}{head}{{1,8}})"
        ),
        inner=re.compile(rf"(?P<noun>[\u4e00-\u9fff]{{2}})(?P<n>{NUMERAL})(?P<head>[\u4e00-\u9fff]{{1,2}})"),
        uncounted=re.compile(r"[一二两三四五六七八九十百第几]"),
        numbered=re.compile("[一二两俩双三四五六七八九十百0-9]"),
        not_shape=tuple(
            (re.compile(each["pattern"].replace("N", number).replace("P", before)), each["reason"])
            for each in settings()["not_shape"]
        ),
    )


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
    >>> shape_of("三个聚焦").evidence
    ('数词三', '量词个', '中心词聚焦')
    >>> shape_of("五看三跃升").declared, shape_of("一托二").declared
    (8, None)
    >>> shape_of("十三五"), shape_of("回头看"), shape_of("一把手")
    (None, None, None)
    """
    return _judged(surface)[0]


def why_not(surface: str) -> str:
    """Say in Chinese why a surface with a number in it is no formula; ``""`` where it is one or has none.

    >>> why_not("三个月"), why_not("三分之一"), why_not("三个聚焦"), why_not("回头看")
    ('时间', '分数或成数', '', '')
    """
    return _judged(surface)[1]


# The same names come back in every speech of a corpus.
@lru_cache(maxsize=4096)
def _judged(surface: str) -> tuple[Shape | None, str]:
    reasons = settings()["reasons"]
    if len(surface) > settings()["shape"]["longest"] or not _regexes().numbered.search(surface):
        return None, ""
    for pattern, reason in _regexes().not_shape:
        if pattern.fullmatch(surface):
            return None, reason
    shape = (
        _one_counted(surface) or _coordinate(surface) or _numeral_head(surface)
        or _inner_numeral(surface) or _pair(surface) or _digits(surface)
    )  # fmt: skip
    if not shape:
        return None, reasons["pair" if surface[0] == "双" else "other"]
    if is_word(surface):
        tag = tagged(surface)[0][1]
        shape = Shape(shape.rule, shape.declared, shape.head, shape.parts, shape.evidence, tag)
    return shape, ""


def count_of(number: str) -> int:
    """Return the value of a number, 双 and 俩 included; 0 for numerals that make none.

    >>> count_of("双"), count_of("十二"), count_of("三五")
    (2, 12, 0)
    """
    return _TWO.get(number) or to_int(number) if _NUMBER.fullmatch(number) else 0


def _coordinate(surface: str) -> Shape | None:
    """五看三跃升, 一岗双责, 一次一组建, 三查、三看: every part begins with a number."""
    shape = settings()["shape"]
    parts = _regexes().part.findall(surface.replace("、", ""))
    if not _are_parts(surface, parts):
        return None
    counts = [count_of(number) for number, _ in parts]
    if not all(counts):
        return None
    evidence = (said("numerals", "、".join(number for number, _ in parts)),)
    if surface.endswith(tuple(shape["unities"])) and counts[0] >= shape["least"]:
        return Shape("coordinate", counts[0], "", (), evidence)
    # A number at the very end (一托二) or a leading 一 (一次一组建, 一岗双责) counts no list.
    if not parts[-1][1] or counts[0] < shape["least"]:
        return Shape("coordinate", None, "", (), evidence)
    named = tuple(
        Part(number + rest, count, rest) for (number, rest), count in zip(parts, counts, strict=True) if rest
    )
    return Shape("coordinate", sum(counts), "", named if len(named) == len(parts) else (), evidence)


def _are_parts(surface: str, parts: Sequence[tuple[str, str]]) -> bool:
    """Whether the parts are all of a surface, and coordinate ones."""
    numbers = "".join(number for number, _ in parts)
    if "、" in surface:
        # 一要吃饭、二要建设 goes from one point to the next, and counts nothing.
        if "一二三四五六七八九".startswith(numbers) or not all(part for _, part in parts):
            return False
        surface = surface.replace("、", "")
    if len(parts) < _LEAST_PARTS or "".join(number + rest for number, rest in parts) != surface:
        return False
    if not parts[0][1] or (len(parts) == _LEAST_PARTS and len(surface) <= _LEAST_PARTS):
        return False
    # 六个一 is six of something, no coordination.
    return bool(parts[-1][1]) or parts[0][1] not in settings()["shape"]["classifiers"]


def _one_counted(surface: str) -> Shape | None:
    """四个第一, 四个铁一般, 三个1亿人: what is counted has a number in it, and no count of its own."""
    parts = _regexes().part.findall(surface)
    classifiers = tuple(settings()["shape"]["classifiers"])
    if len(parts) < _LEAST_PARTS or not parts[0][1].startswith("个"):
        return None
    if any(rest.startswith(classifiers) and len(rest) > 1 for _, rest in parts[1:]):
        return None  # 一个国家两种制度
    number = parts[0][0]
    head = surface[len(number) + 1 :]
    if not surface.startswith(number + "个") or not _declares(number) or "、" in surface:
        return None
    return Shape("numeral-head", count_of(number), head, (), _counted_evidence(number, "个", head))


def _numeral_head(surface: str) -> Shape | None:
    """三个聚焦, 八大行动, 六个一, 三个**: a number, perhaps a classifier, a head."""
    match = _regexes().numeral_head.fullmatch(surface)
    if not match:
        return None
    number, classifier, head = match.group("n", "classifier", "head")
    # 双百行动 and 双一流 have a number in their head; 双十一 is but a date.
    numbered = re.fullmatch if number == "双" else re.match
    if not _declares(number) or (not classifier and numbered(NUMERAL, head)):
        return None
    if number == "双" and (len(head) < 2 or classifier or head[0] in settings()["shape"]["not_pairs"]):  # noqa: PLR2004
        return None
    return Shape("numeral-head", count_of(number), head, (), _counted_evidence(number, classifier, head))


def _counted_evidence(number: str, classifier: str, head: str) -> tuple[str, ...]:
    masked = set(head) <= set(settings()["shape"]["masked"])
    return (
        said("numeral", number),
        *([said("classifier", classifier)] if classifier else ()),
        said("masked") if masked else said("head", head),
    )


def _inner_numeral(surface: str) -> Shape | None:
    """政治三力, 服务四到: a noun of two characters and then the number."""
    match = _regexes().inner.fullmatch(surface)
    if not match or not _declares(match["n"]) or _regexes().uncounted.search(match["noun"] + match["head"]):
        return None
    return Shape("inner-numeral", count_of(match["n"]), match["head"],
                 (), _counted_evidence(match["n"], "", match["head"]))  # fmt: skip


def _pair(surface: str) -> Shape | None:
    """双减: 双 and one character."""
    if len(surface) == 2 and surface[0] == "双" and surface[1] not in settings()["shape"]["not_pairs"]:  # noqa: PLR2004
        return Shape("pair", 2, surface[1], (), (said("numeral", "双"), said("head", surface[1])))
    return None


def _digits(surface: str) -> Shape | None:
    """1234, 1+3+N: figures that stand for parts. Only three parts or an open one say by themselves that they do."""
    if not _DIGITS.fullmatch(surface):
        return None
    certain = surface.count("+") >= _LEAST_PARTS or surface[-1] in "NnXx"
    return Shape("digits", None, "", (), (said("numerals", surface),), "" if certain else "m")


def _declares(number: str) -> bool:
    return bool(settings()["shape"]["least"] <= count_of(number) <= settings()["shape"]["most"])
