"""A corpus as records and as pandas tables, for whoever reads it from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..extractors import KINDS, Annotation, annotate
from ..speeches import Speech
from .corpus import Corpus
from .schema import ATTRIBUTES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["records", "tag"]

_COMMON = ["source", "speech", "text", "start", "end", "kind", "label", "rule"]


def records(corpus: Corpus, kinds: Iterable[str] = KINDS, *, ner: str | None = None) -> list[dict[str, Any]]:
    """Return annotations as the records of the ``tag`` contract, in the order of the text.

    Parameters
    ----------
    corpus : Corpus
    kinds : iterable of str
        Of `xuncha_nlp.extractors.KINDS`; all by default.
    ner : str, optional
        A model that may add names to the slots: see `annotate`. What it finds is not kept in the corpus.
    """
    wanted = list(kinds)
    found = []
    for speech in corpus:
        annotations = [each for kind in wanted for each in _annotations(corpus, speech, kind, ner)]
        annotations.sort(key=lambda each: (each.start, wanted.index(each.kind), each.end))
        found += [each.to_json(speech) for each in annotations]
    return found


def _annotations(corpus: Corpus, speech: Speech, kind: str, ner: str | None) -> Sequence[Annotation]:
    if ner and kind == "slot":
        return annotate(speech, [kind], corpus.lexicon, ner=ner)
    return corpus.annotations(speech, kind)


def tag(corpus: Corpus, kind: str = "formula", *, ner: str | None = None) -> pd.DataFrame:
    """Return the annotations of one kind as a table, a row a mention.

    Parameters
    ----------
    corpus : Corpus
    kind : {"formula", "enumeration", "citation", "slot", "move", "device"}
    ner : str, optional
        A model that may add names to the slots: ``"lac"`` (the extra ``ner``) or ``"spacy:FOLDER"``.

    Returns
    -------
    DataFrame
        Columns source, speech, text, start, end, kind, label, rule and those of the kind.

    Raises
    ------
    DataError
        There is no such kind.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"a.txt": "在动员会上的讲话\\n（2017年8月）\\n增强“四个意识”。"})
    >>> tag(corpus, "formula")[["text", "declared", "status"]].values.tolist()
    [['四个意识', 4, 'complete']]
    """
    import pandas as pd

    rows = records(corpus, [kind], ner=ner)
    frame = pd.DataFrame(rows, columns=[*_COMMON, *ATTRIBUTES.get(kind, ())])
    if "declared" in frame:
        frame["declared"] = frame["declared"].astype("Int64")
    return frame
