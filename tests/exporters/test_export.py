from __future__ import annotations

import errno
import hashlib
import json
import os
import stat

import docx
import pytest

from xuncha_nlp.errors import DataError, InputError
from xuncha_nlp.exporters import blocks, export
from xuncha_nlp.sources import read_sources
from xuncha_nlp.speeches import split
from xuncha_nlp.templating.model import Draft, Origin, Passage

ENDINGS = [".docx", ".md", ".html", ".json", ".txt"]


def _draft(speech):
    text = speech.source.text
    origin = Origin("旧稿.txt", "旧稿.txt#1", 0, 5, hashlib.sha256(b"").hexdigest())
    passages = [
        Passage(block.start, block.end, "verbatim", origin)
        if index % 2
        else Passage(block.start, block.end, "new")
        for index, block in enumerate(blocks(speech))
    ]
    assert len(text) > 100
    return Draft(speech, tuple(passages))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_chooses_the_writer_and_the_path_comes_back(speech, tmp_path, ending):
    for name in (f"稿{ending}", f"大写{ending.upper()}"):
        path = export(speech, str(tmp_path / name))
        assert path == tmp_path / name
        begins = {
            ".docx": b"PK",
            ".md": b"# ",
            ".html": b"<!DOCTYPE",
            ".json": b"[\n",
            ".txt": "在".encode(),
        }[ending]
        assert path.read_bytes().startswith(begins)


@pytest.mark.parametrize("ending", ENDINGS)
def test_two_writes_are_the_same_bytes(speeches, tmp_path, ending):
    first = export(speeches, tmp_path / f"a{ending}").read_bytes()
    assert export(speeches, tmp_path / f"b{ending}").read_bytes() == first


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_draft_is_written_like_its_speech_but_for_json_and_the_margin(speech, tmp_path, ending):
    of_draft = export(_draft(speech), tmp_path / f"a{ending}").read_bytes()
    of_speech = export(speech, tmp_path / f"b{ending}").read_bytes()
    assert (of_draft == of_speech) == (ending not in {".json", ".html"})
    if ending == ".json":
        record = json.loads(of_draft)
        assert record["text"] == speech.source.text
        assert record["passages"][1]["origin"]["source"] == "旧稿.txt"


@pytest.mark.parametrize("ending", [".docx", ".txt"])
def test_what_is_read_back_has_the_same_lines_and_outline(speech, tmp_path, ending):
    (back,) = split(read_sources(export(speech, tmp_path / f"稿{ending}"))[0])
    assert [block.text for block in blocks(back)] == [block.text for block in blocks(speech)]
    assert back.outline == speech.outline


def test_the_layout_reaches_the_file(speech, tmp_path):
    sizes = {}
    for layout in ("gb9704", "read-aloud"):
        document = docx.Document(str(export(speech, tmp_path / f"{layout}.docx", layout=layout)))
        sizes[layout] = document.styles["正文段落"].font.size.pt
    assert sizes == {"gb9704": 16, "read-aloud": 18}
    with pytest.raises(DataError):
        export(speech, tmp_path / "稿.docx", layout="公文")
    assert not (tmp_path / "稿.docx").exists()


@pytest.mark.parametrize("name", ["稿.pdf", "稿.doc", "稿", "稿.docx.bak", ".docx"])
def test_another_ending_is_refused_and_the_possible_ones_are_named(speech, tmp_path, name):
    with pytest.raises(InputError) as caught:
        export(speech, tmp_path / name)
    assert all(ending in str(caught.value) for ending in ENDINGS)
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_write(tmp_path):
    with pytest.raises(InputError, match="没有可导出"):
        export([], tmp_path / "稿.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_lone_surrogate_is_refused(read_text, tmp_path):
    speeches = read_text("在澄湖的讲话\n现在\ud83d开会。")
    for ending in ENDINGS:
        with pytest.raises(InputError, match="D83D"):
            export(speeches, tmp_path / f"稿{ending}")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_replaced_and_keeps_its_permissions(speech, tmp_path):
    path = tmp_path / "稿.txt"
    path.write_text("旧稿", encoding="utf-8")
    path.chmod(0o600)
    export(speech, path)
    assert path.read_text(encoding="utf-8").startswith("在澄湖区委")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["稿.txt"]


def test_a_link_stays_a_link(speech, tmp_path):
    real = tmp_path / "真.txt"
    real.write_text("旧稿", encoding="utf-8")
    link = tmp_path / "链接.txt"
    link.symlink_to(real)
    export(speech, link)
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8").startswith("在澄湖区委")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_half_way_leaves_what_was_there(speech, tmp_path, monkeypatch, step):
    path = tmp_path / "稿.txt"
    path.write_text("旧稿", encoding="utf-8")

    def fail(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    target = "os.fsync" if step == "fsync" else "pathlib.Path.replace"
    monkeypatch.setattr(target, fail)
    with pytest.raises(InputError, match="无法写入"):
        export(speech, path)
    assert path.read_text(encoding="utf-8") == "旧稿"
    assert [each.name for each in tmp_path.iterdir()] == ["稿.txt"]


def test_places_that_cannot_be_written(speech, tmp_path):
    (tmp_path / "文件夹.txt").mkdir()
    read_only = tmp_path / "只读.txt"
    read_only.write_text("定稿", encoding="utf-8")
    read_only.chmod(0o400)
    for path, says in (
        (tmp_path / "没有" / "稿.txt", "没有这个文件夹"),
        (read_only / "稿.txt", "没有这个文件夹"),
        (tmp_path / "文件夹.txt", "这是一个文件夹"),
        (read_only, "只读"),
        (tmp_path / f"{'长' * 300}.txt", "无法写入"),
    ):
        with pytest.raises(InputError, match=says) as caught:
            export(speech, path)
        assert "\n" not in str(caught.value)
    assert read_only.read_text(encoding="utf-8") == "定稿"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["只读.txt", "文件夹.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes into any folder")
def test_a_folder_without_permission(speech, tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(InputError, match="无法写入"):
            export(speech, tmp_path / "稿.txt")
        assert list(tmp_path.iterdir()) == []
    finally:
        tmp_path.chmod(0o700)
