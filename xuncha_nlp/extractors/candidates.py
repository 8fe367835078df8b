"""Where an open-class formula may stand, and what around it decides: quotation marks, its list, other mentions.

Each place is judged by evidence that is kept. In quotation marks the shape is enough, but for a word of the
general dictionary (三定, 双赢), which needs more; without them only strong evidence makes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from ..segment import is_word
from ..speeches import Speech
from .cut_words import is_cut_out
from .lexicon import Lexicon
from .members import Query, resolve, runs_of
from .shapes import (
    CLOSING,
    NUMERAL,
    OPENING,
    Shape,
    count_of,
    numeral_behind,
    said,
    settings,
    shape_of,
    why_not,
)

__all__ = ["Candidate", "candidates", "is_quoted", "without_marks"]

_NUMERALS = "一二三四五六七八九十百0123456789第"
_NUMBERED = re.compile(NUMERAL)
# A name of two characters (四风) is too short to be known again without its quotation marks.
_SHORTEST = 3
_LEAST = 2
# So many names are looked for one by one in less time than in one pass that heeds each character.
_FEW = 32
_MEANS = ("是", "即", "指")
# What is a formula without quotation marks for its head alone.
_BY_HEAD = frozenset({"outer", "head", "mask"})
_JOINS = ("", "、", "和", "与", "及", ",")
# The rules by which a list beside a count is so clear that it makes the count a name.
_CLEAR = frozenset({"points", "list", "parentheses", "list-before", "echoed-head", "copula", "parts"})
_OPENING, _CLOSING = frozenset(OPENING + "《"), frozenset(CLOSING + "》")
_STRIP = str.maketrans("", "", OPENING + CLOSING)


class Candidate(NamedTuple):
    """A place that looks like a formula of the open class.

    Parameters
    ----------
    start, end : int
        Offsets from the beginning of the speech.
    label : str
        The name, without quotation marks.
    shape : Shape or None
    evidence : tuple of str
        What speaks for it, in Chinese.
    reason : str
        Why it is none, in Chinese; ``""`` where it is one.
    """

    start: int
    end: int
    label: str
    shape: Shape | None
    evidence: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Regexes:
    quoted: re.Pattern[str]
    unquoted: re.Pattern[str]
    ordinary: re.Pattern[str]


@cache
def _regexes() -> _Regexes:
    shape, bare, outer = settings()["shape"], settings()["bare"], settings()["outer"]
    heads = "|".join(sorted(bare["heads"], key=len, reverse=True))
    listed = "|".join(sorted(bare["listed"], key=len, reverse=True))
    outer_heads = "|".join(outer["heads"])
    marks = re.escape(OPENING + CLOSING)
    behind = numeral_behind("一二三四五六七八九十百0-9第")
    counted = r"[^\W\d一二两三四五六七八九十百个大项种条年月日天次人的了在是和与及于为以到有不点分]"
    followers = "|".join(bare["pair_followers"])
    return _Regexes(
        quoted=re.compile(rf"[{OPENING}]([^{marks}\n]{{2,{shape['longest']}}})[{CLOSING}]"),
        unquoted=re.compile(
            rf"{behind}(?:"
            rf"[个大项种条][{OPENING}](?P<outer>(?:{outer_heads})[^{marks}\n]{{0,{outer['longest'] - 1}}})[{CLOSING}]"
            rf"|个(?:(?P<head>{heads}){bare['followers']}|(?P<mask>[{shape['masked']}]{{2,4}}))"
            rf"|(?P<classifier>[{bare['listed_classifiers']}])(?P<listed>{listed}){bare['listed_after']}"
            rf"|大(?P<any>[\u4e00-\u9fff]{{2,4}}?)(?=[:(]|,?(?:即|分别|包括))"
            rf"|(?P<articles>条)(?=[,。;、的\n])"
            rf"|(?<=[二两三四五六七八九十])(?P<pair>(?:{counted}[二两三四五六七八九十]{counted}|{counted}{{2}}[二两三四五六七八九十]{counted}{{2}}))"
            rf"(?=(?P<follower>{followers})|[,:(即是—])"
            rf")"
        ),
        ordinary=re.compile(
            rf"{behind}[{shape['classifiers']}](?P<rest>[\u4e00-\u9fff]{{1,4}}?)(?=[,。;、:!?()”\n的和]|$)"
        ),
    )


def without_marks(text: str) -> str:
    """Return a text without its quotation marks: 五个“第一” is named 五个第一."""
    return text.translate(_STRIP)


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation or book title marks stand directly around a stretch of a folded text.

    >>> is_quoted("说“四风”", 2, 4), is_quoted("说四风", 1, 3)
    (True, False)
    """
    return start > 0 and text[start - 1] in _OPENING and text[end : end + 1] in _CLOSING


def candidates(speech: Speech, lexicon: Lexicon, *, ordinary: bool = False) -> list[Candidate]:
    """Return every place of a speech that may be a formula of the open class, with the decision on it.

    Parameters
    ----------
    speech : Speech
    lexicon : Lexicon
        Its surfaces are no candidates, its false friends are rejected.
    ordinary : bool
        Whether to return the counts without quotation marks too that nothing speaks for.
    """
    text = speech.source.view[speech.start : speech.end]
    found = [*_quoted(speech, text, lexicon), *_unquoted(speech, text, lexicon)]
    found += _again(speech, text, found)
    if ordinary:
        found += _ordinary(text, lexicon)
    return found


def _quoted(speech: Speech, text: str, lexicon: Lexicon) -> list[Candidate]:
    surfaces, friends = lexicon.surfaces, lexicon.false_friends
    reasons, mark = settings()["reasons"], said("quoted")
    found: list[Candidate] = []
    # Words of the general dictionary, and what has been seen that makes formulae of them.
    words: dict[str, tuple[str, ...]] = {}
    previous, ended = "", -1
    for start, end in find_quoted(text):
        surface = text[start:end]
        if surface not in surfaces:
            shape = None if surface in friends else shape_of(surface)
            if not shape:
                reason = why_not(surface)
                if surface in friends:
                    reason = reasons["friend"].format(surface)
                if reason:
                    found.append(Candidate(start, end, surface, None, (), reason))
                continue
            if "、" in surface and any(part in surfaces for part in surface.split("、")):
                continue
            found.append(Candidate(start, end, surface, shape, (mark, *shape.evidence), ""))
            if shape.word and not words.get(surface):
                words[surface] = _spoken_for(speech, text, shape, (start, end))
        if previous and (surface in words or previous in words) and text[ended + 1 : start - 1] in _JOINS:
            _beside(words, previous, surface)
        previous, ended = surface, end
    return [_decided(each, words[each.label]) if each.label in words else each for each in found]


def _spoken_for(speech: Speech, text: str, shape: Shape, place: tuple[int, int]) -> tuple[str, ...]:
    """What makes a word of the general dictionary a formula where it stands in quotation marks."""
    rules = settings()["word"]
    if shape.word in rules["tags"]:
        return (said("abbreviation"),)
    follower = next((each for each in rules["followers"] if text.startswith(each, place[1] + 1)), "")
    return (said("follower", follower),) if follower else _list_beside(speech, shape, place)


def _list_beside(speech: Speech, shape: Shape, place: tuple[int, int]) -> tuple[str, ...]:
    """The evidence that the text gives exactly as many items as are declared, directly beside the count."""
    if not shape.declared:
        return ()
    start, end = speech.start + place[0], speech.start + place[1]
    query = Query(
        speech, speech.source.view, start, end, shape.declared, shape.head,
        parts=shape.parts, runs=runs_of(speech),
    )  # fmt: skip
    found = resolve(query)
    if found.status != "complete" or found.rule not in _CLEAR or found.resolved_by is None:
        return ()
    return (said(found.resolved_by, len(found.members)),)


def _beside(words: dict[str, tuple[str, ...]], *pair: str) -> None:
    """“一托二”和“一对一”: the one is a formula, so the other is. Two words say nothing of each other."""
    for one, other in (pair, pair[::-1]):
        if one in words and not words[one] and (other not in words or words[other]):
            words[one] = (said("beside"),)


def _decided(each: Candidate, evidence: tuple[str, ...]) -> Candidate:
    if not each.shape:
        return each
    if evidence:
        return each._replace(evidence=(*each.evidence, *evidence))
    return each._replace(shape=None, reason=settings()["reasons"]["word"])


def find_quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield where quoted text of a formula's length stands, without its quotation marks.

    >>> [text[start:end] for text in ["「三个到位」", "“抓好‘两个年’活动”", '"甲乙"和三个到位,"丙丁"'] for start, end in find_quoted(text)]
    ['三个到位', '两个年', '甲乙', '丙丁']
    """
    # Marks that open as they close stand in pairs, and between two pairs nothing is quoted: how many stood on
    # the line before, and up to where they were counted.
    counted = {'"': (0, 0), "'": (0, 0)}
    begin = 0
    while begin >= 0:
        matches, begin = _regexes().quoted.finditer(text, begin), -1
        for match in matches:
            at = match.start()
            mark = text[at]
            if mark in counted:
                place, before = counted[mark]
                line = text.rfind("\n", place, at) + 1
                before = text.count(mark, line or place, at) + (0 if line else before)
                counted[mark] = at, before
                if before % 2:
                    begin = match.end() - 1
                    break
            yield match.span(1)


def _unquoted(speech: Speech, text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    least, most = settings()["shape"]["least"], settings()["shape"]["most"]
    for match in _regexes().unquoted.finditer(text):
        number, kind = match["n"], match.lastgroup
        if not least <= count_of(number) <= most or lexicon.is_false_friend(text, match.start()):
            continue
        start, end = match.span()
        if kind in _BY_HEAD:
            shape = _headed(number, kind, match[kind])
            yield Candidate(start, end, without_marks(text[start:end]), shape, shape.evidence, "")
        elif kind == "articles":
            begin = _document(text, start)
            if begin >= 0:
                evidence = (said("numeral", number), said("classifier", "条"))
                yield Candidate(
                    begin, end, text[begin:end], Shape("document", count_of(number), ""), evidence, ""
                )
        else:
            one = _with_list(speech, match)
            if one:
                yield one


@lru_cache(maxsize=1024)
def _headed(number: str, kind: str, head: str) -> Shape:
    """A count whose head is enough: a telling one (三个聚焦), a masked one, or one in quotation marks (五个“第一”)."""
    rule = "numeral-outside" if kind == "outer" else "bare-head"
    seen = {
        "outer": (said("outside"), said("head", head)),
        "head": (said("classifier", "个"), said("head", head)),
        "mask": (said("classifier", "个"), said("masked")),
    }
    return Shape(rule, count_of(number), head, (), (said("numeral", number), *seen[kind]))


def _document(text: str, start: int) -> int:
    """Where the name of a document begins that ends with the number of its articles: 出台|助企纾困十二条; -1 for none."""
    bare = settings()["bare"]
    before = text[max(0, start - 12) : start]
    verb = max(
        ((before.rfind(each) + len(each)) for each in bare["document_verbs"] if each in before), default=0
    )
    name = before[verb:]
    if not verb or not 2 <= len(name) <= 8 or not _CJK.fullmatch(name):  # noqa: PLR2004
        return -1
    if name.endswith(tuple(bare["not_documents"])):
        return -1
    return start - len(name)


_CJK = re.compile("[\u4e00-\u9fff]+")


def _with_list(speech: Speech, match: re.Match[str]) -> Candidate | None:
    """三场硬仗:修渠仗、…; 问题、任务、责任三张清单; 六稳六保任务: a count without marks, and what speaks for it."""
    surface = match.group()
    start, end = match.span()
    if why_not(surface) or is_word(surface):
        return None
    if match.lastgroup in ("pair", "follower"):
        read = shape_of(surface)
        if not read or read.rule != "coordinate" or not read.declared:
            return None
        shape, evidence = read, read.evidence
        if match["follower"]:
            follower = said("follower", match["follower"])
            return Candidate(start, end, surface, shape, (*evidence, follower), "")
    else:
        head = match["listed"] or match["any"]
        classifier = match["classifier"] or "大"
        shape = Shape("listed", count_of(match["n"]), head)
        evidence = (said("numeral", match["n"]), said("classifier", classifier), said("head", head))
    more = _list_beside(speech, shape, (start, end))
    return Candidate(start, end, surface, shape, (*evidence, *more), "") if more else None


def _again(speech: Speech, text: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """A name that the speech itself puts in quotation marks is the same name without them, and so are its parts."""
    taken: dict[str, Shape] = {}
    parts: dict[str, Shape] = {}
    for each in found:
        if each.shape and is_quoted(text, each.start, each.end):
            taken[each.label] = each.shape
            for part in each.shape.parts:
                if part.count >= _LEAST:
                    parts[part.surface] = Shape("part", part.count, part.head, evidence=each.shape.evidence)
    again = {name: shape for name, shape in taken.items() if len(name) >= _SHORTEST and not shape.word}
    view, begin = speech.source.view, speech.start
    for start, end, surface in _places(text, {**parts, **again}):
        if is_cut_out(view, begin + start, begin + end):
            continue
        if surface in again:
            evidence = (said("elsewhere"), *again[surface].evidence)
            yield Candidate(start, end, surface, again[surface], evidence, "")
        # Half of a name (五看三跃升) is a name only where the speech goes on to say what it means.
        elif text[end : end + 1] in _MEANS:
            yield Candidate(start, end, surface, parts[surface], (said("part"),), "")


def _places(text: str, named: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    names = [name for name in named if _NUMBERED.match(name)]
    if len(names) <= _FEW:
        for name in names:
            start = text.find(name)
            while start >= 0:
                if not (start and text[start - 1] in _NUMERALS):
                    yield start, start + len(name), name
                start = text.find(name, start + 1)
        return
    from ahocorasick_rs import AhoCorasick, Implementation

    # The simplest automaton is the one that is ready soonest, and a speech is read only once.
    automaton = AhoCorasick(names, implementation=Implementation.NoncontiguousNFA)
    for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if not (start and text[start - 1] in _NUMERALS):
            yield start, end, names[index]


def _ordinary(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """Counts without quotation marks, which only who asks why wants to see."""
    reasons = settings()["reasons"]
    for match in _regexes().ordinary.finditer(text):
        surface = match.group()
        if surface in lexicon.surfaces:
            continue
        friend = next(
            (each for each in sorted(lexicon.false_friends) if text.startswith(each, match.start())), ""
        )
        reason = reasons["friend"].format(friend) if friend else why_not(surface) or reasons["bare"]
        yield Candidate(*match.span(), surface, None, (), reason)
