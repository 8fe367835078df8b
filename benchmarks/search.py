"""Time searches over the material that `build.py` built: this package, conc, and Python's own means.

``python benchmarks/search.py --work DIR`` opens the corpora of scale 1 and prints Markdown: opening (fresh
process and warm), then all hits of a four-character formula, of the most frequent two-character word and of
the most frequent token. The words are found in the material, not chosen.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import ours
import peer_conc
from build import OURS, PACKAGES, PEER, apart_folder, corpus_folder, say
from footprint import machine

REPEAT = 200
# A slow search is repeated for so many seconds, and at least so often.
_PATIENCE = 8.0
_LEAST = 5
_FRESH = 15
_SURVEY = 1_000_000
# The modules that know how to open and search a corpus.
_WAYS: dict[str, Any] = {"ours": ours, "peer_conc": peer_conc}
_NAMES = {"ours": "xuncha", "peer_conc": "conc"}
_LIBRARIES = {"ours": "xuncha_nlp.corpus", "peer_conc": "conc.corpus"}
# Opens a corpus in a process of its own, with nothing imported that its library does not need.
_OPENING = """
import importlib, pathlib, sys, time
sys.path.insert(0, sys.argv[1])
way, folder = importlib.import_module(sys.argv[2]), pathlib.Path(sys.argv[4])
importlib.import_module(sys.argv[3])
began = time.perf_counter()
way.open_corpus(folder)
print(time.perf_counter() - began)
"""
_HAN = re.compile("[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Timing:
    """Milliseconds of a call repeated ``runs`` times, without the first; ``result`` is the first's."""

    median: float
    best: float
    first: float
    runs: int
    result: int


def clock(call: Callable[[], int], *, repeat: int = REPEAT) -> Timing:
    """Time a call.

    Parameters
    ----------
    call : callable
        Returns a number of hits.
    repeat : int
        Fewer where the call takes so long that it would pass the patience of this script.
    """
    began = time.perf_counter()
    result = call()
    first = time.perf_counter() - began
    taken: list[float] = []
    while len(taken) < repeat and (len(taken) < _LEAST or sum(taken) < _PATIENCE):
        began = time.perf_counter()
        again = call()
        taken.append(time.perf_counter() - began)
        if again != result:
            raise SystemExit(f"{result} hits, then {again}")
    return Timing(statistics.median(taken) * 1e3, min(taken) * 1e3, first * 1e3, len(taken), result)


def queries(text: str, formula: str) -> list[tuple[str, str]]:
    """Return what is searched for, each with what it is: the words most frequent in the first million."""
    import rjieba

    counts = Counter(word for word in rjieba.cut(text[:_SURVEY]) if _HAN.fullmatch(word))
    ranked = [word for word, _ in counts.most_common()]
    pair = next(word for word in ranked if len(word) == 2)  # noqa: PLR2004 (a two-character word)
    return [
        ("formula", formula),
        ("most frequent two-character word", pair),
        ("most frequent word", ranked[0]),
    ]


def finders(corpus: Any, peer: Any, text: str) -> Iterator[tuple[str, Callable[[str], int]]]:
    """Yield each way to search, by name; each returns the number of its hits."""
    if corpus is not None:
        yield "xuncha `Corpus.find`", partial(ours.find_all, corpus)
    if peer is not None:
        yield "conc, token positions", partial(peer_conc.find_all, peer)
        yield "conc, concordance (20 lines)", partial(peer_conc.concordance, peer)
    yield "`re.finditer`", partial(_regular, text)
    yield "`str.find` loop", partial(_plain, text)


def _regular(text: str, query: str) -> int:
    return len([match.span() for match in re.finditer(re.escape(query), text)])


def _plain(text: str, query: str) -> int:
    spans = []
    at = text.find(query)
    while at >= 0:
        spans.append((at, at + len(query)))
        at = text.find(query, at + 1)
    return len(spans)


def opening(way: str, folder: Path) -> tuple[float, float]:
    """Median milliseconds to open a corpus in a fresh process: the call alone, and imports and all."""
    inside, whole = [], []
    command = [sys.executable, "-c", _OPENING, str(Path(__file__).parent), way, _LIBRARIES[way], str(folder)]
    for _ in range(_FRESH):
        began = time.perf_counter()
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        whole.append(time.perf_counter() - began)
        if run.returncode:
            raise SystemExit(f"{folder.name} does not open:\n{run.stderr[-2000:]}")
        inside.append(float(run.stdout.splitlines()[-1]))
    return statistics.median(inside) * 1e3, statistics.median(whole) * 1e3


def _opening_table(folders: dict[str, Path], repeat: int) -> str:
    lines = [
        "| corpus | fresh process, the call, ms | fresh process, imports and all, ms | warm, ms | runs |",
        "|---|--:|--:|--:|--:|",
    ]
    for way, folder in folders.items():
        say(f"opening: {folder.name}")
        inside, whole = opening(way, folder)
        warm = clock(partial(_opened, _WAYS[way], folder), repeat=repeat)
        lines.append(
            f"| {_NAMES[way]} | {inside:.1f} | {whole:.0f} | {warm.median:.2f} | {_FRESH}, {warm.runs} |"
        )
    return "\n".join(lines)


def _opened(way: Any, folder: Path) -> int:
    return int(way.open_corpus(folder) is not None)


def _search_table(corpus: Any, peer: Any, text: str, formula: str, repeat: int) -> str:
    lines = [
        "| query | means | hits | median ms | best ms | first ms | runs |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for kind, query in queries(text, formula):
        for name, find in finders(corpus, peer, text):
            say(f"{query}: {name}")
            timing = clock(partial(find, query), repeat=repeat)
            lines.append(
                f"| {query} ({kind}) | {name} | {timing.result:,} | {timing.median:.2f} "
                f"| {timing.best:.2f} | {timing.first:.1f} | {timing.runs} |"
            )
    return "\n".join(lines)


def _options(arguments: list[str] | None) -> Any:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="where build.py built")
    parser.add_argument("--scale", type=int, default=1, metavar="N", help="default: %(default)s")
    parser.add_argument("--formula", default="四个意识", help="a formula to search for; default: %(default)s")
    parser.add_argument("--repeat", type=int, default=REPEAT, metavar="N", help="default: %(default)s")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Time opening and searching, and print Markdown."""
    options = _options(arguments)
    about = machine(PACKAGES)
    # All speeches in one string, without the contents lists, which are no part of a corpus.
    folder = apart_folder(options.work, options.scale)
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    if not text:
        raise SystemExit(f"no material in {folder}: run build.py first")
    # Ours is the same for any number of jobs: the last is taken.
    built = {"ours": OURS[-1], "peer_conc": PEER}
    folders = {way: corpus_folder(options.work, tool, options.scale) for way, tool in built.items()}
    folders = {way: folder for way, folder in folders.items() if folder.is_dir()}
    parts = {"Machine": about}
    parts[f"Opening, {options.scale}×"] = _opening_table(folders, options.repeat)
    corpus, peer = (_WAYS[way].open_corpus(folders[way]) if way in folders else None for way in _WAYS)
    parts[f"All hits with offsets, {options.scale}× ({len(text):,} characters)"] = _search_table(
        corpus, peer, text, options.formula, options.repeat
    )
    sys.stdout.write("\n\n".join(f"## {head}\n\n{body}" for head, body in parts.items()) + "\n")


if __name__ == "__main__":
    main()
