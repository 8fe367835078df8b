"""Time the extractors over a text, and other ways to find the lexicon's formulae in it.

``python benchmarks/extract.py`` writes material into a folder of its own, runs everything in turns, and
prints Markdown: the rate of each kind of annotation and of all together; the same at twice and four times the
length and in one paragraph without punctuation; and, on the same lexicon, spaCy's PhraseMatcher over words and
over characters and an alternation of `re`, sorted by length, beside ours. Seconds are processor time.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import material
from build import say
from footprint import machine

from xuncha_nlp.extractors import KINDS, Lexicon, annotate
from xuncha_nlp.extractors.formulae import mentions
from xuncha_nlp.sources import Source, fold
from xuncha_nlp.speeches import Speech, split

PACKAGES = ("xuncha_nlp", "spacy", "jieba", "rjieba", "ahocorasick-rs")
CHARACTERS = 2_000_000
REPEAT = 5
# Lengths by which growth is shown, and that of the paragraph without punctuation.
_SCALES = (1, 2, 4)
_PARAGRAPH = 1_000_000
_HAN = re.compile("[\u4e00-\u9fff0-9]+")
Span = tuple[int, int]


@dataclass(frozen=True)
class Way:
    """A way to go over texts: what it is called, and what does it, returning how much it found."""

    name: str
    run: Callable[[], int]


@dataclass(frozen=True)
class Rate:
    """The median of the processor seconds of a way's runs, and what it found."""

    name: str
    seconds: float
    found: int


def race(ways: Sequence[Way], *, repeat: int) -> list[Rate]:
    """Run each way in turn, ``repeat`` times over, so that a slow minute of the machine hits all alike."""
    seconds: dict[str, list[float]] = {way.name: [] for way in ways}
    found: dict[str, int] = {}
    for turn in range(repeat):
        for way in ways:
            say(f"{turn + 1}/{repeat} {way.name}")
            began = time.process_time()
            found[way.name] = way.run()
            seconds[way.name].append(time.process_time() - began)
    return [Rate(way.name, statistics.median(seconds[way.name]), found[way.name]) for way in ways]


def speeches_of(folder: Path) -> list[Speech]:
    """Return the speeches of a folder of texts, read and split."""
    sources = [
        Source.from_text(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.iterdir())
    ]
    return [speech for source in sources for speech in split(source)]


def extractors(speeches: Sequence[Speech], lexicon: Lexicon) -> list[Way]:
    """Return the scan for formulae alone, each kind of annotation, and all of them together."""

    def of(kinds: Sequence[str]) -> int:
        return sum(len(annotate(speech, kinds, lexicon)) for speech in speeches)

    def scan() -> int:
        return sum(len(mentions(speech, lexicon)) for speech in speeches)

    return [
        Way("formulae, where they stand", scan),
        *(Way(f"{kind}, with all that is known of it", partial(of, [kind])) for kind in KINDS),
        Way("all of them", partial(of, KINDS)),
    ]


def finders(texts: Sequence[str], surfaces: Sequence[str], lexicon: Lexicon) -> Iterator[Way]:
    """Yield the ways to find the surfaces of a lexicon in folded texts; each counts what it finds."""
    yield Way("xuncha `Lexicon.find`", lambda: sum(1 for text in texts for _ in lexicon.find(text)))
    by_length = sorted(surfaces, key=len, reverse=True)
    alternation = re.compile("|".join(map(re.escape, by_length)))
    yield Way(
        "`re`, alternation sorted by length",
        lambda: sum(1 for text in texts for _ in alternation.finditer(text)),
    )
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    for name, segmenter in (("characters", "char"), ("jieba's words", "jieba")):
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": segmenter}}})
        matcher = PhraseMatcher(nlp.vocab)
        matcher.add("formula", [nlp.make_doc(surface) for surface in surfaces])
        # spaCy lays words over a text in time that grows with the square of its length.
        pieces = [line for text in texts for line in text.splitlines() if line]
        say(f"making spaCy's documents of {name}")
        docs = [nlp.make_doc(piece) for piece in pieces]

        def matched(matcher: Any, docs: list[Any]) -> int:
            return sum(len(filter_spans(matcher(doc, as_spans=True))) for doc in docs)

        def made(nlp: Any, matcher: Any, pieces: list[str]) -> int:
            return matched(matcher, [nlp.make_doc(piece) for piece in pieces])

        yield Way(f"spaCy PhraseMatcher over {name}, documents made before", partial(matched, matcher, docs))
        yield Way(f"spaCy PhraseMatcher over {name}, making documents", partial(made, nlp, matcher, pieces))


def paragraph(speeches: Sequence[Speech], characters: int) -> Speech:
    """Return a speech that is one paragraph without punctuation."""
    text = "".join(word for speech in speeches for word in _HAN.findall(speech.text))
    text = text * (characters // len(text) + 1)
    speech, *_ = split(Source.from_text("paragraph.txt", text[:characters]))
    return speech


def rate_table(rates: Sequence[Rate], characters: int) -> str:
    """Return a Markdown table: what was run, its rate, what it found, and how often the first is as fast."""
    first = rates[0]
    lines = ["| | M characters/s | found | seconds | seconds of the first |", "|---|--:|--:|--:|--:|"]
    lines += [
        f"| {each.name} | {characters / each.seconds / 1e6:.2f} | {each.found:,} | {each.seconds:.3f} "
        f"| {each.seconds / first.seconds:.1f} × |"
        for each in rates
    ]
    return "\n".join(lines)


def growth_table(rows: Sequence[tuple[str, int, Rate]]) -> str:
    """Return a Markdown table of one way over texts of several lengths."""
    lines = ["| text | M characters | seconds | M characters/s |", "|---|--:|--:|--:|"]
    lines += [
        f"| {name} | {characters / 1e6:.2f} | {rate.seconds:.2f} | {characters / rate.seconds / 1e6:.2f} |"
        for name, characters, rate in rows
    ]
    return "\n".join(lines)


def _options(arguments: list[str] | None) -> Any:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument(
        "--characters", type=int, default=CHARACTERS, metavar="N", help="default: %(default)s"
    )
    parser.add_argument("--repeat", type=int, default=REPEAT, metavar="N", help="default: %(default)s")
    parser.add_argument(
        "--texts", type=Path, metavar="DIR", help="a folder of .txt files instead of material"
    )
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Run everything and print Markdown."""
    options = _options(arguments)
    about = machine(PACKAGES)
    lexicon = Lexicon.load()
    surfaces = list(lexicon.surfaces)
    with tempfile.TemporaryDirectory() as scratch:
        scales: dict[int, list[Speech]] = {}
        for scale in (1,) if options.texts else _SCALES:
            folder = options.texts or Path(scratch) / str(scale)
            if not options.texts:
                material.write(folder, characters=options.characters * scale, seed=scale)
            scales[scale] = speeches_of(folder)
    speeches = scales[1]
    counts = {scale: sum(len(each.text) for each in many) for scale, many in scales.items()}
    texts = [fold(speech.text) for speech in speeches]
    parts = {"Machine": about}
    parts[f"Extractors, {counts[1]:,} characters, one core"] = rate_table(
        race(extractors(speeches, lexicon), repeat=options.repeat), counts[1]
    )
    rows = [
        (f"{scale}×", counts[scale], race(extractors(many, lexicon)[-1:], repeat=options.repeat)[0])
        for scale, many in scales.items()
    ]
    one = paragraph(speeches, _PARAGRAPH)
    rows += [
        (
            "a paragraph without punctuation",
            len(each.text),
            race(extractors([each], lexicon)[-1:], repeat=1)[0],
        )
        for each in (paragraph(speeches, _PARAGRAPH // 4), one)
    ]
    parts["Growth, all extractors"] = growth_table(rows)
    parts[f"{len(surfaces)} names of the lexicon, {counts[1]:,} characters, one core"] = rate_table(
        race(list(finders(texts, surfaces, lexicon)), repeat=options.repeat), counts[1]
    )
    sys.stdout.write("\n\n".join(f"## {head}\n\n{body}" for head, body in parts.items()) + "\n")


if __name__ == "__main__":
    main()
