"""Commands that compare speeches as wholes: similarity, topics, profile."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .groups import Question, command
from .messages import Misuse
from .options import SeedOption
from .output import spoken

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for each in (similarity, topics, profile):
        command(app, each)


def similarity(
    what: Annotated[
        Literal["character", "word", "formula"],
        typer.Option("--what", help="按字串（不经分词）、词还是提法比较。"),
    ] = "character",
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
    *,
    question: Question,
) -> None:  # fmt: skip
    """讲话两两之间有多像（0 至 1），或归成几类、每类多用哪些词和提法。"""
    from ..analysis.similarity import clusters
    from ..analysis.similarity import similarity as measure

    if number is not None and threshold is not None:
        raise Misuse("--number/--threshold", "两个只能用一个")
    corpus = question.corpus()
    if groups or number is not None or threshold is not None:
        question.answer(clusters(corpus, number, threshold=threshold, what=what), cell=spoken)
    else:
        question.matrix(measure(corpus, what=what), nearest="最像的一篇", value="相似度")


def topics(
    number: Annotated[int, typer.Option("--number", "-k", metavar="N", help="归成几个主题。", min=1)] = 8,
    unit: Annotated[
        Literal["section", "speech"], typer.Option("--unit", help="以层次还是以整篇讲话为单位。")
    ] = "section",
    level: Annotated[int, typer.Option("--level", metavar="N", help="以第几级层次为单位。", min=1)] = 1,
    words: Annotated[int, typer.Option("--words", metavar="N", help="每个主题列几个词。", min=1)] = 10,
    seed: SeedOption = 0,
    *,
    question: Question,
) -> None:
    """讲话讲了哪些主题：各主题的词和提法，在每篇里的比重。"""
    from ..analysis.topics import topics as find

    # How much each speech has of each topic is in the other formats.
    found = find(question.corpus(), number, unit=unit, level=level, top=words, seed=seed)
    question.answer(found, cell=spoken)


def profile(
    by: Annotated[
        Literal["speech", "genre", "year", "source"], typer.Option("--by", help="按什么分行。")
    ] = "speech",
    rate: Annotated[int, typer.Option("--rate", metavar="N", help="每分钟讲多少字。", min=1)] = 200,
    *,
    question: Question,
) -> None:
    """文风：词汇多样性、句长和分句长、四字格、提法、标题、要点、引语，按篇、文种、年份或文件。"""
    from ..analysis.profile import profile as measure

    question.answer(measure(question.corpus(), by=by, rate=rate), cell=spoken)
