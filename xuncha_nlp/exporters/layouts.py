"""Page layouts: ``data/layouts/*.toml`` and the user's own, read, merged and checked."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from ..data import check_keys, data_files, load_toml
from ..errors import DataError
from ..speeches import styles as numbering_styles
from .blocks import Block

__all__ = [
    "MM_PER_PT", "STRENGTHS", "TWIPS_PER_MM", "TWIPS_PER_PT", "Basis", "Grid", "Header", "Layout", "Page", "PageNumber",
    "Style", "layout_names", "load_layout",
]  # fmt: skip

TWIPS_PER_PT = 20
TWIPS_PER_MM = 1440 / 25.4
MM_PER_PT = 25.4 / 72

STRENGTHS = ("规定", "一般", "推算", "实务")
_ROLES = (
    "label", "reference", "title", "subtitle", "byline", "date", "remark", "salutation",
    "heading1", "heading2", "heading3", "heading4", "body", "closing",
)  # fmt: skip
_CHOICES = {"align": ("left", "center", "right", "both"), "side": ("outside", "center")}
_MAY_BE_NEGATIVE = frozenset({"character_spacing_twips"})
_MAY_BE_ZERO = frozenset({"first_line_chars", "indent_chars", "before_lines", "below_lines", "outline_level"})
_DEEPEST_OUTLINE = 9
# Word's own style names, which would take the place of ours, or ours of theirs.
_BUILT_IN = re.compile(
    r"(?:标题|正文|副标题|日期|称呼|签名|页眉|页脚|页码|目录)(?: ?\d)?|(?i:normal|title|heading ?\d)"
)

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a parameter has its value: how strong, and the clause of GB/T 9704 that says so, if one does."""

    strength: str
    clause: str


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins, in millimetres."""

    width_mm: float
    height_mm: float
    top_mm: float
    left_mm: float
    bottom_mm: float
    right_mm: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines a page, characters a line, and the pitches (1/20 pt) that bring them about."""

    lines: int
    characters: int
    line_pitch_twips: int
    character_spacing_twips: int


@dataclass(frozen=True, slots=True)
class Header:
    """The title block: how many blank lines stand below it, and whether its lines are balanced."""

    below_lines: float
    balanced_title: bool


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The page number: what stands around it, and where."""

    odd_name: str
    even_name: str
    font: str
    size_pt: float
    before: str
    after: str
    side: str
    indent_chars: float
    below_area_mm: float


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style."""

    name: str
    font: str
    latin_font: str
    size_pt: float
    bold: bool
    align: str
    first_line_chars: float
    before_lines: float
    outline_level: int
    keep_with_next: bool
    widow_control: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A page layout.

    Parameters
    ----------
    name : str
        Name of one of ours, or the user's file.
    summary : str
        What it is for, in Chinese.
    page, grid, header, page_number
        The parameters; lengths in the unit that the field's name ends in.
    styles : mapping of str to Style
        A style for each role of a `Block`.
    headings : mapping of str to str
        Numbering style to role.
    fonts : mapping of str to str
        Font to its substitute.
    basis : mapping of str to Basis
        By dotted name, such as ``"page.top_mm"`` or ``"styles.body.font"``.
    """

    name: str
    summary: str
    page: Page
    grid: Grid
    header: Header
    page_number: PageNumber
    styles: Mapping[str, Style]
    headings: Mapping[str, str]
    fonts: Mapping[str, str]
    basis: Mapping[str, Basis]

    def role(self, block: Block) -> str:
        """Return the role whose style a block is set in: a heading's by its numbering style."""
        return self.headings.get(block.style, block.role)

    def value(self, name: str) -> Any:
        """Return a parameter by its dotted name.

        Parameters
        ----------
        name : str
            A key of `basis`.

        Examples
        --------
        >>> load_layout("gb9704").value("styles.title.size_pt")
        22.0
        """
        table, _, key = name.partition(".")
        value = getattr(self, table)
        if table == "styles":
            role, _, key = key.partition(".")
            value = value[role]
        return value[key] if isinstance(value, Mapping) else getattr(value, key)


def layout_names() -> tuple[str, ...]:
    """Return the names of our layouts.

    >>> layout_names()
    ('gb9704', 'read-aloud', 'speech')
    """
    return tuple(each.name.removesuffix(".toml") for each in data_files("layouts"))


def load_layout(layout: str | Path) -> Layout:
    """Load a layout by its name, or the user's own by its path.

    Parameters
    ----------
    layout : str or Path
        ``"gb9704"``, ``"speech"``, ``"read-aloud"``, or a TOML file of the same form, which may begin
        with ``extends = "gb9704"`` and give only what differs.

    Returns
    -------
    Layout

    Raises
    ------
    DataError
        There is no such layout; it has an unknown key, lacks one, or has a value that cannot be; or the
        page does not hold as many lines and characters as it says.

    Examples
    --------
    >>> layout = load_layout("gb9704")
    >>> layout.page.top_mm, layout.basis["page.top_mm"]
    (37.0, Basis(strength='规定', clause='5.2.1'))
    >>> layout.styles["title"].font, layout.styles["title"].size_pt
    ('方正小标宋简体', 22.0)
    """
    if str(layout) in layout_names():
        return _ours(str(layout))
    path = Path(layout)
    if path.suffix.lower() != ".toml":
        raise DataError(f"没有名为 {layout} 的版式", f"请用 {'、'.join(layout_names())}，或给出 .toml 文件")
    if path.is_dir():
        raise DataError(f"这是一个文件夹：{path}", "请给出 .toml 文件")
    return _build(path.name, _extended(load_toml(path), path.name))


@cache
def _ours(name: str) -> Layout:
    return _build(name, _tables(name))


def _tables(name: str) -> dict[str, Any]:
    return _extended(load_toml(f"layouts/{name}.toml"), f"{name}.toml")


def _extended(tables: dict[str, Any], place: str) -> dict[str, Any]:
    """Merge a layout into the one of ours that it extends."""
    base = tables.pop("extends", None)
    if base is None:
        return tables
    if base not in layout_names():
        raise DataError(f"{place} 的 extends 有误：{base}", f"请用 {'、'.join(layout_names())}")
    return _merge(_tables(base), tables)


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        old = base.get(key)
        # A parameter is replaced as a whole: a new value does not keep the old one's clause.
        if isinstance(old, dict) and isinstance(value, dict) and "value" not in old:
            merged[key] = _merge(old, value)
        else:
            merged[key] = value
    return merged


def _build(name: str, tables: dict[str, Any]) -> Layout:
    place = name if name.endswith(".toml") else f"{name}.toml"
    required = ("page", "grid", "header", "page_number", "headings", "fonts", "styles")
    check_keys(tables, required, ("summary",), place)
    for key in required:
        _check_table(tables[key], f"{place} [{key}]")
    check_keys(tables["styles"], _ROLES, (), f"{place} [styles]")
    for role in _ROLES:
        _check_table(tables["styles"][role], f"{place} [styles.{role}]")
    basis: dict[str, Basis] = {}
    body = tables["styles"]["body"]
    layout = Layout(
        name,
        str(tables.get("summary", "")),
        _record(Page, tables["page"], place, "page", basis),
        _record(Grid, tables["grid"], place, "grid", basis),
        _record(Header, tables["header"], place, "header", basis),
        _record(PageNumber, tables["page_number"], place, "page_number", basis),
        {
            role: _record(Style, body | tables["styles"][role], place, f"styles.{role}", basis)
            for role in _ROLES
        },
        _texts(tables["headings"], place, "headings", basis),
        _texts(tables["fonts"], place, "fonts", basis),
        basis,
    )
    _check_names(layout, place)
    _check_headings(layout, place)
    _check_grid(layout, place)
    return layout


def _check_table(table: object, place: str) -> None:
    if not isinstance(table, dict):
        raise DataError(f"{place} 应当是一个表", "请照 gb9704.toml 的写法改正")


def _record(
    kind: type[_Record], table: Mapping[str, Any], place: str, prefix: str, basis: dict[str, Basis]
) -> _Record:
    # Annotations are strings here, so that a field's type is the name of it.
    types = {field.name: str(field.type) for field in fields(kind)}  # type: ignore[arg-type]
    check_keys(table, types, (), f"{place} [{prefix}]")
    values = {}
    for key, wanted in types.items():
        value = _parameter(table[key], place, f"{prefix}.{key}", basis)
        values[key] = _typed(value, wanted, key, f"{place} {prefix}.{key}")
    return kind(**values)


def _texts(table: Mapping[str, Any], place: str, prefix: str, basis: dict[str, Basis]) -> dict[str, str]:
    found = {}
    for key, parameter in table.items():
        name = f"{prefix}.{key}"
        value = _parameter(parameter, place, name, basis)
        found[_text(key, f"{place} [{prefix}]")] = _text(value, f"{place} {name}")
    return found


def _parameter(parameter: object, place: str, name: str, basis: dict[str, Basis]) -> Any:
    if not isinstance(parameter, dict):
        raise DataError(
            f'{place} {name} 应当写成 {{ value = …, strength = "…" }}', "请照 gb9704.toml 的写法改正"
        )
    check_keys(parameter, ("value", "strength"), ("clause",), f"{place} {name}")
    strength, clause = parameter["strength"], parameter.get("clause", "")
    if strength not in STRENGTHS:
        raise DataError(f"{place} {name} 的 strength 有误：{strength}", f"请用 {'、'.join(STRENGTHS)}")
    if bool(clause) != (strength in ("规定", "一般")) or not isinstance(clause, str):
        raise DataError(f"{place} {name} 的 clause 有误", "规定、一般须写明条款，推算、实务不写")
    basis[name] = Basis(strength, clause)
    return parameter["value"]


def _typed(value: Any, wanted: str, key: str, place: str) -> Any:
    if wanted == "bool":
        if not isinstance(value, bool):
            raise DataError(f"{place} 应当是 true 或 false", "请改正")
        return value
    if wanted == "str":
        if key in _CHOICES and value not in _CHOICES[key]:
            raise DataError(f"{place} 有误：{value}", f"请用 {'、'.join(_CHOICES[key])}")
        return _text(value, place)
    return _number(value, wanted, key, place)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise DataError(f"{place} 应当是一行文字", "请改正")
    return value


def _number(value: Any, wanted: str, key: str, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise DataError(f"{place} 应当是数字", "请改正")
    if wanted == "int" and value != int(value):
        raise DataError(f"{place} 应当是整数", "请改正")
    if key not in _MAY_BE_NEGATIVE and (value < 0 or (value == 0 and key not in _MAY_BE_ZERO)):
        raise DataError(f"{place} 不能是 {value}", "请改正")
    if key == "outline_level" and value > _DEEPEST_OUTLINE:
        raise DataError(f"{place} 最大为 {_DEEPEST_OUTLINE}", "请改正")
    return int(value) if wanted == "int" else float(value)


def _check_names(layout: Layout, place: str) -> None:
    names = [style.name for style in layout.styles.values()]
    names += [layout.page_number.odd_name, layout.page_number.even_name]
    for name in names:
        if names.count(name) > 1 or _BUILT_IN.fullmatch(name):
            raise DataError(f"{place} 的样式名 {name} 重复或与 Word 自带样式同名", "请换一个名称")


def _check_headings(layout: Layout, place: str) -> None:
    for style, role in layout.headings.items():
        if style not in numbering_styles():
            raise DataError(f"{place} [headings] 有不认识的序号样式 {style}", "请用 numbering.toml 里的名称")
        if role not in layout.styles:
            raise DataError(f"{place} headings.{style} 有误：{role}", f"请用 {'、'.join(_ROLES)}")


def _check_grid(layout: Layout, place: str) -> None:
    """What the layout says of its page must be what the page holds."""
    page, grid, body = layout.page, layout.grid, layout.styles["body"]
    height = (page.height_mm - page.top_mm - page.bottom_mm) * TWIPS_PER_MM
    width = (page.width_mm - page.left_mm - page.right_mm) * TWIPS_PER_MM
    character = body.size_pt * TWIPS_PER_PT + grid.character_spacing_twips
    if height <= 0 or width <= 0 or character <= 0:
        raise DataError(f"{place} 的页边距大于纸张，或字距过小", "请改正")
    lines, characters = int(height // grid.line_pitch_twips), int(width // character)
    if (lines, characters) != (grid.lines, grid.characters):
        raise DataError(
            f"{place} 写明 {grid.lines} 行、{grid.characters} 字，版心实际排 {lines} 行、{characters} 字",
            "请调整 [grid]、页边距或字号",
        )
    if page.bottom_mm - layout.page_number.below_area_mm < layout.page_number.size_pt / 2 * MM_PER_PT:
        raise DataError(f"{place} 的下页边距放不下页码", "请加大 bottom_mm 或减小 below_area_mm")
    for style in layout.styles.values():
        if style.size_pt * TWIPS_PER_PT > grid.line_pitch_twips:
            raise DataError(f"{place} 的样式 {style.name} 字号大于行距", "请减小字号或增大行距")
