"""Time the questions of an analysis over the material that `build.py` built: this package, NLTK and conc.

``python benchmarks/analyse.py --work DIR`` opens the corpora of scale 1 and prints Markdown: for each question the
first answer after the corpus is opened, and the median of those that follow. The words are found in the material,
not chosen. NLTK has no corpus of its own: it gets our tokens as a list of strings, and what it builds of them
(an index, frequencies) is built before it is timed and has a row of its own. conc answers from its directory.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import ours
from build import OURS, PACKAGES, PEER, corpus_folder, say
from footprint import machine
from search import Timing, clock

REPEAT = 20
_PAGE = 20
# The peers take seconds for some questions.
_SLOW = 2
# And these questions gigabytes: NLTK gets so many tokens for them.
_SOME = 1_000_000
Question = tuple[str, str, Callable[[], int]]
Words = tuple[str, str, str]


def words_of(corpus: Any) -> Words:
    """Return a formula, the most frequent word of two characters, and the most frequent word of the corpus."""
    counts = corpus.tokens.counts * corpus.tokens.is_word
    ranked = [corpus.tokens.vocabulary[row] for row in (-counts).argsort()[:200].tolist()]
    labels = corpus.labels("formula")
    formula = labels.vocabulary[int(labels.counts.argmax())]
    return formula, next(word for word in ranked if len(word) == 2), ranked[0]  # noqa: PLR2004 (two characters)


def questions(corpus: Any, words: Words) -> Iterator[Question]:
    """Yield what this package is asked: the question, the means, and a call that returns a number of rows."""
    from xuncha_nlp import analysis

    formula, pair, most = words
    years = sorted({date[:4] for date in corpus.facts("date") if date})
    for word in (formula, pair, most):
        for sort in (None, "1R,2R", "date"):
            name = f"concordance page, {word}, " + (f"by {sort}" if sort else "order of the text")
            page = partial(analysis.concordance, corpus, word, count=_PAGE, sort=sort)
            yield name, "xuncha", lambda page=page: len(page())
    gap = f"{formula[0]}…{pair}"
    yield "concordance page, a gap", "xuncha", lambda: len(analysis.concordance(corpus, gap, count=_PAGE))
    yield "frequency of formulae by year", "xuncha", lambda: len(analysis.frequency(corpus, by="year"))
    yield (
        "frequency of words by year",
        "xuncha",
        lambda: len(analysis.frequency(corpus, what="word", by="year")),
    )
    yield f"collocates of {pair}", "xuncha", lambda: len(analysis.collocates(corpus, pair))
    yield f"collocates of {most}", "xuncha", lambda: len(analysis.collocates(corpus, most))
    old, new = (corpus.where(year=year) for year in (years[0], years[-1]))
    yield "keyness of words, two years", "xuncha", lambda: len(analysis.keyness(old, new, significance=1))
    yield f"dispersion of {formula}", "xuncha", lambda: len(analysis.dispersion(corpus, formula))
    yield f"dispersion of {pair}", "xuncha", lambda: len(analysis.dispersion(corpus, pair))
    yield "dispersion of all words", "xuncha", lambda: len(analysis.dispersion(corpus))
    yield "four-grams of words", "xuncha", lambda: len(analysis.ngrams(corpus, 4))
    yield f"timeline of {formula}", "xuncha", lambda: len(analysis.timeline(corpus, formula))


def of_nltk(corpus: Any, words: Words) -> Iterator[Question]:
    """Yield what NLTK is asked, on the same tokens."""
    from nltk import FreqDist
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
    from nltk.text import ConcordanceIndex
    from nltk.util import ngrams

    formula, pair, most = words
    vocabulary = corpus.tokens.vocabulary
    text = [vocabulary[row] for part in corpus.tokens.parts for row in part.rows[part.codes].tolist()]
    kept: dict[str, Any] = {}

    def index() -> int:
        kept["index"] = ConcordanceIndex(text)
        return len(kept["index"].offsets(most))

    yield "concordance page: the index", "NLTK ConcordanceIndex", index
    for word in (formula, pair, most):
        yield (
            f"concordance page, {word}, order of the text",
            "NLTK ConcordanceIndex.find_concordance",
            lambda word=word: len(kept["index"].find_concordance(word)[:_PAGE]),
        )
    yield "frequency of words", "NLTK FreqDist", lambda: len(FreqDist(text))

    def collocations(word: str) -> int:
        finder = BigramCollocationFinder.from_words(text[:_SOME], window_size=6)
        finder.apply_freq_filter(3)
        finder.apply_ngram_filter(lambda one, other: word not in (one, other))
        return len(finder.score_ngrams(BigramAssocMeasures.likelihood_ratio))

    yield (
        f"collocates of {most}",
        f"NLTK BigramCollocationFinder, first {_SOME:,} tokens",
        lambda: collocations(most),
    )
    yield (
        "four-grams of words",
        f"NLTK FreqDist of ngrams, first {_SOME:,} tokens",
        lambda: len(FreqDist(ngrams(text[:_SOME], 4))),
    )


def of_conc(folder: Path, words: Words) -> Iterator[Question]:
    """Yield what conc is asked; it shows twenty rows, whatever it has found."""
    import peer_conc
    from conc.collocates import Collocates
    from conc.concordance import Concordance
    from conc.frequency import Frequency
    from conc.ngrams import Ngrams

    logging.disable(logging.WARNING)
    peer = peer_conc.open_corpus(folder)
    formula, pair, most = words
    tools = {each: each(peer) for each in (Collocates, Concordance, Frequency, Ngrams)}

    def rows(result: Any) -> int:
        # What is not computed yet is computed here, as showing it would.
        return len(result.df.collect() if hasattr(result.df, "collect") else result.df)

    for word in (formula, pair, most):
        yield (
            f"concordance page, {word}, by 1R,2R", "conc Concordance (1R2R3R)",
            lambda word=word: rows(tools[Concordance].concordance(word, page_size=_PAGE)),
        )  # fmt: skip
    yield "frequency of words", "conc Frequency", lambda: rows(tools[Frequency].frequencies())
    for word in (pair, most):
        yield (
            f"collocates of {word}", "conc Collocates",
            lambda word=word: rows(tools[Collocates].collocates(word, min_collocate_frequency=3)),
        )  # fmt: skip
    yield "four-grams of words", "conc Ngrams", lambda: rows(tools[Ngrams].ngram_frequencies(ngram_length=4))


def _line(question: str, means: str, timing: Timing) -> str:
    return f"| {question} | {means} | {timing.result:,} | {timing.first:,.1f} | {timing.median:,.1f} | {timing.runs} |"


def _table(asked: Iterator[Question], repeat: int) -> Iterator[str]:
    for question, means, call in asked:
        say(f"{means}: {question}")
        yield _line(question, means, clock(call, repeat=repeat))


def _cold(folder: Path, words: Words) -> Iterator[str]:
    """Open the corpus anew for each question, with all libraries imported."""
    for number in range(len(list(questions(ours.open_corpus(folder), words)))):
        question, _, call = list(questions(ours.open_corpus(folder), words))[number]
        say(f"cold: {question}")
        began = time.perf_counter()
        call()
        yield f"| {question} | {(time.perf_counter() - began) * 1e3:,.0f} |"


def _options(arguments: list[str] | None) -> Any:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--work", type=Path, metavar="DIR", help="where build.py built")
    parser.add_argument("--scale", type=int, default=1, metavar="N", help="default: %(default)s")
    parser.add_argument("--ours", type=Path, metavar="DIR", help="a corpus of ours that lies elsewhere")
    parser.add_argument("--conc", type=Path, metavar="DIR", help="a corpus of conc's that lies elsewhere")
    parser.add_argument(
        "--without", action="append", default=[], choices=("nltk", "conc"), help="a peer left out"
    )
    parser.add_argument("--repeat", type=int, default=REPEAT, metavar="N", help="default: %(default)s")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Time the questions, and print Markdown."""
    options = _options(arguments)
    if options.work is None and options.ours is None:
        raise SystemExit("give --work, or --ours")
    folder = options.ours or corpus_folder(options.work, OURS[-1], options.scale)
    peer = options.conc or (corpus_folder(options.work, PEER, options.scale) if options.work else None)
    corpus = ours.open_corpus(folder)
    words = words_of(corpus)
    asked = _table(questions(corpus, words), options.repeat)
    lines = list(asked)
    if "nltk" not in options.without:
        lines += _table(of_nltk(corpus, words), min(options.repeat, _SLOW))
    if "conc" not in options.without and peer is not None and peer.is_dir():
        lines += _table(of_conc(peer, words), min(options.repeat, _SLOW))
    head = "| question | means | rows | first ms | median ms | runs |\n|---|---|--:|--:|--:|--:|\n"
    cold = "| question | first answer after opening, ms |\n|---|--:|\n" + "\n".join(_cold(folder, words))
    size = f"{len(corpus):,} speeches, {corpus.tokens.number_of_words:,} words"
    parts = {
        "Machine": machine(PACKAGES),
        f"Questions, {size}": head + "\n".join(lines),
        "After a cold open": cold,
    }
    sys.stdout.write("\n\n".join(f"## {name}\n\n{body}" for name, body in parts.items()) + "\n")


if __name__ == "__main__":
    main()
