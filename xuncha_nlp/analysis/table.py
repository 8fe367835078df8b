"""`Table`: a DataFrame that knows what made it, says what it shows, and can be drawn and written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..cells import csv_text, rows_of
from ..files import write_whole
from ..html_table import html_table
from ..version import __version__
from .measures.about import reasons

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..corpus import Corpus

__all__ = ["Made", "Table", "made_by"]

# What is known of a speech that a figure names or places it by.
_FACTS = ("speech", "date", "title", "genre", "start", "end")


class Made(dict[str, Any]):
    """What made a result; in ``beside``, what its figure needs and is no part of the answer."""

    beside: dict[str, Any]


class Table(pd.DataFrame):
    """The result of an analysis: its rows, and beside them what made them.

    It is a DataFrame, and whatever is selected from it is a plain one.

    Attributes
    ----------
    made : mapping
        analysis, query, parameters, and of the corpus its hash (``corpus``), ``speeches``, ``segmenter``,
        ``lexicon`` (hash) and the ``version`` of this program; ``undefined``, where a measure has no value in some
        rows: the reason by column, in Chinese.
    says : str
        In Chinese, what the table shows.
    beside : mapping
        What its figure needs beside the rows: ``speeches``, a list a property of all speeches of the corpus.

    Examples
    --------
    >>> table = Table.of(pd.DataFrame({"word": ["=巡察"], "count": [3]}), {"analysis": "words"}, "一个词。")
    >>> table.says, table.made["analysis"], type(table[table["count"] > 1]).__name__
    ('一个词。', 'words', 'DataFrame')
    >>> table.to_csv()
    "word,count\\n'=巡察,3\\n"
    """

    _metadata = ["made", "says", "beside"]  # noqa: RUF012 (pandas reads it so)
    made: dict[str, Any]
    says: str
    beside: Mapping[str, Any]

    @classmethod
    def of(cls, frame: pd.DataFrame, made: Mapping[str, Any], says: str) -> Table:
        """Give a frame what made it and what it says."""
        table = cls(frame)
        table.made = dict(made)
        table.says = says
        table.beside = made.beside if isinstance(made, Made) else {}
        undefined = _undefined(frame, str(made.get("analysis")))
        if undefined:
            table.made["undefined"] = undefined
        return table

    def to_frame(self) -> pd.DataFrame:
        """Return the rows as a plain DataFrame."""
        return pd.DataFrame(self)

    def to_json(self, path: str | Path | None = None) -> str | None:  # type: ignore[override]
        """Return, or write, a JSON object: ``made``, ``says`` and the ``rows``."""
        content = {"made": self.made, "says": self.says, "rows": rows_of(self._flat())}
        return _given(json.dumps(content, ensure_ascii=False, indent=2, default=_plain) + "\n", path)

    def to_csv(self, path: str | Path | None = None) -> str | None:  # type: ignore[override]
        """Return, or write, the rows as CSV; no cell is a formula that a spreadsheet would run."""
        flat = self._flat()
        return _given(csv_text(rows_of(flat), [str(column) for column in flat.columns]), path)

    def plot(self, **options: Any) -> Figure:  # type: ignore[override]
        """Draw the table as `xuncha_nlp.plots` draws results of its kind.

        Raises
        ------
        DataError
            There is no figure for this kind of result.
        MissingExtraError
            matplotlib or a font with Chinese glyphs is missing.
        """
        from ..plots import draw

        return draw(self, **options)

    def _flat(self) -> pd.DataFrame:
        """The rows with their index, where it has a name, as columns."""
        frame = self.to_frame()
        return frame.reset_index() if any(name is not None for name in frame.index.names) else frame

    def _repr_html_(self) -> str:
        """Show what it says, the first rows and, folded, what made it."""
        return html_table(self.to_frame(), says=self.says, made=self.made)


def made_by(analysis: str, corpus: Corpus, *, query: Any = None, **parameters: Any) -> Made:
    """Return what a result carries of the corpus and the question that made it.

    Beside it stands what is known of the speeches, a list a property, for the labels of a figure.

    Parameters
    ----------
    analysis : str
        The name of the function.
    corpus : Corpus
    query : optional
        What was looked for, as it was written.
    **parameters
        All that decides the result beside these.
    """
    made = Made(
        analysis=analysis,
        query=query,
        parameters=parameters,
        corpus=corpus.digest,
        speeches=len(corpus),
        segmenter=corpus.segmenter,
        lexicon=corpus.lexicon_digest,
        version=__version__,
    )
    made.beside = {"speeches": {name: corpus.facts(name) for name in _FACTS}}
    return made


def _undefined(frame: pd.DataFrame, analysis: str) -> dict[str, str]:
    """Why a measure has no value in some rows: the reason by column."""
    names = [str(name) for name in frame.columns]
    why = reasons(analysis, names)
    return {
        name: why[name]
        for place, name in enumerate(names)
        if name in why and frame.iloc[:, place].isna().any()
    }


def _given(content: str, path: str | Path | None) -> str | None:
    if path is None:
        return content
    write_whole(Path(path), content.encode("utf-8"))
    return None


def _plain(value: Any) -> Any:
    """What JSON has no word for: numbers of numpy, and whatever can say what it is."""
    return value.item() if hasattr(value, "item") else str(value)
