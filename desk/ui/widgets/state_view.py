"""The four states of a page: empty, working, result, problem."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk.ui.theme import SPACE, icon, tokens
from desk.ui.widgets.text import Label, button
from desk.vocabulary.errors import DeskError

ABREAST = 2
TEXT_WIDTH = 460
Action = tuple[str, str, Callable[[], object]]


class StateView(QStackedWidget):
    """Shows ``content``, or a message in its place."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self._message = QWidget()
        self.addWidget(content)
        self.addWidget(self._message)

    def show_result(self) -> None:
        """Show the content."""
        self.setCurrentWidget(self._content)

    def show_empty(self, picture: str, title: str, text: str, *actions: Action) -> None:
        """Say that there is nothing yet and what to do next; each action is (text, icon, what it does).

        Two stand side by side; more stand below each other, none of them before the others.
        """
        self._show(picture, tokens().faint, title, text, actions)

    def show_problem(self, error: DeskError, *actions: Action) -> None:
        """Say what went wrong and what to do."""
        self._show("circle-alert", tokens().danger, error.message, error.remedy, actions)

    def show_working(self, title: str) -> None:
        """Say that work is under way."""
        self._show("loader", tokens().accent, title, "", (), busy=True)

    def _show(
        self, picture: str, colour: str, title: str, text: str, actions: tuple[Action, ...], busy: bool = False
    ) -> None:
        self.removeWidget(self._message)
        self._message.deleteLater()
        self._message = QWidget()
        self._message.setAccessibleName(f"{title} {text}")
        column = QVBoxLayout(self._message)
        column.setSpacing(SPACE)
        column.addStretch(2)
        column.addWidget(_picture(picture, colour), alignment=Qt.AlignmentFlag.AlignHCenter)
        for words, look in ((title, "heading"), (text, "muted")):
            if words:
                column.addWidget(_centred(words, look), alignment=Qt.AlignmentFlag.AlignHCenter)
        if busy:
            column.addWidget(_bar(), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(_row(actions) if len(actions) <= ABREAST else _list(actions))
        column.addStretch(3)
        self.addWidget(self._message)
        self.setCurrentWidget(self._message)


def _picture(name: str, colour: str) -> QLabel:
    label = QLabel()
    label.setPixmap(icon(name, colour, 40).pixmap(40, 40))
    return label


def _centred(text: str, look: str) -> Label:
    label = Label(text, look, wraps=True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setFixedWidth(TEXT_WIDTH)
    # A label that is aligned in its layout gets the height of its hint, not the one its lines need.
    label.ensurePolished()
    label.setMinimumHeight(label.heightForWidth(TEXT_WIDTH))
    return label


def _bar() -> QProgressBar:
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedWidth(240)
    return bar


def _row(actions: tuple[Action, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, SPACE, 0, 0)
    row.addStretch()
    for number, (text, picture, act) in enumerate(actions):
        made: QPushButton = button(text, picture, "primary" if number == 0 else "")
        made.clicked.connect(lambda _=False, act=act: act())
        row.addWidget(made)
    row.addStretch()
    return row


def _list(actions: tuple[Action, ...]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, SPACE, 0, 0)
    for text, picture, act in actions:
        made = button(text, picture)
        made.clicked.connect(lambda _=False, act=act: act())
        column.addWidget(made, alignment=Qt.AlignmentFlag.AlignHCenter)
    return column
