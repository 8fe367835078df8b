"""What is checked: a speech, with the plan and the sources that it is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..corpus import Corpus
from ..extractors import Annotation
from ..speeches import Speech
from ..templating import Draft, Passage, Plan
from .model import Finding, finding

__all__ = ["Target"]


@dataclass(frozen=True)
class Target:
    """A speech to check.

    Parameters
    ----------
    speech : Speech
    own : Corpus
        A corpus of this speech alone, so that its annotations are made once.
    corpus : Corpus or None
        The earlier speeches.
    plan : Plan or None
    date : str or None
        ISO date by which formulae are judged.
    passages : tuple of Passage
        Where each paragraph is from, if a draft is checked.
    """

    speech: Speech
    own: Corpus
    corpus: Corpus | None
    plan: Plan | None
    date: str | None
    passages: tuple[Passage, ...] = ()

    @classmethod
    def of(
        cls, subject: Draft | Speech, corpus: Corpus | None, plan: Plan | None, as_of: str | None
    ) -> Target:
        """Gather what the rules need."""
        speech = subject.speech if isinstance(subject, Draft) else subject
        passages = subject.passages if isinstance(subject, Draft) else ()
        chosen = plan or (subject.plan if isinstance(subject, Draft) else None)
        date = as_of or (chosen.date if chosen else speech.date)
        own = Corpus((speech,), corpus.lexicon) if corpus is not None else Corpus((speech,))
        return cls(speech, own, corpus, chosen, date, passages)

    def annotations(self, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind in the speech checked."""
        return self.own.annotations(self.speech, kind)

    def at(self, rule: str, start: int, end: int, evidence: str, **values: Any) -> Finding:
        """Make a finding about a place in the speech."""
        text = self.speech.source.text[start:end]
        return finding(rule, self.speech.source.name, self.speech.id, text, start, end, evidence, **values)

    def missing(self, rule: str, text: str, evidence: str, **values: Any) -> Finding:
        """Make a finding about something that is not there."""
        end = self.speech.end
        return finding(rule, self.speech.source.name, self.speech.id, text, end, end, evidence, **values)

    def is_ours(self, start: int, end: int) -> bool:
        """Whether a stretch was put in by the draft itself, and so is no leftover."""
        return any(
            edit.start <= start and end <= edit.end for passage in self.passages for edit in passage.edits
        ) or any(passage.origin is None and passage.start <= start < passage.end for passage in self.passages)

    def origin(self, start: int) -> Passage | None:
        """The passage that an offset stands in."""
        return next((each for each in self.passages if each.start <= start < each.end), None)

    def earlier(self) -> Iterator[Speech]:
        """The earlier speeches: those that the draft was made from, else all of the corpus."""
        if self.corpus is None:
            return
        used = {each.origin.speech for each in self.passages if each.origin}
        yield from (each for each in self.corpus if not used or each.id in used)
