"""Markdown, HTML, JSON and plain text: the visible text read back is the text that went in."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from xuncha_nlp.exporters import write_html, write_json, write_markdown, write_text
from xuncha_nlp.exporters.blocks import blocks
from xuncha_nlp.exporters.origins import origins
from xuncha_nlp.sources import Source
from xuncha_nlp.speeches import split
from xuncha_nlp.templating.model import Draft, Origin, Passage

_READERS = {
    "commonmark": MarkdownIt("commonmark"),
    "github": MarkdownIt("commonmark").enable(["table", "strikethrough"]),
}
_VOID = frozenset({"meta"})


def _visible(markdown, reader):
    """What a reader of Markdown shows, a line for every paragraph and heading."""
    tokens = _READERS[reader].parse(markdown)
    allowed = {"inline", "paragraph_open", "paragraph_close", "heading_open", "heading_close"}
    assert {token.type for token in tokens} <= allowed
    lines = []
    for token in tokens:
        if token.type == "inline":
            assert {child.type for child in token.children} <= {
                "text",
                "text_special",
                "strong_open",
                "strong_close",
            }
            lines.append("".join(child.content for child in token.children))
    return lines


class _Page(HTMLParser):
    """The text of every element that a reader sees as a line, and whether tags match."""

    def __init__(self):
        super().__init__()
        self.open, self.lines, self.tags = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6", "p"}:
            self.lines.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if set(self.open) & {"h1", "h2", "h3", "h4", "h5", "h6", "p"}:
            self.lines[-1] += data


def _page(html):
    page = _Page()
    page.feed(html)
    page.close()
    assert not page.open
    return page


def _lines(speeches):
    return [block.text for speech in speeches for block in blocks(speech)]


@pytest.mark.parametrize("reader", _READERS)
def test_markdown_shows_the_text_and_nothing_else(speeches, reader):
    assert _visible(write_markdown(speeches), reader) == _lines(speeches)


def test_markdown_headings_by_level(speeches):
    tokens = _READERS["commonmark"].parse(write_markdown(speeches))
    headings = [
        (token.tag, after.content) for token, after in pairwise(tokens) if token.type == "heading_open"
    ]
    assert headings == [
        ("h1", "在澄湖区委巡察工作推进会上的"),
        ("h1", "讲话"),
        ("h2", "一、把准方向，弄清“为什么巡”"),
        ("h3", "（二）扛起责任"),
        ("h4", "2\\.班子跟上。"),
        ("h5", "（2）逐项销号。"),
        ("h2", "二、抓住要害，解决“怎么巡”"),
        ("h1", "在澄湖区委巡察整改部署会上的讲话"),
        ("h2", "一、马上改"),
        ("h2", "二、彻底改"),
    ]


def test_a_run_in_heading_is_strong_and_a_masked_name_is_not(speech):
    markdown = write_markdown([speech])
    assert "**（一）看清形势**。群众盼着变化" in markdown
    assert "\\*\\*同志和各位组长" in markdown
    tokens = [token for token in _READERS["commonmark"].parse(markdown) if token.type == "inline"]
    strong = [
        token.children[index + 1].content
        for token in tokens
        for index, child in enumerate(token.children)
        if child.type == "strong_open"
    ]
    assert strong == ["（一）看清形势", "1.书记带头", "（1）分工到人"]


_TRICKY = st.text(
    st.sampled_from("巡察一二、（）。！？；“”：*_`~#+-=<>[]()!&|$\\%:1.2)\t \u3000\u2003\u00a0amp;"),
    max_size=20,
)


@given(st.lists(_TRICKY, min_size=1, max_size=8), st.sampled_from(sorted(_READERS)))
@example(
    ["# 一", "1. 二", "- 三", "> 四", "***", "```", "**某**同志", "a & b &amp; c", "---", "    五"], "github"
)
@example(
    [
        "一、**",
        "（一）“巡察？”巡察",
        "（一）巡察！”**巡察",
        "（一）。巡察",
        "（一）巡 　。察",
        "二、a#",
        "三、 ",
    ],
    "commonmark",
)
@example(["a | b", "--- | ---", "1) 二", "[a]: http://b", "\u2003巡察\u2003", "~~~"], "github")
def test_any_text_survives_markdown(lines, reader):
    speeches = split(Source.from_text("a.txt", "在澄湖的讲话\n" + "\n".join(lines)))
    assert _visible(write_markdown(speeches), reader) == _lines(speeches)


@given(st.lists(_TRICKY, min_size=1, max_size=8))
@example(["<script>alert(1)</script>", "</p></article>", "&lt;"])
def test_any_text_survives_html(lines):
    speeches = split(Source.from_text("a.txt", "在澄湖的讲话\n" + "\n".join(lines)))
    assert _page(write_html(speeches)).lines == _lines(speeches)


def test_html_stands_alone(speeches):
    html = write_html(speeches)
    page = _page(html)
    assert page.tags[0] == ("html", {"lang": "zh-CN"})
    assert {tag for tag, _ in page.tags} == {
        "html", "head", "meta", "title", "style", "body", "article", "header",
        "h1", "h2", "h3", "h4", "h5", "p", "b",
    }  # fmt: skip
    assert not any({"src", "href", "style", "onclick"} & set(attributes) for _, attributes in page.tags)
    assert "http" not in html
    assert "@import" not in html
    assert "url(" not in html
    assert '<b class="heading2">（一）看清形势。</b>' in html


@given(st.lists(_TRICKY, min_size=1, max_size=8))
def test_any_text_survives_plain_text(lines):
    speeches = split(Source.from_text("a.txt", "在澄湖的讲话\n" + "\n".join(lines)))
    back = [line for line in write_text(speeches).split("\n") if line]
    assert back == _lines(speeches)


def test_plain_text_read_back_has_the_same_outline(speeches):
    text = write_text(speeches)
    assert text.count("\n\n") == len(speeches) - 1 == 1
    back = split(Source.from_text("b.txt", text))
    assert [speech.outline for speech in back] == [speech.outline for speech in speeches]


def test_json_keeps_the_contract_and_its_offsets_replay(speeches, read_text):
    other = read_text("在澄湖的讲话\n现在开会。", "另一篇.txt")
    text = write_json([*speeches, *other])
    assert text.endswith("\n]\n")
    assert "澄湖" in text
    records = json.loads(text)
    assert [(record["source"], len(record["speeches"])) for record in records] == [
        ("澄湖.txt", 2),
        ("另一篇.txt", 1),
    ]
    second = records[0]["speeches"][1]
    assert second["start"] > 0
    for section in second["sections"]:
        replayed = second["text"][section["start"] - second["start"] : section["end"] - second["start"]]
        assert replayed.startswith(("一、马上改", "二、彻底改"))


def test_html_marks_what_is_to_be_filled_in(read_text):
    page = write_html(read_text("在【待填：<b>】的讲话\n一、【案例】\n（一）甲。请【待填：人名】讲话。"))
    assert page.count("<mark>") == 2
    assert "<mark>【待填：&lt;b&gt;】</mark>" in page


def test_a_draft_has_its_statuses_in_the_margin_and_not_in_the_text(speech):
    first, second, *_ = blocks(speech)
    origin = Origin("旧<稿>.txt", "旧<稿>.txt#1", 3, 9, "")
    draft = Draft(
        speech,
        (
            Passage(first.start, first.end, "own"),
            Passage(second.start, second.end, "verbatim", origin, reason="相近"),
        ),
    )
    html = write_html([speech], origins(draft))
    page = _page(html)
    assert page.lines == _lines([speech])
    assert html.count("<aside") == 2
    assert '<aside class="own"><div>【作者自写】没有来源</div></aside>\n<h1' in html
    assert "旧&lt;稿&gt;.txt#1，第 3—9 字" in html
    assert "<details><summary>【原样】" in html
    assert "<div>缘由：相近</div></details></aside>" in html
    assert "<script" not in html
    assert "@page" in html
