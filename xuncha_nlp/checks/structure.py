"""Structure: numbers, empty and lopsided sections, the parts of a speech and of its genre."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from ..extractors import move_names
from ..speeches import Section, genres, styles
from .model import Finding, rules
from .settings import settings, show_share
from .target import Target

__all__ = ["check_structure"]

_PUNCTUATION = "。：:；;，,、！!？?… \t\r\n\u3000\u200b\ufeff"
_LONGEST_HEADING = 40
# Where the numbers of many sections are amiss, the text counts in a way of its own.
_MOST_NOTES = 12


def check_structure(target: Target) -> Iterator[Finding]:
    """Find faults of numbering and of the parts of a speech."""
    yield from _numbers(target)
    yield from _levels(target)
    yield from _empty(target)
    yield from _alone(target)
    if len(target.speech.text) < settings("structure")["whole"]:
        return
    if target.speech.genre not in settings("structure")["written"]:
        yield from _shares(target)
        yield from _parts(target)


def _numbers(target: Target) -> Iterator[Finding]:
    """What the outline's reader has noticed; see `xuncha_nlp.speeches.structure`."""
    for note in target.speech.notes[:_MOST_NOTES]:
        if note.rule in rules() and note.start is not None and note.end is not None:
            message = note.message.removeprefix("编号").lstrip("：")
            yield target.at(note.rule, note.start, note.end, "编号", note=note.message or message)


def _levels(target: Target) -> Iterator[Finding]:
    """Headings of a level that go by another style than those below the other parents."""
    by_level: dict[int, dict[str, list[Section]]] = defaultdict(lambda: defaultdict(list))
    for section in _own_lines(target.speech.sections):
        for child in section.children[:1]:
            if not child.inline and not styles()[child.style].points:
                by_level[child.level][child.style].append(child)
    for groups in by_level.values():
        if len(groups) < 2:  # noqa: PLR2004
            continue
        counts = Counter({style: len(found) for style, found in groups.items()})
        usual = counts.most_common(1)[0][0]
        for style, found in groups.items():
            # A tie says nothing about which is right: then the later one is the odd one.
            if style != usual:
                for each in found:
                    text = target.speech.source.text
                    other = text[groups[usual][0].start : groups[usual][0].heading_start].strip()
                    yield target.at(
                        "numbering-level-mixed", each.start, each.heading_start, "编号样式", other=other
                    )


def _own_lines(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        if not section.inline:
            yield section
            yield from _own_lines(section.children)


def _empty(target: Target) -> Iterator[Finding]:
    """Headings with nothing below them, where their neighbours have something."""
    text = target.speech.source.text
    waiting: list[Sequence[Section]] = [target.speech.sections]
    while waiting:
        siblings = [each for each in waiting.pop() if not each.inline]
        waiting += [each.children for each in siblings]
        bare = [each for each in siblings if _is_bare(text, each)]
        for each in bare:
            if not text[each.heading_start : each.end].strip(_PUNCTUATION):
                yield target.at("heading-missing", each.start, each.end, "层次")
            elif (
                len(bare) < len(siblings)
                and not styles()[each.style].points
                and _is_heading(text, each, siblings)
            ):
                yield target.at("section-empty", each.start, each.heading_end, "层次")


def _alone(target: Target) -> Iterator[Finding]:
    """Numbers on a line of their own, their text on the next, where their neighbours have it in their line."""
    text = target.speech.source.text
    waiting: list[Sequence[Section]] = [target.speech.sections]
    while waiting:
        siblings = [each for each in waiting.pop() if not each.inline]
        waiting += [each.children for each in siblings]
        for run in _runs(siblings):
            alone = [each for each in run if _stands_alone(text, each)]
            # Where most of them do, that is how the text is set.
            if 2 * len(alone) < len(run):
                for each in alone:
                    number = text[each.start : each.end].partition("\n")[0].rstrip()
                    yield target.at("number-alone", each.start, each.start + len(number), "层次")


def _runs(siblings: Sequence[Section]) -> Iterator[list[Section]]:
    """Neighbours that are numbered on from the first, of one style that is no enumerating word."""
    run: list[Section] = []
    for each in siblings:
        if run and (each.number == 1 or each.style != run[0].style):
            yield run
            run = []
        if not styles()[each.style].points:
            run.append(each)
    yield run


def _stands_alone(text: str, section: Section) -> bool:
    """Whether the number is all of its line, and something stands on the next."""
    after = section.start + len(text[section.start : section.end].partition("\n")[0].rstrip())
    first = section.children[0].start if section.children else section.end
    return after <= section.heading_start and bool(text[after:first].strip(_PUNCTUATION))


def _is_bare(text: str, section: Section) -> bool:
    return not section.children and not text[section.heading_end : section.end].strip(_PUNCTUATION)


def _is_heading(text: str, section: Section, siblings: Sequence[Section]) -> bool:
    """A short line that ends without a full stop, like the headings of those beside it that have a text."""
    if section.heading_end - section.heading_start > _LONGEST_HEADING:
        return False
    full = [each for each in siblings if not _is_bare(text, each)]
    # Behind a run-in heading the text goes on in its line; one short sentence may be all of its text.
    run_in = sum("\n" not in text[each.heading_end : each.heading_end + 2] for each in full)
    mark = text[section.heading_end : section.heading_end + 1]
    if mark in ("；", ";", "，", "："):
        # An item of a list.
        return False
    if mark in ("。", "！", "!", "."):
        return run_in == len(full) == len(siblings) - 1
    return 2 * len(full) >= len(siblings)


def _shares(target: Target) -> Iterator[Finding]:
    limits = settings("structure")
    if target.plan and any(wanted.share for wanted in target.plan.sections):
        # The plan says which shares are right.
        return
    top = [each for each in target.speech.sections if not each.inline and each.level == 1]
    if len(top) < limits["sections"] or any(styles()[each.style].points for each in top):
        return
    whole = sum(each.end - each.start for each in top)
    for each in top:
        share = (each.end - each.start) / whole
        times = share * len(top)
        rule = (
            "section-long" if times > limits["long"] else "section-short" if times < limits["short"] else ""
        )
        if rule and not _is_bare(target.speech.source.text, each):
            yield target.at(rule, each.start, each.heading_end, "各部分字数", share=show_share(share))


def _parts(target: Target) -> Iterator[Finding]:
    speech = target.speech
    if speech.title and not speech.salutation:
        yield target.missing("salutation-missing", "", "讲话的开头")
    if speech.sections and speech.closing is None:
        yield target.missing("closing-missing", "", "讲话的结尾")
    genre = genres().get(speech.genre or "")
    moves = (
        [wanted.move for wanted in target.plan.sections]
        if target.plan
        else list(genre.moves if genre else ())
    )
    tagged = {each.label for each in target.own.annotations(speech, "move")}
    for move in dict.fromkeys(moves):
        if move not in tagged:
            yield target.missing("move-missing", move_names()[move], "文种", genre=speech.genre or "方案")
