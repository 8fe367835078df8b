"""Writer for HTML: one page that needs no network, no script and no other file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from ..speeches import Speech
from .blocks import Block, blocks
from .origins import Origins

__all__ = ["write_html"]

_DEEPEST = 6
_SONG = '"方正小标宋简体", "华文中宋", STZhongsong, "Songti SC", "Noto Serif CJK SC", serif'
_FANGSONG = '"仿宋_GB2312", "仿宋", FangSong, STFangsong, "Noto Serif CJK SC", serif'
_KAI = '"楷体_GB2312", "楷体", KaiTi, "Kaiti SC", "AR PL KaitiM GB", serif'
_HEI = '"黑体", SimHei, "Heiti SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
_STYLE = f"""\
:root {{ color-scheme: light dark; }}
body {{ max-width: 36em; margin: 0 auto; padding: 2em 1.2em 4em; font: 1.15rem/1.9 {_FANGSONG}; }}
article + article {{ margin-top: 4em; padding-top: 2em; border-top: 1px solid currentColor; }}
h1, h2, h3, h4, h5, h6, p {{ margin: 0; font-size: 1em; font-weight: normal; white-space: pre-wrap; }}
p, h2, h3, h4, h5, h6 {{ text-indent: 2em; text-align: justify; }}
h1 {{ font: 1.6em/1.5 {_SONG}; text-align: center; text-wrap: balance; }}
header {{ margin-bottom: 1.9em; }}
.subtitle, .byline, .date, .reference, .remark {{ font-family: {_KAI}; text-indent: 0; text-align: center; }}
.salutation, .label {{ text-indent: 0; }}
.heading1, .label {{ font-family: {_HEI}; }}
.heading2 {{ font-family: {_KAI}; }}
b {{ font-weight: normal; }}
b.heading3, b.heading4 {{ font-weight: bold; }}
mark {{ background: #ffec5c; color: #000; }}
aside {{ margin: 0.4em 0 0.2em 2em; padding-left: 0.6em; border-left: 3px solid #8a8a8a; font: 0.72rem/1.5 {_HEI}; }}
aside div {{ overflow-wrap: anywhere; }}
.adapted {{ border-color: #c27c0e; }}
.new {{ border-color: #2f7d32; }}
.edited, .own {{ border-color: #1f5fbf; }}
@media (min-width: 68em) {{
  body:has(aside) {{ max-width: 54em; }}
  article:has(aside) {{ padding-right: 17rem; }}
  aside {{ float: right; clear: right; width: 15rem; margin: 0.5em -16.8rem 0.5em 0; }}
}}
@page {{ size: A4; margin: 37mm 26mm 35mm 28mm; }}
@media print {{
  :root {{ color-scheme: light; }}
  body, body:has(aside) {{ max-width: none; padding: 0; font-size: 16pt; line-height: 29pt; }}
  article:has(aside) {{ padding-right: 0; }}
  h1 {{ font-size: 22pt; line-height: 29pt; }}
  article + article {{ break-before: page; margin: 0; padding: 0; border: 0; }}
  h1, h2, h3, h4, h5, h6, header, .salutation {{ break-after: avoid; }}
  p {{ orphans: 2; widows: 2; }}
  mark {{ -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
  aside {{ display: none; }}
}}
"""
_HEADER_ROLES = frozenset({"label", "reference", "title", "subtitle", "byline", "date", "remark"})
_PLACEHOLDER = re.compile("【待填[^【】]*】")


def write_html(speeches: Iterable[Speech], rows: Iterable[Origins] = ()) -> str:
    r"""Return speeches as one self-contained page, an ``article`` each.

    What is still to be filled in, 【待填：…】, is marked. On paper the page is that of the default layout,
    as far as a browser knows one.

    Parameters
    ----------
    speeches : iterable of Speech
        Speeches of any source.
    rows : iterable of Origins
        Of a draft, see `origins.origins`: each stands in the margin of its paragraph, and not on paper.

    Returns
    -------
    str
        The page; the text is escaped.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> text = "在动员会上的讲话\n一、<认识>\n（一）看清形势。任务很重。"
    >>> page = write_html(split(Source.from_text("a.txt", text)))
    >>> print("\n".join(page.splitlines()[-8:-2]))
    <header>
    <h1 class="title">在动员会上的讲话</h1>
    </header>
    <h2 class="heading1">一、&lt;认识&gt;</h2>
    <p><b class="heading2">（一）看清形势。</b>任务很重。</p>
    </article>
    """
    speeches = tuple(speeches)
    title = "；".join(speech.title for speech in speeches if speech.title)
    notes = {row.start: _note(row) for row in rows}
    articles = "\n".join(_article(blocks(speech), notes) for speech in speeches)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title) or '讲话'}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n{articles}\n"
        "</body>\n</html>\n"
    )


def _article(found: tuple[Block, ...], notes: Mapping[int, str]) -> str:
    first = next((i for i, block in enumerate(found) if block.role not in _HEADER_ROLES), len(found))
    head = [line for block in found[:first] for line in _lines(block, notes)]
    lines = ["<article>"]
    if head:
        lines += ["<header>", *head, "</header>"]
    lines += [line for block in found[first:] for line in _lines(block, notes)]
    return "\n".join([*lines, "</article>"])


def _lines(block: Block, notes: Mapping[int, str]) -> list[str]:
    return [notes[block.start], _element(block)] if block.start in notes else [_element(block)]


def _note(row: Origins) -> str:
    first, *more = (f"<div>{escape(line)}</div>" for line in row.lines)
    if more:
        first = f"<details><summary>{first[5:-6]}</summary>{''.join(more)}</details>"
    return f'<aside class="{row.status}">{first}</aside>'


def _element(block: Block) -> str:
    if block.role == "title":
        return f'<h1 class="title">{_text(block.text)}</h1>'
    if block.is_heading:
        tag = f"h{min(block.level + 1, _DEEPEST)}"
        return f'<{tag} class="{block.role}">{_text(block.text)}</{tag}>'
    if block.is_run_in:
        lead, rest = block.text[: block.lead], block.text[block.lead :]
        return f'<p><b class="{block.role}">{_text(lead)}</b>{_text(rest)}</p>'
    return f'<p class="{block.role}">{_text(block.text)}</p>'


def _text(text: str) -> str:
    return _PLACEHOLDER.sub(r"<mark>\g<0></mark>", escape(text))
