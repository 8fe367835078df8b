"""Tokens as arrays: the same from memory and from a directory, in one shard or many, whole or selected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from xuncha_nlp.corpus import Corpus, build, read
from xuncha_nlp.segment import words


def counted(corpus: Corpus) -> Counter[str]:
    tokens = corpus.tokens
    return Counter(
        {word: int(count) for word, count in zip(tokens.vocabulary, tokens.counts, strict=True) if count}
    )


def test_counts_are_those_of_the_segmenter(material: Path) -> None:
    corpus = read(material)
    expected = Counter(word for speech in corpus for word in words((speech.reading or speech).text))
    assert counted(corpus) == expected
    sizes = [
        sum(any(map(str.isalnum, word)) for word in words((speech.reading or speech).text))
        for speech in corpus
    ]
    assert corpus.tokens.sizes.tolist() == sizes
    assert corpus.tokens.number_of_words == sum(sizes)


def test_a_directory_has_the_same_in_one_shard_or_many(
    material: Path, tmp_path: Path, small_shards: Callable[[int], None]
) -> None:
    memory = read(material)
    build([material], tmp_path / "one")
    small_shards(400)
    build([material], tmp_path / "many")
    one, many = Corpus.open(tmp_path / "one"), Corpus.open(tmp_path / "many")
    assert len(many.tokens.parts) > len(one.tokens.parts) == 1
    assert counted(one) == counted(many) == counted(memory)
    # Files come in the order of their names there.
    assert sorted(one.tokens.sizes) == sorted(memory.tokens.sizes)
    assert one.tokens.sizes.tolist() == many.tokens.sizes.tolist()
    assert list(one.tokens.vocabulary) == list(many.tokens.vocabulary)


def test_a_selection_counts_only_its_own(built: Path) -> None:
    corpus = Corpus.open(built)
    chosen = corpus.where(year=2013)
    assert 0 < len(chosen) < len(corpus)
    assert counted(chosen) == Counter(word for speech in chosen for word in words(speech.text))
    assert len(chosen.tokens.sizes) == len(chosen)
    assert not counted(corpus.where(year=1900))


def test_hits_and_the_tokens_that_they_touch(material: Path, tmp_path: Path, small_shards: Any) -> None:
    """The tokens touched by a hit cover it, and neither the one before nor the one behind touches it."""
    small_shards(400)
    build([material], tmp_path / "many")
    for corpus in (
        read(material),
        Corpus.open(tmp_path / "many"),
        Corpus.open(tmp_path / "many").where(since="2014"),
    ):
        for phrase in ("巡察", "个意", "的", "四个意识", "讲话\n"):
            hits = corpus.find(phrase)
            seen = []
            for part, numbers, first, last in corpus.tokens.at(hits):
                seen += numbers.tolist()
                for number, begin, end in zip(numbers, first, last, strict=True):
                    low, high = part.bounds[np.searchsorted(part.speeches, hits.speech[number])]
                    assert low <= begin < end <= high
                    assert part.starts[begin] <= hits.start[number] < part.ends[begin]
                    assert part.starts[end - 1] < hits.end[number] <= part.ends[end - 1]
            assert seen == list(range(len(hits)))


def test_the_digest_is_that_of_the_texts(material: Path, built: Path) -> None:
    memory, stored = read(material), Corpus.open(built)
    assert memory.digest == stored.digest
    assert memory.where(year=2013).digest == stored.where(year=2013).digest != memory.digest
    assert memory.segmenter == stored.segmenter == "rjieba"


def test_characters_are_those_of_the_text(material: Path, tmp_path: Path, small_shards: Any) -> None:
    small_shards(400)
    build([material], tmp_path / "many")
    stored = Corpus.open(tmp_path / "many")
    for corpus in (read(material), stored, stored.where(since="2014")):
        characters = corpus.characters
        text = "".join((speech.reading or speech).text for speech in corpus)
        expected = Counter(text)
        found = {chr(code): int(characters.counts[code]) for code in np.flatnonzero(characters.counts)}
        assert found == expected
        part = characters.parts[-1]
        speech = corpus.members[int(part.speeches[-1])]
        low, high = part.bounds[-1]
        spans = zip(part.starts[low:high], part.ends[low:high], strict=True)
        # Where layout damage is left out of the reading, the offsets skip it.
        assert "".join(speech.source.text[a:b] for a, b in spans) == (speech.reading or speech).text


def test_words_by_speech(material: Path, tmp_path: Path, small_shards: Any) -> None:
    small_shards(400)
    build([material], tmp_path / "many")
    corpus = Corpus.open(tmp_path / "many").where(since="2014")
    tokens = corpus.tokens
    matrix = tokens.by_speech
    assert matrix.sum(axis=1).tolist() == tokens.counts.tolist()
    for number, speech in enumerate(corpus):
        expected = Counter(words((speech.reading or speech).text))
        column = matrix[:, [number]].toarray().ravel()
        assert {tokens.vocabulary[row]: int(column[row]) for row in np.flatnonzero(column)} == expected


def test_labels_are_those_of_the_annotations(material: Path, tmp_path: Path, small_shards: Any) -> None:
    small_shards(400)
    build([material], tmp_path / "many")
    stored = Corpus.open(tmp_path / "many")
    for corpus in (read(material), stored, stored.where(since="2014")):
        labels = corpus.labels("formula")
        expected = Counter(each.label for speech in corpus for each in corpus.annotations(speech, "formula"))
        assert dict(zip(labels.vocabulary, labels.counts.tolist(), strict=True)) | expected == expected | {
            name: 0 for name in labels.vocabulary if name not in expected
        }
        for number, speech in enumerate(corpus):
            part = next(each for each in labels.parts if number in each.speeches)
            low, high = part.bounds[part.speeches.tolist().index(number)]
            spans = zip(part.starts[low:high].tolist(), part.ends[low:high].tolist(), strict=True)
            annotations = corpus.annotations(speech, "formula")
            assert list(spans) == [(each.start, each.end) for each in annotations]
