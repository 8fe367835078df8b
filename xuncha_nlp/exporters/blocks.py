"""A speech as the blocks that a writer sets: every line once, with its role and its heading run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..speeches import Section, Speech, styles
from ..speeches.lines import Line, read_lines

__all__ = ["Block", "blocks"]

# What may end a heading that the rest of its paragraph follows, with the quotation marks that it closes.
_FINAL = re.compile(r"[。；;！!？?]+[”’」』）)]*")
# A line may also end its heading with these, which the outline does not count to the heading.
_TRAILING = re.compile(r"[\s，,、：:]*")


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a speech.

    Parameters
    ----------
    role : str
        label, reference, title, subtitle, byline, date, remark, salutation, heading1 to heading4 (deeper
        ones too), body or closing.
        A heading's digit is its depth in this speech; a layout goes by `style` first.
    text : str
        The line as it stands, without the white space around it.
    lead : int
        Number of characters at the beginning of `text` that are the heading, with its number and its
        final punctuation: all of them where the whole line is heading, 0 where none is.
    start, end : int
        Offsets into the source's text.
    level : int
        Depth of the heading in this speech, 0 for everything else.
    style : str
        Numbering style of the heading, such as ``"（一）"``, empty for everything else.
    """

    role: str
    text: str
    lead: int
    start: int
    end: int
    level: int = 0
    style: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the whole line is a heading."""
        return bool(self.lead) and self.lead == len(self.text)

    @property
    def is_run_in(self) -> bool:
        """Whether the line begins with a heading that its text follows."""
        return 0 < self.lead < len(self.text)


def blocks(speech: Speech) -> tuple[Block, ...]:
    r"""Return a speech line by line.

    Lines that begin with an enumerating word (一是, 一要, 第一，) are body text: they are set like it.

    Parameters
    ----------
    speech : Speech
        A speech of any source.

    Returns
    -------
    tuple of Block
        A block for every line that is not blank, in the order of the text.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> text = "在动员会上的讲话\n同志们：\n一、认识\n（一）看清形势。任务很重。\n二、任务\n散会。"
    >>> speech, = split(Source.from_text("a.txt", text))
    >>> [(block.role, block.text[: block.lead]) for block in blocks(speech)]
    [('title', ''), ('salutation', ''), ('heading1', '一、认识'), ('heading2', '（一）看清形势。'),
     ('heading1', '二、任务'), ('closing', '')]
    """
    # Enumerating words and points inside a paragraph are its text.
    headings = {
        each.start: each for each in speech.walk() if not each.inline and not styles()[each.style].points
    }
    lines = [line for line in read_lines(speech.source) if speech.start <= line.start < speech.end]
    found = []
    for line in lines:
        section = headings.get(line.start)
        if section:
            found.append(_heading(line, section))
            continue
        closing = speech.closing is not None and line.start in speech.closing
        role = _header_role(line, speech) or ("closing" if closing else "body")
        found.append(Block(role, line.raw, 0, line.start, line.end))
    return tuple(found)


def _header_role(line: Line, speech: Speech) -> str:
    """The role of a line of the header; of one that holds a label, a title and a date, the title's."""
    roles = [each.role for each in speech.header if line.start <= each.start < line.end]
    return "title" if "title" in roles else next(iter(roles), "")


def _heading(line: Line, section: Section) -> Block:
    lead = section.heading_end - line.start
    final = _FINAL.match(line.raw, lead)
    lead = final.end() if final else lead
    if _TRAILING.fullmatch(line.raw, lead):
        lead = len(line.raw)
    role = f"heading{min(section.level, 4)}"
    return Block(role, line.raw, lead, line.start, line.end, section.level, section.style)
