"""The shapes of open-class numeral formulae: what makes 三个聚焦 or 五看三跃升 a name and 三个月 a count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..data import load_toml
from ..speeches.numerals import to_int

__all__ = ["NUMERAL", "Shape", "find_bare", "find_outer", "find_quoted", "settings", "shape_of"]

# 双 counts two in coordination (一岗双责); 两 and the digits count anywhere.
NUMERAL = r"(?:[一二两三四五六七八九十百]+|\d{1,2})"
_GROUP = r"(?:[一二两三四五六七八九十双]|\d{1,2})"
_OPEN = "“‘\"'"
_CLOSE = "”’\"'"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a surface is built: the rule, the count that it declares (if any), and its head."""

    rule: str
    declared: int | None
    head: str


@cache
def settings() -> dict[str, Any]:
    """Return ``data/formulae.toml``."""
    return load_toml("formulae.toml")


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
    return _coordinate(surface) or _numeral_head(surface) or _inner_numeral(surface)


def _coordinate(surface: str) -> Shape | None:
    """五看三跃升, 一岗双责, 一次一组建: every part begins with a number."""
    shape = settings()["shape"]
    parts = re.findall(rf"({_GROUP})([^\W\d一二两三四五六七八九十双百]{{0,3}})", surface)
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
    return Shape("coordinate", counts[0] if unity else sum(counts), "")


def _numeral_head(surface: str) -> Shape | None:
    """三个聚焦, 八大行动, 六个一, 三个**: a number, perhaps a classifier, a head."""
    shape = settings()["shape"]
    match = re.fullmatch(
        rf"(?P<n>{NUMERAL})(?P<classifier>[{shape['classifiers']}]?)(?P<head>[\u4e00-\u9fff{shape['masked']}]{{1,8}})",
        surface,
    )
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
    match = re.fullmatch(
        rf"(?P<noun>[\u4e00-\u9fff]{{2}})(?P<n>{NUMERAL})(?P<head>[\u4e00-\u9fff]{{1,2}})", surface
    )
    if (
        not match
        or not _declares(match["n"])
        or re.search(r"[一二两三四五六七八九十百第几]", match["noun"] + match["head"])
    ):
        return None
    if match["head"] in settings()["shape"]["not_heads"]:
        return None
    return Shape("inner-numeral", to_int(match["n"]), match["head"])


def _declares(number: str) -> bool:
    try:
        value = to_int(number)
    except ValueError:
        return False
    return bool(settings()["shape"]["least"] <= value <= settings()["shape"]["most"])


def find_quoted(view: str) -> Iterator[tuple[int, int]]:
    """Yield where quoted text of a formula's length stands, without its quotation marks."""
    longest = settings()["shape"]["longest"]
    for match in re.finditer(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}\n]{{2,{longest}}})[{_CLOSE}]", view):
        yield match.span(1)


def find_outer(view: str) -> Iterator[tuple[int, int, Shape]]:
    """Yield formulae whose number stands before the quotation marks: 五个“第一”."""
    outer = settings()["outer"]
    heads = "|".join(outer["heads"])
    regex = (
        rf"(?<![一二三四五六七八九十百\d第])(?P<n>{NUMERAL})[个大项种条]"
        rf"[“\"](?P<head>(?:{heads})[^“”\"\n]{{0,{outer['longest'] - 1}}})[”\"]"
    )
    for match in re.finditer(regex, view):
        if _declares(match["n"]):
            yield *match.span(), Shape("numeral-outside", to_int(match["n"]), match["head"])


def find_bare(view: str) -> Iterator[tuple[int, int, Shape]]:
    """Yield formulae without quotation marks: those with a telling head, and masked ones."""
    shape, bare = settings()["shape"], settings()["bare"]
    heads = "|".join(sorted(bare["heads"], key=len, reverse=True))
    before = r"(?<![一二三四五六七八九十百\d第.])"
    telling = rf"(?P<head>{heads}){bare['followers']}"
    masked = rf"(?P<mask>[{shape['masked']}]{{2,4}})"
    for match in re.finditer(rf"{before}(?P<n>{NUMERAL})个(?:{telling}|{masked})", view):
        if _declares(match["n"]):
            yield *match.span(), Shape("bare-head", to_int(match["n"]), match["head"] or match["mask"])
