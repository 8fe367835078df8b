"""What had its time: campaigns, meetings, five-year plans, and what a text says of them.

A speech of a later day may look back on a campaign. It may not say that it is going on, as a passage does that
was taken over from a speech of its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ..data import check_keys, load_toml
from ..errors import DataError

__all__ = [
    "Campaign",
    "Mention",
    "campaigns",
    "find_campaigns",
    "find_plans",
    "going_on",
    "meetings",
    "months_between",
]

_FILE = "events.toml"
_KEYS = ("name", "short", "pattern", "first", "last", "verified", "source")
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_NEAR = 16
_ENDS = "。！？!?\n"

Stance = Literal["past", "now", "recent", "year", "task", ""]
Verdict = Literal["over", "ended", "early", ""]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign and its time; ``data/events.toml`` says what each field means."""

    name: str
    short: str
    pattern: str
    first: str
    last: str
    verified: bool
    source: str

    @property
    def is_study(self) -> bool:
        """Whether it was one of study, so that another of study can stand in its place.

        >>> [each.is_study for each in campaigns() if each.short in ("党史学习教育", "扫黑除恶专项斗争")]
        [True, False]
        """
        return bool(re.search("教育(?:实践活动)?$", self.name))

    @property
    def begin(self) -> str:
        """The month in which it was begun, in Chinese."""
        return _spoken(self.first)

    @property
    def end(self) -> str:
        """The month in which it ended, in Chinese.

        >>> [(each.begin, each.end) for each in campaigns() if each.short == "党纪学习教育"]
        [('2024年3月', '2024年7月')]
        """
        return _spoken(self.last)

    def is_early(self, date: str) -> bool:
        """Whether a day, as precise as it may be, is certainly before the first one."""
        return date < self.first[: len(date)]


@dataclass(frozen=True, slots=True)
class Mention:
    """A campaign in a text, and how the text speaks of it.

    Parameters
    ----------
    start, end : int
        Offsets into the text.
    campaign : Campaign
    stance : {"past", "now", "recent", "year", "task", ""}
        It is looked back on; it is going on or about to begin; it was not long ago; it is of this year; it is to
        be carried out; nothing that tells.
    word : str
        The word that says so.
    """

    start: int
    end: int
    campaign: Campaign
    stance: Stance
    word: str

    def at(self, date: str) -> Verdict:
        """Hold what the text says against a day.

        Parameters
        ----------
        date : str
            ISO date: a year, a month or a day.

        Returns
        -------
        {"over", "ended", "early", ""}
            It is said to go on and is over; it is to be carried out and was closed long ago; it had not been
            begun; nothing is wrong.

        Examples
        --------
        >>> mention, = find_campaigns("当前，党史学习教育正在全区开展。")
        >>> [mention.at(each) for each in ("2020-06", "2021-06", "2023-03")]
        ['early', '', 'over']
        """
        campaign, limits = self.campaign, _data()["limits"]
        if campaign.is_early(date):
            return "early"
        if not campaign.last or self.stance in ("past", ""):
            return ""
        gone = months_between(campaign.last, date)
        if self.stance == "year":
            return "over" if date[:4] > campaign.last[:4] else ""
        if self.stance == "task":
            return "ended" if gone > limits["task"] else ""
        return "over" if gone > limits["grace" if self.stance == "now" else "recent"] else ""

    def is_old(self, date: str) -> bool:
        """Whether the mention makes a passage one of its time, though it may not be wrong."""
        if self.campaign.is_early(date):
            return True
        gone = months_between(self.campaign.last, date) if self.campaign.last else 0
        return gone > (_data()["limits"]["memory"] if self.stance == "past" else 0)


def months_between(first: str, second: str) -> int:
    """Return the months from one date to another; a year alone is its January.

    >>> months_between("2024-07", "2025-03-12"), months_between("2024-07-31", "2024")
    (8, -6)
    """
    (one, two), (three, four) = (_month(each) for each in (first, second))
    return 12 * (three - one) + four - two


def _spoken(date: str) -> str:
    return f"{date[:4]}年{int(date[5:7])}月"


def _month(date: str) -> tuple[int, int]:
    return int(date[:4]), int(date[5:7] or 1)


@cache
def _data() -> dict[str, Any]:
    return load_toml(_FILE)


@cache
def campaigns() -> tuple[Campaign, ...]:
    """Return the campaigns in the order of ``data/events.toml``.

    Raises
    ------
    DataError
        An entry breaks the schema.
    """
    found = []
    for record in _data()["campaign"]:
        place = f"{_FILE}：{record.get('name', '[[campaign]]')}"
        check_keys(record, _KEYS, (), place)
        for key in ("first", "last"):
            if record[key] and not _DATE.fullmatch(record[key]):
                raise DataError(
                    f"{place} 的 {key} 写法不对：{record[key]}", '请写成 "2024-07" 或 "2024-07-31"'
                )
        found.append(Campaign(**record))
    return tuple(found)


def going_on(date: str) -> tuple[Campaign, ...]:
    """Return the campaigns that went on at a date, the latest first.

    >>> [each.short for each in going_on("2024-05")]
    ['党纪学习教育']
    """
    found = [
        each for each in campaigns()
        if not each.is_early(date) and (not each.last or months_between(each.last, date) <= 0)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: each.first, reverse=True))


@cache
def meetings() -> Mapping[str, str]:
    """Return the meetings of the centre with their first days.

    >>> meetings()["二十大"]
    '2022-10-16'
    """
    found: dict[str, str] = _data()["meetings"]
    return found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()["stance"][name])


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(_data()["signs"])


@cache
def _any() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<c{place}>{each.pattern})" for place, each in enumerate(campaigns())))


def find_campaigns(text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
    """Find the campaigns in a text and how it speaks of them.

    Parameters
    ----------
    text : str
    start, end : int
        Only between these offsets.

    Examples
    --------
    >>> said = "要巩固拓展党纪学习教育成果。眼下党纪学习教育正在开展。结合党纪学习教育抓好整改。"
    >>> [(each.stance, each.word) for each in find_campaigns(said)]
    [('past', '巩固拓展'), ('now', '眼下'), ('task', '结合')]
    """
    stop = len(text) if end is None else end
    at = start
    while sign := _signs().search(text, at, stop):
        first = max(start, text.rfind("\n", at, sign.start()) + 1)
        at = text.find("\n", sign.end(), stop) + 1 or stop
        for match in _any().finditer(text, first, at):
            campaign = campaigns()[int((match.lastgroup or "c0")[1:])]
            stance, word = _stance(text, match.start(), match.end(), first, at)
            yield Mention(match.start(), match.end(), campaign, stance, word)


def _stance(text: str, start: int, end: int, first: int, last: int) -> tuple[Stance, str]:
    begin = max((text.rfind(mark, first, start) for mark in _ENDS), default=-1) + 1
    begin = max(begin, first)
    title = text.rfind("《", begin, start)
    if title > text.rfind("》", begin, start):
        return "past", "《"
    closes = [at for at in (text.find(mark, end, last) for mark in _ENDS) if at >= 0]
    stop = min(closes, default=last)
    before, behind = text[max(begin, start - _NEAR) : start], text[end : min(stop, end + _NEAR)]
    sentence = text[begin:stop]
    for stance, match in (
        ("past", _pattern("past_before").search(before)),
        ("past", _pattern("past_behind").match(behind)),
        ("past", _pattern("past").search(sentence)),
        ("recent", _pattern("recent").search(sentence) if "结束" in sentence else None),
        ("now", _pattern("now").search(sentence)),
        ("year", _pattern("this_year").search(sentence)),
        ("recent", _pattern("recent").search(sentence)),
        ("task", _pattern("task").search(before) or _pattern("task_behind").match(behind)),
    ):
        if match:
            return stance, match.group()  # type: ignore[return-value]
    return "", ""


def find_plans(
    text: str, date: str, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int, str]]:
    """Find five-year plans that are said to begin or to end in a year in which they do not.

    Parameters
    ----------
    text : str
    date : str
        ISO date of the speech.
    start, end : int
        Only between these offsets.

    Yields
    ------
    (int, int, str)
        Offsets, and the years of the plan.

    Examples
    --------
    >>> said = "今年是“十四五”开局之年。为圆满收官“十四五”作贡献。"
    >>> [said[a:b] for a, b, _ in find_plans(said, "2026-03")]
    ['“十四五”开局之年', '为圆满收官“十四五”']
    >>> list(find_plans(said, "2021-03"))
    []
    """
    data, year = _data(), int(date[:4])
    stop = len(text) if end is None else end
    names = "|".join(data["plans"])
    words = data["plan_words"]
    pattern = re.compile(f"“?(?P<name>{names})”?(?:规划)?(?P<behind>{words['begins']}|{words['ends']})?")
    for match in pattern.finditer(text, start, stop):
        first, last = data["plans"][match["name"]]
        years = f"“{match['name']}”是{first}—{last}年"
        behind = match["behind"] or ""
        if behind:
            right = first if re.fullmatch(words["begins"], behind) else last
            before = text[max(start, match.start() - _NEAR) : match.start()]
            if year != right and re.search("今年(?:又|正)?(?:是|作为)[^，。；]{0,6}$", before):
                yield match.start(), match.end(), years
            continue
        before = text[max(start, match.start() - _NEAR) : match.start()]
        closing = re.search(words["closing"], before)
        if year > last and closing and closing.group():
            yield match.start() - len(closing.group()), match.end(), years
