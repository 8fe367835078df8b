"""What a file is, by its first bytes: a suffix is only what somebody called it."""

from __future__ import annotations

import re

__all__ = ["HEAD", "is_html", "is_ole", "is_opendocument", "is_pdf", "is_rtf", "is_zip"]

# How many bytes of a file the decision is made on.
HEAD = 4096

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S
)
_MARK = b"\xef\xbb\xbf"


def is_pdf(head: bytes) -> bool:
    """Say whether this is a PDF; what stands before the mark is allowed by common practice."""
    return b"%PDF-" in head[:1024]


def is_ole(head: bytes) -> bool:
    """Say whether this is the container of .doc, .wps and of encrypted .docx."""
    return head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_rtf(head: bytes) -> bool:
    r"""Say whether this is rich text.

    >>> is_rtf(b"{\\rtf1\\ansi")
    True
    """
    return head.startswith(b"{\\rtf")


def is_zip(head: bytes) -> bool:
    """Say whether this is a ZIP archive: .docx, .odt and many more."""
    return head.startswith(b"PK\x03\x04")


def is_opendocument(head: bytes) -> bool:
    """Say whether this is .odt; its type is the first member of the archive, and not compressed."""
    return is_zip(head) and head[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")


def is_html(head: bytes) -> bool:
    """Say whether a web page begins here.

    >>> is_html(b"<!DOCTYPE html><title>"), is_html(b"<p>")
    (True, False)
    """
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            head = head[2:].decode(codec, "replace").encode("ascii", "replace")
    return bool(_HTML.match(head.removeprefix(_MARK)))
