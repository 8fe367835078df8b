"""Chosen sections to a draft: slots filled, numbers and declared counts made right, origins kept.

A draft is first a list of pieces, each a paragraph with what it was taken from; only then one text.
That text is read back by the same rules as any other speech, so the draft's outline is what a reader
of the document sees and not what we meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ..corpus import Corpus
from ..errors import InputError
from ..extractors import Annotation
from ..sources import Source, fold
from ..speeches import Section, Speech, split, styles, write_number
from ..speeches.lines import read_lines
from ..speeches.numerals import to_han
from .fill import Replacement, fill_slots, placeholder
from .model import Draft, Edit, Origin, Passage, Status
from .names import find_names, names_of
from .plan import Plan
from .select import Choice, choose_part, choose_sections

__all__ = ["draft"]

_NAME = "初稿"

_Fill = Callable[[Speech], list[Replacement]]


@dataclass(slots=True)
class _Piece:
    """A paragraph in the making: its text, where it is from, and its edits relative to itself."""

    text: str
    origin: Origin | None = None
    edits: list[Edit] = field(default_factory=list)


def draft(corpus: Corpus, plan: Plan) -> Draft:
    """Assemble a draft from the tagged sections of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The writer's own earlier speeches.
    plan : Plan

    Returns
    -------
    Draft
        Deterministic. A section that the corpus does not have is a placeholder.

    Raises
    ------
    InputError
        The corpus holds no speech.
    PlanError
        A value that the title or the lead-in needs is missing.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"old.txt": "在动员会上的讲话\\n（2023年8月）\\n同志们：\\n今天开会。下面，我讲两点："
    ...     "\\n一、提高认识\\n意义重大。\\n二、压实责任\\n要担责。"})
    >>> plan = Plan.from_toml('genre="动员讲话"\\ntitle="在动员会上的讲话"\\ndate="2025-03"\\n[[section]]\\nmove="responsibility"')
    >>> print(draft(corpus, plan).text)
    在动员会上的讲话
    （2025年3月）
    同志们：
    今天开会。下面，我讲一点：
    一、压实责任
    要担责。
    """
    if not len(corpus):
        raise InputError("素材里没有讲话", "请给出至少一篇旧讲话")
    choices = choose_sections(corpus, plan)
    count = len(choices)
    pieces = [_Piece(plan.render(plan.title)), _Piece(plan.date_line)]
    if plan.salutation:
        pieces.append(_Piece(plan.render(plan.salutation)))
    names = names_of(corpus)

    def fill(speech: Speech) -> list[Replacement]:
        return fill_slots(speech, find_names(speech, corpus.annotations(speech, "slot"), names), plan)

    pieces += _opening(corpus, plan, count, fill)
    for number, choice in enumerate(choices, start=1):
        pieces += _section(corpus, plan, choice, number, fill)
    closing = choose_part(corpus, plan, ("call", "adjournment"))
    if closing:
        speech, part = closing
        pieces += _paragraphs(speech, part.start, part.end, fill(speech))
    return _join(pieces, plan)


def _opening(corpus: Corpus, plan: Plan, count: int, fill: _Fill) -> list[_Piece]:
    """The opening of an old speech with its declared count made right, or else the plan's lead-in."""
    lead_in = plan.render(plan.lead_in, count=_spoken(count)) if plan.lead_in else ""
    chosen = choose_part(corpus, plan, ("occasion",))
    if not chosen:
        return [_Piece(lead_in)] if lead_in else []
    speech, part = chosen
    replacements = fill(speech)
    announced = [each for each in _counts(corpus, speech) if part.start <= each.start < part.end]
    replacements += [_recount(speech, each, count) for each in announced[-1:]]
    pieces = list(_paragraphs(speech, part.start, part.end, replacements))
    return pieces if announced or not lead_in else [*pieces, _Piece(lead_in)]


def _section(corpus: Corpus, plan: Plan, choice: Choice, number: int, fill: _Fill) -> Iterator[_Piece]:
    if choice.section is None or choice.speech is None:
        heading = plan.render(choice.wanted.heading) or placeholder("标题")
        yield _Piece(write_number(plan.style_at(0), number) + heading)
        yield _Piece(placeholder("正文"))
        return
    speech, top = choice.speech, choice.section
    replacements = fill(speech)
    own = [child for child in top.children if not child.inline]
    dropped = own[choice.wanted.points :] if choice.wanted.points else []
    end = dropped[0].start if dropped else top.end
    replacements += _renumber(top, number, own[: len(own) - len(dropped)], plan)
    if dropped:
        replacements += _recounts(corpus, speech, top, own, len(own) - len(dropped))
    if choice.wanted.heading:
        begin, finish = top.heading_start, top.heading_end
        replacements = [each for each in replacements if each.end <= begin or finish <= each.start]
        replacements.append(Replacement(begin, finish, plan.render(choice.wanted.heading), "heading"))
    yield from _paragraphs(speech, top.start, end, replacements)


def _renumber(top: Section, number: int, children: list[Section], plan: Plan) -> Iterator[Replacement]:
    """Numbers by the plan's styles; enumerating words (一是) keep their own and are counted anew."""
    yield Replacement(top.start, top.heading_start, write_number(plan.style_at(0), number), "numbering")
    yield from _renumber_below(children, 1, plan)


def _renumber_below(sections: list[Section], depth: int, plan: Plan) -> Iterator[Replacement]:
    for number, section in enumerate(sections, start=1):
        style = section.style
        if not styles()[style].points:
            style = plan.style_at(depth)
        if (style, number) != (section.style, section.number):
            yield Replacement(section.start, section.heading_start, write_number(style, number), "numbering")
        below = [child for child in section.children if not child.inline]
        yield from _renumber_below(below, depth + 1, plan)


def _counts(corpus: Corpus, speech: Speech) -> list[Annotation]:
    """The announced counts of a speech whose items are sections."""
    return [each for each in corpus.annotations(speech, "enumeration") if each.rule.endswith("/points")]


def _recounts(
    corpus: Corpus, speech: Speech, top: Section, own: list[Section], count: int
) -> list[Replacement]:
    """Counts that govern the points of a section, on lines of their own, of which some were dropped."""
    starts = {child.heading_start for child in own}
    return [
        _recount(speech, each, count)
        for each in _counts(corpus, speech)
        if top.start <= each.start < top.end
        and {member.start for member in each.attributes["members"]} <= starts
    ]


def _recount(speech: Speech, enumeration: Annotation, count: int) -> Replacement:
    """The number at the head of 三点意见."""
    text = fold(speech.source.text[enumeration.start : enumeration.end])
    digits = len(text) - len(text.lstrip("几一二两三四五六七八九十百0123456789"))
    return Replacement(enumeration.start, enumeration.start + digits, _spoken(count), "count")


def _spoken(count: int) -> str:
    """两点, not 二点."""
    return "两" if count == 2 else to_han(count)  # noqa: PLR2004


def _paragraphs(speech: Speech, start: int, end: int, replacements: list[Replacement]) -> Iterator[_Piece]:
    """The paragraphs between two offsets, each with the replacements that fall into it."""
    text = speech.source.text
    for line in read_lines(speech.source):
        if line.start < start or line.start >= end:
            continue
        stop = min(line.end, end)
        digest = hashlib.sha256(text[line.start : stop].encode()).hexdigest()
        piece = _Piece("", Origin(speech.source.name, speech.id, line.start, stop, digest))
        position = line.start
        for each in sorted(replacements, key=lambda each: (each.start, each.end)):
            if each.start < position or each.end > stop:
                continue
            before = text[each.start : each.end]
            piece.text += text[position : each.start]
            if before != each.after:
                begin = len(piece.text)
                piece.edits.append(Edit(begin, begin + len(each.after), before, each.after, each.slot))
            piece.text += each.after
            position = each.end
        piece.text += text[position:stop]
        yield piece


def _join(pieces: list[_Piece], plan: Plan) -> Draft:
    passages = []
    start = 0
    for piece in pieces:
        status: Status = "new" if piece.origin is None else "adapted" if piece.edits else "verbatim"
        edits = tuple(
            Edit(each.start + start, each.end + start, each.before, each.after, each.slot)
            for each in piece.edits
        )
        passages.append(Passage(start, start + len(piece.text), status, piece.origin, edits))
        start += len(piece.text) + 1
    source = Source.from_text(_NAME, "\n".join(piece.text for piece in pieces))
    return Draft(split(source)[0], tuple(passages), plan)
