"""Writer for JSON: a draft with its provenance, or speeches by the ``outline`` contract, with their text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..speeches import Speech

if TYPE_CHECKING:
    from ..templating.model import Draft

__all__ = ["write_json"]


def write_json(target: Draft | Sequence[Speech]) -> str:
    r"""Return a draft or speeches as JSON.

    Parameters
    ----------
    target : Draft or sequence of Speech
        What to write.

    Returns
    -------
    str
        For a draft, its `Draft.to_json`. For speeches, an object a source: its name, its SHA-256 and its
        speeches; a speech's ``text`` begins at its ``start``, and all offsets are into the source.

    Examples
    --------
    >>> from xuncha_nlp.sources import Source
    >>> from xuncha_nlp.speeches import split
    >>> record, = json.loads(write_json(split(Source.from_text("a.txt", "\n在动员会上的讲话\n现在开会。"))))
    >>> record["source"], record["speeches"][0]["start"], record["speeches"][0]["text"]
    ('a.txt', 1, '在动员会上的讲话\n现在开会。')
    """
    content = _records(target) if isinstance(target, Sequence) else target.to_json()
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _records(speeches: Sequence[Speech]) -> list[dict[str, Any]]:
    return [
        {
            "source": name,
            "sha256": sha256,
            "speeches": [speech.to_json() | {"text": speech.text} for speech in group],
        }
        for (name, sha256), group in groupby(speeches, lambda each: (each.source.name, each.source.sha256))
    ]
