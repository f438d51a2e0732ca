"""The dialog that makes a case."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.theme import SPACE
from desk.ui.widgets.form import Field
from desk.ui.widgets.text import Label, button
from desk.vocabulary.case import Case
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Level


class NewCaseDialog(QDialog):
    """Asks for name, purpose, authority and ceiling; emits ``made`` with the new case's id."""

    made = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle("New case")
        self.setMinimumWidth(520)
        self._name, self._purpose, self._authority = QLineEdit(), QLineEdit(), QLineEdit()
        self._ceiling = QComboBox()
        for level in Level:
            self._ceiling.addItem(level.label, level)
        self._fields = {
            "name": Field("&Name", self._name, "As your office calls it."),
            "purpose": Field("&Purpose", self._purpose, "What the reports are used for; shown with every question."),
            "authority": Field("&Authority", self._authority, "The tasking or order this rests on."),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.addWidget(Label("New case", "title"))
        for field in self._fields.values():
            column.addWidget(field)
        column.addWidget(Field("&Ceiling", self._ceiling, "A report marked above it is turned away."))
        self._wrong = Label("", "danger", wraps=True)
        column.addWidget(self._wrong)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        cancel, self._make = button("Cancel"), button("&Make the case", "", "primary")
        cancel.clicked.connect(self.reject)
        self._make.clicked.connect(self._try)
        self._make.setDefault(True)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self._make)
        return row

    def _values(self) -> dict[str, str]:
        editors = {"name": self._name, "purpose": self._purpose, "authority": self._authority}
        return {name: editor.text().strip() for name, editor in editors.items()}

    def _try(self) -> None:
        values, ceiling = self._values(), self._ceiling.currentData()
        for name, field in self._fields.items():
            field.say_wrong("" if values[name] else f"A case needs a {name}.")
        empty = [field for name, field in self._fields.items() if not values[name]]
        if empty:
            empty[0].editor.setFocus()
            return
        self._make.setEnabled(False)
        create = self._context.desk.cases.create
        tasks.run(self, lambda _: create(**values, ceiling=Level(ceiling)), self._done, self._failed)

    def _done(self, case: Case) -> None:
        self.made.emit(case.id)
        self.accept()

    def _failed(self, error: DeskError) -> None:
        self._make.setEnabled(True)
        self._wrong.setText(str(error))
