"""The grammar of a search, by examples that can be tried."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout

from desk.ui.theme import SPACE
from desk.ui.widgets.text import Label, button

EXAMPLES = (
    ("drone parts", "both words, in any of their forms"),
    ('"bill of lading"', "the phrase, as it is spelled"),
    ("(ship OR vessel) NOT cement", "AND, OR, NOT and brackets; -cement is the same as NOT cement"),
    ("contain*", "every word that begins so"),
    ("Piraeus~", "spelled nearly so; ~1 and ~2 say how many letters may differ"),
    ("drone NEAR/5 parts", "at most five words between them"),
    ("title:port type:pdf -marking:SECRET", "also originator: number: file: folder:"),
    ("crew date:2031-03..2031-04", "also date:2031, date:>=2031-03-15"),
)


class SearchHelp(QFrame):
    """Emits ``tried`` with the example that was pressed."""

    tried = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE, SPACE, 2 * SPACE, SPACE)
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(SPACE)
        grid.setColumnStretch(1, 1)
        for row, (example, what) in enumerate(EXAMPLES):
            made = button(example, "", "quiet")
            made.setAccessibleName(f"Put in the field: {example}")
            made.clicked.connect(lambda _=False, example=example: self.tried.emit(example))
            grid.addWidget(made, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(what, "muted", wraps=True), row, 1)
