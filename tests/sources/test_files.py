"""Files and folders: what is read, what is passed over, and what each refusal says."""

from __future__ import annotations

import hashlib
import os
import sys
import time
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


@pytest.mark.parametrize("name", ["a.xlsx", "a.png", "a.gold.json", "a.pptx"])
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


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.txt",
        ".git/a.txt",
        "~$a.docx",
        "~$a.doc",
        "a.xlsx",
        "a.gold.json",
        "LICENSE",
        "README.txt",
        "readme.md",
    ],
)
def test_a_folder_search_passes_over_what_is_no_text_of_the_user(tmp_path, name):
    write(tmp_path / name)
    write(tmp_path / "a.txt")
    assert [name for _, name in find_files([tmp_path])] == ["a.txt"]


def test_a_folder_with_nothing_to_read_is_refused(tmp_path):
    write(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="文件夹里没有可读的文件"):
        list(find_files([tmp_path]))


def test_a_file_given_by_name_is_tried_whatever_its_type(tmp_path):
    path = write(tmp_path / "a.xlsx")
    assert list(find_files([path])) == [(path, "a.xlsx")]
    assert list(find_files([Path("nowhere.txt")])) == [(Path("nowhere.txt"), "nowhere.txt")]


@pytest.mark.parametrize(
    "suffix", ["txt", "md", "docx", "doc", "wps", "rtf", "odt", "pdf", "html", "htm", "DOCX"]
)
def test_every_type_that_has_a_reader_is_found(tmp_path, suffix):
    write(tmp_path / f"a.{suffix}")
    assert [name for _, name in find_files([tmp_path])] == [f"a.{suffix}"]


def test_a_table_is_found_only_where_it_has_a_column_of_texts(tmp_path):
    write(tmp_path / "a.csv", "标题,正文\n甲,一、认识\n")
    write(tmp_path / "b.jsonl", '{"text": "一、认识"}\n')
    write(tmp_path / "名单.csv", "姓名,职务\n林若谷,书记\n")
    write(tmp_path / "结果.jsonl", '{"formula": "四个意识"}\n')
    assert [name for _, name in find_files([tmp_path])] == ["a.csv", "b.jsonl"]


def test_a_table_that_is_damaged_is_found_so_that_it_is_reported(tmp_path):
    write(tmp_path / "a.jsonl", '{"text": \n')
    assert [name for _, name in find_files([tmp_path])] == ["a.jsonl"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_that_lead_in_a_circle_or_nowhere_are_passed_over(tmp_path):
    write(tmp_path / "a.txt")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert [name for _, name in find_files([tmp_path])] == ["a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_to_itself_is_refused_in_one_line(tmp_path):
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    with pytest.raises(InputError, match=r"无法读取：.*self\.txt"):
        read_sources(tmp_path / "self.txt")


def test_a_file_that_vanishes_between_listing_and_reading_is_named(tmp_path):
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    found = find_files([tmp_path])
    next(found)
    (tmp_path / "b.txt").unlink()
    with pytest.raises(InputError, match=r"找不到文件：.*b\.txt"):
        [read_sources(path) for path, _ in found]


def test_a_name_with_a_null_character_is_refused():
    with pytest.raises(InputError, match=r"文件名无效"):
        read_sources(Path("a\0.txt"))


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are bytes only on Linux")
def test_a_name_that_is_no_unicode_is_found_and_read(tmp_path):
    path = tmp_path / os.fsdecode("讲话.txt".encode("gb18030"))
    write(path)
    ((found, name),) = find_files([tmp_path])
    assert read_sources(found, name)[0].text == TEXT


def test_a_folder_of_five_thousand_files_is_listed_in_a_moment(tmp_path):
    for index in range(5_000):
        folder = tmp_path / str(index % 50)
        folder.mkdir(exist_ok=True)
        (folder / f"{index}.txt").touch()
    start = time.process_time()
    found = [name for _, name in find_files([tmp_path])]
    # A tenth of a second on the machine where this was written.
    assert time.process_time() - start < 3
    assert len(found) == 5_000
    assert found == sorted(found, key=lambda name: tuple(name.split("/")))


def test_a_file_that_grew_beyond_the_limit_after_it_was_measured_is_refused(tmp_path, monkeypatch):
    path = write(tmp_path / "a.txt", "甲" * 1_000)
    monkeypatch.setattr("xuncha_nlp.sources.files.max_bytes", lambda: 2_999)
    small = os.stat_result((0o100644, 0, 0, 1, 0, 0, 10, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda *_, **__: small)
    with pytest.raises(InputError, match="文件过大"):
        read_sources(path)
