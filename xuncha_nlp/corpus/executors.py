"""Where work is done: in this process, in processes of this machine, or on a dask cluster."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, as_completed
from contextlib import contextmanager
from typing import Any, TypeVar

from ..errors import InputError, MissingExtraError

__all__ = ["executor", "run"]

_In = TypeVar("_In")
_Out = TypeVar("_Out")


@contextmanager
def executor(jobs: int = 1, cluster: str | None = None) -> Iterator[Executor | None]:
    """Provide an executor; None stands for this process.

    Parameters
    ----------
    jobs : int
        How many processes of this machine; 1 is this one.
    cluster : str, optional
        Address of a ``dask.distributed`` scheduler, such as ``tcp://10.0.0.5:8786``. Its workers must
        see the files and the corpus directory under the same paths.

    Raises
    ------
    MissingExtraError
        A cluster is asked for and dask is not installed.
    InputError
        Nothing answers at the address.
    """
    if cluster:
        with _cluster(cluster) as found:
            yield found
    elif jobs > 1:
        with _processes(jobs) as found:
            yield found
    else:
        yield None


def run(
    function: Callable[[_In], _Out], work: Iterable[_In], where: Executor | None
) -> Iterator[tuple[_In, _Out]]:
    """Yield each piece of work with its result, as they are done.

    Parameters
    ----------
    function : callable
        A function of a module, so that another process can find it.
    work : iterable
    where : Executor or None
        None for this process.

    Raises
    ------
    InputError
        A process was ended from outside.
    """
    from concurrent.futures.process import BrokenProcessPool

    if where is None:
        for each in work:
            yield each, function(each)
        return
    futures = {where.submit(function, each): each for each in work}
    try:
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool as error:
        raise InputError(
            "一个子进程意外结束（可能是内存不够）", "原有的语料库没有动；请减少 --jobs 再运行，会接着做"
        ) from error
    finally:
        for future in futures:
            future.cancel()


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A process begun afresh is the same on every system; one that is forked inherits threads' locks.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_us)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts_to_us() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingExtraError("没有安装 dask", "请安装：pip install 'xuncha_nlp[dask]'") from error
    try:
        client: Any = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"连不上集群：{address}", "请检查地址，并确认调度器已启动") from error
    with client:
        yield client.get_executor(pure=False)
