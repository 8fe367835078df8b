"""`Draft` and its parts: a speech of its own, and for every paragraph where it is from."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..data import load_toml
from ..html_table import html_table
from ..speeches import Speech
from .plan import Plan

if TYPE_CHECKING:
    import pandas as pd

    from ..corpus import Corpus

__all__ = ["Draft", "Edit", "Origin", "Passage", "Status", "status_name"]

Status = Literal["verbatim", "adapted", "new", "edited", "own"]

_COLUMNS = [
    "number", "text", "status", "status_name", "source", "speech", "start", "end", "sha256", "edits", "reason",
]  # fmt: skip


def status_name(status: Status) -> str:
    """Return what a writer calls a status.

    >>> [status_name(each) for each in ("verbatim", "adapted", "new", "edited", "own")]
    ['原样', '改动', '新写', '经作者改', '作者自写']
    """
    return str(load_toml("words.toml")["status"][status])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a passage was taken from.

    Parameters
    ----------
    source, speech : str
        Name of the source and id of the speech.
    start, end : int
        Offsets into the source's text.
    sha256 : str
        Digest of ``text[start:end]`` in UTF-8, so that a later change of the source shows.
    """

    source: str
    speech: str
    start: int
    end: int
    sha256: str

    @classmethod
    def of(cls, speech: Speech, start: int, end: int) -> Origin:
        """Name a stretch of a speech's source."""
        digest = hashlib.sha256(speech.source.text[start:end].encode("utf-8", "surrogatepass")).hexdigest()
        return cls(speech.source.name, speech.id, start, end, digest)


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where a passage departs from its origin: offsets into the draft, what stood there, why.

    ``slot`` is the label of a slot, or ``"numbering"``, ``"count"``, ``"heading"``, ``"replace"``, ``"level"``,
    ``"campaign"``, and ``"writer"`` for what the writer has changed.
    """

    start: int
    end: int
    before: str
    after: str
    slot: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a draft.

    Parameters
    ----------
    start, end : int
        Offsets into the draft's text.
    status : {"verbatim", "adapted", "new", "edited", "own"}
        As in the source; with the edits listed; from the plan or the genre file, without an origin; changed
        by the writer; written by the writer.
    origin : Origin or None
    edits : tuple of Edit
        In the order of the text. With an origin, taken back they give its text.
    alternatives : tuple of Origin
        What could stand in this place instead, the best first.
    reason : str
        Why this was chosen, in Chinese.
    """

    start: int
    end: int
    status: Status
    origin: Origin | None = None
    edits: tuple[Edit, ...] = ()
    alternatives: tuple[Origin, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted speech.

    Parameters
    ----------
    speech : Speech
        The draft as a speech: its text, outline and header, read by the same rules as any other.
    passages : tuple of Passage
        A passage a paragraph, in the order of the text.
    plan : Plan or None
        What it was drafted for.
    notes : tuple of str
        What the writer should know of how it was made, in Chinese.
    """

    speech: Speech
    passages: tuple[Passage, ...] = field(repr=False)
    plan: Plan | None = field(default=None, repr=False)
    notes: tuple[str, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The whole text of the draft."""
        return self.speech.source.text

    def text_of(self, passage: Passage) -> str:
        """Return the text of a passage."""
        return self.text[passage.start : passage.end]

    def counts(self) -> dict[Status, int]:
        """Return how many paragraphs have each status."""
        found: dict[Status, int] = dict.fromkeys(get_args(Status), 0)
        for each in self.passages:
            found[each.status] += 1
        return found

    def to_json(self) -> dict[str, Any]:
        """Return the draft with its outline and the origin of every passage."""
        rows = [asdict(passage) | {"text": self.text_of(passage)} for passage in self.passages]
        return {
            "speech": self.speech.to_json(),
            "text": self.text,
            "passages": rows,
            "notes": list(self.notes),
        }

    def provenance(self) -> pd.DataFrame:
        """Return where each paragraph is from.

        Returns
        -------
        pandas.DataFrame
            A row a paragraph: ``number`` from 1, ``text``, ``status`` and ``status_name``, ``source``,
            ``speech``, ``start``, ``end`` (offsets into the source) and ``sha256``, empty for a paragraph
            without an origin; ``edits`` as ``before→after`` and ``reason``.
        """
        import pandas as pd

        rows = [self._row(number, each) for number, each in enumerate(self.passages, start=1)]
        frame = pd.DataFrame(rows, columns=_COLUMNS)
        return frame.astype({"start": "Int64", "end": "Int64"})

    def _row(self, number: int, passage: Passage) -> list[object]:
        origin = passage.origin
        place = (
            [origin.source, origin.speech, origin.start, origin.end, origin.sha256]
            if origin
            else ["", "", None, None, ""]
        )
        edits = "；".join(f"{each.before}→{each.after}" for each in passage.edits)
        status = passage.status
        return [number, self.text_of(passage), status, status_name(status), *place, edits, passage.reason]

    def explain(self) -> str:
        """Return, in Chinese, for each paragraph where it is from, what was changed and why, and what else was there."""
        from .explain import explain

        return explain(self)

    def _repr_html_(self) -> str:
        """Show the paragraphs with their origin in a notebook."""
        frame = self.provenance()[["number", "status_name", "text", "speech", "edits"]]
        names = ["段", "状态", "文字", "出处", "改动"]
        return html_table(frame.set_axis(names, axis=1).set_index("段"))

    def replay(self, corpus: Corpus) -> list[str]:
        """Say which passages do not follow from their origins.

        A passage replays when its source has at its offsets the text with its digest, and the edits taken
        back give that text.

        Parameters
        ----------
        corpus : Corpus
            What it was drafted from.

        Returns
        -------
        list of str
            A line for each that does not, in Chinese; empty where all do.
        """
        found = []
        for number, passage in enumerate(self.passages, start=1):
            origin = passage.origin
            if origin is None:
                continue
            try:
                speech = corpus[origin.speech]
            except KeyError:
                found.append(f"第 {number} 段：素材里没有 {origin.speech}")
                continue
            if Origin.of(speech, origin.start, origin.end) != origin:
                found.append(f"第 {number} 段：{origin.speech} 的原文变了（第 {origin.start} 字起）")
            elif self._undone(passage) != speech.source.text[origin.start : origin.end]:
                found.append(f"第 {number} 段：按改动还原后与 {origin.speech} 的原文不一致")
        return found

    def _undone(self, passage: Passage) -> str | None:
        """A passage with its edits taken back; None where an edit is not what stands there."""
        text, shift = self.text_of(passage), passage.start
        for edit in reversed(passage.edits):
            if text[edit.start - shift : edit.end - shift] != edit.after:
                return None
            text = text[: edit.start - shift] + edit.before + text[edit.end - shift :]
        return text
