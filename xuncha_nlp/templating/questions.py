"""What `xuncha plan --ask` asks, and what is made of the answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..errors import PlanError
from .plan import Plan

__all__ = ["Question", "questions"]

_APART = re.compile(r"[，,；;、\s]+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to the writer.

    Parameters
    ----------
    key : str
        What `xuncha_nlp.templating.plan_text` calls the answer.
    text : str
        The question, in Chinese.
    example : str
        What an answer may look like.
    check : callable, optional
        Raises `PlanError` for an answer that is none.
    """

    key: str
    text: str
    example: str = ""
    check: Callable[[str], object] | None = None

    def complaint(self, answer: str) -> str:
        """Say what is wrong with an answer; ``""`` for one that can be used.

        >>> date, = (each for each in questions() if each.key == "date")
        >>> date.complaint("2026-03"), date.complaint("下周")
        ('', '日期不对：下周。请写成 "2025-03" 或 "2025-03-15"。')
        """
        if not answer or self.check is None:
            return ""
        try:
            self.check(answer)
        except PlanError as error:
            return str(error)
        return ""


def questions() -> tuple[Question, ...]:
    """Return the questions in their order. Each may be answered with nothing."""
    return (
        Question("district", "本区（县、市）全称", "望川县"),
        Question("committee", "本届党委怎么称呼", "五届县委"),
        Question("round", "这次是第几轮巡察", "第三轮", _round),
        Question("date", "讲话日期", "2026-03-10", _date),
        Question("units", "被巡察单位，用顿号隔开", "县水务局、石门镇"),
        Question(
            "people", "人员，写成 职务=姓名，用逗号隔开", "县纪委书记=梁志坚，组织部部长=白映秋", people_of
        ),
        Question("begin", "巡察从何时开始", "3月中旬"),
        Question("finish", "巡察到何时结束", "5月中旬"),
        Question("groups", "几个巡察组", "3", _number),
        Question("campaigns", "本地重点工作，用分号隔开", "“工业强县”建设；“环境提升”行动"),
        Question("congress", "将要召开的大会", "党的二十一大"),
        Question("length", "篇幅：字数或分钟", "3500 或 18分钟", length_of),
        Question("required", "必须出现的提法，用顿号隔开", "两个确立、四个意识、四个自信、两个维护"),
        Question("banned", "不得出现的提法，用顿号隔开"),
        Question("topic", "这次要突出讲什么", "乡村振兴 营商环境"),
    )


def _date(answer: str) -> None:
    Plan.from_toml(f'genre="动员讲话"\ntitle="题"\ndate={quoted(answer)}\n[[section]]\nmove="tasks"')


def _round(answer: str) -> None:
    if not re.fullmatch(r"首轮|第(?:[一二三四五六七八九十]+|\d+)轮", answer):
        raise PlanError(f"轮次不对：{answer}", "请写成“第三轮”的样子")


def _number(answer: str) -> None:
    if not answer.isdecimal():
        raise PlanError(f"不是数字：{answer}", "请写数字，如 3")


def quoted(text: str) -> str:
    """Write a text as a TOML string.

    >>> quoted('说"好"')
    '"说\\\\"好\\\\""'
    """
    plain = re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", "", text).replace("\\", "\\\\")
    return '"' + plain.replace('"', '\\"') + '"'


def parts_of(answer: str) -> list[str]:
    """Cut an answer into its items.

    >>> parts_of("四个意识、四个自信，两个维护")
    ['四个意识', '四个自信', '两个维护']
    """
    return [each for each in _APART.split(answer) if each]


def people_of(answer: str) -> Mapping[str, str]:
    """Read offices and names.

    Raises
    ------
    PlanError
        An item has no ``=``.

    >>> people_of("县委书记=程远航，巡察办主任＝顾明川")
    {'县委书记': '程远航', '巡察办主任': '顾明川'}
    """
    found = {}
    for each in parts_of(answer):
        office, sign, name = each.replace("＝", "=").partition("=")
        if not (office and sign and name):
            raise PlanError(f"人员写法不对：{each}", "请写成 职务=姓名")
        found[office] = name
    return found


def length_of(answer: str) -> tuple[int, int]:
    """Read a length: characters and minutes, of which one is 0.

    Raises
    ------
    PlanError
        It is none.

    >>> length_of("3500字"), length_of("18分钟")
    ((3500, 0), (0, 18))
    """
    match = re.fullmatch(r"(\d{1,6})\s*(字|分钟|分)?", answer.strip())
    if not match:
        raise PlanError(f"篇幅不对：{answer}", "请写字数，如 3500；或分钟，如 18分钟")
    number = int(match[1])
    return (0, number) if match[2] in ("分钟", "分") else (number, 0)
