"""Which sections of the corpus go into a draft."""

from __future__ import annotations

from dataclasses import dataclass

from ..corpus import Corpus
from ..extractors import Annotation
from ..speeches import Section, Speech
from .plan import Plan, Wanted

__all__ = ["Choice", "choose_part", "choose_sections"]

# What counts for a candidate: the plan's genre, each required formula that no section before it has, a
# section of the first level, and up to one point for being recent. Each slot that would have to be
# filled in by hand counts a little against it.
_GENRE, _FORMULA, _TOP_LEVEL, _RECENT, _SLOT = 2.0, 1.5, 1.0, 1.0, 0.05
_RECENT_YEARS = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """A section chosen for a place in the plan; None where the corpus has none."""

    wanted: Wanted
    speech: Speech | None
    section: Section | None


def choose_sections(corpus: Corpus, plan: Plan) -> list[Choice]:
    """Choose a section for every place of the plan, in its order, and none twice.

    Parameters
    ----------
    corpus : Corpus
    plan : Plan

    Returns
    -------
    list of Choice
        The same for the same corpus and plan.
    """
    choices: list[Choice] = []
    lexicon = corpus.lexicon
    open_formulae = {lexicon[name].name if name in lexicon else name for name in plan.required}
    for wanted in plan.sections:
        best: tuple[float, Speech, Section] | None = None
        for speech in corpus:
            if wanted.speech and speech.id != wanted.speech:
                continue
            for section in _candidates(corpus, speech, wanted.move):
                if any(_overlap(speech, section, choice) for choice in choices):
                    continue
                score = _score(corpus, speech, section.start, section.end, plan, open_formulae)
                score += _TOP_LEVEL if section.level == 1 else 0
                if best is None or score > best[0]:
                    best = (score, speech, section)
        if best is None:
            choices.append(Choice(wanted, None, None))
            continue
        _, speech, section = best
        open_formulae -= _formulae(corpus, speech, section.start, section.end)
        choices.append(Choice(wanted, speech, section))
    return choices


def choose_part(corpus: Corpus, plan: Plan, moves: tuple[str, ...]) -> tuple[Speech, Annotation] | None:
    """Choose an opening or a closing: the best part of the speech that has one of these moves."""
    best: tuple[float, Speech, Annotation] | None = None
    for speech in corpus:
        for part in corpus.annotations(speech, "move"):
            if part.label not in moves or part.attributes["level"]:
                continue
            score = _score(corpus, speech, part.start, part.end, plan, set())
            if best is None or score > best[0]:
                best = (score, speech, part)
    return best[1:] if best else None


def _candidates(corpus: Corpus, speech: Speech, move: str) -> list[Section]:
    starts = {each.start for each in corpus.annotations(speech, "move") if each.label == move}
    return [section for section in speech.walk() if not section.inline and section.start in starts]


def _overlap(speech: Speech, section: Section, choice: Choice) -> bool:
    if choice.section is None or choice.speech is None or choice.speech.id != speech.id:
        return False
    return section.start < choice.section.end and choice.section.start < section.end


def _score(
    corpus: Corpus, speech: Speech, start: int, end: int, plan: Plan, open_formulae: set[str]
) -> float:
    score = _GENRE if speech.genre == plan.genre else 0.0
    score += _FORMULA * len(_formulae(corpus, speech, start, end) & open_formulae)
    if speech.date:
        age = int(plan.date[:4]) - int(speech.date[:4])
        score += _RECENT * max(0.0, 1 - age / _RECENT_YEARS) if age >= 0 else 0.0
    slots = [each for each in corpus.annotations(speech, "slot") if start <= each.start < end]
    return score - _SLOT * sum(not each.attributes["generic"] and each.label != "count" for each in slots)


def _formulae(corpus: Corpus, speech: Speech, start: int, end: int) -> set[str]:
    return {each.label for each in corpus.annotations(speech, "formula") if start <= each.start < end}
