"""Commands that measure: collocates, keyness, dispersion, ngrams, timeline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ..errors import InputError
from .groups import Places, Question, command
from .loading import load
from .messages import Misuse
from .options import (
    CountedOption,
    LeastOption,
    QueriesOption,
    QueryOption,
    SpeechesOption,
    TopOption,
    must_be_date,
    must_be_year,
)
from .output import plot_to, rounded

__all__ = ["register"]

# The widest window, in words, and what a sub-corpus may be chosen by, as in ``year=2017``.
_WIDEST = 1000
_CHOOSING = ("year", "since", "until", "genre", "title", "source")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for each in (collocates, keyness, dispersion, ngrams, timeline):
        command(app, each)


def collocates(
    query: QueryOption,
    left: Annotated[int, typer.Option("--left", metavar="N", help="左边几词。", min=0, max=_WIDEST)] = 5,
    right: Annotated[int, typer.Option("--right", metavar="N", help="右边几词。", min=0, max=_WIDEST)] = 5,
    whole: Annotated[bool, typer.Option("--whole", help="不限几词，只限于 --bounds 的范围之内。")] = False,
    bounds: Annotated[
        Literal["sentence", "paragraph", "section", "speech"],
        typer.Option("--bounds", "--within", help="不越出哪个范围：句、段、层次或篇。"),
    ] = "sentence",
    least: LeastOption = 3,
    order: Annotated[
        Literal[
            "log_dice", "mi", "mi3", "t", "log_likelihood", "delta_p_forward", "delta_p_backward", "count"
        ],
        typer.Option("--order", help="按哪种结合强度排列。"),
    ] = "log_dice",
    top: TopOption = 0,
    *,
    places: Places,
    question: Question,
) -> None:
    """搭配：所查的词旁边常有哪些词，结合得多紧。"""
    from ..analysis import collocates as measure

    found = measure(
        question.corpus(), query, left=None if whole else left, right=None if whole else right, bounds=bounds,
        within=places.within(),
        least=least, order=order,
    )  # fmt: skip
    question.answer(found, top=top, cell=rounded)


def keyness(
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
            help="看哪些讲话：条件，如 year=2017、title=动员；可写多次。默认全部。",
            show_default=False,
        ),
    ] = None,
    what: CountedOption = "word",
    order: Annotated[
        Literal["log_likelihood", "log_ratio", "percent_difference", "simple_maths", "odds_ratio"],
        typer.Option("--order", help="按什么排列。"),
    ] = "log_likelihood",
    least: LeastOption = 3,
    significance: Annotated[
        float, typer.Option("--significance", metavar="P", help="显著性水平；1 为全列。", min=0, max=1)
    ] = 0.05,
    correction: Annotated[
        Literal["benjamini-hochberg", "holm", "bonferroni", "none"],
        typer.Option("--correction", help="多重比较的校正。"),
    ] = "benjamini-hochberg",
    top: TopOption = 0,
    *,
    places: Places,
    question: Question,
) -> None:
    """关键词：一组讲话比另一组多用、少用哪些词或提法，差多少，是否显著。两组都先按 --year、--genre 等选过。"""
    from ..analysis import keyness as measure

    within = places.within_hits(query)
    wanted = _conditions("--target", target or [])
    other = [Path(each) for each in against if not _is_condition(each)]
    unwanted = _conditions("--against", [each for each in against if _is_condition(each)])
    corpus = question.corpus()
    reference = question.chosen(load(other, question.lexicon, question.encoding)) if other else corpus
    corpus, reference = corpus.where(**wanted), reference.where(**unwanted)
    for name, each in (("--target", corpus), ("--against", reference)):
        if not len(each):
            raise InputError(f"{name} 选不出讲话", "请核对条件，如 year=2017")
    found = measure(
        corpus, reference, query, what=what, order=order, least=least, significance=significance,
        correction=correction, within=within,
    )  # fmt: skip
    question.answer(found, top=top, cell=rounded)


def _is_condition(written: str) -> bool:
    name, equals, value = written.partition("=")
    return bool(equals and value) and name in _CHOOSING


def _conditions(option: str, written: list[str]) -> dict[str, str]:
    """Read conditions as they are written, each property once."""
    given: dict[str, str] = {}
    for each in written:
        name, _, value = each.partition("=")
        if not _is_condition(each):
            raise Misuse(option, f"条件请写成 名称=值，名称有 {'、'.join(_CHOOSING)}")
        if name in given:
            raise Misuse(option, f"{name} 只能写一次")
        if name == "year":
            must_be_year(option, value)
        if name in ("since", "until"):
            must_be_date(option, value)
        given[name] = value
    return given


def dispersion(
    query: QueriesOption = None,
    what: CountedOption = "word",
    least: LeastOption = 5,
    top: TopOption = 0,
    *,
    places: Places,
    question: Question,
) -> None:
    """分布：各篇都用，还是集中在少数几篇。"""
    from ..analysis import dispersion as measure
    from ..analysis import hit_positions

    within = places.within_hits(query)
    corpus = question.corpus()
    if query and question.plot:
        # Of queries the figure shows where each hit stands.
        plot_to(hit_positions(corpus, query, within=within), question.plot)
    found = measure(corpus, query, what=what, least=least, within=within)
    question.answer(found, top=top, cell=rounded, draw=not query)


def ngrams(
    n: Annotated[
        int, typer.Option("--length", "-l", metavar="N", help="几词（字）连用。", min=1, max=10)
    ] = 4,
    query: Annotated[
        str | None,
        typer.Option("--query", "-q", metavar="QUERY", help="只列含有它的。", show_default=False),
    ] = None,
    unit: Annotated[Literal["word", "character"], typer.Option("--unit", help="按词还是按字。")] = "word",
    least: LeastOption = 5,
    speeches: SpeechesOption = 2,
    top: TopOption = 0,
    *,
    places: Places,
    question: Question,
) -> None:
    """连用：反复出现的几个词或几个字，见于多少篇。"""
    from ..analysis import ngrams as measure

    within = places.within_hits(query)
    found = measure(question.corpus(), n, query, unit=unit, least=least, speeches=speeches, within=within)
    question.answer(found, top=top, cell=rounded)


def timeline(
    query: Annotated[
        list[str],
        typer.Option(
            "--query", "-q", metavar="QUERY", help="要查的词、提法或查询式；可写多次。", show_default=False
        ),
    ],
    by: Annotated[Literal["year", "month"], typer.Option("--by", help="按年还是按月。")] = "year",
    confidence: Annotated[
        float, typer.Option("--confidence", metavar="P", help="置信区间的水平。", min=0.5, max=0.999)
    ] = 0.95,
    *,
    places: Places,
    question: Question,
) -> None:
    """时间线：逐年（月）用得多少，何时始见，何时增减；提法另附提法库里的有效期。"""
    from ..analysis import timeline as measure

    question.answer(
        measure(question.corpus(), query, by=by, level=confidence, within=places.within()), cell=rounded
    )
