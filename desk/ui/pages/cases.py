"""The cases: cards to choose from, a dialog to make one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMessageBox, QSizePolicy, QVBoxLayout, QWidget

from desk.services.cases import CaseSummary
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.pages.new_case import NewCaseDialog
from desk.ui.theme import SPACE
from desk.ui.widgets.card_list import CardList
from desk.ui.widgets.page_header import PageHeader
from desk.ui.widgets.state_view import StateView
from desk.ui.widgets.text import ElidedLabel, Label, button, tool_button


class CasesPage(QWidget):
    """All cases of the vault."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        self._is_first_look = True
        new = button("&New case", "plus", "primary")
        new.clicked.connect(self.new_case)
        self._cards = CardList("Cases")
        self._state = StateView(self._cards)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.addWidget(PageHeader("Cases", "A case is a body of reports under one purpose and ceiling.", new))
        column.addWidget(self._state, 1)
        context.cases_changed.connect(self.refresh)
        context.reports_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Read the cases again."""
        tasks.run(self, lambda _: self._context.desk.cases.list(), self._show, self._state.show_problem)

    def _show(self, cases: list[CaseSummary]) -> None:
        self._take_up(cases)
        self._cards.show_cards(self._card(case) for case in cases)
        if cases:
            self._state.show_result()
        else:
            what = "Reports, questions and answers belong to a case. Make the first one: name it, say what it is for."
            self._state.show_empty("briefcase", "No case yet", what, ("New case", "plus", self.new_case))

    def _take_up(self, cases: list[CaseSummary]) -> None:
        """Keep the case in hand up to date; with none in hand, take the only one there is."""
        current = self._context.case
        same = next((case for case in cases if current and case.case.id == current.case.id), None)
        chosen = same or (cases[0] if len(cases) == 1 else None)
        if chosen != current:
            self._context.choose_case(chosen)
        if chosen is not None and self._is_first_look:
            # Whoever works on one case wants to be where the work is.
            self._context.page_wanted.emit(_work_page(chosen))
        self._is_first_look = False

    def _card(self, case: CaseSummary) -> "CaseCard":
        card = CaseCard(case, chosen=self._context.case == case)
        card.chosen.connect(self._choose)
        card.removal_wanted.connect(self._remove)
        return card

    def _choose(self, case: CaseSummary) -> None:
        self._context.choose_case(case)
        self._context.page_wanted.emit(_work_page(case))
        self.refresh()

    def new_case(self) -> None:
        """Ask for a new case and take it in hand."""
        dialog = NewCaseDialog(self._context, self)
        dialog.made.connect(self._made)
        dialog.open()

    def _made(self, case_id: str) -> None:
        def take(case: CaseSummary) -> None:
            self._context.choose_case(case)
            self._context.cases_changed.emit()
            self._context.page_wanted.emit("reports")

        tasks.run(self, lambda _: self._context.desk.cases.get(case_id), take, self._state.show_problem)

    def _remove(self, case: CaseSummary) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"Remove “{case.case.name}”?")
        box.setInformativeText(
            f"Its {case.reports} reports and its conversations leave the vault for good. The ledger keeps that it existed."
        )
        remove = box.addButton("Remove the case", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(lambda clicked: self._removed(case) if clicked is remove else None)
        box.open()

    def _removed(self, case: CaseSummary) -> None:
        self._state.show_working("Removing the case ...")
        if self._context.case and self._context.case.case.id == case.case.id:
            self._context.choose_case(None)
        tasks.run(
            self,
            lambda _: self._context.desk.cases.remove(case.case.id),
            lambda _: self._context.cases_changed.emit(),
            self._state.show_problem,
        )


def _work_page(case: CaseSummary) -> str:
    return "ask" if case.reports else "reports"


class CaseCard(QFrame):
    """One case; a click or Enter takes it in hand."""

    chosen = Signal(object)
    removal_wanted = Signal(object)

    def __init__(self, case: CaseSummary, chosen: bool) -> None:
        super().__init__()
        self._case = case
        self.setProperty("look", "card")
        self.setProperty("chosen", chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"Case {case.case.name}, {case.reports} reports, {case.marking.banner()}")
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        row.setSpacing(2 * SPACE)
        row.addLayout(self._words(), 1)
        row.addLayout(self._counts())
        remove = tool_button("trash-2", f"Remove {case.case.name}")
        remove.clicked.connect(lambda: self.removal_wanted.emit(case))
        row.addWidget(remove, alignment=Qt.AlignmentFlag.AlignTop)

    def _words(self) -> QVBoxLayout:
        case = self._case.case
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(ElidedLabel(case.name, "heading"))
        column.addWidget(ElidedLabel(case.purpose))
        column.addWidget(ElidedLabel(f"Authority: {case.authority}", "faint"))
        column.addWidget(Label(f"Ceiling: {case.ceiling.label}   Since {case.created_at:%d %B %Y}", "faint"))
        column.addStretch()
        return column

    def _counts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        unmarked = f", {self._case.unmarked} unmarked" if self._case.unmarked else ""
        for text, look in (
            (f"{self._case.reports:,} reports{unmarked}", "strong"),
            (f"{self._case.passages:,} passages", "muted"),
            (self._case.marking.banner(), "muted"),
        ):
            column.addWidget(Label(text, look), alignment=Qt.AlignmentFlag.AlignRight)
        column.addStretch()
        return column

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose by click."""
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._case)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._case)
        else:
            super().keyPressEvent(event)
