"""`Plan`: what the writer wants, read from TOML and refused where anything in it is not understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from ..errors import PlanError
from ..extractors import MOVES
from ..speeches import parse_date_line, styles
from .kinds import Kind, kind_of
from .plan_reading import check_record, read_toml

__all__ = ["Plan", "Profile", "Wanted"]

# 区委, where nothing else is said.
_LEVEL = "区"
_LEVELS = "区县市旗"
# All shares together, in percent.
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Profile:
    """The values of this occasion, from which slots are filled.

    Parameters
    ----------
    values : mapping of str to str
        Named values for the title, the lead-in and the slots: ``district``, ``city`` and ``province`` with
        their full names, ``committee`` (五届县委), ``round`` (第三轮), ``congress`` (the one to come),
        ``begin`` and ``finish`` (the days between which the inspection lasts), ``groups`` (how many
        inspection groups, 3), ``study`` (the campaign of study that is going on), and any others.
    people : mapping of str to str
        Office to full name: ``{"部长": "刘文渊"}``.
    keep : tuple of str
        Places and organisations that are right on this occasion too.
    replace : mapping of str to str
        What stands in the old speeches, and what is to stand instead. Masked text is named here with
        what stands around it (``{"立足**实际": "立足澄湖实际"}``): ``**`` hides something else each time.
    units : tuple of str
        The units that are inspected.
    campaigns : tuple of str
        What the district has set itself, as it is to stand in the text (“强工兴旅”行动).
    former : tuple of str
        The full names of the district, the city and the province of the old speeches, where they are not
        to be told from the speeches themselves.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    replace: Mapping[str, str] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    def known(self) -> list[str]:
        """Return every string that is right on this occasion."""
        named = [
            *self.values.values(), *self.people.values(), *self.units, *self.campaigns,
            *self.keep, *self.replace.values(),
        ]  # fmt: skip
        return [value for value in named if value]

    @property
    def level(self) -> str:
        """区, 县, 市 or 旗: what the district calls itself, as in 我县 and 县委.

        >>> Profile({"district": "望川县"}).level, Profile().level
        ('县', '区')
        """
        last = self.values.get("district", "")[-1:]
        return last if last and last in _LEVELS else _LEVEL


@dataclass(frozen=True, slots=True)
class Wanted:
    """A section that the plan asks for.

    Parameters
    ----------
    move : str
        What the section does; one of `xuncha_nlp.extractors.MOVES`.
    heading : str
        Its heading; ``""`` keeps that of the section chosen.
    speech : str
        Take it from this speech (its id); ``""`` for any.
    points : int
        Keep so many of its points; 0 leaves it to the length.
    share : int
        Its share of the length in percent; 0 for an equal part of what the others leave.
    topic : str
        Words that it is to be about.
    """

    move: str
    heading: str = ""
    speech: str = ""
    points: int = 0
    share: int = 0
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the writer wants; ``xuncha plan`` writes one with comments.

    Parameters
    ----------
    genre : str
        A genre of ``data/genres.toml`` or of the file that ``genres`` names, or another name of it.
    title : str
    date : str
        ISO date of the speech: ``"2025"``, ``"2025-03"`` or ``"2025-03-15"``.
    sections : tuple of Wanted
        The outline; ``[[section]]`` in TOML.
    salutation, lead_in : str
        ``""`` for none.
    numbering : tuple of str
        The numbering styles of the levels.
    length : int
        Characters of the speech; 0 keeps the sections whole.
    minutes : int
        The same in minutes, at `rate` characters a minute; 0 where `length` says it.
    rate : int
    required, preferred, banned : tuple of str
        Formulae that must, should and must not stand in the speech.
    prefer, leave_out : tuple of str
        Speeches (ids) or sources (names of files) that are to be used first, or not at all.
    topic : str
        Words that the speech is about, beside those of its title and its genre.
    genres : str
        A TOML file with genres of the user's own; a relative path is looked for beside the plan.
    spread : int
        How much of the draft one speech may have, in percent, before as good passages of others are taken
        instead; 0 for any.
    profile : Profile

    Examples
    --------
    >>> plan = Plan.from_toml('''
    ... genre = "动员讲话"
    ... title = "在区委{{ round }}巡察工作动员会上的讲话"
    ... date = "2025-03"
    ... [profile.values]
    ... round = "第七轮"
    ... [[section]]
    ... move = "tasks"
    ... ''')
    >>> plan.render(plan.title)
    '在区委第七轮巡察工作动员会上的讲话'
    """

    genre: str
    title: str
    date: str
    sections: tuple[Wanted, ...]
    salutation: str = "同志们："
    lead_in: str = ""
    numbering: tuple[str, ...] = ("一、", "（一）", "1.", "（1）")
    length: int = 0
    minutes: int = 0
    rate: int = 200
    required: tuple[str, ...] = ()
    preferred: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    topic: str = ""
    genres: str = ""
    spread: int = 50
    profile: Profile = Profile()

    @classmethod
    def load(cls, path: str | Path) -> Plan:
        """Read a plan from a TOML file.

        Raises
        ------
        PlanError
            The file is missing or no TOML, has an unknown key, lacks one, or a value is of the wrong
            type; the message names it.
        DataError
            The file of genres that it names cannot be used.
        """
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise PlanError(
                f"读不了写作方案：{path}", "请检查路径，并确认它是 UTF-8 编码的 .toml 文件"
            ) from error
        return cls.from_toml(text, Path(path).parent)

    @classmethod
    def from_toml(cls, text: str, folder: str | Path = "") -> Plan:
        """Read a plan from the text of a TOML file; raises as `load` does.

        Parameters
        ----------
        text : str
        folder : str or Path
            From where a relative path in ``genres`` leads on.
        """
        content = read_toml(text)
        check_record(content, {"section": "sections"}, cls, "写作方案")
        records = content.pop("section", [])
        if not isinstance(records, list) or not records:
            raise PlanError("写作方案没有 [[section]]", "请至少写一个层次")
        sections = []
        for number, record in enumerate(records, start=1):
            check_record(record, {}, Wanted, f"第 {number} 个 [[section]]")
            if record["move"] not in MOVES:
                raise PlanError(f"没有这种语步：{record['move']}", f"可用：{'、'.join(MOVES)}")
            sections.append(Wanted(**record))
        profile = content.pop("profile", {})
        check_record(profile, {}, Profile, "[profile]")
        for table in (content, profile):
            table.update({key: tuple(value) for key, value in table.items() if isinstance(value, list)})
        if content.get("genres"):
            content["genres"] = str(Path(folder) / content["genres"])
        plan = cls(**content, sections=tuple(sections), profile=Profile(**profile))
        plan._validate()
        return plan

    def _validate(self) -> None:
        self.kind  # noqa: B018 - the genre has to be there
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", self.date) or not parse_date_line(
            self.date_line.strip("（）")
        ):
            raise PlanError(f"日期不对：{self.date}", '请写成 "2025-03" 或 "2025-03-15"')
        for style in self.numbering:
            if style not in styles() or styles()[style].points:
                usable = [name for name, each in styles().items() if not each.points]
                raise PlanError(f"没有这种序号：{style}", f"可用：{' '.join(usable)}")
        if not self.numbering:
            raise PlanError("numbering 是空的", "请至少写一种序号，或删去这一行")
        if any(styles()[upper].rank >= styles()[lower].rank for upper, lower in pairwise(self.numbering)):
            raise PlanError(f"numbering 的次序不对：{' '.join(self.numbering)}", "请由大到小，每级一种")
        if any(wanted.points < 0 for wanted in self.sections):
            raise PlanError("points 不能是负数", "请写要留几个要点，0 为全留")
        if (
            any(wanted.share < 0 for wanted in self.sections)
            or sum(each.share for each in self.sections) > _WHOLE
        ):
            raise PlanError("share 不对", "各部分的 share 是百分数，合起来不超过 100，0 为均分")
        if min(self.length, self.minutes, self.rate - 1) < 0:
            raise PlanError("length、minutes、rate 不对", "请写正整数；length 和 minutes 写 0 为不限")
        if not 0 <= self.spread <= _WHOLE:
            raise PlanError(
                f"spread 不对：{self.spread}", "请写 0 到 100：一篇旧讲话最多占百分之几，0 为不限"
            )
        if self.length and self.minutes:
            raise PlanError("length 和 minutes 只能写一个", "请把另一个写成 0")
        if "" in self.profile.replace:
            raise PlanError("[profile.replace] 有空的旧说法", "请写上旧讲话里的说法，或删去这一行")
        for text in (self.title, self.salutation, *(wanted.heading for wanted in self.sections)):
            self.render(text)
        self.render(self.lead_in, count="一")

    @property
    def kind(self) -> Kind:
        """What is known of the genre."""
        return kind_of(self.genre, self.genres or None)

    @property
    def characters(self) -> int:
        """How long the speech is to be; 0 where the plan does not say.

        >>> Plan("动员讲话", "题", "2025-03", (), minutes=15).characters
        3000
        """
        return self.length or self.minutes * self.rate

    def style_at(self, depth: int) -> str:
        """Return the numbering style of a level, from 0; below the plan's last one, the next smaller ones.

        >>> plan = Plan("动员讲话", "题", "2025-03", (), numbering=("一、", "1."))
        >>> [plan.style_at(depth) for depth in range(4)]
        ['一、', '1.', '（1）', '①']
        """
        usual = [*self.numbering]
        for name, style in styles().items():
            if not style.points and style.rank > styles()[usual[-1]].rank:
                usual.append(name)
        return usual[min(depth, len(usual) - 1)]

    @property
    def date_line(self) -> str:
        """The date as it stands under the title.

        >>> Plan("动员讲话", "题", "2025-03", ()).date_line
        '（2025年3月）'
        """
        parts = zip(self.date.split("-"), "年月日", strict=False)
        return "（" + "".join(part.lstrip("0") + unit for part, unit in parts) + "）"

    def render(self, text: str, **extra: str) -> str:
        """Fill the ``{{ … }}`` of a text from the profile.

        Parameters
        ----------
        text : str
            Only names stand in the braces; ``level`` is 区 or 县, ``committee`` 区委 where the profile does
            not say.
        **extra : str
            Values that the profile does not have.

        Raises
        ------
        PlanError
            A value is missing, or the text is no template.
        """
        from .template import render

        committee = self.profile.values.get("committee") or f"{self.profile.level}委"
        own = {"level": self.profile.level, **self.profile.values, "committee": committee}
        return render(text, {**own, **extra})
