"""`Speech` and its parts: frozen slices of a source, all offsets into `Source.text`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..sources import Note, Source

if TYPE_CHECKING:
    from .reading import Gaps

__all__ = ["Evidence", "HeaderLine", "Section", "Span", "Speech"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text, half-open: ``text[start:end]``."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def to_json(self) -> dict[str, int]:
        """Return the span as a JSON object."""
        return {"start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A line above the body.

    Its role is title, subtitle, byline, date or salutation; or label (附件1), reference (the number of a
    document), remark (根据录音整理).
    """

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a judgement on a speech rests on.

    Parameters
    ----------
    rule : str
        Where it was found: ``"title"``, ``"subtitle"``, ``"content"`` or ``"metadata"``.
    text : str
        As written.
    start, end : int, optional
        Offsets into the source's text; None for what stands beside it.
    """

    rule: str
    text: str
    start: int | None = None
    end: int | None = None

    def to_json(self) -> dict[str, object]:
        """Return the evidence as a JSON object; without offsets where it has none."""
        record: dict[str, object] = {"rule": self.rule, "text": self.text}
        return record if self.start is None else {**record, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline.

    Parameters
    ----------
    level : int
        Depth in this speech, from 1.
    style : str
        Numbering style as written, such as ``"（一）"``.
    number : int
        The number that the style carries.
    heading : str
        The heading without its number and without final punctuation.
    start, end : int
        From the number to the end of the section's last paragraph, children included.
    heading_start, heading_end : int
        Where the heading stands; ``heading_end`` is before its final punctuation.
    inline : bool
        True for a point inside a paragraph.
    children : tuple of Section
    """

    level: int
    style: str
    number: int
    heading: str
    start: int
    end: int
    heading_start: int
    heading_end: int
    inline: bool
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def to_json(self) -> dict[str, Any]:
        """Return the section as the JSON object of the ``outline`` contract."""
        return {
            "level": self.level,
            "style": self.style,
            "number": self.number,
            "heading": self.heading,
            "start": self.start,
            "end": self.end,
            "inline": self.inline,
            "children": [child.to_json() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech of a source.

    Parameters
    ----------
    id : str
        ``"file.txt#2"``: the source's name and the speech's place in it.
    source : Source
        The source that it is a slice of.
    title : str or None
        The title in one line, or None where the text has none.
    date : str or None
        ISO date, as precise as the text: ``"2017"``, ``"2017-08"`` or ``"2017-08-03"``.
    genre : str or None
        文种, by the title, the subtitle, what the source says beside the text, or what is said in it;
        ``genre_evidence`` shows by which.
    salutation : str or None
        Without its colon.
    start, end : int
        Offsets of the speech in its source, title included.
    header : tuple of HeaderLine
        The lines above the body.
    sections : tuple of Section
        The outline.
    closing : Span or None
        The closing words, from their first paragraph to the end of the speech.
    notes : tuple of Note
        What about its layout its reader should know: gaps in the numbering, a title that the contents
        list gives otherwise …
    reading : Speech or None
        The same speech as read in a copy of the source without its layout damage; None where there is
        none, and then the speech itself is searched. See `xuncha_nlp.speeches.reading`.
    gaps : Gaps or None
        The way back from there.
    genre_evidence : tuple of Evidence
        What the genre was told by.
    """

    id: str
    source: Source = field(repr=False)
    title: str | None
    date: str | None
    genre: str | None
    salutation: str | None
    start: int
    end: int
    header: tuple[HeaderLine, ...] = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    closing: Span | None
    notes: tuple[Note, ...] = field(default=(), repr=False)
    reading: Speech | None = field(default=None, repr=False, compare=False)
    gaps: Gaps | None = field(default=None, repr=False, compare=False)
    genre_evidence: tuple[Evidence, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The speech's own text."""
        return self.source.text[self.start : self.end]

    @property
    def body_start(self) -> int:
        """Offset of the first character below the header."""
        return self.header[-1].end if self.header else self.start

    @property
    def opening(self) -> Span:
        """What stands between the header and the first section on a line of its own."""
        ends = [section.start for section in self.sections if not section.inline]
        if self.closing:
            ends.append(self.closing.start)
        return Span(self.body_start, min(ends, default=self.end))

    def walk(self) -> Iterator[Section]:
        """Yield every section, in the order of the text."""
        for section in self.sections:
            yield from section.walk()

    @property
    def outline(self) -> str:
        """The outline as an indented tree, for reading."""
        lines = [f"{self.title or '（无标题）'}　{self.date or ''}".rstrip()]
        for section in self.walk():
            number = " ".join(self.source.text[section.start : section.heading_start].split("\n")).rstrip()
            lines.append("　" * section.level + ("· " if section.inline else "") + number + section.heading)
        return "\n".join(lines)

    def to_json(self) -> dict[str, Any]:
        """Return the speech as the JSON object of the ``outline`` contract."""
        return {
            "id": self.id,
            "title": self.title,
            "date": self.date,
            "genre": self.genre,
            "genre_evidence": [each.to_json() for each in self.genre_evidence],
            "salutation": self.salutation,
            "start": self.start,
            "end": self.end,
            "closing": self.closing.to_json() if self.closing else None,
            "notes": [note.to_json() for note in self.notes],
            "sections": [section.to_json() for section in self.sections],
        }
