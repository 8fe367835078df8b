"""`Speech` to annotations: formulae, enumerations, citations, slots, moves, devices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

from ..errors import DataError
from ..speeches import Speech
from .citations import find_citations
from .devices import DEVICES, find_devices
from .enumerations import find_enumerations
from .formulae import find_formulae
from .lexicon import Formula, Lexicon
from .model import Annotation, Member
from .moves import MOVES, find_moves, move_names
from .slots import SLOTS, constant_persons, find_slots

__all__ = [
    "DEVICES",
    "KINDS",
    "MOVES",
    "SLOTS",
    "Annotation",
    "Formula",
    "Lexicon",
    "Member",
    "annotate",
    "constant_persons",
    "move_names",
]

_FINDERS: dict[str, Callable[[Speech, Lexicon], list[Annotation]]] = {
    "formula": find_formulae,
    "enumeration": find_enumerations,
    "citation": lambda speech, _: find_citations(speech),
    "slot": lambda speech, _: find_slots(speech),
    "move": lambda speech, _: find_moves(speech),
    "device": lambda speech, _: find_devices(speech),
}
KINDS = tuple(_FINDERS)

_START, _END = attrgetter("start"), attrgetter("end")


def annotate(
    speech: Speech,
    kinds: Iterable[str] = KINDS,
    lexicon: Lexicon | None = None,
    *,
    ner: str | None = None,
) -> list[Annotation]:
    """Find annotations of the kinds asked for.

    Parameters
    ----------
    speech : Speech
    kinds : iterable of str
        Of ``KINDS``; all by default.
    lexicon : Lexicon, optional
        Ours by default.
    ner : str, optional
        A model that may add names to the slots of the rules: ``"lac"``, which the extra ``ner`` installs, or
        ``"spacy:FOLDER"``.

    Returns
    -------
    list of Annotation
        Sorted by start, then by kind in the order of ``KINDS``.

    Raises
    ------
    DataError
        A kind or a model does not exist.
    MissingExtraError
        The model is not installed.
    """
    wanted = list(kinds)
    for kind in wanted:
        if kind not in _FINDERS:
            raise DataError(f"没有这种标注：{kind}", f"可用：{'、'.join(KINDS)}")
    chosen = lexicon or Lexicon.load()
    read = speech.reading or speech
    found: list[Annotation] = []
    for kind in sorted(wanted, key=KINDS.index):
        of_kind = find_slots(read, ner) if ner and kind == "slot" else _FINDERS[kind](read, chosen)
        if speech.gaps:
            of_kind = [each.restored(speech.gaps) for each in of_kind]
        found += sorted(of_kind, key=_END)
    # A sort keeps the order of what is equal: those that start together stay in that of kind and end.
    found.sort(key=_START)
    return found
