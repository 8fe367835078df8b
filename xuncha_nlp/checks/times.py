"""What was true in its time: campaigns that go on by the text and are over, five-year plans, words of another day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..templating.events import Mention, find_campaigns, find_plans
from .model import Finding
from .settings import pattern, settings
from .target import Target

__all__ = ["check_times"]

_YEAR = 4
_ENDS = re.compile(r"[。！？!?\n]")


def check_times(target: Target) -> Iterator[Finding]:
    """Hold what the text says of its own time against the date of the speech."""
    yield from _deictic(target)
    if not target.date:
        return
    text, begin, end = target.text, target.read.start, target.read.end
    known = target.plan.profile.known() if target.plan else []
    written = target.speech.genre in settings("structure")["written"]
    for mention in find_campaigns(text, begin, end):
        campaign = mention.campaign
        if not any(campaign.short in each or campaign.name in each for each in known):
            yield from _campaign(target, mention, target.date, written=written)
    for start, stop, years in find_plans(text, target.date, begin, end):
        yield target.at_read("plan-period", start, stop, years, today=target.date, years=years)


def _campaign(target: Target, mention: Mention, date: str, *, written: bool) -> Iterator[Finding]:
    campaign, verdict = mention.campaign, mention.at(date)
    place, evidence = (mention.start, mention.end), f"{campaign.name}：{campaign.source}"
    if verdict == "early":
        if campaign.verified:
            yield target.at_read("campaign-not-yet", *place, evidence, begin=campaign.begin, today=date)
    # A report tells what was done, mostly without a word that says when.
    elif verdict == "over" or (verdict == "ended" and not written):
        certain = verdict == "over" and campaign.verified and not written
        rule = "campaign-over" if certain else "campaign-ended"
        yield target.at_read(rule, *place, evidence, until=campaign.end, word=mention.word)


def _deictic(target: Target) -> Iterator[Finding]:
    """Words for the present day, with something that happens, in a passage of another year."""
    if target.corpus is None or not target.date:
        return
    years = {speech.id: (speech.date or "")[:_YEAR] for speech in target.corpus}
    text = target.speech.source.text
    for passage in target.passages:
        year = years.get(passage.origin.speech, "") if passage.origin else ""
        if not year or year == target.date[:_YEAR]:
            continue
        for match in pattern("occasion", "deictic").finditer(text, passage.start, passage.end):
            stop = _ENDS.search(text, match.end(), passage.end)
            sentence = text[match.end() : stop.start() if stop else passage.end]
            if target.is_ours(*match.span()) or "【" in sentence:
                # A placeholder beside it asks already.
                continue
            if pattern("occasion", "happens").search(sentence[: settings("occasion")["happens_within"]]):
                evidence = f"取自 {passage.origin.speech}" if passage.origin else ""
                start, end = match.span()
                yield target.at("deictic-copied", start, end, evidence, year=year, date=target.date)
