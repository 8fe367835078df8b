"""`Finding` and `Findings`: what a check says, where, on what evidence, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from ..data import check_keys, load_toml
from ..errors import DataError
from ..html_table import STYLE

if TYPE_CHECKING:
    import pandas as pd

    from .length import Measure
    from .overlap import Overlap

__all__ = ["BASES", "LEVELS", "Finding", "Findings", "Rule", "finding", "rules"]

LEVELS = ("错误", "警告", "提示")
BASES = ("规定", "一般", "实务")
# Of the message of a finding about a long sentence no more is quoted.
_LONGEST_QUOTED = 60
# A notebook shows so many findings, and gives longer cells room.
_SHOWN, _NARROW = 50, 12
_COLOURS = {"错误": "#c0392b", "警告": "#b9770e", "提示": "#5d6d7e"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ``data/checks.toml``.

    Parameters
    ----------
    id : str
    family : str
        Key of the family; ``title`` is its Chinese name.
    title : str
    level : {"错误", "警告", "提示"}
    basis : {"规定", "一般", "实务"}
    standard : str
        The standard that rules it, or ``""``.
    about, message, suggestion : str
        In Chinese.
    """

    id: str
    family: str
    title: str
    level: str
    basis: str
    standard: str
    about: str
    message: str
    suggestion: str


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
        What the finding rests on: the source speech, the lexicon entry, the rule of the extractor, the
        standard.
    basis : {"规定", "一般", "实务"}
        What kind of rule it is.
    place : str
        Where it is, for a reader: ``"第6段，二、"``; ``"全文"`` where something is missing.
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
    place: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the finding as a JSON object."""
        return asdict(self)


@cache
def rules() -> Mapping[str, Rule]:
    """Return the rules by id, in the order of ``data/checks.toml``.

    Raises
    ------
    DataError
        An entry breaks the schema.

    Examples
    --------
    >>> rules()["mark-unpaired"].level, rules()["mark-unpaired"].title
    ('错误', '语言文字')
    """
    content = load_toml("checks.toml")
    keys = [each.name for each in fields(Rule) if each.name not in ("id", "title")]
    found = {}
    for name, record in content["rules"].items():
        check_keys(record, keys, (), f"checks.toml：{name}")
        for key, choices in (("family", content["families"]), ("level", LEVELS), ("basis", BASES)):
            if record[key] not in choices:
                raise DataError(
                    f"checks.toml：{name} 的 {key} 不能是 {record[key]}", f"可用：{'、'.join(choices)}"
                )
        found[name] = Rule(id=name, title=content["families"][record["family"]], **record)
    return found


def finding(
    rule: str, source: str, speech: str, text: str, start: int, end: int, evidence: str, *,
    place: str = "", **values: Any,
) -> Finding:  # fmt: skip
    """Make a finding of a rule, its message and suggestion filled in from the text and the values."""
    record = rules()[rule]
    shown = " ".join(text.split("\n"))
    if len(shown) > _LONGEST_QUOTED:
        shown = shown[: _LONGEST_QUOTED - 1] + "…"
    known = {"text": shown, **values}
    return Finding(
        rule=rule,
        level=record.level,
        source=source,
        speech=speech,
        text=text,
        start=start,
        end=end,
        message=record.message.format_map(known),
        suggestion=record.suggestion.format_map(known),
        evidence=evidence,
        basis=record.basis,
        place=place,
    )


class Findings(tuple[Finding, ...]):
    """Findings in the order of their gravity, then of the text; a table in a notebook.

    Attributes
    ----------
    measures : tuple of Measure
        Length and shares of every speech checked.
    overlaps : tuple of Overlap
        What is the same in each of the texts that it was held against.
    """

    measures: tuple[Measure, ...] = ()
    overlaps: tuple[Overlap, ...] = ()

    @classmethod
    def sorted(
        cls, found: Iterable[Finding], measures: Iterable[Measure] = (), overlaps: Iterable[Overlap] = ()
    ) -> Findings:
        """Sort findings."""
        made = cls(
            sorted(found, key=lambda each: (LEVELS.index(each.level), each.speech, each.start, each.rule))
        )
        made.measures, made.overlaps = tuple(measures), tuple(overlaps)
        return made

    @classmethod
    def joined(cls, parts: Iterable[Findings]) -> Findings:
        """Put the findings of several speeches together."""
        kept = list(parts)
        return cls.sorted(
            (each for part in kept for each in part),
            (each for part in kept for each in part.measures),
            (each for part in kept for each in part.overlaps),
        )

    @property
    def errors(self) -> Findings:
        """Only those that must be mended."""
        return self.where(level=LEVELS[0])

    def where(self, *, level: str = LEVELS[-1], ignore: Collection[str] = ()) -> Findings:
        """Leave out what is of less gravity than a level, and rules or families that are to be ignored.

        Parameters
        ----------
        level : {"错误", "警告", "提示"}
            The least that is kept.
        ignore : collection of str
            Ids of rules and names of families.

        Raises
        ------
        DataError
            There is no such level, rule or family.

        Examples
        --------
        >>> Findings().where(level="警告", ignore=["leftovers"])
        ()
        """
        if level not in LEVELS:
            raise DataError(f"没有这种程度：{level}", f"可用：{'、'.join(LEVELS)}")
        families = load_toml("checks.toml")["families"]
        for each in ignore:
            if each not in rules() and each not in families:
                raise DataError(
                    f"没有这条规则：{each}", f"规则见 docs/checking.md；也可写一族：{'、'.join(families)}"
                )
        kept = LEVELS[: LEVELS.index(level) + 1]
        return Findings.sorted(
            (
                each
                for each in self
                if each.level in kept and not {each.rule, rules()[each.rule].family} & set(ignore)
            ),
            self.measures,
            self.overlaps,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return a table, a row a finding."""
        import pandas as pd

        return pd.DataFrame(self.to_json(), columns=[each.name for each in fields(Finding)])

    def to_json(self) -> list[dict[str, Any]]:
        """Return the findings as JSON objects."""
        return [each.to_json() for each in self]

    def summary(self) -> pd.DataFrame:
        """Count the findings by rule, the gravest first.

        Returns
        -------
        pandas.DataFrame
            Columns ``family, rule, level, basis, count``.

        Examples
        --------
        >>> list(Findings().summary())
        ['family', 'rule', 'level', 'basis', 'count']
        """
        import pandas as pd

        rows = [
            (rules()[rule].title, rule, rules()[rule].level, rules()[rule].basis, count)
            for rule, count in Counter(each.rule for each in self).items()
        ]
        return pd.DataFrame(rows, columns=["family", "rule", "level", "basis", "count"])

    @property
    def headline(self) -> str:
        """How many there are of each level, in a line.

        >>> Findings().headline
        '审核意见 0 条'
        """
        counts = Counter(each.level for each in self)
        parts = [f"{level} {counts[level]}" for level in LEVELS if counts[level]]
        return f"审核意见 {len(self)} 条" + (f"：{'，'.join(parts)}" if parts else "")

    def _repr_html_(self) -> str:
        notes = [*(each.headline for each in self.measures), *(each.headline for each in self.overlaps)]
        below = "".join(f"<li>{escape(each)}</li>" for each in notes)
        head = "".join(f"<th>{each}</th>" for each in ("程度", "位置", "原文", "意见", "建议", "依据"))
        return (
            f'{STYLE}<div class="xn-table"><p><b>{escape(self.headline)}</b></p>'
            + (f"<ul>{below}</ul>" if below else "")
            + (
                f"<table><thead><tr>{head}</tr></thead><tbody>{_rows(self[:_SHOWN])}</tbody></table>"
                if self
                else ""
            )
            + (
                f"<small>共 {len(self)} 条，这里是前 {_SHOWN} 条；全部见 to_frame()</small>"
                if len(self) > _SHOWN
                else ""
            )
            + "</div>"
        )


def _rows(found: Sequence[Finding]) -> str:
    cells = (
        (each.place, each.text, each.message, each.suggestion, f"{each.evidence}（{each.basis}）")
        for each in found
    )
    return "".join(
        f'<tr title="{escape(each.rule)}"><td style="color:{_COLOURS[each.level]};white-space:nowrap">'
        f"<b>{each.level}</b></td>"
        + "".join(f'<td class="{"some" if len(cell) > _NARROW else ""}">{escape(cell)}</td>' for cell in row)
        + "</tr>"
        for each, row in zip(found, cells, strict=True)
    )
