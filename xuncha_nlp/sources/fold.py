"""The length-preserving view used for matching.

Full-width ASCII (``（`` ``，`` ``１`` ``Ａ``) and the ideographic space become their half-width
counterparts, one character for one character, so that an offset into the view is an offset into the
text. The text itself is never rewritten.
"""

from __future__ import annotations

__all__ = ["fold"]

_TABLE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x00A0: " ",
    ord("＊"): "*",
    ord("﹡"): "*",
    ord("○"): "*",
    ord("×"): "*",
    ord("「"): "“",
    ord("」"): "”",
    ord("『"): "‘",
    ord("』"): "’",
}


def fold(text: str) -> str:
    """Return the matching view of a text, of the same length.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        A text of ``len(text)`` characters.

    Examples
    --------
    >>> fold("（１）提高，认识")
    '(1)提高,认识'
    >>> len(fold("　三个××")) == len("　三个××")
    True
    """
    return text.translate(_TABLE)
