"""A sheet that the sample case's reports are set on: fonts, wrapped text, rules, tables, banners on every page."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter, QPdfWriter, QPen, QTextLayout, QTextOption

EXERCISE = "EXERCISE EXERCISE EXERCISE - fictional material, not classified"
SERIF, SANS = "DejaVu Serif", "DejaVu Sans"
INK, GREY, SHADE = QColor("#111111"), QColor("#555555"), QColor("#ececec")
BANNER_INK = {"SECRET": QColor("#c8102e"), "CONFIDENTIAL": QColor("#0033a0")}
DOTS_PER_INCH = 1200
POINT = DOTS_PER_INCH / 72
LEFT, TEXT_WIDTH = 72 * POINT, 468 * POINT  # on U.S. Letter, 612 by 792 points
TOP, BOTTOM = 76 * POINT, 712 * POINT


def font(family: str, size: float, *, bold: bool = False, italic: bool = False) -> QFont:
    """A font that is exactly this family, without ligatures: those would come out of the PDF as other characters."""
    made = QFont(family)
    made.setPointSizeF(size)
    made.setBold(bold)
    made.setItalic(italic)
    made.setStretch(90 if family == SERIF else 100)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("liga"), 0)
    if QFontInfo(made).family() != family:
        raise SystemExit(f"The font {family} is not installed; the sample reports are set in it.")
    return made


class Sheet:
    """Pages being filled from top to bottom."""

    def __init__(self, writer: QPdfWriter, number: str, banner: str) -> None:
        self._writer, self._number, self._banner = writer, number, banner
        self._banner_ink = BANNER_INK[banner.split("//")[0]]
        self._painter = QPainter(writer)
        self._page, self._at = 1, TOP
        self._top()

    def finish(self) -> None:
        """Close the last page and the document."""
        self._foot()
        self._painter.end()

    def room_for(self, height: float) -> None:
        """Turn to a new page unless ``height`` still fits on this one."""
        if self._at + height <= BOTTOM:
            return
        self._foot()
        self._writer.newPage()
        self._page, self._at = self._page + 1, TOP
        self._top()

    def skip(self, points: float) -> None:
        """Leave white space."""
        self._at += points * POINT

    def rule(self, weight: float = 0.6) -> None:
        """Draw a line over the width of the text."""
        self._painter.setPen(QPen(INK, weight * POINT))
        self._painter.drawLine(QPointF(LEFT, self._at), QPointF(LEFT + TEXT_WIDTH, self._at))

    def text(self, text: str, face: QFont, *, left: float = 0, width: float = TEXT_WIDTH, ink: QColor = INK) -> None:
        """Set wrapped text and move below it."""
        layout, height = self._wrapped(text, face, width)
        self._painter.setPen(ink)
        layout.draw(self._painter, QPointF(LEFT + left, self._at))
        self._at += height

    def height(self, text: str, face: QFont, width: float = TEXT_WIDTH) -> float:
        """How high the wrapped text will be."""
        return self._wrapped(text, face, width)[1]

    def pair(self, name: str, value: str) -> None:
        """Set one line of the report's header: its name in bold, its value beside it."""
        start = self._at
        self.text(name, font(SANS, 8.5, bold=True))
        self._at = start
        self.text(value, font(SANS, 8.5), left=84 * POINT, width=TEXT_WIDTH - 84 * POINT)
        self.skip(3)

    def row(self, cells: tuple[str, ...], widths: list[float], face: QFont, *, shaded: bool = False) -> None:
        """Set one row of a table with a line under it."""
        pad, height = 6 * POINT, 15.5 * POINT
        if shaded:
            self._painter.fillRect(QRectF(LEFT, self._at, TEXT_WIDTH, height), SHADE)
        left, top = LEFT, self._at
        for cell, width in zip(cells, widths, strict=True):
            self._line(cell, face, QRectF(left + pad, top, width - 2 * pad, height), Qt.AlignmentFlag.AlignLeft)
            left += width
        self._at += height
        self.rule(0.3)

    def _wrapped(self, text: str, face: QFont, width: float) -> tuple[QTextLayout, float]:
        layout, option = QTextLayout(text, face, self._writer), QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height() * 1.16
        layout.endLayout()
        return layout, height

    def _line(self, text: str, face: QFont, box: QRectF, align: Qt.AlignmentFlag, ink: QColor = INK) -> None:
        self._painter.setFont(face)
        self._painter.setPen(ink)
        self._painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _across(self, text: str, face: QFont, top: float, ink: QColor) -> None:
        box = QRectF(LEFT, top * POINT, TEXT_WIDTH, 16 * POINT)
        self._line(text, face, box, Qt.AlignmentFlag.AlignHCenter, ink)

    def _top(self) -> None:
        self._across(self._banner, font(SANS, 11, bold=True), 28, self._banner_ink)
        self._across(EXERCISE, font(SANS, 7.5, bold=True), 44, INK)

    def _foot(self) -> None:
        self._across(f"{self._number}   Page {self._page}", font(SANS, 7.5), 720, GREY)
        self._across(EXERCISE, font(SANS, 7.5, bold=True), 734, INK)
        self._across(self._banner, font(SANS, 11, bold=True), 749, self._banner_ink)
