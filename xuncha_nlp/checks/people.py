"""People: one person with two offices, one office with two people, names that are nearly the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from ..extractors import Annotation
from .model import Finding
from .settings import pattern, settings
from .target import Target

__all__ = ["check_people"]

_REACH = 40
_NAME = 3


def check_people(target: Target) -> Iterator[Finding]:
    """Find people who are named inconsistently."""
    slots = [each for each in target.annotations("slot") if not each.attributes["generic"]]
    people = [each for each in slots if each.label == "person"]
    yield from _variants(target, people)
    titles = _titles(target, slots)
    yield from _offices(target, titles)
    yield from _holders(target, people)


def _variants(target: Target, people: list[Annotation]) -> Iterator[Finding]:
    """Names of three characters that differ in one, the surname being the same."""
    counts: dict[str, list[Annotation]] = defaultdict(list)
    for each in people:
        counts[each.attributes["value"]].append(each)
    for one, other in combinations(sorted(counts), 2):
        same = len(one) == len(other) == _NAME and one[0] == other[0]
        if same and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
            rare, usual = sorted((one, other), key=lambda name: (len(counts[name]), -counts[name][0].start))
            yield target.at(
                "person-variant", counts[rare][0].start, counts[rare][0].end, "全篇人名", other=usual
            )


def _titles(target: Target, slots: list[Annotation]) -> dict[str, list[tuple[str, str, Annotation]]]:
    """For every person the offices, each with the words before the name and the place."""
    found: dict[str, list[tuple[str, str, Annotation]]] = defaultdict(list)
    general = settings("people")["general"]
    view = target.speech.source.view
    # What stands before a name is its own as far as the last person, or his office, goes.
    last = target.speech.start
    for person, behind in pairwise([*slots, *slots[-1:]]):
        free, last = last, person.end if person.label in ("person", "office") else last
        if person.label != "person" or len(person.attributes["value"]) < 2:  # noqa: PLR2004
            continue
        # The office behind a placeholder is that of whoever is to be named there.
        before = re.split(r"[。;!?】\n]", view[max(free, person.start - _REACH) : person.start])[-1]
        if view[person.start - len(before) - 1 : person.start - len(before)] == "】":
            before = re.sub("^[^、,]*[、,]", "", before)
        title = pattern("people", "title").search(before)
        held = title["title"] if title else ""
        office = ""
        if (
            behind.label == "office"
            and behind.start == person.end
            and behind.attributes["value"] not in general
        ):
            office = behind.attributes["value"]
        if held or office:
            found[person.attributes["value"]].append((office, held, person))
    return found


def _offices(target: Target, titles: dict[str, list[tuple[str, str, Annotation]]]) -> Iterator[Finding]:
    """Someone is called 部长 here and 书记 there, and no introduction gives both."""
    for places in titles.values():
        said = [(office, person) for office, _, person in places if office]
        introduced = "".join(held for _, held, _ in places)
        if not said:
            continue
        usual = Counter(office for office, _ in said).most_common(1)[0][0]
        for office, person in said:
            bare = office.removeprefix("副")
            first = said[0][0] if usual == office else usual
            if introduced and bare not in introduced:
                other = introduced.strip("、,")
                yield target.at("person-office", person.start, person.end, "职务", office=office, other=other)
            elif not introduced and bare != first.removeprefix("副"):
                yield target.at("person-office", person.start, person.end, "职务", office=office, other=first)


_OFFICE = re.compile(
    r"(?P<office>[省市区县](?:委(?:常委[、,])?(?:书记|副书记|组织部部?长|宣传部部?长|统战部部?长|政法委书记)|纪委书记|长|监委主任|委巡察办主任|人大常委会主任|政协主席))[、,]?$"
)


def _holders(target: Target, people: list[Annotation]) -> Iterator[Finding]:
    """An office that only one person holds stands before two names."""
    held: dict[str, tuple[str, Annotation]] = {}
    view = target.speech.source.view
    for person in people:
        before = view[max(target.speech.start, person.start - 12) : person.start]
        match = _OFFICE.search(before)
        # 原区委书记 was another.
        if match is None or before[: match.start()].endswith(("原", "时任", "前", "副")):
            continue
        name = person.attributes["value"]
        office = re.sub("常委[、,]", "", match["office"])
        first = held.setdefault(office, (name, person))
        if first[0] != name and len(name) == len(first[0]):
            yield target.at("office-holder", person.start, person.end, "职务", office=office, other=first[0])
