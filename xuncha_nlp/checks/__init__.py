"""`Draft` or `Speech` to `Findings`: one small module a family of rules, their words in ``data/checks.toml``."""

from __future__ import annotations

from ..corpus import Corpus
from ..speeches import Speech
from ..templating import Draft, Plan
from .counts import check_counts
from .formulae import check_formulae
from .leftovers import check_leftovers
from .model import LEVELS, Finding, Findings
from .placeholders import check_placeholders
from .target import Target

__all__ = ["LEVELS", "Finding", "Findings", "check"]

_FAMILIES = (check_placeholders, check_leftovers, check_formulae, check_counts)


def check(
    subject: Draft | Speech,
    corpus: Corpus | None = None,
    *,
    plan: Plan | None = None,
    as_of: str | None = None,
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

    Returns
    -------
    Findings
        Errors first, then by place.

    Examples
    --------
    >>> from xuncha_nlp.corpus import Corpus
    >>> speech, = Corpus.from_texts({"a.txt": "同志们：\\n下面，我讲三点意见：\\n一、认识\\n二、任务\\n立足**实际。"})
    >>> [(each.rule, each.text) for each in check(speech)]
    [('count-mismatch', '三点意见'), ('masked', '**')]
    """
    target = Target.of(subject, corpus, plan, as_of)
    return Findings.sorted(each for family in _FAMILIES for each in family(target))
