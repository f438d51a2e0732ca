"""The first page: notice and consent, then the passphrase that opens the vault or makes one."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desk.resources import read_text
from desk.services import Desk
from desk.services.desk import vault_exists
from desk.settings import Settings
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.theme import SPACE
from desk.ui.widgets.form import Field
from desk.ui.widgets.text import Label, button
from desk.vocabulary.errors import DeskError
from desk.vocabulary.passphrase import SHORTEST


class UnlockPage(QWidget):
    """Emits ``opened`` with the open ``Desk``."""

    opened = Signal(object)

    def __init__(self, folder: Path, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._folder = folder
        self._context = context
        self._unusable: DeskError | None = None
        self._is_new = self._is_missing()
        column = QVBoxLayout(self)
        column.addStretch(1)
        # Stretches, not an alignment: an aligned card would not grow with what is said below a field.
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._card())
        row.addStretch()
        column.addLayout(row)
        column.addStretch(2)
        self.setFocusProxy(self._passphrase.editor)
        self.check_settings()

    def _is_missing(self) -> bool:
        """Whether a vault is to be made; where the folder cannot even be looked at, that is said and nothing is made."""
        try:
            return not vault_exists(self._folder)
        except DeskError as error:
            self._unusable = error
            return False

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
        self._problem = Label("", "danger", wraps=True, selectable=True)
        column.addWidget(self._problem)
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

    def check_settings(self) -> None:
        """Say what is wrong with the settings.

        A file that is wrong keeps the vault closed: what cannot be read of it may be what makes the desk stricter.
        """
        problem = self._context.settings_problem
        if self._unusable is not None:
            said = str(self._unusable)
        else:
            said = f"{problem} Until then the vault stays closed." if problem else _incomplete(self._context.settings)
        self._problem.setText(said)
        self._problem.setVisible(bool(said))
        self._check()

    def _check(self) -> None:
        first, second = self._texts()
        self._passphrase.say_wrong("")
        self._again.say_wrong("The two differ." if self._is_new and second and first != second else "")
        is_given = bool(first) and (not self._is_new or first == second)
        # Settings can be saved while the vault is being opened: that must not offer to open it a second time.
        may_open = self._may_open() and self._busy.isHidden()
        self._open.setEnabled(is_given and may_open)

    def _start(self) -> None:
        if not self._open.isEnabled():
            return
        if self._is_new and len(self._texts()[0]) < SHORTEST:
            self._passphrase.say_wrong(f"Use {SHORTEST} characters or more: whoever steals the disk can try for years.")
            return
        self.unlock(self._texts()[0])

    def unlock(self, passphrase: str) -> None:
        """Open or make the vault off the GUI thread; while folder or settings file are wrong, do nothing."""
        if not self._may_open():
            return
        self._show_busy(True)
        tasks.run(self, lambda _: self._opened(passphrase), self._finished, self._failed)

    def _may_open(self) -> bool:
        return self._unusable is None and self._context.settings_problem is None

    def _opened(self, passphrase: str) -> Desk:
        make = Desk.create if self._is_new else Desk.open
        return make(self._folder, passphrase, self._context.settings)

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


def _incomplete(settings: Settings) -> str:
    """What is missing before a model can be asked, as its first question would say it; nothing for nothing."""
    missing = settings.model.missing if settings.asks_a_model else ""
    return f"{missing} Name it under Settings, Model." if missing else ""
