"""The package as a whole: its public names, what importing it does, and which module may know which."""

from __future__ import annotations

import ast
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import xuncha_nlp

ROOT = Path(__file__).parents[1]
GB18030 = {"corpora/sample/chenghu_2017_2020.txt"}
PACKAGE = Path(xuncha_nlp.__file__).parent

PUBLIC = [
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
MOST_NAMES = 10

# A module imports only from modules before it, or from its own.
FLOW = [
    {"version", "errors", "numerals"},
    {"files", "cells", "html_table"},
    {"data"},
    {"sources"},
    {"speeches"},
    {"segment"},
    {"extractors"},
    {"corpus"},
    {"plots"},
    {"analysis", "templating"},
    {"checks"},
    {"exporters"},
    {"spacy_components"},
    {"cli"},
]
HEAVY = [
    "pandas",
    "numpy",
    "spacy",
    "matplotlib",
    "sklearn",
    "docx",
    "jieba",
    "rjieba",
    "spacy_pkuseg",
    "cn2an",
]


# Names


def test_the_public_names_are_these() -> None:
    assert sorted(xuncha_nlp.__all__) == PUBLIC
    assert len(xuncha_nlp.__all__) <= MOST_NAMES


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_can_be_imported(name: str) -> None:
    assert getattr(xuncha_nlp, name) is not None
    assert name in dir(xuncha_nlp)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = xuncha_nlp.nothing


def modules() -> Iterator[tuple[str, Path]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), file


@pytest.mark.parametrize("name", [name for name, _ in modules() if name])
def test_every_module_says_what_it_offers_and_offers_it(name: str) -> None:
    module = importlib.import_module(f"xuncha_nlp.{name}")
    missing = [each for each in getattr(module, "__all__", ()) if not hasattr(module, each)]
    assert missing == []
    assert module.__doc__


def test_the_version_is_one_of_numbers() -> None:
    assert all(part.isdigit() for part in xuncha_nlp.__version__.split(".")[:2])


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


# What importing does


def run(code: str) -> object:
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return json.loads(result.stdout)


def test_the_command_line_is_imported_without_the_heavy_libraries() -> None:
    code = f"import json, sys, xuncha_nlp.cli; print(json.dumps([each for each in {HEAVY!r} if each in sys.modules]))"
    assert run(code) == []


def test_the_package_alone_is_imported_without_its_parts() -> None:
    code = "import json, sys, xuncha_nlp; print(json.dumps(sorted(each for each in sys.modules if each.startswith('xuncha_nlp.'))))"
    assert run(code) == ["xuncha_nlp.version"]


def test_importing_every_module_leaves_logging_warnings_and_jieba_as_they_were() -> None:
    names = [f"xuncha_nlp.{name}" for name, _ in modules() if name]
    code = f"""
import importlib, json, logging, sys, warnings
import jieba, spacy.tokens
handlers, filters, level = list(logging.root.handlers), list(warnings.filters), logging.root.level

for name in {names!r}:
    importlib.import_module(name)
print(json.dumps([
    logging.root.handlers == handlers, logging.root.level == level, warnings.filters == filters,
    jieba.dt.initialized, len(jieba.dt.FREQ), jieba.dt.dictionary,
    bool(spacy.tokens.underscore.Underscore.doc_extensions),
    [name for name in logging.root.manager.loggerDict
     if name.startswith("xuncha") and getattr(logging.getLogger(name), "handlers", [])],
]))
"""
    assert run(code) == [True, True, True, False, 0, None, False, []]


def test_using_the_package_leaves_the_dictionary_of_jieba_as_it_was() -> None:
    code = """
import json
import xuncha_nlp as xn
corpus = xn.Corpus.from_texts({"a.txt": "在动员会上的讲话\\n（2017年8月）\\n在清河区增强“四个意识”，孟广川书记强调。"})
for kind in ("formula", "slot", "enumeration", "move", "citation"):
    xn.tag(corpus, kind)
import jieba
import logging
print(json.dumps([jieba.dt.initialized, jieba.dt.user_word_tag_tab, len(logging.root.handlers)]))
"""
    assert run(code) == [False, {}, 0]


# Which module may know which


def imported(file: Path, name: str) -> Iterator[str]:
    """The parts of the package that a file imports, at whatever depth of its code."""
    package = ["xuncha_nlp", *name.split(".")]
    if file.name != "__init__.py":
        package.pop()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            paths = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            lead = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*lead, *([node.module] if node.module else [])])
            paths = [f"{base}.{each.name}" for each in node.names] if base == "xuncha_nlp" else [base]
        else:
            continue
        for path in paths:
            if path.split(".")[0] == "xuncha_nlp":
                yield path.partition(".")[2].partition(".")[0]


def rank(part: str) -> int:
    return next(place for place, parts in enumerate(FLOW) if part in parts)


@pytest.mark.parametrize(("name", "file"), [(name, file) for name, file in modules() if name])
def test_a_module_imports_only_from_modules_before_it(name: str, file: Path) -> None:
    own = name.split(".", maxsplit=1)[0]
    wrong = {
        part
        for part in imported(file, name)
        if part != own and (rank(part) >= rank(own) if part else own != "cli")
    }
    assert wrong == set()


def test_the_flow_has_every_part_of_the_package() -> None:
    parts = {name.split(".")[0] for name, _ in modules() if name}
    assert parts <= set().union(*FLOW)


def test_imports_are_found_wherever_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "made.py"
    file.write_text(
        "import xuncha_nlp as xn\nimport xuncha_nlp.plots\nfrom xuncha_nlp.corpus.tables import tag\n"
        "from xuncha_nlp import errors\nfrom .. import speeches\nfrom ..data import load_toml\nfrom . import near\n"
        "def late():\n    from ..checks.model import Finding\n    import json\n",
        encoding="utf-8",
    )
    found = list(imported(file, "cli.made"))
    assert found == ["", "plots", "corpus", "errors", "speeches", "data", "cli", "checks"]


# What the repository must not hold


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text file of the repository, by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = {}
    for name in listed.stdout.decode().split("\0"):
        file = ROOT / name
        if name and file.is_file():
            data = file.read_bytes()
            # A sample file is in GB18030 on purpose, as users have them.
            if b"\0" not in data:
                found[name] = data.decode("gb18030" if name in GB18030 else "utf-8")
    return found


@pytest.mark.parametrize(
    "parts",
    [
        ("pypi", ".org"),
        ("files.python", "hosted"),
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/ho", "me/"),
        ("C:\\", "Users"),
    ],
    ids="".join,
)
def test_no_file_names_a_registry_or_a_path_of_one_machine(
    texts: dict[str, str], parts: tuple[str, str]
) -> None:
    word = "".join(parts)
    assert [name for name, text in texts.items() if word in text] == []


def test_the_files_are_looked_through(texts: dict[str, str]) -> None:
    assert {"pyproject.toml", "xuncha_nlp/__init__.py", "corpora/sample/chenghu_2016_2024.txt"} <= set(texts)


def test_text_files_have_unix_line_ends_and_end_in_one(texts: dict[str, str]) -> None:
    wrong = [
        name
        for name, text in texts.items()
        if name.endswith((".py", ".toml", ".md")) and text and ("\r" in text or not text.endswith("\n"))
    ]
    assert wrong == []
