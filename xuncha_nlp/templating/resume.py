"""A draft that its writer has edited, read back: what is theirs, and where the rest is from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from ..corpus import Corpus
from ..errors import InputError
from ..speeches import Speech
from ..speeches.lines import Line, read_lines
from .model import Draft, Edit, Origin, Passage, Status

__all__ = ["resume"]

# A paragraph is the writer's version of another one when so much of both is the same.
_SAME = 0.5
# Shorter ones are too likely to be alike by chance.
_SHORTEST = 12
_SHOWN = 24


def resume(draft: Draft, edited: Speech | Sequence[Speech], corpus: Corpus) -> Draft:
    r"""Tell the provenance of an edited draft anew.

    Parameters
    ----------
    draft : Draft
        As it was made: the same corpus, plan and seed give it again.
    edited : Speech or sequence of Speech
        What was read from the edited file.
    corpus : Corpus
        What the draft was made from; a paragraph that the writer took from there is found.

    Returns
    -------
    Draft
        Its text is that of the edited file, character for character. A paragraph that stands in the draft keeps
        its status and origin; one that was changed is ``"edited"``, with its origin and all that departs
        from it; one of which neither the draft nor the corpus has anything is ``"own"``. ``notes`` say
        which paragraphs are gone.

    Raises
    ------
    InputError
        The file holds more than one speech, or none.

    Examples
    --------
    >>> from xuncha_nlp.templating import Plan, draft as make
    >>> corpus = Corpus.from_texts({"old.txt": "在动员会上的讲话\n（2023年8月）\n同志们：\n今天开会。下面，我讲两点："
    ...     "\n一、提高认识\n意义十分重大，务必认真。\n二、压实责任\n要担责，要尽责。"})
    >>> plan = Plan.from_toml('genre="动员讲话"\ntitle="在动员会上的讲话"\ndate="2025-03"\n[[section]]\nmove="responsibility"')
    >>> first = make(corpus, plan)
    >>> changed, = Corpus.from_texts({"稿.txt": first.text.replace("要尽责", "要尽心尽责") + "\n谢谢大家。"})
    >>> [each.status for each in resume(first, changed, corpus).passages][-4:]
    ['adapted', 'adapted', 'edited', 'own']
    """
    speeches = [edited] if isinstance(edited, Speech) else list(edited)
    if len(speeches) != 1:
        raise InputError(f"改过的稿子里有 {len(speeches)} 篇讲话", "请给出只有这一篇的文件")
    speech = speeches[0]
    lines = [line for line in read_lines(speech.source) if line.start < line.end and speech.source.text[line.start : line.end].strip()]  # fmt: skip
    texts = [speech.source.text[line.start : line.end] for line in lines]
    old = [draft.text_of(each) for each in draft.passages]
    pairs = _align(old, texts)
    taken = {number: place for place, number in pairs.items()}
    passages = tuple(
        _passage(draft, draft.passages[taken[number]], line, text)
        if number in taken
        else _from_corpus(corpus, line, text)
        for number, (line, text) in enumerate(zip(lines, texts, strict=True))
    )
    gone = [text for place, text in enumerate(old) if place not in pairs]
    notes = [f"作者删去了 {len(gone)} 段：" + "；".join(_short(text) for text in gone)] if gone else []
    return Draft(speech, passages, draft.plan, tuple(notes))


def _short(text: str) -> str:
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”"


def _align(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Pair the paragraphs of a draft with those of its edited text: the same ones, then those that are alike."""
    pairs: dict[int, int] = {}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, a, a_end, b, b_end in (each for each in matcher.get_opcodes() if each[0] == "equal"):
        pairs.update(zip(range(a, a_end), range(b, b_end), strict=True))
    # What was moved is the same still.
    free = set(range(len(new))) - set(pairs.values())
    for place in (each for each in range(len(old)) if each not in pairs):
        same = next((number for number in sorted(free) if new[number] == old[place]), None)
        if same is not None:
            pairs[place] = same
            free.discard(same)
    candidates = sorted(
        (-_alike(old[place], new[number]), abs(place - number), place, number)
        for place in range(len(old))
        if place not in pairs
        for number in free
    )
    for score, _, place, number in candidates:
        if -score >= _SAME and place not in pairs and number in free:
            pairs[place] = number
            free.discard(number)
    return pairs


def _alike(one: str, other: str) -> float:
    """How much of two paragraphs is the same, from 0 to 1: twice the matching characters over all of them."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _SAME and matcher.quick_ratio() >= _SAME else 0.0


def _passage(draft: Draft, passage: Passage, line: Line, text: str) -> Passage:
    """A paragraph of the draft at its new place; what departs from its origin is told anew where it was changed."""
    before = draft.text_of(passage)
    if text == before:
        shift = line.start - passage.start
        edits = tuple(
            Edit(each.start + shift, each.end + shift, each.before, each.after, each.slot)
            for each in passage.edits
        )
        return Passage(line.start, line.end, passage.status, passage.origin, edits, passage.alternatives, passage.reason)  # fmt: skip
    ours = {(each.before, each.after): each.slot for each in passage.edits}
    base = _undone(draft, passage) if passage.origin else before
    edits = tuple(_edits(base, text, line.start, ours))
    reason = "；".join(filter(None, [passage.reason, "经作者修改"]))
    return Passage(line.start, line.end, "edited", passage.origin, edits, passage.alternatives, reason)


def _undone(draft: Draft, passage: Passage) -> str:
    text = draft.text_of(passage)
    for edit in reversed(passage.edits):
        start, end = edit.start - passage.start, edit.end - passage.start
        text = text[:start] + edit.before + text[end:]
    return text


def _edits(before: str, after: str, start: int, ours: dict[tuple[str, str], str]) -> Iterator[Edit]:
    """The places where a paragraph departs from another, each with whose change it is."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, a_end, b, b_end in matcher.get_opcodes():
        if kind != "equal":
            pair = before[a:a_end], after[b:b_end]
            yield Edit(start + b, start + b_end, *pair, ours.get(pair, "writer"))


def _from_corpus(corpus: Corpus, line: Line, text: str) -> Passage:
    """A paragraph that the draft does not have: taken from an old speech by the writer, or their own."""
    found = _best(corpus, text)
    if found is None:
        return Passage(line.start, line.end, "own", reason="作者所写")
    speech, start, end = found
    old = speech.source.text[start:end]
    edits = tuple(_edits(old, text, line.start, {}))
    status: Status = "edited" if edits else "verbatim"
    return Passage(
        line.start, line.end, status, Origin.of(speech, start, end), edits, reason="作者取自旧讲话"
    )


def _best(corpus: Corpus, text: str) -> tuple[Speech, int, int] | None:
    """The paragraph of the corpus that is most like a text, if any is."""
    if len(text) < _SHORTEST:
        return None
    grams = {text[at : at + 4] for at in range(len(text) - 3)}
    best: tuple[float, Speech, int, int] | None = None
    for speech in corpus:
        source = speech.source.text
        if sum(gram in source for gram in grams) < len(grams) * _SAME:
            continue
        for match in re.finditer(r"[^\r\n]+", source[speech.start : speech.end]):
            paragraph = match.group()
            if sum(gram in paragraph for gram in grams) < len(grams) * _SAME:
                continue
            score = _alike(paragraph, text)
            if score >= _SAME and (best is None or score > best[0]):
                best = score, speech, match.start() + speech.start, match.end() + speech.start
    return best[1:] if best else None
