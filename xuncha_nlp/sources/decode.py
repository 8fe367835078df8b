"""Bytes to text, by evidence and without loss."""

from __future__ import annotations

import codecs
import re

from ..errors import InputError

__all__ = ["decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    # Before UTF-16, with whose marks these begin.
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_CANDIDATES = ["gb18030", "utf_16_le", "utf_16_be", "big5"]
# So many valid multi-byte characters before the first bad byte do not happen by chance: the file is
# UTF-8 with damage, and reading it as anything else would give mojibake without a warning.
_SURELY_UTF8 = 12
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """Decode the bytes of a text file.

    A byte-order mark decides; else strict UTF-8; else GB2312, the commonest characters of GB18030, so
    that a short text is not taken for Big5; else the best of GB18030, UTF-16 and Big5 by the evidence
    that charset-normalizer gathers.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.
    encoding : str, optional
        What the user says that it is: then it is read as that and as nothing else.

    Returns
    -------
    tuple of str
        The text and the name of the encoding.

    Raises
    ------
    InputError
        The bytes are no text, or text with damage; the message gives the byte and the line. The encoding
        given is not known.

    Examples
    --------
    >>> decode("四个意识".encode("gb18030") * 5, "a.txt")[1]
    'gb18030'
    >>> decode("四个意识".encode("utf-8-sig"), "a.txt")
    ('四个意识', 'utf-8')
    >>> decode("四個意識".encode("big5"), "a.txt", "big5")
    ('四個意識', 'big5')
    """
    if encoding:
        return _as_told(data, encoding, name)
    for bom, codec, label in _BOMS:
        if data.startswith(bom):
            return _strict(data, codec, name, label), label
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        head = data[: error.start].decode("utf-8")
        if sum(character > "\x7f" for character in head) >= _SURELY_UTF8:
            raise _damaged(name, "utf-8", error.start, head) from error
    else:
        if "\x00" not in text:
            return text, "utf-8"
    return _common(data) or _detect(data, name)


def _as_told(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    try:
        label = codecs.lookup(encoding).name
        # Python has codecs that are no encodings of text, and says so only when they are used.
        b"a".decode(encoding)
    except UnicodeDecodeError:
        # Two bytes a character, and one was given.
        label = codecs.lookup(encoding).name
    except (LookupError, ValueError) as error:
        raise InputError(f"不认识的编码：{encoding}", "常用的有 utf-8、gb18030、big5、utf-16") from error
    # A mark is no part of the text, whoever knows the encoding.
    text = _strict(data, encoding, name, label).removeprefix("\ufeff")
    if "\x00" in text:
        raise InputError(f"按 {label} 读不出文字：{name}", "请换一种编码，或不指定编码")
    return text, label


def _common(data: bytes) -> tuple[str, str] | None:
    if _CONTROL.search(data):
        return None
    try:
        return data.decode("gb2312"), "gb18030"
    except UnicodeDecodeError:
        return None


def _strict(data: bytes, codec: str, name: str, label: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _damaged(name, label, error.start, data[: error.start].decode(codec, "ignore")) from error
    # Some codecs raise no more than this.
    except UnicodeError as error:
        raise _damaged(name, label, 0, "") from error


def _detect(data: bytes, name: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CANDIDATES).best()
    if best is None:
        raise InputError(
            f"不是文本文件：{name}",
            "请另存为 .txt 或 .docx 后再试；确是文本的，请用 --encoding gb18030 等指明编码",
        )
    return str(best), best.encoding.replace("_", "-")


def _damaged(name: str, label: str, start: int, before: str) -> InputError:
    line = len(re.findall(r"\r\n|\r|\n", before)) + 1
    other = "utf-8" if label == "gb18030" else "gb18030"
    return InputError(
        f"编码有损坏：{name} 第 {start + 1} 个字节（第 {line} 行）不是有效的 {label}",
        f"请用记事本或 WPS 重新另存为 UTF-8；若是别的编码，请用 --encoding {other} 等指明",
    )
