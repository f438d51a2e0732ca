"""A paragraph of plain text with some words lit. It is painted, never rendered: nothing in it is markup."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.ui.theme import tokens
from desk.ui.widgets.text import units

LEAST_WIDTH = 120
# On the yellow of lit words, in either palette.
ON_LIT = "#1b1f27"


class LitText(QWidget):
    """Wraps at its width. ``lit`` are spans in characters of ``text``."""

    def __init__(self, text: str, lit: Sequence[tuple[int, int]]) -> None:
        super().__init__()
        # Line ends of the report become spaces, one for one, so that the spans stay right.
        self._text = "".join(letter if letter.isprintable() else " " for letter in text)
        self._lit = [(units(text, start), units(text, end)) for start, end in lit]
        self._laid: QTextLayout | None = None
        self._width, self._height = -1, 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    @property
    def lit_words(self) -> list[str]:
        """The words that are lit."""
        shown = self._text.encode("utf-16-le")
        return [shown[2 * start : 2 * end].decode("utf-16-le") for start, end in self._lit]

    def sizeHint(self) -> QSize:
        """As high as its lines need; how wide is for the layout to say."""
        return QSize(max(self.width(), LEAST_WIDTH), self._height or self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Some words in a row."""
        return QSize(LEAST_WIDTH, self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the lines need at this width: an area that scrolls does not ask for it."""
        super().resizeEvent(event)
        self._lay(self.width())
        if self.height() != self._height:
            self.setFixedHeight(self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, lit words on yellow."""
        self._lay(self.width())
        if self._laid is None:
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        self._laid.draw(painter, QPointF(0, 0), self._formats())
        painter.end()

    def _formats(self) -> list[QTextLayout.FormatRange]:
        lit = QTextCharFormat()
        lit.setBackground(QColor(tokens().lit))
        lit.setForeground(QColor(ON_LIT))
        ranges = []
        for start, end in self._lit:
            each = QTextLayout.FormatRange()
            each.start, each.length, each.format = start, end - start, lit
            ranges.append(each)
        return ranges

    def _lay(self, width: int) -> None:
        if width == self._width and self._laid is not None and self._laid.font() == self.font():
            return
        laid = QTextLayout(self._text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        laid.setTextOption(option)
        laid.beginLayout()
        height = 0.0
        while (line := laid.createLine()).isValid():
            line.setLineWidth(max(width, LEAST_WIDTH))
            line.setPosition(QPointF(0, height))
            height += line.height() + 2
        laid.endLayout()
        self._laid, self._width, self._height = laid, width, round(height)
