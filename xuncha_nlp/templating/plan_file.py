"""A plan to fill in: a commented TOML file for a genre, with values proposed from the corpus."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from ..corpus import Corpus
from ..data import load_toml
from ..errors import PlanError
from ..extractors import move_names
from ..speeches import Speech, genres

__all__ = ["plan_text"]


def plan_text(genre: str, corpus: Corpus | None = None) -> str:
    """Write a plan for a genre.

    Parameters
    ----------
    genre : str
        One of the names in ``data/genres.toml``.
    corpus : Corpus, optional
        Earlier speeches, from which values are proposed: the names by office and the places and bodies of
        the latest one. A proposal is a comment, so that nothing old comes in unseen.

    Returns
    -------
    str
        TOML that `Plan.from_toml` accepts as it is.

    Raises
    ------
    PlanError
        There is no such genre.

    Examples
    --------
    >>> from xuncha_nlp.templating import Plan
    >>> [each.move for each in Plan.from_toml(plan_text("动员讲话")).sections]
    ['significance', 'tasks', 'responsibility']
    """
    if genre not in genres():
        raise PlanError(f"没有这个文种：{genre}", f"可用：{'、'.join(genres())}")
    chosen = genres()[genre]
    latest = max(corpus, key=lambda speech: speech.date or "") if corpus and len(corpus) else None
    people, places = _people(corpus, latest), _places(corpus, latest)
    names = move_names()
    sections = "\n".join(
        f'[[section]]\nmove = "{move}"          # {names[move]}\nheading = ""             # 留空则用所选层次的标题\n'
        for move in chosen.moves or ("tasks",)
    )
    return f"""# 写作方案：{genre}。“#”后面是说明，可以删去。填好后运行：
#   xuncha draft 本文件 --corpus 旧讲话所在的文件夹 -o 初稿.docx

genre = "{genre}"
title = "{chosen.heading or "讲话"}"
date = "2025-03"                    # 讲话日期，如 2025-03 或 2025-03-15
salutation = "同志们："              # 称谓；不要称谓就写 ""
# 引出各部分的话。旧讲话的开头里已有“讲几点意见”时用原话（数目自动改正），没有时用这一句。
lead_in = "{chosen.lead_in}"
numbering = ["一、", "（一）", "1.", "（1）"]   # 各级标题的序号

required = []                       # 必须出现的提法，如 ["四个意识", "两个维护"]
banned = []                         # 不得出现的提法

[profile]
# 这次仍然适用的地名和单位，原样保留：
keep = []
{_proposal("keep", places)}

[profile.values]                    # 标题和引言里 {{{{ … }}}} 的值
round = "第一轮"                     # 这次是第几轮；旧讲话里的轮次按此推算
district = ""                       # 本区（县）全称
congress = ""                       # 将要召开的大会，没有就留空

[profile.people]                    # 职务 = "姓名"：旧讲话里担任此职务的人换成谁
{_proposals(people)}

[profile.replace]                   # "旧讲话里的说法" = "这次的说法"
# 旧讲话里隐去的 ** 各处不同，请连上下文写，如 "立足**实际" = "立足澄湖实际"

# 各部分，按先后；可增删。move 可用：
#   {"、".join(f"{label}（{name}）" for label, name in names.items())}
# 还可写：speech = "文件名#2"（只从这一篇取）、points = 3（只留前三个要点）
{sections}"""


def _people(corpus: Corpus | None, latest: Speech | None) -> dict[str, str]:
    if corpus is None or latest is None:
        return {}
    found: dict[str, str] = {}
    slots = [each for each in corpus.annotations(latest, "slot") if each.label in ("person", "office")]
    for person, office in pairwise(slots):
        named = person.label == "person" and len(person.attributes["value"]) > 1
        if named and office.label == "office" and office.start == person.end:
            found.setdefault(office.attributes["value"], person.attributes["value"])
    found.pop(load_toml("slots.toml")["courtesy"], None)
    return found


def _places(corpus: Corpus | None, latest: Speech | None) -> list[str]:
    if corpus is None or latest is None:
        return []
    slots = corpus.annotations(latest, "slot")
    counts = Counter(
        each.attributes["value"]
        for each in slots
        if each.label in ("place", "organisation") and not each.attributes["generic"]
    )
    return list(counts)


def _proposal(key: str, values: list[str]) -> str:
    if not values:
        return ""
    return f"# 最近一篇里有：{key} = [{', '.join(_quoted(value) for value in values)}]"


def _proposals(values: dict[str, str]) -> str:
    return "\n".join(
        f"# {_quoted(key)} = {_quoted(value)}      # 最近一篇里的" for key, value in values.items()
    )


def _quoted(value: str) -> str:
    return '"' + re.sub(r'["\\\x00-\x1f]', "", value) + '"'
