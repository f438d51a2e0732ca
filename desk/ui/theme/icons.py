"""Icons from resources/icons (Lucide, ISC), drawn in a colour of the palette."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desk.resources import read_text


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """The icon of this name in one colour, sharp at up to three times the size."""
    drawn = QIcon()
    for ratio in (1, 2, 3):
        drawn.addPixmap(_pixmap(name, colour, size, ratio))
    return drawn


@lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: int) -> QPixmap:
    picture = read_text("icons", f"{name}.svg").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(picture.encode()))
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
