"""Page text and places of words through PDFium, as it comes with Qt. No window and no application object is needed."""

import re
from collections.abc import Iterable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from desk.reading.pdf_characters import page_text, pdfium_range
from desk.vocabulary.report import Box, Page

_WORD = re.compile(r"[^\W\d_]+")
# Each passage's boxes cost one laying out of its page: 1.5 ms for a page of a report, half a second for a hostile one.
_MOST_BOXED = 60_000
_DIVIDED_PARTS = re.compile("\\w{0,40}\ufffe\\w{0,40}")


class PdfiumFailed(Exception):
    """PDFium does not open the document; ``locked`` where a password is missing or wrong."""

    def __init__(self, error: QPdfDocument.Error) -> None:
        super().__init__(error.name)
        self.locked = error in {QPdfDocument.Error.IncorrectPassword, QPdfDocument.Error.UnsupportedSecurityScheme}


class PdfiumDocument:
    """An open document. Raises ``PdfiumFailed``."""

    def __init__(self, data: bytes, password: str | None) -> None:
        self._bytes = QByteArray(data)
        self._buffer = QBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        if password is not None:
            self._document.setPassword(password)
        self._document.load(self._buffer)
        if self._document.error() != QPdfDocument.Error.None_:
            raise PdfiumFailed(self._document.error())
        self._pages: tuple[Page, ...] = ()
        self._exact: frozenset[int] = frozenset()

    @property
    def page_count(self) -> int:
        """As PDFium counts, whatever the document claims."""
        return self._document.pageCount()

    def pages(self) -> tuple[Page, ...]:
        """All pages in order, with sizes in points; text after the rule of ``pdf_characters``."""
        selections = [self._document.getAllText(index) for index in range(self.page_count)]
        texts = [selection.text() for selection in selections]
        known = _words(texts)
        exact = (index + 1 for index, text in enumerate(texts) if _units(text) == selections[index].endIndex())
        self._exact = frozenset(exact)
        self._pages = tuple(self._page(number, page_text(text, known)) for number, text in enumerate(texts, start=1))
        return self._pages

    def _page(self, number: int, text: str) -> Page:
        # Asked of pages without text too: a page that PDFium hangs at here would hang the window later.
        size = self._document.pagePointSize(number - 1)
        return Page(number, text if text.strip() else "", size.width(), size.height())

    def boxes(self, number: int, start: int, end: int) -> tuple[Box, ...]:
        """Rectangles of a passage's lines; none on huge pages, and where PDFium counts characters it does not give."""
        text = self._pages[number - 1].text
        if number not in self._exact or len(text) > _MOST_BOXED:
            return ()
        first, length = pdfium_range(text, start, end)
        selection = self._document.getSelectionAtIndex(number - 1, first, length)
        return _lines(polygon.boundingRect() for polygon in selection.bounds())

    def drawn(self, number: int, dots_per_inch: float, most_side: int) -> tuple[QImage, float]:
        """A page in grey as it would be printed, with the resolution it got: no side is longer than ``most_side``."""
        size = self._document.pagePointSize(number - 1)
        dots = min(dots_per_inch, most_side * 72 / max(size.width(), size.height(), 1))
        pixels = QSize(max(1, round(size.width() * dots / 72)), max(1, round(size.height() * dots / 72)))
        image = self._document.render(number - 1, pixels)
        paper = QImage(pixels, QImage.Format.Format_RGB32)
        paper.fill(0xFFFFFFFF)
        painter = QPainter(paper)
        painter.drawImage(0, 0, image)
        painter.end()
        return paper.convertToFormat(QImage.Format.Format_Grayscale8), dots

    def metadata(self, field: QPdfDocument.MetaDataField) -> object:
        """What the document says of itself; an empty string or an invalid date where it says nothing."""
        return self._document.metaData(field)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _words(texts: Iterable[str]) -> frozenset[str]:
    whole = (_DIVIDED_PARTS.sub(" ", text) for text in texts)
    return frozenset(word.casefold() for text in whole for word in _WORD.findall(text))


def _lines(rectangles: Iterable[QRectF]) -> tuple[Box, ...]:
    """PDFium gives one rectangle for each run of a font; runs that stand side by side are one line."""
    lines: list[QRectF] = []
    for rectangle in rectangles:
        if lines and _same_line(lines[-1], rectangle):
            lines[-1] = lines[-1].united(rectangle)
        elif rectangle.width() > 0 and rectangle.height() > 0:
            lines.append(rectangle)
    return tuple(Box(line.x(), line.y(), line.width(), line.height()) for line in lines)


def _same_line(line: QRectF, run: QRectF) -> bool:
    shared = min(line.bottom(), run.bottom()) - max(line.top(), run.top())
    follows = run.left() >= line.right() - 2 and run.left() - line.right() < 3 * line.height()
    return follows and shared > 0.5 * min(line.height(), run.height())
