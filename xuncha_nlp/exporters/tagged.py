"""Tagged speeches as HTML: coloured text, a legend, a tooltip for each mark; for a notebook or as a page.

Every character of a speech stands in its ``text`` element once and in its order: with the tags stripped and
the entities replaced, that element is the speech's text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from ..data import load_toml
from ..errors import DataError
from ..extractors import KINDS, MOVES, Annotation, annotate
from ..speeches import Speech
from .tagged_style import PAGE_STYLE, STYLE
from .tagged_tips import safe, safe_value, tip_of, word_of

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["Tagged", "show", "tagged_html"]

_MOVE = "move"
# What a reader should look at again.
_DOUBTFUL = ("count-mismatch", "unresolved")
# More speeches than this make a notebook slow.
_MOST_SHOWN = 20
# Outlines are not deeper; more bars than this would run into the text.
_MOST_BARS = 4
_HEADER_CLASSES = {"title": "title", "subtitle": "middle", "byline": "middle", "date": "middle"}


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    kind: str
    label: str
    tip: str
    doubtful: bool
    depth: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A speech and its annotations."""

    speech: Speech
    annotations: Sequence[Annotation]


@dataclass(frozen=True)
class Tagged:
    """Tagged speeches as a notebook shows them; made by `show`."""

    target: Corpus | Speech
    kinds: tuple[str, ...]

    def _repr_html_(self) -> str:
        found = _annotated(self.target, self.kinds)
        shown = list(islice(found, _MOST_SHOWN))
        return _fragment(shown, self.kinds, left_out=sum(1 for _ in _speeches(self.target)) - len(shown))


def show(target: Corpus | Speech, kinds: Iterable[str] = KINDS) -> Tagged:
    """Show a speech, or the first speeches of a corpus, as coloured text in a notebook.

    Parameters
    ----------
    target : Corpus or Speech
    kinds : iterable of str
        Of formula, enumeration, citation, slot, move, device; all by default.

    Returns
    -------
    Tagged
        What a notebook shows as HTML; the same as `tagged_html` of up to 20 speeches.

    Raises
    ------
    DataError
        A kind does not exist.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a.txt", "在动员会上的讲话\\n增强“四个意识”。"))
    >>> "提法：四个意识" in show(speech, ["formula"])._repr_html_()
    True
    """
    return Tagged(target, _checked(kinds))


def tagged_html(target: Corpus | Speech, kinds: Iterable[str] = KINDS, *, page: bool) -> str:
    r"""Return speeches with their annotations as HTML that needs no script, no network and no other file.

    What is found in a line is coloured and underlined by its kind, and has rule, members and status as a
    tooltip; where annotations overlap, each stretch has the marks of all. Moves are bars in the margin.

    Parameters
    ----------
    target : Corpus or Speech
        A corpus is tagged by its own lexicon, a speech by ours.
    kinds : iterable of str
        Of formula, enumeration, citation, slot, move, device; all by default.
    page : bool
        True for a whole page with a table of contents, False for a fragment to stand in another page.

    Returns
    -------
    str
        Everything that comes from the text is escaped.

    Raises
    ------
    DataError
        A kind does not exist.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> speech, = split(Source.from_text("a.txt", "在动员会上的讲话\n见《<甲>办法》。"))
    >>> print(tagged_html(speech, ["citation"], page=False).splitlines()[-3])
    </div><div class="line">见<mark class="citation start" title="引文：&lt;甲&gt;办法&#10;规则：书名号（book-title-marks）">《&lt;甲&gt;办法》</mark>。</div></div>
    """
    chosen = _checked(kinds)
    found = list(_annotated(target, chosen))
    return _page(found, chosen) if page else _fragment(found, chosen)


def _checked(kinds: Iterable[str]) -> tuple[str, ...]:
    chosen = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in chosen:
        if kind not in KINDS:
            raise DataError(f"没有这种标注：{kind}", f"可用：{'、'.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in chosen)


def _speeches(target: Corpus | Speech) -> Iterable[Speech]:
    return (target,) if isinstance(target, Speech) else target


def _annotated(target: Corpus | Speech, kinds: Sequence[str]) -> Iterator[_Found]:
    if isinstance(target, Speech):
        yield _Found(target, annotate(target, kinds))
        return
    for speech in target:
        yield _Found(speech, [each for kind in kinds for each in target.annotations(speech, kind)])


# The whole


def _page(found: Sequence[_Found], kinds: Sequence[str]) -> str:
    names = "、".join(dict.fromkeys(each.speech.source.name for each in found))
    entries = "".join(
        f'<li><a href="#s{number}">{safe(_name(each.speech))}</a> <small>{safe(_short(each))}</small></li>\n'
        for number, each in enumerate(found, 1)
    )
    contents = f"<nav><ol>\n{entries}</ol></nav>\n" if len(found) > 1 else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>标注：{safe(names)}</title>\n<style>\n{PAGE_STYLE}{STYLE}</style>\n</head>\n"
        f'<body class="xuncha-tagged">\n{contents}{_legend(found, kinds)}{_articles(found, "s")}</body>\n</html>\n'
    )


def _fragment(found: Sequence[_Found], kinds: Sequence[str], left_out: int = 0) -> str:
    more = f"<p>另有 {left_out} 篇没有显示。</p>\n" if left_out > 0 else ""
    return (
        f'<div class="xuncha-tagged" lang="zh-CN">\n<style>\n{STYLE}</style>\n'
        f"{_legend(found, kinds)}{more}{_articles(found)}</div>\n"
    )


def _articles(found: Sequence[_Found], anchor: str = "") -> str:
    return "".join(
        _article(each, f"{anchor}{number}" if anchor else "") for number, each in enumerate(found, 1)
    )


def _article(found: _Found, anchor: str) -> str:
    # A notebook may show several fragments, in which no name may stand twice.
    name = f' id="{anchor}"' if anchor else ""
    return (
        f'<article{name}>\n<p class="facts">{safe(_long(found))}</p>\n'
        f'<div class="text">{_text(found)}</div>\n</article>\n'
    )


def _name(speech: Speech) -> str:
    return speech.title or "（无标题）"


def _short(found: _Found) -> str:
    speech = found.speech
    counted = f"{len(''.join(speech.text.split()))} 字　标注 {len(found.annotations)} 处"
    return "　".join(part for part in (speech.date, speech.genre, counted) if part)


def _long(found: _Found) -> str:
    counts = Counter(each.kind for each in found.annotations)
    kinds = "、".join(f"{word_of('kind', kind)} {counts[kind]}" for kind in KINDS if counts[kind])
    return f"{found.speech.id}　{_short(found)}" + (f"：{kinds}" if kinds else "")


def _legend(found: Sequence[_Found], kinds: Sequence[str]) -> str:
    """What the colours mean, with counts; a kind can be switched off there."""
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    statuses: dict[str, Counter[str]] = defaultdict(Counter)
    for each in (annotation for one in found for annotation in one.annotations):
        labels[each.kind][each.label] += 1
        statuses[each.kind][str(each.attributes.get("status"))] += 1
    items = []
    for kind in kinds:
        known = load_toml("words.toml")["label"]
        parts = [
            f'<i class="bar {name}"></i>{word_of("label", name)} {count}'
            if kind == _MOVE
            else f"{word_of('label', name)} {count}"
            for name, count in labels[kind].most_common()
            if name in known
        ]
        parts += [
            f'<span class="doubt">{word_of("status", status)}</span> {statuses[kind][status]}'
            for status in _DOUBTFUL
            if statuses[kind][status]
        ]
        name = word_of("kind", kind)
        sample = f'<mark class="{kind}">{name}</mark>' if kind != _MOVE else name
        detail = f"<small>　{'　'.join(parts)}</small>" if parts else ""
        items.append(
            f'<li><label><input type="checkbox" class="on-{kind}" checked autocomplete="off"> '
            f"{sample} {labels[kind].total()}</label>{detail}</li>\n"
        )
    return f'<ul class="legend" aria-label="图例">\n{"".join(items)}</ul>\n'


# One speech


def _text(found: _Found) -> str:
    speech = found.speech
    text, begin, end = speech.source.text, speech.start, speech.end
    marks = [
        _Mark(
            max(each.start, begin),
            min(each.end, end),
            each.kind,
            each.label,
            tip_of(each, text),
            each.attributes.get("status") in _DOUBTFUL and each.attributes.get("declared") is not None,
            max(each.attributes.get("level", 0) - 1, 0),
        )
        for each in found.annotations
        if max(each.start, begin) < min(each.end, end)
    ]
    lines = [begin, *(begin + each.end() for each in re.finditer("\n", text[begin:end]))]
    margins = _margins(lines, [each for each in marks if each.kind == _MOVE])
    classes = _line_classes(speech, lines)
    inline = [each for each in marks if each.kind != _MOVE]
    starting: dict[int, list[_Mark]] = defaultdict(list)
    for each in inline:
        starting[each.start].append(each)
    first = {line: number for number, line in enumerate(lines)}
    parts: list[str] = []
    active: list[_Mark] = []
    cuts = {begin, end, *lines, *(edge for each in inline for edge in (each.start, each.end))}
    for start, stop in pairwise(sorted(cuts)):
        number = first.get(start)
        if number is not None:
            parts.append("</div>" if parts else "")
            parts.append(f'<div class="line{classes.get(number, "")}">{margins.get(number, "")}')
        active = [each for each in active if each.end > start] + starting.get(start, [])
        parts.append(_stretch(text[start:stop], active, start in starting))
    parts.append("</div>" if parts else "")
    return "".join(parts)


def _stretch(text: str, marks: Sequence[_Mark], begins: bool) -> str:
    if not marks:
        return safe(text)
    kinds = Counter(each.kind for each in marks)
    opened: list[str] = []
    for kind, count in kinds.items():
        more = [
            "deep" if count > 1 else "",
            "doubt" if any(each.doubtful for each in marks if each.kind == kind) else "",
            "start" if begins and not opened else "",
        ]
        names = " ".join([kind, *filter(None, more)])
        tip = "\n\n".join(dict.fromkeys(each.tip for each in marks))
        opened.append(f'<mark class="{names}"' + ("" if opened else f' title="{safe_value(tip)}"') + ">")
    return "".join(opened) + safe(text) + "</mark>" * len(opened)


def _margins(lines: Sequence[int], moves: Sequence[_Mark]) -> dict[int, str]:
    """The bars of moves beside a line, the outer move first, by the number of the line."""
    covering: dict[int, list[_Mark]] = defaultdict(list)
    named: dict[int, list[str]] = defaultdict(list)
    number = 0
    for move in sorted(moves, key=lambda each: (each.start, -each.end)):
        while number + 1 < len(lines) and lines[number + 1] <= move.start:
            number += 1
        named[number].append(word_of("label", move.label))
        line = number
        while line < len(lines) and lines[line] < move.end:
            covering[line].append(move)
            line += 1
    found = {}
    for line, over in covering.items():
        bars = "".join(f'<i class="bar {label}"></i>' for label in _columns(over))
        name = f' data-name="{safe("·".join(dict.fromkeys(named[line])))}"' if line in named else ""
        tip = safe_value("\n\n".join(each.tip for each in over))
        found[line] = f'<i class="margin"{name} title="{tip}">{bars}</i>'
    return found


def _columns(moves: Sequence[_Mark]) -> list[str]:
    """The moves beside a line, each in the column of its depth or, where that is taken, in the next one."""
    columns: list[str] = []
    for move in moves[:_MOST_BARS]:
        columns += ["empty"] * (min(move.depth, _MOST_BARS - 1) - len(columns))
        columns.append(move.label if move.label in MOVES else "")
    return columns[:_MOST_BARS]


def _line_classes(speech: Speech, lines: Sequence[int]) -> dict[int, str]:
    """How title lines and headings on lines of their own are set."""
    number = {line: place for place, line in enumerate(lines)}
    found = {
        number[each.start]: f" {_HEADER_CLASSES[each.role]}"
        for each in speech.header
        if each.start in number and each.role in _HEADER_CLASSES
    }
    text = speech.source.text
    for section in speech.walk():
        rest = text[section.heading_end : section.heading_end + 2].split("\n")[0]
        own_line = not rest.strip("。：:；;，,！!？? \t\r\u3000") and len(rest) < 2  # noqa: PLR2004
        if section.start in number and not section.inline and own_line:
            found[number[section.start]] = " heading"
    return found
