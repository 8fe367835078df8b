"""Sources, speeches, sections and annotations as rows of the tables, and rows as these again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..extractors import Annotation, Member
from ..sources import Note, Source
from ..speeches import Evidence, Gaps, HeaderLine, Section, Span, Speech, leave_out, read_again
from .schema import ATTRIBUTES, schema

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "annotation_of",
    "annotation_table",
    "copy_of",
    "section_rows",
    "source_of",
    "source_row",
    "speech_facts",
    "speech_of",
    "speech_row",
]

Row = Mapping[str, Any]


def source_row(source: Source, file: str, gaps: Gaps | None) -> dict[str, Any]:
    """Return the row of a source; ``file`` is the name of the file that holds it."""
    return {
        "source": source.name,
        "file": file,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "media_type": source.media_type,
        "characters": len(source.text),
        "text": source.text,
        "left_out": [{"start": start, "end": end} for start, end in gaps.spans()] if gaps else [],
        "metadata": [{"key": key, "value": value} for key, value in source.metadata.items()],
        "notes": _notes(source.notes),
    }


def source_of(row: Row) -> Source:
    """Return the source of a row."""
    metadata = {each["key"]: each["value"] for each in row["metadata"]}
    return Source(
        row["source"], row["text"], row["sha256"], row["encoding"], row["media_type"],
        metadata, _notes_of(row["notes"]),
    )  # fmt: skip


def speech_facts(speech: Speech) -> dict[str, Any]:
    """Return what is known of a speech beside its text: the columns of `Corpus.speeches`.

    ``characters`` leaves white space out; ``sections`` counts those of level 1.
    """
    return {
        "source": speech.source.name,
        "speech": speech.id,
        "title": speech.title,
        "date": speech.date,
        "genre": speech.genre,
        "salutation": speech.salutation,
        "characters": len("".join(speech.text.split())),
        "sections": len(speech.sections),
        "start": speech.start,
        "end": speech.end,
    }


def speech_row(speech: Speech, tokens: int) -> dict[str, Any]:
    """Return the row of a speech, which has so many tokens."""
    closing = speech.closing
    return {
        **speech_facts(speech),
        "genre_evidence": [
            {"rule": each.rule, "text": each.text, "start": each.start, "end": each.end}
            for each in speech.genre_evidence
        ],
        "closing_start": closing.start if closing else None,
        "closing_end": closing.end if closing else None,
        "tokens": tokens,
        "header": [{"role": each.role, "start": each.start, "end": each.end} for each in speech.header],
        "notes": _notes(speech.notes),
    }


def section_rows(speech: Speech) -> Iterator[dict[str, Any]]:
    """Yield a row for each section of a speech, numbered from 0 in the order of the text."""
    stack: list[tuple[Section, int | None]] = [(each, None) for each in reversed(speech.sections)]
    number = 0
    while stack:
        section, parent = stack.pop()
        yield {
            "source": speech.source.name,
            "speech": speech.id,
            "section": number,
            "parent": parent,
            "level": section.level,
            "style": section.style,
            "number": section.number,
            "heading": section.heading,
            "start": section.start,
            "end": section.end,
            "heading_start": section.heading_start,
            "heading_end": section.heading_end,
            "inline": section.inline,
        }
        stack += [(each, number) for each in reversed(section.children)]
        number += 1


def copy_of(row: Row) -> tuple[str, Gaps] | None:
    """Return the text of a damaged source as it is searched, and the way back; None for another."""
    spans = [(each["start"], each["end"]) for each in row["left_out"]]
    return leave_out(row["text"], spans) if spans else None


def speech_of(row: Row, sections: Sequence[Row], source: Source, copy: tuple[Source, Gaps] | None) -> Speech:
    """Return the speech of a row and of its sections' rows; ``copy`` is the source as it is searched."""
    closing = None if row["closing_start"] is None else Span(row["closing_start"], row["closing_end"])
    speech = Speech(
        row["speech"], source, row["title"], row["date"], row["genre"], row["salutation"],
        row["start"], row["end"],
        tuple(HeaderLine(each["role"], each["start"], each["end"]) for each in row["header"]),
        _outline(sections), closing, notes=_notes_of(row["notes"]),
        genre_evidence=tuple(Evidence(**each) for each in row["genre_evidence"]),
    )  # fmt: skip
    return read_again(speech, *copy) if copy else speech


def _outline(rows: Sequence[Row]) -> tuple[Section, ...]:
    """Build the tree from its leaves: in the order of the text a section stands before what it holds."""
    children: dict[int | None, list[Section]] = {}
    for row in reversed(rows):
        section = Section(
            row["level"], row["style"], row["number"], row["heading"], row["start"], row["end"],
            row["heading_start"], row["heading_end"], row["inline"],
            tuple(reversed(children.pop(row["section"], []))),
        )  # fmt: skip
        children.setdefault(row["parent"], []).append(section)
    return tuple(reversed(children.get(None, [])))


def annotation_table(found: Sequence[tuple[Speech, Annotation]]) -> pa.Table:
    """Return the table of annotations, a column at a time: they are many, and a row of its own for each is slow."""
    import pyarrow as pa

    form = schema("annotations")
    speeches, annotations = [speech for speech, _ in found], [each for _, each in found]
    kinds = [each.kind for each in annotations]
    of_kind: dict[str, list[int]] = {kind: [] for kind in ATTRIBUTES}
    for place, kind in enumerate(kinds):
        of_kind[kind].append(place)
    columns: dict[str, Any] = {
        "source": [speech.source.name for speech in speeches],
        "speech": [speech.id for speech in speeches],
        "text": [speech.source.text[each.start : each.end] for speech, each in found],
        "start": [each.start for each in annotations],
        "end": [each.end for each in annotations],
        "kind": kinds,
        "label": [each.label for each in annotations],
        "rule": [each.rule for each in annotations],
    }
    for name in form.names:
        if name not in columns:
            # Only the kinds that have the attribute are asked for it.
            places = [place for kind, own in ATTRIBUTES.items() if name in own for place in of_kind[kind]]
            values = [annotations[place].attributes[name] for place in places]
            column = _member_lists(values) if name == "members" else pa.array(values, form.field(name).type)
            columns[name] = _spread(column, places, len(found))
    return pa.table(columns, schema=form)


def _spread(values: pa.Array, places: Sequence[int], count: int) -> pa.Array:
    """Put values into their places in a column of so many rows; the other rows are null."""
    import numpy as np
    import pyarrow as pa

    at = np.zeros(count, np.int32)
    none = np.ones(count, bool)
    at[places] = np.arange(len(places), dtype=np.int32)
    none[places] = False
    return values.take(pa.array(at, mask=none))


def _member_lists(lists: Sequence[Sequence[Member]]) -> pa.ListArray:
    import numpy as np
    import pyarrow as pa

    members = [each for members in lists for each in members]
    ends = np.cumsum([0, *map(len, lists)], dtype=np.int32)
    columns = [
        [each.text for each in members],
        [each.start for each in members],
        [each.end for each in members],
    ]
    form = schema("annotations").field("members").type
    items = pa.StructArray.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, form.value_type, strict=True)],
        fields=list(form.value_type),
    )
    return pa.ListArray.from_arrays(ends, items, form)


def annotation_of(row: Row) -> Annotation:
    """Return the annotation of a row."""
    attributes = {key: row[key] for key in ATTRIBUTES[row["kind"]]}
    if "members" in attributes:
        attributes["members"] = [
            Member(each["text"], each["start"], each["end"]) for each in attributes["members"]
        ]
    number = attributes.get("number")
    if number is not None and number == int(number):
        attributes["number"] = int(number)  # a column has one type; three rounds are no 3.0
    return Annotation(row["start"], row["end"], row["kind"], row["label"], row["rule"], attributes)


def _notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    return [
        {"rule": each.rule, "message": each.message, "start": each.start, "end": each.end} for each in notes
    ]


def _notes_of(rows: Iterable[Row]) -> tuple[Note, ...]:
    return tuple(Note(each["rule"], each["message"], each["start"], each["end"]) for each in rows)
