"""How hot a phrase is: the six tiers of the China Media Project, by the share of articles with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...data import load_toml
from .intervals import wilson_interval

__all__ = ["Temperature", "temperature"]


@dataclass(frozen=True, slots=True)
class Temperature:
    """A tier, or why there is none.

    Parameters
    ----------
    tier : str or None
        沸, 烫, 热, 暖, 温 or 冷.
    share, low, high : float
        Share of articles, 0 to 1, with its 95% interval (Wilson); nan without articles.
    reason : str
        In Chinese, why no tier is given; empty where one is.
    """

    tier: str | None
    share: float
    low: float
    high: float
    reason: str = ""


def temperature(count: int, size: int, thresholds: Mapping[str, float] | None = None) -> Temperature:
    """Tell how hot a phrase was in a period.

    The scale was made for a daily newspaper, with tens of thousands of articles a year. A tier is therefore
    refused where the corpus is too small to tell: where a single article would do to reach a tier above the
    coldest, or where the 95% interval of the share reaches into another tier.

    Parameters
    ----------
    count, size : int
        Articles (speeches) of the period with the phrase, and all of them.
    thresholds : mapping of str to float, optional
        The least share of a tier, over those of ``data/temperature.toml``, which knows 沸 and 烫 only: those
        of 热, 暖 and 温 are not published. 冷 has none.

    Returns
    -------
    Temperature

    Raises
    ------
    ValueError
        The count is not between 0 and the size, a tier is unknown, or a threshold is not between 0 and 1 and
        below those of the hotter tiers.

    References
    ----------
    Qian Gang. *The CMP discourse scale*. China Media Project. 沸 is a share of 5.18%, 烫 of 1.29% of the articles
    of a year.

    Examples
    --------
    >>> temperature(3_000, 38_000).tier, temperature(900, 38_000).tier
    ('沸', '烫')
    >>> temperature(9, 20).reason
    '只有 20 篇文章，少于 78 篇：有一篇提到就会越过“烫”的界限，不能定级'
    >>> temperature(9, 38_000).reason
    '占比 0.02%，低于“烫”；其下各级的界限没有公布，请用参数给出'
    >>> temperature(9, 38_000, {"热": 0.006, "暖": 0.003, "温": 0.001}).tier
    '冷'
    """
    if not 0 <= count <= size:
        raise ValueError("the count is between 0 and the size")
    rules = load_toml("temperature.toml")
    tiers, reasons = rules["tiers"], rules["reasons"]
    least = _thresholds(tiers, {**rules["least"], **(thresholds or {})})
    low, high = (float(end) for end in wilson_interval(count, size))
    if not size:
        return Temperature(None, low, low, high, reasons["empty"])
    share = count / size
    mildest, bound = list(least.items())[-1]
    # So many articles are needed that one of them alone is below the mildest tier.
    needed = int(1 / bound) + 1
    if size < needed:
        reason = reasons["small"].format(size=size, needed=needed, tier=mildest)
        return Temperature(None, share, low, high, reason)

    def tier_of(value: float) -> str | None:
        return next((tier for tier, bound in least.items() if value >= bound), None)

    whole = len(least) == len(tiers) - 1
    reached = [tier_of(value) for value in (high, share, low)]
    if len(set(reached)) > 1:
        named = [tier or (tiers[-1] if whole else f"低于“{mildest}”") for tier in dict.fromkeys(reached)]
        reason = reasons["between"].format(share=share, low=low, high=high, tiers="、".join(named))
        return Temperature(None, share, low, high, reason)
    if reached[0] is None and not whole:
        return Temperature(None, share, low, high, reasons["unknown"].format(share=share, tier=mildest))
    return Temperature(reached[0] or tiers[-1], share, low, high)


def _thresholds(tiers: list[str], given: Mapping[str, float]) -> dict[str, float]:
    """The thresholds, hottest first."""
    unknown = set(given) - set(tiers[:-1])
    if unknown:
        raise ValueError(f"no tier with a threshold: {'、'.join(sorted(unknown))}")
    least = {tier: given[tier] for tier in tiers if tier in given}
    bounds = list(least.values())
    if not all(0 < bound < 1 for bound in bounds) or bounds != sorted(set(bounds), reverse=True):
        raise ValueError("thresholds are between 0 and 1, each below that of the hotter tier")
    return least
