"""Speeches as they are held against each other, and annotations as tables: of files and of a directory the same."""

from __future__ import annotations

import pytest

import xuncha_nlp as xn
from xuncha_nlp.corpus import Corpus, build
from xuncha_nlp.corpus.compared import compared_of

TEXTS = {
    "甲.txt": "在动员会上的讲话\n（2019年3月）\n同志们：\n青石镇要增强“四个意识”，做到“三个到位”，即认识到位、责任到位、措施到位。\n散会。",
    "乙.txt": "在推进会上的讲话\n（2021年5月）\n同志们：\n临江镇要增强“四个\u200b意识”，第二轮巡\n察从3月开始。\n散会。",
}  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compared")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    build([folder / name for name in TEXTS], folder / "库")
    return xn.read(*(folder / name for name in TEXTS)), Corpus.open(folder / "库")


def facts(corpus):
    compared = compared_of(corpus)
    reads = [compared.read(place) for place in range(len(corpus))]
    spans = [compared.spans(place, kind) for place in range(len(corpus)) for kind in ("formula", "slot")]
    return (
        compared.sources, compared.ids, compared.texts, compared.begins,
        [(text, offsets.tolist()) for text, offsets in reads], spans, compared.bodies,
    )  # fmt: skip


def mentions(corpus):
    found = list(corpus.mentions("formula", ["label", "start", "status"]))
    return [
        row for place, table in found for row in zip(place.tolist(), *table.to_pydict().values(), strict=True)
    ]


@pytest.mark.parametrize("year", [None, 2021])
def test_a_directory_is_compared_as_its_files_are(both, year):
    files, directory = (corpus.where(year=year) if year else corpus for corpus in both)
    assert facts(files) == facts(directory)
    assert mentions(files) == mentions(directory)
    assert {row[0] for row in mentions(files)} == set(range(len(files)))


def test_each_character_as_it_is_read_stands_at_its_offset(both):
    for corpus in both:
        for place, name in enumerate(TEXTS):
            text, offsets = compared_of(corpus).read(place)
            assert "\u200b" not in text
            assert all(
                TEXTS[name][at] in (each, "（", "）", "：", "，")
                for each, at in zip(text, offsets, strict=True)
            )


def test_the_body_of_a_speech_is_without_its_header_and_its_adjournment(both):
    for corpus in both:
        compared = compared_of(corpus)
        for place, text in enumerate(TEXTS.values()):
            body, offsets = compared.body(place)
            assert body.strip()[:2] == text.split("\n")[3][:2]
            assert "散会" not in body
            assert len(body) == len(offsets)


def test_spans_replay(both):
    for corpus in both:
        found = [(name, corpus.spans(place, "formula")) for place, name in enumerate(TEXTS)]
        assert [label for _, spans in found for *_, label in spans] == ["四个意识", "三个到位", "四个意识"]
        for name, spans in found:
            for start, end, label in spans:
                assert TEXTS[name][start:end].replace("\u200b", "") == label
