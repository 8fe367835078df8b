"""The extractors as components of a spaCy pipeline.

========================  =========================  =====================================
``nlp.add_pipe``          sets ``doc.spans[…]``      labels
========================  =========================  =====================================
``xuncha_speech``         ``xuncha_speech``          ``speech``, and ``section`` for each of its outline
``xuncha_formulae``       ``xuncha_formula``         the formula's name
``xuncha_enumerations``   ``xuncha_enumeration``     what is counted
``xuncha_citations``      ``xuncha_citation``        the document's title
``xuncha_slots``          ``xuncha_slot``            ``person``, ``place``, ``date`` …
``xuncha_moves``          ``xuncha_move``            ``occasion``, ``tasks`` …
``xuncha_devices``        ``xuncha_device``          ``parallelism``, ``four-character``, ``metaphor``
========================  =========================  =====================================

spaCy finds them by their entry points when it makes a pipeline; to import this module registers them too,
and does nothing else. The text searched is ``doc.text``, so that every offset is one into it.

A span is made of whole tokens, an annotation is not: the span's id leads to the record with the annotation's
own offsets, which `record` returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from .errors import DataError

if TYPE_CHECKING:
    from .extractors import Lexicon
    from .speeches import Section, Speech

__all__ = [
    "ATTRIBUTES",
    "FACTORIES",
    "METADATA",
    "Annotator",
    "record",
    "xuncha_citations",
    "xuncha_devices",
    "xuncha_enumerations",
    "xuncha_formulae",
    "xuncha_moves",
    "xuncha_slots",
    "xuncha_speech",
]

# The name of a component, and the kind of annotation that it finds.
FACTORIES = {
    "xuncha_speech": "speech",
    "xuncha_formulae": "formula",
    "xuncha_enumerations": "enumeration",
    "xuncha_citations": "citation",
    "xuncha_slots": "slot",
    "xuncha_moves": "move",
    "xuncha_devices": "device",
}

# What `extensions` adds to a span: ``span._.xuncha``, its whole record, and these keys of it.
ATTRIBUTES = ("rule", "members", "declared", "resolved_by", "status")

# Where a Doc says what is known beside its text: title, date, genre; see `xuncha_nlp.sources.Source`.
METADATA = "xuncha_metadata"

_ALIGNMENTS = ("expand", "contract", "strict")
_RECORD = "xuncha"


def record(span: Span) -> Mapping[str, Any] | None:
    """Return what is known of a span that a component made: the record of the ``tag`` contract.

    Parameters
    ----------
    span : Span
        Of one of our groups.

    Returns
    -------
    mapping or None
        ``text``, ``start`` and ``end`` as they are in ``doc.text``, ``kind``, ``label``, ``rule`` and the
        attributes of the kind. None for a span of another's making.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("zh")
    >>> component = nlp.add_pipe("xuncha_formulae")
    >>> doc = nlp("要做到“两个维护”。")
    >>> span, = doc.spans["xuncha_formula"]
    >>> record(span)["start"], record(span)["declared"]
    (4, 2)
    >>> record(nlp("增强")[:1]) is None
    True
    """
    found: Mapping[str, Any] | None = _data(span.doc).get(_key(span))
    return found


class Annotator:
    """A pipeline component that finds annotations of one kind and puts them into a group of spans.

    Parameters
    ----------
    kind : str
        Of ``FACTORIES``.
    spans_key : str
        The group's name in ``doc.spans``; what stood there before is replaced.
    lexicon : sequence of path
        Lexicon files of the user's, merged over ours. They are read now; a pipeline that is written to disk
        takes them along, and then needs the files no more.
    alignment : {"expand", "contract", "strict"}
        What becomes of an annotation that cuts through a token: its span takes in the whole token, leaves it
        out, or is not made.
    extensions : bool
        Whether to add ``span._.xuncha`` and ``span._.members``, … (`ATTRIBUTES`) to spaCy, for the whole
        process.

    Raises
    ------
    DataError
        A lexicon file breaks its schema, ``alignment`` is none of the three, or an extension of such a name
        is there that is not ours.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("zh")
    >>> component = nlp.add_pipe("xuncha_formulae")
    >>> doc = nlp("要增强“四个意识”，坚持全面从严治党。")
    >>> [(span.text, span.label_, span.start_char) for span in doc.spans["xuncha_formula"]][0]
    ('四个意识', '四个意识', 4)
    """

    def __init__(
        self,
        kind: str,
        *,
        spans_key: str = "",
        lexicon: Sequence[str | Path] = (),
        alignment: str = "expand",
        extensions: bool = False,
    ) -> None:
        if alignment not in _ALIGNMENTS:
            raise DataError(f"alignment 不能是 {alignment!r}", f"可用：{'、'.join(_ALIGNMENTS)}")
        self.kind = kind
        self.spans_key = spans_key or f"xuncha_{kind}"
        self.alignment = alignment
        # A pipeline that is loaded is made from its configuration first, on a machine where the files may
        # not be; what it brought along is read after that.
        paths = [Path(path) for path in lexicon]
        self._missing = [str(path) for path in paths if not path.is_file()]
        self._set_files(
            {f"{n}/{path.name}": path.read_bytes() for n, path in enumerate(paths) if path.is_file()}
        )
        if extensions:
            _add_extensions()

    def __call__(self, doc: Doc) -> Doc:
        """Find the annotations of a document.

        Raises
        ------
        DataError
            A lexicon file of the configuration is not there.
        """
        if self._missing:
            raise DataError(f"找不到提法库：{'、'.join(self._missing)}", "请检查流水线配置里的 lexicon")
        group = SpanGroup(doc, name=self.spans_key)
        for found in self._records(doc):
            span = doc.char_span(
                found["start"],
                found["end"],
                label=found["label"],
                alignment_mode=self.alignment,
                # By its number, so that the vocabulary does not grow with the corpus.
                span_id=f"{self.spans_key}:{len(group)}",
            )
            if span is not None:
                group.append(span)
                _data(doc)[_key(span)] = found
        doc.spans[self.spans_key] = group
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002
        """Return the content of the user's lexicon files; the rest is in the pipeline's configuration."""
        import srsly

        return bytes(srsly.msgpack_dumps(self._files))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Annotator:  # noqa: ARG002
        """Take the user's lexicon from `to_bytes`, whatever the configuration names."""
        import srsly

        self._missing = []
        self._set_files(dict(srsly.msgpack_loads(data)))
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the user's lexicon files into a folder, under the names that they had."""
        place = Path(path)
        place.mkdir(parents=True, exist_ok=True)
        for name, data in self._files.items():
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_bytes(data)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Annotator:  # noqa: ARG002
        """Take the user's lexicon from a folder that `to_disk` has written."""
        place = Path(path)
        files = sorted(
            (file for file in place.glob("*/*") if file.is_file()), key=lambda file: int(file.parent.name)
        )
        self._missing = []
        self._set_files({file.relative_to(place).as_posix(): file.read_bytes() for file in files})
        return self

    def _set_files(self, files: dict[str, bytes]) -> None:
        self._files = files
        self._lexicon = _read_lexicon(files) if files else None

    def _records(self, doc: Doc) -> Iterator[dict[str, Any]]:
        from .extractors import annotate

        for speech in _speeches(doc.text, tuple(sorted(doc.user_data.get(METADATA, {}).items()))):
            if self.kind == "speech":
                yield from _outline(speech)
            else:
                for each in annotate(speech, [self.kind], self._lexicon):
                    found = each.to_json(speech)
                    del found["source"], found["speech"]  # the document is the source
                    yield found


# The components of a pipeline are given one document after the other, each the same one.
@lru_cache(maxsize=2)
def _speeches(text: str, metadata: tuple[tuple[str, str], ...]) -> tuple[Speech, ...]:
    from dataclasses import replace

    from .sources import Source
    from .speeches import split

    return split(replace(Source.from_text("doc", text), metadata=dict(metadata)))


def _outline(speech: Speech) -> Iterator[dict[str, Any]]:
    about = {key: getattr(speech, key) for key in ("title", "date", "genre", "salutation")}
    yield _part(speech, speech, "speech", "split", about)
    for section in speech.walk():
        described = section.to_json()
        del described["children"], described["start"], described["end"]
        yield _part(speech, section, "section", section.style, described)


def _part(
    speech: Speech, part: Speech | Section, label: str, rule: str, about: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "text": speech.source.text[part.start : part.end],
        "start": part.start,
        "end": part.end,
        "kind": "speech",
        "label": label,
        "rule": rule,
        **about,
    }


def _read_lexicon(files: Mapping[str, bytes]) -> Lexicon:
    from .extractors import Lexicon

    with TemporaryDirectory() as place:
        paths = []
        for name, data in files.items():
            path = Path(place, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            paths.append(path)
        return Lexicon.load(*paths)


def _data(doc: Doc) -> dict[Any, Any]:
    return doc.user_data  # whose keys spaCy declares to be strings, and uses tuples itself


def _key(span: Span) -> tuple[str, str, int, int]:
    """Where a span's record stands: as spaCy's own attributes do, so that it goes wherever they go."""
    return ("._.", span.id_, span.start_char, span.end_char)


def _attribute(key: str, span: Span) -> Any:
    found = record(span)
    return found if key == _RECORD or found is None else found.get(key)


def _add_extensions() -> None:
    for name in (_RECORD, *ATTRIBUTES):
        if Span.has_extension(name):
            getter = Span.get_extension(name)[2]
            if not (isinstance(getter, partial) and getter.func is _attribute):
                raise DataError(
                    f"已有别的扩展属性 span._.{name}",
                    "请不用 extensions，改用 xuncha_nlp.spacy_components.record",
                )
        else:
            Span.set_extension(name, getter=partial(_attribute, name))


def _factory(component: str) -> Callable[..., Annotator]:
    kind = FACTORIES[component]

    def make(
        nlp: Language,  # noqa: ARG001
        name: str,  # noqa: ARG001
        spans_key: str,
        lexicon: list[str],
        alignment: str,
        extensions: bool,
    ) -> Annotator:
        return Annotator(
            kind, spans_key=spans_key, lexicon=lexicon, alignment=alignment, extensions=extensions
        )

    make.__doc__ = f"Make the component ``{component}``; see `Annotator`."
    default = {"spans_key": f"xuncha_{kind}", "lexicon": [], "alignment": "expand", "extensions": False}
    made: Callable[..., Annotator] = Language.factory(
        component, default_config=default, assigns=["doc.spans"], func=make
    )
    return made


# What the entry points name.
xuncha_speech = _factory("xuncha_speech")
xuncha_formulae = _factory("xuncha_formulae")
xuncha_enumerations = _factory("xuncha_enumerations")
xuncha_citations = _factory("xuncha_citations")
xuncha_slots = _factory("xuncha_slots")
xuncha_moves = _factory("xuncha_moves")
xuncha_devices = _factory("xuncha_devices")
