"""What is checked: a speech, with the plan and the sources that it is held against."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..corpus import Corpus
from ..extractors import Annotation
from ..speeches import Section, Speech
from ..templating import Draft, Passage, Plan
from .model import Finding, finding

__all__ = ["Target"]

# What a section is called in the place of a finding.
_LONGEST_NUMBER = 8


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
    against : tuple of Speech
        Other texts of which nothing should be taken.
    """

    speech: Speech
    own: Corpus
    corpus: Corpus | None
    plan: Plan | None
    date: str | None
    passages: tuple[Passage, ...] = ()
    against: tuple[Speech, ...] = ()

    @classmethod
    def of(
        cls,
        subject: Draft | Speech,
        corpus: Corpus | None,
        plan: Plan | None,
        as_of: str | None,
        against: Sequence[Speech] = (),
    ) -> Target:
        """Gather what the rules need."""
        speech = subject.speech if isinstance(subject, Draft) else subject
        passages = subject.passages if isinstance(subject, Draft) else ()
        chosen = plan or (subject.plan if isinstance(subject, Draft) else None)
        date = as_of or (chosen.date if chosen else speech.date)
        own = Corpus((speech,), corpus.lexicon) if corpus is not None else Corpus((speech,))
        return cls(speech, own, corpus, chosen, date, passages, tuple(against))

    @cached_property
    def read(self) -> Speech:
        """The speech as it is searched: without its layout damage where it has some."""
        return self.speech.reading or self.speech

    @cached_property
    def text(self) -> str:
        """The text that is searched; offsets into it go through `at_read`."""
        return self.read.source.text

    @cached_property
    def view(self) -> str:
        """The same, folded."""
        return self.read.source.view

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The lines of the text that is searched that are not blank, as spans."""
        found, at = [], self.read.start
        for line in self.text[self.read.start : self.read.end].split("\n"):
            if line.strip():
                found.append((at, at + len(line)))
            at += len(line) + 1
        return tuple(found)

    @cached_property
    def body(self) -> tuple[tuple[int, int], ...]:
        """The paragraphs below the header."""
        begin = self.read.body_start
        return tuple(each for each in self.paragraphs if each[0] >= begin)

    def annotations(self, kind: str) -> tuple[Annotation, ...]:
        """Return the annotations of a kind in the speech checked, those inside of others left out."""
        if kind not in self._kept:
            found = self.own.annotations(self.speech, kind)
            self._kept[kind] = tuple(each for each in found if not each.attributes.get("nested_in"))
        return self._kept[kind]

    @cached_property
    def _kept(self) -> dict[str, tuple[Annotation, ...]]:
        return {}

    def at(self, rule: str, start: int, end: int, evidence: str, **values: Any) -> Finding:
        """Make a finding about a place in the speech."""
        return finding(
            rule, self.speech.source.name, self.speech.id, self.speech.source.text[start:end],
            start, end, evidence, place=self._place(start), **values,
        )  # fmt: skip

    def at_read(self, rule: str, start: int, end: int, evidence: str, **values: Any) -> Finding:
        """Make a finding about a place in the text that is searched."""
        if self.speech.gaps:
            start, end = self.speech.gaps.span(start, end)
        return self.at(rule, start, end, evidence, **values)

    def missing(self, rule: str, text: str, evidence: str, **values: Any) -> Finding:
        """Make a finding about something that is not there."""
        end = self.speech.end
        return finding(
            rule, self.speech.source.name, self.speech.id, text, end, end, evidence, place="全文", **values
        )

    def _place(self, start: int) -> str:
        """Paragraph and number of the sections that a place stands in: 第6段，二、（一）."""
        held = "".join(self._number(each) for each in self._holding(start))
        return f"第{self.paragraph(start)}段" + (f"，{held}" if held else "")

    def paragraph(self, at: int) -> int:
        """The number of the paragraph that an offset stands in, from 1."""
        return max(bisect_right(self._starts, at), 1)

    @cached_property
    def _starts(self) -> list[int]:
        at, found = self.speech.start, []
        for line in self.speech.text.split("\n"):
            if line.strip():
                found.append(at)
            at += len(line) + 1
        return found

    def _holding(self, start: int) -> Iterator[Section]:
        level: Sequence[Section] = self.speech.sections
        while level:
            place = bisect_right(level, start, key=lambda each: each.start) - 1
            if place < 0 or start >= level[place].end:
                return
            if not level[place].inline:
                yield level[place]
            level = level[place].children

    def _number(self, section: Section) -> str:
        return self.speech.source.text[section.start : section.heading_start].strip()[:_LONGEST_NUMBER]

    def is_ours(self, start: int, end: int) -> bool:
        """Whether a stretch was put in by the draft itself, and so is no leftover."""
        passage = self.origin(start)
        if passage is None:
            return False
        return passage.origin is None or any(
            edit.start <= start and end <= edit.end for edit in passage.edits
        )

    def origin(self, start: int) -> Passage | None:
        """The passage that an offset stands in."""
        place = bisect_right(self.passages, start, key=lambda each: each.start) - 1
        return self.passages[place] if place >= 0 and start < self.passages[place].end else None

    @cached_property
    def others(self) -> tuple[Speech, ...]:
        """The earlier speeches of other sources: those that the draft was made from, else all of the corpus."""
        if self.corpus is None:
            return ()
        used = {each.origin.speech for each in self.passages if each.origin}
        return tuple(
            speech
            for speech in self.corpus
            if (not used or speech.id in used) and not self._is_itself(speech)
        )

    def _is_itself(self, speech: Speech) -> bool:
        same_place = speech.source.sha256 == self.speech.source.sha256 and speech.start == self.speech.start
        return same_place or speech.text == self.speech.text
