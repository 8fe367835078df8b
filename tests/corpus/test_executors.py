"""The same work in this process, in others of this machine, and on a cluster."""

from __future__ import annotations

import logging
import os
import warnings

import pytest

from xuncha_nlp.corpus import build
from xuncha_nlp.corpus.executors import executor, run
from xuncha_nlp.errors import InputError


def test_a_cluster_gives_the_same_bytes(material, tmp_path, small_shards, kit):
    distributed = pytest.importorskip("distributed")
    small_shards(300)
    build([material], tmp_path / "一")
    with warnings.catch_warnings():
        # What dask and its libraries warn of is theirs to mend.
        warnings.simplefilter("ignore")
        with distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as cluster:
            build([material], tmp_path / "二", cluster=cluster.scheduler_address)
    assert kit.digests(tmp_path / "一") == kit.digests(tmp_path / "二")


def test_a_cluster_that_does_not_answer_is_one_line(material, tmp_path):
    pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(InputError, match=r"连不上集群：tcp://127\.0\.0\.1:1"):
            build([material], tmp_path / "库", cluster="tcp://127.0.0.1:1")


def _end(_: int) -> None:
    os._exit(1)


def test_a_process_that_ends_is_one_line():
    with executor(2) as where, pytest.raises(InputError, match="子进程意外结束"):
        list(run(_end, [1], where))


def test_an_error_of_a_process_is_that_of_the_work():
    with executor(2) as where, pytest.raises(InputError, match=r"^坏了。换一个。$"):
        list(run(_fail, [1], where))


def _fail(_: int) -> None:
    raise InputError("坏了", "换一个")


def test_without_an_executor_work_is_done_here_and_in_order():
    with executor() as where:
        assert list(run(abs, [-2, 1], where)) == [(-2, 2), (1, 1)]
