"""The sample speeches in memory, in a directory, and in a directory of several shards."""

from __future__ import annotations

from pathlib import Path

import pytest

import xuncha_nlp as xn
from xuncha_nlp.corpus import Corpus, build

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"


@pytest.fixture(scope="session")
def sample() -> Corpus:
    return xn.read(SAMPLE)


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("stored") / "corpus"
    build([SAMPLE], folder)
    return Corpus.open(folder)


@pytest.fixture(scope="session")
def sharded(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("sharded") / "corpus"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xuncha_nlp.corpus.plan.SHARD_CHARACTERS", 3_000)
        build([SAMPLE], folder)
    corpus = Corpus.open(folder)
    assert len(corpus.tokens.parts) > 2
    return corpus
