"""`Table`: a DataFrame that knows what made it, says what it shows, and can be drawn and written down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..cells import csv_text, rows_of
from ..files import write_whole
from ..version import __version__

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..corpus import Corpus

__all__ = ["Table", "made_by"]

_SHOWN = 30


class Table(pd.DataFrame):
    """The result of an analysis: its rows, and beside them what made them.

    It is a DataFrame, and whatever is selected from it is a plain one.

    Attributes
    ----------
    made : mapping
        analysis, query, parameters, and of the corpus its hash (``corpus``), ``speeches``, ``segmenter``,
        ``lexicon`` (hash) and the ``version`` of this program.
    says : str
        In Chinese, what the table shows.

    Examples
    --------
    >>> table = Table.of(pd.DataFrame({"word": ["=巡察"], "count": [3]}), {"analysis": "words"}, "一个词。")
    >>> table.says, table.made["analysis"], type(table[table["count"] > 1]).__name__
    ('一个词。', 'words', 'DataFrame')
    >>> table.to_csv()
    "word,count\\n'=巡察,3\\n"
    """

    _metadata = ["made", "says"]  # noqa: RUF012 (pandas reads it so)
    made: Mapping[str, Any]
    says: str

    @classmethod
    def of(cls, frame: pd.DataFrame, made: Mapping[str, Any], says: str) -> Table:
        """Give a frame what made it and what it says."""
        table = cls(frame)
        table.made = dict(made)
        table.says = says
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
        """Show what it says, the first rows and, small, what made it."""
        rows = self.to_frame().to_html(max_rows=_SHOWN, border=0)
        made = "；".join(
            f"{key} {json.dumps(value, ensure_ascii=False, default=_plain) if not isinstance(value, str) else value}"
            for key, value in self.made.items()
        )
        return f"<p>{escape(self.says)}</p>{rows}<p style='color:#777;font-size:80%'>{escape(made)}</p>"


def made_by(analysis: str, corpus: Corpus, *, query: Any = None, **parameters: Any) -> dict[str, Any]:
    """Return what a result carries of the corpus and the question that made it.

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
    return {
        "analysis": analysis,
        "query": query,
        "parameters": parameters,
        "corpus": corpus.digest,
        "speeches": len(corpus),
        "segmenter": corpus.segmenter,
        "lexicon": corpus.lexicon_digest,
        "version": __version__,
    }


def _given(content: str, path: str | Path | None) -> str | None:
    if path is None:
        return content
    write_whole(Path(path), content.encode("utf-8"))
    return None


def _plain(value: Any) -> Any:
    """What JSON has no word for: numbers of numpy, and whatever can say what it is."""
    return value.item() if hasattr(value, "item") else str(value)
