"""Wall time, processor time and peak memory of a command, over all its processes.

Memory is the proportional set size (PSS) where the system tells it: a page that several processes share,
after a fork or in a mapped file, counts once and not once a process. Elsewhere it is the resident set size.
``python benchmarks/footprint.py COMMAND …`` prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import psutil

INTERVAL = 0.05
_REST = 20
_MB = 1_000_000


@dataclass(frozen=True)
class Footprint:
    """What a command took.

    ``peak_mb`` is the highest sum over all processes in ``samples`` looks, in 10⁶ bytes; ``memory`` says of
    what, ``"PSS"`` or ``"RSS"``. ``load`` is the load average of the minute before the command began: far above
    0 it says that the machine had other work. ``cpu_seconds`` is what all processes computed; it suffers less
    from that than ``seconds`` does.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float
    memory: str
    processes: int
    samples: int
    load: float
    status: int
    output: str
    errors: str


def measure(command: Sequence[str | Path], *, interval: float = INTERVAL) -> Footprint:
    """Run a command to its end.

    Parameters
    ----------
    command : sequence of str or Path
        Run without a shell.
    interval : float
        Seconds between two looks at the memory.

    Returns
    -------
    Footprint
        The status is the command's own; it is the caller who says whether a failure matters.

    Examples
    --------
    >>> taken = measure([sys.executable, "-c", "print('好')"])
    >>> taken.status, taken.output
    (0, '好\\n')
    """
    load = os.getloadavg()[0]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        computed = _children()
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment)  # noqa: S603
        watcher = _Watcher(process.pid, interval)
        watcher.start()
        try:
            status = process.wait()
        finally:
            seconds = time.perf_counter() - began
            watcher.stop()
            if process.poll() is None:
                process.kill()
                process.wait()
        computed = _children() - computed
        texts = []
        for stream in (output, errors):
            stream.seek(0)
            texts.append(stream.read().decode("utf-8", errors="replace"))
    return Footprint(
        round(seconds, 3),
        round(computed, 3),
        round(watcher.peak / _MB, 1),
        "PSS" if watcher.shared_once else "RSS",
        watcher.processes,
        watcher.samples,
        round(load, 2),
        status,
        *texts,
    )


def _children() -> float:
    """Processor seconds of all descendants that have ended."""
    times = os.times()
    return times.children_user + times.children_system


class _Watcher(threading.Thread):
    """Looks at a process and its descendants until it is stopped.

    To read a PSS, the system walks the pages of the process: milliseconds for each gigabyte. So it is read
    only where the resident sizes, which are never smaller and cost nothing, say that there may be a new
    peak, and followed by a pause of twenty times as long: what is measured keeps its cores.
    """

    def __init__(self, pid: int, interval: float) -> None:
        super().__init__(daemon=True)
        self.root = psutil.Process(pid)
        self.interval = interval
        self.shared_once = Path(f"/proc/{pid}/smaps_rollup").is_file()
        self.peak = self.processes = self.samples = 0
        self._rested = 0.0
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            self._look()
            self._stopped.wait(self.interval)

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def _look(self) -> None:
        began = time.perf_counter()
        try:
            tree = [self.root, *self.root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        resident = [size for process in tree if (size := _resident(process))]
        size = sum(resident)
        self.processes = max(self.processes, len(resident))
        self.samples += 1
        if self.shared_once:
            if size <= self.peak or began < self._rested:
                return
            size = sum(_proportional(process.pid) for process in tree)
            ended = time.perf_counter()
            self._rested = ended + _REST * (ended - began)
        self.peak = max(self.peak, size)


def _resident(process: psutil.Process) -> int:
    """Bytes of a process; 0 for one that has ended meanwhile, which is what it takes then."""
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _proportional(pid: int) -> int:
    try:
        with Path(f"/proc/{pid}/smaps_rollup").open("rb") as lines:
            return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:")), 0)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def machine(packages: Sequence[str]) -> str:
    """Describe the machine and the versions of packages in one Markdown list; nothing that names it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = psutil.virtual_memory().total / 1e9
    lines = [
        f"- {cores} cores{_processor()}, {memory:.0f} GB memory, {platform.system()} {platform.machine()}",
        f"- {platform.python_implementation()} {platform.python_version()}",
        "- " + ", ".join(f"{name} {_version(name)}" for name in packages),
        f"- load average before the first run: {os.getloadavg()[0]:.2f}",
    ]
    return "\n".join(lines)


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if not information.is_file():
        return ""
    lines = information.read_text(encoding="utf-8", errors="replace").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f" ({names[0]})" if names else ""


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "(not installed)"


def main(arguments: list[str] | None = None) -> None:
    """Measure the command given on the command line and leave with its status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--interval", type=float, default=INTERVAL, metavar="S", help="default: %(default)s")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND …")
    options: Any = parser.parse_args(arguments)
    if not options.command:
        parser.error("no command given")
    taken = measure(options.command, interval=options.interval)
    sys.stdout.write(json.dumps(asdict(taken), ensure_ascii=False, indent=1) + "\n")
    sys.exit(taken.status)


if __name__ == "__main__":
    main()
