"""From what was written to a `Query`, or to a message that says where it is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...errors import InputError
from .tree import Category, Condition, Formula, Gap, Query, Regex, Term, Text, TokenStep, TokenTerm

__all__ = ["QueryError", "one_line", "parse"]

# What a gap holds that does not say, and what it holds at most.
_WORD, _SENTENCE, _MOST = 10, 20, 100
# So many gaps and steps make a question that is answered at once.
_PIECES = 16
_REGEX = 1_000
# So much of it is shown in a message.
_SHOWN = 20

_NAMED = re.compile(r"(提法|类别)[:：]")
_DOTS = re.compile(r"…+|\.{3,}")
_BOUNDS = re.compile(r"\{\s*(?:(\d{1,4})\s*[,，]\s*)?(\d{1,4})\s*\}")
_CONDITION = re.compile(r"\s*([a-z]+)\s*(!?=)\s*([\"“])")
_ATTRIBUTES = ("word", "pos", "len")
_CLOSING = {'"': '"', "“": "”"}


class QueryError(InputError, ValueError):
    """A query cannot be read.

    Parameters
    ----------
    problem, advice : str
        See `xuncha_nlp.errors.XunchaError`. The problem says at which character, counted from 1.
    """


def parse(query: str | Query | Sequence[str]) -> Query:
    """Read a query.

    Parameters
    ----------
    query : str, Query or sequence of str
        See `xuncha_nlp.analysis.query`. Of several any will do.

    Returns
    -------
    Query

    Raises
    ------
    QueryError
        It cannot be read; the message says where.

    Examples
    --------
    >>> parse("加强…领导|<巡察>").terms
    (Text(pieces=('加强', Gap(least=0, most=20, within='sentence'), '领导'), begins=False, ends=False),
     Text(pieces=('巡察',), begins=True, ends=True))
    >>> parse("加强(…{200}领导")
    Traceback (most recent call last):
    xuncha_nlp.analysis.query.parse.QueryError: 查询式第 5 字“{200}”有误：空位最多 100 字。请改小。
    """
    if isinstance(query, Query):
        return query
    if not isinstance(query, str):
        parsed = [parse(each) for each in query]
        if not parsed:
            raise QueryError("查询式是空的", "请写出要查的词")
        return Query("|".join(map(str, parsed)), tuple(term for each in parsed for term in each.terms))
    return _Reader(query).query()


def one_line(written: str) -> str:
    """Return what a message shows of what was written: short, and without line breaks or other controls.

    >>> one_line("整改\\n落实"), one_line("很长" * 20)
    ('整改␣落实', '很长很长很长很长很长很长很长很长很长很长…')
    """
    visible = "".join(each if each.isprintable() else "␣" for each in written)
    return visible if len(visible) <= _SHOWN else visible[:_SHOWN] + "…"


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def query(self) -> Query:
        terms = [self.term()]
        while self.at < len(self.text):
            # A term stops at the end or at a bar.
            self.at += 1
            terms.append(self.term())
        return Query(self.text, tuple(terms))

    def term(self) -> Term:
        self.space()
        start = self.at
        if self.at == len(self.text) or self.peek() == "|":
            raise self.wrong(
                start, "这里没有要查的内容", "请写出要查的词" if not start else "请去掉多余的“|”"
            )
        named = _NAMED.match(self.text, self.at)
        found = (
            self.named(named)
            if named
            else self.regex()
            if self.peek() == "/"
            else self.tokens()
            if self.peek() == "["
            else self.written()
        )
        self.space()
        if self.at < len(self.text) and self.peek() != "|":
            raise self.wrong(self.at, "多出来的内容", "几个查询之间请用“|”隔开")
        return found

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def space(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def wrong(self, start: int, problem: str, advice: str, end: int | None = None) -> QueryError:
        shown = one_line(self.text[start : start + 1 if end is None else end])
        place = f"查询式第 {start + 1} 字“{shown}”有误" if shown else "查询式在结尾有误"
        return QueryError(f"{place}：{problem}", advice)

    def named(self, match: re.Match[str]) -> Formula | Category:
        start, self.at = self.at, match.end()
        bar = self.text.find("|", self.at)
        end = len(self.text) if bar < 0 else bar
        name = self.text[self.at : end].strip().strip('“”"')
        if not name:
            raise self.wrong(start, f"“{match[1]}”后面没有名称", "如 提法:四个意识", match.end())
        self.at = end
        return Formula(name) if match[1] == "提法" else Category(name)

    def regex(self) -> Regex:
        import regex

        start = self.at
        found = re.compile(r"/((?:[^/\\]|\\.)*)/", re.DOTALL).match(self.text, start)
        if not found:
            raise self.wrong(start, "正则表达式没有结尾的“/”", "请补上；文字里的“/”请写成“\\/”")
        pattern = found[1].replace("\\/", "/")
        if not pattern:
            raise self.wrong(start, "正则表达式是空的", "请写出要查的内容", found.end())
        if len(pattern) > _REGEX:
            raise self.wrong(start, f"正则表达式超过 {_REGEX} 字", "请写短一些，或分成几个")
        try:
            regex.compile(pattern)
        except regex.error as error:
            place = start + 1 + (error.pos or 0)
            raise self.wrong(
                min(place, found.end() - 1), f"正则表达式不合语法（{error.msg}）", "请改正"
            ) from error
        self.at = found.end()
        return Regex(pattern)

    def written(self) -> Text:
        start = self.at
        begins = self.peek() == "<"
        self.at += begins
        pieces: list[str | Gap] = []
        ends = False
        while self.at < len(self.text) and self.peek() != "|":
            at = self.at
            if ends:
                if self.text[at:].split("|")[0].strip():
                    raise self.wrong(at - 1, "“>”只能在结尾", "要查这个字符，请写成“\\>”")
                break
            ends = self.piece(pieces)
        if pieces and isinstance(pieces[-1], str) and not ends and not self.text[: self.at].endswith('"'):
            pieces[-1] = pieces[-1].rstrip()
        pieces = [piece for piece in pieces if piece]
        if not any(isinstance(piece, str) for piece in pieces):
            raise self.wrong(start, "只有空位，没有要查的字", "请至少写一个字", self.at)
        if len(pieces) > _PIECES:
            raise self.wrong(start, f"空位太多（最多 {_PIECES // 2} 个）", "请写短一些", self.at)
        for place, piece in (("开头", pieces[0]), ("结尾", pieces[-1])):
            if isinstance(piece, Gap) and piece.least != piece.most:
                raise self.wrong(start, f"“*”和“…”不能在{place}", "请去掉，或改用“?”", self.at)
        return Text(tuple(pieces), begins, ends)

    def piece(self, pieces: list[str | Gap]) -> bool:
        """Read what comes next; return whether it is the sign that a token ends."""
        start, character = self.at, self.peek()
        self.at += 1
        dots = _DOTS.match(self.text, start)
        if character == ">":
            return True
        if character == "<":
            raise self.wrong(start, "“<”只能在开头", "要查这个字符，请写成“\\<”")
        if dots or character in "?*":
            self.at = dots.end() if dots else self.at
            least, most = (1, 1) if character == "?" else (0, _SENTENCE if dots else _WORD)
            gap = Gap(
                *(self.bounds((least, most)) if character != "?" else (1, 1)), "sentence" if dots else "word"
            )
            last = pieces[-1] if pieces else ""
            if isinstance(last, Gap):
                if last.within != gap.within or last.most + gap.most > _MOST:
                    raise self.wrong(start, "两个空位连在一起", "请只留一个")
                pieces[-1] = Gap(last.least + gap.least, last.most + gap.most, gap.within)
            else:
                pieces.append(gap)
            return False
        if character == '"':
            end = self.text.find('"', self.at)
            if end < 0:
                raise self.wrong(start, "引号没有配对", '请补上；要查这个字符，请写成“\\"”')
            character, self.at = self.text[self.at : end], end + 1
        elif character == "\\":
            if not self.peek():
                raise self.wrong(start, "“\\”后面没有字符", "要查这个字符，请写成“\\\\”")
            character, self.at = self.peek(), self.at + 1
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] += character
        else:
            pieces.append(character)
        return False

    def bounds(self, default: tuple[int, int]) -> tuple[int, int]:
        """Read ``{n}``, at most n, or ``{m,n}``."""
        start = self.at
        if self.peek() != "{":
            return default
        found = _BOUNDS.match(self.text, start)
        if not found:
            raise self.wrong(start, "空位的字数写得不对", "请写成 {5} 或 {2,5}")
        self.at = found.end()
        least, most = int(found[1] or 0), int(found[2])
        if most > _MOST:
            raise self.wrong(start, f"空位最多 {_MOST} 字", "请改小", found.end())
        if least > most or not most:
            raise self.wrong(start, "空位的字数前大后小，或者是零", "请写成 {5} 或 {2,5}", found.end())
        return least, most

    def tokens(self) -> TokenTerm:
        start = self.at
        steps = []
        while self.peek() == "[":
            steps.append(self.step())
            self.space()
        if not steps[0].conditions or not steps[0].least:
            raise self.wrong(start, "第一个词元要有条件，并且不能可有可无", "请从有条件的词元写起")
        if len(steps) > _PIECES:
            raise self.wrong(start, f"词元最多 {_PIECES} 个", "请写短一些", self.at)
        return TokenTerm(tuple(steps))

    def step(self) -> TokenStep:
        start = self.at
        self.at += 1
        conditions = []
        self.space()
        if self.peek() != "]":
            conditions.append(self.condition())
            while self.peek() == "&":
                self.at += 1
                conditions.append(self.condition())
        if self.peek() != "]":
            raise self.wrong(start, "“[”没有配对的“]”", '几个条件之间请用“&”，如 [word="领导" & pos="v"]')
        self.at += 1
        signs = {"?": (0, 1), "*": (0, _SENTENCE), "+": (1, _SENTENCE)}
        if self.peek() in signs and self.peek():
            self.at += 1
            return TokenStep(tuple(conditions), *signs[self.text[self.at - 1]])
        if self.peek() == "{":
            exact = re.compile(r"\{\s*\d+\s*\}").match(self.text, self.at)
            least, most = self.bounds((1, 1))
            return TokenStep(tuple(conditions), most if exact else least, most)
        return TokenStep(tuple(conditions))

    def condition(self) -> Condition:
        import regex

        found = _CONDITION.match(self.text, self.at)
        if not found:
            raise self.wrong(self.at, "词元的条件写得不对", '请写成 [word="领导"]、[pos="v"] 或 [len="4"]')
        if found[1] not in _ATTRIBUTES:
            raise self.wrong(
                found.start(1), f"没有“{found[1]}”这种条件", "可用的有 word、pos、len", found.end(1)
            )
        end = self.text.find(_CLOSING[found[3]], found.end())
        if end < 0:
            raise self.wrong(found.start(3), "引号没有配对", "请补上")
        value = self.text[found.end() : end]
        try:
            regex.compile(value)
        except regex.error as error:
            raise self.wrong(found.end(), f"正则表达式不合语法（{error.msg}）", "请改正", end) from error
        self.at = end + 1
        self.space()
        return Condition(found[1], value, found[2] == "=")
