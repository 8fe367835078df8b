"""Train the classifier of moves on the gold and write ``xuncha_nlp/data/moves_model.json``.

``python corpora/train_moves.py`` (``make moves``), half a minute; ``--dry-run`` prints the figures only.

The figures are by cross-validation, a whole speech (or a whole file) left out at a time. In each fold all
that is learnt is learnt from the other speeches: the vocabulary, its idf, the weights, and the regularisation,
which is chosen by another cross-validation inside of the fold. The word lists of ``moves.toml`` were written
by people who had read the gold: what they contribute is no more honest here than it was before.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from xuncha_nlp.corpus import read
from xuncha_nlp.data import load_toml
from xuncha_nlp.extractors import annotate
from xuncha_nlp.extractors.move_model import Context, Grams, Model, look
from xuncha_nlp.extractors.moves import text_below
from xuncha_nlp.speeches import Section, Speech

HERE = Path(__file__).parent
SAMPLE = HERE / "sample"
MODEL = HERE.parent / "xuncha_nlp" / "data" / "moves_model.json"

# Sequences of two to four characters that cut through no word, in the headings of so many speeches at
# least: fewer are chance. Those that cut through words do not do better, and explain nothing.
_LENGTHS = (2, 3, 4)
_SPEECHES = 3
_STRENGTHS = (0.3, 1.0, 3.0, 10.0)
_INNER_FOLDS = 4
# What changes from place to place is no word of a move.
_NAMES = ("person", "place", "organisation", "date", "round", "congress", "masked", "office")


@dataclass(eq=False)
class Row:
    """A section of the gold."""

    file: str
    speech: int
    label: str
    heading: str
    # The heading without names of people and places, in pieces.
    pieces: list[str]
    text: str
    title: str
    level: int
    first: bool
    last: bool
    above: Row | None
    guess: str | None = None
    probability: float = 0.0


def gold_sha256() -> str:
    """Return a digest of what the model is trained on: the texts and their moves."""
    digest = hashlib.sha256()
    for path in sorted(SAMPLE.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        moves = [[each["start"], each["label"]] for speech in gold["speeches"] for each in speech["moves"]]
        digest.update(json.dumps([gold["text_sha256"], moves]).encode())
    return digest.hexdigest()


def rows() -> tuple[list[Row], int]:
    """Return the sections that have a move in the gold, parents first; and how many parts are known by place."""
    found: list[Row] = []
    placed = 0
    speeches = 0
    for path in sorted(SAMPLE.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for record, speech in zip(gold["speeches"], read(SAMPLE / gold["file"]), strict=True):
            text = speech.source.text
            labels = {text.rfind("\n", 0, each["start"]): each["label"] for each in record["moves"]}
            before = len(found)
            found += _rows_of(speech, speech.sections, None, labels, (gold["file"], speeches), _names(speech))
            placed += len(labels) - (len(found) - before)
            speeches += 1
    return found, placed


def _names(speech: Speech) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in annotate(speech, ["slot"]) if each.label in _NAMES]


def _rows_of(
    speech: Speech,
    sections: Sequence[Section],
    above: Row | None,
    labels: dict[int, str],
    where: tuple[str, int],
    names: Sequence[tuple[int, int]],
) -> Iterator[Row]:
    text = speech.source.text
    own_line = [each for each in sections if not each.inline]
    for number, section in enumerate(own_line):
        label = labels.get(text.rfind("\n", 0, section.start))
        if label is None:
            continue
        masked = list(section.heading)
        for start, end in names:
            for at in range(max(start, section.heading_start), min(end, section.heading_end)):
                masked[at - section.heading_start] = "\n"
        row = Row(
            *where, label, section.heading, re.findall("[\u4e00-\u9fff]+", "".join(masked)),
            text_below(section, text), speech.title or "", section.level,
            number == 0, number == len(own_line) - 1, above,
        )  # fmt: skip
        yield row
        yield from _rows_of(speech, section.children, row, labels, where, names)


def vocabulary(train: Sequence[Row]) -> dict[str, float]:
    """Return the n-grams of the headings that stand in enough speeches, with their idf."""
    speeches: dict[str, set[int]] = defaultdict(set)
    count: Counter[str] = Counter()
    for row in train:
        grams = {gram for piece in row.pieces for gram in _grams(piece)}
        count.update(grams)
        for gram in grams:
            speeches[gram].add(row.speech)
    return {
        gram: math.log((1 + len(train)) / (1 + count[gram])) + 1
        for gram in sorted(speeches)
        if len(speeches[gram]) >= _SPEECHES
    }


@cache
def _grams(piece: str) -> frozenset[str]:
    import rjieba

    words = rjieba.cut(piece)
    runs = {"".join(words[start:stop]) for start in range(len(words)) for stop in range(start + 1, start + 5)}
    return frozenset(run for run in runs if len(run) in _LENGTHS)


def features(row: Row, above: str | None, grams: Grams) -> dict[str, float]:
    """Return what the classifier is told of a row, given the move of the section above."""
    return look(
        row.heading, row.text, Context(row.title, row.level, row.first, row.last, above), grams
    ).values


def without_rule_words(data: Sequence[Row]) -> float:
    """Return the accuracy by speech when the classifier has nothing but what it learnt itself."""
    scale = load_toml("moves.toml")["scale"]
    own = {key: scale[key] for key in ("heading", "text", "gram")}
    scale |= {"heading": 0.0, "text": 0.0, "gram": 1.0}
    try:
        cross_validate(data, lambda row: row.speech)
    finally:
        scale |= own
    return round(accuracy(data), 4)


def fit(train: Sequence[Row], strength: float) -> tuple[Any, Any, Grams]:
    """Return scikit-learn's classifier, what makes its matrix, and the vocabulary."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    grams = Grams(vocabulary(train))
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [features(row, row.above.label if row.above else None, grams) for row in train]
    )
    classifier = LogisticRegression(C=strength, solver="newton-cg", tol=1e-10, max_iter=1000)
    return classifier.fit(matrix, [row.label for row in train]), vectorizer, grams


def model_of(train: Sequence[Row], strength: float) -> Model:
    """Return our own model with the weights that scikit-learn finds."""
    classifier, vectorizer, grams = fit(train, strength)
    names = vectorizer.get_feature_names_out()
    weights = {
        str(name): [float(each) for each in column]
        for name, column in zip(names, classifier.coef_.T, strict=True)
    }
    return Model(
        [str(each) for each in classifier.classes_],
        grams.idf,
        list(map(float, classifier.intercept_)),
        weights,
    )


def guess(model: Model, test: Sequence[Row]) -> None:
    """Write into each row what the model says, the section above first."""
    for row in test:
        above = row.above.guess if row.above else None
        chances = model.probabilities(features(row, above, model.grams))
        row.probability = max(chances)
        row.guess = model.classes[chances.index(row.probability)]


def accuracy(of: Sequence[Row]) -> float:
    """Return the share of the rows whose guess is right."""
    return sum(row.guess == row.label for row in of) / len(of)


def strongest(train: Sequence[Row]) -> float:
    """Return the regularisation that does best on speeches left out of the training rows."""
    speeches = sorted({row.speech for row in train})
    folds = [set(speeches[number::_INNER_FOLDS]) for number in range(_INNER_FOLDS)]
    scores: dict[float, float] = {}
    for strength in _STRENGTHS:
        for fold in folds:
            guess(
                model_of([row for row in train if row.speech not in fold], strength),
                [row for row in train if row.speech in fold],
            )
        scores[strength] = accuracy(train)
    # Of equal ones the smallest, which is the most careful.
    return max(_STRENGTHS, key=lambda each: (scores[each], -each))


def cross_validate(data: Sequence[Row], group: Callable[[Row], Hashable]) -> list[float]:
    """Guess each group from the others; return the regularisations that were chosen."""
    chosen = []
    kept: dict[int, tuple[str | None, float]] = {}
    for left_out in dict.fromkeys(map(group, data)):
        train = [row for row in data if group(row) != left_out]
        test = [row for row in data if group(row) == left_out]
        chosen.append(strongest(train))
        guess(model_of(train, chosen[-1]), test)
        kept |= {id(row): (row.guess, row.probability) for row in test}
    for row in data:
        row.guess, row.probability = kept[id(row)]
    return chosen


def figures(data: Sequence[Row], placed: int) -> dict[str, Any]:
    """Return accuracy, the figures of each move, the confusions, and what abstaining would do."""
    labels = sorted({row.label for row in data})
    moves = {}
    for label in labels:
        right = sum(row.label == row.guess == label for row in data)
        found = sum(row.guess == label for row in data)
        expected = sum(row.label == label for row in data)
        precision, recall = (right / found if found else 0.0), right / expected
        f1 = 2 * right / (found + expected)
        moves[label] = {
            "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "sections": expected,
        }  # fmt: skip
    confusion = {
        label: dict(Counter(str(row.guess) for row in data if row.label == label).most_common())
        for label in labels
    }
    abstaining = []
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
        sure = [row for row in data if row.probability >= threshold]
        abstaining.append(
            {
                "threshold": threshold,
                "answered": round(len(sure) / len(data), 4),
                "accuracy": round(accuracy(sure), 4),
            }
        )
    right = round(accuracy(data) * len(data))
    return {
        "accuracy": round(accuracy(data), 4),
        "accuracy_with_parts_known_by_place": round((right + placed) / (len(data) + placed), 4),
        "sections": len(data),
        "moves": moves,
        "confusion": confusion,
        "abstaining": abstaining,
    }


def record() -> dict[str, Any]:
    """Return the whole content of the model's file."""
    import sklearn

    data, placed = rows()
    validation: dict[str, Any] = {}
    groups: dict[str, Callable[[Row], Hashable]] = {
        "by_speech": lambda row: row.speech,
        "by_file": lambda row: row.file,
    }
    for name, group in groups.items():
        chosen = cross_validate(data, group)
        validation[name] = {"regularisation": chosen, **figures(data, placed)}
    validation["by_speech_without_the_words_of_moves_toml"] = {"accuracy": without_rule_words(data)}
    strength = strongest(data)
    model = model_of(data, strength)
    return {
        "gold_sha256": gold_sha256(),
        "scikit_learn": sklearn.__version__,
        "parameters": {
            "C": strength,
            "lengths": _LENGTHS,
            "speeches": _SPEECHES,
            "scale": load_toml("moves.toml")["scale"],
        },
        "cross_validation": validation,
        "classes": model.classes,
        "intercept": model.intercept,
        "idf": model.idf,
        "weights": model.weights,
    }


def main() -> None:
    """Train, print the figures, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    options = parser.parse_args()
    content = record()
    for name, values in content["cross_validation"].items():
        sys.stdout.write(f"{name}: {json.dumps(values, ensure_ascii=False)}\n")
    if not options.dry_run:
        MODEL.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
