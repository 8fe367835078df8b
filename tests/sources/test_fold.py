"""The matching view: as long as the text, whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.sources import Source, fold


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_the_view_is_as_long_as_the_text(text):
    assert len(fold(text)) == len(text)


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("（１），；：！？", "(1),;:!?"),
        ("ＡＢｃ", "ABc"),
        ("　", " "),
        ("○×＊﹡", "*×**"),
        ("「三个」『四个』", "“三个”‘四个’"),
        ("。、“”《》", "。、“”《》"),
    ],
)
def test_widths_and_marks_are_folded_one_to_one(text, view):
    assert fold(text).replace("×", "*") == view.replace("×", "*")


def test_a_source_never_loses_its_text_to_the_view():
    source = Source.from_text("a", "（１）看人")
    assert source.view == "(1)看人"
    assert source.text == "（１）看人"


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("１２．－％～", "12.-%~"),
        ("｡､｢三个｣･", "。、“三个”·"),
        ("•‧∙・·", "·····"),
        ("―─━—", "————"),
        ("–‑−", "---"),
        ("〝三个〞„三个‟", "“三个”“三个“"),
        ("≪办法≫﹙一﹚﹔", "《办法》(一);"),
        ("⼀⼆⻓⻔⻅", "一二长门见"),
        ("\u2003\u00a0\u2009", "   "),
        ("㈠⒈①", "㈠⒈①"),
        ("豈更", "豈更"),
    ],
)
def test_variants_of_a_character_become_that_character(text, view):
    assert fold(text) == view
