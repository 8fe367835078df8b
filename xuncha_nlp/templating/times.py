"""What an old passage says of its own time: campaigns that went on, plans that ran, documents that were new."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..corpus import Corpus
from ..extractors.documents import document_at
from ..speeches import Speech
from .events import Mention, find_campaigns, find_plans, months_between
from .fill import Replacement, placeholder
from .occasion import Occasion, rules

__all__ = ["is_over", "of_its_time"]

_NEAR = 10


def of_its_time(corpus: Corpus, speech: Speech, occasion: Occasion) -> Iterator[Replacement]:
    """Yield what was true on the day of a speech and is not on that of the plan.

    A campaign that the old speech says is going on becomes the plan's ``study``, where both are of study; else it
    is a placeholder that names the old one, and what looks back on it stays.

    Parameters
    ----------
    corpus : Corpus
    speech : Speech
    occasion : Occasion

    Examples
    --------
    >>> from xuncha_nlp.templating import Plan
    >>> corpus = Corpus.from_texts({"a.txt": "在会上的讲话\\n（2021年5月）\\n同志们：\\n当前，党史学习教育正在全区开展。"})
    >>> plan = Plan("动员讲话", "题", "2025-03", ())
    >>> [each.after for each in of_its_time(corpus, corpus["a.txt#1"], Occasion(plan))]
    ['【待填：现在开展的活动，原为“党史学习教育”，2021年12月结束】']
    """
    date, text = occasion.plan.date, speech.source.text
    study, names = occasion.plan.profile.values.get("study", ""), rules()["names"]
    for mention in find_campaigns(text, speech.start, speech.end):
        if not is_over(mention, occasion):
            continue
        start, end = _balanced(text, mention)
        if study and mention.campaign.is_study:
            yield Replacement(start, end, study, "movement")
        else:
            yield Replacement(start, end, placeholder(_asked(mention, date)), "movement")
    for start, end, years in find_plans(text, date, speech.start, speech.end):
        name = re.search("十[一二三四五六七八九]五", text[start:end])
        hole = placeholder(f"{names['plan']}，{years}")
        if name:
            at = start + name.start(), start + name.end()
            quoted = text[at[0] - 1 : at[0]] == "“" and text[at[1] : at[1] + 1] == "”"
            yield Replacement(at[0] - quoted, at[1] + quoted, hole, "plan")
    yield from _new_documents(corpus, speech, date)


def is_over(mention: Mention, occasion: Occasion) -> bool:
    """Whether a text says of a campaign what is no longer so on the plan's day; not of one that the plan names."""
    known = occasion.plan.profile.known()
    named = any(mention.campaign.short in each or mention.campaign.name in each for each in known)
    return not named and mention.at(occasion.plan.date) != ""


def _asked(mention: Mention, date: str) -> str:
    campaign = mention.campaign
    name = campaign.short if "“" in campaign.short else f"“{campaign.short}”"
    when = f"{campaign.first[:4]}年才开始" if campaign.is_early(date) else f"{campaign.end}结束"
    return f"{rules()['names']['movement']}，原为{name}，{when}"


def _balanced(text: str, mention: Mention) -> tuple[int, int]:
    """The span of a campaign without a quotation mark of which the other half stands outside."""
    start, end = mention.start, mention.end
    said = text[start:end]
    if said.count("“") > said.count("”"):
        start += said.startswith("“")
    return start, end


def _new_documents(corpus: Corpus, speech: Speech, date: str) -> Iterator[Replacement]:
    """新修订的《…》, where it was revised long ago: the words that call it new go."""
    data, text = rules()["new_document"], speech.source.text
    if speech.date and months_between(speech.date, date) > data["untitled_months"]:
        for pattern in (data["untitled"], data["just"]):
            for found in re.compile(pattern).finditer(text, speech.start, speech.end):
                yield Replacement(*found.span(), "", "document")
    for each in corpus.annotations(speech, "citation"):
        before = text[max(speech.start, each.start - _NEAR) : each.start]
        match = re.search(data["words"], before)
        state = document_at(each.attributes["document"], date) if match else None
        if match is None or state is None or state.version is None or not state.document.verified:
            continue
        if months_between(state.version.date, date) > data["months"]:
            yield Replacement(each.start - len(match.group()), each.start, "", "document")
