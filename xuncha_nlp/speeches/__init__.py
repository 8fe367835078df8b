"""`Source` to `Speech`: the compilation is split, and each speech's header, outline and closing read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..sources import Note, Source
from .closing import find_closing
from .contents import find_contents
from .dates import find_dates, parse_date_line
from .genre import Genre, find_genre, genres, judge_genre
from .header import (
    ENOUGH,
    Header,
    find_headers,
    is_untitled_speech,
    lone_header,
    with_signed_date,
    without_separators,
)
from .lines import Line, read_lines
from .listing import compare
from .mending import find_damage
from .metadata import collection_year, with_metadata
from .model import Evidence, HeaderLine, Section, Span, Speech
from .numbering import styles, write_number
from .outline import find_outline
from .reading import Gaps, leave_out, read_again, restore
from .structure import find_notes

__all__ = [
    "Evidence",
    "Gaps",
    "Genre",
    "HeaderLine",
    "Section",
    "Span",
    "Speech",
    "find_dates",
    "find_genre",
    "genres",
    "leave_out",
    "parse_date_line",
    "read_again",
    "split",
    "styles",
    "write_number",
]


def split(source: Source) -> tuple[Speech, ...]:
    """Split a source into its speeches.

    The contents list and whatever stands above the first speech belong to none. A text in which no
    header is found is one speech.

    Parameters
    ----------
    source : Source
        A text with one speech or several.

    Returns
    -------
    tuple of Speech
        At least one, in the order of the text.

    Examples
    --------
    >>> text = "在动员会上的\\n讲话\\n（2017年8月）\\n同志们：\\n下面，我讲两点：\\n一、认识\\n二、任务\\n散会。"
    >>> speech, = split(Source.from_text("a.txt", text))
    >>> speech.title, speech.date, speech.salutation, [section.heading for section in speech.sections]
    ('在动员会上的讲话', '2017-08', '同志们', ['认识', '任务'])
    """
    damage = find_damage(source)
    if damage:
        text, gaps = leave_out(source.text, damage)
        return tuple(restore(speech, source, gaps) for speech in _split(replace(source, text=text)))
    return _split(source)


def _split(source: Source) -> tuple[Speech, ...]:
    lines = read_lines(source)
    if not lines:
        return ()
    contents = find_contents(lines)
    year = collection_year(lines, source.metadata)
    # What has a title beside it is one text, unless several headers are beyond doubt.
    titled = bool(source.metadata.get("title"))
    headers = find_headers(
        source.text, lines, contents.last, frozenset(contents.titles), year=year, least=ENOUGH + 2 * titled
    )
    parts: Sequence[tuple[Header, Sequence[Line]]]
    if len(headers) <= titled:
        rest = lines[contents.last :] or lines
        lone = with_signed_date(lone_header(rest, year), rest)
        parts = [(with_metadata(lone, source.metadata), rest)]
        beside = source.metadata
    else:
        parts = _parts(lines, contents.last, headers, year)
        beside = {}
    notes = compare(contents, [header for header, _ in parts])
    return tuple(
        _with_notes(_speech(source, number, header, part, beside), said)
        for number, ((header, part), said) in enumerate(zip(parts, notes, strict=True), start=1)
    )


def _parts(
    lines: Sequence[Line], begin: int, headers: Sequence[Header], year: str | None
) -> list[tuple[Header, Sequence[Line]]]:
    """The speeches of a compilation: the header of each, and its lines."""
    above = lines[begin : headers[0].first]
    if is_untitled_speech(above):
        header = lone_header(above, year)
        headers = [replace(header, first=begin, last=begin + header.last), *headers]
    ends = [header.first for header in headers[1:]] + [len(lines)]
    parts = []
    for header, end in zip(headers, ends, strict=True):
        part = without_separators(lines[header.first : end])
        parts.append((with_signed_date(header, part), part))
    return parts


def _with_notes(speech: Speech, notes: tuple[Note, ...]) -> Speech:
    return replace(speech, notes=notes + speech.notes) if notes else speech


def _speech(
    source: Source, number: int, header: Header, lines: Sequence[Line], beside: Mapping[str, str]
) -> Speech:
    body = lines[header.last - header.first :]
    closing = find_closing(body) if body else None
    genre, evidence = judge_genre(
        source,
        header.lines,
        Span(header.lines[-1].end if header.lines else lines[0].start, lines[-1].end),
        beside,
    )
    sections = find_outline(source.view, body, closing)
    return Speech(
        id=f"{source.name}#{number}",
        source=source,
        title=header.title,
        date=header.date,
        genre=genre,
        salutation=header.salutation,
        start=lines[0].start,
        end=lines[-1].end,
        header=header.lines,
        sections=sections,
        closing=closing,
        notes=find_notes(source.text, sections),
        genre_evidence=evidence,
    )
