"""Reading PDF: lines become paragraphs again, and what belongs to the page goes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from xuncha_nlp.errors import InputError, MissingExtraError
from xuncha_nlp.exporters import export
from xuncha_nlp.sources import Source, read_sources
from xuncha_nlp.speeches import split

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
_SOFFICE = shutil.which("soffice")
_REQUIRED = "XUNCHA_REQUIRE_RENDERING" in os.environ

# 28 characters of 16 points between the margins: what the lines below are broken by.
LEFT, SIZE, WIDTH, PITCH, TOP = 72, 16, 28, 28, 760
PROSE = "澄湖区委把账本一页一页翻开，先看收的，再看支的，最后看剩的"


def broken(paragraph, indent=2):
    """The lines of a paragraph and where each begins, set as a typesetter does: full lines and a rest."""
    room = WIDTH - indent
    yield LEFT + indent * SIZE, paragraph[:room]
    for start in range(room, len(paragraph), WIDTH):
        yield LEFT, paragraph[start : start + WIDTH]


def pages_of(paragraphs, lines_a_page=10, indent=2):
    lines = [line for paragraph in paragraphs for line in broken(paragraph, indent)]
    for start in range(0, len(lines), lines_a_page):
        page = lines[start : start + lines_a_page]
        yield [(x, TOP - PITCH * at, SIZE, text) for at, (x, text) in enumerate(page)]


PARAGRAPHS = [
    "一、算清家底",
    (PROSE * 3)[:75] + "。",
    "（一）看收的。" + PROSE * 2 + "。",
    (PROSE * 9)[:250] + "。",
    "二、管好钱袋",
    PROSE + "。",
]


def rules(source: Source) -> dict[str, str]:
    return {note.rule: note.message for note in source.notes}


@pytest.fixture
def read(read_bytes):
    def _read(data: bytes) -> Source:
        return read_bytes("a.pdf", data)[0]

    return _read


def test_lines_are_joined_to_paragraphs_over_pages_too(read, make_pdf):
    source = read(make_pdf(list(pages_of(PARAGRAPHS, lines_a_page=4))))
    assert source.text.split("\n") == PARAGRAPHS
    assert (source.encoding, source.media_type, source.notes) == ("pdf", "application/pdf", ())


def test_paragraphs_that_are_not_drawn_in_end_where_their_last_line_ends(read, make_pdf):
    assert read(make_pdf(list(pages_of(PARAGRAPHS, indent=0)))).text.split("\n") == PARAGRAPHS


def test_a_number_behind_a_full_sentence_begins_a_paragraph_where_nothing_else_shows_it(read, make_pdf):
    full = (PROSE * 2)[: 2 * WIDTH - 1] + "。"
    paragraphs = [full, "（二）看支的。" + PROSE, full, "甲乙丙丁" + PROSE]
    assert read(make_pdf(list(pages_of(paragraphs, indent=0)))).text.split("\n") == [
        full,
        paragraphs[1],
        full + paragraphs[3],
    ]


def test_a_line_is_full_where_the_next_word_did_not_fit(read, make_pdf):
    """A figure of four digits, or a character that may begin no line, is taken over whole."""
    lines = [(LEFT + 32, "一" * 24), (LEFT, "2024年，好"), (LEFT + 32, "二" * 25), (LEFT, "三》，好")]
    page = [(x, TOP - PITCH * at, SIZE, text) for at, (x, text) in enumerate(lines)]
    page.append((LEFT, TOP - PITCH * 4, SIZE, "四" * WIDTH))
    page.append((LEFT, TOP - PITCH * 5, SIZE, "五"))
    assert read(make_pdf([page])).text.split("\n")[:2] == ["一" * 24 + "2024年，好", "二" * 25 + "三》，好"]


@pytest.mark.parametrize(
    "form", ["— {} —", "-{}-", "{}/4", "第{}页", "第 {} 页 共 4 页", "－{}－", "{}", "Page {} of 4"]
)
def test_page_numbers_go_in_every_form(read, make_pdf, form):
    pages = [
        [*page, (290, 40, 14, form.format(number))]
        for number, page in enumerate(pages_of(PARAGRAPHS, lines_a_page=5), 1)
    ]
    source = read(make_pdf(pages))
    assert source.text.split("\n") == PARAGRAPHS
    assert rules(source) == {"pdf-page-numbers": f"去掉了 {len(pages)} 处页码"}


def test_figures_at_the_foot_that_do_not_go_up_with_the_pages_are_text(read, make_pdf):
    pages = [
        [*page, (72, 40, 16, figure)]
        for page, figure in zip(pages_of(PARAGRAPHS, 7), ("86", "12"), strict=False)
    ]
    text = read(make_pdf(pages)).text
    assert "86" in text
    assert "12" in text


def test_running_heads_and_feet_go(read, make_pdf):
    pages = [
        [
            (200, 800, 10, "澄湖区委巡察工作讲话材料"),
            *page,
            (200, 60, 10, "内部材料　注意保管"),
            (290, 40, 14, f"{number}"),
        ]
        for number, page in enumerate(pages_of(PARAGRAPHS, lines_a_page=5), 1)
    ]
    source = read(make_pdf(pages))
    assert source.text.split("\n") == PARAGRAPHS
    assert rules(source)["pdf-running-heads"] == f"去掉了 {2 * len(pages)} 处页眉页脚"


def test_a_sentence_that_comes_back_at_another_place_is_no_running_head(read, make_pdf):
    lines = [[f"先看{each}账。" for each in "甲乙丙丁戊"[:number]] + ["再看人。"] for number in (2, 3, 4, 5)]
    pages = [[(LEFT, TOP - PITCH * at, SIZE, text) for at, text in enumerate(each)] for each in lines]
    assert read(make_pdf(pages)).text.count("再看人。") == 4


def test_a_heading_in_two_lines_is_one(read, make_pdf):
    heading = "在澄湖区委首轮巡察工作动员部署暨业务培训会上"
    width = 20 * 22
    middle = LEFT + (WIDTH * SIZE - 3 * 22) / 2
    page = [(LEFT + (WIDTH * SIZE - width) / 2, 800, 22, heading[:20]), (middle, 770, 22, heading[20:])]
    page += [(x, y - 40, size, text) for x, y, size, text in next(pages_of(PARAGRAPHS))]
    assert read(make_pdf([page])).text.split("\n")[:2] == [heading, "一、算清家底"]


def test_latin_words_keep_the_space_between_them_and_chinese_gets_none(read, make_pdf):
    page = [
        (LEFT, TOP, SIZE, "共"),
        (LEFT + 20, TOP, SIZE, "３个"),
        (LEFT, TOP - PITCH, SIZE, "读 Word 文件"),
    ]
    assert read(make_pdf([page])).text == "共３个\n读 Word 文件"


def test_what_stands_across_the_page_is_left_out(read, make_pdf):
    pages = list(pages_of(PARAGRAPHS))
    assert read(make_pdf(pages, turned=[(40, 300, 30, "内部资料")])).text.split("\n") == PARAGRAPHS


def test_a_scan_is_named_as_one(read, make_pdf):
    with pytest.raises(InputError, match=r"没有文字层：a\.pdf。这是扫描件，需要先做文字识别（OCR）。"):
        read(make_pdf([[], []]))


def test_pages_without_text_among_others_are_named(read, make_pdf):
    source = read(make_pdf([*pages_of(PARAGRAPHS), [], []]))
    assert rules(source)["pdf-no-text"].startswith("有 2 页没有文字：第 3、4 页")


def test_a_pdf_with_a_password_is_named_as_one(read, make_pdf):
    writer = pypdf.PdfWriter(io.BytesIO(make_pdf([[(72, 700, 16, "甲")]])))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(InputError, match="文件有密码"):
        read(out.getvalue())


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-1.4\n" + bytes(range(256)) * 40, b"text"]
)
def test_a_damaged_pdf_is_refused(read, data):
    with pytest.raises(InputError, match="文件损坏或不是 PDF"):
        read(data)


def test_every_truncation_is_refused(read, make_pdf):
    data = make_pdf(list(pages_of(PARAGRAPHS)))
    for share in range(1, 20):
        with pytest.raises(InputError, match="文件损坏或不是 PDF"):
            read(data[: len(data) * share // 20])


def test_too_many_pages_are_refused(read, make_pdf):
    with pytest.raises(InputError, match="页数过多"):
        read(make_pdf([[]] * 5_001))


def test_a_pdf_by_another_name_is_a_pdf(read_bytes, make_pdf):
    data = make_pdf([[(72, 700, 16, "一、认识")]])
    assert read_bytes("a.txt", data)[0].text == "一、认识"
    assert read_bytes("a.doc", data)[0].encoding == "pdf"


def test_without_pypdfium2_the_extra_is_named(read, make_pdf, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'xuncha_nlp\[pdf\]'"):
        read(make_pdf([[]]))


# A real typesetter: what we export, LibreOffice sets, and this reader reads back.


@pytest.fixture(scope="module")
def round_trips(tmp_path_factory) -> Iterator[list[tuple[Source, Source]]]:
    if _SOFFICE is None and not _REQUIRED:
        pytest.skip("not installed: soffice")
    folder = tmp_path_factory.mktemp("pdf")
    files = sorted(each for each in SAMPLE.iterdir() if each.suffix in {".txt", ".docx"})
    # A title in lines of its own choosing cannot be told from two paragraphs on the page.
    layout = folder / "plain.toml"
    layout.write_text(
        'extends = "gb9704"\n[header]\nbalanced_title = { value = false, strength = "实务" }\n',
        encoding="utf-8",
    )
    exported = [
        export(split(read_sources(each)[0]), folder / f"{each.stem}.docx", layout=layout) for each in files
    ]
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(folder), *map(str, exported)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return [(read_sources(each)[0], read_sources(each.with_suffix(".pdf"))[0]) for each in exported]


def words(source: Source) -> list[str]:
    return ["".join(line.split()) for line in source.text.splitlines() if line.strip()]


def test_the_paragraphs_of_the_sample_come_back_from_the_page(round_trips):
    for document, page in round_trips:
        assert words(page) == words(document)


def test_the_outlines_of_the_sample_come_back_from_the_page(round_trips):
    def outline(source: Source) -> list[tuple[object, ...]]:
        return [(s.title, s.date, s.genre, len(s.sections)) for s in split(source)]

    for document, page in round_trips:
        assert outline(page) == outline(document)


def test_the_page_numbers_of_the_sample_are_taken_out(round_trips):
    assert all("pdf-page-numbers" in rules(page) for _, page in round_trips)
