"""Every notebook runs from top to bottom, and is kept with the outputs of such a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from xuncha_nlp.plots import FIGURES

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = {"first_look", "life_of_a_formula", "two_periods", "from_sections_to_draft"}
ALL = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# A page that is shown in class, and not a file that nobody can load.
LARGEST = 1_000_000


def outputs(notebook: Any) -> Iterator[Any]:
    return (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)


def test_these_are_the_notebooks_and_a_page_lists_them() -> None:
    assert {path.stem for path in NOTEBOOKS} == NAMES
    listed = re.findall(r"\]\(([\w.]+)\)", (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [path.name for path in NOTEBOOKS]


@pytest.mark.filterwarnings("ignore")  # of the kernel's transport, not ours
@ALL
def test_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    assert all(cell.get("execution_count") for cell in notebook.cells if cell.cell_type == "code")
    # Nothing that a reader would have to be told to ignore.
    assert [output for output in outputs(notebook) if output.get("name") == "stderr"] == []


@ALL
def test_notebook_is_kept_executed_with_a_figure_and_without_paths(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert any("image/png" in output.get("data", {}) for output in outputs(notebook))
    assert not any(output.output_type == "error" for output in outputs(notebook))
    assert str(Path.home()) not in path.read_text(encoding="utf-8")
    assert path.stat().st_size < LARGEST


@ALL
def test_notebook_asks_in_chinese_notes_in_english_and_ends_with_a_caution(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert "**问题**" in texts[0]
    assert re.search(r"^\*[A-Z].*\*$", texts[0], re.MULTILINE)
    assert sum("## 要当心" in text for text in texts) == 1
    assert [cell.id for cell in notebook.cells] == [f"cell-{n:02}" for n in range(len(notebook.cells))]


def test_the_page_on_figures_names_every_figure_and_has_its_pictures() -> None:
    text = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    assert [
        name for name, figure in FIGURES.items() if f"`{name}`" not in text or figure.__name__ not in text
    ] == []
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", text)
    assert pictures
    assert [name for name in pictures if not (ROOT / "docs" / name).is_file()] == []
