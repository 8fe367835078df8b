"""What the tests of readers share: reading bytes under a name, and the smallest PDF that sets Chinese text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from xuncha_nlp.sources import Source, read_sources

ReadBytes = Callable[..., tuple[Source, ...]]
MakePdf = Callable[..., bytes]

# A place, a type size and what stands there; the place is in points from the lower left corner.
Written = tuple[float, float, float, str]


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadBytes:
    """The sources of a file with this name and these bytes."""

    def _read(name: str, data: bytes | str, encoding: str | None = None) -> tuple[Source, ...]:
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_sources(path, encoding=encoding)

    return _read


@pytest.fixture
def make_pdf() -> MakePdf:
    """A PDF of pages, each a sequence of lines; ``turned`` lines stand upright on the page's side."""

    def _make(pages: Sequence[Sequence[Written]], turned: Sequence[Written] = ()) -> bytes:
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{5 + 2 * at} 0 R' for at in range(len(pages)))}] >>",
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
        ]
        for at, lines in enumerate(pages):
            drawn = [_draw(line, "1 0 0 1") for line in lines] + [_draw(line, "0 1 -1 0") for line in turned]
            content = f"BT {' '.join(drawn)} ET"
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * at} 0 R "
                "/Resources << /Font << /F1 3 0 R >> >> >>"
            )
            objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        out = bytearray(b"%PDF-1.4\n")
        places = []
        for number, each in enumerate(objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n{each}\nendobj\n".encode()
        start = len(out)
        out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
        out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)

    return _make


def _draw(line: Written, matrix: str) -> str:
    x, y, size, text = line
    return f"/F1 {size} Tf {matrix} {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj"
