"""Reader for .doc, .wps, .rtf and .odt: LibreOffice makes a .docx of them, which is read as such.

The document may come from anywhere. LibreOffice runs without a window, in a profile of its own that forbids
macros, updates no link and sends every request to a closed port, in a folder that is gone afterwards.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import InputError, MissingExtraError
from . import docx
from .limits import MAX_CONVERSION_SECONDS, max_bytes
from .model import Note
from .record import Record
from .sniff import is_html, is_ole, is_opendocument, is_rtf, is_zip

__all__ = ["SUFFIXES", "accepts", "convert"]

SUFFIXES = frozenset({".doc", ".wps", ".rtf", ".odt"})
_MEDIA_TYPES = {
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xml": "application/xml",
}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Behind the header of the container the text itself begins.
_SECTOR = 512
_WORD = "WordDocument".encode("utf-16-le")
# Word 2003 could write a document as XML.
_XML = (b"<?xml", b"\xef\xbb\xbf<?xml")
# Left to itself, LibreOffice reads what it does not know as a text, and gives a page of rubbish.
_FILTERS = {
    ".doc": ["MS Word 97", "MS Word 95", "MS WinWord 6.0"],
    ".wps": ["MS_Works"],
    ".rtf": ["Rich Text Format"],
    ".odt": ["writer8"],
    ".xml": ["MS Word 2003 XML"],
}
_SETTINGS = {
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks"): "true",
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent"): "true",
    ("org.openoffice.Office.Writer/Content/Update", "Link"): "2",
    ("org.openoffice.Inet/Settings", "ooInetProxyType"): "2",
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort"): "9",
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort"): "9",
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyName"): "127.0.0.1",
    ("org.openoffice.Inet/Settings", "ooInetFTPProxyPort"): "9",
}


def accepts(suffix: str, head: bytes) -> bool:
    """Accept what shows to be of an older Word, and what is called so and is neither .docx nor a web page."""
    shown = is_ole(head) or is_rtf(head) or is_opendocument(head)
    return shown or (suffix in SUFFIXES and not is_zip(head) and not is_html(head))


def convert(data: bytes, name: str, encoding: str | None) -> Sequence[Record]:
    """Return the text of a document that LibreOffice can read.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.
    encoding : str, optional
        Not used: the formats say it themselves.

    Returns
    -------
    sequence of Record
        One, with the notes of the .docx reader and one about the conversion.

    Raises
    ------
    InputError
        The file is damaged, needs a password, or LibreOffice does not come to an end with it.
    MissingExtraError
        LibreOffice is not installed.
    """
    suffix = _kind(data, name)
    if _is_locked(data):
        raise InputError(f"文件有密码：{name}", "请用 Word 或 WPS 打开，去掉密码后另存")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise MissingExtraError(
            f"读 {suffix} 需要 LibreOffice：{name}", "请安装 LibreOffice，或用 Word、WPS 另存为 .docx 后再试"
        )
    made = _through_libreoffice(program, data, suffix, name)
    if made is None:
        raise _damaged(name, suffix)
    record, *_ = docx.convert(made, name, encoding)
    note = Note("converted", f"由 LibreOffice 从 {suffix} 转换后读入")
    media_type = _MEDIA_TYPES[suffix]
    return [replace(record, encoding=suffix[1:], media_type=media_type, notes=(*record.notes, note))]


def _kind(data: bytes, name: str) -> str:
    """The suffix of what the file is, whatever it is called."""
    suffix = Path(name).suffix.lower()
    if is_rtf(data):
        return ".rtf"
    if is_opendocument(data):
        return ".odt"
    # WPS writes what Word wrote, under a suffix that once was another program's.
    if is_ole(data):
        return ".doc" if _WORD in data or suffix not in SUFFIXES else suffix
    if suffix in SUFFIXES and data.startswith(_XML):
        return ".xml"
    raise _damaged(name, suffix)


def _is_locked(data: bytes) -> bool:
    """Say whether a password is needed: a .docx in a safe, or the flag at the beginning of a .doc's text."""
    begin = data[_SECTOR : _SECTOR + 12]
    return is_ole(data) and (_ENCRYPTED in data or (begin.startswith(b"\xec\xa5") and bool(begin[11] & 1)))


def _through_libreoffice(program: str, data: bytes, suffix: str, name: str) -> bytes | None:
    """The .docx that LibreOffice makes of a document; None where it cannot read it."""
    with tempfile.TemporaryDirectory(prefix="xuncha-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        document = place / f"document{suffix}"
        document.write_bytes(data)
        settings = place / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_settings(), encoding="utf-8")
        made = place / "out" / "document.docx"
        for each in _FILTERS[suffix]:
            command = [
                program,
                "--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                f"--infilter={each}",
                "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(document),
            ]  # fmt: skip
            if not _ended(command, place):
                raise InputError(
                    f"转换超时：{name}（超过 {MAX_CONVERSION_SECONDS} 秒）",
                    "请用 Word 或 WPS 另存为 .docx 后再试",
                )
            if made.is_file():
                if made.stat().st_size > 2 * max_bytes():
                    raise InputError(f"转换后过大：{name}", "请删去其中的图片和附件，另存后再试")
                return made.read_bytes()
    return None


def _ended(command: list[str], place: Path) -> bool:
    """Run LibreOffice and say whether it came to an end in time; what it says itself helps nobody."""
    closed = "http://127.0.0.1:9"
    environment = {
        **os.environ,
        "http_proxy": closed,
        "https_proxy": closed,
        "no_proxy": "",
        "HOME": str(place),
    }
    with subprocess.Popen(  # noqa: S603
        command,
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # It starts further processes, which end with the group.
        start_new_session=True,
    ) as process:
        try:
            process.wait(MAX_CONVERSION_SECONDS)
        except BaseException as error:
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                return False
            raise
    return True


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in _SETTINGS.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )


def _damaged(name: str, suffix: str) -> InputError:
    return InputError(
        f"文件损坏或不是 {suffix or '.doc'}：{name}", "请用 Word 或 WPS 打开并另存为 .docx 后再试"
    )
