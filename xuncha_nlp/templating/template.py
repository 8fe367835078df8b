"""The ``{{ … }}`` of titles and connecting sentences: names and nothing else, so that nothing is ever run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import PlanError

__all__ = ["names_in", "render"]

_NAME = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")
# What begins or ends an expression; in what is left of a text when its names are taken out, it is a slip.
_OTHER = re.compile(r"\{[{%#]|[%#]\}|\}\}")


def names_in(text: str) -> list[str]:
    """Return the names that a text asks for, in its order.

    >>> names_in("在{{ committee }}{{ round }}会上")
    ['committee', 'round']
    """
    return _NAME.findall(text)


def render(text: str, values: Mapping[str, str]) -> str:
    """Fill a text.

    Only names stand in the braces. An expression could fail in ways of its own, or fill the memory
    (``'a' * 10 ** 10``), and no title needs one.

    Raises
    ------
    PlanError
        A value is missing, or the text is no template.

    Examples
    --------
    >>> render("在{{ round }}会上", {"round": "第七轮"})
    '在第七轮会上'
    """
    if _OTHER.search(_NAME.sub("", text)):
        raise PlanError(f"方案里的模板有误：{text}", "变量请写成 {{ round }} 的样子，不能写算式")
    missing = [name for name in names_in(text) if name not in values]
    if missing:
        raise PlanError(f"方案缺少变量 {missing[0]}", "请在 [profile.values] 里补上")
    return _NAME.sub(lambda match: values[match[1]], text)
