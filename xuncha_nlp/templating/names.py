"""Names that are tagged in one speech of a compilation and stand untagged in another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..corpus import Corpus
from ..data import load_toml
from ..extractors import Annotation
from ..segment import is_word, tag_words, tokenize
from ..speeches import Speech

__all__ = ["find_names", "names_of", "short_form"]

# A shorter name is too likely to be part of an ordinary word; a person's of two characters counts where it is no
# word and stands by itself.
_LEAST = {"place": 2, "person": 2}
_ALONE = 2
_AROUND = 12


def names_of(corpus: Corpus, speeches: Iterable[Speech] | None = None) -> dict[tuple[str, str], str]:
    """Return the places and persons of the speeches, places in their short form too.

    Parameters
    ----------
    corpus : Corpus
    speeches : iterable of Speech, optional
        Of the corpus; all by default.

    Returns
    -------
    dict of (str, str) to str
        Label and name, with the id of the first speech that has it.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "临溪镇由潘文博书记包联。"})
    >>> sorted(names_of(corpus))
    [('person', '潘文博'), ('place', '临溪'), ('place', '临溪镇')]
    """
    found: dict[tuple[str, str], str] = {}
    for speech in corpus if speeches is None else speeches:
        for slot in corpus.annotations(speech, "slot"):
            if slot.label not in _LEAST or slot.attributes["generic"]:
                continue
            for name in _forms(slot.label, slot.attributes["value"]):
                if len(name) < _LEAST[slot.label]:
                    continue
                if not _is_short(slot.label, name) or (not is_word(name) and _has_office(speech, slot.end)):
                    found.setdefault((slot.label, name), speech.id)
    return found


def _forms(label: str, value: str) -> Iterator[str]:
    yield value
    stem = _stem(value)
    # The stem of 平安县 is an ordinary word.
    if label == "place" and stem and (not is_word(stem) or tag_words(stem)[0].tag == "ns"):
        yield stem


def _is_short(label: str, name: str) -> bool:
    return label == "person" and len(name) <= _ALONE


def _has_office(speech: Speech, at: int) -> bool:
    """Whether an office or 同志 stands at an offset: what only follows an office may be no name."""
    return speech.source.text.startswith(tuple(load_toml("slots.toml")["offices"]), at)


def _stands_alone(speech: Speech, start: int, end: int) -> bool:
    """Whether no word begins or ends inside of a stretch, nor goes on beyond it."""
    first = max(speech.start, start - _AROUND)
    piece = speech.source.text[first : min(speech.end, end + _AROUND)]
    edges = {edge for token in tokenize(piece) for edge in (token.start, token.end)}
    return start - first in edges and end - first in edges


def _stem(value: str) -> str:
    rules = load_toml("slots.toml")["place"]
    return re.sub(rf"(?:{'|'.join(rules['long_suffixes'])}|[{rules['suffixes']}])$", "", value)


def short_form(name: str) -> str:
    """Return what a place is called for short; the name itself, where one character would be left.

    >>> short_form("澄湖区"), short_form("蓟县")
    ('澄湖', '蓟县')
    """
    stem = _stem(name)
    return stem if len(stem) > 1 else name


def find_names(
    speech: Speech, slots: Collection[Annotation], names: Mapping[tuple[str, str], str]
) -> list[Annotation]:
    """Return the slots of a speech and, between them, every name that stands there untagged.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "临溪产业园开工。", "b.txt": "临溪镇。"})
    >>> speech = corpus["a.txt#1"]
    >>> [each.attributes["value"] for each in find_names(speech, (), names_of(corpus))]
    ['临溪']
    """
    generic = load_toml("filling.toml")["no_place"]
    slots = [
        each for each in slots if each.label != "place" or not each.attributes["value"].startswith(generic)
    ]
    labels = {name: label for label, name in names}
    if not labels:
        return list(slots)
    longest_first = sorted(labels, key=lambda name: (-len(name), name))
    found = list(slots)
    for match in re.finditer("|".join(map(re.escape, longest_first)), speech.text):
        start = match.start() + speech.start
        # In 清河区委 the character 区 belongs to the committee, and 清河 is the name.
        for name in longest_first:
            end = start + len(name)
            if match.group().startswith(name) and all(
                end <= each.start or each.end <= start for each in slots
            ):
                if _is_short(labels[name], name) and not _stands_alone(speech, start, end):
                    continue
                attributes = {"value": name, "generic": False}
                found.append(Annotation(start, end, "slot", labels[name], "tagged-elsewhere", attributes))
                break
    return sorted(found, key=lambda each: each.start)
