"""A plan to fill in: a commented TOML file for a genre, with values proposed from the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..corpus import Corpus
from ..extractors import move_names
from .events import going_on
from .kinds import Kind, kind_of
from .plan import Profile
from .proposals import Proposals
from .questions import length_of, parts_of, people_of, quoted

__all__ = ["plan_text"]


def plan_text(
    genre: str,
    corpus: Corpus | None = None,
    *,
    answers: Mapping[str, str] | None = None,
    genres: str = "",
) -> str:
    """Write a plan for a genre.

    Parameters
    ----------
    genre : str
        One of the names in ``data/genres.toml``, or another name of it.
    corpus : Corpus, optional
        Earlier speeches, from which values are proposed: people, places, headings, formulae, the usual
        length. A proposal is a comment, so that nothing old comes in unseen.
    answers : mapping of str to str, optional
        What the writer has answered, by the key of the question; see `questions`.
    genres : str, optional
        A TOML file with genres of the user's own.

    Returns
    -------
    str
        TOML that `Plan.from_toml` accepts as it is.

    Raises
    ------
    PlanError
        There is no such genre, or an answer cannot be used.
    DataError
        The file of genres cannot be used.

    Examples
    --------
    >>> from xuncha_nlp.templating import Plan
    >>> [each.move for each in Plan.from_toml(plan_text("动员讲话")).sections]
    ['significance', 'tasks', 'responsibility']
    >>> Plan.from_toml(plan_text("动员讲话", answers={"district": "望川县", "length": "15分钟"})).characters
    3000
    """
    kind = kind_of(genre, genres or None)
    given = {key: value.strip() for key, value in (answers or {}).items()}
    proposals = Proposals(corpus, kind)
    level = Profile({"district": given.get("district", "")}).level
    date = given.get("date") or "2025-03"
    length, minutes = length_of(given["length"]) if given.get("length") else (0, 0)
    names = move_names()
    usual = proposals.length()
    speeches = proposals.speeches()
    lines = [
        f"# 写作方案：{genre}。“#”后面是说明，可以删去；从旧讲话里提出的值都写在“#”后面，要用就去掉“#”。填好后运行：",
        "#   xuncha draft 本文件 --corpus 旧讲话所在的文件夹 -o 初稿.docx",
        "",
        f"genre = {quoted(genre)}",
        *([f"genres = {quoted(genres)}            # 自己的文种文件"] if genres else []),
        f"title = {quoted((kind.heading or '讲话').replace('区委', f'{level}委'))}",
        f"date = {quoted(date)}                    # 讲话日期，如 2025-03 或 2025-03-15",
        'salutation = "同志们："              # 称谓；不要称谓就写 ""',
        "# 引出各部分的话。旧讲话的开头里已有“讲几点意见”时用原话（数目自动改正），没有时用这一句。",
        f"lead_in = {quoted(kind.lead_in)}",
        'numbering = ["一、", "（一）", "1.", "（1）"]   # 各级标题的序号',
        "",
        "# 篇幅：写字数（length）或分钟（minutes，每分钟 rate 字）；都是 0 时所选层次整段照用。",
        f"length = {length}",
        f"minutes = {minutes}",
        "rate = 200",
        "spread = 50                         # 一篇旧讲话最多占百分之几；超过时有同样好的就换用别篇，0 为不限",
        *([f"# 这类旧讲话一般约 {usual} 字：length = {usual}"] if usual else []),
        "",
        f"required = {_list(parts_of(given.get('required', '')))}                       # 必须出现的提法，如 [\"四个意识\", \"两个维护\"]",
        *_proposal("required", proposals.formulae(date), "近年旧讲话里多有"),
        "preferred = []                      # 最好出现的提法",
        f"banned = {_list(parts_of(given.get('banned', '')))}                         # 不得出现的提法",
        f"topic = {quoted(given.get('topic', ''))}                          # 这次要突出的内容，用空格隔开，如 \"乡村振兴 营商环境\"",
        "",
        "prefer = []                         # 先用哪几篇：讲话编号（xuncha outline 可查）或文件名",
        "leave_out = []                      # 不用哪几篇",
        *[f"# 这类旧讲话：{_comment(each.id)}（{_comment(each.title or '')}，{each.date or '日期不明'}）" for each in speeches],
        "",
        "[profile]",
        "# 这次仍然适用的地名和单位，原样保留：",
        "keep = []",
        *_proposal("keep", proposals.places(), "最近一篇里有"),
        f"units = {_list(parts_of(given.get('units', '')))}                          # 被巡察单位，如 [\"县水务局\", \"石门镇\"]",
        "# 本地重点工作，照要写的样子写，如 [\"“工业强县”建设\"]；按先后代替旧讲话里的：",
        f"campaigns = {_list([each.strip() for each in given.get('campaigns', '').replace(';', '；').split('；') if each.strip()])}",
        *[f"# 旧讲话里的，按先后：{'；'.join(map(_comment, each))}" for each in [proposals.campaigns()] if each],
        "former = []                         # 旧讲话的区（县）、市、省全称；空着就自动判断",
        *_proposal("former", proposals.former(), "自动判断是"),
        "",
        "[profile.values]                    # 标题和引言里 {{ … }} 的值，也用来更换旧讲话里的说法",
        f"round = {quoted(given.get('round') or '第一轮')}                     # 这次是第几轮；旧讲话里的轮次按此推算",
        f"district = {quoted(given.get('district', ''))}                       # 本区（县）全称；我区、区委等随它改成我县、县委",
        *_values(given, date),
        f"congress = {quoted(given.get('congress', ''))}                       # 将要召开的大会，没有就留空",
        "",
        "[profile.people]                    # 职务 = \"姓名\"：旧讲话里担任此职务的人换成谁",
        *[f"{quoted(office)} = {quoted(name)}" for office, name in people_of(given.get("people", "")).items()],
        *[f"# {quoted(office)} = {quoted(name)}      # 最近一篇里的" for office, name in proposals.people().items()],
        "",
        "[profile.replace]                   # \"旧讲话里的说法\" = \"这次的说法\"",
        '# 旧讲话里隐去的 ** 各处不同，请连上下文写，如 "立足**实际" = "立足澄湖实际"',
        "",
        "# 各部分，按先后；可增删。move 可用：",
        f"#   {'、'.join(f'{label}（{name}）' for label, name in names.items())}",
        '# 还可写：speech = "文件名#2"（只从这一篇取）。points = 3 是要点个数，0 为不限；share 是占篇幅的百分数；topic 是这一部分讲什么。',
        *_sections(kind, proposals, names),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _now(date: str) -> str:
    """The campaign of study that goes on at a date, if there is one, for a comment."""
    study = next((each.name for each in going_on(date) if each.is_study), "")
    return f"，这时是 {study}" if study else ""


def _values(given: Mapping[str, str], date: str) -> Iterable[str]:
    """The values that a plan does without, and those that were answered."""
    known = {
        "city": "所属市全称", "province": "所属省全称", "committee": "本届党委的称呼，如 五届县委",
        "begin": "巡察从何时开始，如 3月中旬", "finish": "到何时结束，如 5月中旬", "groups": "几个巡察组，如 3",
        "study": f"现在正在开展的学习教育，代替旧讲话里已经结束的{_now(date)}",
    }  # fmt: skip
    for key, note in known.items():
        if given.get(key):
            yield f"{key} = {quoted(given[key])}"
        else:
            yield f'# {key} = ""                      # {note}'


def _sections(kind: Kind, proposals: Proposals, names: Mapping[str, str]) -> Iterable[str]:
    moves = kind.moves or ("tasks",)
    for place, move in enumerate(moves):
        yield "[[section]]"
        yield f'move = "{move}"          # {names[move]}'
        yield 'heading = ""             # 留空则用所选层次的标题'
        for heading in proposals.headings(move):
            yield f"# 旧讲话里有：heading = {quoted(heading)}"
        if len(kind.shares) == len(moves):
            yield f"share = {kind.shares[place]}"
        if len(kind.points) == len(moves):
            yield f"points = 0               # 这类讲话一般讲 {kind.points[place]} 点"
        if len(kind.topics) == len(moves):
            yield f"topic = {quoted(kind.topics[place])}"
        yield ""


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, values))}]"


def _proposal(key: str, values: list[str], said: str) -> list[str]:
    return [f"# {said}：{key} = {_list(values)}"] if values else []


def _comment(text: str) -> str:
    return quoted(text)[1:-1]
