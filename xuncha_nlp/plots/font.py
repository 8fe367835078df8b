"""A font that has Chinese glyphs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from ..errors import MissingExtraError

__all__ = ["FALLBACK", "cjk_font", "drawable"]

# What matplotlib brings with it, for signs that a Chinese font lacks.
FALLBACK = "DejaVu Sans"
# What printers of Chinese put where they have no type.
_GETA = "〓"

# What systems bring, open fonts first. A collection (.ttc) is known to matplotlib by its first face only, which
# for Noto is the Japanese one: Chinese readers notice, so it comes last.
_FONTS = (
    "Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
    "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "SimHei", "AR PL SungtiL GB", "Noto Sans CJK JP",
)  # fmt: skip
_PACKAGE = "pylopdf_fonts_zh_cn"
_ADVICE = "请安装：pip install 'xuncha_nlp[plot]'"


@cache
def cjk_font() -> str:
    """Return the name of a font with Chinese glyphs: that of the ``plot`` extra, else an installed one.

    The extra comes first so that a figure is the same on every machine.

    Raises
    ------
    MissingExtraError
        There is none, or no matplotlib: a figure would show empty boxes.
    """
    try:
        from matplotlib import font_manager
    except ImportError as error:
        raise MissingExtraError("画图需要 matplotlib", _ADVICE) from error
    if find_spec(_PACKAGE):
        file = Path(str(files(_PACKAGE))) / "NotoSansSC-Regular.otf"
        font_manager.fontManager.addfont(file)
        return font_manager.FontProperties(fname=file).get_name()
    installed = {font.name for font in font_manager.fontManager.ttflist}
    for name in _FONTS:
        if name in installed:
            return name
    raise MissingExtraError("没有找到中文字体，图上的汉字会变成方框", _ADVICE)


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib import font_manager

    fonts = (font_manager.get_font(font_manager.findfont(name)) for name in (cjk_font(), FALLBACK))
    return frozenset().union(*(font.get_charmap() for font in fonts))


def drawable(text: str) -> str:
    """Return a text with 〓, as printers have it, for each character that the font lacks.

    Examples
    --------
    >>> drawable("四个意识 \U0002a6a5")
    '四个意识 〓'
    """
    known = _glyphs()
    return "".join(each if ord(each) in known or each == "\n" else _GETA for each in text)
