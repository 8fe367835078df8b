"""Writer for HTML: one page that needs no network, no script and no other file."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ..speeches import Speech
from .blocks import Block, blocks

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
.subtitle, .byline, .date {{ font-family: {_KAI}; text-indent: 0; text-align: center; }}
.salutation {{ text-indent: 0; }}
.heading1 {{ font-family: {_HEI}; }}
.heading2 {{ font-family: {_KAI}; }}
b {{ font-weight: normal; }}
b.heading3, b.heading4 {{ font-weight: bold; }}
@media print {{ article + article {{ break-before: page; border: 0; }} }}
"""
_HEADER_ROLES = frozenset({"title", "subtitle", "byline", "date"})


def write_html(speeches: Iterable[Speech]) -> str:
    r"""Return speeches as one self-contained page, an ``article`` each.

    Parameters
    ----------
    speeches : iterable of Speech
        Speeches of any source.

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
    articles = "\n".join(_article(blocks(speech)) for speech in speeches)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title) or '讲话'}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n{articles}\n"
        "</body>\n</html>\n"
    )


def _article(found: tuple[Block, ...]) -> str:
    first = next((i for i, block in enumerate(found) if block.role not in _HEADER_ROLES), len(found))
    head, rest = found[:first], found[first:]
    lines = ["<article>"]
    if head:
        lines += ["<header>", *map(_element, head), "</header>"]
    return "\n".join([*lines, *map(_element, rest), "</article>"])


def _element(block: Block) -> str:
    if block.role == "title":
        return f'<h1 class="title">{escape(block.text)}</h1>'
    if block.is_heading:
        tag = f"h{min(block.level + 1, _DEEPEST)}"
        return f'<{tag} class="{block.role}">{escape(block.text)}</{tag}>'
    if block.is_run_in:
        lead, rest = block.text[: block.lead], block.text[block.lead :]
        return f'<p><b class="{block.role}">{escape(lead)}</b>{escape(rest)}</p>'
    return f'<p class="{block.role}">{escape(block.text)}</p>'
