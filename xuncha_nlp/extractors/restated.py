"""Members that the text gives in no list of their own: in pairs, clause by clause, or part by part of the name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ..numerals import to_han
from ..sources import fold
from .lists import (
    Query,
    Resolution,
    Spans,
    members_of,
    sentence_end,
    spans_of,
    split_last,
    trim_first,
    without_frame,
)
from .shapes import CLOSING, NUMERAL, OPENING, settings

__all__ = ["by_parts", "by_sides", "copula", "in_pairs", "spelled_out", "summed_up", "taken_up", "worked_in"]

# Known members stand near their formula where they spell it out; further off they are another mention.
_NEAR = 150
# Clauses that work a formula in, and the parts of a name, stand in its paragraph and not much further.
_PARAGRAPH = 400
# An agenda is gone through point by point.
_FAR = 2000
# 一方面 stands no further behind a count whose sides it begins.
_SIDE = 24
_LEAST = 2
_CLOSE = CLOSING + ")》"
_NUMBER = re.compile(NUMERAL)
_CLAUSE_END = re.compile(r"[,。;:!?\n\r]")
# 第一个责任是…, 一个是…: what only counts an item is no part of it.
_ORDINAL = re.compile(r"[一二三四五六七八九十][^,。;:、]{0,4}是$")
_ORDINAL_LENGTH = 7
_TAKEN_UP = re.compile(r"[,:]?(?:就?是|为)? ?")


@dataclass(frozen=True, slots=True)
class _Regexes:
    clause: re.Pattern[str]
    copula: re.Pattern[str]
    pair: re.Pattern[str]
    summed_up: re.Pattern[str]
    lead_in: re.Pattern[str]
    sides: re.Pattern[str]
    side: re.Pattern[str]


@cache
def _regexes() -> _Regexes:
    rules = settings()["members"]
    close = f"[{re.escape(_CLOSE)}]?"
    return _Regexes(
        clause=re.compile(close + rules["clause"]),
        copula=re.compile(close + rules["copula"]),
        pair=re.compile(rules["pair"].replace("{item}", r"[^,。;:!?\n]{1,20}?") + r"(?=[,。;!?\n]|$)"),
        summed_up=re.compile(rules["summed_up"]),
        lead_in=re.compile(rules["lead_in"]),
        sides=re.compile(rf"{close}[^,。;:!?“”()\n]{{0,10}}[,:。;]?(?:即|就是)?[,:]? ?(?={rules['side']})"),
        side=re.compile(rf"(?<![^,。;:!?即是 ]){rules['side']}"),
    )


def taken_up(query: Query) -> Resolution | None:
    """会议有两项议程。首先进行第一项议程，…。下面进行第二项议程，…: each by its ordinal."""
    if not query.declared:
        return None
    number = _NUMBER.match(query.view, query.start, query.end)
    if not number or query.end - number.end() < _LEAST:
        return None
    unit = query.view[number.end() : query.end]
    at, spans = query.end, []
    for count in range(1, query.declared + 1):
        name = f"第{_han(count)}{unit}"
        found = query.view.find(name, at, min(at + _FAR, query.speech.end))
        if found < 0:
            return None
        lead = _TAKEN_UP.match(query.view, found + len(name))
        begin = lead.end() if lead else found + len(name)
        at = sentence_end(query.view, begin, query.speech.end)
        if not query.view[begin:at].strip(" ,、;:"):
            return None
        spans.append((begin, at))
    return Resolution(members_of(query, spans), "following", "complete", "taken-up")


def by_sides(query: Query) -> Resolution | None:
    """从两个方面抓落实，即一方面…，另一方面…: from one 一方面 to the next, commas and full stops between them or not."""
    # Most counts have none near, and that is soon seen.
    if query.view.find("一方面", query.end, query.end + _SIDE) < 0:
        return None
    lead = _regexes().sides.match(query.view, query.end, query.speech.end)
    if not lead:
        return None
    begin, stop = _line(query.view, lead.end(), min(query.speech.end, lead.end() + _FAR))
    marks = list(_regexes().side.finditer(query.view, begin, stop))
    if len(marks) < _LEAST:
        return None
    ends = [*(mark.start() for mark in marks[1:]), sentence_end(query.view, marks[-1].end(), stop)]
    spans = [(mark.end(), end) for mark, end in zip(marks, ends, strict=True)]
    status = "complete" if query.agrees(len(spans)) else "count-mismatch"
    return Resolution(members_of(query, spans), "following", status, "sides")


# The same few numbers, over and over.
_han = lru_cache(maxsize=128)(to_han)


def in_pairs(query: Query) -> Resolution | None:
    """“一岗双责”，既管业务，又管纪律; 一手管业务，一手管纪律，这才叫“一岗双责”."""
    if query.declared != _LEAST:
        return None
    view, regexes = query.view, _regexes()
    begin = _after_clause(query)
    pair = regexes.pair.match(view, begin, query.speech.end) if begin else None
    side = "following"
    if not pair:
        end = summed_up(query)
        if not end:
            return None
        begin = max(view.rfind(mark, max(0, end - _NEAR), end) for mark in "。;!?\n") + 1
        pair = next((each for each in regexes.pair.finditer(view, begin, end) if each.end() == end), None)
        side = "preceding"
    if not pair:
        return None
    spans = [pair.span(name) for name in "abcd" if pair[name]]
    return Resolution(members_of(query, spans), side, "complete", "pair")


def summed_up(query: Query) -> int:
    """Where a clause ends that the mention sums up (A、B、C,这就是“三个到位”); 0 where there is none."""
    end = query.start
    while end and query.view[end - 1] in OPENING:
        end -= 1
    if query.view[end - 1 : end] not in ("是", "叫", "做"):
        return 0
    begin = max(end - 6, query.speech.start)
    match = _regexes().summed_up.search(query.view[begin:end])
    return begin + match.start() if match else 0


def by_parts(query: Query) -> Resolution | None:
    """五看三跃升: its parts named and spelled out one by one, or a clause for each."""
    if not query.parts or query.declared is None:
        return None
    for strategy in (_parts_named, _parts_in_one_list, _parts_in_clauses):
        spans = strategy(query)
        if spans:
            return Resolution(members_of(query, spans), "following", "complete", "parts")
    return None


def _parts_named(query: Query) -> Spans:
    """…五看是看项目、看创新…，三跃升是…: as if each part were a name of its own."""
    limit = min(query.end + _PARAGRAPH, query.speech.end)
    at, spans = query.end, []
    for part in query.parts:
        start = query.view.find(part.surface, at, limit)
        if start < 0:
            return []
        at = start + len(part.surface)
        one = query._replace(start=start, end=at, declared=part.count, head=part.head, groups=(), parts=())
        found = next((each for each in (copula(one), _before(one)) if each), None)
        if not found:
            return []
        spans += found
    return spans


def copula(query: Query) -> Spans:
    """“三个全面”是全面摸底、全面整改、全面验收: the items have the head in them, the last one at least."""
    match = _regexes().copula.match(query.view, query.end, query.speech.end)
    if not match or not query.head:
        return []
    stop = sentence_end(query.view, match.end(), query.speech.end)
    return _headed(query, match.end(), stop)


def _headed(query: Query, begin: int, stop: int) -> Spans:
    """The first clause of a stretch as a list of the right length whose items have the head in them."""
    for separator, ends in (("、", ",;"), (",", ";")):
        closed = min((at for mark in ends if (at := query.view.find(mark, begin, stop)) >= 0), default=stop)
        text = query.view[begin:closed]
        spans = split_last(text, spans_of(text, separator), query.declared)
        if len(spans) != query.declared:
            continue
        if not text.startswith(query.head, spans[0][0]):
            spans = trim_first(text, spans, ())
        spans = without_frame(text, spans, "")
        if _has_head(query.head, [text[start:end] for start, end in spans], text):
            return [(begin + start, begin + end) for start, end in spans]
    return []


def _has_head(head: str, items: Sequence[str], text: str) -> bool:
    """Every item begins or ends with the head, or the clause ends with it for all of them."""
    if all(item.startswith(head) or item.endswith(head) for item in items):
        return True
    return text.endswith(head) and not any(head in item for item in items[:-1])


def _before(query: Query) -> Spans:
    """A、B、C这“四议”: items that end with the head of the part, quotation marks inside them or not."""
    end = query.start
    while end and query.view[end - 1] in "“‘\"'这":
        end -= 1
    begin = max((query.view.rfind(mark, 0, end) for mark in ",。;:!?\n\r"), default=-1) + 1
    text = query.view[begin:end]
    spans = split_last(text, spans_of(text, "、"), query.declared)
    if len(spans) != query.declared or not all(text.endswith(query.head, *span) for span in spans):
        return []
    return [(begin + start, begin + stop) for start, stop in spans]


def _after_clause(query: Query) -> int:
    """Where the clause behind the rest of the mention's own clause begins; 0 where there is none."""
    match = _regexes().clause.match(query.view, query.end, query.speech.end)
    return match.end() if match else 0


def _parts_in_one_list(query: Query) -> Spans:
    """“六围绕一加强”，围绕…，围绕…，加强…: as many clauses as there are items, each with the head of its part."""
    begin = _after_clause(query)
    if not begin:
        return []
    stop = sentence_end(query.view, begin, query.speech.end)
    text = query.view[begin:stop]
    heads = [part.head for part in query.parts for _ in range(part.count)]
    for separator in ",、":
        spans = spans_of(text, separator)[: len(heads)]
        if len(spans) == len(heads) and all(
            text.startswith(head, start) or text.endswith(head, start, end)
            for head, (start, end) in zip(heads, spans, strict=True)
        ):
            return [(begin + start, begin + end) for start, end in spans]
    return []


def _parts_in_clauses(query: Query) -> Spans:
    """“五看三跃升”，看项目、看创新…，推动能级跃升、品质跃升…: a clause with a list for each part."""
    begin = _after_clause(query)
    if not begin:
        return []
    stop = sentence_end(query.view, begin, query.speech.end)
    clauses = spans_of(query.view[begin:stop].replace(";", ","), ",")
    if len(clauses) < len(query.parts):
        return []
    found: Spans = []
    for part, (start, end) in zip(query.parts, clauses, strict=False):
        one = query._replace(declared=part.count, head=part.head)
        spans = _headed(one, begin + start, begin + end)
        if not spans:
            return []
        found += spans
    return found


def spelled_out(query: Query) -> Resolution | None:
    """Every member that the lexicon knows, near the mention: the text gives them, if in no form of its own."""
    if len(query.items) < _LEAST:
        return None
    view = query.view
    items = _folded(query.items)
    begin = max(query.speech.start, query.start - _NEAR)
    limit = min(query.speech.end, query.end + _NEAR)
    if view.find(items[0], begin, limit) < 0:
        return None
    behind = _line(view, query.end, limit)
    # What stands behind the next mention of the same name belongs to that one.
    again = view.find(view[query.start : query.end], *behind)
    before = (max(view.rfind("\n", begin, query.start) + 1, begin), query.start)
    sides: tuple[tuple[str, tuple[int, int], Callable[..., int]], ...] = (
        ("following", behind if again < 0 else (behind[0], again), str.find),
        ("preceding", before, str.rfind),
    )
    for side, (begin, stop), find in sides:
        starts: list[int] = []
        for item in items:
            starts.append(find(view, item, begin, stop))
            if starts[-1] < 0:
                break
        else:
            if len(set(starts)) == len(starts):
                spans = [(at, at + len(item)) for at, item in sorted(zip(starts, items, strict=True))]
                return Resolution(
                    members_of(query, _widened(query, spans, begin)), side, "complete", "known-items"
                )
    return None


def _widened(query: Query, spans: Spans, begin: int) -> Spans:
    """The items as the text has them: with a word of the name before each, or as the ends of clauses."""
    view = query.view
    name = view[query.start : query.end]
    for length in range(4, 1, -1):
        words = {view[max(begin, start - length) : start] for start, _ in spans}
        if len(words) == 1 and (word := words.pop()) and word in name:
            return [(start - len(word), end) for start, end in spans]
    if all(_ORDINAL.search(view, max(begin, start - _ORDINAL_LENGTH), start) for start, _ in spans):
        return spans
    following = {view[end : end + 1] for _, end in spans}
    if {view[end : end + 1] for _, end in spans[:-1]} == {"、"}:
        return _widened_in_list(view, spans, begin)
    if not following <= {",", "。", ";", "\n", ""}:
        return spans
    # Where each item closes a clause of its own, the clause is the member.
    breaks = ";。\n" if "," not in following else ",;。\n"
    edges = [max(view.rfind(mark, begin, start) for mark in breaks) + 1 for start, _ in spans]
    if edges[0] <= begin:
        edges[0] = view.find(",", query.end, spans[0][0]) + 1
    wider = [(edge, end) for edge, (_, end) in zip(edges, spans, strict=True)]
    whole = all(edge > 0 for edge in edges) and len(set(edges)) == len(edges)
    return wider if whole else spans


def _widened_in_list(view: str, spans: Spans, begin: int) -> Spans:
    """因敬畏而不敢腐、因制度而不能腐: where all begin alike, each item is the whole of it."""
    edges = [end + 1 for _, end in spans[:-1]]
    first = {view[edge] for edge in edges}
    head = first.pop()
    at = view.rfind(head, max(view.rfind(mark, begin, spans[0][0]) for mark in "、,;。\n") + 1, spans[0][0])
    wider = all(edge < start for edge, (start, _) in zip(edges, spans[1:], strict=True))
    if first or not wider or at < begin:
        return spans
    return [(edge, end) for edge, (_, end) in zip([at, *edges], spans, strict=True)]


@lru_cache(maxsize=1024)
def _folded(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, items))


def _line(view: str, begin: int, limit: int) -> tuple[int, int]:
    end = view.find("\n", begin, limit)
    return begin, end if end >= 0 else limit


def worked_in(query: Query) -> Resolution | None:
    """“三个到位”。认识要到位，人人知晓。责任要到位，…: as many clauses with the head as the name declares."""
    head, declared, view = query.head, query.declared, query.view
    if not declared or len(head) < _LEAST:
        return None
    begin, stop = _line(view, query.end, min(query.speech.end, query.end + _PARAGRAPH))
    if view.count(head, begin, stop) < declared:
        return None
    again = view.find(view[query.start : query.end], begin, stop)
    stop = stop if again < 0 else again
    begins, closes = _clauses_with(head, view, begin, stop)
    # Clauses that end with the head are members only where each opens a sentence and they are built alike.
    lengths = [end - start for start, end in closes]
    if len(begins) == declared and not closes:
        spans = begins
    elif len(closes) == declared and not begins and max(lengths) - min(lengths) <= _LEAST:
        spans = closes
    else:
        return None
    if len({view[start:end] for start, end in spans}) != declared:
        return None
    return Resolution(members_of(query, spans), "following", "complete", "worked-in")


def _clauses_with(head: str, view: str, begin: int, stop: int) -> tuple[Spans, Spans]:
    """The clauses that begin with the head (behind 要看 and the like), and those at a sentence's beginning that end with it."""
    begins: Spans = []
    closes: Spans = []
    start, opening = begin, False
    for end in [*(mark.start() for mark in _CLAUSE_END.finditer(view, begin, stop)), stop]:
        lead = _regexes().lead_in.match(view, start, end)
        first = lead.end() if lead else start
        if view.startswith(head, first, end) and first + len(head) < end:
            begins.append((first, end))
        elif opening and view.endswith(head, start, end) and start + len(head) < end:
            closes.append((start, end))
        opening = view[end : end + 1] in ("。", "!", "?", ";")
        start = end + 1
    return begins, closes
