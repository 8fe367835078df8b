"""Commands that compare speeches as wholes: similarity, topics, profile."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..cells import rows_of
from .help import ChineseCommand
from .options import (
    EncodingOption,
    FormatOption,
    GenreOption,
    LexiconOption,
    Paths,
    PlotOption,
    SinceOption,
    UntilOption,
    YearOption,
    load_some,
)
from .output import Format, chosen, emit, plot_to, tell

if TYPE_CHECKING:
    import pandas as pd

    from ..analysis.table import Table

__all__ = ["register"]

# A matrix wider than this does not fit a terminal.
_WIDEST = 12
_SHARES = frozenset(("share", "four_clauses", "four_phrases", "headings"))
_PROFILE = {
    "characters": "字数", "minutes": "分钟", "mattr": "MATTR", "mtld": "MTLD", "sentence_mean": "平均句长",
    "sentence_median": "句长中位", "clause_mean": "分句长", "four_clauses": "四字分句", "four_phrases": "四字格",
    "formulae_per_1000": "千字提法", "headings": "标题", "points_per_section": "每层要点",
    "quotations_per_1000": "千字引语",
}  # fmt: skip
_GROUPS = {"speech": "讲话", "genre": "文种", "year": "年份", "source": "文件"}


class What(StrEnum):
    """What similarity is measured by."""

    character = "character"
    word = "word"
    formula = "formula"


class Unit(StrEnum):
    """What a document of the topics is."""

    section = "section"
    speech = "speech"


class By(StrEnum):
    """What makes a row of the profile."""

    speech = "speech"
    genre = "genre"
    year = "year"
    source = "source"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (similarity, topics, profile):
        app.command(cls=ChineseCommand)(command)


def similarity(
    paths: Paths,
    what: Annotated[
        What, typer.Option("--what", help="按字串（不经分词）、词还是提法比较。")
    ] = What.character,
    groups: Annotated[bool, typer.Option("--groups", help="改列相似的讲话归成的类，和各类的区别词。")] = False,
    number: Annotated[
        int | None,
        typer.Option("--number", "-k", metavar="N", help="归成几类；默认自动。", min=1, show_default=False),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold", metavar="X", help="平均相似度到多少才归成一类；不与 --number 同用。", min=0, max=1,
            show_default=False,
        ),
    ] = None,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    plot: PlotOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:  # fmt: skip
    """讲话两两之间有多像（0 至 1），或归成几类、每类多用哪些词和提法。"""
    from ..analysis.similarity import clusters
    from ..analysis.similarity import similarity as measure

    if number is not None and threshold is not None:
        raise typer.BadParameter("--threshold", param_hint="--number/--threshold")
    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    grouped = groups or number is not None or threshold is not None
    if plot or not grouped:
        found = measure(corpus, what=what.value)
        plot_to(found, plot)
    if grouped:
        found = clusters(corpus, number, threshold=threshold, what=what.value)
        names = {
            "cluster": "类", "size": "篇数", "similarity": "类内相似度", "words": "区别词", "formulae": "区别提法",
            "speeches": "讲话",
        }  # fmt: skip
        _show(found, format, names)
        return
    if chosen(format) is Format.table and len(found) > _WIDEST:
        tell(found)
        rows = _nearest(found.to_frame())
        emit(rows, format, table={"speech": "讲话", "nearest": "最像的一篇", "similarity": "相似度"})
        return
    _show(found, format, {"speech": "讲话"} | {str(name): str(name) for name in found.columns})


def topics(
    paths: Paths,
    number: Annotated[int, typer.Option("--number", "-k", metavar="N", help="归成几个主题。", min=1)] = 8,
    unit: Annotated[Unit, typer.Option("--unit", help="以层次还是以整篇讲话为单位。")] = Unit.section,
    level: Annotated[int, typer.Option("--level", metavar="N", help="以第几级层次为单位。", min=1)] = 1,
    words: Annotated[int, typer.Option("--words", metavar="N", help="每个主题列几个词。", min=1)] = 10,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="随机数种子。", min=0)] = 0,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """讲话讲了哪些主题：各主题的词和提法，在每篇里的比重。"""
    from ..analysis.topics import topics as find

    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    found = find(corpus, number, unit=unit.value, level=level, top=words, seed=seed)
    # How much each speech has of each topic is in the other formats.
    _show(found, format, {"topic": "主题", "share": "比重", "words": "词", "formulae": "提法"})


def profile(
    paths: Paths,
    by: Annotated[By, typer.Option("--by", help="按什么分行。")] = By.speech,
    rate: Annotated[int, typer.Option("--rate", metavar="N", help="每分钟讲多少字。", min=1)] = 200,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """文风：词汇多样性、句长和分句长、四字格、提法、标题、要点、引语，按篇、文种、年份或文件。"""
    from ..analysis.profile import profile as measure

    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    _show(measure(corpus, by=by.value, rate=rate), format, {by.value: _GROUPS[by.value]} | _PROFILE)


def _show(found: Table, format: Format | None, names: dict[str, str]) -> None:
    """Write the rows of a result: at a terminal under what it says, with the columns that are named."""
    frame = found.to_frame().reset_index()
    frame.columns = frame.columns.astype(str)
    rows = rows_of(frame)
    if chosen(format) is Format.table:
        tell(found)
        rows = [{key: _spoken(key, value) for key, value in row.items()} for row in rows]
    emit(rows, format, fields=list(frame.columns), table=names)


def _spoken(key: str, value: Any) -> Any:
    """Write a value for a table: shares in per cent, other numbers short, lists as they are read."""
    if isinstance(value, list):
        return "、".join(map(str, value)) or None
    if isinstance(value, float):
        return f"{value:.1%}" if key in _SHARES else f"{value:.2f}"
    return value


def _nearest(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return for each speech the one that is most like it."""
    names = list(frame.index)
    rows: list[dict[str, Any]] = []
    for place, values in enumerate(frame.to_numpy().tolist()):
        # What has no value is no more alike than anything.
        others = [(-value, other) for other, value in enumerate(values) if other != place and value == value]  # noqa: PLR0124
        value, other = min(others, default=(0.0, -1))
        rows.append(
            {
                "speech": names[place],
                "nearest": names[other] if other >= 0 else None,
                "similarity": f"{-value:.2f}" if other >= 0 else None,
            }
        )
    return rows
