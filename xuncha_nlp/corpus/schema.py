"""The tables of a corpus directory: their columns and types. ``docs/corpus-format.md`` says what each means."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ATTRIBUTES", "FACTS", "TABLES", "schema"]

TABLES = ("sources", "speeches", "sections", "tokens", "words", "annotations")

# What is known of a speech beside its text.
FACTS = [
    "speech", "source", "title", "date", "genre", "salutation", "characters", "sections", "start", "end",
]  # fmt: skip
_LISTS = ("formula", "known", "quoted", "declared", "members", "resolved_by", "status")
# What an annotation of each kind has beside what all have; as columns of one table, null for other kinds.
ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "formula": (*_LISTS, "nested_in", "evidence"),
    "enumeration": _LISTS,
    "citation": ("document", "type", "date", "known", "version", "status", "inner"),
    "slot": (
        "value",
        "generic",
        "iso",
        "number",
        "about",
        "unit",
        "noun",
        "office",
        "division",
        "code",
        "evidence",
    ),
    "move": ("level", "score", "probability", "evidence"),
    "device": ("members", "frame", "domain", "evidence"),
}


@cache
def schema(table: str) -> pa.Schema:
    """Return the schema of a table.

    Parameters
    ----------
    table : {"sources", "speeches", "sections", "tokens", "words", "annotations"}

    Examples
    --------
    >>> schema("tokens").names
    ['source', 'speech', 'token', 'word', 'start', 'end']
    """
    import pyarrow as pa

    text, number, flag = pa.string(), pa.int32(), pa.bool_()
    # Names that stand in millions of rows are kept once and pointed to.
    name = pa.dictionary(number, text)
    span = [("start", number), ("end", number)]
    notes = pa.list_(pa.struct([("rule", text), ("message", text), *span]))
    columns: dict[str, list[tuple[str, pa.DataType]]] = {
        "sources": [
            ("source", text), ("file", text), ("sha256", text), ("encoding", text), ("media_type", text),
            ("characters", number), ("text", text), ("left_out", pa.list_(pa.struct(span))),
            ("metadata", pa.list_(pa.struct([("key", text), ("value", text)]))), ("notes", notes),
        ],
        "speeches": [
            ("source", text), ("speech", text), ("title", text), ("date", text), ("genre", text),
            ("genre_evidence", pa.list_(pa.struct([("rule", text), ("text", text), *span]))), ("salutation", text), *span, ("closing_start", number), ("closing_end", number),
            ("characters", number), ("sections", number), ("tokens", number),
            ("header", pa.list_(pa.struct([("role", text), *span]))), ("notes", notes),
        ],
        "sections": [
            ("source", text), ("speech", text), ("section", number), ("parent", number), ("level", number),
            ("style", text), ("number", number), ("heading", text), *span,
            ("heading_start", number), ("heading_end", number), ("inline", flag),
        ],
        "tokens": [("source", name), ("speech", name), ("token", number), ("word", name), *span],
        "words": [("word", text), ("count", number), ("speeches", number)],
        "annotations": [
            ("source", text), ("speech", text), ("text", text), *span, ("kind", text), ("label", text),
            ("rule", text), ("formula", text), ("known", flag), ("quoted", flag), ("declared", number),
            ("members", pa.list_(pa.struct([("text", text), *span]))), ("resolved_by", text),
            ("status", text), ("value", text), ("generic", flag), ("level", number), ("score", number),
            ("probability", pa.float64()), ("frame", text), ("domain", text), ("nested_in", text), ("evidence", pa.list_(text)), ("iso", text), ("number", pa.float64()), ("about", text), ("unit", text),
            ("noun", text), ("office", text), ("division", text), ("code", text),
            ("document", text), ("type", text), ("date", text), ("version", text), ("inner", pa.list_(text)),
        ],
    }  # fmt: skip
    return pa.schema(columns[table])
