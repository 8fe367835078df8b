"""The district that a speech is of, as far as the speech itself says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ..data import load_toml
from ..extractors import Annotation
from ..segment import is_word, tokenize
from ..speeches import Speech
from .model import Finding
from .settings import pattern
from .target import Target

__all__ = ["check_home", "district_of", "stem_of", "untagged"]

_LEVELS = "区县旗"
# No district's name without its last character is shorter.
_SHORTEST = 2
_REACH = 6
_LEAST = 2
_AROUND = 12
_BODIES = "委级直属长域间内位分块"


def stem_of(name: str) -> str:
    """Return the name of a district without its last character.

    >>> stem_of("澄湖区"), stem_of("")
    ('澄湖', '')
    """
    return name[:-1] if name[-1:] in _LEVELS and len(name) > _SHORTEST else name


def district_of(speech: Speech, slots: Sequence[Annotation]) -> str:
    """Return the district that a speech names most, by its full name or, where it has none, by a short one.

    A short name (澄湖) counts for its full one (澄湖区). Of two named alike often neither is it.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> speech, = corpus = Corpus.from_texts({"a.txt": "澄湖区启动巡察。为澄湖发展、澄湖稳定助力，学习东湖区的经验。"})
    >>> district_of(speech, corpus.annotations(speech, "slot"))
    '澄湖区'
    """
    values = [each.attributes["value"] for each in slots if each.label == "place"]
    full = {value for value in values if value[-1] in _LEVELS and len(value) > _SHORTEST}
    text = speech.text
    counts = Counter({stem: text.count(stem) for stem in {stem_of(each) for each in full}})
    short = [value for value in values if not re.search("[省市区县旗镇乡村道区]$", value)]
    for value in set(short) - set(counts):
        # 澄湖 alone is the district only where the speech says so again and again.
        if text.count(value) > _LEAST:
            counts[value] = text.count(value)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return ""
    stem = ranked[0][0]
    return next((name for name in sorted(full) if stem_of(name) == stem), stem)


def check_home(target: Target) -> Iterator[Finding]:
    """Find another district than the speech's own, and what it calls itself by mistake."""
    slots = target.annotations("slot")
    plan = target.plan
    district = plan.profile.values.get("district", "") if plan else ""
    yield from _self_names(target, district)
    if plan or target.corpus is not None:
        # There the names of both say more.
        return
    home = district_of(target.speech, slots)
    text = target.speech.source.text
    begin, end = target.speech.start, target.speech.end
    # A speech of a district speaks of the committee of its district; a report of the state has no home.
    level = home[-1:] if home[-1:] in _LEVELS else _LEVELS
    committees = sum(text.count(f"{each}委", begin, end) for each in level)
    if not home or text.count(stem_of(home), begin, end) < _LEAST or committees < _LEAST:
        return
    tagged = [
        (slot.start, slot.end)
        for slot in slots
        if slot.label == "place"
        and slot.attributes["value"][-1] in level
        and len(slot.attributes["value"]) > _SHORTEST
    ]
    for start, stop in sorted({*tagged, *untagged(target, level)}):
        value = text[start:stop]
        before = text[max(begin, start - _REACH) : start]
        is_listed = pattern("leftovers", "abroad").search(before) or text[stop : stop + 1] == "、"
        if stem_of(value) != stem_of(home) and not is_listed and text.count(value, begin, end) <= _LEAST:
            yield target.at("other-district", start, stop, f"全篇多称 {home}", home=home)


def untagged(target: Target, level: str) -> Iterator[tuple[int, int]]:
    """Names of districts that no rule tags where they stand alone: 护航青岚区高质量发展.

    What stands before the last character is no word, and none begins or ends inside of it.
    """
    view, speech = target.speech.source.view, target.speech
    rules = load_toml("slots.toml")["place"]
    for match in re.finditer(rf"(?=([\u4e00-\u9fff]{{2}}[{level}]))", view[speech.start : speech.end]):
        start, stop = match.start() + speech.start, match.start() + speech.start + 3
        name = match[1]
        if is_word(name[:-1]) or is_word(name[1:]) or is_word(name) or name in rules["not_places"]:
            continue
        if set(name) & set(rules["never_inside"]) or name[0] in rules["never_first"]:
            continue
        if stop < speech.end and view[stop] in _BODIES:
            # 市两区委 …: the character belongs to what follows.
            continue
        piece = view[max(speech.start, start - _AROUND) : min(speech.end, stop + _AROUND)]
        offset = start - max(speech.start, start - _AROUND)
        edges = {edge for token in tokenize(piece) for edge in (token.start, token.end)}
        if offset in edges and offset + 3 in edges:
            yield start, stop


def _self_names(target: Target, district: str) -> Iterator[Finding]:
    found = list(pattern("leftovers", "own").finditer(target.view, target.read.start, target.read.end))
    counts = Counter(match["level"] for match in found if match["level"] in _LEVELS)
    own = district[-1:]
    for match in found:
        level = match["level"]
        if own in _LEVELS and own:
            # 我市 in a district's speech is the city above it.
            if level in _LEVELS and level != own and not target.is_ours(*match.span()):
                yield target.at_read("own-level", *match.span(), "方案的 district", district=district)
        elif len(counts) > 1 and level in counts and level != counts.most_common(1)[0][0]:
            other = match.group()[0] + counts.most_common(1)[0][0]
            yield target.at_read("own-level-mixed", *match.span(), "全篇的自称", other=other)
