"""Why a draft is shorter than its plan wants, in one sentence for its writer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..numerals import to_han
from .donors import objections
from .material import Material
from .occasion import rules
from .select import Choice, targets_of
from .stretches import Wish

__all__ = ["shortfall"]

# A draft that is shorter by less is as long as was asked for; so is a section that lacks no more than that of it.
_SHORT = 0.05
# So many reasons, and so many sections that the plan does not have, are named.
_NAMED, _UNUSED = 4, 2


def shortfall(
    material: Material, choices: Sequence[Choice], wish: Wish, length: int, written: int
) -> Iterator[str]:
    """Say how much shorter a draft is than its plan wants, which sections lack it, and why nothing was added.

    Parameters
    ----------
    material : Material
    choices : sequence of Choice
        The sections as they are in the draft.
    wish : Wish
        What is in the draft.
    length : int
        Characters that the sections were to have together.
    written : int
        Characters of the draft, white space left out.

    Yields
    ------
    str
        One sentence in Chinese, without its full stop; nothing where the draft is long enough.
    """
    wanted = material.plan.characters
    if not wanted or written >= (1 - _SHORT) * wanted:
        return
    lacking = [
        (number, choice, target - choice.length)
        for number, (choice, target) in enumerate(
            zip(choices, targets_of(material.plan, length), strict=True), start=1
        )
        if target - choice.length > _SHORT * target
    ]
    parts = "、".join(
        f"第{to_han(number)}部分少 {missing} 字{_closed(choice)}" for number, choice, missing in lacking
    )
    said = f"初稿 {written} 字，比方案要的 {wanted} 字少 {1 - written / wanted:.0%}"
    yield "；".join(
        filter(
            None,
            [f"{said}：{parts}" if parts else said, _left_out(material, lacking, wish), _unused(material)],
        )
    )


def _closed(choice: Choice) -> str:
    """Why a section takes no other points, whatever there is."""
    words = rules()["left_out_of"]
    if choice.base is None:
        return f"（{words['missing']}）"
    if not choice.points:
        return f"（{words['pointless']}）"
    return f"（{words['fixed']}）" if choice.fixed else ""


def _left_out(material: Material, lacking: Sequence[tuple[int, Choice, int]], wish: Wish) -> str:
    """How many points of the same moves were not taken, and for which reasons."""
    words = rules()["left_out"]
    reasons: dict[tuple[str, int], str] = {}
    for _, choice, _ in lacking:
        for point, against in objections(material, choice, wish):
            reasons.setdefault(
                (point.speech.id, point.start), words.get(against, rules()["left_out_of"]["free"])
            )
    if not reasons:
        return "素材里没有别的同类要点可补"
    counts = Counter(reasons.values()).most_common()
    told = "、".join(f"{reason} {count} 个" for reason, count in counts[:_NAMED])
    more = sum(count for _, count in counts[_NAMED:])
    return f"素材里还有 {len(reasons)} 个同类要点没有用：{told}" + (f"、其他 {more} 个" if more else "")


def _unused(material: Material) -> str:
    """The sections of speeches of the same genre that the plan does not ask for."""
    plan = material.plan
    moves = {each.move for each in plan.sections}
    found = [
        (section, move)
        for speech in material.speeches
        if speech.genre == plan.kind.name and not material.is_particular(speech.title or "")
        for section, move in material.labelled(speech)
        if section.level == 1 and move not in moves
    ]  # fmt: skip
    if not found:
        return ""
    named = "、".join(f'“{section.heading}”（move = "{move}"）' for section, move in found[:_UNUSED])
    return f"同文种的旧讲话里还有方案没有要的层次，如{named}，可以写进方案"
