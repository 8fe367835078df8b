"""Line breaks that stand in the middle of a sentence.

A break is meant unless something says otherwise: what stands beside it (no line begins with a comma), how
the document marks its paragraphs (by indents, by empty lines), or how wide its lines are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from string import ascii_letters
from typing import Any, NamedTuple

from ..data import load_toml
from .dates import parse_date_line
from .lines import Line
from .numbering import begins_with_number
from .patterns import pattern

__all__ = ["find_breaks"]

_BREAK = re.compile(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_INDENT = re.compile(r"[^\n\r\v\f\u0085\u2028\u2029]*\Z")
_OPENING = re.compile("[《(〈]")
# So long a line with a full stop in it is no heading.
_PROSE = 20
# So many line feeds leave a line empty.
_BLANK = 2
# So much of what follows a break is looked at.
_REST = 80


class _Joint(NamedTuple):
    """A line, what follows it on the next ones as far as they are one, and what is between.

    A tuple, because a text holds very many.
    """

    before: str
    after: str
    breaks: int
    indented: bool
    hidden: bool
    over_page: bool


def find_breaks(
    text: str, lines: Sequence[Line], pages: Sequence[int], *, hidden: bool
) -> list[tuple[int, int]]:
    """Return the stretches between two lines that are the halves of one.

    Parameters
    ----------
    text : str
        The text of the source.
    lines : sequence of Line
        All its lines.
    pages : sequence of int
        Indices of the lines that are page numbers and the like, over which a sentence may run on.
    hidden : bool
        Whether there are characters without width in the text.

    Returns
    -------
    list of (int, int)
        From the end of the first half to the start of the second, ascending.
    """
    left_out = set(pages)
    kept = [line for index, line in enumerate(lines) if index not in left_out] if left_out else lines
    if hidden:
        signs = _rules()["invisible"]
        visible = [(line, re.sub(f"[{signs}]", "", line.text)) for line in kept]
        kept = [line._replace(text=shown) for line, shown in visible if shown]
    over = [lines[index].start for index in pages]
    joined = _in_blocks(text, kept)
    blank: bool | None = None
    first = _rules()["never_first"]
    # The cheap look: most lines end in a full stop, and the next one does not say no.
    candidates = [
        index
        for index, (before, after) in enumerate(pairwise(kept))
        if (before.text[-1] != "。" and not _is_finished(before.text)) or after.text[0] in first
    ]
    # From the last line to the first: whether the second half is prose, its own second half says too.
    rests: dict[int, str] = {}
    doubtful: list[tuple[int, _Joint]] = []
    for index in reversed(candidates):
        if index in joined:
            continue
        before, after = kept[index], kept[index + 1]
        rest = (kept[index + 2].text + rests.get(index + 1, ""))[:_REST] if index + 1 in joined else ""
        joint = _joint(text, before, after, after.text + rest, over)
        if joint is None:
            continue
        goes_on = _goes_on(joint)
        if not goes_on:
            # Asked first, because it is asked once.
            blank = _empty_lines_mark_paragraphs(text, kept) if blank is None else blank
            goes_on = blank and _may_be_one_paragraph(joint)
        if goes_on:
            joined.add(index)
            rests[index] = rest
        else:
            doubtful.append((index, joint))
    # And from the first to the last: what goes on from a line of prose is prose.
    for index, joint in reversed(doubtful):
        if index - 1 not in joined or not _rule("prose").search(joint.after):
            continue
        if _may_be_one_paragraph(joint) and not _is_heading(kept, index, joined):
            joined.add(index)
    # An entry of a contents list ends with its page number, whatever stands below it.
    leader = pattern("contents_leader").search
    return [
        (kept[index].end, kept[index + 1].start)
        for index in sorted(joined)
        if not (kept[index].text[-1] in "0123456789)-—" and leader(kept[index].text))
    ]


def _is_heading(lines: Sequence[Line], index: int, joined: set[int]) -> bool:
    """Whether a line is the end of a numbered heading that began further up."""
    first = index
    while first - 1 in joined:
        first -= 1
    text = "".join(line.text for line in lines[first : index + 1])
    return begins_with_number(text) and not re.search("[。;!?]", text)


def _is_finished(text: str) -> bool:
    # A full stop and the quotation marks and parentheses that close behind it.
    return text[-1] == "。" or _ends_sentence(text[-4:])


# The last characters of headings are few.
@lru_cache(maxsize=4096)
def _ends_sentence(last: str) -> bool:
    return bool(_rule("finished").search(last))


def _joint(text: str, before: Line, after: Line, rest: str, over: Sequence[int]) -> _Joint | None:
    """None where what is between says enough: the second line is set in, or empty lines stand above it."""
    breaks, indented, hidden = _between(text[before.end : after.start])
    if indented and rest[0] not in _rules()["never_first"]:
        return None
    over_page = bool(over) and bisect_left(over, before.end) < bisect_left(over, after.start)
    close = breaks == 1 or over_page or hidden
    return _Joint(before.text, rest, breaks, indented, hidden, over_page) if close else None


@lru_cache(maxsize=256)
def _between(text: str) -> tuple[int, bool, bool]:
    """How many breaks stand between two lines, whether the second is set in, and whether something is hidden.

    Most of a text's lines have the same between them.
    """
    signs = _rules()["invisible"]
    indent = _INDENT.search(text)
    return (
        len(_BREAK.findall(text)),
        bool(indent and indent.group().strip(signs)),
        any(sign in text for sign in signs),
    )


def _goes_on(joint: _Joint) -> bool:
    """What the two lines themselves say."""
    before, after = joint.before, joint.after
    if _two_words(before, after):
        return False
    if after[0] in _rules()["never_first"]:
        return before not in _rules()["never_first"]
    # What stands alone is the dearest to tell, and little is left to ask it of.
    return not joint.indented and _is_open(joint) and not _stands_alone(before, after)


def _is_open(joint: _Joint) -> bool:
    """A line that cannot end where it does."""
    before, after = joint.before, joint.after
    if before[-1] in _rules()["never_last"] or _open_bracket(before, after):
        return True
    if joint.hidden and joint.breaks > 1:
        return not _is_finished(before)
    return _is_cut_off(joint) and bool(_rule("prose").search(after))


def _is_cut_off(joint: _Joint) -> bool:
    """A line of prose without an end."""
    before = joint.before
    if _rule("goes_on").search(before[-1:]):
        return True
    return len(before) >= _PROSE and bool(re.search("[,。;!?]" if joint.over_page else "[。;!?]", before))


def _two_words(before: str, after: str) -> bool:
    """The break between two words of Latin letters stands for a space."""
    return before[-1] in ascii_letters and after[0] in ascii_letters


def _stands_alone(before: str, after: str) -> bool:
    return (
        _is_of_header(before, after) or bool(_rule("starts_anew").match(after)) or begins_with_number(after)
    )


def _is_of_header(before: str, after: str) -> bool:
    """A date, two lines of addressing the audience."""
    return bool(
        parse_date_line(after)
        or _rule("salutation").match(after)
        or _rule("salutation").match(before)
        or _rule("starts_anew").fullmatch(before)
    )


def _open_bracket(before: str, after: str) -> bool:
    """A title or a remark that opens on one line and closes on the next."""
    return bool(_OPENING.search(before)) and any(
        before.rfind(opening) > before.rfind(closing)
        and closing in after
        and opening not in after[: after.index(closing)]
        for opening, closing in ("《》", "()", "〈〉")
    )


def _empty_lines_mark_paragraphs(text: str, lines: Sequence[Line]) -> bool:
    rules, first = _rules()["blank_lines"], _rules()["never_first"]
    # Where nothing marks them, a few sentences are enough to see it: no more than all lines can end one.
    few = (1 - rules["share"]) * len(lines) + 1
    sentences = single = 0
    for before, after in pairwise(lines):
        if before.text[-1] == "。" and after.text[0] not in first:
            sentences += 1
            single += text.count("\n", before.end, after.start) < _BLANK
            if single > few:
                return False
    return bool(sentences >= rules["sentences"] and sentences - single >= rules["share"] * sentences)


def _may_be_one_paragraph(joint: _Joint) -> bool:
    """Where empty lines mark the paragraphs: a single break behind what is no sentence and no heading."""
    before, after = joint.before, joint.after
    if joint.breaks != 1 or joint.indented or _stands_alone(before, after) or _two_words(before, after):
        return False
    return not (
        begins_with_number(before) and not _rule("prose").search(before) and _rule("prose").search(after)
    )


def _in_blocks(text: str, lines: Sequence[Line]) -> set[int]:
    """The lines, by index, that go on on the next one because they fill a fixed width."""
    rules = _rules()["width"]
    least, most = rules["lines"], rules["most"]
    joined: set[int] = set()
    first = 0
    # No line of a text set to a width is longer than these.
    for index in [*(at for at, line in enumerate(lines) if len(line.text) > most), len(lines)]:
        if index - first > least:
            joined |= {first + each for each in _in_block(text, lines[first:index])}
        first = index + 1
    return joined


def _in_block(text: str, lines: Sequence[Line]) -> set[int]:
    rules = _rules()["width"]
    wide = rules["least"] // 2
    unfinished = sum(len(line.text) >= wide and not _is_finished(line.text) for line in lines[:-1])
    # Few of the lines that fill a width happen to end a sentence there.
    if unfinished < max(rules["lines"], rules["share"] / 2 * len(lines)):
        return set()
    indents = [_indent(text, line) for line in lines]
    for width, unit in ((_columns, 2), (len, 1)):
        widths = [indent * unit // 2 + width(line.raw) for indent, line in zip(indents, lines, strict=True)]
        full = _full(widths, rules, unit)
        if full and _is_prose(lines, full, rules):
            return _joined(lines, indents, full)
    return set()


def _columns(text: str) -> int:
    # In this encoding a character has as many bytes as columns.
    return len(text.encode("gbk", "replace"))


def _indent(text: str, line: Line) -> int:
    """How many columns the line is set in."""
    begin = line.start
    while begin and text[begin - 1] in " \u3000\u00a0\t\u2002\u2003":
        begin -= 1
    return sum(2 if sign in "\u3000\u2003" else 1 for sign in text[begin : line.start])


def _full(widths: Sequence[int], rules: dict[str, Any], unit: int) -> set[int]:
    """The lines that fill the width, if there is one that so many lines fill."""
    slack = rules["slack"] * unit // 2
    lines = Counter(widths)
    limit = max(lines, key=lambda width: (sum(lines[width - short] for short in range(slack + 1)), width))
    full = {index for index, width in enumerate(widths) if limit - slack <= width <= limit + slack // 2}
    beyond = sum(width > limit + slack // 2 for width in widths)
    wide = limit >= rules["least"] * unit // 2
    enough = len(full) >= rules["lines"] and len(full) >= rules["share"] * len(widths)
    return full if wide and enough and beyond <= rules["beyond"] * len(widths) else set()


def _is_prose(lines: Sequence[Line], full: set[int], rules: dict[str, Any]) -> bool:
    """Titles in a row may have one length; sentences that break off with no mark may not be titles."""
    prose = [index for index in full if re.search("[,。;、]", lines[index].text)]
    broken = [index for index in full if not _is_finished(lines[index].text)]
    return len(prose) * 2 >= len(full) and len(broken) >= rules["lines"]


def _joined(lines: Sequence[Line], indents: Sequence[int], full: set[int]) -> set[int]:
    starts = [
        indents[i + 1] > 0 for i in range(len(lines) - 1) if i not in full and lines[i].text[-1] == "。"
    ]
    share = _rules()["width"]["indented"]
    by_indent = bool(starts) and sum(starts) >= share * len(starts)
    joined = set()
    for index in sorted(full - {len(lines) - 1}):
        before, after = lines[index].text, lines[index + 1].text
        if indents[index + 1] or _two_words(before, after):
            continue
        alone = _is_of_header if by_indent else _stands_alone
        if not alone(before, after) and (by_indent or not _is_finished(before)):
            joined.add(index)
    return joined


@cache
def _rules() -> dict[str, Any]:
    return load_toml("mending.toml")


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(_rules()[name])
