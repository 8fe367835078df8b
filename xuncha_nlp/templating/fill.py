"""Slots of an old passage filled for the new occasion.

What the profile answers is replaced; what it does not, and what cannot be right a second time, becomes
a placeholder 【待填：…】. Nothing is guessed: a passage says less rather than something stale.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..data import load_toml
from ..extractors import Annotation
from ..numerals import to_han, to_int
from ..speeches import Speech
from .events import meetings
from .occasion import Occasion, offices_before, rules
from .rounds import current_round, round_number, shift_count, spoken_count

__all__ = ["Replacement", "fill_slots", "free_of", "inspected", "own_level", "placeholder", "speaks_of_next"]

_LONGEST_OFFICE = 12
# Of so many people who hold an office of that name the writer is given the names.
_CANDIDATES = 3
_NEAR = 16
# A verb may stand so far before the meeting whose spirit is studied.
_CLAUSE = 40


@dataclass(frozen=True, slots=True)
class Replacement:
    """``source.text[start:end]`` is to become ``after``; ``slot`` says on whose account."""

    start: int
    end: int
    after: str
    slot: str

    @property
    def is_hole(self) -> bool:
        """Whether the writer has to fill it in."""
        return self.after.startswith(f"【{rules()['placeholder']}")


def placeholder(what: str) -> str:
    """Write a placeholder.

    >>> placeholder("部长姓名")
    '【待填：部长姓名】'
    """
    return f"【{rules()['placeholder']}：{what}】"


def free_of(found: Iterable[Replacement], taken: Sequence[Replacement]) -> Iterator[Replacement]:
    """Yield those that overlap none that is taken."""
    for each in found:
        if all(each.end <= other.start or other.end <= each.start for other in taken):
            yield each


def fill_slots(
    speech: Speech, slots: Iterable[Annotation], occasion: Occasion, taken: Sequence[Replacement] = ()
) -> list[Replacement]:
    """Say what in a speech is to be replaced for the plan's occasion.

    Parameters
    ----------
    speech : Speech
        The speech that passages are taken from.
    slots : iterable of Annotation
        Its slots.
    occasion : Occasion
        The new occasion.
    taken : sequence of Replacement
        What is replaced already.

    Returns
    -------
    list of Replacement
        In the order of the text, not overlapping, none of those taken.
    """
    slots = list(slots)
    known = set(occasion.plan.profile.known())
    found = []
    for index, slot in enumerate(slots):
        if slot.attributes["generic"]:
            continue
        # A round is told by its distance, a day by what happened on it: the plan's own may be another there.
        if slot.label not in ("round", "date") and slot.attributes["value"] in known:
            continue
        office = slots[index + 1] if index + 1 < len(slots) else slot
        filler = _FILLERS.get(slot.label)
        after = filler(speech, slot, office, occasion) if filler else None
        if after is not None and after != speech.source.text[slot.start : slot.end]:
            found.append(Replacement(slot.start, slot.end, after, slot.label))
    free = list(free_of(found, taken))
    return _listed(speech, _merged(speech, sorted(free, key=lambda each: each.start)), occasion)


def _merged(speech: Speech, found: list[Replacement]) -> list[Replacement]:
    """A list of units that are all to be filled in is one placeholder: 【待填：单位】."""
    merged: list[Replacement] = []
    bodies = {placeholder(rules()["names"][label]) for label in ("place", "organisation")}
    for each in found:
        last = merged[-1] if merged else None
        both = last and (last.after == each.after or {last.after, each.after} <= bodies)
        if last and both and each.is_hole:
            between = speech.source.text[last.end : each.start]
            if between in ("、", "和", "及", "与", "，"):
                after = (
                    each.after if last.after == each.after else placeholder(rules()["names"]["organisation"])
                )
                merged[-1] = Replacement(last.start, each.end, after, last.slot)
                continue
        merged.append(each)
    return merged


def _listed(speech: Speech, found: list[Replacement], occasion: Occasion) -> list[Replacement]:
    """A list of units with their number behind it is that of the units inspected."""
    units = occasion.plan.profile.units
    if not units:
        return found
    text = speech.source.text
    wanted = placeholder(rules()["names"]["organisation"])
    return [
        Replacement(each.start, each.end, "、".join(units), each.slot)
        if each.after == wanted
        and not speaks_of_next(speech, each.start)
        and (match := re.match(rules()["figures"]["listed"], text[each.end : each.end + _NEAR]))
        and match["n"] == inspected(speech)
        else each
        for each in found
    ]


_Filler = Callable[[Speech, Annotation, Annotation, Occasion], "str | None"]


def _person(speech: Speech, slot: Annotation, office: Annotation, occasion: Occasion) -> str | None:
    """Whoever holds the same office now: 部长 for 刘文渊部长, but for 省委林向前书记 only who is 省委书记."""
    people, level = occasion.plan.profile.people, occasion.plan.profile.level
    before = speech.source.text[max(0, slot.start - _LONGEST_OFFICE) : slot.start]
    body = re.search(rules()["body"], before)
    behind = office.attributes["value"] if office.label == "office" and office.start == slot.end else ""
    if behind in ("", load_toml("slots.toml")["courtesy"]):
        held = offices_before(speech, slot)
    else:
        held = [(body.group() if body else "") + behind]
    known = occasion.offices.get(slot.attributes["value"], ())
    # Who was 组织部部长 once may be someone's 书记 now.
    full = [each for each in known if not held or any(each.endswith(own) for own in held)]
    own = [re.sub(r"^[区县旗]", level, each) for each in (*held, *full) if each]
    for each in (*held, *own[: len(held)], *full, *own):
        if each and people.get(each):
            return people[each]
    # 宋明哲部长 is whoever the plan names as 组织部部长, where it names one 部长 only.
    ends = {name for key, name in people.items() if name and any(key.endswith(each) for each in held)}
    if len(ends) == 1 and not body:
        return ends.pop()
    if own and 1 < len(ends) <= _CANDIDATES and not body:
        # 方晓岚书记, where the plan names two: only the writer knows which.
        return placeholder(f"{own[0]}姓名，{'或'.join(sorted(ends, key=list(people.values()).index))}")
    return placeholder(f"{own[0] if own else ''}姓名")


def _place(speech: Speech, slot: Annotation, office: Annotation, occasion: Occasion) -> str | None:  # noqa: ARG001
    value, surface = slot.attributes["value"], speech.source.text[slot.start : slot.end]
    renamed = occasion.renamed.get(surface) or occasion.renamed.get(value)
    if renamed:
        return renamed
    # The short form of a place that is right here too (澄湖 for 澄湖区).
    if any(known.startswith(value) for known in occasion.plan.profile.known()):
        return None
    return placeholder(rules()["names"]["place"])


def _organisation(speech: Speech, slot: Annotation, office: Annotation, occasion: Occasion) -> str | None:  # noqa: ARG001
    return placeholder(rules()["names"]["organisation"])


def _date(speech: Speech, slot: Annotation, office: Annotation, occasion: Occasion) -> str | None:  # noqa: ARG001
    """A date long past is history and stays; one of the old occasion's own year cannot be right again."""
    surface = speech.source.text[slot.start : slot.end]
    year = re.match("|".join(rules()["year"]["offsets"]), surface)
    if slot.rule == "calendar-date":
        return _calendar_date(speech, slot, occasion)
    if year:
        return _year(speech, slot, year.group(), occasion)
    now = speech.date is not None and speech.date[:4] == occasion.plan.date[:4]
    if surface in rules()["relative_words"] or (now and re.match(rules()["year"]["recent"], surface)):
        return None
    behind = speech.source.text[slot.end : slot.end + _NEAR]
    month = re.match(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月", surface)
    if month and speech.date and len(speech.date) > 4 and re.match(rules()["year"]["events"], behind):  # noqa: PLR2004
        of_year = int(speech.date[:4]) - (to_int(month[1]) > int(speech.date[5:7]))
        return f"{of_year}年{surface}"
    return _in_span(speech, slot.end, occasion) or placeholder(rules()["names"]["date"])


def _calendar_date(speech: Speech, slot: Annotation, occasion: Occasion) -> str | None:
    value, behind = slot.attributes["value"], speech.source.text[slot.end : slot.end + _NEAR]
    recent = speech.date is not None and int(value[:4]) >= int(speech.date[:4])
    if recent and value[:7] <= (speech.date or "")[:7] and re.match(rules()["year"]["events"], behind):
        return None
    # What happened in another district is no history of this one, however long ago it was.
    foreign = occasion.elsewhere and _is_local(speech, slot.start, occasion)
    return _in_span(speech, slot.end, occasion) or (
        placeholder(rules()["names"]["date"]) if recent or foreign else None
    )


def _in_span(speech: Speech, end: int, occasion: Occasion) -> str | None:
    """From when or to when the inspection lasts, by the words behind a date."""
    behind = speech.source.text[end : end + _NEAR]
    if speaks_of_next(speech, end):
        return None
    for key in ("begin", "finish"):
        if re.match(rules()["span"][key], behind):
            return occasion.plan.profile.values.get(key)
    return None


def speaks_of_next(speech: Speech, at: int) -> bool:
    """Whether the round named last before or right behind an offset is one after the speech's own."""
    text, now = speech.source.text, current_round(speech)
    line = max(text.rfind("\n", 0, at), text.rfind("。", 0, at)) + 1
    stop = text.find("。", at)
    numbers = [
        round_number(each) for each in re.findall(rules()["round"], text[line : stop if stop >= 0 else at])
    ]
    return now is not None and any(each is not None and each > now for each in numbers)


def _year(speech: Speech, slot: Annotation, word: str, occasion: Occasion) -> str | None:
    """去年8月 of an old speech is the year and month that it was; 今年 of what goes on stays."""
    if speech.date is None:
        return placeholder(rules()["names"]["date"])
    text = speech.source.text
    tail = text[slot.start + len(word) : slot.end]
    behind = text[slot.end : slot.end + 80]
    offsets = rules()["year"]["offsets"]
    year, now = int(speech.date[:4]) + offsets[word], int(occasion.plan.date[:4])
    if offsets[word] > 0:
        return placeholder(rules()["names"]["date"]) if tail else None
    if year == now + offsets[word]:
        return None
    # What is true of any year, and what `inflect` says of the whole clause.
    character = re.match(rules()["year"]["character"], behind)
    if word == "今年" and not tail and (character or re.match(rules()["year"]["going_on"], behind)):
        return None
    long_ago = now - year > rules()["year"]["memory"] and not re.match(rules()["year"]["events"], behind)
    if long_ago or (occasion.elsewhere and _is_local(speech, slot.start, occasion)):
        return placeholder(rules()["names"]["date"])
    spoken = {now + shift: name for name, shift in offsets.items()}.get(year)
    if tail and not spoken and re.match("年[初底]", tail):
        tail = tail[1:]
    return f"{spoken or f'{year}年'}{tail}"


def _is_local(speech: Speech, at: int, occasion: Occasion) -> bool:
    """Whether the sentence around an offset is about the old district."""
    text = speech.source.text
    start = max(text.rfind(mark, 0, at) for mark in "。！？\n") + 1
    ends = [text.find(mark, at) for mark in "。！？\n"]
    stop = min((end for end in ends if end >= 0), default=len(text))
    sentence = text[start:stop]
    names = [name for name in occasion.renamed if name in sentence]
    return bool(names or re.search(rules()["year"]["local"].replace("LEVEL", own_level(speech)), sentence))


def own_level(speech: Speech) -> str:
    """What the district of a speech calls itself: 区, 县, 旗, or 市 where it is a city.

    >>> from xuncha_nlp.corpus import Corpus
    >>> own_level(Corpus.from_texts({"a.txt": "县委决定，市委同意。"})["a.txt#1"])
    '县'
    """
    counts = {each: speech.text.count(f"{each}委") for each in "区县旗"}
    best = max(counts, key=lambda each: counts[each])
    return best if counts[best] else "市"


def inspected(speech: Speech) -> str | None:
    """How many units a speech says were inspected, as it is written: the number that it says most often."""
    units, text = rules()["figures"]["units"], speech.source.text
    found = [
        match["n"]
        for match in re.finditer(rules()["figures"]["pattern"], speech.text)
        if re.match(units, text[speech.start + match.end("n") :][:_NEAR])
    ]
    return Counter(found).most_common(1)[0][0] if found else None


def _round(speech: Speech, slot: Annotation, office: Annotation, occasion: Occasion) -> str | None:  # noqa: ARG001
    """Rounds keep their distance: with the third round now the seventh, the fourth is the eighth."""
    value = slot.attributes["value"]
    hole = placeholder(rules()["names"]["round"])
    written = re.search(rules()["round"], value)
    old, new = round_number(value), round_number(occasion.plan.profile.values.get("round", ""))
    now = current_round(speech)
    before = re.match(rules()["rounds_before"], value)
    if before:
        shifted = shift_count(to_int(before["n"]), now, new)
        return f"前{spoken_count(shifted)}轮" if shifted else hole
    if old is None or written is None:
        return None
    if value in rules()["first_time"] and new != 1:
        return hole
    if new is None or now is None or new + old - now < 1:
        return hole
    number = new + old - now
    if number == old:
        return None
    return f"{value[: written.start()]}第{to_han(number)}轮{value[written.end() :]}"


def _congress(speech: Speech, slot: Annotation, office: Annotation, occasion: Occasion) -> str | None:  # noqa: ARG001
    """A congress of one's own district, or one still to come, is replaced; those of the past stay."""
    text = speech.source.text
    local = re.match(rules()["local_congress"], slot.attributes["value"])
    ahead = text[max(0, slot.start - 2) : slot.start].endswith(tuple(rules()["ahead"]))
    if not (local or ahead):
        return _latest(speech, slot, occasion)
    coming = "" if local else occasion.plan.profile.values.get("congress", "")
    return coming or placeholder(rules()["names"]["congress"])


def _latest(speech: Speech, slot: Annotation, occasion: Occasion) -> str | None:
    """The meeting whose spirit is studied now, where the old speech studied that of an earlier one."""
    data, text = rules()["meetings"], speech.source.text
    before = text[max(speech.start, slot.start - _CLAUSE) : slot.start]
    if not re.search(data["before"], before) or not re.match(data["behind"], text[slot.end : slot.end + 5]):
        return None
    surface = text[slot.start : slot.end]
    for line in data["line"]:
        if re.fullmatch(line["pattern"], surface):
            held = [
                (day, name) for name, day in meetings().items()
                if name not in data["not_studied"]
                and re.fullmatch(line["pattern"], name)
                and day[: len(occasion.plan.date)] <= occasion.plan.date
            ]  # fmt: skip
            latest = line["written"].format(name=max(held)[1]) if held else None
            same = latest is None or latest.endswith(surface)
            return None if same or latest is None else latest
    return None


def _masked(speech: Speech, slot: Annotation, office: Annotation, occasion: Occasion) -> str | None:  # noqa: ARG001
    return placeholder(rules()["names"]["masked"])


# Offices go with their person, figures are looked for by `inflect`.
_FILLERS: dict[str, _Filler] = {
    "person": _person,
    "place": _place,
    "organisation": _organisation,
    "date": _date,
    "round": _round,
    "congress": _congress,
    "masked": _masked,
}
