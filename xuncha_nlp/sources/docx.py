"""Reader for .docx: the body's paragraphs, one line each, with the numbers that Word shows before them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .docx_numbers import Numbers
from .docx_package import Package, damaged
from .docx_story import Story
from .docx_styles import Styles
from .record import Record
from .sniff import is_opendocument, is_zip

__all__ = ["MEDIA_TYPE", "SUFFIXES", "accepts", "convert", "read_story"]

SUFFIXES = frozenset({".docx"})
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Under these names a .docx is met as well.
_ALSO = frozenset({".doc", ".wps", ".rtf", ".odt", ".txt", ".text", ""})


def accepts(suffix: str, head: bytes) -> bool:
    """Accept every .docx, and an archive that somebody called a text."""
    return suffix in SUFFIXES or (suffix in _ALSO and is_zip(head) and not is_opendocument(head))


def convert(data: bytes, name: str, encoding: str | None) -> Sequence[Record]:
    """Return the text of a .docx: paragraphs, table cells and text boxes in reading order, one line each.

    Text is what a reader of the printed page sees in its body: insertions are text and deletions are
    none, automatic numbers are written out, hyperlinks, content controls and results of fields stand as
    they are shown. Headers, footers, notes, comments and hidden text are left out, and reported. The
    properties of the file are not read: its title and date are those of the document that it was copied
    from as often as not.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.
    encoding : str, optional
        Not used: the format says it itself.

    Returns
    -------
    sequence of Record
        One.

    Raises
    ------
    InputError
        The file is truncated, encrypted, no .docx, or would unpack to more than the limit.
    """
    del encoding
    package = Package(data, name)
    story = read_story(package, package.body())
    if story is None:
        raise damaged(name)
    return [Record(story.text(), "docx", MEDIA_TYPE, tuple(story.notes()))]


def read_story(package: Package, body: Iterable[Any], *, traced: bool = False) -> Story | None:
    """Read the blocks of a document's body; None where there are none.

    Parameters
    ----------
    package : Package
        For the styles and the numbers that the blocks refer to.
    body : iterable of lxml element
    traced : bool
        Whether to keep which element each character is from; see `Story.pieces`.
    """
    styles = Styles(package.related("styles"))
    story = Story(styles, Numbers(package.related("numbering"), styles), traced=traced)
    found = False
    for block in body:
        found = True
        story.add(block)
    return story if found else None
