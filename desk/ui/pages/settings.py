"""Settings: made from their declaration, with its titles, descriptions and bounds."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desk import settings as declared
from desk.services.protections import protections
from desk.settings import Settings
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.pages.settings_form import editor, value_of
from desk.ui.theme import SPACE
from desk.ui.widgets.form import Field
from desk.ui.widgets.page_header import PageHeader
from desk.ui.widgets.text import Label, button
from desk.vocabulary.errors import DeskError, SettingsInvalid

WIDTH = 720
# Taken up at once; the rest with the vault's next opening.
AT_ONCE = ("appearance",)


class SettingsPage(QWidget):
    """Emits ``saved`` with the new settings."""

    saved = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        self._fields: dict[tuple[str, str], Field] = {}
        self._save, self._revert = button("&Save", "check", "primary"), button("Re&vert", "rotate-ccw")
        self._save.clicked.connect(self.save)
        self._revert.clicked.connect(self.refresh)
        self._said = Label("", "strong", wraps=True)
        self._said.hide()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        what = f"Kept in {context.settings_file}. Nothing here loosens a safeguard."
        column.addWidget(PageHeader("Settings", what, self._revert, self._save))
        column.addWidget(self._said)
        column.addWidget(self._area, 1)
        self.refresh()

    def refresh(self) -> None:
        """Show the settings in force."""
        self._fields.clear()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, SPACE, 0)
        column.setSpacing(2 * SPACE)
        for name, section in Settings.model_fields.items():
            card = self._section(name, section.title or name, section.description or "")
            column.addWidget(card)
        column.addWidget(_protections())
        column.addStretch()
        inner.setMaximumWidth(WIDTH)
        self._area.setWidget(inner)
        problem = self._context.settings_problem
        # What holds of a file that is wrong can be kept as it is, without what does not.
        self._changed(problem is not None)
        if problem is not None:
            self._say(str(problem), "danger")

    def _section(self, name: str, title: str, description: str) -> QFrame:
        card, column = _card(title, description)
        section = getattr(self._context.settings, name)
        for key, field in type(section).model_fields.items():
            made = editor(field, getattr(section, key), self._changed)
            self._fields[name, key] = Field(field.title or key, made, field.description or "")
            column.addWidget(self._fields[name, key])
        return card

    def _changed(self, changed: bool = True) -> None:
        self._save.setEnabled(changed)
        self._revert.setEnabled(changed)
        if changed:
            self._said.hide()

    def save(self) -> None:
        """Check and keep what is set; what is wrong is said beside its field."""
        values: dict[str, dict[str, Any]] = {}
        for (section, key), field in self._fields.items():
            field.say_wrong("")
            value = value_of(field.editor)
            if value is not None:
                values.setdefault(section, {})[key] = value
        try:
            settings = declared.validated(values)
        except SettingsInvalid as error:
            self._show_wrong(error)
            return
        path = self._context.settings_file
        tasks.run(self, lambda _: declared.save(settings, path), lambda _: self._kept(settings), self._failed)

    def _show_wrong(self, error: SettingsInvalid) -> None:
        for (section, key), field in self._fields.items():
            for clause in error.message.split("; "):
                if f"{section}.{key} is" in clause:
                    field.say_wrong(clause.partition(", but ")[2].rstrip("."))
                    self._area.ensureWidgetVisible(field)
        self._failed(error)

    def _kept(self, settings: Settings) -> None:
        before, self._context.settings = self._context.settings, settings
        self._context.settings_problem = None
        later = self._context.is_open and any(
            getattr(before, name) != getattr(settings, name) for name in Settings.model_fields if name not in AT_ONCE
        )
        self._changed(False)
        self._say("Saved. Close and open the desk for all of it to take effect." if later else "Saved.", "good")
        self.saved.emit(settings)

    def _failed(self, error: DeskError) -> None:
        self._say(str(error), "danger")

    def _say(self, text: str, look: str) -> None:
        self._said.setProperty("look", look)
        self._said.style().polish(self._said)
        self._said.setText(text)
        self._said.show()


def _card(title: str, description: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("look", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(3 * SPACE, 2 * SPACE, 3 * SPACE, SPACE)
    column.addWidget(Label(title, "heading"))
    column.addWidget(Label(description, "muted", wraps=True))
    return card, column


def _protections() -> QFrame:
    card, column = _card("Protection on this machine", "What holds here; nothing of it can be set.")
    for sentence in protections():
        column.addWidget(Label(sentence, wraps=True, selectable=True))
    column.addSpacing(SPACE)
    return card
