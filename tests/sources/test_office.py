"""Reading .doc, .wps, .rtf and .odt through LibreOffice, and what is said without it."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from xuncha_nlp.errors import InputError, MissingExtraError
from xuncha_nlp.sources import office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REQUIRED = "XUNCHA_REQUIRE_RENDERING" in os.environ
needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None and not _REQUIRED, reason="not installed: soffice"
)
LINES = ["在动员会上的讲话", "一、算清家底", "先摆情况。"]


def rtf(*lines: str) -> bytes:
    def escaped(line: str) -> str:
        return "".join(f"\\u{ord(each) - (ord(each) > 32767) * 65536}?" for each in line)

    return ("{\\rtf1\\ansi\\uc1 " + "\\par ".join(map(escaped, lines)) + "}").encode()


@needs_libreoffice
@pytest.mark.parametrize("kind", ["doc", "odt"])
def test_what_libreoffice_writes_comes_back(read_bytes, tmp_path, kind):
    (tmp_path / "a.rtf").write_bytes(rtf(*LINES))
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(tmp_path), str(tmp_path / "a.rtf")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    data = (tmp_path / f"a.{kind}").read_bytes()
    source = read_bytes("b.wps" if kind == "doc" else f"b.{kind}", data)[0]
    assert source.text.split("\n") == LINES
    assert source.encoding == kind
    assert [note.rule for note in source.notes] == ["converted"]


@needs_libreoffice
@pytest.mark.parametrize("name", ["a.rtf", "a.doc", "a.txt"])
def test_rich_text_by_any_name_is_rich_text(read_bytes, name):
    source = read_bytes(name, rtf(*LINES))[0]
    assert (source.text.split("\n"), source.media_type) == (LINES, "application/rtf")


@needs_libreoffice
def test_a_document_fetches_nothing_and_runs_nothing(read_bytes, tmp_path):
    asked = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None: ...

    server = http.server.HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:text="{names}text:1.0" '
        f'xmlns:draw="{names}drawing:1.0" xmlns:script="{names}script:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:scripts><office:event-listeners>'
        '<script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:type="simple" '
        'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/>'
        "</office:event-listeners></office:scripts><office:body><office:text><text:p>正文</text:p>"
        f'<text:section text:name="a"><text:section-source xlink:href="{secret.as_uri()}" xlink:type="simple"/></text:section>'
        f'<text:section text:name="b"><text:section-source xlink:href="{address}/b" xlink:type="simple"/></text:section>'
        f'<text:p><draw:frame><draw:image xlink:href="{address}/c.png" xlink:type="simple"/></draw:frame></text:p>'
        "</office:text></office:body></office:document-content>"
    )
    macro = f'Sub Main\nOpen "{tmp_path}/made" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub'
    library = 'xmlns:library="http://openoffice.org/2000/library"'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "Basic/script-lc.xml": f'<library:libraries {library}><library:library library:name="Standard" library:link="false"/></library:libraries>',
        "Basic/Standard/script-lb.xml": f'<library:library {library} library:name="Standard"><library:element library:name="M"/></library:library>',
        "Basic/Standard/M.xml": f'<script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">{macro}</script:module>',
    }
    listed = "".join(
        f'<m:file-entry m:full-path="{name}" m:media-type="text/xml"/>' for name in list(parts)[1:]
    )
    path = tmp_path / "b.odt"
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{names}manifest:1.0" m:version="1.2"><m:file-entry m:full-path="/" '
            f'm:media-type="application/vnd.oasis.opendocument.text"/>{listed}</m:manifest>',
        )
    source = read_bytes("a.odt", path.read_bytes())[0]
    server.shutdown()
    server.server_close()
    assert "正文" in source.text
    assert "SECRET" not in source.text
    assert asked == []
    assert not (tmp_path / "made").exists()


@needs_libreoffice
@pytest.mark.parametrize(
    "data", [OLE + bytes(4096), OLE, OLE + "WordDocument".encode("utf-16-le") + bytes(9000)]
)
def test_a_damaged_doc_is_refused(read_bytes, data):
    with pytest.raises(InputError, match=r"文件损坏或不是 \.doc：a\.doc|没有文字：.*a\.doc"):
        read_bytes("a.doc", data)


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.rtf", "a.odt"])
@pytest.mark.parametrize("data", [bytes(range(256)) * 20, "一、认识".encode(), b"PK\x03\x04" + bytes(200)])
def test_what_is_none_of_these_is_refused_without_libreoffice(read_bytes, monkeypatch, name, data):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="文件损坏或不是"):
        read_bytes(name, data)


def test_a_password_is_named_without_libreoffice(read_bytes, monkeypatch):
    monkeypatch.setenv("PATH", "")
    locked = OLE + bytes(504) + b"\xec\xa5" + bytes(9) + b"\x01" + bytes(600)
    with pytest.raises(InputError, match="文件有密码"):
        read_bytes("a.doc", locked)


def test_without_libreoffice_the_way_out_is_named(read_bytes, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingExtraError, match=r"读 \.rtf 需要 LibreOffice：a\.rtf。请安装.*另存为 \.docx"):
        read_bytes("a.rtf", rtf("甲"))


@pytest.mark.skipif(
    sys.platform != "linux", reason="a script stands in for LibreOffice, /proc for a look at it"
)
def test_a_conversion_that_does_not_end_is_ended_with_all_its_processes(read_bytes, tmp_path, monkeypatch):
    place = tmp_path / "bin"
    place.mkdir()
    program = place / "soffice"
    # Its child keeps the file open for as long as it lives.
    program.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {tmp_path}/child\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(place), prepend=os.pathsep)
    monkeypatch.setattr(office, "MAX_CONVERSION_SECONDS", 1)
    with pytest.raises(InputError, match=r"转换超时：a\.rtf（超过 1 秒）"):
        read_bytes("a.rtf", rtf("甲"))
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    # Gone, or dead and waiting for whoever collects it.
    assert not state.exists() or state.read_text().split()[2] == "Z"
