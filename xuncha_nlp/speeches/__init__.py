"""`Source` to `Speech`: the compilation is split, and each speech's header, outline and closing read."""

from __future__ import annotations

from collections.abc import Sequence

from ..sources import Source
from .contents import find_contents
from .dates import find_dates, parse_date_line
from .genre import Genre, find_genre, genres
from .header import Header, find_headers, lone_header
from .lines import Line, read_lines
from .mending import find_damage
from .model import HeaderLine, Section, Span, Speech
from .numbering import styles, write_number
from .outline import find_closing, find_outline
from .reading import Gaps, leave_out, restore

__all__ = [
    "Gaps",
    "Genre",
    "HeaderLine",
    "Section",
    "Span",
    "Speech",
    "find_dates",
    "find_genre",
    "genres",
    "parse_date_line",
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
        copy, gaps = leave_out(source, damage)
        return tuple(restore(speech, source, gaps) for speech in _split(copy))
    return _split(source)


def _split(source: Source) -> tuple[Speech, ...]:
    lines = read_lines(source)
    if not lines:
        return ()
    contents = find_contents(lines)
    headers = find_headers(lines, contents.last, contents.titles)
    if not headers:
        rest = lines[contents.last :] or lines
        return (_speech(source, 1, lone_header(rest), rest),)
    ends = [header.first for header in headers[1:]] + [len(lines)]
    return tuple(
        _speech(source, number, header, lines[header.first : end])
        for number, (header, end) in enumerate(zip(headers, ends, strict=True), start=1)
    )


def _speech(source: Source, number: int, header: Header, lines: Sequence[Line]) -> Speech:
    body = lines[header.last - header.first :]
    closing = find_closing(body) if body else None
    subtitle = next(
        (source.text[each.start : each.end] for each in header.lines if each.role == "subtitle"), None
    )
    return Speech(
        id=f"{source.name}#{number}",
        source=source,
        title=header.title,
        date=header.date,
        genre=find_genre(header.title) or find_genre(subtitle),
        salutation=header.salutation,
        start=lines[0].start,
        end=lines[-1].end,
        header=header.lines,
        sections=find_outline(body, closing),
        closing=closing,
    )
