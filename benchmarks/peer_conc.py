"""The peer: conc, a Python library that keeps a corpus as Parquet files, made to segment Chinese with jieba.

conc takes its tokenizer from ``spacy.load(model)``. The adaptation is a model folder: a blank Chinese pipeline
with the tokenizer below, written where conc can load it. conc switches off seven components by name and fails
where one of them is missing, so the pipeline has one under each name; they never run. conc itself is not
changed and has its own defaults for the rest.

spaCy's own jieba segmenter would do for short documents; for long ones it takes a third longer, as it lays the
words over the text once more, in time that grows with the square of its length. Here they are taken as they
come, from either segmenter.

``python benchmarks/peer_conc.py SPEECHES -o DIR`` builds ``DIR/material.corpus``, a document a file, and prints
its counts. ``--segmenter rjieba`` shows what is left when the segmenter is the one that xuncha has.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry

NAME = "material"
SEGMENTERS = ("jieba", "rjieba")
_SWITCHED_OFF = ("parser", "ner", "lemmatizer", "tagger", "senter", "tok2vec", "attribute_ruler")


class Tokenizer(DummyTokenizer):
    """Words as the segmenter gives them; a space is a word of its own."""

    def __init__(self, vocab: Any, segmenter: str) -> None:
        self.vocab = vocab
        self.cut: Callable[[str], list[str]]
        if segmenter == "jieba":
            import jieba

            jieba.setLogLevel(logging.WARNING)
            self.cut = jieba.lcut
        else:
            import rjieba

            self.cut = rjieba.cut

    def __call__(self, text: str) -> Doc:
        words = self.cut(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


def _tokenizer(segmenter: str) -> Callable[[Any], Tokenizer]:
    return lambda pipeline: Tokenizer(pipeline.vocab, segmenter)


_register: Any = registry.tokenizers
_register("bench.segmenter.v1", func=_tokenizer)


def model(folder: Path, segmenter: str) -> Path:
    """Write a spaCy pipeline that does nothing but segment, and return its folder."""
    target = folder / f"zh_{segmenter}"
    if not target.is_dir():
        tokenizer = {"@tokenizers": "bench.segmenter.v1", "segmenter": segmenter}
        pipeline = spacy.blank("zh", config={"nlp": {"tokenizer": tokenizer}})
        for name in _SWITCHED_OFF:
            pipeline.add_pipe("sentencizer", name=name)
        pipeline.to_disk(target)
    return target


def build(speeches: Path, folder: Path, *, segmenter: str = "jieba") -> Any:
    """Build a conc corpus of a folder's .txt files, a document a file, and return it."""
    from conc.corpus import Corpus

    folder.mkdir(parents=True, exist_ok=True)
    corpus: Any = Corpus(name=NAME, description="")
    return corpus.build_from_files(
        source_path=str(speeches),
        save_path=str(folder),
        model=str(model(folder, segmenter)),
    )


def open_corpus(folder: Path) -> Any:
    """Open a corpus that `build` made."""
    from conc.corpus import Corpus

    corpus: Any = Corpus()
    return corpus.load(str(folder / f"{NAME}.corpus"))


def find_all(corpus: Any, query: str) -> int:
    """Find all hits as token positions, what conc has nearest to offsets, and return how many there are."""
    tokens, index = corpus.tokenize(query, simple_indexing=True)
    return len(corpus.get_token_positions(tokens, index)[0])


def concordance(corpus: Any, query: str) -> int:
    """Make the page that a user sees: all hits found and sorted, twenty shown. Return how many there are."""
    from conc.concordance import Concordance

    tool: Any = Concordance(corpus)
    return int(tool.concordance(query).summary_data.get("total_count", 0))


def counts(folder: Path) -> dict[str, int]:
    """Return what conc itself wrote down about a corpus."""
    kept = json.loads((folder / f"{NAME}.corpus" / "corpus.json").read_text(encoding="utf-8"))
    return {"documents": kept["document_count"], "tokens": kept["token_count"] + kept["space_token_count"]}


def main(arguments: list[str] | None = None) -> None:
    """Build, and print documents and tokens as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("speeches", type=Path, metavar="SPEECHES", help="folder of .txt files")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    parser.add_argument("--segmenter", choices=SEGMENTERS, default="jieba", help="default: %(default)s")
    options: Any = parser.parse_args(arguments)
    build(options.speeches, options.output, segmenter=options.segmenter)
    sys.stdout.write(json.dumps(counts(options.output)) + "\n")


if __name__ == "__main__":
    main()
