"""All readers alike: whatever the bytes, there is a text or a line that says why not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_nlp.errors import XunchaError
from xuncha_nlp.sources import office, read_sources
from xuncha_nlp.sources.readers import SUFFIXES

BEGINNINGS = [
    b"", b"%PDF-1.4\n%%EOF", b"PK\x03\x04", b"<html>", b'{"text":', b"text,a\n", b"---\n", b"\xff\xfe", b"\xef\xbb\xbf",
]  # fmt: skip


@pytest.mark.parametrize("suffix", sorted(SUFFIXES - office.SUFFIXES))
@settings(max_examples=40, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused_in_one_line(tmp_path_factory, suffix, beginning, rest):
    path = tmp_path_factory.mktemp("any") / f"a{suffix}"
    path.write_bytes(beginning + rest)
    try:
        sources = read_sources(path)
    except XunchaError as error:
        assert "\n" not in str(error)
    else:
        assert any(source.text.strip() for source in sources)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES - {"", ".txt", ".text", ".md", ".markdown"}))
def test_a_program_under_the_name_of_a_document_is_refused(read_bytes, suffix):
    with pytest.raises(XunchaError) as caught:
        read_bytes(f"a{suffix}", b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40)
    assert f"a{suffix}" in str(caught.value)
