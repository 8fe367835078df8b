"""The documents say what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from typer.main import get_command

from xuncha_nlp.cli import app

ROOT = Path(__file__).parents[1]
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md", "docs/cli.md"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(document: str, command: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    assert re.search(rf"(xuncha|make) +{command}\b", text)


def test_the_help_pages_in_the_docs_are_those_of_the_program() -> None:
    spec = importlib.util.spec_from_file_location("make_cli_page", ROOT / "docs" / "make_cli_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.page()


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "README.zh-CN.md",
        "CONTRIBUTING.md",
        "docs/lexicon.md",
        "docs/spacy.md",
        "docs/comparing.md",
        "docs/analysis.md",
        "docs/checking.md",
        "docs/drafting.md",
        "docs/figures.md",
        "docs/layouts.md",
    ],
)
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)\)", text)
    missing = [target for target in targets if not (ROOT / document).parent.joinpath(target).exists()]
    assert not missing


def test_both_readmes_have_the_same_sections() -> None:
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    assert english.count("\n## ") == chinese.count("\n## ")
    assert re.findall(r"!\[[^]]*\]\(([^)]+)\)", english) == re.findall(r"!\[[^]]*\]\(([^)]+)\)", chinese)


def test_make_has_the_two_commands_of_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in re.findall(r"^make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE):
        assert re.search(rf"^{name}:", makefile, re.MULTILINE)
