"""A page of a checked text: the text with its marks, and beside it the findings.

Every character of a speech stands in its ``text`` element once and in its order. The page needs no script, no
network and no other file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ..speeches import Speech
from .tagged_tips import safe, safe_value

if TYPE_CHECKING:
    from ..checks import Finding, Findings, Overlap

__all__ = ["findings_page"]

_CLASSES = {"错误": "error", "警告": "warning", "提示": "hint"}
_RANK = ("错误", "警告", "提示")
_HEADER = {"title": " title", "subtitle": " middle", "byline": " middle", "date": " middle"}

_STYLE = """\
:root { color-scheme: light dark; --error: 198, 40, 40; --warning: 191, 120, 0; --hint: 70, 110, 160; }
body { margin: 0 auto; max-width: 84em; padding: 1.2em; font: 1rem/1.8 "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif; }
h1 { font-size: 1.25em; margin: 0 0 .3em; }
h2 { font-size: 1.05em; margin: 1.4em 0 .4em; }
.facts { font-size: .88em; opacity: .85; margin: 0 0 .3em; }
.legend { display: flex; gap: 1.4em; list-style: none; padding: 0; margin: .4em 0; font-size: .9em; }
.columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(17em, 2fr); gap: 2em; align-items: start; }
.text { line-height: 2; }
.line { white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1em; }
.title { font-size: 1.3em; font-weight: bold; text-align: center; line-height: 1.6; }
.middle { text-align: center; }
.heading { font-weight: bold; }
mark { color: inherit; background: none; padding: 0; scroll-margin-top: 30vh; }
mark.error { background: rgba(var(--error), .2); text-decoration: underline wavy rgb(var(--error)) 1.5px; text-underline-offset: .3em; }
mark.warning { background: rgba(var(--warning), .18); text-decoration: underline solid rgb(var(--warning)) 2px; text-underline-offset: .3em; }
mark.hint { text-decoration: underline dotted rgb(var(--hint)) 2px; text-underline-offset: .3em; }
mark.same { background-image: linear-gradient(rgba(128, 128, 128, .2), rgba(128, 128, 128, .2)); }
mark:target, li:target { outline: 2px solid currentColor; outline-offset: 2px; }
body:has(#on-hint:not(:checked)) .hint, body:has(#on-warning:not(:checked)) .warning, body:has(#on-same:not(:checked)) .same { background: none; text-decoration: none; }
body:has(#on-hint:not(:checked)) li.hint, body:has(#on-warning:not(:checked)) li.warning { display: none; }
sup a { font-size: .72em; text-decoration: none; padding: 0 .15em; font-family: sans-serif; }
.side { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; font-size: .9em; line-height: 1.6; }
.side ol { padding-left: 0; margin: 0; list-style: none; }
.side li { margin: 0 0 .7em; padding: .3em .6em; border-left: 4px solid; background: rgba(128, 128, 128, .08); }
.side li.error { border-color: rgb(var(--error)); }
.side li.warning { border-color: rgb(var(--warning)); }
.side li.hint { border-color: rgb(var(--hint)); }
.side small { opacity: .78; display: block; }
table { border-collapse: collapse; font-size: .9em; }
td, th { border-bottom: 1px solid rgba(128, 128, 128, .4); padding: .2em .8em; text-align: left; }
td.number { text-align: right; }
@media (max-width: 52em) { .columns { display: block; } .side { position: static; max-height: none; } }
@media print { .columns { display: block; } .side { position: static; max-height: none; } .legend input { display: none; } }
"""


def findings_page(speeches: Sequence[Speech], findings: Findings) -> str:
    r"""Return a page of speeches with what was found in them.

    Parameters
    ----------
    speeches : sequence of Speech
        Those that were checked.
    findings : Findings
        Marked in the text by their gravity, and listed beside it; with the lengths and the overlaps.

    Returns
    -------
    str
        HTML; everything that comes from the text is escaped.

    Examples
    --------
    >>> from xuncha_nlp.checks import check
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a.txt", "在动员会上的讲话\n请【待填：人名】讲话。"))
    >>> '<mark class="error" id="f1"' in findings_page([speech], check(speech))
    True
    """
    names = "、".join(dict.fromkeys(each.source.name for each in speeches))
    numbered = {id(each): number for number, each in enumerate(findings, 1)}
    parts = [
        _article(each, [found for found in findings if found.speech == each.id], numbered, findings)
        for each in speeches
    ]
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>审核：{safe(names)}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{safe(names)}</h1>\n<p class="facts">{safe(findings.headline)}</p>\n{_legend(findings)}'
        f"{''.join(parts)}</body>\n</html>\n"
    )


def _legend(findings: Findings) -> str:
    items = [
        f'<li><label><input type="checkbox" id="on-{_CLASSES[level]}" checked autocomplete="off"'
        f'{" disabled" if level == _RANK[0] else ""}> <mark class="{_CLASSES[level]}">{level}</mark> '
        f"{sum(each.level == level for each in findings)}</label></li>"
        for level in _RANK
    ]
    if findings.overlaps:
        items.append(
            '<li><label><input type="checkbox" id="on-same" checked autocomplete="off"> '
            '<mark class="same">与旧稿相同</mark></label></li>'
        )
    return f'<ul class="legend" aria-label="图例">{"".join(items)}</ul>\n'


def _article(speech: Speech, found: Sequence[Finding], numbered: dict[int, int], findings: Findings) -> str:
    measures = [each for each in findings.measures if each.speech == speech.id]
    overlaps = [each for each in findings.overlaps if each.speech == speech.id]
    facts = "".join(f'<p class="facts">{safe(each.headline)}</p>\n' for each in measures)
    return (
        f"<article>\n<h2>{safe(speech.title or '（无标题）')}</h2>\n{facts}{_table(overlaps)}"
        f'<div class="columns">\n<div class="text">{_text(speech, found, numbered, overlaps)}</div>\n'
        f'<div class="side"><ol>\n{"".join(_item(each, numbered[id(each)]) for each in found)}</ol></div>\n'
        "</div>\n</article>\n"
    )


def _table(overlaps: Sequence[Overlap]) -> str:
    if not overlaps:
        return ""
    rows = "".join(
        f'<tr><td>{safe(each.other)}</td><td class="number">{each.share:.0%}</td>'
        f'<td class="number">{each.characters}</td><td class="number">{each.longest}</td></tr>\n'
        for each in overlaps
    )
    return (
        f"<table>\n<tr><th>比对的文稿</th><th>相同</th><th>字数</th><th>最长连续</th></tr>\n{rows}</table>\n"
    )


def _item(each: Finding, number: int) -> str:
    anchor = f'<a href="#f{number}">{number}</a>' if each.start < each.end else str(number)
    return (
        f'<li class="{_CLASSES[each.level]}" id="n{number}"><b>{anchor}　{each.level}</b>　{safe(each.message)}'
        f"<small>{safe(each.suggestion)}</small>"
        f"<small>{safe(each.place)}　{safe(each.rule)}　{safe(each.basis)}　{safe(each.evidence)}</small></li>\n"
    )


def _text(
    speech: Speech, found: Sequence[Finding], numbered: dict[int, int], overlaps: Sequence[Overlap]
) -> str:
    text, begin, end = speech.source.text, speech.start, speech.end
    same = sorted({span for each in overlaps for span in each.spans})
    lines = [begin, *(at + 1 for at in range(begin, end) if text[at] == "\n")]
    cuts = {begin, end, *lines}
    cuts.update(edge for each in found for edge in (each.start, each.end) if begin <= edge <= end)
    cuts.update(edge for span in same for edge in span if begin <= edge <= end)
    classes = _classes(speech)
    starts = set(lines)
    marked = sorted((each for each in found if each.start < each.end), key=lambda each: each.start)
    waiting, active, named = 0, [], set[int]()
    running: list[tuple[int, int]] = []
    following = 0
    parts: list[str] = []
    for start, stop in pairwise(sorted(cuts)):
        if start in starts:
            parts.append(("</div>" if parts else "") + f'<div class="line{classes.get(start, "")}">')
        while waiting < len(marked) and marked[waiting].start <= start:
            active.append(marked[waiting])
            waiting += 1
        active = [each for each in active if each.end > start]
        while following < len(same) and same[following][0] <= start:
            running.append(same[following])
            following += 1
        running = [each for each in running if each[1] > start]
        parts.append("".join(_stretch(text[start:stop], active, bool(running), numbered, named)))
    return "".join(parts) + ("</div>" if parts else "")


def _stretch(
    piece: str,
    active: Sequence[Finding],
    same: bool,
    numbered: dict[int, int],
    named: set[int],
) -> Iterator[str]:
    if not active:
        yield f'<mark class="same">{safe(piece)}</mark>' if same else safe(piece)
        return
    gravest = min(active, key=lambda each: _RANK.index(each.level))
    new = [numbered[id(each)] for each in active if numbered[id(each)] not in named]
    anchor = f' id="f{numbered[id(gravest)]}"' if numbered[id(gravest)] in new else ""
    others = [number for number in new if number != numbered[id(gravest)]]
    named.update(new)
    tip = "\n".join(f"{each.level}：{each.message}" for each in active)
    inner = "".join(f'<a id="f{number}"></a>' for number in others) + safe(piece)
    kinds = _CLASSES[gravest.level] + (" same" if same else "")
    yield f'<mark class="{kinds}"{anchor} title="{safe_value(tip)}">{inner}</mark>'


def _classes(speech: Speech) -> dict[int, str]:
    """How title lines and headings on lines of their own are set, by where they begin."""
    found = {each.start: _HEADER[each.role] for each in speech.header if each.role in _HEADER}
    text = speech.source.text
    for section in speech.walk():
        if not section.inline and text[section.heading_end : section.heading_end + 1] in ("\n", ""):
            found[section.start] = " heading"
    return found
