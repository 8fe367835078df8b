"""Files and folders: what is read, what is passed over, and what each refusal says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from xuncha_nlp.errors import InputError
from xuncha_nlp.sources import find_files, read_sources

TEXT = "一、算清家底\n先摆情况。"


def write(path, text=TEXT):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_a_source_keeps_text_hash_encoding_and_name(tmp_path):
    source = read_sources(write(tmp_path / "讲话.txt"))[0]
    assert (source.name, source.text, source.encoding, source.media_type) == (
        "讲话.txt",
        TEXT,
        "utf-8",
        "text/plain",
    )
    assert source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_source_goes_under_the_name_given(tmp_path):
    assert read_sources(write(tmp_path / "a.txt"), "2017/a.txt")[0].name == "2017/a.txt"


@pytest.mark.parametrize("name", ["a.TXT", "a.text", "a"])
def test_plain_text_goes_by_any_of_its_suffixes(tmp_path, name):
    assert read_sources(write(tmp_path / name))[0].text == TEXT


def test_line_ends_are_left_as_they_are(tmp_path):
    assert read_sources(write(tmp_path / "a.txt", "甲\r\n乙\r丙\n"))[0].text == "甲\r\n乙\r丙\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "文件是空的"), (" \n\t　\r\n".encode(), "文件里没有文字"), (b"\xef\xbb\xbf", "文件里没有文字")],
    ids=["nothing", "white space", "a byte-order mark"],
)
def test_a_file_without_text_is_refused(tmp_path, data, said):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        read_sources(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"找不到文件：.*missing\.txt。请检查路径。"):
        read_sources(tmp_path / "missing.txt")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="这是一个文件夹"):
        read_sources(tmp_path)


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.pdf", "a.xlsx"])
def test_an_unreadable_type_is_refused_with_the_types_that_can_be_read(tmp_path, name):
    with pytest.raises(InputError, match=r"不认识的文件类型.*\.docx .*\.txt"):
        read_sources(write(tmp_path / name))


@pytest.fixture
def large(tmp_path):
    """A sparse file of 20 MB: it takes no room on the disk."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.write("一、算清家底".encode())
        file.truncate(20 * 1024 * 1024)
    return path


def test_a_file_of_20_mb_is_refused_with_its_size_and_the_limit(large):
    with pytest.raises(InputError, match=r"文件过大：.*（20\.0 MB，上限 16\.0 MB）.*XUNCHA_MAX_MB"):
        read_sources(large)


def test_the_limit_is_raised_by_the_environment(tmp_path, monkeypatch):
    path = tmp_path / "large.txt"
    path.write_bytes(b"abc\n" * (17 * 1024 * 1024 // 4))
    monkeypatch.setenv("XUNCHA_MAX_MB", "32")
    assert len(read_sources(path)[0].text) == 17 * 1024 * 1024


@pytest.mark.parametrize("value", ["", "much", "-1", "²", "1.5"])
def test_a_limit_that_is_no_number_leaves_the_usual_one(large, monkeypatch, value):
    monkeypatch.setenv("XUNCHA_MAX_MB", value)
    with pytest.raises(InputError, match="上限 16"):
        read_sources(large)


def test_a_folder_yields_its_files_at_every_depth_by_their_paths(tmp_path):
    for name in ("b.txt", "2017/a.txt", "2017/冬/c.docx"):
        write(tmp_path / name)
    assert [name for _, name in find_files([tmp_path])] == ["2017/a.txt", "2017/冬/c.docx", "b.txt"]


@pytest.mark.parametrize("name", [".hidden.txt", ".git/a.txt", "~$a.docx", "a.pdf", "LICENSE", "README.txt"])
def test_a_folder_search_passes_over_what_is_no_text_of_the_user(tmp_path, name):
    write(tmp_path / name)
    write(tmp_path / "a.txt")
    assert [name for _, name in find_files([tmp_path])] == ["a.txt"]


def test_a_folder_with_nothing_to_read_is_refused(tmp_path):
    write(tmp_path / "a.pdf")
    with pytest.raises(InputError, match="文件夹里没有可读的文件"):
        list(find_files([tmp_path]))


def test_a_file_given_by_name_is_tried_whatever_its_type(tmp_path):
    path = write(tmp_path / "a.pdf")
    assert list(find_files([path])) == [(path, "a.pdf")]
    assert list(find_files([Path("nowhere.txt")])) == [(Path("nowhere.txt"), "nowhere.txt")]
