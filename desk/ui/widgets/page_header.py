"""The head of a page: title, a line below it, actions at the right."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.theme import SPACE
from desk.ui.widgets.text import Label


class PageHeader(QWidget):
    """Title and subtitle at the left, widgets at the right."""

    def __init__(self, title: str, subtitle: str = "", *actions: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, SPACE)
        row.setSpacing(SPACE)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title, self._subtitle = Label(title, "title"), Label(subtitle, "muted", wraps=True)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        row.addLayout(words, 1)
        for action in actions:
            row.addWidget(action)

    def say(self, title: str, subtitle: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
