"""The widgets for text. Foreign text - of reports, models, file names - is plain text here and nowhere else.

Qt's labels and text views render what looks like markup and load the images it names; these do not.
"""

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QResizeEvent
from PySide6.QtWidgets import QLabel, QLayout, QPlainTextEdit, QPushButton, QSizePolicy, QToolButton, QWidget

from desk.ui.theme import icon, tokens


class Label(QLabel):
    """A label of plain text. ``look``: title, heading, strong, muted, faint, danger, good ..."""

    def __init__(self, text: str = "", look: str = "", wraps: bool = False, selectable: bool = False) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setWordWrap(wraps)
        if wraps:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if selectable:
            flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            self.setTextInteractionFlags(flags)
        self.setText(text)


class ElidedLabel(Label):
    """One line of plain text, cut with an ellipsis where the room ends; the whole is its tool tip."""

    def __init__(self, text: str = "", look: str = "") -> None:
        self._whole = ""
        super().__init__(text, look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show as much of the text as there is room for."""
        self._whole = text
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(40, self.width()))
        super().setText(shown)
        self.setToolTip(html.escape(self._whole) if shown != self._whole else "")


class PlainView(QPlainTextEdit):
    """Read-only plain text of any length, in a fixed font where asked."""

    def __init__(self, name: str, fixed: bool = False) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        if fixed:
            self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))


def units(text: str, offset: int) -> int:
    """The place of a character as Qt counts it: in UTF-16 units, where spans count characters."""
    return offset + sum(1 for letter in text[:offset] if ord(letter) > 0xFFFF)


def empty(layout: QLayout) -> None:
    """Take every widget out of a layout, off the screen at once."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()


def restyle(widget: QWidget) -> None:
    """Let the style sheet see a property that has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(text: str, picture: str = "", look: str = "") -> QPushButton:
    """A push button with an icon; ``look``: primary, quiet, small, danger."""
    made = QPushButton(text)
    made.setProperty("look", look)
    made.setAutoDefault(False)
    if picture:
        colours = tokens()
        colour = {"primary": colours.on_accent, "danger": colours.danger}.get(look, colours.text)
        made.setIcon(icon(picture, colour))
        made.setIconSize(QSize(16, 16))
    return made


def tool_button(picture: str, name: str) -> QToolButton:
    """A small button that is an icon; ``name`` is its tool tip and what a screen reader says."""
    made = QToolButton()
    made.setProperty("look", "quiet")
    made.setIcon(icon(picture, tokens().muted))
    made.setIconSize(QSize(18, 18))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
