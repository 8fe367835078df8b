"""The classifier of moves is trained on this gold, by this script, to these figures."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from xuncha_nlp.data import load_toml
from xuncha_nlp.extractors.move_model import Model

ROOT = Path(__file__).parents[2]
# Accuracy by cross-validation, of sections; what is known by its place is left out.
FLOORS = {"by_speech": 0.91, "by_file": 0.91}
MODEL: dict[str, Any] = json.loads((ROOT / "xuncha_nlp/data/moves_model.json").read_text(encoding="utf-8"))
RETRAIN = "train anew: python corpora/train_moves.py"


@pytest.fixture(scope="module")
def training() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_moves", ROOT / "corpora" / "train_moves.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["train_moves"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def data(training: ModuleType) -> list[Any]:
    return list(training.rows()[0])


def test_the_model_was_trained_on_this_gold(training: ModuleType) -> None:
    assert MODEL["gold_sha256"] == training.gold_sha256(), RETRAIN


def test_the_model_was_trained_with_these_scales() -> None:
    assert MODEL["parameters"]["scale"] == load_toml("moves.toml")["scale"], RETRAIN


def test_training_again_gives_the_same_weights(training: ModuleType, data: list[Any]) -> None:
    again = training.model_of(data, MODEL["parameters"]["C"])
    assert again.classes == MODEL["classes"], RETRAIN
    assert again.idf == pytest.approx(MODEL["idf"], abs=1e-9), RETRAIN
    assert set(again.weights) == set(MODEL["weights"]), RETRAIN
    for name, row in again.weights.items():
        assert row == pytest.approx(MODEL["weights"][name], abs=1e-6), RETRAIN
    assert again.intercept == pytest.approx(MODEL["intercept"], abs=1e-6), RETRAIN


def test_our_probabilities_are_those_of_scikit_learn(training: ModuleType, data: list[Any]) -> None:
    classifier, vectorizer, grams = training.fit(data, MODEL["parameters"]["C"])
    weights = dict(zip(vectorizer.get_feature_names_out(), classifier.coef_.T.tolist(), strict=True))
    ours = Model(list(classifier.classes_), grams.idf, classifier.intercept_.tolist(), weights)
    for row in data:
        values = training.features(row, row.above.label if row.above else None, grams)
        (theirs,) = classifier.predict_proba(vectorizer.transform([values]))
        assert ours.probabilities(values) == pytest.approx(theirs.tolist(), abs=1e-9)


@pytest.mark.parametrize("name", FLOORS)
def test_the_accuracy_by_cross_validation_is_not_below_its_floor(name: str) -> None:
    assert MODEL["cross_validation"][name]["accuracy"] >= FLOORS[name] >= 0.85


def test_the_figures_of_the_cross_validation_agree_with_each_other() -> None:
    for name in FLOORS:
        figures = MODEL["cross_validation"][name]
        right = sum(row.get(label, 0) for label, row in figures["confusion"].items())
        assert right / figures["sections"] == pytest.approx(figures["accuracy"], abs=1e-4)
        assert {label: sum(row.values()) for label, row in figures["confusion"].items()} == {
            label: each["sections"] for label, each in figures["moves"].items()
        }


def test_no_name_of_the_invented_district_is_a_feature(training: ModuleType) -> None:
    names = {
        each["text"]
        for path in training.SAMPLE.glob("*.gold.json")
        for speech in json.loads(path.read_text(encoding="utf-8"))["speeches"]
        for each in speech["slots"]
        if each["label"] in ("person", "place")
    }
    assert len(names) > 30
    assert "澄湖" in names
    for gram in MODEL["idf"]:
        assert not any(name in gram or gram in name for name in names if len(name) > 1), gram


def test_a_sequence_that_a_feature_is_made_of_stands_in_three_speeches_and_is_short(
    data: list[Any],
) -> None:
    for gram in MODEL["idf"]:
        assert 2 <= len(gram) <= 4
        assert len({row.speech for row in data if gram in row.heading}) >= 3


def test_the_model_is_applied_without_scikit_learn() -> None:
    code = (
        "import sys\n"
        "from xuncha_nlp.extractors import annotate\n"
        "from xuncha_nlp.sources import Source\n"
        "from xuncha_nlp.speeches import split\n"
        "speech, = split(Source.from_text('a.txt', '在会上的讲话\\n一、压实责任\\n话。\\n二、严明纪律\\n话。'))\n"
        "assert [each.rule for each in annotate(speech, ['move'])] == ['model', 'model']\n"
        "assert 'sklearn' not in sys.modules and 'numpy' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
