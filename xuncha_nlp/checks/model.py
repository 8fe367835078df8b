"""`Finding` and `Findings`: what a check says, where, on what evidence, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ..data import check_keys, load_toml

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LEVELS", "Finding", "Findings", "finding"]

LEVELS = ("错误", "警告", "提示")
_COLUMNS = [
    "rule",
    "level",
    "source",
    "speech",
    "text",
    "start",
    "end",
    "message",
    "suggestion",
    "evidence",
    "basis",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check.

    Parameters
    ----------
    rule : str
        Id of the rule, a key of ``data/checks.toml``.
    level : {"错误", "警告", "提示"}
    source, speech : str
        Name of the source and id of the speech checked.
    text : str
        What stands at the place; ``""`` where something is missing.
    start, end : int
        Offsets into the source's text; both the end of the speech where something is missing.
    message, suggestion : str
        In Chinese, for the writer.
    evidence : str
        What the finding rests on: the source speech, the lexicon entry, the rule of the extractor.
    basis : {"规定", "一般", "实务"}
        What kind of rule it is.
    """

    rule: str
    level: str
    source: str
    speech: str
    text: str
    start: int
    end: int
    message: str
    suggestion: str
    evidence: str
    basis: str

    def to_json(self) -> dict[str, Any]:
        """Return the finding as a JSON object."""
        return asdict(self)


@cache
def _rules() -> dict[str, dict[str, str]]:
    rules: dict[str, dict[str, str]] = load_toml("checks.toml")
    for name, record in rules.items():
        check_keys(record, ("level", "basis", "message", "suggestion"), (), f"checks.toml：{name}")
    return rules


def finding(
    rule: str, source: str, speech: str, text: str, start: int, end: int, evidence: str, **values: Any
) -> Finding:
    """Make a finding of a rule, its message and suggestion filled in from the text and the values."""
    record = _rules()[rule]
    known = {"text": text, **values}
    return Finding(
        rule=rule,
        level=record["level"],
        source=source,
        speech=speech,
        text=text,
        start=start,
        end=end,
        message=record["message"].format_map(known),
        suggestion=record["suggestion"].format_map(known),
        evidence=evidence,
        basis=record["basis"],
    )


class Findings(tuple[Finding, ...]):
    """Findings in the order of their gravity, then of the text; a table in a notebook."""

    __slots__ = ()

    @classmethod
    def sorted(cls, found: Iterable[Finding]) -> Findings:
        """Sort findings."""
        return cls(
            sorted(found, key=lambda each: (LEVELS.index(each.level), each.speech, each.start, each.rule))
        )

    @property
    def errors(self) -> Findings:
        """Only those that must be mended."""
        return Findings(each for each in self if each.level == LEVELS[0])

    def to_frame(self) -> pd.DataFrame:
        """Return a table, a row a finding."""
        import pandas as pd

        return pd.DataFrame([each.to_json() for each in self], columns=_COLUMNS)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the findings as JSON objects."""
        return [each.to_json() for each in self]

    def _repr_html_(self) -> str:
        return str(
            self.to_frame()[["level", "text", "message", "suggestion", "evidence"]].to_html(index=False)
        )
