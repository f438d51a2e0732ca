"""The navigation rail: one button a page, Ctrl+1 to Ctrl+7."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from desk.ui.theme import icon, tokens

PAGES = (
    ("cases", "Cases", "briefcase"),
    ("ask", "Ask", "message-square-quote"),
    ("search", "Search", "search"),
    ("reports", "Reports", "file-text"),
    ("oversight", "Oversight", "shield-alert"),
    ("ledger", "Ledger", "scroll-text"),
    ("settings", "Settings", "settings-2"),
)
# What can be reached before the vault is open; in the place of the cases the passphrase is asked for.
BEFORE_OPENING = ("cases", "settings")
WIDTH = 84


class Rail(QWidget):
    """Emits ``chosen`` with a page's name."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 10, 6, 10)
        column.setSpacing(4)
        for number, (name, title, _) in enumerate(PAGES, start=1):
            column.addWidget(self._button(name, title, f"Ctrl+{number}"))
            if name == "ledger":
                column.addStretch()
        self.redraw()

    def _button(self, name: str, title: str, keys: str) -> QToolButton:
        made = QToolButton()
        made.setText(title)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(22, 22))
        made.setCheckable(True)
        made.setFixedWidth(WIDTH - 12)
        made.setShortcut(keys)
        made.setToolTip(f"{title} ({keys})")
        made.setAccessibleName(title)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(lambda: self.chosen.emit(name))
        self._group.addButton(made)
        self._buttons[name] = made
        return made

    def show_chosen(self, name: str) -> None:
        """Mark a page as the one shown."""
        self._buttons[name].setChecked(True)

    def set_locked(self, locked: bool) -> None:
        """Offer what can be reached while the vault is closed, or every page."""
        for name, made in self._buttons.items():
            made.setEnabled(not locked or name in BEFORE_OPENING)

    def redraw(self) -> None:
        """Draw the icons in the palette that is on."""
        for name, _, picture in PAGES:
            self._buttons[name].setIcon(icon(picture, tokens().muted, 22))
