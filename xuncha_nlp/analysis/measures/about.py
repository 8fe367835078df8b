"""What a measure is called, what its values mean and why it has none, for those who read a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...data import load_toml

__all__ = ["About", "about", "reasons"]


@dataclass(frozen=True, slots=True)
class About:
    """A measure in Chinese.

    Parameters
    ----------
    name : str
        What it is called.
    range : str
        What its values are.
    nan : str
        Why it has no value where it has none; empty where it always has one.
    """

    name: str
    range: str
    nan: str


def about(family: str, measure: str) -> About:
    """Describe a measure, as ``data/measures.toml`` does.

    Parameters
    ----------
    family : str
        A module of this package.
    measure : str
        A function of it.

    Raises
    ------
    KeyError
        There is no such measure.

    Examples
    --------
    >>> about("dispersion", "dp").nan
    '没有出现，或只有一篇，无从比较分布'
    """
    return About(**load_toml("measures.toml")[family][measure])


def reasons(analysis: str, columns: Iterable[str]) -> dict[str, str]:
    """Return why there may be no value in the columns of the table of an analysis.

    Parameters
    ----------
    analysis : str
        The name of the function.
    columns : iterable of str
        Those with a cell without a value. A column that is no measure has no reason.

    Examples
    --------
    >>> reasons("keyness", ["target", "percent_difference"])
    {'percent_difference': '参照语料没有这个词，除数为零'}
    """
    known = load_toml("measures.toml")["columns"].get(analysis, {})
    return {name: about(*known[name].split(".")).nan for name in columns if name in known}
