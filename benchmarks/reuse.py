"""Time what lays a whole corpus side by side: types of formulae, reuse, what is left without it, discovery.

``python benchmarks/reuse.py DIR`` takes a corpus directory or a folder of files and prints Markdown: for each
question the number of rows, the CPU seconds and the peak of memory, each question in a process of its own. A
question that is too much for the corpus says so in its row.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from build import PACKAGES, say
from footprint import machine


def _questions() -> dict[str, Callable[[Any], int]]:
    from xuncha_nlp import analysis
    from xuncha_nlp.analysis.discovery import discover
    from xuncha_nlp.analysis.reuse import reuse, reuse_matrix

    return {
        "types of formulae": lambda corpus: len(analysis.formula_types(corpus)),
        "reuse": lambda corpus: len(reuse(corpus)),
        "reuse, at least 40 characters": lambda corpus: len(reuse(corpus, shortest=40)),
        "reuse, a matrix": lambda corpus: len(reuse_matrix(corpus)),
        "formulae by year, without what is reused": lambda corpus: len(
            analysis.frequency(corpus, by="year", without_reused=True)
        ),
        "discovery": lambda corpus: len(discover(corpus)),
    }


def _ask(place: Path, question: str) -> str:
    from xuncha_nlp import read
    from xuncha_nlp.errors import InputError

    corpus = read(place)
    began = time.process_time()
    try:
        found = f"{_questions()[question](corpus):,}"
    except InputError as error:
        found = str(error)
    seconds = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"| {question} | {found} | {seconds:,.1f} | {memory:,.0f} |"


def main(arguments: list[str] | None = None) -> None:
    """Time the questions, and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("place", type=Path, metavar="DIR", help="a corpus directory, or a folder of files")
    options = parser.parse_args(arguments)
    lines = ["| question | rows | CPU s | peak MB |", "|---|--:|--:|--:|"]
    for question in _questions():
        say(question)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            lines.append(pool.apply(_ask, (options.place, question)))
    body = "\n".join(lines)
    sys.stdout.write(f"## Machine\n\n{machine(PACKAGES)}\n\n## Speeches side by side\n\n{body}\n")


if __name__ == "__main__":
    main()
