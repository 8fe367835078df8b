"""Make gold from worksheets: quotes in reading order become offsets into the decoded text.

``python corpora/annotate.py`` writes every ``corpora/sample/*.gold.json`` anew;
``python corpora/annotate.py NAME.tsv`` checks one worksheet and says which quote is not found.
``docs/annotation.md`` says what the columns mean.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from xuncha_nlp.sources import fold, read_sources

HERE = Path(__file__).parent
_KINDS = ("sections", "formulae", "enumerations", "citations", "slots", "moves")
_COLUMNS = {"T": 4, "S": 5, "Z": 1, "F": 6, "E": 5, "C": 1, "L": 3, "M": 2}


class Worksheet:
    """Reads a worksheet against the text of its file."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text, self.view = path, text, fold(text)
        self.speeches: list[dict[str, Any]] = []
        self.last: dict[str, int] = defaultdict(int)
        self.problems: list[str] = []

    def read(self) -> list[dict[str, Any]]:
        """Return the speeches with their annotations."""
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            self.number = number
            columns = [column.strip() for column in line.split("\t")]
            doubt = columns.pop()[1:].strip() if columns[-1].startswith("?") else ""
            kind, *values = columns
            if kind not in _COLUMNS or len(values) != _COLUMNS[kind]:
                self._say(f"{kind!r} wants {_COLUMNS.get(kind)} columns and has {len(values)}")
                continue
            record = getattr(self, f"_{kind.lower()}")(*values)
            if record is not None and doubt:
                record["doubt"] = doubt
        for speech, after in zip(self.speeches, [*self.speeches[1:], None], strict=True):
            speech["end"] = len(self.text[: after["start"] if after else None].rstrip())
            if speech["closing"]:
                speech["closing"]["end"] = speech["end"]
        return self.speeches

    def _say(self, problem: str) -> None:
        self.problems.append(f"{self.path.name}:{self.number}: {problem}")

    def _find(self, quote: str, begin: int, *, limit: int | None = None) -> int:
        place = self.view.find(fold(quote), begin, limit)
        if place < 0:
            self._say(f"not found behind {self.text[begin : begin + 12]!r}: {quote!r}")
        return place

    def _add(self, kind: str, quote: str, begin: int | None = None) -> dict[str, Any] | None:
        start = self._find(quote, self.last[kind] if begin is None else begin)
        if start < 0 or not self.speeches:
            return None
        # A slot may stand inside the last one's characters only by chance (晓岚 in 方晓岚), a formula by nature.
        self.last[kind] = start + (len(quote) if kind == "slots" else 1)
        record = {"start": start, "end": start + len(quote), "text": self.text[start : start + len(quote)]}
        self.speeches[-1][kind].append(record)
        return record

    def _t(self, title: str, date: str, genre: str, salutation: str) -> dict[str, Any] | None:
        # A title may be wrapped: its characters in order, with white space anywhere between them.
        spaced = re.compile(
            r"\s*".join(re.escape(fold(character)) for character in title if character.strip())
        )
        found = [match.start() for match in spaced.finditer(self.view, self.last["title"])]
        if not found:
            self._say(f"title not found: {title!r}")
            return None
        # The contents list names the titles too: a speech begins where its title stands last.
        start = found[-1]
        values = {"title": title, "date": date, "genre": genre, "salutation": salutation}
        speech: dict[str, Any] = {key: None if value == "-" else value for key, value in values.items()}
        speech |= {"start": start, "closing": None}
        speech |= {kind: [] for kind in _KINDS}
        self.speeches.append(speech)
        self.last |= dict.fromkeys(_KINDS, start)
        self.last["title"] = start + 1
        return speech

    def _s(self, level: str, style: str, number: str, inline: str, heading: str) -> dict[str, Any] | None:
        record = self._add("sections", heading)
        if record:
            record |= {"level": int(level), "style": style, "number": int(number), "inline": inline == "1"}
        return record

    def _z(self, first: str) -> dict[str, Any] | None:
        start = self._find(first, self.speeches[-1]["start"])
        self.speeches[-1]["closing"] = {"start": start} if start >= 0 else None
        return self.speeches[-1]["closing"]

    def _f(
        self, surface: str, name: str, declared: str, status: str, where: str, members: str
    ) -> dict[str, Any] | None:
        record = self._add("formulae", surface)
        if record:
            record["formula"] = name
            self._list(record, declared, status, where, members)
        return record

    def _e(self, surface: str, declared: str, status: str, where: str, members: str) -> dict[str, Any] | None:
        record = self._add("enumerations", surface)
        if record:
            self._list(record, declared, status, where, members)
        return record

    def _list(self, record: dict[str, Any], declared: str, status: str, where: str, members: str) -> None:
        record["declared"] = None if declared == "-" else int(declared)
        record["status"] = status
        record["resolved_by"] = None if where == "-" else where
        record["members"] = []
        if where not in ("following", "preceding"):
            return
        quotes = [quote.strip() for quote in members.split("｜") if quote.strip()]
        if where == "following":
            at = record["end"]
        else:
            # The list nearest before the mention: its last item begins as late as it can.
            at = self.view.rfind(fold(quotes[0]), self.speeches[-1]["start"], record["start"])
        for quote in quotes:
            start = self._find(quote, at) if at >= 0 else -1
            if start < 0:
                self._say(f"member not found: {quote!r}")
                return
            record["members"].append(
                {"text": self.text[start : start + len(quote)], "start": start, "end": start + len(quote)}
            )
            at = start + len(quote)

    def _c(self, title: str) -> dict[str, Any] | None:
        return self._add("citations", title)

    def _l(self, label: str, surface: str, value: str) -> dict[str, Any] | None:
        record = self._add("slots", surface)
        if record:
            record |= {"label": label, "value": value}
        return record

    def _m(self, label: str, first: str) -> dict[str, Any] | None:
        record = self._add("moves", first)
        if record:
            record["label"] = label
        return record


def main(names: list[str], output: Path) -> int:
    """Make the gold; return 1 where a quote was not found, each of which is said."""
    problems = []
    for path in [Path(name) for name in names] or sorted((HERE / "worksheets").glob("*.tsv")):
        files = [
            each for each in (HERE / "sample").glob(f"{path.stem}.*") if each.suffix in (".txt", ".docx")
        ]
        source = read_sources(files[0])[0]
        worksheet = Worksheet(path, source.text)
        speeches = worksheet.read()
        problems += worksheet.problems
        digest = hashlib.sha256(source.text.encode()).hexdigest()
        gold = {"file": files[0].name, "text_sha256": digest, "speeches": speeches}
        if not worksheet.problems:
            target = output / f"{path.stem}.gold.json"
            target.write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        counts = {kind: sum(len(speech[kind]) for speech in speeches) for kind in _KINDS}
        sys.stdout.write(
            f"{path.name}: {len(speeches)} speeches, {counts}, {len(worksheet.problems)} problems\n"
        )
    for problem in problems:
        sys.stdout.write(problem + "\n")
    return min(len(problems), 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make gold from worksheets.")
    parser.add_argument("worksheets", nargs="*", help="all by default")
    parser.add_argument("--output", type=Path, default=HERE / "sample", help="the folder for the gold")
    options = parser.parse_args()
    sys.exit(main(options.worksheets, options.output))
