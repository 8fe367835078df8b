"""A draft that its writer has edited is read back: nothing of it is changed, and each paragraph says whose it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp import export, read
from xuncha_nlp.corpus import Corpus
from xuncha_nlp.errors import InputError
from xuncha_nlp.templating import Draft, Plan, draft, resume

OWN = "这一段话是作者自己写的，旧讲话里没有，方案里也没有，谁也没有说过。"


@pytest.fixture(scope="module")
def first(sample: Corpus, mobilisation: Plan) -> Draft:
    return draft(sample, mobilisation)


def edited(lines: list[str]) -> Corpus:
    return Corpus.from_texts({"改稿.docx": "\n".join(lines)})


def back(first: Draft, lines: list[str], corpus: Corpus) -> Draft:
    return resume(first, list(edited(lines)), corpus)


def test_an_unchanged_draft_comes_back_as_it_was(first: Draft, sample: Corpus) -> None:
    result = back(first, first.text.split("\n"), sample)
    assert result.text == first.text
    assert result.passages == first.passages
    assert result.plan is first.plan
    assert result.notes == ()


def test_what_the_writer_does_is_told_paragraph_by_paragraph(first: Draft, sample: Corpus) -> None:
    lines = first.text.split("\n")
    changed = next(
        place
        for place, each in enumerate(first.passages)
        if each.status == "adapted" and len(lines[place]) > 150
    )
    gone = next(
        place
        for place, each in enumerate(first.passages)
        if each.status == "verbatim" and place > changed + 1
    )
    work = [*lines]
    work[changed] = work[changed].replace("。", "，这一点非常要紧。", 1)
    dropped = work.pop(gone)
    work.insert(gone, OWN)
    result = back(first, work, sample)
    assert result.text == "\n".join(work)
    assert [each.status for each in result.passages[:changed]] == [
        each.status for each in first.passages[:changed]
    ]
    assert result.passages[changed].status == "edited"
    assert result.passages[changed].origin == first.passages[changed].origin
    assert any(each.slot == "writer" and "非常要紧" in each.after for each in result.passages[changed].edits)
    assert (result.passages[gone].status, result.passages[gone].origin) == ("own", None)
    assert len(result.notes) == 1
    assert dropped[:20] in result.notes[0]
    assert result.counts()["own"] == 1
    assert result.replay(sample) == []


def test_a_paragraph_that_was_moved_keeps_its_origin(first: Draft, sample: Corpus) -> None:
    lines = first.text.split("\n")
    lines[6], lines[7] = lines[7], lines[6]
    result = back(first, lines, sample)
    assert result.passages[7].origin == first.passages[6].origin
    assert result.replay(sample) == []
    assert result.counts() == first.counts()


def test_a_paragraph_from_the_corpus_is_known(first: Draft, sample: Corpus) -> None:
    speech = sample["chenghu_2016_2024.txt#4"]
    taken = next(each for each in speech.text.split("\n") if len(each) > 100 and each not in first.text)
    result = back(first, [*first.text.split("\n"), taken, taken[:-8]], sample)
    whole, part = result.passages[-2:]
    assert (whole.status, part.status) == ("verbatim", "edited")
    assert whole.origin is not None
    assert part.origin is not None
    assert whole.origin.speech == part.origin.speech == speech.id
    assert result.replay(sample) == []


def test_a_placeholder_filled_in_is_the_writers(first: Draft, sample: Corpus) -> None:
    place = next(
        n
        for n, each in enumerate(first.passages)
        if "【待填：" in first.text_of(each) and len(first.text_of(each)) > 80
    )
    lines = first.text.split("\n")
    start = lines[place].index("【待填：")
    lines[place] = lines[place][:start] + "钱有为" + lines[place][lines[place].index("】", start) + 1 :]
    result = back(first, lines, sample)
    assert result.passages[place].status == "edited"
    assert result.replay(sample) == []


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_edit_keeps_the_text_and_replays(data: st.DataObject, first: Draft, sample: Corpus) -> None:
    lines = first.text.split("\n")[2:]
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        kind = data.draw(st.sampled_from(["drop", "cut", "add", "put"]))
        if kind == "drop" and len(lines) > 5:
            lines.pop(place)
        elif kind == "cut":
            lines[place] = lines[place][: data.draw(st.integers(1, len(lines[place])))]
        elif kind == "add":
            lines[place] += data.draw(st.text("甲乙丙。，", max_size=8))
        else:
            lines.insert(place, data.draw(st.text("甲乙丙。，", min_size=1, max_size=30)))
    work = [*first.text.split("\n")[:2], *lines]
    result = back(first, work, sample)
    assert [result.text_of(each) for each in result.passages] == work
    assert result.replay(sample) == []


def test_a_docx_is_read_back_with_its_text(first: Draft, sample: Corpus, tmp_path: Path) -> None:
    file = export(first, tmp_path / "初稿.docx")
    result = resume(first, list(read(file)), sample)
    assert result.text.split("\n") == first.text.split("\n")
    assert [each.status for each in result.passages] == [each.status for each in first.passages]


def test_no_other_number_of_speeches_than_one_is_read_back(first: Draft, sample: Corpus) -> None:
    with pytest.raises(InputError, match="有 0 篇讲话"):
        resume(first, [], sample)
    with pytest.raises(InputError, match="有 2 篇讲话"):
        resume(first, list(sample)[:2], sample)


def test_an_edited_draft_explains_itself(first: Draft, sample: Corpus) -> None:
    result = back(first, [*first.text.split("\n"), OWN], sample)
    assert "作者自写 1 段" in result.explain()
    assert result.provenance()["status_name"].tolist()[-1] == "作者自写"
