"""The first page: notice and consent, then the passphrase that opens the vault or makes one."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desk.resources import read_text
from desk.services import Desk
from desk.services.desk import vault_exists
from desk.settings import Settings
from desk.ui import tasks
from desk.ui.theme import SPACE
from desk.ui.widgets.form import Field
from desk.ui.widgets.text import Label, button
from desk.vocabulary.errors import DeskError

SHORT = 12


class UnlockPage(QWidget):
    """Emits ``opened`` with the open ``Desk``."""

    opened = Signal(object)

    def __init__(self, folder: Path, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("page")
        self._folder = folder
        self._settings = settings
        self._is_new = not vault_exists(folder)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._card(), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        self._check()

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("look", "card")
        card.setFixedWidth(560)
        column = QVBoxLayout(card)
        column.setContentsMargins(4 * SPACE, 3 * SPACE, 4 * SPACE, 3 * SPACE)
        column.setSpacing(SPACE)
        column.addWidget(Label("Probity Desk", "title"))
        column.addWidget(Label(self._what(), "muted", wraps=True))
        column.addWidget(self._notice())
        self._passphrase = self._secret("&Passphrase", "" if not self._is_new else "Several words are easy to keep.")
        self._again = self._secret("The same &again", "Nobody can recover it: without it the vault stays closed.")
        self._again.setVisible(self._is_new)
        self._open = button("Agree and make the vault" if self._is_new else "Agree and unlock", "lock-open", "primary")
        self._open.clicked.connect(self._start)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.hide()
        for widget in (self._passphrase, self._again, self._open, self._busy):
            column.addWidget(widget)
        return card

    def _what(self) -> str:
        if self._is_new:
            return f"There is no vault in {self._folder} yet. Choose the passphrase that will open it."
        return f"Vault in {self._folder}"

    def _notice(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFixedHeight(180)
        area.setAccessibleName("Notice and consent")
        area.setWidget(Label(read_text("text", "consent.txt").strip(), "muted", wraps=True))
        return area

    def _secret(self, name: str, help_text: str) -> Field:
        editor = QLineEdit()
        editor.setEchoMode(QLineEdit.EchoMode.Password)
        editor.textChanged.connect(self._check)
        editor.returnPressed.connect(self._start)
        return Field(name, editor, help_text)

    def _texts(self) -> tuple[str, str]:
        editors = [field.editor for field in (self._passphrase, self._again)]
        first, second = (editor.text() for editor in editors if isinstance(editor, QLineEdit))
        return first, second

    def _check(self) -> None:
        first, second = self._texts()
        self._passphrase.say_wrong("")
        self._again.say_wrong("The two differ." if self._is_new and second and first != second else "")
        self._open.setEnabled(bool(first) and (not self._is_new or first == second))

    def _start(self) -> None:
        if not self._open.isEnabled():
            return
        if self._is_new and len(self._texts()[0]) < SHORT:
            self._passphrase.say_wrong(f"Use {SHORT} characters or more: whoever steals the disk can try for years.")
            return
        self.unlock(self._texts()[0])

    def unlock(self, passphrase: str) -> None:
        """Open or make the vault off the GUI thread."""
        self._show_busy(True)
        tasks.run(self, lambda _: self._opened(passphrase), self._finished, self._failed)

    def _opened(self, passphrase: str) -> Desk:
        make = Desk.create if self._is_new else Desk.open
        return make(self._folder, passphrase, self._settings)

    def _finished(self, desk: Any) -> None:
        self._show_busy(False)
        for field in (self._passphrase, self._again):
            if isinstance(field.editor, QLineEdit):
                field.editor.clear()
        self.opened.emit(desk)

    def _failed(self, error: DeskError) -> None:
        self._show_busy(False)
        self._passphrase.say_wrong(str(error))
        self._passphrase.editor.setFocus()

    def _show_busy(self, busy: bool) -> None:
        self._busy.setVisible(busy)
        for widget in (self._open, self._passphrase, self._again):
            widget.setEnabled(not busy)
