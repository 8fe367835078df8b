"""The peer: pycorpdiff, a Python library that compares corpora: key words of two years, lines, rates by year.

pycorpdiff needs pandas below 3 and cannot stand beside this package. It runs in a process of its own, by the Python of
an environment that has it, and gets our words as a file of JSON lines, a speech a line: what is measured is counting
and comparing, not segmenting. It keeps no corpus; what it is asked it counts from the words each time. Its
log-likelihood is asked for as Dunning's, over four cells, which is ours.

``python benchmarks/peer_corpdiff.py CORPUS --python ENV/bin/python`` asks both about the first and the last year of a
corpus directory, and prints JSON: for each question the first answer and the median of those that follow, in
milliseconds, and by how much the values of log-likelihood differ on the words that both have.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

REPEAT = 5
# What both leave out as too rare.
LEAST = 3
_LINES = 20
# Between the words of a speech; no segmenter makes a word of it.
_BETWEEN = "\x1f"
Question = tuple[str, Callable[[], int]]


def export(corpus: Any, path: Path) -> None:
    """Write the words of a corpus of ours, punctuation left out: a line a speech that has a date."""
    tokens = corpus.tokens
    dates = corpus.facts("date")
    with path.open("w", encoding="utf-8") as file:
        for part in tokens.parts:
            is_word = tokens.is_word[part.rows]
            for place, (begin, end) in zip(part.speeches.tolist(), part.bounds.tolist(), strict=True):
                codes = part.codes[begin:end]
                rows = part.rows[codes[is_word[codes]]].tolist()
                if dates[place]:
                    words = [tokens.vocabulary[row] for row in rows]
                    file.write(
                        json.dumps({"year": dates[place][:4], "words": words}, ensure_ascii=False) + "\n"
                    )


def timed(questions: Iterator[Question], repeat: int) -> dict[str, dict[str, float]]:
    """Ask each question again and again; processor time, since the machine may have other work."""
    found = {}
    for name, call in questions:
        times = []
        for _ in range(max(repeat, 2)):
            began = time.process_time()
            rows = call()
            times.append((time.process_time() - began) * 1e3)
        found[name] = {"rows": rows, "first": times[0], "median": statistics.median(times[1:])}
    return found


def ask_peer(path: Path, word: str, repeat: int) -> dict[str, Any]:
    """Ask pycorpdiff, in its own process."""
    import pandas as pd

    peer: Any = import_module("pycorpdiff")
    with path.open(encoding="utf-8") as file:
        speeches = [json.loads(line) for line in file]
    frame = pd.DataFrame(
        {
            "text": [_BETWEEN.join(each["words"]) for each in speeches],
            "year": [each["year"] for each in speeches],
            "date": pd.to_datetime([f"{each['year']}-01-01" for each in speeches]),
        }
    )
    corpus: Any = peer.Corpus(frame, tokenizer=lambda text: text.split(_BETWEEN) if text else [])
    first, last = min(frame["year"]), max(frame["year"])

    def keyness(**options: Any) -> Any:
        both = peer.compare(corpus.slice(year=first), corpus.slice(year=last))
        return both.keyness(formula="dunning", min_count=LEAST, **options).to_df()

    def questions() -> Iterator[Question]:
        yield "keyness of words, two years", lambda: len(keyness())
        yield "keyness with dispersion", lambda: len(keyness(dispersion=True))
        yield "timeline of a word, by year", lambda: len(peer.track(corpus, word).over_time().to_df())
        yield "concordance page", lambda: len(peer.kwic(corpus, word, n=_LINES).to_df())

    answers = timed(questions(), repeat)
    table = keyness()
    named = table.set_index("term") if "term" in table else table
    return {
        "versions": {name: version(name) for name in ("pycorpdiff", "pandas")},
        "speeches": len(speeches),
        "answers": answers,
        "g2": {str(term): float(value) for term, value in named["g2"].items()},
    }


def ask_ours(corpus: Any, word: str, repeat: int) -> tuple[dict[str, Any], dict[str, float]]:
    """Ask this package the same, and return the values of log-likelihood too."""
    from xuncha_nlp import analysis

    years = sorted({date[:4] for date in corpus.facts("date") if date})
    old, new = (corpus.where(year=year) for year in (years[0], years[-1]))

    def keyness() -> Any:
        return analysis.keyness(old, new, least=LEAST, significance=1)

    def questions() -> Iterator[Question]:
        yield "keyness with dispersion", lambda: len(keyness())
        yield "timeline of a word, by year", lambda: len(analysis.timeline(corpus, f"<{word}>"))
        yield (
            "concordance page",
            lambda: len(analysis.concordance(corpus, f"<{word}>", count=_LINES)),
        )

    answers = timed(questions(), repeat)
    return {"versions": {"xuncha_nlp": version("xuncha_nlp")}, "answers": answers}, keyness()[
        "log_likelihood"
    ].to_dict()


def agreement(ours: dict[str, float], theirs: dict[str, float]) -> dict[str, float]:
    """By how much two sets of values differ, and how many words only one of them has."""
    both = ours.keys() & theirs.keys()
    return {
        "words": len(both),
        "only in one": len(ours.keys() ^ theirs.keys()),
        "largest difference": max((abs(ours[word] - theirs[word]) for word in both), default=0.0),
        "largest relative difference": max(
            (abs(ours[word] - theirs[word]) / max(abs(ours[word]), 1.0) for word in both), default=0.0
        ),
    }


def compare(folder: Path, python: str, repeat: int) -> dict[str, Any]:
    """Ask both about a corpus directory of ours."""
    import ours

    corpus = ours.open_corpus(folder)
    counts = corpus.tokens.counts * corpus.tokens.is_word
    ranked = (corpus.tokens.vocabulary[row] for row in (-counts).argsort().tolist())
    word = next(each for each in ranked if len(each) == 2)  # noqa: PLR2004 (two characters)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "words.jsonl"
        export(corpus, path)
        command = [python, __file__, "--ask", str(path), "--word", word, "--repeat", str(repeat)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (the user's own Python)
    if done.returncode:
        raise SystemExit(done.stderr)
    theirs = json.loads(done.stdout)
    mine, values = ask_ours(corpus, word, repeat)
    return {"word": word, "pycorpdiff": theirs, "xuncha": mine, "g2": agreement(values, theirs.pop("g2"))}


def main(arguments: list[str] | None = None) -> None:
    """Print the answers as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, nargs="?", metavar="CORPUS", help="a corpus directory of ours")
    parser.add_argument("--python", metavar="FILE", help="the Python of an environment with pycorpdiff")
    parser.add_argument(
        "--ask", type=Path, metavar="FILE", help="(in that environment) the words to be asked about"
    )
    parser.add_argument(
        "--word", metavar="WORD", help="with --ask: the word of the timeline and the concordance"
    )
    parser.add_argument("--repeat", type=int, default=REPEAT, metavar="N", help="default: %(default)s")
    options: Any = parser.parse_args(arguments)
    if options.ask:
        found = ask_peer(options.ask, options.word, options.repeat)
    elif options.corpus and options.python:
        found = compare(options.corpus, options.python, options.repeat)
    else:
        raise SystemExit("give CORPUS and --python")
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
