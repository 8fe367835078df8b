"""The components in spaCy pipelines: the same annotations, in any tokens, in any process, from any disk."""

from __future__ import annotations

import doctest
import json
import os
import pickle
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from xuncha_nlp import spacy_components as module
from xuncha_nlp.errors import DataError
from xuncha_nlp.extractors import KINDS, annotate
from xuncha_nlp.segment import words
from xuncha_nlp.sources import Source
from xuncha_nlp.spacy_components import ATTRIBUTES, FACTORIES, METADATA, Annotator, record
from xuncha_nlp.speeches import split

ROOT = Path(__file__).parents[1]
TEXT = (
    "在澄湖区巡察动员会上的讲话\n（2017年8月）\n同志们：\n要增强“四个意识”，即政治意识、大局意识、核心意识、看齐意识。"
    "下面，我讲两点意见：\n一、提高认识\n根据《中国共产党巡视工作条例》，在澄湖区开展第三轮巡察，坚持全面从严治党。\n"
    "二、压实责任\n要落实“湖畔三问”：一问水清不清，二问岸绿不绿，三问人乐不乐。当好“探照灯”。\n"
)
LEXICON = """
[[formula]]
name = "湖畔三问"
kind = "numeral"
scope = "local"
category = "local"
aliases = []
verbs = ["落实"]
ordered = true
bare = true
groups = [3]
source = "试验"
confidence = "seen"
verified = true
superseded_by = ""
note = ""
version = [{ from = "", to = "", items = ["问水", "问岸", "问人"] }]
"""
ENTRY_POINTS = {name: f"xuncha_nlp.spacy_components:{name}" for name in FACTORIES}


def pipeline(tokens: str = "char", *names: str, **config: object) -> Language:
    """A pipeline with a component of each kind and tokens of rjieba, a fixed width, or characters."""
    nlp = spacy.blank("zh")
    if tokens != "char":
        nlp.tokenizer = Tokens(nlp.vocab, tokens)
    for name in names or FACTORIES:
        nlp.add_pipe(name, config=config)
    return nlp


class Tokens:
    """Tokens of rjieba, as a jieba pipeline has them, or of so many characters each, cut without sense."""

    def __init__(self, vocab: spacy.Vocab, which: str) -> None:
        self.vocab, self.which = vocab, which

    def __call__(self, text: str) -> Doc:
        if self.which == "rjieba":
            found = words(text)
        else:
            width = int(self.which)
            found = [text[at : at + width] for at in range(0, len(text), width)]
        return Doc(self.vocab, words=found, spaces=[False] * len(found))


def expected(text: str, kind: str) -> list[tuple[int, int, str]]:
    speeches = split(Source.from_text("a.txt", text))
    return [(each.start, each.end, each.label) for speech in speeches for each in annotate(speech, [kind])]


def spans(doc: Doc, kind: str) -> list[tuple[int, int, str]]:
    return [(span.start_char, span.end_char, span.label_) for span in doc.spans[f"xuncha_{kind}"]]


def records(doc: Doc, kind: str) -> list[tuple[int, int, str]]:
    found = [record(span) for span in doc.spans[f"xuncha_{kind}"]]
    return [(each["start"], each["end"], each["label"]) for each in found if each is not None]


# What is found


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tokens", ["char", "rjieba", "5"])
def test_the_records_are_those_of_the_extractor_whatever_the_tokens(kind, tokens):
    doc = pipeline(tokens)(TEXT)
    assert doc.text == TEXT
    assert records(doc, kind) == expected(TEXT, kind) != []


@pytest.mark.parametrize("kind", KINDS)
def test_in_characters_the_spans_are_the_annotations(kind):
    assert spans(pipeline()(TEXT), kind) == expected(TEXT, kind)


PIECES = st.sampled_from(
    [*"一二两三个点意见 \n\r，。：“”《》、", "四个意识", "全面从严治党", "讲两点意见：", "\n一、", "一是", "2017年8月",
     "《条例》", "澄湖区", "\n　　", "第三轮", "- 3 -\n", "𠮷"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["char", "2", "3", "rjieba"]))
def test_expanded_spans_hold_their_annotations_and_none_is_lost(text, tokens):
    doc = pipeline(tokens)(text)
    assert doc.text == text
    for kind in KINDS:
        assert records(doc, kind) == expected(text, kind)
        for span in doc.spans[f"xuncha_{kind}"]:
            found = record(span)
            assert span.start_char <= found["start"] < found["end"] <= span.end_char
            assert text[found["start"] : found["end"]] == found["text"]


def test_the_outline_is_a_group_of_its_own():
    doc = pipeline("char", "xuncha_speech")(TEXT)
    found = [record(span) for span in doc.spans["xuncha_speech"]]
    (speech,) = split(Source.from_text("a.txt", TEXT))
    assert [each["label"] for each in found] == ["speech"] + ["section"] * len(list(speech.walk()))
    assert (found[0]["title"], found[0]["date"]) == ("在澄湖区巡察动员会上的讲话", "2017-08")
    headings = [each["heading"] for each in found[1:] if each["level"] == 1]
    assert headings == ["提高认识", "压实责任"]


def test_a_document_without_anything_has_empty_groups():
    for text in ("", " ", "散会。"):
        doc = pipeline("char", "xuncha_formulae", "xuncha_slots")(text)
        assert [list(doc.spans[key]) for key in ("xuncha_formula", "xuncha_slot")] == [[], []]


def test_what_is_known_beside_the_text_is_used():
    nlp = pipeline("char", "xuncha_speech")
    said = []
    for known in ({}, {"date": "2017年8月", "title": "在动员会上的讲话"}):
        doc = nlp.make_doc("要遵守八项规定。")
        doc.user_data[METADATA] = known
        speech = record(nlp(doc).spans["xuncha_speech"][0])
        said.append((speech["date"], speech["title"]))
    assert said == [(None, None), ("2017-08", "在动员会上的讲话")]


# Alignment


CUT = "增强四个意识"


@pytest.mark.parametrize(
    ("tokens", "alignment", "found"),
    [
        ("4", "expand", ["增强四个意识"]),
        ("4", "contract", ["意识"]),
        ("4", "strict", []),
        ("6", "contract", []),
        ("2", "strict", ["四个意识"]),
        ("2", "contract", ["四个意识"]),
    ],
)
def test_a_formula_that_cuts_through_tokens_is_aligned_as_asked(tokens, alignment, found):
    doc = pipeline(tokens, "xuncha_formulae", alignment=alignment)(CUT)
    assert [span.text for span in doc.spans["xuncha_formula"]] == found
    assert records(doc, "formula") == [(2, 6, "四个意识")] * len(found)


def test_another_alignment_is_an_error():
    with pytest.raises(DataError, match="alignment 不能是 'near'。可用：expand、contract、strict。"):
        pipeline("char", "xuncha_formulae", alignment="near")


def test_the_group_s_name_can_be_chosen():
    nlp = spacy.blank("zh")
    nlp.add_pipe("xuncha_formulae", config={"spans_key": "sc"})
    doc = nlp(CUT)
    assert list(doc.spans) == ["sc"]
    assert record(doc.spans["sc"][0])["start"] == 2


# Extensions


@pytest.fixture
def clean_extensions():
    names = [name for name in ("xuncha", *ATTRIBUTES) if Span.has_extension(name)]
    assert names == []
    yield
    for name in ("xuncha", *ATTRIBUTES):
        if Span.has_extension(name):
            Span.remove_extension(name)


@pytest.mark.usefixtures("clean_extensions")
def test_extensions_are_there_on_request_and_not_before():
    pipeline()(TEXT)
    assert not any(Span.has_extension(name) for name in ("xuncha", *ATTRIBUTES))
    doc = pipeline("char", extensions=True)(TEXT)
    span = doc.spans["xuncha_formula"][0]
    assert [each["text"] for each in span._.members] == ["政治意识", "大局意识", "核心意识", "看齐意识"]
    assert (span._.declared, span._.status, span._.resolved_by) == (4, "complete", "following")
    assert span._.xuncha == record(span)
    assert doc[:2]._.members is None
    assert doc.spans["xuncha_citation"][0]._.members is None


@pytest.mark.usefixtures("clean_extensions")
def test_spans_in_one_place_have_each_their_own_record():
    doc = pipeline("100", extensions=True)(TEXT[:100])
    group = doc.spans["xuncha_slot"]
    assert len(group) > 1
    assert len({(span.start, span.end) for span in group}) < len(group)
    assert [span._.xuncha["start"] for span in group] == [
        start for start, _, _ in expected(TEXT[:100], "slot")
    ]


@pytest.mark.usefixtures("clean_extensions")
def test_an_extension_of_another_is_not_replaced():
    Span.set_extension("members", default=7)
    with pytest.raises(DataError, match=re.escape("已有别的扩展属性 span._.members")):
        pipeline("char", "xuncha_formulae", extensions=True)
    assert spacy.blank("zh")("区委")[:1]._.members == 7


# Elsewhere: other processes, disks, containers


def found(nlp: Language, text: str = TEXT) -> list[Any]:
    """The records of a pipeline's formulae."""
    doc = nlp(text)
    return [record(span) for span in doc.spans["xuncha_formula"]]


def test_a_lexicon_of_the_user_s_goes_with_the_pipeline(tmp_path):
    file = tmp_path / "自己的.toml"
    file.write_text(LEXICON, encoding="utf-8")
    nlp = pipeline("char", "xuncha_formulae", lexicon=[str(file)])
    nlp.to_disk(tmp_path / "nlp")
    data = nlp.to_bytes()
    want = found(nlp)
    assert "湖畔三问" in {each["formula"] for each in want if each["known"]}
    assert "湖畔三问" not in {
        each["formula"] for each in found(pipeline("char", "xuncha_formulae")) if each["known"]
    }
    file.unlink()
    assert (tmp_path / "nlp" / "xuncha_formulae" / "0" / "自己的.toml").read_text(encoding="utf-8") == LEXICON
    other = pipeline("char", "xuncha_formulae").from_bytes(data)
    assert found(spacy.load(tmp_path / "nlp")) == found(other) == want


def test_a_lexicon_that_is_not_there_is_an_error_when_it_is_needed(tmp_path):
    nlp = pipeline("char", "xuncha_formulae", lexicon=[str(tmp_path / "no.toml")])
    with pytest.raises(DataError, match=r"找不到提法库：.*no\.toml"):
        nlp("四个意识")


def test_a_lexicon_that_breaks_the_schema_is_an_error_at_once(tmp_path):
    file = tmp_path / "bad.toml"
    file.write_text('[[formula]]\nname = "湖畔三问"\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"bad\.toml"):
        pipeline("char", "xuncha_formulae", lexicon=[str(file)])


def test_a_pipeline_without_a_lexicon_is_written_and_read(tmp_path):
    nlp = pipeline("char", "xuncha_formulae", "xuncha_moves", alignment="contract")
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again.pipe_names == ["xuncha_formulae", "xuncha_moves"]
    assert again.get_pipe("xuncha_formulae").alignment == "contract"
    assert found(again) == found(nlp) != []


def test_a_component_can_be_pickled(tmp_path):
    file = tmp_path / "a.toml"
    file.write_text(LEXICON, encoding="utf-8")
    nlp = spacy.blank("zh")
    component = pickle.loads(pickle.dumps(Annotator("formula", lexicon=[file])))  # noqa: S301
    assert records(component(nlp(TEXT)), "formula") == records(
        pipeline("char", "xuncha_formulae", lexicon=[str(file)])(TEXT), "formula"
    )


def test_several_processes_find_what_one_finds(tmp_path):
    script = tmp_path / "run.py"
    script.write_text(
        f"""
import json, spacy
import xuncha_nlp.spacy_components as sc

if __name__ == "__main__":
    nlp = spacy.blank("zh")
    for name in sc.FACTORIES:
        nlp.add_pipe(name, config={{"extensions": True}})
    texts = [{TEXT!r} * n for n in (1, 2, 1, 3)]
    found = [
        [[(s.start_char, s.label_, sc.record(s), s._.members) for s in doc.spans[key]] for key in sorted(doc.spans)]
        for processes in (1, 2) for doc in nlp.pipe(texts, n_process=processes, batch_size=1)
    ]
    found = json.loads(json.dumps(found))
    print(json.dumps([found[:4] == found[4:], [len(group) for group in found[-1]]]))
""",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, cwd=ROOT)
    same, counts = json.loads(done.stdout)
    assert same
    assert all(counts)


def test_records_go_where_spacy_takes_a_document():
    nlp = pipeline("rjieba")
    doc = nlp(TEXT)
    want = [record(span) for span in doc.spans["xuncha_formula"]]
    both = Doc.from_docs([doc, nlp(TEXT)], ensure_whitespace=False)
    assert [record(span) for span in both.spans["xuncha_formula"]] == want * 2
    packed = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (unpacked,) = DocBin().from_bytes(packed).get_docs(nlp.vocab)
    assert json.dumps([record(span) for span in unpacked.spans["xuncha_formula"]]) == json.dumps(want)
    (bare,) = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes()).get_docs(nlp.vocab)
    assert [record(span) for span in bare.spans["xuncha_formula"]] == [None] * len(want)


@pytest.mark.parametrize("kind", FACTORIES.values())
def test_displacy_shows_the_spans(kind):
    doc = pipeline("rjieba")(TEXT)
    page = displacy.render(doc, style="span", options={"spans_key": f"xuncha_{kind}"}, jupyter=False)
    assert doc.spans[f"xuncha_{kind}"]
    assert all(span.label_ in page for span in doc.spans[f"xuncha_{kind}"])


# Registration


def test_spacy_finds_the_components_by_their_entry_points(tmp_path):
    info = tmp_path / "xuncha_made-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: xuncha_made\nVersion: 1\n")
    lines = [f"{name} = {target}" for name, target in ENTRY_POINTS.items()]
    (info / "entry_points.txt").write_text("\n".join(["[spacy_factories]", *lines, ""]))
    code = (
        "import sys, json, spacy, xuncha_nlp\n"
        "nlp = spacy.blank('zh')\n"
        "early = [each for each in sys.modules if each.startswith('xuncha_nlp.') and each != 'xuncha_nlp.version']\n"
        f"for name in {list(FACTORIES)!r}: nlp.add_pipe(name)\n"
        "print(json.dumps([sorted(early), nlp.pipe_names]))"
    )
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": path}, cwd=tmp_path,
    )  # fmt: skip
    # What every pipeline of anyone's loads with us installed is no more than the names.
    assert json.loads(done.stdout) == [["xuncha_nlp.errors", "xuncha_nlp.spacy_components"], list(FACTORIES)]
    assert done.stderr == ""


def test_the_package_declares_the_entry_points():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["spacy_factories"] == ENTRY_POINTS


def test_every_factory_has_a_name_to_be_found_by():
    assert all(callable(getattr(module, name)) for name in FACTORIES)
    assert set(FACTORIES.values()) == {"speech", *KINDS}


def test_the_page_on_spacy_says_what_happens():
    failed, tried = doctest.testfile(
        str(ROOT / "docs" / "spacy.md"),
        module_relative=False,
        optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS,
    )
    assert tried > 5
    assert failed == 0
