"""Reader for web pages: the text that is shown, a line a block, without what leads to other pages."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from ..errors import InputError
from .decode import decode
from .html_text import extract
from .model import Note
from .record import Record
from .sniff import HEAD, is_html

__all__ = ["SUFFIXES", "accepts", "convert"]

SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
# Word opens a web page under its own suffix, and so it is often saved.
_ALSO = frozenset({".doc", ".docx", ".wps", ".rtf", ".odt", ".txt", ".text", ""})
_MEDIA_TYPE = "text/html"
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
# Chinese pages say gb2312 and use the larger sets that came after it.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030"}


def accepts(suffix: str, head: bytes) -> bool:
    """Accept what is called a web page, and what shows to be one under the name of a document."""
    return suffix in SUFFIXES or (suffix in _ALSO and is_html(head))


def convert(data: bytes, name: str, encoding: str | None) -> Sequence[Record]:
    """Return the text of a web page; its title goes into the metadata.

    Nothing is left out but what is not shown, what the page itself declares to stand beside its text
    (``<nav>``, ``<aside>``, the header and footer of the site) and blocks that are links and nothing else;
    what is left out is reported. The encoding is that of the byte-order mark, of the ``<meta>`` element
    where the page can be read in it, or found by evidence.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.
    encoding : str, optional
        What the user says that it is.

    Returns
    -------
    sequence of Record
        One.

    Raises
    ------
    InputError
        The file is binary or damaged.

    Examples
    --------
    >>> page = "<title>讲话</title><div><p>一、认识<br>二、任务</p></div>".encode()
    >>> record, = convert(page, "a.html", None)
    >>> record.text, record.metadata["title"]
    ('一、认识\\n二、任务', '讲话')
    """
    text, label = _decode(data, name, encoding)
    found = extract(text)
    notes = []
    if found.beside:
        shown = "；".join(each if len(each) <= 20 else f"{each[:20]}…" for each in found.beside[:3])  # noqa: PLR2004
        notes.append(Note("html-beside", f"有 {len(found.beside)} 处导航等内容未计入正文：{shown}"))
    metadata = {"title": found.title} if found.title else {}
    return [Record(found.text, label, _MEDIA_TYPE, tuple(notes), metadata)]


def _decode(data: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    declared = _CHARSET.search(data[:HEAD])
    if encoding or declared is None or data.startswith(_MARKS):
        return decode(data, name, encoding)
    said = declared[1].decode("ascii").lower()
    try:
        return decode(data, name, _LARGER.get(said, said))
    # What a page says of itself is evidence and no more: pages are saved anew in another encoding.
    except InputError:
        return decode(data, name, None)
