"""Material of any size: compilations made of the sample speeches' clauses, shuffled, the same for the same seed.

``python benchmarks/material.py -o DIR`` writes 20 million characters (about 60 MB) as a folder of .txt files
of some 150 to 600 kB, several speeches a file, every third file with a contents list. Headings, closing
words and clauses are the sample's own, so names and places are invented ones; figures, dates and the rounds
in the titles are drawn anew each time, so that no two files share more than clauses. ``--apart DIR`` writes the
same speeches a second time, one a file, for tools that do not split compilations.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import xuncha_nlp
from xuncha_nlp.numerals import to_han
from xuncha_nlp.speeches import Speech

SAMPLE = Path(__file__).parents[1] / "corpora" / "sample"
CHARACTERS = 20_000_000
# Characters a file; three bytes each.
_FILE = (50_000, 200_000)
_COLLECTION = "澄湖区委巡察工作讲话材料"
_YEARS = (2016, 2025)
# The section styles of a speech, outermost first; None ends in points inside the paragraph.
_SCHEMES = (("一、", "（一）"), ("一、", "1."), ("一、", "（一）", "1."), ("一、", None))
_POINTS = ("是", "要")

_NUMBER = re.compile(r"(\d+)")
_ROUND = re.compile("第([一二三四五六七八九十]+)(轮|期)")
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
_CLAUSE = re.compile(r"[^，；]*[，；]?")
_BRACKETS = str.maketrans("“（《", "\1\1\1", "")
_CLOSERS = str.maketrans("”）》", "\2\2\2", "")


@dataclass(frozen=True)
class Stock:
    """What speeches are made of: texts cut at their figures, ``("共", "86", "人")``."""

    titles: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    subheadings: tuple[tuple[str, ...], ...]
    clauses: tuple[tuple[str, ...], ...]
    closings: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Report:
    """What was asked for and what was written. ``sha256`` is that of all files in order."""

    seed: int
    asked: int
    characters: int
    bytes: int
    files: int
    speeches: int
    clauses: int
    seconds: float
    sha256: str


def gather(speeches: Iterator[Speech]) -> Stock:
    """Take the speeches of the sample apart."""
    titles: list[str] = []
    headings: list[str] = []
    subheadings: list[str] = []
    clauses: list[str] = []
    closings: list[str] = []
    for speech in speeches:
        if speech.title and _ROUND.search(speech.title):
            titles.append(speech.title)
        for section in speech.walk():
            if not section.inline and section.heading:
                (headings if section.level == 1 else subheadings).append(section.heading)
        if speech.closing:
            text = speech.source.text[speech.closing.start : speech.closing.end]
            closings.append(re.sub(r"\s*\n\s*", "\n", text.strip()))
        clauses.extend(cut(_prose(speech)))
    return Stock(
        tuple(dict.fromkeys(titles)),
        *(tuple(_at_figures(each) for each in kind) for kind in (headings, subheadings, clauses, closings)),
    )


def _prose(speech: Speech) -> str:
    """The text between header and closing words, without numbers and headings of sections."""
    text = speech.source.text
    pieces, at = [], speech.body_start
    for section in speech.walk():
        if section.start >= at:
            pieces.append(text[at : section.start])
            at = section.heading_start if section.inline else section.heading_end
    pieces.append(text[at : speech.closing.start if speech.closing else speech.end])
    return "\n".join(pieces)


def cut(prose: str) -> Iterator[str]:
    """Yield clauses without their final punctuation.

    What brackets and quotation marks hold stays in one piece, and so does what a colon announces, up to
    the end of its sentence: a formula keeps the items that stand after it.
    """
    for sentence in _SENTENCE.findall(prose):
        clause = ""
        for piece in _CLAUSE.findall(sentence.strip()):
            clause += piece
            if "：" not in clause and _balanced(clause):
                yield from _bare(clause)
                clause = ""
        yield from _bare(clause)


def _bare(clause: str) -> Iterator[str]:
    clause = clause.strip(" 　，；。！？：、\n")
    if len(clause) > 1 and _balanced(clause):
        yield clause


def _balanced(text: str) -> bool:
    return text.translate(_BRACKETS).count("\1") == text.translate(_CLOSERS).count("\2")


def _at_figures(text: str) -> tuple[str, ...]:
    return tuple(_NUMBER.split(text))


class Writer:
    """Draws speeches from a stock."""

    def __init__(self, stock: Stock, seed: int) -> None:
        self.stock = stock
        # Reproducible on purpose: nothing here is a secret.
        self.random = random.Random(seed)  # noqa: S311
        self.han = ["", *(to_han(number) for number in range(1, 61))]
        self.clauses = 0

    def file(self, budget: int) -> tuple[str, list[str]]:
        """Return the contents list, or nothing, and the speeches of a file of about so many characters."""
        speeches: list[tuple[str, str]] = []
        used: set[str] = set()
        size = 0
        while size < budget:
            title = self._title(used)
            text = self._speech(title)
            speeches.append((title, text))
            size += len(text) + 1
        contents = self._contents(speeches) if self.random.random() < 1 / 3 else ""
        return contents, [text for _, text in speeches]

    def _title(self, used: set[str]) -> str:
        """A title that the file does not have yet."""
        while True:
            title = self.random.choice(self.stock.titles)
            title = _ROUND.sub(lambda match: f"第{self.han[self.random.randint(1, 60)]}{match[2]}", title)
            if title not in used:
                used.add(title)
                return title

    @staticmethod
    def _contents(speeches: list[tuple[str, str]]) -> str:
        lines, page = [_COLLECTION, "目　录"], 1
        for number, (title, text) in enumerate(speeches, start=1):
            lines.append(f"{number}、{title}{'…' * 20}{page}")
            page += 1 + len(text) // 600
        return "\n".join(lines) + "\n\n"

    def _speech(self, title: str) -> str:
        choose = self.random.choice
        year, month, day = (
            self.random.randint(*_YEARS),
            self.random.randint(1, 12),
            self.random.randint(1, 28),
        )
        date = f"（{year}年{month}月{day}日）" if day % 2 else f"（{year}年{month}月）"
        lines = [title, date, "同志们：", self._paragraph(self.random.randint(8, 16))]
        scheme = choose(_SCHEMES)
        for number in range(1, self.random.randint(3, 4) + 1):
            lines.append(f"{self.han[number]}、{self._vary(choose(self.stock.headings))}")
            if self.random.random() < 1 / 2:
                lines.append(self._paragraph(self.random.randint(4, 10)))
            lines += self._subsections(scheme[1:])
        lines.append(self._vary(choose(self.stock.closings)))
        return "\n".join(lines) + "\n"

    def _subsections(self, styles: tuple[str | None, ...]) -> Iterator[str]:
        count = self.random.randint(2, 4)
        if styles[0] is None:
            for _ in range(count):
                yield self._paragraph(5) + self._points()
            return
        for number in range(1, count + 1):
            mark = f"（{self.han[number]}）" if styles[0] == "（一）" else f"{number}."
            heading = self._vary(self.random.choice(self.stock.subheadings))
            if len(styles) > 1 and number == count:
                yield f"{mark}{heading}"
                yield from self._subsections(styles[1:])
            else:
                yield f"{mark}{heading}。{self._paragraph(self.random.randint(12, 24))}"

    def _points(self) -> str:
        """一是…；二是…。"""
        word = self.random.choice(_POINTS)
        count = self.random.randint(3, 4)
        points = (f"{self.han[number]}{word}{self._paragraph(3)[:-1]}" for number in range(1, count + 1))
        return "；".join(points) + "。"

    def _paragraph(self, clauses: int) -> str:
        """So many clauses, in sentences of two to five."""
        self.clauses += clauses
        pieces: list[str] = []
        left = 0
        for clause in self.random.choices(self.stock.clauses, k=clauses):
            if pieces:
                pieces.append("，" if left else "。")
            left = left - 1 if left else self.random.randint(1, 4)
            pieces.append(clause[0] if len(clause) == 1 else self._vary(clause))
        return "".join(pieces) + "。"

    def _vary(self, text: tuple[str, ...]) -> str:
        """The text with other figures of as many digits; a year, month or day stays one."""
        pieces = list(text)
        for i in range(1, len(pieces), 2):
            figure, after = pieces[i], pieces[i + 1][:1]
            if len(figure) == 4 and figure.startswith("20"):  # noqa: PLR2004 (a year)
                low, high = _YEARS
            elif after in ("月", "日", "时"):
                low, high = 1, 12
            else:
                low, high = 10 ** (len(figure) - 1), 10 ** len(figure) - 1
            pieces[i] = str(self.random.randint(low, high))
        return "".join(pieces)


def write(folder: Path, *, characters: int = CHARACTERS, seed: int = 1, apart: Path | None = None) -> Report:
    """Write material.

    Parameters
    ----------
    folder : Path
        Is made where there is none; must not hold .txt files yet.
    characters : int
        At least so many are written, and at most one speech more.
    seed : int
        The same seed gives the same bytes.
    apart : Path, optional
        Another folder, for the same speeches one a file.

    Returns
    -------
    Report
        Also written beside the folder, as ``FOLDER.json``.
    """
    began = time.perf_counter()
    for each in (folder, apart):
        if each is not None:
            each.mkdir(parents=True, exist_ok=True)
            if any(each.glob("*.txt")):
                raise FileExistsError(each)
    writer = Writer(gather(iter(xuncha_nlp.read(SAMPLE))), seed)
    digest = hashlib.sha256()
    done = size = files = speeches = 0
    while done < characters:
        contents, texts = writer.file(min(writer.random.randint(*_FILE), characters - done))
        text = contents + "\n".join(texts)
        data = text.encode("utf-8")
        files += 1
        (folder / f"material_{files:05d}.txt").write_bytes(data)
        if apart is not None:
            for number, speech in enumerate(texts, start=speeches + 1):
                (apart / f"speech_{number:06d}.txt").write_bytes(speech.encode("utf-8"))
        digest.update(data)
        done, size, speeches = done + len(text), size + len(data), speeches + len(texts)
    report = Report(
        seed,
        characters,
        done,
        size,
        files,
        speeches,
        writer.clauses,
        round(time.perf_counter() - began, 2),
        digest.hexdigest(),
    )
    report_path(folder).write_text(json.dumps(asdict(report), indent=1) + "\n", encoding="utf-8")
    return report


def report_path(folder: Path) -> Path:
    """Where the report on a folder of material is kept: beside it, as the folder is all material."""
    return folder.with_name(folder.name + ".json")


def main(arguments: list[str] | None = None) -> None:
    """Write material and print what was written as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument(
        "--characters", type=int, default=CHARACTERS, metavar="N", help="default: %(default)s"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="a new folder")
    parser.add_argument("--apart", type=Path, metavar="DIR", help="another, for the same speeches one a file")
    options: Any = parser.parse_args(arguments)
    try:
        report = write(options.output, characters=options.characters, seed=options.seed, apart=options.apart)
    except FileExistsError as error:
        parser.error(f"{error} holds .txt files already")
    sys.stdout.write(json.dumps(asdict(report), indent=1) + "\n")


if __name__ == "__main__":
    main()
