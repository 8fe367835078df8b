"""Precision, recall and F1 of what the package finds, against the gold beside the sample files.

``make quality`` prints the table. ``python tests/quality/measure.py --raise`` records today's values as
floors where they are higher; ``--lower MEASURE --why REASON`` is the only way down and keeps the reason.
The table by compilation (``--by-file``) shows how far the values hold from one file to the next. Moves are
found by a classifier that was trained on this very gold: what the table says of them is how well it
remembers, and no floor is raised to it. How well it does on a speech that it has not seen is the
cross-validated accuracy in ``xuncha_nlp/data/moves_model.json``, with a floor of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xuncha_nlp.corpus import Corpus, read
from xuncha_nlp.extractors import Annotation

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample"
FLOORS = Path(__file__).parent / "floors.json"
# Floors are kept to so many decimals, rounded down, so that a floor is never above what was measured.
_DECIMALS = 4
_TRAINED = frozenset({"moves"})


@dataclass(frozen=True)
class Score:
    """Counts of one measure."""

    right: int
    found: int
    expected: int

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.expected + other.expected)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def golds() -> Iterator[dict[str, Any]]:
    """Yield the gold of every sample file."""
    for path in sorted(SAMPLE.glob("*.gold.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def data_sha256() -> str:
    """Return a digest of all gold, so that floors are held only against the data they were taken on."""
    digest = hashlib.sha256()
    for path in sorted(SAMPLE.glob("*.gold.json")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def measure() -> dict[str, dict[str, Score]]:
    """Return the scores by measure and file."""
    table: dict[str, dict[str, Score]] = defaultdict(dict)
    for gold in golds():
        corpus = read(SAMPLE / gold["file"])
        for name, score in _file(gold, corpus):
            table[name][gold["file"]] = table[name].get(gold["file"], Score(0, 0, 0)) + score
    return dict(table)


def _file(gold: dict[str, Any], corpus: Corpus) -> Iterator[tuple[str, Score]]:
    text = next(iter(corpus.sources.values())).text
    speeches = list(corpus)
    yield (
        "speeches",
        _compare(
            {
                (each["start"], each["title"], each["date"], each["genre"], each["salutation"])
                for each in gold["speeches"]
            },
            {(each.start, each.title, each.date, each.genre, each.salutation) for each in speeches},
        ),
    )
    yield (
        "closings",
        _compare(
            {each["closing"]["start"] for each in gold["speeches"] if each["closing"]},
            {each.closing.start for each in speeches if each.closing},
        ),
    )
    yield (
        "outline",
        _compare(
            {
                (each["start"], each["level"], each["style"], each["number"], each["inline"])
                for speech in gold["speeches"]
                for each in speech["sections"]
            },
            {
                (each.heading_start, each.level, each.style, each.number, each.inline)
                for speech in speeches
                for each in speech.walk()
            },
        ),
    )
    found = {kind: _all(corpus, kind) for kind in ("formula", "enumeration", "citation", "slot", "move")}
    # The gold has numeral formulae only, and of those inside each other the outer one.
    numeral = [
        each
        for each in found["formula"]
        if each.rule != "lexicon-phrase" and each.attributes["nested_in"] is None
    ]
    yield from _lists("formulae", _gold(gold, "formulae"), numeral)
    yield from _lists("enumerations", _gold(gold, "enumerations"), found["enumeration"])
    yield (
        "citations",
        _compare(_spans(_gold(gold, "citations")), {(each.start, each.end) for each in found["citation"]}),
    )
    yield from _slots(_gold(gold, "slots"), found["slot"])
    yield "moves", _moves(text, _gold(gold, "moves"), found["move"])


def _all(corpus: Corpus, kind: str) -> list[Annotation]:
    return [each for speech in corpus for each in corpus.annotations(speech, kind)]


def _gold(gold: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for speech in gold["speeches"] for each in speech[kind]]


def _spans(records: list[dict[str, Any]]) -> set[Hashable]:
    return {(each["start"], each["end"]) for each in records}


def _compare(expected: set[Any], found: set[Any]) -> Score:
    return Score(len(expected & found), len(found), len(expected))


def _lists(name: str, expected: list[dict[str, Any]], found: list[Annotation]) -> Iterator[tuple[str, Score]]:
    """The mentions; and of those in the gold, how many are resolved exactly: place, status, every member."""
    yield name, _compare(_spans(expected), {(each.start, each.end) for each in found})
    by_place = {(each.start, each.end): each for each in found}
    right = sum(
        _resolved(each) == _resolution(by_place.get((each["start"], each["end"]))) for each in expected
    )
    yield f"{name}: members", Score(right, len(expected), len(expected))
    given = [each for each in expected if each["resolved_by"] in ("following", "preceding")]
    right = sum(_resolved(each) == _resolution(by_place.get((each["start"], each["end"]))) for each in given)
    yield f"{name}: members given in the text", Score(right, len(given), len(given))


def _resolved(gold: dict[str, Any]) -> Hashable:
    members = tuple((member["start"], member["end"]) for member in gold["members"])
    return gold["status"], gold["resolved_by"], gold["declared"], members


def _resolution(found: Annotation | None) -> Hashable:
    if found is None:
        return None
    values = found.attributes
    members = tuple((each.start, each.end) for each in values["members"] if each.start is not None)
    return values["status"], values["resolved_by"], values["declared"], members


def _slots(expected: list[dict[str, Any]], found: list[Annotation]) -> Iterator[tuple[str, Score]]:
    for label in ("person", "place", "organisation", "date", "round", "congress", "masked"):
        # What is the same on every occasion (区委) is not annotated, but for persons.
        yield (
            f"slots: {label}",
            _compare(
                {(each["start"], each["end"]) for each in expected if each["label"] == label},
                {
                    (each.start, each.end)
                    for each in found
                    if each.label == label and (label == "person" or not each.attributes["generic"])
                },
            ),
        )


def _moves(text: str, expected: list[dict[str, Any]], found: list[Annotation]) -> Score:
    """Accuracy: by the line on which a section begins, since its number may stand before its first words."""
    labels = {_line(text, each.start): each.label for each in found}
    right = sum(labels.get(_line(text, each["start"])) == each["label"] for each in expected)
    return Score(right, len(expected), len(expected))


def _line(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def totals(table: dict[str, dict[str, Score]]) -> dict[str, Score]:
    """Return the scores over all files."""
    return {name: sum(files.values(), Score(0, 0, 0)) for name, files in table.items()}


def floors() -> dict[str, Any]:
    """Return the recorded floors."""
    recorded: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return recorded


def _down(value: float) -> float:
    return int(value * 10**_DECIMALS) / 10**_DECIMALS


def _record(scores: dict[str, Score], lower: str | None, why: str | None) -> None:
    old = floors() if FLOORS.exists() else {"floors": {}, "lowered": []}
    new = dict(old["floors"])
    for name, score in scores.items():
        value = _down(score.f1)
        if name == lower:
            old["lowered"].append({"measure": name, "from": new.get(name), "to": value, "why": why})
            new[name] = value
        elif lower is None and name not in _TRAINED:
            new[name] = max(value, new.get(name, 0.0))
    content = {"data_sha256": data_sha256(), "floors": new, "lowered": old["lowered"]}
    FLOORS.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _print(rows: dict[str, Score], recorded: dict[str, float]) -> None:
    line = "{:<46} {:>6} {:>6} {:>8}  {:>9} {:>7} {:>7} {:>7}\n"
    sys.stdout.write(
        line.format("measure", "right", "found", "expected", "precision", "recall", "F1", "floor")
    )
    for name, each in rows.items():
        values = [f"{value:.4f}" for value in (each.precision, each.recall, each.f1)]
        floor = f"{recorded[name]:.4f}" if name in recorded else "–"
        sys.stdout.write(line.format(name, each.right, each.found, each.expected, *values, floor))


def main() -> None:
    """Print the table, and record floors where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument(
        "--raise", dest="up", action="store_true", help="record today's values where they are higher"
    )
    parser.add_argument("--lower", metavar="MEASURE", help="record today's lower value of one measure")
    parser.add_argument("--why", help="the reason, with --lower")
    parser.add_argument("--by-file", action="store_true", help="a row a measure and file")
    options = parser.parse_args()
    if options.lower and not options.why:
        parser.error("--lower needs --why")
    table = measure()
    scores = totals(table)
    if options.lower and options.lower not in scores:
        parser.error(f"no measure {options.lower!r}")
    if options.up or options.lower:
        _record(scores, options.lower, options.why)
    rows = (
        {
            f"{name} ({file.split('.')[0]})": score
            for name, files in table.items()
            for file, score in files.items()
        }
        if options.by_file
        else scores
    )
    _print(rows, floors()["floors"] if FLOORS.exists() else {})


if __name__ == "__main__":
    main()
