"""`Draft` or `Speech` to `Findings`: one small module a family of rules, their words in ``data/checks.toml``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..corpus import Corpus
from ..speeches import Speech
from ..templating import Draft, Plan
from .chains import check_chains
from .counts import check_counts
from .documents import check_documents
from .formulae import check_formulae
from .home import check_home
from .leftovers import check_leftovers
from .length import Measure, check_length, measure
from .marks import check_marks
from .members import check_members
from .model import LEVELS, Finding, Findings, Rule, rules
from .occasions import check_occasions
from .overlap import Overlap, check_overlap, overlaps_of
from .people import check_people
from .placeholders import check_placeholders
from .repeated import check_repeated
from .structure import check_structure
from .target import Target
from .times import check_times
from .words import check_words

__all__ = ["LEVELS", "Finding", "Findings", "Measure", "Overlap", "Rule", "check", "measure", "rules"]

_FAMILIES: tuple[Callable[[Target], Iterator[Finding]], ...] = (
    check_placeholders,
    check_leftovers,
    check_home,
    check_occasions,
    check_times,
    check_formulae,
    check_members,
    check_chains,
    check_counts,
    check_structure,
    check_repeated,
    check_marks,
    check_words,
    check_documents,
    check_people,
)


def check(
    subject: Draft | Speech,
    corpus: Corpus | None = None,
    *,
    plan: Plan | None = None,
    as_of: str | None = None,
    against: Iterable[Speech] = (),
) -> Findings:
    """Check a draft, or any speech.

    Parameters
    ----------
    subject : Draft or Speech
    corpus : Corpus, optional
        Earlier speeches: what stands in them and not in the plan is a leftover.
    plan : Plan, optional
        What the speech is for; a draft brings its own.
    as_of : str, optional
        ISO date by which formulae are judged; the plan's or the speech's by default.
    against : iterable of Speech
        Other texts, from which nothing should have been taken.

    Returns
    -------
    Findings
        Errors first, then by place; with the lengths and the overlaps.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> speech, = Corpus.from_texts({"a.txt": "同志们：\\n下面，我讲三点意见：\\n一、认识\\n二、任务\\n立足**实际。"})
    >>> [(each.rule, each.text) for each in check(speech) if each.level == "错误"]
    [('count-mismatch', '三点意见'), ('masked', '**')]
    """
    target = Target.of(subject, corpus, plan, as_of, _given(against))
    overlaps = overlaps_of(target)
    found = measure(target.speech, target.plan.rate if target.plan else None)
    findings = [each for family in _FAMILIES for each in family(target)]
    findings += [*check_overlap(target, overlaps), *check_length(target, found)]
    return Findings.sorted(findings, [found], overlaps)


def _given(against: Iterable[Speech]) -> Sequence[Speech]:
    return list(against)
