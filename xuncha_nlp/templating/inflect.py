"""What else in an old passage follows from the new occasion: levels, terms, campaigns, figures, the year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from ..corpus import Corpus
from ..numerals import to_han, to_int
from ..speeches import Speech
from .fill import (
    Replacement,
    fill_slots,
    free_of,
    inspected,
    own_level,
    placeholder,
    speaks_of_next,
)
from .names import find_names
from .occasion import Occasion, rules
from .rounds import current_round, round_number, shift_count
from .times import of_its_time

__all__ = ["replacements"]

_NEAR = 16


def replacements(
    corpus: Corpus, speech: Speech, occasion: Occasion, names: dict[tuple[str, str], str]
) -> list[Replacement]:
    """Say all that is to be replaced in a speech for a new occasion.

    Parameters
    ----------
    corpus : Corpus
    speech : Speech
    occasion : Occasion
    names : dict
        As `xuncha_nlp.templating.names.names_of` returns them.

    Returns
    -------
    list of Replacement
        In the order of the text, not overlapping. What the plan writes out comes first, then campaigns, the
        clause that says what year it is and what was of its time, then slots, then figures and levels.
    """
    taken: list[Replacement] = []

    def take(found: Iterator[Replacement] | Sequence[Replacement]) -> None:
        for each in found:
            taken.extend(free_of([each], taken))

    take(_written_out(speech, occasion))
    take(_campaigns(corpus, speech, occasion))
    take(_character(speech, occasion))
    take(of_its_time(corpus, speech, occasion))
    take(_terms(speech, occasion))
    take(_recent(speech, occasion))
    take(_given_names(speech, occasion, names))
    slots = find_names(speech, corpus.annotations(speech, "slot"), names)
    take(fill_slots(speech, slots, occasion, taken))
    take(_figures(corpus, speech, occasion))
    take(_levels(speech, occasion))
    text = speech.source.text
    changed = [each for each in taken if text[each.start : each.end] != each.after]
    return sorted(_not_backdated(text, changed), key=lambda each: each.start)


def _not_backdated(text: str, found: Sequence[Replacement]) -> Iterator[Replacement]:
    """A campaign of now was not begun in the year in which the old one was."""
    years = [
        each.start for each in found if each.slot == "date" and re.match(r"\d{4}年|[去前]年", each.after)
    ]
    for each in found:
        sentence = text.rfind("。", 0, each.start) + 1, text.find("。", each.end)
        if each.slot == "campaign" and any(sentence[0] <= year < sentence[1] for year in years):
            yield replace(each, after=placeholder(rules()["names"]["campaign"]))
        else:
            yield each


def _written_out(speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """What the plan itself says is to be replaced, longest first."""
    wanted = occasion.plan.profile.replace
    old = sorted(wanted, key=len, reverse=True)
    if old:
        for start, end, text in _matches("|".join(map(re.escape, old)), speech):
            yield Replacement(start, end, wanted[text], "replace")


def _matches(pattern: str, speech: Speech) -> Iterator[tuple[int, int, str]]:
    for match in _compiled(pattern).finditer(speech.source.text, speech.start, speech.end):
        yield match.start(), match.end(), match.group()


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _campaigns(corpus: Corpus, speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """What the old district had set itself, with its members and the noun behind it."""
    if not occasion.campaigns:
        return
    text, within = speech.source.text, rules()["campaign"]["members_within"]
    known = occasion.plan.profile.known()
    formulae = {each.start: each for each in corpus.annotations(speech, "formula")}
    names = "|".join(map(re.escape, sorted(occasion.campaigns, key=len, reverse=True)))
    noun = _compiled(f"”{rules()['campaign']['noun']}")
    for start, end, name in _matches(names, speech):
        if any(name in each for each in known):
            continue
        first, last = start - (text[start - 1 : start] == "“"), end + (text[end : end + 1] == "”")
        behind = noun.match(text, end)
        last = behind.end() if behind else last
        for member in formulae[start].attributes["members"] if start in formulae else ():
            if member.start is not None and "\n" not in text[min(member.start, start) : max(member.end, end)]:
                first = min(first, member.start) if start - member.start < within else first
                last = max(last, member.end) if member.end - end < within else last
        if last > (behind.end() if behind else end + 1):
            # The rest of the clause says what is to become of the members.
            clause = _compiled(r"[^，。；！？\n]*").match(text, last)
            last = clause.end() if clause else last
        after = occasion.campaign(name) or placeholder(rules()["names"]["campaign"])
        data = rules()["campaign"]
        builds = _compiled(data["builds"]).search(text, max(speech.start, first - _NEAR), first)
        if builds and _compiled(data["done"]).search(after):
            first, after = builds.start(), data["carries_on"] + after
        yield Replacement(first, last, after, "campaign")


def _character(speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """今年是…的关键一年: true of one year only."""
    if speech.date and speech.date[:4] == occasion.plan.date[:4]:
        return
    pattern = _compiled("今年" + rules()["year"]["character"])
    for match in pattern.finditer(speech.source.text, speech.start, speech.end):
        yield Replacement(*match.span("what"), placeholder(rules()["names"]["year"]), "date")


def _recent(speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """不久前 of an old speech is long ago, and the anniversary that it looked forward to is over."""
    if not (speech.date and speech.date[:4] == occasion.plan.date[:4]):
        for key, name in (("recent_words", "date"), ("anniversary", "anniversary")):
            for start, end, _ in _matches(rules()["year"][key], speech):
                yield Replacement(start, end, placeholder(rules()["names"][name]), "date")
    yield from _lapsed(speech, occasion)


def _lapsed(speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """施行一年多来 counts from another day now, and 明年 of a speech in autumn is no year ahead in spring."""
    data, text, names = rules()["year"], speech.source.text, rules()["names"]
    if speech.date and speech.date[:7] != occasion.plan.date[:7]:
        for match in _compiled(data["lapse"]).finditer(text, speech.start, speech.end):
            yield Replacement(*match.span(match.lastgroup or 0), placeholder(names["lapse"]), "date")
        months = [int(each[5:7] or 0) for each in (speech.date, occasion.plan.date)]
        if months[0] >= data["late_month"] and 0 < months[1] <= data["early_month"]:
            for start, end, _ in _matches(data["ahead"], speech):
                yield Replacement(start, end, placeholder(names["ahead"]), "date")


def _given_names(
    speech: Speech, occasion: Occasion, names: dict[tuple[str, str], str]
) -> Iterator[Replacement]:
    """晓岚同志: who is named in full somewhere else."""
    known = occasion.plan.profile.known()
    given = {
        name[-2:]
        for label, name in names
        if label == "person" and len(name) > 2 and name not in known  # noqa: PLR2004
    }
    if given:
        pattern = f"(?<![\\u4e00-\\u9fff])(?:{'|'.join(sorted(given))})(?=同志)|(?<=[同和由请与让])(?:{'|'.join(sorted(given))})(?=同志)"
        for start, end, _ in _matches(pattern, speech):
            yield Replacement(start, end, placeholder(rules()["names"]["person"]), "person")


def _terms(speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """七届区委: the committee of the plan, or the present one; in a speech of the eighth it is the one before."""
    old, data = own_level(speech), rules()["level"]
    committee = occasion.plan.profile.values.get("committee", "")
    term = re.match("[一二三四五六七八九十]+(?=届)", committee)
    pattern = data["term"].replace("LEVEL", old)
    opening = speech.source.text[speech.opening.start : speech.opening.end]
    named = re.search(pattern, speech.title or "") or re.search(pattern, opening)
    own = _value(named.group()[:-1]) if named else 0
    for start, end, said in _matches(pattern, speech):
        before = own - _value(said[:-1]) if own else 0
        if not before:
            yield Replacement(start, end, f"{term.group()}届" if term else data["this_term"], "committee")
        elif before == 1 or term:
            new = _value(term.group()) - before if term else 0
            yield Replacement(start, end, f"{to_han(new)}届" if new > 0 else data["last_term"], "committee")


def _levels(speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """我区 is 我县 where the new district is a county."""
    old, new = own_level(speech), occasion.plan.profile.level
    if old == new or not occasion.plan.profile.values.get("district"):
        return
    for pattern in _level_patterns(old):
        for match in pattern.finditer(speech.source.text, speech.start, speech.end):
            yield Replacement(*match.span(), new, "level")


@cache
def _level_patterns(level: str) -> list[re.Pattern[str]]:
    return [re.compile(each.replace("LEVEL", level)) for each in rules()["level"]["patterns"]]


def _figures(corpus: Corpus, speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """Figures of the old occasion: those that the plan gives are put in, the others are asked for."""
    text, data = speech.source.text, rules()["figures"]
    protected = [
        (each.start, each.end)
        for kind in ("formula", "enumeration", "citation")
        for each in corpus.annotations(speech, kind)
    ]
    # Dates and rounds have been judged already; where they stay there is no figure to be asked for.
    protected += [
        (each.start, each.end)
        for each in corpus.annotations(speech, "slot")
        if each.label in ("date", "round", "congress")
    ]
    found = [
        match
        for match in _compiled(data["pattern"]).finditer(text, speech.start, speech.end)
        if _counts_units(text, match)
        or not any(match.start() < end and start < match.end() for start, end in protected)
    ]
    units = inspected(speech)
    hole = placeholder(rules()["names"]["figure"])
    for match in found:
        written, behind = match["n"], text[match.end("n") : match.end("n") + _NEAR]
        wanted: int | None = None
        if re.match(data["rounds"], behind):
            new = round_number(occasion.plan.profile.values.get("round", ""))
            wanted = shift_count(_value(written), current_round(speech), new)
        elif speaks_of_next(speech, match.start()):
            wanted = None
        elif re.match(data["units"], behind) and written == units:
            wanted = len(occasion.plan.profile.units) or None
        elif re.match(data["groups"], behind):
            given = occasion.plan.profile.values.get("groups", "")
            wanted = _value(given) or None
        yield Replacement(*match.span("n"), _like(written, wanted) if wanted else hole, "figure")
    for key in ("shares", "lasts"):
        for match in _compiled(data[key]).finditer(text, speech.start, speech.end):
            group = "n" if match["n"] else "m"
            yield Replacement(*match.span(group), hole, "figure")


def _counts_units(text: str, match: re.Match[str]) -> bool:
    """6家单位 is the occasion's, though it has its list beside it."""
    return re.match(rules()["figures"]["units"], text[match.end("n") : match.end("n") + _NEAR]) is not None


def _value(numeral: str) -> int:
    try:
        return to_int(numeral)
    except ValueError:
        return 0


def _like(written: str, number: int) -> str:
    """A number in the numerals that stood there."""
    if written[0].isdecimal():
        return str(number)
    return "两" if number == 2 else to_han(number)  # noqa: PLR2004
