"""``xuncha models``: what is fetched, what is said of it, and that nothing else is."""

from __future__ import annotations

import json
import subprocess

import pytest
import typer
from typer.testing import CliRunner

from xuncha_nlp.cli import models as module
from xuncha_nlp.errors import DataError
from xuncha_nlp.segment import models


@pytest.fixture
def run():
    """Run one of the commands; errors come through."""
    app = typer.Typer()
    module.register(app)
    return lambda *arguments: CliRunner().invoke(
        app, ["models", *map(str, arguments)], catch_exceptions=False
    )


def test_the_models_are_listed_with_what_is_there(run, tmp_path):
    (row,) = json.loads(run("list", "--dir", tmp_path, "--format", "json").stdout)
    assert (row["name"], row["licence"], row["installed"]) == ("pkuseg", "MIT", False)
    assert row["path"] == str(tmp_path / "pkuseg")
    assert "否" in run("list", "--dir", tmp_path, "--format", "table").stdout


def test_a_fetched_model_is_named_with_how_to_use_it(run, tmp_path, monkeypatch):
    monkeypatch.setattr(models, "fetch_model", lambda name, folder, **_: folder / name)
    shown = run("fetch", "pkuseg", "--dir", tmp_path)
    assert shown.exit_code == 0
    assert shown.stdout == ""
    assert f"模型已就绪：{tmp_path / 'pkuseg'}\n" in shown.stderr
    assert f"XUNCHA_MODELS={tmp_path}" in shown.stderr


def test_a_wheel_that_is_another_is_refused_without_the_network(run, tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a process was started"))
    wheel = tmp_path / "a.whl"
    wheel.write_bytes(b"PK")
    with pytest.raises(DataError, match=r"a\.whl 不是所要的文件"):
        run("fetch", "pkuseg", "--dir", tmp_path / "kept", "--wheel", wheel)
