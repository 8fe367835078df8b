"""Building a corpus directory: what is read, what is kept, what is dropped, and what two builds do at once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

import xuncha_nlp as xn
from xuncha_nlp.corpus import Corpus, Manifest, build, records, shard
from xuncha_nlp.errors import DataError, InputError


def test_a_corpus_directory_holds_what_reading_the_files_gives(material, built, kit):
    assert kit.everything(Corpus.open(built)) == kit.everything(xn.read(material))


def test_it_is_opened_like_files_are_read(built):
    assert len(xn.read(built)) == len(Corpus.open(built)) > 0
    with pytest.raises(InputError, match="要单独给出"):
        xn.read(built, built)


def test_a_damaged_text_has_its_annotations_where_they_stand(built):
    corpus = Corpus.open(built).where(source="破损.txt")
    assert ("四个意识", "四 个 意 识") in {
        (row["formula"], row["text"]) for row in records(corpus, ["formula"])
    }


@pytest.mark.parametrize("characters", [1, 300, 10_000_000])
def test_the_rows_do_not_depend_on_how_they_fall_into_shards(
    material, built, tmp_path, small_shards, characters, kit
):
    small_shards(characters)
    build([material], tmp_path / "别的库")
    assert kit.rows(tmp_path / "别的库") == kit.rows(built)


def test_two_processes_give_the_same_bytes_as_one(material, tmp_path, small_shards, kit):
    small_shards(300)
    build([material], tmp_path / "一")
    build([material], tmp_path / "二", jobs=2)
    assert len(Manifest.load(tmp_path / "一").shards) > 2
    assert kit.digests(tmp_path / "一") == kit.digests(tmp_path / "二")


def test_the_same_files_give_the_same_bytes_again(material, built, tmp_path, kit):
    build([material], tmp_path / "又")
    assert kit.digests(built) == kit.digests(tmp_path / "又")


# Bringing up to date


@pytest.fixture
def reading(monkeypatch):
    """The names of the files that are read."""
    heard = []
    monkeypatch.setattr(
        shard, "read_sources", lambda path, name, **rest: heard.append(name) or real(path, name, **rest)
    )
    real = __import__("xuncha_nlp.sources", fromlist=["read_sources"]).read_sources
    return heard


def test_a_second_build_reads_nothing_and_changes_nothing(material, built, reading, kit):
    before = kit.digests(built)
    report = build([material], built)
    assert (reading, report.changed, report.unchanged) == ([], 0, 6)
    assert kit.digests(built) == before


def test_a_file_that_was_only_touched_is_not_read(material, built, reading):
    os.utime(material / "下级" / "1.txt", (1, 1))
    assert build([material], built).changed == 0
    assert reading == []


def test_a_changed_file_replaces_its_rows_and_no_other_is_read(material, built, tmp_path, reading, kit):
    (material / "下级" / "2.txt").write_text(kit.speech.format(n=9), encoding="utf-8")
    report = build([material], built)
    assert (reading, report.changed, report.unchanged) == (["下级/2.txt"], 1, 5)
    build([material], tmp_path / "新库")
    assert kit.by_source(kit.rows(built)) == kit.by_source(kit.rows(tmp_path / "新库"))


def test_new_files_are_added_behind(material, built, tmp_path, kit):
    before = kit.rows(built)
    kit.write(tmp_path / "增补" / "二〇二一", 3)
    build([tmp_path / "增补"], built)
    after = kit.rows(built)
    assert after["speeches"][: len(before["speeches"])] == before["speeches"]
    build([material, tmp_path / "增补"], tmp_path / "一次")
    assert kit.by_source(after) == kit.by_source(kit.rows(tmp_path / "一次"))


def test_adding_files_one_by_one_leaves_few_shards(tmp_path, kit):
    for n in range(1, 6):
        path = tmp_path / f"{n}.txt"
        path.write_text(kit.speech.format(n=n), encoding="utf-8")
        build([path], tmp_path / "库")
    manifest = Manifest.load(tmp_path / "库")
    assert (len(manifest.shards), len(manifest.files)) == (1, 5)


def test_an_encoding_given_later_reads_the_file_again_and_is_kept(tmp_path, reading):
    path, corpus = tmp_path / "舊稿.txt", tmp_path / "库"
    path.write_bytes("\u4e2d\u592e".encode("utf-16-le") * 40)
    build([path], corpus, encoding="gb18030")
    wrong = Corpus.open(corpus).members[0].text
    build([path], corpus, encoding="utf-16-le")
    assert Corpus.open(corpus).members[0].text == "中央" * 40 != wrong
    build([path], corpus)
    build([path], corpus, encoding="utf-16-le")
    assert len(reading) == 2
    path.touch()
    build([path], corpus)
    assert len(reading) == 2
    assert Corpus.open(corpus).members[0].text == "中央" * 40
    path.write_text("现在是另一种编码了。", encoding="utf-8")
    build([path], corpus)
    assert Corpus.open(corpus).members[0].text == "现在是另一种编码了。"


def test_a_removed_file_stays_until_it_is_pruned(material, built, kit):
    (material / "下级" / "1.txt").unlink()
    assert build([material], built).dropped == ()
    assert len(Manifest.load(built).files) == 6
    assert build([material], built, prune=True).dropped == ("下级/1.txt",)
    assert "下级/1.txt" not in Manifest.load(built).files
    assert not any(row["source"] == "下级/1.txt" for row in kit.rows(built)["tokens"])


def test_pruning_one_folder_leaves_what_came_from_another(built, tmp_path, kit):
    other = kit.write(tmp_path / "另一处" / "别", 2).parent
    build([other], built)
    assert build([other], built, prune=True).dropped == ()
    assert len(Manifest.load(built).files) == 8


def test_a_file_of_the_same_name_from_elsewhere_replaces_only_when_told(built, tmp_path, kit):
    other = kit.write(tmp_path / "另一处", 2)
    (other / "下级" / "1.txt").write_text("别的内容。", encoding="utf-8")
    before = kit.digests(built)
    with pytest.raises(InputError, match=r"已有同名的文件：下级/1\.txt"):
        build([other], built)
    assert kit.digests(built) == before
    build([other], built, replace=True)
    assert Corpus.open(built)["下级/1.txt#1"].text == "别的内容。"


def test_other_rules_analyse_the_kept_texts_again_without_their_files(material, built, tmp_path, kit):
    mine = tmp_path / "mine.toml"
    mine.write_text('[[false_friend]]\ntext = "四个意识"\nreason = "试"\n', encoding="utf-8")
    for path in material.rglob("*.txt"):
        path.unlink()
    (material / "新.txt").write_text("说说“四个意识”。", encoding="utf-8")
    build([material], built, segmenter="character")
    assert {len(row["word"]) for row in kit.rows(built)["tokens"]} == {1}
    manifest = Manifest.load(built)
    assert (manifest.segmenter, len(manifest.files)) == ("character", 7)


def test_another_lexicon_than_that_of_the_corpus_finds_anew(built, tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text('[[false_friend]]\ntext = "三个到位"\nreason = "试"\n', encoding="utf-8")
    ours, other = Corpus.open(built), Corpus.open(built, lexicon=[mine])
    assert "三个到位" in {row["formula"] for row in records(ours, ["formula"])}
    assert "三个到位" not in {row["formula"] for row in records(other, ["formula"])}


def test_an_unknown_segmenter_is_an_error(material, tmp_path):
    with pytest.raises(DataError, match="没有这个分词器：gibt-es-nicht"):
        build([material], tmp_path / "库", segmenter="gibt-es-nicht")
    assert not (tmp_path / "库").exists()


def test_two_files_of_one_name_are_an_error(material, tmp_path, kit):
    other = kit.write(tmp_path / "另一处", 2)
    with pytest.raises(InputError, match="两个文件重名"):
        build([material, other], tmp_path / "库")


def test_progress_hears_the_bytes_that_are_done(material, tmp_path, small_shards):
    small_shards(300)
    heard = []
    build([material], tmp_path / "库", progress=lambda done, total: heard.append((done, total)))
    total = sum(path.stat().st_size for path in material.rglob("*.txt"))
    assert heard[0] == (0, total)
    assert heard[-1] == (total, total)
    assert heard == sorted(heard)


# Moments at which a build may stop


@pytest.mark.parametrize(
    "moment",
    [
        ("build", "write_state"),
        ("build", "_settle"),
        ("build", "Report"),
        ("shard", "_settle"),
    ],
    ids=".".join,
)
def test_a_build_that_stops_leaves_before_or_after_and_is_mended(
    material, built, tmp_path, monkeypatch, moment, kit
):
    before = kit.by_source(kit.rows(built))
    (material / "新.txt").write_text(kit.speech.format(n=7), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules[f"xuncha_nlp.corpus.{moment[0]}"], moment[1], _stop)
        with pytest.raises(KeyboardInterrupt):
            build([material], built)
    build([material], tmp_path / "新库")
    after = kit.by_source(kit.rows(tmp_path / "新库"))
    assert kit.by_source(kit.rows(built)) in (before, after)
    assert len(Corpus.open(built).find("四个意识")) > 0
    build([material], built)
    assert kit.by_source(kit.rows(built)) == after
    assert kit.digests(built).keys() == {
        name for name in kit.digests(built) if name.split("/")[0] in ("manifest.json", "shards")
    }


def _stop(*_, **__):
    raise KeyboardInterrupt


def test_what_was_finished_before_a_stop_is_not_made_again(
    material, tmp_path, small_shards, monkeypatch, reading
):
    small_shards(1)
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["xuncha_nlp.corpus.build"], "_settle", _stop)
        with pytest.raises(KeyboardInterrupt):
            build([material], tmp_path / "库")
    assert len(reading) == 6
    build([material], tmp_path / "库")
    assert len(reading) == 6


# What cannot be read


def test_the_good_files_are_built_and_the_bad_ones_listed(material, tmp_path):
    (material / "坏.docx").write_bytes(b"PK\x03\x04 truncated")
    (material / "空.txt").write_bytes(b"")
    report = build([material], tmp_path / "库")
    assert set(report.unreadable) == {"坏.docx", "空.txt"} == set(Manifest.load(tmp_path / "库").unreadable)
    assert len(Manifest.load(tmp_path / "库").files) == 6
    assert "文件是空的" in report.unreadable["空.txt"]


def test_a_bad_file_is_tried_again_and_changes_nothing_else(material, built, reading, kit):
    (material / "空.txt").write_bytes(b"")
    build([material], built)
    before = kit.digests(built)
    del reading[:]
    build([material], built)
    assert reading == ["空.txt"]
    assert kit.digests(built) == before
    (material / "空.txt").write_text("现在有字了。", encoding="utf-8")
    assert build([material], built).unreadable == {}
    assert Manifest.load(built).unreadable == {}
    assert Corpus.open(built)["空.txt#1"].text == "现在有字了。"


def test_a_text_that_no_encoding_can_write_is_unreadable(material, tmp_path, monkeypatch):
    real = shard.read_sources

    def halved(path, name, **rest):
        return tuple(
            source.with_text(source.text.replace("散", "\ud842")) for source in real(path, name, **rest)
        )

    (material / "别的.txt").write_text("好。", encoding="utf-8")
    monkeypatch.setattr(shard, "read_sources", halved)
    report = build([material], tmp_path / "库")
    assert len(report.unreadable) == 6
    assert all("个字符不成字" in reason for reason in report.unreadable.values())


def test_where_nothing_can_be_read_no_corpus_is_made(tmp_path):
    (tmp_path / "空.txt").write_bytes(b"")
    with pytest.raises(InputError, match="没有一个文件能读"):
        build([tmp_path / "空.txt"], tmp_path / "库")
    with pytest.raises(InputError, match="不是语料库文件夹"):
        Corpus.open(tmp_path / "库")


def test_a_file_that_changes_while_it_is_read_is_not_taken(material, tmp_path, monkeypatch):
    monkeypatch.setattr("xuncha_nlp.corpus.plan._hash", lambda _: "0" * 64)
    with pytest.raises(InputError, match="文件正在变动"):
        build([material], tmp_path / "库")


# Where it is written


def test_a_folder_with_other_things_in_it_is_left_alone(material):
    with pytest.raises(InputError, match="文件夹里有别的东西"):
        build([material], material)
    assert not (material / "manifest.json").exists()


def test_a_target_that_cannot_be_written_is_one_line(material, tmp_path):
    (tmp_path / "挡路").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="语料库写不下去"):
        build([material], tmp_path / "挡路" / "库")


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are those of POSIX")
def test_a_full_disk_leaves_the_old_corpus_whole(material, built, kit):
    before = kit.digests(built)
    # Long enough that its tables pass the limit on the size of a file, short of being slow.
    (material / "长.txt").write_text(
        "".join(f"第{n}件事是{n * 7919 % 10_007}。\n" for n in range(60_000)), "utf-8"
    )
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
        "from xuncha_nlp.cli import main; sys.argv[0] = 'xuncha'; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "build", str(material), "-o", str(built)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("语料库写不下去")
    assert result.stderr.count("\n") == 1
    assert kit.digests(built) == before
    assert build([material], built).changed == 1


# Two builds at once


HOLD = """
import sys, time
from pathlib import Path
from xuncha_nlp.corpus.build import _locked
with _locked(Path(sys.argv[1]), wait=False):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def held(built):
    """A process that holds the corpus directory."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(built)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_second_build_says_who_is_building(material, built, held):
    with pytest.raises(InputError, match=rf"正在由别的 xuncha build 写（进程 {held.pid}，.*）"):
        build([material], built)


def test_a_build_that_waits_goes_on_when_the_other_has_ended(material, built, held):
    (material / "新.txt").write_text("说说“四个意识”。", encoding="utf-8")
    done = []
    thread = threading.Thread(target=lambda: done.append(build([material], built, wait=True)))
    thread.start()
    time.sleep(0.3)
    assert done == []
    held.kill()
    thread.join(timeout=30)
    assert [report.changed for report in done] == [1]


@pytest.mark.usefixtures("held")
def test_whoever_reads_during_a_build_sees_the_corpus_before_it(built):
    assert len(Corpus.open(built)) > 0
