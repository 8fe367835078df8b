"""spaCy's tokenizers: those of a blank ``zh`` pipeline, or the one of a pipeline of the user's."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import DataError
from .pieces import Cut, keeping_words

__all__ = ["segmenter"]

# A paragraph with the line ends after it; of a very long one as many sentences as go into 10,000 characters.
# What spaCy does with the tokens of a text takes it the square of the text's length.
_PIECE = re.compile(r"[^\n]{0,9999}[。！？；\n]\n*|[^\n]{1,10000}")


def segmenter(which: str, user_words: tuple[str, ...]) -> Cut:
    """Return the segmenter.

    Parameters
    ----------
    which : str
        ``"char"`` (also ``""``) or ``"jieba"`` for a blank ``zh`` pipeline with that tokenizer; anything
        else is the folder of a pipeline, as ``nlp.to_disk`` writes it.
    user_words : tuple of str
        Words that are never cut.

    Raises
    ------
    DataError
        The folder holds no pipeline that can be loaded.
    """
    tokenizer = _tokenizer(which)

    def cut(text: str) -> list[str]:
        # spaCy folds a space into the token before it.
        found: list[str] = []
        for piece in _PIECE.findall(text):
            for token in tokenizer(piece):
                found += [token.text, token.whitespace_] if token.whitespace_ else [token.text]
        return found

    return keeping_words(cut, user_words)


@lru_cache(maxsize=2)
def _tokenizer(which: str) -> Any:
    import spacy

    from . import jieba

    if which in ("", "char", "jieba"):
        tokenizer: Any = spacy.blank("zh").tokenizer
        if which == "jieba":
            # As spaCy does when it is asked for jieba, which it then makes load the dictionary that all share.
            tokenizer.segmenter, tokenizer.jieba_seg = "jieba", jieba.tokenizer()
        return tokenizer
    folder = Path(which).expanduser()
    try:
        config = spacy.util.load_config(folder / "config.cfg")
        # Only the tokenizer is wanted: the components of the pipeline may be large, or not be installed.
        return spacy.util.load_model_from_path(folder, exclude=config["nlp"]["pipeline"]).tokenizer
    except (OSError, ValueError, KeyError) as error:
        said = " ".join(str(error).split())
        raise DataError(
            f"载入不了 spaCy 流水线：{which}（{said[:200]}）", "请给出 nlp.to_disk 写出的文件夹"
        ) from error
