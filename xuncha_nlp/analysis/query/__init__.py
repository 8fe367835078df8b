"""The query language: what to look for, written the same way everywhere.

========================  ===============================================================================
``四个意识``               the text, however a segmenter would cut it; the width of punctuation and digits
                          makes no difference
``<巡察>``                 the same, where a token begins and ends there (either sign alone will do)
``问责|追责``              one or the other
``加强…领导``              a gap of at most 20 characters within a sentence; ``加强…{5}领导`` of at most 5,
                          ``加强…{2,5}领导`` of 2 to 5. Three full stops are the same as ``…``
``?把关``, ``以*促*``       exactly one character, and at most 10, all letters or digits; at the end only ``?``
``"为什么?"``              between quotation marks all characters stand for themselves; so does one after ``\\``
``/第[一二三]轮/``          a regular expression, on the text as it is written, with a limit of time
``提法:四个意识``           the mentions of a formula; ``类别:政治建设`` of those of a category of the lexicon
``[pos="v"] [word="责任"]``  tokens, with conditions on word, pos and len; see `TokenStep`
========================  ===============================================================================

`parse` makes a query of it, or says where it is wrong; `find` finds it in a corpus.
"""

from __future__ import annotations

from .parse import QueryError, parse
from .search import Within, find
from .tree import Category, Condition, Formula, Gap, Query, Regex, Term, Text, TokenStep, TokenTerm

__all__ = [
    "Category",
    "Condition",
    "Formula",
    "Gap",
    "Query",
    "QueryError",
    "Regex",
    "Term",
    "Text",
    "TokenStep",
    "TokenTerm",
    "Within",
    "find",
    "parse",
]
