"""The text of a web page, event by event, without recursion: a page can be nested as deep as it likes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ..data import check_keys, load_toml
from ..numerals import to_han

__all__ = ["Page", "extract"]

_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
_HAN_STYLES = frozenset(
    [
        "cjk-ideographic",
        "simp-chinese-informal",
        "simp-chinese-formal",
        "japanese-informal",
        "chinese-counting",
    ]
)
# What a browser sets without a space between: a line of the file that breaks between these does so for the
# width of somebody's screen.
_CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·]")
_BLOCK, _BREAK = 0, 1
# The largest number that is written in Chinese.
_LARGEST = 9_999


@dataclass(frozen=True, slots=True)
class Page:
    """What a web page says.

    Parameters
    ----------
    text : str
        A line a block.
    title : str
        Of the page.
    beside : tuple of str
        The texts that were left out, such as navigation.
    """

    text: str
    title: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rules:
    unseen: frozenset[str]
    beside: frozenset[str]
    beside_roles: frozenset[str]
    beside_titles: frozenset[str]
    edges: frozenset[str]
    inside: frozenset[str]
    blocks: frozenset[str]
    link_blocks: frozenset[str]
    link_share: float
    link_count: int


@dataclass(slots=True)
class _Element:
    """An element that is still open: where its text begins, and how much of it are links."""

    name: str
    start: int
    unseen: bool
    beside: bool
    outward: bool
    count: int = 0
    numbers: str = ""
    characters: int = 0
    linked: int = 0
    links: int = 0


@dataclass(slots=True)
class _Collector:
    """Takes the events of the parser; ``parts`` are pieces of text, ends of blocks and breaks of lines."""

    rules: _Rules
    parts: list[str | int] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    stack: list[_Element] = field(default_factory=list)
    # How many of the open elements are of a kind.
    unseen: int = 0
    inside: int = 0
    preformatted: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        rules = self.rules
        style = attributes.get("style", "")
        unseen = name in rules.unseen or "hidden" in attributes or bool(_HIDDEN.search(style))
        role = attributes.get("role", "").strip().lower()
        beside = name in rules.beside or role in rules.beside_roles
        beside = beside or (name in rules.edges and not self.inside)
        beside = beside or attributes.get("title", "").lower() in rules.beside_titles
        if name in rules.blocks:
            self.parts.append(_BLOCK)
        elif name == "br":
            self.parts.append(_BREAK)
        # A leap inside of the page is no way out of it.
        outward = name == "a" and not attributes.get("href", "#").startswith("#")
        element = _Element(name, len(self.parts), unseen, beside, outward)
        if name == "ol":
            element.count = _integer(attributes.get("start", "1"), 1) - 1
            element.numbers = (_LIST_STYLE.findall(style) or ["decimal"])[-1].lower()
        elif name == "li":
            self._number(attributes)
        self.unseen += unseen
        self.inside += name in rules.inside
        self.preformatted += name == "pre"
        self.stack.append(element)

    def _number(self, attributes: Mapping[str, str]) -> None:
        """Write the number that a browser shows before an item of an ordered list."""
        parent = self.stack[-1] if self.stack else None
        if parent is None or parent.name != "ol":
            return
        parent.count = _integer(attributes.get("value", ""), parent.count + 1)
        own = _LIST_STYLE.findall(attributes.get("style", ""))
        numbers = own[-1].lower() if own else parent.numbers
        if numbers in _HAN_STYLES and 0 < parent.count <= _LARGEST:
            self.data(f"{to_han(parent.count)}、")
        elif numbers != "none":
            self.data(f"{parent.count}. ")

    def data(self, text: str) -> None:
        if self.unseen:
            if self.stack[-1].name == "title" and all(each.name != "svg" for each in self.stack[-4:]):
                self.title.append(text)
            return
        if self.preformatted:
            for line in text.replace("\r\n", "\n").splitlines(keepends=True):
                self.parts += [line.rstrip("\r\n"), *([_BREAK] if line[-1] in "\r\n" else [])]
        else:
            self.parts.append(text)
        if self.stack:
            self.stack[-1].characters += len("".join(text.split()))

    def end(self, name: str) -> None:
        element = self.stack.pop()
        rules = self.rules
        self.unseen -= element.unseen
        self.inside -= element.name in rules.inside
        self.preformatted -= element.name == "pre"
        if name in rules.blocks:
            self.parts.append(_BLOCK)
        if element.outward:
            element.linked = element.characters
            element.links += 1
        navigation = (
            name in rules.link_blocks
            and element.links >= rules.link_count
            and element.linked >= rules.link_share * element.characters
        )
        if element.beside or navigation:
            left_out = " ".join(_lines(self.parts[element.start :]))
            del self.parts[element.start :]
            if left_out:
                self.beside.append(left_out)
        elif self.stack:
            parent = self.stack[-1]
            parent.characters += element.characters
            parent.linked += element.linked
            parent.links += element.links

    def close(self) -> Page:
        return Page(
            "\n".join(_lines(self.parts)), _SPACE.sub(" ", "".join(self.title)).strip(), tuple(self.beside)
        )


def extract(page: str) -> Page:
    """Return what a web page says.

    Parameters
    ----------
    page : str
        The page, decoded.

    Returns
    -------
    Page

    Examples
    --------
    >>> extract("<title>讲话</title><nav>首页</nav><div><p>一、认识<p>二、任务&mdash;&mdash;任务</div>")
    Page(text='一、认识\\n二、任务——任务', title='讲话', beside=('首页',))
    """
    from lxml import etree

    # The parser's own limit on depth would cut a page off without a word.
    parser = etree.HTMLParser(target=_Collector(_rules()), huge_tree=True, encoding="utf-8", no_network=True)
    parser.feed(page.encode("utf-8", "replace"))
    found: Page = parser.close()
    return found


def _lines(parts: list[str | int]) -> Iterator[str]:
    """The lines that are not blank, their white space as a browser shows it."""
    line: list[str] = []
    for part in [*parts, _BLOCK]:
        if isinstance(part, str):
            line.append(part)
            continue
        text = _SPACE.sub(_space, "".join(line)).strip(" ")
        line = []
        if text.strip():
            yield text


def _space(match: re.Match[str]) -> str:
    before, after = (
        match.string[match.start() - 1 : match.start()],
        match.string[match.end() : match.end() + 1],
    )
    wrapped = "\n" in match[0] and _CHINESE.match(before) and _CHINESE.match(after)
    return "" if wrapped else " "


def _integer(text: str, missing: int) -> int:
    try:
        return int(text)
    except ValueError:
        return missing


@cache
def _rules() -> _Rules:
    table = load_toml("readers.toml")["html"]
    check_keys(table, list(_Rules.__slots__), [], "readers.toml [html]")
    values: dict[str, Any] = {
        key: frozenset(value) if isinstance(value, list) else value for key, value in table.items()
    }
    return _Rules(**values)
