"""The suffixes of a text, sorted: codes in, positions out. What a text is laid of is known to whoever lays it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["common_prefixes", "each_code", "sorted_suffixes"]


def sorted_suffixes(codes: Array) -> Array:
    """Sort the suffixes of a text.

    Parameters
    ----------
    codes : array of unsigned integers, shape (n,)
        Its characters.

    Returns
    -------
    array of int32, shape (n,)
        Where each begins, in their order.

    Examples
    --------
    >>> import numpy as np
    >>> sorted_suffixes(np.frombuffer("甲乙甲".encode("utf-16-le"), "<u2")).tolist()
    [1, 2, 0]
    """
    import numpy as np
    import pydivsufsort

    if not len(codes):
        return np.empty(0, np.int32)
    found: Array = pydivsufsort.divsufsort(_dense(codes)).astype(np.int32)
    return found


def common_prefixes(codes: Array, suffixes: Array) -> Array:
    """Return how many characters each suffix shares with the next one in their order, shape (n,).

    Examples
    --------
    >>> import numpy as np
    >>> codes = np.frombuffer("甲乙甲".encode("utf-16-le"), "<u2")
    >>> common_prefixes(codes, sorted_suffixes(codes)).tolist()
    [0, 1, 0]
    """
    import numpy as np
    import pydivsufsort

    if not len(codes):
        return np.empty(0, np.int32)
    found: Array = pydivsufsort.kasai(_dense(codes), suffixes).astype(np.int32)
    return found


def each_code(codes: Array, make: Callable[[str], Any], dtype: Any) -> Array:
    """Return what is made of each character of a text; each that occurs is asked about once.

    Examples
    --------
    >>> import numpy as np
    >>> each_code(np.frombuffer("a b".encode("utf-32-le"), "<u4"), str.isspace, bool).tolist()
    [False, True, False]
    """
    import numpy as np

    kinds = _kinds(codes)
    table = np.zeros(int(codes.max(initial=0)) + 1, dtype)
    table[kinds] = [make(chr(code)) for code in kinds.tolist()]
    found: Array = table[codes]
    return found


def _kinds(codes: Array) -> Array:
    """The codes that occur, ascending."""
    import numpy as np

    seen = np.zeros(int(codes.max(initial=0)) + 1, dtype=bool)
    seen[codes] = True
    return np.flatnonzero(seen)


def _dense(codes: Array) -> Array:
    """Make the range of the codes small and keep their order: the sort is the faster for it."""
    import numpy as np

    kinds = _kinds(codes)
    ranks = np.zeros(int(codes.max(initial=0)) + 1, np.uint16 if len(kinds) < 1 << 16 else np.uint32)
    ranks[kinds] = np.arange(len(kinds))
    dense: Array = ranks[codes]
    return dense
