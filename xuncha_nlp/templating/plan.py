"""`Plan`: what the writer wants, read from TOML and refused where anything in it is not understood."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..errors import PlanError
from ..extractors import MOVES
from ..speeches import genres, parse_date_line, styles

__all__ = ["Plan", "Profile", "Wanted"]


@dataclass(frozen=True, slots=True)
class Profile:
    """The values of this occasion, from which slots are filled.

    Parameters
    ----------
    values : mapping of str to str
        Named values for the title and the lead-in: district, round, congress and any others.
    people : mapping of str to str
        Office to full name: ``{"部长": "刘文渊"}``.
    keep : tuple of str
        Places and organisations that are right on this occasion too.
    replace : mapping of str to str
        What stands in the old speeches, and what is to stand instead. Masked text is named here with
        what stands around it (``{"立足**实际": "立足澄湖实际"}``): ``**`` hides something else each time.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    replace: Mapping[str, str] = field(default_factory=dict)

    def known(self) -> list[str]:
        """Return every string that is right on this occasion."""
        named = [*self.values.values(), *self.people.values(), *self.keep, *self.replace.values()]
        return [value for value in named if value]


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
        Keep so many of its points; 0 keeps all.
    """

    move: str
    heading: str = ""
    speech: str = ""
    points: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What the writer wants; ``xuncha plan`` writes one with comments.

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
    required: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    profile: Profile = Profile()

    @classmethod
    def load(cls, path: str | Path) -> Plan:
        """Read a plan from a TOML file.

        Raises
        ------
        PlanError
            The file is missing or no TOML, has an unknown key, lacks one, or a value is of the wrong
            type; the message names it.
        """
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise PlanError(
                f"读不了写作方案：{path}", "请检查路径，并确认它是 UTF-8 编码的 .toml 文件"
            ) from error
        return cls.from_toml(text)

    @classmethod
    def from_toml(cls, text: str) -> Plan:
        """Read a plan from the text of a TOML file; raises as `load` does."""
        try:
            content = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise PlanError(f"写作方案格式有误（{error}）", "汉字作键和文字作值都要加英文引号") from error
        _check(content, {"section": "sections"}, cls, "写作方案")
        records = content.pop("section", [])
        if not isinstance(records, list) or not records:
            raise PlanError("写作方案没有 [[section]]", "请至少写一个层次")
        sections = []
        for number, record in enumerate(records, start=1):
            _check(record, {}, Wanted, f"第 {number} 个 [[section]]")
            if record["move"] not in MOVES:
                raise PlanError(f"没有这种语步：{record['move']}", f"可用：{'、'.join(MOVES)}")
            sections.append(Wanted(**record))
        profile = content.pop("profile", {})
        _check(profile, {}, Profile, "[profile]")
        if "keep" in profile:
            profile["keep"] = tuple(profile["keep"])
        for key in ("numbering", "required", "banned"):
            if key in content:
                content[key] = tuple(content[key])
        plan = cls(**content, sections=tuple(sections), profile=Profile(**profile))
        plan._validate()
        return plan

    def _validate(self) -> None:
        if self.genre not in genres():
            raise PlanError(f"没有这个文种：{self.genre}", f"可用：{'、'.join(genres())}")
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
        if "" in self.profile.replace:
            raise PlanError("[profile.replace] 有空的旧说法", "请写上旧讲话里的说法，或删去这一行")
        for text in (self.title, self.salutation, *(wanted.heading for wanted in self.sections)):
            self.render(text)
        self.render(self.lead_in, count="一")

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
        """Fill the ``{{ … }}`` of a text from the profile, in Jinja's sandbox.

        Only names stand in the braces. An expression could fail in ways of its own, or fill the memory
        (``'a' * 10 ** 10``), and no title needs one.

        Raises
        ------
        PlanError
            A value is missing, or the text is no template.
        """
        from jinja2 import StrictUndefined, TemplateError, UndefinedError, nodes
        from jinja2.sandbox import SandboxedEnvironment

        environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        environment.globals.clear()
        plain = (nodes.Output, nodes.TemplateData, nodes.Name)
        try:
            if not all(isinstance(each, plain) for each in environment.parse(text).find_all(nodes.Node)):
                raise PlanError(f"方案里的模板有误：{text}", "变量请写成 {{ round }} 的样子，不能写算式")
            return environment.from_string(text).render({**self.profile.values, **extra})
        except UndefinedError as error:
            name = re.search(r"'(.+?)'", str(error))
            raise PlanError(
                f"方案缺少变量 {name[1] if name else ''}", "请在 [profile.values] 里补上"
            ) from error
        except TemplateError as error:
            raise PlanError(
                f"方案里的模板有误：{text}（{error}）", "变量请写成 {{ round }} 的样子"
            ) from error


_BREAK = re.compile(r"[\r\n\v\f\u2028\u2029]")

# What a value of each field must be, for those that are no plain strings.
_TYPES: dict[str, type] = {
    "section": list, "numbering": list, "required": list, "banned": list, "keep": list,
    "profile": dict, "values": dict, "people": dict, "replace": dict, "points": int,
}  # fmt: skip


def _check(record: Any, renamed: Mapping[str, str], model: type, place: str) -> None:
    """Refuse unknown keys, missing ones and values of the wrong type."""
    if not isinstance(record, dict):
        raise PlanError(f"{place} 应当是一个表", "请照 xuncha plan 给出的样子写")
    inverse = {name: key for key, name in renamed.items()}
    allowed = {inverse.get(each.name, each.name): each for each in fields(model)}
    for key, value in record.items():
        if key not in allowed:
            raise PlanError(f"{place} 有不认识的键 {key}", f"可用：{'、'.join(allowed)}")
        wanted = _TYPES.get(key, str)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        texts = key in {"section", "profile"} or all(isinstance(each, str) for each in inner)
        if not isinstance(value, wanted) or isinstance(value, bool) or not texts:
            raise PlanError(f"{place} 的 {key} 写法不对", f"应当是{_SPOKEN[wanted]}")
        if any(isinstance(each, str) and _BREAK.search(each) for each in (value, *inner)):
            raise PlanError(f"{place} 的 {key} 里有换行", "请写在一行里")
    for key, each in allowed.items():
        if key not in record and each.default is MISSING and each.default_factory is MISSING:
            raise PlanError(f"{place} 缺少 {key}", "请补上")


_SPOKEN = {
    str: '带引号的文字，如 "第七轮"',
    list: '文字的列表，如 ["四个意识"]',
    dict: "一个表，值是带引号的文字",
    int: "整数",
}
