"""``xuncha build`` and ``xuncha info``, and what the other commands do with a corpus directory."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest


@pytest.fixture
def material(sample, tmp_path):
    folder = tmp_path / "材料"
    shutil.copytree(sample, folder)
    return folder


@pytest.fixture
def built(command, material, tmp_path):
    assert command("build", material, "-o", tmp_path / "库")[0] == 0
    return tmp_path / "库"


def test_build_says_what_it_did_and_writes_no_data(command, material, tmp_path):
    status, out, err = command("build", material, "-o", tmp_path / "库")
    assert (status, out) == (0, "")
    assert err.startswith("读入 1 个文件。语料库")
    assert "5 篇讲话" in err
    assert "1 个没有变动" in command("build", material, "-o", tmp_path / "库", "--jobs", "2")[2]


def test_unreadable_files_are_listed_and_strict_makes_them_a_status(command, material, tmp_path):
    (material / "空.txt").write_bytes(b"")
    status, _, err = command("build", material, "-o", tmp_path / "库")
    assert status == 0
    assert "未收入 空.txt：文件是空的" in err
    assert "1 个读不了" in err
    assert command("build", material, "-o", tmp_path / "库", "--strict")[0] == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ["outline"],
        ["formulae"],
        ["tag", "--kind", "enumeration"],
        ["kwic", "-q", "四个意识"],
        ["freq", "--by", "year"],
    ],
    ids=" ".join,
)
def test_a_command_answers_from_a_corpus_as_from_its_files(xuncha, material, built, arguments):
    name, *rest = arguments
    from_files, from_corpus = (xuncha(name, path, *rest, "-f", "json").stdout for path in (material, built))
    assert json.loads(from_files) == json.loads(from_corpus) != []


def test_info_says_what_a_corpus_holds(xuncha, built):
    (record,) = json.loads(xuncha("info", built, "-f", "json").stdout)
    assert (record["files"], record["speeches"], record["segmenter"]) == (1, 5, "rjieba")
    assert record["tokens"] > record["annotations"] > 0
    table = xuncha("info", built, "-f", "table").stdout
    assert "分词器" in table
    assert f"{record['characters']:,}" in table


def test_info_of_another_folder_is_one_line(command, material):
    assert command("info", material) == (
        3, "", f"不是语料库文件夹：{material}。请先用 xuncha build 建一个。\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["--jobs", "0"], 2), (["--segmenter", "没有"], 3), (["--lexicon", "没有.toml"], 3), (["--nothing"], 2)],
)
def test_a_wrong_call_makes_no_corpus(command, material, tmp_path, arguments, status):
    found, out, err = command("build", material, "-o", tmp_path / "库", *arguments)
    assert (found, out, err.count("\n")) == (status, "", 1)
    assert not (tmp_path / "库").exists()


@pytest.mark.skipif(os.name != "posix", reason="needs a signal to a group of processes")
def test_an_interrupted_build_leaves_the_corpus_and_says_how_to_go_on(material, built):
    before = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    text = (material / "chenghu_2016_2024.txt").read_text(encoding="utf-8")
    for number in range(30):
        (material / f"{number}.txt").write_text(text * 20, encoding="utf-8")
    code = "import sys; from xuncha_nlp.corpus import plan; plan.SHARD_CHARACTERS = 200_000;"
    process = subprocess.Popen(
        [sys.executable, "-c", f"{code} from xuncha_nlp.cli import main; main()", "build", material, "-o", built],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    finished = re.compile("[0-9a-f]{16}").fullmatch
    while (
        not any(finished(path.name) for path in (built / "building").glob("*"))
        and time.monotonic() < deadline
    ):
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, "")
    assert err == "已中断；语料库还是原样，做完的部分已留下。再运行同一条命令就接着做。\n"
    assert json.loads((built / "manifest.json").read_text(encoding="utf-8")) == before
    assert any(finished(path.name) for path in (built / "building").glob("*"))


def test_a_folder_of_many_mixed_files_is_built_but_for_those_that_cannot_be(command, tmp_path):
    folder = tmp_path / "材料"
    folder.mkdir()
    bad = {".docx": b"PK\x03\x04", ".txt": b"\x00\x01\x02\x80" * 50, ".pdf": b"%PDF-1.7 broken", ".html": b""}
    for number in range(500):
        for suffix, data in bad.items():
            if number % 10 == 0:
                (folder / f"{number}坏{suffix}").write_bytes(data)
        (folder / f"{number}.txt").write_text(f"说说第{number}件事：增强“四个意识”。", encoding="utf-8")
    status, _, err = command("build", folder, "-o", tmp_path / "库")
    assert status == 0
    assert err.count("未收入") == 200
    assert "读入 500 个文件，200 个读不了" in err
