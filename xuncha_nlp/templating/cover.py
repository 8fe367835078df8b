"""Required formulae that the chosen sections lack: brought in by another passage, else by the genre's own frame."""

from __future__ import annotations

from collections.abc import Sequence

from ..corpus import Corpus
from ..sources import fold
from ..speeches import Speech
from .fill import placeholder
from .material import Material
from .occasion import rules
from .select import Choice
from .standing import fits, is_new, own_end, place_beside, talk_of, talks_in, telling_words
from .stretches import Stretch, Wish
from .template import render

__all__ = ["cover", "frame_sentence", "place_of_frame"]

_LONGEST = 400
_ROOM = 0.85


def cover(material: Material, choices: Sequence[Choice], wish: Wish) -> list[str]:
    """Put a point or a paragraph with each formula that is still wanted into the section that it fits.

    Parameters
    ----------
    material : Material
    choices : sequence of Choice
        Changed in place.
    wish : Wish
        Changed in place.

    Returns
    -------
    list of str
        The formulae for which the corpus has no passage that fits, in the order of the plan.
    """
    for name in material.required:
        if name not in wish.required:
            continue
        found = _best(material, choices, wish, name)
        if found is None:
            continue
        choice, stretch = found
        reason = f"为“{name}”补入：{material.score(stretch, wish, '')[1]}"
        choice.reasons[id(stretch)] = reason
        if stretch.section is None:
            choice.leads.append(stretch)
        elif _has_room(material, choices) or not _take_place(material, choice, stretch):
            choice.points.insert(place_beside(stretch, choice.points), stretch)
        wish.take(stretch)
    return [name for name in material.required if name in wish.required]


def _best(
    material: Material, choices: Sequence[Choice], wish: Wish, name: str
) -> tuple[Choice, Stretch] | None:
    """The best passage with a formula, and the section that it goes into: one of its own move, else the first."""
    best: tuple[float, Choice, Stretch] | None = None
    for speech in material.speeches:
        labels = {each.start: each.label for each in material.annotations(speech, "move")}
        for mention in material.annotations(speech, "formula"):
            if mention.label != name or mention.attributes.get("nested_in"):
                continue
            holding = [
                each for each in speech.walk()
                if not each.inline and each.start <= mention.start < each.end
            ]  # fmt: skip
            for section in reversed(holding):
                label = labels.get(section.start, "")
                own = [each for each in section.children if not each.inline]
                if section.level == 1 or own:
                    break
                stretch = material.stretch(speech, section.start, own_end(speech, section), label, section)
                for choice in choices:
                    score = _fit(material, choice, stretch, wish)
                    if score is not None and (best is None or score > best[0]):
                        best = score, choice, stretch
            else:
                continue
            found = _paragraph(material, mention.start, speech)
            place = next((each for each in choices if each.base), None)
            if found and place and not found.stale and not any(found.overlaps(each) for each in wish.chosen):
                score = material.score(found, wish, "")[0] - 1
                if best is None or score > best[0]:
                    best = score, place, found
    return best[1:] if best else None


def _fit(material: Material, choice: Choice, stretch: Stretch, wish: Wish) -> float | None:
    """How well a point stands in a section; None where it cannot, or would say again what is said there."""
    section = stretch.section
    taken = any(stretch.overlaps(each) for each in wish.chosen)
    unfit = stretch.bad or stretch.stale
    if (
        section is None
        or taken
        or choice.fixed
        or not choice.points
        or unfit
        or not fits(section.style, choice.own[0].style)
    ):
        return None
    above = next(
        (each for each in stretch.speech.sections if each.start <= section.start < each.end), section
    )
    base = choice.base.section if choice.base else None
    words = telling_words(material, choice.wanted, base)
    if talk_of(section.heading, above.heading) not in talks_in(base) or not is_new(
        stretch, choice.points, wish
    ):
        return None
    if words and not any(word in above.heading or word in section.heading for word in words):
        return None  # it would say another thing than its heading
    score, _ = material.score(stretch, wish, "")
    return score + (2.0 if stretch.label == choice.wanted.move else 0.0) - stretch.length / _LONGEST


def _paragraph(material: Material, at: int, speech: Speech) -> Stretch | None:
    """The paragraph around a mention, where it is short and no heading."""
    text = speech.source.text
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    inside = any(not each.inline and start <= each.start < end for each in speech.walk())
    points = any(each.inline and start <= each.start < end for each in speech.walk())
    if inside or points or start < speech.opening.end or end - start > _LONGEST:
        return None
    return material.stretch(speech, start, end, "")


def _has_room(material: Material, choices: Sequence[Choice]) -> bool:
    """Whether the sections are so much shorter than the plan wants that nothing has to give way."""
    return sum(each.length for each in choices) < _ROOM * material.plan.characters


def _take_place(material: Material, choice: Choice, stretch: Stretch) -> bool:
    """Let a point go that brings no required formula, where the plan says how long the speech is to be."""
    if not (material.plan.characters or choice.wanted.points):
        return False
    rest = [
        each for each in choice.points
        if not _needed(material, each) and "补入" not in choice.reasons.get(id(each), "")
    ]  # fmt: skip
    if len(choice.points) < 3 or not rest:  # noqa: PLR2004
        return False
    # The longest gives way where the new one is long, so that the length stays what it was.
    gone = min(rest, key=lambda each: (abs(each.length - stretch.length), each.start))
    choice.points.remove(gone)
    choice.points.append(stretch)
    return True


def _needed(material: Material, stretch: Stretch) -> bool:
    return bool(stretch.formulae & set(material.required))


def place_of_frame(choices: Sequence[Choice]) -> int:
    """Return the section, from 0, into which a sentence with required formulae goes best."""
    for move in ("significance", "tasks", "responsibility", "discipline"):
        for place, choice in enumerate(choices):
            if choice.wanted.move == move:
                return place
    return 0


def frame_sentence(corpus: Corpus, frame: str, missing: Sequence[str]) -> str:
    """Return the sentence that names formulae with their verbs, those of the chain in its order.

    Parameters
    ----------
    corpus : Corpus
        Its lexicon has the verbs.
    frame : str
        The genre's frame; ``""`` gives a placeholder.
    missing : sequence of str

    Examples
    --------
    >>> frame_sentence(Corpus(()), "要{{ formulae }}。", ["两个维护", "四个意识", "四种形态"])
    '要增强“四个意识”、坚定“四个自信”、做到“两个维护”，运用“四种形态”。'
    """
    if not frame:
        return placeholder("、".join(missing))
    chain = rules()["chain"]
    places = [place for place, each in enumerate(chain) if each["formula"] in missing]
    # Said together, they are said without a gap.
    linked = chain[places[0] : places[-1] + 1] if places else []
    text = "".join(each["text"] + each["behind"] for each in linked).rstrip("，、")
    names = {each["formula"] for each in linked}
    others = []
    for name in missing:
        if name in names:
            continue
        entry = corpus.lexicon.surfaces.get(fold(name))
        verb = entry.verbs[0] if entry and entry.verbs else "落实"
        quoted = f"“{name}”" if entry is None or entry.kind == "numeral" else name
        others.append(f"{verb}{quoted}")
    said = "，".join(filter(None, [text, *others]))
    return render(frame, {"formulae": said})
