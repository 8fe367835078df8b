"""The members of a formula or an enumeration: where the text spells them out, or what the lexicon says.

The places are tried in this order, and the first that gives a list decides:

1. points directly behind the mention (一是…二是…), inside the paragraph or on lines of their own;
2. a list behind it, announced by 即, a colon, 是 and the like; of a count, 一方面…另一方面…;
3. what is taken up again by its ordinals (三项议程: 第一项议程…), then points from further off;
4. a list in parentheses behind it;
5. a list before it (A、B、C“三个年”活动; …等“四风”问题; …,这就是“三个到位”);
6. the parts of a coordinate name, spelled out one by one (五看三跃升), and pairs (既…又…);
7. the lexicon's members, each of them found in the paragraph behind or before it, in whatever form of list;
8. as many clauses of the paragraph with the head of the name as it declares;
9. the lexicon's members that hold at the speech's date.

A number is used only to choose between readings of a list (commas or 、), never to make one up: where
no reading fits and nothing announced a list, the mention stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ..sources import fold
from .lists import (
    READINGS,
    Query,
    Resolution,
    is_list,
    is_open,
    members_of,
    reading,
    sentence_end,
    spans_of,
    split_last,
    trim_first,
    without_open_end,
)
from .model import Member
from .points import most, points, points_amiss, points_far, runs_of
from .restated import by_parts, by_sides, copula, in_pairs, spelled_out, summed_up, taken_up, worked_in
from .shapes import CLOSING, OPENING, settings

__all__ = ["Query", "Resolution", "by_lexicon", "resolve", "runs_of"]

_CLOSE = CLOSING + ")》"
# Where a clause ends.
_QUOTED_MARKS = ",。;:!?\n\r"
_MARKS = _QUOTED_MARKS + "“”「」『』"
_BREAKS = re.compile(f"[{_MARKS}]")
# A clause in which every quotation begins an item, at most behind a verb, and ends before a word of it.
_ITEM = rf"(?:[^{_MARKS}、]*[和与及])?“[^{_MARKS}、]*”(?=[\u4e00-\u9fff])[^{_MARKS}、]*|[^{_MARKS}、]*"
_PART_QUOTED = re.compile(rf"(?:[^{_MARKS}、]{{0,4}}{_ITEM})(?:、(?:{_ITEM}))*")
_QUOTED_BREAKS = re.compile(f"[{_QUOTED_MARKS}]")
# A count that takes up the clause before it: A、B、C,三关都过了.
_RESUMED = re.compile("都|均|要|也|一起|同时|缺一不可")
_LOOK_BACK = 200
_LEAST = 2
# The rules by which a list is taken that nothing announces.
_NEARBY = frozenset({"points", "list-before"})
_UNRESOLVED = Resolution((), None, "unresolved", "none")


@dataclass(frozen=True, slots=True)
class _Regexes:
    cue: re.Pattern[str]
    firm: re.Pattern[str]
    parenthesised: re.Pattern[str]
    conjunction: re.Pattern[str]
    comma: re.Pattern[str]
    disposed: re.Pattern[str]
    # What the words of `closed_ends` end in.
    closing: frozenset[str]


@cache
def _regexes() -> _Regexes:
    rules = settings()["members"]
    close = f"[{re.escape(_CLOSE)}]?"
    return _Regexes(
        cue=re.compile(f"{close}{rules['noun']}{rules['cue']} ?"),
        firm=re.compile(rules["firm"]),
        parenthesised=re.compile(rf"{close}\({rules['parenthesised']}([^()\n]{{4,200}})\)"),
        conjunction=re.compile(rules["conjunction"]),
        comma=re.compile(f"{close}[,:] ?"),
        disposed=re.compile(rules["disposed"]),
        closing=frozenset(word[-1] for word in rules["closed_ends"]),
    )


def resolve(query: Query) -> Resolution:
    """Find the members of a mention.

    Returns
    -------
    Resolution
        Status ``complete``, ``partial`` (the list says 等), ``count-mismatch`` or ``unresolved``.
    """
    for strategy in _OF_COUNTS if query.counted else _OF_NAMES:
        found = strategy(query)
        if found and not (found.rule in _NEARBY and _is_another(query, found.members)):
            return found
    return _UNRESOLVED


def _is_another(query: Query, members: Sequence[Member]) -> bool:
    """Whether a list that only stands near a formula with known members has nothing to do with them.

    “三农”工作。一是增加农业补贴；二是… goes on to something else: its items are not 农业、农村、农民, nor as many.
    """
    if not query.items or _echo(query, members):
        return False
    texts = [fold(each.text) for each in members]
    items = [fold(item) for item in query.items]
    whole = sum(any(item in text and 2 * len(item) >= len(text) for text in texts) for item in items)
    named = sum(any(item in text or text in item for text in texts) for item in items)
    agrees = len(members) == len(items) and 2 * named >= len(items)
    return not agrees and 2 * whole < len(items)


def _announced(query: Query) -> Resolution | None:
    """A list behind 即, a colon and the like; or behind a mere comma, where the items repeat the head."""
    if query.declared is None:
        return None
    end = query.speech.end
    match = _regexes().cue.match(query.view, query.end, end)
    if not match:
        return _echoed(query)
    begin = match.end()
    stop = sentence_end(query.view, begin, end)
    readings = []
    chosen = None
    for split in READINGS:
        readings.append(split(query, begin, stop))
        if query.agrees(len(readings[-1])):
            # Of two readings that fit, the one whose items repeat the name's own word is the list.
            members = members_of(query, readings[-1])
            echo = _echo(query, members)
            chosen = members if echo else chosen or members
            if echo or not query.head:
                break
    if chosen:
        return Resolution(chosen, "following", "complete", "list")
    best = next((spans for spans in readings if len(spans) > 1), None)
    if best and _regexes().firm.search(match.group()):
        partial = is_open(query, begin, stop) and len(best) < query.declared
        status = "partial" if partial else "count-mismatch"
        return Resolution(members_of(query, best), "following", status, "list")
    return None


def _echoed(query: Query) -> Resolution | None:
    """“三个不放过”，原因不查清不放过，责任不落实不放过，措施不到位不放过."""
    if not query.head or not query.declared:
        return None
    match = _regexes().comma.match(query.view, query.end, query.speech.end)
    if not match:
        spans = copula(query)
        return Resolution(members_of(query, spans), "following", "complete", "copula") if spans else None
    stop = sentence_end(query.view, match.end(), query.speech.end)
    if query.head not in query.view[match.end() : stop]:
        return None
    for separator in ";,、":
        spans = reading(separator)(query, match.end(), stop)[: query.declared]
        if query.agrees(len(spans)):
            members = members_of(query, spans)
            if _echo(query, members):
                return Resolution(members, "following", "complete", "echoed-head")
    return None


def _echo(query: Query, members: Sequence[Member]) -> bool:
    """Whether every item begins or ends with the head of the formula."""
    return bool(query.head) and all(
        each.text.startswith(query.head) or each.text.endswith(query.head) for each in members
    )


def _parenthesised(query: Query) -> Resolution | None:
    match = _regexes().parenthesised.match(query.view, query.end, query.speech.end)
    if not match or query.declared is None:
        return None
    begin, stop = match.span(1)
    for split in READINGS:
        spans = split(query, begin, stop)
        if query.agrees(len(spans)):
            return Resolution(members_of(query, spans), "following", "complete", "parentheses")
        if 1 < len(spans) < query.declared and is_open(query, begin, stop):
            return Resolution(members_of(query, spans), "following", "partial", "parentheses")
    return None


def _preceding(query: Query) -> Resolution | None:
    """A、B、C“三个年”; A、B和C等“四风”; A、B、C三个方面; A、B、C,这就是“三个到位”; A、B、C,三关都过."""
    place = _clause_before(query)
    if not place:
        return None
    offset, end, of = place
    clause = query.view[offset:end]
    text = without_open_end(clause)
    open_list = text != clause
    if "、" not in text and not (open_list and _regexes().conjunction.search(text)):
        return None
    spans = split_last(text, spans_of(text, "、"), query.declared)
    # 账上记的、合同签的、现场有的三样东西: here 的 belongs to the items; 涉及医保的3件 counts no list.
    if of and all(text.endswith("的", *span) for span in spans[:-1]):
        spans = [*spans[:-1], (spans[-1][0], spans[-1][1] + 1)]
        text = query.view[offset : end + 1]
    elif of and query.beside:
        return None
    spans = trim_first(text, spans, query.items)
    first = spans[0][0] if spans else 0
    if text[first : first + 1] == "对" and _regexes().disposed.match(query.view, query.end):
        spans[0] = (first + 1, spans[0][1])
    texts = [text[start:stop] for start, stop in spans]
    # 几 counts three and more.
    least = _LEAST if query.declared else _LEAST + 1
    if len(spans) < least or not (open_list or is_list(texts, query)):
        return None
    status = "complete" if query.agrees(len(spans)) else "partial"
    if status == "partial" and not (open_list and len(spans) < most(query)):
        return None
    members = members_of(query, [(offset + start, offset + stop) for start, stop in spans])
    return Resolution(members, "preceding", status, "list-before")


def _clause_before(query: Query) -> tuple[int, int, bool] | None:
    """Where the clause stands that may be a list before the mention, and whether 的 stands between them."""
    if query.declared is None and not query.beside:
        return None
    view, rules = query.view, settings()["members"]
    begin = max(query.speech.start, query.start - _LOOK_BACK)
    end = query.start
    while end > begin and view[end - 1] in OPENING:
        end -= 1
    pointed = summed_up(query)
    if pointed:
        end = pointed
    elif query.beside and query.declared and view[end - 1] == "," and _RESUMED.match(view, query.end):
        end -= 1
    of = False
    # Where none of these words can end, none needs to be tried; so it is mostly.
    closed_ends = rules["closed_ends"] if view[end - 1 : end] in _regexes().closing else ()
    for word in closed_ends:
        if view.endswith(word, begin, end):
            end -= len(word)
            pointed, of = pointed or word.startswith("这"), word == "的"
    # What is in quotation marks is another name, unless a word points back at a list that has it in an item, or
    # it is but a part of one: “湖畔”行动、清渠行动两大行动.
    breaks = _QUOTED_BREAKS if pointed or _is_part_quoted(view, begin, end) else _BREAKS
    # Most mentions have no list before them: no 、 in their own clause, nor 等 at the end of it.
    comma = view.rfind("、", begin, end)
    if not view.endswith(rules["open_end"], begin, end) and (comma < 0 or breaks.search(view, comma, end)):
        return None
    for mark in _MARKS if breaks is _BREAKS else _QUOTED_MARKS:
        begin = max(begin, view.rfind(mark, begin, end) + 1)
    return begin, end, of


def _is_part_quoted(view: str, begin: int, end: int) -> bool:
    """Whether the quotations of the clause that ends at an offset are all only parts of its items."""
    closing = view.rfind("”", begin, end)
    if closing < 0 or not "\u4e00" <= view[closing + 1 : end][:1] <= "\u9fff":
        return False
    clause = max(view.rfind(mark, begin, end) for mark in _QUOTED_MARKS) + 1
    return _PART_QUOTED.fullmatch(view, max(begin, clause), end) is not None


def _known(query: Query) -> Resolution | None:
    return by_lexicon(query.items) if query.items else None


# Most mentions of a formula are of this kind, and a resolution is never changed.
@lru_cache(maxsize=1024)
def by_lexicon(items: tuple[str, ...]) -> Resolution:
    """Return the resolution that the lexicon gives, whatever the text says; unresolved where it has no members."""
    if not items:
        return _UNRESOLVED
    return Resolution(tuple(map(Member, items)), "lexicon", "complete", "lexicon-members")


# The places of the list above, in its order: those where a count has its items, and those of a formula.
_OF_COUNTS = (points, by_sides, _announced, taken_up, points_far, _parenthesised, _preceding, points_amiss)
_OF_NAMES = (
    points, _announced, _parenthesised, _preceding, by_parts, in_pairs, spelled_out, worked_in, _known,
)  # fmt: skip
