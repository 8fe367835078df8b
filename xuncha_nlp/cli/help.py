"""Help pages in Chinese: typer's own words are replaced, and nothing else of it is changed."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from ..data import load_toml

__all__ = ["ChineseCommand", "ChineseGroup"]


def _translate(text: str) -> str:
    words = load_toml("words.toml")
    for english, chinese in words["help"].items():
        text = text.replace(english, chinese)
    for pattern, chinese in words["help_pattern"].items():
        text = re.sub(pattern, chinese, text)
    return text


class ChineseCommand(TyperCommand):
    """A command whose help page is in Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _translate(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """A group of commands whose help page is in Chinese."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _translate(super().get_help(ctx))
