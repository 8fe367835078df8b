"""Commands that measure: collocates, keyness, dispersion, ngrams, timeline."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
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
    TopOption,
    UntilOption,
    YearOption,
    load,
    load_some,
)
from .output import Format, chosen, emit, plot_to, tell

if TYPE_CHECKING:
    from ..analysis.table import Table
    from ..corpus import Corpus

__all__ = ["register"]

# What a sub-corpus may be chosen by, as in ``year=2017``.
_CHOOSING = ("year", "genre", "source", "since", "until")


class Bounds(StrEnum):
    """What a window does not leave."""

    sentence = "sentence"
    paragraph = "paragraph"
    section = "section"
    speech = "speech"


class Strength(StrEnum):
    """By which measure collocates are ordered."""

    log_dice = "log_dice"
    mi = "mi"
    mi3 = "mi3"
    t = "t"
    log_likelihood = "log_likelihood"
    delta_p_forward = "delta_p_forward"
    delta_p_backward = "delta_p_backward"
    by_count = "count"  # a member named count would hide the method of strings


class Key(StrEnum):
    """By which measure key words are ordered."""

    log_likelihood = "log_likelihood"
    log_ratio = "log_ratio"
    percent_difference = "percent_difference"
    simple_maths = "simple_maths"
    odds_ratio = "odds_ratio"


class Correction(StrEnum):
    """For the number of comparisons."""

    benjamini_hochberg = "benjamini-hochberg"
    holm = "holm"
    bonferroni = "bonferroni"
    none = "none"


class Counted(StrEnum):
    """What is counted where there is no query."""

    word = "word"
    formula = "formula"


class Piece(StrEnum):
    """What an n-gram is made of."""

    word = "word"
    character = "character"


class Period(StrEnum):
    """The periods of a timeline."""

    year = "year"
    month = "month"


QueryOption = Annotated[
    str,
    typer.Option("--query", "-q", metavar="QUERY", help="要查的词、提法或查询式。", show_default=False),
]
QueriesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--query", "-q", metavar="QUERY", help="要查的词、提法或查询式；可写多次。", show_default=False
    ),
]
LeastOption = Annotated[int, typer.Option("--least", metavar="N", help="至少出现几次。", min=1)]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (collocates, keyness, dispersion, ngrams, timeline):
        app.command(cls=ChineseCommand)(command)


def collocates(
    paths: Paths,
    query: QueryOption,
    left: Annotated[int, typer.Option("--left", metavar="N", help="左边几词。", min=0)] = 5,
    right: Annotated[int, typer.Option("--right", metavar="N", help="右边几词。", min=0)] = 5,
    whole: Annotated[bool, typer.Option("--whole", help="不限几词，只限于 --within 的范围之内。")] = False,
    within: Annotated[Bounds, typer.Option("--within", help="不越出哪个范围。")] = Bounds.sentence,
    least: LeastOption = 3,
    order: Annotated[Strength, typer.Option("--order", help="按哪种结合强度排列。")] = Strength.log_dice,
    top: TopOption = 0,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    plot: PlotOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """搭配：所查的词旁边常有哪些词，结合得多紧。"""
    from ..analysis import collocates as measure

    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    found = measure(
        corpus, query, left=None if whole else left, right=None if whole else right, within=within.value,
        least=least, order=order.value,
    )  # fmt: skip
    shown = ("word", "count", "frequency", "speeches", "expected", "log_dice", "mi", "t", "log_likelihood")
    _show(found, format, plot, top, shown)


def keyness(
    paths: Paths,
    against: Annotated[
        list[str],
        typer.Option(
            "--against",
            metavar="WHICH",
            help="参照哪些讲话：条件，如 year=2024、genre=反馈讲话、since=2020；或文件、文件夹、语料库。可写多次。",
            show_default=False,
        ),
    ],
    query: QueriesOption = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="WHICH",
            help="看哪些讲话：条件，如 year=2017；可写多次。默认全部。",
            show_default=False,
        ),
    ] = None,
    what: Annotated[Counted, typer.Option("--what", help="比较词还是提法。")] = Counted.word,
    order: Annotated[Key, typer.Option("--order", help="按什么排列。")] = Key.log_likelihood,
    least: LeastOption = 3,
    significance: Annotated[
        float, typer.Option("--significance", metavar="P", help="显著性水平；1 为全列。", min=0, max=1)
    ] = 0.05,
    correction: Annotated[
        Correction, typer.Option("--correction", help="多重比较的校正。")
    ] = Correction.benjamini_hochberg,
    top: TopOption = 0,
    plot: PlotOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """关键词：一组讲话比另一组多用、少用哪些词或提法，差多少，是否显著。"""
    from ..analysis import keyness as measure
    from ..errors import InputError

    corpus = load(paths, lexicon, encoding)
    other = [each for each in against if not _is_condition(each)]
    reference = load(list(map(Path, other)), lexicon, encoding) if other else corpus
    reference = _chosen_by(reference, [each for each in against if _is_condition(each)])
    corpus = _chosen_by(corpus, target or [])
    for name, each in (("--target", corpus), ("--against", reference)):
        if not len(each):
            raise InputError(f"{name} 选不出讲话", "请核对条件，如 year=2017")
    found = measure(
        corpus, reference, query, what=what.value, order=order.value, least=least, significance=significance,
        correction=correction.value,
    )  # fmt: skip
    shown = (
        str(found.index.name), "target", "reference", "target_per_10k", "reference_per_10k", "target_speeches",
        "reference_speeches", "log_likelihood", "p", "log_ratio", "percent_difference",
    )  # fmt: skip
    _show(found, format, plot, top, shown)


def _is_condition(written: str) -> bool:
    name, equals, value = written.partition("=")
    return bool(equals and value) and name in _CHOOSING


def _chosen_by(corpus: Corpus, conditions: list[str]) -> Corpus:
    """Choose the speeches that meet conditions as they are written; several for one property: any of them."""
    given: dict[str, str] = {}
    for each in conditions:
        if not _is_condition(each):
            raise typer.BadParameter(each, param_hint="--target")
        name, _, value = each.partition("=")
        if name in given:
            raise typer.BadParameter(each, param_hint="--target/--against")
        given[name] = value
    return corpus.where(**given) if given else corpus


def dispersion(
    paths: Paths,
    query: QueriesOption = None,
    what: Annotated[
        Counted, typer.Option("--what", help="没有查询式时，衡量每个词还是每个提法。")
    ] = Counted.word,
    least: LeastOption = 5,
    top: TopOption = 0,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    plot: PlotOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """分布：各篇都用，还是集中在少数几篇。"""
    from ..analysis import dispersion as measure
    from ..analysis import hit_positions

    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    if query and plot:
        # Of queries the figure shows where each hit stands.
        plot_to(hit_positions(corpus, query), plot)
    found = measure(corpus, query, what=what.value, least=least)
    _show(found, format, None if query else plot, top)


def ngrams(
    paths: Paths,
    n: Annotated[
        int, typer.Option("--length", "-l", metavar="N", help="几词（字）连用。", min=1, max=10)
    ] = 4,
    query: Annotated[
        str | None,
        typer.Option("--query", "-q", metavar="QUERY", help="只列含有它的。", show_default=False),
    ] = None,
    unit: Annotated[Piece, typer.Option("--unit", help="按词还是按字。")] = Piece.word,
    least: LeastOption = 5,
    speeches: Annotated[int, typer.Option("--speeches", metavar="N", help="至少见于几篇。", min=1)] = 2,
    top: TopOption = 0,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """连用：反复出现的几个词或几个字，见于多少篇。"""
    from ..analysis import ngrams as measure

    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    found = measure(corpus, n, query, unit=unit.value, least=least, speeches=speeches)
    _show(found, format, None, top)


def timeline(
    paths: Paths,
    query: Annotated[
        list[str],
        typer.Option(
            "--query", "-q", metavar="QUERY", help="要查的词、提法或查询式；可写多次。", show_default=False
        ),
    ],
    by: Annotated[Period, typer.Option("--by", help="按年还是按月。")] = Period.year,
    level: Annotated[
        float, typer.Option("--confidence", metavar="P", help="置信区间的水平。", min=0.5, max=0.999)
    ] = 0.95,
    year: YearOption = None,
    genre: GenreOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    plot: PlotOption = None,
    format: FormatOption = None,
    lexicon: LexiconOption = None,
    encoding: EncodingOption = None,
) -> None:
    """时间线：逐年（月）用得多少，何时始见，何时增减；提法另附提法库里的有效期。"""
    from ..analysis import timeline as measure

    corpus = load_some(paths, lexicon, encoding, year=year, genre=genre, since=since, until=until)
    _show(measure(corpus, query, by=by.value, level=level), format, plot, 0)


_NAMES = {
    "word": "词", "formula": "提法", "query": "查询式", "count": "次数", "frequency": "全部次数", "speeches": "篇数",
    "expected": "期望", "log_dice": "logDice", "mi": "MI", "mi3": "MI3", "t": "t", "log_likelihood": "对数似然",
    "target": "所看次数", "reference": "参照次数", "target_per_10k": "所看每万词", "reference_per_10k": "参照每万词",
    "target_speeches": "所看篇数", "reference_speeches": "参照篇数", "p": "p", "log_ratio": "对数比",
    "percent_difference": "差异%", "juilland_d": "D", "carroll_d2": "D2", "rosengren_s": "S", "dp": "DP",
    "dp_norm": "DPnorm", "kl": "KL", "arf": "ARF", "ngram": "连用", "per_10k": "每万", "cut": "切分", "period": "时期",
    "characters": "字数", "low": "下限", "high": "上限", "of_speeches": "共几篇", "tier": "热度", "stretch": "阶段",
}  # fmt: skip


def _show(
    found: Table, format: Format | None, plot: Path | None, top: int, shown: tuple[str, ...] = ()
) -> None:
    """Write the rows of a result: at a terminal under what it says, with the most telling columns."""
    plot_to(found, plot)
    frame = found.to_frame()
    if frame.index.name is not None:
        frame = frame.reset_index()
    if top:
        frame = frame.head(top)
    columns = [str(each) for each in frame.columns]
    rows = rows_of(frame)
    if chosen(format) is Format.table:
        rows = [{key: _rounded(value) for key, value in row.items()} for row in rows]
        tell(found)
    emit(
        rows, format, fields=columns,
        table={name: _NAMES.get(name, name) for name in shown or columns},
    )  # fmt: skip


def _rounded(value: Any) -> Any:
    if not isinstance(value, float):
        return value
    return float(f"{value:.3g}") if abs(value) < 1 else round(value, 2)
