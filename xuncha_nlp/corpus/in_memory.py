"""Speeches that no directory keeps: what a corpus asks of them is made of the speeches themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from ..speeches import Speech
from .index import Hits, find_in
from .rows import speech_facts
from .spans import Sections, sections_in
from .texts import Texts, texts_in
from .tokens import SEGMENTER, Tokens
from .units import characters_in, tokens_in

__all__ = ["InMemory"]


class InMemory:
    """Speeches in memory; answers as `xuncha_nlp.corpus.stored.Stored` does.

    Parameters
    ----------
    speeches : sequence of Speech
    """

    segmenter = SEGMENTER

    def __init__(self, speeches: Sequence[Speech]) -> None:
        self._speeches = speeches

    @property
    def hashes(self) -> dict[str, str]:
        """The hash of the bytes of each source, by its name."""
        return {speech.source.name: speech.source.sha256 for speech in self._speeches}

    @cached_property
    def _facts(self) -> list[dict[str, Any]]:
        return list(map(speech_facts, self._speeches))

    def facts(self) -> list[dict[str, Any]]:
        """Return what is known of each speech beside its text, a row a speech."""
        return self._facts

    def column(self, name: str) -> list[Any]:
        """Return one of the facts of each speech."""
        return [row[name] for row in self._facts]

    def text(self, place: int, start: int, end: int) -> str:
        """Return the text of the source of a speech between two offsets, as far as they are in the speech."""
        speech = self._speeches[place]
        return speech.source.text[max(start, speech.start) : min(end, speech.end)]

    def choose(self, places: Sequence[int]) -> tuple[Speech, ...]:
        """Return the speeches at some places."""
        return tuple(self._speeches[place] for place in places)

    def by_id(self, speech_id: str) -> Speech:
        """Return a speech by its id; KeyError where it is not among them."""
        for speech in self._speeches:
            if speech.id == speech_id:
                return speech
        raise KeyError(speech_id)

    def find(self, phrase: str) -> Hits:
        """Return every occurrence of a phrase in them."""
        return find_in(self._speeches, phrase)

    def tokens(self) -> Tokens:
        """Return their tokens, cut now."""
        return tokens_in(self._speeches)

    def characters(self) -> Tokens:
        """Return their characters as tokens."""
        return characters_in(self._speeches)

    def texts(self) -> tuple[Texts, ...]:
        """Return their texts as they are read, laid end to end."""
        return (texts_in(self._speeches),)

    def outlines(self) -> Sections:
        """Return their sections."""
        return sections_in(self._speeches)
