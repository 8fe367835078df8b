"""Chosen sections to a draft: slots filled, numbers and declared counts made right, origins kept.

A draft is first a list of pieces, each a paragraph with what it was taken from; only then one text.
That text is read back by the same rules as any other speech, so the draft's outline is what a reader
of the document sees and not what we meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ..corpus import Corpus
from ..errors import InputError
from ..sources import Source
from ..speeches import split, write_number
from .cover import cover, frame_sentence, place_of_frame
from .fill import Replacement, placeholder
from .material import Material
from .model import Draft, Edit, Passage, Status
from .numbering import recounts, renumber, spoken
from .occasion import rules
from .pieces import Piece, paragraphs
from .plan import Plan
from .select import Choice, Part, choose_part, choose_sections, fill_length
from .shortfall import shortfall
from .spread import spread
from .stretches import Stretch
from .template import names_in, render

__all__ = ["draft"]

_NAME = "初稿"
# Title, date and salutation.
_HEADER = 40


def draft(corpus: Corpus, plan: Plan, *, seed: int = 0) -> Draft:
    """Assemble a draft from the tagged sections of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The writer's own earlier speeches.
    plan : Plan
    seed : int
        0 for the best choice everywhere; any other number gives a variant of nearly as good choices.

    Returns
    -------
    Draft
        The same for the same corpus, plan and seed. A section that the corpus does not have is a
        placeholder.

    Raises
    ------
    InputError
        The corpus holds no speech, or the plan leaves them all out.
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
    material = Material(corpus, plan, seed)
    if not material.speeches:
        raise InputError("方案的 leave_out 把素材都排除了", "请留下至少一篇旧讲话")
    wish = material.wish()
    opening = choose_part(material, wish, ("occasion",))
    closing = choose_part(material, wish, ("call", "adjournment"))
    around = sum(part.stretch.length for part in (opening, closing) if part)
    length = max(1, plan.characters - around - _HEADER) if plan.characters else 0
    choices = choose_sections(material, wish, length)
    missing = cover(material, choices, wish)
    fill_length(material, choices, wish, length)
    spread(material, choices, wish)
    pieces = [
        Piece(plan.render(plan.title), reason="方案的 title"),
        Piece(plan.date_line, reason="方案的 date"),
    ]
    if plan.salutation:
        pieces.append(Piece(plan.render(plan.salutation), reason="方案的 salutation"))
    pieces += _opening(material, opening, len(choices))
    sentence = frame_sentence(corpus, plan.kind.frame, missing) if missing else ""
    place = place_of_frame(choices)
    for number, choice in enumerate(choices, start=1):
        pieces += _section(material, choice, number, sentence if number == place + 1 else "")
    if closing:
        pieces += _part(material, closing, [])
    elif not any(map(material.is_near, material.speeches)):
        # Where the speeches of this genre close without a word, so does this one.
        pieces += _own(plan, plan.kind.closing, "closing")
    stale = {word: None for stretch in wish.chosen for word in stretch.stale}
    notes = [f"所选段落里有过时或专指某次会议的说法，请核对：{'、'.join(stale)}"] if stale else []
    written = len("".join("".join(each.text.split()) for each in pieces))
    notes += shortfall(material, choices, wish, length, written)
    return _join(pieces, plan, (*notes, *_sources(pieces)))


def _sources(pieces: list[Piece]) -> Iterator[str]:
    """Say how much of a draft is of each speech."""
    counts: Counter[str] = Counter()
    for each in pieces:
        if each.origin:
            counts[each.origin.speech] += len(each.text)
    whole = sum(counts.values())
    if len(counts) > 1:
        said = "、".join(f"{speech} 占 {count / whole:.0%}" for speech, count in counts.most_common())
        yield f"取自旧讲话的文字里，{said}"


def _opening(material: Material, part: Part | None, count: int) -> list[Piece]:
    """The opening of an old speech with its declared count made right, or the genre's own, and the lead-in."""
    plan = material.plan
    lead_in = plan.render(plan.lead_in, count=spoken(count)) if plan.lead_in else ""
    last = [Piece(lead_in, reason="方案的 lead_in")] if lead_in else []
    if part is None:
        near = any(map(material.is_near, material.speeches))
        return [*([] if near else _own(plan, plan.kind.opening, "opening")), *last]
    stretch = part.stretch
    announced = recounts(material, stretch.speech, stretch.start, stretch.end, None, count)[-1:]
    pieces = list(_part(material, part, announced))
    return pieces if announced else [*pieces, *last]


def _part(material: Material, part: Part, more: list[Replacement]) -> Iterator[Piece]:
    stretch = part.stretch
    found = [*more, *_meeting(material, stretch), *material.replacements(stretch.speech)]
    for place, piece in enumerate(paragraphs(stretch.speech, stretch.start, stretch.end, found)):
        if place == 0:
            piece.reason, piece.alternatives = part.reason, part.alternatives
        yield piece


def _meeting(material: Material, stretch: Stretch) -> Iterator[Replacement]:
    """The opening says what meeting it is as the title of its speech does; now it is that of the plan."""
    pattern = rules()["meeting_of_title"]
    old = re.search(pattern, stretch.speech.title or "")
    new = re.search(pattern, material.plan.render(material.plan.title))
    if not (old and new):
        return
    bare = [re.sub(rules()["round"], "", each["name"]) for each in (old, new)]
    if bare[0] == bare[1]:
        return  # the round is a slot
    text = stretch.speech.source.text
    for match in re.compile(rules()["meeting_said"]).finditer(text, stretch.start, stretch.end):
        # 书记专题会议 is another meeting than the one of the title.
        if match["name"].endswith(old["name"][-4:]):
            yield Replacement(*match.span("name"), new["name"], "meeting")
        return


def _own(plan: Plan, sentences: tuple[str, ...], key: str) -> list[Piece]:
    """Sentences of the genre file, what the profile does not say left to be filled in."""
    return [Piece(_rendered(plan, each), reason=f"文种文件 {plan.kind.file} 的 {key}") for each in sentences]


def _rendered(plan: Plan, text: str) -> str:
    known: Mapping[str, str] = plan.profile.values
    given = {"level": plan.profile.level, "committee": known.get("committee") or f"{plan.profile.level}委"}
    asked = {"round": "轮次", "congress": "会议", "district": "地名", "city": "地名"}
    values = {
        name: known.get(name) or given.get(name) or placeholder(asked.get(name, name))
        for name in names_in(text)
    }
    return render(text, values)


def _section(material: Material, choice: Choice, number: int, sentence: str) -> Iterator[Piece]:
    plan = material.plan
    frame = Piece(sentence, reason=f"素材里没有合适的段落有这些提法，用文种文件 {plan.kind.file} 的 frame")
    base = choice.base
    if base is None or base.section is None:
        heading = plan.render(choice.wanted.heading) or placeholder("标题")
        yield Piece(write_number(plan.style_at(0), number) + heading, reason="素材里没有这样的层次")
        if sentence:
            yield frame
        yield Piece(placeholder("正文"), reason="素材里没有这样的层次")
        return
    speech, top, own = base.speech, base.section, choice.own
    found = [
        Replacement(top.start, top.heading_start, write_number(plan.style_at(0), number), "numbering"),
        *recounts(material, speech, base.start, base.end, choice, len(choice.points)),
    ]
    if choice.wanted.heading:
        heading = plan.render(choice.wanted.heading)
        found.append(Replacement(top.heading_start, top.heading_end, heading, "heading"))
    found += material.replacements(speech)
    lead = list(paragraphs(speech, top.start, own[0].start if own else top.end, found))
    if choice.paragraphs:
        lead = lead[: choice.paragraphs]
    lead[0].reason, lead[0].alternatives = choice.reason, choice.alternatives
    yield from lead
    for each in choice.leads:
        pieces = list(paragraphs(each.speech, each.start, each.end, material.replacements(each.speech)))
        pieces[0].reason = choice.reasons[id(each)]
        yield from pieces
    if sentence:
        yield frame
    transition = plan.kind.transitions.get(choice.wanted.move)
    if transition and own and len(lead) == 1:
        yield from _own(plan, (transition,), "transitions")
    yield from _points(material, choice)


def _points(material: Material, choice: Choice) -> Iterator[Piece]:
    for place, point in enumerate(choice.points, start=1):
        if point.section is None:
            continue
        style = choice.own[0].style
        numbers = renumber(point.section, place, style, material.plan)
        more = recounts(material, point.speech, point.start, point.end, choice, len(choice.points))
        found = [*numbers, *more, *material.replacements(point.speech)]
        for line, piece in enumerate(paragraphs(point.speech, point.start, point.end, found)):
            if line == 0:
                piece.reason = choice.reasons.get(id(point), "")
            yield piece


def _join(pieces: list[Piece], plan: Plan, notes: tuple[str, ...]) -> Draft:
    passages = []
    start = 0
    for piece in pieces:
        status: Status = "new" if piece.origin is None else "adapted" if piece.edits else "verbatim"
        edits = tuple(
            Edit(each.start + start, each.end + start, each.before, each.after, each.slot)
            for each in piece.edits
        )
        end = start + len(piece.text)
        passages.append(Passage(start, end, status, piece.origin, edits, piece.alternatives, piece.reason))
        start = end + 1
    source = Source.from_text(_NAME, "\n".join(piece.text for piece in pieces))
    return Draft(split(source)[0], tuple(passages), plan, notes)
