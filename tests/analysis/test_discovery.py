"""Discovery: maximal repeats against a search by force, entropies by hand, and what is and is not a phrase."""

from __future__ import annotations

import re
from math import log2
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import xuncha_nlp as xn
from xuncha_nlp.analysis.discovery import discover, to_lexicon_toml
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.extractors import Lexicon
from xuncha_nlp.extractors.repeats import lay, maximal_repeats, read_of

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample"
COLUMNS = [
    "text", "count", "speeches", "left", "right", "score", "known", "source", "speech", "date", "start", "end",
]  # fmt: skip
FIRST = "在动员会上的讲话\n（2019年3月）\n区委要求挂图作战。镇里挂图作战！还要全面从严治党。"
SECOND = "在反馈会上的讲话\n（2017年8月）\n村里也挂图作战，县里挂图作战。坚持全面从严治党，再说全面从严治党。"


@pytest.fixture
def corpus():
    return Corpus.from_texts({"a.txt": FIRST, "b.txt": SECOND})


@pytest.fixture(scope="module")
def sample():
    return xn.read(SAMPLE)


def found(*texts: str, **options: int) -> dict[str, int]:
    frame = discover(Corpus.from_texts({f"{n}.txt": text for n, text in enumerate(texts)}), **options)
    return dict(zip(frame["text"], frame["count"], strict=True))


# The table


def test_a_row_is_a_phrase_with_its_counts_and_where_it_was_first_seen(corpus):
    frame = discover(corpus).set_index("text")
    assert list(frame.reset_index().columns) == COLUMNS
    row = frame.loc["挂图作战"]
    assert (row["count"], row["speeches"], row["known"]) == (4, 2, False)
    # The second speech is the older one.
    assert (row["source"], row["speech"], row["date"]) == ("b.txt", "b.txt#1", "2017-08")
    assert SECOND[row["start"] : row["end"]] == "挂图作战"
    assert row["start"] == SECOND.index("挂图作战")
    assert frame.loc["全面从严治党", "known"]


def test_entropy_and_score_are_those_of_the_formula(corpus):
    row = discover(corpus).set_index("text").loc["挂图作战"]
    # 求, 里, 也, 里 stand before it; the edge of a clause behind it each time.
    assert row["left"] == pytest.approx(1.5)
    assert row["right"] == pytest.approx(log2(4))
    assert row["score"] == pytest.approx(log2(4) * 4 * 1.5 / log2(4))


def test_the_best_comes_first(sample):
    frame = discover(sample)
    assert frame["score"].is_monotonic_decreasing
    assert frame["text"].is_unique


def test_an_empty_corpus_and_one_speech_have_a_table_all_the_same(corpus):
    assert list(discover(Corpus(())).columns) == COLUMNS
    assert discover(Corpus(())).empty
    one = corpus.where(year=2017)
    assert discover(one).empty
    assert discover(one, least=2, speeches=1)["text"].tolist() == ["全面从严治党", "挂图作战"]


def test_bounds_are_kept(sample):
    frame = discover(sample, least=5, speeches=4, shortest=5, longest=7)
    assert len(frame) > 5
    assert frame["count"].min() >= 5
    assert frame["speeches"].min() >= 4
    assert set(frame["text"].map(len)) <= {5, 6, 7}


@pytest.mark.parametrize("options", [{"least": 1}, {"speeches": 0}, {"shortest": 1}, {"longest": 3}])
def test_a_parameter_out_of_its_range_is_refused(corpus, options):
    with pytest.raises(ValueError, match=next(iter(options))):
        discover(corpus, **options)


def test_counts_offsets_and_speeches_agree_with_the_texts(sample):
    texts = {name: source.text for name, source in sample.sources.items()}
    views = [(speech.reading or speech).source.view for speech in sample]
    spans = [(each.start, each.end) for each in (speech.reading or speech for speech in sample)]
    for row in discover(sample).head(100).itertuples():
        assert "".join(texts[row.source][row.start : row.end].split()) == row.text
        counts = [view.count(row.text, *span) for view, span in zip(views, spans, strict=True)]
        assert (sum(counts), sum(map(bool, counts))) == (row.count, row.speeches)


def test_a_damaged_speech_is_searched_as_it_is_read():
    damaged = "开始时要挂图\u200b作战，我们还要挂\n图作战，大家都要挂 图 作 战。"
    frame = discover(Corpus.from_texts({"a": damaged, "b": "县里挂图作战。"}))
    row = frame.set_index("text").loc["挂图作战"]
    assert damaged[row["start"] : row["end"]] == "挂图\u200b作战"


# What is a phrase


def test_a_part_of_a_phrase_is_folded_into_it():
    texts = ["要层层传导责任压力。再层层传导责任压力！", "应层层传导责任压力，请层层传导责任压力。"]
    assert found(*texts) == {"层层传导责任压力": 4}


def test_a_part_that_stands_alone_as_well_is_kept():
    texts = ["要传导责任压力。村里传导责任压力！看责任压力。", "请传导责任压力，有责任压力，谈责任压力。"]
    assert found(*texts) == {"责任压力": 6, "传导责任压力": 3}


@pytest.mark.parametrize(
    "string",
    [
        "的工作纪律",  # begins with a particle
        "工作纪律和",  # ends with a conjunction
        "工作纪律要",  # ends with a modal verb
        "积极推进",  # an adverb and a verb
        "深入推进",  # a word of manner and a verb
        "官僚主义",  # a word of the dictionary
        "潘文博部长",  # holds a person
        "第三轮巡察",  # holds a round
    ],
)
def test_what_is_no_phrase_is_left_out(string):
    texts = [f"会前，{string}。会上，{string}。", f"会后，{string}。事后，{string}。"]
    assert string not in found(*texts)
    assert "压实责任" in found(*(text.replace(string, "压实责任") for text in texts))


def test_nothing_reaches_over_punctuation_or_the_end_of_a_speech():
    assert found("看压实责任，挂图作战", "村里压实责任，挂图作战", "再压实责任，挂图作战") == {
        "压实责任": 3,
        "挂图作战": 3,
    }


# Lexicon entries


def test_entries_are_read_by_the_lexicon_and_wait_for_review(corpus, tmp_path):
    file = tmp_path / "发现.toml"
    file.write_text(to_lexicon_toml(discover(corpus)), encoding="utf-8")
    lexicon = Lexicon.load(file)
    entry = lexicon["挂图作战"]
    assert (entry.kind, entry.verified, entry.items_at("2020")) == ("phrase", False, ())
    assert "4次" in entry.note
    # What the lexicon has already is not written over.
    assert lexicon["全面从严治党"] == Lexicon.load()["全面从严治党"]
    assert len(lexicon.formulae) == len(Lexicon.load().formulae) + 1


def test_a_name_with_a_quotation_mark_or_a_backslash_is_written_all_the_same(tmp_path):
    corpus = Corpus.from_texts({'a"\\\x7f.txt': FIRST, "b.txt": SECOND}).where(year=2019)
    frame = discover(corpus, least=2, speeches=1)
    file = tmp_path / "发现.toml"
    file.write_text(to_lexicon_toml(frame), encoding="utf-8")
    assert 'a"\\\x7f.txt#1' in Lexicon.load(file)["挂图作战"].note


def test_no_phrases_make_a_file_without_entries(tmp_path):
    file = tmp_path / "发现.toml"
    file.write_text(to_lexicon_toml(discover(Corpus(()))), encoding="utf-8")
    assert Lexicon.load(file) == Lexicon.load()


# Laws


def by_force(texts: list[str]) -> dict[str, int]:
    """Every string that recurs within clauses and of which no longer one has the same occurrences."""
    places: dict[str, list[tuple[str, str]]] = {}
    edge = 0
    for text in texts:
        for clause in re.split("[,。]", text):
            for start in range(len(clause)):
                for end in range(start + 1, len(clause) + 1):
                    edge += 2
                    before = clause[start - 1] if start else str(edge)
                    behind = clause[end] if end < len(clause) else str(edge + 1)
                    places.setdefault(clause[start:end], []).append((before, behind))
    return {
        text: len(sides)
        for text, sides in places.items()
        if len(sides) > 1 and all(len(set(side)) > 1 for side in zip(*sides, strict=True))
    }


@given(st.lists(st.text(alphabet="甲乙丙，。", max_size=25), max_size=4))
def test_maximal_repeats_are_those_found_by_force(texts):
    corpus = Corpus.from_texts({str(n): text for n, text in enumerate(texts)})
    laid = lay(map(read_of, corpus))
    repeats = list(maximal_repeats(laid))
    assert len({each.text for each in repeats}) == len(repeats)
    read = laid.text.strip("\0").split("\0")
    assert {each.text: each.count for each in repeats} == by_force(read)


@given(st.lists(st.text(alphabet="看区委挂图作战的，。\n ", max_size=60), max_size=4))
def test_any_text_gives_a_table_whose_entropies_are_possible(texts):
    frame = discover(
        Corpus.from_texts({str(n): text for n, text in enumerate(texts)}), least=2, speeches=1, shortest=2
    )
    for row in frame.itertuples():
        assert 0 <= row.left <= log2(row.count) + 0.001
        assert 0 <= row.right <= log2(row.count) + 0.001
        assert row.count >= 2
