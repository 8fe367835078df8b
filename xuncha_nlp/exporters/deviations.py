"""In what a layout departs from another, and how strong the rule is that it departs from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .layouts import STRENGTHS, Basis, Layout, load_layout

__all__ = ["Deviation", "deviations"]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A parameter of a layout that differs.

    Parameters
    ----------
    name : str
        Such as ``"page.top_mm"``.
    value, expected : object
        What the layout has, and what the base has; None for what one of them lacks.
    basis : Basis or None
        Why the base has its value; None for what it lacks.
    """

    name: str
    value: Any
    expected: Any
    basis: Basis | None

    def __str__(self) -> str:
        """Return it as one line of Chinese.

        >>> print(Deviation("page.top_mm", 30.0, 37.0, Basis("规定", "5.2.1")))
        page.top_mm 为 30，应为 37（规定，GB/T 9704 第 5.2.1 条）
        """
        value = "（无）" if self.value is None else _shown(self.value)
        if self.basis is None:
            return f"{self.name} 为 {value}（另加）"
        clause = f"，GB/T 9704 第 {self.basis.clause} 条" if self.basis.clause else ""
        word = "应为" if self.basis.strength == STRENGTHS[0] else "通常为" if clause else "原为"
        return f"{self.name} 为 {value}，{word} {_shown(self.expected)}（{self.basis.strength}{clause}）"


def deviations(layout: Layout, base: Layout | None = None) -> tuple[Deviation, ...]:
    """Return the parameters in which a layout differs from another.

    Parameters
    ----------
    layout : Layout
    base : Layout, optional
        ``gb9704`` by default.

    Returns
    -------
    tuple of Deviation
        The strongest rule first. What all styles take from that of the body is there once.

    Examples
    --------
    >>> for each in deviations(load_layout("speech")):
    ...     print(each)
    page_number.side 为 center，通常为 outside（一般，GB/T 9704 第 7.5 条）
    page_number.indent_chars 为 0，通常为 1（一般，GB/T 9704 第 7.5 条）
    styles.heading2.bold 为 true，原为 false（实务）
    styles.heading3.bold 为 true，原为 false（实务）
    styles.heading4.bold 为 true，原为 false（实务）
    """
    base = base or load_layout("gb9704")
    found = []
    for name in dict.fromkeys((*base.basis, *layout.basis)):
        value = layout.value(name) if name in layout.basis else None
        expected = base.value(name) if name in base.basis else None
        if value != expected and not (_of_body(layout, name) and _of_body(base, name)):
            found.append(Deviation(name, value, expected, base.basis.get(name)))
    return tuple(sorted(found, key=_strength))


def _strength(deviation: Deviation) -> int:
    return STRENGTHS.index(deviation.basis.strength) if deviation.basis else len(STRENGTHS)


def _of_body(layout: Layout, name: str) -> bool:
    """Whether a style has a parameter from the body's style."""
    table, _, rest = name.partition(".")
    role, _, key = rest.partition(".")
    body = f"styles.body.{key}"
    return (
        table == "styles"
        and role != "body"
        and layout.value(name) == layout.value(body)
        and layout.basis[name] == layout.basis[body]
    )


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
