"""Reading web pages: all of the text that is shown, and nothing of what leads elsewhere."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.sources.html_text import extract

PROSE = "澄湖区委今天开会，大家先听后说。"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>甲<p>乙", "甲\n乙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<p>甲<br>乙<br/>丙</p>", "甲\n乙\n丙"),
        ("<p>甲\n  乙</p>", "甲乙"),
        ("<p>ab\n  cd 乙  丙</p>", "ab cd 乙 丙"),
        ("<p>　　一、<b>认</b><span>识</span></p>", "　　一、认识"),
        ("<p>&ldquo;四个意识&rdquo;&mdash;&mdash;&#x4e00;&nbsp;二</p>", "“四个意识”——一\u00a0二"),
        ("<h1>题</h1>文", "题\n文"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("<ol start=3><li>甲<li>乙</ol>", "3. 甲\n4. 乙"),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", "一、甲\n二、乙"),
        ("<ol style='list-style:none'><li>（一）甲</ol>", "（一）甲"),
        ("<ol><li>甲<ol><li>子</ol><li value=9>乙</ol>", "1. 甲\n1. 子\n9. 乙"),
        ("<pre>甲 乙\n丙</pre>", "甲 乙\n丙"),
        ("<script>var a='<p>码</p>'</script><style>p{}</style><p>甲</p><!-- 注 -->", "甲"),
        ("<p hidden>隐</p><p style='display: none'>隐</p><p>甲</p>", "甲"),
        ("<article>文<footer>林若谷</footer></article><footer>版权</footer>", "文\n林若谷"),
        ("<header><h1>题</h1></header><p>文</p>", "题\n文"),
        ("<p>甲<ruby>拼<rp>(</rp><rt>pin</rt><rp>)</rp></ruby></p>", "甲拼"),
        ("<form><p>甲</p><button>交</button></form>", "甲"),
        ("没有标签", "没有标签"),
        ("<p>甲 < 乙 & 丙", "甲 < 乙 & 丙"),
    ],
)
def test_what_a_browser_shows_is_text(page, text):
    assert extract(page).text == text


def test_navigation_is_left_out_and_reported(read_bytes):
    page = (
        "<html><head><title> 在动员会上的\n讲话 </title></head><body><nav>首页</nav>"
        "<ul>" + "".join(f"<li><a href='/{each}'>栏目{each}</a></li>" for each in range(5)) + "</ul>"
        f"<div role='banner'>网站</div><div><p>{PROSE}</p></div></body></html>"
    )
    source = read_bytes("a.html", page)[0]
    assert source.text == PROSE
    assert source.metadata == {"title": "在动员会上的 讲话"}
    (note,) = source.notes
    assert note.rule == "html-beside"
    assert note.message.startswith("有 3 处导航等内容未计入正文：首页；栏目0 栏目1")


@pytest.mark.parametrize(
    "block",
    [
        "<ul>" + "<li><a href='#x'>一、认识</a></li>" * 5 + "</ul>",
        "<p>" + "依据<a href='/law'>《条例》</a>办，" * 5 + "</p>",
        "<ul><li><a href='/a'>附件一</a></li><li><a href='/b'>附件二</a></li></ul>",
    ],
    ids=["a contents list", "a paragraph that cites", "two attachments"],
)
def test_links_in_the_text_are_text(block):
    assert extract(f"<div>{block}</div>").beside == ()


def test_a_page_of_the_office_is_read_whole():
    """Paragraphs in one division, between scripts, without a single element that says what is the text."""
    paragraphs = [f"{number}是{PROSE}" for number in "一二三四五六七八九十"]
    body = "".join(f"<p style='text-indent:2em'><span>{each}</span></p>\n" for each in paragraphs)
    assert extract(f"<body><div class='c'>{body}</div></body>").text.split("\n") == paragraphs


@pytest.mark.parametrize(
    ("page", "codec", "label"),
    [
        ("<meta charset=gb2312><p>{}", "gb18030", "gb18030"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=GBK'><p>{}", "gb18030", "gb18030"),
        ("<meta charset='utf-8'><p>{}", "utf-8", "utf-8"),
        ("<meta charset='utf-8'><p>{}", "gb18030", "gb18030"),
        ("<meta charset='no-such'><p>{}", "utf-8", "utf-8"),
        ("<p>{}", "gb18030", "gb18030"),
        ("<p>{}", "utf-16", "utf-16"),
        ("<?xml version='1.0' encoding='UTF-8'?><html><p>{}", "utf-8", "utf-8"),
    ],
)
def test_the_encoding_is_found(read_bytes, page, codec, label):
    source = read_bytes("a.html", page.format(PROSE * 3).encode(codec))[0]
    assert (source.text, source.encoding) == (PROSE * 3, label)


def test_an_encoding_given_goes_before_what_the_page_says(read_bytes):
    data = "<meta charset=utf-8><p>今天開會".encode("big5")
    assert read_bytes("a.html", data, "big5")[0].text == "今天開會"


@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.txt", "a.wps", "a"])
def test_a_page_by_another_name_is_a_page(read_bytes, name):
    source = read_bytes(name, f"<!DOCTYPE html><html><body><p>{PROSE}</p></body></html>")[0]
    assert (source.text, source.media_type) == (PROSE, "text/html")


@pytest.mark.parametrize("tag", ["div", "p", "b", "ul><li", "table><tr><td", "ol><li", "a href=x", "nav"])
def test_a_page_nested_without_end_is_read_in_time(tag):
    start = time.process_time()
    page = extract(f"<{tag}>" * 100_000 + "深处")
    assert "深处" in page.text or "深处" in "".join(page.beside)
    # At most four seconds where this was written.
    assert time.process_time() - start < 40


def test_a_binary_file_under_the_name_of_a_page_is_refused(read_bytes):
    from xuncha_nlp.errors import InputError

    with pytest.raises(InputError):
        read_bytes("a.html", bytes(range(256)) * 40)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>/abp divulol!-='\"&;#甲乙\n \u00a0", max_size=80))
def test_any_page_is_read(page):
    assert "<p>" not in extract(page.replace("&", "")).title


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="甲乙丙，。a1　“”", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_no_character_of_the_paragraphs_is_lost(paragraphs):
    page = "".join(f"<div><p>{each}</p></div>" for each in paragraphs)
    assert extract(page).text == "\n".join(paragraphs)
