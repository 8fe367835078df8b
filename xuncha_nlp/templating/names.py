"""Names that are tagged in one speech of a compilation and stand untagged in another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ..corpus import Corpus
from ..data import load_toml
from ..extractors import Annotation
from ..segment import is_word, tag_words
from ..speeches import Speech

__all__ = ["find_names", "names_of"]

# A shorter name is too likely to be part of an ordinary word.
_LEAST = {"place": 2, "person": 3}


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
                if len(name) >= _LEAST[slot.label]:
                    found.setdefault((slot.label, name), speech.id)
    return found


def _forms(label: str, value: str) -> Iterator[str]:
    yield value
    rules = load_toml("slots.toml")["place"]
    stem = re.sub(rf"(?:{'|'.join(rules['long_suffixes'])}|[{rules['suffixes']}])$", "", value)
    # The stem of 平安县 is an ordinary word.
    if label == "place" and stem and (not is_word(stem) or tag_words(stem)[0].tag == "ns"):
        yield stem


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
    labels = {name: label for label, name in names}
    if not labels:
        return list(slots)
    longest_first = sorted(labels, key=lambda name: (-len(name), name))
    found = list(slots)
    for match in re.finditer("|".join(map(re.escape, longest_first)), speech.text):
        start, end = match.start() + speech.start, match.end() + speech.start
        if all(end <= each.start or each.end <= start for each in slots):
            attributes = {"value": match.group(), "generic": False}
            found.append(
                Annotation(start, end, "slot", labels[match.group()], "tagged-elsewhere", attributes)
            )
    return sorted(found, key=lambda each: each.start)
