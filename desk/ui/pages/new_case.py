"""The dialog that makes a case."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.widgets.dialog import FormDialog
from desk.ui.widgets.form import Field
from desk.vocabulary.case import Case
from desk.vocabulary.marking import Level


class NewCaseDialog(FormDialog):
    """Asks for name, purpose, authority and ceiling; emits ``made`` with the new case's id."""

    made = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context = context
        self._editors = {name: QLineEdit() for name in ("name", "purpose", "authority")}
        self._ceiling = QComboBox()
        for level in Level:
            self._ceiling.addItem(level.label, level)
        self._fields = {
            "name": Field("&Name", self._editors["name"], "As your office calls it."),
            "purpose": Field(
                "&Purpose", self._editors["purpose"], "What the reports are used for; shown with every question."
            ),
            "authority": Field("&Authority", self._editors["authority"], "The tasking or order this rests on."),
        }
        ceiling = Field("&Ceiling", self._ceiling, "A report marked above it is turned away.")
        fields = [*self._fields.values(), ceiling]
        super().__init__(parent, "New case", "", "&Make the case", fields)

    def send(self) -> None:
        """Make the case; what is missing is said beside its field."""
        values = {name: editor.text().strip() for name, editor in self._editors.items()}
        for name, field in self._fields.items():
            field.say_wrong("" if values[name] else f"A case needs a {name}.")
        missing = [name for name, value in values.items() if not value]
        if missing:
            self._editors[missing[0]].setFocus()
            return
        self.wait()
        create, ceiling = self._context.desk.cases.create, Level(self._ceiling.currentData())
        tasks.run(self, lambda _: create(**values, ceiling=ceiling), self._done, self.say_wrong)

    def _done(self, case: Case) -> None:
        self.made.emit(case.id)
        self.accept()
