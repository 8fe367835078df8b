"""Options that go together, as dataclasses with what the commands do with them, and `command`, which takes them.

A command is a function. It names its own options one by one and takes those it shares as a group::

    def ngrams(least: LeastOption = 5, *, question: Question) -> None: ...

`command` puts the fields of the group in the place of ``question``, and that is all it does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

from .help import ChineseCommand
from .loading import load, some_of
from .messages import Misuse
from .options import (
    EncodingOption,
    FormatOption,
    GenreOption,
    LevelOption,
    LexiconOption,
    MoveOption,
    PartOption,
    Paths,
    PlotOption,
    SinceOption,
    TitleOption,
    UntilOption,
    YearOption,
    must_be_date,
    must_be_image,
    must_be_year,
)
from .output import show, show_matrix

if TYPE_CHECKING:
    from ..analysis.query import Within
    from ..analysis.table import Table
    from ..corpus import Corpus

__all__ = ["Places", "Question", "Reading", "Tagging", "command"]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What is read, and which of its speeches are looked at."""

    paths: Paths
    year: YearOption = None
    since: SinceOption = None
    until: UntilOption = None
    genre: GenreOption = None
    title: TitleOption = None
    encoding: EncodingOption = None

    def __post_init__(self) -> None:
        """Refuse what is wrong usage before anything is read."""
        must_be_year("--year", self.year)
        must_be_date("--since", self.since)
        must_be_date("--until", self.until)

    def corpus(self) -> Corpus:
        """Return the speeches."""
        return self.chosen(load(self.paths, encoding=self.encoding))

    def chosen(self, corpus: Corpus) -> Corpus:
        """Return those of the speeches of a corpus that are looked at."""
        return some_of(
            corpus, year=self.year, since=self.since, until=self.until, genre=self.genre, title=self.title
        )


@dataclass(frozen=True, kw_only=True)
class Tagging(Reading):
    """The same, by a lexicon of one's own where there is one."""

    lexicon: LexiconOption = None

    def corpus(self) -> Corpus:
        """Return the speeches."""
        return self.chosen(load(self.paths, self.lexicon, self.encoding))


@dataclass(frozen=True, kw_only=True)
class Question(Tagging):
    """What every command that analyses is given: speeches, and how the answer is written."""

    plot: PlotOption = None
    format: FormatOption = None

    def __post_init__(self) -> None:
        """Refuse what is wrong usage before anything is read."""
        super().__post_init__()
        must_be_image("--plot", self.plot)

    def answer(self, found: Table, *, draw: bool = True, **how: Any) -> None:
        """Draw a result where a figure is asked for, and write its rows; see `output.show`."""
        show(found, self.format, plot=self.plot if draw else None, **how)

    def matrix(self, found: Table, *, nearest: str, value: str) -> None:
        """The same for a matrix of speeches; see `output.show_matrix`."""
        show_matrix(found, self.format, plot=self.plot, nearest=nearest, value=value)


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where in a speech is looked."""

    level: LevelOption = None
    part: PartOption = None
    move: MoveOption = None

    def __post_init__(self) -> None:
        """Refuse what is wrong usage before anything is read."""
        self._move()

    def within(self) -> Within | None:
        """Return the restriction, if there is one."""
        if self.level is None and self.part is None and self.move is None:
            return None
        from ..analysis.query import Within

        return Within(level=self.level, part=self.part, move=self._move())

    def within_hits(self, query: object) -> Within | None:
        """Return the restriction, which without a query means nothing."""
        within = self.within()
        if within is not None and not query:
            raise Misuse("--level/--part/--move", "只限制查询式的所在，要与 --query 同用")
        return within

    def _move(self) -> str | None:
        """Return the move as the library calls it; the option takes its Chinese name, too."""
        if self.move is None:
            return None
        from ..extractors.moves import move_names

        names = move_names()
        for label, word in names.items():
            if self.move in (label, word):
                return label
        raise Misuse("--move", f"语步有 {'、'.join(names.values())}")


def command(app: typer.Typer, function: Callable[..., None], name: str | None = None) -> None:
    """Add a function to an application as a command that has its options and, for each group, the group's.

    Parameters
    ----------
    app : typer.Typer
    function : callable
        Its parameters are annotated with options, or with a dataclass whose fields are.
    name : str, optional
        Of the command; that of the function by default.
    """
    groups: dict[str, type] = {}
    options: list[inspect.Parameter] = []
    hints = get_type_hints(function, include_extras=True)
    for own in inspect.signature(function).parameters.values():
        kind = hints[own.name]
        if is_dataclass(kind) and isinstance(kind, type):
            groups[own.name] = kind
            options += _fields_of(kind)
        else:
            options.append(own.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=kind))

    def run(**given: Any) -> None:
        for each, kind in groups.items():
            given[each] = kind(**{field.name: given.pop(field.name) for field in fields(kind)})
        function(**given)

    run.__doc__, run.__name__ = function.__doc__, function.__name__
    run.__annotations__ = {each.name: each.annotation for each in options}
    setattr(run, "__signature__", inspect.Signature(options))  # noqa: B010  mypy knows no such attribute
    app.command(name, cls=ChineseCommand)(run)


def _fields_of(group: type) -> list[inspect.Parameter]:
    """Return the fields of a dataclass as parameters of a function."""
    hints = get_type_hints(group, include_extras=True)
    return [own.replace(annotation=hints[own.name]) for own in inspect.signature(group).parameters.values()]
