"""A row of choices with counts, one of which is in force; those that would show nothing are left out."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget


class ChoiceRow(QWidget):
    """Emits ``chosen`` with the name of the choice. The first name is in force at the beginning and always shown."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for choice in choices:
            made = QToolButton()
            made.setProperty("look", "choice")
            made.setCheckable(True)
            made.setText(choice)
            made.clicked.connect(lambda _=False, choice=choice: self.chosen.emit(choice))
            self._group.addButton(made)
            self._buttons[choice] = made
            row.addWidget(made)
        self._buttons[choices[0]].setChecked(True)
        row.addStretch()

    def button(self, choice: str) -> QToolButton:
        """The button of a choice."""
        return self._buttons[choice]

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show how many each choice has; the one in force stays even with none."""
        for number, (choice, made) in enumerate(self._buttons.items()):
            made.setText(f"{choice}  {counts[choice]:,}")
            made.setVisible(number == 0 or counts[choice] > 0 or made.isChecked())
