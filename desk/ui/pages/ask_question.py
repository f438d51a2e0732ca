"""Where a question is typed: Enter asks, Shift+Enter begins a new line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

LINES = 3


class QuestionEdit(QPlainTextEdit):
    """Plain text; what is pasted comes without form."""

    sent = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Ask the reports of this case. Enter asks, Shift+Enter begins a new line.")
        self.setAccessibleName("Question")
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * LINES + 22)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sent.emit()
            return
        super().keyPressEvent(event)
