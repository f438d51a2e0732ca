"""A paragraph of plain text with some words lit. It is painted, never rendered: nothing in it is markup."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QTextCharFormat, QTextLayout, QTextOption
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
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
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

    def hasHeightForWidth(self) -> bool:
        """The height hangs on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at a width."""
        self._lay(width)
        return self._height

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        """Some words in a row."""
        return QSize(LEAST_WIDTH, self.fontMetrics().lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, lit words on yellow."""
        self._lay(self.width())
        if self._laid is None:
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        self._laid.draw(painter, QPointF(0, 0), self._formats())

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
