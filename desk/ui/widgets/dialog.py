"""A dialog of fields: title, what it is for, the fields, a place for what is wrong, and the way out."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.ui.theme import SPACE
from desk.ui.widgets.text import Label, button

WIDTH = 520


class FormDialog(QDialog):
    """Subclasses put in their fields, or rows of them, and say in ``send`` what the button does."""

    def __init__(self, parent: QWidget, title: str, what_for: str, act: str, fields: Sequence[QWidget]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.addWidget(Label(title, "title"))
        if what_for:
            column.addWidget(Label(what_for, "muted", wraps=True))
        for field in fields:
            column.addWidget(field)
        self._wrong = Label("", "danger", wraps=True)
        self._wrong.hide()
        column.addWidget(self._wrong)
        cancel, self._act = button("Cancel"), button(act, "", "primary")
        cancel.clicked.connect(self.reject)
        self._act.clicked.connect(self.send)
        self._act.setDefault(True)
        # Where what is wrong has made the dialog taller, the fields stay together.
        column.addStretch()
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self._act)
        column.addLayout(row)

    def send(self) -> None:
        """What the button does."""
        raise NotImplementedError

    def say_wrong(self, error: Exception) -> None:
        """Show what is wrong and let the person try again."""
        self._act.setEnabled(True)
        self._wrong.setText(str(error))
        self._wrong.show()

    def wait(self) -> None:
        """Nothing can be pressed twice."""
        self._act.setEnabled(False)
        self._wrong.hide()
