"""One page of a PDF, drawn by PDFium off the GUI thread, with words lit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions, QPdfPageRenderer
from PySide6.QtWidgets import QWidget

from desk.ui.theme import tokens


class PdfPage(QWidget):
    """Shows page ``number`` (from 1) of a document at a scale of screen pixels a point."""

    def __init__(self, document: QPdfDocument) -> None:
        super().__init__()
        self._document = document
        self._renderer = self._new_renderer()
        self._number, self._scale = 1, 1.0
        self._image = QImage()
        self._lit: list[QPolygonF] = []
        self.setAccessibleName("Page of the report")

    def _new_renderer(self) -> QPdfPageRenderer:
        renderer = QPdfPageRenderer(self)
        renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        renderer.setDocument(self._document)
        renderer.pageRendered.connect(self._rendered)
        return renderer

    def begin(self) -> None:
        """The document holds another file now: what is still being drawn of the one before must not arrive."""
        self._renderer.pageRendered.disconnect(self._rendered)
        self._renderer.deleteLater()
        self._renderer = self._new_renderer()
        self._image, self._lit = QImage(), []

    def show_page(self, number: int, scale: float, lit: list[QPolygonF]) -> None:
        """Show a page; ``lit`` are polygons in points, origin at the page's top left."""
        self._number, self._scale, self._lit = number, scale, lit
        size = (self._document.pagePointSize(number - 1) * scale).toSize()
        self.setFixedSize(size)
        self._image = QImage()
        pixels = QSize(size) * self.devicePixelRatioF()
        self._renderer.requestPage(number - 1, pixels, QPdfDocumentRenderOptions())
        self.update()

    def first_lit(self) -> QRectF | None:
        """Where the first lit words are, in this widget's pixels."""
        if not self._lit:
            return None
        box = self._lit[0].boundingRect()
        return QRectF(box.topLeft() * self._scale, box.size() * self._scale)

    def _rendered(self, page: int, _size: QSize, image: QImage, *_: object) -> None:
        if page == self._number - 1:
            self._image = image
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page, then the light over the words, so that they stay readable."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._image.isNull():
            painter.drawImage(self.rect(), self._image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().lit))
        painter.scale(self._scale, self._scale)
        # One shape: where two boxes overlap the light must not be twice as strong.
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        for polygon in self._lit:
            shape.addRect(polygon.boundingRect().adjusted(-1, -1, 1, 1))
        painter.drawPath(shape.simplified())
        painter.end()
