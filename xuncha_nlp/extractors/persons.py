"""Persons, by the office beside their name, and the office that they hold.

A name alone is no evidence: 高度, 和平 and 严明 begin like names. So a person is somebody beside an office, in a
list of people (张三、李四两位同志), with 同志 behind the name, or with what a roll says of people (女, 苗族).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from ..segment import is_word, tagged
from ..segment.clauses import clauses_of
from ..speeches import Speech
from .found import Found, slot, slot_rules

__all__ = ["constant_persons", "find_persons"]

# An office with its bodies is no longer (区委常委、区纪委书记、区监委主任), nor a list of names.
_OFFICE, _LIST = 30, 60
# 等十二位 before 同志; and how far before the end of a list its last mark stands.
_COUNT, _MARK = 5, 5
# Nor has a part of a name of several parts more characters.
_PART = 7


class _Patterns(NamedTuple):
    office: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    constant: re.Pattern[str]
    people: tuple[re.Pattern[str], re.Pattern[str]]
    together: re.Pattern[str]
    names: re.Pattern[str]
    name: re.Pattern[str]
    next: re.Pattern[str]
    dotted: re.Pattern[str]
    governing: re.Pattern[str]
    roll: re.Pattern[str]
    last: re.Pattern[str]
    held: re.Pattern[str]
    body: re.Pattern[str]
    reach: int


@cache
def _patterns() -> _Patterns:
    rules = slot_rules()
    persons = rules["person"]
    compound = "|".join(rules["compound_surnames"])
    surname = rf"(?:{compound}|[{rules['surnames']}])"
    given = rf"[^\W\da-zA-Z{rules['not_in_name']}]"
    whole = rf"(?:{surname}{given}{{1,2}})"
    # Between others a name may hold a numeral: 张三、李四.
    listed = rf"(?:{surname}(?:{given}|[一二三四五六七八九]){{1,2}})"
    # And where it is said what the person does (区长黄一帆同志); elsewhere a numeral begins what is next.
    numbered = rf"{surname}(?:{given}[一二三四五六七八九]|[一二三四五六七八九]{given})"
    offices = "|".join(sorted(rules["offices"], key=len, reverse=True))
    titles = "|".join(sorted({*rules["offices"]} - {rules["courtesy"]}, key=len, reverse=True))
    governing = "|".join(sorted(rules["before_name"], key=len, reverse=True))
    part = rf"(?:(?![{persons['not_in_dotted']}])[\u4e00-\u9fff])"
    body = persons["body"]
    held = rf"(?:{body})?(?:{persons['rank']})?(?:{titles})"
    return _Patterns(
        office=re.compile(offices),
        before=re.compile(rf"(?P<name>{surname}{given}{{0,2}})(?P<office>{offices})"),
        after=re.compile(
            rf"(?:{governing})[ ]{{0,2}}(?P<name>{whole}|{numbered}(?=同志(?!们)|{persons['verbs']}))"
            rf"(?=[、,。;()\s和与及]|同志|等|[两二三几\d]+[位名]|{persons['verbs']}|$)"
        ),
        constant=re.compile("|".join(rules["constant_persons"])),
        people=(re.compile("同志(?!们)"), re.compile(rf"位(?=(?:{titles}))")),
        together=re.compile(r"(?:等?[两二三四五六七八九十几\d]+[位名]|等)?$"),
        names=re.compile(
            rf"(?:{listed}、)+{listed}(?:和{listed})?$|(?<![\u4e00-\u9fff]){listed}[,和]{listed}$"
        ),
        name=re.compile(rf"{listed}(?=[、,和]|$)"),
        next=re.compile(rf"[、和](?P<name>{whole})(?=[、,。;()\s和]|同志|等|$)"),
        dotted=re.compile(
            rf"(?P<name>{part}{{2,7}}(?:·{part}{{1,7}}?)+)"
            rf"(?=(?P<told>{persons['behind_dotted']})|{persons['verbs']}|[、,。;()\s]|$)"
        ),
        governing=re.compile(rf"(?:{governing})\s?$"),
        roll=re.compile(rf"\((?={persons['roll']})"),
        last=re.compile(rf"{whole}$"),
        held=re.compile(rf"(?:{held}[、兼,])*{held}(?=\s?$)"),
        body=re.compile(rf"(?:{body})$"),
        reach=max(map(len, rules["compound_surnames"])) + 2,
    )


def constant_persons() -> frozenset[str]:
    """Return the persons who are the same on every occasion, and so no slots to fill."""
    return frozenset(slot_rules()["constant_persons"])


def find_persons(view: str, speech: Speech) -> Iterator[Found]:
    """Find the persons of a speech, and the offices behind their names."""
    patterns = _patterns()
    yield from _before_office(view, speech)
    for match in patterns.after.finditer(view):
        if not _is_ordinary_word(match["name"]):
            start, end = match.span("name")
            first = _person(view, start, end, "office-name")
            yield first
            # Those who share the office: 副书记潘文博、刘文渊.
            while (following := patterns.next.match(view, end)) and not _is_ordinary_word(following["name"]):
                start, end = following.span("name")
                office = first[-1]["office"]
                yield slot(start, end, "person", "name-list", following["name"], office=office)
    yield from _lists(view)
    yield from _dotted(view)
    for roll in patterns.roll.finditer(view):
        name = patterns.last.search(view, max(roll.start() - patterns.reach, 0), roll.start())
        if name and not _is_ordinary_word(name.group()):
            yield _person(view, *name.span(), "roll")
    for match in patterns.constant.finditer(view):
        yield slot(*match.span(), "person", "constant", match.group(), generic=True)
    yield from _byline(speech)


def _before_office(view: str, speech: Speech) -> Iterator[Found]:
    """Surname, up to two characters, office."""
    rules = slot_rules()
    clauses = clauses_of(speech.source.view)
    before = tuple(rules["before_surname"])
    position = 0
    for match in _candidates(view):
        if match.start() < position:
            continue
        start, end = match.span("name")
        token = clauses.starting_at(speech.start + start)
        first = (view[start : start + token[1] - token[0]], token[2]) if token else None
        # The segmenter may have drawn the surname to a word that stands before it (办|秦, 从|何).
        drawn = first is None and view[start - 1 : start] in before
        if not (drawn or _is_name(match["name"], first, match["office"])):
            continue
        if not _is_compound(match["name"]) and (
            clauses.ending_at(speech.start + end) is None or (start and _is_cut(view[start - 1 : end]))
        ):
            continue
        position = match.end()
        constant = match["name"] in rules["constant_persons"] or match["office"] == rules["constant_office"]
        yield _person(view, start, end, "name-office", match["office"], generic=constant)
        if not constant:
            yield slot(*match.span("office"), "office", "name-office", match["office"])


def _candidates(view: str) -> Iterator[re.Match[str]]:
    """What may be a name and its office, found from the office, which is the rarer of the two."""
    patterns = _patterns()
    tried = 0
    for office in patterns.office.finditer(view):
        start = max(office.start() - patterns.reach, tried)
        while match := patterns.before.search(view, start, office.end()):
            yield match
            start = match.start() + 1
        tried = office.start()


def _lists(view: str) -> Iterator[Found]:
    """Names before 同志, which says of all of them that they are people: 张三、李四、王五三位同志."""
    patterns = _patterns()
    # Each is fast to look for by itself, and both together are not.
    for people in chain.from_iterable(each.finditer(view) for each in patterns.people):
        stop = people.start() if people.group() == "同志" else people.end()
        first = patterns.together.search(view, max(stop - _COUNT, 0), stop).start()  # type: ignore[union-attr]
        # 王五三位同志: how much of the numerals is the last name's is told by what is a name.
        tried = (_names_before(view, end) for end in range(first, min(stop + 1, first + 3)))
        names = next(filter(None, tried), None)
        if names is None:
            continue
        found = list(patterns.name.finditer(view, *names.span()))
        if not any(_is_ordinary_word(each.group()) for each in found):
            for each in found:
                yield _person(view, *each.span(), "name-list")


def _names_before(view: str, end: int) -> re.Match[str] | None:
    """The list of names that ends at an offset."""
    start = max(end - _LIST, 0)
    # No list is without a mark, and hardly any 同志 stands behind one.
    marked = re.search("[、,和]", view[max(end - _MARK, 0) : end])
    return _patterns().names.search(view, start, end) if marked else None


def _dotted(view: str) -> Iterator[Found]:
    """A name of several parts (买合木提·艾山), where something beside it says that it is a person's."""
    patterns = _patterns()
    done, dot = 0, view.find("·")
    while dot >= 0:
        match = patterns.dotted.search(view, max(dot - _PART, done), dot + _LIST)
        if match and match.start() < dot < match.end("name"):
            start, done = match.span("name")
            if match["told"] or patterns.governing.search(view, max(start - _PART, 0), start):
                yield _person(view, start, done, "dotted-name")
        dot = view.find("·", max(dot + 1, done))


def _person(view: str, start: int, end: int, rule: str, behind: str = "", *, generic: bool = False) -> Found:
    return slot(
        start, end, "person", rule, view[start:end], generic=generic, office=_held(view, start, behind)
    )


def _held(view: str, start: int, behind: str) -> str | None:
    """The office of whoever stands here: before the name, or behind it with its body before (区委林若溪书记)."""
    patterns = _patterns()
    if behind and behind != slot_rules()["courtesy"]:
        body = patterns.body.search(view, max(start - _OFFICE, 0), start)
        return (body.group() if body else "") + behind
    title = patterns.held.search(view, max(start - _OFFICE, 0), start)
    return title.group().strip() if title else None


def _is_name(name: str, first: tuple[str, str] | None, office: str) -> bool:
    """A name begins a word (not 安排何部长), and 同志 alone makes no name of what stands before it."""
    if first is None:
        return False
    word, tag = first
    if office == slot_rules()["courtesy"]:
        return _is_compound(name) or (word == name and tag == "nr")
    if word == name and len(name) > 1:
        return not _is_ordinary_word(name)
    # The segmenter may take a name's first two characters for a noun (方志|恒), not for a verb.
    return len(word) == 1 or tag.startswith("n")


def _is_compound(name: str) -> bool:
    """Whether a name begins with a surname of two characters: 诸葛明远."""
    return len(name) > 2 and name.startswith(tuple(slot_rules()["compound_surnames"]))  # noqa: PLR2004


def _is_cut(text: str) -> bool:
    """Whether a name and the character before it are two words, cut in the wrong place: 由于|有些."""
    return len(text) > 3 and is_word(text[:2]) and is_word(text[2:])  # noqa: PLR2004 - two words of two


@lru_cache(maxsize=1 << 14)
def _is_ordinary_word(name: str) -> bool:
    """Whether the dictionary has it as something else than a person (总书记强调, 单位主任)."""
    tag = tagged(name)[0][1]
    # What the dictionary has as a name of some other kind (nz, ns, nt) may be a person's all the same.
    return is_word(name) and (not tag.startswith("n") or tag == "n")


def _byline(speech: Speech) -> Iterator[Found]:
    """A speaker's line that is a name and nothing else."""
    text = speech.source.view
    for line in speech.header:
        name = text[line.start : line.end].strip("() ")
        if line.role == "byline" and re.fullmatch(r"[\u4e00-\u9fff]{2,3}", name):
            start = text.index(name, line.start) - speech.start
            yield slot(start, start + len(name), "person", "byline", name)
