"""The command line, called in this process and, for what only a process has, in one of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from xuncha_nlp.cli import app

CORPORA = Path(__file__).parents[2] / "corpora"
MAIN = "from xuncha_nlp.cli import main; main()"


@pytest.fixture(scope="session")
def corpora() -> Path:
    return CORPORA


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the first compilation alone, the only one in UTF-8."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copy(CORPORA / "sample" / "chenghu_2016_2024.txt", folder)
    return folder


@pytest.fixture(scope="session")
def compilation() -> Path:
    return CORPORA / "sample" / "chenghu_2016_2024.txt"


@pytest.fixture(scope="session")
def plan_file() -> Path:
    return CORPORA / "plans" / "mobilisation.toml"


@pytest.fixture
def xuncha() -> Callable[..., Result]:
    """Run a command in this process and return what came out; errors other than usage come through."""

    def _run(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)

    return _run


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the entry point in this process: exit status, standard output, standard error."""
    from xuncha_nlp.cli import main

    def _run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["xuncha", *(str(each) for each in arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, out, err

    return _run


@pytest.fixture
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the entry point in a process of its own."""

    def _run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", MAIN, *(str(each) for each in arguments)],
            capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": "1", **environment},
        )  # fmt: skip

    return _run
