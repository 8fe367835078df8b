"""What a style of a .docx says of its paragraphs and runs: their list, and whether they are hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from .docx_package import attribute, child

__all__ = ["APPENDIX_STYLES", "TITLE_BREAK_STYLE", "Styles", "switched"]

# What our own writer adds to a speech and no reader may take for text. They are known by the names of
# their styles, which every program keeps; the ids of styles and content controls it may not.
TITLE_BREAK_STYLE = "标题换行"
APPENDIX_STYLES = frozenset({"来源表标题", "来源表"})
_OFF = frozenset({"0", "false", "off", "none"})
_T = TypeVar("_T")


class Styles:
    """The styles of a document, looked up once each.

    Parameters
    ----------
    root : lxml element, optional
        The root of the styles part; a document without one has no styles.
    """

    def __init__(self, root: Any | None) -> None:
        children = () if root is None else root
        self._styles = {attribute(each, "styleId"): each for each in children}
        self.default = next(
            (
                name
                for name, each in self._styles.items()
                if attribute(each, "type") == "paragraph" and attribute(each, "default") not in {"", *_OFF}
            ),
            "",
        )
        self._lists: dict[str, Any | None] = {}
        self._hidden: dict[str, bool | None] = {}

    def name(self, style: str) -> str:
        """Return the name of a style by its id; ``""`` where there is none."""
        return attribute(child(self._styles.get(style), "name"))

    def list_of(self, style: str) -> Any | None:
        """Return the numbering properties of a style or of the one that it is based on."""
        return self._inherited(self._lists, style, _numbering)

    def hides(self, style: str) -> bool | None:
        """Say whether a style hides its text; None where it does not say."""
        return self._inherited(self._hidden, style, lambda each: switched(child(each, "rPr", "vanish")))

    def _inherited(
        self, known: dict[str, _T | None], style: str, ask: Callable[[Any], _T | None]
    ) -> _T | None:
        if style not in known:
            found, at, seen = None, style, set()
            while at in self._styles and at not in seen:
                seen.add(at)
                found = ask(self._styles[at])
                if found is not None:
                    break
                at = attribute(child(self._styles[at], "basedOn"))
            known[style] = found
        return known[style]


def switched(element: Any | None) -> bool | None:
    """Return the state of a property that is on or off; None where it is not given."""
    return None if element is None else attribute(element) not in _OFF


def _numbering(style: Any) -> Any | None:
    properties = child(style, "pPr", "numPr")
    return properties if child(properties, "numId") is not None else None
