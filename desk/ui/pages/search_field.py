"""Where a search is typed: Enter searches, Down goes to what was found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desk.ui.theme import icon, tokens
from desk.ui.widgets.text import restyle, units


class SearchField(QLineEdit):
    """One line of plain text."""

    went_down = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText('Words, "a phrase", AND OR NOT, NEAR/5, begin*, fuzzy~, title: date: ...')
        self.setAccessibleName("Search")
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", tokens().faint), QLineEdit.ActionPosition.LeadingPosition)
        self.textChanged.connect(lambda _: self.show_wrong(False))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves the field for the hits."""
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
            return
        super().keyPressEvent(event)

    def point_at(self, start: int, end: int) -> None:
        """Select the place, in characters, where a search cannot be read."""
        text = self.text()
        begin = units(text, start)
        self.setSelection(begin, max(0, units(text, end) - begin))
        self.show_wrong(True)
        self.setFocus()

    def show_wrong(self, wrong: bool) -> None:
        """Border the field where what stands in it cannot be read."""
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            restyle(self)
