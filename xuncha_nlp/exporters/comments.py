"""A copy of a file with the findings of a check as Word comments."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ..files import write_whole
from ..sources import read_sources
from ..sources.docx import MEDIA_TYPE
from ..sources.files import read_bytes
from ..speeches import Speech, split
from .blocks import Block, blocks
from .docx import write_docx
from .docx_comments import Remark, with_comments
from .layouts import load_layout
from .origins import Origins

if TYPE_CHECKING:
    from ..checks import Finding

__all__ = ["comment_copy", "remarks"]


def comment_copy(
    path: str | Path, findings: Iterable[Finding], out: str | Path, *, layout: str | Path = "gb9704"
) -> Path:
    r"""Write a copy of a file with a Word comment for each finding, at its exact characters.

    A .docx is copied as it is: the comments come in, runs are split where one begins or ends, and nothing
    else is changed. Any other file is set to a layout first. A finding about something that is missing
    stands at the end of the text.

    Parameters
    ----------
    path : str or Path
        The file that was checked.
    findings : iterable of Finding
        Of a check of this file: their offsets are those of its text.
    out : str or Path
        The copy, a .docx. It may not be the file itself.
    layout : str or Path
        For a file that is no .docx; see `load_layout`.

    Returns
    -------
    Path
        The copy.

    Raises
    ------
    InputError
        The file cannot be read, the copy cannot be written, would take the file's place or is no .docx.

    Examples
    --------
    >>> import tempfile
    >>> from xuncha_nlp.checks import check
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "稿.txt")
    ...     _ = path.write_text("在动员会上的讲话\n同志们：\n请【待填：人名】讲话。", encoding="utf-8")
    ...     speech, = split(read_sources(path)[0])
    ...     copy = comment_copy(path, check(speech), Path(folder, "审核.docx"))
    ...     import docx
    ...     [each.text.split("\n")[0][:4] for each in docx.Document(str(copy)).comments]
    ['【错误】']
    """
    path, out = Path(path), Path(out)
    if out.suffix.lower() != ".docx":
        raise InputError(f"批注只能写进 .docx：{out.name}", "文件名请以 .docx 结尾")
    if out.exists() and path.exists() and out.samefile(path):
        raise InputError(f"带批注的副本不能盖掉原稿：{out}", "请换一个文件名")
    sources = read_sources(path)
    found = tuple(findings)
    if sources[0].media_type == MEDIA_TYPE:
        data = with_comments(
            read_bytes(path), [Remark(each.start, each.end, _words(each)) for each in found], path.name
        )
    else:
        speeches = [speech for source in sources for speech in split(source)]
        groups = [blocks(speech) for speech in speeches]
        title = "；".join(speech.title for speech in speeches if speech.title)
        plain = write_docx(groups, load_layout(layout), title=title)
        data = with_comments(plain, remarks(speeches, groups, found), path.name)
    write_whole(out, data)
    return out


def remarks(
    speeches: Sequence[Speech],
    groups: Sequence[Sequence[Block]],
    findings: Iterable[Finding] = (),
    rows: Iterable[Origins] = (),
) -> list[Remark]:
    """Return what is to be commented in the .docx that is written of some speeches.

    Parameters
    ----------
    speeches : sequence of Speech
    groups : sequence of sequence of Block
        The blocks of each, see `blocks`.
    findings : iterable of Finding
    rows : iterable of Origins
        Where the paragraphs are from, if it is a draft: one speech.

    Returns
    -------
    list of Remark
        In the order of the text; at the same place the origin first, then the findings as they came.
    """
    lines = _Lines(speeches, groups)
    made = [
        Remark(*lines.span(speeches[0].source.name, row.start, row.end), (f"第 {row.number} 段", *row.lines))
        for row in rows
    ]
    for finding in findings:
        start, end = lines.span(finding.source, finding.start, finding.end)
        made.append(Remark(start, end, _words(finding)))
    return sorted(made, key=lambda each: each.start)


def _words(finding: Finding) -> tuple[str, ...]:
    lines = [f"【{finding.level}】{finding.message}"]
    lines += [f"建议：{finding.suggestion}"] if finding.suggestion else []
    lines += [f"依据：{finding.evidence}"] if finding.evidence else []
    return (*lines, f"规则：{finding.rule}（{finding.basis}）")


class _Lines:
    """Where the lines of sources stand in the text of the .docx that is written of them."""

    def __init__(self, speeches: Sequence[Speech], groups: Sequence[Sequence[Block]]) -> None:
        self._lines: dict[str, list[tuple[int, int, int]]] = {}
        self._only = len({speech.source.name for speech in speeches}) == 1
        at = 0
        for speech, group in zip(speeches, groups, strict=True):
            lines = self._lines.setdefault(speech.source.name, [])
            for block in group:
                lines.append((block.start, block.end, at))
                at += len(block.text) + 1
        self._end = max(at - 1, 0)

    def span(self, source: str, start: int, end: int) -> tuple[int, int]:
        """Return the offsets there of a stretch of a source; the end of all for what is in no line."""
        lines = next(iter(self._lines.values())) if self._only else self._lines.get(source, [])
        first = bisect_right(lines, start, key=lambda each: each[1])
        after = bisect_left(lines, end, key=lambda each: each[0])
        if start < end and first < after:
            one, last = lines[first], lines[after - 1]
            return one[2] + max(start - one[0], 0), last[2] + min(end, last[1]) - last[0]
        before = bisect_right(lines, start, key=lambda each: each[0])
        if not before:
            return (0, 0) if lines else (self._end, self._end)
        last = lines[before - 1]
        place = last[2] + min(start, last[1]) - last[0]
        return place, place
