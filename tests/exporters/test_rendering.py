"""What LibreOffice makes of a .docx: the page that the layout promises, measured in the PDF."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from xuncha_nlp.checks import check
from xuncha_nlp.exporters import blocks, export, layout_names, load_layout
from xuncha_nlp.sources import Source, read_sources
from xuncha_nlp.speeches import split
from xuncha_nlp.templating.model import Draft, Edit, Origin, Passage

FONTS = Path(__file__).with_name("fonts.conf")
STAND_INS = ("AR PL SungtiL GB", "AR PL KaitiM GB", "Noto Sans CJK SC", "Noto Serif CJK SC")
MM = 72 / 25.4
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


def _missing():
    programs = [name for name in ("soffice", "pdftotext", "fc-list") if not shutil.which(name)]
    if programs:
        return f"not installed: {' '.join(programs)}"
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True).stdout
    fonts = [name for name in STAND_INS if name not in listed]
    return f"fonts not installed: {', '.join(fonts)}" if fonts else ""


_MISSING = _missing()
# CI sets the variable: there the tests fail where a program is missing, and are never skipped.
_REQUIRED = "XUNCHA_REQUIRE_RENDERING" in os.environ
pytestmark = pytest.mark.skipif(bool(_MISSING) and not _REQUIRED, reason=_MISSING)

# Without punctuation, so that no rule about the ends of lines comes between: enough for three pages.
_PLAIN = "巡察工作要把澄湖的事情一件一件办好" * 120
# Paragraphs whose first comma comes right behind a full first line (26 or 22 characters fit beside the
# indent). Hung into the margin by LibreOffice, it vanishes.
_AT_THE_EDGE = "\n".join(f"{_PLAIN[:fits]}，{_PLAIN[:30]}。" for fits in (26, 22))
TEXT = f"""\
在澄湖区委巡察工作
推进会上的讲话
（2023年6月）
同志们：
{_PLAIN}
一、再部署
{_AT_THE_EDGE}
（一）看清形势。{_AT_THE_EDGE}
二、再加压
散会。
"""
_TITLE = "在中共澄湖区委关于深入学习贯彻党的二十大精神暨第六届区委第三轮巡察工作动员部署会议上的重要讲话提纲"
DRAFT = f"""\
{_TITLE}
（2023年6月）
同志们：
请【待填：人名】讲话。下面，我讲两点意见：
一、再部署
{_PLAIN}
二、再加压
散会。"""


@dataclass(frozen=True)
class Line:
    """A line of a PDF page, in points from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _lines(page):
    words = [(*map(float, found[:4]), found[4]) for found in _WORD.findall(page)]
    lines = {}
    for left, top, right, bottom, text in words:
        key = round((top + bottom) / 2)
        old = lines.get(key) or lines.get(key - 1) or lines.get(key + 1)
        if old:
            lines = {name: line for name, line in lines.items() if line is not old}
            left, right, text = min(left, old.left), max(right, old.right), f"{old.text} {text}"  # noqa: PLW2901
        lines[key] = Line(left, top, right, bottom, text)
    return sorted(lines.values(), key=lambda line: line.middle)


def _draft():
    """A draft with all that a .docx can have beside its text."""
    (speech,) = split(Source.from_text("a.txt", DRAFT))
    origin = Origin("旧稿.txt", "旧稿.txt#1", 3, 9, "")
    passages = [
        Passage(
            each.start, each.end, "adapted", origin, (Edit(each.start, each.start + 1, "旧", "新", "round"),)
        )
        for each in blocks(speech)
    ]
    return Draft(speech, tuple(passages))


def _convert(folder, to, *paths):
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder / to),
            *map(str, paths),
        ],
        env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
        check=True,
        capture_output=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the files are made, for the tests and for who wants to look at them."""
    return tmp_path_factory.mktemp("rendered")


@pytest.fixture(scope="module")
def drafted(folder):
    """The .docx of a draft with comments and an appendix."""
    draft = _draft()
    return export(draft, folder / "draft.docx", findings=check(draft), comments=True, provenance=True)


@pytest.fixture(scope="module")
def render(folder, drafted):
    """Lines by page, for a layout or the draft; each is rendered once."""
    speeches = split(Source.from_text("a.txt", TEXT))
    paths = [export([*speeches, *speeches], folder / f"{name}.docx", layout=name) for name in layout_names()]
    _convert(folder, "pdf", *paths, drafted)

    def _render(name):
        pdf = str(folder / "pdf" / f"{name}.pdf")
        found = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True)
        return [_lines(page) for page in found.stdout.split("<page ")[1:]]

    return _render


@pytest.mark.parametrize("name", layout_names())
def test_a_full_page_has_the_lines_and_characters_of_the_layout(render, name):
    layout = load_layout(name)
    second = render(name)[1]
    *body, number = second
    assert number.text == "— 2 —"
    assert len(body) == layout.grid.lines
    assert {len(line.text) for line in body} == {layout.grid.characters}
    pitches = [(low.middle - high.middle) * 20 for high, low in pairwise(body)]
    assert pitches == pytest.approx([layout.grid.line_pitch_twips] * len(pitches), abs=3)


def test_the_type_area_is_where_the_standard_has_it(render):
    page = load_layout("gb9704").page
    *body, _ = render("gb9704")[1]
    assert body[0].left / MM == pytest.approx(page.left_mm, abs=0.3)
    assert body[0].right / MM == pytest.approx(page.width_mm - page.right_mm, abs=0.5)
    assert body[0].top / MM == pytest.approx(page.top_mm, abs=3)
    assert body[-1].bottom / MM < page.height_mm - page.bottom_mm + 1


def test_two_blank_lines_above_the_title_and_one_below_the_date(render):
    layout = load_layout("gb9704")
    first = render("gb9704")[0]
    top, pitch = layout.page.top_mm * MM, layout.grid.line_pitch_twips / 20
    slots = [(line.text, int((line.middle - top) / pitch)) for line in first[:5]]
    assert slots == [
        ("在澄湖区委巡察工作", 2),
        ("推进会上的讲话", 3),
        ("（2023 年 6 月）" if " " in first[2].text else "（2023年6月）", 4),
        ("同志们：", 6),
        (_PLAIN[:26], 7),
    ]
    middle = (layout.page.left_mm + layout.page.width_mm - layout.page.right_mm) / 2 * MM
    for line in first[:2]:
        assert (line.left + line.right) / 2 == pytest.approx(middle, abs=2)
    assert first[3].left == pytest.approx(layout.page.left_mm * MM, abs=2), "the salutation is flush left"
    assert first[4].left == pytest.approx(layout.page.left_mm * MM + 2 * 15.75, abs=2)


def test_page_numbers_stand_outside_and_seven_millimetres_below(render):
    page = load_layout("gb9704").page
    odd, even = (lines[-1] for lines in render("gb9704")[:2])
    assert (odd.text, even.text) == ("— 1 —", "— 2 —")
    assert odd.right / MM == pytest.approx(page.width_mm - page.right_mm - 14 / MM, abs=0.7)
    assert even.left / MM == pytest.approx(page.left_mm + 14 / MM, abs=0.7)
    for number in (odd, even):
        assert number.middle / MM - (page.height_mm - page.bottom_mm) == pytest.approx(7, abs=0.5)
    centred = render("speech")[1][-1]
    assert (centred.left + centred.right) / 2 / MM == pytest.approx((210 + 28 - 26) / 2, abs=0.7)


@pytest.mark.parametrize("name", layout_names())
def test_every_character_is_on_paper(render, name):
    pages = render(name)
    shown = "".join(line.text for lines in pages for line in lines[:-1])
    assert shown.replace(" ", "") == TEXT.replace("\n", "") * 2


def test_the_second_speech_begins_on_a_page_of_its_own(render):
    pages = render("gb9704")
    assert len(pages) % 2 == 0
    again = pages[len(pages) // 2]
    assert [line.text for line in again[:2]] == ["在澄湖区委巡察工作", "推进会上的讲话"]
    # The blank lines above the title are there on a new page, too.
    assert again[0].top == pytest.approx(pages[0][0].top, abs=1)


def test_a_long_title_is_a_shape_in_the_middle_of_the_page(render):
    page = load_layout("gb9704").page
    first = render("draft")[0]
    shown, lines = "", []
    for line in first:
        lines.append(line)
        shown += line.text
        if shown == _TITLE:
            break
    assert shown == _TITLE
    assert len(lines) == 3
    middle = (page.left_mm + page.width_mm - page.right_mm) / 2 * MM
    for line in lines:
        assert (line.left + line.right) / 2 == pytest.approx(middle, abs=2)
    widths = [line.right - line.left for line in lines]
    assert not widths[0] > widths[1] < widths[2], "no hourglass"


def test_the_appendix_is_on_a_page_of_its_own_behind_the_speech(render):
    pages = render("draft")
    (at,) = [number for number, lines in enumerate(pages) if lines[0].text == "来源表"]
    before = "".join(line.text for lines in pages[:at] for line in lines[:-1])
    assert before.replace(" ", "") == DRAFT.replace("\n", "")
    assert at >= 2
    assert len([line for line in pages[1][:-1] if len(line.text) == 28]) == 22


def test_what_libreoffice_saves_is_read_back_without_appendix_and_with_the_title_in_one_line(folder, drafted):
    _convert(folder, "docx", drafted)
    (saved,) = read_sources(folder / "docx" / "draft.docx")
    assert saved.text == DRAFT
    assert {note.rule for note in saved.notes} == {"docx-comments", "docx-appendix"}
