"""PDF: PDFium (through QtPdf) for pages and boxes, pypdf for structure and as the second opinion.

QtPdf needs no application object for this. pypdf reads metadata, attachments and encryption; where PDFium cannot open a
file, pypdf's text is taken, without boxes.
"""

import io
import re
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from desk.reading.places import merged, page_text, pdfium_index
from desk.reading.registry import Document, Job
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.report import Box, Page

# pypdf raises these on broken files besides its own; each was met on real ones.
_BROKEN = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    OSError,
)
# What producers write where a title should be.
_NO_TITLE = re.compile(r"^(?:untitled|microsoft word|document\d*|title|\W*)$|\.(?:docx?|indd|pdf|qxd|p65|xlsx?)$", re.I)


def read_pdf(data: bytes, job: Job) -> Document:
    """Read a PDF. Raises ``ReadingFailed`` (encrypted, wrong_password, damaged, no_text_layer, too_many_pages)."""
    facts = _Facts(data, job.password)
    opened = _open(data, job.password)
    pages, boxes = (
        _pdfium_pages(opened, job) if isinstance(opened, _Pdfium) else (_pypdf_pages(facts, job, opened), None)
    )
    warnings = [*facts.warnings, *_page_warnings(pages)]
    if not isinstance(opened, _Pdfium):
        warnings.append("Read by the second reader; words cannot be lit on its pages.")
    if not any(page.text.strip() for page in pages):
        raise ReadingFailed(
            "no_text_layer",
            f"It has no text layer: {len(pages)} pages of pictures, such as a scan. The original is kept.",
            "Run text recognition (OCR) over it and add the result.",
        )
    return Document("pdf", pages, facts.title, facts.date, facts.author, tuple(warnings), boxes)


class _Pdfium:
    """A document PDFium has opened, with the bytes it reads from."""

    def __init__(self, data: bytes) -> None:
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument(None)  # type: ignore[call-overload]

    def load(self, password: str | None) -> QPdfDocument.Error:
        if password:
            self.document.setPassword(password)
        self.document.load(self._buffer)
        error: QPdfDocument.Error = self.document.error()
        return error


def _open(data: bytes, password: str | None) -> "_Pdfium | QPdfDocument.Error":
    pdfium = _Pdfium(data)
    error = pdfium.load(password)
    if error is QPdfDocument.Error.IncorrectPassword:
        raise _locked(password)
    return pdfium if error is QPdfDocument.Error.None_ else error


def _locked(password: str | None) -> ReadingFailed:
    if password:
        return ReadingFailed("wrong_password", "This password does not open it.", "Retry with another password.")
    return ReadingFailed("encrypted", "It is locked with a password.", "Retry and give its password.")


def _pdfium_pages(pdfium: _Pdfium, job: Job) -> tuple[tuple[Page, ...], Any]:
    document = pdfium.document
    count = document.pageCount()
    _check_count(count, job)
    pages = tuple(_pdfium_page(document, number) for number in range(count))

    def boxes(index: int, start: int, end: int) -> tuple[Box, ...]:
        text = pages[index].text
        begin = pdfium_index(text, start)
        found = pdfium.document.getSelectionAtIndex(index, begin, pdfium_index(text, end) - begin)
        rectangles = (polygon.boundingRect() for polygon in found.bounds())
        return merged((r.x(), r.y(), r.width(), r.height()) for r in rectangles)

    return pages, boxes


def _pdfium_page(document: QPdfDocument, number: int) -> Page:
    size = document.pagePointSize(number)
    return Page(number + 1, page_text(document.getAllText(number).text()), size.width(), size.height())


def _pypdf_pages(facts: "_Facts", job: Job, error: QPdfDocument.Error) -> tuple[Page, ...]:
    if facts.reader is None:
        raise ReadingFailed(
            "damaged", f"Neither reader can open it ({error.name}).", "Get the file again from its source."
        )
    try:
        count = len(facts.reader.pages)
        _check_count(count, job)
        return tuple(Page(n + 1, facts.reader.pages[n].extract_text() or "") for n in range(count))
    except _BROKEN as problem:
        raise ReadingFailed(
            "damaged", f"It is damaged ({type(problem).__name__}).", "Get the file again from its source."
        ) from problem


def _check_count(count: int, job: Job) -> None:
    if count > job.max_pages:
        raise ReadingFailed(
            "too_many_pages",
            f"It has {count:,} pages; the limit is {job.max_pages:,}.",
            "Split it, or raise “Most pages” under Settings, Reading.",
        )
    if count == 0:
        raise ReadingFailed("damaged", "It has no pages.", "Get the file again from its source.")


def _page_warnings(pages: tuple[Page, ...]) -> list[str]:
    silent = [page.number for page in pages if not page.text.strip()]
    if not silent or len(silent) == len(pages):
        return []
    return [f"{len(silent)} of {len(pages)} pages have no text (the first is page {silent[0]}); they may be pictures."]


class _Facts:
    """What pypdf reads of a file: title, author, date, attachments. What it cannot read it says."""

    def __init__(self, data: bytes, password: str | None) -> None:
        self.title, self.author = "", ""
        self.date: date | None = None
        self.warnings: list[str] = []
        self.reader: PdfReader | None = None
        try:
            self.reader = PdfReader(io.BytesIO(data), strict=False)
            if self.reader.is_encrypted:
                self.reader.decrypt(password or "")
            self._describe(self.reader)
        except (*_BROKEN, MemoryError) as error:
            self.warnings.append(f"Its metadata could not be read ({type(error).__name__}).")

    def _describe(self, reader: PdfReader) -> None:
        metadata = reader.metadata
        if metadata is not None:
            title = " ".join((metadata.title or "").split())
            self.title = "" if _NO_TITLE.search(title) or len(title) < 4 else title
            self.author = " ".join((metadata.author or "").split())
            self.date = _created(metadata)
        attached = list(reader.attachments)
        if attached:
            self.warnings.append(
                f"It carries {len(attached)} attached files that were not read: {', '.join(attached)[:200]}."
            )


def _created(metadata: Any) -> date | None:
    with suppress(*_BROKEN):  # dates in the wild are often not dates; a report without one is no problem
        created: datetime | None = metadata.creation_date
        return created.date() if created else None
    return None
