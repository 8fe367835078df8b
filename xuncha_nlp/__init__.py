"""xuncha_nlp: draft speeches from, and analyse, Chinese policy documents.

Read a compilation, tag its formulae with their members, draft a new speech from its sections, check
what is left over, and set it as .docx:

>>> import xuncha_nlp as xn
>>> corpus = xn.Corpus.from_texts({"a.txt": "在动员会上的讲话\\n（2017年8月）\\n要增强“四个意识”。"})
>>> xn.tag(corpus, "formula")["text"].tolist()
['四个意识']

A name is imported when it is first used, so that ``xuncha --help`` does not load the library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .checks import check
    from .corpus import Corpus, read, tag
    from .errors import XunchaError
    from .exporters import export
    from .extractors import Lexicon
    from .templating import Plan, draft

__all__ = [
    "Corpus",
    "Lexicon",
    "Plan",
    "XunchaError",
    "__version__",
    "check",
    "draft",
    "export",
    "read",
    "tag",
]

_HOMES = {
    "Corpus": "corpus",
    "Lexicon": "extractors",
    "Plan": "templating",
    "XunchaError": "errors",
    "check": "checks",
    "draft": "templating",
    "export": "exporters",
    "read": "corpus",
    "tag": "corpus",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
