"""Tagged speeches as HTML: every character once, every annotation marked and explained, nothing from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuncha_nlp.corpus import Corpus, read
from xuncha_nlp.data import load_toml
from xuncha_nlp.errors import DataError
from xuncha_nlp.exporters import tagged
from xuncha_nlp.exporters.tagged import show, tagged_html
from xuncha_nlp.exporters.tagged_style import _KINDS, _MOVES
from xuncha_nlp.extractors import KINDS, MOVES, Annotation, annotate
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import Speech, split

TEXT = re.compile(r'<div class="text">(.*?)</div>\n</article>', re.DOTALL)
DAMAGED = """\
在澄湖区委巡察工作动员会上的讲话
（2021年5月）
同志们：
一、提高认识
要\u200b增强“四 个 意\u200b识”，落实全面从
严治党的要求，请林 若 溪 同志牵头。
二、压实责任
散会。"""


def texts_of(page: str) -> list[str]:
    return [unescape(re.sub(r"<[^>]*>", "", each)) for each in TEXT.findall(page)]


class Marks(HTMLParser):
    """The text below each mark that has a tooltip, and the classes around it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.found: list[tuple[str, str, str]] = []
        self.margins: list[tuple[str | None, str]] = []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in ("meta", "input"):
            self.open.append((tag, values))
        if values.get("class") == "margin":
            self.margins.append((values.get("data-name"), values["title"] or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        marks = [values for tag, values in self.open if tag == "mark" and "text" in self._around()]
        if marks:
            self.found.append((data, " ".join(str(each["class"]) for each in marks), marks[0]["title"] or ""))

    def _around(self) -> list[str | None]:
        return [values.get("class") for _, values in self.open]


def speech_of(text: str, name: str = "甲.txt") -> Speech:
    return split(Source.from_text(name, text))[0]


def with_annotations(monkeypatch: pytest.MonkeyPatch, found: Sequence[Annotation]) -> None:
    monkeypatch.setattr(tagged, "annotate", lambda *_: list(found))


# Every character once


def test_the_text_of_every_sample_speech_is_there_once_and_in_order() -> None:
    corpus = read("corpora/sample")
    assert texts_of(tagged_html(corpus, page=True)) == [speech.text for speech in corpus]


@pytest.mark.parametrize("page", [True, False])
def test_a_damaged_speech_keeps_its_damage_and_is_marked_at_its_place(page: bool) -> None:
    speech = speech_of(DAMAGED)
    assert speech.gaps is not None
    html = tagged_html(speech, page=page)
    assert texts_of(html) == [speech.text]
    assert ("四 个 意\u200b识", "formula start") in [(text, names) for text, names, _ in Marks(html).found]


PIECES = st.sampled_from(
    ["一、认识\n", "（一）看清。", "四个意识", "“三个<b>聚焦”", "&amp;", "<script>", '"', "'", "\u200b", "\r\n", "\n", "\r",
     "\x00", "\u2028", "《甲〈乙〉》", "2021年5月", "林若溪同志", "同志们：\n", "讲三点意见：", "𠀀", " ", "&#13;", "</div>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_the_text_is_it_can_be_read_back(text: str) -> None:
    corpus = Corpus.from_texts({"a.txt": text})
    assert texts_of(tagged_html(corpus, page=True)) == [speech.text for speech in corpus]


@given(
    st.lists(
        st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.sampled_from(KINDS)).map(
            lambda each: Annotation(min(each[:2]), max(each[:2]), each[2], "call", "none")
        ),
        max_size=12,
    )
)
def test_annotations_may_overlap_in_any_way(found: list[Annotation]) -> None:
    speech = speech_of("一二三<四五\n六七八九十\n\n甲乙丙丁&戊己庚\n辛壬癸子丑寅卯")
    with pytest.MonkeyPatch.context() as patch:
        with_annotations(patch, found)
        html = tagged_html(speech, page=False)
    assert texts_of(html) == [speech.text]
    covered = {
        place
        for each in found
        if each.kind != "move"
        for place in range(max(each.start, 0), min(each.end, len(speech.text)))
    }
    marked = "".join(text for text, _, _ in Marks(html).found)
    assert marked == "".join(speech.text[place] for place in sorted(covered))


# What is marked


def test_where_two_kinds_overlap_the_stretch_has_both_and_one_tooltip_for_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_annotations(
        monkeypatch, [Annotation(0, 4, "formula", "甲", "none"), Annotation(2, 6, "slot", "place", "stem")]
    )
    found = Marks(tagged_html(speech_of("一二三四五六"), page=False)).found
    assert [(text, names) for text, names, _ in found] == [
        ("一二", "formula start"),
        ("三四", "formula start slot"),
        ("五六", "slot"),
    ]
    assert "提法：甲" in found[1][2]
    assert "变量（地名）：三四五六" in found[1][2]


def test_a_formula_within_a_formula_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    with_annotations(
        monkeypatch, [Annotation(0, 6, "formula", "全", "none"), Annotation(2, 6, "formula", "从", "none")]
    )
    found = Marks(tagged_html(speech_of("全面从严治党"), page=False)).found
    assert [(text, names) for text, names, _ in found] == [
        ("全面", "formula start"),
        ("从严治党", "formula deep start"),
    ]


def test_a_tooltip_gives_rule_members_and_status_in_chinese() -> None:
    speech = speech_of("在动员会上的讲话\n要聚焦“三个到位”：认识到位、责任到位、<措施>到位。")
    (tip,) = {tip for text, _, tip in Marks(tagged_html(speech, ["formula"], page=False)).found}
    annotation = annotate(speech, ["formula"])[0]
    assert tip.splitlines()[:2] == ["提法：三个到位", "应有 3 项，核对：完整"]
    assert "3. <措施>到位" in tip.splitlines()
    assert annotation.rule in tip.splitlines()[-1]


def test_what_is_unresolved_has_a_frame_and_is_counted_in_the_legend() -> None:
    html = tagged_html(speech_of("在动员会上的讲话\n推进“五个过硬过程”。"), ["formula"], page=False)
    assert [names for _, names, _ in Marks(html).found] == ["formula doubt start"]
    assert '<span class="doubt">未解析</span> 1' in html


def test_a_move_is_a_bar_beside_its_lines_and_no_mark_in_the_text() -> None:
    speech = speech_of("在动员会上的讲话\n一、加强领导，压实责任\n扛起责任。\n（一）书记负责。\n散会。")
    (move, *_) = annotate(speech, ["move"])
    html = tagged_html(speech, ["move"], page=False)
    margins = Marks(html).margins
    assert not Marks(html).found
    assert len(margins) >= speech.source.text[move.start : move.end].count("\n") + 1
    assert margins[0][0] == load_toml("words.toml")["label"][move.label]
    assert margins[0][1].startswith("语步：")


def test_a_move_that_begins_or_ends_within_a_line_has_that_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with_annotations(monkeypatch, [Annotation(2, 6, "move", "call", "words", {"level": 1})])
    html = tagged_html(speech_of("一二三\n四五六\n七八九"), page=False)
    assert [name for name, _ in Marks(html).margins] == ["号召", None]


def test_the_bar_of_a_deeper_move_keeps_its_column_where_the_outer_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_annotations(monkeypatch, [Annotation(0, 3, "move", "call", "words", {"level": 2})])
    assert '<i class="bar empty"></i><i class="bar call"></i>' in tagged_html(speech_of("一二三"), page=False)


def test_only_the_kinds_asked_for_are_marked_and_explained() -> None:
    speech = speech_of("在动员会上的讲话\n请林若溪同志学习《甲办法》，增强“四个意识”。")
    html = tagged_html(speech, ["citation"], page=False)
    assert {names for _, names, _ in Marks(html).found} == {"citation start"}
    assert "on-citation" in html.split("</style>")[1]
    assert "on-slot" not in html.split("</style>")[1]


def test_an_unknown_kind_is_refused() -> None:
    for call in (
        lambda: show(speech_of("一"), ["verb"]),
        lambda: tagged_html(speech_of("一"), ["verb"], page=True),
    ):
        with pytest.raises(DataError, match="没有这种标注：verb"):
            call()


def test_a_corpus_is_tagged_by_its_own_lexicon() -> None:
    corpus = Corpus.from_texts({"a.txt": "在动员会上的讲话\n增强“四个意识”。"})
    bare = replace(corpus, own_lexicon=replace(corpus.lexicon, formulae=()), _cache={})
    assert "提法库" in tagged_html(corpus, ["formula"], page=False)
    assert "提法库" not in tagged_html(bare, ["formula"], page=False)


# The page


def test_the_page_needs_no_script_and_nothing_from_outside() -> None:
    html = tagged_html(read("corpora/sample"), page=True)
    assert not re.search(
        r"(?i)<script|<link|<img|<iframe|javascript:|\son\w+=|url\(|@import|src=|https?:", html
    )
    assert set(re.findall(r'href="([^"]*)"', html)) == {f"#s{number}" for number in range(1, 15)}
    assert set(re.findall(r' id="([^"]*)"', html)) == {f"s{number}" for number in range(1, 15)}


def test_names_and_titles_are_escaped_too() -> None:
    speech = speech_of('在<b>"动员"&会上的讲话\n一、甲', '<i>&".txt')
    html = tagged_html(Corpus((speech, speech)), page=True)
    assert "<b>" not in html
    assert "<i>" not in html
    assert "标注：&lt;i&gt;&amp;&quot;.txt" in html
    Marks(html)


def test_no_speeches_are_a_page_without_speeches() -> None:
    html = tagged_html(Corpus(()), page=True)
    assert "<article" not in html
    Marks(html)


def test_a_fragment_is_no_page_and_has_no_names_that_could_stand_twice() -> None:
    html = tagged_html(speech_of(DAMAGED), page=False)
    assert html.startswith('<div class="xuncha-tagged"')
    assert "<html" not in html
    assert ' id="' not in html


def test_a_rule_of_the_style_holds_for_nothing_else_in_a_notebook() -> None:
    style = tagged_html(speech_of(DAMAGED), page=False).split("<style>")[1].split("</style>")[0]
    selectors = [each.strip() for each in re.findall(r"([^{}]+)\{[^{}]*\}", style)]
    assert len(selectors) > 20
    for selector in (part for each in selectors for part in each.split(",")):
        assert selector.strip().startswith(".xuncha-tagged"), selector


def test_every_kind_and_every_move_has_a_look_and_no_two_the_same() -> None:
    assert {*_KINDS, "move"} == set(KINDS)
    assert set(_MOVES) == set(MOVES)
    assert len({look[1] for look in _KINDS.values()}) == len(_KINDS)
    assert len(set(_MOVES.values())) == len(_MOVES)


def test_every_rule_that_finds_something_in_the_samples_has_a_chinese_name() -> None:
    named = load_toml("words.toml")["rule_part"]
    corpus = read("corpora/sample")
    parts = {
        part
        for speech in corpus
        for kind in KINDS
        for each in corpus.annotations(speech, kind)
        for part in each.rule.split("/")
    }
    assert len(parts) > 20
    assert [part for part in sorted(parts) if part.isascii() and part not in named] == []


# In a notebook


def test_a_notebook_shows_what_the_fragment_shows(read_text: Callable[[str], tuple[Speech, ...]]) -> None:
    (speech,) = read_text(DAMAGED)
    assert show(speech)._repr_html_() == tagged_html(speech, page=False)


def test_of_a_large_corpus_a_notebook_shows_the_first_speeches_and_says_so() -> None:
    corpus = Corpus.from_texts({f"{number}.txt": DAMAGED for number in range(23)})
    html = show(corpus, ["formula"])._repr_html_()
    assert len(texts_of(html)) == 20
    assert "另有 3 篇没有显示" in html


# Scale


def test_a_million_characters_without_a_line_break_take_no_longer_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "增强四个意识坚定不移地往前走" * 70_000
    found = [Annotation(at, at + 4, "formula", "四个意识", "none") for at in range(0, len(text), 14)]
    (speech,) = split(Source.from_text("a.txt", "在动员会上的讲话"))
    speech = replace(speech, source=Source.from_text("a.txt", text), start=0, end=len(text), header=())
    with_annotations(monkeypatch, found)
    started = process_time()
    html = tagged_html(speech, page=False)
    # A quadratic one would take minutes.
    assert process_time() - started < 30
    assert texts_of(html) == [text]
