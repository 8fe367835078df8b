"""Build the same material with ``xuncha build`` and with conc, one after the other, and print what each took.

``python benchmarks/build.py --work DIR`` makes the material where it is missing, builds it at each scale with
each tool, and prints Markdown: the machine, a row a build, how time and memory grow. Progress goes to
standard error. DIR keeps material and corpora; `search.py` goes on from there.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import material
import peer_conc
from footprint import Footprint, machine, measure

HERE = Path(__file__).parent
PACKAGES = (
    "xuncha_nlp", "conc", "spacy", "jieba", "rjieba", "polars", "pyarrow", "numpy", "pandas", "pydivsufsort",
)  # fmt: skip


def material_folder(work: Path, scale: int) -> Path:
    """Where the material of a scale lies, as compilations."""
    return work / f"material-{scale}x"


def apart_folder(work: Path, scale: int) -> Path:
    """Where its speeches lie, one a file."""
    return work / f"speeches-{scale}x"


_GROWING = {"seconds": "seconds", "cpu_seconds": "CPU s", "peak_mb": "peak MB"}


@dataclass(frozen=True)
class Tool:
    """A way to build: the material it takes, its command line, how many tokens it says that it kept."""

    name: str
    folder: str
    material: Callable[[Path, int], Path]
    command: Callable[[Path, Path], list[str]]
    tokens: Callable[[Path], int]


@dataclass(frozen=True)
class Build:
    """One build: the medians of its seconds, the highest of its peaks."""

    tool: str
    scale: int
    characters: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    memory: str
    tokens: int
    disk_mb: float
    load: float
    runs: int


def _xuncha(jobs: int) -> Tool:
    program = str(Path(sys.executable).with_name("xuncha"))

    def command(source: Path, target: Path) -> list[str]:
        return [program, "build", str(source), "-o", str(target), "--jobs", str(jobs)]

    return Tool(f"xuncha build --jobs {jobs}", f"xuncha-{jobs}", material_folder, command, _rows)


def _rows(target: Path) -> int:
    """Rows of the token tables, by the Parquet files' own word."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in target.rglob("*tokens*.parquet"))


def _conc(segmenter: str) -> Tool:
    def command(source: Path, target: Path) -> list[str]:
        peer = str(HERE / "peer_conc.py")
        return [sys.executable, peer, str(source), "-o", str(target), "--segmenter", segmenter]

    def tokens(target: Path) -> int:
        return peer_conc.counts(target)["tokens"]

    return Tool(f"conc, {segmenter}", f"conc-{segmenter}", apart_folder, command, tokens)


OURS = (_xuncha(1), _xuncha(2))
PEERS = tuple(map(_conc, peer_conc.SEGMENTERS))
# The one that ours is held against: conc with the segmenter that its users have.
PEER = PEERS[0]


def corpus_folder(work: Path, tool: Tool, scale: int) -> Path:
    """Where a tool's corpus of that material lies."""
    return work / f"{tool.folder}-{scale}x"


def prepare(work: Path, scale: int, *, characters: int, seed: int) -> material.Report:
    """Write the material of a scale, unless the same is there from an earlier run."""
    folder, apart = material_folder(work, scale), apart_folder(work, scale)
    kept = material.report_path(folder)
    if kept.is_file():
        report = material.Report(**json.loads(kept.read_text(encoding="utf-8")))
        if (report.seed, report.asked) == (seed, characters * scale):
            return report
    kept.unlink(missing_ok=True)
    for each in (folder, apart):
        shutil.rmtree(each, ignore_errors=True)
    return material.write(folder, characters=characters * scale, seed=seed, apart=apart)


def build(tool: Tool, work: Path, scale: int, characters: int, *, repeat: int) -> Build:
    """Build with one tool, each time into an empty folder."""
    source, target = tool.material(work, scale), corpus_folder(work, tool, scale)
    taken: list[Footprint] = []
    for _ in range(repeat):
        shutil.rmtree(target, ignore_errors=True)
        taken.append(measure(tool.command(source, target)))
        if taken[-1].status:
            raise SystemExit(f"{tool.name}: status {taken[-1].status}\n{taken[-1].errors[-2000:]}")
        say(f"{tool.name} {scale}×: {taken[-1].seconds:.1f} s, {taken[-1].peak_mb:.0f} MB")
    return Build(
        tool.name,
        scale,
        characters,
        statistics.median(each.seconds for each in taken),
        statistics.median(each.cpu_seconds for each in taken),
        max(each.peak_mb for each in taken),
        taken[0].memory,
        tool.tokens(target),
        round(sum(path.stat().st_size for path in target.rglob("*") if path.is_file()) / 1e6, 1),
        max(each.load for each in taken),
        repeat,
    )


def build_table(builds: list[Build]) -> str:
    """A Markdown row a build."""
    lines = [
        f"| material | tool | seconds | CPU s | M characters/s | peak MB ({builds[0].memory}) | tokens | on disk MB | load before |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for each in builds:
        lines.append(
            f"| {each.scale}× ({each.characters / 1e6:.1f} M) | {each.tool} | {each.seconds:.1f} | {each.cpu_seconds:.1f} "
            f"| {each.characters / each.seconds / 1e6:.2f} | {each.peak_mb:,.0f} | {each.tokens:,} "
            f"| {each.disk_mb:,.0f} | {each.load:.2f} |"
        )
    return "\n".join(lines)


def growth_table(builds: list[Build]) -> str:
    """How time and memory grow from the smallest scale, a Markdown row a tool; empty for one scale."""
    scales = sorted({each.scale for each in builds})
    if len(scales) == 1:
        return ""
    first = scales[0]
    heads = [f"{head} {scale}×/{first}×" for head in _GROWING.values() for scale in scales[1:]]
    lines = ["| tool | " + " | ".join(heads) + " |", "|---|" + "--:|" * len(heads)]
    for tool in dict.fromkeys(each.tool for each in builds):
        of = {each.scale: each for each in builds if each.tool == tool}
        cells = []
        for what in _GROWING:
            for scale in scales[1:]:
                both = first in of and scale in of
                cells.append(f"{getattr(of[scale], what) / getattr(of[first], what):.2f}" if both else "–")
        lines.append(f"| {tool} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ratio_table(builds: list[Build]) -> str:
    """Each build against the peer's of the same material; empty where the peer was not run."""
    peers = {each.scale: each for each in builds if each.tool == PEER.name}
    rows = [
        f"| {each.scale}× | {each.tool} | {peers[each.scale].seconds / each.seconds:.2f} "
        f"| {each.peak_mb / peers[each.scale].peak_mb:.2f} |"
        for each in builds
        if each.tool != PEER.name and each.scale in peers
    ]
    head = [f"| material | tool | times as fast as {PEER.name} | part of its memory |", "|---|---|--:|--:|"]
    return "\n".join(head + rows) if rows else ""


def say(message: str) -> None:
    """Show progress."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def _options(arguments: list[str] | None) -> Any:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--work", type=Path, required=True, metavar="DIR", help="for material and corpora")
    parser.add_argument(
        "--scales", type=int, nargs="+", default=[1, 3, 10], metavar="N", help="default: 1 3 10"
    )
    parser.add_argument(
        "--conc-scales", type=int, nargs="*", default=[1, 3], metavar="N",
        help="the scales at which conc is run as well; 10 takes it over twenty minutes; default: 1 3",
    )  # fmt: skip
    parser.add_argument(
        "--characters",
        type=int,
        default=material.CHARACTERS,
        metavar="N",
        help="of scale 1; default: %(default)s",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="default: %(default)s")
    parser.add_argument(
        "--repeat", type=int, default=1, metavar="N", help="builds a row; default: %(default)s"
    )
    parser.add_argument(
        "--only", nargs="+", choices=[tool.folder for tool in OURS + PEERS], help="run these tools only"
    )
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Build at every scale with every tool and print Markdown."""
    options = _options(arguments)
    about = machine(PACKAGES)
    builds: list[Build] = []
    sizes: list[str] = []
    for scale in options.scales:
        made = prepare(options.work, scale, characters=options.characters, seed=options.seed)
        sizes.append(
            f"- {scale}×: {made.characters:,} characters, {made.bytes / 1e6:.0f} MB, {made.files:,} files, "
            f"{made.speeches:,} speeches, {made.clauses:,} clauses, seed {made.seed}, sha256 {made.sha256[:12]}…"
        )
        for tool in OURS + (PEERS if scale in options.conc_scales else ()):
            if options.only is None or tool.folder in options.only:
                builds.append(build(tool, options.work, scale, made.characters, repeat=options.repeat))
    if not builds:
        raise SystemExit("nothing to run: no tool is asked for at these scales")
    kept = options.work / "builds.json"
    kept.write_text(json.dumps([asdict(each) for each in builds], indent=1) + "\n", encoding="utf-8")
    parts = {
        "Machine": about,
        "Material": "\n".join(sizes),
        "Build": build_table(builds),
        "Against the peer": ratio_table(builds),
        "Growth": growth_table(builds),
    }
    sys.stdout.write("\n\n".join(f"## {head}\n\n{body}" for head, body in parts.items() if body) + "\n")


if __name__ == "__main__":
    main()
