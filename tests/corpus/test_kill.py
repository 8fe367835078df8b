"""A build that is killed at any moment leaves the corpus as it was before or after, and the next one mends it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from xuncha_nlp.corpus import Corpus, Manifest, build

POINTS = 20
# A process loads the libraries once and then begins each build as a copy of itself, so that the kills fall
# into the building and not into what comes before. The first build is left alone and timed; after it, the
# moment of each kill lies somewhere in its own twentieth of that time.
KILLER = """
import os, random, signal, sys, time
import filelock, pyarrow.compute, pyarrow.parquet, pydivsufsort, rjieba
from xuncha_nlp.corpus import build, plan
rjieba.cut("动员"), rjieba.tag("动员")
plan.SHARD_CHARACTERS = 2_000
material, *corpora = sys.argv[1:]

def begin(corpus):
    child = os.fork()
    if child == 0:
        build([material], corpus, prune=True)
        os._exit(0)
    return child

start = time.perf_counter()
os.waitpid(begin(corpora[0]), 0)
took = time.perf_counter() - start
for point, corpus in enumerate(corpora[1:]):
    child = begin(corpus)
    time.sleep((point + random.Random(point).random()) / len(corpora[1:]) * took)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else "done", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs fork and a signal that cannot be caught")
def test_a_build_killed_at_twenty_points_leaves_before_or_after(tmp_path, kit):
    material, old = kit.write(tmp_path / "材料", 8), tmp_path / "库"
    build([material], old)
    before = kit.by_source(kit.rows(old))
    for n in range(1, 20):
        path = material / "下级" / f"{n}.txt"
        path.write_text(kit.speech.format(n=n % 10) * 2, encoding="utf-8")
    (material / "破损.txt").unlink()
    corpora = [shutil.copytree(old, tmp_path / f"库{point}") for point in range(POINTS + 1)]
    result = subprocess.run(
        [sys.executable, "-c", KILLER, material, *corpora], capture_output=True, text=True, check=True
    )
    # A machine with other work may do the timed build at half the speed of the others.
    assert result.stdout.count("killed") > POINTS // 4

    after = kit.by_source(kit.rows(corpora[0]))
    assert after != before
    for corpus in corpora:
        found = kit.by_source(kit.rows(corpus))
        assert found in (before, after)
        hits = Corpus.open(corpus).find("三个到位")
        assert len(hits) == sum(row["text"].count("三个到位") for row in found["sources"])
        build([material], corpus, prune=True)
        assert kit.by_source(kit.rows(corpus)) == after
        named = {shard.id for shard in Manifest.load(corpus).shards}
        assert {path.name for path in (corpus / "shards").iterdir()} == named
        assert not (corpus / "building").exists()
