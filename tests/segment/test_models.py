"""Models are fetched once, when asked for, and nothing of a file is used before its hash is known."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import pytest
import srsly

from xuncha_nlp.errors import DataError, InputError, MissingExtraError
from xuncha_nlp.segment import models as module
from xuncha_nlp.segment.models import FEATURES, WEIGHTS, fetch_model, is_whole, model_path, models_folder

from .conftest import TINY, make_wheel

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("no process should have been started")

    monkeypatch.setattr(subprocess, "run", refuse)


# The file


@pytest.mark.usefixtures("no_network")
def test_a_model_is_taken_out_of_its_wheel(tiny_wheel, tmp_path):
    said = []
    folder = fetch_model("pkuseg", tmp_path / "kept", wheel=tiny_wheel, progress=said.append)
    assert folder == tmp_path / "kept" / "pkuseg"
    assert srsly.read_msgpack(folder / FEATURES) == TINY
    assert np.load(folder / WEIGHTS)["sizes"].tolist() == [2, 1]
    assert {file.name for file in folder.iterdir()} == {FEATURES, WEIGHTS, "model.json"}
    assert [file.name for file in (tmp_path / "kept").iterdir()] == ["pkuseg"]
    assert said == ["核对", "转换"]


@pytest.mark.usefixtures("no_network")
def test_a_model_that_is_there_is_not_fetched_again(tiny_wheel, tmp_path):
    folder = fetch_model("pkuseg", tmp_path / "kept", wheel=tiny_wheel)
    before = (folder / FEATURES).stat().st_mtime_ns
    assert fetch_model("pkuseg", tmp_path / "kept") == folder
    assert (folder / FEATURES).stat().st_mtime_ns == before


@pytest.mark.parametrize("name", [FEATURES, WEIGHTS, "model.json"])
@pytest.mark.usefixtures("no_network")
def test_a_damaged_model_is_replaced(tiny_wheel, tmp_path, name):
    folder = fetch_model("pkuseg", tmp_path / "kept", wheel=tiny_wheel)
    (folder / name).write_bytes(b"{}")
    model = module.models()["pkuseg"]
    assert not is_whole(folder, model)
    fetch_model("pkuseg", tmp_path / "kept", wheel=tiny_wheel)
    assert is_whole(folder, model)


@pytest.mark.usefixtures("tiny_wheel")
def test_a_wheel_of_another_hash_is_refused_and_never_opened(tmp_path, monkeypatch):
    other = tmp_path / "other.whl"
    make_wheel(other, pickle.dumps({**TINY, "unigram": []}))
    monkeypatch.setattr(module, "_convert", lambda *_: pytest.fail("the file was read"))
    with pytest.raises(DataError, match=r"^other\.whl 不是所要的文件：sha256 是 [0-9a-f]{64}，应为 "):
        fetch_model("pkuseg", tmp_path / "kept", wheel=other)
    assert list((tmp_path / "kept").iterdir()) == []


class Evil:
    def __reduce__(self):
        return print, ("run",)


@pytest.mark.parametrize("features", [pickle.dumps(Evil()), b"", b"\x80\x04.", pickle.dumps(TINY)[:-9]])
def test_a_pickle_that_is_more_or_less_than_data_is_refused(tmp_path, monkeypatch, capsys, features):
    path = tmp_path / "a.whl"
    model = make_wheel(path, features)
    monkeypatch.setattr(module, "models", lambda: {"pkuseg": model})
    with pytest.raises(DataError, match="没有所要的模型"):
        fetch_model("pkuseg", tmp_path / "kept", wheel=path)
    assert capsys.readouterr().out == ""
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_wheel_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(InputError, match="读不了文件"):
        fetch_model("pkuseg", tmp_path / "kept", wheel=tmp_path / "no.whl")


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tiny_wheel, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="不能写模型文件夹"):
        fetch_model("pkuseg", tmp_path / "file" / "kept", wheel=tiny_wheel)


# The download

with_pip = pytest.mark.skipif(find_spec("pip") is None, reason="this environment has no pip")


@with_pip
def test_pip_is_asked_for_the_one_wheel_with_the_user_s_own_configuration(tiny_wheel, tmp_path, monkeypatch):
    calls = []

    def run(call: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        calls.append(call)
        assert "env" not in options
        shutil.copy(tiny_wheel, call[call.index("--dest") + 1])
        return subprocess.CompletedProcess(call, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    folder = fetch_model("pkuseg", tmp_path / "kept")
    assert is_whole(folder, module.models()["pkuseg"])
    (call,) = calls
    assert call[:3] == [sys.executable, "-m", "pip"]
    assert {"download", "--no-deps", "--abi", "cp37m"} <= set(call)
    assert call[-1] == "pkuseg==0.0.25"
    assert not [each for each in call if "index" in each or "://" in each]


@with_pip
@pytest.mark.parametrize(
    ("status", "stderr", "said"),
    [(1, "WARNING: a\nERROR: no network\n", "ERROR: no network"), (2, "", "退出码 2")],
)
@pytest.mark.usefixtures("tiny_wheel")
def test_what_pip_says_is_passed_on(tmp_path, monkeypatch, status, stderr, said):
    monkeypatch.setattr(
        subprocess, "run", lambda call, **_: subprocess.CompletedProcess(call, status, "", stderr)
    )
    with pytest.raises(InputError, match=f"没能下载 pkuseg==0.0.25（{said}）"):
        fetch_model("pkuseg", tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.usefixtures("tiny_wheel", "no_network")
def test_a_python_without_pip_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"没有 pip.*ensurepip.*--wheel"):
        fetch_model("pkuseg", tmp_path / "kept")


# Where models are


def test_the_environment_says_where_models_are(tmp_path, monkeypatch):
    monkeypatch.setenv("XUNCHA_MODELS", str(tmp_path))
    assert models_folder() == tmp_path
    monkeypatch.delenv("XUNCHA_MODELS")
    assert models_folder().parts[-2:] == ("xuncha_nlp", "models")


def test_a_model_that_was_not_fetched_is_named_with_the_command_that_fetches_it(tmp_path, monkeypatch):
    monkeypatch.setenv("XUNCHA_MODELS", str(tmp_path))
    with pytest.raises(MissingExtraError, match="xuncha models fetch pkuseg"):
        model_path("pkuseg")


@pytest.mark.parametrize("call", [model_path, fetch_model])
def test_another_model_is_an_error(call):
    with pytest.raises(DataError, match="没有这个模型：nothing。可用：pkuseg。"):
        call("nothing")


def test_the_models_that_are_known_are_pinned():
    for model in module.models.__wrapped__().values():
        assert "==" in model.requirement
        assert len(bytes.fromhex(model.sha256)) == 32
        assert json.dumps(model.options).isascii()
