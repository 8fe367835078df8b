"""Leftovers of the old speech: its places, people, bodies, dates, rounds, figures, campaigns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..data import load_toml
from ..extractors import Annotation
from ..segment import is_word
from ..sources import fold
from ..speeches import Speech
from ..templating.names import find_names, names_of
from ..templating.rounds import round_number
from .home import district_of, stem_of, untagged
from .model import Finding
from .settings import pattern, settings
from .target import Target

__all__ = ["check_leftovers"]

_KINDS = {"place": "地名", "person": "人名", "organisation": "单位"}
_YEAR = 4
# What is smaller than the district belongs to it; what is larger two districts may share.
_LARGER = "省市"

_Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Old:
    """The names and slots of the earlier speeches, each with the first speech that has it."""

    slots: dict[_Name, str]
    # Of speeches that are certainly of another district; None where a plan says what is right.
    foreign: frozenset[_Name] | None


def check_leftovers(target: Target) -> Iterator[Finding]:
    """Find what belongs to another occasion.

    Something that the plan's profile names is right here. Anything else is a leftover where an earlier
    speech has it too; where a plan is given and no earlier speech has it, it is merely not in the plan.
    Without a plan only the names of a speech of another district are leftovers; what a speech of the
    same district has too is to be confirmed. With neither nothing can be said, and nothing is.
    """
    if target.corpus is None and target.plan is None:
        return
    names, old = _names(target), _old(target)
    known = target.plan.profile.known() if target.plan else []
    named = _named(target, known)
    said: set[_Name] = set()
    for slot in find_names(target.speech, _slots(target), names):
        value = slot.attributes["value"]
        covered = target.is_ours(slot.start, slot.end) or named.issuperset(range(slot.start, slot.end))
        if slot.attributes["generic"] or covered:
            continue
        if slot.label == "place" and any(each.startswith(value) for each in known):
            continue
        key = (slot.label, value)
        if slot.label in _KINDS:
            yield from _name(target, slot, key, old, said)
        else:
            yield from _value(target, slot, old.slots.get(key, ""))
    yield from _literal(target, named)


def _slots(target: Target) -> list[Annotation]:
    """The slots and, where a plan says what is right, the districts and persons that no rule tags."""
    slots = list(target.annotations("slot"))
    if target.plan is None:
        return slots
    taken = {at for slot in slots for at in range(slot.start, slot.end)}
    places = (("place", "name-suffix", span) for span in untagged(target, "区县旗"))
    people = (("person", rule, span) for rule, span in _untagged_people(target))
    for label, rule, (start, end) in (*places, *people):
        if taken.isdisjoint(range(start, end)):
            value = {"value": target.speech.source.text[start:end], "generic": False}
            slots.append(Annotation(start, end, "slot", label, rule, value))
    return sorted(slots, key=lambda each: each.start)


def _untagged_people(target: Target) -> Iterator[tuple[str, tuple[int, int]]]:
    """Persons whose name a segmenter takes for words, by what stands beside it: 韩松柏同志, 由韩松柏牵头."""
    rules = load_toml("slots.toml")
    constant, never = set(rules["constant_persons"]), set(rules["not_in_name"])
    for rule in ("comrade", "in_charge"):
        for match in _beside(rule).finditer(
            target.speech.source.view, target.speech.start, target.speech.end
        ):
            name = match["name"]
            # 由公安厅牵头: a body. Before 同志 stands no body.
            body = rule == "in_charge" and is_word(name[:-1])
            if not is_word(name) and not set(name[1:]) & never and name not in constant and not body:
                yield rule.replace("_", "-"), match.span("name")


@cache
def _beside(rule: str) -> re.Pattern[str]:
    rules = load_toml("slots.toml")
    surnames = "".join(rules["surnames"].split())
    surname = f"(?:{'|'.join(rules['compound_surnames'])}|[{surnames}])"
    return re.compile(settings("people")[rule].replace("SURNAME", surname), re.MULTILINE)


def _named(target: Target, known: list[str]) -> set[int]:
    """Where the text has what the profile names, in its own words: 望河镇 inside 区水利局、望河镇主要负责同志."""
    speech = target.speech
    spans = [match.span() for each in known for match in re.finditer(re.escape(each), speech.text)]
    return {at + speech.start for start, end in spans for at in range(start, end)}


def _names(target: Target) -> dict[_Name, str]:
    """The places and persons of the earlier speeches, by which they are found where no rule tags them."""
    if target.corpus is None or not target.others:
        return {}
    corpus = target.corpus
    # The lookup is of the whole corpus: a draft's own sources decide what is a leftover, not what is a name.
    others = [speech for speech in corpus if speech.source.sha256 != target.speech.source.sha256]
    return names_of(corpus, others or target.others)


def _old(target: Target) -> _Old:
    found: dict[_Name, str] = {}
    foreign: set[_Name] = set()
    own: set[_Name] = set()
    home = stem_of(district_of(target.speech, target.annotations("slot")))
    corpus = target.corpus
    for speech in target.others if corpus is not None else ():
        assert corpus is not None  # noqa: S101
        slots = corpus.annotations(speech, "slot")
        keys = {(slot.label, slot.attributes["value"]) for slot in slots} | set(names_of(corpus, [speech]))
        for key in sorted(keys):
            found.setdefault(key, speech.id)
        there = stem_of(district_of(speech, slots))
        (foreign if home and there and home != there else own).update(keys)
    if target.plan:
        return _Old(found, None)
    certain = {key for key in foreign - own if not (key[0] == "place" and key[1][-1] in _LARGER)}
    return _Old(found, frozenset(certain))


def _name(target: Target, slot: Annotation, key: _Name, old: _Old, said: set[_Name]) -> Iterator[Finding]:
    place, where = (slot.start, slot.end), old.slots.get(key, "")
    if where and (old.foreign is None or key in old.foreign):
        yield target.at(f"leftover-{slot.label}", *place, f"也见于 {where}")
    elif target.plan:
        yield target.at("outside-profile", *place, slot.rule, kind=_KINDS[slot.label])
    elif where and key not in said:
        # Once is enough: a district's own names stand everywhere in its speeches.
        said.add(key)
        if slot.label == "person":
            yield target.at("name-to-confirm", *place, f"也见于 {where}", kind=_KINDS[slot.label])


def _value(target: Target, slot: Annotation, old: str) -> Iterator[Finding]:
    value, place = slot.attributes["value"], (slot.start, slot.end)
    if slot.label == "date" and slot.rule == "relative-date":
        yield from _relative(target, slot)
    elif slot.label == "date" and old and target.plan and not _is_header(target, slot):
        yield target.at("leftover-date", *place, f"也见于 {old}")
    elif slot.label == "count" and old:
        yield target.at("count-to-confirm", *place, f"也见于 {old}")
    elif slot.label == "congress" and old and target.plan:
        if pattern("leftovers", "local_congress").match(value):
            yield target.at("leftover-congress", *place, f"也见于 {old}")
    elif slot.label == "round" and old and target.plan and target.plan.profile.values.get("round"):
        wanted = target.plan.profile.values["round"]
        if round_number(value) not in (None, round_number(wanted)):
            yield target.at("leftover-round", *place, f"也见于 {old}", wanted=wanted)


def _is_header(target: Target, slot: Annotation) -> bool:
    return slot.start < target.speech.body_start


def _relative(target: Target, slot: Annotation) -> Iterator[Finding]:
    if not target.date or slot.attributes["value"] in load_toml("filling.toml")["always_true"]:
        return
    passage = target.origin(slot.start)
    if passage and passage.origin and target.corpus is not None:
        year = _year_of(target.corpus, passage.origin.speech)
        # What is true of any occasion's own year is left standing by a draft on purpose.
        stays = slot.attributes["value"] in load_toml("filling.toml")["relative_words"]
        if not stays and year and year != target.date[:_YEAR]:
            values = {"year": year, "date": target.date}
            yield target.at(
                "relative-date-copied", slot.start, slot.end, f"取自 {passage.origin.speech}", **values
            )
            return
    elif not passage:
        copied = _copied(target, slot)
        if copied:
            values = {"year": (copied.date or "")[:_YEAR], "date": target.date}
            yield target.at("relative-date-copied", slot.start, slot.end, f"同一句见于 {copied.id}", **values)
            return
    if target.plan:
        yield target.at("relative-date", slot.start, slot.end, slot.rule, date=target.date)


def _year_of(corpus: object, speech: str) -> str:
    try:
        return (corpus[speech].date or "")[:_YEAR]  # type: ignore[index]
    except KeyError:
        return ""


def _copied(target: Target, slot: Annotation) -> Speech | None:
    """The earlier speech of another year that has the same clause."""
    clause = _clause(target.speech.source.text, slot.start, slot.end)
    if len(clause) < _LEAST_CLAUSE:
        return None
    return next(
        (
            each
            for each in target.others
            if each.date and target.date and each.date[:_YEAR] != target.date[:_YEAR] and clause in each.text
        ),
        None,
    )


_LEAST_CLAUSE = 10
_REACH = 40


def _clause(text: str, start: int, end: int) -> str:
    """The words around a place, up to the marks on both sides."""
    before = re.split(r"[，。；！？：\n,;!?:]", text[max(0, start - _REACH) : start])[-1]
    behind = re.split(r"[，。；！？：\n,;!?:]", text[end : end + _REACH])[0]
    return before + text[start:end] + behind


def _literal(target: Target, named: set[int]) -> Iterator[Finding]:
    """Numbers of documents and names of campaigns, as they stand in an earlier speech."""
    if not target.others:
        return
    for rule, name in (("leftover-reference", "reference"), ("leftover-campaign", "campaign")):
        group = "name" if name == "campaign" else 0
        olds: dict[str, str] = {}
        for speech in target.others:
            for match in pattern("leftovers", name).finditer(fold(speech.text)):
                olds.setdefault(match[group], speech.id)
        if not olds or (name == "campaign" and not target.plan):
            continue
        view, begin = fold(target.speech.text), target.speech.start
        for match in pattern("leftovers", name).finditer(view):
            start, end = match.span(group)
            at = start + begin
            is_known = named.issuperset(range(at, end + begin)) or target.is_ours(at, end + begin)
            central = target.own.lexicon.surfaces.get(match[group])
            if match[group] in olds and not is_known and not (central and central.scope != "local"):
                yield target.at(rule, at, end + begin, f"也见于 {olds[match[group]]}")
