"""A model of pkuseg small enough to make: it joins characters two by two, whatever they are."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from xuncha_nlp.segment import models
from xuncha_nlp.segment.models import Model

# What the features of a model are; a character that has none has the first.
TINY = {"unigram": ["一"], "bigram": [], "feature_to_idx": {"/": 0}, "tag_to_idx": {"B": 0, "I": 1}}


def tiny_weights(features: int = 1) -> bytes:
    # A beginning is likely in itself; after a beginning an inside, after an inside a beginning.
    node, edge = [0.5, 0.0] * features, [0.0, 1.0, 1.0, 0.0]
    file = io.BytesIO()
    np.savez(file, sizes=np.array([2, features]), w=np.array(node + edge))
    return file.getvalue()


def make_wheel(path: Path, features: bytes | None = None) -> Model:
    """Write a wheel with a model in it, and return the entry that says so."""
    with ZipFile(path, "w") as archive:
        archive.writestr("pkuseg/features.pkl", pickle.dumps(TINY) if features is None else features)
        archive.writestr("pkuseg/weights.npz", tiny_weights())
    return Model(
        "pkuseg", "试验", "MIT", "pkuseg==0.0.25", ("--abi", "cp37m"),
        hashlib.sha256(path.read_bytes()).hexdigest(), "pkuseg/features.pkl", "pkuseg/weights.npz",
    )  # fmt: skip


@pytest.fixture
def tiny_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel with the model, which is the one that is known."""
    path = tmp_path / "pkuseg-0.0.25-cp37.whl"
    model = make_wheel(path)
    monkeypatch.setattr(models, "models", lambda: {"pkuseg": model})
    return path


@pytest.fixture(scope="session", autouse=True)
def installed_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The model as it is found when it has been fetched."""
    place = tmp_path_factory.mktemp("models")
    with pytest.MonkeyPatch.context() as patch:
        model = make_wheel(place / "made.whl")
        patch.setattr(models, "models", lambda: {"pkuseg": model})
        folder = models.fetch_model("pkuseg", place, wheel=place / "made.whl")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XUNCHA_MODELS", str(place))
        yield folder
