"""Reader for .pdf with a text layer: its lines, without what belongs to the page, joined to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from ..errors import InputError, MissingExtraError
from .limits import MAX_PDF_CHARACTERS, MAX_PDF_PAGES
from .model import Note
from .pdf_lines import PdfLine, read_page
from .pdf_pages import part_furniture
from .pdf_paragraphs import join
from .record import Record
from .sniff import is_pdf

__all__ = ["SUFFIXES", "accepts", "convert"]

SUFFIXES = frozenset({".pdf"})
_MEDIA_TYPE = "application/pdf"
_PASSWORD = 4
_END = b"%%EOF"
# PDFium is not safe to use from two threads.
_ONE_AT_A_TIME = Lock()
_SHOWN = 5


def accepts(suffix: str, head: bytes) -> bool:
    """Accept whatever is a PDF, and whatever is called one."""
    return suffix in SUFFIXES or is_pdf(head)


def convert(data: bytes, name: str, encoding: str | None) -> Sequence[Record]:
    """Return the text of a PDF, a line a paragraph.

    A PDF holds characters at places and nothing else. Lines are made of characters on one height, page
    numbers and running heads are taken out, and lines are joined where the typesetter broke them: where
    what begins the next line did not fit any more.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        The file's name, for messages.
    encoding : str, optional
        Not used: the format says it itself.

    Returns
    -------
    sequence of Record
        One.

    Raises
    ------
    InputError
        The file is damaged, needs a password, has too many pages or no text layer.
    MissingExtraError
        pypdfium2 is not installed.
    """
    del encoding
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtraError("读 PDF 需要 pypdfium2", "请安装：pip install 'xuncha_nlp[pdf]'") from error
    # PDFium mends what it can; a file whose end is missing it would read in part, without a word.
    if not is_pdf(data) or _END not in data:
        raise _damaged(name)
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD:
                raise InputError(f"文件有密码：{name}", "请在 PDF 阅读器里去掉密码后另存") from error
            raise _damaged(name) from error
        try:
            pages, unmapped = _read(document, name)
        except pypdfium2.PdfiumError as error:
            raise _damaged(name) from error
        finally:
            document.close()
    return [_record(pages, unmapped, name)]


def _read(document: object, name: str) -> tuple[list[list[PdfLine]], int]:
    count = len(document)  # type: ignore[arg-type]
    if not count:
        raise _damaged(name)
    if count > MAX_PDF_PAGES:
        raise InputError(f"页数过多：{name}（{count} 页，上限 {MAX_PDF_PAGES} 页）", "请拆分后再读")
    pages, unmapped, characters = [], 0, 0
    for number in range(count):
        page = document[number]  # type: ignore[index]
        try:
            lines, missing, read = read_page(page, number)
        finally:
            page.close()
        characters += read
        if characters > MAX_PDF_CHARACTERS:
            raise InputError(f"文字过多：{name}（超过 {MAX_PDF_CHARACTERS} 字）", "请拆分后再读")
        pages.append(lines)
        unmapped += missing
    return pages, unmapped


def _record(pages: list[list[PdfLine]], unmapped: int, name: str) -> Record:
    body, numbers, heads = part_furniture(pages)
    text = "\n".join(join(body))
    known = sum(not character.isspace() for character in text)
    if not known:
        raise InputError(f"PDF 里没有文字层：{name}", "这是扫描件，需要先做文字识别（OCR）")
    if unmapped > known:
        raise InputError(f"PDF 里的文字取不出来：{name}", "它的字体没有附编码，需要先做文字识别（OCR）")
    notes = []
    if numbers:
        notes.append(Note("pdf-page-numbers", f"去掉了 {numbers} 处页码"))
    if heads:
        notes.append(Note("pdf-running-heads", f"去掉了 {heads} 处页眉页脚"))
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if empty:
        shown = "、".join(map(str, empty[:_SHOWN])) + ("等" if len(empty) > _SHOWN else "")
        notes.append(
            Note(
                "pdf-no-text",
                f"有 {len(empty)} 页没有文字：第 {shown} 页；若是扫描页，需要先做文字识别（OCR）",
            )
        )
    if unmapped:
        notes.append(Note("pdf-unmapped", f"有 {unmapped} 个字的字体没有附编码，未读出"))
    return Record(text, "pdf", _MEDIA_TYPE, tuple(notes))


def _damaged(name: str) -> InputError:
    return InputError(f"文件损坏或不是 PDF：{name}", "请重新导出或下载后再试")
