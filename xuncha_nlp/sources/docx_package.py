"""The parts of a .docx, opened as if it came from someone who means harm.

Only the parts that carry text are ever read; pictures, embedded files, comments and the like stay packed. A
part is read in steps, so that one that inflates to more than it declares is stopped there, and the parser
takes no document type declaration, resolves no entity and opens no address.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..errors import InputError
from .limits import MAX_UNPACKED_BYTES, MAX_ZIP_MEMBERS, megabytes

__all__ = ["Package", "attribute", "child", "damaged", "local"]

_NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    # The same format as ISO has it: what Word calls Strict.
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
# Word itself nests a document no deeper than a few dozen elements; lxml's own limit is 256.
_STEP = 64 * 1024
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, KeyError, NotImplementedError,
    OSError, RuntimeError, SyntaxError, UnicodeError, ValueError,
)  # fmt: skip


class Package:
    """The archive of a .docx.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.

    Raises
    ------
    InputError
        The archive is damaged, encrypted, no .docx, or would unpack to more than the limit.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise damaged(name) from error
        members = self._archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if unpacked > MAX_UNPACKED_BYTES or len(members) > MAX_ZIP_MEMBERS:
            raise InputError(
                f"文件展开后过大：{name}（{megabytes(unpacked)}）",
                "请删去其中的图片和附件，另存后再试",
            )
        if any(member.flag_bits & 1 for member in members):
            raise InputError(f"文件有密码：{name}", "请用 Word 或 WPS 打开，去掉密码后另存")
        self.document = self._target("", "officeDocument")
        if not self.document:
            raise damaged(name)

    def has(self, part: str) -> bool:
        """Whether there is a part of that name."""
        return part in self._archive.namelist()

    def path(self, kind: str) -> str:
        """Return the name of a part that the document refers to, such as ``"styles"``; ``""`` without one."""
        part = self._target(self.document, kind)
        return part if self.has(part) else ""

    def related(self, kind: str) -> Any | None:
        """Return the root of a part that the document refers to; None without one."""
        part = self.path(kind)
        return self.root(part) if part else None

    def body(self) -> Iterator[Any]:
        """Yield the children of the document's body one by one; each is emptied once it is done with."""
        from lxml import etree

        depth = 0
        try:
            with self._archive.open(self.document) as stream:
                events = etree.iterparse(
                    stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
                )
                for event, element in events:
                    if event == "start":
                        depth += 1
                        if depth == 1:
                            self._refuse_doctype(element)
                            if local(element) != "document":
                                raise damaged(self._name)
                        continue
                    depth -= 1
                    if depth == 2:  # noqa: PLR2004
                        yield element
                        element.clear()
                        parent = element.getparent()
                        while element.getprevious() is not None:
                            del parent[0]
        except _BROKEN as error:
            raise damaged(self._name) from error

    def _target(self, part: str, kind: str) -> str:
        folder, file = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.has(rels):
            return ""
        for each in self.root(rels):
            if (each.get("Type") or "").endswith(f"/{kind}") and each.get("TargetMode") != "External":
                target = each.get("Target") or ""
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return ""

    def root(self, part: str) -> Any:
        """Return the root of a part, which must be there, as a whole tree."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            with self._archive.open(part) as stream:
                while step := stream.read(_STEP):
                    parser.feed(step)
            root = parser.close()
        except _BROKEN as error:
            raise damaged(self._name) from error
        self._refuse_doctype(root)
        return root

    def _refuse_doctype(self, element: Any) -> None:
        # The format allows none, and what stands behind an unresolved entity would be lost.
        if element.getroottree().docinfo.doctype:
            raise damaged(self._name)


def damaged(name: str) -> InputError:
    """Return the error for a file that is not what its name says."""
    return InputError(f"文件损坏或不是 .docx：{name}", "请用 Word 或 WPS 打开并另存为 .docx 后再试")


@cache
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: Any) -> str:
    """Return the name of an element without its namespace; ``""`` for a comment and the like."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def child(element: Any | None, *path: str) -> Any | None:
    """Return the first element that a path of names leads to from an element; None where it breaks off."""
    for name in path:
        if element is None:
            return None
        element = element.find(f"{{*}}{name}")
    return element


def attribute(element: Any | None, name: str = "val") -> str:
    """Return an attribute of the format by its name; ``""`` where there is none."""
    if element is None:
        return ""
    for namespace in _NAMESPACES:
        value = element.get(namespace + name)
        if value is not None:
            return str(value)
    return ""
