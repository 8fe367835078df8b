"""Comments in a .docx: at exact characters, with nothing else in the file changed."""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from ..sources.docx import read_story
from ..sources.docx_package import Package, attribute, child, damaged, local
from ..sources.limits import megabytes
from .docx_appendix import UNWRITABLE
from .docx_places import Places

__all__ = ["AUTHOR", "INITIALS", "Remark", "with_comments"]

AUTHOR, INITIALS = "xuncha_nlp", "审"
# To be marked, a document must be in memory as a tree, which is many times its text.
_MOST_BYTES = 16 * 1024 * 1024
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"
_MOMENT = (1980, 1, 1, 0, 0, 0)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to be made.

    Parameters
    ----------
    start, end : int
        Offsets into the text of the .docx as our reader has it; the same for a comment on a place between
        two characters.
    lines : tuple of str
        A paragraph each.
    """

    start: int
    end: int
    lines: tuple[str, ...]


def with_comments(data: bytes, remarks: Sequence[Remark], name: str) -> bytes:
    """Return a .docx with comments.

    Parameters
    ----------
    data : bytes
        A .docx of any origin. Its own comments stay.
    remarks : sequence of Remark
        Those that stand at the same place keep their order.
    name : str
        The file's name, for messages.

    Returns
    -------
    bytes
        The document with runs split where a comment begins or ends, the comments, and what refers to
        them; all other parts as they were. Nobody's time: the same input gives the same bytes.

    Raises
    ------
    InputError
        The file is truncated, encrypted, no .docx, or too large.

    Examples
    --------
    >>> from xuncha_nlp.exporters.blocks import Block
    >>> from xuncha_nlp.exporters.docx import write_docx
    >>> from xuncha_nlp.exporters.layouts import load_layout
    >>> plain = write_docx([[Block("body", "现在开会。", 0, 0, 5)]], load_layout("gb9704"))
    >>> data = with_comments(plain, [Remark(2, 4, ("【提示】可改",))], "a.docx")
    >>> import docx
    >>> document = docx.Document(io.BytesIO(data))
    >>> [(each.author, each.initials, each.text) for each in document.comments]
    [('xuncha_nlp', '审', '【提示】可改')]
    >>> [run.text for run in document.paragraphs[0].runs]
    ['现在', '开会', '', '。']
    """
    package = Package(data, name)
    _refuse_large(data, package.document, name)
    document = package.root(package.document)
    body = child(document, "body")
    story = None if body is None else read_story(package, body, traced=True)
    if story is None:
        raise damaged(name)
    story.text()
    if not remarks or not story.pieces:
        return data
    comments = package.related("comments")
    part = package.path("comments") or _free(data, package.document)
    made = _made(document, comments)
    numbers = _numbers(document, made)
    for number, remark in enumerate(remarks, start=max(numbers, default=-1) + 1):
        made.append(_comment(document, number, remark))
    _mark(document, Places(story.pieces), remarks, made)
    changed = {package.document: document, part: made}
    if comments is None:
        changed |= _references(package, part)
    return _rewritten(data, changed, name)


def _refuse_large(data: bytes, part: str, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(part).file_size if part in archive.namelist() else 0
    if size > _MOST_BYTES:
        raise InputError(
            f"文件过大，不能加批注：{name}（正文展开后 {megabytes(size)}）", "请分成几个文件后再试"
        )


def _free(data: bytes, document: str) -> str:
    """A name for the part with the comments."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        taken = {each.lower() for each in archive.namelist()}
    folder = posixpath.dirname(document)
    names = (posixpath.join(folder, f"comments{number or ''}.xml") for number in range(len(taken) + 1))
    return next(each for each in names if each.lower() not in taken)


def _element(like: Any, tag: str, *children: Any, **attributes: object) -> Any:
    """Make an element in the namespace of another: a document may be of one of two editions."""
    namespace = f"{{{_namespace(like)}}}"
    made = like.makeelement(
        namespace + tag, {namespace + key: str(value) for key, value in attributes.items()}
    )
    made.extend(children)
    return made


def _namespace(like: Any) -> str:
    return str(like.tag).rpartition("}")[0][1:]


def _made(document: Any, comments: Any | None) -> Any:
    """The part with the comments: that of the document, or an empty one."""
    if comments is not None:
        return comments
    from lxml import etree

    namespace = _namespace(document)
    return etree.Element(f"{{{namespace}}}comments", nsmap={"w": namespace})


def _numbers(document: Any, comments: Any) -> list[int]:
    """The ids in use; one that refers to no comment is in use as well."""
    names = {"commentReference", "commentRangeStart", "commentRangeEnd"}
    found = [attribute(each, "id") for each in comments if local(each) == "comment"]
    found += [attribute(each, "id") for each in document.iter() if local(each) in names]
    return [int(each) for each in found if each.isdecimal()]


def _comment(document: Any, number: int, remark: Remark) -> Any:
    """A comment whose look depends on no style of the document: 9 pt, lines one below the other."""

    def make(tag: str, *children: Any, **attributes: object) -> Any:
        return _element(document, tag, *children, **attributes)

    made = make("comment", id=number, author=AUTHOR, initials=INITIALS)
    for index, line in enumerate(remark.lines):
        spacing = make("spacing", before=0, after=0, line=240, lineRule="auto")
        indent = make("ind", left=0, right=0, firstLineChars=0, firstLine=0)
        properties = make("pPr", make("snapToGrid", val=0), spacing, indent, make("jc", val="left"))
        text = make("t")
        text.text = UNWRITABLE.sub("", line)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        look = make(
            "rPr",
            make("rFonts", hint="eastAsia"),
            make("spacing", val=0),
            make("sz", val=18),
            make("szCs", val=18),
        )
        begins = [make("r", make("annotationRef"))] if index == 0 else []
        made.append(make("p", properties, *begins, make("r", look, text)))
    return made


def _mark(document: Any, places: Places, remarks: Sequence[Remark], comments: Any) -> None:
    numbers = [int(attribute(each, "id")) for each in comments[-len(remarks) :]]
    for number, remark in zip(numbers, remarks, strict=True):
        first, last = places.span(remark.start, remark.end)
        begin, end = (_element(document, tag, id=number) for tag in ("commentRangeStart", "commentRangeEnd"))
        reference = _element(document, "r", _element(document, "commentReference", id=number))
        if first is not None:
            first.addprevious(begin)
        if local(last) == "p":
            last.extend([reference])
            continue
        last.addnext(reference)
        if first is not None:
            last.addnext(end)


def _references(package: Package, part: str) -> dict[str, Any]:
    """What says that there is a part with comments: the content types and the document's relationships."""
    from lxml import etree

    types = package.root(_TYPES)
    etree.SubElement(
        types, f"{{{_namespace(types)}}}Override", PartName=f"/{part}", ContentType=_CONTENT_TYPE
    )
    folder, file = posixpath.split(package.document)
    path = posixpath.join(folder, "_rels", f"{file}.rels")
    strict = "purl.oclc.org" in _namespace(package.root(package.document))
    base = (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
        if strict
        else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    rels = (
        package.root(path)
        if package.has(path)
        else etree.Element(f"{{{namespace}}}Relationships", nsmap={None: namespace})
    )
    taken = {each.get("Id") for each in rels}
    free = next(each for number in range(len(taken) + 1) if (each := f"rIdXuncha{number}") not in taken)
    etree.SubElement(
        rels,
        f"{{{namespace}}}Relationship",
        Id=free,
        Type=f"{base}/comments",
        Target=posixpath.relpath(part, folder or "."),
    )
    return {_TYPES: types, path: rels}


def _rewritten(data: bytes, changed: Mapping[str, Any], name: str) -> bytes:
    """Write the archive anew with some of its parts changed or added, the others byte for byte."""
    from lxml import etree

    parts = {
        path: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for path, root in changed.items()
    }
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
            members = old.infolist()
            for member in members:
                content = parts[member.filename] if member.filename in parts else old.read(member)
                new.writestr(copy.copy(member), content)
            for path in _added(parts, members):
                member = zipfile.ZipInfo(path, _MOMENT)
                member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, 0
                new.writestr(member, parts[path])
    except _BROKEN as error:
        raise damaged(name) from error
    return target.getvalue()


def _added(parts: Mapping[str, bytes], members: Iterable[zipfile.ZipInfo]) -> list[str]:
    return sorted(set(parts) - {each.filename for each in members})
