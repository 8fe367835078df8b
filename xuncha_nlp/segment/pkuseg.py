"""pkuseg: the accurate segmenter, by ``spacy-pkuseg``, with the model of pkuseg itself.

``spacy-pkuseg`` gives the very tokens of pkuseg, which installs on no current Python, and brings no model.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from ..errors import DataError
from .models import FEATURES, WEIGHTS, model_path
from .pieces import Cut, keeping_space, keeping_words

__all__ = ["segmenter"]


def segmenter(place: str, user_words: tuple[str, ...]) -> Cut:
    """Return the segmenter.

    Parameters
    ----------
    place : str
        A folder with ``features.msgpack`` and ``weights.npz``; ``""`` for the model that was fetched.
    user_words : tuple of str
        Words that are never cut.

    Raises
    ------
    MissingExtraError
        No model has been fetched.
    DataError
        The folder holds no model, or one that does not fit together.
    """
    engine = _engine(str(Path(place).expanduser().resolve() if place else model_path("pkuseg")))
    return keeping_words(keeping_space(engine.cut), user_words)


# It takes seconds and 800 MB, whatever the user's words are: they are kept apart from it.
@lru_cache(maxsize=1)
def _engine(folder: str) -> Any:
    missing = [name for name in (FEATURES, WEIGHTS) if not (Path(folder) / name).is_file()]
    if missing:
        # The library would go on to read features.pkl, a pickle of unknown origin.
        raise DataError(
            f"{folder} 不是 pkuseg 的模型（缺少 {'、'.join(missing)}）",
            "请运行 xuncha models fetch pkuseg 取得模型，再给出它的文件夹",
        )
    import spacy_pkuseg

    config = spacy_pkuseg.config
    before = config.modelDir
    try:
        # numpy leaves a file that is no archive open; this does not.
        ZipFile(Path(folder) / WEIGHTS).close()
        engine = spacy_pkuseg.pkuseg(folder, user_dict=[])
        fits = _fits(engine)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AssertionError, BadZipFile) as error:
        raise DataError(f"pkuseg 的模型坏了：{folder}（{error}）", "请重新取得模型") from error
    finally:
        config.modelDir = before
    if not fits:
        raise DataError(f"pkuseg 的模型前后不合：{folder}（特征与权重的数目不同）", "请重新取得模型")
    return engine


def _fits(engine: Any) -> bool:
    """Whether every feature has its weight: the compiled code looks without asking."""
    features, tags = engine.feature_extractor.feature_to_idx, engine.feature_extractor.tag_to_idx
    model = engine.model
    return bool(
        model.n_tag == len(tags)
        and sorted(tags.values()) == list(range(len(tags)))
        and min(features.values(), default=0) >= 0
        and max(features.values(), default=0) < model.n_feature
        and model.w.dtype == "float64"
    )
